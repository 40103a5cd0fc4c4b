//! Dates as people and their programs write them: `2026-03-01`, `01.03.2026`, `3/1/26`, `2026年3月1日`.
//!
//! Whether day or month stands first is never guessed: whoever reads a file says it.

use ledger::event::Event;
use ledger::value::Date;

use crate::store::write::now;

/// Days ahead of UTC's that it may be somewhere: one, at the islands west of the date line.
const DAYS_AHEAD: i64 = 1;

/// Fields of events that say on which day something happened; others, as when goods expire, may lie ahead.
const HAPPENED: [&str; 9] = [
    "distributed_on",
    "dispatched_on",
    "found_on",
    "packed_on",
    "paid_on",
    "purchased_on",
    "received_on",
    "refunded_on",
    "sent_on",
];

/// The last day that has begun anywhere. The ledger itself has no clock and takes any day; nobody at a desk has seen what is
/// still to come.
#[must_use]
pub fn latest() -> Option<Date> {
    let today = now().date()?;
    Date::from_days(today.days().checked_add(DAYS_AHEAD)?)
}

/// The field of an event that says a day behind the latest, and the day.
#[must_use]
pub fn ahead(event: &Event, latest: Option<Date>) -> Option<(&'static str, Date)> {
    let latest = latest?;
    let json: serde_json::Value = serde_json::from_str(&event.to_json()).ok()?;
    HAPPENED.into_iter().find_map(|field| {
        let day = Date::parse(json.get(field)?.as_str()?)?;
        (day > latest).then_some((field, day))
    })
}

/// Which part of a date comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// `2026-03-01`, `20260301`, `2026年3月1日`
    #[default]
    YearFirst,
    /// `01.03.2026`
    DayFirst,
    /// `3/1/2026`
    MonthFirst,
}

/// Reads a date; a time of day may follow it after a space or a `T`. What begins with a year of four digits is read year
/// first whatever the order: no other reading is possible.
#[must_use]
pub fn day(text: &str, order: DateOrder) -> Option<Date> {
    let text = text.trim();
    let date = text.split(['T', ' ', '\u{a0}']).next().unwrap_or_default();
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        return compact(date, order);
    }
    let date = date.trim_end_matches('日').replace(['年', '月', '/', '.'], "-");
    let parts: Vec<&str> = date.split('-').collect();
    let [first, second, third] = parts.as_slice() else { return None };
    let (year, month, day) = match order {
        _ if first.len() == 4 => (first, second, third),
        DateOrder::YearFirst => return None,
        DateOrder::DayFirst => (third, second, first),
        DateOrder::MonthFirst => (third, first, second),
    };
    Date::new(whole_year(year)?, small(month)?, small(day)?)
}

fn compact(digits: &str, order: DateOrder) -> Option<Date> {
    let part = |from: usize, to: usize| digits.get(from..to);
    let (year, month, day) = match order {
        DateOrder::YearFirst => (part(0, 4)?, part(4, 6)?, part(6, 8)?),
        DateOrder::DayFirst => (part(4, 8)?, part(2, 4)?, part(0, 2)?),
        DateOrder::MonthFirst => (part(4, 8)?, part(0, 2)?, part(2, 4)?),
    };
    Date::new(whole_year(year)?, small(month)?, small(day)?)
}

/// Four digits, or the last two of this century's.
fn whole_year(text: &str) -> Option<u16> {
    let year: u16 = digits(text)?;
    match text.len() {
        4 => Some(year),
        2 => year.checked_add(2_000),
        _ => None,
    }
}

fn small(text: &str) -> Option<u8> {
    if text.len() > 2 { None } else { digits(text) }
}

/// The number, where there are digits and nothing else.
fn digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, order: DateOrder) -> Option<String> {
        day(text, order).map(|date| date.to_string())
    }

    #[test]
    fn a_date_is_read_in_the_order_that_was_said() {
        let first_of_march = Some("2026-03-01".to_owned());
        for text in ["2026-03-01", "2026/3/1", "20260301", "2026年3月1日", "2026-03-01T10:00:00+01:00", " 2026.03.01 "]
        {
            assert_eq!(read(text, DateOrder::YearFirst), first_of_march, "{text}");
        }
        for text in ["01.03.2026", "1/3/26", "01-03-2026", "01032026", "01/03/2026 10:22", "2026-03-01"] {
            assert_eq!(read(text, DateOrder::DayFirst), first_of_march, "{text}");
        }
        for text in ["3/1/2026", "03-01-26", "03012026"] {
            assert_eq!(read(text, DateOrder::MonthFirst), first_of_march, "{text}");
        }
    }

    #[test]
    fn what_happened_did_not_happen_tomorrow_but_goods_may_expire_then() {
        let gift = |received: &str, expires: &str| {
            let text = format!(
                r#"{{"type":"gift_in_kind_received","fund":"f","lot":"l","item":"i","quantity":1,"site":"s","received_on":"{received}","expires_on":"{expires}"}}"#
            );
            Event::parse(text.as_bytes()).expect("an event")
        };
        let latest = Date::parse("2026-03-01");
        assert_eq!(ahead(&gift("2026-03-01", "2027-01-01"), latest), None);
        let day = Date::parse("2026-03-02").expect("a day");
        assert_eq!(ahead(&gift("2026-03-02", "2027-01-01"), latest), Some(("received_on", day)));
        assert_eq!(ahead(&gift("2026-03-02", "2027-01-01"), None), None);
        assert!(super::latest() > now().date(), "it is tomorrow somewhere");
    }

    #[test]
    fn no_other_order_is_tried() {
        for text in
            ["01.03.2026", "31/12/2025", "2026-02-30", "2026-13-01", "", "yesterday", "1-2", "+1-02-2026", "2026-3"]
        {
            assert_eq!(read(text, DateOrder::YearFirst), None, "{text}");
        }
        assert_eq!(read("25/12/2025", DateOrder::MonthFirst), None);
        assert_eq!(read("12/25/2025", DateOrder::DayFirst), None);
    }
}
