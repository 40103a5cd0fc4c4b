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

/// SQLite's own words for a full disk, wherever this statement writes to the private store.
fn no_room_for(server: &crate::world::Running, statement: &str, table: &str) {
    let sql = format!(
        "CREATE TRIGGER no_room BEFORE {statement} ON {table} BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
    );
    let made: server::store::Stored<()> = server.site.private.transaction(|db| db.execute(&sql));
    made.expect("a trigger");
}

#[test]
fn a_token_whose_use_can_not_be_noted_is_good_all_the_same() {
    let world = World::opened();
    let server = world.serve();
    no_room_for(&server, "UPDATE", "tokens");
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    let kept: server::store::Stored<_> = server.site.private.transaction(server::private::tokens::all);
    assert!(kept.expect("tokens").iter().all(|token| token.last_used_at.is_none()), "it was not noted");
}

/// A file system of this size on a folder of this folder, for this process and its children alone. Where a user may make no
/// such thing, there is none.
fn on_a_small_disk(world: &World, size: &str) -> Option<std::process::Child> {
    let binary = env!("CARGO_BIN_EXE_almoner");
    std::fs::create_dir(world.file("disk")).expect("a folder");
    let script = format!(
        "cd '{folder}' && mount -t tmpfs -o size={size} tmpfs disk && cp almoner.db almoner.private.db disk && cd disk && \
         exec '{binary}' serve --database almoner.db --listen 127.0.0.1:0",
        folder = world.file("").display(),
    );
    let mut command = std::process::Command::new("unshare");
    command.args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]);
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null());
    command.spawn().ok()
}

/// The port that the binary says it listens on; none where it ended before it said so.
fn port_said(child: &mut std::process::Child) -> Option<String> {
    use std::io::BufRead as _;
    let mut line = String::new();
    std::io::BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
    let address = line.split("http://").nth(1)?.split('/').next()?;
    Some(address.to_owned())
}

struct Ended(std::process::Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn a_disk_that_is_really_full_is_507_until_there_is_room() {
    use ledger::value::Actor;
    let world = World::opened();
    let actor = Actor::new(crate::world::ACTOR).expect("an actor");
    let tokens = [(); 2].map(|()| server::private::token_for(&world.location, actor.clone()).expect("a token"));
    let Some(child) = on_a_small_disk(&world, "24m") else {
        eprintln!("no file system could be made: not tried");
        return;
    };
    let mut child = Ended(child);
    let Some(address) = port_said(&mut child.0) else {
        eprintln!("no file system could be mounted: not tried");
        return;
    };
    // The folder as the server sees it.
    let disk = std::path::PathBuf::from(format!("/proc/{}/root{}", child.0.id(), world.file("disk").display()));
    let post = |token: &str| {
        let client = server::outbound::builder().no_proxy().build().expect("a client");
        let request = client.post(format!("http://{address}/api/v1/events")).bearer_auth(token);
        request.body(gift(1).to_string()).send().expect("an answer")
    };
    assert_eq!(post(&tokens[0]).status(), 201, "there is room");
    let filler = disk.join("filler");
    let mut file = std::fs::File::create(&filler).expect("a file");
    let mut block = vec![0_u8; 65_536];
    while !block.is_empty() {
        if std::io::Write::write_all(&mut file, &block).is_err() {
            block.truncate(block.len() / 2);
        }
    }
    // Each writes down first that it was used, the second for the first time.
    let told: Vec<u16> = (0..40).map(|turn| post(&tokens[turn % 2]).status().as_u16()).collect();
    assert!(told.iter().all(|status| matches!(status, 201 | 507)), "{told:?}");
    assert_eq!(told.last(), Some(&507), "what was written ahead has room for a few, not for all: {told:?}");
    std::fs::remove_file(&filler).expect("room");
    drop(file);
    assert_eq!(post(&tokens[1]).status(), 201, "recording resumes");
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
