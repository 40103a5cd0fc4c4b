//! From entries to transactions: which activity each belongs to, and what it is there.

use ledger::Entry;
use ledger::code::GiftCode;
use ledger::event::{Document, DonationReceived, Event, Place, PurchaseLine, PurchaseMade, Source};
use ledger::span::units_of;
use ledger::value::{Currency, Prose};

use super::{Activities, Actor, Paper, Party, Transaction, identifier, reporter};
use crate::formats::material::{Material, decimal};
use crate::import::Flow;
use crate::store::derive::place_word;

/// The activities of a report, each with its transactions in the order of their days.
pub(super) fn activities(material: &Material) -> Activities {
    let mut gathering = Gathering { material, activities: Activities::new(), received: Vec::new() };
    for fund in material.funds.keys().filter(|fund| is_asked(material, fund)) {
        gathering.activities.entry(Actor::fund(fund)).or_default();
    }
    for entry in &material.entries {
        gathering.take(entry);
    }
    gathering.finish()
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

/// Activities under way, and what actors received of whom it is not known yet whether they have an activity.
struct Gathering<'m> {
    material: &'m Material,
    activities: Activities,
    received: Vec<(Actor, Transaction)>,
}

impl Gathering<'_> {
    fn take(&mut self, entry: &Entry) {
        match &entry.event {
            Event::DonationReceived(event) => self.gift(entry, event),
            Event::DonationRefunded(event) => {
                self.refund(entry, &joined([Some(event.reason.to_string()), said(event.note.as_ref())]));
            }
            Event::AllocationMade(event) => self.passed_on(entry, &text(event.note.as_ref())),
            Event::TransferMade(event) => {
                self.passed_on(entry, &joined([said(event.note.as_ref()), said(event.reason.as_ref())]));
            }
            Event::FundClosed(event) => {
                self.passed_on(entry, &joined([Some(event.reason.to_string()), said(event.note.as_ref())]));
            }
            Event::PurchaseMade(event) => self.purchase(entry, event),
            Event::CostAdded(event) => {
                let what = format!("{} of lot {}", event.category.word(), event.lot);
                self.spent(entry, "4", None, &joined([Some(what), said(event.note.as_ref())]));
            }
            Event::FeeCharged(event) => {
                let gift = GiftCode::of_seq(event.gift.get()).map(|code| code.to_string()).unwrap_or_default();
                let what = format!("{} fee on gift {gift}", event.category.word());
                let note = joined([Some(what), said(event.note.as_ref())]);
                self.spent(entry, "4", Some(event.payee.as_str()), &note);
            }
            Event::ExpensePaid(event) => {
                let code = if event.category.as_str() == Flow::Disbursement.word() { "3" } else { "4" };
                let what = Some(event.category.to_string()).filter(|word| !is_flow(word));
                let note = joined([what, said(event.note.as_ref())]);
                self.spent(entry, code, Some(event.payee.as_str()), &note);
            }
            Event::CashDistributed(event) => {
                for (from, ..) in taken(self.material, entry) {
                    self.reached(from, &event.place);
                }
                self.spent(entry, "4", None, &text(event.note.as_ref()));
            }
            Event::GoodsDistributed(event) => {
                for actor in homes(self.material, entry) {
                    self.reached(actor, &event.place);
                }
            }
            _ => {}
        }
        self.documented(entry);
    }

    /// Papers belong to whoever's money was spent; those of goods to whose goods they were.
    fn documented(&mut self, entry: &Entry) {
        let (documents, category) = papers(&entry.event);
        if documents.is_empty() {
            return;
        }
        let mut actors: Vec<Actor> = taken(self.material, entry).into_iter().map(|(actor, ..)| actor).collect();
        if actors.is_empty() {
            actors = homes(self.material, entry);
        }
        let day = self.material.day(entry);
        for actor in actors {
            let activity = self.activities.entry(actor).or_default();
            for document in documents {
                let paper = || Paper { document: document.clone(), category, day };
                activity.papers.entry(ledger::json::hex(&document.sha3.0)).or_insert_with(paper);
            }
        }
    }

    /// A partner that only received has nothing to add to what its giver says.
    fn finish(mut self) -> Activities {
        for (actor, transaction) in self.received {
            if self.activities.contains_key(&actor) || actor.holder.is_none() {
                self.activities.entry(actor).or_default().transactions.push(transaction);
            }
        }
        for activity in self.activities.values_mut() {
            activity.transactions.sort_by(|one, other| (one.day, &one.reference).cmp(&(other.day, &other.reference)));
        }
        self.activities
    }

    fn transaction(&self, entry: &Entry, code: &'static str, currency: Currency, minor: u64) -> Transaction {
        Transaction {
            code,
            reference: format!("{:09}", entry.seq),
            day: self.material.day(entry),
            currency,
            minor,
            negative: false,
            provider: None,
            receiver: None,
            note: String::new(),
        }
    }

    /// An actor as others name it.
    fn party(&self, actor: &Actor) -> Party {
        let reporter = reporter(self.material, actor);
        Party {
            reference: Some(self.material.organisation_ref(reporter)),
            activity: Some(identifier(self.material, actor)),
            name: Some(self.material.organisation_name(reporter)),
        }
    }

    fn push(&mut self, actor: Actor, transaction: Transaction) {
        self.activities.entry(actor).or_default().transactions.push(transaction);
    }

    fn reached(&mut self, actor: Actor, place: &Place) {
        let activity = self.activities.entry(actor).or_default();
        *activity.countries.entry(place.country.as_str().to_owned()).or_default() += 1;
        activity.places.entry(place_word(place)).or_insert_with(|| place.clone());
    }

    fn gift(&mut self, entry: &Entry, event: &DonationReceived) {
        let code = match event.method.as_str() {
            word if word == Flow::OwnContribution.word() => return,
            word if word == Flow::IncomingCommitment.word() => "11",
            _ => "1",
        };
        let to = entry.moves.first().and_then(|one| one.to.as_ref()).and_then(|to| Actor::of(&to.pool));
        let (Some(to), Some(currency)) = (to, self.material.currency(event.fund.as_str())) else { return };
        let mut one = self.transaction(entry, code, currency, event.amount.get());
        let before = event.original.as_ref().map(|given| {
            format!("given as {} {}", given.currency.as_str(), decimal(given.amount.get(), given.currency))
        });
        one.note = joined([said(event.note.as_ref()), before]);
        one.provider = event.donor.as_ref().map(|donor| named(donor.to_string()));
        one.receiver = Some(self.party(&to));
        self.push(to, one);
    }

    fn refund(&mut self, entry: &Entry, reason: &str) {
        for (from, currency, minor) in taken(self.material, entry) {
            let mut one = self.transaction(entry, "1", currency, minor);
            one.note = reason.to_owned();
            one.negative = true;
            one.receiver = Some(self.party(&from));
            self.push(from, one);
        }
    }

    fn passed_on(&mut self, entry: &Entry, note: &str) {
        for one in &entry.moves {
            let (Some(from), Some(to)) = (&one.from, &one.to) else { continue };
            let (Some(giver), Some(taker)) = (Actor::of(&from.pool), Actor::of(&to.pool)) else { continue };
            let (Some(paid), Some(credited)) =
                (self.material.currency(&giver.fund), self.material.currency(&taker.fund))
            else {
                continue;
            };
            let mut sent = self.transaction(entry, "3", paid, units_of(&from.spans));
            let mut came = self.transaction(entry, "1", credited, units_of(&to.spans));
            for side in [&mut sent, &mut came] {
                side.note = note.to_owned();
                side.provider = Some(self.party(&giver));
                side.receiver = Some(self.party(&taker));
            }
            self.push(giver, sent);
            self.received.push((taker, came));
        }
    }

    fn purchase(&mut self, entry: &Entry, event: &PurchaseMade) {
        let supplier = self.material.sites.get(event.supplier.as_str()).map(|(_, site)| site.name.to_string());
        let of_food = event.lines.iter().filter(|line| is_food(self.material, line.item.as_str()));
        let food: u64 = of_food.map(|line| line.cost.get()).sum();
        let all: u64 = event.lines.iter().map(|line| line.cost.get()).sum();
        let note = joined([said(event.note.as_ref()), Some(bought(self.material, event))]);
        for (place, Source { pool, amount }) in event.sources.iter().enumerate() {
            let Some(actor) = Actor::of(pool) else { continue };
            let Some(currency) = self.material.currency(&actor.fund) else { continue };
            let mut one = self.transaction(entry, "4", currency, amount.get());
            one.note = note.clone();
            one.reference = format!("{}-{place}", one.reference);
            one.provider = Some(self.party(&actor));
            one.receiver = supplier.clone().map(named);
            let on_food = u128::from(amount.get()) * u128::from(food) / u128::from(all.max(1));
            let on_food = u64::try_from(on_food).unwrap_or(amount.get());
            let activity = self.activities.entry(actor).or_default();
            activity.food += on_food;
            activity.other += amount.get() - on_food;
            activity.transactions.push(one);
        }
    }

    fn spent(&mut self, entry: &Entry, code: &'static str, payee: Option<&str>, note: &str) {
        for (place, (from, currency, minor)) in taken(self.material, entry).into_iter().enumerate() {
            let mut one = self.transaction(entry, code, currency, minor);
            one.note = note.to_owned();
            one.reference = format!("{}-{place}", one.reference);
            one.provider = Some(self.party(&from));
            one.receiver = payee.map(|name| named(name.to_owned()));
            self.push(from, one);
        }
    }
}

