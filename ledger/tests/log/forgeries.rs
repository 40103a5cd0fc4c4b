//! What a forger may try, each refused with its own reason.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use ledger::code::GiftCode;
use ledger::log::bundle::{Bundle, Claimed, Subject, entries_behind, report_claim};
use ledger::log::export::Checked;
use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::multi;
use ledger::log::proof::TlogProof;
use ledger::log::tree::{self, consistency, inclusion, leaf_hash};
use ledger::log::witness::{AddCheckpoint, Refused, Seen};
use ledger::log::{Checkpoint, Fault, Note, Policy};
use ledger::record::Request;
use ledger::report::behind::derive_with_entries;
use ledger::report::{Book, Question};
use ledger::value::{Actor, Key, Timestamp};
use ledger::{Entry, Event, Lang, Memory, State, Told, trace};

use crate::support::Log;

/// A small operation: a fund, a gift, a purchase, a hand-out, something left over.
const EVENTS: &[&str] = &[
    r#"{"type":"organisation_registered","id":"org","name":"Org","kind":"ngo","country":"CN"}"#,
    r#"{"type":"fund_opened","id":"flood","title":"Flood","purpose":"Relief","steward":"org","currency":"CNY"}"#,
    r#"{"type":"donation_received","fund":"flood","amount":30000,"method":"bank_transfer","received_on":"2026-01-02"}"#,
    r#"{"type":"donation_received","fund":"flood","amount":20000,"method":"bank_transfer","received_on":"2026-01-02"}"#,
    r#"{"type":"expense_paid","id":"lorry","payee":"Haulier","from":"cash/flood","amount":12345,"category":"transport","paid_on":"2026-01-03"}"#,
];

pub(crate) fn key(name: &str, algorithm: Algorithm, seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).expect("a name"), algorithm, [seed; 32]).expect("a key")
}

pub(crate) struct World {
    pub(crate) log: Log,
    pub(crate) lines: Vec<String>,
    past: Memory,
    pub(crate) log_key: SigningKey,
    witness: SigningKey,
    pub(crate) policy: Policy,
}

impl World {
    pub(crate) fn new() -> Self {
        let (mut state, mut past, mut log, mut lines) = (State::default(), Memory::default(), Log::default(), vec![]);
        for (event, number) in EVENTS.iter().zip(1_u8..) {
            let mut key = [0_u8; 16];
            (key[6], key[8], key[15]) = (0x70, 0x80, number);
            let request = Request {
                actor: Actor::new("org/desk").expect("an actor"),
                approver: None,
                at: Timestamp::from_ms(1_767_225_600_000).expect("a time"),
                event: Event::parse(event.as_bytes()).unwrap_or_else(|refusal| panic!("{event}: {refusal}")),
                key: Key::from_bytes(key),
            };
            let recorded = state.record(&mut past, request).unwrap_or_else(|failure| panic!("{event}: {failure:?}"));
            log.append(leaf_hash(recorded.json.as_bytes()));
            lines.push(recorded.json.clone());
            past.keep(recorded);
        }
        let log_key = key("give.example/log", Algorithm::Ed25519, 1);
        let witness = key("north.example/w", Algorithm::CosignEd25519, 2);
        let policy = format!("log {}\nwitness north {}\nquorum north\n", log_key.verifier(), witness.verifier());
        let policy = Policy::parse(&policy).expect("a policy");
        Self { log, lines, past, log_key, witness, policy }
    }

    fn size(&self) -> u64 {
        self.lines.len() as u64
    }

    pub(crate) fn checkpoint(&mut self, size: u64) -> Checkpoint {
        let Ok(root) = tree::root(&mut self.log.nodes(size), size);
        Checkpoint { origin: self.log_key.verifier().name().clone(), size, root }
    }

