//! `/entries` and `/entries/SEQ`: the log itself.

use app::view::{About, Entries, EntriesAsked, Entry as EntryView, EntryLine, FigureKind as Shown, Page, Refused, Sum};
use ledger::Entry;
use ledger::entry::Hash;
use ledger::event::{Event, EventType};
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::{Amount, Date, PoolName, PoolParts, SubjectKind};

use super::fund_list::{day_of, with};
use super::{Lookup, trail};
use crate::answer::code_of;
use crate::store::query::FundRecord;
use crate::store::{StoreError, Stored};

/// Entries on one page.
const PAGE: usize = 50;

/// Things that an entry's page says it touched; its moves have the rest.
const CONCERNS: usize = 24;

/// How often more entries are asked for where some are left out.
const TRIES: usize = 20;

/// What a reader asks of the log. A field left empty asks for all.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct EntriesQuery {
    /// Only those of this fund.
    fund: String,
    /// Only those behind this figure, of the fund or of all.
    kind: String,
    /// Only of this type.
    #[serde(rename = "type")]
    event: String,
    /// Only those that speak of this organisation, project, site or item: the first that is given.
    organisation: String,
    project: String,
    site: String,
    item: String,
    /// Not recorded before this day, not after that one.
    from: String,
    to: String,
    /// Only those before this entry.
    before: String,
}

impl EntriesQuery {
    fn about(&self) -> Option<(SubjectKind, &str)> {
        let named = [
            (SubjectKind::Organisation, &self.organisation),
            (SubjectKind::Project, &self.project),
            (SubjectKind::Site, &self.site),
            (SubjectKind::Item, &self.item),
        ];
        named.into_iter().find(|(_, id)| !id.is_empty()).map(|(kind, id)| (kind, id.as_str()))
    }
}

/// Entries whose numbers are in a range.
#[derive(Debug, Clone, Copy)]
struct Range {
    /// The first.
    from: u64,
    /// The one after the last.
    before: u64,
}

/// A page of the log, newest first.
///
/// # Errors
/// The database's own.
pub fn entries(lookup: &mut Lookup<'_>, query: &EntriesQuery) -> Stored<Page> {
    let size = lookup.tables.head()?.size;
    let Some((mut asked, before)) = read(query) else { return Ok(Page::Refused(Refused::BadRequest)) };
    if !query.fund.is_empty() {
        if lookup.fund_record(&query.fund)?.is_none() {
            return Ok(Page::Refused(Refused::NotFound));
        }
        asked.fund = Some(lookup.named(SubjectKind::Fund, &query.fund)?);
    }
    if let Some((kind, id)) = query.about() {
        if lookup.tables.subject(kind, id)?.is_none() {
            return Ok(Page::Refused(Refused::NotFound));
        }
        asked.about = Some(lookup.about(kind, id)?);
    }
    let range = range(lookup, &asked, before.unwrap_or(u64::MAX), size)?;
    let (found, total) = find(lookup, &asked, range)?;
    let mut funds = Vec::new();
    for record in lookup.tables.funds()? {
        funds.push(lookup.named(SubjectKind::Fund, record.fund.id.as_str())?);
    }
    let mut rows = Vec::new();
    for entry in found.iter().take(PAGE) {
        rows.push(line(lookup, entry)?);
    }
    let here = address(query);
    let older = rows.last().filter(|_| found.len() > PAGE);
    let older = older.map(|last| with(&here, &format!("before={}", last.seq)));
    let newer = before.filter(|before| *before < size).map(|before| match before.saturating_add(PAGE as u64) {
        // Without a filter the page before is known by its numbers; with one, the way back is to the beginning.
        newer if newer < size && !asked.is_filtered() => with(&here, &format!("before={newer}")),
        _ => here.clone(),
    });
    // A first page that holds all of them has counted them.
    let total = total.or_else(|| (before.is_none() && older.is_none()).then_some(rows.len() as u64));
    Ok(Page::Entries(Entries { rows, total, asked, funds, newer, older }))
}

