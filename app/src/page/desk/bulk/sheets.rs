//! Spreadsheets: bring one in, see what is wrong in it, record it.

use leptos::prelude::*;

use super::{faults, options};
use crate::page::desk::Sheet;
use crate::page::parts::{entry_link, section, table};
use crate::view::desk::{Pick, SheetCount, SheetMade, SheetReady, SheetRow, Sheets};
use crate::words::desk::{self as words, BulkWords, StockWords};
use crate::words::{count, pick, quantity};

/// The form that records what is shown.
const PRESS: &str = "press";

pub(super) fn sheets(page: &Sheets, say: &'static BulkWords) -> Sheet {
    let recorded = page.recorded.map(|entries| {
        view! { <p class="notice done" role="status">{words::recorded(say.lang, entries)}</p> }
    });
    // Of a sheet that is still here nothing has to be brought again.
    let again = page.ready.is_none().then(|| {
        view! { <p>{say.rows_wrong_lead}</p><p class="hint">{say.file_once}</p> }
    });
    let wrong = (!page.faults.is_empty()).then(|| view! { {faults(say.rows_wrong, &page.faults)}{again} });
    let main = view! {
        <h1>{say.sheets}</h1>
        <p class="lead">{say.sheets_lead}</p>
        {recorded}{made(&page.made)}{wrong}
        {page.ready.as_ref().map(|ready| section("ready", say.ready, review(ready, say)))}
        {section("bring", say.file, bring(page, say))}
        {section("templates", say.templates, templates(say))}
    };
    Sheet { title: say.sheets, main: main.into_any() }
}

/// The entries that were just made, with the codes that donors are given.
fn made(entries: &[SheetMade]) -> Option<AnyView> {
    let lines: Vec<_> = entries
        .iter()
        .map(|entry| {
            let code = entry.code.clone().map(|code| {
                let href = format!("/desk/papers/receipts/{code}");
                view! { " "<a class="code" href=href>{code}</a> }
            });
            view! { <li>{entry_link(entry.seq)}{code}" "{entry.said.clone()}</li> }
        })
        .collect();
    (!entries.is_empty()).then(|| view! { <ul class="desk-list wide">{lines}</ul> }.into_any())
}

fn kinds(say: &'static BulkWords) -> Vec<Pick> {
    let kind = |value: &str, word: &str| Pick { value: value.to_owned(), word: word.to_owned() };
    vec![kind("gifts", say.gifts), kind("handouts", say.handouts), kind("counts", say.counts)]
}

fn bring(page: &Sheets, say: &'static BulkWords) -> AnyView {
    let choice = |value: &str, word: &str| Pick { value: value.to_owned(), word: word.to_owned() };
    let decimals = [choice("point", "12,300.00"), choice("comma", "12.300,00")];
    let dates = [
        choice("year_first", "2026-03-01"),
        choice("day_first", pick(say.lang, "01/03/2026 (1 March)", "01/03/2026（3月1日，日在前）")),
        choice("month_first", pick(say.lang, "03/01/2026 (1 March)", "03/01/2026（3月1日，月在前）")),
    ];
    view! {
        <form method="post" action="/desk/sheets" enctype="multipart/form-data" class="desk-form">
            <div class="desk-field">
                <label for="kind">{say.kind}</label>
                <select id="kind" name="kind">{options(&kinds(say), page.kind)}</select>
            </div>
            <div class="desk-field">
                <label for="file">{say.file}</label>
                <input id="file" name="file" type="file" accept=".xlsx,.csv,.txt,text/csv" required/>
            </div>
            <div class="desk-line">
                <div class="desk-field">
                    <label for="decimal">{say.decimal}</label>
                    <select id="decimal" name="decimal">{options(&decimals, &page.decimal)}</select>
                </div>
                <div class="desk-field">
                    <label for="dates">{say.dates}</label>
                    <select id="dates" name="dates">{options(&dates, &page.dates)}</select>
                </div>
            </div>
            <p class="desk-go"><button type="submit">{say.look}</button></p>
        </form>
    }
    .into_any()
}

