//! Opening a database: which kind, whose, which version.

use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::migration::{Migration, MigrationSource};
use diesel::pg::Pg;
use diesel::prelude::*;
use diesel::sqlite::Sqlite;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::{Db, StoreError, Stored, on};

const LEDGER_SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/sqlite");
const LEDGER_POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/postgres");
const PRIVATE_SQLITE: EmbeddedMigrations = embed_migrations!("../migrations/private/sqlite");
const PRIVATE_POSTGRES: EmbeddedMigrations = embed_migrations!("../migrations/private/postgres");

/// What kind of database it is: what marks it as ours, and its tables.
pub(crate) struct Kind {
    /// Marks a SQLite file (`PRAGMA application_id`).
    application_id: i64,
    sqlite: fn() -> EmbeddedMigrations,
    postgres: fn() -> EmbeddedMigrations,
    /// The schema of a PostgreSQL database that is all ours; none: the first of the search path, shared with nobody.
    schema: Option<&'static str>,
}

/// The ledger's, "Almn".
const LEDGER: Kind =
    Kind { application_id: 0x416c_6d6e, sqlite: || LEDGER_SQLITE, postgres: || LEDGER_POSTGRES, schema: None };

/// That of what is private, "Almp": [`crate::private`].
pub(crate) const PRIVATE: Kind = Kind {
    application_id: 0x416c_6d70,
    sqlite: || PRIVATE_SQLITE,
    postgres: || PRIVATE_POSTGRES,
    schema: Some("almoner_private"),
};

/// Where a database is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file.
    Sqlite(PathBuf),
    /// A URL.
    Postgres(String),
}

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Record: make the database where there is none, bring its schema up to date.
    Write,
    /// Look only.
    Read,
}

impl Location {
    /// Reads a path, `sqlite:PATH` or `postgres://…`.
    ///
    /// # Errors
    /// [`StoreError::UnknownScheme`], [`StoreError::Unnamed`].
    pub fn parse(text: &str) -> Stored<Self> {
        if matches!(text.trim(), "" | "sqlite:" | "sqlite://") {
            return Err(StoreError::Unnamed);
        }
        match text.split_once(':') {
            Some(("sqlite", path)) => Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into())),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(text.to_owned())),
            Some((scheme, _)) if is_scheme(scheme) => Err(StoreError::UnknownScheme(scheme.to_owned())),
            _ => Ok(Self::Sqlite(text.into())),
        }
    }

    /// Where documents are kept, unless somebody said where: `ledger.documents` beside `ledger.db`.
    #[must_use]
    pub fn documents(&self) -> Option<PathBuf> {
        match self {
            Self::Sqlite(path) => Some(path.with_extension("documents")),
            Self::Postgres(_) => None,
        }
    }

    /// As people may see it: without a password.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(url) => {
                // Parameters may hold a password as well.
                let url = url.split_once('?').map_or(url.as_str(), |(before, _)| before);
                match (url.split_once("://"), url.rsplit_once('@')) {
                    (Some((scheme, _)), Some((_, host))) => format!("{scheme}://…@{host}"),
                    _ => url.to_owned(),
                }
            }
        }
    }

    /// The beginning of the names of files that stand beside the database.
    #[must_use]
    pub fn beside(&self) -> String {
        match self {
            Self::Sqlite(path) => path.display().to_string(),
            Self::Postgres(_) => "almoner".to_owned(),
        }
    }

    /// The write-ahead log beside a file.
    pub(crate) fn write_ahead_log(&self) -> Option<PathBuf> {
        let Self::Sqlite(path) = self else { return None };
        let mut log = path.clone().into_os_string();
        log.push("-wal");
        Some(log.into())
    }

    /// Opens a connection.
    ///
    /// # Errors
    /// That it can't be opened, is none of ours, is newer than the program, or read-only where it must be written.
    pub fn open(&self, access: Access) -> Stored<Db> {
        self.open_as(&LEDGER, access)
    }

    /// Opens a connection to a database of this kind.
    pub(crate) fn open_as(&self, kind: &Kind, access: Access) -> Stored<Db> {
        match self {
            Self::Sqlite(path) => self.open_sqlite(kind, path, access),
            Self::Postgres(url) => self.open_postgres(kind, url, access),
        }
    }

    /// Where what is private is kept, unless somebody said where: `ledger.private.db` beside `ledger.db`, the same URL.
    #[must_use]
    pub fn private(&self) -> Self {
        match self {
            Self::Sqlite(path) => Self::Sqlite(path.with_extension("private.db")),
            Self::Postgres(url) => Self::Postgres(url.clone()),
        }
    }

    fn cannot(&self, reason: impl std::fmt::Display) -> StoreError {
        StoreError::CannotOpen { location: self.shown(), reason: reason.to_string() }
    }

    fn open_sqlite(&self, kind: &Kind, path: &Path, access: Access) -> Stored<Db> {
        let exists = path.metadata().is_ok_and(|file| file.len() > 0);
        if access == Access::Read && !exists {
            return Err(self.cannot("there is no such file"));
        }
        if path.is_dir() {
            return Err(self.cannot("this is a folder"));
        }
        if access == Access::Write && exists && !is_writable(path) {
            return Err(StoreError::ReadOnly(self.shown()));
        }
        let url = path.to_str().ok_or_else(|| self.cannot("the path is not UTF-8"))?;
        let mut db = SqliteConnection::establish(url).map_err(|error| self.cannot(error))?;
        db.batch_execute("PRAGMA busy_timeout=10000; PRAGMA foreign_keys=ON;")?;
        let ours = number(&mut db, "SELECT application_id AS value FROM pragma_application_id");
        let ours = ours.map_err(|error| match error {
            diesel::result::Error::DatabaseError(_, said) if said.message().contains("not a database") => {
                StoreError::NotOurs(self.shown())
            }
            other => self.cannot(other),
        })?;
        let empty = number(&mut db, "SELECT schema_version AS value FROM pragma_schema_version")? == 0;
        if ours != kind.application_id && !(ours == 0 && empty && access == Access::Write) {
            return Err(StoreError::NotOurs(self.shown()));
        }
        let mut db = Db::Sqlite(db);
        match access {
            Access::Write => {
                // An acknowledged commit must survive the power: WAL needs FULL for that. Checkpoints are made
                // by a thread of their own, not by whoever happens to commit.
                db.execute(
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=0;
                     PRAGMA temp_store=MEMORY; PRAGMA cache_size=-32768; PRAGMA journal_size_limit=67108864;",
                )?;
                if empty {
                    db.execute(&format!("PRAGMA application_id={};", kind.application_id))?;
                }
            }
            Access::Read => {
                db.execute("PRAGMA query_only=ON; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-8192;")?;
            }
        }
        self.migrate(kind, &mut db, access)?;
        Ok(db)
    }

    fn open_postgres(&self, kind: &Kind, url: &str, access: Access) -> Stored<Db> {
        let mut db = PgConnection::establish(url).map_err(|error| self.cannot(error))?;
        if let Some(schema) = kind.schema {
            // PostgreSQL remarks on a schema that is there already.
            db.batch_execute(&format!(
                "SET client_min_messages = warning; CREATE SCHEMA IF NOT EXISTS {schema};
                 SET search_path = {schema}; RESET client_min_messages;"
            ))?;
        }
        let tables = "SELECT count(*) AS value FROM pg_tables WHERE schemaname = current_schema() AND tablename";
        let ours = number(&mut db, &format!("{tables} IN ('entries', 'head')"))?;
        let others = number(&mut db, &format!("{tables} <> '__diesel_schema_migrations'"))?;
        if kind.schema.is_none() && ours < 2 && (others > 0 || access == Access::Read) {
            return Err(StoreError::NotOurs(self.shown()));
        }
        let mut db = Db::Postgres(db);
        if access == Access::Read {
            db.execute("SET default_transaction_read_only = on")?;
        } else {
            db.execute("SET synchronous_commit = on")?;
        }
        self.migrate(kind, &mut db, access)?;
        Ok(db)
    }

    fn migrate(&self, kind: &Kind, db: &mut Db, access: Access) -> Stored<()> {
        let failed = |error: Box<dyn std::error::Error + Send + Sync>| self.cannot(error);
        let found = last_applied(db)?;
        match db {
            Db::Sqlite(db) => {
                self.refuse_newer(found.as_deref(), &last_known::<Sqlite>(&(kind.sqlite)()))?;
                if access == Access::Write {
                    db.run_pending_migrations((kind.sqlite)()).map_err(failed)?;
                }
            }
            Db::Postgres(db) => {
                self.refuse_newer(found.as_deref(), &last_known::<Pg>(&(kind.postgres)()))?;
                if access == Access::Write {
                    db.run_pending_migrations((kind.postgres)()).map_err(failed)?;
                }
            }
        }
        Ok(())
    }

    fn refuse_newer(&self, found: Option<&str>, known: &str) -> Stored<()> {
        match found {
            Some(found) if found > known => {
                Err(StoreError::Newer { location: self.shown(), found: found.to_owned(), known: known.to_owned() })
            }
            _ => Ok(()),
        }
    }
}

