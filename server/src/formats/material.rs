//! What the standards are written from: the entries that a report is about, and what they name.

use std::collections::BTreeMap;
use std::sync::Arc;

use ledger::event::{
    Event, FundOpened, GoodsDispatched, ItemRegistered, OrganisationRegistered, ProjectOpened, SiteRegistered,
};
use ledger::refusal::{Refusal, Rule};
use ledger::report::{Book, Question, row};
use ledger::value::{Currency, Date, Timestamp};
use ledger::{Entry, Past as _};

use super::rows::write_decimal;
use crate::reports::gather::{Asked, Books, Reading, ReportError};
use crate::store::past::Tables;

/// Entries in a file of a standard: their readers take whole files into memory.
pub const ENTRIES_LIMIT: usize = 50_000;

/// A thing with the entry that registered it.
pub type Registered<T> = BTreeMap<String, (u64, T)>;

/// Entries, and all that was registered by the report's size.
#[derive(Debug)]
pub struct Material {
    /// What was asked.
    pub question: Question,
    /// Of the first so many entries.
    pub size: u64,
    /// When the last of them was recorded.
    pub at: Timestamp,
    /// Where the log is reached, as `https://give.example`.
    pub origin: String,
    /// What pools belong to.
    pub book: Arc<Book>,
    /// The entries that were asked for, in order.
    pub entries: Vec<Entry>,
    /// Organisations by id.
    pub organisations: Registered<OrganisationRegistered>,
    /// Funds by id.
    pub funds: Registered<FundOpened>,
    /// Projects by id.
    pub projects: Registered<ProjectOpened>,
    /// Sites by id.
    pub sites: Registered<SiteRegistered>,
    /// Items by id.
    pub items: Registered<ItemRegistered>,
    /// Dispatches by their waybills, which share their ids with sites.
    pub waybills: Registered<GoodsDispatched>,
    /// Entries that moved something of what was asked and were reversed: each with when, and why.
    pub reversed: Vec<(Entry, Timestamp, String)>,
    /// The days on which funds were closed.
    pub closed: BTreeMap<String, Date>,
}

impl Material {
    /// Reads all of it.
    ///
    /// # Errors
    /// As [`Reading::open`], and that it is more than a file holds.
    pub fn gather(
        tables: &mut Tables,
        books: &Books,
        asked: &Asked,
        origin: Option<&str>,
    ) -> Result<Self, ReportError> {
        let mut entries = Vec::new();
        Reading::open(tables, books, asked.clone())?
            .report(|_, entry, _| {
                entries.push(entry.clone());
                entries.len() <= ENTRIES_LIMIT
            })?
            .ok_or_else(|| Refusal::new("", Rule::ReportTooLarge { limit: ENTRIES_LIMIT as u64 }))?;
        let at = tables.latest(asked.size, 1)?.first().map_or(Timestamp::ZERO, |(entry, _)| entry.at);
        let mut material = Self {
            question: asked.question.clone(),
            size: asked.size,
            at,
            origin: origin.unwrap_or("http://almoner.invalid").to_owned(),
            book: books.at(tables, asked.size)?,
            entries,
            organisations: BTreeMap::new(),
            funds: BTreeMap::new(),
            projects: BTreeMap::new(),
            sites: BTreeMap::new(),
            items: BTreeMap::new(),
            waybills: BTreeMap::new(),
            reversed: Vec::new(),
            closed: BTreeMap::new(),
        };
        for entry in tables.remembered_between(0, asked.size)? {
            if let Event::EntryReversed(event) = &entry.event
                && let Some(undone) = tables.entry(event.reverses.get())?
                && !row::rows(&material.book, &undone, |pool| material.book.is_asked(&asked.question, pool)).is_empty()
            {
                material.reversed.push((undone, entry.at, event.reason.to_string()));
            }
            material.register(entry);
        }
        Ok(material)
    }

