//! What the ledger says of a row: it reads the event that the row would become, and names what it refuses.

use serde_json::{Map, Value, json};

use app::view::desk::Told;
use ledger::Refusal;
use ledger::event::{Event, EventType};

use crate::desk::bulk::sheet::fault::{Fault, Faults, Why};
use crate::desk::bulk::sheet::row::Row;

/// The event, as the ledger itself reads it; its refusals name the column where there is one.
pub(in crate::desk::bulk::sheet) fn event(row: &Row, fields: Map<String, Value>) -> Result<Event, Fault> {
    let kind = type_of(&fields);
    let text = Value::Object(fields).to_string();
    Event::parse(text.as_bytes()).map_err(|refusal| Fault::of_ledger(row.kind(), row.number, kind, refusal))
}

/// Refusals of one event that are looked for: it has fewer columns.
const REFUSALS: usize = 16;

/// As [`event`], but all that the ledger refuses is gathered: what it names is stood in for, and the rest judged again.
pub(super) fn judged(rows: &[&Row], mut fields: Map<String, Value>, faults: &mut Faults) -> Option<Event> {
    let mut refused = false;
    for _ in 0..REFUSALS {
        let text = Value::Object(fields.clone()).to_string();
        let refusal = match Event::parse(text.as_bytes()) {
            Ok(event) => return Some(event).filter(|_| !refused),
            Err(refusal) => refusal,
        };
        refused = true;
        let goes_on = stand_in(&mut fields, &refusal.field);
        faults.push(ledger_fault(rows, type_of(&fields), refusal));
        if !goes_on {
            break;
        }
    }
    None
}

/// Puts what every ledger takes into a field; false where there is no such thing.
fn stand_in(fields: &mut Map<String, Value>, path: &str) -> bool {
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
        true
    };
    match path.split(['.', '[']).next().unwrap_or_default() {
        "method" => put("method", json!("cash")),
        "id" => put("id", json!("x")),
        "households" | "people" => put("households", json!(1)) && put("people", json!(1)),
        "donor" | "project" => fields.remove(path).is_some(),
        "place" => {
            let place = fields.get_mut("place").and_then(Value::as_object_mut);
            let part = path.strip_prefix("place.").unwrap_or_default();
            part != "country" && place.is_some_and(|place| place.remove(part).is_some())
        }
        "lines" => {
            let Some(nth) = line_of(path) else { return false };
            let lines = fields.get_mut("lines").and_then(Value::as_array_mut);
            let line = lines.and_then(|lines| lines.get_mut(nth)).and_then(Value::as_object_mut);
            let value = if path.ends_with(".lot") { json!(format!("x-{nth}")) } else { json!(1) };
            let name = path.rsplit('.').next().unwrap_or_default();
            line.is_some_and(|line| line.insert(name.to_owned(), value).is_some())
        }
        _ => false,
    }
}

/// Which line a path is about: 2 in `lines[2].quantity`.
pub(super) fn line_of(path: &str) -> Option<usize> {
    path.strip_prefix("lines[")?.split(']').next()?.parse().ok()
}

/// A refusal at the row and column that it is about.
fn ledger_fault(rows: &[&Row], event: EventType, refusal: Refusal) -> Fault {
    let row = line_of(&refusal.field).and_then(|nth| rows.get(nth)).or_else(|| rows.first());
    match row {
        Some(row) => Fault::of_ledger(row.kind(), row.number, event, refusal),
        None => Fault { row: 0, column: None, why: Why::Ledger(Box::new(Told::new(event, refusal))) },
    }
}

/// The type of the event that these fields are of.
fn type_of(fields: &Map<String, Value>) -> EventType {
    let word = fields.get("type").and_then(Value::as_str).unwrap_or_default();
    let known = EventType::ALL.iter().copied().find(|event| event.word() == word);
    known.unwrap_or(EventType::DonationReceived)
}
