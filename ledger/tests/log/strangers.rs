//! Whatever strangers send: no bytes make a reader panic, and what is read is written back as it was.

use proptest::prelude::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

use ledger::log::bundle::Bundle;
use ledger::log::proof::TlogProof;
use ledger::log::tile::{Resource, from_entry_bundle};
use ledger::log::witness::{AddCheckpoint, Seen};
use ledger::log::{Note, Policy};

use crate::forgeries::World;

/// Something true, with one of its bytes changed, taken out or put in.
fn spoiled(text: &str, at: usize, byte: u8, how: u8) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let at = at % bytes.len();
    match how % 3 {
        0 => bytes[at] = byte,
        1 => drop(bytes.remove(at)),
        _ => bytes.insert(at, byte),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[test]
fn no_spoiled_file_is_believed_and_none_makes_a_reader_panic() {
    let mut world = World::new();
    let bundle = world.bundle().to_json();
    let proof = world.proof(2).to_string();
    let request = AddCheckpoint { old: 0, proof: vec![], note: world.note() }.to_string();
    let policy = world.policy.clone();
    let entry = world.lines[2].clone();
    let config = ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(at in any::<usize>(), byte in any::<u8>(), how in any::<u8>())| {
        let other = spoiled(&proof, at, byte, how);
        let read = TlogProof::parse(&other);
        prop_assert!(other == proof || read.and_then(|proof| proof.verify(entry.as_bytes(), &policy).map(drop)).is_err());
        let other = spoiled(&bundle, at, byte, how);
        if let Ok(read) = Bundle::parse(other.as_bytes()) {
            prop_assert_eq!(Bundle::parse(read.to_json().as_bytes()), Ok(read.clone()));
            // The maker's policy is no more than information: nothing is believed of it.
            let same = read == Bundle { policy: read.policy.clone(), ..Bundle::parse(bundle.as_bytes()).expect("true") };
            prop_assert!(same || read.verify(&policy).is_err(), "{}", other);
        }
        let other = spoiled(&request, at, byte, how);
        if let Ok(read) = AddCheckpoint::parse(&other) {
            prop_assert_eq!(read.to_string(), other.clone());
            // Lines of keys that it does not know may say what they like.
            let judge = |request: &AddCheckpoint| request.judge(|_| Some(vec![&policy.logs[0].key]), |_| Seen::nothing());
            let judged = judge(&read);
            prop_assert!(judged.is_err() || judged == judge(&AddCheckpoint::parse(&request).expect("true")), "{}", other);
        }
        let other = spoiled(&policy.to_string(), at, byte, how);
        if let Ok(read) = Policy::parse(&other) {
            prop_assert_eq!(Policy::parse(&read.to_string()), Ok(read));
        }
    });
}

#[test]
fn no_bytes_make_a_reader_panic() {
    let config = ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(text in "(\\PC|\n|\u{2014}| |old 1|tile/|/x?[0-9]{3}){0,60}", width in 0_u16..300)| {
        let _ = Bundle::parse(text.as_bytes());
        let _ = TlogProof::parse(&text);
        let _ = AddCheckpoint::parse(&text);
        let _ = Policy::parse(&text);
        let _ = from_entry_bundle(text.as_bytes(), width);
        if let Ok(note) = Note::parse(&text) {
            prop_assert_eq!(note.to_string(), text.clone());
        }
        if let Some(resource) = Resource::parse(&text) {
            prop_assert_eq!(resource.to_string(), text);
        }
    });
}
