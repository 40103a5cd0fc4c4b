//! Lists by day, amount, place and subject: each look-up costs what it shows, however long the list is.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use ledger::Entry;
use ledger::event::EventType;
use ledger::figures::FigureKind;
use ledger::value::{Date, PoolName, SubjectKind};

use super::derive;
use super::past::Tables;
use super::query::PoolRecord;
use super::rows::{
    ALL, DOCUMENTS, FreeRow, ListedRow, PlaceRow, column, count, event_column, figure_kind, parse_entry, subject_column,
};
use super::schema::{days, entries, free_spans, listed, mentions, places, pools_by_place};
use super::{Stored, on};

/// Rows of a list that are read at a time where some of them may be passed over.
const CHUNK: i64 = 500;

/// Rows that one question reads at most: past that it answers with what it found, and where to go on.
const READ_LIMIT: usize = 20_000;

/// Of a list that is longer than that, only amounts from here on are sorted: 10,000.00 in most currencies. The index
/// says the same in its own words, and is used only where a question does too.
pub const LARGE: i64 = 1_000_000;
const IS_LARGE: &str = "amount >= 1000000";

/// Which of a fund's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Its gifts.
    Gifts,
    /// Its hand-outs.
    Handouts,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListOrder {
    /// The latest day first.
    #[default]
    Newest,
    /// The earliest day first.
    Oldest,
    /// The largest amount first.
    Largest,
}

/// A place in a list: the day or amount by which it is ordered, and the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Days since 1970, or an amount.
    pub key: i64,
    /// The entry.
    pub seq: u64,
}

/// What of a list is asked for.
#[derive(Debug, Clone, Default)]
pub struct ListFilter {
    /// In which order.
    pub order: ListOrder,
    /// Not before this day.
    pub from: Option<Date>,
    /// Not after this day.
    pub to: Option<Date>,
    /// Only of this project.
    pub project: Option<String>,
    /// Only of this item.
    pub item: Option<String>,
    /// Only at this place, by its word.
    pub place: Option<String>,
    /// Only what stands behind this place of the list.
    pub after: Option<Cursor>,
}

impl ListFilter {
    fn facets(&self) -> Vec<String> {
        let mut facets: Vec<String> = Vec::new();
        facets.extend(self.place.as_deref().map(derive::facet_of_place));
        facets.extend(self.item.as_deref().map(derive::facet_of_item));
        facets.extend(self.project.as_deref().map(derive::facet_of_project));
        if facets.is_empty() {
            facets.push(String::new());
        }
        facets
    }

    /// The one list, of those that it asks for, that is read: the narrowest. All else of it is looked up row by row.
    pub(super) fn first_facet(&self) -> String {
        self.facets().into_iter().next().unwrap_or_default()
    }

    fn holds_day(&self, day: i64) -> bool {
        self.from.is_none_or(|from| day >= from.days()) && self.to.is_none_or(|to| day <= to.days())
    }

    fn key_of(&self, row: &ListedRow) -> i64 {
        if self.order == ListOrder::Largest { row.amount } else { row.day }
    }
}

/// Rows of a list, and where the rows after them begin.
#[derive(Debug)]
pub struct Listed {
    /// The entries, in the order asked for.
    pub entries: Vec<Entry>,
    /// The place of the last one, if there may be more.
    pub next: Option<Cursor>,
    /// Whether the list was too long to be sorted whole, and holds amounts of [`LARGE`] and more alone.
    pub large_only: bool,
}

/// A place of a fund's hand-outs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceSum {
    /// Its word: country, part of the country, name, with slashes between.
    pub word: String,
    /// Money handed out, and what the goods cost.
    pub amount: u64,
    /// How many hand-outs.
    pub handouts: u64,
    /// How many households they reached, each counted as often as it was reached.
    pub households: u64,
    /// How many people, counted likewise.
    pub people: u64,
}

