//! Statements of bank accounts, as banks give them out.
//!
//! A [`Statement`] holds what a person needs to see to decide: names, texts and the bank's own numbers. All of that stays
//! in the private store; an entry gets an amount, a date and what somebody typed.
//!
//! | module | what it knows |
//! |---|---|
//! | [`camt`] | ISO 20022 camt.053, versions 2 and 8 |
//! | [`table`] | CSV, by a [`table::Mapping`] that is kept with the account |
//! | [`fault`] | why a file is refused, line by line |
//! | [`key`] | the idempotency key of a line: the same file twice makes no second entry |
//! | [`proposal`] | lines against what is recorded: what each line may become |
//! | [`balance`] | the bank's balance against the ledger's, and what lies between |

use ledger::value::{Amount, Currency, Date};

pub mod balance;
pub mod camt;
pub mod fault;
pub mod key;
pub mod proposal;
pub mod table;

pub use fault::{Fault, Refused, Why};

/// A file is at most this long: a month of a large charity is a few megabytes, and the tree takes five times that.
pub const FILE_BYTES_LIMIT: usize = 16 * 1024 * 1024;

/// A file has at most this many lines of money: what one person can look through in one table is far less.
pub const LINES_LIMIT: usize = 20_000;

/// Which way money went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Flow {
    /// A credit.
    In,
    /// A debit.
    Out,
}

/// What an account held at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Balance {
    /// In the minor unit; below zero where the account is overdrawn.
    pub minor: i64,
    /// The day.
    #[serde(with = "date_text")]
    pub on: Date,
}

/// What a bank says of one account and one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// The account's number as the bank writes it, without spaces; empty where the file does not say.
    pub account: String,
    /// The bank's own number of the statement.
    pub id: String,
    /// The currency of every line.
    pub currency: Currency,
    /// At the beginning.
    pub opening: Option<Balance>,
    /// At the end.
    pub closing: Option<Balance>,
    /// What was booked, in the order of the file.
    pub lines: Vec<BankLine>,
    /// Lines that the bank has not booked, or that move nothing: they are no money yet.
    pub unbooked: Vec<u32>,
}

/// One booking.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BankLine {
    /// Where it stands in the file, from 1.
    pub line: u32,
    /// Which part of that booking it is, from 0: banks book many transfers as one.
    pub part: u32,
    /// Which way.
    pub flow: Flow,
    /// In the minor unit.
    #[serde(with = "amount_number")]
    pub amount: Amount,
    /// The day the bank booked it.
    #[serde(with = "date_text")]
    pub booked_on: Date,
    /// The bank's own number for it.
    pub bank_id: Option<String>,
    /// What the payer or the payee calls it.
    pub references: Vec<String>,
    /// What the payer wrote. Private.
    pub remittance: String,
    /// Whose account is on the other side. Private.
    pub counterparty: Option<String>,
    /// Whether it takes back an earlier booking.
    pub takes_back: bool,
}

/// An account's number with nothing in its middle: enough to tell one account of a charity from another.
#[must_use]
pub fn masked(account: &str) -> String {
    let letters: Vec<char> = account.chars().filter(|letter| !letter.is_whitespace()).collect();
    let of = |letters: &[char]| letters.iter().collect::<String>();
    match letters.len() {
        0 => String::new(),
        1..=8 => format!("… {}", of(letters.get(letters.len() / 2..).unwrap_or_default())),
        long => {
            let (head, tail) = (letters.get(..4).unwrap_or_default(), letters.get(long - 4..).unwrap_or_default());
            format!("{} … {}", of(head), of(tail))
        }
    }
}

/// Gives statements of one file that bear the same number, or none, numbers of their own: each is kept by it.
pub fn distinct(statements: &mut [Statement]) {
    let mut seen: std::collections::HashMap<String, u32> = std::collections::HashMap::new();
    for statement in statements {
        let times = seen.entry(statement.id.clone()).or_insert(0);
        *times = times.saturating_add(1);
        if *times > 1 {
            statement.id = format!("{} ({times})", statement.id).trim().to_owned();
        }
    }
}

/// The sum of the lines: credits less debits.
///
/// None where it is beyond what can be counted.
#[must_use]
pub fn net(lines: &[BankLine]) -> Option<i64> {
    lines.iter().try_fold(0_i64, |sum, line| sum.checked_add(signed(line.flow, line.amount)))
}

/// The amount with its sign.
#[must_use]
pub fn signed(flow: Flow, amount: Amount) -> i64 {
    // Below 2^53.
    let amount = i64::try_from(amount.get()).unwrap_or(i64::MAX);
    match flow {
        Flow::In => amount,
        Flow::Out => -amount,
    }
}

mod date_text {
    use ledger::value::Date;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(date: &Date, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&date.to_string())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
        Date::parse(&String::deserialize(from)?).ok_or_else(|| D::Error::custom("no date"))
    }
}

mod amount_number {
    use ledger::value::Amount;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    // The signature is serde's.
    #[allow(clippy::trivially_copy_pass_by_ref)]
    pub(super) fn serialize<S: Serializer>(amount: &Amount, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_u64(amount.get())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Amount, D::Error> {
        Amount::new(u64::deserialize(from)?).ok_or_else(|| D::Error::custom("no amount"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_statements_of_one_file_are_never_one() {
        let statement = |id: &str| Statement {
            account: String::new(),
            id: id.to_owned(),
            currency: Currency::new("EUR").expect("a currency"),
            opening: None,
            closing: None,
            lines: Vec::new(),
            unbooked: Vec::new(),
        };
        let mut statements = ["A", "", "A", "", "B"].map(statement);
        distinct(&mut statements);
        assert_eq!(statements.map(|statement| statement.id), ["A", "", "A (2)", "(2)", "B"]);
    }

    #[test]
    fn the_middle_of_an_account_number_is_never_shown() {
        assert_eq!(masked("NL26VAYB8060476890"), "NL26 … 6890");
        assert_eq!(masked("6222 0212 3456 7890 123"), "6222 … 0123");
        assert_eq!(masked("123456"), "… 456");
        assert_eq!(masked(""), "");
    }
}
