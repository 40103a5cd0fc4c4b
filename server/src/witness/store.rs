//! What a witness has cosigned last of each log: in a small database of its own, and in the gate beside each of its keys.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Binary, Text};

use ledger::json;
use ledger::log::witness::Seen;

use crate::log::LogError;
use crate::log::gate::write_durably;

/// The file's own mark ("almw"), so that no other database is taken for it.
const APPLICATION_ID: i64 = 0x616c_6d77;

const SCHEMA: &str = "
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA busy_timeout = 5000;
    CREATE TABLE IF NOT EXISTS cosigned (
        origin TEXT NOT NULL PRIMARY KEY,
        size INTEGER NOT NULL,
        root BLOB NOT NULL CHECK (length(root) = 32),
        note TEXT NOT NULL
    ) STRICT;";

/// The last checkpoint cosigned of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cosigned {
    /// Its size and root.
    pub(super) seen: Seen,
    /// With the log's signatures and our own.
    pub(super) note: String,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    origin: String,
    #[diesel(sql_type = BigInt)]
    size: i64,
    #[diesel(sql_type = Binary)]
    root: Vec<u8>,
    #[diesel(sql_type = Text)]
    note: String,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = BigInt)]
    number: i64,
}

/// The store, owned by the witness's one thread.
pub(super) struct Store {
    path: PathBuf,
    gates: Vec<PathBuf>,
    db: SqliteConnection,
    last: HashMap<String, Cosigned>,
}

fn wrong(path: &Path, reason: &dyn std::fmt::Display) -> LogError {
    LogError::Settings { what: path.display().to_string(), reason: reason.to_string() }
}

impl Store {
    /// Opens or makes the file, holds it against every gate, and brings each up to it: that of a key that was just added has
    /// nothing yet.
    pub(super) fn open(path: &Path, gates: Vec<PathBuf>) -> Result<Self, LogError> {
        let (db, last) = Self::load(path)?;
        let store = Self { path: path.to_owned(), gates, db, last };
        let found = store.gates.iter().map(|gate| store.hold_against(gate)).collect::<Result<Vec<_>, _>>()?;
        let now = store.gated();
        for (gate, found) in store.gates.iter().zip(found) {
            if found.as_deref() != Some(now.as_str()) {
                write_durably(gate, now.as_bytes()).map_err(|error| wrong(gate, &error))?;
            }
        }
        Ok(store)
    }

    fn load(path: &Path) -> Result<(SqliteConnection, HashMap<String, Cosigned>), LogError> {
        let failed = |error: &dyn std::fmt::Display| wrong(path, error);
        let name = path.to_str().ok_or_else(|| failed(&"the path is not UTF-8"))?;
        let mut db = SqliteConnection::establish(name).map_err(|error| failed(&error))?;
        let number = |db: &mut SqliteConnection, sql: &str| {
            diesel::sql_query(sql).get_result::<Number>(db).map(|row| row.number)
        };
        let id = number(&mut db, "SELECT application_id AS number FROM pragma_application_id")
            .map_err(|error| failed(&error))?;
        let tables = number(&mut db, "SELECT count(*) AS number FROM sqlite_master").map_err(|error| failed(&error))?;
        if tables > 0 && id != APPLICATION_ID {
            return Err(failed(&"this is not a witness's store: nothing was changed in it"));
        }
        let schema = format!("PRAGMA application_id = {APPLICATION_ID};{SCHEMA}");
        db.batch_execute(&schema).map_err(|error| failed(&error))?;
        let rows = diesel::sql_query("SELECT origin, size, root, note FROM cosigned").load::<Row>(&mut db);
        let read = |Row { origin, size, root, note }| {
            let root = root.try_into().map_err(|_| wrong(path, &format!("the root of {origin} is broken")))?;
            let seen = Seen { size: u64::try_from(size).unwrap_or_default(), root };
            Ok((origin, Cosigned { seen, note }))
        };
        let last = rows.map_err(|error| failed(&error))?.into_iter().map(read).collect::<Result<_, LogError>>()?;
        Ok((db, last))
    }

