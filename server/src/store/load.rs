//! The state of the ledger, read back from its tables: at a start, and after any failure.

use std::collections::BTreeMap;

use diesel::prelude::*;

use ledger::Span;
use ledger::entry::Hash;
use ledger::pool::Pool;
use ledger::state::{Head, State};
use ledger::value::{PoolName, Timestamp};

use super::past::Tables;
use super::rows::{FreeRow, PoolRow, count, parse_entry};
use super::schema::{entries, free_spans, head, pools, remembered};
use super::{Db, StoreError, Stored, on};

/// How many of the last entries a start holds against the head.
const LAST_ENTRIES: u64 = 64;

/// Where the database says that the log ends.
///
/// # Errors
/// The database's own.
pub fn head(db: &mut Db) -> Stored<Head> {
    let query = head::table.find(1).select((head::size, head::hash, head::at));
    let row: Option<(i64, Vec<u8>, i64)> = on!(db, db => query.first(db).optional())?;
    let (size, hash, at) = row.ok_or_else(|| mismatch(0, "the head is gone"))?;
    let hash = hash.try_into().map_err(|_| mismatch(count(size), "the head's hash has not 32 bytes"))?;
    let at = Timestamp::from_ms(at).ok_or_else(|| mismatch(count(size), "the head's time is none"))?;
    Ok(Head { size: count(size), hash: Hash(hash), at })
}

fn mismatch(size: u64, reason: &str) -> StoreError {
    StoreError::HeadMismatch { seq: size.saturating_sub(1), reason: reason.to_owned() }
}

/// Holds the head against the last entries, then reads registrations and pools.
///
/// # Errors
/// [`StoreError::HeadMismatch`] naming the entry, or the database's own.
pub fn state(tables: &mut Tables) -> Stored<State> {
    let head = head(&mut tables.db)?;
    check_last_entries(tables, head)?;
    let mut state = State::restored(head, load_pools(&mut tables.db)?);
    let query = entries::table
        .filter(entries::seq.eq_any(remembered::table.select(remembered::seq)))
        .order(entries::seq.asc())
        .select((entries::seq, entries::json));
    let rows: Vec<(i64, String)> = on!(&mut tables.db, db => query.load(db))?;
    for (seq, json) in rows {
        state.remember(&parse_entry(count(seq), &json)?);
    }
    Ok(state)
}

fn check_last_entries(tables: &mut Tables, head: Head) -> Stored<()> {
    let beyond: Option<i64> =
        on!(&mut tables.db, db => entries::table.select(diesel::dsl::max(entries::seq)).first(db))?;
    let last = beyond.map(count);
    if last != head.size.checked_sub(1) {
        let seq = last.map_or(0, |last| last.min(head.size));
        let found = last.map_or_else(|| "none".to_owned(), |last| last.to_string());
        let reason = format!("the head counts {} entries, the last one stored is {found}", head.size);
        return Err(StoreError::HeadMismatch { seq, reason });
    }
    let mut expected = head.hash;
    for seq in (head.size.saturating_sub(LAST_ENTRIES)..head.size).rev() {
        let missing = || StoreError::HeadMismatch { seq, reason: "it is missing".into() };
        let json = tables.json(seq)?.ok_or_else(missing)?;
        if Hash::of(json.as_bytes()) != expected {
            let reason = format!("its hash is not {expected}");
            return Err(StoreError::HeadMismatch { seq, reason });
        }
        expected = parse_entry(seq, &json)?.prev;
    }
    Ok(())
}

fn load_pools(db: &mut Db) -> Stored<Vec<Pool>> {
    let mut free: BTreeMap<i64, Vec<Span>> = BTreeMap::new();
    let spans = free_spans::table.order((free_spans::pool.asc(), free_spans::first.asc()));
    let spans: Vec<FreeRow> = on!(&mut *db, db => spans.load(db))?;
    for row in spans {
        free.entry(row.pool).or_default().push(Span { from: count(row.first), to: count(row.behind) });
    }
    let rows: Vec<PoolRow> = on!(db, db => pools::table.order(pools::id.asc()).load(db))?;
    let mut loaded = Vec::with_capacity(rows.len());
    for (place, row) in (0_i64..).zip(rows) {
        let name = PoolName::parse(&row.name).filter(|_| row.id == place);
        let name = name.ok_or_else(|| StoreError::Database(format!("pool {} is not in order", row.name)))?;
        let free = free.remove(&row.id).unwrap_or_default();
        loaded.push(Pool::restored(name, count(row.extent), &free));
    }
    Ok(loaded)
}
