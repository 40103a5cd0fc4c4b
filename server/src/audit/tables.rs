//! The rows that are there, of every table.

use diesel::prelude::*;

use super::gatherer::{Gatherer, Table};
use crate::store::rows::{
    DayRow, FigureRow, FillRow, FreeRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow, PlaceRow, PoolRow,
    RememberedRow, TakeRow,
};
use crate::store::schema::{
    days, figures, fills, free_spans, fund_entries, ids, keys, listed, mentions, places, pools, remembered, takes,
    tiles,
};
use crate::store::tiles::TileRow;
use crate::store::{Db, Stored};

/// Reads a table row by row, without holding it.
macro_rules! gather_table {
    ($db:expr, $gatherer:expr, $table:path, $row:ty, $name:expr) => {
        match $db {
            Db::Sqlite(db) => {
                for row in $table.load_iter::<$row, diesel::connection::DefaultLoadingMode>(db)? {
                    $gatherer.row($name, &row?, false);
                }
            }
            Db::Postgres(db) => {
                for row in $table.load_iter::<$row, diesel::pg::PgRowByRowLoadingMode>(db)? {
                    $gatherer.row($name, &row?, false);
                }
            }
        }
    };
}

pub(super) fn read_tables(db: &mut Db, found: &mut Gatherer<'_>) -> Stored<()> {
    gather_table!(&mut *db, found, keys::table, KeyRow, Table::Keys);
    gather_table!(&mut *db, found, ids::table, IdRow, Table::Ids);
    gather_table!(&mut *db, found, remembered::table, RememberedRow, Table::Remembered);
    gather_table!(&mut *db, found, takes::table, TakeRow, Table::Takes);
    gather_table!(&mut *db, found, fills::table, FillRow, Table::Fills);
    gather_table!(&mut *db, found, fund_entries::table, FundEntryRow, Table::FundEntries);
    gather_table!(&mut *db, found, listed::table, ListedRow, Table::Listed);
    gather_table!(&mut *db, found, mentions::table, MentionRow, Table::Mentions);
    gather_table!(&mut *db, found, figures::table, FigureRow, Table::Figures);
    gather_table!(&mut *db, found, days::table, DayRow, Table::Days);
    gather_table!(&mut *db, found, places::table, PlaceRow, Table::Places);
    gather_table!(&mut *db, found, pools::table, PoolRow, Table::Pools);
    gather_table!(&mut *db, found, free_spans::table, FreeRow, Table::FreeSpans);
    gather_table!(db, found, tiles::table, TileRow, Table::Tiles);
    Ok(())
}
