//! Staff: who they are, what they may do. In the log only `organisation/handle` is ever seen.

use diesel::prelude::*;

use ledger::value::Actor;

use super::new_id;
use super::schema::{people, roles};
use crate::desk::people::permission::{Grant, Role, Scope};
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// A person, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Person {
    /// The row's number.
    pub id: i64,
    /// The organisation whose handle it is.
    pub organisation: String,
    /// The pseudonym.
    pub handle: String,
    /// Who it is: for colleagues, never in the log.
    pub name: String,
    /// argon2id, as a PHC string; none until a set-up link was used.
    pub password: Option<String>,
    /// When it was set; all times in unix milliseconds.
    pub password_changed_at: Option<i64>,
    /// When the person was added.
    pub created_at: i64,
    /// Since when they may no longer log in.
    pub disabled_at: Option<i64>,
}

impl Person {
    /// `organisation/handle`: the account's name, and the actor of what they record.
    #[must_use]
    pub fn account(&self) -> String {
        format!("{}/{}", self.organisation, self.handle)
    }
}

/// Whether somebody was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// With this number.
    Person(i64),
    /// The organisation has somebody with this handle.
    Taken,
}

/// Adds a person.
///
/// # Errors
/// The database's own.
pub fn add(db: &mut Db, account: &Actor, name: &str) -> Stored<Added> {
    if by_account(db, account.as_str())?.is_some() {
        return Ok(Added::Taken);
    }
    let (organisation, handle) = account.as_str().split_once('/').unwrap_or((account.as_str(), ""));
    let id = new_id()?;
    let row = (
        people::id.eq(id),
        people::organisation.eq(organisation),
        people::handle.eq(handle),
        people::name.eq(name),
        people::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(people::table).values(row).execute(db))?;
    Ok(Added::Person(id))
}

/// The person whose account this is.
///
/// # Errors
/// The database's own.
pub fn by_account(db: &mut Db, account: &str) -> Stored<Option<Person>> {
    let Some((organisation, handle)) = account.split_once('/') else { return Ok(None) };
    let query = people::table.filter(people::organisation.eq(organisation)).filter(people::handle.eq(handle));
    Ok(on!(db, db => query.first(db).optional())?)
}

/// The person with this number.
///
/// # Errors
/// The database's own.
pub fn by_id(db: &mut Db, id: i64) -> Stored<Option<Person>> {
    Ok(on!(db, db => people::table.find(id).first(db).optional())?)
}

/// Everybody, by organisation and handle.
///
/// # Errors
/// The database's own.
pub fn all(db: &mut Db) -> Stored<Vec<Person>> {
    Ok(on!(db, db => people::table.order((people::organisation.asc(), people::handle.asc())).load(db))?)
}

/// Sets a password, already hashed.
///
/// # Errors
/// The database's own.
pub fn set_password(db: &mut Db, person: i64, phc: &str) -> Stored<()> {
    let set = (people::password.eq(phc), people::password_changed_at.eq(now().ms()));
    on!(db, db => diesel::update(people::table.find(person)).set(set).execute(db))?;
    Ok(())
}

/// Lets a person log in, or no more.
///
/// # Errors
/// The database's own.
pub fn set_disabled(db: &mut Db, person: i64, disabled: bool) -> Stored<()> {
    let at = disabled.then(|| now().ms());
    let set = people::disabled_at.eq(at);
    on!(db, db => diesel::update(people::table.find(person)).set(set).execute(db))?;
    Ok(())
}

/// What a person may do.
///
/// # Errors
/// The database's own.
pub fn grants(db: &mut Db, person: i64) -> Stored<Vec<Grant>> {
    let columns = (roles::role, roles::organisation, roles::scope_kind, roles::scope_id);
    let query = roles::table.filter(roles::person.eq(person)).select(columns);
    let rows: Vec<(String, String, String, String)> = on!(db, db => query.load(db))?;
    Ok(rows
        .into_iter()
        .filter_map(|(role, organisation, kind, id)| {
            Some(Grant { role: Role::of_word(&role)?, organisation, scope: Scope::of_words(&kind, &id)? })
        })
        .collect())
}

/// Gives a role; giving it twice is giving it once.
///
/// # Errors
/// The database's own.
pub fn give(db: &mut Db, person: i64, grant: &Grant) -> Stored<()> {
    take(db, person, grant)?;
    let (kind, id) = grant.scope.words();
    let row = (
        roles::person.eq(person),
        roles::role.eq(grant.role.word()),
        roles::organisation.eq(&grant.organisation),
        roles::scope_kind.eq(kind),
        roles::scope_id.eq(id),
    );
    on!(db, db => diesel::insert_into(roles::table).values(row).execute(db))?;
    Ok(())
}

/// Takes a role; it says whether it was there.
///
/// # Errors
/// The database's own.
pub fn take(db: &mut Db, person: i64, grant: &Grant) -> Stored<bool> {
    let (kind, id) = grant.scope.words();
    let row = roles::table
        .filter(roles::person.eq(person))
        .filter(roles::role.eq(grant.role.word()))
        .filter(roles::organisation.eq(&grant.organisation))
        .filter(roles::scope_kind.eq(kind))
        .filter(roles::scope_id.eq(id));
    Ok(on!(db, db => diesel::delete(row).execute(db))? > 0)
}
