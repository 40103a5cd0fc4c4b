//! Witnesses: what they answer, how organisations witness each other, and that a fork finds none.

use std::process::Stdio;

use super::*;
use crate::world::{OPENING, gift, record_all, request};

/// A witness of these logs, at `/witness` of a server of its own, and the key that verifies it.
pub(super) fn witness_of(logs: Policy) -> (World, Running, String) {
    let world = World::opened();
    let key = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let public = key.verifier().to_string();
    let (store, gate) = (world.file("w.store"), world.file("w.gate"));
    let settings = server::witness::Settings { keys: vec![key], logs, store, gate };
    let witness = server::witness::Witness::start(settings).expect("a witness");
    let running = Running::start_as(&world.location, world.writer(), |ready| ready.witnessing(witness));
    (world, running, public)
}

#[test]
fn a_witness_answers_each_request_by_the_status_of_the_specification() {
    let world = World::opened();
    let server = world.serve_signed();
    let first = text(&server, "/log/checkpoint");
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    checkpoint_of(&server, &world.policy(), OPENING + 1);
    let second = text(&server, "/log/checkpoint");
    let proof = text(&server, "/log/consistency/4/5");
    let (_home, watching, key) = witness_of(world.policy());
    let ask = |body: String| {
        let client = server::outbound::builder().no_proxy().build().expect("a client");
        let answer = client.post(watching.url("/witness/add-checkpoint")).body(body).send().expect("an answer");
        let kind = answer.headers()["Content-Type"].to_str().expect("ASCII").to_owned();
        (answer.status().as_u16(), kind, answer.text().expect("text"))
    };
    for (body, status) in [
        ("nonsense".to_owned(), 400),
        (format!("old 9\n\n{first}"), 400),
        (format!("old 0\n\n{}", first.replace("give.example", "take.example")), 404),
        (format!("old 0\n\n{}", first.replace("give.example/log\n4\n", "give.example/log\n3\n")), 403),
    ] {
        assert_eq!(ask(body.clone()).0, status, "{body}");
    }
    let policy = format!("log {}\nwitness north {key}\nquorum north\n", world.policy().logs[0].key);
    let policy = Policy::parse(&policy).expect("a policy");
    let (status, _, line) = ask(format!("old 0\n\n{first}"));
    assert_eq!(status, 200, "{line}");
    assert_eq!(policy.verify(&format!("{first}{line}")).expect("cosigned").checkpoint.size, OPENING);
    // The asker is behind: the size is the whole answer.
    let conflict = (409, "text/x.tlog.size".to_owned(), "4\n".to_owned());
    assert_eq!(ask(format!("old 0\n\n{second}")), conflict);
    assert_eq!(ask(format!("old 4\n\n{second}")).0, 422);
    let (status, _, line) = ask(format!("old 4\n{proof}\n{second}"));
    assert_eq!(status, 200, "{line}");
    assert_eq!(policy.verify(&format!("{second}{line}")).expect("cosigned").checkpoint.size, OPENING + 1);
}

