//! XLSX: typed cells, and totals as formulas whose kept results are the report's own sums.
//!
//! Money stands with its decimals, as spreadsheets want it: a number of fifteen digits, which every amount below ten
//! million million has exactly. The smallest units stand beside it.

use app::words::{self, ReportWords};
use ledger::refusal::Lang;
use ledger::report::{People, Report};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Formula, Workbook, Worksheet, XlsxError};

use super::rows::{Type, Value, columns, decimals};
use super::table;

/// Rows of a sheet: a spreadsheet program holds a million, and this many open in a few seconds.
pub const ROWS_LIMIT: usize = 100_000;

struct Formats {
    heading: Format,
    title: Format,
    day: Format,
    bold: Format,
    whole: Format,
    decimals: [Format; 5],
}

impl Formats {
    fn new() -> Self {
        let with = |places: usize| match places {
            0 => Format::new().set_num_format("#,##0"),
            places => Format::new().set_num_format(format!("#,##0.{}", "0".repeat(places))),
        };
        Self {
            heading: Format::new().set_bold().set_background_color(0x00F4_F2EB).set_text_wrap(),
            title: Format::new().set_bold().set_font_size(16.0),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            bold: Format::new().set_bold(),
            whole: Format::new().set_num_format("#,##0"),
            decimals: [with(0), with(1), with(2), with(3), with(4)],
        }
    }

    fn number(&self, places: u32) -> &Format {
        usize::try_from(places).ok().and_then(|places| self.decimals.get(places)).unwrap_or(&self.whole)
    }
}

/// The number that a cell holds: read from its decimal text, so that nothing is computed with a float.
fn cell_number(units: i64, places: u32) -> f64 {
    let mut digits = String::from(if units < 0 { "-" } else { "" });
    super::rows::write_decimal(&mut digits, units.unsigned_abs(), places);
    digits.parse().unwrap_or_default()
}

/// Everything a workbook is made of.
#[derive(Debug)]
pub struct Content<'a> {
    /// The figures.
    pub report: &'a Report,
    /// The report's title.
    pub title: &'a str,
    /// What was asked, in a line.
    pub question: &'a str,
    /// How it is cited.
    pub citation: &'a str,
    /// What it was made from.
    pub made_from: &'a str,
    /// All its rows, in the order of [`columns`].
    pub rows: &'a [[Value; 18]],
}

/// The workbook; the same bytes each time.
///
/// # Errors
/// The writer's own.
pub fn workbook(content: &Content<'_>, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let (say, formats) = (ReportWords::of(lang), Formats::new());
    let mut book = Workbook::new();
    // The day on which a file was made is nobody's concern, and would make each one another.
    let made = ExcelDateTime::from_ymd(2026, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(content.title).set_creation_datetime(&made));
    summary(book.add_worksheet().set_name(say.summary_sheet)?, content, say, &formats)?;
    accounts(book.add_worksheet().set_name(say.opening_sheet)?, content.report, say, &formats)?;
    rows(book.add_worksheet().set_name(say.rows_sheet)?, content, lang, &formats)?;
    if !content.report.reached.cells.is_empty() {
        people(book.add_worksheet().set_name(say.reached_sheet)?, content.report, lang, &formats)?;
    }
    book.save_to_buffer()
}

fn heads(sheet: &mut Worksheet, line: u32, heads: &[&str], formats: &Formats) -> Result<(), XlsxError> {
    for (place, head) in (0_u16..).zip(heads) {
        sheet.write_with_format(line, place, *head, &formats.heading)?;
    }
    Ok(())
}

