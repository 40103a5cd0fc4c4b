//! `/entries`: the log, newest first, sifted by whatever is asked together.
//!
//! The narrowest list that the store keeps is read, and each of its entries is looked at for the rest of what was asked.
//! Where that passes over many, the page ends after [`LOOKED_AT`] of them, says so, and leads on from there. [`called`]: the
//! same for programs.

use app::view::{About, Entries, EntriesAsked, FigureKind as Shown, Page, Refused, SignedSum, Sum};
use ledger::Entry;
use ledger::event::{Event, EventType, Place};
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::{Currency, Date, PoolParts, SubjectKind};

use super::brought::{self, Part};
use super::fund_list::{day_of, with};
use super::{Lookup, places};
use crate::store::Stored;
use crate::store::derive::place_word;
use crate::store::query::{Figure, FundRecord};
use crate::store::query_lists::{ListFilter, ListKind};

pub(super) mod called;

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

/// A list that the store keeps, in the order of recording.
#[derive(Debug)]
enum Stream {
    /// Behind one figure of a fund.
    Figure(u64, FigureKind),
    /// Of a fund's gifts or hand-outs, those of one project or place.
    Listed(u64, ListKind, ListFilter),
    /// Those that speak of something, of these types, or of all.
    Said(SubjectKind, String, Vec<EventType>),
    /// Of one type.
    Typed(EventType),
    /// All.
    Whole,
}

/// What was asked, with the funds that it is of.
#[derive(Debug)]
struct Sieve {
    asked: EntriesAsked,
    /// The funds asked for: one, those of a currency, or all.
    funds: Vec<FundRecord>,
    /// Whether these are fewer than all.
    restricted: bool,
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

impl Stream {
    fn read(&self, lookup: &mut Lookup<'_>, before: u64, limit: usize) -> Stored<Vec<Entry>> {
        let tables = &mut *lookup.tables;
        match self {
            Self::Figure(fund, kind) => tables.fund_entries(*fund, *kind, before, limit),
            Self::Listed(fund, list, filter) => match tables.listed_before(*fund, *list, filter, before, limit)? {
                Some(found) => Ok(found),
                // Too long a list stands thickly among all of its kind.
                None => {
                    let mut found = Vec::new();
                    for kind in figures_of(*list) {
                        found.extend(tables.fund_entries(*fund, *kind, before, limit)?);
                    }
                    Ok(found)
                }
            },
            Self::Said(kind, id, types) => tables.mentions(*kind, id, types, before, limit),
            Self::Typed(event) => tables.of_type(*event, before, limit),
            Self::Whole => Ok(tables.latest(before, limit)?.into_iter().map(|(entry, _)| entry).collect()),
        }
    }
}

/// The figures that put an entry into a list.
fn figures_of(list: ListKind) -> &'static [FigureKind] {
    match list {
        ListKind::Gifts => &[FigureKind::Received],
        ListKind::Handouts => &[FigureKind::Rests(EndKind::Distributed), FigureKind::Rests(EndKind::CashDistributed)],
    }
}

impl Sieve {
    fn new(asked: EntriesAsked, all: Vec<FundRecord>) -> Self {
        let restricted = asked.fund.is_some() || asked.currency.is_some();
        let ours = |record: &FundRecord| {
            asked.fund.as_ref().is_none_or(|fund| record.fund.id.as_str() == fund.id)
                && asked.currency.is_none_or(|currency| record.fund.currency == currency)
        };
        let funds = all.into_iter().filter(ours).collect();
        Self { asked, funds, restricted }
    }

    /// The lists that together hold all that fits, and as little else as there is.
    fn streams(&self, lookup: &mut Lookup<'_>) -> Stored<Vec<Stream>> {
        let asked = &self.asked;
        if let Some(about) = asked.about.first() {
            let types: Vec<EventType> = asked.event.into_iter().collect();
            let mut streams = vec![Stream::Said(about.kind, about.id.clone(), types)];
            if about.kind == SubjectKind::Project {
                streams.extend(self.money_of_project(lookup, &about.id)?);
            }
            return Ok(streams);
        }
        if let Some((word, _)) = &asked.place {
            let filter = ListFilter { place: Some(word.clone()), ..ListFilter::default() };
            let of_fund = |record: &FundRecord| Stream::Listed(record.seq, ListKind::Handouts, filter.clone());
            return Ok(self.funds.iter().map(of_fund).collect());
        }
        if let Some(kind) = asked.kind {
            let mut streams = self.figures(&kinds_of(kind));
            if moves_cash(kind) {
                streams.extend(self.funds.iter().map(|record| said_of(record, vec![EventType::AllocationMade])));
                streams.push(Stream::Typed(EventType::TransferMade));
            }
            return Ok(streams);
        }
        Ok(match asked.event {
            Some(EventType::DonationReceived) => self.figures(&[FigureKind::Received]),
            Some(EventType::FeeCharged) => self.figures(&[FigureKind::Rests(EndKind::Fee)]),
            Some(event) if self.restricted && event != EventType::TransferMade => {
                self.funds.iter().map(|record| said_of(record, vec![event])).collect()
            }
            Some(event) => vec![Stream::Typed(event)],
            None if self.restricted => {
                let mut streams = self.figures(&[FigureKind::Received, FigureKind::Rests(EndKind::Fee)]);
                streams.extend(self.funds.iter().map(|record| said_of(record, Vec::new())));
                streams.push(Stream::Typed(EventType::TransferMade));
                streams
            }
            None => vec![Stream::Whole],
        })
    }

