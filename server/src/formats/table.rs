//! CSV as RFC 4180 has it, in UTF-8, and the Data Package (Frictionless) that says what its columns are.
//!
//! Text that a spreadsheet program would take for a formula gets an apostrophe before it: whoever records a payee named
//! `=HYPERLINK(…)` must not run anything on a journalist's machine.

use app::words::ReportWords;
use ledger::refusal::Lang;
use ledger::report::{Direction, People, Report};
use serde_json::{Value as Json, json};

use super::rows::{Column, Type, Value, columns, totals, write_decimal};

/// The mark by which spreadsheet programs know UTF-8 would be taken for a part of the first heading by others; RFC 4180
/// has none.
pub const MEDIA_TYPE: &str = "text/csv; charset=utf-8; header=present";

/// The first letters by which spreadsheet programs know a formula (OWASP, CSV injection); where Chinese or Japanese is typed
/// they take the wide forms for the same.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// What begins another cell where a program parts cells otherwise than we do, as in countries whose decimals have a comma.
const PARTING: [char; 4] = [';', '\t', '\n', '\r'];

/// Appends text as a field.
pub fn write_text(out: &mut String, text: &str) {
    let harmless = !text.starts_with(FORMULA) && !text.contains(PARTING);
    if harmless && !text.contains([',', '"']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    let mut begins = true;
    for letter in text.chars() {
        if begins && FORMULA.contains(&letter) {
            out.push('\'');
        }
        begins = PARTING.contains(&letter);
        if letter == '"' {
            out.push('"');
        }
        out.push(letter);
    }
    out.push('"');
}

/// Appends a line.
pub fn write_line(out: &mut String, values: &[Value]) {
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        match value {
            Value::None => {}
            Value::Integer(number) => out.push_str(&number.to_string()),
            Value::Number(units, decimals) => write_decimal(out, *units, *decimals),
            Value::Date(day) => out.push_str(&day.to_string()),
            Value::Text(text) => write_text(out, text),
        }
    }
    out.push_str("\r\n");
}

/// The line of headings.
#[must_use]
pub fn headings(columns: &[Column]) -> String {
    let mut out = String::new();
    write_line(&mut out, &columns.iter().map(|(_, _, heading)| Value::Text((*heading).to_owned())).collect::<Vec<_>>());
    out
}

/// The rows of totals: one for each unit that was asked for.
#[must_use]
pub fn totals_rows(report: &Report, lang: Lang) -> Vec<[Value; 18]> {
    let mut sums: std::collections::BTreeMap<&ledger::report::Unit, (u64, u64)> = std::collections::BTreeMap::new();
    for flow in &report.flows {
        let slot = sums.entry(&flow.unit).or_default();
        match flow.direction {
            Direction::In => slot.0 = slot.0.saturating_add(flow.units),
            Direction::Out => slot.1 = slot.1.saturating_add(flow.units),
        }
    }
    sums.into_iter().map(|(unit, (came, went))| totals(lang, unit, came, went)).collect()
}

/// The columns of the table of people.
#[must_use]
pub fn people_columns(lang: Lang) -> [Column; 7] {
    let say = ReportWords::of(lang);
    [
        ("country", Type::Text, app::words::pick(lang, "Country", "国家或地区")),
        ("admin1", Type::Text, app::words::pick(lang, "Part of the country", "行政区")),
        ("place", Type::Text, say.place),
        ("date", Type::Date, say.date),
        ("handouts", Type::Integer, say.handouts),
        ("households", Type::Text, say.households),
        ("people", Type::Text, say.people),
    ]
}

/// The table of people, with its totals: those under five are in none.
#[must_use]
pub fn people(report: &Report, lang: Lang) -> String {
    let say = ReportWords::of(lang);
    let mut out = headings(&people_columns(lang));
    let some = |text: &String| if text.is_empty() { Value::None } else { Value::Text(text.clone()) };
    let mut handouts = 0;
    for cell in &report.reached.cells {
        handouts += cell.handouts;
        let (households, people) = match cell.people {
            People::Counted { households, people } => (Value::Integer(households), Value::Integer(people)),
            People::Few => (Value::Text(say.under_5.into()), Value::Text(say.under_5.into())),
        };
        let at = &cell.at;
        let place = [some(&at.country), some(&at.admin1), some(&at.name), Value::Date(at.day)];
        write_line(&mut out, &[&place[..], &[Value::Integer(cell.handouts), households, people]].concat());
    }
    let label = if report.reached.few > 0 { say.reached_sum } else { say.totals_row };
    let sums = [handouts, report.reached.households, report.reached.people].map(Value::Integer);
    write_line(&mut out, &[&[Value::Text(label.into()), Value::None, Value::None, Value::None], &sums[..]].concat());
    out
}

/// The Data Package beside the tables, which lie at `base` behind `query`. A path in it is whole, or stands beside the
/// package's own: the standard knows none that begins at a root.
#[must_use]
pub fn data_package(report: &Report, title: &str, base: &str, query: &str, lang: Lang) -> Json {
    let fields = |columns: &[Column]| -> Vec<Json> {
        columns.iter().map(|(_, kind, heading)| json!({"name": heading, "type": kind.word()})).collect()
    };
    let is_whole = !base.starts_with('/');
    let at = |file: &str| if is_whole { format!("{base}/{file}{query}") } else { format!("{file}{query}") };
    let resource = |name: &str, columns: &[Column]| {
        json!({
            "name": name,
            "path": at(&format!("{name}.csv")),
            "profile": "tabular-data-resource",
            "format": "csv",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true, "header": true},
            "schema": {"fields": fields(columns), "missingValues": [""]},
        })
    };
    let mut package = json!({
        "profile": "tabular-data-package",
        "name": format!("trace-report-{}", report.size),
        "title": title,
        "version": report.size.to_string(),
        "almoner": {"question": report.question.to_string(), "size": report.size, "head": report.head.to_string()},
        "resources": [resource("report", &columns(lang)), resource("people", &people_columns(lang))],
    });
    if is_whole {
        package["homepage"] = at("report.html").into();
    }
    package
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_are_taken_for_text() {
        let line = |text: &str| {
            let mut out = String::new();
            write_line(&mut out, &[Value::Text(text.into()), Value::Number(5, 2)]);
            out
        };
        assert_eq!(line("=1+1"), "\"'=1+1\",0.05\r\n");
        assert_eq!(line("@SUM(A1)"), "\"'@SUM(A1)\",0.05\r\n");
        assert_eq!(line("-5"), "\"'-5\",0.05\r\n");
        assert_eq!(line("\tx"), "\"'\tx\",0.05\r\n");
        assert_eq!(line("a \"b\", c"), "\"a \"\"b\"\", c\",0.05\r\n");
        assert_eq!(line("河"), "河,0.05\r\n");
        assert_eq!(line("＝1+1"), "\"'＝1+1\",0.05\r\n");
        assert_eq!(line("a;=1+1"), "\"a;'=1+1\",0.05\r\n");
        assert_eq!(line("a - b; c"), "\"a - b; c\",0.05\r\n");
    }
}