    fn register(&mut self, entry: Entry) {
        let (seq, day) = (entry.seq, entry.at.date());
        match entry.event {
            Event::OrganisationRegistered(event) => {
                self.organisations.insert(event.id.to_string(), (seq, *event));
            }
            Event::FundOpened(event) => drop(self.funds.insert(event.id.to_string(), (seq, *event))),
            Event::FundClosed(event) if !self.book.is_reversed(seq) => {
                self.closed.extend(day.map(|day| (event.id.to_string(), day)));
            }
            Event::ProjectOpened(event) => drop(self.projects.insert(event.id.to_string(), (seq, *event))),
            Event::SiteRegistered(event) => drop(self.sites.insert(event.id.to_string(), (seq, *event))),
            Event::ItemRegistered(event) => drop(self.items.insert(event.id.to_string(), (seq, *event))),
            Event::GoodsDispatched(event) => drop(self.waybills.insert(event.waybill.to_string(), (seq, *event))),
            _ => {}
        }
    }

    /// An organisation's name, or its id.
    #[must_use]
    pub fn organisation_name(&self, id: &str) -> String {
        self.organisations.get(id).map_or_else(|| id.to_owned(), |(_, event)| event.name.to_string())
    }

    /// An organisation's identifier as `org-id.guide` has them: its registration where it was recorded with its register,
    /// else this log's own.
    #[must_use]
    pub fn organisation_ref(&self, id: &str) -> String {
        let registration = self.organisations.get(id).and_then(|(_, event)| event.registration.as_ref());
        let listed = registration.filter(|text| text.as_str().split('-').count() >= 3 && !text.as_str().contains(' '));
        listed.map_or_else(|| format!("{}-{id}", self.prefix()), ToString::to_string)
    }

    /// What this log's own identifiers begin with: its host, in letters that every register takes.
    #[must_use]
    pub fn prefix(&self) -> String {
        let host = self.origin.split_once("://").map_or(self.origin.as_str(), |(_, host)| host);
        let word: String = host
            .chars()
            .map(|letter| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' })
            .collect();
        format!("XI-ALMONER-{word}")
    }

    /// The address of an entry.
    #[must_use]
    pub fn entry_address(&self, seq: u64) -> String {
        format!("{}/entries/{seq}", self.origin)
    }

    /// The day of an entry that no standard takes for the future: what was recorded for a later day counts on the day of
    /// its recording.
    #[must_use]
    pub fn day(&self, entry: &Entry) -> Date {
        let day = row::day_of(entry);
        entry.at.date().map_or(day, |recorded| day.min(recorded))
    }

    /// The currency of a fund.
    #[must_use]
    pub fn currency(&self, fund: &str) -> Option<Currency> {
        self.funds.get(fund).map(|(_, event)| event.currency)
    }
}

/// Money as a decimal number.
#[must_use]
pub fn decimal(minor: u64, currency: Currency) -> String {
    let mut out = String::new();
    write_decimal(&mut out, minor, currency.exponent());
    out
}

/// A unit of measure in UN/ECE Recommendation 20; none for pieces, kits and the like.
#[must_use]
pub fn unit_code(unit: &str) -> Option<&'static str> {
    match unit {
        "kg" => Some("KGM"),
        "g" => Some("GRM"),
        "t" => Some("TNE"),
        "l" | "L" | "litre" => Some("LTR"),
        "m" => Some("MTR"),
        _ => None,
    }
}

/// Hundredths of a degree as degrees.
#[must_use]
pub fn degrees(hundredths: i64) -> String {
    let sign = if hundredths < 0 { "-" } else { "" };
    let size = hundredths.unsigned_abs();
    format!("{sign}{}.{:02}", size / 100, size % 100)
}

/// Money as a JSON number that keeps its digits.
#[must_use]
pub fn json_number(minor: u64, currency: Currency) -> serde_json::Value {
    serde_json::from_str(&decimal(minor, currency)).unwrap_or(serde_json::Value::Null)
}
