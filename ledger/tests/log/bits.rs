//! One bit changed, anywhere: every field of every kind of file, every bit of each, and why it is refused.
//!
//! A field is a stretch of a text, with the reasons that a bit of it may be refused for. The first is what the field is
//! there for, and must be met; the others are what a bit may spoil besides, as the form. What is taken all the same is
//! listed at the end of the file, each with why it does no harm.

#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use std::collections::BTreeSet;
use std::ops::Range;

use ledger::Lang;
use ledger::code::GiftCode;
use ledger::log::bundle::{Bundle, Subject};
use ledger::log::export::Checked;
use ledger::log::key::{Algorithm, VerifierKey};
use ledger::log::proof::TlogProof;
use ledger::log::tile::{self, Edge};
use ledger::log::tree::{consistency, leaf_hash};
use ledger::log::witness::{AddCheckpoint, Refused, Seen};
use ledger::log::{Fault, Note, Policy};

use crate::forgeries::{World, key};
use crate::support::{Log, leaf};

/// A stretch of a text, and why a changed bit of it is refused.
type Field<'f> = (&'f str, Range<usize>, &'f [&'f str]);

fn field<'f>(name: &'f str, reasons: &'f [&'f str]) -> (&'f str, &'f [&'f str]) {
    (name, reasons)
}

/// What a signed checkpoint's lines are refused for, with their line ends; first the reason that each is there for.
const NOTE: [(&str, &[&str]); 6] = [
    ("origin", &["other_origin", "not_a_checkpoint", "control_character"]),
    ("size", &["bad_signature", "not_a_checkpoint", "control_character"]),
    ("root", &["bad_signature", "not_a_checkpoint", "control_character", "not_a_note"]),
    ("empty line", &["not_a_note", "control_character"]),
    // Another name or ID is another key, which is not known.
    ("the log's line", &["bad_signature", "no_known_signature", "signature_line", "control_character"]),
    ("the witness's line", &["bad_signature", "no_quorum", "signature_line", "control_character", "not_a_note"]),
];

/// Every way to change one bit of these bytes: its place, and the whole.
fn each_bit(bytes: &[u8], range: Range<usize>, mut judge: impl FnMut(usize, &[u8])) {
    let mut changed = bytes.to_vec();
    for place in range {
        for bit in 0..8 {
            changed[place] ^= 1 << bit;
            judge(place, &changed);
            changed[place] ^= 1 << bit;
        }
    }
}

/// As [`each_bit`], where the result is text at all: other bytes are refused by whoever reads a file as UTF-8.
fn each_text(text: &str, range: Range<usize>, mut judge: impl FnMut(&str)) {
    each_bit(text.as_bytes(), range, |_, changed| {
        if let Ok(changed) = std::str::from_utf8(changed) {
            judge(changed);
        }
    });
}

/// Changes every bit of every field; the fields must be the whole text.
fn refused(text: &str, fields: &[Field<'_>], judge: impl Fn(&str) -> Result<(), String>) {
    assert_eq!(judge(text), Ok(()), "the true one");
    let mut end = 0;
    for (name, range, reasons) in fields {
        assert_eq!(range.start, end, "{name} begins where the field before it ends");
        end = range.end;
        let mut met = BTreeSet::new();
        each_text(text, range.clone(), |changed| {
            let reason = judge(changed).expect_err(&format!("{name}: {changed}"));
            assert!(reasons.contains(&reason.as_str()), "{name}: {reason}: {changed}");
            met.insert(reason);
        });
        assert!(met.contains(reasons[0]), "{name}: {met:?}");
    }
    assert_eq!(end, text.len(), "the fields are the whole");
}

/// The lines of a text, each with its end.
fn lines(text: &str) -> Vec<Range<usize>> {
    let mut from = 0;
    let line = |line: &str| {
        let range = from..from + line.len();
        from = range.end;
        range
    };
    text.split_inclusive('\n').map(line).collect()
}

fn code<T>(judged: Result<T, Fault>) -> Result<(), String> {
    judged.map(drop).map_err(|fault| fault.code().to_owned())
}

#[test]
fn a_bit_of_a_note_or_a_cosignature_is_refused() {
    let mut world = World::new();
    let note = world.note();
    let ranges = lines(&note);
    assert_eq!(ranges.len(), NOTE.len(), "{note}");
    let fields: Vec<Field<'_>> =
        NOTE.iter().zip(ranges).map(|((name, reasons), range)| (*name, range, *reasons)).collect();
    refused(&note, &fields, |note| code(world.policy.verify(note)));
}

#[test]
fn a_bit_of_an_ml_dsa_cosignature_is_refused() {
    let mut world = World::new();
    let text = world.checkpoint(5).to_string();
    let key = key("south.example/w", Algorithm::CosignMlDsa44, 4);
    let line = key.sign(&text, 1_767_225_600).expect("signed");
    assert_eq!(key.verifier().verify(&text, &line.bytes), Ok(Some(1_767_225_600)));
    // Time and signature: 2,428 bytes, of each another bit.
    let mut bytes = line.bytes.clone();
    for place in 0..bytes.len() {
        bytes[place] ^= 1 << (place % 8);
        assert_eq!(key.verifier().verify(&text, &bytes), Err(()), "byte {place}");
        bytes[place] ^= 1 << (place % 8);
    }
    // And what is signed.
    each_text(&text, 0..text.len(), |changed| assert_eq!(key.verifier().verify(changed, &line.bytes), Err(())));
}

#[test]
fn a_bit_of_a_proof_is_refused() {
    let mut world = World::new();
    let proof = world.proof(2).to_string();
    let entry = world.lines[2].clone();
    let ranges = lines(&proof);
    let hashes = ranges.len() - 3 - NOTE.len();
    let mut kinds =
        vec![field("first line", &["not_a_proof"]), field("index", &["inclusion", "index_outside", "not_a_proof"])];
    // A line feed before a hash ends the proof too early: what is left is no checkpoint.
    kinds.extend((0..hashes).map(|_| field("a hash of the path", &["inclusion", "not_a_proof", "not_a_checkpoint"])));
    kinds.push(field("empty line", &["not_a_proof"]));
    kinds.extend(NOTE);
    let fields: Vec<Field<'_>> =
        kinds.into_iter().zip(ranges).map(|((name, reasons), range)| (name, range, reasons)).collect();
    refused(&proof, &fields, |file| {
        code(TlogProof::parse(file).and_then(|proof| proof.verify(entry.as_bytes(), &world.policy).map(drop)))
    });
    // And the bytes that it is of.
    let proof = world.proof(2);
    each_bit(entry.as_bytes(), 0..entry.len(), |place, changed| {
        assert_eq!(code(proof.verify(changed, &world.policy)), Err("inclusion".to_owned()), "byte {place}");
    });
}

#[test]
fn a_bit_of_an_entry_is_found_where_it_is() {
    let mut world = World::new();
    let checkpoint = world.checkpoint(5);
    let judge = |lines: &[Vec<u8>]| {
        let mut checked = Checked::default();
        lines.iter().try_for_each(|line| checked.take(line))?;
        checked.finish(&checkpoint)
    };
    let lines: Vec<Vec<u8>> = world.lines.iter().map(|line| line.clone().into_bytes()).collect();
    assert_eq!(judge(&lines), Ok(()));
    for (index, line) in lines.iter().enumerate() {
        let seq = index as u64;
        // What it says of its own place; the rest is found by the next entry, or at the end by the root.
        let place_from = world.lines[index].rfind(",\"prev\":\"").expect("a link");
        let mut changed_lines = lines.clone();
        each_bit(line, 0..line.len(), |place, changed| {
            changed_lines[index] = changed.to_vec();
            let fault = judge(&changed_lines).expect_err("changed");
            let fits = match &fault {
                // Whichever of the two was changed, it is named.
                Fault::Chain { before, .. } if place < place_from => *before == seq,
                Fault::Root { size: 5 } => place < place_from && index == 4,
                Fault::NotEntry { index: found } | Fault::Misplaced { index: found, .. } => *found == seq,
                Fault::Chain { seq: found, .. } => *found == seq,
                Fault::Beginning => seq == 0 && place >= place_from,
                _ => false,
            };
            assert!(fits, "entry {index}, byte {place}: {fault}");
        });
    }
}

#[test]
fn a_bit_of_a_bundle_is_refused_in_each_of_its_fields() {
    let mut world = World::new();
    let bundle = world.bundle();
    let judged = bundle.verify(&world.policy).expect("true").judged;
    let among = |bundle: &Bundle, reasons: &[&str], what: &str| {
        let reason = bundle.verify_inclusion(&judged).expect_err(what).code();
        assert!(reasons.contains(&reason), "{what}: {reason}");
    };
    for place in 0..bundle.indices.len() {
        for bit in 0..64 {
            let mut forged = bundle.clone();
            forged.indices[place] ^= 1 << bit;
            among(&forged, &["misplaced", "proof_size", "indices", "index_outside"], "an index");
        }
    }
    for place in 0..bundle.proof.len() {
        for bit in 0..256 {
            let mut forged = bundle.clone();
            forged.proof[place][bit / 8] ^= 1 << (bit % 8);
            among(&forged, &["multi_inclusion"], "a hash of the proof");
        }
    }
    for (place, entry) in bundle.entries.iter().enumerate() {
        let mut forged = bundle.clone();
        each_text(entry, 0..entry.len(), |changed| {
            changed.clone_into(&mut forged.entries[place]);
            // By what it is itself, or by the next one's link; else only the proof knows that one of them is wrong.
            among(&forged, &["multi_inclusion", "entry", "misplaced", "not_canonical", "chain"], "an entry");
        });
    }
    let mut forged = bundle.clone();
    each_text(&bundle.claim, 0..bundle.claim.len(), |changed| {
        changed.clone_into(&mut forged.claim);
        assert_eq!(code(forged.verify_claim()), Err("claim".to_owned()), "{changed}");
    });
    let mut forged = bundle.clone();
    for bit in 0..30 {
        forged.subject = Subject::Gift(GiftCode::of_seq(2 ^ (1 << bit)).expect("a code"));
        assert_eq!(code(forged.verify_claim()), Err("no_subject".to_owned()), "bit {bit} of the gift's number");
    }
    // The checkpoint is read as every note is: the same bits, the same reasons.
    let mut forged = bundle.clone();
    each_text(&bundle.checkpoint, 0..bundle.checkpoint.len(), |changed| {
        changed.clone_into(&mut forged.checkpoint);
        assert_eq!(code(forged.verify_note(&world.policy)), code(world.policy.verify(changed)), "{changed}");
    });
}

#[test]
fn a_bit_of_what_holds_a_bundle_together_is_refused() {
    let mut world = World::new();
    let bundle = world.bundle();
    let json = bundle.to_json();
    for name in ["checkpoint", "claim", "entries", "format", "indices", "policy", "proof", "subject"] {
        let at = json.find(&format!("\"{name}\":")).expect("a member");
        // The name, its quotes and its colon; and all of the format.
        let end = at + name.len() + 3 + if name == "format" { ledger::log::bundle::FORMAT.len() + 2 } else { 0 };
        each_text(&json, at..end, |changed| {
            let refused = Bundle::parse(changed.as_bytes()).expect_err(changed);
            assert_eq!(refused.code(), "not_a_bundle", "{changed}");
        });
    }
}

#[test]
fn a_bit_of_a_tile_or_of_an_entry_bundle_is_found_by_the_root_above() {
    let log = Log::of(256);
    let bytes = tile::to_bytes(&log.leaves);
    let root = tile::subtree_root(&log.leaves);
    assert_eq!(root, log.edge.root());
    // 8,192 bytes, of each another bit.
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 1 << (place % 8);
        let hashes = tile::from_bytes(&changed, 256).expect("as long as a tile");
        assert_ne!(tile::subtree_root(&hashes), root, "byte {place}");
    }
    // A partial tile is checked by the checkpoint's own root.
    let partial: Vec<_> = (0..5).map(leaf).collect();
    let root = Edge::new(5, vec![partial.clone()]).expect("an edge").root();
    let bytes = tile::to_bytes(&partial);
    each_bit(&bytes, 0..bytes.len(), |place, changed| {
        let hashes = tile::from_bytes(changed, 5).expect("as long as a tile");
        assert_ne!(Edge::new(5, vec![hashes]).expect("an edge").root(), root, "byte {place}");
    });
    for wrong in [255, 254] {
        let fault = tile::from_bytes(&tile::to_bytes(&log.leaves[..wrong]), 256).expect_err("too short");
        assert_eq!(fault.code(), "tile_bytes");
    }
    let world = World::new();
    let leaves: Vec<_> = world.lines.iter().map(|line| leaf_hash(line.as_bytes())).collect();
    let entries = tile::to_entry_bundle(world.lines.iter().map(String::as_str));
    each_bit(&entries, 0..entries.len(), |place, changed| match tile::from_entry_bundle(changed, 5) {
        Ok(read) => assert!(read.iter().zip(&leaves).any(|(entry, hash)| leaf_hash(entry) != *hash), "byte {place}"),
        Err(fault) => assert_eq!(fault.code(), "entry_bundle", "byte {place}"),
    });
}

#[test]
fn a_bit_of_what_a_witness_is_asked_has_the_status_of_the_specification() {
    let mut world = World::new();
    let (before, checkpoint) = (world.checkpoint(3), world.checkpoint(5));
    let Ok(proof) = consistency(&mut world.log.nodes(5), 3, 5);
    let text = checkpoint.to_string();
    let note = Note { signatures: vec![world.log_key.sign(&text, 0).expect("signed")], text }.to_string();
    let seen = Seen { size: 3, root: before.root };
    let known = world.log_key.verifier();
    let judge = |body: &str| {
        let request = AddCheckpoint::parse(body).map_err(|_| "400".to_owned())?;
        let keys = |origin: &str| (origin == "give.example/log").then(|| vec![known]);
        let status = match request.judge(keys, |_| seen) {
            Ok(_) => return Ok(()),
            Err(Refused::UnknownOrigin) => "404",
            Err(Refused::Untrusted(_)) => "403",
            Err(Refused::Malformed(_)) => "400",
            Err(Refused::Conflict(_)) => "409",
            Err(Refused::Unproved(_)) => "422",
        };
        Err(status.to_owned())
    };
    let mut kinds = vec![field("old size", &["409", "400"])];
    kinds.extend(proof.iter().map(|_| field("a hash of the proof", &["422", "400"])));
    kinds.extend([
        field("empty line", &["400"]),
        field("origin", &["404", "400"]),
        field("size", &["403", "400"]),
        field("root", &["403", "400"]),
        field("empty line", &["400"]),
        field("the log's line", &["403", "400"]),
    ]);
    let body = AddCheckpoint { old: 3, proof, note }.to_string();
    let ranges = lines(&body);
    assert_eq!(ranges.len(), kinds.len(), "{body}");
    let fields: Vec<Field<'_>> =
        kinds.into_iter().zip(ranges).map(|((name, reasons), range)| (name, range, reasons)).collect();
    refused(&body, &fields, judge);
}

/// A log, two witnesses, and all of them.
fn policy_text(world: &World) -> String {
    let [a, b] = [3, 4].map(|seed| key("w.example", Algorithm::CosignEd25519, seed));
    format!(
        "log {}\nwitness north {}\nwitness south {}\ngroup both all north south\nquorum both\n",
        world.log_key.verifier(),
        a.verifier(),
        b.verifier()
    )
}

#[test]
fn a_bit_of_a_policy_is_refused() {
    let world = World::new();
    let text = policy_text(&world);
    let kinds: [(&str, &[&str]); 5] = [
        ("log", &["policy"]),
        ("first witness", &["policy"]),
        ("second witness", &["policy"]),
        ("group", &["policy"]),
        ("quorum", &["policy"]),
    ];
    let fields: Vec<Field<'_>> =
        kinds.iter().zip(lines(&text)).map(|((name, reasons), range)| (*name, range, *reasons)).collect();
    refused(&text, &fields, |text| code(Policy::parse(text)));
    // A key by itself: its ID is a hash of its name and its bytes.
    let key = world.log_key.verifier().to_string();
    let either: &[&str] = &["key_id_differs", "not_a_key"];
    refused(&key, &[("key", 0..key.len(), either)], |key| code(VerifierKey::parse(key)));
}

// What is taken all the same.

#[test]
fn a_bit_of_a_number_in_a_policy_is_another_number() {
    // Nobody signs a policy: it is its reader's own word, and says how many the reader asks for. `all` and `any` have no bit
    // that turns one into the other; a digit has. What it then says is what is asked for, and shown in words.
    let [a, b, c] = [3, 4, 5].map(|seed| key("w.example", Algorithm::CosignEd25519, seed).verifier().to_string());
    let log = World::new().log_key.verifier().to_string();
    let text = format!("log {log}\nwitness a {a}\nwitness b {b}\nwitness c {c}\ngroup most 3 a b c\nquorum most\n");
    let policy = Policy::parse(&text).expect("a policy");
    let at = text.find("most 3").expect("a number") + "most ".len();
    let mut said = Vec::new();
    each_text(&text, at..at + 1, |changed| {
        if let Ok(read) = Policy::parse(changed) {
            assert_eq!((&read.logs, &read.witnesses), (&policy.logs, &policy.witnesses));
            said.push(read.say_quorum(Lang::En));
        }
    });
    assert_eq!(policy.say_quorum(Lang::En), "all of a, b, c");
    assert_eq!(said, ["2 of a, b, c", "1 of a, b, c"]);
}

#[test]
fn a_bit_of_an_address_in_a_policy_changes_nothing_but_the_address() {
    // Whom to believe is said by keys: who answers at another address can't sign with them.
    let world = World::new();
    let log = world.log_key.verifier();
    let text = format!("log {log} https://give.example/log\nquorum none\n");
    let at = text.find("https").expect("an address");
    each_text(&text, at..at + "https://give.example/log".len(), |changed| {
        if let Ok(read) = Policy::parse(changed) {
            let keys: Vec<&VerifierKey> = read.keys().collect();
            assert_eq!((keys, read.quorum.as_ref()), (vec![log], None), "{changed}");
        }
    });
}

#[test]
fn a_bit_of_an_unknown_keys_line_changes_nobodys_trust() {
    // Others may cosign whom a reader does not know: their lines are passed over, whatever they say.
    let mut world = World::new();
    let note = world.note();
    let text = world.checkpoint(5).to_string();
    let stranger = key("stranger.example/w", Algorithm::CosignEd25519, 9).sign(&text, 1).expect("signed");
    let longer = format!("{note}{stranger}\n");
    let judged = world.policy.verify(&note).expect("true");
    assert_eq!(world.policy.verify(&longer), Ok(judged.clone()));
    each_text(&longer, note.len()..longer.len(), |changed| match world.policy.verify(changed) {
        Ok(read) => assert_eq!(read, judged, "{changed}"),
        Err(fault) => {
            assert!(
                ["signature_line", "control_character", "not_a_note"].contains(&fault.code()),
                "{fault}: {changed}"
            );
        }
    });
}

#[test]
fn a_bit_of_the_makers_policy_in_a_bundle_is_information_and_no_more() {
    let mut world = World::new();
    let bundle = world.bundle();
    let shown = bundle.verify(&world.policy).expect("true");
    let mut other = bundle.clone();
    // Of each byte another bit: nothing of it is looked at.
    for (place, byte) in bundle.policy.bytes().enumerate() {
        let mut bytes = bundle.policy.clone().into_bytes();
        bytes[place] = byte ^ (1 << (place % 7));
        other.policy = String::from_utf8(bytes).expect("ASCII");
        assert_eq!(other.verify(&world.policy), Ok(shown.clone()));
    }
}

#[test]
fn a_bit_of_a_gifts_code_is_another_way_to_write_it_or_no_code() {
    // Codes are read from paper: capitals and what looks alike are one. The last sign checks the others.
    let code = GiftCode::of_seq(2).expect("a code");
    let text = code.to_string();
    each_text(&text, 0..text.len(), |changed| {
        if let Ok(read) = GiftCode::parse(changed) {
            assert_eq!(read, code, "{changed}");
        }
    });
}
