//! `almoner witness`, a process that does nothing else: what it cosigned it knows after any end, and nobody floods it.

use std::io::Read as _;
use std::process::Stdio;

use diesel::connection::SimpleConnection as _;
use diesel::{Connection as _, SqliteConnection};
use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::note::SignatureLine;
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Note, Policy, tree};
use reqwest::blocking::{Body, Client};
use server::log::gate::cosigned_beside;
use server::log::key_file;
use server::witness::{Guard, Settings, Witness};

use crate::log::{Process, free_port, get, until};
use crate::world::World;

const ORIGIN: &str = "far.example/log";

/// A witness that watches one log, whose key is here.
struct Alone {
    world: World,
    log: SigningKey,
    policy: Policy,
    address: String,
    process: Option<Process>,
    client: Client,
}

impl Alone {
    fn new() -> Self {
        let world = World::new();
        let name = KeyName::new(ORIGIN).expect("a name");
        let log = SigningKey::from_seed(name, Algorithm::Ed25519, [5; 32]).expect("a key");
        let key = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
        let watched = format!("log {}\nquorum none\n", log.verifier());
        std::fs::write(world.file("watched"), &watched).expect("written");
        let policy = format!("log {}\nwitness north {}\nquorum north\n", log.verifier(), key.verifier());
        let policy = Policy::parse(&policy).expect("a policy");
        let address = format!("127.0.0.1:{}", free_port());
        let client = server::outbound::builder().no_proxy().build().expect("a client");
        let mut alone = Self { world, log, policy, address, process: None, client };
        alone.start();
        alone
    }

    /// Ends the one that runs, at once, and starts it again with what it kept.
    fn start(&mut self) {
        self.start_with(&[]);
    }

    fn start_with(&mut self, more: &[&str]) {
        self.process = None;
        let mut command = crate::world::almoner();
        command.current_dir(self.world.file("").as_path()).args(["witness", "watched", "--witness-key", "w.key"]);
        command.args(more).args(["--listen", &self.address]).stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(Process(command.spawn().expect("a witness")));
        until("a witness", || get(&self.url("keys")));
    }

    /// Why it does not start.
    fn refused(&mut self, more: &[&str]) -> String {
        self.process = None;
        let witness = ["witness", "watched", "--witness-key", "w.key", "--listen", "127.0.0.1:0"];
        let ran = self.world.almoner(&[witness.as_slice(), more].concat());
        assert_eq!(ran.code, 1, "{ran:?}");
        ran.err
    }

    fn forget(&self, names: &[&str]) {
        names.iter().for_each(|name| std::fs::remove_file(self.world.file(name)).expect("removed"));
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}/{path}", self.address)
    }

    /// A checkpoint of one entry, which is this text.
    fn note(&self, entry: &str) -> String {
        let (origin, root) = (self.log.verifier().name().clone(), tree::leaf_hash(entry.as_bytes()));
        let text = Checkpoint { origin, size: 1, root }.to_string();
        Note { signatures: vec![self.log.sign(&text, 0).expect("signed")], text }.to_string()
    }

    fn ask(&self, old: u64, note: &str) -> (u16, String) {
        let request = AddCheckpoint { old, proof: Vec::new(), note: note.to_owned() };
        let sent = self.client.post(self.url("add-checkpoint")).body(request.to_string()).send();
        let answer = sent.expect("an answer");
        (answer.status().as_u16(), answer.text().expect("text"))
    }
}

#[test]
fn a_witness_alone_knows_after_any_end_what_it_cosigned() {
    let mut alone = Alone::new();
    let (note, fork) = (alone.note("one"), alone.note("another"));
    let shown = format!("{}/checkpoint", server::witness::address_of(ORIGIN));
    assert_eq!(get(&alone.url(&shown)), None, "it has cosigned nothing");
    assert_eq!(get(&alone.url("keys")), Some(format!("{}\n", alone.policy.witnesses[0].key)));
    let (status, line) = alone.ask(0, &note);
    assert_eq!(status, 200, "{line}");
    assert!(SignatureLine::parse(line.trim_end()).is_some(), "{line}");
    alone.policy.verify(&format!("{note}{line}")).expect("cosigned");
    for _ in 0..2 {
        // It is killed as it is dropped: nothing is written on the way out.
        alone.start();
        assert_eq!(alone.ask(0, &fork), (409, "1\n".to_owned()));
        assert_eq!(alone.ask(1, &fork).0, 422);
        let last = get(&alone.url(&shown)).expect("the last checkpoint");
        alone.policy.verify(&last).expect("with its cosignature");
        assert!(last.starts_with(&note), "{last}");
    }
    assert_eq!(alone.ask(1, &note).0, 200, "the same once more is no other");
}

#[test]
fn a_note_with_the_cosignatures_of_many_others_is_taken() {
    let alone = Alone::new();
    // As long as those of ML-DSA-44, of keys that nobody here knows.
    let name = |number: usize| KeyName::new(&format!("w{number}.example")).expect("a name");
    let line = |number: usize| SignatureLine { name: name(number), id: [9; 4], bytes: vec![7; 8 + 2_420] };
    let lines: Vec<String> = (0..25).map(|number| format!("{}\n", line(number))).collect();
    let note = alone.note("one") + &lines.concat();
    assert!(note.len() > ledger::event::EVENT_BYTES_LIMIT, "{}", note.len());
    let (status, said) = alone.ask(0, &note);
    assert_eq!(status, 200, "{said}");
}

