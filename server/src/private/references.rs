//! The references of gifts that came in sheets, each as a hash, and the keys of the entries that they became.
//!
//! A row is kept before the entry is; where the entry was refused its key is in no log, and the row means nothing.

use std::collections::HashMap;

use diesel::prelude::*;

use ledger::value::Key;

use super::bulk_schema::sheet_references;
use crate::store::{Db, Stored, on};

/// References that are asked for in one query.
const AT_ONCE: usize = 500;

/// Keeps under which references entries are made.
///
/// # Errors
/// The database's own.
pub fn keep(db: &mut Db, made: &[(String, Key)]) -> Stored<()> {
    for (reference, key) in made {
        let (reference, key) = (reference.clone(), key.to_string());
        let known = diesel::delete(sheet_references::table.find((reference.clone(), key.clone())));
        on!(db, db => known.execute(db))?;
        let row = (sheet_references::reference.eq(reference), sheet_references::idempotency.eq(key));
        on!(db, db => diesel::insert_into(sheet_references::table).values(row).execute(db))?;
    }
    Ok(())
}

/// The keys of entries that were made, or were to be made, under these references.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, references: &[String]) -> Stored<HashMap<String, Vec<Key>>> {
    let mut found: HashMap<String, Vec<Key>> = HashMap::new();
    for some in references.chunks(AT_ONCE) {
        let query = sheet_references::table.filter(sheet_references::reference.eq_any(some.to_vec()));
        let rows: Vec<(String, String)> = on!(db, db => query.load(db))?;
        for (reference, key) in rows {
            found.entry(reference).or_default().extend(Key::new(&key).ok());
        }
    }
    Ok(found)
}
