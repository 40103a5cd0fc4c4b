//! The database: one code for SQLite and PostgreSQL.
//!
//! [`Db`] is a connection to either. A query is written once, inside [`on!`], which compiles it for both: so each runs
//! with its own prepared statements, and nothing is translated while it runs.
//!
//! - [`open`]: whose file is this, which version; pragmas and migrations
//! - `derive`: the rows that an entry adds or takes out
//! - [`schema`]: the tables
//! - `rows`: how the ledger's values stand in columns
//! - [`past`]: the ledger's look-ups, answered by queries
//! - [`query`], [`query_lists`], [`query_bulk`], `query_desk`, `query_entries`, `query_reports`: what pages, the desk, the log's
//!   own page and reports ask; `pool_names`: numbers of pools, learnt once
//! - [`write`]: the one place that writes what the ledger derives
//! - [`load`]: the state of the ledger, read back from its tables
//! - [`tiles`]: the tree over the entries; [`checkpoints`]: what was signed of it, and who attested it
//! - [`readers`]: a bounded number of read-only connections

use std::fmt;

use diesel::{PgConnection, SqliteConnection};

pub mod checkpoints;
pub(crate) mod derive;
pub mod load;
pub mod open;
pub mod past;
mod pool_names;
pub mod query;
pub mod query_bulk;
mod query_desk;
mod query_entries;
pub mod query_lists;
mod query_reports;
pub mod readers;
pub(crate) mod rows;
pub mod schema;
pub mod tiles;
pub mod write;

pub use open::{Access, Location};
pub use readers::Readers;

/// A connection to the one or the other.
#[allow(missing_debug_implementations, clippy::large_enum_variant)]
pub enum Db {
    /// An embedded database in a file.
    Sqlite(SqliteConnection),
    /// A database server.
    Postgres(PgConnection),
}

/// Runs an expression with the connection, whichever it is: written once, compiled for both.
macro_rules! on {
    ($db:expr, $connection:ident => $body:expr) => {
        match $db {
            $crate::store::Db::Sqlite($connection) => $body,
            $crate::store::Db::Postgres($connection) => $body,
        }
    };
}
pub(crate) use on;

/// Why the database did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Not a scheme that we know.
    #[error("unknown database scheme \"{0}\": use a file path, sqlite:PATH or postgres://…")]
    UnknownScheme(String),
    /// An empty name.
    #[error("no database is named: use a file path, sqlite:PATH or postgres://…")]
    Unnamed,
    /// It can't be opened.
    #[error("cannot open the database {location}: {reason}")]
    CannotOpen {
        /// Where it should be.
        location: String,
        /// What the system said.
        reason: String,
    },
    /// Something else: another program's database, or no database at all.
    #[error("{0} is not a database of Almoner's: nothing was changed in it")]
    NotOurs(String),
    /// Made by a later version.
    #[error("{location} was written by a newer Almoner (schema {found}, this program knows {known}): use that one")]
    Newer {
        /// Where it is.
        location: String,
        /// Its schema's version.
        found: String,
        /// Ours.
        known: String,
    },
    /// It can't be written.
    #[error("{0} is read-only: recording needs write access to the file and its folder")]
    ReadOnly(String),
    /// The head and the last entries differ.
    #[error("the log does not match its head at entry {seq}: {reason}; refusing to serve it")]
    HeadMismatch {
        /// The entry.
        seq: u64,
        /// What differs.
        reason: String,
    },
    /// An entry that can't be read.
    #[error("entry {seq} cannot be read: {reason}")]
    BadEntry {
        /// The entry.
        seq: u64,
        /// What the ledger said.
        reason: String,
    },
    /// No room left on the disk.
    #[error("the disk is full: nothing was recorded; recording resumes when there is room")]
    DiskFull,
    /// Another process moved the head.
    #[error("another process recorded at the same time")]
    HeadMoved,
    /// Anything else that the database says.
    #[error("database: {0}")]
    Database(String),
    /// A number that no column can hold.
    #[error("a figure is too large for the database")]
    TooLarge,
}

impl From<diesel::result::Error> for StoreError {
    fn from(error: diesel::result::Error) -> Self {
        let text = error.to_string();
        if text.contains("database or disk is full") || text.contains("No space left on device") {
            Self::DiskFull
        } else {
            Self::Database(text)
        }
    }
}

/// Stored tiles that make no tree.
impl From<ledger::log::Fault> for StoreError {
    fn from(fault: ledger::log::Fault) -> Self {
        Self::Database(fault.to_string())
    }
}

/// The result of asking the store.
pub type Stored<T> = Result<T, StoreError>;

impl fmt::Debug for Db {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite(_) => "Db::Sqlite",
            Self::Postgres(_) => "Db::Postgres",
        })
    }
}

impl Db {
    /// Runs SQL text without parameters: pragmas, `BEGIN`, `COMMIT`.
    ///
    /// # Errors
    /// The database's own.
    pub fn execute(&mut self, sql: &str) -> Stored<()> {
        use diesel::connection::SimpleConnection as _;
        Ok(on!(self, db => db.batch_execute(sql))?)
    }

    /// Begins a transaction whose look-ups all see the same state of the log.
    ///
    /// # Errors
    /// The database's own.
    pub fn begin_snapshot(&mut self) -> Stored<()> {
        let begin = match self {
            Self::Sqlite(_) => "BEGIN",
            Self::Postgres(_) => "BEGIN ISOLATION LEVEL REPEATABLE READ",
        };
        self.execute(begin)
    }
}