    fn sign(&self, checkpoint: &Checkpoint) -> Note {
        let text = checkpoint.to_string();
        let signatures = vec![
            self.log_key.sign(&text, 0).expect("signed"),
            self.witness.sign(&text, 1_767_225_600).expect("signed"),
        ];
        Note { text, signatures }
    }

    pub(crate) fn note(&mut self) -> String {
        let checkpoint = self.checkpoint(self.size());
        self.sign(&checkpoint).to_string()
    }

    pub(crate) fn proof(&mut self, index: u64) -> TlogProof {
        let size = self.size();
        let Ok(path) = inclusion(&mut self.log.nodes(size), index, size);
        TlogProof { extra: None, index, path, checkpoint: self.note() }
    }

    pub(crate) fn bundle(&mut self) -> Bundle {
        let Ok(traced) = trace::forward(&mut self.past, 2);
        let traced = traced.expect("a gift");
        let Ok(indices) = entries_behind(&mut self.past, &traced);
        let size = self.size();
        let Ok(proof) = multi::prove(&mut self.log.nodes(size), &indices, size);
        let line = |index: &u64| self.lines[usize::try_from(*index).expect("small")].clone();
        Bundle {
            entries: indices.iter().map(line).collect(),
            checkpoint: self.note(),
            policy: self.policy.to_string(),
            indices,
            proof,
            subject: Subject::Gift(GiftCode::of_seq(2).expect("a code")),
            claim: traced.to_json(),
        }
    }
}

#[test]
fn a_bundle_that_was_made_verifies_and_reads_back_as_written() {
    let mut world = World::new();
    let bundle = world.bundle();
    let shown = bundle.verify(&world.policy).expect("true");
    let Claimed::Gift(trace) = shown.claimed else { panic!("a gift was asked for") };
    assert_eq!((trace.amount, trace.ends.len(), shown.judged.cosigners.len()), (30_000, 2, 1));
    let json = bundle.to_json();
    assert_eq!(Bundle::parse(json.as_bytes()).expect("a bundle"), bundle);
    assert_eq!(Bundle::parse(json.as_bytes()).expect("a bundle").to_json(), json);
}

/// A report of the fund's money, of all but the last entry.
fn report(world: &mut World) -> Bundle {
    let question = Question::parse("fund=flood").expect("a question");
    let entries: Vec<Entry> = world.past.entries().to_vec();
    let (size, whole) = (world.size() - 1, world.size());
    let mut book = Book::default();
    let within = entries.iter().filter(|entry| entry.seq < size);
    within.clone().for_each(|entry| book.take(entry));
    let mut past = Memory::default();
    // The past as it was: a replay of the entries before.
    let mut state = State::default();
    for (entry, line) in within.zip(&world.lines) {
        let hash = ledger::Hash::of(line.as_bytes());
        let again = state.replay(&mut past, Told::from(entry.clone()), line, hash).expect("the same again");
        past.keep(again);
    }
    let head = ledger::Hash::of(world.lines[usize::try_from(size - 1).expect("small")].as_bytes());
    let all = || past_entries(&entries, size);
    let Ok((report, behind)) = derive_with_entries(&mut past, &book, &question, (size, head), all);
    let indices: Vec<u64> = behind.into_iter().collect();
    let Ok(proof) = multi::prove(&mut world.log.nodes(whole), &indices, whole);
    let subject = Subject::Report { question: Box::new(question), size };
    let line = |index: &u64| world.lines[usize::try_from(*index).expect("small")].clone();
    let entries: Vec<String> = indices.iter().map(line).collect();
    let claim = report_claim(&report, &entries);
    Bundle { indices, entries, proof, subject, claim, ..world.bundle() }
}

fn past_entries(entries: &[Entry], size: u64) -> impl Iterator<Item = Result<Entry, std::convert::Infallible>> {
    entries.iter().filter(move |entry| entry.seq < size).cloned().map(Ok).collect::<Vec<_>>().into_iter()
}

