//! Documents and sums of goods, wherever they are listed.

use super::Named;

/// A document in a list: the file is known by its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentLine {
    /// What it is called.
    pub name: String,
    /// As `application/pdf`.
    pub media_type: String,
    /// Its size.
    pub bytes: u64,
    /// SHA3-256 of the file in lower-case hex.
    pub sha3: String,
    /// The entry that brought it.
    pub seq: u64,
    /// The file itself is here, at `/documents/SHA3`.
    pub is_here: bool,
}

/// A kind of goods: how many are where, in its base unit, and what they cost.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoodsLine {
    /// What they are.
    pub item: Named,
    /// The base unit.
    pub unit: String,
    /// Bought, and not yet fetched.
    pub at_supplier: u64,
    /// On the way.
    pub in_transit: u64,
    /// In stock.
    pub in_stock: u64,
    /// Handed out.
    pub handed_out: u64,
    /// Lost.
    pub lost: u64,
    /// What they all cost so far, in the fund's minor unit.
    pub cost: u64,
}
