//! What webhooks are to be told, and what became of it.
//!
//! A delivery is `waiting` until somebody takes it, `sending` meanwhile, and then `delivered`, `failed`, or `waiting` again.
//! What was being sent when the power went is sent again, with the same id: whoever receives knows it by that. One webhook
//! is sent one delivery at a time, in the order of the log; one that failed does not hold up those behind it.

use diesel::prelude::*;

use app::view::desk::{DeliveryProblem, DeliveryState, WebhookState};

use super::new_id;
use super::webhook_schema::{webhook_deliveries as deliveries, webhooks};
use super::webhooks::WebhookRow;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// What takes longer was interrupted: an attempt ends within seconds.
const SENDING_AT_MOST_MS: i64 = 5 * 60 * 1_000;

/// A delivery.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DeliveryRow {
    /// The row's number; with `msg_` before it the id that is sent.
    pub id: i64,
    /// To which webhook.
    pub webhook: i64,
    /// Of which entry; none for a test.
    pub entry: Option<i64>,
    /// A [`DeliveryState`]'s word.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Not before; all times in unix milliseconds.
    pub due_at: i64,
    /// When it was put into the queue.
    pub made_at: i64,
    /// When it was tried last.
    pub tried_at: Option<i64>,
    /// What the other side answered last.
    pub status: Option<i64>,
    /// A [`DeliveryProblem`]'s word, or nothing.
    pub problem: String,
}

impl DeliveryRow {
    /// The id that is sent: the same with every attempt.
    #[must_use]
    pub fn message(&self) -> String {
        format!("msg_{}", self.id)
    }
}

/// What the other side said, if anything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Told {
    /// The HTTP status.
    pub status: Option<u16>,
    /// What was wrong.
    pub problem: Option<DeliveryProblem>,
}

/// Puts a delivery into the queue; without an entry it is a test.
///
/// # Errors
/// The database's own.
pub fn put(db: &mut Db, webhook: i64, entry: Option<u64>) -> Stored<i64> {
    let (id, at) = (new_id()?, now().ms());
    let row = (
        deliveries::id.eq(id),
        deliveries::webhook.eq(webhook),
        deliveries::entry.eq(entry.and_then(|entry| i64::try_from(entry).ok())),
        deliveries::state.eq(DeliveryState::Waiting.word()),
        deliveries::attempts.eq(0),
        deliveries::due_at.eq(at),
        deliveries::made_at.eq(at),
        deliveries::problem.eq(""),
    );
    on!(db, db => diesel::insert_into(deliveries::table).values(row).execute(db))?;
    Ok(id)
}

/// How many wait for a webhook.
///
/// # Errors
/// The database's own.
pub fn waiting(db: &mut Db, webhook: i64) -> Stored<i64> {
    let waits = deliveries::state.eq_any([DeliveryState::Waiting.word(), DeliveryState::Sending.word()]);
    let query = deliveries::table.filter(deliveries::webhook.eq(webhook)).filter(waits).count();
    Ok(on!(db, db => query.get_result(db))?)
}

/// Takes the next delivery that is due, and marks it as being sent: never two of one webhook. Entries wait while their
/// webhook is paused; a test does not, because somebody looks.
///
/// # Errors
/// The database's own.
pub fn take(db: &mut Db, at_ms: i64) -> Stored<Option<(DeliveryRow, WebhookRow)>> {
    resume(db, at_ms.saturating_sub(SENDING_AT_MOST_MS))?;
    let busy = deliveries::table.filter(deliveries::state.eq(DeliveryState::Sending.word()));
    let busy: Vec<i64> = on!(db, db => busy.select(deliveries::webhook).load(db))?;
    let due = deliveries::table
        .inner_join(webhooks::table)
        .filter(deliveries::state.eq(DeliveryState::Waiting.word()))
        .filter(deliveries::due_at.le(at_ms))
        .filter(webhooks::state.eq(WebhookState::Active.word()).or(deliveries::entry.is_null()))
        .filter(deliveries::webhook.ne_all(busy))
        .order((deliveries::due_at.asc(), deliveries::entry.asc(), deliveries::id.asc()));
    let found: Option<(DeliveryRow, WebhookRow)> = on!(db, db => due.first(db).optional())?;
    let Some((delivery, webhook)) = found else { return Ok(None) };
    let attempts = delivery.attempts.saturating_add(1);
    let taken = diesel::update(deliveries::table.find(delivery.id)).set((
        deliveries::state.eq(DeliveryState::Sending.word()),
        deliveries::attempts.eq(attempts),
        deliveries::tried_at.eq(Some(at_ms)),
    ));
    on!(db, db => taken.execute(db))?;
    Ok(Some((DeliveryRow { attempts, ..delivery }, webhook)))
}

