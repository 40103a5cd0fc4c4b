//! The same sieve for programs: the entries' own bytes, and refusals that name the field and the rule.

use app::view::{EntriesAsked, FigureKind as Shown};
use ledger::event::EventType;
use ledger::refusal::{Refusal, Rule};
use ledger::state::Head;
use ledger::value::{Currency, Date, Slug, SubjectKind};

use super::sieve::Sieve;
use super::{EntriesQuery, PLACE_BYTES, name, range, walk};
use crate::pages::{Lookup, places};
use crate::store::Stored;

/// Every word of a figure, for whoever asked for another.
const FIGURES: &[&str] = &[
    "received",
    "transferred_in",
    "handed_out",
    "held",
    "costs",
    "set_aside",
    "distributed",
    "cash_distributed",
    "in_stock",
    "in_transit",
    "at_supplier",
    "unspent",
    "expense",
    "fee",
    "refunded",
    "transferred_out",
    "packed",
    "lost",
];

/// Which part of what was found is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Only entries from this number on.
    pub from: u64,
    /// Only those before this one.
    pub before: u64,
    /// At most so many.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sifted {
    /// The exact bytes of the entries, newest first.
    pub entries: Vec<String>,
    /// What to ask for those before; none where there are no more. It stands too where a call stopped looking after a
    /// bounded number of entries, even if it found none.
    pub next: Option<u64>,
    /// The log that was looked at.
    pub head: Head,
}

impl EntriesQuery {
    /// Whether anything is left out: a number to begin at leaves out nothing that comes later.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        let words = [
            &self.fund,
            &self.currency,
            &self.kind,
            &self.event,
            &self.organisation,
            &self.project,
            &self.site,
            &self.item,
            &self.place,
            &self.to,
        ];
        words.into_iter().any(|word| !word.is_empty()) || self.first_day().is_some()
    }

    /// What `from` has where it is no number.
    fn first_day(&self) -> Option<&str> {
        Some(self.from.as_str()).filter(|text| !text.is_empty() && text.parse::<u64>().is_err())
    }
}

