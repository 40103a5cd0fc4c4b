//! The bank's balance against the ledger's, and what lies between the two.
//!
//! The ledger knows what it holds now. What it held at the end of the statement's last day is that, less all that
//! happened since. What the two then differ by is either a line without an entry, or an entry without a line, or was
//! there before the statement began.

use ledger::entry::{Entry, Side};
use ledger::value::{Date, PoolParts};

use super::{Balance, BankLine, signed};

/// An entry that moved money of the account's funds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// The entry.
    pub seq: u64,
    /// The day it happened.
    pub on: Date,
    /// What it brought, or took, in the minor unit.
    pub minor: i64,
}

/// What lies between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// What the bank says.
    pub bank: Balance,
    /// What the ledger held at the end of that day.
    pub ledger_minor: i64,
    /// Places of lines that are in no entry.
    pub only_bank: Vec<usize>,
    /// Entries of the statement's time that are in no line.
    pub only_ledger: Vec<Moved>,
    /// What remains: the two differed before the statement began.
    pub earlier_minor: i64,
}

impl Comparison {
    /// The bank's less the ledger's.
    #[must_use]
    pub fn difference_minor(&self) -> i64 {
        self.bank.minor.saturating_sub(self.ledger_minor)
    }
}

/// Compares a statement with what the ledger knows.
///
/// `lines` come with the entry that each is, if it is one; `held_now_minor` is what the funds hold after all of `moved`,
/// which reaches back at least to the statement's first day. None where a sum is beyond what can be counted.
///
/// Banks date an opening balance with the statement's first day, or with the last one before it: what happened on that day
/// is in it or not. Taken is what leaves less unexplained.
#[must_use]
pub fn compare(
    opening: Option<Balance>,
    closing: Balance,
    lines: &[(&BankLine, Option<u64>)],
    held_now_minor: i64,
    moved: &[Moved],
) -> Option<Comparison> {
    let first_line = lines.iter().map(|(line, _)| line.booked_on).min();
    let opened = opening.map(|balance| balance.on);
    let from = opened.into_iter().chain(first_line).min().unwrap_or(closing.on);
    let with = since(from, closing, lines, held_now_minor, moved)?;
    let next = opened.filter(|day| *day == from).and_then(|day| Date::from_days(day.days().checked_add(1)?));
    let without = next.and_then(|next| since(next, closing, lines, held_now_minor, moved));
    let unexplained = |found: &Comparison| found.earlier_minor.unsigned_abs();
    Some(without.filter(|without| unexplained(without) < unexplained(&with)).unwrap_or(with))
}

/// As [`compare`], from a day on.
fn since(
    from: Date,
    closing: Balance,
    lines: &[(&BankLine, Option<u64>)],
    held_now_minor: i64,
    moved: &[Moved],
) -> Option<Comparison> {
    let later = sum(moved.iter().filter(|one| one.on > closing.on).map(|one| one.minor))?;
    let ledger_minor = held_now_minor.checked_sub(later)?;
    let is_lined = |one: &Moved| lines.iter().any(|(_, seq)| *seq == Some(one.seq));
    let in_time = |one: &&Moved| one.on >= from && one.on <= closing.on;
    let only_ledger: Vec<Moved> = moved.iter().filter(in_time).filter(|one| !is_lined(one)).copied().collect();
    let only_bank: Vec<usize> =
        lines.iter().enumerate().filter(|(_, (_, seq))| seq.is_none()).map(|(place, _)| place).collect();
    let of_bank = sum(lines.iter().filter(|(_, seq)| seq.is_none()).map(|(line, _)| signed(line.flow, line.amount)))?;
    let of_ledger = sum(only_ledger.iter().map(|one| one.minor))?;
    let between = closing.minor.checked_sub(ledger_minor)?;
    let earlier_minor = between.checked_sub(of_bank)?.checked_add(of_ledger)?;
    Some(Comparison { bank: closing, ledger_minor, only_bank, only_ledger, earlier_minor })
}

fn sum(mut numbers: impl Iterator<Item = i64>) -> Option<i64> {
    numbers.try_fold(0_i64, i64::checked_add)
}

/// What an entry brought to the cash of these funds, or took from it; money with a partner is not on the account.
#[must_use]
pub fn brought(entry: &Entry, funds: &[&str]) -> i64 {
    let ours = |side: &Option<Side>| -> i64 {
        side.as_ref().map_or(0, |side| match side.pool.parts() {
            PoolParts::Cash { fund, holder: None, .. } if funds.contains(&fund) => {
                i64::try_from(ledger::span::units_of(&side.spans)).unwrap_or(i64::MAX)
            }
            _ => 0,
        })
    };
    entry.moves.iter().fold(0, |sum, one| sum.saturating_add(ours(&one.to)).saturating_sub(ours(&one.from)))
}

