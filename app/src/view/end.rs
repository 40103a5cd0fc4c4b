//! Ends: where value rests, and what that is, as data to be put into words.

use ledger::value::{CostCategory, Date, FeeCategory, LossReason};

use super::{DocumentLine, Named, PlaceName};

macro_rules! end_kinds {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $group:ident;)+) => {
        /// The kind of an end.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EndKind {
            $($(#[$doc])* $name,)+
        }

        impl EndKind {
            /// Every kind, in the order in which pages show them.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// Its word in addresses and exports.
            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$name => $word,)+ }
            }

            /// Finds a kind by its word.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$name),)+ _ => None }
            }

            /// The colour and pattern it is drawn in.
            #[must_use]
            pub fn group(self) -> Group {
                match self { $(Self::$name => Group::$group,)+ }
            }
        }
    };
}

end_kinds! {
    /// Goods handed to people.
    Distributed = "distributed", Reached;
    /// Money handed to people.
    CashDistributed = "cash_distributed", Reached;
    /// Goods in a store.
    InStock = "in_stock", Held;
    /// Goods on a waybill.
    InTransit = "in_transit", Held;
    /// Goods bought and not yet fetched.
    AtSupplier = "at_supplier", Held;
    /// Money not yet spent.
    Unspent = "unspent", Held;
    /// Money spent on the work itself.
    Expense = "expense", Cost;
    /// A fee on a gift.
    Fee = "fee", Cost;
    /// Money that went back to its donor.
    Refunded = "refunded", Returned;
    /// Money that went to another fund.
    TransferredOut = "transferred_out", Returned;
    /// Goods packed into a kit: they go on as another lot.
    Packed = "packed", Returned;
    /// Goods that reached nobody.
    Lost = "lost", Lost;
}

/// What a kind of end means to a reader: one colour and one pattern each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// Reached people: green, plain.
    Reached,
    /// In hand or on its way: amber, dotted.
    Held,
    /// Costs: grey, lined.
    Cost,
    /// Left the fund again: grey, plain.
    Returned,
    /// Lost: red, hatched.
    Lost,
}

impl Group {
    /// Its CSS class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Reached => "reached",
            Self::Held => "held",
            Self::Cost => "cost",
            Self::Returned => "returned",
            Self::Lost => "lost",
        }
    }
}

/// Where a part of a gift rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// How much of the gift rests here: cents, or units of goods for a gift in kind.
    pub amount: u64,
    /// The pool that it is in or left last, as `lot/tents@chengdu`.
    pub pool: String,
    /// The entry that ended it; none for what is still held.
    pub seq: Option<u64>,
    /// The entries it went through, in order, from the gift's own.
    pub path: Vec<u64>,
    /// What it is.
    pub what: EndWords,
    /// What it went through, from the fund on, for the picture.
    pub trail: Vec<Stop>,
    /// Documents about it: invoices, lists, reports.
    pub documents: Vec<DocumentLine>,
}

/// A station on the way of a part of a gift.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stop {
    /// The fund whose money it was last.
    Fund(Named),
    /// The project it was set aside for; several where it lay in the purses of several and all of them paid.
    Projects(Vec<Named>),
    /// Entries that turned money into goods, or into what carried them: most often one purchase.
    Purchase(Vec<Payment>),
    /// The goods it became.
    Lot {
        /// The lot.
        lot: String,
        /// What it is.
        item: Named,
    },
    /// The site where the goods are, or were last.
    Site(Named),
    /// The waybill on which they are, or were last.
    Waybill(String),
}

/// An entry that turned money into goods, or into what carried or kept them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Payment {
    /// The entry.
    pub seq: u64,
    /// What it paid for.
    pub paid_for: PaidFor,
}

/// What a payment on the way of goods was for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PaidFor {
    /// The goods themselves.
    Goods {
        /// Whose they were.
        supplier: Named,
        /// When they were bought.
        on: Date,
    },
    /// What carried them, brought them through customs or kept them.
    Cost(CostCategory),
}

