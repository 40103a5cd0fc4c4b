//! Amounts as people and banks write them: `12,300.00`, `12.300,00`, `12 300,00`, `(45.00)`, `45.00-`.
//!
//! Which sign parts whole from hundredth is never guessed: whoever reads a file says it.

use ledger::value::{Amount, Currency};

use crate::import::{AmountFault, minor};

/// What stands between whole and part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Decimal {
    /// `12,300.00`
    #[default]
    Point,
    /// `12.300,00`
    Comma,
}

/// An amount with its sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signed {
    /// Whether it is below zero.
    pub negative: bool,
    /// How much.
    pub amount: Amount,
}

/// Reads an amount; spaces, currency signs and groups of thousands may stand in it.
///
/// # Errors
/// [`AmountFault`], but never that it is negative.
pub fn signed(text: &str, decimal: Decimal, currency: Currency) -> Result<Signed, AmountFault> {
    let bare = without_currency(text.trim(), currency);
    let (negative, unsigned) = without_sign(bare.trim());
    let refused = || AmountFault::NotDecimal { given: text.chars().take(40).collect() };
    let plain = plain(unsigned.trim(), decimal).ok_or_else(refused)?;
    let amount = minor(&plain, currency).map_err(|fault| match fault {
        AmountFault::NotDecimal { .. } | AmountFault::Negative => refused(),
        other => other,
    })?;
    Ok(Signed { negative, amount })
}

/// As [`signed`], where nothing may be below zero.
///
/// # Errors
/// [`AmountFault`].
pub fn unsigned(text: &str, decimal: Decimal, currency: Currency) -> Result<Amount, AmountFault> {
    match signed(text, decimal, currency)? {
        Signed { negative: false, amount } => Ok(amount),
        _ => Err(AmountFault::Negative),
    }
}

/// A whole number, with groups of thousands or without; nothing that has a part, not even zeros.
#[must_use]
pub fn whole(text: &str, decimal: Decimal) -> Option<u64> {
    let plain = plain(text.trim(), decimal)?;
    let digits = plain.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| plain.parse().ok())?.filter(|number| *number < 1 << 53)
}

/// The text without the currency's own code or sign at either end.
fn without_currency(text: &str, currency: Currency) -> &str {
    let sign = match currency.as_str() {
        "CNY" | "JPY" => "¥",
        "EUR" => "€",
        "GBP" => "£",
        "USD" => "$",
        _ => currency.as_str(),
    };
    let code = currency.as_str();
    let front = |word: &str| text.strip_prefix(word).or_else(|| text.strip_suffix(word));
    front(code).or_else(|| front(sign)).or_else(|| front("元")).unwrap_or(text)
}

/// `-5`, `5-`, `(5)`, `−5`: below zero; `+5`, `5`: not.
fn without_sign(text: &str) -> (bool, &str) {
    if let Some(inner) = text.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        return (true, inner);
    }
    let is_minus = |letter| matches!(letter, '-' | '\u{2212}');
    if let Some(rest) = text.strip_prefix(is_minus).or_else(|| text.strip_suffix(is_minus)) {
        return (true, rest);
    }
    (false, text.strip_prefix('+').or_else(|| text.strip_suffix('+')).unwrap_or(text))
}

/// Digits with at most one point, if groups of thousands stand where they belong.
fn plain(text: &str, decimal: Decimal) -> Option<String> {
    let (point, comma) = match decimal {
        Decimal::Point => ('.', ','),
        Decimal::Comma => (',', '.'),
    };
    let (whole, part) = match text.split_once(point) {
        Some((whole, part)) => (whole, Some(part)),
        None => (text, None),
    };
    if whole.is_empty() && part.is_none_or(str::is_empty) {
        return None;
    }
    let is_group = |letter: char| letter == comma || matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '\u{2019}');
    let mut groups = whole.split(is_group);
    let mut out = groups.next()?.to_owned();
    let rest: Vec<&str> = groups.collect();
    if !rest.is_empty() && (out.is_empty() || out.len() > 3 || !are_groups(&rest)) {
        return None;
    }
    out.extend(rest);
    if let Some(part) = part {
        out.push('.');
        out.push_str(part);
    }
    out.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.').then_some(out)
}

/// Groups of three; of two before the last where hundreds of thousands are counted so.
fn are_groups(rest: &[&str]) -> bool {
    let Some((last, others)) = rest.split_last() else { return true };
    let all = |size: usize| others.iter().all(|group| group.len() == size);
    last.len() == 3 && (all(3) || all(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, decimal: Decimal, code: &str) -> Option<i64> {
        let currency = Currency::new(code).expect("a currency");
        let signed = signed(text, decimal, currency).ok()?;
        let amount = i64::try_from(signed.amount.get()).ok()?;
        Some(if signed.negative { -amount } else { amount })
    }

    #[test]
    fn an_amount_is_read_as_it_is_written_in_many_countries() {
        for text in ["12300", "12,300.00", "12 300.00", "12'300.0", "12\u{a0}300", "+12,300", "€12,300.00", "EUR 12300"]
        {
            assert_eq!(read(text, Decimal::Point, "EUR"), Some(1_230_000), "{text}");
        }
        for text in ["12.300,00", "12 300,00", "12300,0", "12.300 EUR", "12.300 €"] {
            assert_eq!(read(text, Decimal::Comma, "EUR"), Some(1_230_000), "{text}");
        }
        assert_eq!(read("12,34,567.89", Decimal::Point, "INR"), Some(123_456_789));
        assert_eq!(read("¥1,200.50", Decimal::Point, "CNY"), Some(120_050));
        assert_eq!(read("1,200", Decimal::Point, "JPY"), Some(1_200));
    }

    #[test]
    fn what_is_below_zero_says_so_in_one_of_four_ways() {
        for text in ["-45.00", "45.00-", "(45.00)", "\u{2212}45"] {
            assert_eq!(read(text, Decimal::Point, "EUR"), Some(-4_500), "{text}");
        }
    }

    #[test]
    fn a_comma_in_the_wrong_place_is_refused_not_guessed() {
        for text in ["12,30", "1,2345", ",300", "1234,567", "12.300,00", "1.2.3", "", "-", "five", "1e3", "٣"] {
            assert_eq!(read(text, Decimal::Point, "EUR"), None, "{text}");
        }
        for text in ["12,300.00", "12.30", "1,5,5"] {
            assert_eq!(read(text, Decimal::Comma, "EUR"), None, "{text}");
        }
    }

    #[test]
    fn a_whole_number_has_no_part() {
        assert_eq!(whole("1,200", Decimal::Point), Some(1_200));
        assert_eq!(whole(" 1.200 ", Decimal::Comma), Some(1_200));
        for text in ["12,5", "12.5", "12.0", "", "-1", "9007199254740992"] {
            assert_eq!(whole(text, Decimal::Point), None, "{text}");
        }
    }

    #[test]
    fn more_digits_than_the_currency_has_are_refused() {
        let euro = Currency::new("EUR").expect("a currency");
        assert_eq!(signed("1.005", Decimal::Point, euro), Err(AmountFault::TooFine { digits: 2 }));
        assert_eq!(signed("0.00", Decimal::Point, euro), Err(AmountFault::Zero));
        assert_eq!(unsigned("-1.00", Decimal::Point, euro), Err(AmountFault::Negative));
    }
}