#[test]
fn a_report_in_a_bundle_is_derived_again_and_one_figure_changed_is_found() {
    let mut world = World::new();
    let bundle = report(&mut world);
    let shown = bundle.verify(&world.policy).expect("true");
    let Claimed::Report(derived) = shown.claimed else { panic!("a report was asked for") };
    assert!(bundle.claim.ends_with(&format!(",\"figures\":{}}}", derived.to_json())));
    assert!(derived.size < shown.judged.checkpoint.size);
    let read = Bundle::parse(bundle.to_json().as_bytes()).expect("a bundle");
    assert_eq!(read, bundle);
    let forged = |claim: String| Bundle { claim, ..bundle.clone() }.verify(&world.policy).expect_err("forged").code();
    assert_eq!(forged(bundle.claim.replace("\"closing\":", "\"closing\":1")), "claim");
    let other = Bundle {
        subject: Subject::Report { question: Box::new(Question::default()), size: derived.size },
        ..bundle.clone()
    };
    assert_eq!(other.verify(&world.policy).expect_err("another question").code(), "claim");
    let mut changed = bundle.clone();
    changed.entries[0] = changed.entries[0].replacen("org/desk", "org/dusk", 1);
    assert_eq!(
        changed.verify(&world.policy).expect_err("a changed entry"),
        Fault::Changed { index: bundle.indices[0] }
    );
}

#[test]
fn each_forged_bundle_is_refused_with_its_own_reason() {
    type Forge = fn(&mut Bundle, &mut World);
    let cases: &[(&str, &str, Forge)] = &[
        ("an entry's byte", "multi_inclusion", |bundle, _| {
            bundle.entries[1] = bundle.entries[1].replace("30000", "30001");
        }),
        ("an entry that the next one links to", "chain", |bundle, _| {
            bundle.entries[0] = bundle.entries[0].replace("Relief", "Belief");
        }),
        ("an entry's other form", "not_canonical", |bundle, _| bundle.entries[1].push(' ')),
        ("an entry that is none", "entry", |bundle, _| bundle.entries[1].insert(0, '[')),
        ("two entries swapped", "misplaced", |bundle, _| bundle.entries.swap(0, 1)),
        ("an entry dropped", "proof_size", |bundle, _| drop((bundle.entries.pop(), bundle.indices.pop()))),
        ("an entry without its index", "proof_size", |bundle, _| {
            bundle.indices.pop();
        }),
        ("an entry twice", "indices", |bundle, _| {
            bundle.entries.insert(0, bundle.entries[0].clone());
            bundle.indices.insert(0, bundle.indices[0]);
        }),
        ("an index behind the end", "index_outside", |bundle, _| *bundle.indices.last_mut().expect("one") = 99),
        ("a hash too many", "proof_size", |bundle, _| bundle.proof.push([0; 32])),
        ("a hash too few", "proof_size", |bundle, _| {
            bundle.proof.pop();
        }),
        ("a bit of the proof", "multi_inclusion", |bundle, _| bundle.proof[0][31] ^= 1),
        ("a bit of the log's signature", "bad_signature", |bundle, _| {
            let mut note = Note::parse(&bundle.checkpoint).expect("a note");
            note.signatures[0].bytes[40] ^= 1;
            bundle.checkpoint = note.to_string();
        }),
        ("a bit of the cosignature", "bad_signature", |bundle, _| {
            let mut note = Note::parse(&bundle.checkpoint).expect("a note");
            note.signatures[1].bytes[40] ^= 1;
            bundle.checkpoint = note.to_string();
        }),
        ("a bit of the cosignature's time", "bad_signature", |bundle, _| {
            let mut note = Note::parse(&bundle.checkpoint).expect("a note");
            note.signatures[1].bytes[7] ^= 1;
            bundle.checkpoint = note.to_string();
        }),
        ("no witness", "no_quorum", |bundle, _| {
            let mut note = Note::parse(&bundle.checkpoint).expect("a note");
            note.signatures.truncate(1);
            bundle.checkpoint = note.to_string();
        }),
        ("the witness alone", "no_known_signature", |bundle, _| {
            let mut note = Note::parse(&bundle.checkpoint).expect("a note");
            note.signatures.remove(0);
            bundle.checkpoint = note.to_string();
        }),
        ("a larger size under the old signature", "bad_signature", |bundle, _| {
            bundle.checkpoint = bundle.checkpoint.replace("\n5\n", "\n6\n");
        }),
        ("another log's checkpoint", "other_origin", |bundle, world| {
            let other = key("take.example/log", Algorithm::Ed25519, 9);
            let text = world.checkpoint(5).to_string().replace("give.example", "take.example");
            bundle.checkpoint = Note { signatures: vec![other.sign(&text, 0).expect("signed")], text }.to_string();
        }),
        ("a checkpoint of before", "index_outside", |bundle, world| {
            let early = world.checkpoint(3);
            bundle.checkpoint = world.sign(&early).to_string();
        }),
        ("line endings", "control_character", |bundle, _| bundle.checkpoint = bundle.checkpoint.replace('\n', "\r\n")),
        ("a figure of the claim", "claim", |bundle, _| {
            bundle.claim = bundle.claim.replace("\"amount\":30000", "\"amount\":30001");
        }),
        ("sums that are right and do not follow", "claim", |bundle, _| {
            bundle.claim = bundle.claim.replace("12345", "12344").replace("17655", "17656");
        }),
        ("an end left out", "claim", |bundle, _| {
            let from = bundle.claim.find(",{\"amount\"").expect("a second end");
            let to = bundle.claim[from..].find("}]").expect("its end");
            bundle.claim.replace_range(from..=from + to, "");
        }),
        ("another gift's code", "no_subject", |bundle, _| {
            bundle.subject = Subject::Gift(GiftCode::of_seq(3).expect("a code"));
        }),
    ];
    for (what, code, forge) in cases {
        let mut world = World::new();
        let mut bundle = world.bundle();
        forge(&mut bundle, &mut world);
        let fault = bundle.verify(&world.policy).expect_err(what);
        assert_eq!(fault.code(), *code, "{what}: {fault}");
    }
}

