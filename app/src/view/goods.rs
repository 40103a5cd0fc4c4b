//! `/lots/ID` and `/handouts/ID`.

use ledger::value::{Currency, Date};

use super::{DocumentLine, EndKind, EntryLine, Named, PlaceName, Slice, Sum, Unit};

/// One lot: what a code on a box opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Its id.
    pub id: String,
    /// What it is.
    pub item: Named,
    /// The base unit.
    pub unit: String,
    /// How many there were.
    pub quantity: u64,
    /// What it cost, by currency; nothing for a gift in kind.
    pub cost: Vec<Sum>,
    /// The fund or funds that paid, or were given it.
    pub funds: Vec<Named>,
    /// Where it came from.
    pub origin: LotOrigin,
    /// The entry that made it.
    pub seq: u64,
    /// The day after which it must not be handed out.
    pub expires_on: Option<Date>,
    /// The maker's batch.
    pub batch: Option<String>,
    /// Where it is and what became of it; the quantities add up to `quantity`.
    pub places: Vec<LotPlace>,
    /// The kits that some of it was packed into; the quantities are of this lot's units.
    pub kits: Vec<GoodsCount>,
    /// The hand-outs that gave it out.
    pub handouts: Slice<HandoutLine>,
    /// The gifts that paid for it.
    pub gifts: Slice<GiftShare>,
    /// Documents about it.
    pub documents: Vec<DocumentLine>,
    /// The entries that moved it, oldest first.
    pub entries: Vec<EntryLine>,
}

/// How a lot began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LotOrigin {
    /// It was bought.
    Bought {
        /// From whom.
        supplier: Named,
        /// When.
        on: Date,
    },
    /// It was given.
    Given {
        /// The gift's receipt code.
        code: String,
        /// The donor's public alias.
        donor: Option<String>,
        /// Nobody gave it: it lay there when the stock was counted.
        is_found: bool,
        /// When.
        on: Date,
    },
    /// It was packed from other lots.
    Packed {
        /// Those lots.
        inputs: Vec<String>,
        /// When.
        on: Date,
    },
}

/// A part of a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotPlace {
    /// At a supplier's, in transit, in stock, handed out or lost.
    pub kind: EndKind,
    /// The site or waybill it is or last was at.
    pub site: Named,
    /// Whether that is a waybill.
    pub on_waybill: bool,
    /// How many.
    pub quantity: u64,
}

/// A lot in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LotLine {
    /// Its id.
    pub id: String,
    /// What it is.
    pub item: Named,
    /// The base unit.
    pub unit: String,
    /// How many there were.
    pub quantity: u64,
    /// How many were handed out.
    pub handed_out: u64,
    /// How many were packed into kits.
    pub packed: u64,
    /// How many were lost.
    pub lost: u64,
    /// How many are held: at a supplier's, in transit, in stock.
    pub held: u64,
}

/// So many goods of one lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsCount {
    /// The lot.
    pub lot: String,
    /// What it is.
    pub item: Named,
    /// The base unit.
    pub unit: String,
    /// How many.
    pub quantity: u64,
}

/// What one gift paid of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftShare {
    /// The gift's receipt code.
    pub code: String,
    /// The donor's public alias.
    pub donor: Option<String>,
    /// Nobody gave it: it lay there when the stock was counted.
    pub is_found: bool,
    /// Whether the reporting organisation added it itself: an import found more spent than received.
    pub own: bool,
    /// How much of the gift is in it.
    pub amount: u64,
    /// What the amount counts.
    pub unit: Unit,
}

/// One hand-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handout {
    /// Its id.
    pub id: String,
    /// Its entry.
    pub seq: u64,
    /// When.
    pub on: Date,
    /// Where.
    pub place: PlaceName,
    /// The site the goods left, if it was of goods.
    pub site: Option<Named>,
    /// The fund.
    pub fund: Named,
    /// The project.
    pub project: Option<Named>,
    /// How many households.
    pub households: u64,
    /// How many people.
    pub people: u64,
    /// The goods, if it was of goods.
    pub lots: Vec<HandoutLot>,
    /// The money handed out, or what the goods cost.
    pub value: Option<Sum>,
    /// Whether all its goods were given in kind, so that `value` is what carrying them cost.
    pub costs_only: bool,
    /// How many records the recipients' list has, and the root of their commitments in hex.
    pub recipients: Option<(u64, String)>,
    /// The entry that reversed it.
    pub reversed_by: Option<u64>,
    /// Documents about it: lists without names, photographs, reports.
    pub documents: Vec<DocumentLine>,
    /// The gifts that paid for it.
    pub gifts: Slice<GiftShare>,
}

/// Goods of one lot in a hand-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoutLot {
    /// The lot.
    pub lot: String,
    /// What it is.
    pub item: Named,
    /// The base unit.
    pub unit: String,
    /// How many.
    pub quantity: u64,
    /// What they cost.
    pub cost: Option<Sum>,
}

/// A hand-out in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoutLine {
    /// Its id.
    pub id: String,
    /// When.
    pub on: Date,
    /// Where.
    pub place: PlaceName,
    /// How many households.
    pub households: u64,
    /// How many people.
    pub people: u64,
    /// The goods handed out; none where it was money.
    pub goods: Vec<GoodsCount>,
    /// The money handed out, or what the goods cost.
    pub value: u64,
    /// The currency of that.
    pub currency: Currency,
    /// Whether all its goods were given in kind, so that `value` is what carrying them cost.
    pub costs_only: bool,
}
