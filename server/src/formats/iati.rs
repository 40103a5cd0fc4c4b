//! IATI 2.03 activities: a fund is an activity, each of its projects one below it, and a partner that spends a fund's
//! money one of its own, so that chains of organisations connect by their activities' identifiers.
//!
//! | in the ledger | in the file |
//! |---|---|
//! | gift of money | transaction 1, incoming funds; 11 where an import said commitment |
//! | refund of a gift | the same, negative |
//! | allocation, transfer to a partner, transfer to another fund | 3, disbursement, and 1 in the activity that receives |
//! | purchase, cost of goods, expense, fee, hand-out of cash | 4, expenditure; 3 where an import said disbursement |
//! | an organisation's own contribution, which an import worked out | nothing: it follows from the sums |
//!
//! Goods have no transactions in IATI: the money that bought them is spent at the purchase.

use std::collections::BTreeMap;
use std::io;

use ledger::Entry;
use ledger::event::{Event, Source};
use ledger::value::{Currency, Date, OrganisationKind, PoolName, PoolParts};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event as Xml};

use super::material::{Material, decimal};
use crate::import::Flow;

/// Material relief assistance and services; emergency food assistance (OECD DAC CRS purpose codes).
const RELIEF: &str = "72010";
const FOOD: &str = "72040";

/// Developing countries, unspecified: where no country was recorded.
const UNSPECIFIED: &str = "998";

/// Who acts: a fund or project, in the hands of its steward or of a partner.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Actor {
    fund: String,
    project: Option<String>,
    holder: Option<String>,
}

impl Actor {
    fn of(pool: &PoolName) -> Option<Self> {
        match pool.parts() {
            PoolParts::Cash { fund, project, holder } => Some(Self {
                fund: fund.to_owned(),
                project: project.map(str::to_owned),
                holder: holder.map(str::to_owned),
            }),
            PoolParts::Goods { .. } => None,
        }
    }

    fn fund(id: &str) -> Self {
        Self { fund: id.to_owned(), project: None, holder: None }
    }
}

/// An organisation on the other side.
#[derive(Debug, Clone, Default)]
struct Party {
    reference: Option<String>,
    activity: Option<String>,
    name: Option<String>,
}

/// One transaction.
#[derive(Debug, Clone)]
struct Transaction {
    code: &'static str,
    reference: String,
    day: Date,
    currency: Currency,
    minor: u64,
    negative: bool,
    provider: Option<Party>,
    receiver: Option<Party>,
    note: String,
}

/// An activity under way.
#[derive(Debug, Default)]
struct Activity {
    transactions: Vec<Transaction>,
    /// Countries of its hand-outs, each as often as there was one.
    countries: BTreeMap<String, u64>,
    /// What was spent on food, and on all else.
    food: u64,
    other: u64,
}

type Activities = BTreeMap<Actor, Activity>;

