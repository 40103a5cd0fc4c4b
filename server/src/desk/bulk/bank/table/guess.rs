//! A first mapping for a table that nobody has mapped: from headings that banks use. Somebody looks at it before it counts.

use super::{Delimiter, Mapping};
use crate::desk::bulk::day::DateOrder;
use crate::desk::bulk::number::Decimal;

/// How many lines are looked through for the headings.
const LINES: usize = 30;

const DATE: &[&str] =
    &["booking date", "date", "transaction date", "交易日期", "记账日期", "日期", "交易时间", "buchungstag", "datum"];
const CREDIT: &[&str] =
    &["credit", "paid in", "money in", "deposit", "收入金额", "收入", "贷方金额", "贷方发生额", "haben"];
const DEBIT: &[&str] =
    &["debit", "paid out", "money out", "withdrawal", "支出金额", "支出", "借方金额", "借方发生额", "soll"];
const AMOUNT: &[&str] = &["amount", "交易金额", "金额", "betrag", "bedrag", "montant"];
const DIRECTION: &[&str] = &["借贷标志", "借贷", "收支", "credit/debit", "direction"];
const CURRENCY: &[&str] = &["currency", "币种", "货币", "währung"];
const BALANCE: &[&str] = &["balance", "running balance", "余额", "账户余额", "saldo"];
const REMITTANCE: &[&str] = &[
    "description",
    "details",
    "remittance information",
    "narrative",
    "memo",
    "摘要",
    "附言",
    "用途",
    "verwendungszweck",
];
const REFERENCE: &[&str] = &["reference", "end to end id", "your reference", "客户参考号", "参考号", "referenz"];
const COUNTERPARTY: &[&str] = &[
    "counterparty",
    "name",
    "payer/payee",
    "对方户名",
    "对方名称",
    "交易对方",
    "beguenstigter/zahlungspflichtiger",
    "auftraggeber / begünstigter",
];
const BANK_ID: &[&str] = &["transaction id", "bank reference", "id", "交易流水号", "流水号", "交易序号"];

/// The best guess from the text of a table, and the headings found in it.
#[must_use]
pub fn guess(text: &str) -> (Mapping, Vec<String>) {
    let (delimiter, place, headings) = headings(text);
    let find = |names: &[&str]| {
        let same = |name: &&str| headings.iter().find(|heading| heading.to_lowercase() == **name);
        names.iter().find_map(same).cloned().unwrap_or_default()
    };
    let mapping = Mapping {
        delimiter,
        lines_above: u32::try_from(place).unwrap_or_default(),
        decimal: if delimiter == Delimiter::Semicolon { Decimal::Comma } else { Decimal::Point },
        dates: dates(text),
        date: find(DATE),
        amount: find(AMOUNT),
        direction: find(DIRECTION),
        credit_word: if find(DIRECTION).is_ascii() { "CRDT".into() } else { "贷".into() },
        credit: find(CREDIT),
        debit: find(DEBIT),
        currency: find(CURRENCY),
        balance: find(BALANCE),
        remittance: find(REMITTANCE),
        reference: find(REFERENCE),
        counterparty: find(COUNTERPARTY),
        bank_id: find(BANK_ID),
    };
    (mapping, headings)
}

/// The line that has most names known to be headings, with what parts it.
fn headings(text: &str) -> (Delimiter, usize, Vec<String>) {
    let known = [DATE, CREDIT, DEBIT, AMOUNT, CURRENCY, BALANCE, REMITTANCE, REFERENCE, COUNTERPARTY, BANK_ID];
    let is_known = |cell: &String| known.iter().any(|names| names.contains(&cell.to_lowercase().as_str()));
    let mut best = (0, (Delimiter::Comma, 0, Vec::new()));
    for (place, line) in text.lines().take(LINES).enumerate() {
        for delimiter in [Delimiter::Comma, Delimiter::Semicolon, Delimiter::Tab] {
            let cells = cells(line, delimiter);
            let score = cells.iter().filter(|cell| is_known(cell)).count();
            if score > best.0 || (best.0 == 0 && cells.len() > best.1.2.len()) {
                best = (score, (delimiter, place, cells));
            }
        }
    }
    best.1
}

fn cells(line: &str, delimiter: Delimiter) -> Vec<String> {
    let clean = |cell: &str| cell.trim().trim_matches('"').trim().to_owned();
    line.split(char::from(delimiter.byte())).map(clean).filter(|cell| !cell.is_empty()).collect()
}

/// Year first where a year of four digits begins some cell; else day first, as most of the world writes.
fn dates(text: &str) -> DateOrder {
    let begins = |cell: &str| {
        let cell = cell.trim().trim_matches('"');
        cell.get(..4).is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
            && cell.get(4..5).is_some_and(|mark| matches!(mark, "-" | "/" | "."))
    };
    if text.split([',', ';', '\t', '\n']).any(begins) { DateOrder::YearFirst } else { DateOrder::DayFirst }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_usual_headings_needs_no_mapping_by_hand() {
        let (mapping, headings) =
            guess("Konto;123\n\nBuchungstag;Verwendungszweck;Betrag;Saldo\n01.03.2026;x;1,00;1,00\n");
        assert_eq!(
            (mapping.delimiter, mapping.lines_above, mapping.decimal),
            (Delimiter::Semicolon, 2, Decimal::Comma)
        );
        assert_eq!((mapping.date.as_str(), mapping.amount.as_str()), ("Buchungstag", "Betrag"));
        assert_eq!((mapping.dates, headings.len()), (DateOrder::DayFirst, 4));
        let (mapping, _) = guess("交易日期,收入金额,支出金额,余额,摘要\n2026-03-01,1,,1,x\n");
        assert_eq!((mapping.credit.as_str(), mapping.debit.as_str()), ("收入金额", "支出金额"));
        assert_eq!((mapping.lines_above, mapping.dates), (0, DateOrder::YearFirst));
    }

    #[test]
    fn unknown_headings_are_still_offered() {
        let (mapping, headings) = guess("Alfa|Beta\nWann;Was;Wie viel\n3;4;5\n");
        assert_eq!(headings, ["Wann", "Was", "Wie viel"]);
        assert_eq!((mapping.date.as_str(), mapping.lines_above), ("", 1));
    }
}
