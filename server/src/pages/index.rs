//! What can be found by name: everything registered, lots, hand-outs and their places, documents.
//!
//! An index in memory, read from the log once and then kept up at each search. Words are found by their beginnings.
//! Chinese has no blanks between words: there each pair of neighbouring characters counts as one. Donors are not in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Mutex, PoisonError};

use app::view::{Found, FoundKind, PlaceName};
use ledger::event::{Document, Event, Place};
use ledger::value::SubjectKind;
use ledger::{Entry, Lang};

use super::place_name;
use crate::store::Stored;
use crate::store::past::Tables;
use crate::store::rows::parse_entry;

/// Entries read at a time: the lock is given back between.
const CHUNK: usize = 2_048;

/// Words of a query that count; the rest are left out.
const WORDS: usize = 8;

/// The index of a log.
#[derive(Debug, Default)]
pub struct Index(Mutex<Names>);

#[derive(Debug, Default)]
struct Names {
    size: u64,
    things: Vec<Found>,
    by_word: BTreeMap<Box<str>, Vec<u32>>,
}

impl Index {
    /// Reads on to the end of the log.
    ///
    /// # Errors
    /// The database's own.
    pub fn follow(&self, tables: &mut Tables) -> Stored<()> {
        let size = tables.head()?.size;
        loop {
            let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if names.size >= size {
                return Ok(());
            }
            names.read_chunk(tables)?;
        }
    }

    /// Some of what a query finds, the best first, and how much there is in all.
    ///
    /// # Errors
    /// The database's own.
    pub fn find(&self, tables: &mut Tables, query: &str, from: usize, limit: usize) -> Stored<(Vec<Found>, u64)> {
        self.follow(tables)?;
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let places = names.ranked(query);
        let rows = places.iter().skip(from).take(limit).filter_map(|place| names.thing(*place)).cloned().collect();
        Ok((rows, places.len() as u64))
    }

    /// All things of these kinds, in the order of recording, and how many there are.
    ///
    /// # Errors
    /// The database's own.
    pub fn of_kinds(
        &self,
        tables: &mut Tables,
        kinds: &[SubjectKind],
        from: usize,
        limit: usize,
    ) -> Stored<(Vec<Found>, usize)> {
        self.follow(tables)?;
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let ours = || {
            let is_ours = |kind| matches!(kind, FoundKind::Subject(kind) if kinds.contains(&kind));
            names.things.iter().filter(move |thing| is_ours(thing.kind))
        };
        Ok((ours().skip(from).take(limit).cloned().collect(), ours().count()))
    }
}

impl Names {
    fn thing(&self, place: u32) -> Option<&Found> {
        self.things.get(usize::try_from(place).ok()?)
    }

    fn read_chunk(&mut self, tables: &mut Tables) -> Stored<()> {
        let jsons = tables.json_from(self.size, CHUNK)?;
        for json in &jsons {
            // Nearly all entries are gifts and their fees, which have no names: they are not even parsed. Quotation
            // marks inside a text are escaped, so that no text can look like this.
            if !["donation_received", "fee_charged"].iter().any(|word| json.contains(&format!("\"type\":\"{word}\""))) {
                let entry = parse_entry(self.size, json)?;
                self.take_in(tables, &entry)?;
            }
            self.size += 1;
        }
        Ok(())
    }

