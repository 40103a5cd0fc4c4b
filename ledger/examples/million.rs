//! A million events on one core: how long the ledger takes to judge them, to read them, and to replay them.
//!
//! `cargo run --release -p ledger --example million [EVENTS]`
//!
//! Of each thousand, 850 are gifts, 85 are fees on them; the rest buys tents, moves them on a lorry and hands them out,
//! and pays people and bills, so that about all that comes in is spent. Everything stands in memory; nothing is written.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use ledger::record::{Recorded, Request};
use ledger::value::{Actor, Key, Timestamp};
use ledger::{Event, Hash, Memory, State, Told};

/// How many, unless told.
const EVENTS: u64 = 1_000_000;
const ROUND: u64 = 1_000;

const BEGINNING: &[&str] = &[
    r#"{"type":"organisation_registered","id":"red-river","name":"Red River","kind":"ngo"}"#,
    r#"{"type":"fund_opened","id":"flood-2026","title":"Flood","purpose":"Relief","currency":"CNY","steward":"red-river"}"#,
    r#"{"type":"project_opened","id":"shelter","fund":"flood-2026","title":"Shelter","implementer":"red-river"}"#,
    r#"{"type":"site_registered","id":"maker","name":"Maker","kind":"supplier"}"#,
    r#"{"type":"site_registered","id":"chengdu","name":"Chengdu","kind":"warehouse"}"#,
    r#"{"type":"site_registered","id":"yingxiu","name":"Yingxiu","kind":"distribution_point"}"#,
    r#"{"type":"item_registered","id":"tent","name":"Tent","unit":"tent","category":"shelter"}"#,
];

/// The event at a place of the stream. Each one stands, so its place is its `seq`.
fn event_at(seq: u64) -> String {
    if let Some(event) = usize::try_from(seq).ok().and_then(|seq| BEGINNING.get(seq)) {
        return (*event).into();
    }
    let (round, place) = (seq / ROUND, seq % ROUND);
    match place {
        // A fee on the gift just before, for every tenth gift.
        0..935 if place % 11 == 10 && round > 0 => {
            format!(r#"{{"type":"fee_charged","amount":60,"category":"processor","gift":{},"payee":"Bank"}}"#, seq - 1)
        }
        0..935 => donation(seq),
        935 => format!(
            r#"{{"type":"allocation_made","id":"allocation-{round}","fund":"flood-2026","project":"shelter","amount":4000000}}"#
        ),
        936 => format!(
            r#"{{"type":"purchase_made","sources":[{{"pool":"cash/flood-2026/shelter","amount":3500000}}],"lines":[{{"lot":"tents-{round}","item":"tent","quantity":500,"cost":3500000}}],"supplier":"maker","purchased_on":"2026-03-01"}}"#
        ),
        937 => format!(
            r#"{{"type":"goods_received","id":"receipt-{round}","lot":"tents-{round}","from":"maker","to":"chengdu","quantity":500,"received_on":"2026-03-02"}}"#
        ),
        938 => format!(
            r#"{{"type":"cost_added","id":"lorry-{round}","lot":"tents-{round}","site":"chengdu","sources":[{{"pool":"cash/flood-2026/shelter","amount":200000}}],"category":"transport"}}"#
        ),
        939 => format!(
            r#"{{"type":"goods_dispatched","waybill":"waybill-{round}","lines":[{{"lot":"tents-{round}","quantity":500}}],"from":"chengdu","to":"yingxiu","dispatched_on":"2026-03-02"}}"#
        ),
        940 => format!(
            r#"{{"type":"goods_received","id":"arrival-{round}","lot":"tents-{round}","from":"waybill-{round}","to":"yingxiu","quantity":498,"received_on":"2026-03-03"}}"#
        ),
        941 => format!(
            r#"{{"type":"goods_lost","id":"loss-{round}","lot":"tents-{round}","site":"waybill-{round}","quantity":2,"reason":"damaged","found_on":"2026-03-03"}}"#
        ),
        942..980 => format!(
            r#"{{"type":"goods_distributed","id":"handout-{seq}","site":"yingxiu","lines":[{{"lot":"tents-{round}","quantity":13}}],"place":{{"country":"CN","admin1":"CN-SC","name":"Yingxiu"}},"households":13,"people":50,"distributed_on":"2026-03-04"}}"#
        ),
        980..990 => format!(
            r#"{{"type":"cash_distributed","id":"handout-{seq}","from":"cash/flood-2026","amount":80000,"place":{{"country":"CN","admin1":"CN-SC","name":"Yingxiu"}},"households":8,"people":30,"distributed_on":"2026-03-05"}}"#
        ),
        _ => format!(
            r#"{{"type":"expense_paid","id":"expense-{seq}","from":"cash/flood-2026","amount":12000,"category":"vehicle_hire","payee":"Lorry hire","paid_on":"2026-03-06"}}"#
        ),
    }
}

fn donation(seq: u64) -> String {
    let amount = 1_000 + seq.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 11_000;
    format!(
        r#"{{"type":"donation_received","amount":{amount},"fund":"flood-2026","method":"bank_transfer","received_on":"2026-03-01","donor":"Friend {}"}}"#,
        seq % 977
    )
}

/// Time spent in one part of the work, by rounds: of a machine that has other work too, the quickest tells the most.
#[derive(Default)]
struct Watch {
    rounds: Vec<Duration>,
    timed: u64,
}

impl Watch {
    fn time<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = work();
        let spent = start.elapsed();
        if self.timed.is_multiple_of(ROUND) {
            self.rounds.push(Duration::ZERO);
        }
        self.timed += 1;
        if let Some(round) = self.rounds.last_mut() {
            *round += spent;
        }
        result
    }

    fn say(mut self, what: &str) {
        self.rounds.sort_unstable();
        let total: Duration = self.rounds.iter().sum();
        let an_event = |percent: usize| self.rounds[self.rounds.len() * percent / 100].as_nanos() / u128::from(ROUND);
        let (total, quick, middle) = (total.as_millis(), an_event(10), an_event(50));
        println!(
            "{what:<36} {total:>6} ms; an event: {middle:>5} ns in the middle round, {quick:>5} ns in a quick one"
        );
    }
}

