//! A bundle that is read writes itself back as the same bundle, and deriving its claim never panics.
#![no_main]

use ledger::log::bundle::Bundle;
use ledger::log::{multi, tree};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(bundle) = Bundle::parse(bytes) {
        let again = Bundle::parse(bundle.to_json().as_bytes()).expect("its own bytes");
        assert_eq!(again, bundle);
        let _ = bundle.verify_claim();
        let leaves: Vec<_> = bundle.entries.iter().map(|entry| tree::leaf_hash(entry.as_bytes())).collect();
        let _ = multi::verify(&bundle.indices, &leaves, 1_000_000, &[0; 32], &bundle.proof);
    }
});
