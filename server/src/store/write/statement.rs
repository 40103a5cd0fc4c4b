//! The statements that each gift or each commit runs, as text that is prepared once.
//!
//! Diesel walks an insert's tree of types three times for each row, which takes half as long again as SQLite's own
//! work, and has an `on_conflict` or an `update` parsed anew each time. Here a statement is its text and its values,
//! under a type of its own by which the prepared one is found.

use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Binary, Nullable, Text};
use diesel::sqlite::Sqlite;

use ledger::state::Head;

use super::super::rows::{
    DayRow, EntryRow, FigureRow, FillRow, FreeRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow, PlaceRow,
    PoolRow, RememberedRow, TakeRow, column,
};
use super::super::tiles::TileRow;
use super::super::{Db, Stored, on};

/// How many rows one statement inserts, where there are so many.
const TOGETHER: usize = 8;

/// A statement that is the same text each time, with these values.
pub(super) struct Fixed<V>(pub(super) V);

impl<V: 'static> QueryId for Fixed<V> {
    type QueryId = Self;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<V, Connection> RunQueryDsl<Connection> for Fixed<V> {}

impl<V> Fixed<V> {
    /// Runs it, and says how many rows it changed.
    pub(super) fn run(self, db: &mut Db) -> Stored<usize>
    where
        V: 'static,
        Self: QueryFragment<Sqlite> + QueryFragment<Pg>,
    {
        Ok(on!(db, db => self.execute(db))?)
    }
}

/// The text of a statement with its values where they stand.
macro_rules! fixed {
    (@$backend:ty, $values:ty: $($sql:literal, $field:ident as $kind:ty),+; $last:literal) => {
        impl QueryFragment<$backend> for Fixed<$values> {
            fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, $backend>) -> QueryResult<()> {
                $(
                    out.push_sql($sql);
                    out.push_bind_param::<$kind, _>(&self.0.$field)?;
                )+
                out.push_sql($last);
                Ok(())
            }
        }
    };
    ($values:ty: $($sql:literal, $field:ident as $kind:ty),+; $last:literal) => {
        fixed!(@Sqlite, $values: $($sql, $field as $kind),+; $last);
        fixed!(@Pg, $values: $($sql, $field as $kind),+; $last);
    };
}

fixed!(FigureRow:
    "INSERT INTO figures (fund, project, item, kind, amount, units, events) VALUES (", fund as BigInt,
    ", ", project as Text, ", ", item as Text, ", ", kind as BigInt,
    ", ", amount as BigInt, ", ", units as BigInt, ", ", events as BigInt;
    ") ON CONFLICT (fund, project, item, kind) DO UPDATE SET amount = figures.amount + excluded.amount, \
     units = figures.units + excluded.units, events = figures.events + excluded.events"
);

fixed!(DayRow:
    "INSERT INTO days (fund, kind, day, amount) VALUES (", fund as BigInt, ", ", kind as BigInt, ", ", day as BigInt,
    ", ", amount as BigInt;
    ") ON CONFLICT (fund, kind, day) DO UPDATE SET amount = days.amount + excluded.amount"
);

fixed!(PlaceRow:
    "INSERT INTO places (fund, place, amount, handouts, households, people) VALUES (", fund as BigInt,
    ", ", place as Text, ", ", amount as BigInt, ", ", handouts as BigInt, ", ", households as BigInt,
    ", ", people as BigInt;
    ") ON CONFLICT (fund, place) DO UPDATE SET amount = places.amount + excluded.amount, \
     handouts = places.handouts + excluded.handouts, households = places.households + excluded.households, \
     people = places.people + excluded.people"
);

fixed!(FreeRow:
    "INSERT INTO free_spans (pool, first, behind) VALUES (", pool as BigInt, ", ", first as BigInt,
    ", ", behind as BigInt; ") ON CONFLICT (pool, first) DO UPDATE SET behind = excluded.behind"
);

/// How far a pool reaches now. Its name, which two indexes hold, stays.
pub(super) struct Extent {
    pub(super) id: i64,
    pub(super) extent: i64,
}

fixed!(Extent: "UPDATE pools SET extent = ", extent as BigInt, " WHERE id = ", id as BigInt; "");

/// The head, moved only from where it is thought to be.
pub(super) struct Swap {
    size: i64,
    hash: Vec<u8>,
    at: i64,
    size_before: i64,
    hash_before: Vec<u8>,
}

