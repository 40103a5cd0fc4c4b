//! Ids and keys that depend on the file alone, so that a second run finds what the first one made.

use std::collections::HashMap;

use ledger::value::{Date, Key, Slug};
use sha3::{Digest as _, Sha3_256};

/// What [`Slug`] holds, in characters.
const SLUG_LIMIT: usize = 64;
const DAY_MS: i64 = 86_400_000;

/// One list of ids: each identity has one, and none has another's.
#[derive(Default)]
pub(super) struct Names {
    taken: HashMap<String, String>,
}

impl Names {
    /// The id of `identity`, made from `text`. A hash follows where the text doesn't fit, says nothing in Latin
    /// letters, or gives an id that another identity of this file has.
    pub(super) fn id_of(&mut self, identity: &str, text: &str) -> Slug {
        let plain = slug_text(text);
        let mine = |holder: Option<&String>| holder.is_none_or(|holder| holder == identity);
        let fits = !plain.is_empty() && plain.len() <= SLUG_LIMIT && mine(self.taken.get(&plain));
        let id = if fits { plain } else { with_hash(&plain, &fingerprint(&[identity]), 8) };
        self.taken.insert(id.clone(), identity.to_owned());
        slug(&id)
    }
}

/// Lower-case letters and digits of ASCII; anything between them becomes one hyphen.
fn slug_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars().map(|letter| letter.to_ascii_lowercase()) {
        if letter.is_ascii_lowercase() || letter.is_ascii_digit() {
            out.push(letter);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// A text cut so that a hyphen and `digits` hex digits of a hash still fit.
fn with_hash(text: &str, hash: &[u8; 32], digits: usize) -> String {
    let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    let room = SLUG_LIMIT - digits - 1;
    let start = text.get(..room).unwrap_or(text).trim_end_matches('-');
    let start = if start.is_empty() { "id" } else { start };
    format!("{start}-{}", hex.get(..digits).unwrap_or_default())
}

/// The id of a payment: the fund's, and a part of the payment's hash.
pub(super) fn payment_id(fund: &Slug, hash: &[u8; 32]) -> Slug {
    slug(&with_hash(fund.as_str(), hash, 12))
}

fn slug(text: &str) -> Slug {
    Slug::new(text).expect("made of slug characters, not empty, cut to length")
}

/// SHA3-256 of parts, each after its length, so that no two lists of parts run together.
pub(super) fn fingerprint(parts: &[&str]) -> [u8; 32] {
    hash_of("almoner-iati-1", parts)
}

/// As [`fingerprint`], of parts that a kind of file has: none runs together with another kind's.
pub(crate) fn hash_of(kind: &str, parts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha3_256::new();
    hasher.update(kind.as_bytes());
    for part in parts {
        hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(part.as_bytes());
    }
    hasher.finalize().into()
}

/// A UUIDv7 whose time is a day of the file and whose random bits are a hash. A day before 1970 counts as 1970.
pub(crate) fn key(day: Option<Date>, hash: &[u8; 32]) -> Key {
    let ms = day.map_or(0, |day| day.days().saturating_mul(DAY_MS)).max(0);
    let [_, _, time @ ..] = ms.to_be_bytes();
    let mut bytes = [0_u8; 16];
    for (slot, byte) in bytes.iter_mut().zip(time.iter().chain(hash)) {
        *slot = *byte;
    }
    Key::from_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_short_legible_and_never_shared() {
        let mut names = Names::default();
        assert_eq!(names.id_of("a", "XI-IATI-EC_INTPA-2021/429-054").as_str(), "xi-iati-ec-intpa-2021-429-054");
        let other = names.id_of("b", "XI-IATI-EC_INTPA/2021/429-054");
        assert!(other.as_str().starts_with("xi-iati-ec-intpa-2021-429-054-"), "{other}");
        assert_eq!(names.id_of("b", "XI-IATI-EC_INTPA/2021/429-054"), other);
        assert_eq!(names.id_of("c", &"longname".repeat(20)).as_str().len(), 64);
        assert!(names.id_of("d", "河流救援").as_str().starts_with("id-"));
    }

    #[test]
    fn a_key_carries_its_day_and_survives_days_before_1970() {
        let hash = fingerprint(&["x"]);
        let day = Date::parse("2021-12-31");
        assert!(key(day, &hash).to_string().starts_with("017e0dc9-4000-7"), "{}", key(day, &hash));
        assert!(key(Date::parse("1969-01-01"), &hash).to_string().starts_with("00000000-0000-7"));
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
    }
}
