//! What is nobody else's business: who the staff are, how they log in, which programs may record, what waits for a
//! second person. It lies in a database of its own, because the ledger's is public in full.
//!
//! There is one connection a process, behind a lock, and whatever is done is done in one transaction: few people write
//! here, and slowly. Nothing that takes long (a password's hash, a mail) is done while it is held.
//!
//! - [`schema`]: the tables; what each is for stands in the migrations
//! - [`people`]: staff and their roles; [`sessions`]: who is logged in; [`links`]: how a first password is set
//! - [`passkeys`]: how somebody proves who they are without a password
//! - [`tokens`]: programs that may record
//! - [`acts`]: what admins did
//! - [`bank`]: accounts and statements, in the tables of [`bulk_schema`]; [`left_out`]: lines that become no entry;
//!   [`secrets`]: what makes hashes worthless to others
//! - [`sheets`]: sheets that wait to be recorded; [`references`]: under which references they made entries
//! - [`drafts`]: events that wait for a second person; [`thresholds`]: from which amount they do
//! - [`documents`]: files that were uploaded, and whether the public may have them
//! - [`contacts`]: what donors asked; [`followers`]: whom a gift's way is told; [`outbox`]: mail to them
//! - [`webhooks`]: who is told of entries over HTTP; [`deliveries`]: what they are told; [`attempts`]: how that went; their tables
//!   are those of [`webhook_schema`]
//!
//! A noun a file; each is a set of functions that take the connection, to be called inside [`Private::transaction`].

use std::sync::{Arc, Mutex, PoisonError};

use crate::store::open::PRIVATE;
use crate::store::{Access, Db, Location, StoreError, Stored};

pub mod acts;
pub mod attempts;
pub mod bank;
pub mod bulk_schema;
pub mod contacts;
pub mod deliveries;
pub mod documents;
pub mod drafts;
pub mod followers;
pub mod left_out;
pub mod links;
pub mod outbox;
pub mod passkeys;
pub mod people;
pub mod references;
pub mod schema;
pub mod secrets;
pub mod sessions;
pub mod sheets;
pub mod thresholds;
pub mod tokens;
pub mod webhook_schema;
pub mod webhooks;

/// The private store. Clones share its connection.
#[derive(Clone)]
pub struct Private {
    location: Location,
    db: Arc<Mutex<Db>>,
}

impl std::fmt::Debug for Private {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Private").field("location", &self.location.shown()).finish_non_exhaustive()
    }
}

impl Private {
    /// Opens the store, and makes it where there is none: readable for its owner only.
    ///
    /// # Errors
    /// As [`Location::open`].
    pub fn open(location: &Location) -> Stored<Self> {
        let db = Arc::new(Mutex::new(connect(location)?));
        Ok(Self { location: location.clone(), db })
    }

    /// Does something whole or not at all.
    ///
    /// # Errors
    /// What `act` says, or the database's own; either way nothing was changed.
    pub fn transaction<T, E: From<StoreError>>(&self, act: impl FnOnce(&mut Db) -> Result<T, E>) -> Result<T, E> {
        let mut db = self.db.lock().unwrap_or_else(PoisonError::into_inner);
        if begin(&mut db).is_err() {
            // The database was restarted, or the last transaction ended in a panic.
            *db = connect(&self.location)?;
            begin(&mut db)?;
        }
        let done = act(&mut db);
        match &done {
            Ok(_) => commit(&mut db)?,
            // Where this fails, the next transaction gets a new connection.
            Err(_) => drop(db.execute("ROLLBACK")),
        }
        done
    }

    /// As [`Private::transaction`], on a thread that may wait.
    ///
    /// # Errors
    /// As there.
    pub async fn run<T, E>(&self, act: impl FnOnce(&mut Db) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        let store = self.clone();
        match actix_web::web::block(move || store.transaction(act)).await {
            Ok(done) => done,
            Err(error) => Err(StoreError::Database(error.to_string()).into()),
        }
    }
}

