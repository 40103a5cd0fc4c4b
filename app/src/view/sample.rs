//! A small world for tests and for looking at pages: an earthquake fund and what became of its money.

use ledger::code::{CodeFault, GiftCode};
use ledger::event::EventType;
use ledger::refusal::Lang;
use ledger::value::{Currency, Date, FeeCategory, LossReason, OrganisationKind, SiteKind, SubjectKind, Timestamp};
use ledger::{Refusal, Rule};

use super::*;

pub(crate) mod report;

pub(crate) fn frame(lang: Lang, path: &str) -> Frame {
    Frame {
        lang,
        path: path.to_owned(),
        prefix: "",
        origin: Some("https://almoner.example".into()),
        assets: Assets {
            css: "/site.css".into(),
            start: "/start.js".into(),
            js: "/almoner.js".into(),
            wasm: "/almoner.wasm".into(),
            check: ["/check-page.js", "/check-worker.js", "/check.wasm"].map(str::to_owned),
            icon: "/favicon.svg".into(),
            card: "/card.png".into(),
            fonts: vec!["/fonts/serif-600.woff2".into()],
        },
        head: Some(Head { seq: 48_211, hash: hash(7), at: at("2026-11-20T09:15:02.123Z") }),
        signed: true,
        has_desk: true,
        can_mail: true,
        zone: Some("Asia/Shanghai"),
    }
}

fn hash(seed: u64) -> String {
    (0..4_u64)
        .map(|part| {
            format!(
                "{:016x}",
                seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(part * 13).unwrap_or(0))
            )
        })
        .collect()
}

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).expect("a moment")
}

fn day(text: &str) -> Date {
    Date::parse(text).expect("a day")
}

fn cny() -> Currency {
    Currency::new("CNY").expect("a currency")
}

fn named(id: &str, name: &str) -> Named {
    Named { id: id.into(), name: name.into() }
}

fn code(seq: u64) -> String {
    GiftCode::of_seq(seq).expect("in range").to_string()
}

fn place(name: &str) -> PlaceName {
    PlaceName { name: Some(name.into()), country: "CN".into() }
}

fn tents(thousandths: u64, of: u64) -> GoodsWords {
    let share = Share { thousandths, of };
    GoodsWords {
        share,
        item: named("tent", "Family tent 12 m²"),
        unit: "tent".into(),
        lot: "tents-0412".into(),
        costs_only: false,
    }
}

fn rice(thousandths: u64, of: u64) -> GoodsWords {
    let share = Share { thousandths, of };
    GoodsWords { share, item: named("rice", "大米 Rice"), unit: "kg".into(), lot: "rice-7".into(), costs_only: false }
}

fn end(amount: u64, pool: &str, seq: Option<u64>, path: &[u64], what: EndWords) -> End {
    let fund = Stop::Fund(named("quake", "Sichuan Earthquake Relief"));
    let mut trail = vec![fund];
    if let Some(goods) = what.goods() {
        let supplier = named("deyang", "Deyang Canvas Works");
        let paid_for = PaidFor::Goods { supplier, on: day("2026-02-01") };
        trail.push(Stop::Purchase(vec![Payment { seq: 302, paid_for }]));
        trail.push(Stop::Lot { lot: goods.lot.clone(), item: goods.item.clone() });
        trail.push(match &what {
            EndWords::InTransit { waybill, .. } => Stop::Waybill(waybill.clone()),
            _ => Stop::Site(named("chengdu", "Chengdu store")),
        });
    }
    let documents = if seq.is_some() { vec![document("list.pdf", 4_120)] } else { Vec::new() };
    End { amount, pool: pool.into(), seq, path: path.to_vec(), what, trail, documents }
}

fn document(name: &str, seq: u64) -> DocumentLine {
    DocumentLine {
        name: name.into(),
        media_type: "application/pdf".into(),
        bytes: 48_211,
        sha3: hash(seq),
        seq,
        is_here: false,
    }
}

