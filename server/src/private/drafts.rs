//! Events that wait for a second person. A draft is in the log only once somebody else approved it; one that is refused
//! or expires never is.

use diesel::prelude::*;

use super::new_id;
use super::schema::drafts;
use crate::store::write::now;
use crate::store::{Db, StoreError, Stored, on};

/// A draft waits so long: an invoice is due within a month.
pub const WAITS_MS: i64 = 30 * 24 * 60 * 60 * 1_000;

/// How many are read at once.
const LIMIT: i64 = 500;

app::worded! {
    /// Where a draft stands.
    pub enum State {
        /// For a second person.
        Waiting = "waiting",
        /// Somebody approved it; it is about to be an entry.
        Approved = "approved",
        /// It is an entry.
        Recorded = "recorded",
        /// Somebody refused it; or whoever drafted it withdrew it ([`Draft::is_withdrawn`]).
        Refused = "refused",
    }
}

/// A draft, as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The number in addresses.
    pub id: i64,
    /// The events, a JSON text each, to be recorded together.
    pub events: Vec<String>,
    /// The key that each entry will have.
    pub keys: Vec<String>,
    /// The organisation of whoever drafted it.
    pub organisation: String,
    /// Who drafted it; none for a program.
    pub person: Option<i64>,
    /// As whom it will be recorded.
    pub actor: String,
    /// When it was drafted; all times in unix milliseconds.
    pub created_at: i64,
    /// Until when it waits.
    pub expires_at: i64,
    /// Where it stands.
    pub state: State,
    /// Who decided, as `organisation/handle`.
    pub decided_by: Option<String>,
    /// When.
    pub decided_at: Option<i64>,
    /// Why.
    pub reason: Option<String>,
    /// The last entry that it became.
    pub seq: Option<i64>,
    /// Refused, and whoever drafted it put it away or sent it anew.
    pub is_put_away: bool,
}

impl Draft {
    /// Nobody decided in time.
    #[must_use]
    pub fn is_expired(&self) -> bool {
        self.state == State::Waiting && self.expires_at <= now().ms()
    }

    /// Whoever drafted it took it back: nobody else decides as them.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.state == State::Refused && self.decided_by.as_ref() == Some(&self.actor)
    }

    /// It never becomes an entry.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state == State::Refused || self.is_expired()
    }
}

/// A draft to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDraft {
    /// The events, a JSON text each.
    pub events: Vec<String>,
    /// The key that each entry will have.
    pub keys: Vec<String>,
    /// Who drafts it; none for a program.
    pub person: Option<i64>,
    /// As whom it will be recorded.
    pub actor: String,
}

#[derive(Queryable)]
struct Row {
    id: i64,
    events: String,
    idempotency: String,
    organisation: String,
    person: Option<i64>,
    actor: String,
    created_at: i64,
    expires_at: i64,
    state: String,
    _decider: Option<i64>,
    decided_by: Option<String>,
    decided_at: Option<i64>,
    reason: Option<String>,
    seq: Option<i64>,
    put_away_at: Option<i64>,
}

fn list(json: &str) -> Stored<Vec<String>> {
    serde_json::from_str(json).map_err(|error| StoreError::Database(format!("a draft cannot be read: {error}")))
}

impl Row {
    fn draft(self) -> Stored<Draft> {
        let unknown = || StoreError::Database(format!("a draft is in the unknown state {}", self.state));
        Ok(Draft {
            id: self.id,
            events: list(&self.events)?,
            keys: list(&self.idempotency)?,
            organisation: self.organisation,
            person: self.person,
            actor: self.actor,
            created_at: self.created_at,
            expires_at: self.expires_at,
            state: State::of_word(&self.state).ok_or_else(unknown)?,
            decided_by: self.decided_by,
            decided_at: self.decided_at,
            reason: self.reason,
            seq: self.seq,
            is_put_away: self.put_away_at.is_some(),
        })
    }
}

fn text(list: &[String]) -> String {
    serde_json::Value::from(list.to_vec()).to_string()
}

/// The draft with these keys, by this account.
///
/// # Errors
/// The database's own.
pub fn with_keys(db: &mut Db, keys: &[String], actor: &str) -> Stored<Option<i64>> {
    let found = drafts::table.filter(drafts::idempotency.eq(text(keys))).filter(drafts::actor.eq(actor));
    let latest = found.order(drafts::created_at.desc()).select(drafts::id);
    Ok(on!(db, db => latest.first(db).optional())?)
}

/// Adds a draft; the same keys again are the same draft. What somebody sends again after it was refused, withdrawn or left
/// to expire is a new one: a line of a statement, a count of a lot always have the same keys.
///
/// # Errors
/// The database's own.
pub fn add(db: &mut Db, new: &NewDraft) -> Stored<i64> {
    let keys = text(&new.keys);
    if let Some(id) = with_keys(db, &new.keys, &new.actor)?
        && (new.person.is_none() || find(db, id)?.is_some_and(|draft| !draft.is_over()))
    {
        return Ok(id);
    }
    let (id, at) = (new_id()?, now().ms());
    let row = (
        drafts::id.eq(id),
        drafts::events.eq(text(&new.events)),
        drafts::idempotency.eq(keys),
        drafts::organisation.eq(new.actor.split('/').next().unwrap_or_default()),
        drafts::person.eq(new.person),
        drafts::actor.eq(&new.actor),
        drafts::created_at.eq(at),
        drafts::expires_at.eq(at.saturating_add(WAITS_MS)),
        drafts::state.eq(State::Waiting.word()),
    );
    on!(db, db => diesel::insert_into(drafts::table).values(row).execute(db))?;
    Ok(id)
}

