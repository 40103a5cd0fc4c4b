//! See `tile_path` in `judge.rs`.
#![no_main]

#[path = "../judge.rs"]
#[allow(dead_code)]
mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::tile_path(bytes));
