//! What bank statements and sheets ask of the log: what is recorded already, and what an account should hold.

use std::collections::HashMap;

use diesel::prelude::*;

use ledger::value::{Key, PoolName, PoolParts};

use super::past::Tables;
use super::rows::count;
use super::schema::{free_spans, keys, pools};
use super::{Stored, on};

/// Keys asked for in one query.
const KEYS_AT_ONCE: usize = 500;

impl Tables {
    /// Those of these keys that entries have, with the entries.
    ///
    /// # Errors
    /// The database's own.
    pub fn recorded_keys(&mut self, wanted: &[Key]) -> Stored<HashMap<Key, u64>> {
        let mut found = HashMap::new();
        for some in wanted.chunks(KEYS_AT_ONCE) {
            let bytes: Vec<Vec<u8>> = some.iter().map(|key| key.bytes().to_vec()).collect();
            let query = keys::table.filter(keys::key.eq_any(bytes)).select((keys::key, keys::seq));
            let rows: Vec<(Vec<u8>, i64)> = on!(&mut self.db, db => query.load(db))?;
            let key = |bytes: &[u8]| bytes.try_into().ok().map(Key::from_bytes);
            found.extend(rows.iter().filter_map(|(bytes, seq)| Some((key(bytes)?, count(*seq)))));
        }
        Ok(found)
    }

    /// What a fund's own accounts hold: its cash, free or set aside, but none that a partner holds.
    ///
    /// # Errors
    /// The database's own.
    pub fn cash_held(&mut self, fund: &str) -> Stored<u64> {
        // `0` follows `/` in ASCII.
        let (own, low, high) = (format!("cash/{fund}"), format!("cash/{fund}/"), format!("cash/{fund}0"));
        let named = pools::name.eq(own).or(pools::name.ge(low).and(pools::name.lt(high)));
        let query = free_spans::table
            .inner_join(pools::table.on(pools::id.eq(free_spans::pool)))
            .filter(named)
            .select((pools::name, free_spans::first, free_spans::behind));
        let rows: Vec<(String, i64, i64)> = on!(&mut self.db, db => query.load(db))?;
        let ours = |name: &str| {
            PoolName::parse(name).is_some_and(|name| matches!(name.parts(), PoolParts::Cash { holder: None, .. }))
        };
        let held = rows.iter().filter(|(name, _, _)| ours(name));
        Ok(held.map(|(_, first, behind)| count(behind.saturating_sub(*first))).sum())
    }
}