/// What can be read without the log; none where the request makes no sense.
fn read(query: &EntriesQuery) -> Option<(EntriesAsked, Option<u64>)> {
    let before = match query.before.as_str() {
        "" => None,
        number => Some(number.parse().ok()?),
    };
    let kind = match query.kind.as_str() {
        "" => None,
        word => Some(Shown::from_word(word)?),
    };
    let event = match query.event.as_str() {
        "" => None,
        word => Some(*EventType::ALL.iter().find(|event| event.word() == word)?),
    };
    let (from, to) = (day_of(&query.from)?, day_of(&query.to)?);
    Some((EntriesAsked { kind, event, from, to, ..EntriesAsked::default() }, before))
}

/// The numbers of the entries that were recorded on the days asked for.
fn range(lookup: &mut Lookup<'_>, asked: &EntriesAsked, before: u64, size: u64) -> Stored<Range> {
    let from = match asked.from {
        Some(from) => lookup.tables.first_since(from)?,
        None => 0,
    };
    let behind = match asked.to.and_then(|to| Date::from_days(to.days() + 1)) {
        Some(behind) => lookup.tables.first_since(behind)?,
        None => size,
    };
    Ok(Range { from, before: before.min(behind).min(size) })
}

/// The entries of one page and one more, newest first; and how many there are, where that is known.
fn find(lookup: &mut Lookup<'_>, asked: &EntriesAsked, range: Range) -> Stored<(Vec<Entry>, Option<u64>)> {
    let mut found = match (&asked.about, asked.kind, asked.event) {
        (Some(about), _, event) => {
            let types: Vec<EventType> = event.into_iter().collect();
            lookup.tables.mentions(about.kind, &about.id, &types, range.before, PAGE + 1)?
        }
        (None, Some(kind), _) => {
            let counted = asked.from.is_none() && asked.to.is_none();
            let (found, total) = behind(lookup, asked, &kinds_of(Some(kind)), range.before)?;
            let only_one = found.len() <= PAGE;
            return Ok((within(found, range), total.filter(|_| counted && !only_one)));
        }
        (None, None, Some(event)) => of_type(lookup, asked, event, range)?,
        (None, None, None) if asked.fund.is_some() => {
            let mut found = behind(lookup, asked, &kinds_of(None), range.before)?.0;
            // Gifts and fees are found by their figures, all others by what they speak of.
            if let Some(fund) = &asked.fund {
                found.extend(lookup.tables.mentions(SubjectKind::Fund, &fund.id, &[], range.before, PAGE + 1)?);
            }
            found
        }
        (None, None, None) => {
            let latest = lookup.tables.latest(range.before, PAGE + 1)?.into_iter().map(|(entry, _)| entry);
            let all = lookup.tables.head()?.size;
            let total = (!asked.is_filtered()).then_some(all);
            return Ok((within(latest.collect(), range), total));
        }
    };
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    found.dedup_by_key(|entry| entry.seq);
    Ok((within(found, range), None))
}

fn within(mut found: Vec<Entry>, range: Range) -> Vec<Entry> {
    found.retain(|entry| entry.seq >= range.from);
    found
}

/// The funds asked for: one, or all.
fn funds_of(lookup: &mut Lookup<'_>, asked: &EntriesAsked) -> Stored<Vec<FundRecord>> {
    match &asked.fund {
        Some(fund) => Ok(lookup.fund_record(&fund.id)?.into_iter().collect()),
        None => lookup.tables.funds(),
    }
}

/// Entries of one type: gifts and fees by the figures they change, all others by what they speak of.
fn of_type(lookup: &mut Lookup<'_>, asked: &EntriesAsked, event: EventType, range: Range) -> Stored<Vec<Entry>> {
    let kinds = match event {
        EventType::DonationReceived => [FigureKind::Received],
        EventType::FeeCharged => [FigureKind::Rests(EndKind::Fee)],
        _ => return mentioned(lookup, asked, event, range),
    };
    let (mut found, mut before) = (Vec::new(), range.before);
    // Gifts in kind stand among the gifts: what is left out is made up for, within bounds.
    for _ in 0..TRIES {
        let (entries, _) = behind(lookup, asked, &kinds, before)?;
        let Some(last) = entries.last().map(|entry| entry.seq) else { break };
        let whole = entries.len() > PAGE;
        found.extend(entries.into_iter().filter(|entry| entry.event.event_type() == event));
        before = last;
        if found.len() > PAGE || !whole || last < range.from {
            break;
        }
    }
    Ok(found)
}

