//! Spreadsheets, and stock counts.

use super::Pick;
use crate::view::Named;

/// `/desk/sheets`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheets {
    /// What kinds there are, as addresses have them, and which is chosen.
    pub kind: &'static str,
    /// What is wrong with the file: all of it.
    pub faults: Vec<String>,
    /// A sheet in which nothing is wrong.
    pub ready: Option<SheetReady>,
    /// Entries that were just made.
    pub recorded: Option<u64>,
}

/// A sheet that can be recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetReady {
    /// Its row.
    pub id: i64,
    /// The file's name.
    pub name: String,
    /// Rows, and what each becomes, in the reader's language.
    pub rows: Vec<(String, String)>,
    /// How many there are in all.
    pub total: u64,
    /// How many of them are entries already.
    pub known: u64,
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
    /// How many were counted, as typed.
    pub counted: String,
    /// Why fewer, as chosen.
    pub reason: String,
    /// What is wrong.
    pub fault: Option<String>,
}