/// A word before a colon is a scheme, unless it is a single letter: `C:\gifts.db` is a path.
fn is_scheme(text: &str) -> bool {
    text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// Whether neither the file nor its folder says that it is not to be written. The system would let an administrator
/// write all the same; whoever took the permission away did not mean that.
fn is_writable(path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let is_locked = |path: &Path| path.metadata().is_ok_and(|found| found.permissions().readonly());
    !is_locked(path) && !is_locked(folder) && std::fs::OpenOptions::new().append(true).open(path).is_ok()
}

/// The one number that a question has for its answer.
fn number<C>(db: &mut C, sql: &str) -> QueryResult<i64>
where
    C: diesel::connection::LoadConnection,
    diesel::query_builder::SqlQuery: for<'q> diesel::query_dsl::LoadQuery<'q, C, Number>,
{
    diesel::sql_query(sql).get_result::<Number>(db).map(|row| row.value)
}

#[derive(diesel::QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    value: i64,
}

#[derive(diesel::QueryableByName)]
struct Version {
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    version: Option<String>,
}

/// The schema's version; none where there is none yet. Diesel's own question would first make the table it asks,
/// which a connection that only reads may not.
fn last_applied(db: &mut Db) -> Stored<Option<String>> {
    let table = "__diesel_schema_migrations";
    let there = match db {
        Db::Sqlite(db) => number(db, &format!("SELECT count(*) AS value FROM sqlite_master WHERE name = '{table}'"))?,
        Db::Postgres(db) => number(
            db,
            &format!(
                "SELECT count(*) AS value FROM pg_tables WHERE schemaname = current_schema() AND tablename = '{table}'"
            ),
        )?,
    };
    if there == 0 {
        return Ok(None);
    }
    let newest = diesel::sql_query(format!("SELECT max(version) AS version FROM {table}"));
    let row: Version = on!(db, db => newest.get_result(db))?;
    Ok(row.version)
}

fn last_known<B: diesel::backend::Backend>(source: &EmbeddedMigrations) -> String {
    let known: Vec<Box<dyn Migration<B>>> = MigrationSource::<B>::migrations(source).unwrap_or_default();
    known.iter().map(|migration| migration.name().version().to_string()).max().unwrap_or_default()
}