#[test]
fn a_hundred_mebibytes_of_signatures_are_not_read() {
    let alone = Alone::new();
    let note = alone.note("one");
    let begin = AddCheckpoint { old: 0, proof: Vec::new(), note: note.clone() }.to_string();
    let endless = std::io::Cursor::new(begin).chain(std::io::repeat(b'A').take(100 * 1024 * 1024));
    let sent = alone.client.post(alone.url("add-checkpoint")).body(Body::new(endless)).send();
    // The connection is closed in the middle of it: some clients see the answer, some only that.
    if let Ok(answer) = sent {
        assert_eq!(answer.status(), 400);
        assert_eq!(answer.headers()["content-type"], "text/plain; charset=utf-8");
    }
    assert_eq!(alone.ask(0, &note).0, 200, "it was cosigned for nobody, and the witness goes on");
}

#[test]
fn a_witness_that_lost_what_it_cosigned_begins_anew_only_if_told_so() {
    let mut alone = Alone::new();
    let (note, fork) = (alone.note("one"), alone.note("another"));
    assert_eq!(alone.ask(0, &note).0, 200);
    // Nothing to be made anew: whoever asks for it always would be asked nothing.
    assert!(alone.refused(&["--new-witness-gate"]).contains("start without it"));
    alone.forget(&["w.key.store"]);
    assert!(alone.refused(&[]).contains("older copy"));
    // The key alone, as from a backup; then with an older store.
    alone.forget(&["w.key.store", "w.key.last-cosigned"]);
    for _ in 0..2 {
        let said = alone.refused(&[]);
        assert!(said.contains("--new-witness-gate") && said.contains("w.key.last-cosigned"), "{said}");
        assert!(!alone.world.file("w.key.store").exists(), "nothing was made");
    }
    alone.start_with(&["--new-witness-gate"]);
    assert_eq!(alone.ask(0, &fork).0, 200, "it was told to forget");
    alone.start();
    assert_eq!(alone.ask(0, &note), (409, "1\n".to_owned()));
    alone.forget(&["w.key.last-cosigned"]);
    assert!(alone.refused(&[]).contains("--new-witness-gate"));
    alone.start_with(&["--new-witness-gate"]);
    assert_eq!(alone.ask(0, &note), (409, "1\n".to_owned()), "the store is what it was");
}

#[test]
fn each_key_of_a_witness_has_a_gate_that_outlives_the_others() {
    let world = World::new();
    let key = |name: &str, algorithm| key_file::make(&world.file(name), "north.example/w", algorithm).expect("a key");
    let (one, other) = (key("one.key", Algorithm::CosignEd25519), key("other.key", Algorithm::CosignMlDsa44));
    let log = SigningKey::from_seed(KeyName::new(ORIGIN).expect("a name"), Algorithm::Ed25519, [5; 32]);
    let logs = Policy::of_log(log.expect("a key").verifier().clone(), None);
    let gate = |name: &str| cosigned_beside(&world.file(name));
    let line = format!("{ORIGIN} 1 {}\n", "00".repeat(32));
    let start = |keys, first: &str, more: &[&str]| {
        let settings = Settings { keys, logs: logs.clone(), store: world.file("w.store"), gate: gate(first) };
        let guard = Guard { more_gates: more.iter().map(|name| gate(name)).collect(), new_gate: false };
        Witness::start_guarded(settings, guard).map(drop).map_err(|error| error.to_string())
    };
    start(vec![one], "one.key", &[]).expect("a new key");
    let db = SqliteConnection::establish(world.file("w.store").to_str().expect("UTF-8"));
    let insert = format!("INSERT INTO cosigned VALUES ('{ORIGIN}', 1, zeroblob(32), 'x')");
    db.expect("the store").batch_execute(&insert).expect("as if it was cosigned");
    // The second key comes to know what the first has cosigned, and then goes on alone.
    start(vec![other], "one.key", &["other.key"]).expect("both");
    assert_eq!(
        ["one.key", "other.key"].map(|name| std::fs::read_to_string(gate(name)).ok()),
        [Some(line.clone()), Some(line)]
    );
    std::fs::remove_file(gate("one.key")).expect("removed");
    std::fs::remove_file(world.file("w.store")).expect("removed");
    let other = key_file::read(&world.file("other.key")).expect("a key");
    let refused = start(vec![other], "other.key", &[]).expect_err("an older copy");
    assert!(refused.contains("older copy"), "{refused}");
}

#[test]
fn what_a_witness_could_not_keep_is_told_without_its_files() {
    let alone = Alone::new();
    let note = alone.note("one");
    // The gate can't be written while this is in its way.
    let in_the_way = alone.world.file("w.key.last-cosigned.new");
    std::fs::create_dir(&in_the_way).expect("a folder");
    let (status, said) = alone.ask(0, &note);
    assert!(status == 500 && said.starts_with("not signed") && !said.contains("w.key"), "{status}: {said}");
    std::fs::remove_dir(&in_the_way).expect("removed");
    assert_eq!(alone.ask(1, &note).0, 200, "it goes on");
}
