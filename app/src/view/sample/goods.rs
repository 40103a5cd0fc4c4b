//! Goods where they are and where they went: a lot, a hand-out, a site.

use ledger::value::SiteKind;

use super::entry::lines;
use super::{cny, code, day, document, hash, named, place};
use crate::view::*;

pub(super) fn lot() -> Lot {
    let at = |kind, site: &str, quantity| LotPlace { kind, site: named("s", site), on_waybill: false, quantity };
    Lot {
        id: "tents-0412".into(),
        item: named("tent", "Family tent 12 m²"),
        unit: "tent".into(),
        quantity: 2_000,
        cost: vec![Sum { amount: 14_000_000, currency: cny() }],
        funds: vec![named("quake", "Sichuan Earthquake Relief")],
        origin: LotOrigin::Bought { supplier: named("hetian", "Hetian Canvas"), on: day("2026-01-20") },
        seq: 302,
        expires_on: None,
        batch: Some("HC-2026-01".into()),
        places: vec![
            at(EndKind::Distributed, "Yingxiu school", 1_500),
            at(EndKind::Packed, "Chengdu store", 100),
            at(EndKind::InStock, "Chengdu store", 388),
            at(EndKind::Lost, "Chengdu store", 12),
        ],
        kits: vec![tents_of("kits-3", 100)],
        handouts: handout_lines(),
        gifts: shares(),
        documents: vec![document("report.pdf", 77)],
        entries: lines(),
    }
}

pub(super) fn handout() -> Handout {
    Handout {
        id: "ho-88".into(),
        seq: 4_120,
        on: day("2026-03-03"),
        place: place("Yingxiu"),
        site: Some(named("yingxiu", "Yingxiu school")),
        fund: named("quake", "Sichuan Earthquake Relief"),
        project: Some(named("shelter", "Winter shelter")),
        households: 200,
        people: 811,
        lots: vec![HandoutLot {
            lot: "tents-0412".into(),
            item: named("tent", "Family tent 12 m²"),
            unit: "tent".into(),
            quantity: 200,
            cost: Some(Sum { amount: 1_400_000, currency: cny() }),
        }],
        value: Some(Sum { amount: 1_400_000, currency: cny() }),
        costs_only: false,
        recipients: Some((200, hash(3))),
        reversed_by: None,
        documents: vec![document("list.pdf", 4_120)],
        gifts: shares(),
    }
}

pub(super) fn site() -> Site {
    Site {
        site: named("yingxiu", "Yingxiu school"),
        kind: SiteKind::DistributionPoint,
        place: Some(place("Yingxiu")),
        note: None,
        seq: 20,
        lots: Slice::whole(vec![SiteLot {
            lot: "tents-0412".into(),
            item: named("tent", "Family tent 12 m²"),
            unit: "tent".into(),
            quantity: 388,
        }]),
        handouts: handout_lines(),
        documents: Slice::whole(Vec::new()),
        entries: Slice::whole(lines()),
    }
}

pub(super) fn goods_lines() -> Vec<GoodsLine> {
    vec![GoodsLine {
        item: named("tent", "Family tent 12 m²"),
        unit: "tent".into(),
        at_supplier: 0,
        in_transit: 40,
        in_stock: 348,
        handed_out: 1_600,
        lost: 12,
        cost: 14_000_000,
    }]
}

pub(super) fn tents_of(lot: &str, quantity: u64) -> GoodsCount {
    GoodsCount { lot: lot.into(), item: named("tent", "Family tent 12 m²"), unit: "tent".into(), quantity }
}

pub(super) fn handout_lines() -> Slice<HandoutLine> {
    let row = |id: &str, name: &str, on: &str, households, value| HandoutLine {
        id: id.into(),
        on: day(on),
        place: place(name),
        households,
        people: households * 4,
        goods: if id == "ho-88" { vec![tents_of("tents-0412", 200)] } else { Vec::new() },
        value,
        currency: cny(),
        costs_only: false,
    };
    let rows = vec![
        row("ho-91", "汶川 Wenchuan", "2026-03-11", 120, 12_000_000),
        row("ho-88", "Yingxiu", "2026-03-03", 1, 1_400_000),
    ];
    Slice { rows, total: 57, next: Some("/funds/quake?handouts=2#handouts".into()) }
}

fn shares() -> Slice<GiftShare> {
    let share = |seq, donor: Option<&str>, amount| GiftShare {
        code: code(seq),
        donor: donor.map(Into::into),
        is_found: false,
        own: false,
        amount,
        unit: Unit::Money(cny()),
    };
    Slice {
        rows: vec![share(41, Some("山鹰"), 21_000), share(42, None, 9_000)],
        total: 812,
        next: Some("/lots/x?gifts=2".into()),
    }
}