fn templates(say: &'static BulkWords) -> AnyView {
    let rows: Vec<_> = kinds(say)
        .into_iter()
        .map(|kind| {
            let href = |end: &str| format!("/desk/sheets/templates/{}.{end}", kind.value);
            view! {
                <li><span>{kind.word.clone()}</span>
                    <span><a href=href("xlsx") download="">"XLSX"</a>" · "<a href=href("csv") download="">"CSV"</a></span></li>
            }
        })
        .collect();
    view! { <ul class="desk-list">{rows}</ul> }.into_any()
}

/// The rows, and what they become; with the entry that may be the same.
fn cells(row: &SheetRow, say: &'static BulkWords) -> Vec<AnyView> {
    let alike = row.alike.map(|seq| view! { <p class="hint">{say.alike_reference}" "{entry_link(seq)}</p> });
    vec![row.rows.clone().into_any(), view! { {row.becomes.clone()}{alike} }.into_any()]
}

/// The same of a count: booked, counted, difference.
fn counted(row: &SheetRow, say: &'static BulkWords) -> Vec<AnyView> {
    let (lot, booked, there, differs) = match &row.counted {
        Some(count) => (
            view! { <span class="id">{count.lot.clone()}</span><br/><small>{format!("{} · {}", count.item, count.site)}</small> }
                .into_any(),
            quantity(say.lang, count.booked, &count.unit),
            quantity(say.lang, count.counted, &count.unit),
            words::count_differs(say.lang, count.booked, count.counted),
        ),
        None => (().into_any(), String::new(), String::new(), String::new()),
    };
    let asked = row.counted.as_ref().filter(|count| count.waits > 0).map(|count| other_loss(count, say));
    let becomes = view! { {row.becomes.clone()}{asked} }.into_any();
    vec![row.rows.clone().into_any(), lot, booked.into_any(), there.into_any(), differs.into_any(), becomes]
}

/// A loss of the same lot waits already: whoever records another one says so.
fn other_loss(count: &SheetCount, say: &'static BulkWords) -> AnyView {
    let name = format!("other-{}", count.row);
    let (id, of) = (name.clone(), name.clone());
    view! {
        {super::stock::waits(count.waits, &count.unit, say)}
        <p><label for=of><input type="checkbox" form=PRESS id=id name=name value="yes" checked=count.is_other/>" "
            {StockWords::of(say.lang).other_loss}" "<span class="unseen">{count.lot.clone()}</span></label></p>
    }
    .into_any()
}

fn review(ready: &SheetReady, say: &'static BulkWords) -> AnyView {
    let counts = ready.rows.iter().any(|row| row.counted.is_some());
    let rows = ready.rows.iter().map(|row| if counts { counted(row, say) } else { cells(row, say) }).collect();
    let differs = StockWords::of(say.lang).difference;
    let (heads, numeric) = if counts {
        (vec![say.row, say.lot, say.booked, say.counted, differs, say.becomes], vec![2, 3])
    } else {
        (vec![say.row, say.becomes], Vec::new())
    };
    let is_asked = ready.rows.iter().any(|row| row.alike.is_some());
    let asked = is_asked.then(|| view! { <p class="notice held">{say.alike_references}</p> });
    let go =
        if is_asked { words::record_others(say.lang, ready.total) } else { words::record_rows(say.lang, ready.total) };
    let shown = u64::try_from(ready.rows.len()).unwrap_or(u64::MAX);
    let more =
        (ready.total > shown).then(|| view! { <p class="hint">{format!("… {}", count(ready.total - shown))}</p> });
    view! {
        <p>{ready.name.clone()}{crate::words::colon(say.lang)}{words::sheet_size(say.lang, ready.total, ready.known)}</p>
        {asked}
        {table(say.ready, &heads, &numeric, rows)}
        {more}
        <form method="post" action=format!("/desk/sheets/{}", ready.id) id=PRESS>
            <p class="desk-go"><button type="submit">{go}</button></p>
        </form>
    }
    .into_any()
}