fn request(seq: u64, event: Event) -> Request {
    let mut key = [7; 16];
    key[8..].copy_from_slice(&seq.to_be_bytes());
    Request {
        actor: Actor::new("red-river/s7").expect("an actor"),
        approver: None,
        at: Timestamp::from_ms(1_795_166_102_123 + seq.cast_signed()).expect("in range"),
        event,
        key: Key::from_bytes(key),
    }
}

fn record(state: &mut State, past: &mut Memory, request: Request) -> Recorded {
    state.record::<Memory>(past, request).unwrap_or_else(|failure: ledger::record::Failure<Infallible>| {
        panic!("every event of the stream stands: {failure:?}")
    })
}

fn main() {
    let (mut parse, mut judge, mut keep) = (Watch::default(), Watch::default(), Watch::default());
    let (mut state, mut past) = (State::default(), Memory::default());
    // Where each entry ends, and its hash.
    let (mut bytes, mut log): (String, Vec<(usize, Hash)>) = Default::default();
    let events = std::env::args().nth(1).map_or(EVENTS, |events| events.parse().expect("how many events"));
    for seq in 0..events {
        let json = event_at(seq);
        let event = parse.time(|| Event::parse(json.as_bytes()).expect("an event"));
        let request = request(seq, event);
        let mut recorded = judge.time(|| record(&mut state, &mut past, request));
        bytes.push_str(&std::mem::take(&mut recorded.json));
        log.push((bytes.len(), recorded.hash));
        keep.time(|| past.keep(recorded));
    }
    let head = state.head();
    let starts = std::iter::once(0).chain(log.iter().map(|(end, _)| *end));
    let log: Vec<(&str, Hash)> = starts.zip(&log).map(|(start, (end, hash))| (&bytes[start..*end], *hash)).collect();
    println!("{events} events, {} bytes of entries, {} pools, head {}", bytes.len(), state.pools().len(), head.hash);

    let mut whole = Watch::default();
    let (mut state, mut past) = (State::default(), Memory::default());
    for (json, _) in &log {
        let Told { actor, at, event, key, .. } = Told::parse(json).expect("an entry");
        let request = Request { actor, approver: None, at, event, key };
        whole.time(|| {
            let recorded = record(&mut state, &mut past, request);
            past.keep(recorded);
        });
    }
    assert_eq!(state.head(), head);

    let (mut read, mut hash, mut derive) = (Watch::default(), Watch::default(), Watch::default());
    let (mut state, mut past) = (State::default(), Memory::for_judging());
    for (json, expected) in &log {
        let told = read.time(|| Told::parse(json).expect("an entry"));
        let taken = hash.time(|| Hash::of(json.as_bytes()));
        assert_eq!(taken, *expected);
        let replayed = derive.time(|| state.replay(&mut past, told, json, taken));
        past.keep(replayed.unwrap_or_else(|fault| panic!("the same again: {fault:?}")));
    }
    assert_eq!(state.head(), head);

    parse.say("Event::parse");
    judge.say("State::record, SHA3 included");
    keep.say("Memory::keep");
    hash.say("SHA3-256 of an entry alone");
    whole.say("record and keep, one after the other");
    read.say("Told::parse");
    derive.say("State::replay, SHA3 taken before");
}
