//! Numbers that nobody else has: what makes a hash of something short worthless to whoever reads it.

use diesel::prelude::*;

use super::bulk_schema::secrets;
use super::tokens::new_secret;
use crate::store::{Db, Stored, on};

/// The secret of this name, made when it is first asked for.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn named(db: &mut Db, name: &str) -> Stored<String> {
    let query = secrets::table.find(name).select(secrets::value);
    let found: Option<String> = on!(db, db => query.first(db).optional())?;
    if let Some(found) = found {
        return Ok(found);
    }
    let value = new_secret()?;
    let row = (secrets::name.eq(name), secrets::value.eq(&value));
    on!(db, db => diesel::insert_into(secrets::table).values(row).execute(db))?;
    Ok(value)
}
