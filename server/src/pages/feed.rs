//! `/funds/ID/feed.atom` and `/gifts/CODE/feed.atom`: what happened, newest first.

use std::collections::BTreeSet;

use app::view::EntryLine;
use app::words;
use ledger::code::GiftCode;
use ledger::figures::FigureKind;
use ledger::refusal::Lang;
use ledger::trace::{self, EndKind};
use ledger::value::Timestamp;
use ledger::{Entry, Hash, Past as _};

use super::Lookup;
use crate::store::Stored;

/// Entries on one page of a feed.
const PAGE: usize = 30;

/// A page of a feed.
#[derive(Debug)]
pub struct Feed {
    /// The entry that began what the feed is about: its hash names the feed for ever.
    pub about: Hash,
    /// What the feed is called.
    pub title: String,
    /// Who answers for what it says.
    pub author: String,
    /// The page it is the feed of.
    pub page: String,
    /// When it last changed.
    pub updated: Timestamp,
    /// The entries, newest first.
    pub entries: Vec<FeedEntry>,
    /// What `before` is for the next page, if there is one.
    pub next: Option<u64>,
}

/// An entry of a feed.
#[derive(Debug)]
pub struct FeedEntry {
    /// Its number in the log.
    pub seq: u64,
    /// The hash of its bytes: its name for ever.
    pub hash: Hash,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    pub title: String,
    /// What that means.
    pub summary: &'static str,
}

/// A fund's feed: the entries behind its figures.
///
/// # Errors
/// The database's own.
pub fn fund_feed(lookup: &mut Lookup<'_>, id: &str, before: u64, lang: Lang) -> Stored<Option<Feed>> {
    let Some(record) = lookup.fund_record(id)? else { return Ok(None) };
    let Some(opening) = lookup.tables.entry(record.seq)? else { return Ok(None) };
    let sums = [FigureKind::Received, FigureKind::TransferredIn, FigureKind::TransferredOut];
    let mut found: Vec<Entry> = Vec::new();
    for kind in sums.into_iter().chain(EndKind::ALL.iter().copied().map(FigureKind::Rests)) {
        found.extend(lookup.tables.fund_entries(record.seq, kind, before, PAGE + 1)?);
    }
    found.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    found.dedup_by_key(|entry| entry.seq);
    let author = lookup.named(ledger::value::SubjectKind::Organisation, record.fund.steward.as_str())?.name;
    let page = format!("/funds/{id}");
    feed(lookup, &opening, (record.fund.title.to_string(), author, page), found, lang).map(Some)
}

/// A gift's feed: the entries that its units went through.
///
/// # Errors
/// The database's own.
pub fn gift_feed(lookup: &mut Lookup<'_>, code: GiftCode, before: u64, lang: Lang) -> Stored<Option<Feed>> {
    let Some(opening) = lookup.tables.entry(code.seq())? else { return Ok(None) };
    if lookup.gift_unit(&opening)?.is_none() {
        return Ok(None);
    }
    let mut seqs = BTreeSet::from([opening.seq]);
    seqs.extend(lookup.tables.reversed_by(opening.seq)?);
    if let Some(trace) = trace::forward(lookup.tables, opening.seq)? {
        seqs.extend(trace.ends.iter().flat_map(|end| end.path.iter().copied().chain(end.seq)));
    }
    let mut found = Vec::new();
    for seq in seqs.into_iter().rev().filter(|seq| *seq < before).take(PAGE + 1) {
        found.extend(lookup.tables.entry(seq)?);
    }
    let title = format!("{} {code}", words::subject(lang, ledger::value::SubjectKind::Gift));
    let organisation = opening.actor.organisation().to_owned();
    let author = lookup.named(ledger::value::SubjectKind::Organisation, &organisation)?.name;
    feed(lookup, &opening, (title, author, format!("/gifts/{code}")), found, lang).map(Some)
}

fn feed(
    lookup: &mut Lookup<'_>,
    opening: &Entry,
    (title, author, page): (String, String, String),
    mut found: Vec<Entry>,
    lang: Lang,
) -> Stored<Feed> {
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let next = found.last().filter(|_| more).map(|entry| entry.seq);
    let updated = found.first().map_or(opening.at, |entry| entry.at);
    let mut entries = Vec::with_capacity(found.len());
    for entry in found {
        let line = lookup.entry_line(&entry)?;
        let (seq, hash, at) = (entry.seq, hash_of(&entry), entry.at);
        entries.push(FeedEntry { seq, hash, at, title: title_of(&line, lang), summary: summary(&line, lang) });
    }
    Ok(Feed { about: hash_of(opening), title, author, page, updated, entries, next })
}

/// An entry's bytes are canonical: written again they are the same.
fn hash_of(entry: &Entry) -> Hash {
    Hash::of(entry.to_json().as_bytes())
}

fn title_of(line: &EntryLine, lang: Lang) -> String {
    let what = words::event(lang, line.event).to_owned();
    let sum = line.sum.map(|sum| words::money(sum.amount, sum.currency));
    let goods = line.goods.iter().map(|goods| goods.item.name.clone());
    let names = goods.chain(line.about.iter().map(|about| about.name.clone()));
    std::iter::once(what).chain(sum).chain(names).collect::<Vec<_>>().join(" · ")
}

fn summary(line: &EntryLine, lang: Lang) -> &'static str {
    words::event_lead(lang, line.event)
}
