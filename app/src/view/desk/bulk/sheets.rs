//! Spreadsheets, and stock counts.

use super::Pick;
use crate::view::Named;

/// `/desk/sheets`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// What kinds there are, as addresses have them, and which is chosen.
    pub kind: &'static str,
    /// How amounts are written, as chosen.
    pub decimal: String,
    /// How dates are written, as chosen.
    pub dates: String,
    /// What is wrong with the file: all of it.
    pub faults: Vec<String>,
    /// A sheet in which nothing is wrong.
    pub ready: Option<SheetReady>,
    /// Entries that were just made.
    pub recorded: Option<u64>,
    /// Which they are.
    pub made: Vec<SheetMade>,
}

/// An entry that a sheet became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMade {
    /// Its number.
    pub seq: u64,
    /// The receipt code, of a gift.
    pub code: Option<String>,
    /// What it says, in the reader's language.
    pub said: String,
}

/// A sheet that can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReady {
    /// Its row.
    pub id: i64,
    /// The file's name.
    pub name: String,
    /// What rows become.
    pub rows: Vec<SheetRow>,
    /// How many there are in all.
    pub total: u64,
    /// How many of them are entries already.
    pub known: u64,
}

/// An event that rows of a sheet become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetRow {
    /// The rows, as the spreadsheet program numbers them.
    pub rows: String,
    /// What it becomes, in the reader's language.
    pub becomes: String,
    /// An entry that was recorded under the same reference for the same fund, of another day.
    pub alike: Option<u64>,
    /// Of a count, what was counted against what is booked; none where the row above says it already.
    pub counted: Option<SheetCount>,
}

/// What was counted of a lot, against the books.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetCount {
    /// The site's name.
    pub site: String,
    /// The lot.
    pub lot: String,
    /// What it is.
    pub item: String,
    /// The base unit.
    pub unit: String,
    /// How many are booked.
    pub booked: u64,
    /// How many were counted.
    pub counted: u64,
    /// The row, as the spreadsheet program numbers it.
    pub row: u32,
    /// How many wait for a second person to be booked as lost, where fewer were counted.
    pub waits: u64,
    /// It was said that others are missing than those that wait.
    pub is_other: bool,
}

/// `/desk/stock`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stock {
    /// The sites.
    pub sites: Vec<Pick>,
    /// The chosen one.
    pub site: Option<Named>,
    /// What is booked there.
    pub lots: Vec<StockLine>,
    /// The day of the count, as typed.
    pub on: String,
    /// What is wrong as a whole.
    pub faults: Vec<String>,
    /// Entries that were just made.
    pub recorded: Option<u64>,
}

/// A lot at a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockLine {
    /// The lot.
    pub lot: String,
    /// What it is.
    pub item: String,
    /// The base unit.
    pub unit: String,
    /// How many are booked.
    pub booked: u64,
    /// How many of them wait for a second person to be booked as lost.
    pub waits: u64,
    /// How many were counted, as typed.
    pub counted: String,
    /// What is wrong.
    pub fault: Option<String>,
}

crate::worded! {
    /// Why more was counted than is booked.
    pub enum FoundReason {
        /// It was given up for lost, or away, and is there again.
        Again = "there_again",
        /// It was counted wrong before.
        Miscounted = "miscounted",
        /// It came, and nobody booked it in.
        NeverBooked = "never_booked",
        /// Nobody knows.
        Unknown = "unknown",
    }
}

impl FoundReason {
    /// Whether what was booked as lost may have been this.
    #[must_use]
    pub fn takes_back(self) -> bool {
        matches!(self, Self::Again | Self::Miscounted)
    }
}

/// What was counted at a site against what is booked, before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockCheck {
    /// The site.
    pub site: Named,
    /// The day of the count.
    pub on: Option<ledger::value::Date>,
    /// Lots that differ.
    pub lines: Vec<StockDifference>,
    /// How many lots were counted as booked.
    pub agree: u64,
    /// All that was typed, to be sent again, but for the reasons.
    pub hidden: Vec<(String, String)>,
    /// What is wrong as a whole.
    pub faults: Vec<String>,
}

/// A lot of which another number was counted than is booked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockDifference {
    /// Its number in the form.
    pub place: u32,
    /// The lot.
    pub lot: String,
    /// What it is.
    pub item: String,
    /// The base unit.
    pub unit: String,
    /// How many are booked.
    pub booked: u64,
    /// How many were counted.
    pub counted: u64,
    /// How many wait for a second person to be booked as lost, where fewer were counted.
    pub waits: u64,
    /// It was said that others are missing than those that wait.
    pub is_other: bool,
    /// Where there are more: a loss that may be taken back, and how many are lost even then.
    pub loss: Option<(u64, u64)>,
    /// Why, as chosen.
    pub reason: String,
    /// What is wrong.
    pub fault: Option<String>,
}
