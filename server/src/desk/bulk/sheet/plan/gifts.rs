//! Gifts: a row is one.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, json};

use ledger::value::{Amount, Date};

use super::judged::judged;
use super::{Books, Counted, Planned, Step, all, put};
use crate::desk::bulk::sheet::fault::{Fault, Faults, Why};
use crate::desk::bulk::sheet::row::Row;
use crate::desk::record::METHODS;
use crate::import::{hash_of, key};

/// The gifts of a sheet.
#[must_use]
pub(super) fn gifts(rows: &[Row], books: &Books) -> Planned {
    let (mut counted, mut seen) = (Counted::default(), HashMap::new());
    let read = rows.iter().map(|row| {
        let twice = same_reference(row, books, &mut seen);
        match (gift(row, books, &mut counted), twice) {
            (read, None) => read,
            (Ok(_), Some(fault)) => Err(vec![fault]),
            (Err(mut faults), Some(fault)) => {
                faults.push(fault);
                Err(faults)
            }
        }
    });
    let (steps, faults) = all(read);
    Planned { steps, faults }
}

/// That a row above has the same reference for the same fund: both would be one gift.
fn same_reference(row: &Row, books: &Books, seen: &mut HashMap<(String, String), u32>) -> Option<Fault> {
    let reference = row.text("reference").ok().flatten()?;
    let (fund, _) = books.fund(row).ok()?;
    match seen.entry((fund, reference.clone())) {
        Entry::Occupied(first) => {
            Some(row.fault("reference", Why::SameReference { reference, first_row: *first.get() }))
        }
        Entry::Vacant(free) => {
            free.insert(row.number);
            None
        }
    }
}

fn gift(row: &Row, books: &Books, counted: &mut Counted) -> Result<Step, Vec<Fault>> {
    let mut faults = Faults::default();
    let fund = faults.take(books.fund(row));
    let amount = match &fund {
        Some((_, currency)) => faults.take(row.amount("amount", *currency)),
        None => {
            faults.take(row.amount_at_all("amount"));
            None
        }
    };
    let day = faults.take(row.day("received_on"));
    let method = faults.take(method(row)).unwrap_or("cash");
    let reference = faults.take(row.text("reference")).flatten();
    let email = faults.take(email(row)).flatten();
    let id = fund.as_ref().map_or("x", |(id, _)| id.as_str());
    // What could not be read is stood in for, so that the ledger judges the rest of the row.
    let mut fields = Map::new();
    fields.insert("type".into(), json!("donation_received"));
    fields.insert("fund".into(), json!(id));
    fields.insert("amount".into(), json!(amount.map_or(1, Amount::get)));
    fields.insert("received_on".into(), json!(day.unwrap_or(Date::EPOCH).to_string()));
    fields.insert("method".into(), json!(method));
    put(&mut fields, "project", faults.take(books.project(row)).flatten());
    put(&mut fields, "donor", faults.take(row.text("donor")).flatten());
    let event = judged(&[row], fields, &mut faults);
    let (Some((fund, _)), Some(day), Some(event), true) = (fund, day, event, faults.is_empty()) else {
        return Err(faults.into_vec());
    };
    let named =
        reference.as_ref().map(|text| hash_of("almoner-sheet-gift-1", &[&books.secret, &fund, "reference", text]));
    let hash = named.unwrap_or_else(|| counted.hash("almoner-sheet-gift-1", &[&books.secret, &event.to_json()]));
    let (reference_said, reference) = (reference, named.map(|hash| ledger::json::hex(&hash)));
    let key = key(Some(day), &hash);
    Ok(Step { rows: vec![row.number], key, event, email, reference_said, reference, settles: None })
}

/// One of the form's choices, as a word of the trade or in either language.
fn method(row: &Row) -> Result<&'static str, Fault> {
    let text = row.needed("method")?;
    let plain = text.to_lowercase().replace(' ', "_");
    let same = |word: &&&'static str| {
        let said = |lang: &ledger::Lang| app::words::term(*lang, word).eq_ignore_ascii_case(&text);
        **word == plain || [ledger::Lang::En, ledger::Lang::Zh].iter().any(said)
    };
    METHODS.iter().find(same).copied().ok_or_else(|| row.fault("method", Why::Method(text.clone())))
}

/// An address as mail programs take it: one `@`, something on both sides, a dot behind it.
fn email(row: &Row) -> Result<Option<String>, Fault> {
    let Some(text) = row.text("email")? else { return Ok(None) };
    match text.parse::<lettre::Address>() {
        Ok(address) if address.domain().contains('.') => Ok(Some(address.to_string())),
        _ => Err(row.fault("email", Why::Email(text))),
    }
}
