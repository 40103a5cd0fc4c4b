//! Bank accounts, and how their files are read.

use ledger::value::{Currency, Date, Timestamp};

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
    pub organisations: Vec<crate::view::Named>,
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
    /// How its tables are read: shown once a table was brought, and as long as it is kept.
    pub mapping: Option<MappingForm>,
    /// How many statements of a file that has several were just brought in for the first time.
    pub brought: Option<u64>,
}

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementLine {
    /// Its row.
    pub id: i64,
    /// The bank's own number.
    pub bank_id: String,
    /// What the file was called.
    pub file: String,
    /// When it was brought.
    pub brought_at: Timestamp,
    /// By whom.
    pub by: String,
    /// Its first day.
    pub from: Option<Date>,
    /// Its last day.
    pub to: Option<Date>,
    /// What the account held then.
    pub closing_minor: Option<i64>,
    /// The lines.
    pub lines: u64,
    /// Those that are no entry yet.
    pub open: u64,
}

/// How a bank's table is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MappingForm {
    /// Field, what it is now, what it may be; none where it is a number.
    pub fields: Vec<MappingField>,
    /// How the table at hand begins; none where there is none.
    pub start: Option<TableStart>,
    /// Whether it is kept already.
    pub kept: bool,
    /// What is wrong, in the reader's language.
    pub fault: Option<String>,
}

/// The first rows of a bank's table, beside which its columns are chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableStart {
    /// What stands over the columns.
    pub heads: Vec<String>,
    /// The rows below, each as wide as the heads.
    pub rows: Vec<Vec<String>>,
    /// The same as the form sends it back, for the file itself is not kept.
    pub sent: String,
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
