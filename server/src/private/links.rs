//! One-time links by which somebody sets a password: for new staff, and for those who forgot theirs.

use diesel::prelude::*;

use super::people::{self, Person};
use super::schema::links;
use super::tokens::{hash_of, new_secret};
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// A link is good for two days: it is handed over in person or by a messenger, and used soon.
pub const GOOD_FOR_MS: i64 = 48 * 60 * 60 * 1_000;

/// Makes a link's secret. Those given to the same person before are good no more.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn make(db: &mut Db, person: i64) -> Stored<String> {
    let (secret, at) = (new_secret()?, now().ms());
    forget(db, person)?;
    let row = (
        links::hash.eq(hash_of(&secret)),
        links::person.eq(person),
        links::created_at.eq(at),
        links::expires_at.eq(at.saturating_add(GOOD_FOR_MS)),
    );
    on!(db, db => diesel::insert_into(links::table).values(row).execute(db))?;
    Ok(secret)
}

/// A person's links are good no more.
///
/// # Errors
/// The database's own.
pub fn forget(db: &mut Db, person: i64) -> Stored<()> {
    on!(db, db => diesel::delete(links::table.filter(links::person.eq(person))).execute(db))?;
    Ok(())
}

/// For whom a link is, while it is good.
///
/// # Errors
/// The database's own.
pub fn holder(db: &mut Db, secret: &str) -> Stored<Option<Person>> {
    let good = links::table
        .filter(links::hash.eq(hash_of(secret)))
        .filter(links::used_at.is_null())
        .filter(links::expires_at.gt(now().ms()))
        .select(links::person);
    let person: Option<i64> = on!(db, db => good.first(db).optional())?;
    let Some(person) = person else { return Ok(None) };
    Ok(people::by_id(db, person)?.filter(|person| person.disabled_at.is_none()))
}

/// Uses a link up; it says for whom it was, if it was good.
///
/// # Errors
/// The database's own.
pub fn take(db: &mut Db, secret: &str) -> Stored<Option<Person>> {
    let person = holder(db, secret)?;
    let unused = links::table.filter(links::hash.eq(hash_of(secret))).filter(links::used_at.is_null());
    let used = diesel::update(unused).set(links::used_at.eq(now().ms()));
    // Whoever was faster has it, on whatever server.
    Ok(if on!(db, db => used.execute(db))? > 0 { person } else { None })
}