impl Swap {
    pub(super) fn new(before: Head, after: Head) -> Stored<Self> {
        Ok(Self {
            size: column(after.size)?,
            hash: after.hash.0.to_vec(),
            at: after.at.ms(),
            size_before: column(before.size)?,
            hash_before: before.hash.0.to_vec(),
        })
    }
}

fixed!(Swap:
    "UPDATE head SET size = ", size as BigInt, ", hash = ", hash as Binary, ", at = ", at as BigInt,
    " WHERE id = 1 AND size = ", size_before as BigInt, " AND hash = ", hash_before as Binary; ""
);

/// Some new rows of a table.
struct Rows<'a, R, const N: usize>(&'a [R; N]);

impl<R: 'static, const N: usize> QueryId for Rows<'_, R, N> {
    type QueryId = Rows<'static, R, N>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl<R, Connection, const N: usize> RunQueryDsl<Connection> for Rows<'_, R, N> {}

impl<R: New, const N: usize> QueryFragment<Sqlite> for Rows<'_, R, N> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
        out.push_sql(R::INTO);
        for (place, row) in self.0.iter().enumerate() {
            out.push_sql(if place == 0 { " VALUES (" } else { "), (" });
            row.values(out.reborrow())?;
        }
        out.push_sql(")");
        Ok(())
    }
}

/// A row that is inserted as new into a file. One that is not new undoes the whole batch at once: to undo a statement
/// alone, SQLite would copy each page that it touches.
pub(super) trait New: Sized + 'static {
    const INTO: &'static str;

    fn values<'b>(&'b self, out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()>;
}

macro_rules! new_rows {
    ($($row:ty: $table:literal, $first:ident as $first_kind:ty $(, $field:ident as $kind:ty)*;)+) => {$(
        impl New for $row {
            const INTO: &'static str = concat!("INSERT OR ROLLBACK INTO ", $table);

            fn values<'b>(&'b self, mut out: AstPass<'_, 'b, Sqlite>) -> QueryResult<()> {
                out.push_bind_param::<$first_kind, _>(&self.$first)?;
                $(
                    out.push_sql(", ");
                    out.push_bind_param::<$kind, _>(&self.$field)?;
                )*
                Ok(())
            }
        }
    )+};
}

new_rows! {
    EntryRow: "entries (seq, json)", seq as BigInt, json as Text;
    KeyRow: "keys (key, seq)", key as Binary, seq as BigInt;
    IdRow: "ids (kind, id, seq)", kind as BigInt, id as Text, seq as BigInt;
    RememberedRow: "remembered (seq)", seq as BigInt;
    PoolRow: "pools (id, name, extent)", id as BigInt, name as Text, extent as BigInt;
    TakeRow: "takes (pool, first, behind, seq, move, place, total, far_pool, far_total, far_first, ending)",
        pool as BigInt, first as BigInt, behind as BigInt, seq as BigInt, index as BigInt, place as BigInt,
        total as BigInt, far_pool as Nullable<BigInt>, far_total as Nullable<BigInt>, far_first as Nullable<BigInt>,
        ending as Nullable<BigInt>;
    FillRow: "fills (pool, added_cost, first, seq, move, behind, place, total, far_pool, far_total, far_first)",
        pool as BigInt, added_cost as BigInt, first as BigInt, seq as BigInt, index as BigInt, behind as BigInt,
        place as BigInt, total as BigInt, far_pool as Nullable<BigInt>, far_total as Nullable<BigInt>,
        far_first as Nullable<BigInt>;
    FundEntryRow: "fund_entries (fund, kind, seq)", fund as BigInt, kind as BigInt, seq as BigInt;
    ListedRow: "listed (list, facet, day, seq, amount)",
        list as BigInt, facet as Text, day as BigInt, seq as BigInt, amount as BigInt;
    MentionRow: "mentions (kind, id, type, seq)", kind as BigInt, id as Text, event as BigInt, seq as BigInt;
    TileRow: "tiles (level, position, root, hashes)",
        level as BigInt, position as BigInt, root as Binary, hashes as Binary;
}

/// Inserts new rows into a file.
pub(super) fn insert<R: New>(db: &mut SqliteConnection, rows: &[R]) -> QueryResult<()> {
    let (together, alone) = rows.as_chunks::<TOGETHER>();
    for rows in together {
        Rows(rows).execute(db)?;
    }
    for row in alone {
        Rows(std::array::from_ref(row)).execute(db)?;
    }
    Ok(())
}
