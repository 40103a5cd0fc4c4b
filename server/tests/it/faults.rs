//! A writer whose disk fails, and two writers on one file.

use ledger::record::Request;
use server::store::write::{Moment, Outcome, Together, Writer};
use server::store::{StoreError, Stored};

use crate::world::{OPENING, World, gift, record_all, request, with};

/// What is wrong with the disk, and when.
type Fault = (&'static str, Moment, fn() -> StoreError);

const FAULTS: &[Fault] = &[
    ("an error before the commit", Moment::BeforeCommit, || StoreError::Database("disk I/O error".into())),
    ("a full disk before the commit", Moment::BeforeCommit, || StoreError::DiskFull),
    ("an error after the commit", Moment::AfterCommit, || StoreError::Database("disk I/O error".into())),
    ("a full disk after the commit", Moment::AfterCommit, || StoreError::DiskFull),
];

fn gifts(count: u64) -> Vec<Request> {
    (1..=count).map(|amount| request(&gift(amount))).collect()
}

/// What a writer holds in memory is what a fresh start reads.
fn is_as_after_a_start(world: &World, writer: &Writer) {
    assert_eq!(writer.state(), Writer::open(&world.location).expect("a writer").state());
}

fn audit_passes(world: &World) {
    let report = server::audit::audit(&world.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

#[test]
fn what_a_writer_answers_is_what_is_stored_whatever_fails() {
    for (name, at, error) in FAULTS {
        let world = World::opened();
        let mut writer = world.writer();
        writer.break_with(Some(Box::new(move |moment| if moment == *at { Err(error()) } else { Ok(()) })));
        let batch = gifts(3);
        let answer: Stored<Vec<Outcome>> = writer.record(batch.clone(), Together::Each);
        match at {
            Moment::BeforeCommit => {
                assert_eq!(answer.expect_err(name).to_string(), error().to_string());
                assert_eq!(world.head().size, OPENING, "{name}");
            }
            Moment::AfterCommit => {
                let outcomes = answer.expect(name);
                assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Recorded(_))), "{name}: {outcomes:?}");
                assert_eq!(world.head().size, OPENING + 3, "{name}");
            }
        }
        is_as_after_a_start(&world, &writer);
        writer.break_with(None);
        for outcome in writer.record(batch, Together::Each).expect(name) {
            assert_eq!(matches!(outcome, Outcome::Repeated(_)), *at == Moment::AfterCommit, "{name}: {outcome:?}");
        }
        assert_eq!(world.head().size, OPENING + 3, "{name}");
        is_as_after_a_start(&world, &writer);
        audit_passes(&world);
    }
}

#[test]
fn a_disk_without_room_refuses_a_batch_and_takes_the_next_when_there_is() {
    let world = World::opened();
    let mut writer = world.writer();
    writer.tables().connection().execute("PRAGMA max_page_count=1").expect("a limit");
    let long = with(gift(1), "note", "long ".repeat(300).into());
    let batch: Vec<Request> = (0..100).map(|_| request(&long)).collect();
    for _ in 0..2 {
        let error = writer.record(batch.clone(), Together::Each).expect_err("no room");
        assert!(matches!(error, StoreError::DiskFull), "{error:?}");
        assert_eq!(world.head().size, OPENING);
        is_as_after_a_start(&world, &writer);
    }
    writer.tables().connection().execute("PRAGMA max_page_count=1073741823").expect("room");
    record_all(&mut writer, batch);
    assert_eq!(world.head().size, OPENING + 100);
    is_as_after_a_start(&world, &writer);
    audit_passes(&world);
}

#[test]
fn a_batch_that_is_all_or_nothing_leaves_nothing() {
    let world = World::opened();
    let mut writer = world.writer();
    let mut batch = gifts(3);
    batch.insert(1, request(&with(gift(1), "fund", "drought".into())));
    let outcomes = writer.record(batch, Together::AllOrNothing).expect("an answer");
    assert!(matches!(outcomes[1], Outcome::Refused(_)), "{outcomes:?}");
    assert_eq!(world.head().size, OPENING);
    is_as_after_a_start(&world, &writer);
    record_all(&mut writer, gifts(1));
    audit_passes(&world);
}

#[test]
fn a_key_used_twice_in_one_batch_is_recorded_once() {
    let world = World::opened();
    let mut writer = world.writer();
    let first = request(&gift(1));
    let other = Request { event: request(&gift(2)).event, ..first.clone() };
    let outcomes = writer.record(vec![first.clone(), first, other], Together::Each).expect("an answer");
    let [Outcome::Recorded(once), Outcome::Repeated(again), Outcome::Refused(_)] = &outcomes[..] else {
        panic!("{outcomes:?}")
    };
    assert_eq!(once, again);
    assert_eq!(world.head().size, OPENING + 1);
}

#[test]
fn two_writers_on_one_file_make_one_chain() {
    let world = World::opened();
    let (mut first, mut second) = (world.writer(), world.writer());
    for _ in 0..5 {
        record_all(&mut first, gifts(3));
        record_all(&mut second, gifts(2));
    }
    assert_eq!(world.head().size, OPENING + 25);
    audit_passes(&world);
}

#[test]
fn two_writers_at_once_make_one_chain() {
    let world = World::opened();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                let mut writer = world.writer();
                (0..20).for_each(|_| drop(record_all(&mut writer, gifts(3))));
            });
        }
    });
    assert_eq!(world.head().size, OPENING + 120);
    audit_passes(&world);
}

#[test]
fn a_commit_in_doubt_is_found_though_another_writer_went_on() {
    let world = World::opened();
    let mut writer = world.writer();
    let mut other = world.writer();
    writer.break_with(Some(Box::new(move |moment| {
        if moment == Moment::AfterCommit {
            record_all(&mut other, gifts(1));
            return Err(StoreError::Database("disk I/O error".into()));
        }
        Ok(())
    })));
    let outcomes = writer.record(gifts(2), Together::Each).expect("it is stored");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Outcome::Recorded(_))), "{outcomes:?}");
    assert_eq!(world.head().size, OPENING + 3);
    is_as_after_a_start(&world, &writer);
    audit_passes(&world);
}
