//! An empty sheet to fill in: headings in the reader's language, and a second sheet that says what belongs where.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, XlsxError};

use ledger::Lang;

use super::column::Kind;

/// Columns of days: dates there are shown year first.
const DAYS: [&str; 3] = ["received_on", "distributed_on", "counted_on"];

/// The template of a kind as XLSX; the same bytes each time.
///
/// # Errors
/// The writer's own.
pub fn workbook(kind: Kind, lang: Lang) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day on which a file was made is nobody's concern, and would make each one another.
    book.set_properties(&DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2026, 1, 1)?));
    let heading = Format::new().set_bold().set_background_color(0x00F4_F2EB).set_text_wrap();
    let (days, text) = (Format::new().set_num_format("yyyy-mm-dd"), Format::new().set_num_format("@"));
    let (fill, help) = match lang {
        Lang::En => ("Fill in", "Help"),
        Lang::Zh => ("填写", "说明"),
    };
    let sheet = book.add_worksheet().set_name(fill)?;
    sheet.set_freeze_panes(1, 0)?;
    for (place, column) in (0_u16..).zip(kind.columns()) {
        sheet.write_with_format(0, place, column.heading(lang), &heading)?;
        sheet.set_column_width(place, 18)?;
        let amount = matches!(column.name, "amount" | "quantity" | "counted" | "households" | "people");
        if DAYS.contains(&column.name) {
            sheet.set_column_format(place, &days)?;
        } else if !amount {
            // So that an id like 0412 keeps its zero.
            sheet.set_column_format(place, &text)?;
        }
    }
    let sheet = book.add_worksheet().set_name(help)?;
    let titles = match lang {
        Lang::En => ["Column", "Needed", "What belongs there", "For example"],
        Lang::Zh => ["列", "必填", "填写内容", "例如"],
    };
    for (place, title) in (0_u16..).zip(titles) {
        sheet.write_with_format(0, place, title, &heading)?;
    }
    for (line, column) in (1_u32..).zip(kind.columns()) {
        let needed = if column.needed { "✓" } else { "" };
        for (place, text) in (0_u16..).zip([column.heading(lang), needed, column.help(lang), column.example]) {
            sheet.write(line, place, text)?;
        }
    }
    sheet.set_column_width(0, 22)?;
    sheet.set_column_width(2, 70)?;
    sheet.set_column_width(3, 22)?;
    book.save_to_buffer()
}

/// The template of a kind as CSV: its headings, with the mark by which spreadsheet programs know UTF-8.
#[must_use]
pub fn table(kind: Kind, lang: Lang) -> String {
    let headings: Vec<&str> = kind.columns().iter().map(|column| column.heading(lang)).collect();
    format!("\u{feff}{}\r\n", headings.join(","))
}

#[cfg(test)]
mod tests {
    use super::super::fault::Refused;
    use super::super::file::lines;
    use super::super::row::{Habits, rows};
    use super::*;

    #[test]
    fn each_template_is_read_back_as_an_empty_sheet() {
        for kind in Kind::ALL {
            for lang in [Lang::En, Lang::Zh] {
                let book = workbook(kind, lang).expect("a file");
                assert_eq!(book, workbook(kind, lang).expect("a file"), "the same bytes each time");
                for bytes in [book, table(kind, lang).into_bytes()] {
                    let lines = lines(&bytes).expect("reads");
                    assert_eq!(lines[0].cells.len(), kind.columns().len());
                    assert_eq!(rows(kind, &lines, Habits::default()).err(), Some(Refused::Empty));
                }
            }
        }
    }
}
