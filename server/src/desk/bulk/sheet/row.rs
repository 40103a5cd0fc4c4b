//! A row by the names of its columns.

use ledger::value::{Amount, Currency, Date};

use super::cell::Cell;
use super::column::{Column, Kind};
use super::fault::{Fault, Refused, Why};
use super::file::Line;
use crate::desk::bulk::day::{DateOrder, day};
use crate::desk::bulk::number::{self, Decimal};
use crate::import::AmountFault;

/// How a person writes numbers and dates in cells of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habits {
    /// Amounts.
    pub decimal: Decimal,
    /// Dates.
    pub dates: DateOrder,
    /// The last day on which something can have happened; none: any.
    pub latest: Option<Date>,
}

/// A row, its cells by the names of their columns.
#[derive(Debug, Clone)]
pub struct Row {
    /// As the spreadsheet program numbers it.
    pub number: u32,
    kind: Kind,
    habits: Habits,
    cells: Vec<(&'static Column, Cell)>,
}

/// The rows below the headings.
///
/// # Errors
/// [`Refused`], but never rows.
pub fn rows(kind: Kind, lines: &[Line], habits: Habits) -> Result<Vec<Row>, Refused> {
    let (first, rest) = lines.split_first().ok_or(Refused::Empty)?;
    let columns = headings(kind, first)?;
    let needed = kind.columns().iter().filter(|column| column.needed);
    let missing: Vec<&Column> = needed.filter(|column| !columns.contains(&Some(*column))).collect();
    if !missing.is_empty() {
        return Err(Refused::MissingColumns(missing));
    }
    if rest.is_empty() {
        return Err(Refused::Empty);
    }
    let row = |line: &Line| Row {
        number: line.number,
        kind,
        habits,
        cells: columns.iter().zip(&line.cells).filter_map(|(column, cell)| Some(((*column)?, cell.clone()))).collect(),
    };
    Ok(rest.iter().map(row).collect())
}

/// The column of each cell; a cell without a heading may only be empty below too, which nobody looks at.
fn headings(kind: Kind, line: &Line) -> Result<Vec<Option<&'static Column>>, Refused> {
    let mut found: Vec<Option<&'static Column>> = Vec::new();
    let mut unknown = Vec::new();
    for cell in &line.cells {
        let column = kind.column(&cell.shown());
        if *cell != Cell::Empty && (column.is_none() || found.contains(&column)) {
            unknown.push(cell.shown());
        }
        found.push(column.filter(|_| *cell != Cell::Empty));
    }
    if unknown.is_empty() { Ok(found) } else { Err(Refused::UnknownHeadings(unknown)) }
}

impl Row {
    /// What the sheet is of.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The fault of one of its columns.
    #[must_use]
    pub fn fault(&self, name: &str, why: Why) -> Fault {
        let column = self.kind.columns().iter().find(|column| column.name == name);
        Fault { row: self.number, column, why }
    }

    /// What stands in a column.
    #[must_use]
    pub fn cell(&self, name: &str) -> &Cell {
        self.cells.iter().find(|(column, _)| column.name == name).map_or(&Cell::Empty, |(_, cell)| cell)
    }

    /// The text of a column: numbers as they are, because an id may look like one.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        match self.cell(name) {
            Cell::Empty => Ok(None),
            Cell::Text(text) | Cell::Number(text) => Ok(Some(text.clone())),
            Cell::Day(day) => Ok(Some(day.to_string())),
            Cell::Unusable(given) => Err(self.fault(name, Why::Unusable(given.clone()))),
        }
    }

    /// The text of a column that must be there.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn needed(&self, name: &str) -> Result<String, Fault> {
        self.text(name)?.ok_or_else(|| self.fault(name, Why::Missing))
    }

    /// The day on which something happened: never one that is still to come.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn day(&self, name: &str) -> Result<Date, Fault> {
        let given = match self.cell(name) {
            Cell::Day(day) => *day,
            _ => {
                let text = self.needed(name)?;
                day(&text, self.habits.dates).ok_or_else(|| self.fault(name, Why::Date(text)))?
            }
        };
        match self.habits.latest {
            Some(latest) if given > latest => Err(self.fault(name, Why::Ahead(given))),
            _ => Ok(given),
        }
    }

    /// An amount in a currency.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn amount(&self, name: &str, currency: Currency) -> Result<Amount, Fault> {
        let text = self.needed(name)?;
        let decimal = match self.cell(name) {
            Cell::Number(_) => Decimal::Point,
            _ => self.habits.decimal,
        };
        number::unsigned(&text, decimal, currency).map_err(|fault| self.fault(name, Why::Amount(fault)))
    }

    /// Whether an amount is there and is one, where nobody knows in which currency: how fine it may be stays open.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn amount_at_all(&self, name: &str) -> Result<(), Fault> {
        // Of the currencies of ISO 4217 that are in use this has most digits.
        let Some(finest) = Currency::new("KWD") else { return Ok(()) };
        match self.amount(name, finest) {
            Err(Fault { why: Why::Amount(AmountFault::TooFine { .. }), .. }) | Ok(_) => Ok(()),
            Err(fault) => Err(fault),
        }
    }

    /// A whole number, nothing included.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn whole(&self, name: &str) -> Result<u64, Fault> {
        let text = self.needed(name)?;
        let decimal = match self.cell(name) {
            Cell::Number(_) => Decimal::Point,
            _ => self.habits.decimal,
        };
        number::whole(&text, decimal).ok_or_else(|| self.fault(name, Why::Whole(text)))
    }
}

