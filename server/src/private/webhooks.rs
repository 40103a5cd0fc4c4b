//! Who is told of new entries over HTTP: where to, of which entries, and with which secret it is signed.
//!
//! Each has a cursor of its own into the log, which moves in one transaction with the deliveries that it puts into the
//! queue ([`super::deliveries`]) and stands still while the webhook is paused: nothing is lost, and nothing is put there
//! twice. The secret must be at hand to sign with, so it is kept whole, in this store alone; it is shown once.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use diesel::prelude::*;

use app::view::desk::WebhookState;
use ledger::event::EventType;

use super::new_id;
use super::webhook_schema::{webhook_deliveries, webhooks};
use crate::store::write::now;
use crate::store::{Db, StoreError, Stored, on};

/// What every secret begins with (Standard Webhooks).
const PREFIX: &str = "whsec_";

/// How long the secret before still signs beside a new one: whoever receives has so long to change it.
pub const OLD_SIGNS_FOR_MS: i64 = 24 * 60 * 60 * 1_000;

/// Of which entries somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filter {
    /// All.
    All,
    /// Those that concern a fund.
    Fund(String),
    /// Those of some types.
    Types(BTreeSet<EventType>),
}

impl Filter {
    /// As the tables have it.
    #[must_use]
    pub fn words(&self) -> (&'static str, String) {
        match self {
            Self::All => ("all", String::new()),
            Self::Fund(id) => ("fund", id.clone()),
            Self::Types(types) => {
                let words: Vec<&str> = types.iter().map(|event| event.word()).collect();
                ("types", words.join(" "))
            }
        }
    }

    /// From the tables.
    #[must_use]
    pub fn of_words(kind: &str, words: &str) -> Option<Self> {
        match kind {
            "all" => Some(Self::All),
            "fund" => Some(Self::Fund(words.to_owned())),
            "types" => {
                let known = |word: &str| EventType::ALL.iter().copied().find(|event| event.word() == word);
                Some(Self::Types(words.split(' ').filter_map(known).collect()))
            }
            _ => None,
        }
    }
}

/// What a new webhook is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewWebhook {
    /// Whose admins look after it.
    pub organisation: String,
    /// Where to.
    pub url: String,
    /// Of which entries.
    pub filter: Filter,
    /// From which entry on.
    pub next: u64,
    /// Which admin made it.
    pub made_by: String,
}

/// A webhook as it is kept. It has no `Debug`: its secrets must reach no line of the program's own log.
#[derive(Clone, Queryable)]
pub struct WebhookRow {
    /// The row's number.
    pub id: i64,
    /// Whose admins look after it.
    pub organisation: String,
    /// Where to. The path may be a secret of the other side.
    pub url: String,
    /// `all`, `fund` or `types`.
    pub filter_kind: String,
    /// Which.
    pub filter_words: String,
    /// What signs, as `whsec_…`.
    pub secret: String,
    /// What signed before.
    pub old_secret: Option<String>,
    /// Until when that signs too.
    pub old_until: Option<i64>,
    /// A [`WebhookState`]'s word.
    pub state: String,
    /// The first entry that was not looked at.
    pub next_seq: i64,
    /// Which admin made it.
    pub made_by: String,
    /// When, in unix milliseconds.
    pub created_at: i64,
}

impl WebhookRow {
    /// Of which entries.
    #[must_use]
    pub fn filter(&self) -> Filter {
        // What this program does not know is told in full rather than not at all.
        Filter::of_words(&self.filter_kind, &self.filter_words).unwrap_or(Filter::All)
    }

    /// Whether entries are sent there.
    #[must_use]
    pub fn state(&self) -> WebhookState {
        WebhookState::of_word(&self.state).unwrap_or(WebhookState::Paused)
    }

    /// The secrets that sign at this moment, the newest first.
    #[must_use]
    pub fn secrets(&self, at_ms: i64) -> Vec<&str> {
        let old = self.old_secret.as_deref().filter(|_| self.old_until.is_some_and(|end| at_ms < end));
        std::iter::once(self.secret.as_str()).chain(old).collect()
    }

    /// What the list of acts calls it: whose, and at which host. No more of the address, which may be secret.
    #[must_use]
    pub fn subject(&self) -> String {
        let host = reqwest::Url::parse(&self.url).ok().and_then(|url| url.host_str().map(str::to_owned));
        format!("{}/{}", self.organisation, host.unwrap_or_default())
    }
}

/// A secret of 32 random bytes, as Standard Webhooks writes it.
fn new_secret() -> Stored<String> {
    let mut secret = [0_u8; 32];
    getrandom::fill(&mut secret).map_err(|error| StoreError::Database(error.to_string()))?;
    Ok(format!("{PREFIX}{}", STANDARD.encode(secret)))
}

/// The bytes behind `whsec_…`; none where it is not that.
#[must_use]
pub fn secret_bytes(secret: &str) -> Option<Vec<u8>> {
    STANDARD.decode(secret.strip_prefix(PREFIX)?).ok()
}

