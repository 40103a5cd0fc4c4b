//! Days and moments in the proleptic Gregorian calendar, in UTC, by integer arithmetic alone.

use std::fmt;
use std::ops::Range;

use super::{Datum, text_of};
use crate::json::Value;
use crate::refusal::{Refusal, Rule};

const DAY_MS: i64 = 86_400_000;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A calendar day, `YYYY-MM-DD`, from year 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// The first day of 1970.
    pub const EPOCH: Self = Self { year: 1970, month: 1, day: 1 };

    /// The day, if the calendar has it.
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let fits = (1..=9_999).contains(&year) && day >= 1 && day <= days_in(year, month);
        fits.then_some(Self { year, month, day })
    }

    /// Reads `YYYY-MM-DD`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(place, byte)| match place {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return None;
        }
        Self::new(text.get(0..4)?.parse().ok()?, text.get(5..7)?.parse().ok()?, text.get(8..10)?.parse().ok()?)
    }

    /// Year, month from 1, day from 1.
    #[must_use]
    pub fn parts(self) -> (u16, u8, u8) {
        (self.year, self.month, self.day)
    }

    /// Its month in English, whole: what pages write and what a check of a page looks for is the same word.
    #[must_use]
    pub fn month_in_english(self) -> &'static str {
        MONTHS.get(usize::from(self.month.saturating_sub(1))).copied().unwrap_or_default()
    }

    /// Days since 1970-01-01; earlier days are negative.
    #[must_use]
    pub fn days(self) -> i64 {
        // Howard Hinnant's days_from_civil: years begin in March, eras are 400 years of 146,097 days.
        let shifted = if self.month > 2 { self.month.saturating_sub(3) } else { self.month.saturating_add(9) };
        let year = i64::from(self.year).saturating_sub(i64::from(self.month <= 2));
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let day_of_year = i64::from(shifted)
            .saturating_mul(153)
            .saturating_add(2)
            .div_euclid(5)
            .saturating_add(i64::from(self.day))
            .saturating_sub(1);
        let day_of_era = year_of_era
            .saturating_mul(365)
            .saturating_add(year_of_era / 4)
            .saturating_sub(year_of_era / 100)
            .saturating_add(day_of_year);
        era.saturating_mul(146_097).saturating_add(day_of_era).saturating_sub(719_468)
    }

    /// The day that many days after 1970-01-01.
    #[must_use]
    pub fn from_days(days: i64) -> Option<Self> {
        let shifted = days.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let day_of_era = shifted.rem_euclid(146_097);
        let leaps = (day_of_era / 1_460).checked_sub(day_of_era / 36_524)?.checked_add(day_of_era / 146_096)?;
        let year_of_era = day_of_era.checked_sub(leaps)? / 365;
        let before = year_of_era.checked_mul(365)?.checked_add(year_of_era / 4)?.checked_sub(year_of_era / 100)?;
        let day_of_year = day_of_era.checked_sub(before)?;
        let shifted_month = day_of_year.checked_mul(5)?.checked_add(2)? / 153;
        let first = shifted_month.checked_mul(153)?.checked_add(2)? / 5;
        let day = day_of_year.checked_sub(first)?.checked_add(1)?;
        let month = if shifted_month < 10 { shifted_month.checked_add(3)? } else { shifted_month.checked_sub(9)? };
        let year = era.checked_mul(400)?.checked_add(year_of_era)?.checked_add(i64::from(month <= 2))?;
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }
}

impl Date {
    /// Writes the day over a form that begins with `"0000-00-00`.
    fn fill(self, form: &mut [u8]) {
        fill(form, 1..5, self.year.into());
        fill(form, 6..8, self.month.into());
        fill(form, 9..11, self.day.into());
    }
}

fn days_in(year: u16, month: u8) -> u8 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        _ => 0,
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl Datum for Date {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::parse(text_of(value, field)?).ok_or_else(|| Refusal::new(field, Rule::Date))
    }

    fn write(&self, out: &mut String) {
        let mut text = *b"\"0000-00-00\"";
        self.fill(&mut text);
        out.push_str(std::str::from_utf8(&text).unwrap_or_default());
    }
}

