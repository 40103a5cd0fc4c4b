//! `/entries` and `/entries/SEQ`.

use ledger::event::EventType;
use ledger::value::{Currency, Timestamp};

use super::{About, EndKind, Named, Sum};

/// One entry. Its readable form is read from its own bytes, so that the page can't say anything else than they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: u64,
    /// Its exact bytes: canonical JSON.
    pub bytes: String,
    /// Their SHA3-256 in lower-case hex.
    pub hash: String,
    /// The currency of its amounts, where they are of one.
    pub currency: Option<Currency>,
    /// For a gift, its receipt code.
    pub gift: Option<String>,
    /// The entry that reversed it.
    pub reversed_by: Option<u64>,
    /// The last entry of the log.
    pub last: u64,
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries {
    /// The entries, newest first.
    pub rows: Vec<EntryLine>,
    /// How many there are under the filter.
    pub total: u64,
    /// Only those of this fund.
    pub fund: Option<Named>,
    /// Only those with value at this kind of end.
    pub kind: Option<EndKind>,
    /// The address of newer ones.
    pub newer: Option<String>,
    /// The address of older ones.
    pub older: Option<String>,
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Its number.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    pub event: EventType,
    /// Who recorded it, as `organisation/handle`.
    pub actor: String,
    /// The money in it, if it is one sum.
    pub sum: Option<Sum>,
    /// What it is about.
    pub about: Vec<About>,
    /// Whether it was reversed.
    pub reversed: bool,
}
