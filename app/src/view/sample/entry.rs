//! Entries: lines of the log, and the page of a purchase.

use ledger::event::EventType;
use ledger::value::SubjectKind;

use super::{at, cny, hash};
use crate::view::*;

pub(super) fn entry() -> Entry {
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

pub(super) fn lines() -> Vec<EntryLine> {
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
