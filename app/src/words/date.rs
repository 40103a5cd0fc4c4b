//! Days and moments as people read them.

use ledger::refusal::Lang;
use ledger::value::{Date, Timestamp};

/// A day: `3 March 2026`, `2026年3月3日`.
#[must_use]
pub fn date(lang: Lang, day: Date) -> String {
    let name = day.month_in_english();
    let (year, month, day) = day.parts();
    match lang {
        Lang::En => format!("{day}\u{a0}{name} {year}"),
        Lang::Zh => format!("{year}年{month}月{day}日"),
    }
}

/// A month: `March 2026`, `2026年3月`.
#[must_use]
pub fn month(lang: Lang, day: Date) -> String {
    let (year, month, _) = day.parts();
    match lang {
        Lang::En => format!("{} {year}", day.month_in_english()),
        Lang::Zh => format!("{year}年{month}月"),
    }
}

/// A month where there is little room: `Mar 2026`, `2026年3月`.
#[must_use]
pub fn short_month(lang: Lang, day: Date) -> String {
    match lang {
        Lang::En => format!("{} {}", short_month_name(day), day.parts().0),
        Lang::Zh => month(lang, day),
    }
}

/// A day where there is little room, without its year: `3 Mar`, `3月3日`.
#[must_use]
pub fn short_day(lang: Lang, day: Date) -> String {
    let name = short_month_name(day);
    let (_, month, day) = day.parts();
    match lang {
        Lang::En => format!("{day} {name}"),
        Lang::Zh => format!("{month}月{day}日"),
    }
}

/// A day where there is little room, with its year: `3 Mar 2026`, `2026年3月3日`.
#[must_use]
pub fn short_date(lang: Lang, day: Date) -> String {
    match lang {
        Lang::En => format!("{} {}", short_day(lang, day), day.parts().0),
        Lang::Zh => date(lang, day),
    }
}

fn short_month_name(day: Date) -> &'static str {
    day.month_in_english().get(..3).unwrap_or_default()
}

/// A moment to the minute, in UTC: every reader of one entry sees the same.
#[must_use]
pub fn moment(lang: Lang, at: Timestamp) -> String {
    let (day, clock) = day_and_clock(lang, at);
    match lang {
        Lang::En => format!("{day}, {clock} UTC"),
        Lang::Zh => format!("{day} {clock}（UTC）"),
    }
}

/// A moment as clocks at a place show it, so many minutes ahead of UTC, with the zone's name where that is wanted.
#[must_use]
pub fn moment_at(lang: Lang, there: Timestamp, ahead_minutes: i64, zone: Option<&str>) -> String {
    let (day, clock) = day_and_clock(lang, there);
    let sign = if ahead_minutes < 0 { '−' } else { '+' };
    let (hours, minutes) = (ahead_minutes.abs() / 60, ahead_minutes.abs() % 60);
    let ahead = if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") };
    let zone = zone.map(|zone| format!("{zone}{}", super::pick(lang, ", ", "，"))).unwrap_or_default();
    match lang {
        Lang::En => format!("{day}, {clock} ({zone}{ahead})"),
        Lang::Zh => format!("{day} {clock}（{zone}{ahead}）"),
    }
}

/// A moment in UTC beside the same on clocks at a place: `09:05 UTC`, with its day where that is another one.
#[must_use]
pub fn utc_beside(lang: Lang, at: Timestamp, there: Timestamp) -> String {
    let ((day, clock), (day_there, _)) = (day_and_clock(lang, at), day_and_clock(lang, there));
    match lang {
        _ if day != day_there => moment(lang, at),
        Lang::En => format!("{clock} UTC"),
        Lang::Zh => format!("UTC {clock}"),
    }
}

fn day_and_clock(lang: Lang, at: Timestamp) -> (String, String) {
    let minutes = at.ms().rem_euclid(86_400_000) / 60_000;
    let day = at.date().map(|day| date(lang, day)).unwrap_or_default();
    (day, format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_moments_are_written_as_each_language_does() {
        let day = Date::parse("2026-03-03").expect("a day");
        assert_eq!(date(Lang::En, day), "3\u{a0}March 2026");
        assert_eq!(date(Lang::Zh, day), "2026年3月3日");
        assert_eq!((month(Lang::En, day), short_month(Lang::En, day)), ("March 2026".into(), "Mar 2026".into()));
        assert_eq!(
            (short_date(Lang::En, day), short_date(Lang::Zh, day)),
            ("3 Mar 2026".into(), "2026年3月3日".into())
        );
        assert_eq!((month(Lang::Zh, day), short_day(Lang::Zh, day)), ("2026年3月".into(), "3月3日".into()));
        let at = Timestamp::parse("2026-11-20T09:05:02.123Z").expect("a moment");
        assert_eq!(moment(Lang::En, at), "20\u{a0}November 2026, 09:05 UTC");
        assert_eq!(moment(Lang::Zh, at), "2026年11月20日 09:05（UTC）");
        let later = Timestamp::parse("2026-11-20T17:05:02.123Z").expect("a moment");
        assert_eq!(utc_beside(Lang::En, at, later), "09:05 UTC");
        assert_eq!(utc_beside(Lang::Zh, at, later), "UTC 09:05");
        let next_day = Timestamp::parse("2026-11-21T01:05:02.123Z").expect("a moment");
        assert_eq!(utc_beside(Lang::En, at, next_day), "20\u{a0}November 2026, 09:05 UTC");
        let zone = Some("Asia/Kathmandu");
        assert_eq!(moment_at(Lang::En, at, 345, zone), "20\u{a0}November 2026, 09:05 (Asia/Kathmandu, UTC+5:45)");
        assert_eq!(moment_at(Lang::Zh, at, -240, None), "2026年11月20日 09:05（UTC−4）");
    }
}
