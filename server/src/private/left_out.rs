//! Lines of statements that somebody left out: they become no entry, and nobody is asked about them again unless they are
//! taken up once more. A line is known by the key that its entry would have, in whichever file it comes.

use std::collections::HashMap;

use diesel::prelude::*;

use ledger::value::Key;

use super::bulk_schema::left_out_lines;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// Keys that are asked for in one query.
const AT_ONCE: usize = 500;

/// That a line was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The account of whoever did.
    pub by: String,
    /// When, in unix milliseconds.
    pub at: i64,
}

/// Leaves lines out.
///
/// # Errors
/// The database's own.
pub fn add(db: &mut Db, keys: &[Key], by: &str) -> Stored<()> {
    for key in keys {
        take_up(db, *key)?;
        let row = (
            left_out_lines::idempotency.eq(key.to_string()),
            left_out_lines::left_out_by.eq(by),
            left_out_lines::left_out_at.eq(now().ms()),
        );
        on!(db, db => diesel::insert_into(left_out_lines::table).values(row).execute(db))?;
    }
    Ok(())
}

/// A line is open again.
///
/// # Errors
/// The database's own.
pub fn take_up(db: &mut Db, key: Key) -> Stored<()> {
    let row = diesel::delete(left_out_lines::table.find(key.to_string()));
    on!(db, db => row.execute(db))?;
    Ok(())
}

/// Which of these lines were left out, by their keys.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, keys: &[Key]) -> Stored<HashMap<Key, LeftOut>> {
    let mut found = HashMap::new();
    for some in keys.chunks(AT_ONCE) {
        let names: Vec<String> = some.iter().map(ToString::to_string).collect();
        let query = left_out_lines::table.filter(left_out_lines::idempotency.eq_any(names));
        let rows: Vec<(String, String, i64)> = on!(db, db => query.load(db))?;
        for (key, by, at) in rows {
            found.extend(Key::new(&key).ok().map(|key| (key, LeftOut { by, at })));
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::test_store;

    #[test]
    fn what_is_left_out_is_remembered_until_it_is_taken_up() {
        let (_folder, private) = test_store();
        let (one, other) = (Key::from_bytes([1; 16]), Key::from_bytes([2; 16]));
        let done: Stored<()> = private.transaction(|db| {
            add(db, &[one], "red-river/mei")?;
            add(db, &[one], "red-river/lin")?;
            let found = of(db, &[one, other])?;
            assert_eq!(found.len(), 1);
            assert_eq!(found.get(&one).map(|left| left.by.as_str()), Some("red-river/lin"));
            take_up(db, one)?;
            assert!(of(db, &[one, other])?.is_empty());
            Ok(())
        });
        done.expect("kept");
    }
}
