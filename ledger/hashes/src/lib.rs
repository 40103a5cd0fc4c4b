//! The two hashes of the log, compiled for speed also where the rest is compiled for size.
//!
//! How generic code is optimised is decided where it is used, not where it is written: inside `ledger`, which the browser gets
//! at `opt-level = "z"`, the rounds of Keccak stayed rolled up and a browser hashed 60,000 entries a second.

use sha2::{Digest as _, Sha256};
use sha3::Sha3_256;

/// The SHA3-256 of some bytes (FIPS 202).
#[must_use]
#[inline(never)] // It would be compiled again, for size, where it is called.
pub fn sha3_256(bytes: &[u8]) -> [u8; 32] {
    Sha3_256::digest(bytes).into()
}

/// The SHA-256 of some bytes one after another (FIPS 180-4).
#[must_use]
#[inline(never)] // As above.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
    }
    hasher.finalize().into()
}
