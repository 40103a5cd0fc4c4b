//! Lines of the log's files: numbers without leading zeros, base64 with its padding and no spare bits.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::TreeHash;

/// A size or index in decimal ASCII without sign or leading zeros, below 2^63.
#[must_use]
pub fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    plain.then(|| text.parse().ok()).flatten().filter(|number| *number <= i64::MAX.unsigned_abs())
}

/// Standard base64, padded; spare bits must be zero.
pub(super) fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// A hash in base64.
pub(super) fn hash(text: &str) -> Option<TreeHash> {
    bytes(text)?.try_into().ok()
}

/// Bytes as standard base64.
pub(super) fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Lower-case hex of four bytes.
pub(super) fn id(text: &str) -> Option<[u8; 4]> {
    crate::json::parse_hex(text.as_bytes())
}
