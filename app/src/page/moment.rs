//! Moments: in the time of the place that a page is about, with UTC at hand.
//!
//! The log is in UTC. Whoever reads about a fund thinks in the hours of the place it works from, so that is what pages
//! say, with the zone; the moment in UTC is in the element's `datetime` and appears under the pointer. Where a moment is
//! said once, among the facts of a thing, UTC stands beside it for who has no pointer.

use std::sync::LazyLock;

use jiff::tz::{TimeZone, TimeZoneDatabase};
use ledger::refusal::Lang;
use ledger::value::Timestamp;
use leptos::prelude::*;

use crate::words;

/// The zone of the page that is being made; none for UTC.
#[derive(Clone)]
pub(crate) struct PageZone(Option<(&'static str, TimeZone)>);

fn rules(zone: &str) -> Option<TimeZone> {
    static RULES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    RULES.get(zone).ok()
}

/// Whether this is the name of a time zone whose rules are known here.
#[must_use]
pub fn is_zone(name: &str) -> bool {
    rules(name).is_some()
}

impl PageZone {
    /// By its name in the time zone database; UTC where that has none of this name.
    pub(super) fn new(zone: Option<&'static str>) -> Self {
        Self(zone.and_then(|name| Some((name, rules(name)?))))
    }

    /// The moment on clocks there, how far they are ahead of UTC in minutes, and the zone's name.
    fn there(&self, at: Timestamp) -> Option<(Timestamp, i64, &'static str)> {
        let (name, rules) = self.0.as_ref()?;
        let ahead = rules.to_offset(jiff::Timestamp::from_millisecond(at.ms()).ok()?).seconds();
        let ahead = i64::from(ahead);
        Some((Timestamp::from_ms(at.ms().checked_add(ahead.checked_mul(1_000)?)?)?, ahead.div_euclid(60), name))
    }
}

/// A moment in a list: `20 November 2026, 17:05 (UTC+8)`.
pub(super) fn moment(lang: Lang, at: Timestamp) -> AnyView {
    timed(lang, at, false)
}

/// A moment that is said once, with the zone's name and UTC: `20 November 2026, 17:05 (Asia/Shanghai, UTC+8)`, and small
/// beside it `09:05 UTC`.
pub(super) fn moment_and_zone(lang: Lang, at: Timestamp) -> AnyView {
    let beside = use_context::<PageZone>().and_then(|zone| zone.there(at));
    let beside = beside.map(|(there, ..)| {
        let utc = words::utc_beside(lang, at, there);
        view! { " "<small class="utc">{utc}</small> }
    });
    view! { {timed(lang, at, true)}{beside} }.into_any()
}

fn timed(lang: Lang, at: Timestamp, named: bool) -> AnyView {
    let utc = words::moment(lang, at);
    let there = use_context::<PageZone>().and_then(|zone| zone.there(at));
    let Some((there, ahead, name)) = there else {
        return view! { <time datetime=at.to_string()>{utc}</time> }.into_any();
    };
    let text = words::moment_at(lang, there, ahead, named.then_some(name));
    let title = format!("{utc} · {name}");
    view! { <time datetime=at.to_string() title=title>{text}</time> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clocks_are_ahead_or_behind_as_the_rules_of_the_day_say() {
        let at = |text: &str| Timestamp::parse(text).expect("a moment");
        let rows = [
            ("Asia/Shanghai", "2026-11-20T19:05:02.123Z", "2026-11-21T03:05:02.123Z", 480),
            ("Asia/Kathmandu", "2026-03-03T00:00:00.000Z", "2026-03-03T05:45:00.000Z", 345),
            ("Europe/Berlin", "2026-07-01T10:00:00.000Z", "2026-07-01T12:00:00.000Z", 120),
            ("Europe/Berlin", "2026-01-01T10:00:00.000Z", "2026-01-01T11:00:00.000Z", 60),
            ("America/Porto_Velho", "2026-01-01T01:00:00.000Z", "2025-12-31T21:00:00.000Z", -240),
        ];
        for (zone, utc, there, ahead) in rows {
            assert_eq!(PageZone::new(Some(zone)).there(at(utc)), Some((at(there), ahead, zone)));
        }
        assert_eq!(PageZone::new(Some("Nowhere/Land")).there(at("2026-01-01T01:00:00.000Z")), None);
        assert!(is_zone("Asia/Shanghai") && !is_zone("Nowhere/Land"));
    }
}
