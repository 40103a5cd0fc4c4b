//! What stands in a cell.

use calamine::Data;

use ledger::value::Date;

/// What a cell holds, as far as it can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, or only spaces.
    Empty,
    /// Text, without spaces around it.
    Text(String),
    /// A number as decimal text, exactly as the file has it.
    Number(String),
    /// A day.
    Day(Date),
    /// What can't be used: a formula's error, a truth value, a span of time.
    Unusable(String),
}

impl Cell {
    /// A cell of a spreadsheet program.
    ///
    /// Such programs keep every number in binary: 0.1 is not a tenth there. What is written here is the shortest decimal
    /// that means the same binary number, which is what somebody typed; what a formula left with more digits than a
    /// currency has is refused when the amount is read, never rounded.
    #[must_use]
    pub fn of(data: &Data) -> Self {
        match data {
            Data::Empty => Self::Empty,
            Data::Int(number) => Self::Number(number.to_string()),
            Data::Float(number) if number.is_finite() => Self::Number(number.to_string()),
            Data::Float(number) => Self::Unusable(number.to_string()),
            Data::String(text) => Self::text(text),
            Data::DateTimeIso(text) => match Date::parse(text.get(..10).unwrap_or_default()) {
                Some(day) => Self::Day(day),
                None => Self::Unusable(text.clone()),
            },
            Data::DateTime(moment) if !moment.is_duration() => {
                let (year, month, day, ..) = moment.to_ymd_hms_milli();
                Date::new(year, month, day).map_or_else(|| Self::Unusable(moment.as_f64().to_string()), Self::Day)
            }
            other => Self::Unusable(other.to_string()),
        }
    }

    /// A cell of text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        match text.trim() {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }

    /// How much text it holds.
    #[must_use]
    pub fn text_bytes(&self) -> usize {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Unusable(text) => text.len(),
            Self::Empty | Self::Day(_) => 0,
        }
    }

    /// What a person would see, for telling them.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Number(text) | Self::Unusable(text) => text.chars().take(60).collect(),
            Self::Day(day) => day.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use calamine::{ExcelDateTime, ExcelDateTimeType};

    use super::*;

    #[test]
    fn a_binary_number_becomes_the_decimal_that_was_typed() {
        let of = |number: f64| Cell::of(&Data::Float(number));
        assert_eq!(of(1234.56), Cell::Number("1234.56".into()));
        assert_eq!(of(100.0), Cell::Number("100".into()));
        assert_eq!(of(1e15), Cell::Number("1000000000000000".into()));
        assert_eq!(of(f64::NAN), Cell::Unusable("NaN".into()));
        // What a formula leaves is neither rounded nor hidden.
        let sum: f64 = "0.30000000000000004".parse().expect("a number");
        assert_eq!(of(sum), Cell::Number("0.30000000000000004".into()));
    }

    #[test]
    fn a_day_is_a_day_in_both_of_the_systems_that_spreadsheets_count_in() {
        let of = |number, is_1904| {
            Cell::of(&Data::DateTime(ExcelDateTime::new(number, ExcelDateTimeType::DateTime, is_1904)))
        };
        let day = Cell::Day(Date::parse("2026-03-01").expect("a day"));
        assert_eq!(of(46_082.0, false), day);
        assert_eq!(of(46_082.75, false), day);
        assert_eq!(of(44_620.0, true), day);
        assert!(matches!(of(-5.0, false), Cell::Unusable(_)) || matches!(of(-5.0, false), Cell::Day(_)));
    }

    #[test]
    fn what_is_only_spaces_is_nothing() {
        assert_eq!(Cell::text(" \u{a0} "), Cell::Empty);
        assert_eq!(Cell::text(" a b "), Cell::Text("a b".into()));
        assert!(matches!(Cell::of(&Data::Bool(true)), Cell::Unusable(_)));
    }
}
