//! A note that is read writes itself back as it was, and verifying it never panics.
#![no_main]

use ledger::log::key::VerifierKey;
use ledger::log::{Checkpoint, Note};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fuzz_target!(|note: &str| {
    let key = VerifierKey::parse(KEY).expect("a key");
    if let Ok(read) = Note::parse(note) {
        assert_eq!(read.to_string(), note);
        let _ = read.verify([&key]);
    }
    let _ = Checkpoint::open(note, [&key]);
    let _ = VerifierKey::parse(note);
});
