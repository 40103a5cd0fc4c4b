//! Demo ledgers on disk: made once, kept for the next time.

use std::fs;
use std::path::{Path, PathBuf};

use server::demo;
use server::store::past::Tables;
use server::store::write::Writer;
use server::store::{Access, Location};

use crate::Outcome;

/// The same number, the same ledgers.
pub(crate) const SEED: u64 = 1;

/// A ledger with so many gifts.
#[derive(Debug)]
pub(crate) struct DemoLedger {
    pub(crate) gifts: u64,
    pub(crate) entries: u64,
    pub(crate) path: PathBuf,
}

impl DemoLedger {
    /// The one that is there, or a new one. It gets its name only when it is whole.
    pub(crate) fn ready(folder: &Path, gifts: u64) -> Outcome<Self> {
        Self::made(folder, &format!("demo-{gifts}"), gifts, || demo::events(gifts, SEED))
    }

    /// One in whose largest fund lie at least so many gifts.
    pub(crate) fn crowded(folder: &Path, of_the_fund: u64) -> Outcome<Self> {
        let gifts = (of_the_fund * 100).div_ceil(demo::CROWD_SHARE);
        if gifts > demo::GIFTS_MAX {
            return Err(format!("a fund has at most {} gifts", demo::GIFTS_MAX / 100 * demo::CROWD_SHARE).into());
        }
        Self::made(folder, &format!("crowd-{gifts}"), gifts, || demo::crowded(gifts, SEED))
    }

    fn made(folder: &Path, name: &str, gifts: u64, events: impl FnOnce() -> demo::Events) -> Outcome<Self> {
        let path = folder.join(format!("{name}.db"));
        if !path.is_file() {
            let making = folder.join(format!("{name}.making"));
            remove(&making);
            let mut shown = 0;
            let mut writer = Writer::open(&Location::Sqlite(making.clone()))?;
            demo::fill_with(&mut writer, events(), &mut |done| {
                if done / 100_000 > shown {
                    shown = done / 100_000;
                    eprintln!("  {done} entries of the ledger of {gifts} gifts");
                }
            })?;
            drop(writer);
            write_back(&making)?;
            fs::rename(&making, &path)?;
            remove(&making);
        }
        let location = Location::Sqlite(path.clone());
        let entries = Tables::new(location.open(Access::Read)?).head()?.size;
        Ok(Self { gifts, entries, path })
    }

    pub(crate) fn location(&self) -> Location {
        Location::Sqlite(self.path.clone())
    }
}

/// Writes the write-ahead log back, and empties it.
pub(crate) fn write_back(path: &Path) -> Outcome<()> {
    let mut db = Location::Sqlite(path.to_owned()).open(Access::Write)?;
    Ok(db.execute("PRAGMA wal_checkpoint(TRUNCATE)")?)
}

/// Removes a database and what SQLite lays beside it.
pub(crate) fn remove(path: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        let mut name = path.as_os_str().to_owned();
        name.push(suffix);
        let _ = fs::remove_file(name);
    }
}
