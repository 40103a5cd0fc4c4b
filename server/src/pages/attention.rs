//! What needs attention in a fund: what has waited too long, and what was lost lately.
//!
//! Pages have no clock, so all of it is as of the last day on which the fund's own sums changed. Each look is bounded: it
//! begins at the figures, and where those say that nothing is there, no entry is read.

use app::view::{Attention, Concern, EndKind};
use ledger::Entry;
use ledger::event::{Event, LotLine};
use ledger::figures::FigureKind;
use ledger::trace;
use ledger::value::{Date, SubjectKind};

use super::{Lookup, fund};
use crate::store::Stored;
use crate::store::query::{Figure, FundRecord};

/// Goods on the way, or paid for and not fetched, for longer than this.
const LATE_DAYS: i64 = 30;
/// Losses of so many days.
const LOSSES_DAYS: i64 = 30;
/// Money that has lain unspent for longer than this.
const UNSPENT_DAYS: i64 = 180;

/// Entries looked at to find what waits: the latest of those that are old enough.
const LOOKED_AT: usize = 200;
/// Things named one by one; the figures' own lists have all.
const NAMED: usize = 4;

/// What needs attention; nothing where there is nothing.
pub(super) fn attention(lookup: &mut Lookup<'_>, record: &FundRecord, figures: &[Figure]) -> Stored<Option<Attention>> {
    let changes = lookup.tables.days(record.seq)?;
    let Some(as_of) = changes.iter().map(|(_, day, _)| *day).max().and_then(Date::from_days) else { return Ok(None) };
    let mut concerns = Vec::new();
    for (kind, of_event) in [
        (trace::EndKind::InTransit, dispatched as fn(&Entry) -> Option<Waiting>),
        (trace::EndKind::AtSupplier, bought as fn(&Entry) -> Option<Waiting>),
    ] {
        if fund::sum_of(figures, FigureKind::Rests(kind)) > 0 {
            late(lookup, record, kind, of_event, as_of, &mut concerns)?;
        }
    }
    let since = as_of.days() - LOSSES_DAYS;
    let lost = FigureKind::Rests(trace::EndKind::Lost);
    let lately = changes.iter().filter(|(kind, day, _)| *kind == lost && *day > since);
    let amount = u64::try_from(lately.map(|change| change.2).sum::<i64>()).unwrap_or(0);
    if amount > 0 {
        concerns.push(Concern::Lost { amount, days: LOSSES_DAYS.unsigned_abs() });
    }
    let amount = unspent_for_long(&changes, figures, as_of.days() - UNSPENT_DAYS);
    if amount > 0 {
        concerns.push(Concern::Unspent { amount, days: UNSPENT_DAYS.unsigned_abs() });
    }
    Ok((!concerns.is_empty()).then_some(Attention { as_of, concerns }))
}

/// What an entry left waiting at a place.
struct Waiting {
    /// The waybill, or the supplier's site.
    station: String,
    /// Where it should be, or who has it.
    site: String,
    since: Date,
    lots: Vec<String>,
}

fn dispatched(entry: &Entry) -> Option<Waiting> {
    let Event::GoodsDispatched(event) = &entry.event else { return None };
    let lots = event.lines.iter().map(|LotLine { lot, .. }| lot.to_string()).collect();
    let (station, site) = (event.waybill.to_string(), event.to.to_string());
    Some(Waiting { station, site, since: event.dispatched_on, lots })
}

fn bought(entry: &Entry) -> Option<Waiting> {
    let Event::PurchaseMade(event) = &entry.event else { return None };
    let lots = event.lines.iter().map(|line| line.lot.to_string()).collect();
    let supplier = event.supplier.to_string();
    Some(Waiting { station: supplier.clone(), site: supplier, since: event.purchased_on, lots })
}

fn late(
    lookup: &mut Lookup<'_>,
    record: &FundRecord,
    kind: trace::EndKind,
    of_event: fn(&Entry) -> Option<Waiting>,
    as_of: Date,
    concerns: &mut Vec<Concern>,
) -> Stored<()> {
    let Some(limit) = Date::from_days(as_of.days() - LATE_DAYS) else { return Ok(()) };
    let before = lookup.tables.first_since(limit)?;
    let mut found = 0;
    for entry in lookup.tables.fund_entries(record.seq, FigureKind::Rests(kind), before, LOOKED_AT)? {
        let Some(waiting) = of_event(&entry).filter(|waiting| waiting.since <= limit) else { continue };
        let Some(lot) = still_there(lookup, &waiting)? else { continue };
        if found == NAMED {
            concerns.push(Concern::MoreLate { kind: end_of(kind) });
            break;
        }
        found += 1;
        concerns.push(Concern::Late {
            kind: end_of(kind),
            item: lookup.lot_item(&lot)?.0,
            lot,
            site: lookup.named(SubjectKind::Site, &waiting.site)?,
            seq: entry.seq,
            days: (as_of.days() - waiting.since.days()).unsigned_abs(),
        });
    }
    Ok(())
}

/// The first lot of which something has not left the place.
fn still_there(lookup: &mut Lookup<'_>, waiting: &Waiting) -> Stored<Option<String>> {
    for lot in &waiting.lots {
        let name = format!("lot/{lot}@{}", waiting.station);
        let pools = lookup.tables.lot_pools(lot)?;
        if pools.iter().any(|pool| pool.name.to_string() == name && pool.free_units() > 0) {
            return Ok(Some(lot.clone()));
        }
    }
    Ok(None)
}

fn end_of(kind: trace::EndKind) -> EndKind {
    super::shown_kind(kind)
}

/// Of the money that came in until a day, what is still unspent: what came first is spent first.
fn unspent_for_long(changes: &[(FigureKind, i64, i64)], figures: &[Figure], until: i64) -> u64 {
    let came_in = |kind: FigureKind| matches!(kind, FigureKind::Received | FigureKind::TransferredIn);
    let old: i64 = changes.iter().filter(|(kind, day, _)| came_in(*kind) && *day <= until).map(|change| change.2).sum();
    let [received, transferred] =
        [FigureKind::Received, FigureKind::TransferredIn].map(|kind| fund::sum_of(figures, kind));
    let unspent = fund::sum_of(figures, FigureKind::Rests(trace::EndKind::Unspent));
    let spent = received.saturating_add(transferred).saturating_sub(unspent);
    u64::try_from(old).unwrap_or(0).saturating_sub(spent)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(kind: FigureKind, amount: i64) -> Figure {
        Figure { project: None, item: None, kind, amount, units: 0, events: 1 }
    }

    #[test]
    fn what_came_first_is_spent_first() {
        let changes = [(FigureKind::Received, 10, 700), (FigureKind::Received, 50, 300)];
        let held = |unspent| {
            [figure(FigureKind::Received, 1_000), figure(FigureKind::Rests(trace::EndKind::Unspent), unspent)]
        };
        assert_eq!(unspent_for_long(&changes, &held(1_000), 20), 700);
        assert_eq!(unspent_for_long(&changes, &held(400), 20), 100);
        assert_eq!(unspent_for_long(&changes, &held(300), 20), 0);
        assert_eq!(unspent_for_long(&changes, &held(1_000), 9), 0);
    }
}