    fn figures(&self, kinds: &[FigureKind]) -> Vec<Stream> {
        let of_fund = |record: &FundRecord| {
            let fund = record.seq;
            kinds.iter().map(move |kind| Stream::Figure(fund, *kind))
        };
        self.funds.iter().flat_map(of_fund).collect()
    }

    /// Gifts of money for a project, and fees on them, which no list of what speaks of it has.
    fn money_of_project(&self, lookup: &mut Lookup<'_>, project: &str) -> Stored<Vec<Stream>> {
        let Some(entry) = lookup.subject(SubjectKind::Project, project)? else { return Ok(Vec::new()) };
        let Event::ProjectOpened(opened) = &entry.event else { return Ok(Vec::new()) };
        let Some(fund) = lookup.fund_record(opened.fund.as_str())? else { return Ok(Vec::new()) };
        let (kind, event) = (self.asked.kind, self.asked.event);
        let mut streams = Vec::new();
        let wants_gifts = kind.is_none_or(|kind| kind == Shown::Received || moves_cash(kind));
        if wants_gifts && event.is_none_or(|event| event == EventType::DonationReceived) {
            let filter = ListFilter { project: Some(project.to_owned()), ..ListFilter::default() };
            streams.push(Stream::Listed(fund.seq, ListKind::Gifts, filter));
        }
        let wants_transfers = kind.is_none_or(moves_cash);
        if wants_transfers && event.is_none_or(|event| event == EventType::TransferMade) {
            streams.push(Stream::Typed(EventType::TransferMade));
        }
        // Fees are so many that only who asks for them has them looked through.
        let fee = FigureKind::Rests(EndKind::Fee);
        let wants_fees = kind.is_some_and(|kind| kinds_of(kind).contains(&fee));
        if wants_fees || (kind.is_none() && event == Some(EventType::FeeCharged)) {
            streams.push(Stream::Figure(fund.seq, fee));
        }
        Ok(streams)
    }