fn begin(db: &mut Db) -> Stored<()> {
    let begin = match db {
        Db::Sqlite(_) => "BEGIN IMMEDIATE",
        Db::Postgres(_) => "BEGIN",
    };
    db.execute(begin)
}

/// A commit that fails, as on a full disk, leaves the transaction open in SQLite: nothing of it is kept.
fn commit(db: &mut Db) -> Stored<()> {
    db.execute("COMMIT").inspect_err(|_| drop(db.execute("ROLLBACK")))
}

fn connect(location: &Location) -> Stored<Db> {
    if let Location::Sqlite(path) = location {
        keep_to_owner(path).map_err(|reason| StoreError::CannotOpen {
            location: location.shown(),
            reason: format!("it can't be made readable for its owner only: {reason}"),
        })?;
    }
    let mut db = location.open_as(&PRIVATE, Access::Write)?;
    if let Db::Sqlite(_) = db {
        // Nobody else writes this file's log back.
        db.execute("PRAGMA wal_autocheckpoint=1000;")?;
    }
    Ok(db)
}

/// SQLite gives the files beside a database the permissions of the database.
#[cfg(unix)]
fn keep_to_owner(path: &std::path::Path) -> std::io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    if path.is_dir() {
        return Ok(());
    }
    let file = std::fs::OpenOptions::new().append(true).create(true).mode(0o600).open(path)?;
    if file.metadata()?.permissions().mode() & 0o077 != 0 {
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_to_owner(_: &std::path::Path) -> std::io::Result<()> {
    Ok(())
}

/// Makes a token for everything, in the store beside a ledger, and shows it.
///
/// # Errors
/// The database's own.
pub fn token_for(ledger: &Location, actor: ledger::value::Actor) -> Stored<String> {
    Private::open(&ledger.private())?.transaction(|db| tokens::add(db, &tokens::NewToken::for_all(actor)))
}

/// A number that nobody can guess and that was never given before, for a new row.
///
/// # Errors
/// If the system has no random numbers.
pub fn new_id() -> Stored<i64> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(|error| StoreError::Database(error.to_string()))?;
    // Below 2^53, so that a script may hold it.
    Ok(i64::from_be_bytes(bytes) & 0x1f_ffff_ffff_ffff)
}

/// A new store, and the folder that it lies in as long as that is kept.
#[cfg(test)]
pub(crate) fn test_store() -> (tempfile::TempDir, Private) {
    let folder = tempfile::tempdir().expect("a folder");
    let private = Private::open(&Location::Sqlite(folder.path().join("p.db"))).expect("a store");
    (folder, private)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_store_is_readable_for_its_owner_only_and_is_no_ledger() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Location::Sqlite(folder.path().join("ledger.db"));
        let location = ledger.private();
        assert_eq!(location, Location::Sqlite(folder.path().join("ledger.private.db")));
        drop(Private::open(&location).expect("a store"));
        let Location::Sqlite(path) = &location else { panic!("a file") };
        assert_eq!(path.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
        assert!(matches!(location.open(Access::Write), Err(StoreError::NotOurs(_))));
        ledger.open(Access::Write).expect("a ledger");
        assert!(matches!(Private::open(&ledger), Err(StoreError::NotOurs(_))));
    }

    #[test]
    fn what_fails_half_way_changes_nothing() {
        let (_folder, private) = test_store();
        let failed: Stored<()> = private.transaction(|db| {
            acts::add(db, "red-river/s1", acts::Act::TokenMade, "x", "")?;
            Err(StoreError::TooLarge)
        });
        assert!(failed.is_err());
        assert_eq!(private.transaction(|db| acts::latest(db, 10)).expect("a list").len(), 0);
        private.transaction(|db| acts::add(db, "red-river/s1", acts::Act::TokenMade, "x", "")).expect("added");
        assert_eq!(private.transaction(|db| acts::latest(db, 10)).expect("a list").len(), 1);
        let changed = private.transaction(|db| db.execute("DELETE FROM acts"));
        assert!(changed.is_err(), "an act is never removed");
    }
}