#[test]
fn where_one_proof_can_not_tell_the_entries_do_as_far_as_they_can() {
    let mut world = World::new();
    let bundle = world.bundle();
    assert_eq!(bundle.indices, [1, 2, 4]);
    let fault = |change: &dyn Fn(&mut Bundle)| {
        let mut forged = bundle.clone();
        change(&mut forged);
        forged.verify(&world.policy).expect_err("forged")
    };
    assert_eq!(
        fault(&|it| it.entries[0] = it.entries[0].replace("Relief", "Belief")),
        Fault::Chain { before: 1, seq: 2 }
    );
    // Entry 3 knows what entry 2 was, and is not in the bundle.
    let whole = fault(&|it| it.entries[1] = it.entries[1].replace("30000", "30001"));
    assert_eq!(whole, Fault::MultiInclusion { count: 3, first: 1, last: 4 });
    for (lang, says) in [(Lang::En, "the first of them entry 1 and the last entry 4"), (Lang::Zh, "末条为第 4 条")]
    {
        assert!(whole.say(lang).contains(says), "{}", whole.say(lang));
    }
    assert_eq!(fault(&|it| it.proof[0][0] ^= 1), whole);
    // One leaf alone is named by its own proof.
    let (size, leaf) = (world.size(), leaf_hash(world.lines[2].as_bytes()));
    let root = world.checkpoint(size).root;
    let Ok(proof) = multi::prove(&mut world.log.nodes(size), &[3], size);
    assert_eq!(multi::verify(&[3], &[leaf], size, &root, &proof), Err(Fault::Inclusion { index: 3 }));
}

