//! What reports ask: the log as it was, and the entries that moved something of some pools.

use diesel::prelude::*;

use ledger::Entry;
use ledger::value::PoolName;

use super::past::Tables;
use super::rows::{REVERSAL, column, count, parse_entry};
use super::schema::{entries, fills, ids, pools, remembered, takes};
use super::{Stored, on};

/// Names in one question: SQLite takes many more, but each is looked up by itself anyway.
const NAMES: usize = 400;

impl Tables {
    /// Entries before `size` that an entry from there on reversed, ascending.
    ///
    /// # Errors
    /// The database's own.
    pub fn reversed_since(&mut self, size: u64) -> Stored<Vec<u64>> {
        let query = ids::table.filter(ids::kind.eq(REVERSAL).and(ids::seq.ge(column(size)?))).select(ids::id);
        let reversed: Vec<String> = on!(&mut self.db, db => query.load(db))?;
        let mut reversed: Vec<u64> = reversed.iter().filter_map(|seq| seq.parse().ok()).collect();
        reversed.retain(|seq| *seq < size);
        reversed.sort_unstable();
        Ok(reversed)
    }

    /// The entries before `size` that register, close or reverse something, from `from` on, in order.
    ///
    /// # Errors
    /// The database's own.
    pub fn remembered_between(&mut self, from: u64, size: u64) -> Stored<Vec<Entry>> {
        let query = entries::table
            .inner_join(remembered::table.on(remembered::seq.eq(entries::seq)))
            .filter(remembered::seq.ge(column(from)?).and(remembered::seq.lt(column(size)?)))
            .order(remembered::seq.asc())
            .select((entries::seq, entries::json));
        let rows: Vec<(i64, String)> = on!(&mut self.db, db => query.load(db))?;
        rows.into_iter().map(|(seq, json)| parse_entry(count(seq), &json)).collect()
    }

    /// Every pool by number and name.
    ///
    /// # Errors
    /// The database's own.
    pub fn pool_list(&mut self) -> Stored<Vec<(i64, PoolName)>> {
        let query = pools::table.order(pools::id.asc()).select((pools::id, pools::name));
        let rows: Vec<(i64, String)> = on!(&mut self.db, db => query.load(db))?;
        Ok(rows.into_iter().filter_map(|(id, name)| Some((id, PoolName::parse(&name)?))).collect())
    }

    /// The entries before `size` that moved something into or out of these pools, ascending; none if there are more rows
    /// than `limit`, so that reading the log itself costs less.
    ///
    /// # Errors
    /// The database's own.
    pub fn moved(&mut self, pools: &[i64], size: u64, limit: usize) -> Stored<Option<Vec<u64>>> {
        let (size, most) = (column(size)?, i64::try_from(limit).unwrap_or(i64::MAX).saturating_add(1));
        let mut seqs: Vec<i64> = Vec::new();
        for ids in pools.chunks(NAMES) {
            let taken = takes::table.filter(takes::pool.eq_any(ids).and(takes::seq.lt(size))).select(takes::seq);
            let filled = fills::table.filter(fills::pool.eq_any(ids).and(fills::seq.lt(size))).select(fills::seq);
            seqs.extend(on!(&mut self.db, db => taken.limit(most).load::<i64>(db))?);
            seqs.extend(on!(&mut self.db, db => filled.limit(most).load::<i64>(db))?);
            if seqs.len() > limit {
                return Ok(None);
            }
        }
        seqs.sort_unstable();
        seqs.dedup();
        Ok(Some(seqs.into_iter().map(count).collect()))
    }

    /// These entries, in order.
    ///
    /// # Errors
    /// The database's own.
    pub fn entries_of(&mut self, seqs: &[u64]) -> Stored<Vec<Entry>> {
        let seqs: Vec<i64> = seqs.iter().map(|seq| column(*seq)).collect::<Stored<_>>()?;
        let query = entries::table
            .filter(entries::seq.eq_any(&seqs))
            .order(entries::seq.asc())
            .select((entries::seq, entries::json));
        let rows: Vec<(i64, String)> = on!(&mut self.db, db => query.load(db))?;
        rows.into_iter().map(|(seq, json)| parse_entry(count(seq), &json)).collect()
    }

    /// The entries from `from` to before `to`, in order.
    ///
    /// # Errors
    /// The database's own.
    pub fn entries_between(&mut self, from: u64, to: u64) -> Stored<Vec<Entry>> {
        let query = entries::table
            .filter(entries::seq.ge(column(from)?).and(entries::seq.lt(column(to)?)))
            .order(entries::seq.asc())
            .select((entries::seq, entries::json));
        let rows: Vec<(i64, String)> = on!(&mut self.db, db => query.load(db))?;
        rows.into_iter().map(|(seq, json)| parse_entry(count(seq), &json)).collect()
    }
}
