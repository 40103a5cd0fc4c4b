//! How the ledger's values stand in columns: numbers as BIGINT, closed lists by their place in the list.
//!
//! Every row says `treat_none_as_default_value = false`: without it Diesel writes the statement's text anew for each
//! row, to look up the prepared one by it.

use diesel::prelude::*;

use ledger::event::EventType;
use ledger::figures::FigureKind;
use ledger::past::{Far, Piece};
use ledger::trace::EndKind;
use ledger::value::{PoolName, SubjectKind};
use ledger::{Entry, Span};

use super::{StoreError, Stored, schema};

/// A count or position as a column: all of them stay below 2^53.
pub(crate) fn column(number: u64) -> Stored<i64> {
    i64::try_from(number).map_err(|_| StoreError::TooLarge)
}

/// A column as a count or position.
pub(crate) fn count(column: i64) -> u64 {
    u64::try_from(column).unwrap_or(0)
}

/// Kind of an id that names an entry which was reversed; the row's entry reversed it.
pub(crate) const REVERSAL: i64 = -1;

/// Kind of an id that names a fund and the entry which closed it: a fund reopened can be closed again.
pub(crate) const CLOSING: i64 = -2;

pub(crate) fn subject_column(kind: SubjectKind) -> i64 {
    place_of(SubjectKind::WORDS.iter().position(|word| *word == kind.word()))
}

/// Kind of a mention that names nothing: each entry of a type has one.
pub(crate) const ALL: i64 = -2;

/// Kind of a mention that names a fund whose entry brings documents.
pub(crate) const DOCUMENTS: i64 = -1;

pub(crate) fn event_column(event: EventType) -> i64 {
    place_of(EventType::ALL.iter().position(|known| *known == event))
}

/// Sums come first, then what rests, in the order of [`EndKind::ALL`].
pub(crate) fn figure_column(kind: FigureKind) -> i64 {
    match kind {
        FigureKind::Received => 0,
        FigureKind::TransferredIn => 1,
        FigureKind::TransferredOut => 2,
        FigureKind::Rests(end) => 3 + end_column(end),
    }
}

pub(crate) fn figure_kind(column: i64) -> Option<FigureKind> {
    match column {
        0 => Some(FigureKind::Received),
        1 => Some(FigureKind::TransferredIn),
        2 => Some(FigureKind::TransferredOut),
        rests => end_kind(rests - 3).map(FigureKind::Rests),
    }
}

pub(crate) fn end_column(kind: EndKind) -> i64 {
    place_of(EndKind::ALL.iter().position(|known| *known == kind))
}

pub(crate) fn end_kind(column: i64) -> Option<EndKind> {
    usize::try_from(column).ok().and_then(|place| EndKind::ALL.get(place)).copied()
}

fn place_of(place: Option<usize>) -> i64 {
    place.and_then(|place| i64::try_from(place).ok()).unwrap_or(-1)
}

pub(crate) fn parse_entry(seq: u64, json: &str) -> Stored<Entry> {
    Entry::parse(json.as_bytes()).map_err(|refusal| StoreError::BadEntry { seq, reason: refusal.to_string() })
}

/// A row of `entries`.
#[derive(Debug, Clone, Insertable, Queryable)]
#[diesel(table_name = schema::entries, treat_none_as_default_value = false)]
pub(crate) struct EntryRow {
    pub(crate) seq: i64,
    pub(crate) json: String,
}

/// A row of `keys`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::keys, treat_none_as_default_value = false)]
pub(crate) struct KeyRow {
    pub(crate) key: Vec<u8>,
    pub(crate) seq: i64,
}

/// A row of `ids`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::ids, treat_none_as_default_value = false)]
pub(crate) struct IdRow {
    pub(crate) kind: i64,
    pub(crate) id: String,
    pub(crate) seq: i64,
}

/// A row of `remembered`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::remembered, treat_none_as_default_value = false)]
pub(crate) struct RememberedRow {
    pub(crate) seq: i64,
}

/// A row of `pools`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsChangeset, Insertable, Queryable)]
#[diesel(table_name = schema::pools, primary_key(id), treat_none_as_default_value = false)]
pub(crate) struct PoolRow {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) extent: i64,
}

/// A row of `free_spans`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsChangeset, Insertable, Queryable)]
#[diesel(table_name = schema::free_spans, primary_key(pool, first), treat_none_as_default_value = false)]
pub(crate) struct FreeRow {
    pub(crate) pool: i64,
    pub(crate) first: i64,
    pub(crate) behind: i64,
}

/// A row of `fund_entries`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::fund_entries, treat_none_as_default_value = false)]
pub(crate) struct FundEntryRow {
    pub(crate) fund: i64,
    pub(crate) kind: i64,
    pub(crate) seq: i64,
}

/// A row of `figures`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, AsChangeset, Insertable, Queryable)]
#[diesel(table_name = schema::figures, primary_key(fund, project, item, kind), treat_none_as_default_value = false)]
pub(crate) struct FigureRow {
    pub(crate) fund: i64,
    pub(crate) project: String,
    pub(crate) item: String,
    pub(crate) kind: i64,
    pub(crate) amount: i64,
    pub(crate) units: i64,
    pub(crate) events: i64,
}

