//! A statement, line by line, and against the ledger.

use ledger::value::{Date, Timestamp};

use super::{AccountLine, Pick};

/// `/desk/bank/statements/ID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatementPage {
    /// Its row.
    pub id: i64,
    /// The account.
    pub account: AccountLine,
    /// What the file was called.
    pub file: String,
    /// When it was brought.
    pub brought_at: Timestamp,
    /// By whom.
    pub by: String,
    /// Whether the same file was just brought again.
    pub again: bool,
    /// Entries that were just made.
    pub recorded: Option<u64>,
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
    /// What payments are for: as the form of a payment has them.
    pub categories: Vec<Pick>,
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
    /// Somebody left it out: it becomes no entry.
    LeftOut {
        /// Their account.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// Somebody decides.
    Open(OpenLine),
}

/// A line that waits for a decision.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OpenLine {
    /// `record`, `same`, `later` or `skip`.
    pub act: String,
    /// An entry that looks like it.
    pub looks: Option<u64>,
    /// The fund of the gift that it quotes, where that is not on this account.
    pub other_fund: Option<String>,
    /// That entry came from another statement.
    pub from_statement: bool,
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
    /// Those lines: their places, days and amounts.
    pub only_bank: Vec<(i64, Date, i64)>,
    /// Entries that are in no line: number, day, amount.
    pub only_ledger: Vec<(u64, Date, i64)>,
    /// What differed before.
    pub earlier_minor: i64,
}
