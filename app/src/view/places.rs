//! Hand-outs by place.

use ledger::value::Currency;

use super::PlaceName;

/// Places and what reached them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The currency of the amounts; none where they are of several and can't be compared.
    pub currency: Option<Currency>,
    /// The places, the largest first; of many the largest only.
    pub lines: Vec<PlaceLine>,
    /// How many places there are in all.
    pub total: u64,
}

/// One place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceLine {
    /// What it is called.
    pub place: PlaceName,
    /// The province or state it lies in, ISO 3166-2: `CN-SC`.
    pub admin1: Option<String>,
    /// Latitude and longitude in hundredths of a degree.
    pub at: Option<(i64, i64)>,
    /// What reached people there, in the minor unit.
    pub amount: u64,
    /// How many hand-outs there were.
    pub handouts: u64,
    /// How many households they reached.
    pub households: u64,
    /// How many people they reached.
    pub people: u64,
    /// The list of hand-outs at this place.
    pub href: Option<String>,
}
