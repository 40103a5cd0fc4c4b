//! Decimal text to minor units, exactly: no float, no rounding.

use ledger::Lang;
use ledger::value::{Amount, Currency};

/// Why a value is not an amount that the ledger can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AmountFault {
    /// Not an `xsd:decimal`.
    NotDecimal {
        /// What the file says.
        given: String,
    },
    /// Below zero: a correction, which has no source to go back to.
    Negative,
    /// Nothing.
    Zero,
    /// Finer than the currency's minor unit.
    TooFine {
        /// The digits that the currency has behind the point.
        digits: u32,
    },
    /// At or above 2^53 minor units, alone or with what the fund has taken in.
    TooBig,
}

impl AmountFault {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotDecimal { .. } => "amount_not_decimal",
            Self::Negative => "amount_negative",
            Self::Zero => "amount_zero",
            Self::TooFine { .. } => "amount_too_fine",
            Self::TooBig => "amount_too_big",
        }
    }

    /// The sentence for a reader.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NotDecimal { given }, Lang::En) => format!("“{given}” is no decimal number"),
            (Self::NotDecimal { given }, Lang::Zh) => format!("“{given}”不是十进制数"),
            (Self::Negative, Lang::En) => "the amount is below zero".to_owned(),
            (Self::Negative, Lang::Zh) => "金额小于零".to_owned(),
            (Self::Zero, Lang::En) => "the amount is zero".to_owned(),
            (Self::Zero, Lang::Zh) => "金额为零".to_owned(),
            (Self::TooFine { digits }, Lang::En) => format!("the currency has {digits} digits behind the point"),
            (Self::TooFine { digits }, Lang::Zh) => format!("该货币只有 {digits} 位小数"),
            (Self::TooBig, Lang::En) => "the amount is 2^53 minor units or more".to_owned(),
            (Self::TooBig, Lang::Zh) => "金额达到或超过 2^53 个最小单位".to_owned(),
        }
    }
}

/// Reads an `xsd:decimal` as minor units of a currency.
pub(crate) fn minor(text: &str, currency: Currency) -> Result<Amount, AmountFault> {
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, part) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let digits_only = whole.bytes().chain(part.bytes()).all(|byte| byte.is_ascii_digit());
    if !digits_only || whole.len() + part.len() == 0 {
        return Err(AmountFault::NotDecimal { given: text.chars().take(40).collect() });
    }
    if whole.bytes().chain(part.bytes()).all(|byte| byte == b'0') {
        return Err(AmountFault::Zero);
    }
    if negative {
        return Err(AmountFault::Negative);
    }
    let exponent = currency.exponent();
    let part = part.trim_end_matches('0');
    let places = usize::try_from(exponent).unwrap_or_default();
    if part.len() > places {
        return Err(AmountFault::TooFine { digits: exponent });
    }
    let padding = std::iter::repeat_n(b'0', places - part.len());
    let number = whole.bytes().chain(part.bytes()).chain(padding).try_fold(0_u64, |number, digit| {
        number.checked_mul(10).and_then(|number| number.checked_add(u64::from(digit - b'0')))
    });
    number.and_then(Amount::new).ok_or(AmountFault::TooBig)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, code: &str) -> Result<u64, &'static str> {
        let currency = Currency::new(code).expect("a currency");
        minor(text, currency).map(Amount::get).map_err(|fault| fault.code())
    }

    #[test]
    fn decimals_become_minor_units_exactly() {
        assert_eq!(read("116091.44", "EUR"), Ok(11_609_144));
        assert_eq!(read(" 0004043.3 ", "USD"), Ok(404_330));
        assert_eq!(read("+1.500", "EUR"), Ok(150));
        assert_eq!(read(".5", "KWD"), Ok(500));
        assert_eq!(read("5.", "JPY"), Ok(5));
        assert_eq!(read("90071992547409.91", "EUR"), Ok((1 << 53) - 1));
    }

    #[test]
    fn what_does_not_fit_is_refused_with_its_reason() {
        assert_eq!(read("0.005", "EUR"), Err("amount_too_fine"));
        assert_eq!(read("1.5", "JPY"), Err("amount_too_fine"));
        assert_eq!(read("-12", "EUR"), Err("amount_negative"));
        assert_eq!(read("-0.00", "EUR"), Err("amount_zero"));
        assert_eq!(read("90071992547409.92", "EUR"), Err("amount_too_big"));
        assert_eq!(read("99999999999999999999999", "EUR"), Err("amount_too_big"));
        for text in ["", ".", "1,000", "1e3", "١", "1 000", "--1", "1.2.3", "NaN"] {
            assert_eq!(read(text, "EUR"), Err("amount_not_decimal"), "{text}");
        }
    }
}