fn text(note: Option<&Prose>) -> String {
    note.map(ToString::to_string).unwrap_or_default()
}

fn said(note: Option<&Prose>) -> Option<String> {
    note.map(ToString::to_string)
}

/// Parts of a description, those that there are.
fn joined<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Whether a category says no more than which transaction an import made an entry of.
fn is_flow(word: &str) -> bool {
    [Flow::Disbursement, Flow::Expenditure].into_iter().any(|flow| flow.word() == word)
}

/// What a purchase bought: so many of each item.
fn bought(material: &Material, event: &PurchaseMade) -> String {
    let line = |line: &PurchaseLine| {
        let item = material.items.get(line.item.as_str()).map(|(_, item)| item.name.to_string());
        format!("{} × {}", line.quantity.get(), item.unwrap_or_else(|| line.item.to_string()))
    };
    event.lines.iter().map(line).collect::<Vec<_>>().join(", ")
}

/// The papers behind an entry: of what was paid for as contracts, of what came of it as results.
fn papers(event: &Event) -> (&[Document], &'static str) {
    let (documents, category) = match event {
        Event::PurchaseMade(event) => (&event.documents, "A11"),
        Event::CostAdded(event) => (&event.documents, "A11"),
        Event::ExpensePaid(event) => (&event.documents, "A11"),
        Event::GoodsDistributed(event) => (&event.documents, "A08"),
        Event::CashDistributed(event) => (&event.documents, "A08"),
        Event::GoodsLost(event) => (&event.documents, "A08"),
        _ => return (&[], ""),
    };
    (documents.as_deref().unwrap_or_default(), category)
}

/// Whose goods an entry takes, once for each pool.
fn homes(material: &Material, entry: &Entry) -> Vec<Actor> {
    let pools = entry.moves.iter().filter_map(|one| one.from.as_ref());
    pools
        .filter_map(|side| {
            let (fund, project) = material.book.home_of(&side.pool)?;
            Some(Actor { fund: fund.to_owned(), project: project.map(str::to_owned), holder: None })
        })
        .collect()
}

fn named(name: String) -> Party {
    Party { name: Some(name), ..Party::default() }
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
            Some((actor, currency, units_of(&side.spans)))
        })
        .collect()
}