#[test]
fn an_entry_left_out_changes_the_figures_and_so_the_claim() {
    let mut world = World::new();
    let mut bundle = world.bundle();
    // The expense is hidden: what it spent would be shown as unspent. The claim that says so is derived all the same.
    let position = bundle.indices.iter().position(|index| *index == 4).expect("the expense");
    bundle.indices.remove(position);
    bundle.entries.remove(position);
    let size = world.size();
    let Ok(proof) = multi::prove(&mut world.log.nodes(size), &bundle.indices, size);
    bundle.proof = proof;
    assert_eq!(bundle.verify(&world.policy).expect_err("an old claim").code(), "claim");
}

#[test]
fn moves_that_lead_round_in_a_circle_come_to_an_end() {
    let bundle = World::new().bundle();
    let spent = r#""spans":[[0,12345]]}}"#;
    // What was paid comes back to where it was paid from; or twice as much, so that it is more each time.
    for back in ["[[0,12345]]", "[[0,12345],[0,12345]]"] {
        let round = format!(r#""spans":[[0,12345]]}},"to":{{"pool":"cash/flood","spans":{back}}}}}"#);
        let mut forged = bundle.clone();
        forged.entries[2] = forged.entries[2].replace(spent, &round);
        assert_ne!(forged.entries[2], bundle.entries[2]);
        assert_eq!(forged.verify_claim().expect_err("no end").code(), "no_subject");
    }
}

#[test]
fn bundles_that_are_none_name_the_member() {
    let json = World::new().bundle().to_json();
    let cases = [
        (json.replace("almoner-bundle/1", "almoner-bundle/2"), "format"),
        (json.replace("\"proof\"", "\"proofs\""), "proofs"),
        (json.replace("\"indices\":[1", "\"indices\":[\"1\""), "indices[0]"),
        (json.replace("\"subject\":{\"gift\"", "\"subject\":{\"fund\""), "subject"),
        ("[]".into(), "{}"),
    ];
    for (json, field) in cases {
        let fault = Bundle::parse(json.as_bytes()).expect_err(field);
        assert!(fault.to_string().contains(field), "{fault}");
    }
}

#[test]
fn a_log_that_was_tampered_with_names_the_first_entry_that_is_wrong() {
    let mut world = World::new();
    let checkpoint = world.checkpoint(5);
    let check = |lines: &[String]| {
        let mut checked = Checked::default();
        lines.iter().try_for_each(|line| checked.take(line.as_bytes()))?;
        checked.finish(&checkpoint)
    };
    assert_eq!(check(&world.lines), Ok(()));
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = world.lines.clone();
        change(&mut lines);
        check(&lines).expect_err("forged")
    };
    let codes = [
        // The one that was changed, and the one that knows better.
        (
            with(&|lines| lines[2] = lines[2].replace("30000", "30001")),
            "chain",
            "entry 3 does not carry the hash of entry 2 ",
        ),
        (with(&|lines| lines[4] = lines[4].replace("12345", "12346")), "root", "5"),
        (with(&|lines| lines.swap(1, 2)), "misplaced", "at 1"),
        (with(&|lines| drop(lines.remove(2))), "misplaced", "at 2"),
        (with(&|lines| lines.insert(2, lines[1].clone())), "misplaced", "at 2"),
        (with(&|lines| drop(lines.pop())), "length", "4 entries"),
        (with(&|lines| lines[1].push(' ')), "not_an_entry", "line 1"),
        (with(&|lines| lines[0] = "{}".into()), "not_an_entry", "line 0"),
    ];
    for (fault, code, said) in codes {
        assert_eq!(fault.code(), code, "{fault}");
        assert!(fault.to_string().contains(said), "{fault}");
    }
}

