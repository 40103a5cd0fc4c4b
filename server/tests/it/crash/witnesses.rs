//! The same between two logs: whoever is killed while one asks the other for a cosignature, nothing that was signed or
//! cosigned contradicts anything else.

use std::process::Command;
use std::time::{Duration, Instant};

use ledger::log::key::{Algorithm, KeyName, SigningKey, VerifierKey};
use ledger::log::note::SignatureLine;
use ledger::log::tree::{leaf_hash, node_hash};
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Note, Policy, TreeHash};
use server::log::key_file;
use server::witness::{Settings, Witness, address_of};

use super::{all_begin, can_trace, has_ended, killed_at, traced};
use crate::log::{ORIGIN, free_port, get, text, until};
use crate::world::{Running, World};

/// RFC 6962, section 2.1: the left side is the largest power of two below the number of leaves.
fn root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [one] => *one,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node_hash(&root(left), &root(right))
        }
    }
}

/// RFC 6962, section 2.1.2: SUBPROOF.
fn consistency(old: usize, leaves: &[TreeHash], whole: bool) -> Vec<TreeHash> {
    if old == leaves.len() {
        return if whole { Vec::new() } else { vec![root(leaves)] };
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(middle);
    let (mut proof, other) = match old <= middle {
        true => (consistency(old, left, whole), right),
        false => (consistency(old - middle, right, false), left),
    };
    proof.push(root(other));
    proof
}

/// A log that shows one of two histories, as it likes, and so is caught by any witness that remembers.
struct TwoFaced {
    key: SigningKey,
    witness: VerifierKey,
    /// What the witness cosigned: size and root.
    cosigned: Vec<(usize, TreeHash)>,
    old: usize,
}

impl TwoFaced {
    /// From the second entry on the histories differ.
    fn leaves(face: &str, size: usize) -> Vec<TreeHash> {
        let entry = |index: usize| if index == 0 { "the first".to_owned() } else { format!("{face} {index}") };
        (0..size).map(|index| leaf_hash(entry(index).as_bytes())).collect()
    }

    fn request(&self, face: &str) -> (AddCheckpoint, TreeHash) {
        let leaves = Self::leaves(face, self.old + 1);
        let (origin, root) = (self.key.verifier().name().clone(), root(&leaves));
        let checkpoint = Checkpoint { origin, size: u64::try_from(leaves.len()).expect("small"), root };
        let text = checkpoint.to_string();
        let note = Note { signatures: vec![self.key.sign(&text, 0).expect("signed")], text }.to_string();
        let proof = if self.old == 0 { Vec::new() } else { consistency(self.old, &leaves, true) };
        (AddCheckpoint { old: u64::try_from(self.old).expect("small"), proof, note }, root)
    }

    /// Shows the next size of one history. Gives the status, where there was an answer.
    fn ask(&mut self, address: &str, face: &str) -> Option<u16> {
        let (request, root) = self.request(face);
        let client = server::outbound::builder().no_proxy().timeout(Duration::from_secs(2)).build().expect("a client");
        let answer = client.post(format!("{address}/add-checkpoint")).body(request.to_string()).send().ok()?;
        let status = answer.status().as_u16();
        let body = answer.text().ok()?;
        match status {
            200 => {
                let line = SignatureLine::parse(body.trim_end()).expect("a signature");
                let note = Note::parse(&request.note).expect("a note");
                self.witness.verify(&note.text, &line.bytes).expect("the witness's");
                self.old += 1;
                self.cosigned.push((self.old, root));
            }
            409 => {
                let last = body.trim().parse().expect("a size");
                assert!(last >= self.old, "it cosigned {} entries, and knows of {last}", self.old);
                self.old = last;
            }
            // It remembers the other history.
            422 => {}
            other => panic!("{other}: {body}"),
        }
        Some(status)
    }
}

/// A witness runs until the nth of these calls kills it, and is shown both histories, this one first. Whether it was killed.
fn killed_witness(world: &World, nth: usize, faces: [&str; 2], log: &mut TwoFaced) -> bool {
    let address = format!("127.0.0.1:{}", free_port());
    let trace = world.file("trace");
    let calls = "fsync,fdatasync,rename,pwrite64";
    let mut command: Command = traced(world, calls, Some(&format!("signal=KILL:when={nth}")), &trace);
    let mut child =
        command.args(["witness", "watched", "--witness-key", "w.key", "--listen", &address]).spawn().expect("strace");
    let address = format!("http://{address}");
    let until = Instant::now() + Duration::from_millis(1_200);
    while Instant::now() < until && child.try_wait().expect("a child").is_none() {
        // So many for each attempt: enough to come to each call, and the trees stay small.
        if log.old < 8 * nth && get(&format!("{address}/keys")).is_some() {
            for face in faces {
                log.ask(&address, face);
            }
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    has_ended(&mut child)
}

#[test]
fn a_witness_cosigns_one_history_wherever_it_is_killed() {
    if !can_trace() {
        return;
    }
    let world = World::new();
    let name = KeyName::new("far.example/log").expect("a name");
    let key = SigningKey::from_seed(name, Algorithm::Ed25519, [5; 32]).expect("a key");
    let witness = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    std::fs::write(world.file("watched"), format!("log {}\nquorum none\n", key.verifier())).expect("written");
    let mut log = TwoFaced { key, witness: witness.verifier().clone(), cosigned: Vec::new(), old: 0 };
    let faces = |nth: usize| if nth.is_multiple_of(2) { ["one", "other"] } else { ["other", "one"] };
    let killed = (1..=24).filter(|nth| killed_witness(&world, *nth, faces(*nth), &mut log)).count();
    println!("killed {killed} times, {} cosigned", log.cosigned.len());
    assert!(killed > 3, "only {killed} of 24 attempts killed it");
    // What it shows as its last was perhaps never answered: it is of the same history as all that was.
    let settings = Settings {
        keys: vec![key_file::read(&world.file("w.key")).expect("a key")],
        logs: Policy::of_log(log.key.verifier().clone(), None),
        store: world.file("w.key.store"),
        gate: world.file("w.key.last-cosigned"),
    };
    let shown = Witness::start(settings).expect("its store and its gate agree").last(&address_of("far.example/log"));
    let shown =
        Checkpoint::parse_text(&Note::parse(&shown.expect("a checkpoint")).expect("a note").text).expect("three lines");
    log.cosigned.push((usize::try_from(shown.size).expect("small"), shown.root));
    assert!(log.cosigned.len() > 10, "{} were cosigned", log.cosigned.len());
    let of = |face: &str| log.cosigned.iter().all(|(size, seen)| root(&TwoFaced::leaves(face, *size)) == *seen);
    assert!(of("one") != of("other"), "{:?}", log.cosigned.iter().map(|(size, _)| size).collect::<Vec<_>>());
}

#[test]
fn a_log_killed_while_it_asks_a_witness_contradicts_nothing_that_was_cosigned() {
    if !can_trace() {
        return;
    }
    let (world, north) = (World::opened(), World::opened());
    let policy = world.policy();
    let key = key_file::make(&north.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let public = key.verifier().to_string();
    let (store, gate) = (north.file("w.store"), north.file("w.gate"));
    let witness = Witness::start(Settings { keys: vec![key], logs: policy.clone(), store, gate }).expect("a witness");
    let watching = Running::start_as(&north.location, north.writer(), |ready| ready.witnessing(witness));
    let watched = watching.url("/witness");
    let watched = format!("log {}\nwitness north {public} {watched}\nquorum north\n", policy.logs[0].key);
    std::fs::write(world.file("policy"), &watched).expect("written");
    std::fs::write(world.file("token"), world.almoner(&["token", "add"]).well().out).expect("written");
    let mut seen = Vec::new();
    let more = ["--log-policy", "policy"];
    let killed = (1..=40).filter(|nth| killed_at(&world, *nth, &more, &mut seen, &policy)).count();
    println!("killed {killed} times");
    assert!(killed > 5, "only {killed} of 40 attempts killed it");
    // What the witness cosigned last was perhaps never kept by the log.
    let shown = text(&watching, &format!("/witness/{}/checkpoint", address_of(ORIGIN)));
    seen.push(policy.verify(&shown).expect("signed").checkpoint);
    let gate = std::fs::read_to_string(world.file("log.key.last-checkpoint")).expect("a gate");
    seen.push(policy.verify(&gate).expect("signed").checkpoint);
    let agreed = Policy::parse(&watched).expect("a policy");
    let server = world.serve_watched(Some(agreed.clone()));
    all_begin(&server, &seen);
    until("a cosignature", || agreed.verify(&text(&server, "/log/checkpoint")).ok().map(drop));
    drop(server);
    let report = server::audit::audit(&world.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}
