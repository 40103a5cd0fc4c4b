//! How an account's tables are read: looked at, changed, forgotten.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Done, MappingField, MappingForm, Pick, TableStart};

use super::one::page;
use super::own_account;
use crate::desk::bulk::bank::table::{Mapping, first_rows, guess};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::bank;

/// So many rows of a table are shown below its headings.
const ROWS_SHOWN: usize = 3;

/// How a table begins, by the mapping that was guessed for it.
pub(super) fn start_of(text: &str) -> Vec<Vec<String>> {
    first_rows(text, &guess(text).0, ROWS_SHOWN)
}

/// The fields of a mapping, with the headings of the table as choices, and its first rows; where no table is at hand they
/// are typed.
pub(super) fn mapping_form(mapping: &Mapping, start: &[Vec<String>], kept: bool) -> MappingForm {
    let headings: Vec<&String> = start.first().into_iter().flatten().filter(|heading| !heading.is_empty()).collect();
    let value = serde_json::to_value(mapping).unwrap_or_default();
    let said = |name: &str| match value.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let choice = |value: &str, word: &str| Pick { value: value.to_owned(), word: word.to_owned() };
    let of_headings = || {
        if headings.is_empty() {
            return Vec::new();
        }
        let none = std::iter::once(choice("", "–"));
        none.chain(headings.iter().map(|heading| choice(heading, heading))).collect::<Vec<_>>()
    };
    let field = |name: &'static str, choices: Vec<Pick>| MappingField { name, value: said(name), choices };
    let mut fields = vec![
        field("delimiter", vec![choice("comma", ","), choice("semicolon", ";"), choice("tab", "⇥")]),
        field("lines_above", Vec::new()),
        field("decimal", vec![choice("point", "12,300.00"), choice("comma", "12.300,00")]),
        field(
            "dates",
            vec![
                choice("year_first", "2026-03-01"),
                choice("day_first", "01/03/2026"),
                choice("month_first", "03/01/2026"),
            ],
        ),
    ];
    for name in COLUMNS {
        fields.push(field(name, if name == "credit_word" { Vec::new() } else { of_headings() }));
    }
    MappingForm { fields, start: shown(start), kept, fault: None }
}

fn shown(start: &[Vec<String>]) -> Option<TableStart> {
    let (heads, rows) = start.split_first()?;
    let sent = serde_json::to_string(start).unwrap_or_default();
    Some(TableStart { heads: heads.clone(), rows: rows.to_vec(), sent })
}

/// The first rows as the form sent them back.
fn start_sent(form: &Pairs) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = serde_json::from_str(typed(form, "seen")).unwrap_or_default();
    let width = rows.first().map_or(0, Vec::len);
    rows.into_iter().take(ROWS_SHOWN.saturating_add(1)).filter(|row| row.len() == width).collect()
}

/// The fields of a mapping that name columns.
const COLUMNS: [&str; 12] = [
    "date",
    "amount",
    "direction",
    "credit_word",
    "credit",
    "debit",
    "currency",
    "balance",
    "remittance",
    "reference",
    "counterparty",
    "bank_id",
];

pub(in crate::desk) async fn send(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    sent(&request, &site, *id, &form).await.unwrap_or_else(|answer| answer)
}

/// A mapping is kept, or forgotten: then the next table is looked at anew.
async fn sent(request: &HttpRequest, site: &Site, id: i64, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::RecordMoney).await?;
    let row = own_account(&visit, id).await?;
    let id = row.id;
    if typed(form, "step") == "forget" {
        visit.keep(move |db| bank::forget_mapping(db, id)).await?;
        return Ok(visit.go(&format!("/desk/bank/{id}"), None));
    }
    let mapping = read(form).unwrap_or_default();
    let fault = missing(&mapping).map(|missing| app::words::desk::mapping_missing(visit.lang(), missing));
    if fault.is_some() || is_shown_again(form) {
        let status = if fault.is_some() { 422 } else { 200 };
        let shown = MappingForm { fault, ..mapping_form(&mapping, &start_sent(form), row.mapping().is_some()) };
        return page(&visit, status, &row, Vec::new(), Some(shown)).await;
    }
    visit.keep(move |db| bank::keep_mapping(db, id, &mapping)).await?;
    Ok(visit.go(&format!("/desk/bank/{id}"), Some(Done::MappingKept)))
}

fn read(form: &Pairs) -> Option<Mapping> {
    let mut fields = serde_json::Map::new();
    for (name, value) in form {
        let value = value.trim();
        let number = || value.parse::<u32>().unwrap_or_default().min(200);
        let value = if name == "lines_above" { serde_json::json!(number()) } else { serde_json::json!(value) };
        fields.insert(name.clone(), value);
    }
    serde_json::from_value(serde_json::Value::Object(fields)).ok()
}

/// The field without which no table can be read.
fn missing(mapping: &Mapping) -> Option<&'static str> {
    let has_amount = [&mapping.amount, &mapping.credit, &mapping.debit].iter().any(|heading| !heading.is_empty());
    match mapping {
        _ if mapping.date.is_empty() => Some("date"),
        _ if !has_amount => Some("amount"),
        _ if !mapping.direction.is_empty() && mapping.credit_word.is_empty() => Some("credit_word"),
        _ => None,
    }
}