/// Adds a webhook: its number and its secret.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn add(db: &mut Db, new: &NewWebhook) -> Stored<(i64, String)> {
    let (id, secret) = (new_id()?, new_secret()?);
    let (kind, words) = new.filter.words();
    let row = (
        webhooks::id.eq(id),
        webhooks::organisation.eq(&new.organisation),
        webhooks::url.eq(&new.url),
        webhooks::filter_kind.eq(kind),
        webhooks::filter_words.eq(words),
        webhooks::secret.eq(&secret),
        webhooks::state.eq(WebhookState::Active.word()),
        webhooks::next_seq.eq(i64::try_from(new.next).unwrap_or(i64::MAX)),
        webhooks::made_by.eq(&new.made_by),
        webhooks::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(webhooks::table).values(row).execute(db))?;
    Ok((id, secret))
}

/// Every webhook, the latest first.
///
/// # Errors
/// The database's own.
pub fn all(db: &mut Db) -> Stored<Vec<WebhookRow>> {
    Ok(on!(db, db => webhooks::table.order((webhooks::created_at.desc(), webhooks::id.desc())).load(db))?)
}

/// Those to which entries are sent.
///
/// # Errors
/// The database's own.
pub fn active(db: &mut Db) -> Stored<Vec<WebhookRow>> {
    let query = webhooks::table.filter(webhooks::state.eq(WebhookState::Active.word()));
    Ok(on!(db, db => query.load(db))?)
}

/// One of them.
///
/// # Errors
/// The database's own.
pub fn by_id(db: &mut Db, id: i64) -> Stored<Option<WebhookRow>> {
    Ok(on!(db, db => webhooks::table.find(id).first(db).optional())?)
}

/// Moves the cursor on, where the webhook is active and the cursor still stands there; whether it did.
///
/// # Errors
/// The database's own.
pub fn move_cursor(db: &mut Db, id: i64, from: u64, next: u64) -> Stored<bool> {
    let column = |seq: u64| i64::try_from(seq).unwrap_or(i64::MAX);
    let here = webhooks::id.eq(id).and(webhooks::next_seq.eq(column(from)));
    let there = webhooks::table.filter(here).filter(webhooks::state.eq(WebhookState::Active.word()));
    let moved = diesel::update(there).set(webhooks::next_seq.eq(column(next)));
    Ok(on!(db, db => moved.execute(db))? > 0)
}

/// Goes from one state to another; whether it was in the first.
///
/// # Errors
/// The database's own.
pub fn change(db: &mut Db, id: i64, from: &[WebhookState], to: WebhookState) -> Stored<bool> {
    let words: Vec<&str> = from.iter().map(|state| state.word()).collect();
    let there = webhooks::table.filter(webhooks::id.eq(id)).filter(webhooks::state.eq_any(words));
    let changed = diesel::update(there).set(webhooks::state.eq(to.word()));
    Ok(on!(db, db => changed.execute(db))? > 0)
}

/// A new secret; the one until now signs too for a day.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn new_secret_for(db: &mut Db, row: &WebhookRow) -> Stored<String> {
    let secret = new_secret()?;
    let changed = diesel::update(webhooks::table.find(row.id)).set((
        webhooks::secret.eq(&secret),
        webhooks::old_secret.eq(Some(row.secret.as_str())),
        webhooks::old_until.eq(Some(now().ms().saturating_add(OLD_SIGNS_FOR_MS))),
    ));
    on!(db, db => changed.execute(db))?;
    Ok(secret)
}

/// Removes a webhook with all its deliveries.
///
/// # Errors
/// The database's own.
pub fn remove(db: &mut Db, id: i64) -> Stored<()> {
    let theirs = diesel::delete(webhook_deliveries::table.filter(webhook_deliveries::webhook.eq(id)));
    on!(db, db => theirs.execute(db))?;
    on!(db, db => diesel::delete(webhooks::table.find(id)).execute(db))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::test_store;

    #[test]
    fn a_filter_leads_back_to_itself() {
        let types = BTreeSet::from([EventType::FundOpened, EventType::GoodsDistributed]);
        for filter in [Filter::All, Filter::Fund("flood".into()), Filter::Types(types)] {
            let (kind, words) = filter.words();
            assert_eq!(Filter::of_words(kind, &words), Some(filter));
        }
    }

    #[test]
    fn a_cursor_moves_from_where_it_stands_and_only_while_entries_are_sent() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let new = NewWebhook {
                organisation: "red-river".into(),
                url: "https://hooks.example/secret-path?key=1".into(),
                filter: Filter::All,
                next: 4,
                made_by: "red-river/ada".into(),
            };
            let (id, secret) = add(db, &new)?;
            assert_eq!(secret_bytes(&secret).map(|bytes| bytes.len()), Some(32));
            assert!(move_cursor(db, id, 4, 9)? && !move_cursor(db, id, 4, 11)?);
            assert!(change(db, id, &[WebhookState::Active], WebhookState::Paused)?);
            assert!(!change(db, id, &[WebhookState::Active], WebhookState::Failing)?);
            assert!(!move_cursor(db, id, 9, 11)?, "what is recorded meanwhile waits in the log");
            let row = by_id(db, id)?.expect("a row");
            assert_eq!(row.subject(), "red-river/hooks.example");
            let newer = new_secret_for(db, &row)?;
            let row = by_id(db, id)?.expect("a row");
            assert!(row.secrets(now().ms()) == [newer.as_str(), secret.as_str()], "both sign for a day");
            assert!(row.secrets(now().ms() + OLD_SIGNS_FOR_MS + 1) == [newer.as_str()], "then one");
            remove(db, id)?;
            assert!(by_id(db, id)?.is_none());
            Ok(())
        });
        done.expect("kept");
    }
}