pub(crate) fn gift() -> Gift {
    let ends = vec![
        end(
            21_000,
            "lot/tents-0412@yingxiu",
            Some(4_120),
            &[41, 60, 302, 871],
            EndWords::Distributed {
                goods: tents(3_000, 200),
                handout: "ho-88".into(),
                place: place("Yingxiu"),
                on: day("2026-03-03"),
            },
        ),
        end(
            11_100,
            "cash/quake/shelter",
            Some(4_200),
            &[41, 60],
            EndWords::CashDistributed {
                handout: "ho-91".into(),
                place: place("汶川 Wenchuan"),
                on: day("2026-03-11"),
                households: 120,
            },
        ),
        end(
            4_270,
            "lot/tents-0412@chengdu",
            None,
            &[41, 60, 302],
            EndWords::InStock { goods: tents(610, 200), site: named("chengdu", "Chengdu store") },
        ),
        end(
            2_200,
            "lot/rice-7@wb-19",
            None,
            &[41, 310, 655],
            EndWords::InTransit {
                goods: rice(3_140, 2_000),
                waybill: "wb-19".into(),
                to: named("yingxiu", "Yingxiu school"),
                since: day("2026-03-12"),
            },
        ),
        end(
            5_000,
            "cash/quake/shelter",
            None,
            &[41, 60],
            EndWords::Unspent { project: Some(named("shelter", "Winter shelter")), holder: None },
        ),
        end(
            2_930,
            "cash/quake",
            Some(3_001),
            &[41],
            EndWords::Expense {
                category: "vehicle_hire".into(),
                payee: "Minjiang Lorries".into(),
                on: day("2026-02-20"),
            },
        ),
        end(
            1_500,
            "cash/quake",
            Some(42),
            &[41],
            EndWords::Fee { category: FeeCategory::Processor, payee: "PayCo".into() },
        ),
        end(
            2_000,
            "lot/tents-0412@chengdu",
            Some(3_900),
            &[41, 60, 302],
            EndWords::Lost {
                goods: tents(285, 12),
                reason: LossReason::Damaged,
                site: named("chengdu", "Chengdu store"),
                on: day("2026-02-27"),
            },
        ),
    ];
    Gift {
        code: code(41),
        seq: 41,
        amount: 50_000,
        unit: Unit::Money(cny()),
        item: None,
        received_on: day("2026-01-14"),
        recorded_at: at("2026-01-14T08:02:11.000Z"),
        donor: Some("山鹰 <Eagle>".into()),
        method: Some("bank_transfer".into()),
        note: None,
        original: None,
        fund: named("quake", "Sichuan Earthquake Relief"),
        reversed_by: None,
        corrected_as: None,
        ends,
        passed_over: 0,
    }
}