    /// Whether an entry fits all that was asked; if so, what it brings to the figure.
    fn lets_through(&self, lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<Vec<Part>>> {
        let asked = &self.asked;
        if asked.event.is_some_and(|event| entry.event.event_type() != event) {
            return Ok(None);
        }
        if let Some((word, _)) = &asked.place
            && place_of(&entry.event).is_none_or(|place| place_word(place) != *word)
        {
            return Ok(None);
        }
        for about in &asked.about {
            if !speaks_of(lookup, entry, about.kind, &about.id)? {
                return Ok(None);
            }
        }
        // The lists of funds are theirs alone; those of other things, and of transfers, are not.
        let is_shared = !asked.about.is_empty() || matches!(entry.event, Event::TransferMade(_));
        if self.restricted && is_shared && !self.is_of_funds(lookup, entry)? {
            return Ok(None);
        }
        let Some(kind) = asked.kind else { return Ok(Some(Vec::new())) };
        let is_reversal = matches!(entry.event, Event::EntryReversed(_));
        if is_reversal || lookup.tables.reversed_by(entry.seq)?.is_some() {
            return Ok(None);
        }
        let mut parts = brought::parts(lookup, entry, kind)?;
        parts.retain(|part| self.counts(part));
        Ok((!parts.is_empty()).then_some(parts))
    }

    fn is_of_funds(&self, lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<bool> {
        for record in &self.funds {
            if speaks_of(lookup, entry, SubjectKind::Fund, record.fund.id.as_str())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a part of what an entry brings is of that which was asked for.
    fn counts(&self, part: &Part) -> bool {
        let of = |about: &About| match about.kind {
            SubjectKind::Project => part.project.as_deref() == Some(about.id.as_str()),
            SubjectKind::Item => part.item.as_deref() == Some(about.id.as_str()),
            SubjectKind::Site => part.site() == Some(about.id.as_str()),
            _ => true,
        };
        self.asked.about.iter().all(of)
            && (!self.restricted || self.funds.iter().any(|record| record.fund.id.as_str() == part.fund))
    }

    /// Whether the sums of the store answer what was asked: they are kept by fund, project, item and kind.
    fn is_summed(&self) -> bool {
        let asked = &self.asked;
        let kept = |about: &About| matches!(about.kind, SubjectKind::Project | SubjectKind::Item);
        asked.event.is_none()
            && asked.from.is_none()
            && asked.to.is_none()
            && asked.place.is_none()
            && asked.about.iter().all(kept)
    }
}

fn said_of(record: &FundRecord, types: Vec<EventType>) -> Stream {
    Stream::Said(SubjectKind::Fund, record.fund.id.to_string(), types)
}

/// Whether an entry speaks of something: as the store's lists say. Gifts of money and fees are in none, and transfers to
/// a partner, which change no sum, are in none of their fund's: they tell it themselves.
fn speaks_of(lookup: &mut Lookup<'_>, entry: &Entry, kind: SubjectKind, id: &str) -> Stored<bool> {
    let is_cash = matches!(entry.event, Event::DonationReceived(_) | Event::FeeCharged(_) | Event::TransferMade(_));
    if !is_cash {
        return lookup.tables.speaks_of(entry, kind, id);
    }
    let mut pools = entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)).map(|side| &side.pool);
    Ok(pools.any(|pool| match (kind, pool.parts()) {
        (SubjectKind::Fund, PoolParts::Cash { fund, .. }) => fund == id,
        (SubjectKind::Project, PoolParts::Cash { project, .. }) => project == Some(id),
        (SubjectKind::Organisation, PoolParts::Cash { holder, .. }) => holder == Some(id),
        _ => false,
    }))
}

/// Where a hand-out was.
fn place_of(event: &Event) -> Option<&Place> {
    match event {
        Event::GoodsDistributed(event) => Some(&event.place),
        Event::CashDistributed(event) => Some(&event.place),
        _ => None,
    }
}

/// What all that was asked for makes together: as the store sums it, or else as the rows do if these are all.
fn sums(lookup: &mut Lookup<'_>, sieve: &Sieve, rows: Option<&[(Entry, Vec<Part>)]>) -> Stored<Vec<Sum>> {
    let Some(kind) = sieve.asked.kind else { return Ok(Vec::new()) };
    let mut sums: Vec<SignedSum> = Vec::new();
    let mut add = |currency: Currency, amount: i64| match sums.iter_mut().find(|sum| sum.currency == currency) {
        Some(sum) => sum.amount = sum.amount.saturating_add(amount),
        None => sums.push(SignedSum { amount, currency }),
    };
    if sieve.is_summed() {
        for record in &sieve.funds {
            let figures = lookup.tables.figures(record.seq)?;
            let ours = figures.iter().filter(|figure| is_of(figure, kind, &sieve.asked.about));
            add(record.fund.currency, ours.fold(0_i64, |sum, figure| sum.saturating_add(figure.amount)));
        }
    } else if let Some(rows) = rows {
        for (_, parts) in rows {
            for sum in brought::sums(lookup, parts)? {
                add(sum.currency, sum.amount);
            }
        }
    }
    let some = sums.into_iter().filter(|sum| sum.amount > 0);
    Ok(some.map(|sum| Sum { amount: sum.amount.unsigned_abs(), currency: sum.currency }).collect())
}

/// Whether a sum of the store is a part of a figure. All that was set aside for a project rests somewhere, or went on.
fn is_of(figure: &Figure, kind: Shown, about: &[About]) -> bool {
    let of = |about: &About| match about.kind {
        SubjectKind::Project => figure.project.as_deref() == Some(about.id.as_str()),
        _ => figure.item.as_deref() == Some(about.id.as_str()),
    };
    let is_kind = match kind {
        Shown::SetAside => {
            figure.project.is_some() && !matches!(figure.kind, FigureKind::Received | FigureKind::TransferredIn)
        }
        Shown::End(app::view::EndKind::Unspent) => figure.kind == FigureKind::Rests(EndKind::Unspent),
        Shown::Held => matches!(figure.kind, FigureKind::Rests(end) if end.is_held()),
        kind => kinds_of(kind).contains(&figure.kind),
    };
    is_kind && about.iter().all(of)
}

/// Whether entries that only move cash within funds can bring something to a figure.
fn moves_cash(kind: Shown) -> bool {
    matches!(kind, Shown::Held | Shown::SetAside | Shown::End(app::view::EndKind::Unspent))
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

/// The lists of the store that hold what a figure of the pages is made of.
fn kinds_of(kind: Shown) -> Vec<FigureKind> {
    let came = [FigureKind::Received, FigureKind::TransferredIn];
    match kind {
        Shown::Received => vec![FigureKind::Received],
        Shown::TransferredIn => vec![FigureKind::TransferredIn],
        Shown::End(app::view::EndKind::TransferredOut) => vec![FigureKind::TransferredOut],
        // What lies unspent came in by gifts and transfers.
        Shown::SetAside | Shown::End(app::view::EndKind::Unspent) => came.to_vec(),
        kind => {
            let words = kind.ends().into_iter().filter_map(|end| EndKind::from_word(end.word()));
            let mut kinds: Vec<FigureKind> =
                words.filter(|end| *end != EndKind::Unspent).map(FigureKind::Rests).collect();
            if kind == Shown::Held {
                kinds.extend(came);
            }
            kinds
        }
    }
}
