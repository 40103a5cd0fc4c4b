//! The audit: the whole log derived anew from entry 0, and every table compared with what that gives.
//!
//! Two threads read, hash and parse entries, by turns; one reads the tables, one replays. A table is compared by the sum of a keyed
//! 128-bit hash of its rows, which costs no memory however long the log is; the key is drawn anew for each audit, so
//! nobody can prepare rows that add up. Only where a sum differs is the log replayed once more, to name the rows, in the
//! words of `said`.
//!
//! - `replay`: the log, read and derived anew; `past`: what it looks up; `totals`: what is summed up over all of it
//! - `gatherer`: rows as sums of hashes, or in words; `tables`: the rows that are there

use siphasher::sip128::SipHasher13;

use ledger::Hash;

use crate::store::past::Tables;
use crate::store::{Access, Location, StoreError, Stored, load};

mod gatherer;
mod past;
mod replay;
mod said;
mod tables;
mod totals;

use gatherer::{ALL_TABLES, Gatherer, Table};
use replay::{ENTRY_READERS, replay};
use said::Names;
use tables::read_tables;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many entries were derived anew.
    pub entries: u64,
    /// Where the log ends.
    pub head: Hash,
    /// What is wrong; nothing, if all is well.
    pub findings: Vec<String>,
}

/// Derives the log anew and compares. `progress` is told how many entries are done, and of how many.
///
/// # Errors
/// [`StoreError`] if the audit could not be made; what it finds is in the [`Report`].
pub fn audit(location: &Location, progress: &mut dyn FnMut(u64, u64)) -> Stored<Report> {
    let mut key = [0; 16];
    getrandom::fill(&mut key).map_err(|error| StoreError::Database(format!("no random key: {error}")))?;
    let fresh = SipHasher13::new_with_key(&key);
    let mut snapshots = snapshots(location)?;
    let head = load::head(&mut snapshots.rows.db)?;
    let mut report = Report { entries: 0, head: head.hash, findings: Vec::new() };
    let (found, derived) = std::thread::scope(|scope| {
        let tables = &mut snapshots.rows;
        let rows = scope.spawn(|| {
            let mut found = Gatherer::new(&fresh);
            read_tables(&mut tables.db, &mut found).map(|()| found.sums)
        });
        let mut derived = Gatherer::new(&fresh);
        let replayed = replay(&mut snapshots.entries, location, head, &mut derived, &mut report, progress);
        let found = rows.join().unwrap_or_else(|_| Err(StoreError::Database("reading the tables failed".into())));
        replayed.and(found).map(|found| (found, derived.sums))
    })?;
    if !report.findings.is_empty() {
        return Ok(report);
    }
    for table in ALL_TABLES {
        if found.0[*table as usize] != derived.0[*table as usize] {
            let names = Names::read(&mut snapshots.rows.db)?;
            let mut expected = Gatherer::naming(&fresh, *table, &names);
            let mut again = Report { entries: 0, head: head.hash, findings: Vec::new() };
            replay(&mut snapshots.entries, location, head, &mut expected, &mut again, &mut |_, _| {})?;
            let mut there = Gatherer::naming(&fresh, *table, &names);
            read_tables(&mut snapshots.rows.db, &mut there)?;
            report.findings.extend(differences(*table, expected, there));
        }
    }
    Ok(report)
}

fn differences(table: Table, expected: Gatherer<'_>, there: Gatherer<'_>) -> Vec<String> {
    let rows = |gatherer: Gatherer<'_>| gatherer.named.map(|named| named.rows).unwrap_or_default();
    let (expected, there, table) = (rows(expected), rows(there), table.word());
    let missing = expected.difference(&there).take(3).map(|row| format!("table {table}: missing: {row}"));
    let spare = there.difference(&expected).take(3).map(|row| format!("table {table}: not from the log: {row}"));
    missing.chain(spare).collect()
}

/// Connections that see the same state of the log.
struct Snapshots {
    entries: [Tables; ENTRY_READERS],
    rows: Tables,
}

fn snapshots(location: &Location) -> Stored<Snapshots> {
    let open = || -> Stored<Tables> {
        let mut tables = Tables::new(location.open(Access::Read)?);
        tables.db.begin_snapshot()?;
        Ok(tables)
    };
    // A busy log may move between the looks; it seldom does so often.
    for _ in 0..1_000 {
        let (mut entries, mut rows) = ([open()?, open()?], open()?);
        let head = load::head(&mut rows.db)?;
        let [one, other] = &mut entries;
        if load::head(&mut one.db)? == head && load::head(&mut other.db)? == head {
            return Ok(Snapshots { entries, rows });
        }
    }
    Err(StoreError::Database("the log is too busy to be audited now".into()))
}
