//! The 200 published random ledgers: moves, free spans and traces as another implementation made them.

use serde_json::Value;

use super::{Draft, Judged, Request};
use crate::entry::{Move, Side};
use crate::event::Event;
use crate::past::{Memory, Past};
use crate::pool::Pool;
use crate::span::{self, Span};
use crate::state::State;
use crate::trace;
use crate::value::{Actor, Key, PoolName, Timestamp};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/vectors/traces.jsonl");

fn event(json: &str) -> Event {
    Event::parse(json.as_bytes()).expect("an event")
}

fn event_of(op: &Value) -> Event {
    match op["op"].as_str().expect("an op") {
        "inflow" => {
            event(r#"{"type":"donation_received","fund":"a","amount":1,"method":"cash","received_on":"2026-01-01"}"#)
        }
        "outflow" | "outflow_exact" => event(
            r#"{"type":"expense_paid","id":"a","from":"cash/a","amount":1,"category":"c","payee":"p","paid_on":"2026-01-01"}"#,
        ),
        "convert" => event(
            r#"{"type":"transfer_made","id":"a","from":"cash/a","to":"cash/b","amount":1,"sent_on":"2026-01-01"}"#,
        ),
        "add_cost" => event(
            r#"{"type":"cost_added","id":"a","sources":[{"pool":"cash/a","amount":1}],"lot":"l","site":"s","category":"transport"}"#,
        ),
        "reverse" => event(&format!(r#"{{"type":"entry_reversed","reason":"r","reverses":{}}}"#, op["event"])),
        other => panic!("unknown op {other}"),
    }
}

fn pool_of(value: &Value) -> PoolName {
    PoolName::parse(value.as_str().expect("a pool")).expect("a pool name")
}

fn spans_of(value: &Value) -> Vec<Span> {
    let bound = |span: &Value, end: usize| span[end].as_u64().expect("a unit");
    value.as_array().expect("spans").iter().map(|span| Span { from: bound(span, 0), to: bound(span, 1) }).collect()
}

fn play<P: Past>(draft: &mut Draft<'_, P>, op: &Value, event: &Event) -> Judged<P> {
    let units = op["units"].as_u64().unwrap_or_default();
    match op["op"].as_str().expect("an op") {
        "inflow" => {
            let to = draft.arrive(&pool_of(&op["pool"]), units, "")?;
            draft.moves.push(Move { from: None, to: Some(to) });
        }
        "outflow" => draft.end(&pool_of(&op["pool"]), units, "")?,
        "outflow_exact" => {
            let side = Side { pool: pool_of(&op["pool"]), spans: spans_of(&op["spans"]) };
            let id = draft.state.pool_id(&side.pool).expect("a pool");
            draft.with_pool(id, |pool, log| pool.take_exactly(&side.spans, log)).expect("all free");
            draft.moves.push(Move { from: Some(side), to: None });
        }
        "convert" | "add_cost" => {
            let mut sources = Vec::new();
            for source in op["sources"].as_array().expect("sources") {
                sources.push(draft.take(&pool_of(&source[0]), source[1].as_u64().expect("units"), "")?);
            }
            let pool = pool_of(&op["pool"]);
            let to = if op["op"] == "convert" {
                draft.arrive(&pool, units, "")?
            } else {
                let spans = draft.state.pool(&pool).expect("a pool").free().collect();
                Side { pool, spans }
            };
            for from in sources {
                draft.moves.push(Move { from: Some(from), to: Some(to.clone()) });
            }
        }
        _ => match event {
            Event::EntryReversed(event) => draft.reverse(event)?,
            _ => panic!("unknown op"),
        },
    }
    Ok(())
}

fn check(case: &Value) {
    let seed = &case["seed"];
    let (mut state, mut past) = (State::default(), Memory::default());
    for op in case["ops"].as_array().expect("ops") {
        let event = event_of(op);
        let request = Request {
            actor: Actor::new("test/vector").expect("an actor"),
            approver: None,
            at: Timestamp::ZERO,
            event: event.clone(),
            key: Key::from_bytes([0; 16]),
        };
        let recorded = state.record_with(&mut past, request, |draft| play(draft, op, &event));
        past.keep(recorded.unwrap_or_else(|failure| panic!("seed {seed}, {op}: {failure:?}")));
    }
    let ours: Vec<(u64, u32, &Move)> = past
        .entries()
        .iter()
        .flat_map(|entry| entry.moves.iter().zip(0_u32..).map(|(one, index)| (entry.seq, index, one)))
        .collect();
    let theirs = case["moves"].as_array().expect("moves");
    assert_eq!(ours.len(), theirs.len(), "seed {seed}");
    for ((seq, _, one), expected) in ours.iter().zip(theirs) {
        assert_eq!(state.reversed_by(*seq).is_none(), expected["live"].as_bool().expect("live"), "seed {seed}, {seq}");
        for (side, name) in [(&one.from, "from"), (&one.to, "to")] {
            let expected = expected.get(name).map(|side| (pool_of(&side["pool"]), spans_of(&side["spans"])));
            assert_eq!(
                side.as_ref().map(|side| (side.pool.clone(), side.spans.clone())),
                expected,
                "seed {seed}, {seq}"
            );
        }
    }
    for (pool, spans) in case["free"].as_object().expect("free") {
        let free: Vec<Span> =
            state.pool(&PoolName::parse(pool).expect("a pool")).map_or(Vec::new(), |pool| Pool::free(pool).collect());
        assert_eq!(free, spans_of(spans), "seed {seed}, {pool}");
    }
    for (index, ends) in case["traces"].as_object().expect("traces") {
        let (seq, ..) = ours[index.parse::<usize>().expect("an index")];
        let trace = trace::forward(&mut past.clone(), seq).expect("in memory").expect("a gift");
        let mut found: Vec<(String, String, u64)> = Vec::new();
        for end in &trace.ends {
            let place = match end.seq {
                Some(seq) => ours
                    .iter()
                    .position(|(of, index, _)| (*of, *index) == (seq, end.index))
                    .expect("a move")
                    .to_string(),
                None => end.pool.to_string(),
            };
            found.push((if end.seq.is_some() { "move" } else { "held" }.into(), place, end.amount));
        }
        let expected = ends.as_array().expect("ends").iter().map(|end| {
            let place = end[1].as_str().map_or_else(|| end[1].to_string(), str::to_owned);
            (end[0].as_str().expect("a kind").to_owned(), place, end[2].as_u64().expect("units"))
        });
        let mut expected: Vec<_> = expected.collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "seed {seed}, move {index}");
        for end in trace.ends.iter().filter(|end| end.seq.is_some()) {
            let (.., one) =
                ours.iter().find(|(of, index, _)| Some(*of) == end.seq && *index == end.index).expect("a move");
            let from = one.from.as_ref().expect("a source");
            let origins = trace::backward(&mut past.clone(), &from.pool, &from.spans).expect("in memory");
            let back = origins.iter().find(|origin| origin.gift == seq).map(|origin| origin.amount);
            assert_eq!(back, Some(end.amount), "seed {seed}, move {index}, back from {}", end.pool);
        }
        assert_eq!(trace.ends.iter().map(|end| end.amount).sum::<u64>(), trace.amount);
        assert!(trace.ends.iter().all(|end| span::units_of(&end.units) > 0));
    }
}

#[test]
fn all_published_ledgers_give_the_same_moves_free_spans_and_traces() {
    let Ok(text) = std::fs::read_to_string(VECTORS) else {
        println!("skipped: there is no {VECTORS}");
        return;
    };
    // The vectors call the pools of kits `kit/…`; the ledger calls every lot's `lot/…`.
    let text = text.replace("\"kit/", "\"lot/kit-");
    let cases: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a case")).collect();
    assert_eq!(cases.len(), 200);
    cases.iter().for_each(check);
}
