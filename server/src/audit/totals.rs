//! What is summed up over the whole log: figures, days and places of funds.

use std::collections::BTreeMap;

use super::gatherer::{Gatherer, Table};
use crate::store::derive::{self, Changes, DayColumns, FigureChange, FigureColumns, PlaceChange, PlaceColumns};
use crate::store::rows::{DayRow, FigureRow, PlaceRow};

/// What is summed up over the whole log.
#[derive(Default)]
pub(super) struct Totals {
    figures: BTreeMap<FigureColumns, FigureChange>,
    days: BTreeMap<DayColumns, i64>,
    places: BTreeMap<PlaceColumns, PlaceChange>,
}

impl Totals {
    pub(super) fn add(&mut self, changes: Changes) {
        for (key, change) in changes.figures {
            let slot = self.figures.entry(key).or_default();
            *slot = (slot.0 + change.0, slot.1 + change.1, slot.2 + change.2);
        }
        for (key, change) in changes.days {
            *self.days.entry(key).or_default() += change;
        }
        for (key, change) in changes.places {
            derive::add_places(self.places.entry(key).or_default(), change);
        }
    }

    pub(super) fn gather(self, derived: &mut Gatherer<'_>) {
        for ((fund, project, item, kind), (amount, units, events)) in self.figures {
            derived.row(Table::Figures, &FigureRow { fund, project, item, kind, amount, units, events }, false);
        }
        for ((fund, kind, day), amount) in self.days {
            derived.row(Table::Days, &DayRow { fund, kind, day, amount }, false);
        }
        for ((fund, place), (amount, handouts, households, people)) in self.places {
            derived.row(Table::Places, &PlaceRow { fund, place, amount, handouts, households, people }, false);
        }
    }
}