impl Tables {
    /// Rows of a fund's list.
    ///
    /// # Errors
    /// The database's own.
    pub fn listed(&mut self, fund: u64, kind: ListKind, filter: &ListFilter, limit: usize) -> Stored<Listed> {
        let fund = column(fund)?;
        let list = if kind == ListKind::Gifts { derive::gifts_list(fund) } else { derive::handouts_list(fund) };
        let facets = filter.facets();
        let (first, others) = facets.split_first().map_or(("", &[][..]), |(first, others)| (first.as_str(), others));
        if let Some(rows) = self.sorted_by_amount(list, first, filter)? {
            return self.pick(list, others, filter, limit, rows, None);
        }
        let (mut found, mut read, mut after) = (Vec::new(), 0, filter.after);
        loop {
            let rows = self.listed_rows(list, first, filter, after)?;
            let (got, last) = (rows.len(), rows.last().map(|row| (filter.key_of(row), row.seq)));
            read += got;
            for row in rows {
                if filter.holds_day(row.day) && self.stands_in(list, others, &row)? {
                    found.push(row);
                }
                if found.len() > limit {
                    break;
                }
            }
            after = last.map(|(key, seq)| Cursor { key, seq: count(seq) });
            let done = got < usize::try_from(CHUNK).unwrap_or(usize::MAX);
            if done || found.len() > limit || read >= READ_LIMIT {
                let beyond = if done { None } else { after };
                let picked = self.pick(list, &[], filter, limit, found, beyond)?;
                return Ok(Listed { large_only: filter.order == ListOrder::Largest, ..picked });
            }
        }
    }

    /// Where the largest are asked for of few rows, or of days that hold few, it is those rows that are sorted.
    fn sorted_by_amount(&mut self, list: i64, facet: &str, filter: &ListFilter) -> Stored<Option<Vec<ListedRow>>> {
        if filter.order != ListOrder::Largest {
            return Ok(None);
        }
        let query = listed::table
            .filter(listed::list.eq(list).and(listed::facet.eq(facet)))
            .filter(listed::day.ge(filter.from.map_or(i64::MIN, Date::days)))
            .filter(listed::day.le(filter.to.map_or(i64::MAX, Date::days)))
            .limit(i64::try_from(READ_LIMIT).unwrap_or(i64::MAX));
        let mut rows: Vec<ListedRow> = on!(&mut self.db, db => query.load(db))?;
        if rows.len() >= READ_LIMIT {
            return Ok(None);
        }
        rows.sort_by_key(|row| std::cmp::Reverse((row.amount, row.seq)));
        if let Some(after) = filter.after {
            rows.retain(|row| (row.amount, count(row.seq)) < (after.key, after.seq));
        }
        Ok(Some(rows))
    }

    fn pick(
        &mut self,
        list: i64,
        facets: &[String],
        filter: &ListFilter,
        limit: usize,
        rows: Vec<ListedRow>,
        beyond: Option<Cursor>,
    ) -> Stored<Listed> {
        let mut kept = Vec::new();
        for row in rows {
            if self.stands_in(list, facets, &row)? {
                kept.push(row);
            }
            if kept.len() > limit {
                break;
            }
        }
        let more = kept.len() > limit;
        kept.truncate(limit);
        let last = kept.last().map(|row| Cursor { key: filter.key_of(row), seq: count(row.seq) });
        let mut found = Vec::with_capacity(kept.len());
        for row in kept {
            let query = entries::table.find(row.seq).select(entries::json);
            let json: Option<String> = on!(&mut self.db, db => query.first(db).optional())?;
            found.extend(json.map(|json| parse_entry(count(row.seq), &json)).transpose()?);
        }
        Ok(Listed { entries: found, next: if more { last } else { beyond }, large_only: false })
    }

