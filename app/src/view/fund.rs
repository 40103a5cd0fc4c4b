//! `/funds` and `/funds/ID`.

use ledger::value::{Currency, Date};

use super::{
    Attention, DocumentLine, EndKind, GiftLine, GoodsLine, HandoutLine, LotLine, Named, PlaceName, Places, Slice,
    TimeLine,
};

/// The list of funds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funds {
    /// The funds that fit, open ones first.
    pub funds: Slice<FundLine>,
    /// What was asked for.
    pub asked: FundsAsked,
    /// The organisations to choose from.
    pub stewards: Vec<Named>,
    /// The currencies to choose from.
    pub currencies: Vec<Currency>,
}

/// What a reader asked of the list of funds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FundsAsked {
    /// Only those of this organisation.
    pub steward: Option<String>,
    /// Only those in this currency.
    pub currency: Option<Currency>,
    /// Only those that are open, or only those that are closed.
    pub open: Option<bool>,
    /// Only those with these words in their name or purpose.
    pub text: String,
}

impl FundsAsked {
    /// Whether anything is left out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        *self != Self::default()
    }
}

/// A fund in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLine {
    /// Id and title.
    pub fund: Named,
    /// The organisation that answers for it.
    pub steward: Named,
    /// Its currency.
    pub currency: Currency,
    /// What donors gave.
    pub received: u64,
    /// What reached people.
    pub handed_out: u64,
    /// What is in hand or on its way.
    pub in_hand: u64,
    /// Whether it takes no more gifts.
    pub closed: bool,
}

/// One fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Id and title.
    pub fund: Named,
    /// What it is for, in its steward's words.
    pub purpose: String,
    /// How it spends, in its steward's words.
    pub policy: Option<String>,
    /// The organisation that answers for it.
    pub steward: Named,
    /// Its currency.
    pub currency: Currency,
    /// What it hopes to raise.
    pub target: Option<u64>,
    /// The day it began to take gifts.
    pub opens_on: Option<Date>,
    /// The day it means to stop, or stopped.
    pub closes_on: Option<Date>,
    /// Whether it takes no more gifts.
    pub closed: bool,
    /// Its sums.
    pub figures: Figures,
    /// What needs attention; none where nothing does.
    pub attention: Option<Attention>,
    /// Its money by project, item and end: the flow picture is drawn from these.
    pub flow: Vec<FlowRow>,
    /// What came in, went out and lay in hand over time; none before the first gift.
    pub timeline: Option<TimeLine>,
    /// Its hand-outs by place.
    pub places: Places,
    /// Its goods by item: where they are and what they cost.
    pub goods: Vec<GoodsLine>,
    /// Documents that its entries brought, newest first.
    pub documents: Slice<DocumentLine>,
    /// Its projects.
    pub projects: Slice<ProjectLine>,
    /// The gifts to it, newest first.
    pub gifts: Slice<GiftLine>,
    /// Its hand-outs, newest first.
    pub handouts: Slice<HandoutLine>,
    /// Its lots, newest first.
    pub lots: Slice<LotLine>,
}

/// The sums of a fund, in its currency; goods count at what they cost. `received + transferred_in` equals the rest
/// together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Figures {
    /// What donors gave.
    pub received: u64,
    /// What came from other funds.
    pub transferred_in: u64,
    /// Goods handed to people.
    pub distributed: u64,
    /// Money handed to people.
    pub cash_distributed: u64,
    /// Spent on the work.
    pub expense: u64,
    /// Fees.
    pub fee: u64,
    /// Goods in stock.
    pub in_stock: u64,
    /// Goods on the way.
    pub in_transit: u64,
    /// Goods at suppliers.
    pub at_supplier: u64,
    /// Money unspent.
    pub unspent: u64,
    /// Goods lost.
    pub lost: u64,
    /// Back to donors.
    pub refunded: u64,
    /// On to other funds.
    pub transferred_out: u64,
}

impl Figures {
    /// What rests at a kind of end.
    #[must_use]
    pub fn at(&self, kind: EndKind) -> u64 {
        match kind {
            EndKind::Distributed => self.distributed,
            EndKind::CashDistributed => self.cash_distributed,
            EndKind::InStock => self.in_stock,
            EndKind::InTransit => self.in_transit,
            EndKind::AtSupplier => self.at_supplier,
            EndKind::Unspent => self.unspent,
            EndKind::Expense => self.expense,
            EndKind::Fee => self.fee,
            EndKind::Refunded => self.refunded,
            EndKind::TransferredOut => self.transferred_out,
            EndKind::Lost => self.lost,
            // What was packed into kits is counted where the kits are.
            EndKind::Packed => 0,
        }
    }

    /// What reached people.
    #[must_use]
    pub fn handed_out(&self) -> u64 {
        self.distributed.saturating_add(self.cash_distributed)
    }

    /// What is in hand or on its way.
    #[must_use]
    pub fn in_hand(&self) -> u64 {
        [self.in_stock, self.in_transit, self.at_supplier, self.unspent].into_iter().fold(0, u64::saturating_add)
    }

    /// What the work itself cost.
    #[must_use]
    pub fn costs(&self) -> u64 {
        self.expense.saturating_add(self.fee)
    }
}

/// How much of a fund's money of one project and one item rests at one kind of end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowRow {
    /// The project it was set aside for.
    pub project: Option<Named>,
    /// The goods it became.
    pub item: Option<Named>,
    /// Where it rests.
    pub kind: EndKind,
    /// How much.
    pub amount: u64,
}

/// A project of a fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectLine {
    /// Id and title.
    pub project: Named,
    /// The organisation that does the work.
    pub implementer: Named,
    /// Where.
    pub place: Option<PlaceName>,
    /// What it plans to spend.
    pub budget: Option<u64>,
    /// What was set aside for it.
    pub allocated: u64,
    /// What of that is spent: it reached people, became costs, or was lost.
    pub spent: u64,
    /// What reached people.
    pub handed_out: u64,
}
