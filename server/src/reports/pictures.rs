//! What a report's pictures are made from: by way of which pool things went where, and the places that were reached.

use std::collections::BTreeMap;

use app::report::pictures::FLOWS;
use app::view::{EndKind, PathLine, PlaceLine, PlaceName, Places};
use ledger::report::{Cell, Followed, People, Reached, Report, Unit};

use super::names;
use crate::pages::Lookup;
use crate::store::Stored;

/// Places on a map, those with the most hand-outs: more dots can't be told apart.
const PLACES: usize = 40;

/// The ends by pool, with names: of the units that flows are drawn of. There may be thousands of lots behind the rest.
///
/// # Errors
/// The database's own.
pub fn paths(lookup: &mut Lookup<'_>, report: &Report, followed: &Followed) -> Stored<Vec<PathLine>> {
    let totals = report.totals.iter().filter(|total| total.from_elsewhere > 0);
    let drawn: Vec<&Unit> = totals.map(|total| &total.unit).take(FLOWS).collect();
    let mut lines = Vec::new();
    for path in followed.paths.iter().filter(|path| drawn.contains(&&path.unit)) {
        lines.push(PathLine {
            measure: names::measure(lookup, &path.unit)?,
            pool: names::pool(lookup, &path.pool)?,
            kind: EndKind::from_word(path.kind.word()).unwrap_or(EndKind::Unspent),
            units: path.amount,
        });
    }
    Ok(lines)
}

/// The places, whatever the day. People are only those whose number is shown for their day: a sum over days must not tell
/// what a day does not.
#[must_use]
pub fn places(reached: &Reached) -> Places {
    let mut places: BTreeMap<(&str, &str, &str), PlaceLine> = BTreeMap::new();
    for cell in &reached.cells {
        let at = &cell.at;
        let line =
            places.entry((at.country.as_str(), at.admin1.as_str(), at.name.as_str())).or_insert_with(|| empty(cell));
        line.at = cell.point.or(line.at);
        line.handouts = line.handouts.saturating_add(cell.handouts);
        if let People::Counted { households, people } = cell.people {
            line.households = line.households.saturating_add(households);
            line.people = line.people.saturating_add(people);
        }
    }
    let total = places.len() as u64;
    let mut lines: Vec<PlaceLine> = places.into_values().collect();
    lines.sort_by_key(|line| std::cmp::Reverse(line.handouts));
    lines.truncate(PLACES);
    Places { currency: None, lines, total }
}

fn empty(cell: &Cell) -> PlaceLine {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    PlaceLine {
        place: PlaceName {
            name: some(&cell.at.name).or_else(|| some(&cell.at.admin1)),
            country: cell.at.country.clone(),
        },
        admin1: some(&cell.at.admin1),
        at: None,
        amount: 0,
        handouts: 0,
        households: 0,
        people: 0,
        href: None,
    }
}

#[cfg(test)]
mod tests {
    use ledger::report::reached::Where;
    use ledger::value::Date;

    use super::*;

    #[test]
    fn a_sum_over_days_has_only_what_each_day_tells() {
        let cell = |day: &str, people| Cell {
            at: Where {
                country: "CN".into(),
                admin1: String::new(),
                name: "Yingxiu".into(),
                day: Date::parse(day).expect("a day"),
            },
            handouts: 1,
            people,
            point: Some((3_106, 10_349)),
        };
        let told = People::Counted { households: 20, people: 80 };
        let cells = vec![cell("2026-11-21", People::Few), cell("2026-11-22", told)];
        let places = places(&Reached { cells, households: 20, people: 80, few: 1 });
        let line = &places.lines[0];
        assert_eq!((line.handouts, line.households, line.people, line.at), (2, 20, 80, Some((3_106, 10_349))));
        assert_eq!(places.total, 1);
    }
}