impl End {
    /// The kind of end.
    #[must_use]
    pub fn kind(&self) -> EndKind {
        self.what.kind()
    }
}

/// How much of some goods a gift paid for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// Thousandths of a base unit: 3 tents are 3,000, and 61 % of one tent is 610.
    pub thousandths: u64,
    /// The units of the hand-out, loss or lot that this is a share of.
    pub of: u64,
}

/// The goods at an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsWords {
    /// The gift's share of them.
    pub share: Share,
    /// What they are.
    pub item: Named,
    /// The base unit: `tent`, `kg`.
    pub unit: String,
    /// The lot.
    pub lot: String,
    /// Whether the goods themselves were given in kind, so that money paid only for what moved and kept them.
    pub costs_only: bool,
}

/// What an end is, as data; [`crate::words::end_sentence`] says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EndWords {
    /// Goods were handed out.
    Distributed {
        /// What.
        goods: GoodsWords,
        /// The hand-out.
        handout: String,
        /// Where.
        place: PlaceName,
        /// When.
        on: Date,
    },
    /// Money was handed out.
    CashDistributed {
        /// The hand-out.
        handout: String,
        /// Where.
        place: PlaceName,
        /// When.
        on: Date,
        /// To how many households.
        households: u64,
    },
    /// Money was spent on the work.
    Expense {
        /// What for: a term, as `vehicle_hire`.
        category: String,
        /// To whom.
        payee: String,
        /// When.
        on: Date,
    },
    /// A fee was taken.
    Fee {
        /// Whose kind of fee.
        category: FeeCategory,
        /// To whom.
        payee: String,
    },
    /// It went back to the donor.
    Refunded {
        /// Why, in the recorder's words.
        reason: String,
        /// When.
        on: Date,
    },
    /// Goods were lost.
    Lost {
        /// What.
        goods: GoodsWords,
        /// Why.
        reason: LossReason,
        /// Where.
        site: Named,
        /// When it was found out.
        on: Date,
    },
    /// Goods wait in a store.
    InStock {
        /// What.
        goods: GoodsWords,
        /// Where.
        site: Named,
    },
    /// Goods are on their way.
    InTransit {
        /// What.
        goods: GoodsWords,
        /// The waybill.
        waybill: String,
        /// To where.
        to: Named,
        /// Since when.
        since: Date,
    },
    /// Goods are bought, and still at the supplier's.
    AtSupplier {
        /// What.
        goods: GoodsWords,
        /// Whose.
        supplier: Named,
    },
    /// Money is unspent.
    Unspent {
        /// The project it is set aside for.
        project: Option<Named>,
        /// The partner organisation that holds it, if not the fund's steward.
        holder: Option<Named>,
    },
    /// Money went to another fund and is not followed further here.
    TransferredOut {
        /// That fund.
        fund: Named,
        /// When.
        on: Date,
    },
}

impl EndWords {
    /// The kind of end.
    #[must_use]
    pub fn kind(&self) -> EndKind {
        match self {
            Self::Distributed { .. } => EndKind::Distributed,
            Self::CashDistributed { .. } => EndKind::CashDistributed,
            Self::Expense { .. } => EndKind::Expense,
            Self::Fee { .. } => EndKind::Fee,
            Self::Refunded { .. } => EndKind::Refunded,
            Self::Lost { .. } => EndKind::Lost,
            Self::InStock { .. } => EndKind::InStock,
            Self::InTransit { .. } => EndKind::InTransit,
            Self::AtSupplier { .. } => EndKind::AtSupplier,
            Self::Unspent { .. } => EndKind::Unspent,
            Self::TransferredOut { .. } => EndKind::TransferredOut,
        }
    }

    /// The goods, where the end is one of goods.
    #[must_use]
    pub fn goods(&self) -> Option<&GoodsWords> {
        match self {
            Self::Distributed { goods, .. }
            | Self::Lost { goods, .. }
            | Self::InStock { goods, .. }
            | Self::InTransit { goods, .. }
            | Self::AtSupplier { goods, .. } => Some(goods),
            _ => None,
        }
    }
}
