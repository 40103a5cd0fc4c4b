//! The time line: what came in, went out and lay in hand, step by step.

use ledger::value::{Currency, Date};

/// A time line of one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLine {
    /// The currency of all its amounts.
    pub currency: Currency,
    /// How long a step is.
    pub step: Step,
    /// Oldest first, each beginning the day after the one before it ends; at most 60.
    pub steps: Vec<TimeStep>,
}

/// How long a step of a time line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A day.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
}

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStep {
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// What came in during it.
    pub received: u64,
    /// What reached people during it.
    pub handed_out: u64,
    /// What the work and fees cost during it.
    pub costs: u64,
    /// What lay in hand or was on its way when it ended.
    pub in_hand: u64,
}