fn mentioned(lookup: &mut Lookup<'_>, asked: &EntriesAsked, event: EventType, range: Range) -> Stored<Vec<Entry>> {
    let types = [event];
    if let Some(fund) = &asked.fund {
        return lookup.tables.mentions(SubjectKind::Fund, &fund.id, &types, range.before, PAGE + 1);
    }
    lookup.tables.of_type(event, range.before, PAGE + 1)
}

/// The entries behind some figures: of one fund, or of all together; and how many there are.
fn behind(
    lookup: &mut Lookup<'_>,
    asked: &EntriesAsked,
    kinds: &[FigureKind],
    before: u64,
) -> Stored<(Vec<Entry>, Option<u64>)> {
    let funds = funds_of(lookup, asked)?;
    let (mut found, mut total): (Vec<Entry>, u64) = (Vec::new(), 0);
    for fund in &funds {
        for kind in kinds {
            found.extend(lookup.tables.fund_entries(fund.seq, *kind, before, PAGE + 1)?);
        }
        let figures = lookup.tables.figures(fund.seq)?;
        let ours = figures.iter().filter(|figure| kinds.contains(&figure.kind));
        total += ours.map(|figure| u64::try_from(figure.events).unwrap_or(0)).sum::<u64>();
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    found.dedup_by_key(|entry| entry.seq);
    found.truncate(PAGE + 1);
    Ok((found, Some(total)))
}

/// The address of the list as asked for, from its beginning.
fn address(query: &EntriesQuery) -> String {
    let parts = [
        ("fund", &query.fund),
        ("kind", &query.kind),
        ("type", &query.event),
        ("organisation", &query.organisation),
        ("project", &query.project),
        ("site", &query.site),
        ("item", &query.item),
        ("from", &query.from),
        ("to", &query.to),
    ];
    let given = parts.into_iter().filter(|(_, value)| !value.is_empty());
    given.fold("/entries".to_owned(), |address, (name, value)| {
        with(&address, &format!("{name}={}", app::page::encode(value)))
    })
}

/// The sums of the store behind a figure of the pages; all, where none is asked for.
fn kinds_of(kind: Option<Shown>) -> Vec<FigureKind> {
    let ends = |kind: Shown| {
        let words = kind.ends().into_iter().filter_map(|end| EndKind::from_word(end.word()));
        words.map(FigureKind::Rests).collect::<Vec<_>>()
    };
    match kind {
        Some(Shown::Received) => vec![FigureKind::Received],
        Some(Shown::TransferredIn) => vec![FigureKind::TransferredIn],
        Some(Shown::End(app::view::EndKind::TransferredOut)) => vec![FigureKind::TransferredOut],
        // What lies unspent came in by gifts and transfers: those are its entries.
        Some(Shown::End(app::view::EndKind::Unspent)) => vec![FigureKind::Received, FigureKind::TransferredIn],
        Some(kind) => ends(kind),
        None => EndKind::ALL
            .iter()
            .copied()
            .map(FigureKind::Rests)
            .chain([FigureKind::Received, FigureKind::TransferredIn, FigureKind::TransferredOut])
            .collect(),
    }
}

/// One entry: its exact bytes, and what stands around them.
///
/// # Errors
/// The database's own.
pub fn entry(lookup: &mut Lookup<'_>, seq: u64) -> Stored<Page> {
    let Some(bytes) = lookup.tables.json(seq)? else { return Ok(Page::Refused(Refused::NotFound)) };
    let bad = |refusal: ledger::Refusal| StoreError::BadEntry { seq, reason: refusal.to_string() };
    let entry = Entry::parse(bytes.as_bytes()).map_err(bad)?;
    let mut currency = match &entry.event {
        Event::FundOpened(event) => Some(event.currency),
        Event::ProjectOpened(event) => lookup.fund_record(event.fund.as_str())?.map(|fund| fund.fund.currency),
        Event::GiftInKindReceived(event) => lookup.fund_record(event.fund.as_str())?.map(|fund| fund.fund.currency),
        _ => None,
    };
    for side in entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)) {
        if currency.is_none() {
            currency = lookup.currency_of(&side.pool)?;
        }
    }
    let is_gift = matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_));
    let undone = match &entry.event {
        Event::EntryReversed(event) => lookup.tables.json(event.reverses.get())?,
        _ => None,
    };
    Ok(Page::Entry(Box::new(EntryView {
        seq,
        hash: Hash::of(bytes.as_bytes()).to_string(),
        currency,
        gift: is_gift.then(|| code_of(seq)),
        about: concerns(lookup, &entry)?,
        reversed_by: lookup.tables.reversed_by(seq)?,
        corrected_as: lookup.corrected_as(seq)?.map(|entry| entry.seq),
        undone,
        last: lookup.tables.head()?.size.saturating_sub(1),
        bytes,
    })))
}