pub(crate) fn gift_in_kind() -> Gift {
    let blankets = |thousandths| GoodsWords {
        share: Share { thousandths, of: 400 },
        item: named("blanket", "Wool blanket"),
        unit: "blanket".into(),
        lot: "blankets-3".into(),
        costs_only: false,
    };
    Gift {
        unit: Unit::Goods("blanket".into()),
        amount: 400,
        item: Some(named("blanket", "Wool blanket")),
        method: None,
        ends: vec![
            end(
                150,
                "lot/blankets-3@yingxiu",
                Some(900),
                &[90, 400],
                EndWords::Distributed {
                    goods: blankets(150_000),
                    handout: "ho-12".into(),
                    place: place("Yingxiu"),
                    on: day("2026-02-03"),
                },
            ),
            end(
                250,
                "lot/blankets-3@factory",
                None,
                &[90],
                EndWords::AtSupplier { goods: blankets(250_000), supplier: named("factory", "Hetian Wool") },
            ),
        ],
        ..gift()
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

fn funds_slice() -> Slice<FundLine> {
    Slice::whole(vec![
        fund_line("quake", "Sichuan Earthquake Relief", 248_300_050, 151_230_000, 80_120_050),
        fund_line("schools", "Schools in the Hills · 山里的学校", 51_000_000, 0, 51_000_000),
        fund_line("flood-2024", "Flood 2024", 9_900_000, 9_100_000, 0),
    ])
}

fn funds() -> Funds {
    Funds {
        funds: funds_slice(),
        asked: FundsAsked { open: Some(true), text: "<i>".into(), ..FundsAsked::default() },
        stewards: vec![named("red-river", "Red River Relief")],
        currencies: vec![cny()],
    }
}

fn line(seq: u64, event: EventType, sum: Option<u64>, about: &[(SubjectKind, &str, &str)]) -> EntryLine {
    EntryLine {
        seq,
        at: at("2026-11-20T09:15:02.123Z"),
        event,
        actor: "red-river/s7".into(),
        sum: sum.map(|amount| Sum { amount, currency: cny() }),
        share: None,
        term: (event == EventType::ExpensePaid).then(|| ("category", "vehicle_hire".to_owned())),
        goods: Vec::new(),
        about: about
            .iter()
            .map(|(kind, id, name)| About { kind: *kind, id: (*id).into(), name: (*name).into() })
            .collect(),
        reversed: event == EventType::ExpensePaid,
    }
}

fn lines() -> Vec<EntryLine> {
    let fund = (SubjectKind::Fund, "quake", "Sichuan Earthquake Relief");
    vec![
        line(
            48_211,
            EventType::GoodsDistributed,
            None,
            &[
                (SubjectKind::Handout, "ho-88", "ho-88"),
                (SubjectKind::Lot, "tents-0412", "tents-0412"),
                (SubjectKind::Site, "yingxiu", "Yingxiu school"),
            ],
        ),
        line(
            48_210,
            EventType::DonationReceived,
            Some(50_000),
            &[fund, (SubjectKind::Gift, "G-48KA-6KMQ", "G-48KA-6KMQ")],
        ),
        line(48_209, EventType::ExpensePaid, Some(293_000), &[fund]),
        line(
            48_208,
            EventType::PurchaseMade,
            Some(14_000_000),
            &[fund, (SubjectKind::Lot, "tents-0412", "tents-0412")],
        ),
        line(48_207, EventType::SiteRegistered, None, &[(SubjectKind::Site, "yingxiu", "Yingxiu school")]),
    ]
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

fn tents_of(lot: &str, quantity: u64) -> GoodsCount {
    GoodsCount { lot: lot.into(), item: named("tent", "Family tent 12 m²"), unit: "tent".into(), quantity }
}

fn handout_lines() -> Slice<HandoutLine> {
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
                },
                GiftLine {
                    code: code(90),
                    received_on: day("2026-01-13"),
                    donor: None,
                    amount: 400,
                    unit: Unit::Goods("blanket".into()),
                    own: false,
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

fn lot() -> Lot {
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

fn handout() -> Handout {
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

fn entry() -> Entry {
    let bytes = concat!(
        r#"{"actor":"red-river/s7","at":"2026-01-20T09:15:02.123Z","event":{"documents":[{"bytes":48211,"media_type":"application/pdf","name":"invoice <12>.pdf","sha3":"#,
        r#""3a5be1b3b2d5f1a9c03c4e1a5a9a6f0a7c9c6bd6d8a3ff6f1c2a9e5d0b7a1c44"}],"lines":[{"cost":12000000,"item":"tent","lot":"tents-0412","quantity":2000},"#,
        r#"{"cost":2000000,"item":"rice","lot":"rice-7","quantity":2000}],"purchased_on":"2026-01-20","sources":[{"amount":14000000,"pool":"cash/quake/shelter"}],"#,
        r#""supplier":"hetian","type":"purchase_made"},"key":"0197a1c2-0000-7000-8000-000000000000","moves":[{"from":{"pool":"cash/quake/shelter","spans":[[0,9000000],[9500000,12500000]]},"#,
        r#""to":{"pool":"lot/tents-0412@hetian","spans":[[0,2000]]}},{"from":{"pool":"cash/quake/shelter","spans":[[12500000,14500000]]},"to":{"pool":"lot/rice-7@hetian","spans":[[0,2000]]}}],"#,
        r#""prev":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","seq":302}"#
    );
    Entry {
        seq: 302,
        bytes: bytes.into(),
        hash: hash(9),
        currency: Some(cny()),
        gift: None,
        about: vec![
            About { kind: SubjectKind::Lot, id: "tents-0412".into(), name: "tents-0412".into() },
            About { kind: SubjectKind::Site, id: "hetian".into(), name: "Hetian Canvas".into() },
        ],
        reversed_by: Some(305),
        corrected_as: Some(306),
        undone: None,
        last: 48_211,
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

fn goods_lines() -> Vec<GoodsLine> {
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

fn organisation() -> Organisation {
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

fn spending(category: &str, spent: u64, in_goods: u64) -> SpendingLine {
    SpendingLine { category: category.into(), spent, in_goods }
}

fn project() -> Project {
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

fn site() -> Site {
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

fn fund_list(rows: ListRows, asked: ListAsked) -> FundList {
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