    /// The next rows of a list, in order, whatever their day.
    fn listed_rows(
        &mut self,
        list: i64,
        facet: &str,
        filter: &ListFilter,
        after: Option<Cursor>,
    ) -> Stored<Vec<ListedRow>> {
        let all = listed::table.filter(listed::list.eq(list).and(listed::facet.eq(facet)));
        let (key, seq) = match after {
            Some(after) => (after.key, i64::try_from(after.seq).unwrap_or(i64::MAX)),
            None if filter.order == ListOrder::Oldest => (i64::MIN, i64::MIN),
            None => (i64::MAX, i64::MAX),
        };
        let (from, to) = (filter.from.map_or(i64::MIN, Date::days), filter.to.map_or(i64::MAX, Date::days));
        Ok(match filter.order {
            ListOrder::Newest => {
                // Bounds of the day stand in each half, so that either half is one range of the index.
                let same = all.filter(listed::day.eq(key).and(listed::seq.lt(seq)).and(listed::day.between(from, to)));
                let same = same.order(listed::seq.desc()).limit(CHUNK);
                let then = all.filter(listed::day.lt(key).and(listed::day.between(from, to)));
                let then = then.order((listed::day.desc(), listed::seq.desc())).limit(CHUNK);
                let mut rows: Vec<ListedRow> = on!(&mut self.db, db => same.load(db))?;
                if rows.len() < chunk() {
                    rows.extend(on!(&mut self.db, db => then.load::<ListedRow>(db))?);
                }
                rows
            }
            ListOrder::Oldest => {
                let same = all.filter(listed::day.eq(key).and(listed::seq.gt(seq)).and(listed::day.between(from, to)));
                let same = same.order(listed::seq.asc()).limit(CHUNK);
                let then = all.filter(listed::day.gt(key).and(listed::day.between(from, to)));
                let then = then.order((listed::day.asc(), listed::seq.asc())).limit(CHUNK);
                let mut rows: Vec<ListedRow> = on!(&mut self.db, db => same.load(db))?;
                if rows.len() < chunk() {
                    rows.extend(on!(&mut self.db, db => then.load::<ListedRow>(db))?);
                }
                rows
            }
            ListOrder::Largest => {
                let all = all.filter(sql::<Bool>(IS_LARGE));
                let same = all.clone().filter(listed::amount.eq(key).and(listed::seq.lt(seq)));
                let same = same.order(listed::seq.desc()).limit(CHUNK);
                let then = all.filter(listed::amount.lt(key));
                let then = then.order((listed::amount.desc(), listed::seq.desc())).limit(CHUNK);
                let mut rows: Vec<ListedRow> = on!(&mut self.db, db => same.load(db))?;
                if rows.len() < chunk() {
                    rows.extend(on!(&mut self.db, db => then.load::<ListedRow>(db))?);
                }
                rows
            }
        })
    }

