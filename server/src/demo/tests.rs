//! The demo against the ledger itself.

use std::collections::{BTreeMap, BTreeSet};

use ledger::entry::ENTRY_BYTES_LIMIT;
use ledger::event::EventType;
use ledger::past::Memory;
use ledger::record::Request;
use ledger::state::{State, Station};
use ledger::trace::{self, Trace};
use ledger::value::{PoolParts, SiteKind};
use sha3::{Digest as _, Sha3_256};

use super::*;

/// A ledger with the whole demo in it, and the length of its longest entry in bytes.
fn record(gifts: u64, seed: u64) -> (State, Memory, usize) {
    record_all(events(gifts, seed))
}

fn record_all(events: Events) -> (State, Memory, usize) {
    let (mut state, mut past, mut longest) = (State::default(), Memory::default(), 0);
    for (demo, seq) in events.zip(0_u64..) {
        let DemoEvent { at, actor, key, event } = demo;
        let json = event.to_json();
        let recorded = match state.record(&mut past, Request { actor, approver: None, at, event, key }) {
            Ok(recorded) => recorded,
            Err(failure) => panic!("entry {seq}: {failure:?}\n{json}"),
        };
        assert_eq!((recorded.entry.seq, recorded.entry.at), (seq, at));
        longest = longest.max(recorded.json.len());
        past.keep(recorded);
    }
    (state, past, longest)
}

fn traced(past: &mut Memory, seq: u64) -> Trace {
    match trace::forward(past, seq) {
        Ok(trace) => trace.expect("a gift"),
        Err(never) => match never {},
    }
}

#[test]
fn the_ledger_accepts_every_event() {
    for (gifts, seed) in [(100, 1), (100, 2), (101, 3), (157, 4), (400, 5), (1_000, 6), (3_000, 7)] {
        let (_, _, longest) = record(gifts, seed);
        assert!(longest < ENTRY_BYTES_LIMIT / 2, "{gifts}: {longest}");
    }
}

#[test]
fn almost_all_gifts_of_a_crowded_ledger_are_for_one_fund() {
    let (_, _, longest) = record_all(crowded(5_000, 7));
    assert!(longest < ENTRY_BYTES_LIMIT / 2, "{longest}");
    let of_the_fund = |event: &Event| match event {
        Event::DonationReceived(event) => event.fund.as_str() == "wenchuan-shelter",
        Event::GiftInKindReceived(event) => event.fund.as_str() == "wenchuan-shelter",
        _ => false,
    };
    let ours = crowded(5_000, 7).filter(|demo| of_the_fund(&demo.event)).count() as u64;
    assert!((5_000 * CROWD_SHARE / 100..5_000).contains(&ours), "{ours}");
}

#[test]
fn a_hundred_gifts_hold_every_type_of_event() {
    for seed in 0..40 {
        let kinds: BTreeSet<EventType> = events(GIFTS_MIN, seed).map(|demo| demo.event.event_type()).collect();
        let absent: Vec<_> = EventType::ALL.iter().filter(|kind| !kinds.contains(kind)).collect();
        assert!(absent.is_empty(), "seed {seed}: {absent:?}");
    }
}

#[test]
fn the_gifts_are_as_many_as_asked_for() {
    for gifts in [100, 101, 999, 20_000] {
        let counted = events(gifts, 9).filter(|demo| is_gift(&demo.event)).count();
        assert_eq!(counted as u64, gifts);
    }
    assert_eq!(events(1, 9).filter(|demo| is_gift(&demo.event)).count() as u64, GIFTS_MIN);
}

#[test]
fn the_same_numbers_make_the_same_ledger() {
    assert!(events(300, 5).eq(events(300, 5)));
    assert!(!events(300, 5).eq(events(300, 6)));
}

#[test]
fn time_and_keys_only_go_forward() {
    let (first, last) = ("2025-09-01T00:30:00.000Z", "2026-10-31T23:59:59.999Z");
    let bound = |text| Timestamp::parse(text).expect("a moment");
    for gifts in [100, 30_000] {
        let mut before: Option<DemoEvent> = None;
        for demo in events(gifts, 11) {
            assert!((bound(first)..=bound(last)).contains(&demo.at), "{}", demo.at);
            if let Some(before) = before {
                assert!(before.at < demo.at && before.key < demo.key, "{} {}", before.at, demo.at);
            }
            before = Some(demo);
        }
        assert!(before.is_some_and(|demo| demo.at > bound("2026-10-31T12:00:00.000Z")));
    }
}

#[test]
fn a_large_demo_has_between_115_and_135_entries_for_100_gifts() {
    let entries = events(100_000, 13).count();
    assert!((115_000..=135_000).contains(&entries), "{entries}");
}

#[test]
fn something_is_unspent_in_stock_on_its_way_and_at_the_suppliers() {
    for (gifts, seed) in [(100, 1), (100, 8), (500, 3)] {
        let (state, ..) = record(gifts, seed);
        let mut held: BTreeMap<&str, u64> = BTreeMap::new();
        for pool in state.pools() {
            let where_it_is = match pool.name().parts() {
                PoolParts::Cash { .. } => "unspent",
                PoolParts::Goods { site, .. } => match state.station(site) {
                    Some(Station::Site(SiteKind::Supplier)) => "at the supplier's",
                    Some(Station::Site(_)) => "in stock",
                    _ => "on its way",
                },
            };
            *held.entry(where_it_is).or_default() += pool.free_units();
        }
        for place in ["unspent", "at the supplier's", "in stock", "on its way"] {
            assert!(held.get(place).is_some_and(|units| *units > 0), "{gifts} gifts, seed {seed}: {held:?}");
        }
    }
}

#[test]
fn gifts_worth_opening_became_many_things() {
    for (gifts, seed) in [(100, 1), (100, 2), (2_000, 3)] {
        let (_, mut past, _) = record(gifts, seed);
        let worth = worth_opening(gifts, seed);
        let ends = |trace: &Trace| trace.ends.iter().map(|end| end.kind).collect::<BTreeSet<_>>();
        let spread = traced(&mut past, worth.spread_out);
        assert!(spread.ends.len() >= 5 && ends(&spread).len() >= 3, "{gifts}, {seed}: {spread:#?}");
        assert!(!traced(&mut past, worth.earmarked).ends.is_empty());
        let in_kind = traced(&mut past, worth.in_kind);
        assert!(in_kind.ends.len() >= 2, "{gifts}, {seed}: {in_kind:#?}");
    }
}

#[test]
fn each_paper_is_the_one_that_its_entry_names() {
    let mut papers = 0;
    for demo in events(100, 1) {
        let documents = match demo.event {
            Event::PurchaseMade(event) => event.documents.unwrap_or_default(),
            Event::DocumentAttached(event) => event.documents,
            _ => continue,
        };
        for document in documents {
            let text = paper(document.name.as_str());
            assert_eq!(document.sha3.0, <[u8; 32]>::from(Sha3_256::digest(text.as_bytes())));
            assert_eq!(document.bytes.get(), text.len() as u64);
            papers += 1;
        }
    }
    assert!(papers > 2, "{papers}");
}
