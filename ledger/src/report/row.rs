//! What one entry did to the pools in question: a row for each pool and direction.

use super::book::{Book, Unit};
use crate::entry::{Entry, Move, Side};
use crate::event::{Event, EventType};
use crate::span::{self, Span};
use crate::trace::EndKind;
use crate::value::{Date, PoolName};

/// Which way units went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// Into the pool.
    In,
    /// Out of it.
    Out,
}

impl Direction {
    /// The word in JSON and tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
        }
    }
}

/// Units of one pool that an entry moved in one direction, to or from one other pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The entry.
    pub seq: u64,
    /// The day that it counts under.
    pub day: Date,
    /// What kind of entry.
    pub kind: EventType,
    /// Which way.
    pub direction: Direction,
    /// The pool.
    pub pool: PoolName,
    /// What it counts.
    pub unit: Unit,
    /// How many.
    pub units: u64,
    /// The pool on the other side; none from outside, or at an end.
    pub far: Option<PoolName>,
    /// As what value reached its end.
    pub end: Option<EndKind>,
    /// Whether the other side is one of the pools in question too.
    pub within: bool,
    /// Which units.
    pub spans: Vec<Span>,
}

/// The day that an entry counts under: the event's own, else that of its recording in UTC.
#[must_use]
pub fn day_of(entry: &Entry) -> Date {
    let said = match &entry.event {
        Event::DonationReceived(event) => Some(event.received_on),
        Event::GiftInKindReceived(event) => Some(event.received_on),
        Event::DonationRefunded(event) => Some(event.refunded_on),
        Event::TransferMade(event) => Some(event.sent_on),
        Event::PurchaseMade(event) => Some(event.purchased_on),
        Event::GoodsReceived(event) => Some(event.received_on),
        Event::GoodsDispatched(event) => Some(event.dispatched_on),
        Event::KitPacked(event) => Some(event.packed_on),
        Event::GoodsLost(event) => Some(event.found_on),
        Event::GoodsDistributed(event) => Some(event.distributed_on),
        Event::CashDistributed(event) => Some(event.distributed_on),
        Event::ExpensePaid(event) => Some(event.paid_on),
        _ => None,
    };
    said.or_else(|| entry.at.date()).unwrap_or(Date::EPOCH)
}

/// The rows of an entry, in the order of its moves. `asked` says which pools are in question.
pub fn rows(book: &Book, entry: &Entry, mut asked: impl FnMut(&PoolName) -> bool) -> Vec<Row> {
    let (day, kind, end) = (day_of(entry), entry.event.event_type(), EndKind::of_event(&entry.event));
    let adds_cost = matches!(entry.event, Event::CostAdded(_));
    let mut rows: Vec<Row> = Vec::new();
    let mut filled: Vec<&Side> = Vec::new();
    let asked: Vec<(bool, bool)> = entry
        .moves
        .iter()
        .map(|Move { from, to }| {
            let mut is_asked = |side: &Option<Side>| side.as_ref().is_some_and(|side| asked(&side.pool));
            (is_asked(from), is_asked(to))
        })
        .collect();
    // What several sources paid for came from within if one of them is within.
    let has_source_within =
        |to: &Side| entry.moves.iter().zip(&asked).any(|(one, (from, _))| *from && one.to.as_ref() == Some(to));
    for (Move { from, to }, (takes, fills)) in entry.moves.iter().zip(&asked) {
        let mut put = |side: &Side, direction, far: &Option<Side>, within: bool| {
            let Some(unit) = book.unit_of(&side.pool) else { return };
            rows.push(Row {
                seq: entry.seq,
                day,
                kind,
                direction,
                pool: side.pool.clone(),
                unit,
                units: span::units_of(&side.spans),
                far: far.as_ref().map(|far| far.pool.clone()),
                end: if far.is_none() && direction == Direction::Out { end } else { None },
                within,
                spans: side.spans.clone(),
            });
        };
        if let Some(side) = from.as_ref().filter(|_| *takes) {
            put(side, Direction::Out, to, *fills);
        }
        // A cost fills units that are there already; components of one arrival fill the same units.
        if let Some(side) = to.as_ref().filter(|side| *fills && !adds_cost && !filled.contains(side)) {
            put(side, Direction::In, from, has_source_within(side));
            filled.push(side);
        }
    }
    rows
}
