//! Bank statements, spreadsheets, stock, labels and papers.
//!
//! What a bank or a person's spreadsheet said is shown to staff as it is, and goes no further.

mod bank;
mod paper;
mod sheets;
mod statement;

pub use bank::*;
pub use paper::*;
pub use sheets::*;
pub use statement::*;

/// A page of what comes in bulk or goes onto paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bulk {
    /// `/desk/bank`
    Bank(Bank),
    /// `/desk/bank/ID`
    Account(AccountPage),
    /// `/desk/bank/statements/ID`
    Statement(Box<StatementPage>),
    /// `/desk/sheets` and `/desk/sheets/ID`
    Sheets(Sheets),
    /// `/desk/stock`
    Stock(Stock),
    /// `/desk/stock`, once something was counted.
    StockCheck(StockCheck),
    /// `/desk/labels`
    Labels(Labels),
    /// `/desk/labels/print`
    LabelSheet(LabelSheet),
    /// `/desk/papers/…`
    Paper(Paper),
}

/// One of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// As the form sends it.
    pub value: String,
    /// What people call it.
    pub word: String,
}
