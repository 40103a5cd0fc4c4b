//! `/`: totals, funds, the latest entries.

use ledger::value::Currency;

use super::{EntryLine, FundLine, Slice};

/// The first page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// A line for each currency, the largest sum first.
    pub totals: Vec<Totals>,
    /// The funds.
    pub funds: Slice<FundLine>,
    /// The latest entries, newest first.
    pub latest: Vec<EntryLine>,
}

/// All funds of one currency together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    /// The currency.
    pub currency: Currency,
    /// What donors gave.
    pub received: u64,
    /// What reached people, as goods or as money.
    pub handed_out: u64,
    /// Unspent money, and goods at suppliers, on the way and in stock at what they cost.
    pub in_hand: u64,
}
