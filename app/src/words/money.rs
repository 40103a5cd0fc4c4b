//! Money as people read it: sign, groups of three, the digits that ISO 4217 gives the currency.

use ledger::refusal::Lang;
use ledger::value::Currency;

use super::number::{count, quantity};
use crate::view::Unit;

/// The sign written before an amount. `¥` is the renminbi in both languages, as most gifts are in it; the yen is
/// `JP¥`. A currency without a sign that is known everywhere is its code and a no-break space.
#[must_use]
pub fn symbol(currency: Currency) -> String {
    currency.sign().map_or_else(|| format!("{currency}\u{a0}"), str::to_owned)
}

/// `minor` units of a currency: 12345678 in CNY is `¥123,456.78`.
#[must_use]
pub fn money(minor: u64, currency: Currency) -> String {
    let digits = currency.exponent();
    let unit = 10_u64.pow(digits);
    let mut out = symbol(currency);
    out.push_str(&count(minor / unit));
    if digits > 0 {
        let width = usize::try_from(digits).unwrap_or(0);
        out.push('.');
        out.push_str(&format!("{:0width$}", minor % unit));
    }
    out
}

/// As [`money`], with a minus before what is taken away.
#[must_use]
pub fn signed_money(minor: i64, currency: Currency) -> String {
    let sign = if minor < 0 { "−" } else { "" };
    format!("{sign}{}", money(minor.unsigned_abs(), currency))
}

/// An amount of what a gift counts: money, or units of goods.
#[must_use]
pub fn amount(lang: Lang, number: u64, unit: &Unit) -> String {
    match unit {
        Unit::Money(currency) => money(number, *currency),
        Unit::Goods(word) => quantity(lang, number, word),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(minor: u64, code: &str) -> String {
        money(minor, Currency::new(code).expect("a currency"))
    }

    #[test]
    fn each_currency_has_the_digits_that_iso_4217_gives_it() {
        assert_eq!(said(12_345_678, "CNY"), "¥123,456.78");
        assert_eq!(said(5, "CNY"), "¥0.05");
        assert_eq!(said(1_234, "JPY"), "JP¥1,234");
        assert_eq!(said(1_234_567, "KWD"), "KWD\u{a0}1,234.567");
        assert_eq!(said(10_001, "CLF"), "CLF\u{a0}1.0001");
    }

    #[test]
    fn what_is_taken_away_has_a_minus() {
        let cny = Currency::new("CNY").expect("a currency");
        assert_eq!([signed_money(-5, cny), signed_money(5, cny)], ["−¥0.05", "¥0.05"]);
    }

    #[test]
    fn the_largest_amount_keeps_every_digit() {
        assert_eq!(said(9_007_199_254_740_991, "USD"), "US$90,071,992,547,409.91");
        assert_eq!(said(u64::MAX, "JPY"), "JP¥18,446,744,073,709,551,615");
    }
}
