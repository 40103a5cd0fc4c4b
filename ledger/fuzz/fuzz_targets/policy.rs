//! See `policy` in `judge.rs`.
#![no_main]

#[path = "../judge.rs"]
#[allow(dead_code)]
mod judge;

libfuzzer_sys::fuzz_target!(|text: &str| judge::policy(text));
