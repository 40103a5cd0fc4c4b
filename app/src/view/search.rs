//! `/search`

use ledger::code::GiftCode;
use ledger::value::SubjectKind;

use super::PlaceName;

/// What a search found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// What was typed.
    pub query: String,
    /// Gifts whose code is what was typed, but for one slip.
    pub near: Vec<GiftCode>,
    /// What was found, the best first: one page of it.
    pub found: Vec<Found>,
    /// How much was found in all.
    pub total: u64,
    /// The place of the first on this page, from 0.
    pub from: u64,
    /// The address of the page before.
    pub previous: Option<String>,
    /// The address of the page after.
    pub next: Option<String>,
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its id; for a document that of what it belongs to, where that has one.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// Where it is.
    pub place: Option<PlaceName>,
    /// The entry that recorded it.
    pub seq: u64,
}

/// What can be found by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoundKind {
    /// What has an id.
    Subject(SubjectKind),
    /// A document.
    Document,
}