/// A row of `listed`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::listed, treat_none_as_default_value = false)]
pub(crate) struct ListedRow {
    pub(crate) list: i64,
    pub(crate) facet: String,
    pub(crate) day: i64,
    pub(crate) seq: i64,
    pub(crate) amount: i64,
}

/// A row of `days`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, AsChangeset, Insertable, Queryable)]
#[diesel(table_name = schema::days, primary_key(fund, kind, day), treat_none_as_default_value = false)]
pub(crate) struct DayRow {
    pub(crate) fund: i64,
    pub(crate) kind: i64,
    pub(crate) day: i64,
    pub(crate) amount: i64,
}

/// A row of `places`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, AsChangeset, Insertable, Queryable)]
#[diesel(table_name = schema::places, primary_key(fund, place), treat_none_as_default_value = false)]
pub(crate) struct PlaceRow {
    pub(crate) fund: i64,
    pub(crate) place: String,
    pub(crate) amount: i64,
    pub(crate) handouts: i64,
    pub(crate) households: i64,
    pub(crate) people: i64,
}

/// A row of `mentions`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::mentions, treat_none_as_default_value = false)]
pub(crate) struct MentionRow {
    pub(crate) kind: i64,
    pub(crate) id: String,
    pub(crate) event: i64,
    pub(crate) seq: i64,
}

/// A row of `takes`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::takes, treat_none_as_default_value = false)]
pub(crate) struct TakeRow {
    pub(crate) pool: i64,
    pub(crate) first: i64,
    pub(crate) behind: i64,
    pub(crate) seq: i64,
    pub(crate) index: i64,
    pub(crate) place: i64,
    pub(crate) total: i64,
    pub(crate) far_pool: Option<i64>,
    pub(crate) far_total: Option<i64>,
    pub(crate) far_first: Option<i64>,
    pub(crate) ending: Option<i64>,
}

/// A row of `fills`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Insertable, Queryable)]
#[diesel(table_name = schema::fills, treat_none_as_default_value = false)]
pub(crate) struct FillRow {
    pub(crate) pool: i64,
    pub(crate) added_cost: i64,
    pub(crate) first: i64,
    pub(crate) seq: i64,
    pub(crate) index: i64,
    pub(crate) behind: i64,
    pub(crate) place: i64,
    pub(crate) total: i64,
    pub(crate) far_pool: Option<i64>,
    pub(crate) far_total: Option<i64>,
    pub(crate) far_first: Option<i64>,
}

/// The other side's columns.
fn far_columns(far: Option<&Far>, far_pool: Option<i64>) -> Stored<(Option<i64>, Option<i64>, Option<i64>)> {
    let Some(far) = far else { return Ok((None, None, None)) };
    Ok((far_pool, Some(column(far.total)?), far.start.map(column).transpose()?))
}

impl TakeRow {
    pub(crate) fn of(pool: i64, piece: &Piece, far_pool: Option<i64>) -> Stored<Self> {
        let (far_pool, far_total, far_first) = far_columns(piece.far.as_ref(), far_pool)?;
        Ok(Self {
            pool,
            first: column(piece.span.from)?,
            behind: column(piece.span.to)?,
            seq: column(piece.seq)?,
            index: i64::from(piece.index),
            place: column(piece.offset)?,
            total: column(piece.total)?,
            far_pool,
            far_total,
            far_first,
            ending: piece.end.map(end_column),
        })
    }

    pub(crate) fn piece(&self, far_pool: Option<PoolName>) -> Piece {
        Piece {
            span: Span { from: count(self.first), to: count(self.behind) },
            seq: count(self.seq),
            index: u32::try_from(self.index).unwrap_or(0),
            offset: count(self.place),
            total: count(self.total),
            far: far_of(far_pool, self.far_total, self.far_first),
            end: self.ending.and_then(end_kind),
            added_cost: false,
        }
    }
}

impl FillRow {
    pub(crate) fn of(pool: i64, piece: &Piece, far_pool: Option<i64>) -> Stored<Self> {
        let (far_pool, far_total, far_first) = far_columns(piece.far.as_ref(), far_pool)?;
        Ok(Self {
            pool,
            added_cost: i64::from(piece.added_cost),
            first: column(piece.span.from)?,
            seq: column(piece.seq)?,
            index: i64::from(piece.index),
            behind: column(piece.span.to)?,
            place: column(piece.offset)?,
            total: column(piece.total)?,
            far_pool,
            far_total,
            far_first,
        })
    }

    pub(crate) fn piece(&self, far_pool: Option<PoolName>) -> Piece {
        Piece {
            span: Span { from: count(self.first), to: count(self.behind) },
            seq: count(self.seq),
            index: u32::try_from(self.index).unwrap_or(0),
            offset: count(self.place),
            total: count(self.total),
            far: far_of(far_pool, self.far_total, self.far_first),
            end: None,
            added_cost: self.added_cost != 0,
        }
    }
}

fn far_of(pool: Option<PoolName>, total: Option<i64>, first: Option<i64>) -> Option<Far> {
    Some(Far { pool: pool?, total: count(total?), start: first.map(count) })
}
