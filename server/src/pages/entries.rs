//! `/entries` and `/entries/SEQ`: the log itself.

use app::view::{About, Entries, Entry as EntryView, EntryLine, FigureKind as Shown, Page, Refused, Sum};
use ledger::Entry;
use ledger::entry::Hash;
use ledger::event::Event;
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::{Amount, PoolName, SubjectKind};

use super::Lookup;
use crate::answer::code_of;
use crate::store::query::FundRecord;
use crate::store::{StoreError, Stored};

/// Entries on one page.
const PAGE: usize = 50;

/// What a reader asks of the log.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct EntriesQuery {
    /// Only those of this fund.
    fund: Option<String>,
    /// Only those behind this figure of the fund.
    kind: Option<String>,
    /// Only those before this entry.
    before: Option<String>,
}

/// A page of the log, newest first.
///
/// # Errors
/// The database's own.
pub fn entries(lookup: &mut Lookup<'_>, query: &EntriesQuery) -> Stored<Page> {
    let size = lookup.tables.head()?.size;
    let before = match query.before.as_deref().map(str::parse::<u64>) {
        None => None,
        Some(Ok(before)) => Some(before.min(size)),
        Some(Err(_)) => return Ok(Page::Refused(Refused::BadRequest)),
    };
    let kind = query.kind.as_deref().map(|word| Shown::from_word(word).ok_or(()));
    let Ok(kind) = kind.transpose() else { return Ok(Page::Refused(Refused::BadRequest)) };
    if query.fund.is_none() && kind.is_none() {
        return all(lookup, before.unwrap_or(size), size);
    }
    let funds = match query.fund.as_deref() {
        Some(fund) => lookup.fund_record(fund)?.into_iter().collect(),
        None => lookup.tables.funds()?,
    };
    if funds.is_empty() && query.fund.is_some() {
        return Ok(Page::Refused(Refused::NotFound));
    }
    behind(lookup, &funds, query.fund.as_deref(), kind, before)
}

fn all(lookup: &mut Lookup<'_>, before: u64, size: u64) -> Stored<Page> {
    let mut rows = Vec::new();
    for (entry, _) in lookup.tables.latest(before, PAGE)? {
        rows.push(line(lookup, &entry)?);
    }
    let page = PAGE as u64;
    let newer = (before < size).then(|| match before + page {
        newer if newer < size => format!("/entries?before={newer}"),
        _ => "/entries".to_owned(),
    });
    let older = (before > page).then(|| format!("/entries?before={}", before - page));
    Ok(Page::Entries(Entries { rows, total: size, fund: None, kind: None, newer, older }))
}

/// The entries behind a figure: of one fund, or of all together.
fn behind(
    lookup: &mut Lookup<'_>,
    funds: &[FundRecord],
    only: Option<&str>,
    kind: Option<Shown>,
    before: Option<u64>,
) -> Stored<Page> {
    let kinds = kinds_of(kind);
    let mut found: Vec<Entry> = Vec::new();
    for fund in funds {
        for kind in &kinds {
            found.extend(lookup.tables.fund_entries(fund.seq, *kind, before.unwrap_or(u64::MAX), PAGE + 1)?);
        }
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    found.dedup_by_key(|entry| entry.seq);
    let mut rows = Vec::new();
    for entry in found.iter().take(PAGE) {
        rows.push(line(lookup, entry)?);
    }
    let total = if before.is_none() && found.len() <= PAGE {
        found.len() as u64
    } else {
        let mut total = 0;
        for fund in funds {
            let figures = lookup.tables.figures(fund.seq)?;
            let ours = figures.iter().filter(|figure| kinds.contains(&figure.kind));
            total += ours.map(|figure| u64::try_from(figure.events).unwrap_or(0)).sum::<u64>();
        }
        total
    };
    let asked = [("fund", only), ("kind", kind.map(Shown::word))];
    let asked: Vec<String> =
        asked.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}"))).collect();
    let filter = format!("/entries?{}", asked.join("&"));
    let older = rows.last().filter(|_| found.len() > PAGE).map(|last| format!("{filter}&before={}", last.seq));
    let newer = before.is_some().then_some(filter);
    let fund = only.map(|fund| lookup.named(SubjectKind::Fund, fund)).transpose()?;
    Ok(Page::Entries(Entries { rows, total, fund, kind, newer, older }))
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
    Ok(Page::Entry(Box::new(EntryView {
        seq,
        hash: Hash::of(bytes.as_bytes()).to_string(),
        currency,
        gift: is_gift.then(|| code_of(seq)),
        reversed_by: lookup.tables.reversed_by(seq)?,
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
            let lots = event.lines.iter().map(|line| add(Kind::Lot, &line.lot));
            lots.collect::<Stored<Vec<_>>>()?
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
