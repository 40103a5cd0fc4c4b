//! A bank's CSV table, read by a mapping that somebody made once for the account.

use csv::{ReaderBuilder, StringRecord};
use serde::{Deserialize, Serialize};

use ledger::value::{Amount, Currency, Date};

use super::{Balance, BankLine, FILE_BYTES_LIMIT, Fault, Flow, LINES_LIMIT, Refused, Statement, Why, signed};
use crate::desk::bulk::day::{DateOrder, day};
use crate::desk::bulk::number::{self, Decimal};
use crate::desk::bulk::text::decode;
use crate::import::AmountFault;

/// Columns and letters of a cell that are shown of a table's first rows: they travel in a form. Some banks have 40 columns.
const COLUMNS_SHOWN: usize = 60;
const CELL_CHARS: usize = 60;

mod guess;

pub use guess::guess;

/// Which column says what. A heading that is empty is not there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// What stands between the columns.
    pub delimiter: Delimiter,
    /// Lines above the headings.
    pub lines_above: u32,
    /// How amounts are written.
    pub decimal: Decimal,
    /// How dates are written.
    pub dates: DateOrder,
    /// The day of booking.
    pub date: String,
    /// The amount: with its sign, or beside a column that says which way.
    pub amount: String,
    /// Which way, where the amount has no sign.
    pub direction: String,
    /// What the column of directions says for a credit: `CRDT`, `贷`.
    pub credit_word: String,
    /// What came in, where there are two columns.
    pub credit: String,
    /// What went out.
    pub debit: String,
    /// The currency, where the table has several.
    pub currency: String,
    /// What the account held after the line.
    pub balance: String,
    /// What the payer wrote.
    pub remittance: String,
    /// What the payer or payee calls it.
    pub reference: String,
    /// Whose account is on the other side.
    pub counterparty: String,
    /// The bank's own number.
    pub bank_id: String,
}

/// What stands between columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delimiter {
    /// `,`
    #[default]
    Comma,
    /// `;`
    Semicolon,
    /// A tabulator.
    Tab,
}

impl Delimiter {
    /// The byte itself.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// Reads a table as one statement of an account.
///
/// # Errors
/// [`Refused`]: nothing was taken.
pub fn read(bytes: &[u8], mapping: &Mapping, account: &str, currency: Currency) -> Result<Statement, Refused> {
    if bytes.len() > FILE_BYTES_LIMIT {
        return Err(Refused::TooLong);
    }
    let text = decode(bytes).ok_or(Refused::NotText)?;
    let (body, skipped) = below(&text, mapping.lines_above);
    let mut table =
        ReaderBuilder::new().delimiter(mapping.delimiter.byte()).flexible(true).from_reader(body.as_bytes());
    let columns = Columns::find(table.headers().map_err(|_| Refused::NotText)?, mapping)?;
    let mut faults = Vec::new();
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record.map_err(|_| Refused::NotText)?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(skipped);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match columns.row(&record, line, mapping, currency) {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => {}
            Err(fault) => faults.push(fault),
        }
        if rows.len() > LINES_LIMIT {
            return Err(Refused::TooManyLines);
        }
    }
    match (faults.is_empty(), rows.is_empty()) {
        (false, _) => Err(Refused::Lines(faults)),
        (true, true) => Err(Refused::Empty),
        (true, false) => Ok(statement(rows, account, currency)),
    }
}

