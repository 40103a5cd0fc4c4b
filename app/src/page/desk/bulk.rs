//! What comes in bulk, and what goes onto paper.

mod bank;
mod paper;
mod sheets;
mod statement;
mod stock;

use leptos::prelude::*;

use super::Sheet;
use crate::view::desk::{Bulk, Pick};
use crate::words::desk::BulkWords;
use crate::words::{Lang, money};

pub(super) fn bulk(page: &Bulk, lang: Lang) -> Sheet {
    let say = BulkWords::of(lang);
    match page {
        Bulk::Bank(page) => bank::bank(page, say),
        Bulk::Account(page) => bank::account(page, say),
        Bulk::Statement(page) => statement::statement(page, say),
        Bulk::Sheets(page) => sheets::sheets(page, say),
        Bulk::Stock(page) => stock::stock(page, say),
        Bulk::StockCheck(page) => stock::check(page, say),
        Bulk::Labels(page) => paper::labels(page, say),
        Bulk::LabelSheet(page) => paper::label_sheet(page, say),
        Bulk::Paper(page) => paper::paper(page, say),
    }
}

/// The options of a choice.
fn options(choices: &[Pick], chosen: &str) -> Vec<AnyView> {
    let option = |choice: &Pick| {
        let selected = choice.value == chosen;
        view! { <option value=choice.value.clone() selected=selected>{choice.word.clone()}</option> }.into_any()
    };
    choices.iter().map(option).collect()
}

/// What is wrong, as a list; nothing if nothing is.
fn faults(heading: &str, faults: &[String]) -> Option<AnyView> {
    let lines: Vec<_> = faults.iter().map(|fault| view! { <li>{fault.clone()}</li> }).collect();
    (!faults.is_empty()).then(|| {
        view! { <div class="notice lost" role="alert"><p><b>{heading.to_owned()}</b></p><ul class="desk-faults">{lines}</ul></div> }
            .into_any()
    })
}

/// An amount with its sign.
fn signed(minor: i64, currency: ledger::value::Currency) -> String {
    let amount = money(minor.unsigned_abs(), currency);
    if minor < 0 { format!("−{amount}") } else { amount }
}