    fn take_in(&mut self, tables: &mut Tables, entry: &Entry) -> Stored<()> {
        use SubjectKind as Kind;
        match &entry.event {
            Event::OrganisationRegistered(event) => {
                self.add(entry, Kind::Organisation, event.id.as_str(), event.name.as_str(), None);
            }
            Event::FundOpened(event) => self.add(entry, Kind::Fund, event.id.as_str(), event.title.as_str(), None),
            Event::ProjectOpened(event) => {
                self.add(entry, Kind::Project, event.id.as_str(), event.title.as_str(), event.place.as_ref());
            }
            Event::SiteRegistered(event) => {
                self.add(entry, Kind::Site, event.id.as_str(), event.name.as_str(), event.place.as_ref());
            }
            Event::ItemRegistered(event) => self.add(entry, Kind::Item, event.id.as_str(), event.name.as_str(), None),
            Event::PurchaseMade(event) => {
                if let Some(id) = &event.id {
                    self.add(entry, Kind::Purchase, id.as_str(), id.as_str(), None);
                }
                for line in &event.lines {
                    self.add_lot(tables, entry, line.lot.as_str(), line.item.as_str())?;
                }
            }
            Event::GiftInKindReceived(event) => self.add_lot(tables, entry, event.lot.as_str(), event.item.as_str())?,
            Event::KitPacked(event) => self.add_lot(tables, entry, event.lot.as_str(), event.item.as_str())?,
            Event::GoodsDistributed(event) => {
                self.add(entry, Kind::Handout, event.id.as_str(), event.id.as_str(), Some(&event.place));
            }
            Event::CashDistributed(event) => {
                self.add(entry, Kind::Handout, event.id.as_str(), event.id.as_str(), Some(&event.place));
            }
            _ => {}
        }
        let (of, documents) = documents_of(&entry.event);
        for document in documents {
            self.push(Found {
                kind: FoundKind::Document,
                id: of.to_owned(),
                name: document.name.to_string(),
                place: None,
                seq: entry.seq,
            });
        }
        Ok(())
    }

    /// A lot is called by what it is.
    fn add_lot(&mut self, tables: &mut Tables, entry: &Entry, id: &str, item: &str) -> Stored<()> {
        let name = tables.item(item)?.map_or_else(|| item.to_owned(), |item| item.name.to_string());
        self.add(entry, SubjectKind::Lot, id, &name, None);
        Ok(())
    }

    fn add(&mut self, entry: &Entry, kind: SubjectKind, id: &str, name: &str, place: Option<&Place>) {
        let regions = place.map(regions_of).unwrap_or_default();
        let place: Option<PlaceName> = place.map(place_name);
        let kind = FoundKind::Subject(kind);
        self.push_with(Found { kind, id: id.to_owned(), name: name.to_owned(), place, seq: entry.seq }, &regions);
    }

    fn push(&mut self, thing: Found) {
        self.push_with(thing, "");
    }

    /// Adds a thing that is found by more words than it shows.
    fn push_with(&mut self, thing: Found, more: &str) {
        let Ok(place) = u32::try_from(self.things.len()) else { return };
        for word in words(&format!("{} {more}", text_of(&thing)), Cut::ToKeep) {
            self.by_word.entry(word.into()).or_default().push(place);
        }
        self.things.push(thing);
    }

    /// The things that have every word of the query: whole names first, then names that begin with it, then by kind,
    /// the latest first.
    fn ranked(&self, query: &str) -> Vec<u32> {
        let query = query.trim().to_lowercase();
        let mut found: Option<Vec<u32>> = None;
        for word in words(&query, Cut::ToFind).into_iter().take(WORDS) {
            let with_word = self.beginning_with(&word);
            found = Some(match found {
                None => with_word,
                Some(found) => found.into_iter().filter(|place| with_word.binary_search(place).is_ok()).collect(),
            });
        }
        let mut found = found.unwrap_or_default();
        found.sort_by_cached_key(|place| self.thing(*place).map(|thing| rank(thing, &query)));
        found
    }

    fn beginning_with(&self, word: &str) -> Vec<u32> {
        let words = self.by_word.range::<str, _>((Bound::Included(word), Bound::Unbounded));
        let ours = words.take_while(|(known, _)| known.starts_with(word));
        let mut places: Vec<u32> = ours.flat_map(|(_, places)| places.iter().copied()).collect();
        places.sort_unstable();
        places.dedup();
        places
    }
}

fn rank(thing: &Found, query: &str) -> (u8, FoundKind, std::cmp::Reverse<u64>) {
    let name = thing.name.to_lowercase();
    let nearness = match () {
        () if name == query || thing.id == query => 0,
        () if name.starts_with(query) || thing.id.starts_with(query) => 1,
        () => 2,
    };
    (nearness, thing.kind, std::cmp::Reverse(thing.seq))
}

/// The text in which a thing is found.
fn text_of(thing: &Found) -> String {
    let place = thing.place.as_ref().and_then(|place| place.name.as_deref()).unwrap_or_default();
    format!("{} {} {place}", thing.name, thing.id).to_lowercase()
}

