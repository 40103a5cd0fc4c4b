//! A report on the same small world: money that came in and what became of it, goods that were handed out, a place on a
//! day where fewer than five people were reached.

use ledger::event::EventType;
use ledger::report::Direction;
use ledger::{Refusal, Rule};

use super::{at, cny, day, hash, named, place};
use crate::view::*;

const NAME: &str = "Spring <i> 春";

fn fund() -> PoolWords {
    PoolWords::Cash { fund: named("quake", "Sichuan Earthquake Relief"), project: None, holder: None }
}

fn tents() -> PoolWords {
    let (item, site) = (named("tent", "Family tent 12 m²"), named("chengdu", "Chengdu store"));
    PoolWords::Goods { lot: "tents-0412".into(), item, site }
}

fn money() -> Measure {
    Measure::Money(cny())
}

fn in_tents() -> Measure {
    Measure::Goods { item: named("tent", "Family tent 12 m²"), unit: "tent".into() }
}

fn followed() -> FollowedLines {
    let path = |measure, pool, kind, units| PathLine { measure, pool, kind, units };
    let end = |measure, kind, units| EndLine { measure, kind, units };
    FollowedLines {
        ends: vec![
            end(money(), EndKind::Distributed, 60_000),
            end(money(), EndKind::Unspent, 40_000),
            end(in_tents(), EndKind::Distributed, 20),
        ],
        paths: vec![
            path(money(), fund(), EndKind::Distributed, 60_000),
            path(money(), fund(), EndKind::Unspent, 40_000),
            path(in_tents(), tents(), EndKind::Distributed, 20),
        ],
        sources: vec![SourcesLine { measure: money(), gifts: 2, units: 60_000 }],
        largest: vec![SourceLine { code: "G-48KA-6KMQ".into(), own: false, measure: money(), units: 50_000 }],
    }
}

fn places() -> Places {
    let line = |name: &str, at, handouts, households, people| PlaceLine {
        place: place(name),
        admin1: Some("CN-SC".into()),
        at,
        amount: 0,
        handouts,
        households,
        people,
        href: None,
    };
    let lines = vec![
        line("Yingxiu", Some((3_106, 10_349)), 2, 20, 80),
        line("Wenchuan", Some((3_148, 10_359)), 1, 0, 0),
        line("Somewhere", None, 1, 4, 9),
    ];
    Places { currency: None, lines, total: 3 }
}

/// The report.
pub(crate) fn report() -> Report {
    let total = |measure, all_in, all_out, closing| TotalLine {
        measure,
        opening: 0,
        all_in,
        all_out,
        closing,
        from_elsewhere: all_in,
        to_elsewhere: all_out,
    };
    let flow = |kind, direction, measure, units| FlowLine { kind, direction, measure, rows: 2, units, within: 0 };
    let account = |pool, measure, asked_in, asked_out, closing| AccountLine {
        pool,
        measure,
        opening: 0,
        asked_in,
        other_in: 0,
        asked_out,
        other_out: 0,
        closing,
    };
    let reached = |name: &str, on: &str, people| ReachedLine { place: place(name), day: day(on), handouts: 1, people };
    Report {
        name: Some(NAME.into()),
        asked: vec![AskedLine { name: "fund", value: "Sichuan Earthquake Relief".into() }],
        size: 1_200,
        head: hash(9),
        at: at("2026-11-20T09:15:02.123Z"),
        host: "almoner.example".into(),
        base: "https://almoner.example/en/reports/1200".into(),
        query: "?fund=quake".into(),
        code: vec![vec![true, false], vec![false, true]],
        rows_total: 4_000,
        accounts: vec![account(fund(), money(), 100_000, 60_000, 40_000), account(tents(), in_tents(), 20, 20, 0)],
        accounts_total: 2,
        totals: vec![total(money(), 100_000, 60_000, 40_000), total(in_tents(), 20, 20, 0)],
        flows: vec![
            flow(EventType::DonationReceived, Direction::In, money(), 100_000),
            flow(EventType::PurchaseMade, Direction::Out, money(), 60_000),
            flow(EventType::PurchaseMade, Direction::In, in_tents(), 20),
            flow(EventType::GoodsDistributed, Direction::Out, in_tents(), 20),
        ],
        followed: Some(followed()),
        reached: vec![
            reached("Yingxiu", "2026-03-03", Some((20, 80))),
            reached("Yingxiu", "2026-03-04", None),
            reached("Wenchuan", "2026-03-04", None),
            reached("Somewhere", "2026-03-05", Some((4, 9))),
        ],
        reached_total: (24, 89),
        reached_few: 2,
        places: places(),
        rows: vec![RowLine {
            seq: 41,
            day: day("2026-03-01"),
            kind: EventType::DonationReceived,
            direction: Direction::In,
            pool: fund(),
            measure: money(),
            units: 50_000,
            far: None,
        }],
    }
}

fn choices() -> Choices {
    Choices {
        funds: vec![("quake".into(), "Sichuan Earthquake Relief".into())],
        places: vec![("CN".into(), "中国 China".into())],
        ..Choices::default()
    }
}

/// The pages of reports.
pub(crate) fn pages() -> Vec<(&'static str, &'static str, Page)> {
    let asked = |chosen: Vec<Choice>, preview, refusal| {
        Page::Reports(Box::new(Reports { choices: choices(), chosen, preview, refusal }))
    };
    let chosen = vec![("fund".into(), "quake".into()), ("name".into(), NAME.into())];
    let wrong = vec![("from".into(), "2026-02-30 <i>".into())];
    let mut now = report();
    now.size = 1_300;
    now.totals = vec![TotalLine { all_in: 120_000, closing: 60_000, ..now.totals.remove(0) }];
    let changes = ReportChanges { then: Box::new(report()), now: Box::new(now), entries: Vec::new(), entries_total: 0 };
    vec![
        ("reports", "/reports", asked(Vec::new(), None, None)),
        ("report-preview", "/reports?fund=quake", asked(chosen, Some(Box::new(report())), None)),
        ("report-refused", "/reports?from=2026-02-30", asked(wrong, None, Some(Refusal::new("from", Rule::Date)))),
        ("report-changes", "/reports/1200/now?fund=quake", Page::ReportChanges(Box::new(changes))),
    ]
}