/// A moment: milliseconds since 1970-01-01T00:00:00Z, written as `2026-11-20T09:15:02.123Z`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The beginning of 1970: no entry is earlier.
    pub const ZERO: Self = Self(0);

    /// The moment, if its year is at most 9999 and it is not before 1970.
    #[must_use]
    pub fn from_ms(ms: i64) -> Option<Self> {
        (0..=253_402_300_799_999).contains(&ms).then_some(Self(ms))
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn ms(self) -> i64 {
        self.0
    }

    /// The day it falls on, in UTC.
    #[must_use]
    pub fn date(self) -> Option<Date> {
        Date::from_days(self.0.div_euclid(DAY_MS))
    }

    /// Reads the one form that is written.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let date = Date::parse(text.get(0..10)?)?;
        let rest = text.get(10..)?;
        let shaped = rest.len() == 14
            && rest.bytes().zip(*b"T00:00:00.000Z").all(|(byte, form)| match form {
                b'0' => byte.is_ascii_digit(),
                fixed => byte == fixed,
            });
        if !shaped {
            return None;
        }
        let part = |from: usize, to: usize| rest.get(from..to).and_then(|digits| digits.parse::<i64>().ok());
        let (hours, minutes, seconds, ms) = (part(1, 3)?, part(4, 6)?, part(7, 9)?, part(10, 13)?);
        if hours > 23 || minutes > 59 || seconds > 59 {
            return None;
        }
        let seconds = hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?.checked_add(seconds)?;
        let ms = date.days().checked_mul(DAY_MS)?.checked_add(seconds.checked_mul(1_000)?)?.checked_add(ms)?;
        Self::from_ms(ms)
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::with_capacity(26);
        self.write(&mut out);
        f.write_str(out.trim_matches('"'))
    }
}

impl Datum for Timestamp {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::parse(text_of(value, field)?).ok_or_else(|| Refusal::new(field, Rule::Timestamp))
    }

    fn write(&self, out: &mut String) {
        let day = self.date().unwrap_or(Date { year: 1970, month: 1, day: 1 });
        let in_day = self.0.rem_euclid(DAY_MS).unsigned_abs();
        let mut text = *b"\"0000-00-00T00:00:00.000Z\"";
        day.fill(&mut text);
        fill(&mut text, 12..14, in_day / 3_600_000);
        fill(&mut text, 15..17, in_day / 60_000 % 60);
        fill(&mut text, 18..20, in_day / 1_000 % 60);
        fill(&mut text, 21..24, in_day % 1_000);
        out.push_str(std::str::from_utf8(&text).unwrap_or_default());
    }
}

/// Writes a number over these digits of a form, zeros before it.
fn fill(form: &mut [u8], digits: Range<usize>, number: u64) {
    let mut rest = number;
    for digit in form.get_mut(digits).unwrap_or_default().iter_mut().rev() {
        *digit = b'0'.saturating_add(u8::try_from(rest % 10).unwrap_or_default());
        rest /= 10;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn days_the_calendar_lacks_are_refused() {
        for text in ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "1900-02-29", "2026-1-01", "0000-01-01"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
        assert!(Date::parse("2000-02-29").is_some());
    }

    #[test]
    fn a_moment_is_written_and_read_as_the_design_shows() {
        let moment = Timestamp::from_ms(1_795_166_102_123).expect("in range");
        assert_eq!(moment.to_string(), "2026-11-20T09:15:02.123Z");
        assert_eq!(Timestamp::parse("2026-11-20T09:15:02.123Z"), Some(moment));
        assert_eq!(Timestamp::parse("2026-11-20T24:15:02.123Z"), None);
        assert_eq!(Timestamp::parse("2026-11-20T09:15:02.123+"), None);
    }

    proptest::proptest! {
        #[test]
        fn days_count_there_and_back(days in -719_162_i64..2_932_896) {
            let date = Date::from_days(days).expect("in range");
            proptest::prop_assert_eq!(date.days(), days);
            proptest::prop_assert_eq!(Date::parse(&date.to_string()), Some(date));
        }
    }
}