#[test]
fn three_organisations_witness_each_other() {
    let worlds: Vec<World> = (0..3).map(|_| World::opened()).collect();
    let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
    let (mut logs, mut witnesses) = (Vec::new(), Vec::new());
    for (index, world) in worlds.iter().enumerate() {
        let key = |file: &str, name: String, algorithm| {
            key_file::make(&world.file(file), &name, algorithm).expect("a key").verifier().to_string()
        };
        logs.push(key("log.key", format!("org{index}.example/log"), Algorithm::Ed25519));
        // One of them already signs so that no quantum computer breaks it.
        let algorithm = if index == 2 { Algorithm::CosignMlDsa44 } else { Algorithm::CosignEd25519 };
        witnesses.push(key("witness.key", format!("org{index}.example/witness"), algorithm));
    }
    let mut processes = Vec::new();
    for (index, world) in worlds.iter().enumerate() {
        let others: Vec<usize> = (0..3).filter(|other| *other != index).collect();
        let watched: String = others.iter().map(|other| format!("log {}\n", logs[*other])).collect();
        std::fs::write(world.file("watched"), watched + "quorum none\n").expect("written");
        let asked: String = others
            .iter()
            .map(|other| {
                format!("witness org{other} {} http://127.0.0.1:{}/witness\n", witnesses[*other], ports[*other])
            })
            .collect();
        let names: Vec<String> = others.iter().map(|other| format!("org{other}")).collect();
        let policy = format!("log {}\n{asked}group both all {}\nquorum both\n", logs[index], names.join(" "));
        std::fs::write(world.file("policy"), policy).expect("written");
        let mut command = crate::world::almoner();
        command.current_dir(world.file("").as_path()).args(["serve", "--database", "almoner.db", "--listen"]);
        command.arg(format!("127.0.0.1:{}", ports[index])).args(["--log-policy", "policy"]);
        // One of them has its key from the environment.
        if index == 1 {
            let secret = std::fs::read_to_string(world.file("log.key")).expect("a key");
            command.env("LOG_SECRET", secret).args(["--log-key", "env:LOG_SECRET", "--log-gate", "gate"]);
        } else {
            command.args(["--log-key", "log.key"]);
        }
        command.args(["--witness-for", "watched", "--witness-key", "witness.key"]);
        processes.push(Process(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a server")));
    }
    for (index, world) in worlds.iter().enumerate() {
        let policy =
            Policy::parse(&std::fs::read_to_string(world.file("policy")).expect("a policy")).expect("a policy");
        let url = format!("http://127.0.0.1:{}/log/checkpoint", ports[index]);
        let note = until("a quorum", || get(&url).filter(|note| policy.verify(note).is_ok()));
        let judged = policy.verify(&note).expect("both");
        assert_eq!((judged.cosigners.len(), judged.checkpoint.size), (2, OPENING));
    }
    // A witness shows what it cosigned last.
    let address = server::witness::address_of("org0.example/log");
    let shown = get(&format!("http://127.0.0.1:{}/witness/{address}/checkpoint", ports[1])).expect("a checkpoint");
    assert!(shown.contains("org0.example/log\n4\n") && shown.contains("org1.example/witness"), "{shown}");
}

#[test]
fn a_fork_finds_no_witness() {
    let honest = World::opened();
    let (forked, behind) = (honest.copy(), honest.copy());
    for other in [&forked, &behind] {
        std::fs::copy(honest.log_key(), other.file("log.key")).expect("the same key");
    }
    record_all(&mut honest.writer(), vec![request(&gift(1))]);
    record_all(&mut forked.writer(), vec![request(&gift(2)), request(&gift(3))]);
    let witness = World::opened();
    key_file::make(&witness.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let settings = || server::witness::Settings {
        keys: vec![key_file::read(&witness.file("w.key")).expect("a key")],
        logs: honest.policy(),
        store: witness.file("w.store"),
        gate: witness.file("w.gate"),
    };
    let start = || server::witness::Witness::start(settings()).expect("a witness");
    let watching = Running::start_as(&witness.location, witness.writer(), |ready| ready.witnessing(start()));
    let key = key_file::read(&witness.file("w.key")).expect("a key").verifier().to_string();
    let policy = format!(
        "log {}\nwitness north {key} {}\nquorum north\n",
        honest.policy().logs[0].key,
        watching.url("/witness")
    );
    let policy = Policy::parse(&policy).expect("a policy");
    let server = honest.serve_watched(Some(policy.clone()));
    until("a cosignature", || policy.verify(&text(&server, "/log/checkpoint")).ok().map(drop));
    drop(server);
    // Another log with the same key; and the same one without what was cosigned, as from a backup.
    for (other, reason) in [(&forked, "422"), (&behind, "it has cosigned 5 entries, we have 4")] {
        let server = other.serve_watched(Some(policy.clone()));
        let failed = until("a refusal", || {
            let health = server.site.log.as_ref().expect("a log").health();
            health.first().and_then(|health| health.failed.clone())
        });
        assert!(failed.0.to_string().contains(reason), "{failed:?}");
        let said = failed.0.say(ledger::Lang::Zh);
        assert!(!said.contains("it has") && text(&server, "/zh/log").contains(&said), "{said}");
        assert!(text(&server, "/log/seal-en.svg").contains("disputes"), "{reason}");
        assert!(policy.verify(&text(&server, "/log/checkpoint")).is_err());
    }
    drop(watching);
    // The witness's own store is held against its gate.
    std::fs::remove_file(witness.file("w.store")).expect("removed");
    let refused = server::witness::Witness::start(settings()).expect_err("an older copy").to_string();
    assert!(refused.contains("older copy") && refused.contains(ORIGIN), "{refused}");
}