/// One draft.
///
/// # Errors
/// The database's own.
pub fn find(db: &mut Db, id: i64) -> Stored<Option<Draft>> {
    let row: Option<Row> = on!(db, db => drafts::table.find(id).first(db).optional())?;
    row.map(Row::draft).transpose()
}

/// Drafts that wait, or were approved and are no entries yet; the oldest first.
///
/// # Errors
/// The database's own.
pub fn open(db: &mut Db) -> Stored<Vec<Draft>> {
    let states = [State::Waiting.word(), State::Approved.word()];
    let query = drafts::table.filter(drafts::state.eq_any(states)).order(drafts::created_at.asc()).limit(LIMIT);
    let rows: Vec<Row> = on!(db, db => query.load(db))?;
    let drafts = rows.into_iter().map(Row::draft).collect::<Stored<Vec<Draft>>>()?;
    Ok(drafts.into_iter().filter(|draft| !draft.is_expired()).collect())
}

/// The last drafts of a person, whatever became of them; the latest first.
///
/// # Errors
/// The database's own.
pub fn of_person(db: &mut Db, person: i64, limit: i64) -> Stored<Vec<Draft>> {
    let query = drafts::table.filter(drafts::person.eq(person)).order(drafts::created_at.desc()).limit(limit);
    let rows: Vec<Row> = on!(db, db => query.load(db))?;
    rows.into_iter().map(Row::draft).collect()
}

/// What others refused of a person's, and they did not put away yet; the latest first.
///
/// # Errors
/// The database's own.
pub fn refused_of(db: &mut Db, person: i64, limit: i64) -> Stored<Vec<Draft>> {
    let refused = drafts::state.eq(State::Refused.word()).and(drafts::put_away_at.is_null());
    let query = drafts::table.filter(drafts::person.eq(person)).filter(refused);
    let query = query.order(drafts::decided_at.desc()).limit(limit);
    let rows: Vec<Row> = on!(db, db => query.load(db))?;
    let drafts = rows.into_iter().map(Row::draft).collect::<Stored<Vec<Draft>>>()?;
    Ok(drafts.into_iter().filter(|draft| !draft.is_withdrawn()).collect())
}

/// A refused draft of a person's is no longer named on their first page.
///
/// # Errors
/// The database's own.
pub fn put_away(db: &mut Db, id: i64, person: i64) -> Stored<bool> {
    let refused = drafts::state.eq(State::Refused.word()).and(drafts::person.eq(person));
    let row = drafts::table.filter(drafts::id.eq(id)).filter(refused);
    Ok(on!(db, db => diesel::update(row).set(drafts::put_away_at.eq(now().ms())).execute(db))? > 0)
}

/// Somebody decides. It says whether the draft was still waiting; what was approved and is no entry yet may be approved
/// again, by whoever finishes it.
///
/// # Errors
/// The database's own.
pub fn decide(db: &mut Db, id: i64, state: State, by: (i64, &str), reason: &str) -> Stored<bool> {
    let again = if state == State::Approved { State::Approved.word() } else { "" };
    let waits = drafts::state.eq(State::Waiting.word()).and(drafts::expires_at.gt(now().ms()));
    let row = drafts::table.filter(drafts::id.eq(id)).filter(waits.or(drafts::state.eq(again)));
    let set = (
        drafts::state.eq(state.word()),
        drafts::decider.eq(by.0),
        drafts::decided_by.eq(by.1),
        drafts::decided_at.eq(now().ms()),
        drafts::reason.eq(reason),
    );
    Ok(on!(db, db => diesel::update(row).set(set).execute(db))? > 0)
}

/// An approved draft is an entry now, approved by whom the entry says.
///
/// # Errors
/// The database's own.
pub fn recorded(db: &mut Db, id: i64, seq: u64, approver: Option<&str>) -> Stored<()> {
    let seq = i64::try_from(seq).map_err(|_| StoreError::TooLarge)?;
    let row = drafts::table.filter(drafts::id.eq(id)).filter(drafts::state.eq(State::Approved.word()));
    let set = (drafts::state.eq(State::Recorded.word()), drafts::seq.eq(seq), drafts::decided_by.eq(approver));
    on!(db, db => diesel::update(row).set(set).execute(db))?;
    Ok(())
}

/// The ledger refused an approved draft: it waits again.
///
/// # Errors
/// The database's own.
pub fn wait_again(db: &mut Db, id: i64) -> Stored<()> {
    let row = drafts::table.filter(drafts::id.eq(id)).filter(drafts::state.eq(State::Approved.word()));
    on!(db, db => diesel::update(row).set(drafts::state.eq(State::Waiting.word())).execute(db))?;
    Ok(())
}
