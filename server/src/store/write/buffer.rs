//! What a batch has recorded and not yet written: rows that wait, and sums that change until the commit.
//!
//! Rows are written together, at the latest before a look-up needs them; sums once, before the commit.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use ledger::log::tile::FullTile;
use ledger::past::{Direction, Piece};
use ledger::pool::{Pool, PoolId};
use ledger::record::Recorded;
use ledger::state::State;
use ledger::value::{PoolName, Slug, SubjectKind};
use ledger::{Entry, Past, Span};

use super::super::derive::{self, DayColumns, FigureChange, FigureColumns, PlaceChange, PlaceColumns};
use super::super::past::Tables;
use super::super::rows::{
    DayRow, EntryRow, FigureRow, FillRow, FreeRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow, PlaceRow,
    PoolRow, RememberedRow, TakeRow, column, count,
};
use super::super::schema::{
    entries, fills, free_spans, fund_entries, ids, keys, listed, mentions, pools, remembered, takes, tiles,
};
use super::super::tiles::TileRow;
use super::super::{Db, StoreError, Stored, on};
use super::statement::{Extent, Fixed, insert};

/// Rows that wait to be written, and changes that are summed up until the commit.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    entries: Vec<EntryRow>,
    keys: Vec<KeyRow>,
    ids: Vec<IdRow>,
    remembered: Vec<RememberedRow>,
    pools: Vec<PoolRow>,
    takes: Vec<TakeRow>,
    fills: Vec<FillRow>,
    fund_entries: Vec<FundEntryRow>,
    listed: Vec<ListedRow>,
    mentions: Vec<MentionRow>,
    tiles: Vec<TileRow>,
    figures: BTreeMap<FigureColumns, FigureChange>,
    days: BTreeMap<DayColumns, i64>,
    places: BTreeMap<PlaceColumns, PlaceChange>,
    touched: BTreeSet<(PoolId, u64)>,
    batch_keys: HashMap<[u8; 16], u64>,
    /// Keys are ordered by time: one beyond the greatest is new, and needs no look-up.
    greatest_key: [u8; 16],
    funds: HashMap<Slug, i64>,
    pools_known: usize,
}

/// Writes rows. PostgreSQL gets as many as a statement can hold: there each costs a round trip.
macro_rules! insert_all {
    ($db:expr, $table:expr, $rows:expr) => {{
        let rows = std::mem::take(&mut $rows);
        match $db {
            Db::Sqlite(db) => insert(db, &rows)?,
            Db::Postgres(db) => {
                for chunk in rows.chunks(4_000) {
                    diesel::insert_into($table).values(chunk).execute(db)?;
                }
            }
        }
    }};
}

impl Buffer {
    pub(super) fn new(tables: &mut Tables, state: &State) -> Stored<Self> {
        let query = keys::table.order(keys::key.desc()).select(keys::key);
        let greatest: Option<Vec<u8>> = on!(&mut tables.db, db => query.first(db).optional())?;
        // A key of another length would be none of ours: then each is looked up.
        let greatest_key = greatest.map_or([0; 16], |key| key.try_into().unwrap_or([u8::MAX; 16]));
        Ok(Self { greatest_key, pools_known: state.pools().len(), ..Self::default() })
    }

    /// The entry that a key was given to, if it was.
    pub(super) fn key_holder(&self, db: &mut Db, key: [u8; 16]) -> Stored<Option<u64>> {
        if key > self.greatest_key {
            return Ok(None);
        }
        if let Some(seq) = self.batch_keys.get(&key) {
            return Ok(Some(*seq));
        }
        let query = keys::table.find(key.to_vec()).select(keys::seq);
        let seq: Option<i64> = on!(db, db => query.first(db).optional())?;
        Ok(seq.map(count))
    }

    /// The batch stands: its keys can be looked up now.
    pub(super) fn committed(&mut self) {
        self.batch_keys.clear();
    }

    /// Takes in the tiles that an entry filled.
    pub(super) fn keep_tiles(&mut self, filled: Vec<FullTile>) -> Stored<()> {
        for tile in filled {
            self.tiles.push(TileRow::new(tile)?);
        }
        Ok(())
    }

    /// Takes in what was just recorded.
    pub(super) fn keep(&mut self, tables: &mut Tables, state: &State, recorded: Recorded) -> Stored<()> {
        let mut changes = derive::changes(state, &recorded, |fund| self.fund_column(tables, fund))?;
        let key = recorded.entry.key.bytes();
        self.batch_keys.insert(key, recorded.entry.seq);
        self.greatest_key = self.greatest_key.max(key);
        self.entries.push(EntryRow { seq: column(recorded.entry.seq)?, json: recorded.json });
        self.keys.push(changes.key);
        self.ids.append(&mut changes.ids);
        self.remembered.extend(changes.remembered);
        self.touched.extend(recorded.touched);
        for pool in state.pools().iter().skip(self.pools_known) {
            let id = column(self.pools_known as u64)?;
            self.pools.push(PoolRow { id, name: pool.name().to_string(), extent: 0 });
            self.pools_known += 1;
        }
        for (key, change) in changes.figures {
            let slot = self.figures.entry(key).or_default();
            *slot = (slot.0 + change.0, slot.1 + change.1, slot.2 + change.2);
        }
        for (key, change) in changes.days {
            *self.days.entry(key).or_default() += change;
        }
        for (key, change) in changes.places {
            derive::add_places(self.places.entry(key).or_default(), change);
        }
        self.mentions.append(&mut changes.mentions);
        if changes.reverses {
            self.flush(tables)?;
            remove_listed(&mut tables.db, &changes.listed)?;
            return remove(&mut tables.db, &changes.takes, &changes.fills, &changes.fund_entries);
        }
        self.listed.append(&mut changes.listed);
        self.takes.append(&mut changes.takes);
        self.fills.append(&mut changes.fills);
        self.fund_entries.append(&mut changes.fund_entries);
        Ok(())
    }