#[cfg(test)]
mod tests {
    use super::super::Flow;
    use super::super::key::tests::line;
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).expect("a day")
    }

    #[test]
    fn every_cent_between_bank_and_ledger_is_named() {
        let gift = line(Flow::In, 50_000, "2026-03-02", "");
        let fee = line(Flow::Out, 300, "2026-03-03", "account fee");
        let opening = Balance { minor: 1_000, on: day("2026-03-01") };
        let closing = Balance { minor: 50_700, on: day("2026-03-31") };
        // The ledger has the gift, a payment that the bank has not booked yet, and a later gift; not the fee.
        let moved = [
            Moved { seq: 5, on: day("2026-03-02"), minor: 50_000 },
            Moved { seq: 6, on: day("2026-03-30"), minor: -20_000 },
            Moved { seq: 7, on: day("2026-04-02"), minor: 9_000 },
        ];
        let lines = [(&gift, Some(5)), (&fee, None)];
        let found = compare(Some(opening), closing, &lines, 40_000, &moved).expect("adds up");
        assert_eq!(found.ledger_minor, 31_000);
        assert_eq!(found.difference_minor(), 19_700);
        assert_eq!((found.only_bank, found.only_ledger), (vec![1], vec![moved[1]]));
        assert_eq!(found.earlier_minor, 0);
    }

    #[test]
    fn what_happened_on_the_day_of_the_opening_balance_is_in_it_where_that_explains_more() {
        let gift = line(Flow::In, 500, "2026-03-02", "");
        let closing = Balance { minor: 1_500, on: day("2026-03-31") };
        let moved = [
            Moved { seq: 4, on: day("2026-03-01"), minor: 1_000 },
            Moved { seq: 5, on: day("2026-03-02"), minor: 500 },
        ];
        let lines = [(&gift, Some(5))];
        // The evening of the first: entry 4 is in the opening balance.
        let evening = Balance { minor: 1_000, on: day("2026-03-01") };
        let found = compare(Some(evening), closing, &lines, 1_500, &moved).expect("adds up");
        assert!(found.only_ledger.is_empty() && found.earlier_minor == 0, "{found:?}");
        // The morning of the first, at a bank that has not booked entry 4.
        let less = Balance { minor: 500, on: day("2026-03-31") };
        let morning = Balance { minor: 0, on: day("2026-03-01") };
        let found = compare(Some(morning), less, &lines, 1_500, &moved).expect("adds up");
        assert_eq!((found.only_ledger.as_slice(), found.earlier_minor), (&moved[..1], 0));
    }

    #[test]
    fn what_differed_before_the_statement_stays_a_difference() {
        let closing = Balance { minor: 1_500, on: day("2026-03-31") };
        let found = compare(None, closing, &[], 1_000, &[]).expect("adds up");
        assert_eq!((found.difference_minor(), found.earlier_minor), (500, 500));
    }

    #[test]
    fn money_set_aside_stays_on_the_account_and_money_with_a_partner_does_not() {
        let side = |pool: &str, units: u64| {
            Some(Side {
                pool: ledger::value::PoolName::parse(pool).expect("a pool"),
                spans: vec![ledger::Span::new(0, units).expect("a span")],
            })
        };
        let entry = |from: Option<Side>, to: Option<Side>| {
            let text = r#"{"actor":"a/b","at":"2026-03-01T00:00:00.000Z","event":{"fund":"f","id":"x","project":"p","amount":1,"type":"allocation_made"},"key":"0197a1c2-7a10-7cc1-b3f2-5d2c8a6e9f01","moves":[],"prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":1}"#;
            let mut entry = Entry::parse(text.as_bytes()).expect("an entry");
            entry.moves = vec![ledger::Move { from, to }];
            entry
        };
        assert_eq!(brought(&entry(side("cash/f", 70), side("cash/f/p", 70)), &["f"]), 0);
        assert_eq!(brought(&entry(side("cash/f", 70), side("cash/f@org", 70)), &["f"]), -70);
        assert_eq!(brought(&entry(None, side("cash/f", 70)), &["f"]), 70);
        assert_eq!(brought(&entry(side("cash/f", 70), side("lot/l@s", 3)), &["f"]), -70);
        assert_eq!(brought(&entry(side("cash/f", 70), None), &["g"]), 0);
    }
}
