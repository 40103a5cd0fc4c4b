//! Who does the work: an organisation and one of its projects.

use ledger::value::OrganisationKind;

use super::entry::lines;
use super::fund::{fund, funds_slice};
use super::goods::{goods_lines, handout_lines};
use super::{cny, document, named, place};
use crate::view::*;

pub(super) fn organisation() -> Organisation {
    Organisation {
        organisation: named("red-river", "Red River Relief <i>"),
        kind: OrganisationKind::Ngo,
        country: Some("CN".into()),
        registration: Some("51-0001".into()),
        url: Some("https://example.org/".into()),
        note: None,
        seq: 0,
        funds: funds_slice(),
        projects: Slice::whole(vec![ProjectRow {
            project: named("shelter", "Winter shelter"),
            fund: named("quake", "Sichuan Earthquake Relief"),
            place: Some(place("Wenchuan")),
        }]),
        holds: vec![Holding {
            fund: named("quake", "Sichuan Earthquake Relief"),
            project: None,
            sum: Sum { amount: 1_000_000, currency: cny() },
        }],
        entries: Slice { rows: lines(), total: 9, next: Some("/entries?organisation=red-river".into()) },
    }
}

pub(super) fn project() -> Project {
    let figures =
        Figures { distributed: 90_000_000, in_stock: 22_000_000, lost: 1_150_000, expense: 5, ..Figures::default() };
    Project {
        project: named("shelter", "Winter shelter"),
        fund: named("quake", "Sichuan Earthquake Relief"),
        implementer: named("red-river", "Red River Relief"),
        place: Some(place("Wenchuan")),
        note: Some("Before the snow <i>".into()),
        seq: 12,
        currency: cny(),
        budget: vec![("shelter".into(), 110_000_000), ("transport".into(), 10_000_000)],
        spending: Some(vec![spending("shelter", 91_150_000, 22_000_000), spending("fee", 5, 0)]),
        figures,
        goods: goods_lines(),
        gifts: fund().gifts,
        handouts: handout_lines(),
        documents: Slice::whole(vec![document("plan.pdf", 14)]),
        entries: Slice::whole(lines()),
    }
}

fn spending(category: &str, spent: u64, in_goods: u64) -> SpendingLine {
    SpendingLine { category: category.into(), spent, in_goods }
}
