//! Who may record: tokens, kept only as their SHA3-256.

use diesel::prelude::*;

use ledger::entry::Hash;
use ledger::json;
use ledger::value::Actor;

use super::schema::tokens;
use super::write::now;
use super::{Db, StoreError, Stored, on};

/// What every token begins with, so that a leaked one is recognised.
const PREFIX: &str = "almoner_";

/// Makes a token for an actor. It is shown once; the database keeps its hash.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn add(db: &mut Db, actor: &Actor) -> Stored<String> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| StoreError::Database(error.to_string()))?;
    let token = format!("{PREFIX}{}", json::hex(&secret));
    let row = (
        tokens::hash.eq(Hash::of(token.as_bytes()).0.to_vec()),
        tokens::actor.eq(actor.as_str()),
        tokens::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(tokens::table).values(row).execute(db))?;
    Ok(token)
}

/// Whose token this is. What is compared is the hash, so the time it takes tells nothing of the token.
///
/// # Errors
/// The database's own.
pub fn holder(db: &mut Db, token: &str) -> Stored<Option<Actor>> {
    let query = tokens::table.find(Hash::of(token.as_bytes()).0.to_vec()).select(tokens::actor);
    let actor: Option<String> = on!(db, db => query.first(db).optional())?;
    Ok(actor.and_then(|actor| Actor::new(&actor).ok()))
}
