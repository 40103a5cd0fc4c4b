//! What needs attention in a fund.

use ledger::value::Date;

use super::{EndKind, Named};

/// What needs attention, as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attention {
    /// The last day on which the fund's sums changed: a page has no other clock.
    pub as_of: Date,
    /// At least one.
    pub concerns: Vec<Concern>,
}

/// One thing that needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// Goods have been on the way, or paid for and not fetched, for long.
    Late {
        /// In transit, or at the supplier's.
        kind: EndKind,
        /// What.
        item: Named,
        /// Of this lot.
        lot: String,
        /// Where to, or whose.
        site: Named,
        /// The entry that dispatched or bought them.
        seq: u64,
        /// For how many days.
        days: u64,
    },
    /// There are more of the kind named before.
    MoreLate {
        /// In transit, or at the supplier's.
        kind: EndKind,
    },
    /// Goods were lost lately.
    Lost {
        /// What they had cost.
        amount: u64,
        /// Within so many days.
        days: u64,
    },
    /// Money has lain unspent for long.
    Unspent {
        /// How much.
        amount: u64,
        /// For more than so many days.
        days: u64,
    },
}
