//! HXL: who handed out what, where and when, as humanitarian exchanges read it.
//!
//! A line is one kind of goods, or cash, of one fund and project at one place on one day. People are counted once for a
//! place and day, on the first of its lines, so that the column adds up; fewer than five are left out and marked, as
//! everywhere.

use std::collections::BTreeMap;

use app::words;
use ledger::Lang;
use ledger::event::{Event, Place};
use ledger::report::reached::are_few;
use ledger::report::row;
use ledger::value::{Date, PoolParts};

use super::material::{Material, decimal, degrees};
use super::table::write_text;

const COLUMNS: usize = 21;

/// From this column on stand numbers of our own, which may be negative: no text that a program could take for a formula.
const NUMBERS: usize = 19;

const HEADINGS: [&str; COLUMNS] = [
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
    "Admin 1, name",
    "Fund",
    "Project",
    "Latitude",
    "Longitude",
];

const TAGS: [&str; COLUMNS] = [
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
    "#adm1+name",
    "#activity+programme",
    "#activity+project",
    "#geo+lat",
    "#geo+lon",
];

type Cell = (Date, String, String, String);

/// Who handed out what of whose.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Line {
    organisation: String,
    /// None for cash.
    item: Option<String>,
    /// None for goods.
    currency: Option<String>,
    fund: String,
    project: Option<String>,
}

#[derive(Default)]
struct Sums {
    lines: BTreeMap<Line, (u64, u64)>,
    households: u64,
    people: u64,
    /// In hundredths of a degree, as the last hand-out there says.
    point: Option<(i64, i64)>,
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
        sums.point = place.lat.zip(place.lon).map(|(lat, lon)| (lat.0, lon.0)).or(sums.point);
        for side in entry.moves.iter().filter_map(|one| one.from.as_ref()) {
            let Some((fund, project)) = material.book.home_of(&side.pool) else { continue };
            let steward = material.funds.get(fund).map(|(_, fund)| fund.steward.to_string()).unwrap_or_default();
            let (organisation, item, currency) = match side.pool.parts() {
                PoolParts::Goods { lot, .. } => {
                    let item = material.book.state().lot(lot).map(|lot| lot.item.to_string());
                    (steward, item, None)
                }
                PoolParts::Cash { holder, .. } => {
                    let currency = material.currency(fund).map(|currency| currency.to_string());
                    (holder.map_or(steward, str::to_owned), None, currency)
                }
            };
            let (fund, project) = (fund.to_owned(), project.map(str::to_owned));
            let line = Line { organisation, item, currency, fund, project };
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
            let reached = [count(sums.households), count(sums.people), mark.to_owned()];
            line(&mut out, &columns(material, (cell, sums.point), what, (*units, *seq), reached));
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
    ((day, country, part, name), point): (&Cell, Option<(i64, i64)>),
    Line { organisation, item, currency, fund, project }: &Line,
    (units, seq): (u64, u64),
    [households, people, mark]: [String; 3],
) -> [String; COLUMNS] {
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
        words::province(Lang::En, part).unwrap_or_default().to_owned(),
        material.funds.get(fund).map_or_else(|| fund.clone(), |(_, fund)| fund.title.to_string()),
        project.as_ref().map(|id| project_title(material, id)).unwrap_or_default(),
        point.map(|(lat, _)| degrees(lat)).unwrap_or_default(),
        point.map(|(_, lon)| degrees(lon)).unwrap_or_default(),
    ]
}

fn project_title(material: &Material, id: &str) -> String {
    material.projects.get(id).map_or_else(|| id.to_owned(), |(_, project)| project.title.to_string())
}

fn line(out: &mut String, values: &[String; COLUMNS]) {
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        if place < NUMBERS {
            write_text(out, value);
        } else {
            out.push_str(value);
        }
    }
    out.push_str("\r\n");
}
