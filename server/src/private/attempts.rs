//! What came of each attempt at telling a webhook: so that an admin sees when it began to fail, and how.

use diesel::prelude::*;

use app::view::desk::DeliveryProblem;

use super::deliveries::Told;
use super::new_id;
use super::webhook_schema::{webhook_attempts as attempts, webhook_deliveries};
use crate::store::{Db, Stored, on};

/// Attempts that are shown at once: ten to each of a hundred deliveries, and some that were asked for.
const SHOWN: i64 = 2_000;

/// An attempt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AttemptRow {
    /// The row's number.
    pub id: i64,
    /// At which delivery.
    pub delivery: i64,
    /// When it ended, in unix milliseconds.
    pub at: i64,
    /// What the other side answered.
    pub status: Option<i64>,
    /// A [`DeliveryProblem`]'s word, or nothing.
    pub problem: String,
}

/// Writes down what came of an attempt, where the delivery was not removed meanwhile.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn note(db: &mut Db, delivery: i64, at_ms: i64, told: Told) -> Stored<()> {
    let there = webhook_deliveries::table.find(delivery).count();
    let there: i64 = on!(db, db => there.get_result(db))?;
    if there == 0 {
        return Ok(());
    }
    let row = (
        attempts::id.eq(new_id()?),
        attempts::delivery.eq(delivery),
        attempts::at.eq(at_ms),
        attempts::status.eq(told.status.map(i64::from)),
        attempts::problem.eq(told.problem.map_or("", DeliveryProblem::word)),
    );
    on!(db, db => diesel::insert_into(attempts::table).values(row).execute(db))?;
    Ok(())
}

/// The attempts at these deliveries, the latest first.
///
/// # Errors
/// The database's own.
pub fn of(db: &mut Db, deliveries: &[i64]) -> Stored<Vec<AttemptRow>> {
    let query = attempts::table
        .filter(attempts::delivery.eq_any(deliveries.to_vec()))
        .order((attempts::at.desc(), attempts::id.desc()))
        .limit(SHOWN);
    Ok(on!(db, db => query.load(db))?)
}
