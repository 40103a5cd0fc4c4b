//! The worked example of the design, bytes that must never change, and ledgers that once went wrong.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use ledger::Entry;
use ledger::trace::{EndKind, backward, forward};
use ledger::value::PoolName;

use crate::conservation;
use crate::world::World;

/// The ends of a gift: kind and amount.
fn ends(world: &World, gift: u64) -> Vec<(EndKind, u64)> {
    let trace = forward(&mut world.past.clone(), gift).expect("in memory").expect("a gift");
    trace.ends.iter().map(|end| (end.kind, end.amount)).collect()
}

#[test]
fn the_worked_example_of_the_design_comes_out_to_the_cent() {
    let mut world = World::prepared();
    let donation = |amount: u64| {
        format!(
            r#"{{"type":"donation_received","fund":"flood","amount":{amount},"method":"cash","received_on":"2026-01-02"}}"#
        )
    };
    let (a, b) = (world.accept(&donation(10_000)), world.accept(&donation(5_000)));
    let purchase = world.accept(
        r#"{"type":"purchase_made","sources":[{"pool":"cash/flood","amount":12000}],"lines":[{"lot":"t","item":"tent","quantity":7,"cost":12000}],"supplier":"maker","purchased_on":"2026-01-03"}"#,
    );
    let receipt = world.accept(
        r#"{"type":"goods_received","id":"r","lot":"t","from":"maker","to":"yingxiu","quantity":7,"received_on":"2026-01-04"}"#,
    );
    let handout = world.accept(
        r#"{"type":"goods_distributed","id":"h","site":"yingxiu","lines":[{"lot":"t","quantity":3}],"place":{"country":"CN"},"households":3,"people":11,"distributed_on":"2026-01-05"}"#,
    );
    world.accept(
        r#"{"type":"goods_lost","id":"l","lot":"t","site":"yingxiu","quantity":2,"reason":"damaged","found_on":"2026-01-06"}"#,
    );
    assert_eq!(ends(&world, a), [(EndKind::Distributed, 5_142), (EndKind::Lost, 3_429), (EndKind::InStock, 1_429)]);
    assert_eq!(ends(&world, b), [(EndKind::InStock, 2_000), (EndKind::Unspent, 3_000)]);
    let trace = forward(&mut world.past.clone(), a).expect("in memory").expect("a gift");
    assert_eq!(trace.ends[0].path, [a, purchase, receipt, handout]);
    let stock = PoolName::parse("lot/t@yingxiu").expect("a name");
    let behind = backward(&mut world.past.clone(), &stock, &world.free(&stock)).expect("in memory");
    assert_eq!(behind.iter().map(|origin| (origin.gift, origin.amount)).collect::<Vec<_>>(), [(a, 1_429), (b, 2_000)]);
}

