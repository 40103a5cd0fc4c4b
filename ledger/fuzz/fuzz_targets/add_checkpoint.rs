//! A request that is read writes itself back as it was; judging it never panics.
#![no_main]

use ledger::log::key::VerifierKey;
use ledger::log::witness::{AddCheckpoint, Seen};
use libfuzzer_sys::fuzz_target;

const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fuzz_target!(|body: &str| {
    let key = VerifierKey::parse(KEY).expect("a key");
    if let Ok(request) = AddCheckpoint::parse(body) {
        assert_eq!(request.to_string(), body);
        let _ = request.judge(|_| Some(vec![&key]), |_| Seen::nothing());
    }
});
