//! Passkeys: by which authenticators somebody proves who they are.

use diesel::prelude::*;

use super::schema::passkeys;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// A passkey, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Passkey {
    /// The credential's id.
    pub id: Vec<u8>,
    /// Whose.
    pub person: i64,
    /// What they call it.
    pub name: String,
    /// Its public key, as COSE.
    pub public_key: Vec<u8>,
    /// How often it signed, where it counts.
    pub sign_count: i64,
    /// When it was made, in unix milliseconds.
    pub created_at: i64,
    /// When it was last used.
    pub last_used_at: Option<i64>,
}

/// Adds a passkey; it says whether it is a new one.
///
/// # Errors
/// The database's own.
pub fn add(db: &mut Db, person: i64, name: &str, id: &[u8], public_key: &[u8], sign_count: u32) -> Stored<bool> {
    if find(db, id)?.is_some() {
        return Ok(false);
    }
    let row = (
        passkeys::id.eq(id),
        passkeys::person.eq(person),
        passkeys::name.eq(name),
        passkeys::public_key.eq(public_key),
        passkeys::sign_count.eq(i64::from(sign_count)),
        passkeys::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(passkeys::table).values(row).execute(db))?;
    Ok(true)
}

/// The passkey with this id.
///
/// # Errors
/// The database's own.
pub fn find(db: &mut Db, id: &[u8]) -> Stored<Option<Passkey>> {
    let query = passkeys::table.filter(passkeys::id.eq(id));
    Ok(on!(db, db => query.first(db).optional())?)
}

/// A person's passkeys.
///
/// # Errors
/// The database's own.
pub fn of_person(db: &mut Db, person: i64) -> Stored<Vec<Passkey>> {
    let query = passkeys::table.filter(passkeys::person.eq(person)).order(passkeys::created_at.asc());
    Ok(on!(db, db => query.load(db))?)
}

/// A passkey was used.
///
/// # Errors
/// The database's own.
pub fn used(db: &mut Db, id: &[u8], sign_count: u32) -> Stored<()> {
    let set = (passkeys::sign_count.eq(i64::from(sign_count)), passkeys::last_used_at.eq(now().ms()));
    on!(db, db => diesel::update(passkeys::table.filter(passkeys::id.eq(id))).set(set).execute(db))?;
    Ok(())
}

/// Removes a passkey of a person; it says whether there was one.
///
/// # Errors
/// The database's own.
pub fn remove(db: &mut Db, person: i64, id: &[u8]) -> Stored<bool> {
    let row = passkeys::table.filter(passkeys::person.eq(person)).filter(passkeys::id.eq(id));
    Ok(on!(db, db => diesel::delete(row).execute(db))? > 0)
}