/// The first rows of a table as they stand there: its headings, then so many lines below them, each as wide as the headings.
#[must_use]
pub fn first_rows(text: &str, mapping: &Mapping, lines: usize) -> Vec<Vec<String>> {
    let (body, _) = below(text, mapping.lines_above);
    let mut table = ReaderBuilder::new()
        .delimiter(mapping.delimiter.byte())
        .flexible(true)
        .has_headers(false)
        .from_reader(body.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in table.records().map_while(Result::ok) {
        if rows.len() > lines {
            break;
        }
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let (limit, width) = match rows.first() {
            None => (usize::MAX, record.len().min(COLUMNS_SHOWN)),
            Some(heads) => (CELL_CHARS, heads.len()),
        };
        let cell = |cell: &str| cell.trim().chars().take(limit).collect::<String>();
        let mut row: Vec<String> = record.iter().take(width).map(cell).collect();
        row.resize(width, String::new());
        rows.push(row);
    }
    rows
}

/// The text below so many lines, and how many those are.
fn below(text: &str, lines_above: u32) -> (&str, u32) {
    let mut rest = text;
    for skipped in 0..lines_above {
        match rest.split_once('\n') {
            Some((_, below)) => rest = below,
            None => return ("", skipped),
        }
    }
    (rest, lines_above)
}

/// Where the columns stand.
struct Columns {
    date: usize,
    amount: Option<usize>,
    direction: Option<usize>,
    credit: Option<usize>,
    debit: Option<usize>,
    currency: Option<usize>,
    balance: Option<usize>,
    remittance: Option<usize>,
    reference: Option<usize>,
    counterparty: Option<usize>,
    bank_id: Option<usize>,
}

/// A line, and what the account held after it.
struct Row {
    line: BankLine,
    balance: Option<i64>,
}

impl Columns {
    fn find(headings: &StringRecord, mapping: &Mapping) -> Result<Self, Refused> {
        let place = |heading: &str| -> Result<Option<usize>, Refused> {
            let heading = heading.trim();
            if heading.is_empty() {
                return Ok(None);
            }
            let found = headings.iter().position(|given| given.trim() == heading);
            found.map(Some).ok_or_else(|| Refused::NoColumn { heading: heading.to_owned() })
        };
        let need = |found: Option<usize>, heading: &str| {
            found.ok_or_else(|| Refused::NoColumn { heading: heading.to_owned() })
        };
        let columns = Self {
            date: need(place(&mapping.date)?, "date")?,
            amount: place(&mapping.amount)?,
            direction: place(&mapping.direction)?,
            credit: place(&mapping.credit)?,
            debit: place(&mapping.debit)?,
            currency: place(&mapping.currency)?,
            balance: place(&mapping.balance)?,
            remittance: place(&mapping.remittance)?,
            reference: place(&mapping.reference)?,
            counterparty: place(&mapping.counterparty)?,
            bank_id: place(&mapping.bank_id)?,
        };
        if columns.credit.is_none() && columns.debit.is_none() {
            need(columns.amount, "amount")?;
        }
        Ok(columns)
    }

    /// The line of a row; none if it moves nothing.
    fn row(
        &self,
        record: &StringRecord,
        line: u32,
        mapping: &Mapping,
        currency: Currency,
    ) -> Result<Option<Row>, Fault> {
        let cell = |place: Option<usize>| place.and_then(|place| record.get(place)).map(str::trim).unwrap_or_default();
        let fault = |heading: &str, why| Fault::new(line, heading, why);
        let given = cell(self.currency);
        if !given.is_empty() && !given.eq_ignore_ascii_case(currency.as_str()) {
            let (account, given) = (currency.to_string(), given.chars().take(40).collect());
            return Err(fault(&mapping.currency, Why::OtherCurrency { account, given }));
        }
        let given = cell(Some(self.date));
        let date = day(given, mapping.dates)
            .ok_or_else(|| fault(&mapping.date, Why::Date { given: given.chars().take(40).collect() }));
        let moved = self.moved(&cell, mapping, currency).map_err(|(heading, why)| fault(heading, why))?;
        let Some((flow, amount)) = moved else { return Ok(None) };
        let balance = match number::signed(cell(self.balance), mapping.decimal, currency) {
            Ok(read) => Some(signed(if read.negative { Flow::Out } else { Flow::In }, read.amount)),
            Err(AmountFault::Zero) => Some(0),
            Err(_) if cell(self.balance).is_empty() => None,
            Err(why) => return Err(fault(&mapping.balance, Why::Amount(why))),
        };
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let line = BankLine {
            line,
            part: 0,
            flow,
            amount,
            booked_on: date?,
            bank_id: some(cell(self.bank_id)),
            references: some(cell(self.reference)).into_iter().collect(),
            remittance: cell(self.remittance).to_owned(),
            counterparty: some(cell(self.counterparty)),
            takes_back: false,
        };
        Ok(Some(Row { line, balance }))
    }

    /// Which way and how much; none if nothing moved.
    fn moved<'m, 'c>(
        &self,
        cell: &impl Fn(Option<usize>) -> &'c str,
        mapping: &'m Mapping,
        currency: Currency,
    ) -> Result<Option<(Flow, Amount)>, (&'m str, Why)> {
        let read = |place: Option<usize>, heading: &'m str| match number::signed(cell(place), mapping.decimal, currency)
        {
            Ok(read) => Ok(Some(read)),
            Err(AmountFault::Zero) => Ok(None),
            Err(fault) => Err((heading, Why::Amount(fault))),
        };
        if self.credit.is_none() && self.debit.is_none() {
            if cell(self.amount).is_empty() {
                return Err((&mapping.amount, Why::Missing));
            }
            let Some(read) = read(self.amount, &mapping.amount)? else { return Ok(None) };
            let is_in = match self.direction {
                None => !read.negative,
                // A negative credit goes out.
                Some(_) if cell(self.direction).is_empty() => return Err((&mapping.direction, Why::Direction)),
                Some(_) => (cell(self.direction) == mapping.credit_word.trim()) != read.negative,
            };
            return Ok(Some((if is_in { Flow::In } else { Flow::Out }, read.amount)));
        }
        let column =
            |place: Option<usize>, heading| if cell(place).is_empty() { Ok(None) } else { read(place, heading) };
        match (column(self.credit, &mapping.credit)?, column(self.debit, &mapping.debit)?) {
            (Some(_), Some(_)) => Err((&mapping.credit, Why::Direction)),
            (Some(read), None) if read.negative => Ok(Some((Flow::Out, read.amount))),
            (Some(read), None) => Ok(Some((Flow::In, read.amount))),
            // Some banks write what went out with a minus, some without.
            (None, Some(read)) => Ok(Some((Flow::Out, read.amount))),
            (None, None) => Ok(None),
        }
    }
}

/// The rows as a statement: the oldest first, whichever way the table runs.
fn statement(mut rows: Vec<Row>, account: &str, currency: Currency) -> Statement {
    let days = |rows: &[Row]| -> Vec<Date> { rows.iter().map(|row| row.line.booked_on).collect() };
    if days(&rows).first() > days(&rows).last() {
        rows.reverse();
    }
    let balance = |row: &Row| row.balance.map(|minor| Balance { minor, on: row.line.booked_on });
    let before = |row: &Row| {
        let after = balance(row)?;
        let minor = after.minor.checked_sub(signed(row.line.flow, row.line.amount))?;
        Some(Balance { minor, on: after.on })
    };
    Statement {
        account: account.to_owned(),
        id: String::new(),
        currency,
        opening: rows.first().and_then(before),
        closing: rows.last().and_then(balance),
        lines: rows.into_iter().map(|row| row.line).collect(),
        unbooked: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::bulk::bank::net;

    fn euro() -> Currency {
        Currency::new("EUR").expect("a currency")
    }

    fn german() -> Mapping {
        Mapping {
            delimiter: Delimiter::Semicolon,
            lines_above: 2,
            decimal: Decimal::Comma,
            dates: DateOrder::DayFirst,
            date: "Buchungstag".into(),
            amount: "Betrag".into(),
            balance: "Saldo".into(),
            remittance: "Verwendungszweck".into(),
            counterparty: "Name".into(),
            ..Mapping::default()
        }
    }

    const GERMAN: &str = "Konto;NL26VAYB8060476890\n\nBuchungstag;Name;Verwendungszweck;Betrag;Saldo\n\
        02.03.2026;Petra;\"Zelte; zwei\nZeilen\";-1.250,50;8.749,50\n01.03.2026;Otto;Spende;10.000,00;10.000,00\n";

    #[test]
    fn a_table_is_read_by_its_mapping_oldest_first() {
        let statement = read(GERMAN.as_bytes(), &german(), "NL26", euro()).expect("reads");
        let lines: Vec<_> = statement.lines.iter().map(|line| (line.line, line.flow, line.amount.get())).collect();
        assert_eq!(lines, [(6, Flow::In, 1_000_000), (4, Flow::Out, 125_050)]);
        assert_eq!(statement.lines[1].remittance, "Zelte; zwei\nZeilen");
        assert_eq!(statement.opening.map(|balance| balance.minor), Some(0));
        assert_eq!(statement.closing.map(|balance| balance.minor), Some(874_950));
        assert_eq!(net(&statement.lines), Some(874_950));
    }

    #[test]
    fn the_first_rows_stand_as_in_the_file() {
        let rows = first_rows(GERMAN, &german(), 1);
        assert_eq!(rows[0], ["Buchungstag", "Name", "Verwendungszweck", "Betrag", "Saldo"]);
        assert_eq!(rows[1], ["02.03.2026", "Petra", "Zelte; zwei\nZeilen", "-1.250,50", "8.749,50"]);
        assert_eq!(rows.len(), 2);
        let uneven = first_rows("a,b\n\n1\n1,2,3\n", &Mapping::default(), 3);
        assert_eq!(uneven, [["a", "b"], ["1", ""], ["1", "2"]]);
    }

    #[test]
    fn two_columns_or_a_word_say_which_way_money_went() {
        let two = "交易日期,收入金额,支出金额,摘要\n2026-03-01,500.00,,捐款\n2026-03-02,0.00,80.00,运费\n";
        let mapping = Mapping {
            date: "交易日期".into(),
            credit: "收入金额".into(),
            debit: "支出金额".into(),
            ..Mapping::default()
        };
        let yuan = Currency::new("CNY").expect("a currency");
        let flows = |statement: Statement| -> Vec<(Flow, u64)> {
            statement.lines.iter().map(|line| (line.flow, line.amount.get())).collect()
        };
        let expected = vec![(Flow::In, 50_000), (Flow::Out, 8_000)];
        assert_eq!(flows(read(two.as_bytes(), &mapping, "", yuan).expect("reads")), expected);
        let word = "日期,金额,借贷\n2026-03-01,500.00,贷\n2026-03-02,80.00,借\n";
        let mapping = Mapping {
            date: "日期".into(),
            amount: "金额".into(),
            direction: "借贷".into(),
            credit_word: "贷".into(),
            ..Mapping::default()
        };
        assert_eq!(flows(read(word.as_bytes(), &mapping, "", yuan).expect("reads")), expected);
    }

    #[test]
    fn every_bad_row_is_named_with_its_line_heading_and_rule() {
        let bad = GERMAN.replace("02.03.2026", "2.13.2026").replace("10.000,00;10", "10.000,005;10");
        let Err(Refused::Lines(faults)) = read(bad.as_bytes(), &german(), "", euro()) else { panic!("refused") };
        let named: Vec<(u32, &str)> = faults.iter().map(|fault| (fault.line, fault.field.as_str())).collect();
        assert_eq!(named, [(4, "Buchungstag"), (6, "Betrag")]);
        assert_eq!(faults[1].why, Why::Amount(AmountFault::TooFine { digits: 2 }));
    }

    #[test]
    fn a_mapping_that_does_not_fit_the_table_is_said_to_be_so() {
        let other = Mapping { date: "Valuta".into(), ..german() };
        assert_eq!(read(GERMAN.as_bytes(), &other, "", euro()), Err(Refused::NoColumn { heading: "Valuta".into() }));
        let none = Mapping { amount: String::new(), ..german() };
        assert_eq!(read(GERMAN.as_bytes(), &none, "", euro()), Err(Refused::NoColumn { heading: "amount".into() }));
        assert_eq!(
            read(b"a;b\n1;2\n", &german(), "", euro()),
            Err(Refused::NoColumn { heading: "Buchungstag".into() })
        );
    }
}
