//! Keys that follow one another, and gates: a database that is not what was signed is refused.

use ledger::log::proof::TlogProof;
use ledger::log::tree;

use super::*;
use crate::world::{OPENING, gift, record_all, request};

#[test]
fn a_new_key_signs_beside_the_old_one_from_a_size_on_and_then_alone() {
    use base64::Engine as _;
    let world = World::opened();
    let old = world.policy();
    let key = key_file::make(&world.file("new.key"), ORIGIN, Algorithm::Ed25519).expect("a key").verifier().clone();
    let new = Policy::of_log(key, None);
    let paths = [world.log_key(), world.file("new.key")].map(|path| path.to_str().expect("UTF-8").to_owned());
    let serve = |options: &[String]| {
        let keys = options.iter().map(|option| key_file::read_log_key(option).expect("a key")).collect();
        let settings = Settings { keys, ..world.settings(None) };
        let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&world.location, world.writer(), dress)
    };
    let server = serve(&[paths[0].clone(), format!("{}@6", paths[1])]);
    let published = format!("{}\n# from 6 entries on:\n{}\n", old.logs[0].key, new.logs[0].key);
    assert_eq!(text(&server, "/log/keys"), published);
    assert!(text(&server, "/log").contains("signs from 6 entries on"));
    let before = text(&server, "/log/checkpoint");
    assert!(new.verify(&before).is_err(), "the new key does not sign yet");
    let before = old.verify(&before).expect("signed by the old key").checkpoint;
    assert_eq!(before.size, OPENING);
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    assert_eq!(server.post(gift(2).to_string()).status(), 201);
    let across = checkpoint_of(&server, &old, OPENING + 2);
    let note = text(&server, "/log/checkpoint");
    assert_eq!(new.verify(&note).expect("signed by both keys").checkpoint, across);
    // Who knew the log by its old key goes over to the new one: it is the same log.
    let decode = |line: &str| {
        let bytes = base64::engine::general_purpose::STANDARD.decode(line).expect("base64");
        <[u8; 32]>::try_from(bytes).expect("a hash")
    };
    let path: Vec<[u8; 32]> = text(&server, "/log/consistency/4/6").lines().map(decode).collect();
    tree::verify_consistency(before.size, across.size, &before.root, &across.root, &path).expect("the same log");
    for (name, policy) in [("old.policy", &old), ("new.policy", &new)] {
        let known = format!("log {}\nquorum none\n", policy.logs[0].key);
        std::fs::write(world.file(name), known).expect("a policy");
        world.almoner(&["verify", &server.url("/log"), "--policy", name]).well();
    }
    drop(server);
    let server = serve(&[format!("{}@6", paths[1])]);
    assert_eq!(server.post(gift(3).to_string()).status(), 201);
    let after = checkpoint_of(&server, &new, OPENING + 3);
    assert_eq!(after.size, OPENING + 3);
    assert!(old.verify(&text(&server, "/log/checkpoint")).is_err(), "the old key has ended");
    let proof = TlogProof::parse(&text(&server, "/entries/0.tlog-proof")).expect("a proof");
    let export = text(&server, "/log/entries.ndjson");
    proof.verify(export.lines().next().expect("an entry").as_bytes(), &new).expect("in the log");
}

