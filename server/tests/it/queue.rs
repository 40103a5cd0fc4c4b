//! A full queue, a full disk: what the sequencer and the server say, and that both go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;

use actix_web::rt;

use ledger::record::Request;
use server::sequencer::{BATCH_LIMIT, QUEUE_LIMIT, Sequencer, Unrecorded};
use server::store::StoreError;
use server::store::write::{Moment, Outcome};

use crate::world::{OPENING, World, gift, problem, request};

/// Starts recording without waiting for the answer.
fn begin(sequencer: &Sequencer, request: Request) -> rt::task::JoinHandle<Result<Outcome, Unrecorded>> {
    let sequencer = sequencer.clone();
    rt::spawn(async move { sequencer.record(request).await })
}

/// A server whose writer waits, before each commit, until the sender sends or is gone.
fn stalled() -> (World, crate::world::Running, std::sync::mpsc::Sender<()>, std::sync::mpsc::Receiver<()>) {
    let world = World::opened();
    let mut writer = world.writer();
    let (go, may_go) = channel::<()>();
    let (tell, at_commit) = channel();
    writer.break_with(Some(Box::new(move |moment| {
        if moment == Moment::BeforeCommit {
            let _ = tell.send(());
            let _ = may_go.recv();
        }
        Ok(())
    })));
    let server = world.serve_with(writer);
    (world, server, go, at_commit)
}

#[test]
fn whoever_finds_the_queue_full_is_told_to_come_again() {
    let (world, server, go, at_commit) = stalled();
    let sequencer = &server.site.sequencer;
    rt::System::new().block_on(async {
        let first = begin(sequencer, request(&gift(1)));
        rt::task::yield_now().await;
        at_commit.recv().expect("a writer at its commit");
        let waiting: Vec<_> = (0..QUEUE_LIMIT).map(|_| begin(sequencer, request(&gift(1)))).collect();
        // Each turn of the runtime polls some of them; after so many, all are in the queue.
        for _ in 0..QUEUE_LIMIT {
            rt::task::yield_now().await;
        }
        for _ in 0..3 {
            assert_eq!(sequencer.record(request(&gift(1))).await, Err(Unrecorded::Busy));
        }
        let (event, server) = (gift(1).to_string(), &server);
        // A client that blocks has no place in a runtime.
        let asked = || {
            let answer = server.post(event);
            assert_eq!(answer.headers()["Retry-After"], "1");
            problem(answer, 503);
        };
        std::thread::scope(|scope| scope.spawn(asked).join().expect("no panic"));
        drop(go);
        for one in std::iter::once(first).chain(waiting) {
            assert!(matches!(one.await.expect("no panic"), Ok(Outcome::Recorded(_))));
        }
    });
    assert_eq!(world.head().size, OPENING + 1 + QUEUE_LIMIT as u64);
    assert!(at_commit.try_iter().count() >= QUEUE_LIMIT / BATCH_LIMIT, "a batch has a limit");
}

#[test]
fn readers_are_served_while_the_writer_waits() {
    let (_world, server, go, at_commit) = stalled();
    std::thread::scope(|scope| {
        let posted = scope.spawn(|| server.post(gift(1).to_string()));
        at_commit.recv().expect("a writer at its commit");
        assert_eq!(server.json("/api/v1/entries")["size"], OPENING);
        assert_eq!(server.get("/api/v1/entries/4").status(), 404);
        drop(go);
        assert_eq!(posted.join().expect("no panic").status(), 201);
    });
    assert_eq!(server.get("/api/v1/entries/4").status(), 200);
}

#[test]
fn a_full_disk_is_507_until_there_is_room() {
    let world = World::opened();
    let full = Arc::new(AtomicBool::new(true));
    let mut writer = world.writer();
    let is_full = Arc::clone(&full);
    writer.break_with(Some(Box::new(move |moment| match moment {
        Moment::BeforeCommit if is_full.load(Ordering::Acquire) => Err(StoreError::DiskFull),
        _ => Ok(()),
    })));
    let server = world.serve_with(writer);
    let before = server.end();
    for _ in 0..2 {
        problem(server.post(gift(1).to_string()), 507);
        assert_eq!(server.end(), before);
        assert_eq!(server.get("/api/v1/funds/flood-2026").status(), 200);
    }
    full.store(false, Ordering::Release);
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
}

#[test]
fn a_failing_store_is_500_and_says_nothing_of_itself() {
    let world = World::opened();
    let mut writer = world.writer();
    let mut left = 1;
    writer.break_with(Some(Box::new(move |_| {
        left -= 1;
        if left == 0 { Err(StoreError::Database("secret".into())) } else { Ok(()) }
    })));
    let server = world.serve_with(writer);
    let problem = problem(server.post(gift(1).to_string()), 500);
    assert!(!problem.to_string().contains("secret"), "{problem}");
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
}