    fn fund_column(&mut self, tables: &mut Tables, fund: &Slug) -> Stored<i64> {
        if let Some(seq) = self.funds.get(fund) {
            return Ok(*seq);
        }
        self.flush(tables)?;
        let seq = tables.holder(SubjectKind::Fund, fund.as_str())?.map_or(Ok(-1), column)?;
        self.funds.insert(fund.clone(), seq);
        Ok(seq)
    }

    /// Writes everything, before the commit.
    pub(super) fn write(&mut self, tables: &mut Tables, state: &State) -> Stored<()> {
        self.flush(tables)?;
        self.write_free_spans(&mut tables.db, state)?;
        self.write_sums(&mut tables.db)
    }

    /// Writes the rows kept back, so that look-ups see them.
    fn flush(&mut self, tables: &mut Tables) -> Stored<()> {
        let db = &mut tables.db;
        insert_all!(db, entries::table, self.entries);
        insert_all!(db, keys::table, self.keys);
        insert_all!(db, ids::table, self.ids);
        insert_all!(db, remembered::table, self.remembered);
        insert_all!(db, pools::table, self.pools);
        insert_all!(db, takes::table, self.takes);
        insert_all!(db, fills::table, self.fills);
        insert_all!(db, fund_entries::table, self.fund_entries);
        insert_all!(db, listed::table, self.listed);
        insert_all!(db, mentions::table, self.mentions);
        insert_all!(db, tiles::table, self.tiles);
        Ok(())
    }

    /// Brings the free spans that changed, and the extents of their pools, to what the state says.
    fn write_free_spans(&mut self, db: &mut Db, state: &State) -> Stored<()> {
        let mut last = None;
        for (id, first) in std::mem::take(&mut self.touched) {
            let Some(pool) = state.pool_by_id(id) else { continue };
            let number = i64::from(id.0);
            if last.replace(id) != Some(id) {
                Fixed(Extent { id: number, extent: column(pool.extent())? }).run(db)?;
            }
            write_free_span(db, pool, number, first)?;
        }
        Ok(())
    }

    /// Adds what changed to the sums.
    fn write_sums(&mut self, db: &mut Db) -> Stored<()> {
        for ((fund, project, item, kind), (amount, units, events)) in std::mem::take(&mut self.figures) {
            Fixed(FigureRow { fund, project, item, kind, amount, units, events }).run(db)?;
        }
        for ((fund, kind, day), amount) in std::mem::take(&mut self.days) {
            Fixed(DayRow { fund, kind, day, amount }).run(db)?;
        }
        for ((fund, place), (amount, handouts, households, people)) in std::mem::take(&mut self.places) {
            Fixed(PlaceRow { fund, place, amount, handouts, households, people }).run(db)?;
        }
        Ok(())
    }
}

fn write_free_span(db: &mut Db, pool: &Pool, number: i64, first: u64) -> Stored<()> {
    let key = (number, column(first)?);
    match pool.free_span_at(first) {
        Some(behind) => Fixed(FreeRow { pool: key.0, first: key.1, behind: column(behind)? }).run(db).map(drop),
        None => {
            on!(db, db => diesel::delete(free_spans::table.find(key)).execute(db))?;
            Ok(())
        }
    }
}

/// Takes a gift or hand-out that no longer counts out of its lists.
fn remove_listed(db: &mut Db, gone: &[ListedRow]) -> Stored<()> {
    for row in gone {
        let gone = listed::table.find((row.list, &row.facet, row.day, row.seq));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    Ok(())
}

/// Takes out the rows of an entry that no longer counts.
fn remove(db: &mut Db, gone_takes: &[TakeRow], gone_fills: &[FillRow], gone_entries: &[FundEntryRow]) -> Stored<()> {
    for row in gone_takes {
        let gone = takes::table.find((row.pool, row.first));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    for row in gone_fills {
        let gone = fills::table.find((row.pool, row.added_cost, row.first, row.seq, row.index));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    for row in gone_entries {
        let gone = fund_entries::table.find((row.fund, row.kind, row.seq));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    Ok(())
}

/// Look-ups that see what the batch has recorded so far.
pub(super) struct Buffered<'a> {
    pub(super) tables: &'a mut Tables,
    pub(super) buffer: &'a mut Buffer,
}

impl Buffered<'_> {
    pub(super) fn flush(&mut self) -> Stored<()> {
        self.buffer.flush(self.tables)
    }
}

impl Past for Buffered<'_> {
    type Error = StoreError;

    fn entry(&mut self, seq: u64) -> Stored<Option<Entry>> {
        self.flush()?;
        self.tables.entry(seq)
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<u64>> {
        self.flush()?;
        self.tables.holder(kind, id)
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Stored<Vec<Piece>> {
        self.flush()?;
        self.tables.pieces(direction, pool, span)
    }
}
