//! People whom hand-outs of goods reached, as an extension of their events.
//!
//! They are counted by place and day, on the first hand-out of goods there and then, so that the numbers add up to those of
//! every other form of the report. Hand-outs of cash at the same place on the same day are counted with them: told apart,
//! the difference from the other forms could be fewer than five people.

use std::collections::BTreeMap;

use ledger::event::Event;
use ledger::report::reached::are_few;
use ledger::report::row::day_of;
use ledger::value::Date;
use serde_json::{Value, json};

use crate::formats::material::Material;
use crate::store::derive::place_word;

#[derive(Default)]
struct Counts {
    handouts: u64,
    households: u64,
    people: u64,
    /// The first hand-out of goods.
    first: Option<u64>,
}

/// By the number of the entry that carries them.
pub(super) fn by_entry(material: &Material) -> BTreeMap<u64, Value> {
    let mut cells: BTreeMap<(Date, String), Counts> = BTreeMap::new();
    for entry in &material.entries {
        let (place, households, people) = match &entry.event {
            Event::GoodsDistributed(event) => (&event.place, event.households.get(), event.people.get()),
            Event::CashDistributed(event) => (&event.place, event.households.get(), event.people.get()),
            _ => continue,
        };
        let counts = cells.entry((day_of(entry), place_word(place))).or_default();
        counts.handouts += 1;
        counts.households += households;
        counts.people += people;
        if matches!(entry.event, Event::GoodsDistributed(_)) {
            counts.first = counts.first.or(Some(entry.seq));
        }
    }
    cells.into_iter().filter_map(|((day, _), counts)| Some((counts.first?, told(day, &counts)))).collect()
}

fn told(day: Date, counts: &Counts) -> Value {
    let mut told = json!({"almoner:day": day.to_string(), "almoner:handouts": counts.handouts});
    if are_few(counts.households, counts.people) {
        told["almoner:under5"] = true.into();
    } else {
        told["almoner:households"] = counts.households.into();
        told["almoner:people"] = counts.people.into();
    }
    told
}