/// An entry in a list.
pub(super) fn line(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<EntryLine> {
    Ok(EntryLine {
        seq: entry.seq,
        at: entry.at,
        event: entry.event.event_type(),
        actor: entry.actor.to_string(),
        sum: sum_of(lookup, entry)?,
        about: about(lookup, entry)?,
        reversed: lookup.tables.reversed_by(entry.seq)?.is_some(),
    })
}

/// All that an entry touched, with names: what its line says it is about, and the sites and lots it moved.
fn concerns(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Vec<About>> {
    let mut found = about(lookup, entry)?;
    let add = |found: &mut Vec<About>, about: About| {
        if !found.iter().any(|known| known.kind == about.kind && known.id == about.id) && found.len() < CONCERNS {
            found.push(about);
        }
    };
    for side in entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)) {
        match side.pool.parts() {
            PoolParts::Goods { lot, site } => {
                let (item, _) = lookup.lot_item(lot)?;
                add(&mut found, About { kind: SubjectKind::Item, id: item.id, name: item.name });
                add(&mut found, lookup.about(SubjectKind::Lot, lot)?);
                let site = lookup.named(SubjectKind::Site, site)?;
                if !trail::is_waybill(lookup, &site)? {
                    add(&mut found, About { kind: SubjectKind::Site, id: site.id, name: site.name });
                }
            }
            PoolParts::Cash { fund, project, holder } => {
                add(&mut found, lookup.about(SubjectKind::Fund, fund)?);
                if let Some(project) = project {
                    add(&mut found, lookup.about(SubjectKind::Project, project)?);
                }
                if let Some(holder) = holder {
                    add(&mut found, lookup.about(SubjectKind::Organisation, holder)?);
                }
            }
        }
    }
    Ok(found)
}

