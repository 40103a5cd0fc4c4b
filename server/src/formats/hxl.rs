//! HXL: who handed out what, where and when, as humanitarian exchanges read it.
//!
//! A line is one kind of goods, or cash, at one place on one day. People are counted once for a place and day, on the first
//! of its lines, so that the column adds up; fewer than five are left out and marked, as everywhere.

use std::collections::BTreeMap;

use ledger::event::{Event, Place};
use ledger::report::reached::are_few;
use ledger::report::row;
use ledger::value::{Date, PoolParts};

use super::material::{Material, decimal};
use super::table::write_text;

const HEADINGS: [&str; 16] = [
    "Date",
    "Organisation",
    "Sector",
    "Goods",
    "Goods id",
    "Unit",
    "Quantity",
    "Value",
    "Currency",
    "Country",
    "Admin 1",
    "Place",
    "Households reached",
    "People reached",
    "Reached, remark",
    "Source",
];

const TAGS: [&str; 16] = [
    "#date+distributed",
    "#org",
    "#sector",
    "#item+name",
    "#item+id",
    "#item+unit",
    "#value+quantity",
    "#value+cash",
    "#currency",
    "#country+code",
    "#adm1+code",
    "#loc+name",
    "#reached+hh",
    "#reached+ind",
    "#meta+reached",
    "#meta+source",
];

type Cell = (Date, String, String, String);

/// Organisation and item; no item for cash.
type Line = (String, Option<String>, Option<String>);

#[derive(Default)]
struct Sums {
    lines: BTreeMap<Line, (u64, u64)>,
    households: u64,
    people: u64,
}

/// The table.
#[must_use]
pub fn table(material: &Material) -> String {
    let mut cells: BTreeMap<Cell, Sums> = BTreeMap::new();
    for entry in &material.entries {
        let (place, households, people) = match &entry.event {
            Event::GoodsDistributed(event) => (&event.place, event.households.get(), event.people.get()),
            Event::CashDistributed(event) => (&event.place, event.households.get(), event.people.get()),
            _ => continue,
        };
        let sums = cells.entry(cell_of(row::day_of(entry), place)).or_default();
        sums.households += households;
        sums.people += people;
        for side in entry.moves.iter().filter_map(|one| one.from.as_ref()) {
            let Some((fund, _)) = material.book.home_of(&side.pool) else { continue };
            let steward = material.funds.get(fund).map(|(_, fund)| fund.steward.to_string()).unwrap_or_default();
            let line = match side.pool.parts() {
                PoolParts::Goods { lot, .. } => {
                    let item = material.book.state().lot(lot).map(|lot| lot.item.to_string());
                    (steward, item, None)
                }
                PoolParts::Cash { holder, .. } => {
                    let currency = material.currency(fund).map(|currency| currency.to_string());
                    (holder.map_or(steward, str::to_owned), None, currency)
                }
            };
            let slot = sums.lines.entry(line).or_default();
            slot.0 += ledger::span::units_of(&side.spans);
            slot.1 = entry.seq;
        }
    }
    let mut out = String::new();
    line(&mut out, &HEADINGS.map(str::to_owned));
    // Tags begin with a sign that is no formula's.
    line(&mut out, &TAGS.map(str::to_owned));
    for (cell, sums) in &cells {
        let few = are_few(sums.households, sums.people);
        for (place, (what, (units, seq))) in sums.lines.iter().enumerate() {
            let first = place == 0 && !few;
            let count = |number: u64| if first { number.to_string() } else { String::new() };
            let mark = if few && place == 0 { "under 5" } else { "" };
            line(
                &mut out,
                &columns(
                    material,
                    cell,
                    what,
                    *units,
                    *seq,
                    [count(sums.households), count(sums.people), mark.to_owned()],
                ),
            );
        }
    }
    out
}

fn cell_of(day: Date, place: &Place) -> Cell {
    let part = place.admin1.as_ref().map(|part| part.as_str().to_owned()).unwrap_or_default();
    let name = place.name.as_ref().map(ToString::to_string).unwrap_or_default();
    (day, place.country.as_str().to_owned(), part, name)
}

fn columns(
    material: &Material,
    (day, country, part, name): &Cell,
    (organisation, item, currency): &Line,
    units: u64,
    seq: u64,
    [households, people, mark]: [String; 3],
) -> [String; 16] {
    let registered = item.as_ref().and_then(|id| material.items.get(id)).map(|(_, item)| item);
    let money = currency.as_deref().and_then(ledger::value::Currency::new);
    [
        day.to_string(),
        material.organisation_name(organisation),
        registered.map_or_else(|| "cash".to_owned(), |item| item.category.to_string()),
        registered.map_or_else(|| item.clone().unwrap_or_else(|| "Cash".to_owned()), |item| item.name.to_string()),
        item.clone().unwrap_or_default(),
        registered.map(|item| item.unit.to_string()).unwrap_or_default(),
        if item.is_some() { units.to_string() } else { String::new() },
        money.map(|currency| decimal(units, currency)).unwrap_or_default(),
        currency.clone().unwrap_or_default(),
        country.clone(),
        part.clone(),
        name.clone(),
        households,
        people,
        mark,
        material.entry_address(seq),
    ]
}

fn line(out: &mut String, values: &[String; 16]) {
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        write_text(out, value);
    }
    out.push_str("\r\n");
}
