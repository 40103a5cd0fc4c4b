//! Hand-outs: rows with the same id are one.

use serde_json::{Map, Value, json};

use ledger::value::Date;

use super::judged::judged;
use super::{Books, Counted, Planned, Step, all, put, short_id};
use crate::desk::bulk::sheet::fault::{Fault, Faults, Why};
use crate::desk::bulk::sheet::place::country;
use crate::desk::bulk::sheet::row::Row;
use crate::import::{hash_of, key};

/// The hand-outs of a sheet: rows with the same id are one.
#[must_use]
pub(super) fn handouts(rows: &[Row], books: &Books) -> Planned {
    let mut groups: Vec<(Option<String>, Vec<&Row>)> = Vec::new();
    let mut unread = Vec::new();
    for row in rows {
        match row.text("id") {
            Err(fault) => unread.push(fault),
            Ok(id) => match groups.iter_mut().find(|(known, _)| id.is_some() && *known == id) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((id, vec![row])),
            },
        }
    }
    let mut counted = Counted::default();
    let (steps, mut faults) = all(groups.into_iter().map(|(id, rows)| handout(id, &rows, books, &mut counted)));
    faults.extend(unread);
    faults.sort_by_key(|fault| fault.row);
    Planned { steps, faults }
}

/// What all rows of one hand-out say alike.
const SHARED: [&str; 8] = ["site", "distributed_on", "country", "admin1", "place", "households", "people", "project"];

fn handout(id: Option<String>, rows: &[&Row], books: &Books, counted: &mut Counted) -> Result<Step, Vec<Fault>> {
    let Some((first, rest)) = rows.split_first() else { return Err(Vec::new()) };
    let mut faults = Faults::default();
    for row in rest {
        for name in SHARED.iter().filter(|name| row.cell(name) != first.cell(name)) {
            faults.push(row.fault(name, Why::Differs { first_row: first.number }));
        }
    }
    let day = faults.take(first.day("distributed_on"));
    let site = faults.take(books.site(first));
    let place = place_of(first, books, site.as_deref(), &mut faults);
    let households = faults.take(first.whole("households"));
    let people = faults.take(first.whole("people"));
    let lines: Vec<Value> = rows.iter().enumerate().map(|(nth, row)| line(nth, row, &mut faults)).collect();
    // What could not be read is stood in for, so that the ledger judges the rest of the rows.
    let mut fields = Map::new();
    fields.insert("type".into(), json!("goods_distributed"));
    fields.insert("site".into(), json!(site.as_deref().unwrap_or("x")));
    fields.insert("lines".into(), Value::Array(lines));
    fields.insert("place".into(), Value::Object(place));
    fields.insert("households".into(), json!(households.or(people).unwrap_or(1)));
    fields.insert("people".into(), json!(people.or(households).unwrap_or(1)));
    fields.insert("distributed_on".into(), json!(day.unwrap_or(Date::EPOCH).to_string()));
    put(&mut fields, "project", faults.take(books.project(first)).flatten());
    let hash = match &id {
        Some(id) => hash_of("almoner-sheet-handout-1", &["id", id]),
        None => counted.hash("almoner-sheet-handout-1", &[&Value::Object(fields.clone()).to_string()]),
    };
    let on = day.unwrap_or(Date::EPOCH).to_string();
    fields.insert("id".into(), json!(id.unwrap_or_else(|| short_id("handout", &on, &hash))));
    let event = judged(rows, fields, &mut faults);
    let (Some(event), Some(day), true) = (event, day, faults.is_empty()) else { return Err(faults.into_vec()) };
    let rows = rows.iter().map(|row| row.number).collect();
    let key = key(Some(day), &hash);
    Ok(Step { rows, key, event, email: None, reference_said: None, reference: None, settles: None })
}

fn line(nth: usize, row: &Row, faults: &mut Faults) -> Value {
    let lot = faults.take(row.needed("lot")).unwrap_or_else(|| format!("x-{nth}"));
    let quantity = faults.take(row.whole("quantity")).unwrap_or(1);
    json!({"lot": lot, "quantity": quantity})
}

/// The place that a row gives; where it gives no country, the country of the site, and the whole of the site's place where
/// it gives nothing at all.
fn place_of(row: &Row, books: &Books, site: Option<&str>, faults: &mut Faults) -> Map<String, Value> {
    let given = faults.take(row.text("country")).flatten();
    let admin1 = faults.take(row.text("admin1")).flatten().map(|code| code.to_uppercase());
    let name = faults.take(row.text("place")).flatten();
    let own = site.and_then(|site| books.places.iter().find(|(id, _)| id == site)).map(|(_, place)| place.clone());
    let (country, admin1, name) = match (given, own) {
        (Some(given), _) => {
            let found = country(&given).map(str::to_owned);
            let found = faults.take(found.ok_or_else(|| row.fault("country", Why::Country(given))));
            (found, admin1, name)
        }
        (None, Some(own)) if admin1.is_none() && name.is_none() => (Some(own.country), own.admin1, own.name),
        (None, Some(own)) => (Some(own.country), admin1, name),
        (None, None) => {
            // Of a site that nobody knows it can't be said where it is.
            if site.is_some() {
                faults.push(row.fault("country", Why::NoPlace));
            }
            (None, None, name)
        }
    };
    let mut place = Map::new();
    put(&mut place, "admin1", admin1.filter(|_| country.is_some()));
    place.insert("country".into(), json!(country.as_deref().unwrap_or("CN")));
    put(&mut place, "name", name);
    place
}