fn sum_of(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<Sum>> {
    let first_pool = || {
        let side = entry.moves.first().and_then(|one| one.from.as_ref().or(one.to.as_ref()));
        side.map(|side| side.pool.clone())
    };
    let (pool, amount): (Option<PoolName>, Amount) = match &entry.event {
        Event::DonationReceived(event) => (first_pool(), event.amount),
        Event::FeeCharged(event) => (first_pool(), event.amount),
        Event::DonationRefunded(event) => (first_pool(), event.amount),
        Event::AllocationMade(event) => (first_pool(), event.amount),
        Event::TransferMade(event) => (Some(event.from.clone()), event.amount),
        Event::CashDistributed(event) => (Some(event.from.clone()), event.amount),
        Event::ExpensePaid(event) => (Some(event.from.clone()), event.amount),
        Event::PurchaseMade(event) => {
            let sum = Amount::new(event.lines.iter().map(|line| line.cost.get()).sum());
            let Some(sum) = sum else { return Ok(None) };
            (event.sources.first().map(|source| source.pool.clone()), sum)
        }
        Event::CostAdded(event) => {
            let sum = Amount::new(event.sources.iter().map(|source| source.amount.get()).sum());
            let Some(sum) = sum else { return Ok(None) };
            (event.sources.first().map(|source| source.pool.clone()), sum)
        }
        _ => return Ok(None),
    };
    let Some(pool) = pool else { return Ok(None) };
    Ok(lookup.currency_of(&pool)?.map(|currency| Sum { amount: amount.get(), currency }))
}

fn gift(seq: u64) -> About {
    About { kind: SubjectKind::Gift, id: code_of(seq), name: code_of(seq) }
}

fn about(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Vec<About>> {
    let mut add = |kind, id: &ledger::value::Slug| lookup.about(kind, id.as_str());
    use SubjectKind as Kind;
    Ok(match &entry.event {
        Event::OrganisationRegistered(event) => {
            vec![About { kind: Kind::Organisation, id: event.id.to_string(), name: event.name.to_string() }]
        }
        Event::FundOpened(event) => vec![add(Kind::Fund, &event.id)?],
        Event::FundClosed(event) => vec![add(Kind::Fund, &event.id)?],
        Event::ProjectOpened(event) => vec![add(Kind::Project, &event.id)?, add(Kind::Fund, &event.fund)?],
        Event::SiteRegistered(event) => vec![add(Kind::Site, &event.id)?],
        Event::ItemRegistered(event) => vec![add(Kind::Item, &event.id)?],
        Event::DonationReceived(event) => vec![gift(entry.seq), add(Kind::Fund, &event.fund)?],
        Event::FeeCharged(event) => vec![gift(event.gift.get())],
        Event::DonationRefunded(event) => vec![gift(event.gift.get())],
        Event::AllocationMade(event) => vec![add(Kind::Fund, &event.fund)?, add(Kind::Project, &event.project)?],
        Event::TransferMade(_) | Event::ExpensePaid(_) => pools(lookup, entry)?,
        Event::PurchaseMade(event) => {
            let own = event.id.iter().map(|id| (Kind::Purchase, id));
            let lots = event.lines.iter().map(|line| (Kind::Lot, &line.lot));
            lots.chain(own).map(|(kind, id)| add(kind, id)).collect::<Stored<Vec<_>>>()?
        }
        Event::GiftInKindReceived(event) => {
            vec![gift(entry.seq), add(Kind::Lot, &event.lot)?, add(Kind::Fund, &event.fund)?]
        }
        Event::GoodsReceived(event) => vec![add(Kind::Lot, &event.lot)?, add(Kind::Site, &event.to)?],
        Event::GoodsDispatched(event) => {
            let lots = event.lines.iter().map(|line| add(Kind::Lot, &line.lot));
            lots.collect::<Stored<Vec<_>>>()?
        }
        Event::KitPacked(event) => vec![add(Kind::Lot, &event.lot)?],
        Event::CostAdded(event) => vec![add(Kind::Lot, &event.lot)?],
        Event::GoodsLost(event) => vec![add(Kind::Lot, &event.lot)?],
        Event::GoodsDistributed(event) => vec![add(Kind::Handout, &event.id)?],
        Event::CashDistributed(event) => vec![add(Kind::Handout, &event.id)?],
        Event::DocumentAttached(event) => {
            let id = event.subject.id.to_string();
            vec![About { kind: event.subject.kind, name: id.clone(), id }]
        }
        Event::EntryReversed(_) => Vec::new(),
    })
}

/// The funds whose pools an entry touches.
fn pools(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Vec<About>> {
    let mut found: Vec<About> = Vec::new();
    for side in entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)) {
        if let ledger::value::PoolParts::Cash { fund, .. } = side.pool.parts() {
            let about = lookup.about(SubjectKind::Fund, fund)?;
            if !found.contains(&about) {
                found.push(about);
            }
        }
    }
    Ok(found)
}