/// What was taken before this moment and never settled waits again; how many that is.
///
/// # Errors
/// The database's own.
pub fn resume(db: &mut Db, before_ms: i64) -> Stored<usize> {
    let sending = deliveries::table.filter(deliveries::state.eq(DeliveryState::Sending.word()));
    let lost = sending.filter(deliveries::tried_at.lt(before_ms));
    let again = diesel::update(lost).set(deliveries::state.eq(DeliveryState::Waiting.word()));
    Ok(on!(db, db => again.execute(db))?)
}

/// What became of an attempt; `due_at` is when to try again, where it waits.
///
/// # Errors
/// The database's own.
pub fn settle(db: &mut Db, id: i64, state: DeliveryState, due_at: i64, told: Told) -> Stored<()> {
    let row = (
        deliveries::state.eq(state.word()),
        deliveries::due_at.eq(due_at),
        deliveries::status.eq(told.status.map(i64::from)),
        deliveries::problem.eq(told.problem.map_or("", DeliveryProblem::word)),
    );
    on!(db, db => diesel::update(deliveries::table.find(id)).set(row).execute(db))?;
    Ok(())
}

/// Sends once more what was delivered or failed, from the first attempt on; whether it was either.
///
/// # Errors
/// The database's own.
pub fn again(db: &mut Db, webhook: i64, id: i64) -> Stored<bool> {
    let over = deliveries::state.eq_any([DeliveryState::Delivered.word(), DeliveryState::Failed.word()]);
    let there = deliveries::table.filter(deliveries::id.eq(id).and(deliveries::webhook.eq(webhook))).filter(over);
    let row = (
        deliveries::state.eq(DeliveryState::Waiting.word()),
        deliveries::attempts.eq(0),
        deliveries::due_at.eq(now().ms()),
    );
    Ok(on!(db, db => diesel::update(there).set(row).execute(db))? > 0)
}

/// Sends every entry once more that failed: the webhook goes on. How many those are.
///
/// # Errors
/// The database's own.
pub fn retry(db: &mut Db, webhook: i64) -> Stored<usize> {
    let failed = deliveries::table
        .filter(deliveries::webhook.eq(webhook))
        .filter(deliveries::state.eq(DeliveryState::Failed.word()))
        .filter(deliveries::entry.is_not_null());
    let row = (
        deliveries::state.eq(DeliveryState::Waiting.word()),
        deliveries::attempts.eq(0),
        deliveries::due_at.eq(now().ms()),
    );
    Ok(on!(db, db => diesel::update(failed).set(row).execute(db))?)
}

/// The last deliveries of a webhook, the latest first.
///
/// # Errors
/// The database's own.
pub fn latest(db: &mut Db, webhook: i64, limit: i64) -> Stored<Vec<DeliveryRow>> {
    let query = deliveries::table
        .filter(deliveries::webhook.eq(webhook))
        .order((deliveries::made_at.desc(), deliveries::entry.desc(), deliveries::id.desc()))
        .limit(limit);
    Ok(on!(db, db => query.load(db))?)
}

