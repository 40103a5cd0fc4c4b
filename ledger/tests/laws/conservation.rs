//! The two directions of a trace, compared over a whole ledger.

use std::collections::BTreeMap;

use ledger::trace::{Trace, backward, forward};
use ledger::value::PoolName;
use ledger::{Event, Move, Span};
use proptest::prelude::*;

use crate::world::World;

/// Where a part of a gift rests: an entry's move, or a pool.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Ended(u64, u32),
    Held(String),
}

/// The trace of every gift that still stands.
pub(crate) fn traces(world: &World) -> Vec<Trace> {
    let mut past = world.past.clone();
    let gifts = world.past.entries().iter().filter(|entry| {
        matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_))
            && world.state.reversed_by(entry.seq).is_none()
    });
    gifts.map(|gift| forward(&mut past, gift.seq).expect("in memory").expect("a gift that stands")).collect()
}

pub(crate) fn ends_add_up(world: &World) -> Result<(), TestCaseError> {
    for trace in traces(world) {
        let given = match &world.past.entries()[usize::try_from(trace.seq).expect("small")].event {
            Event::DonationReceived(gift) => gift.amount.get(),
            Event::GiftInKindReceived(gift) => gift.quantity.get(),
            other => panic!("{other:?} is no gift"),
        };
        prop_assert_eq!(trace.amount, given);
        prop_assert_eq!(trace.ends.iter().map(|end| end.amount).sum::<u64>(), given, "{:?}", trace);
        for end in &trace.ends {
            prop_assert!(end.amount > 0 && end.seq.is_some() != end.kind.is_held());
            prop_assert!(end.path.is_sorted() && end.path.first() == Some(&trace.seq));
        }
    }
    for entry in world.past.entries().iter().filter(|entry| world.state.reversed_by(entry.seq).is_some()) {
        prop_assert_eq!(forward(&mut world.past.clone(), entry.seq).expect("in memory"), None);
    }
    Ok(())
}

/// The forward traces of all gifts and the backward traces of all ends are one table, read by rows and by columns.
pub(crate) fn directions_agree(world: &World) -> Result<(), TestCaseError> {
    let mut rows: BTreeMap<(Place, u64), u64> = BTreeMap::new();
    for trace in traces(world) {
        for end in &trace.ends {
            let place = end.seq.map_or(Place::Held(end.pool.to_string()), |seq| Place::Ended(seq, end.index));
            *rows.entry((place, trace.seq)).or_default() += end.amount;
        }
    }
    let mut past = world.past.clone();
    let mut columns: BTreeMap<(Place, u64), u64> = BTreeMap::new();
    let mut look_back = |place: Place, pool: &PoolName, spans: &[Span]| {
        for origin in backward(&mut past, pool, spans).expect("in memory") {
            *columns.entry((place.clone(), origin.gift)).or_default() += origin.amount;
        }
    };
    for (pool, spans) in world.held() {
        look_back(Place::Held(pool.to_string()), &pool, &spans);
    }
    for entry in world.past.entries().iter().filter(|entry| world.state.reversed_by(entry.seq).is_none()) {
        for (one, index) in entry.moves.iter().zip(0..) {
            if let Move { from: Some(from), to: None } = one {
                look_back(Place::Ended(entry.seq, index), &from.pool, &from.spans);
            }
        }
    }
    prop_assert_eq!(rows, columns);
    Ok(())
}