/// The country and the part of it that a place lies in, by their names in both languages: an entry has only their codes.
fn regions_of(place: &Place) -> String {
    let mut names = Vec::new();
    for lang in [Lang::En, Lang::Zh] {
        names.push(app::words::country(lang, place.country.as_str()));
        let part = place.admin1.as_ref().and_then(|part| app::words::province(lang, part.as_str()));
        names.extend(part.map(str::to_owned));
    }
    names.join(" ").to_lowercase()
}

/// The documents that an event brings, and the id of what they belong to.
fn documents_of(event: &Event) -> (&str, &[Document]) {
    fn all(documents: Option<&Vec<Document>>) -> &[Document] {
        documents.map(Vec::as_slice).unwrap_or_default()
    }
    match event {
        Event::PurchaseMade(event) => (event.id.as_ref().map_or("", |id| id.as_str()), all(event.documents.as_ref())),
        Event::CostAdded(event) => (event.id.as_str(), all(event.documents.as_ref())),
        Event::GoodsLost(event) => (event.id.as_str(), all(event.documents.as_ref())),
        Event::GoodsDistributed(event) => (event.id.as_str(), all(event.documents.as_ref())),
        Event::CashDistributed(event) => (event.id.as_str(), all(event.documents.as_ref())),
        Event::ExpensePaid(event) => (event.id.as_str(), all(event.documents.as_ref())),
        Event::DocumentAttached(event) => (event.subject.id.as_str(), &event.documents),
        _ => ("", &[]),
    }
}

/// What a text is cut into words for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cut {
    /// Each beginning of a pair is kept, also that of the last character, so that it is found alone.
    ToKeep,
    /// A query of two characters or more asks for pairs only.
    ToFind,
}

/// The words of a text in lower case.
fn words(text: &str, cut: Cut) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for run in text.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty()) {
        let mut word = String::new();
        let mut wide: Vec<char> = Vec::new();
        for letter in run.chars() {
            if is_wide(letter) {
                found.extend((!word.is_empty()).then(|| std::mem::take(&mut word)));
                wide.push(letter);
            } else {
                pairs(&std::mem::take(&mut wide), cut, &mut found);
                word.push(letter);
            }
        }
        pairs(&wide, cut, &mut found);
        found.extend((!word.is_empty()).then_some(word));
    }
    found
}

fn pairs(wide: &[char], cut: Cut, found: &mut BTreeSet<String>) {
    found.extend(wide.windows(2).map(|pair| pair.iter().collect::<String>()));
    if let Some(last) = wide.last().filter(|_| cut == Cut::ToKeep || wide.len() == 1) {
        found.insert(last.to_string());
    }
}

/// Han characters, kana and hangul.
fn is_wide(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(rows: &[(&str, SubjectKind, &str)]) -> Names {
        let mut names = Names::default();
        for (seq, (id, kind, name)) in rows.iter().enumerate() {
            let (id, name, kind) = ((*id).to_owned(), (*name).to_owned(), FoundKind::Subject(*kind));
            names.push(Found { kind, id, name, place: None, seq: seq as u64 });
        }
        names
    }

    #[test]
    fn beginnings_of_words_find_in_both_languages() {
        let names = names(&[
            ("tents-0412", SubjectKind::Lot, "Family tent 12 m²"),
            ("quake", SubjectKind::Fund, "四川地震救援基金"),
            ("tent-12", SubjectKind::Item, "Family tent 12 m²"),
            ("tent", SubjectKind::Project, "Warm nights"),
        ]);
        let found = |query: &str| {
            let ids = names.ranked(query).into_iter().filter_map(|place| names.thing(place));
            ids.map(|thing| thing.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(found("TENT"), ["tent", "tent-12", "tents-0412"]);
        assert_eq!(found("fam tent"), ["tent-12", "tents-0412"]);
        assert_eq!(found("tents-0412"), ["tents-0412"]);
        for query in ["地震", "救援基金", "金", "四川 quake", "四川地震救援基金"] {
            assert_eq!(found(query), ["quake"], "{query}");
        }
        for query in ["tentacle", "援救", "", " - "] {
            assert!(found(query).is_empty(), "{query}");
        }
    }
}