/// The file.
#[must_use]
pub fn document(material: &Material) -> Vec<u8> {
    let activities = gather(material);
    let mut xml = Writer::new_with_indent(Vec::new(), b' ', 1);
    // Writing to memory never fails.
    let _ = xml.write_event(Xml::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
    let _ = xml
        .create_element("iati-activities")
        .with_attribute(("version", "2.03"))
        .with_attribute(("generated-datetime", material.at.to_string().as_str()))
        .write_inner_content(|xml| {
            activities
                .iter()
                .try_for_each(|(actor, activity)| write_activity(xml, material, actor, activity, &activities))
        });
    let mut bytes = xml.into_inner();
    bytes.push(b'\n');
    bytes
}

fn identifier(material: &Material, actor: &Actor) -> String {
    let mut id = format!("{}-{}", material.organisation_ref(reporter(material, actor)), actor.fund);
    for part in [&actor.project, &actor.holder].into_iter().flatten() {
        id.push('-');
        id.push_str(part);
    }
    id
}

/// Who reports: the partner that holds the money, else the fund's steward.
fn reporter<'m>(material: &'m Material, actor: &'m Actor) -> &'m str {
    let steward = material.funds.get(&actor.fund).map(|(_, fund)| fund.steward.as_str());
    actor.holder.as_deref().or(steward).unwrap_or("unknown")
}

fn gather(material: &Material) -> Activities {
    let mut activities = Activities::new();
    let mut received: Vec<(Actor, Transaction)> = Vec::new();
    for fund in material.funds.keys().filter(|fund| is_asked(material, fund)) {
        activities.entry(Actor::fund(fund)).or_default();
    }
    for entry in &material.entries {
        take(material, entry, &mut activities, &mut received);
    }
    // A partner that only received has nothing to add to what its giver says.
    for (actor, transaction) in received {
        let spends = activities.contains_key(&actor) || actor.holder.is_none();
        if spends {
            activities.entry(actor).or_default().transactions.push(transaction);
        }
    }
    for activity in activities.values_mut() {
        activity.transactions.sort_by(|one, other| (one.day, &one.reference).cmp(&(other.day, &other.reference)));
    }
    activities
}

/// Whether a fund belongs to the report even where none of its entries was asked for.
fn is_asked(material: &Material, fund: &str) -> bool {
    material.question.fund.as_ref().is_none_or(|asked| asked.as_str() == fund)
        && material.question.project.is_none()
        && material.question.item.is_none()
        && material.question.site.is_none()
        && material
            .question
            .organisation
            .as_ref()
            .is_none_or(|asked| material.funds.get(fund).is_some_and(|(_, event)| event.steward == *asked))
}

#[allow(clippy::too_many_lines)] // A table: one arm a type of event.
fn take(material: &Material, entry: &Entry, activities: &mut Activities, received: &mut Vec<(Actor, Transaction)>) {
    let day = material.day(entry);
    let base = |code, currency, minor, note: String| Transaction {
        code,
        reference: format!("{:09}", entry.seq),
        day,
        currency,
        minor,
        negative: false,
        provider: None,
        receiver: None,
        note,
    };
    let named = |name: String| Party { name: Some(name), ..Party::default() };
    let own = |actor: &Actor| Party {
        reference: Some(material.organisation_ref(reporter(material, actor))),
        activity: Some(identifier(material, actor)),
        name: Some(material.organisation_name(reporter(material, actor))),
    };
    let note_of = |note: Option<&ledger::value::Prose>| note.map(ToString::to_string).unwrap_or_default();
    match &entry.event {
        Event::DonationReceived(event) => {
            let code = match event.method.as_str() {
                word if word == Flow::OwnContribution.word() => return,
                word if word == Flow::IncomingCommitment.word() => "11",
                _ => "1",
            };
            let Some(to) = entry.moves.first().and_then(|one| one.to.as_ref()).and_then(|to| Actor::of(&to.pool))
            else {
                return;
            };
            let Some(currency) = material.currency(event.fund.as_str()) else { return };
            let mut one = base(code, currency, event.amount.get(), note_of(event.note.as_ref()));
            one.provider = event.donor.as_ref().map(|donor| named(donor.to_string()));
            one.receiver = Some(own(&to));
            activities.entry(to).or_default().transactions.push(one);
        }
        Event::DonationRefunded(event) => {
            for (from, currency, minor) in taken(material, entry) {
                let mut one = base("1", currency, minor, event.reason.to_string());
                one.negative = true;
                one.receiver = Some(own(&from));
                activities.entry(from).or_default().transactions.push(one);
            }
        }
        Event::AllocationMade(_) | Event::TransferMade(_) | Event::FundClosed(_) => {
            let note = match &entry.event {
                Event::AllocationMade(event) => note_of(event.note.as_ref()),
                Event::TransferMade(event) => note_of(event.note.as_ref().or(event.reason.as_ref())),
                _ => String::new(),
            };
            for one in &entry.moves {
                let (Some(from), Some(to)) = (&one.from, &one.to) else { continue };
                let (Some(giver), Some(taker)) = (Actor::of(&from.pool), Actor::of(&to.pool)) else { continue };
                let (Some(paid), Some(credited)) = (material.currency(&giver.fund), material.currency(&taker.fund))
                else {
                    continue;
                };
                let mut sent = base("3", paid, ledger::span::units_of(&from.spans), note.clone());
                let mut came = base("1", credited, ledger::span::units_of(&to.spans), note.clone());
                for side in [&mut sent, &mut came] {
                    side.provider = Some(own(&giver));
                    side.receiver = Some(own(&taker));
                }
                activities.entry(giver).or_default().transactions.push(sent);
                received.push((taker, came));
            }
        }
        Event::PurchaseMade(event) => {
            let supplier = material.sites.get(event.supplier.as_str()).map(|(_, site)| site.name.to_string());
            let food = event
                .lines
                .iter()
                .filter(|line| is_food(material, line.item.as_str()))
                .map(|line| line.cost.get())
                .sum::<u64>();
            let all = event.lines.iter().map(|line| line.cost.get()).sum::<u64>();
            for (place, Source { pool, amount }) in event.sources.iter().enumerate() {
                let Some(actor) = Actor::of(pool) else { continue };
                let Some(currency) = material.currency(&actor.fund) else { continue };
                let mut one = base("4", currency, amount.get(), note_of(event.note.as_ref()));
                one.reference = format!("{}-{place}", one.reference);
                one.receiver = supplier.clone().map(named);
                let activity = activities.entry(actor).or_default();
                let on_food = u128::from(amount.get()) * u128::from(food) / u128::from(all.max(1));
                let on_food = u64::try_from(on_food).unwrap_or(amount.get());
                activity.food += on_food;
                activity.other += amount.get() - on_food;
                activity.transactions.push(one);
            }
        }
        Event::CostAdded(_) | Event::FeeCharged(_) | Event::ExpensePaid(_) | Event::CashDistributed(_) => {
            let (party, note) = match &entry.event {
                Event::FeeCharged(event) => (Some(event.payee.to_string()), note_of(event.note.as_ref())),
                Event::ExpensePaid(event) => (Some(event.payee.to_string()), note_of(event.note.as_ref())),
                Event::CashDistributed(event) => (None, note_of(event.note.as_ref())),
                Event::CostAdded(event) => (None, note_of(event.note.as_ref())),
                _ => (None, String::new()),
            };
            let disbursed = matches!(&entry.event, Event::ExpensePaid(event) if event.category.as_str() == Flow::Disbursement.word());
            for (place, (from, currency, minor)) in taken(material, entry).into_iter().enumerate() {
                let mut one = base(if disbursed { "3" } else { "4" }, currency, minor, note.clone());
                one.reference = format!("{}-{place}", one.reference);
                one.provider = Some(own(&from));
                one.receiver = party.clone().map(named);
                let activity = activities.entry(from).or_default();
                if let Event::CashDistributed(event) = &entry.event {
                    *activity.countries.entry(event.place.country.as_str().to_owned()).or_default() += 1;
                }
                activity.transactions.push(one);
            }
        }
        Event::GoodsDistributed(event) => {
            let pools = entry.moves.iter().filter_map(|one| one.from.as_ref());
            for (fund, project) in pools.filter_map(|side| material.book.home_of(&side.pool)) {
                let actor = Actor { fund: fund.to_owned(), project: project.map(str::to_owned), holder: None };
                let activity = activities.entry(actor).or_default();
                *activity.countries.entry(event.place.country.as_str().to_owned()).or_default() += 1;
            }
        }
        _ => {}
    }
}

fn is_food(material: &Material, item: &str) -> bool {
    material.items.get(item).is_some_and(|(_, item)| item.category.as_str() == "food")
}

/// Money that an entry takes, by who held it.
fn taken(material: &Material, entry: &Entry) -> Vec<(Actor, Currency, u64)> {
    let sides = entry.moves.iter().filter_map(|one| one.from.as_ref());
    sides
        .filter_map(|side| {
            let actor = Actor::of(&side.pool)?;
            let currency = material.currency(&actor.fund)?;
            Some((actor, currency, ledger::span::units_of(&side.spans)))
        })
        .collect()
}

type Out = Writer<Vec<u8>>;

fn narrative(xml: &mut Out, text: &str) -> io::Result<()> {
    xml.create_element("narrative").write_text_content(BytesText::new(text)).map(drop)
}

fn told(xml: &mut Out, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attributes(attributes.iter().copied());
    element.write_inner_content(|xml| narrative(xml, text)).map(drop)
}

fn empty(xml: &mut Out, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_empty().map(drop)
}

/// IATI's code list `OrganisationType`.
fn organisation_type(kind: Option<OrganisationKind>) -> &'static str {
    match kind {
        Some(OrganisationKind::Government) => "10",
        Some(OrganisationKind::Multilateral) => "40",
        Some(OrganisationKind::Foundation) => "60",
        Some(OrganisationKind::Company) => "70",
        Some(OrganisationKind::Academic) => "80",
        Some(OrganisationKind::Ngo | OrganisationKind::RedCross) => "22",
        _ => "90",
    }
}

