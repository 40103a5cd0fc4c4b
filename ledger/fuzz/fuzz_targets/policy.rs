//! A policy that is read means the same when it is written and read again, and saying it comes to an end.
#![no_main]

use ledger::Lang;
use ledger::log::Policy;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(policy) = Policy::parse(text) {
        let _ = policy.say_quorum(Lang::En);
        assert_eq!(Policy::parse(&policy.to_string()), Ok(policy));
    }
});
