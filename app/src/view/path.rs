//! The path of one gift, from the donor to where its parts are.

use super::{EndKind, Unit};

/// What one gift went through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftPath {
    /// What the gift counts.
    pub unit: Unit,
    /// The whole gift.
    pub amount: u64,
    /// The gift itself, what it went through, and where it rests.
    pub nodes: Vec<PathNode>,
    /// What went from one node to another.
    pub ribbons: Vec<PathRibbon>,
}

/// How far along its path a node stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PathColumn {
    /// The gift.
    Gift,
    /// The fund that took it in.
    Fund,
    /// A project that it was set aside for.
    Project,
    /// A purchase that it paid for.
    Purchase,
    /// Goods it became.
    Lot,
    /// A place where those goods were.
    Site,
    /// Where it rests.
    End,
}

/// A station of the path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathNode {
    /// Which column it stands in.
    pub column: PathColumn,
    /// What it is called, in the reader's language.
    pub label: String,
    /// More about it, as a date or a number of things.
    pub note: Option<String>,
    /// Its page.
    pub href: Option<String>,
    /// For what rests there: which kind of end, which gives the tone.
    pub end: Option<EndKind>,
    /// How much of the gift passed it or rests there.
    pub amount: u64,
}

/// A part of the gift on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathRibbon {
    /// The index of the node it leaves.
    pub from: usize,
    /// The index of the node it reaches, in a later column.
    pub to: usize,
    /// How much of the gift went this way.
    pub amount: u64,
}