fn write_activity(
    xml: &mut Out,
    material: &Material,
    actor: &Actor,
    activity: &Activity,
    all: &Activities,
) -> io::Result<()> {
    let Some((seq, fund)) = material.funds.get(&actor.fund) else { return Ok(()) };
    let project = actor.project.as_ref().and_then(|id| material.projects.get(id)).map(|(_, project)| project);
    let id = identifier(material, actor);
    let who = reporter(material, actor);
    let (who_ref, who_name) = (material.organisation_ref(who), material.organisation_name(who));
    let kind = organisation_type(material.organisations.get(who).map(|(_, event)| event.kind));
    let title = project.map_or_else(|| fund.title.to_string(), |project| project.title.to_string());
    let currency = fund.currency.as_str();
    let hierarchy = if actor.project.is_some() || actor.holder.is_some() { "2" } else { "1" };
    let at = material.at.to_string();
    let element = xml.create_element("iati-activity").with_attributes([
        ("last-updated-datetime", at.as_str()),
        ("xml:lang", "en"),
        ("default-currency", currency),
        ("humanitarian", "1"),
        ("hierarchy", hierarchy),
    ]);
    element.write_inner_content(|xml| {
        xml.create_element("iati-identifier").write_text_content(BytesText::new(&id))?;
        let secondary = if actor.holder.is_some() { "1" } else { "0" };
        told(xml, "reporting-org", &[("ref", &who_ref), ("type", kind), ("secondary-reporter", secondary)], &who_name)?;
        xml.create_element("title").write_inner_content(|xml| narrative(xml, &title))?;
        told(xml, "description", &[("type", "1")], fund.purpose.as_str())?;
        participants(xml, material, actor, activity, (&who_ref, kind, &who_name))?;
        let closed = material.closed.get(&actor.fund);
        let status = if closed.is_some() { "4" } else { "2" };
        empty(xml, "activity-status", &[("code", status)])?;
        dates(xml, material, fund, closed, (*seq, activity))?;
        countries(xml, material, actor, activity)?;
        sectors(xml, activity)?;
        empty(xml, "default-flow-type", &[("code", "30")])?;
        for transaction in &activity.transactions {
            write_transaction(xml, transaction)?;
        }
        related(xml, material, actor, all)
    })?;
    Ok(())
}

