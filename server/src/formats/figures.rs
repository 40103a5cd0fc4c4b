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

/// The whole.
#[must_use]
pub fn document(report: &Report, title: &str, citation: &str, address: &str, rows: &[Value]) -> Value {
    let figures: Value = serde_json::from_str(&report.to_json()).unwrap_or(Value::Null);
    let complete = rows.len() as u64 == report.rows;
    json!({
        "format": FORMAT,
        "title": title,
        "citation": citation,
        "address": address,
        "size": report.size,
        "head": report.head.to_string(),
        "figures": figures,
        "rows": rows,
        "rows_complete": complete,
    })
}
