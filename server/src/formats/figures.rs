//! A report as JSON: its figures, in whole numbers of the smallest unit, and where it stands.

use serde_json::{Value, json};

use ledger::report::{FORMAT, Report};

use super::rows;

/// Rows that stand in the file itself; the table has all of them.
pub const ROWS_LIMIT: usize = 20_000;

/// A row of a report.
#[must_use]
pub fn row(row: &ledger::report::Row, party: Option<String>) -> Value {
    let mut value = json!({
        "entry": row.seq,
        "date": row.day.to_string(),
        "kind": row.kind.word(),
        "direction": row.direction.word(),
        "pool": row.pool.as_str(),
        "unit": row.unit.word(),
        "decimals": rows::decimals(&row.unit),
        "units": row.units,
        "within": row.within,
    });
    let far = row.far.as_ref().map(|far| ("far", far.to_string()));
    let end = row.end.map(|end| ("end", end.word().to_owned()));
    let party = party.map(|party| ("party", party));
    for (name, text) in far.into_iter().chain(end).chain(party) {
        value[name] = text.into();
    }
    value
}

/// What is said of a report beside its figures.
#[derive(Debug)]
pub struct Said<'a> {
    /// Its title.
    pub title: &'a str,
    /// What was asked, in a line.
    pub question: &'a str,
    /// How it is cited.
    pub citation: &'a str,
    /// Where it stands.
    pub address: &'a str,
    /// What it is made by.
    pub rules: &'a [&'static str],
}

/// The whole.
#[must_use]
pub fn document(report: &Report, said: &Said<'_>, rows: &[Value]) -> Value {
    let figures: Value = serde_json::from_str(&report.to_json()).unwrap_or(Value::Null);
    let complete = rows.len() as u64 == report.rows;
    json!({
        "format": FORMAT,
        "title": said.title,
        "question": said.question,
        "citation": said.citation,
        "address": said.address,
        "rules": said.rules,
        "size": report.size,
        "head": report.head.to_string(),
        "figures": figures,
        "rows": rows,
        "rows_complete": complete,
    })
}
