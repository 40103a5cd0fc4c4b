//! `almoner witness`, a process that does nothing else: what it cosigned it knows after any end, and nobody floods it.

use std::io::Read as _;
use std::process::Stdio;

use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::note::SignatureLine;
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Note, Policy, tree};
use reqwest::blocking::{Body, Client};
use server::log::key_file;

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
        self.process = None;
        let mut command = crate::world::almoner();
        command.current_dir(self.world.file("").as_path()).args(["witness", "watched", "--witness-key", "w.key"]);
        command.args(["--listen", &self.address]).stdout(Stdio::null()).stderr(Stdio::null());
        self.process = Some(Process(command.spawn().expect("a witness")));
        until("a witness", || get(&self.url("keys")));
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