#[test]
fn a_database_that_is_not_what_was_signed_is_refused() {
    let world = World::opened();
    let backup = world.copy();
    std::fs::copy(world.log_key(), backup.file("log.key")).expect("the same key");
    let server = world.serve_signed();
    server.post(gift(1).to_string());
    server.post(gift(2).to_string());
    checkpoint_of(&server, &world.policy(), OPENING + 2);
    drop(server);
    // Yesterday's backup, with today's key and gate.
    let gate = || std::fs::copy(world.file("log.key.last-checkpoint"), backup.file("log.key.last-checkpoint"));
    gate().expect("the gate");
    let said = backup.refused_to_sign();
    assert!(said.contains("4 entries") && said.contains("6 were signed"), "{said}");
    // It went on without a key: as long as the signed one, but another.
    record_all(&mut backup.writer(), [gift(3), gift(4), gift(5)].iter().map(request).collect());
    let said = backup.refused_to_sign();
    assert!(said.contains("the first 6 entries") && said.contains("fork"), "{said}");
    // Without the gate's file nobody knows whether the database is the newest copy: somebody has to say so, once.
    drop(world.serve_signed());
    let path = world.file("log.key.last-checkpoint");
    let gated = std::fs::read_to_string(&path).expect("a gate");
    let anew = || Settings { new_gate: true, ..world.settings(None) };
    assert!(world.refused_with(anew()).contains("--new-gate"), "there is a gate");
    std::fs::remove_file(&path).expect("removed");
    let said = world.refused_to_sign();
    assert!(said.contains("a signed checkpoint of 6 entries") && said.contains("--new-gate"), "{said}");
    assert!(!path.exists(), "a refusal makes no gate");
    let dress = |ready: Ready| ready.signed_by(Some(anew())).expect("a signed log");
    drop(Running::start_as(&world.location, world.writer(), dress));
    assert_eq!(std::fs::read_to_string(&path).expect("a gate"), gated, "it is written anew");
    // A gate that another key signed is none of ours.
    std::fs::write(world.file("log.key.last-checkpoint"), "nonsense\n").expect("written");
    assert!(world.refused_to_sign().contains("last-checkpoint"));
}

#[test]
fn a_gate_outlives_the_key_that_was_given_up() {
    let world = World::opened();
    let backup = world.copy();
    world.log_key();
    key_file::make(&world.file("new.key"), ORIGIN, Algorithm::Ed25519).expect("a key");
    let settings = |world: &World, options: &[&str]| {
        let path = |option: &str| world.file(option).to_str().expect("UTF-8").to_owned();
        let key = |option: &&str| key_file::read_log_key(&path(option)).expect("a key");
        let gate = |option: &&str| PathBuf::from(format!("{}.last-checkpoint", key_file::path_of(&path(option))));
        let gates = options.iter().map(gate).collect();
        Settings { keys: options.iter().map(key).collect(), gates, ..world.settings(None) }
    };
    let serve = |settings: Settings| {
        let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&world.location, world.writer(), dress)
    };
    drop(serve(settings(&world, &["log.key"])));
    // A key that never signed here knows nothing: it does not begin alone.
    let said = world.refused_with(settings(&world, &["new.key"]));
    assert!(said.contains("new.key.last-checkpoint") && said.contains("--new-gate"), "{said}");
    let both = ["log.key", "new.key@1"];
    let server = serve(settings(&world, &both));
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    checkpoint_of(&server, &world.policy(), OPENING + 1);
    drop(server);
    let kept = |name: &str| std::fs::read_to_string(world.file(name)).expect("a gate");
    assert_eq!(kept("log.key.last-checkpoint"), kept("new.key.last-checkpoint"));
    // The rotation is over, and the backup from before it comes back: the new key's gate knows better.
    for name in ["log.key", "new.key", "new.key.last-checkpoint"] {
        std::fs::copy(world.file(name), backup.file(name)).expect("copied");
    }
    let said = backup.refused_with(settings(&backup, &["new.key"]));
    assert!(said.contains("4 entries") && said.contains("5 were signed"), "{said}");
    drop(serve(settings(&world, &["new.key"])));
    // A gate that the newer signing did not reach is no leave to sign with the old key again.
    let server = serve(settings(&world, &["new.key"]));
    assert_eq!(server.post(gift(2).to_string()).status(), 201);
    let new = Policy::of_log(key_file::read(&world.file("new.key")).expect("a key").verifier().clone(), None);
    checkpoint_of(&server, &new, OPENING + 2);
    drop(server);
    assert!(world.refused_with(settings(&world, &["log.key"])).contains("a signed checkpoint of 6 entries"));
    drop(serve(settings(&world, &both)));
}

#[test]
fn a_checkpoint_that_was_signed_and_not_stored_is_the_next_ones_beginning() {
    let world = World::opened();
    drop(world.serve_signed());
    let gated = std::fs::read_to_string(world.file("log.key.last-checkpoint")).expect("a gate");
    // The process died after the gate was written.
    world.tamper("DROP TRIGGER checkpoints_never_go; DELETE FROM checkpoints").expect("a moment's loss");
    let server = world.serve_signed();
    assert_eq!(text(&server, "/log/checkpoint"), gated, "the same note, not a second one");
    assert_eq!(text(&server, &format!("/log/checkpoint/{OPENING}")), gated);
}
