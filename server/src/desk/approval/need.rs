//! Which events wait for a second person: payments, transfers, losses and reversals worth more than their fund lets one
//! person record alone.

use std::collections::BTreeMap;

use ledger::Past as _;
use ledger::event::{Event, EventType};
use ledger::figures::money_behind;
use ledger::value::PoolParts;
use ledger::{Move, Side};

use crate::pages::Lookup;
use crate::private::thresholds::ThresholdRow;
use crate::store::Stored;

/// Events that have one amount in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    /// Money leaves.
    Payment,
    /// Money changes its holder.
    Transfer,
    /// Goods will reach nobody.
    Loss,
    /// An entry no longer counts.
    Reversal,
}

impl Group {
    pub(crate) const ALL: [Self; 4] = [Self::Payment, Self::Transfer, Self::Loss, Self::Reversal];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Payment => "payment",
            Self::Transfer => "transfer",
            Self::Loss => "loss",
            Self::Reversal => "reversal",
        }
    }

    pub(crate) fn of(event: EventType) -> Option<Self> {
        match event {
            EventType::ExpensePaid
            | EventType::PurchaseMade
            | EventType::CostAdded
            | EventType::CashDistributed
            | EventType::FeeCharged
            | EventType::DonationRefunded => Some(Self::Payment),
            EventType::TransferMade | EventType::AllocationMade | EventType::FundClosed => Some(Self::Transfer),
            EventType::GoodsLost => Some(Self::Loss),
            EventType::EntryReversed => Some(Self::Reversal),
            _ => None,
        }
    }
}

/// What some moves are worth, by fund, in its minor unit: money as it is, goods by what they cost.
fn worth(lookup: &mut Lookup<'_>, moves: &[Move]) -> Stored<BTreeMap<String, u64>> {
    let mut worth: BTreeMap<String, u64> = BTreeMap::new();
    let mut add = |fund: &str, amount: u64| {
        let sum = worth.entry(fund.to_owned()).or_default();
        *sum = sum.saturating_add(amount);
    };
    let mut counted: Vec<&Side> = Vec::new();
    for one in moves {
        let Some(side) = one.from.as_ref().or(one.to.as_ref()).filter(|side| !counted.contains(side)) else { continue };
        counted.push(side);
        match side.pool.parts() {
            PoolParts::Cash { fund, .. } => add(fund, ledger::span::units_of(&side.spans)),
            PoolParts::Goods { .. } => {
                for ((fund, _), amount) in money_behind(lookup.tables(), &side.pool, &side.spans)? {
                    add(fund.as_str(), amount.unsigned_abs());
                }
            }
        }
    }
    Ok(worth)
}

/// Whether these events, which would make these moves, wait for a second person.
///
/// # Errors
/// The database's own.
pub(crate) fn waits(
    lookup: &mut Lookup<'_>,
    thresholds: &[ThresholdRow],
    events: &[Event],
    moves: &[Vec<Move>],
) -> Stored<bool> {
    let mut sums: BTreeMap<(&'static str, String), BTreeMap<String, u64>> = BTreeMap::new();
    for (event, moves) in events.iter().zip(moves) {
        let Some(group) = Group::of(event.event_type()) else { continue };
        let worth = match event {
            Event::EntryReversed(event) => {
                let entry = lookup.tables().entry(event.reverses.get())?;
                worth(lookup, entry.as_ref().map_or(&[], |entry| entry.moves.as_slice()))?
            }
            _ => worth(lookup, moves)?,
        };
        let is_above = match parted_by(event) {
            Some(what) => is_above(thresholds, group, add_up(sums.entry((group.word(), what)).or_default(), worth)),
            None => is_above(thresholds, group, &worth),
        };
        if is_above {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Who or what an event of a press has in common with another that is a part of the same: two payments to one payee are
/// one payment.
fn parted_by(event: &Event) -> Option<String> {
    match event {
        Event::ExpensePaid(event) => Some(event.payee.as_str().trim().to_lowercase()),
        Event::PurchaseMade(event) => Some(event.supplier.to_string()),
        Event::TransferMade(event) => Some(event.to.to_string()),
        Event::AllocationMade(event) => Some(event.project.to_string()),
        Event::GoodsLost(event) => Some(event.lot.to_string()),
        _ => None,
    }
}

fn add_up(sum: &mut BTreeMap<String, u64>, worth: BTreeMap<String, u64>) -> &BTreeMap<String, u64> {
    for (fund, amount) in worth {
        let so_far = sum.entry(fund).or_default();
        *so_far = so_far.saturating_add(amount);
    }
    sum
}

fn is_above(thresholds: &[ThresholdRow], group: Group, worth: &BTreeMap<String, u64>) -> bool {
    worth.iter().any(|(fund, amount)| {
        thresholds.iter().any(|(of, word, limit)| of == fund && word == group.word() && amount > limit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_above_its_own_funds_amount_waits() {
        let thresholds = [("flood".to_owned(), "payment".to_owned(), 100_000), ("quake".into(), "loss".into(), 0)];
        let worth = |rows: &[(&str, u64)]| rows.iter().map(|(fund, amount)| ((*fund).to_owned(), *amount)).collect();
        let rows = [
            (Group::Payment, &[("flood", 100_000)][..], false),
            (Group::Payment, &[("flood", 100_001)], true),
            (Group::Transfer, &[("flood", 900_000)], false),
            (Group::Payment, &[("quake", 900_000)], false),
            (Group::Payment, &[("quake", 900_000), ("flood", 100_001)], true),
            (Group::Loss, &[("quake", 0)], false),
            (Group::Loss, &[("quake", 1)], true),
            (Group::Loss, &[], false),
        ];
        for (group, amounts, expected) in rows {
            assert_eq!(is_above(&thresholds, group, &worth(amounts)), expected, "{group:?} {amounts:?}");
        }
    }

    #[test]
    fn gifts_and_goods_on_their_way_never_wait() {
        let waiting: Vec<&str> =
            EventType::ALL.iter().filter(|event| Group::of(**event).is_some()).map(|event| event.word()).collect();
        let never = ["donation_received", "gift_in_kind_received", "goods_received", "goods_dispatched"];
        assert!(never.iter().all(|word| !waiting.contains(word)), "{waiting:?}");
        assert_eq!(waiting.len(), 11);
    }
}
