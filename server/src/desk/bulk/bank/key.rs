//! The idempotency key of a bank's line: the same booking has the same key in whichever file it comes again.
//!
//! It is a hash of the account and of the bank's own number for the booking; where the bank gives none, of all that the
//! line says. Bookings that are alike in all that are counted through, so that two equal gifts of one day stay two. A key
//! tells nothing about the account: entries are public, so the account's number goes in with a secret of the store's.

use std::collections::HashMap;

use ledger::value::Key;

use super::{BankLine, Flow};
use crate::import::{hash_of, key};

/// What the hash is of.
const KIND: &str = "almoner-bank-1";

/// The keys of a statement's lines, in their order.
///
/// `account` is the account's number behind a secret, as [`account_secret`] makes it.
#[must_use]
pub fn keys(account: &[u8; 32], lines: &[BankLine]) -> Vec<Key> {
    let account: String = account.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut seen: HashMap<[u8; 32], u32> = HashMap::new();
    let mut one = |line: &BankLine| {
        let hash = content(&account, line);
        let earlier = seen.entry(hash).or_insert(0);
        let nth = earlier.to_string();
        *earlier = earlier.saturating_add(1);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        key(Some(line.booked_on), &hash_of(KIND, &[&hex, &nth]))
    };
    lines.iter().map(&mut one).collect()
}

/// The hash of an account's number with a secret, by which it is known again without being kept.
#[must_use]
pub fn account_secret(secret: &str, account: &str) -> [u8; 32] {
    let plain: String = account.chars().filter(|letter| letter.is_alphanumeric()).collect();
    hash_of("almoner-account-1", &[secret, &plain.to_ascii_uppercase()])
}

fn content(account: &str, line: &BankLine) -> [u8; 32] {
    let flow = match line.flow {
        Flow::In => "in",
        Flow::Out => "out",
    };
    let (amount, date, part) = (line.amount.get().to_string(), line.booked_on.to_string(), line.part.to_string());
    let mut parts = vec![account, flow, &amount, &date];
    match &line.bank_id {
        Some(id) => parts.extend(["id", id.as_str(), &part]),
        None => {
            parts.extend(["text", line.remittance.as_str(), line.counterparty.as_deref().unwrap_or_default()]);
            parts.extend(line.references.iter().map(String::as_str));
        }
    }
    hash_of(KIND, &parts)
}

#[cfg(test)]
pub(super) mod tests {
    use ledger::value::{Amount, Date};

    use super::*;

    pub(in super::super) fn line(flow: Flow, amount: u64, day: &str, remittance: &str) -> BankLine {
        BankLine {
            line: 1,
            part: 0,
            flow,
            amount: Amount::new(amount).expect("an amount"),
            booked_on: Date::parse(day).expect("a day"),
            bank_id: None,
            references: Vec::new(),
            remittance: remittance.to_owned(),
            counterparty: None,
            takes_back: false,
        }
    }

    #[test]
    fn the_same_line_has_the_same_key_and_equal_lines_stay_apart() {
        let account = account_secret("s", "NL26 VAYB 8060 4768 90");
        assert_eq!(account, account_secret("s", "nl26vayb8060476890"));
        assert_ne!(account, account_secret("t", "NL26VAYB8060476890"));
        let twice = [line(Flow::In, 500, "2026-03-01", "x"), line(Flow::In, 500, "2026-03-01", "x")];
        let mut moved = twice.clone();
        moved[0].line = 9;
        let first = keys(&account, &twice);
        assert_ne!(first[0], first[1]);
        assert_eq!(first, keys(&account, &moved), "where it stands in the file says nothing");
        assert_ne!(first, keys(&account_secret("s", "other"), &twice));
        assert!(first[0].to_string().starts_with("019ca6"), "the time of a key is the day: {}", first[0]);
    }

    #[test]
    fn the_bank_s_own_number_counts_more_than_what_the_payer_wrote() {
        let account = [7; 32];
        let numbered = |id: &str, text: &str| {
            let mut line = line(Flow::In, 500, "2026-03-01", text);
            line.bank_id = Some(id.to_owned());
            keys(&account, &[line])
        };
        assert_eq!(numbered("B1", "x"), numbered("B1", "cut by the bank in another format"));
        assert_ne!(numbered("B1", "x"), numbered("B2", "x"));
    }
}
