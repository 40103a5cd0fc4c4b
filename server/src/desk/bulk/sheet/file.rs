//! XLSX and CSV as rows of cells, numbered as spreadsheet programs number them.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};

use super::archive;
use super::cell::Cell;
use super::fault::Refused;
use super::looks::Looks;
use super::{FILE_BYTES_LIMIT, ROWS_LIMIT};
use crate::desk::bulk::text::decode;

/// What every XLSX begins with: it is a ZIP archive.
const ZIP: &[u8] = b"PK\x03\x04";

/// What every XLS begins with, and XLSX with a password.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

/// Cells of one sheet: room for every row with more columns than any kind has.
const CELLS_LIMIT: usize = ROWS_LIMIT * 64;

/// Text in all cells of a sheet: a workbook keeps one that stands in many cells once.
const TEXT_BYTES_LIMIT: usize = 2 * FILE_BYTES_LIMIT;

/// A row with something in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its number, from 1.
    pub number: u32,
    /// Its cells, from the first column.
    pub cells: Vec<Cell>,
}

/// As [`lines`], for a file with a name: what is something else than a table, or than its name says, is refused by what
/// it is.
///
/// # Errors
/// [`Refused`]: it can't be read, or is too long.
pub fn lines_of(name: &str, bytes: &[u8]) -> Result<Vec<Line>, Refused> {
    let named_workbook = name.to_lowercase().ends_with(".xlsx");
    match Looks::of(bytes) {
        Looks::Text if !named_workbook => lines(bytes),
        Looks::Archive | Looks::Other => lines(bytes),
        looks => Err(Refused::Looks { looks, named_workbook }),
    }
}

/// The rows of a file's first sheet; rows without anything are left out.
///
/// # Errors
/// [`Refused`]: it can't be read, or is too long.
pub fn lines(bytes: &[u8]) -> Result<Vec<Line>, Refused> {
    if bytes.len() > FILE_BYTES_LIMIT {
        return Err(Refused::TooLong);
    }
    let lines = if bytes.starts_with(ZIP) {
        of_workbook(bytes)?
    } else if bytes.starts_with(OLE) {
        return Err(Refused::OldFormat);
    } else {
        of_text(&decode(bytes).ok_or(Refused::Unreadable)?)?
    };
    // One more for the headings.
    if lines.len() > ROWS_LIMIT + 1 { Err(Refused::TooLong) } else { Ok(lines) }
}

fn of_workbook(bytes: &[u8]) -> Result<Vec<Line>, Refused> {
    if !archive::is_modest(bytes) {
        return Err(Refused::TooLong);
    }
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|_| Refused::Unreadable)?;
    let first = book.sheet_names().into_iter().next().ok_or(Refused::Unreadable)?;
    // Cell by cell: as a table, two cells in opposite corners are 17,000,000,000.
    let mut cells = book.worksheet_cells_reader(&first).map_err(|_| Refused::Unreadable)?;
    let mut rows = Rows::default();
    while let Some(cell) = cells.next_cell().map_err(|_| Refused::Unreadable)? {
        rows.put(cell.get_position(), Cell::of(&Data::from(cell.get_value().clone())))?;
    }
    Ok(rows.lines())
}

/// The cells of a workbook that hold something, by row.
#[derive(Default)]
struct Rows {
    rows: BTreeMap<u32, Vec<Cell>>,
    /// Cells, with the empty ones between them.
    cells: usize,
    text_bytes: usize,
}

impl Rows {
    fn put(&mut self, (row, column): (u32, u32), cell: Cell) -> Result<(), Refused> {
        if cell == Cell::Empty {
            return Ok(());
        }
        let column = usize::try_from(column).map_err(|_| Refused::TooLong)?;
        let row = self.rows.entry(row).or_default();
        let more = column.saturating_add(1).saturating_sub(row.len());
        self.cells = self.cells.saturating_add(more);
        self.text_bytes = self.text_bytes.saturating_add(cell.text_bytes());
        if self.cells > CELLS_LIMIT || self.text_bytes > TEXT_BYTES_LIMIT {
            return Err(Refused::TooLong);
        }
        row.extend(std::iter::repeat_n(Cell::Empty, more));
        if let Some(place) = row.get_mut(column) {
            *place = cell;
        }
        Ok(())
    }

    fn lines(self) -> Vec<Line> {
        self.rows.into_iter().map(|(row, cells)| Line { number: row.saturating_add(1), cells }).collect()
    }
}

