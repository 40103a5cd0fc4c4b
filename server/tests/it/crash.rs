//! The disk and the process fail at one step after another: what was acknowledged stays, and what was signed is never taken
//! back.
//!
//! `strace` makes the system calls fail. It counts them by thread and by name: the nth is whichever thread comes to its own
//! nth call of that name first. Where it is not installed, or may not trace, the tests say so and are skipped. `witnesses`: the
//! same between two logs, of which one asks the other to cosign.

use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use ledger::log::export::Checked;
use ledger::log::{Checkpoint, Policy};

use crate::log::{free_port, get};
use crate::world::{OPENING, Running, World, gift};

mod witnesses;

/// The system calls by which anything reaches the disk.
const CALLS: &[&str] = &["openat", "write", "pwrite64", "fsync", "fdatasync", "rename"];

/// The binary under `strace`, which makes one call fail, if any. Without `--seccomp-bpf`: with it, strace 6.1 sends no signal.
fn traced(world: &World, call: &str, inject: Option<&str>, trace: &Path) -> Command {
    let mut command = Command::new("strace");
    command.current_dir(world.file("")).env_clear().env("LANG", "C.UTF-8").env("PATH", "/usr/bin:/bin");
    command.args(["-f", "-qq", "-e"]).arg(format!("trace={call}")).arg("-o").arg(trace);
    if let Some(inject) = inject {
        command.arg("-e").arg(format!("inject={call}:{inject}"));
    }
    command.arg(env!("CARGO_BIN_EXE_almoner")).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Whether this machine lets itself be traced.
fn can_trace() -> bool {
    let tried = Command::new("strace").args(["-f", "-qq", "-e", "trace=openat", "-o", "/dev/null", "true"]).status();
    let can = tried.is_ok_and(|status| status.success());
    if !can {
        println!("skipped: strace is not installed, or may not trace");
    }
    can
}

/// How often a recording makes a call.
fn count(world: &World, call: &str) -> usize {
    let trace = world.file("trace");
    let status = traced(world, call, None, &trace).args(["record", "event", "--database", "almoner.db"]).status();
    assert!(status.expect("strace").success());
    std::fs::read_to_string(trace).expect("a trace").lines().filter(|line| line.contains(&format!("{call}("))).count()
}

#[test]
fn a_recording_survives_each_single_call_that_fails_or_kills() {
    if !can_trace() {
        return;
    }
    let untouched = World::opened();
    std::fs::write(untouched.file("event"), format!("{}\n", gift(77))).expect("written");
    let (mut tried, mut killed) = (0, 0);
    for call in CALLS {
        let clean = untouched.copy();
        std::fs::copy(untouched.file("event"), clean.file("event")).expect("copied");
        let calls = count(&clean, call);
        assert!(calls > 0 || *call == "rename" || *call == "fsync", "a recording makes no {call}?");
        for nth in 1..=calls {
            for inject in ["error=EIO", "signal=KILL"] {
                let world = untouched.copy();
                std::fs::copy(untouched.file("event"), world.file("event")).expect("copied");
                let trace = world.file("trace");
                let inject = format!("{inject}:when={nth}");
                let mut command = traced(&world, call, Some(&inject), &trace);
                let status = command.args(["record", "event", "--database", "almoner.db"]).status().expect("strace");
                let report = server::audit::audit(&world.location, &mut |_, _| {});
                let report = report.unwrap_or_else(|error| panic!("{call} {inject}: {error}"));
                assert_eq!(report.findings, Vec::<String>::new(), "{call} {inject}");
                assert!(report.entries >= OPENING, "{call} {inject}: something acknowledged is gone");
                if status.success() {
                    assert_eq!(report.entries, OPENING + 1, "{call} {inject}: it said that it had recorded");
                }
                tried += 1;
                killed += usize::from(inject.starts_with("signal") && !status.success());
            }
        }
    }
    println!("{tried} failures survived, {killed} of them kills");
    assert!(tried > 50, "{tried}");
    // A call by several threads may be fewer in each than in all.
    assert!(killed * 3 > tried, "{killed} kills of {tried} attempts");
}

/// The processes that this one started and that still run, as the kernel tells: none where it has ended.
fn children_of(parent: u32) -> Vec<u32> {
    let told = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap_or_default();
    told.split_whitespace().filter_map(|pid| pid.parse().ok()).collect()
}

/// A signed server runs until the nth of one of these calls in one of its threads kills it, and collects the checkpoints
/// that were seen meanwhile. Whether it was killed.
fn killed_at(world: &World, nth: usize, more: &[&str], seen: &mut Vec<Checkpoint>, policy: &Policy) -> bool {
    let port = free_port();
    let calls = "fsync,fdatasync,rename,pwrite64";
    let trace = world.file("trace");
    let mut command = traced(world, calls, Some(&format!("signal=KILL:when={nth}")), &trace);
    command
        .args(["serve", "--database", "almoner.db", "--log-key", "log.key", "--listen"])
        .arg(format!("127.0.0.1:{port}"))
        .args(more);
    let mut child = command.spawn().expect("strace");
    let token = std::fs::read_to_string(world.file("token")).expect("a token");
    let client = server::outbound::builder().no_proxy().timeout(Duration::from_secs(3)).build().expect("a client");
    let until = Instant::now() + Duration::from_millis(1_500);
    let mut sent = 0;
    while Instant::now() < until && child.try_wait().expect("a child").is_none() {
        if let Some(note) = get(&format!("http://127.0.0.1:{port}/log/checkpoint")) {
            seen.push(policy.verify(&note).expect("a signed checkpoint").checkpoint);
            let url = format!("http://127.0.0.1:{port}/api/v1/events");
            sent += 1;
            let _ = client.post(url).bearer_auth(token.trim()).body(gift(sent).to_string()).send();
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    has_ended(&mut child)
}

/// Whether it was killed; else it is now.
fn has_ended(child: &mut Child) -> bool {
    let ended = child.try_wait().expect("a child").is_some();
    // It made fewer calls than that: then its own process is ended, by its number, before the one that traces it.
    if !ended {
        for traced in children_of(child.id()) {
            let _ = Command::new("kill").args(["-KILL", &traced.to_string()]).status();
        }
    }
    let _ = child.kill();
    let _ = child.wait();
    ended
}

#[test]
fn no_checkpoint_is_taken_back_wherever_the_process_is_killed() {
    if !can_trace() {
        return;
    }
    let world = World::opened();
    let key = world.log_key();
    let policy = Policy::of_log(server::log::key_file::read(&key).expect("a key").verifier().clone(), None);
    std::fs::write(world.file("token"), world.almoner(&["token", "add"]).well().out).expect("written");
    let mut seen = Vec::new();
    let killed = (1..=40).filter(|nth| killed_at(&world, *nth, &[], &mut seen, &policy)).count();
    println!("killed {killed} times");
    assert!(killed > 5, "only {killed} of 40 attempts killed it");
    // Whatever was signed, seen by anybody or not, is the beginning of the log as it is now.
    let gate = std::fs::read_to_string(world.file("log.key.last-checkpoint")).expect("a gate");
    seen.push(policy.verify(&gate).expect("a signed checkpoint").checkpoint);
    assert!(seen.len() > 20, "{} checkpoints were seen", seen.len());
    let server = world.serve_signed();
    all_begin(&server, &seen);
    drop(server);
    let report = server::audit::audit(&world.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

/// Each of these checkpoints is of a beginning of the log that is served.
fn all_begin(server: &Running, seen: &[Checkpoint]) {
    let export = server.get("/log/entries.ndjson").text().expect("text");
    let mut checked = Checked::default();
    let mut roots = vec![checked.root()];
    for line in export.lines() {
        checked.take(line.as_bytes()).expect("a chain");
        roots.push(checked.root());
    }
    for checkpoint in seen {
        let root = roots.get(usize::try_from(checkpoint.size).expect("small"));
        assert_eq!(root, Some(&checkpoint.root), "the checkpoint of {} entries", checkpoint.size);
    }
}
