//! Bank statements, spreadsheets, stock, labels and papers.
//!
//! What a bank or a person's spreadsheet said is shown to staff as it is, and goes no further.

use ledger::value::{Currency, Date};

use crate::view::{Named, Sum};

/// A page of what comes in bulk or goes onto paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bulk {
    /// `/desk/bank`
    Bank(Bank),
    /// `/desk/bank/ID`
    Account(AccountPage),
    /// `/desk/bank/statements/ID`
    Statement(StatementPage),
    /// `/desk/sheets` and `/desk/sheets/ID`
    Sheets(Sheets),
    /// `/desk/stock`
    Stock(Stock),
    /// `/desk/labels`
    Labels(Labels),
    /// `/desk/labels/print`
    LabelSheet(LabelSheet),
    /// `/desk/papers/…`
    Paper(Paper),
    /// `/mail/SECRET`
    Stop {
        /// Whether no more mail is sent.
        stopped: bool,
        /// The page's own address, without a language.
        path: String,
    },
}

/// One of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pick {
    /// As the form sends it.
    pub value: String,
    /// What people call it.
    pub word: String,
}

/// `/desk/bank`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bank {
    /// The accounts of one's organisations.
    pub accounts: Vec<AccountLine>,
    /// The form that adds one.
    pub add: AccountAdd,
}

/// An account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// Its row.
    pub id: i64,
    /// What staff call it.
    pub label: String,
    /// Its number without its middle.
    pub masked: String,
    /// Its currency.
    pub currency: Currency,
    /// The funds whose money lies on it.
    pub funds: Vec<Named>,
    /// The last day of its last statement.
    pub latest: Option<Date>,
}

/// An account that somebody adds.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountAdd {
    /// For which organisations one may.
    pub organisations: Vec<String>,
    /// The funds that there are, with their currency.
    pub funds: Vec<Pick>,
    /// As typed.
    pub organisation: String,
    /// As typed.
    pub label: String,
    /// As typed.
    pub number: String,
    /// As chosen.
    pub chosen: Vec<String>,
    /// What is wrong.
    pub fault: Option<AccountFault>,
}

/// Why an account was not added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccountFault {
    /// No label.
    Label,
    /// No number.
    Number,
    /// No fund.
    Funds,
    /// Funds of several currencies.
    Currencies,
    /// The number is known.
    Known,
}

/// `/desk/bank/ID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPage {
    /// The account.
    pub account: AccountLine,
    /// Its statements.
    pub statements: Vec<StatementLine>,
    /// What is wrong with the file, in the reader's language.
    pub faults: Vec<String>,
    /// How its tables are read: shown once a table was brought.
    pub mapping: Option<MappingForm>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its row.
    pub id: i64,
    /// The bank's own number.
    pub bank_id: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// What the account held then.
    pub closing_minor: Option<i64>,
    /// The lines.
    pub lines: u64,
}

/// How a bank's table is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingForm {
    /// Field, what it is now, what it may be; none where it is a number.
    pub fields: Vec<MappingField>,
}

/// A field of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingField {
    /// Its name in the form.
    pub name: &'static str,
    /// What it is.
    pub value: String,
    /// What it may be; empty: free text.
    pub choices: Vec<Pick>,
}

/// `/desk/bank/statements/ID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPage {
    /// Its row.
    pub id: i64,
    /// The account.
    pub account: AccountLine,
    /// At the beginning: minor units and the day.
    pub opening: Option<(i64, Date)>,
    /// At the end.
    pub closing: Option<(i64, Date)>,
    /// The lines shown.
    pub lines: Vec<BankLine>,
    /// The place of the first line shown, how many there are, and how many are shown at once.
    pub from: u64,
    /// All lines.
    pub total: u64,
    /// Lines that the bank has not booked.
    pub unbooked: u64,
    /// Funds and projects that money may be for.
    pub purposes: Vec<Pick>,
    /// What differs from the ledger; none where the bank gave no balance.
    pub compared: Option<Compared>,
    /// What went wrong as a whole.
    pub fault: Option<String>,
}

