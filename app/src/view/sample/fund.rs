//! Funds, and all that one of them shows.

use super::goods::{goods_lines, handout_lines};
use super::{cny, code, day, document, named, place};
use crate::view::*;

pub(crate) fn fund() -> Fund {
    let figures = Figures {
        received: 248_300_050,
        transferred_in: 5_000_000,
        distributed: 139_230_000,
        cash_distributed: 12_000_000,
        expense: 9_800_000,
        fee: 3_000_000,
        in_stock: 30_000_000,
        in_transit: 8_120_000,
        at_supplier: 12_000_000,
        unspent: 35_000_050,
        lost: 1_150_000,
        refunded: 3_000_000,
        transferred_out: 0,
    };
    let tent = || Some(named("tent", "Family tent 12 m²"));
    let row = |project: Option<&str>, item: Option<Named>, kind, amount| FlowRow {
        project: project.map(|name| named("p", name)),
        item,
        kind,
        amount,
    };
    let rice = || Some(named("rice", "大米 Rice"));
    let kit = || Some(named("kit", "Hygiene kit"));
    Fund {
        fund: named("quake", "Sichuan Earthquake Relief"),
        purpose: "Shelter, food and warmth for the households that the January earthquake left without a roof.".into(),
        policy: Some("At most 8 % goes into running the work.".into()),
        steward: named("red-river", "Red River Relief"),
        currency: cny(),
        target: Some(500_000_000),
        opens_on: Some(day("2026-01-09")),
        closes_on: None,
        closed: false,
        figures,
        attention: Some(Attention {
            as_of: day("2026-11-20"),
            concerns: vec![
                Concern::Late {
                    kind: EndKind::InTransit,
                    item: named("rice", "大米 Rice"),
                    lot: "rice-7".into(),
                    site: named("wolong", "Wolong depot"),
                    seq: 880,
                    days: 41,
                },
                Concern::MoreLate { kind: EndKind::InTransit },
                Concern::Lost { amount: 88_000, days: 30 },
                Concern::Unspent { amount: 1_000_000, days: 180 },
            ],
        }),
        flow: vec![
            row(Some("Winter shelter"), tent(), EndKind::Distributed, 90_000_000),
            row(Some("Winter shelter"), tent(), EndKind::InStock, 22_000_000),
            row(Some("Winter shelter"), tent(), EndKind::Lost, 1_150_000),
            row(None, rice(), EndKind::Distributed, 40_000_000),
            row(None, rice(), EndKind::InTransit, 8_120_000),
            row(None, kit(), EndKind::Distributed, 9_230_000),
            row(None, kit(), EndKind::InStock, 8_000_000),
            row(None, kit(), EndKind::AtSupplier, 12_000_000),
            row(Some("Cash for winter"), None, EndKind::CashDistributed, 12_000_000),
            row(Some("Cash for winter"), None, EndKind::Unspent, 6_000_000),
            row(None, None, EndKind::Unspent, 29_000_050),
            row(None, None, EndKind::Expense, 9_800_000),
            row(None, None, EndKind::Fee, 3_000_000),
            row(None, None, EndKind::Refunded, 3_000_000),
        ],
        timeline: Some(timeline()),
        places: places(),
        goods: goods_lines(),
        documents: Slice::whole(vec![document("invoice <12>.pdf", 302)]),
        projects: Slice::whole(vec![ProjectLine {
            project: named("shelter", "Winter shelter"),
            implementer: named("red-river", "Red River Relief"),
            place: Some(place("Wenchuan")),
            budget: Some(120_000_000),
            allocated: 113_150_000,
            spent: 91_150_000,
            handed_out: 90_000_000,
        }]),
        gifts: Slice {
            rows: vec![
                GiftLine {
                    code: code(41),
                    received_on: day("2026-01-14"),
                    donor: Some("山鹰".into()),
                    amount: 50_000,
                    unit: Unit::Money(cny()),
                    own: true,
                    is_found: false,
                },
                GiftLine {
                    code: code(90),
                    received_on: day("2026-01-13"),
                    donor: None,
                    amount: 400,
                    unit: Unit::Goods("blanket".into()),
                    own: false,
                    is_found: false,
                },
            ],
            total: 21_877,
            next: Some("/funds/quake?gifts=2#gifts".into()),
        },
        handouts: handout_lines(),
        lots: Slice::whole(vec![LotLine {
            id: "tents-0412".into(),
            item: named("tent", "Family tent 12 m²"),
            unit: "tent".into(),
            quantity: 2_000,
            handed_out: 1_500,
            packed: 100,
            lost: 12,
            held: 388,
        }]),
    }
}

fn fund_line(id: &str, name: &str, received: u64, handed_out: u64, in_hand: u64) -> FundLine {
    FundLine {
        fund: named(id, name),
        steward: named("red-river", "Red River Relief"),
        currency: cny(),
        received,
        handed_out,
        in_hand,
        closed: id == "flood-2024",
    }
}

pub(super) fn funds_slice() -> Slice<FundLine> {
    Slice::whole(vec![
        fund_line("quake", "Sichuan Earthquake Relief", 248_300_050, 151_230_000, 80_120_050),
        fund_line("schools", "Schools in the Hills · 山里的学校", 51_000_000, 0, 51_000_000),
        fund_line("flood-2024", "Flood 2024", 9_900_000, 9_100_000, 0),
    ])
}

pub(super) fn funds() -> Funds {
    Funds {
        funds: funds_slice(),
        asked: FundsAsked { open: Some(true), text: "<i>".into(), ..FundsAsked::default() },
        stewards: vec![named("red-river", "Red River Relief")],
        currencies: vec![cny()],
    }
}

fn timeline() -> TimeLine {
    let step = |from: &str, to: &str, received, handed_out, in_hand| TimeStep {
        from: day(from),
        to: day(to),
        received,
        handed_out,
        costs: 0,
        in_hand,
    };
    let steps = vec![
        step("2026-01-01", "2026-01-31", 200_000_000, 0, 200_000_000),
        step("2026-02-01", "2026-02-28", 48_300_050, 90_000_000, 158_300_050),
        step("2026-03-01", "2026-03-31", 0, 61_230_000, 97_070_050),
    ];
    TimeLine { currency: cny(), step: Step::Month, steps }
}

fn places() -> Places {
    let line = |name: &str, at, amount| PlaceLine {
        place: place(name),
        admin1: Some("CN-SC".into()),
        at,
        amount,
        handouts: 3,
        households: 320,
        people: 1_204,
        href: Some("/funds/quake/handouts?place=CN%2FCN-SC%2FYingxiu".into()),
    };
    let lines = vec![line("汶川 Wenchuan", Some((3_148, 10_358)), 130_000_000), line("Yingxiu", None, 21_230_000)];
    Places { currency: Some(cny()), lines, total: 2 }
}

pub(super) fn fund_list(rows: ListRows, asked: ListAsked) -> FundList {
    FundList {
        fund: named("quake", "Sichuan Earthquake Relief"),
        rows,
        total: 21_877,
        projects: vec![named("shelter", "Winter shelter")],
        items: vec![named("tent", "Family tent 12 m²")],
        places: vec![("CN/CN-SC/Yingxiu".into(), place("Yingxiu"))],
        first: Some("/funds/quake/gifts".into()),
        next: Some("/funds/quake/gifts?after=20500.41".into()),
        large_only: (asked.order == ListOrder::Largest).then(|| Sum { amount: 1_000_000, currency: cny() }),
        asked,
    }
}
