//! `/gifts/CODE`: what became of one gift.

use ledger::value::{Currency, Date, Timestamp};

use super::{End, Named, Unit};

/// One gift and all its ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gift {
    /// Its receipt code.
    pub code: String,
    /// Its entry.
    pub seq: u64,
    /// How much: cents, or units of goods.
    pub amount: u64,
    /// What the amounts count.
    pub unit: Unit,
    /// For a gift in kind, what was given.
    pub item: Option<Named>,
    /// When it arrived.
    pub received_on: Date,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// The donor's public alias.
    pub donor: Option<String>,
    /// How money came, a term as `bank_transfer` or `own_contribution`; none for a gift in kind.
    pub method: Option<String>,
    /// What its recorder remarked.
    pub note: Option<String>,
    /// What the donor gave before the bank changed it, in that currency's minor unit.
    pub original: Option<(u64, Currency)>,
    /// The fund it was given to.
    pub fund: Named,
    /// The entry that reversed it: then it no longer counts and has no ends.
    pub reversed_by: Option<u64>,
    /// The code under which it was recorded anew, where the log says so.
    pub corrected_as: Option<String>,
    /// Where it rests. The amounts add up to `amount`.
    pub ends: Vec<End>,
    /// How many of its ends stand on earlier pages of the list.
    pub passed_over: usize,
}

impl Gift {
    /// Whether no donor gave it: an import found more spent than received, and the reporting organisation added the
    /// difference itself.
    #[must_use]
    pub fn is_own_contribution(&self) -> bool {
        self.method.as_deref() == Some(OWN_CONTRIBUTION)
    }

    /// Whether nobody gave it: the goods lay there when the stock was counted.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.item.is_some() && is_found(self.donor.as_deref(), self.note.as_deref())
    }
}

/// How the note begins of goods that a stock count found: they are booked as a gift in kind of nobody.
pub const FOUND_NOTE: &str = "Found beside lot ";

/// Whether a stock count found what is booked as a gift in kind, by its donor and its note.
#[must_use]
pub fn is_found(donor: Option<&str>, note: Option<&str>) -> bool {
    donor.is_none() && note.is_some_and(|note| note.starts_with(FOUND_NOTE))
}

/// The method of a gift that the reporting organisation made itself.
pub const OWN_CONTRIBUTION: &str = "own_contribution";

/// A gift in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftLine {
    /// Its receipt code.
    pub code: String,
    /// When it arrived.
    pub received_on: Date,
    /// The donor's public alias.
    pub donor: Option<String>,
    /// How much.
    pub amount: u64,
    /// What the amount counts.
    pub unit: Unit,
    /// Whether the reporting organisation added it itself: an import found more spent than received.
    pub own: bool,
    /// Nobody gave it: it lay there when the stock was counted.
    pub is_found: bool,
}