fn participants(
    xml: &mut Out,
    material: &Material,
    actor: &Actor,
    activity: &Activity,
    (who_ref, kind, who_name): (&str, &str, &str),
) -> io::Result<()> {
    // Accountable, and extending or implementing.
    told(xml, "participating-org", &[("role", "2"), ("type", kind), ("ref", who_ref)], who_name)?;
    let implementer = actor
        .project
        .as_ref()
        .and_then(|id| material.projects.get(id))
        .map(|(_, project)| project.implementer.as_str());
    let implementer = implementer.or(actor.holder.as_deref()).unwrap_or(reporter(material, actor));
    let kind = organisation_type(material.organisations.get(implementer).map(|(_, event)| event.kind));
    let reference = material.organisation_ref(implementer);
    told(
        xml,
        "participating-org",
        &[("role", "4"), ("type", kind), ("ref", &reference)],
        &material.organisation_name(implementer),
    )?;
    // Funding, by those who gave under a name, each once.
    let mut seen = std::collections::BTreeSet::new();
    for party in activity
        .transactions
        .iter()
        .filter(|one| one.code == "1" || one.code == "11")
        .filter_map(|one| one.provider.as_ref())
    {
        let Some(name) = &party.name else { continue };
        if !seen.insert(name.clone()) || seen.len() > 200 {
            continue;
        }
        let mut attributes = vec![("role", "1")];
        attributes.extend(party.reference.as_deref().map(|reference| ("ref", reference)));
        attributes.extend(party.activity.as_deref().map(|activity| ("activity-id", activity)));
        told(xml, "participating-org", &attributes, name)?;
    }
    Ok(())
}

/// Planned and actual start and end; none that is called actual lies in the future.
fn dates(
    xml: &mut Out,
    material: &Material,
    fund: &ledger::event::FundOpened,
    closed: Option<&Date>,
    (_, activity): (u64, &Activity),
) -> io::Result<()> {
    let today = material.at.date();
    let first = activity.transactions.first().map(|one| one.day);
    let mut put =
        |code: &str, day: Date| empty(xml, "activity-date", &[("iso-date", &day.to_string()), ("type", code)]);
    match (fund.opens_on, today) {
        (Some(day), Some(today)) if day > today => put("1", day)?,
        (Some(day), _) => put("2", first.map_or(day, |first| first.min(day)))?,
        (None, _) => {
            if let Some(day) = first.or(today) {
                put("2", day)?;
            }
        }
    }
    if let Some(day) = fund.closes_on {
        put("3", day)?;
    }
    if let Some(day) = closed {
        put("4", *day)?;
    }
    Ok(())
}

