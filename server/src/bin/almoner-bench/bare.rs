//! The ceiling of recording: the rows that a ledger's gifts brought, inserted into the same tables of an empty
//! database, batch by batch and as durably, with nothing judged, looked up or hashed.

use std::path::Path;
use std::time::Instant;

use diesel::prelude::*;

use server::sequencer::BATCH_LIMIT;
use server::store::schema::{entries, fills, fund_entries, keys, listed};
use server::store::{Access, Db, Location};

use crate::Outcome;
use crate::ledgers::remove;

type Fill = (i64, i64, i64, i64, i64, i64, i64, i64, Option<i64>, Option<i64>, Option<i64>);

/// List, facet, day, seq, amount.
type Listed = (i64, String, i64, i64, i64);

/// All rows of a log, table by table, in the order of their entries.
#[derive(Debug)]
pub(crate) struct Rows {
    entries: Vec<(i64, String)>,
    keys: Vec<(Vec<u8>, i64)>,
    fills: Vec<Fill>,
    fund_entries: Vec<(i64, i64, i64)>,
    listed: Vec<Listed>,
}

impl Rows {
    pub(crate) fn read(from: &Path) -> Outcome<Self> {
        let mut db = sqlite(from, Access::Read)?;
        Ok(Self {
            entries: entries::table.order(entries::seq).load(&mut db)?,
            keys: keys::table.order(keys::seq).load(&mut db)?,
            fills: fills::table.order(fills::seq).load(&mut db)?,
            fund_entries: fund_entries::table.order(fund_entries::seq).load(&mut db)?,
            listed: listed::table.order(listed::seq).load(&mut db)?,
        })
    }

    /// The entries' bytes.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.entries.iter().map(|(_, json)| json.clone()).collect()
    }

    /// Entries a second, each with its rows.
    pub(crate) fn insert(&self, path: &Path) -> Outcome<f64> {
        remove(path);
        let mut db = sqlite(path, Access::Write)?;
        let (mut fills, mut funds) = (self.fills.iter().peekable(), self.fund_entries.iter().peekable());
        let mut lists = self.listed.iter().peekable();
        let start = Instant::now();
        for (batch, names) in self.entries.chunks(BATCH_LIMIT).zip(self.keys.chunks(BATCH_LIMIT)) {
            let behind = batch.last().map_or(0, |(seq, _)| *seq);
            db.immediate_transaction(|db| {
                for (seq, json) in batch {
                    let row = (entries::seq.eq(seq), entries::json.eq(json));
                    diesel::insert_into(entries::table).values(row).execute(db)?;
                }
                for (key, seq) in names {
                    let row = (keys::key.eq(key), keys::seq.eq(seq));
                    diesel::insert_into(keys::table).values(row).execute(db)?;
                }
                while let Some(row) = fills.next_if(|row| row.3 <= behind) {
                    insert_fill(db, row)?;
                }
                while let Some((fund, kind, seq)) = funds.next_if(|row| row.2 <= behind) {
                    let row = (fund_entries::fund.eq(fund), fund_entries::kind.eq(kind), fund_entries::seq.eq(seq));
                    diesel::insert_into(fund_entries::table).values(row).execute(db)?;
                }
                while let Some((list, facet, day, seq, amount)) = lists.next_if(|row| row.3 <= behind) {
                    let at = (listed::list.eq(list), listed::facet.eq(facet), listed::day.eq(day));
                    let row = (at, listed::seq.eq(seq), listed::amount.eq(amount));
                    diesel::insert_into(listed::table).values(row).execute(db)?;
                }
                QueryResult::Ok(())
            })?;
        }
        let seconds = start.elapsed().as_secs_f64();
        drop(db);
        remove(path);
        Ok(self.entries.len() as f64 / seconds)
    }
}

fn insert_fill(db: &mut SqliteConnection, row: &Fill) -> QueryResult<usize> {
    let values = (
        fills::pool.eq(row.0),
        fills::added_cost.eq(row.1),
        fills::first.eq(row.2),
        fills::seq.eq(row.3),
        fills::index.eq(row.4),
        fills::behind.eq(row.5),
        fills::place.eq(row.6),
        fills::total.eq(row.7),
        fills::far_pool.eq(row.8),
        fills::far_total.eq(row.9),
        fills::far_first.eq(row.10),
    );
    diesel::insert_into(fills::table).values(values).execute(db)
}

fn sqlite(path: &Path, access: Access) -> Outcome<SqliteConnection> {
    match Location::Sqlite(path.to_owned()).open(access)? {
        Db::Sqlite(db) => Ok(db),
        Db::Postgres(_) => Err("not a file".into()),
    }
}
