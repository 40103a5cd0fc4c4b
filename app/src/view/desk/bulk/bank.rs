//! Bank accounts and their statements.

use ledger::value::{Currency, Date};

use super::Pick;
use crate::view::Named;

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
    /// It waits for a second person.
    Waits {
        /// As this draft.
        draft: i64,
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