    /// A store that is behind a gate was restored from a backup: it would cosign a fork. Gives the gate's text, if it is there.
    fn hold_against(&self, gate: &Path) -> Result<Option<String>, LogError> {
        let text = match std::fs::read_to_string(gate) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(wrong(gate, &error)),
        };
        for line in text.lines() {
            let mut words = line.split(' ');
            let read = (|| {
                let (origin, size, root) = (words.next()?, words.next()?.parse().ok()?, words.next()?);
                Some((origin, Seen { size, root: json::parse_hex32(root)? }))
            })();
            let (origin, gated) = read.ok_or_else(|| wrong(gate, &format!("not a line of a gate: {line}")))?;
            let behind = |stored: &Cosigned| {
                stored.seen.size < gated.size || (stored.seen.size == gated.size && stored.seen.root != gated.root)
            };
            if self.last.get(origin).is_none_or(behind) {
                let reason = format!(
                    "the store has not what was cosigned last of {origin} ({} entries): it is an older copy, and would \
                     cosign a fork; refusing to witness with it",
                    gated.size
                );
                return Err(wrong(&self.path, &reason));
            }
        }
        Ok(Some(text))
    }

    pub(super) fn last(&self, origin: &str) -> Option<&Cosigned> {
        self.last.get(origin)
    }

    pub(super) fn cosigned(&self) -> impl Iterator<Item = (&str, &Cosigned)> {
        self.last.iter().map(|(origin, last)| (origin.as_str(), last))
    }

    /// Keeps what was judged, durably, in both places; on any failure the store is read again from its file. It fails where a
    /// second witness with the same store or gate has cosigned meanwhile: what was judged here was judged against an older copy.
    pub(super) fn keep(&mut self, accepted: &HashMap<String, Cosigned>) -> Result<(), LogError> {
        let ours = self.gates.iter().try_for_each(|gate| self.hold_against(gate).map(drop));
        let kept = ours.and_then(|()| self.write(accepted)).and_then(|()| {
            self.last.extend(accepted.iter().map(|(origin, last)| (origin.clone(), last.clone())));
            self.write_gates()
        });
        if kept.is_err() {
            (self.db, self.last) = Self::load(&self.path)?;
        }
        kept
    }

    fn write(&mut self, accepted: &HashMap<String, Cosigned>) -> Result<(), LogError> {
        let Self { path, db, last, .. } = self;
        let written = db.immediate_transaction(|db| {
            for (origin, Cosigned { seen, note }) in accepted {
                if Self::stored_size(db, origin)? != last.get(origin).map(|last| last.seen.size) {
                    return Err(diesel::result::Error::RollbackTransaction);
                }
                diesel::sql_query("REPLACE INTO cosigned (origin, size, root, note) VALUES (?, ?, ?, ?)")
                    .bind::<Text, _>(origin)
                    .bind::<BigInt, _>(i64::try_from(seen.size).unwrap_or(i64::MAX))
                    .bind::<Binary, _>(seen.root.to_vec())
                    .bind::<Text, _>(note)
                    .execute(db)?;
            }
            diesel::QueryResult::Ok(())
        });
        written.map_err(|error| match error {
            diesel::result::Error::RollbackTransaction => wrong(path, &"another witness has cosigned with this store"),
            error => wrong(path, &error),
        })
    }

    fn stored_size(db: &mut SqliteConnection, origin: &str) -> QueryResult<Option<u64>> {
        let size = diesel::sql_query("SELECT size AS number FROM cosigned WHERE origin = ?").bind::<Text, _>(origin);
        let size = size.get_result::<Number>(db).optional()?;
        Ok(size.map(|row| u64::try_from(row.number).unwrap_or_default()))
    }

    /// What every gate is to say.
    fn gated(&self) -> String {
        let mut lines: Vec<String> = self
            .last
            .iter()
            .map(|(origin, last)| format!("{origin} {} {}\n", last.seen.size, json::hex(&last.seen.root)))
            .collect();
        lines.sort();
        lines.concat()
    }

    fn write_gates(&self) -> Result<(), LogError> {
        let text = self.gated();
        let write = |gate: &PathBuf| write_durably(gate, text.as_bytes()).map_err(|error| wrong(gate, &error));
        self.gates.iter().try_for_each(write)
    }
}

/// Refuses to begin where no gate is there: nobody knows what the keys have cosigned. `new_gate` says that this is the newest
/// store, or none is needed; it is said once, not always.
pub(super) fn guard(gates: &[PathBuf], new_gate: bool) -> Result<(), LogError> {
    let path = gates.iter().map(|gate| gate.display().to_string()).collect::<Vec<_>>().join(", ");
    // One that can't be looked at is for the store to read, and to fail at.
    let is_there = gates.iter().any(|gate| gate.try_exists().unwrap_or(true));
    match (is_there, new_gate) {
        (false, false) => Err(LogError::Unguarded { path }),
        (true, true) => {
            let reason = format!("nothing is to be made anew ({path}): start without it");
            Err(LogError::Settings { what: "--new-witness-gate".into(), reason })
        }
        (false, true) => {
            tracing::warn!(gate = path, "a new gate is made for the witness, as was asked for once");
            Ok(())
        }
        (true, false) => Ok(()),
    }
}
