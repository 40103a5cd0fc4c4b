//! Laws: what holds for every ledger, however it came about, and the tables and examples of the design.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, RngSeed, TestRunner};
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use ledger::state::Head;
use ledger::{Entry, Event, Memory, State, Told};

use steps::{played, steps};
use world::World;

mod conservation;
mod events;
mod examples;
mod figures;
mod refusals;
mod reports;
mod steps;
mod world;

/// How long a random ledger gets.
const STEPS: usize = 60;

/// How the laws are tried: on other random ledgers every time, as many as `PROPTEST_CASES` says; in wasm, where there
/// is no environment, on the same few.
fn config() -> Config {
    let native = Config { failure_persistence: None, ..Config::default() };
    if cfg!(target_arch = "wasm32") { Config { cases: 32, rng_seed: RngSeed::Fixed(2_008), ..native } } else { native }
}

/// The laws say little unless the ledgers they are tried on are rich.
#[test]
fn random_ledgers_try_every_type_of_event_and_most_rules() {
    let mut runner = TestRunner::deterministic();
    let (mut stood, mut refused) = (BTreeMap::new(), BTreeMap::new());
    for _ in 0..400 {
        let steps = steps(STEPS).new_tree(&mut runner).expect("a ledger").current();
        let mut world = World::prepared();
        for step in &steps {
            match world.send(&events::event_of(&world, step)) {
                Ok(_) => *stood.entry(step.kind).or_insert(0) += 1,
                Err(refusal) => *refused.entry(refusal.rule.code()).or_insert(0) += 1,
            }
        }
    }
    for kind in ledger::EventType::ALL {
        assert!(stood.get(kind).is_some_and(|count| *count >= 20), "{kind:?}: {stood:?}");
    }
    assert!(refused.len() >= 15, "{refused:?}");
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_gifts_ends_add_up_to_the_gift(steps in steps(STEPS)) {
        conservation::ends_add_up(&played(&steps))?;
    }

    #[test]
    fn backward_and_forward_agree(steps in steps(STEPS)) {
        conservation::directions_agree(&played(&steps))?;
    }

    #[test]
    fn the_figures_are_what_the_pools_hold_and_nothing_is_lost(steps in steps(STEPS)) {
        let mut world = World::prepared();
        for step in &steps {
            let _ = world.send(&events::event_of(&world, step));
            figures::hold(&world)?;
        }
    }

    #[test]
    fn the_figures_are_what_the_traces_say(steps in steps(STEPS)) {
        let mut world = World::prepared();
        for step in &steps {
            let event = events::event_of(&world, step);
            if !event.contains("credited") {
                let _ = world.send(&event);
            }
        }
        figures::follow_the_traces(&world)?;
    }

    #[test]
    fn every_report_adds_up_and_agrees_with_a_replay((steps, picks) in (steps(STEPS), reports::picks())) {
        reports::add_up(&played(&steps), &picks)?;
    }

    #[test]
    fn a_replay_derives_the_same_bytes(steps in steps(STEPS)) {
        let world = played(&steps);
        let (mut state, mut past) = (State::default(), Memory::default());
        for recorded in &world.log {
            let entry = Entry::parse(recorded.json.as_bytes()).expect("an entry reads back");
            prop_assert_eq!(&entry.to_json(), &recorded.json);
            prop_assert_eq!(&Event::parse(entry.event.to_json().as_bytes()).expect("reads"), &entry.event);
            let told = Told::parse(&recorded.json).expect("what it tells reads back");
            prop_assert_eq!(&Told::from(entry), &told);
            let again = state.replay(&mut past, told, &recorded.json, recorded.hash).expect("the same again");
            prop_assert_eq!(&again, recorded);
            past.keep(again.clone());
        }
        prop_assert_eq!(state, world.state);
    }

    #[test]
    fn a_past_for_judging_judges_as_the_whole_past_does(steps in steps(STEPS)) {
        let (mut whole, mut slim) = (World::prepared(), World::prepared_for_judging());
        for step in &steps {
            let event = events::event_of(&whole, step);
            match (whole.send(&event), slim.send(&event)) {
                (Ok(one), Ok(other)) => prop_assert_eq!(one, other),
                // Who stands in the way of a reversal may be told less closely.
                (Err(one), Err(other)) => prop_assert_eq!((one.field, one.rule.code()), (other.field, other.rule.code())),
                (one, other) => prop_assert!(false, "{event}: {one:?} but {other:?}"),
            }
        }
    }

    #[test]
    fn reversing_the_last_entry_restores_every_balance(steps in steps(STEPS)) {
        let mut world = World::prepared();
        for step in &steps {
            let before = world.clone();
            let Ok(recorded) = world.send(&events::event_of(&world, step)) else { continue };
            let mut undone = world.clone();
            let seq = recorded.entry.seq;
            match undone.send(&format!(r#"{{"type":"entry_reversed","reverses":{seq},"reason":"A slip"}}"#)) {
                Ok(_) => {
                    prop_assert_eq!(undone.held(), before.held());
                    prop_assert_eq!(undone.figures, before.figures);
                }
                Err(refusal) => {
                    prop_assert!(recorded.entry.moves.is_empty(), "{}", refusal);
                    prop_assert_eq!(refusal.rule.code(), "nothing_to_reverse");
                }
            }
        }
    }

    #[test]
    fn a_refused_event_changes_nothing(steps in steps(STEPS)) {
        let mut world = World::prepared();
        for step in &steps {
            let before = world.state.clone();
            if world.send(&events::event_of(&world, step)).is_err() {
                prop_assert_eq!(&world.state, &before);
            }
        }
    }

    #[test]
    fn a_restored_state_is_the_live_one(steps in steps(STEPS)) {
        let world = played(&steps);
        let pools = world.state.pools().iter().map(|pool| {
            ledger::pool::Pool::restored(pool.name().clone(), pool.extent(), &pool.free().collect::<Vec<_>>())
        });
        let mut restored = State::restored(world.state.head(), pools.collect());
        let entries = world.past.entries().iter().filter(|entry| State::is_remembered(&entry.event));
        entries.for_each(|entry| restored.remember(entry));
        prop_assert_eq!(restored, world.state);
    }

    #[test]
    fn each_entry_links_to_the_one_before_and_time_never_goes_back(steps in steps(STEPS)) {
        let mut head = Head::EMPTY;
        for recorded in &played(&steps).log {
            prop_assert_eq!((recorded.entry.seq, recorded.entry.prev), (head.size, head.hash));
            prop_assert!(recorded.entry.at >= head.at);
            prop_assert_eq!(recorded.hash, ledger::Hash::of(recorded.json.as_bytes()));
            head = Head { size: head.size + 1, hash: recorded.hash, at: recorded.entry.at };
        }
    }

    #[test]
    fn what_a_store_must_write_of_the_pools_is_told(steps in steps(STEPS)) {
        let mut world = World::prepared();
        for step in &steps {
            let before = world.state.clone();
            let Ok(recorded) = world.send(&events::event_of(&world, step)) else { continue };
            for (id, pool) in world.state.pools().iter().enumerate() {
                let id = ledger::pool::PoolId(u32::try_from(id).expect("few pools"));
                let spans = |pool: Option<&ledger::pool::Pool>| pool.map_or(Vec::new(), |pool| pool.free().collect());
                let (now, was) = (spans(Some(pool)), spans(before.pool_by_id(id)));
                let differ = now.iter().filter(|span| !was.contains(span)).chain(was.iter().filter(|span| !now.contains(span)));
                for span in differ {
                    prop_assert!(recorded.touched.contains(&(id, span.from)), "{} at {}", pool.name(), span.from);
                }
            }
        }
    }
}
