//! `/entries`: the log, newest first, sifted by whatever is asked together.
//!
//! The narrowest list that the store keeps is read, and each of its entries is looked at for the rest of what was asked.
//! Where that passes over many, the page ends after [`LOOKED_AT`] of them, says so, and leads on from there.
//!
//! - `sieve`: what is asked, and whether an entry fits; `stream`: the lists that hold all that may
//! - `sums`: what it makes together; [`called`]: the same for programs

use app::view::{Entries, EntriesAsked, FigureKind as Shown, Page, Refused};
use ledger::Entry;
use ledger::event::EventType;
use ledger::value::{Currency, Date, SubjectKind};

use super::brought::{self, Part};
use super::fund_list::{day_of, with};
use super::{Lookup, places};
use crate::store::Stored;

pub(super) mod called;
mod sieve;
mod stream;
mod sums;

use sieve::Sieve;
use stream::Stream;
use sums::sums;

/// Entries on one page.
const PAGE: usize = 50;

/// Entries read at a time, after the first page full.
const CHUNK: usize = 250;

/// Entries that one page looks at: each may take several look-ups.
const LOOKED_AT: usize = 2_000;

/// The longest word of a place that is asked for: three names of at most 200 characters.
const PLACE_BYTES: usize = 1_000;

/// What a reader asks of the log. A field left empty asks for all.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct EntriesQuery {
    /// Only those of this fund.
    fund: String,
    /// Only those of funds in this currency.
    currency: String,
    /// Only those behind this figure.
    kind: String,
    /// Only of this type.
    #[serde(rename = "type")]
    event: String,
    /// Only those that speak of this organisation, project, site and item.
    organisation: String,
    project: String,
    site: String,
    item: String,
    /// Only hand-outs at this place, by its word.
    place: String,
    /// Not recorded before this day, not after that one.
    from: String,
    to: String,
    /// Only those before this entry.
    before: String,
}

impl EntriesQuery {
    /// What they must speak of: what has the fewest entries first.
    fn about(&self) -> impl Iterator<Item = (SubjectKind, &str)> {
        let named = [
            (SubjectKind::Project, &self.project),
            (SubjectKind::Item, &self.item),
            (SubjectKind::Site, &self.site),
            (SubjectKind::Organisation, &self.organisation),
        ];
        named.into_iter().filter(|(_, id)| !id.is_empty()).map(|(kind, id)| (kind, id.as_str()))
    }
}

/// Entries whose numbers are in a range.
#[derive(Debug, Clone, Copy)]
struct Range {
    /// The first.
    from: u64,
    /// The one after the last.
    before: u64,
}

/// What was found for a page.
#[derive(Debug, Default)]
struct Found {
    rows: Vec<(Entry, Vec<Part>)>,
    /// The entry at which it stopped looking, and how many it had looked at.
    stopped: Option<(u64, u64)>,
}

/// A page of the log, newest first.
///
/// # Errors
/// The database's own.
pub fn entries(lookup: &mut Lookup<'_>, query: &EntriesQuery) -> Stored<Page> {
    let size = lookup.tables.head()?.size;
    let Some((mut asked, before)) = read(query) else { return Ok(Page::Refused(Refused::BadRequest)) };
    if !name(lookup, query, &mut asked)? {
        return Ok(Page::Refused(Refused::NotFound));
    }
    let all = lookup.tables.funds()?;
    let mut currencies: Vec<Currency> = all.iter().map(|record| record.fund.currency).collect();
    currencies.sort_unstable_by(|one, other| one.as_str().cmp(other.as_str()));
    currencies.dedup();
    let mut funds = Vec::new();
    for record in &all {
        funds.push(lookup.named(SubjectKind::Fund, record.fund.id.as_str())?);
    }
    let sieve = Sieve::new(asked, all);
    let range = range(lookup, &sieve.asked, before.unwrap_or(u64::MAX), size)?;
    let mut found = walk(lookup, &sieve, range, PAGE)?;
    let more = found.rows.len() > PAGE;
    found.rows.truncate(PAGE);
    let last = found.rows.last().map(|(entry, _)| entry.seq);
    let stopped = found.stopped.filter(|_| !more);
    let here = address(query);
    let go_on = if more { last } else { stopped.map(|(seq, _)| seq) };
    let older = go_on.map(|seq| with(&here, &format!("before={seq}")));
    let newer = before.filter(|before| *before < size).map(|before| match before.saturating_add(PAGE as u64) {
        // Without a filter the page before is known by its numbers; with one, the way back is to the beginning.
        newer if newer < size && !sieve.asked.is_filtered() => with(&here, &format!("before={newer}")),
        _ => here.clone(),
    });
    let whole = before.is_none() && older.is_none();
    let total = match () {
        () if whole => Some(found.rows.len() as u64),
        () if sieve.asked.is_filtered() => None,
        () => Some(size),
    };
    let sums = sums(lookup, &sieve, whole.then_some(found.rows.as_slice()))?;
    let mut rows = Vec::with_capacity(found.rows.len());
    for (entry, parts) in &found.rows {
        let mut line = super::entries::line(lookup, entry)?;
        if sieve.asked.kind.is_some() {
            line.share = Some(brought::sums(lookup, parts)?);
            line.goods = brought::goods(lookup, parts)?;
        }
        rows.push(line);
    }
    Ok(Page::Entries(Box::new(Entries {
        rows,
        total,
        sums,
        asked: sieve.asked,
        funds,
        currencies: if currencies.len() > 1 { currencies } else { Vec::new() },
        looked_through: stopped.map(|(_, looked)| looked),
        newer,
        older,
    })))
}