/// A table of text: its cells are parted by whatever parts its first line.
fn of_text(text: &str) -> Result<Vec<Line>, Refused> {
    let first = text.lines().next().unwrap_or_default();
    let delimiter =
        [b',', b';', b'\t'].into_iter().max_by_key(|mark| first.bytes().filter(|byte| byte == mark).count());
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.delimiter(delimiter.unwrap_or(b',')).flexible(true).has_headers(false);
    let mut lines = Vec::new();
    for record in reader.from_reader(text.as_bytes()).records() {
        let record = record.map_err(|_| Refused::Unreadable)?;
        let number = record.position().map_or(0, csv::Position::line);
        let line =
            Line { number: u32::try_from(number).unwrap_or(u32::MAX), cells: record.iter().map(Cell::text).collect() };
        lines.extend(Some(line).filter(Line::has_something));
        if lines.len() > ROWS_LIMIT + 1 {
            break;
        }
    }
    Ok(lines)
}

impl Line {
    fn has_something(&self) -> bool {
        self.cells.iter().any(|cell| *cell != Cell::Empty)
    }
}

#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    use super::*;

    #[test]
    fn a_workbook_and_a_table_of_text_give_the_same_rows() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        for (column, heading) in (0_u16..).zip(["fund", "amount", "received_on"]) {
            sheet.write(0, column, heading).expect("a cell");
        }
        sheet.write(2, 0, "flood").expect("a cell");
        sheet.write(2, 1, 1234.56).expect("a cell");
        let day = ExcelDateTime::from_ymd(2026, 3, 1).expect("a day");
        sheet.write_datetime_with_format(2, 2, &day, &date).expect("a cell");
        let rows = lines(&book.save_to_buffer().expect("a file")).expect("reads");
        let numbers: Vec<u32> = rows.iter().map(|line| line.number).collect();
        assert_eq!(numbers, [1, 3]);
        let day = ledger::value::Date::parse("2026-03-01").expect("a day");
        assert_eq!(rows[1].cells, [Cell::Text("flood".into()), Cell::Number("1234.56".into()), Cell::Day(day)]);
        let text = "fund;amount;received_on\r\n;;\r\nflood;\"1.234,56\";2026-03-01\r\n";
        let rows = lines(text.as_bytes()).expect("reads");
        assert_eq!(rows.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(rows[1].cells[1], Cell::Text("1.234,56".into()));
    }

    #[test]
    fn a_workbook_takes_no_more_room_than_what_is_in_it() {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write(0, 0, "fund").expect("a cell");
        sheet.write(1_048_575, 16_383, "far away").expect("a cell");
        let rows = lines(&book.save_to_buffer().expect("a file")).expect("reads");
        assert_eq!(rows.iter().map(|line| line.number).collect::<Vec<_>>(), [1, 1_048_576]);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        for row in 0..20 {
            sheet.write(row, 16_383, "far away").expect("a cell");
        }
        assert_eq!(lines(&book.save_to_buffer().expect("a file")), Err(Refused::TooLong));
        // One text, kept once, in very many cells.
        let (mut book, text) = (Workbook::new(), "long ".repeat(6_000));
        let sheet = book.add_worksheet();
        for row in 0..600 {
            sheet.write(row, 0, text.as_str()).expect("a cell");
        }
        assert_eq!(lines(&book.save_to_buffer().expect("a file")), Err(Refused::TooLong));
    }

    #[test]
    fn other_files_are_refused_by_what_they_are() {
        assert_eq!(lines(b"PK\x03\x04 not really"), Err(Refused::Unreadable));
        assert_eq!(lines(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(Refused::OldFormat));
        assert_eq!(lines(b"\x89PNG\r\n\x1a\n\0\0"), Err(Refused::Unreadable));
        let looks = |looks, named_workbook| Err(Refused::Looks { looks, named_workbook });
        assert_eq!(lines_of("gifts.xlsx", b"fund,amount\n"), looks(Looks::Text, true));
        assert_eq!(lines_of("gifts.csv", b"%PDF-1.7\n"), looks(Looks::Pdf, false));
        assert_eq!(lines_of("gifts.CSV", b"fund,amount\n").map(|lines| lines.len()), Ok(1));
        assert_eq!(lines_of("gifts.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), Err(Refused::OldFormat));
        let long = "a\n".repeat(ROWS_LIMIT + 2);
        assert_eq!(lines(long.as_bytes()), Err(Refused::TooLong));
    }
}
