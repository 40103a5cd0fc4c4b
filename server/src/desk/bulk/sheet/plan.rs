//! Rows as events.
//!
//! - `gifts`, `handouts`: what rows of each kind become
//! - `names`: what a cell's words mean; `judged`: what the ledger says of a row before anything is recorded

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use ledger::Refusal;
use ledger::event::Event;
use ledger::value::{Currency, Key};

use super::column::Kind;
use super::fault::{Fault, Refused};
use super::place::SitePlace;
use super::row::Row;
use crate::import::hash_of;

mod gifts;
mod handouts;
mod judged;
mod names;
#[cfg(test)]
pub(super) mod tests;

use gifts::gifts;
use handouts::handouts;
use judged::line_of;

pub(super) use judged::event;

/// What a sheet's words may mean.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// Funds: id, title, currency.
    pub funds: Vec<(String, String, Currency)>,
    /// Projects: id, title.
    pub projects: Vec<(String, String)>,
    /// Sites: id, name.
    pub sites: Vec<(String, String)>,
    /// Where sites are, by their ids; not all have a place.
    pub places: Vec<(String, SitePlace)>,
    /// What makes a key tell nothing about a number that is not published.
    pub secret: String,
}

/// One event that rows become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rows it comes from.
    pub rows: Vec<u32>,
    /// Its idempotency key: the same rows have the same.
    pub key: Key,
    /// The event.
    pub event: Event,
    /// Where a receipt goes. Private.
    pub email: Option<String>,
    /// The reference that its row has, to be shown before it is recorded. Private.
    pub reference_said: Option<String>,
    /// A hash of the reference that its row has, with the fund: the same for whichever day.
    pub reference: Option<String>,
    /// The count that it settles.
    pub settles: Option<Settles>,
}

/// What was counted of a lot, and what the books said when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settles {
    /// The site.
    pub site: String,
    /// The lot.
    pub lot: String,
    /// How many were booked there.
    pub booked: u64,
    /// How many are there.
    pub counted: u64,
}

impl Step {
    /// The row that a refusal of its event is about.
    #[must_use]
    pub fn row_of(&self, refusal: &Refusal) -> u32 {
        let row = line_of(&refusal.field).and_then(|nth| self.rows.get(nth)).or_else(|| self.rows.first());
        row.copied().unwrap_or_default()
    }
}

/// What the rows of a sheet become, and what is wrong in others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Planned {
    /// What good rows become.
    pub steps: Vec<Step>,
    /// All that is wrong in the others, in the order of the rows.
    pub faults: Vec<Fault>,
}

impl Planned {
    /// The steps, if nothing is wrong.
    ///
    /// # Errors
    /// [`Refused::Rows`].
    pub fn whole(self) -> Result<Vec<Step>, Refused> {
        if self.faults.is_empty() { Ok(self.steps) } else { Err(Refused::Rows(self.faults)) }
    }
}

/// The rows as events: of gifts and hand-outs; counts need what is booked ([`super::count`]).
#[must_use]
pub fn plan(kind: Kind, rows: &[Row], books: &Books) -> Planned {
    match kind {
        Kind::Gifts => gifts(rows, books),
        Kind::Handouts => handouts(rows, books),
        Kind::Counts => Planned::default(),
    }
}

pub(super) fn put(fields: &mut Map<String, Value>, name: &str, value: Option<String>) {
    if let Some(value) = value {
        fields.insert(name.into(), json!(value));
    }
}

/// Every step of good rows, and every fault of the others.
pub(super) fn all<T>(found: impl Iterator<Item = Result<T, Vec<Fault>>>) -> (Vec<T>, Vec<Fault>) {
    let (mut steps, mut faults) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Ok(step) => steps.push(step),
            Err(more) => faults.extend(more),
        }
    }
    (steps, faults)
}

/// An id for what nobody gave one: `handout-20260301-1a2b3c4d`.
pub(super) fn short_id(what: &str, day: &str, hash: &[u8; 32]) -> String {
    let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{what}-{}-{hex}", day.replace('-', ""))
}

/// Rows that are alike in everything are counted through, so that two equal gifts stay two.
#[derive(Default)]
struct Counted(HashMap<[u8; 32], u32>);

impl Counted {
    fn hash(&mut self, kind: &str, parts: &[&str]) -> [u8; 32] {
        let hash = hash_of(kind, parts);
        let earlier = self.0.entry(hash).or_insert(0);
        let nth = earlier.to_string();
        *earlier = earlier.saturating_add(1);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        hash_of(kind, &["nth", &hex, &nth])
    }
}