/// What can be read without the log; none where the request makes no sense.
fn read(query: &EntriesQuery) -> Option<(EntriesAsked, Option<u64>)> {
    let before = match query.before.as_str() {
        "" => None,
        number => Some(number.parse().ok()?),
    };
    let kind = match query.kind.as_str() {
        "" => None,
        word => Some(Shown::from_word(word)?),
    };
    let event = match query.event.as_str() {
        "" => None,
        word => Some(*EventType::ALL.iter().find(|event| event.word() == word)?),
    };
    let currency = match query.currency.as_str() {
        "" => None,
        code => Some(Currency::new(code)?),
    };
    let place = match query.place.as_str() {
        "" => None,
        word if word.len() > PLACE_BYTES || word.chars().any(char::is_control) => return None,
        word => Some((word.to_owned(), places::name_of(word).0)),
    };
    let (from, to) = (day_of(&query.from)?, day_of(&query.to)?);
    Some((EntriesAsked { kind, event, currency, place, from, to, ..EntriesAsked::default() }, before))
}

/// Names what was asked for; not where there is no such thing.
fn name(lookup: &mut Lookup<'_>, query: &EntriesQuery, asked: &mut EntriesAsked) -> Stored<bool> {
    if !query.fund.is_empty() {
        if lookup.fund_record(&query.fund)?.is_none() {
            return Ok(false);
        }
        asked.fund = Some(lookup.named(SubjectKind::Fund, &query.fund)?);
    }
    for (kind, id) in query.about() {
        if lookup.tables.subject(kind, id)?.is_none() {
            return Ok(false);
        }
        asked.about.push(lookup.about(kind, id)?);
    }
    Ok(true)
}

/// The numbers of the entries that were recorded on the days asked for.
fn range(lookup: &mut Lookup<'_>, asked: &EntriesAsked, before: u64, size: u64) -> Stored<Range> {
    let from = match asked.from {
        Some(from) => lookup.tables.first_since(from)?,
        None => 0,
    };
    let behind = match asked.to.and_then(|to| Date::from_days(to.days() + 1)) {
        Some(behind) => lookup.tables.first_since(behind)?,
        None => size,
    };
    Ok(Range { from, before: before.min(behind).min(size) })
}

/// Goes through the narrowest lists until a page is full and one more was found, they end, or enough was looked at.
fn walk(lookup: &mut Lookup<'_>, sieve: &Sieve, range: Range, page: usize) -> Stored<Found> {
    let streams = sieve.streams(lookup)?;
    let (mut found, mut before, mut looked) = (Found::default(), range.before, 0_usize);
    loop {
        let chunk = if looked == 0 { page.saturating_add(1) } else { CHUNK };
        let batch = batch(lookup, &streams, before, chunk)?;
        let whole = batch.len() == chunk;
        looked += batch.len();
        for entry in batch {
            before = entry.seq;
            if entry.seq < range.from {
                return Ok(found);
            }
            if let Some(parts) = sieve.lets_through(lookup, &entry)? {
                found.rows.push((entry, parts));
            }
            if found.rows.len() > page {
                return Ok(found);
            }
        }
        if !whole {
            return Ok(found);
        }
        if looked >= LOOKED_AT {
            found.stopped = Some((before, looked as u64));
            return Ok(found);
        }
    }
}

/// The next entries of all the lists together.
fn batch(lookup: &mut Lookup<'_>, streams: &[Stream], before: u64, limit: usize) -> Stored<Vec<Entry>> {
    let mut found: Vec<Entry> = Vec::new();
    for stream in streams {
        found.extend(stream.read(lookup, before, limit)?);
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    found.dedup_by_key(|entry| entry.seq);
    found.truncate(limit);
    Ok(found)
}

/// The address of the list as asked for, from its beginning.
fn address(query: &EntriesQuery) -> String {
    let parts = [
        ("fund", &query.fund),
        ("currency", &query.currency),
        ("kind", &query.kind),
        ("type", &query.event),
        ("organisation", &query.organisation),
        ("project", &query.project),
        ("site", &query.site),
        ("item", &query.item),
        ("place", &query.place),
        ("from", &query.from),
        ("to", &query.to),
    ];
    let given = parts.into_iter().filter(|(_, value)| !value.is_empty());
    given.fold("/entries".to_owned(), |address, (name, value)| {
        with(&address, &format!("{name}={}", app::page::encode(value)))
    })
}