/// The entries that fit, newest first; or which filter can't be read, or names nothing.
///
/// # Errors
/// The database's own.
pub fn sifted(lookup: &mut Lookup<'_>, query: &EntriesQuery, window: Window) -> Stored<Result<Sifted, Refusal>> {
    let head = lookup.tables.head()?;
    let mut asked = match read(query) {
        Ok(asked) => asked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if let Some(refusal) = unknown(lookup, query)? {
        return Ok(Err(refusal));
    }
    name(lookup, query, &mut asked)?;
    let sieve = Sieve::new(asked, lookup.tables.funds()?);
    let mut within = range(lookup, &sieve.asked, window.before, head.size)?;
    within.from = within.from.max(window.from);
    let mut found = walk(lookup, &sieve, within, window.limit)?;
    let more = found.rows.len() > window.limit;
    found.rows.truncate(window.limit);
    let next = match found.rows.last() {
        Some((last, _)) if more => Some(last.seq),
        _ => found.stopped.map(|(seq, _)| seq),
    };
    let mut entries = Vec::with_capacity(found.rows.len());
    for (entry, _) in &found.rows {
        entries.extend(lookup.tables.json(entry.seq)?);
    }
    Ok(Ok(Sifted { entries, next, head }))
}

/// Why the page of the log can't be made of what was asked; none where it can.
///
/// # Errors
/// The database's own.
pub fn misasked(lookup: &mut Lookup<'_>, query: &EntriesQuery) -> Stored<Option<Refusal>> {
    if let Err(refusal) = read(query) {
        return Ok(Some(refusal));
    }
    // Programs may begin at a number, pages begin at a day.
    if query.from.parse::<u64>().is_ok() {
        return Ok(Some(Refusal::new("from", Rule::Date)));
    }
    if !query.before.is_empty() && query.before.parse::<u64>().is_err() {
        return Ok(Some(Refusal::new("before", Rule::NotNumber)));
    }
    unknown(lookup, query)
}

/// What can be read without the log.
fn read(query: &EntriesQuery) -> Result<EntriesAsked, Refusal> {
    let given = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let day = |name: &str, text: Option<&str>| {
        text.map(|text| Date::parse(text).ok_or_else(|| Refusal::new(name, Rule::Date))).transpose()
    };
    let kind = given(&query.kind)
        .map(|word| Shown::from_word(&word).ok_or_else(|| Refusal::new("kind", Rule::OneOf { words: FIGURES })));
    let event = given(&query.event).map(|given| match EventType::ALL.iter().find(|event| event.word() == given) {
        Some(event) => Ok(*event),
        None => Err(Refusal::new("type", Rule::UnknownType { given: given.chars().take(80).collect() })),
    });
    let currency =
        given(&query.currency).map(|code| Currency::new(&code).ok_or_else(|| Refusal::new("currency", Rule::Currency)));
    let place = given(&query.place).map(|word| match word.chars().any(char::is_control) {
        true => Err(Refusal::new("place", Rule::ControlCharacter)),
        false if word.len() > PLACE_BYTES => Err(Refusal::new("place", Rule::TextLength { max: PLACE_BYTES })),
        false => {
            let name = places::name_of(&word).0;
            Ok((word, name))
        }
    });
    let (from, to) = (day("from", query.first_day())?, day("to", given(&query.to).as_deref())?);
    if let (Some(from), Some(to)) = (from, to)
        && from > to
    {
        return Err(Refusal::new("to", Rule::DaysReversed { from: from.to_string(), to: to.to_string() }));
    }
    Ok(EntriesAsked {
        kind: kind.transpose()?,
        event: event.transpose()?,
        currency: currency.transpose()?,
        place: place.transpose()?,
        from,
        to,
        ..EntriesAsked::default()
    })
}

/// The first filter that names something that there is not.
fn unknown(lookup: &mut Lookup<'_>, query: &EntriesQuery) -> Stored<Option<Refusal>> {
    let named = [
        ("fund", SubjectKind::Fund, &query.fund),
        ("organisation", SubjectKind::Organisation, &query.organisation),
        ("project", SubjectKind::Project, &query.project),
        ("site", SubjectKind::Site, &query.site),
        ("item", SubjectKind::Item, &query.item),
    ];
    for (field, kind, id) in named.into_iter().filter(|(_, _, id)| !id.is_empty()) {
        if let Some(refusal) = no_such(lookup, field, kind, id)? {
            return Ok(Some(refusal));
        }
    }
    Ok(None)
}

/// Why a filter can't ask for this id: it is none, or nothing has it.
pub(in crate::pages) fn no_such(
    lookup: &mut Lookup<'_>,
    field: &str,
    kind: SubjectKind,
    id: &str,
) -> Stored<Option<Refusal>> {
    if let Err(rule) = Slug::new(id) {
        return Ok(Some(Refusal::new(field, rule)));
    }
    let known = lookup.subject(kind, id)?.is_some();
    Ok((!known).then(|| Refusal::new(field, Rule::Unknown { kind, id: id.to_owned() })))
}

#[cfg(test)]
mod tests {
    use app::view::EndKind;

    use super::*;

    #[test]
    fn the_words_of_figures_are_all_of_them_and_no_others() {
        assert!(FIGURES.iter().all(|word| Shown::from_word(word).is_some_and(|kind| kind.word() == *word)));
        assert!(EndKind::ALL.iter().all(|end| FIGURES.contains(&end.word())));
    }

    #[test]
    fn a_number_to_begin_at_is_no_filter_and_a_day_is_one() {
        let query = |from: &str| EntriesQuery { from: from.to_owned(), ..EntriesQuery::default() };
        assert!(!query("").is_filtered() && !query("41").is_filtered());
        assert!(query("2026-11-20").is_filtered() && query("2026-13-01").is_filtered());
        assert_eq!(read(&query("2026-13-01")).expect_err("no such day").rule.code(), "date");
        assert_eq!(read(&query("41")).expect("a number").from, None);
    }
}