    /// Whether a row of one facet's list stands in those of the others too.
    fn stands_in(&mut self, list: i64, facets: &[String], row: &ListedRow) -> Stored<bool> {
        for facet in facets {
            let query = listed::table.find((list, facet, row.day, row.seq)).select(listed::seq);
            let there: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
            if there.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// What changed in a fund's sums on each day, by kind: kinds of which nothing is ever taken back but by reversal.
    ///
    /// # Errors
    /// The database's own.
    pub fn days(&mut self, fund: u64) -> Stored<Vec<(FigureKind, i64, i64)>> {
        let query = days::table.filter(days::fund.eq(column(fund)?).and(days::amount.ne(0))).select((
            days::kind,
            days::day,
            days::amount,
        ));
        let rows: Vec<(i64, i64, i64)> = on!(&mut self.db, db => query.load(db))?;
        Ok(rows.into_iter().filter_map(|(kind, day, amount)| Some((figure_kind(kind)?, day, amount))).collect())
    }

    /// The places of a fund's hand-outs, those with most first, at most `limit`; and how many there are.
    ///
    /// # Errors
    /// The database's own.
    pub fn places(&mut self, fund: u64, limit: usize) -> Stored<(Vec<PlaceSum>, u64)> {
        let ours = places::table.filter(places::fund.eq(column(fund)?).and(places::handouts.gt(0)));
        let largest = ours
            .order((places::amount.desc(), places::people.desc(), places::place.asc()))
            .limit(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows: Vec<PlaceRow> = on!(&mut self.db, db => largest.load(db))?;
        let total: i64 = on!(&mut self.db, db => ours.count().get_result(db))?;
        let sum = |row: PlaceRow| PlaceSum {
            word: row.place,
            amount: count(row.amount),
            handouts: count(row.handouts),
            households: count(row.households),
            people: count(row.people),
        };
        Ok((rows.into_iter().map(sum).collect(), count(total)))
    }

    /// Entries of a type, before `before`, newest first. Not of gifts of money or fees: those are found by fund.
    ///
    /// # Errors
    /// The database's own.
    pub fn of_type(&mut self, event: EventType, before: u64, limit: usize) -> Stored<Vec<Entry>> {
        self.mentions_of(ALL, "", &[event], before, limit)
    }

    /// How many hand-outs a fund made.
    ///
    /// # Errors
    /// The database's own.
    pub fn handouts_count(&mut self, fund: u64) -> Stored<u64> {
        let query = places::table.filter(places::fund.eq(column(fund)?)).select(places::handouts);
        let counts: Vec<i64> = on!(&mut self.db, db => query.load(db))?;
        Ok(count(counts.iter().sum()))
    }

    /// Entries that speak of something, before `before`, newest first: those of these types, or of all.
    ///
    /// # Errors
    /// The database's own.
    pub fn mentions(
        &mut self,
        kind: SubjectKind,
        id: &str,
        types: &[EventType],
        before: u64,
        limit: usize,
    ) -> Stored<Vec<Entry>> {
        self.mentions_of(subject_column(kind), id, types, before, limit)
    }

    /// Entries that brought documents to a fund, newest first.
    ///
    /// # Errors
    /// The database's own.
    pub fn documented(&mut self, fund: &str, limit: usize) -> Stored<Vec<Entry>> {
        self.mentions_of(DOCUMENTS, fund, &[], u64::MAX, limit)
    }

    fn mentions_of(
        &mut self,
        kind: i64,
        id: &str,
        types: &[EventType],
        before: u64,
        limit: usize,
    ) -> Stored<Vec<Entry>> {
        let types = if types.is_empty() { EventType::ALL } else { types };
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        let mut seqs: Vec<i64> = Vec::new();
        for event in types {
            let query = mentions::table
                .filter(mentions::kind.eq(kind).and(mentions::id.eq(id)))
                .filter(mentions::event.eq(event_column(*event)).and(mentions::seq.lt(before)))
                .order(mentions::seq.desc())
                .limit(i64::try_from(limit).unwrap_or(i64::MAX))
                .select(mentions::seq);
            seqs.extend(on!(&mut self.db, db => query.load::<i64>(db))?);
        }
        seqs.sort_unstable_by_key(|seq| std::cmp::Reverse(*seq));
        seqs.truncate(limit);
        let mut found = Vec::with_capacity(seqs.len());
        for seq in seqs {
            found.extend(ledger::Past::entry(self, count(seq))?);
        }
        Ok(found)
    }

    /// How many entries of a type speak of something.
    ///
    /// # Errors
    /// The database's own.
    pub fn mentions_count(&mut self, kind: SubjectKind, id: &str, event: EventType) -> Stored<u64> {
        let query = mentions::table
            .filter(mentions::kind.eq(subject_column(kind)).and(mentions::id.eq(id)))
            .filter(mentions::event.eq(event_column(event)))
            .count();
        Ok(count(on!(&mut self.db, db => query.get_result(db))?))
    }

    /// How many pools hold something now at a site, or with a partner.
    ///
    /// # Errors
    /// The database's own.
    pub fn pools_holding_count(&mut self, place: &str) -> Stored<u64> {
        let holding = diesel::dsl::exists(free_spans::table.filter(free_spans::pool.eq(pools_by_place::id)));
        let query = pools_by_place::table.filter(pools_by_place::place.eq(place).and(holding)).count();
        Ok(count(on!(&mut self.db, db => query.get_result(db))?))
    }

    /// The pools that hold something now at a site, or with a partner: the latest, at most `limit`.
    ///
    /// # Errors
    /// The database's own.
    pub fn pools_holding(&mut self, place: &str, limit: usize) -> Stored<Vec<PoolRecord>> {
        let holding = diesel::dsl::exists(free_spans::table.filter(free_spans::pool.eq(pools_by_place::id)));
        let query = pools_by_place::table
            .filter(pools_by_place::place.eq(place).and(holding))
            .order(pools_by_place::id.desc())
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select((pools_by_place::id, pools_by_place::name, pools_by_place::extent));
        let rows: Vec<(i64, String, i64)> = on!(&mut self.db, db => query.load(db))?;
        let mut found = Vec::with_capacity(rows.len());
        for (id, name, extent) in rows {
            let spans = free_spans::table.filter(free_spans::pool.eq(id)).order(free_spans::first.asc());
            let spans: Vec<FreeRow> = on!(&mut self.db, db => spans.load(db))?;
            let free = spans.iter().filter_map(|span| ledger::Span::new(count(span.first), count(span.behind)));
            let free = free.collect();
            found.extend(PoolName::parse(&name).map(|name| PoolRecord { name, extent: count(extent), free }));
        }
        Ok(found)
    }

    /// The first entry that was recorded on this day or after it: entries stand in the order of time.
    ///
    /// # Errors
    /// The database's own.
    pub fn first_since(&mut self, day: Date) -> Stored<u64> {
        let start = day.days().saturating_mul(86_400_000);
        let (mut low, mut high) = (0, self.head()?.size);
        while low < high {
            let middle = low + (high - low) / 2;
            match ledger::Past::entry(self, middle)? {
                Some(entry) if entry.at.ms() < start => low = middle + 1,
                _ => high = middle,
            }
        }
        Ok(low)
    }
}

fn chunk() -> usize {
    usize::try_from(CHUNK).unwrap_or(usize::MAX)
}