/// A line of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BankLine {
    /// Its place in the statement.
    pub place: i64,
    /// The day.
    pub on: Date,
    /// Whether money came in.
    pub is_credit: bool,
    /// How much.
    pub amount: u64,
    /// What the bank says of it.
    pub text: String,
    /// Whose account is on the other side.
    pub counterparty: Option<String>,
    /// What it is or may become.
    pub state: LineState,
}

/// What a line is or may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LineState {
    /// It is an entry.
    Recorded {
        /// Which.
        seq: u64,
    },
    /// Somebody decides.
    Open(OpenLine),
}

/// A line that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenLine {
    /// `record`, `same` or `skip`.
    pub act: String,
    /// An entry that looks like it.
    pub looks: Option<u64>,
    /// Whether the bank took an earlier booking back.
    pub takes_back: bool,
    /// `FUND` or `FUND/PROJECT`.
    pub purpose: String,
    /// The donor's public name, or who was paid.
    pub name: String,
    /// What was paid for.
    pub category: String,
    /// What is wrong, in the reader's language.
    pub fault: Option<String>,
}

/// Bank against ledger.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// What the bank says.
    pub bank_minor: i64,
    /// At the end of this day.
    pub on: Date,
    /// What the ledger says.
    pub ledger_minor: i64,
    /// The sum of lines that are in no entry.
    pub only_bank_minor: i64,
    /// How many those are.
    pub only_bank: u64,
    /// Entries that are in no line: number, day, amount.
    pub only_ledger: Vec<(u64, Date, i64)>,
    /// What differed before.
    pub earlier_minor: i64,
}

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

/// `/desk/labels`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The sizes that there are.
    pub sizes: Vec<Pick>,
    /// The chosen one.
    pub size: String,
    /// Lots and waybills, as typed.
    pub ids: String,
    /// Copies of each, as typed.
    pub copies: String,
    /// The first free label of the first sheet, as typed.
    pub first: String,
    /// The latest lots and waybills.
    pub latest: Vec<Pick>,
    /// What is wrong.
    pub fault: Option<String>,
}

/// Labels that are printed from the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSheet {
    /// The labels.
    pub labels: Vec<Label>,
    /// The word of the sheet's size.
    pub size: &'static str,
    /// Labels of the first sheet that are used up.
    pub skip: u32,
    /// The same as a file; empty where there is none.
    pub pdf: String,
}

/// One label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The lot or waybill.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How many, from where, by when.
    pub lines: Vec<String>,
    /// The picture that a telephone reads: rows of black and white.
    pub code: Vec<Vec<bool>>,
}

/// A paper: a waybill, a receipt, the list of a hand-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// Its number, as a code of the log has it.
    pub id: String,
    /// Term and value.
    pub facts: Vec<(String, String)>,
    /// What is in it: id, goods, quantity.
    pub lines: Vec<(String, String, String)>,
    /// The address in the picture.
    pub address: String,
    /// The picture.
    pub code: Vec<Vec<bool>>,
    /// The same as a file; empty where there is none.
    pub pdf: String,
    /// Empty rows to fill in by hand.
    pub blank_rows: u32,
    /// The form that has a receipt sent, on a receipt.
    pub mail: Option<MailForm>,
    /// What a gift comes to.
    pub sum: Option<Sum>,
}

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperKind {
    /// Of a dispatch.
    Waybill,
    /// Of a gift.
    Receipt,
    /// Of a hand-out.
    HandoutList,
}

/// To whom a receipt goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailForm {
    /// The address, as typed.
    pub address: String,
    /// Whether it is wrong.
    pub is_wrong: bool,
    /// Whether a mail server is set up.
    pub can_send: bool,
    /// Letters: masked address, state as the box has it.
    pub letters: Vec<(String, String)>,
}
