//! `/sites/ID`

use ledger::value::SiteKind;

use super::{DocumentLine, EntryLine, HandoutLine, Named, PlaceName, Slice};

/// One site: what is there, and what came and went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Id and name.
    pub site: Named,
    /// What it is for.
    pub kind: SiteKind,
    /// Where.
    pub place: Option<PlaceName>,
    /// A remark.
    pub note: Option<String>,
    /// The entry that registered it.
    pub seq: u64,
    /// Lots that are there now.
    pub lots: Slice<SiteLot>,
    /// Hand-outs of goods that were here, newest first.
    pub handouts: Slice<HandoutLine>,
    /// Documents attached to it.
    pub documents: Slice<DocumentLine>,
    /// Entries that speak of it, newest first.
    pub entries: Slice<EntryLine>,
}

/// So many of a lot at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteLot {
    /// The lot.
    pub lot: String,
    /// What it is.
    pub item: Named,
    /// The base unit.
    pub unit: String,
    /// How many are there.
    pub quantity: u64,
}