#[cfg(test)]
mod tests {
    use ledger::Lang;

    use super::super::file::lines;
    use super::*;

    fn gifts(text: &str) -> Result<Vec<Row>, Refused> {
        rows(Kind::Gifts, &lines(text.as_bytes()).expect("a table"), Habits::default())
    }

    #[test]
    fn headings_may_be_in_either_language_and_in_any_order() {
        let read = gifts("金额,Fund,收到日期,method\n12.50,flood,2026-03-01,cash\n").expect("reads");
        let yuan = Currency::new("CNY").expect("a currency");
        assert_eq!(read[0].amount("amount", yuan).map(Amount::get), Ok(1_250));
        assert_eq!(read[0].needed("fund").as_deref(), Ok("flood"));
        assert_eq!(read[0].day("received_on").expect("a day").to_string(), "2026-03-01");
        assert_eq!(read[0].text("donor"), Ok(None));
    }

    #[test]
    fn a_column_that_is_not_known_refuses_the_sheet() {
        let Err(Refused::UnknownHeadings(headings)) = gifts("fund,amount,received_on,method,Phone\na,1,2,3,4\n") else {
            panic!("refused")
        };
        assert_eq!(headings, ["Phone"]);
        assert!(matches!(gifts("fund,fund,amount,received_on,method\n1,2,3,4,5\n"), Err(Refused::UnknownHeadings(_))));
        let Err(Refused::MissingColumns(columns)) = gifts("fund,amount\na,1\n") else { panic!("refused") };
        assert_eq!(columns.iter().map(|column| column.name).collect::<Vec<_>>(), ["received_on", "method"]);
        assert!(matches!(gifts("fund,amount,received_on,method\n"), Err(Refused::Empty)));
        assert!(matches!(gifts(""), Err(Refused::Empty)));
    }

    #[test]
    fn a_day_that_is_still_to_come_is_refused_by_its_column() {
        let text = "fund,amount,received_on,method\nflood,5,2026-03-01,cash\nflood,5,2026-03-02,cash\n";
        let habits = Habits { latest: Date::parse("2026-03-01"), ..Habits::default() };
        let read = rows(Kind::Gifts, &lines(text.as_bytes()).expect("a table"), habits).expect("reads");
        assert!(read[0].day("received_on").is_ok());
        let fault = read[1].day("received_on").expect_err("tomorrow");
        assert_eq!(
            fault.say(Lang::En),
            "Row 3, Received on: 2\u{a0}March 2026 is still to come: give the day on which it happened"
        );
    }

    #[test]
    fn a_number_that_is_not_whole_is_not_made_whole() {
        let text = "site,lot,counted,counted_on\ns,l,12.5,2026-03-01\ns,l,\"1,200\",2026-03-01\ns,l,-1,2026-03-01\n";
        let read = rows(Kind::Counts, &lines(text.as_bytes()).expect("a table"), Habits::default()).expect("reads");
        assert_eq!(read[0].whole("counted").expect_err("a half").why, Why::Whole("12.5".into()));
        assert_eq!(read[1].whole("counted"), Ok(1_200));
        let fault = read[2].whole("counted").expect_err("below zero");
        assert_eq!(fault.say(Lang::En), "Row 4, Counted: “-1” is no whole number");
        assert_eq!(fault.say(Lang::Zh), "第 4 行，实盘数量：“-1”不是整数");
    }
}
