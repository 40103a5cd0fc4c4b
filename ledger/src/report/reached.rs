//! People reached, by place and day, with small numbers guarded.
//!
//! Three people at one place on one day may be one family that the neighbours know. So a place and day that reached
//! fewer than [`GUARDED_BELOW`] is shown as "under 5", and the sums beside it are of the others alone: nothing in the
//! same report gives the number away.

use std::collections::BTreeMap;

use super::row::day_of;
use crate::entry::Entry;
use crate::event::{Event, Place};
use crate::value::Date;

/// Counts of people from 1 to below this are not shown.
pub const GUARDED_BELOW: u64 = 5;

/// Whether so many are too few to be shown. Where people were not counted, households speak for them.
#[must_use]
pub fn are_few(households: u64, people: u64) -> bool {
    let counted = if people == 0 { households } else { people };
    (1..GUARDED_BELOW).contains(&counted)
}

/// How many were reached at one place on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// As recorded.
    Counted {
        /// Households.
        households: u64,
        /// People.
        people: u64,
    },
    /// Some, but so few that the number is not shown.
    Few,
}

/// Where and when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Where {
    /// ISO 3166-1.
    pub country: String,
    /// ISO 3166-2; empty where it was not recorded.
    pub admin1: String,
    /// The town or village; empty where it was not recorded.
    pub name: String,
    /// The day.
    pub day: Date,
}

/// Hand-outs at one place on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Where and when.
    pub at: Where,
    /// How many hand-outs.
    pub handouts: u64,
    /// Whom they reached.
    pub people: People,
    /// Latitude and longitude in hundredths of a degree, as the last of them says: for maps; no claim has it.
    pub point: Option<(i64, i64)>,
}

/// All places and days.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reached {
    /// In order of place and day.
    pub cells: Vec<Cell>,
    /// Households of the cells whose number is shown, each counted as often as it was reached.
    pub households: u64,
    /// People, counted likewise.
    pub people: u64,
    /// How many cells are not in those sums.
    pub few: u64,
}

/// Counts under way.
#[derive(Debug, Default)]
struct Counts {
    handouts: u64,
    households: u64,
    people: u64,
    point: Option<(i64, i64)>,
}

/// Counts under way, by place and day.
#[derive(Debug, Default)]
pub(super) struct Reaching(BTreeMap<Where, Counts>);

impl Reaching {
    pub(super) fn add(&mut self, entry: &Entry) {
        let (place, households, people) = match &entry.event {
            Event::GoodsDistributed(event) => (&event.place, event.households.get(), event.people.get()),
            Event::CashDistributed(event) => (&event.place, event.households.get(), event.people.get()),
            _ => return,
        };
        let counts = self.0.entry(where_of(place, day_of(entry))).or_default();
        counts.handouts = counts.handouts.saturating_add(1);
        counts.households = counts.households.saturating_add(households);
        counts.people = counts.people.saturating_add(people);
        counts.point = point_of(place).or(counts.point);
    }

    pub(super) fn finish(self) -> Reached {
        let mut reached = Reached::default();
        for (at, Counts { handouts, households, people, point }) in self.0 {
            let few = are_few(households, people);
            if few {
                reached.few = reached.few.saturating_add(1);
            } else {
                reached.households = reached.households.saturating_add(households);
                reached.people = reached.people.saturating_add(people);
            }
            let people = if few { People::Few } else { People::Counted { households, people } };
            reached.cells.push(Cell { at, handouts, people, point });
        }
        reached
    }
}

fn point_of(place: &Place) -> Option<(i64, i64)> {
    Some((place.lat?.0, place.lon?.0))
}

fn where_of(place: &Place, day: Date) -> Where {
    Where {
        country: place.country.as_str().to_owned(),
        admin1: place.admin1.as_ref().map(|part| part.as_str().to_owned()).unwrap_or_default(),
        name: place.name.as_ref().map(ToString::to_string).unwrap_or_default(),
        day,
    }
}

#[cfg(test)]
mod tests {
    use super::are_few;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn households_speak_where_people_were_not_counted() {
        assert!(are_few(1, 1) && are_few(40, 4) && are_few(4, 0));
        assert!(!are_few(1, 5) && !are_few(5, 0) && !are_few(0, 0));
    }
}
