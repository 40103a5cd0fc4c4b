//! Every page of the small world.

use ledger::code::{CodeFault, GiftCode};
use ledger::value::{Currency, SubjectKind};
use ledger::{Refusal, Rule};

use super::entry::{entry, lines};
use super::fund::{fund, fund_list, funds, funds_slice};
use super::gift::{gift, gift_in_kind};
use super::goods::{handout, handout_lines, lot, site, tents_of};
use super::organisation::{organisation, project};
use super::{cny, code, day, named, place, report};
use crate::view::*;

/// Every page, with its path and a name for a file.
pub(crate) fn pages() -> Vec<(&'static str, &'static str, Page)> {
    let mut rows = lines();
    for row in &mut rows {
        row.share =
            Some(vec![SignedSum { amount: 12_345, currency: cny() }, SignedSum { amount: -5, currency: cny() }]);
        row.goods = vec![tents_of("tents-0412", 40)];
    }
    let entries = Entries {
        rows,
        total: Some(48_212),
        sums: vec![Sum { amount: 80_120_050, currency: cny() }],
        currencies: vec![cny()],
        looked_through: Some(2_000),
        asked: EntriesAsked {
            fund: Some(named("quake", "Sichuan Earthquake Relief")),
            kind: Some(FigureKind::Held),
            about: vec![About { kind: SubjectKind::Item, id: "tent".into(), name: "Family tent 12 m²".into() }],
            currency: Some(cny()),
            place: Some(("CN/CN-SC/Yingxiu".into(), place("Yingxiu"))),
            from: Some(day("2026-01-01")),
            ..EntriesAsked::default()
        },
        funds: vec![named("quake", "Sichuan Earthquake Relief"), named("schools", "山里的学校")],
        newer: Some("/entries?after=48211".into()),
        older: Some("/entries?before=48207".into()),
    };
    let near = GiftCode::one_slip_away("48KA6KMP").into_iter().take(3).collect();
    let mistyped = Refused::NoGift { typed: "G-48KA-6KMP".into(), fault: Some(CodeFault::Check), near };
    let unknown = Refused::NoGift { typed: "<i>\"G".into(), fault: Some(CodeFault::Shape), near: Vec::new() };
    let short = Rule::Short {
        pool: "cash/quake".into(),
        have: 12_300,
        want: 50_000,
        unit: ledger::refusal::Unit::Money(cny()),
    };
    let rule = Refused::Rule(Refusal::new("amount", short));
    let empty = Home { totals: Vec::new(), funds: Slice::whole(Vec::new()), latest: Vec::new() };
    let gifts = fund_list(ListRows::Gifts(fund().gifts.rows), ListAsked::default());
    let asked = ListAsked {
        order: ListOrder::Largest,
        from: Some(day("2026-01-01")),
        project: Some("shelter".into()),
        item: Some("gone <i>".into()),
        ..ListAsked::default()
    };
    let handouts = fund_list(ListRows::Handouts(handout_lines().rows), asked.clone());
    let nothing = fund_list(ListRows::Handouts(Vec::new()), asked);
    let taken_back = Gift { reversed_by: Some(50), ends: Vec::new(), ..gift() };

    let corrected = Gift { corrected_as: Some(code(51)), ..taken_back.clone() };
    let reversal = Entry {
        seq: 305,
        bytes: entry()
            .bytes
            .replace(r#""type":"purchase_made""#, r#""type":"entry_reversed""#)
            .replace(r#""moves":[{"#, r#""was":[{"#),
        undone: Some(entry().bytes),
        reversed_by: None,
        corrected_as: None,
        ..entry()
    };
    let mut pages = vec![
        ("home", "/", Page::Home(home())),
        ("home-empty", "/", Page::Home(empty)),
        ("funds", "/funds", Page::Funds(funds())),
        ("fund", "/funds/quake", Page::Fund(Box::new(fund()))),
        ("fund-gifts", "/funds/quake/gifts", Page::FundList(Box::new(gifts))),
        ("fund-handouts", "/funds/quake/handouts", Page::FundList(Box::new(handouts))),
        ("fund-nothing", "/funds/quake/handouts?from=2026-01-01", Page::FundList(Box::new(nothing))),
        ("organisation", "/organisations/red-river", Page::Organisation(Box::new(organisation()))),
        ("project", "/projects/shelter", Page::Project(Box::new(project()))),
        ("site", "/sites/yingxiu", Page::Site(Box::new(site()))),
        ("gift", "/gifts/G-48KA-6KMQ", Page::Gift(Box::new(gift()))),
        ("gift-in-kind", "/gifts/G-48KA-6KMQ", Page::Gift(Box::new(gift_in_kind()))),
        ("gift-reversed", "/gifts/G-48KA-6KMQ", Page::Gift(Box::new(taken_back))),
        ("gift-corrected", "/gifts/G-48KA-6KMQ", Page::Gift(Box::new(corrected))),
        ("search", "/search?q=tent", Page::Search(search())),
        ("search-nothing", "/search?q=g48", Page::Search(Search { found: Vec::new(), total: 0, ..search() })),
        ("lot", "/lots/tents-0412", Page::Lot(Box::new(lot()))),
        ("handout", "/handouts/ho-88", Page::Handout(Box::new(handout()))),
        ("entry", "/entries/302", Page::Entry(Box::new(entry()))),
        ("reversal", "/entries/305", Page::Entry(Box::new(reversal))),
        ("entries", "/entries?fund=quake", Page::Entries(Box::new(entries))),
        ("method", "/method", Page::Method),
        ("verify", "/verify", Page::Verify),
        ("no-gift", "/gifts/G-48KA-6KMP", Page::Refused(mistyped)),
        ("no-gift-shape", "/gifts?code=x", Page::Refused(unknown)),
        ("not-found", "/x", Page::Refused(Refused::NotFound)),
        ("not-copied", "/documents/x", Page::Refused(Refused::NotCopied)),
        ("bad-request", "/x", Page::Refused(Refused::BadRequest)),
        ("rule", "/x", Page::Refused(rule)),
        ("busy", "/", Page::Refused(Refused::Busy { retry_after_s: 5 })),
        ("disk-full", "/", Page::Refused(Refused::DiskFull)),
    ];
    pages.extend(report::pages());
    pages
}

fn home() -> Home {
    let usd = Currency::new("USD").expect("a currency");
    Home {
        totals: vec![
            Totals { currency: cny(), received: 309_200_050, handed_out: 160_330_000, in_hand: 131_120_050 },
            Totals { currency: usd, received: 4_120_000, handed_out: 2_000_000, in_hand: 1_900_000 },
        ],
        funds: funds_slice(),
        latest: lines(),
    }
}

fn search() -> Search {
    let place = PlaceName { name: Some("Yingxiu".into()), country: "CN".into() };
    let item = FoundKind::Subject(SubjectKind::Item);
    Search {
        query: "tent <i>".into(),
        near: GiftCode::one_slip_away("48KA6KMP").into_iter().take(2).collect(),
        found: vec![
            Found { kind: item, id: "tent-12".into(), name: "Family tent <Eagle>".into(), place: None, seq: 4 },
            Found {
                kind: FoundKind::Subject(SubjectKind::Lot),
                id: "tents-0412".into(),
                name: "Family tent".into(),
                place: None,
                seq: 302,
            },
            Found {
                kind: FoundKind::Document,
                id: "ho-88".into(),
                name: "tents-list.pdf".into(),
                place: Some(place),
                seq: 871,
            },
        ],
        total: 43,
        from: 20,
        previous: Some("/search?q=tent".into()),
        next: Some("/search?q=tent&from=40".into()),
    }
}
