//! The ledger's look-ups, answered by indexed queries: each costs what it finds.

use diesel::prelude::*;

use ledger::past::{Direction, Piece};
use ledger::value::{PoolName, PoolParts, SubjectKind};
use ledger::{Entry, Past, Span};

use super::pool_names::PoolNames;
use super::rows::{FillRow, TakeRow, column, count, parse_entry, subject_column};
use super::schema::{entries, fills, ids, pools, takes};
use super::{Db, StoreError, Stored, on};

/// A connection that answers the ledger's questions.
#[derive(Debug)]
pub struct Tables {
    pub(crate) db: Db,
    pool_names: PoolNames,
}

impl Tables {
    /// Answers from this connection.
    #[must_use]
    pub fn new(db: Db) -> Self {
        Self::sharing(db, PoolNames::default())
    }

    /// Answers from this connection, with what others that read the same log know of its pools.
    pub(crate) fn sharing(db: Db, pool_names: PoolNames) -> Self {
        Self { db, pool_names }
    }

    /// The connection itself, for what no look-up asks.
    pub fn connection(&mut self) -> &mut Db {
        &mut self.db
    }

    /// Forgets what it remembers of pools: a transaction that named new ones was rolled back.
    pub(crate) fn forget_pools(&mut self) {
        self.pool_names.forget();
    }

    fn learn_pools(&mut self) -> Stored<()> {
        let unknown = pools::table.filter(pools::id.ge(self.pool_names.next()?)).order(pools::id.asc());
        let unknown = unknown.select((pools::id, pools::name));
        self.pool_names.learn(on!(&mut self.db, db => unknown.load(db))?)
    }

    fn pool_id(&mut self, pool: &PoolName) -> Stored<Option<i64>> {
        if let Some(id) = self.pool_names.number(pool) {
            return Ok(Some(id));
        }
        self.learn_pools()?;
        Ok(self.pool_names.number(pool))
    }

    fn pool_name(&mut self, id: i64) -> Stored<PoolName> {
        if let Some(name) = self.pool_names.name(id) {
            return Ok(name);
        }
        self.learn_pools()?;
        self.pool_names.name(id).ok_or_else(|| StoreError::Database(format!("there is no pool {id}")))
    }

    /// The exact bytes of an entry.
    ///
    /// # Errors
    /// The database's own.
    pub fn json(&mut self, seq: u64) -> Stored<Option<String>> {
        // No entry has a number that no column can hold.
        let Ok(seq) = column(seq) else { return Ok(None) };
        let query = entries::table.find(seq).select(entries::json);
        Ok(on!(&mut self.db, db => query.first(db).optional())?)
    }

    fn take_rows(&mut self, pool: i64, span: Span) -> Stored<Vec<TakeRow>> {
        let (from, to) = (column(span.from)?, column(span.to)?);
        // Rows of one pool are disjoint: at most one begins before the span and reaches into it.
        let before =
            takes::table.filter(takes::pool.eq(pool).and(takes::first.le(from))).order(takes::first.desc()).limit(1);
        let inside = takes::table
            .filter(takes::pool.eq(pool).and(takes::first.gt(from)).and(takes::first.lt(to)))
            .order(takes::first.asc());
        let mut rows: Vec<TakeRow> = on!(&mut self.db, db => before.load(db))?;
        rows.retain(|row| row.behind > from);
        rows.extend(on!(&mut self.db, db => inside.load::<TakeRow>(db))?);
        Ok(rows)
    }

    fn fill_rows(&mut self, pool: i64, of_goods: bool, span: Span) -> Stored<Vec<FillRow>> {
        let (from, to) = (column(span.from)?, column(span.to)?);
        // Arrivals are disjoint, but for the components of one entry, which begin together.
        let arrival = fills::pool.eq(pool).and(fills::added_cost.eq(0));
        let first =
            fills::table.filter(arrival.and(fills::first.le(from))).order(fills::first.desc()).select(fills::first);
        let first: Option<i64> = on!(&mut self.db, db => first.first(db).optional())?;
        let arrivals = fills::table
            .filter(arrival.and(fills::first.ge(first.unwrap_or(from))).and(fills::first.lt(to)))
            .order((fills::first.asc(), fills::seq.asc(), fills::index.asc()));
        let costs = fills::table
            .filter(fills::pool.eq(pool).and(fills::added_cost.eq(1)).and(fills::first.lt(to)))
            .order((fills::first.asc(), fills::seq.asc(), fills::index.asc()));
        let mut rows: Vec<FillRow> = on!(&mut self.db, db => arrivals.load(db))?;
        // Cash costs nothing.
        if of_goods {
            rows.extend(on!(&mut self.db, db => costs.load::<FillRow>(db))?);
        }
        rows.retain(|row| row.behind > from);
        rows.sort_by_key(|row| (row.first, row.seq, row.index));
        Ok(rows)
    }
}

impl Past for Tables {
    type Error = StoreError;

    fn entry(&mut self, seq: u64) -> Stored<Option<Entry>> {
        self.json(seq)?.map(|json| parse_entry(seq, &json)).transpose()
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<u64>> {
        let query = ids::table.find((subject_column(kind), id)).select(ids::seq);
        let seq: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
        Ok(seq.map(count))
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Stored<Vec<Piece>> {
        let Some(id) = self.pool_id(pool)? else { return Ok(Vec::new()) };
        match direction {
            Direction::Take => {
                let rows = self.take_rows(id, span)?;
                rows.iter().map(|row| Ok(row.piece(self.far_name(row.far_pool)?))).collect()
            }
            Direction::Fill => {
                let of_goods = matches!(pool.parts(), PoolParts::Goods { .. });
                let rows = self.fill_rows(id, of_goods, span)?;
                rows.iter().map(|row| Ok(row.piece(self.far_name(row.far_pool)?))).collect()
            }
        }
    }
}

impl Tables {
    fn far_name(&mut self, id: Option<i64>) -> Stored<Option<PoolName>> {
        id.map(|id| self.pool_name(id)).transpose()
    }
}
