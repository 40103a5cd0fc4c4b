//! `/projects/ID`

use ledger::value::Currency;

use super::{DocumentLine, EntryLine, Figures, GiftLine, GoodsLine, HandoutLine, Named, PlaceName, Slice};

/// One project: what was set aside for it, and what that became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Id and title.
    pub project: Named,
    /// The fund it belongs to.
    pub fund: Named,
    /// The organisation that does the work.
    pub implementer: Named,
    /// Where.
    pub place: Option<PlaceName>,
    /// A remark.
    pub note: Option<String>,
    /// The entry that opened it.
    pub seq: u64,
    /// The fund's currency.
    pub currency: Currency,
    /// What it plans to spend, by category.
    pub budget: Vec<(String, u64)>,
    /// What it spent by category, as far as its entries could be gone through; none where there are too many.
    pub spending: Option<Vec<SpendingLine>>,
    /// Its sums.
    pub figures: Figures,
    /// Its goods, by item.
    pub goods: Vec<GoodsLine>,
    /// Gifts that were given for it, newest first.
    pub gifts: Slice<GiftLine>,
    /// Its hand-outs, newest first.
    pub handouts: Slice<HandoutLine>,
    /// Documents attached to it.
    pub documents: Slice<DocumentLine>,
    /// Entries that speak of it, newest first.
    pub entries: Slice<EntryLine>,
}

impl Project {
    /// What came to it: all that it had rests somewhere, or went on.
    #[must_use]
    pub fn set_aside(&self) -> u64 {
        let sums = &self.figures;
        [sums.handed_out(), sums.in_hand(), sums.costs(), sums.lost, sums.refunded, sums.transferred_out]
            .into_iter()
            .fold(0, u64::saturating_add)
    }

    /// What it plans to spend, all together; none where no budget was recorded.
    #[must_use]
    pub fn budgeted(&self) -> Option<u64> {
        let sum = || self.budget.iter().fold(0_u64, |sum, (_, amount)| sum.saturating_add(*amount));
        (!self.budget.is_empty()).then(sum)
    }
}

/// What a project spent on one category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpendingLine {
    /// A term: of an expense, of goods, or `fee` or `cash`.
    pub category: String,
    /// What reached people, was paid for work, or was lost.
    pub spent: u64,
    /// What lies in goods that are in hand or on their way.
    pub in_goods: u64,
}

/// A project in a list that is not its fund's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// Id and title.
    pub project: Named,
    /// The fund it belongs to.
    pub fund: Named,
    /// Where.
    pub place: Option<PlaceName>,
}
