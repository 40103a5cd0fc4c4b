//! What the desk asks of the log besides: what is held now, and where.

use diesel::prelude::*;

use ledger::value::{Key, PoolName};

use super::past::Tables;
use super::rows::count;
use super::schema::{free_spans, keys, pools};
use super::{Stored, on};

impl Tables {
    /// Whether an entry has this key.
    ///
    /// # Errors
    /// The database's own.
    pub fn has_key(&mut self, key: &Key) -> Stored<bool> {
        let query = keys::table.find(key.bytes().to_vec()).count();
        let found: i64 = on!(&mut self.db, db => query.get_result(db))?;
        Ok(found > 0)
    }

    /// How much a pool holds now.
    ///
    /// # Errors
    /// The database's own.
    pub fn free_units(&mut self, pool: &PoolName) -> Stored<u64> {
        let id = pools::table.filter(pools::name.eq(pool.as_str())).select(pools::id);
        let id: Option<i64> = on!(&mut self.db, db => id.first(db).optional())?;
        id.map_or(Ok(0), |id| self.units_of(id))
    }

    fn units_of(&mut self, pool: i64) -> Stored<u64> {
        let spans = free_spans::table.filter(free_spans::pool.eq(pool)).select((free_spans::first, free_spans::behind));
        let spans: Vec<(i64, i64)> = on!(&mut self.db, db => spans.load(db))?;
        Ok(spans.iter().map(|(first, behind)| count(behind.saturating_sub(*first))).sum())
    }

    /// The pools whose names begin so and that hold something now, with how much: the latest, at most `limit`.
    ///
    /// # Errors
    /// The database's own.
    pub fn holding(&mut self, prefix: &str, limit: usize) -> Stored<Vec<(PoolName, u64)>> {
        // `~` follows every letter that a pool's name has.
        let (low, high) = (prefix.to_owned(), format!("{prefix}~"));
        let holds = diesel::dsl::exists(free_spans::table.filter(free_spans::pool.eq(pools::id)));
        let query = pools::table
            .filter(pools::name.ge(low).and(pools::name.lt(high)).and(holds))
            .order(pools::id.desc())
            .limit(i64::try_from(limit).unwrap_or(i64::MAX))
            .select((pools::id, pools::name));
        let rows: Vec<(i64, String)> = on!(&mut self.db, db => query.load(db))?;
        let mut found = Vec::with_capacity(rows.len());
        for (id, name) in rows {
            let units = self.units_of(id)?;
            found.extend(PoolName::parse(&name).map(|name| (name, units)));
        }
        Ok(found)
    }
}
