//! `/entries/SEQ`, and an entry in a line of any list.

use app::view::{About, Entry as EntryView, EntryLine, GoodsCount, Page, Refused, Sum};
use ledger::Entry;
use ledger::entry::Hash;
use ledger::event::{Event, Place};
use ledger::value::{Amount, PoolName, PoolParts, Slug, SubjectKind};

use super::{Lookup, brought, trail};
use crate::answer::code_of;
use crate::store::{StoreError, Stored};

mod said;

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
    let taken_back = undone.as_ref().and_then(|bytes| Entry::parse(bytes.as_bytes()).ok());
    Ok(Page::Entry(Box::new(EntryView {
        seq,
        hash: Hash::of(bytes.as_bytes()).to_string(),
        currency,
        gift: is_gift.then(|| code_of(seq)),
        about: concerns(lookup, &entry, taken_back.as_ref())?,
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
        share: None,
        term: term_of(&entry.event),
        goods: goods_of(lookup, &entry.event)?,
        about: about(lookup, entry)?,
        reversed: lookup.tables.reversed_by(entry.seq)?.is_some(),
    })
}

/// All that an entry touched, with names: what its line says it is about, what it moved or took back, and what it names.
fn concerns(lookup: &mut Lookup<'_>, entry: &Entry, undone: Option<&Entry>) -> Stored<Vec<About>> {
    let found = about(lookup, entry)?;
    let mut gathering = said::Gathering::new(lookup, found);
    gathering.moves(entry)?;
    undone.map_or(Ok(()), |undone| gathering.moves(undone))?;
    gathering.event(&entry.event)?;
    Ok(gathering.done())
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

/// What for, or why, as far as the event says it in a word.
fn term_of(event: &Event) -> Option<(&'static str, String)> {
    match event {
        Event::ExpensePaid(event) => Some(("category", event.category.as_str().to_owned())),
        Event::FeeCharged(event) => Some(("category", event.category.word().to_owned())),
        Event::CostAdded(event) => Some(("category", event.category.word().to_owned())),
        Event::GoodsLost(event) => Some(("reason", event.reason.word().to_owned())),
        _ => None,
    }
}

/// The goods that an event names, each lot with how many.
fn goods_of(lookup: &mut Lookup<'_>, event: &Event) -> Stored<Vec<GoodsCount>> {
    let mut found = Vec::new();
    let lines: Vec<(&Slug, u64)> = match event {
        Event::PurchaseMade(event) => event.lines.iter().map(|line| (&line.lot, line.quantity.get())).collect(),
        Event::GoodsDispatched(event) => event.lines.iter().map(|line| (&line.lot, line.quantity.get())).collect(),
        Event::GoodsDistributed(event) => event.lines.iter().map(|line| (&line.lot, line.quantity.get())).collect(),
        Event::GiftInKindReceived(event) => vec![(&event.lot, event.quantity.get())],
        Event::GoodsReceived(event) => vec![(&event.lot, event.quantity.get())],
        Event::KitPacked(event) => vec![(&event.lot, event.quantity.get())],
        Event::GoodsLost(event) => vec![(&event.lot, event.quantity.get())],
        // A cost is added to as many as are there.
        Event::CostAdded(event) => vec![(&event.lot, 0)],
        _ => Vec::new(),
    };
    for (lot, quantity) in lines {
        brought::add_goods(lookup, &mut found, lot.as_str(), quantity)?;
    }
    Ok(found)
}

fn about(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Vec<About>> {
    let mut add = |kind, id: &Slug| lookup.about(kind, id.as_str());
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
            let all = own.chain([(Kind::Site, &event.supplier)]);
            all.map(|(kind, id)| add(kind, id)).collect::<Stored<Vec<_>>>()?
        }
        Event::GiftInKindReceived(event) => {
            vec![gift(entry.seq), add(Kind::Site, &event.site)?, add(Kind::Fund, &event.fund)?]
        }
        Event::GoodsReceived(event) => vec![add(Kind::Site, &event.to)?],
        Event::GoodsDispatched(event) => vec![add(Kind::Site, &event.to)?],
        Event::KitPacked(event) => station(lookup, &event.site)?,
        Event::CostAdded(event) => station(lookup, &event.site)?,
        Event::GoodsLost(event) => station(lookup, &event.site)?,
        Event::GoodsDistributed(event) => vec![handout(&event.id, &event.place)],
        Event::CashDistributed(event) => vec![handout(&event.id, &event.place)],
        Event::DocumentAttached(event) => vec![subject(lookup, event.subject.kind, event.subject.id.as_str())?],
        Event::EntryReversed(_) => Vec::new(),
    })
}

/// Whatever got a document, by the name that people know.
fn subject(lookup: &mut Lookup<'_>, kind: SubjectKind, id: &str) -> Stored<About> {
    match kind {
        SubjectKind::Lot => {
            let name = lookup.lot_item(id)?.0.name;
            Ok(About { kind, id: id.to_owned(), name })
        }
        SubjectKind::Handout => match lookup.subject(kind, id)?.as_ref().map(|entry| &entry.event) {
            Some(Event::GoodsDistributed(event)) => Ok(handout(&event.id, &event.place)),
            Some(Event::CashDistributed(event)) => Ok(handout(&event.id, &event.place)),
            _ => lookup.about(kind, id),
        },
        _ => lookup.about(kind, id),
    }
}

/// A hand-out is called by where it was.
fn handout(id: &Slug, place: &Place) -> About {
    let name = place.name.as_ref().map_or_else(|| id.to_string(), ToString::to_string);
    About { kind: SubjectKind::Handout, id: id.to_string(), name }
}

/// A site; a waybill has no page.
fn station(lookup: &mut Lookup<'_>, id: &Slug) -> Stored<Vec<About>> {
    let site = lookup.named(SubjectKind::Site, id.as_str())?;
    if trail::is_waybill(lookup, &site)? {
        return Ok(Vec::new());
    }
    Ok(vec![About { kind: SubjectKind::Site, id: site.id, name: site.name }])
}

/// The funds whose pools an entry touches.
fn pools(lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Vec<About>> {
    let mut found: Vec<About> = Vec::new();
    for side in entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)) {
        if let PoolParts::Cash { fund, .. } = side.pool.parts() {
            let about = lookup.about(SubjectKind::Fund, fund)?;
            if !found.contains(&about) {
                found.push(about);
            }
        }
    }
    Ok(found)
}