/// Forgets what was settled, and put into the queue before this moment; how many that is.
///
/// # Errors
/// The database's own.
pub fn forget(db: &mut Db, before_ms: i64) -> Stored<usize> {
    let over = deliveries::state.eq_any([DeliveryState::Delivered.word(), DeliveryState::Failed.word()]);
    let old = deliveries::table.filter(over).filter(deliveries::made_at.lt(before_ms));
    Ok(on!(db, db => diesel::delete(old).execute(db))?)
}

#[cfg(test)]
mod tests {
    use super::super::webhooks::{Filter, NewWebhook, add, change};
    use super::*;
    use crate::private::test_store;

    fn webhook(db: &mut Db) -> i64 {
        let new = NewWebhook {
            organisation: "red-river".into(),
            url: "https://hooks.example/".into(),
            filter: Filter::All,
            next: 0,
            made_by: "red-river/ada".into(),
        };
        add(db, &new).expect("a webhook").0
    }

    /// The entry and attempt that is taken next.
    fn taken(db: &mut Db, at_ms: i64) -> Option<(DeliveryRow, Option<i64>, i64)> {
        let (row, _) = take(db, at_ms).expect("a look")?;
        let (entry, attempts) = (row.entry, row.attempts);
        Some((row, entry, attempts))
    }

    #[test]
    fn one_at_a_time_in_the_order_of_the_log_and_what_failed_holds_nobody_up() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let (one, other) = (webhook(db), webhook(db));
            for entry in [7, 8, 9] {
                put(db, one, Some(entry))?;
            }
            let later = now().ms() + 60_000;
            let (first, entry, attempts) = taken(db, later).expect("a delivery");
            assert_eq!((entry, attempts), (Some(7), 1));
            assert!(taken(db, later).is_none(), "one is under way");
            put(db, other, Some(7))?;
            assert_eq!(taken(db, later).map(|(row, ..)| row.webhook), Some(other), "another webhook need not wait");
            let told = Told { status: Some(500), problem: Some(DeliveryProblem::Status) };
            settle(db, first.id, DeliveryState::Waiting, later + 5_000, told)?;
            let (second, entry, _) = taken(db, later).expect("a delivery");
            assert_eq!(entry, Some(8));
            settle(db, second.id, DeliveryState::Delivered, later, Told { status: Some(204), problem: None })?;
            assert_eq!(taken(db, later + 5_000).map(|(row, ..)| row.entry), Some(Some(9)));
            assert_eq!(waiting(db, one)?, 2);
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn what_was_under_way_when_the_power_went_is_sent_again_with_the_same_id() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let one = webhook(db);
            put(db, one, Some(7))?;
            let at = now().ms() + 1;
            let (before, ..) = taken(db, at).expect("a delivery");
            assert_eq!(resume(db, i64::MAX)?, 1);
            let (after, _, attempts) = taken(db, at).expect("the same");
            assert_eq!((after.message(), attempts), (before.message(), 2));
            // Where the store forgot to settle it, it is found after a while.
            assert!(taken(db, at + SENDING_AT_MOST_MS).is_none());
            assert!(taken(db, at + SENDING_AT_MOST_MS + 1).is_some());
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn entries_wait_while_a_webhook_is_paused_and_a_test_does_not() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let one = webhook(db);
            put(db, one, Some(7))?;
            change(db, one, &[WebhookState::Active], WebhookState::Paused)?;
            let at = now().ms() + 1;
            assert!(taken(db, at).is_none());
            let test = put(db, one, None)?;
            let (row, entry, _) = taken(db, at).expect("a test");
            assert_eq!((row.id, entry), (test, None));
            settle(db, test, DeliveryState::Failed, at, Told::default())?;
            assert!(!again(db, one + 1, test)? && again(db, one, test)?, "only by its own webhook");
            assert!(!again(db, one, test)?, "it waits already");
            settle(db, test, DeliveryState::Failed, at, Told::default())?;
            assert_eq!(retry(db, one)?, 0, "a test is not sent again by itself, and the entry waits already");
            forget(db, i64::MAX)?;
            assert_eq!(forget(db, i64::MAX)?, 0, "what waits is kept");
            Ok(())
        });
        done.expect("kept");
    }
}