/// A chain that anyone can check: `printf %s '…' | openssl dgst -sha3-256`.
const CHAIN: &[(&str, &str)] = &[
    (
        r#"{"actor":"red-river/s7","at":"2026-11-20T09:15:02.130Z","event":{"country":"CN","id":"red-river","kind":"ngo","name":"红河 Red River","type":"organisation_registered"},"key":"00000000-0000-7000-8000-000000000001","moves":[],"prev":"0000000000000000000000000000000000000000000000000000000000000000","seq":0}"#,
        "0376eea1cf811211d84d123ad3228890eb3b8f4045ad498a18d270d4f9cf9f47",
    ),
    (
        r#"{"actor":"red-river/s7","at":"2026-11-20T09:15:02.137Z","event":{"currency":"CNY","id":"flood","purpose":"Relief\nand rebuilding","steward":"red-river","title":"Flood","type":"fund_opened"},"key":"00000000-0000-7000-8000-000000000002","moves":[],"prev":"0376eea1cf811211d84d123ad3228890eb3b8f4045ad498a18d270d4f9cf9f47","seq":1}"#,
        "a21e8da7a2fe5f5020ba47e231a2d186853b0607edb678dd5b3244ce09a185d1",
    ),
    (
        r#"{"actor":"red-river/s7","at":"2026-11-20T09:15:02.144Z","event":{"amount":30000,"commitment":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","donor":"A \"friend\" in Zürich","fund":"flood","method":"bank_transfer","original":{"amount":3912,"currency":"CHF"},"received_on":"2026-11-19","type":"donation_received"},"key":"00000000-0000-7000-8000-000000000003","moves":[{"to":{"pool":"cash/flood","spans":[[0,30000]]}}],"prev":"a21e8da7a2fe5f5020ba47e231a2d186853b0607edb678dd5b3244ce09a185d1","seq":2}"#,
        "e80bbda0e6fb726e9778f074abc57ec2c202dc95353746f561b04ae307fd753d",
    ),
    (
        r#"{"actor":"red-river/s7","at":"2026-11-20T09:15:02.151Z","event":{"amount":180,"category":"processor","gift":2,"payee":"Bank","type":"fee_charged"},"key":"00000000-0000-7000-8000-000000000004","moves":[{"from":{"pool":"cash/flood","spans":[[0,180]]}}],"prev":"e80bbda0e6fb726e9778f074abc57ec2c202dc95353746f561b04ae307fd753d","seq":3}"#,
        "58449fb81a9b67c8a22ee522adc133d20fce35a0693a47ec4002c4a958fd811e",
    ),
    (
        r#"{"actor":"red-river/s7","at":"2026-11-20T09:15:02.158Z","event":{"amount":5000,"distributed_on":"2026-11-20","from":"cash/flood","households":12,"id":"h-1","people":40,"place":{"admin1":"CN-SC","country":"CN","lat":3106,"lon":-10349,"name":"映秀"},"recipients":{"count":12,"root":"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"},"type":"cash_distributed"},"key":"00000000-0000-7000-8000-000000000005","moves":[{"from":{"pool":"cash/flood","spans":[[180,5180]]}}],"prev":"58449fb81a9b67c8a22ee522adc133d20fce35a0693a47ec4002c4a958fd811e","seq":4}"#,
        "c4f9b953022d578d5871044aab8545a7c357f01ce8e32d50204c033ef3ad7d17",
    ),
    (
        r#"{"actor":"red-river/s7","at":"2026-11-20T09:15:02.165Z","event":{"reason":"Counted twice","reverses":4,"type":"entry_reversed"},"key":"00000000-0000-7000-8000-000000000006","moves":[],"prev":"c4f9b953022d578d5871044aab8545a7c357f01ce8e32d50204c033ef3ad7d17","seq":5}"#,
        "6182a9c5265e51617244d1fc92be9992eed08c7761e11ff91bebe4029d4b31b9",
    ),
];

#[test]
fn the_bytes_of_an_entry_and_their_hash_never_change() {
    let mut world = World::default();
    for (bytes, hash) in CHAIN {
        let event = Entry::parse(bytes.as_bytes()).expect("an entry").event;
        let recorded = world.send(&event.to_json()).expect("what stood once stands again");
        assert_eq!((recorded.json.as_str(), recorded.hash.to_string().as_str()), (*bytes, *hash));
    }
}

#[test]
fn however_often_money_changed_hands_its_trace_is_found() {
    let mut world = World::prepared();
    let gift = world.accept(
        r#"{"type":"donation_received","fund":"flood","amount":1000,"method":"cash","received_on":"2026-01-02"}"#,
    );
    let mut hop = |from: &str, to: &str, members: &str| {
        let sent = world.sent;
        world.accept(&format!(
            r#"{{"type":"transfer_made","id":"t-{sent}","from":"{from}","to":"{to}","sent_on":"2026-01-02",{members}}}"#
        ))
    };
    for _ in 0..10_000 {
        hop("cash/flood", "cash/flood@partner", r#""amount":1000"#);
        hop("cash/flood@partner", "cash/flood", r#""amount":1000"#);
    }
    for _ in 0..500 {
        hop("cash/flood", "cash/storm", r#""amount":1000,"credited":137,"reason":"Bank""#);
        hop("cash/storm", "cash/flood", r#""amount":137,"credited":1000,"reason":"Bank""#);
    }
    assert_eq!(ends(&world, gift), [(EndKind::Unspent, 1_000)]);
    conservation::directions_agree(&world).expect("both directions agree");
}