fn summary(
    sheet: &mut Worksheet,
    content: &Content<'_>,
    say: &ReportWords,
    formats: &Formats,
) -> Result<(), XlsxError> {
    let report = content.report;
    sheet.set_column_width(0, 34)?;
    for column in 1..7 {
        sheet.set_column_width(column, 18)?;
    }
    sheet.write_with_format(0, 0, content.title, &formats.title)?;
    let facts = [
        (say.question, content.question.to_owned()),
        (say.made_from, content.made_from.to_owned()),
        (say.head, report.head.to_string()),
        (say.cite, content.citation.to_owned()),
    ];
    let mut line = 1;
    for (label, text) in facts {
        sheet.write(line, 0, label)?;
        sheet.write_string(line, 1, text)?;
        line += 1;
    }
    line += 1;
    heads(sheet, line, &[say.counted, say.opening, say.all_in, say.all_out, say.closing, say.check], formats)?;
    for total in &report.totals {
        line += 1;
        let (row, places) = (line + 1, decimals(&total.unit));
        let format = formats.number(places);
        let signed = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
        sheet.write(line, 0, total.unit.word())?;
        sheet.write_with_format(line, 1, cell_number(total.opening, places), format)?;
        sheet.write_with_format(line, 2, cell_number(signed(total.all_in), places), format)?;
        sheet.write_with_format(line, 3, cell_number(signed(total.all_out), places), format)?;
        let closing = Formula::new(format!("=ROUND(B{row}+C{row}-D{row},{places})"));
        let result = cell_number(total.closing, places).to_string();
        sheet.write_formula_with_format(line, 4, closing.set_result(result), format)?;
        let holds = say.check_holds.replace('"', "");
        let sums = format!(
            "=IF(ROUND(SUMIF('{0}'!B:B,A{row},'{0}'!H:H)-E{row},{places})=0,\"{holds}\",\"{1}\")",
            say.opening_sheet, say.check_fails
        );
        sheet.write_formula(line, 5, Formula::new(sums).set_result(holds))?;
    }
    line += 2;
    heads(sheet, line, &[say.kind, say.direction, say.counted, say.entries, say.amount], formats)?;
    for flow in &report.flows {
        line += 1;
        let places = decimals(&flow.unit);
        sheet.write(line, 0, words::event(say.lang, flow.kind))?;
        sheet.write(line, 1, words::direction(say.lang, flow.direction))?;
        sheet.write(line, 2, flow.unit.word())?;
        sheet.write_with_format(
            line,
            3,
            cell_number(i64::try_from(flow.rows).unwrap_or(i64::MAX), 0),
            &formats.whole,
        )?;
        let units = cell_number(i64::try_from(flow.units).unwrap_or(i64::MAX), places);
        sheet.write_with_format(line, 4, units, formats.number(places))?;
    }
    line += 2;
    heads(sheet, line, &[say.rules], formats)?;
    for rule in app::report::rules(say.lang) {
        line += 1;
        sheet.write_string(line, 0, rule)?;
    }
    Ok(())
}

fn accounts(sheet: &mut Worksheet, report: &Report, say: &ReportWords, formats: &Formats) -> Result<(), XlsxError> {
    heads(
        sheet,
        0,
        &[say.pool, say.counted, say.opening, say.asked_in, say.other_in, say.asked_out, say.other_out, say.closing],
        formats,
    )?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_column_width(0, 44)?;
    for (line, account) in (1_u32..).zip(&report.accounts) {
        let (row, places) = (line + 1, decimals(&account.unit));
        let format = formats.number(places);
        let signed = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
        sheet.write(line, 0, account.pool.as_str())?;
        sheet.write(line, 1, account.unit.word())?;
        let numbers = [
            account.opening,
            signed(account.asked_in),
            signed(account.other_in),
            signed(account.asked_out),
            signed(account.other_out),
        ];
        for (column, units) in (2_u16..).zip(numbers) {
            sheet.write_with_format(line, column, cell_number(units, places), format)?;
        }
        let closing = Formula::new(format!("=ROUND(C{row}+D{row}+E{row}-F{row}-G{row},{places})"));
        let result = cell_number(account.closing, places).to_string();
        sheet.write_formula_with_format(line, 7, closing.set_result(result), format)?;
    }
    Ok(())
}

