//! A gift of money that went many ways, and a gift of goods.

use ledger::value::{FeeCategory, LossReason};

use super::{at, cny, code, day, document, named, place};
use crate::view::*;

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
