//! From which amount on an event of a fund waits for a second person; and higher amounts, which wait for one themselves.

use diesel::prelude::*;

use super::schema::{threshold_proposals, thresholds};
use crate::store::rows::{column, count};
use crate::store::write::now;
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

/// A higher amount, or none, that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The fund.
    pub fund: String,
    /// The group of events.
    pub event: String,
    /// The amount that shall be, in the fund's minor unit; none: no event of the group waits any more.
    pub amount: Option<u64>,
    /// Who wants it.
    pub person: i64,
    /// The same, as `organisation/handle`.
    pub proposed_by: String,
    /// When, in unix milliseconds.
    pub proposed_at: i64,
}

/// Keeps a proposal, in place of one for the same fund and group.
///
/// # Errors
/// The database's own.
pub fn propose(db: &mut Db, fund: &str, event: &str, amount: Option<u64>, by: (i64, &str)) -> Stored<()> {
    withdraw(db, fund, event)?;
    let row = (
        threshold_proposals::fund.eq(fund),
        threshold_proposals::event.eq(event),
        threshold_proposals::amount.eq(amount.map(column).transpose()?),
        threshold_proposals::person.eq(by.0),
        threshold_proposals::proposed_by.eq(by.1),
        threshold_proposals::proposed_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(threshold_proposals::table).values(row).execute(db))?;
    Ok(())
}

/// Every proposal.
///
/// # Errors
/// The database's own.
pub fn proposals(db: &mut Db) -> Stored<Vec<Proposal>> {
    type Row = (String, String, Option<i64>, i64, String, i64);
    let rows: Vec<Row> = on!(db, db => threshold_proposals::table.load(db))?;
    let read = |(fund, event, amount, person, proposed_by, proposed_at): Row| Proposal {
        fund,
        event,
        amount: amount.map(count),
        person,
        proposed_by,
        proposed_at,
    };
    Ok(rows.into_iter().map(read).collect())
}

/// Takes a proposal away; it says whether there was one.
///
/// # Errors
/// The database's own.
pub fn withdraw(db: &mut Db, fund: &str, event: &str) -> Stored<bool> {
    let row = threshold_proposals::table
        .filter(threshold_proposals::fund.eq(fund))
        .filter(threshold_proposals::event.eq(event));
    Ok(on!(db, db => diesel::delete(row).execute(db))? > 0)
}
