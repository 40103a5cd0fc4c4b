//! Two at work with one key, each on a copy of what the other has: a log's two servers, a witness's two processes. Neither may
//! sign what does not extend what the other signed.

use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Note, Policy, tree};
use server::log::{LogKey, Settings, key_file};
use server::witness::Witness;

use crate::log::{ORIGIN, text, until};
use crate::world::{OPENING, Running, World, gift};

fn size_of(note: &str) -> u64 {
    Checkpoint::parse_text(&Note::parse(note).expect("a note").text).expect("three lines").size
}

/// Records a gift, and waits a little for a checkpoint that covers it.
fn record(server: &Running, amount: u64) {
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let address = server.url("/api/v1/events?wait=checkpoint&within=3");
    let sent = client.post(address).bearer_auth(&server.token).body(gift(amount).to_string()).send();
    assert!(sent.expect("an answer").status().is_success());
}

#[test]
fn of_two_servers_on_copies_of_one_log_only_one_signs_on() {
    let one = World::opened();
    let other = one.copy();
    key_file::make(&one.file("log.key"), ORIGIN, Algorithm::Ed25519).expect("a key");
    let serve = |world: &World| {
        let keys = vec![LogKey { key: key_file::read(&one.file("log.key")).expect("a key"), from_size: 0 }];
        let gates = vec![one.file("log.key.last-checkpoint")];
        let settings = Settings { keys, gates, new_gate: false, policy: None, url: None, authorities: Vec::new() };
        Running::start_as(&world.location, world.writer(), |ready| ready.signed_by(Some(settings)).expect("signed"))
    };
    let (first, second) = (serve(&one), serve(&other));
    assert_eq!([&first, &second].map(|server| size_of(&text(server, "/log/checkpoint"))), [OPENING; 2]);
    record(&first, 1);
    until("a checkpoint", || (size_of(&text(&first, "/log/checkpoint")) == OPENING + 1).then_some(()));
    // It is recorded there, and not signed: that would be another entry of the same number under the same key.
    record(&second, 2);
    assert_eq!(other.head().size, OPENING + 1);
    assert_eq!(size_of(&text(&second, "/log/checkpoint")), OPENING);
}

#[test]
fn of_two_witnesses_with_one_store_or_one_gate_none_cosigns_a_fork() {
    let key = |name: &str, algorithm| SigningKey::from_seed(KeyName::new(name).expect("a name"), algorithm, [5; 32]);
    let log = key("far.example/log", Algorithm::Ed25519).expect("a key");
    let request = |entry: &str| {
        let (origin, root) = (log.verifier().name().clone(), tree::leaf_hash(entry.as_bytes()));
        let text = Checkpoint { origin, size: 1, root }.to_string();
        let note = Note { signatures: vec![log.sign(&text, 0).expect("signed")], text }.to_string();
        AddCheckpoint { old: 0, proof: Vec::new(), note }.to_string()
    };
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    for [store, gate] in [["one.store", "other.gate"], ["other.store", "one.gate"]] {
        let world = World::new();
        let start = |store: &str, gate: &str| {
            let keys = vec![key("north.example/w", Algorithm::CosignEd25519).expect("a key")];
            let logs = Policy::of_log(log.verifier().clone(), None);
            let (store, gate) = (world.file(store), world.file(gate));
            Witness::start(server::witness::Settings { keys, logs, store, gate }).expect("a witness")
        };
        let (first, second) = (start("one.store", "one.gate"), start(store, gate));
        runtime.block_on(first.add_checkpoint(&request("one"))).expect("cosigned");
        let refused = runtime.block_on(second.add_checkpoint(&request("another")));
        assert!(refused.is_err(), "{store}, {gate}: {refused:?}");
    }
}
