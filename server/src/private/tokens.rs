//! Programs that may record: tokens, kept only as their SHA3-256.

use diesel::prelude::*;

use ledger::entry::Hash;
use ledger::json;
use ledger::value::Actor;

use super::schema::tokens;
use crate::store::write::now;
use crate::store::{Db, Location, StoreError, Stored, on};

/// What every token begins with, so that a leaked one is recognised.
const PREFIX: &str = "almoner_";

/// How often the last use is written down: a program may come a thousand times a second.
const USE_NOTED_EVERY_MS: i64 = 60_000;

/// What a new token is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewToken {
    /// What people call it.
    pub name: String,
    /// As whom it records.
    pub actor: Actor,
    /// The role's word.
    pub role: String,
    /// `all`, `organisation`, `fund` or `site`.
    pub scope_kind: String,
    /// Which; empty for `all`.
    pub scope_id: String,
    /// Until when, in unix milliseconds.
    pub expires_at: Option<i64>,
}

impl NewToken {
    /// A token for everything, as the command line makes it.
    #[must_use]
    pub fn for_all(actor: Actor) -> Self {
        let word = |word: &str| word.to_owned();
        Self {
            name: String::new(),
            actor,
            role: word("recorder"),
            scope_kind: word("all"),
            scope_id: word(""),
            expires_at: None,
        }
    }

    /// The same for an admin of the actor's organisation: it looks after webhooks, and records nothing.
    #[must_use]
    pub fn of_admin(self) -> Self {
        let organisation = self.actor.as_str().split('/').next().unwrap_or_default().to_owned();
        Self { role: "admin".to_owned(), scope_kind: "organisation".to_owned(), scope_id: organisation, ..self }
    }
}

/// A token as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TokenRow {
    /// SHA3-256 of the token.
    pub hash: Vec<u8>,
    /// What people call it.
    pub name: String,
    /// As whom it records.
    pub actor: String,
    /// The role's word.
    pub role: String,
    /// `all`, `organisation`, `fund` or `site`.
    pub scope_kind: String,
    /// Which.
    pub scope_id: String,
    /// When it was made; all times in unix milliseconds.
    pub created_at: i64,
    /// Until when it is good.
    pub expires_at: Option<i64>,
    /// When it was last used, to the minute.
    pub last_used_at: Option<i64>,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
}

impl TokenRow {
    /// Whether it is good at this moment.
    #[must_use]
    pub fn is_good(&self, at_ms: i64) -> bool {
        self.revoked_at.is_none() && self.expires_at.is_none_or(|end| at_ms < end)
    }

    /// Whether its use was not written down for so long that it is worth a write.
    #[must_use]
    pub fn is_use_due(&self) -> bool {
        self.last_used_at.is_none_or(|last| last.saturating_add(USE_NOTED_EVERY_MS) < now().ms())
    }
}

/// A secret of 32 random bytes.
///
/// # Errors
/// That the system has no random numbers.
pub fn new_secret() -> Stored<String> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| StoreError::Database(error.to_string()))?;
    Ok(json::hex(&secret))
}

/// The hash that stands for a secret in the tables. What is compared is the hash, so the time it takes tells nothing of
/// the secret.
#[must_use]
pub fn hash_of(secret: &str) -> Vec<u8> {
    Hash::of(secret.as_bytes()).0.to_vec()
}

/// Makes a token. It is shown once; the database keeps its hash.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn add(db: &mut Db, new: &NewToken) -> Stored<String> {
    let token = format!("{PREFIX}{}", new_secret()?);
    let row = (
        tokens::hash.eq(hash_of(&token)),
        tokens::name.eq(&new.name),
        tokens::actor.eq(new.actor.as_str()),
        tokens::role.eq(&new.role),
        tokens::scope_kind.eq(&new.scope_kind),
        tokens::scope_id.eq(&new.scope_id),
        tokens::created_at.eq(now().ms()),
        tokens::expires_at.eq(new.expires_at),
    );
    on!(db, db => diesel::insert_into(tokens::table).values(row).execute(db))?;
    Ok(token)
}

/// Whose token this is, if it is good.
///
/// # Errors
/// The database's own.
pub fn holder(db: &mut Db, token: &str) -> Stored<Option<TokenRow>> {
    let (hash, at) = (hash_of(token), now().ms());
    let query = tokens::table.find(hash);
    let found: Option<TokenRow> = on!(db, db => query.first(db).optional())?;
    Ok(found.filter(|found| found.is_good(at)))
}

/// Writes down that a token was used now.
///
/// # Errors
/// The database's own.
pub fn note_use(db: &mut Db, hash: &[u8]) -> Stored<()> {
    let noted = diesel::update(tokens::table.find(hash)).set(tokens::last_used_at.eq(now().ms()));
    on!(db, db => noted.execute(db))?;
    Ok(())
}

/// Every token, the latest first.
///
/// # Errors
/// The database's own.
pub fn all(db: &mut Db) -> Stored<Vec<TokenRow>> {
    Ok(on!(db, db => tokens::table.order(tokens::created_at.desc()).load(db))?)
}

/// Whether a program records, or did, under this account.
///
/// # Errors
/// The database's own.
pub fn has_actor(db: &mut Db, account: &str) -> Stored<bool> {
    let count: i64 = on!(db, db => tokens::table.filter(tokens::actor.eq(account)).count().get_result(db))?;
    Ok(count > 0)
}

/// Revokes a token; it says whether there was one.
///
/// # Errors
/// The database's own.
pub fn revoke(db: &mut Db, hash: &[u8]) -> Stored<bool> {
    let row = tokens::table.filter(tokens::hash.eq(hash)).filter(tokens::revoked_at.is_null());
    let revoked = diesel::update(row).set(tokens::revoked_at.eq(now().ms()));
    Ok(on!(db, db => revoked.execute(db))? > 0)
}

/// Takes over the tokens of a ledger that was written before there was a private store.
///
/// # Errors
/// The database's own.
pub fn adopt(db: &mut Db, ledger: &Location) -> Stored<()> {
    use crate::store::schema::tokens as before;
    let mut ledger = ledger.open(crate::store::Access::Read)?;
    let rows: Vec<(Vec<u8>, String, i64)> = on!(&mut ledger, db => before::table.load(db))?;
    for (hash, actor, created_at) in rows {
        let there = tokens::table.find(hash.clone()).count();
        let there: i64 = on!(db, db => there.get_result(db))?;
        if there > 0 {
            continue;
        }
        let row = (
            tokens::hash.eq(hash),
            tokens::name.eq(""),
            tokens::actor.eq(actor),
            tokens::role.eq("recorder"),
            tokens::scope_kind.eq("all"),
            tokens::scope_id.eq(""),
            tokens::created_at.eq(created_at),
        );
        on!(db, db => diesel::insert_into(tokens::table).values(row).execute(db))?;
    }
    Ok(())
}