#[test]
fn a_proof_file_that_was_changed_is_refused() {
    let mut world = World::new();
    let proof = world.proof(2);
    let entry = world.lines[2].clone();
    let file = proof.to_string();
    assert!(TlogProof::parse(&file).expect("a proof").verify(entry.as_bytes(), &world.policy).is_ok());
    let verify =
        |file: &str| TlogProof::parse(file).and_then(|proof| proof.verify(entry.as_bytes(), &world.policy).map(drop));
    let hash = file.lines().nth(2).expect("a hash").to_owned();
    for (forged, code) in [
        (file.replace("index 2", "index 3"), "inclusion"),
        (file.replace("index 2", "index 02"), "not_a_proof"),
        (file.replace("index 2", "index 7"), "index_outside"),
        (file.replace("@v1", "@v2"), "not_a_proof"),
        (file.replacen(&hash, &hash.replace('=', "=="), 1), "not_a_proof"),
        (file.replacen(&format!("{hash}\n"), "", 1), "inclusion"),
        (file.replacen(&format!("{hash}\n"), &format!("{hash}\n{hash}\n"), 1), "inclusion"),
    ] {
        assert_eq!(verify(&forged).expect_err(code).code(), code, "{forged}");
    }
}

#[test]
fn a_witness_signs_only_what_extends_what_it_saw() {
    let mut world = World::new();
    let ask = |world: &mut World, old: u64, size: u64| {
        let Ok(proof) = consistency(&mut world.log.nodes(size), old, size);
        let checkpoint = world.checkpoint(size);
        AddCheckpoint { old, proof, note: world.sign(&checkpoint).to_string() }
    };
    let seen = world.checkpoint(3);
    let seen = Seen { size: 3, root: seen.root };
    let log_key = world.log_key.verifier().clone();
    let judge = |request: &AddCheckpoint| {
        request.judge(|origin| (origin == "give.example/log").then(|| vec![&log_key]), |_| seen)
    };
    assert_eq!(judge(&ask(&mut world, 3, 5)).map(|checkpoint| checkpoint.size), Ok(5));
    assert_eq!(judge(&ask(&mut world, 3, 3)).map(|checkpoint| checkpoint.size), Ok(3));
    assert_eq!(judge(&ask(&mut world, 2, 5)), Err(Refused::Conflict(3)));
    let mut above = ask(&mut world, 3, 5);
    above.old = 6;
    assert!(matches!(judge(&above), Err(Refused::Malformed(_))));
    let mut unproved = ask(&mut world, 3, 5);
    unproved.proof.pop();
    assert!(matches!(judge(&unproved), Err(Refused::Unproved(_))));
    let mut forked = world.checkpoint(3);
    forked.root[0] ^= 1;
    let forked = AddCheckpoint { old: 3, proof: vec![], note: world.sign(&forked).to_string() };
    assert!(matches!(judge(&forked), Err(Refused::Unproved(ledger::log::Fault::Split { size: 3 }))));
    let mut unsigned = ask(&mut world, 3, 5);
    unsigned.note = unsigned.note.replace("give.example/log\n5", "give.example/log\n4");
    assert!(matches!(judge(&unsigned), Err(Refused::Untrusted(_))));
    let mut unknown = ask(&mut world, 3, 5);
    unknown.note = unknown.note.replace("give.example", "take.example");
    assert_eq!(judge(&unknown), Err(Refused::UnknownOrigin));
    let nothing = |request: &AddCheckpoint| request.judge(|_| Some(vec![&log_key]), |_| Seen::nothing());
    assert_eq!(nothing(&ask(&mut world, 0, 5)).map(|checkpoint| checkpoint.size), Ok(5));
    let mut spare = ask(&mut world, 0, 5);
    spare.proof.push([0; 32]);
    assert!(matches!(nothing(&spare), Err(Refused::Unproved(_))));
    let mut none = world.checkpoint(0);
    none.root = [1; 32];
    let none = AddCheckpoint { old: 0, proof: vec![], note: world.sign(&none).to_string() };
    assert!(matches!(nothing(&none), Err(Refused::Unproved(_))));
}
