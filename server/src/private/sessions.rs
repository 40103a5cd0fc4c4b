//! Sessions: who is logged in, from where, until when. A cookie holds the secret; here is only its hash.

use diesel::prelude::*;

use super::people::{self, Person};
use super::schema::sessions;
use super::tokens::{hash_of, new_secret};
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// Without use for so long, a session ends: a working day, with its breaks.
pub const IDLE_MS: i64 = 12 * 60 * 60 * 1_000;

/// However much it is used, a session ends after a week.
pub const LONGEST_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// How often the last use is written down.
const SEEN_EVERY_MS: i64 = 60_000;

/// What is kept of the browser's name.
const AGENT_CHARS: usize = 200;

/// A session, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Session {
    /// SHA3-256 of the cookie.
    pub hash: Vec<u8>,
    /// Whose.
    pub person: i64,
    /// When it began; all times in unix milliseconds.
    pub created_at: i64,
    /// When it was last used, to the minute.
    pub seen_at: i64,
    /// When it ends at the latest.
    pub expires_at: i64,
    /// From which address it began.
    pub address: String,
    /// With which browser.
    pub agent: String,
}

impl Session {
    fn is_over(&self, at: i64) -> bool {
        self.expires_at <= at || self.seen_at.saturating_add(IDLE_MS) <= at
    }

    /// Whether its use was not written down for so long that it is worth a write.
    #[must_use]
    pub fn is_use_due(&self) -> bool {
        self.seen_at.saturating_add(SEEN_EVERY_MS) < now().ms()
    }
}

/// Begins a session and gives the cookie's secret.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn begin(db: &mut Db, person: i64, address: &str, agent: &str) -> Stored<String> {
    let (secret, at) = (new_secret()?, now().ms());
    let over = sessions::table.filter(sessions::expires_at.le(at).or(sessions::seen_at.le(at - IDLE_MS)));
    on!(db, db => diesel::delete(over).execute(db))?;
    let row = (
        sessions::hash.eq(hash_of(&secret)),
        sessions::person.eq(person),
        sessions::created_at.eq(at),
        sessions::seen_at.eq(at),
        sessions::expires_at.eq(at.saturating_add(LONGEST_MS)),
        sessions::address.eq(address),
        sessions::agent.eq(agent.chars().take(AGENT_CHARS).collect::<String>()),
    );
    on!(db, db => diesel::insert_into(sessions::table).values(row).execute(db))?;
    Ok(secret)
}

/// Whose session this is, while it lasts and the person may log in.
///
/// # Errors
/// The database's own.
pub fn holder(db: &mut Db, secret: &str) -> Stored<Option<(Session, Person)>> {
    let (hash, at) = (hash_of(secret), now().ms());
    let query = sessions::table.find(hash);
    let found: Option<Session> = on!(db, db => query.first(db).optional())?;
    let Some(session) = found.filter(|session| !session.is_over(at)) else { return Ok(None) };
    let Some(person) = people::by_id(db, session.person)?.filter(|person| person.disabled_at.is_none()) else {
        return Ok(None);
    };
    Ok(Some((session, person)))
}

/// Writes down that a session was used now.
///
/// # Errors
/// The database's own.
pub fn note_use(db: &mut Db, hash: &[u8]) -> Stored<()> {
    let seen = diesel::update(sessions::table.find(hash)).set(sessions::seen_at.eq(now().ms()));
    on!(db, db => seen.execute(db))?;
    Ok(())
}

/// A person's sessions that last, the latest first.
///
/// # Errors
/// The database's own.
pub fn of_person(db: &mut Db, person: i64) -> Stored<Vec<Session>> {
    let query = sessions::table.filter(sessions::person.eq(person)).order(sessions::created_at.desc());
    let rows: Vec<Session> = on!(db, db => query.load(db))?;
    let at = now().ms();
    Ok(rows.into_iter().filter(|session| !session.is_over(at)).collect())
}

/// Ends one session of a person; it says whether there was one.
///
/// # Errors
/// The database's own.
pub fn end(db: &mut Db, person: i64, hash: &[u8]) -> Stored<bool> {
    let row = sessions::table.filter(sessions::person.eq(person)).filter(sessions::hash.eq(hash));
    Ok(on!(db, db => diesel::delete(row).execute(db))? > 0)
}

/// Ends all sessions of a person, but for the one that is kept.
///
/// # Errors
/// The database's own.
pub fn end_others(db: &mut Db, person: i64, kept: Option<&[u8]>) -> Stored<()> {
    let others =
        sessions::table.filter(sessions::person.eq(person)).filter(sessions::hash.ne(kept.unwrap_or_default()));
    on!(db, db => diesel::delete(others).execute(db))?;
    Ok(())
}
