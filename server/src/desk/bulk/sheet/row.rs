//! A row by the names of its columns, and what is wrong in it.

use ledger::value::{Amount, Currency, Date};
use ledger::{Lang, Refusal};

use super::cell::Cell;
use super::column::{Column, Kind};
use super::file::Line;
use crate::desk::bulk::day::{DateOrder, day};
use crate::desk::bulk::number::{self, Decimal};
use crate::import::AmountFault;

/// Why nothing of a sheet was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// More bytes or rows than a sheet may have.
    TooLong,
    /// Neither XLSX nor a table of text.
    Unreadable,
    /// XLS, or a password is on it.
    OldFormat,
    /// No row below the headings.
    Empty,
    /// Headings that no column has, or that stand twice.
    UnknownHeadings(Vec<String>),
    /// Columns that must be there.
    MissingColumns(Vec<&'static Column>),
    /// Rows that break a rule: all of them.
    Rows(Vec<Fault>),
}

/// What is wrong with one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The row, as the spreadsheet program numbers it.
    pub row: u32,
    /// The column; none for the row as a whole.
    pub column: Option<&'static Column>,
    /// The rule.
    pub why: Why,
}

/// A rule that a row breaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// Nothing is there.
    Missing,
    /// The amount.
    Amount(AmountFault),
    /// No date in the order given.
    Date(String),
    /// No whole number.
    Whole(String),
    /// A formula's error and the like.
    Unusable(String),
    /// Nothing has this id or name.
    Unknown(String),
    /// Several have this name.
    Ambiguous(String),
    /// The rows of one hand-out differ here.
    Differs {
        /// The first row of it.
        first_row: u32,
    },
    /// The same lot at the same site twice.
    Twice {
        /// The other row.
        first_row: u32,
    },
    /// Fewer were counted than are booked, and it is not said why.
    ReasonMissing {
        /// How many are missing.
        missing: u64,
    },
    /// No address of mail.
    Email(String),
    /// What the ledger says.
    Ledger(Refusal),
}

impl Fault {
    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        let (row, why) = (self.row, self.why.say(lang));
        match (self.column.map(|column| column.heading(lang)), lang) {
            (Some(heading), Lang::En) => format!("Row {row}, {heading}: {why}"),
            (Some(heading), Lang::Zh) => format!("第 {row} 行，{heading}：{why}"),
            (None, Lang::En) => format!("Row {row}: {why}"),
            (None, Lang::Zh) => format!("第 {row} 行：{why}"),
        }
    }
}

impl Why {
    /// The rule for a reader, as a sentence of its own.
    #[must_use]
    pub fn said(&self, lang: Lang) -> String {
        self.say(lang)
    }

    fn say(&self, lang: Lang) -> String {
        let pick = |english: String, chinese: String| match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        };
        match self {
            Self::Missing => pick("nothing is there".into(), "缺少内容".into()),
            Self::Amount(fault) => fault.say(lang),
            Self::Date(given) => {
                pick(format!("“{given}” is no date in the order given"), format!("“{given}”不是所选顺序的日期"))
            }
            Self::Whole(given) => pick(format!("“{given}” is no whole number"), format!("“{given}”不是整数")),
            Self::Unusable(given) => pick(format!("“{given}” can’t be used"), format!("“{given}”无法使用")),
            Self::Unknown(given) => pick(format!("nothing is called “{given}”"), format!("没有名为“{given}”的项")),
            Self::Ambiguous(given) => {
                pick(format!("several are called “{given}”: give the id"), format!("有多个“{given}”：请填写编号"))
            }
            Self::Differs { first_row } => pick(
                format!("not as in row {first_row} of the same hand-out"),
                format!("与同一次发放的第 {first_row} 行不同"),
            ),
            Self::Twice { first_row } => {
                pick(format!("already counted in row {first_row}"), format!("第 {first_row} 行已盘点"))
            }
            Self::ReasonMissing { missing } => {
                pick(format!("{missing} fewer than booked: say why"), format!("比账面少 {missing}：请注明原因"))
            }
            Self::Email(given) => pick(format!("“{given}” is no e-mail address"), format!("“{given}”不是邮箱地址")),
            Self::Ledger(refusal) => refusal.say(lang),
        }
    }
}

impl Refused {
    /// The sentences for a reader: one, or one a row.
    #[must_use]
    pub fn say(&self, lang: Lang) -> Vec<String> {
        let one = |english: String, chinese: String| match lang {
            Lang::En => vec![format!("{english} Nothing was taken from the file.")],
            Lang::Zh => vec![format!("{chinese}没有从该文件读入任何内容。")],
        };
        match self {
            Self::TooLong => {
                let rows = super::ROWS_LIMIT;
                one(
                    format!("The sheet has more than {rows} rows, or more than 8 MB."),
                    format!("表格超过 {rows} 行或 8 MB。"),
                )
            }
            Self::Unreadable => {
                one("The file is neither XLSX nor a table of text.".into(), "文件不是 XLSX 也不是文本表格。".into())
            }
            Self::OldFormat => one(
                "The file is in the old XLS format, or has a password: save it as XLSX without one.".into(),
                "文件为旧的 XLS 格式或带有密码：请另存为无密码的 XLSX。".into(),
            ),
            Self::Empty => one("There is no row below the headings.".into(), "标题行以下没有数据。".into()),
            Self::UnknownHeadings(headings) => {
                let all = headings.join("”, “");
                one(
                    format!(
                        "These columns are not known, or stand twice: “{all}”. Take them out: names and other personal details must not be sent."
                    ),
                    format!("以下列未知或重复：“{all}”。请删除：不得提交姓名等个人信息。"),
                )
            }
            Self::MissingColumns(columns) => {
                let all: Vec<&str> = columns.iter().map(|column| column.heading(lang)).collect();
                let all = all.join("”, “");
                one(format!("These columns are missing: “{all}”."), format!("缺少以下列：“{all}”。"))
            }
            Self::Rows(faults) => faults.iter().map(|fault| fault.say(lang)).collect(),
        }
    }
}

/// How a person writes numbers and dates in cells of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Habits {
    /// Amounts.
    pub decimal: Decimal,
    /// Dates.
    pub dates: DateOrder,
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

    /// A day.
    ///
    /// # Errors
    /// [`Fault`].
    pub fn day(&self, name: &str) -> Result<Date, Fault> {
        if let Cell::Day(day) = self.cell(name) {
            return Ok(*day);
        }
        let text = self.needed(name)?;
        day(&text, self.habits.dates).ok_or_else(|| self.fault(name, Why::Date(text)))
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
