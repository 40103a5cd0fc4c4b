//! The store against the ledger in memory: whatever the batches, both know the same.

use std::convert::Infallible;

use ledger::Span;
use ledger::past::Memory;
use ledger::record::Request;
use ledger::state::State;
use ledger::trace::{self, Origin, Trace};
use server::store::past::Tables;
use server::store::write::Writer;

use crate::world::{World, record_all, request_of};

/// The demo in memory.
pub(crate) fn in_memory(requests: Vec<Request>) -> (State, Memory) {
    let (mut state, mut past) = (State::default(), Memory::default());
    for request in requests {
        let recorded = state.record(&mut past, request).expect("an entry");
        past.keep(recorded);
    }
    (state, past)
}

pub(crate) fn demo(gifts: u64, seed: u64) -> Vec<Request> {
    server::demo::events(gifts, seed).map(request_of).collect()
}

/// Every trace that the two can be asked for, both ways, is the same.
pub(crate) fn traces_agree(state: &State, memory: &mut Memory, tables: &mut Tables) {
    let mut gifts = 0;
    for seq in 0..state.head().size {
        let expected = sure(trace::forward(memory, seq));
        gifts += u64::from(expected.is_some());
        let found: Option<Trace> = trace::forward(tables, seq).expect("a trace");
        assert_eq!(found, expected, "gift {seq}");
    }
    assert!(gifts >= 90, "{gifts}");
    for pool in state.pools() {
        let whole = Span::new(0, pool.extent());
        let parts: Vec<Span> = whole.into_iter().chain(pool.free()).collect();
        for span in parts {
            let expected: Vec<Origin> = sure(trace::backward(memory, pool.name(), &[span]));
            let found = trace::backward(tables, pool.name(), &[span]).expect("a trace");
            assert_eq!(found, expected, "{} {span:?}", pool.name());
        }
    }
}

fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// Sizes of batches, from a seed.
pub(crate) fn record_in_batches(writer: &mut Writer, requests: &[Request], mut seed: u64, longest: usize) {
    let mut rest = requests;
    while !rest.is_empty() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let size = (seed >> 33) as usize % longest + 1;
        let (batch, after) = rest.split_at(size.min(rest.len()));
        record_all(writer, batch.to_vec());
        rest = after;
    }
}

#[test]
fn whatever_the_batches_the_store_knows_what_memory_knows() {
    for (seed, longest) in [(1, 1), (2, 7), (3, 60), (4, 1_000)] {
        let requests = demo(150, seed);
        let (state, mut memory) = in_memory(requests.clone());
        let world = World::new();
        let mut writer = world.writer();
        record_in_batches(&mut writer, &requests, seed, longest);
        assert_eq!(writer.state(), &state, "seed {seed}");
        drop(writer);
        assert_eq!(world.writer().state(), &state, "seed {seed}, opened again");
        traces_agree(&state, &mut memory, &mut world.tables());
        let mut tables = world.tables();
        for (seq, entry) in (0..).zip(memory.entries()) {
            assert_eq!(tables.json(seq).expect("an answer"), Some(entry.to_json()));
        }
        let report = server::audit::audit(&world.location, &mut |_, _| {}).expect("an audit");
        assert_eq!(report.findings, Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn a_log_opened_again_after_every_batch_is_the_same_log() {
    let requests = demo(100, 9);
    let (state, _) = in_memory(requests.clone());
    let world = World::new();
    for batch in requests.chunks(17) {
        record_all(&mut world.writer(), batch.to_vec());
    }
    assert_eq!(world.writer().state(), &state);
}
