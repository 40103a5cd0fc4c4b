//! The ends of a gift, with all that a page says of them.

use app::view::{End, EndWords, GoodsWords, Named, Share};
use ledger::entry::Side;
use ledger::event::Event;
use ledger::span::units_of;
use ledger::trace::{self, EndKind, Trace};
use ledger::value::{PoolParts, SubjectKind};
use ledger::{Entry, Span};

use super::{Lookup, place_at, place_name, trail};
use crate::store::{StoreError, Stored};

/// Every end of a trace, as data for words.
pub(super) fn in_words(lookup: &mut Lookup<'_>, gift: &Entry, trace: &Trace) -> Stored<Vec<End>> {
    let mut ends = Vec::with_capacity(trace.ends.len());
    for end in &trace.ends {
        let what = match end.seq {
            Some(seq) => ended(lookup, gift, end, seq)?,
            None => held(lookup, gift, end)?,
        };
        let (trail, documents) = trail::of_end(lookup, gift, end)?;
        let path = end.path.clone();
        ends.push(End { amount: end.amount, pool: end.pool.to_string(), seq: end.seq, path, what, trail, documents });
    }
    Ok(ends)
}

fn ended(lookup: &mut Lookup<'_>, gift: &Entry, end: &trace::End, seq: u64) -> Stored<EndWords> {
    let missing = || StoreError::BadEntry { seq, reason: "a trace leads to it, but it is not there".into() };
    let entry = lookup.passed(seq)?.ok_or_else(missing)?;
    let index = usize::try_from(end.index).unwrap_or(usize::MAX);
    let units = entry.moves.get(index).and_then(|one| one.from.as_ref()).map_or(0, |side| units_of(&side.spans));
    Ok(match &entry.event {
        Event::GoodsDistributed(event) => EndWords::Distributed {
            goods: goods(lookup, gift, end, units)?,
            handout: event.id.to_string(),
            place: place_at(lookup, &event.place, event.site.as_str())?,
            on: event.distributed_on,
        },
        Event::CashDistributed(event) => EndWords::CashDistributed {
            handout: event.id.to_string(),
            place: place_name(&event.place),
            on: event.distributed_on,
            households: event.households.get(),
        },
        Event::ExpensePaid(event) => EndWords::Expense {
            category: event.category.to_string(),
            payee: event.payee.to_string(),
            on: event.paid_on,
        },
        Event::FeeCharged(event) => EndWords::Fee { category: event.category, payee: event.payee.to_string() },
        Event::DonationRefunded(event) => {
            EndWords::Refunded { reason: event.reason.to_string(), on: event.refunded_on }
        }
        Event::GoodsLost(event) => EndWords::Lost {
            goods: goods(lookup, gift, end, units)?,
            reason: event.reason,
            site: lookup.named(SubjectKind::Site, event.site.as_str())?,
            on: event.found_on,
        },
        _ => return Err(StoreError::BadEntry { seq, reason: "it ends nothing".into() }),
    })
}

fn held(lookup: &mut Lookup<'_>, gift: &Entry, end: &trace::End) -> Stored<EndWords> {
    let (lot, site) = match end.pool.parts() {
        PoolParts::Cash { project, holder, .. } => {
            let mut named = |kind, id: Option<&str>| id.map(|id| lookup.named(kind, id)).transpose();
            let project = named(SubjectKind::Project, project)?;
            return Ok(EndWords::Unspent { project, holder: named(SubjectKind::Organisation, holder)? });
        }
        PoolParts::Goods { lot, site } => (lot.to_owned(), site.to_owned()),
    };
    let there = lookup.tables.lot_pools(&lot)?.into_iter().find(|pool| pool.name == end.pool);
    let goods = goods(lookup, gift, end, there.map_or(0, |pool| pool.free_units()))?;
    Ok(match end.kind {
        EndKind::AtSupplier => EndWords::AtSupplier { goods, supplier: lookup.named(SubjectKind::Site, &site)? },
        EndKind::InTransit => in_transit(lookup, goods, site)?,
        _ => EndWords::InStock { goods, site: lookup.named(SubjectKind::Site, &site)? },
    })
}

fn in_transit(lookup: &mut Lookup<'_>, goods: GoodsWords, waybill: String) -> Stored<EndWords> {
    let entry = lookup.subject(SubjectKind::Waybill, &waybill)?;
    let dispatched = entry.as_ref().and_then(|entry| match &entry.event {
        Event::GoodsDispatched(event) => Some(event),
        _ => None,
    });
    match dispatched {
        Some(event) => Ok(EndWords::InTransit {
            goods,
            to: lookup.named(SubjectKind::Site, event.to.as_str())?,
            since: event.dispatched_on,
            waybill,
        }),
        None => Ok(EndWords::InStock { goods, site: Named { name: waybill.clone(), id: waybill } }),
    }
}

/// The gift's share of the goods at an end: its cents out of all the cents behind those units.
fn goods(lookup: &mut Lookup<'_>, gift: &Entry, end: &trace::End, of: u64) -> Stored<GoodsWords> {
    let lot = match end.pool.parts() {
        PoolParts::Goods { lot, .. } => lot.to_owned(),
        PoolParts::Cash { .. } => String::new(),
    };
    let (item, unit) = lookup.lot_item(&lot)?;
    let touched = units_of(&end.units);
    let own_lot = matches!(&gift.event, Event::GiftInKindReceived(event) if event.lot.as_str() == lot);
    let thousandths = if own_lot {
        end.amount.saturating_mul(1_000)
    } else {
        let behind = amount_behind(lookup, &end.pool, &end.units, gift)?;
        share_of(touched, end.amount, behind)
    };
    let costs_only = matches!(gift.event, Event::DonationReceived(_)) && is_given(lookup, &lot)?;
    Ok(GoodsWords { share: Share { thousandths, of }, item, unit, lot, costs_only })
}

/// Whether a lot is itself a gift.
pub(super) fn is_given(lookup: &mut Lookup<'_>, lot: &str) -> Stored<bool> {
    let entry = lookup.subject(SubjectKind::Lot, lot)?;
    Ok(entry.is_some_and(|entry| matches!(entry.event, Event::GiftInKindReceived(_))))
}

/// All that gifts of the same kind paid for these units.
fn amount_behind(lookup: &mut Lookup<'_>, pool: &ledger::value::PoolName, units: &[Span], gift: &Entry) -> Stored<u64> {
    if matches!(gift.event, Event::DonationReceived(_)) {
        let side = Side { pool: pool.clone(), spans: units.to_vec() };
        return Ok(lookup.cost_of(&side)?.iter().map(|sum| sum.amount).sum());
    }
    let origins = trace::backward(lookup.tables, pool, units)?;
    Ok(origins.iter().filter(|origin| origin.gift == gift.seq).map(|origin| origin.amount).sum())
}

/// `units · amount / behind` in thousandths, never more than the units themselves.
fn share_of(units: u64, amount: u64, behind: u64) -> u64 {
    let whole = u128::from(units) * 1_000;
    let share = (whole * u128::from(amount)).checked_div(u128::from(behind)).unwrap_or(whole);
    u64::try_from(share.min(whole)).unwrap_or(u64::MAX)
}
