//! From which amount on an event of a fund waits for a second person.

use diesel::prelude::*;

use super::schema::thresholds;
use crate::store::rows::{column, count};
use crate::store::{Db, Stored, on};

/// A fund, the group of events, and the amount above which they wait, in the fund's minor unit.
pub type ThresholdRow = (String, String, u64);

/// Every threshold.
///
/// # Errors
/// The database's own.
pub fn all(db: &mut Db) -> Stored<Vec<ThresholdRow>> {
    let rows: Vec<(String, String, i64)> = on!(db, db => thresholds::table.load(db))?;
    Ok(rows.into_iter().map(|(fund, event, amount)| (fund, event, count(amount))).collect())
}

/// Sets a threshold, or takes it away.
///
/// # Errors
/// The database's own.
pub fn set(db: &mut Db, fund: &str, event: &str, amount: Option<u64>) -> Stored<()> {
    let row = thresholds::table.filter(thresholds::fund.eq(fund)).filter(thresholds::event.eq(event));
    on!(db, db => diesel::delete(row).execute(db))?;
    if let Some(amount) = amount {
        let row = (thresholds::fund.eq(fund), thresholds::event.eq(event), thresholds::amount.eq(column(amount)?));
        on!(db, db => diesel::insert_into(thresholds::table).values(row).execute(db))?;
    }
    Ok(())
}