fn rows(sheet: &mut Worksheet, content: &Content<'_>, lang: Lang, formats: &Formats) -> Result<(), XlsxError> {
    let columns = columns(lang);
    let titles: Vec<&str> = columns.iter().map(|(_, _, heading)| *heading).collect();
    heads(sheet, 0, &titles, formats)?;
    sheet.set_freeze_panes(1, 0)?;
    for (column, (_, kind, _)) in (0_u16..).zip(&columns) {
        sheet.set_column_width(column, if *kind == Type::Text { 20 } else { 14 })?;
    }
    let mut line = 0;
    for values in content.rows {
        line += 1;
        for (column, value) in (0_u16..).zip(values) {
            write(sheet, line, column, value, formats)?;
        }
    }
    let last = line + 1;
    for total in table::totals_rows(content.report, lang) {
        line += 1;
        let row = line + 1;
        for (column, value) in (0_u16..).zip(&total) {
            let letter = char::from(b'A' + u8::try_from(column).unwrap_or_default());
            let sum = |places: u32| format!("=ROUND(SUMIF(K$2:K${last},K{row},{letter}$2:{letter}${last}),{places})");
            match value {
                Value::Number(units, places) if last > 1 => {
                    let result = cell_number(i64::try_from(*units).unwrap_or(i64::MAX), *places).to_string();
                    let formula = Formula::new(sum(*places)).set_result(result);
                    sheet.write_formula_with_format(line, column, formula, formats.number(*places))?;
                }
                Value::Integer(units) if last > 1 => {
                    let formula = Formula::new(sum(0)).set_result(units.to_string());
                    sheet.write_formula_with_format(line, column, formula, &formats.whole)?;
                }
                Value::Text(text) => drop(sheet.write_with_format(line, column, text.as_str(), &formats.bold)?),
                value => write(sheet, line, column, value, formats)?,
            }
        }
    }
    Ok(())
}

fn write(sheet: &mut Worksheet, line: u32, column: u16, value: &Value, formats: &Formats) -> Result<(), XlsxError> {
    match value {
        Value::None => {}
        Value::Integer(number) => {
            let number = cell_number(i64::try_from(*number).unwrap_or(i64::MAX), 0);
            sheet.write_with_format(line, column, number, &formats.whole)?;
        }
        Value::Number(units, places) => {
            let number = cell_number(i64::try_from(*units).unwrap_or(i64::MAX), *places);
            sheet.write_with_format(line, column, number, formats.number(*places))?;
        }
        Value::Date(day) => {
            let (year, month, date) = day.parts();
            // Spreadsheets know no day before 1900.
            match ExcelDateTime::from_ymd(year, month, date) {
                Ok(day) => sheet.write_with_format(line, column, &day, &formats.day)?,
                Err(_) => sheet.write(line, column, day.to_string())?,
            };
        }
        // A cell of text is text, whatever it begins with.
        Value::Text(text) => drop(sheet.write_string(line, column, text)?),
    }
    Ok(())
}

fn people(sheet: &mut Worksheet, report: &Report, lang: Lang, formats: &Formats) -> Result<(), XlsxError> {
    let say = ReportWords::of(lang);
    let columns = table::people_columns(lang);
    let titles: Vec<&str> = columns.iter().map(|(_, _, heading)| *heading).collect();
    heads(sheet, 0, &titles, formats)?;
    sheet.set_freeze_panes(1, 0)?;
    let mut line = 0;
    for cell in &report.reached.cells {
        line += 1;
        for (column, text) in (0_u16..).zip([&cell.at.country, &cell.at.admin1, &cell.at.name]) {
            sheet.write_string(line, column, text)?;
        }
        write(sheet, line, 3, &Value::Date(cell.at.day), formats)?;
        write(sheet, line, 4, &Value::Integer(cell.handouts), formats)?;
        let counts = match cell.people {
            People::Counted { households, people } => [Value::Integer(households), Value::Integer(people)],
            People::Few => [Value::Text(say.under_5.into()), Value::Text(say.under_5.into())],
        };
        for (column, count) in (5_u16..).zip(&counts) {
            write(sheet, line, column, count, formats)?;
        }
    }
    let last = line + 1;
    line += 1;
    let label = if report.reached.few > 0 { say.reached_sum } else { say.totals_row };
    sheet.write_with_format(line, 0, label, &formats.bold)?;
    for (column, sum) in [(5_u16, report.reached.households), (6, report.reached.people)] {
        let letter = char::from(b'A' + u8::try_from(column).unwrap_or_default());
        // Text among the numbers, as "under 5", counts for nothing.
        let formula = Formula::new(format!("=SUM({letter}2:{letter}{last})")).set_result(sum.to_string());
        sheet.write_formula_with_format(line, column, formula, &formats.whole)?;
    }
    Ok(())
}
