//! A tlog-proof that is read writes itself back as it was, and verifying it never panics.
#![no_main]

use ledger::log::key::VerifierKey;
use ledger::log::proof::TlogProof;
use ledger::log::{Policy, tree};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fuzz_target!(|file: &str| {
    let policy = Policy::of_log(VerifierKey::parse(KEY).expect("a key"), None);
    if let Ok(proof) = TlogProof::parse(file) {
        assert_eq!(proof.to_string(), file);
        let _ = proof.verify(b"entry", &policy);
        let _ = tree::verify_inclusion(&[0; 32], proof.index, u64::MAX >> 1, &[1; 32], &proof.path);
        let _ = tree::verify_consistency(proof.index, u64::MAX >> 1, &[0; 32], &[1; 32], &proof.path);
    }
});
