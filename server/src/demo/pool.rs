//! The generator's mirror of a cash pool: enough of it to never ask for what the ledger would refuse.

use std::collections::VecDeque;

use ledger::value::PoolName;

/// A spending may take its money out of at most this many pieces. A piece is written as two numbers, about 25 bytes in
/// the largest demo, and an entry may have 65,535 bytes.
const HOLES_LIMIT: usize = 900;

/// Money first in, first out, in minor units.
#[derive(Debug)]
pub(super) struct Pool {
    pub(super) name: PoolName,
    /// What ever came in, less fees and refunds.
    arrived: u64,
    taken: u64,
    /// How much had arrived where a fee or a refund left a hole; only those not yet passed.
    holes: VecDeque<u64>,
}

impl Pool {
    pub(super) fn new(name: &str) -> Self {
        let name = PoolName::parse(name).expect("the demo's pools have names of the right form");
        Self { name, arrived: 0, taken: 0, holes: VecDeque::new() }
    }

    pub(super) fn arrive(&mut self, amount: u64) {
        self.arrived += amount;
    }

    /// A part of the gift that came last goes away again.
    pub(super) fn leave_hole(&mut self, amount: u64) {
        assert!(amount <= self.in_hand(), "a gift is charged before its money is spent");
        self.arrived -= amount;
        self.holes.push_back(self.arrived);
    }

    pub(super) fn in_hand(&self) -> u64 {
        self.arrived - self.taken
    }

    /// As much of `wanted` as one entry can take.
    pub(super) fn can_take(&self, wanted: u64) -> u64 {
        let whole = self.holes.get(HOLES_LIMIT).map_or(self.in_hand(), |hole| hole.saturating_sub(self.taken));
        wanted.min(whole).min(self.in_hand())
    }

    pub(super) fn take(&mut self, amount: u64) {
        assert!(amount <= self.can_take(amount), "{}: {amount} of {}", self.name, self.in_hand());
        self.taken += amount;
        while self.holes.front().is_some_and(|hole| *hole <= self.taken) {
            self.holes.pop_front();
        }
    }
}