/// Where, in shares that add up to 100: by hand-outs, else where the project is, else where its organisation is registered.
fn countries(xml: &mut Out, material: &Material, actor: &Actor, activity: &Activity) -> io::Result<()> {
    let project =
        actor.project.as_ref().and_then(|id| material.projects.get(id)).and_then(|(_, project)| project.place.as_ref());
    let mut countries = activity.countries.clone();
    if countries.is_empty() {
        let home = material.organisations.get(reporter(material, actor)).and_then(|(_, event)| event.country);
        let country = project.map(|place| place.country).or(home);
        countries.extend(country.map(|country| (country.as_str().to_owned(), 1)));
    }
    if countries.is_empty() {
        return empty(xml, "recipient-region", &[("code", UNSPECIFIED), ("vocabulary", "1")]);
    }
    for (code, share) in shares(&countries.into_iter().collect::<Vec<_>>()) {
        empty(xml, "recipient-country", &[("code", &code), ("percentage", &share)])?;
    }
    Ok(())
}

fn sectors(xml: &mut Out, activity: &Activity) -> io::Result<()> {
    let mut weights = vec![(FOOD.to_owned(), activity.food), (RELIEF.to_owned(), activity.other)];
    weights.retain(|(_, weight)| *weight > 0);
    if weights.is_empty() {
        weights.push((RELIEF.to_owned(), 1));
    }
    for (code, share) in shares(&weights) {
        empty(xml, "sector", &[("vocabulary", "1"), ("code", &code), ("percentage", &share)])?;
    }
    Ok(())
}

/// Weights as percentages with two digits that add up to 100 exactly: the last takes what is left.
fn shares(weights: &[(String, u64)]) -> Vec<(String, String)> {
    let all: u128 = weights.iter().map(|(_, weight)| u128::from(*weight)).sum::<u128>().max(1);
    let mut left = 10_000_u128;
    let mut shares = Vec::new();
    for (place, (code, weight)) in weights.iter().enumerate() {
        let share = if place + 1 == weights.len() { left } else { (u128::from(*weight) * 10_000 / all).min(left) };
        left -= share;
        shares.push((code.clone(), format!("{}.{:02}", share / 100, share % 100)));
    }
    shares
}

fn write_transaction(xml: &mut Out, one: &Transaction) -> io::Result<()> {
    let day = one.day.to_string();
    let element =
        xml.create_element("transaction").with_attributes([("ref", one.reference.as_str()), ("humanitarian", "1")]);
    element.write_inner_content(|xml| {
        empty(xml, "transaction-type", &[("code", one.code)])?;
        empty(xml, "transaction-date", &[("iso-date", &day)])?;
        let sign = if one.negative { "-" } else { "" };
        let value = format!("{sign}{}", decimal(one.minor, one.currency));
        let element = xml
            .create_element("value")
            .with_attributes([("currency", one.currency.as_str()), ("value-date", day.as_str())]);
        element.write_text_content(BytesText::new(&value))?;
        if !one.note.is_empty() {
            xml.create_element("description").write_inner_content(|xml| narrative(xml, &one.note))?;
        }
        for (name, activity, party) in [
            ("provider-org", "provider-activity-id", &one.provider),
            ("receiver-org", "receiver-activity-id", &one.receiver),
        ] {
            let Some(party) = party else { continue };
            let mut attributes: Vec<(&str, &str)> = Vec::new();
            attributes.extend(party.activity.as_deref().map(|id| (activity, id)));
            attributes.extend(party.reference.as_deref().map(|reference| ("ref", reference)));
            let element = xml.create_element(name).with_attributes(attributes);
            match &party.name {
                Some(text) => element.write_inner_content(|xml| narrative(xml, text))?,
                None => element.write_empty()?,
            };
        }
        Ok(())
    })?;
    Ok(())
}

/// Parents (1) and children (2) within the file.
fn related(xml: &mut Out, material: &Material, actor: &Actor, all: &Activities) -> io::Result<()> {
    for other in all.keys().filter(|other| other.fund == actor.fund && *other != actor) {
        let is_top = |actor: &Actor| actor.project.is_none() && actor.holder.is_none();
        let kind = match (is_top(actor), is_top(other)) {
            (true, false) => "2",
            (false, true) => "1",
            _ => continue,
        };
        empty(xml, "related-activity", &[("ref", &identifier(material, other)), ("type", kind)])?;
    }
    Ok(())
}
