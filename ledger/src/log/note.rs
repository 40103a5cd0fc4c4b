//! Signed notes (C2SP signed-note): a text that ends in a newline, an empty line, and signature lines.

use std::fmt;

use super::fault::Fault;
use super::key::{KeyName, VerifierKey};
use super::text;

/// A note is at most this long: a checkpoint with sixty ML-DSA-44 cosignatures of 3.3 kB has room.
pub const NOTE_BYTES_LIMIT: usize = 256 * 1024;

/// Signature lines that are looked at; the specification asks for 16 at least.
pub const SIGNATURES_LIMIT: usize = 100;

/// What a signature line begins with: an em dash and a space.
const MARK: &str = "\u{2014} ";

/// A text with signatures, not yet believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What is signed, with its final newline.
    pub text: String,
    /// Who says to have signed it.
    pub signatures: Vec<SignatureLine>,
}

/// One line below the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignatureLine {
    /// The name of the key.
    pub name: KeyName,
    /// The key's ID: four bytes that tell keys of one name apart.
    pub id: [u8; 4],
    /// The signature, as the key's algorithm writes it.
    pub bytes: Vec<u8>,
}

/// A signature of a key that is known, and that verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed<'k> {
    /// By whom.
    pub key: &'k VerifierKey,
    /// When, in seconds since 1970, where the signature says.
    pub at_seconds: Option<u64>,
}

impl SignatureLine {
    /// Reads one line, without its newline.
    #[must_use]
    pub fn parse(line: &str) -> Option<Self> {
        let (name, encoded) = line.strip_prefix(MARK)?.split_once(' ')?;
        let bytes = text::bytes(encoded)?;
        let (id, bytes) = bytes.split_first_chunk::<4>()?;
        (!bytes.is_empty()).then_some(())?;
        Some(Self { name: KeyName::new(name)?, id: *id, bytes: bytes.to_vec() })
    }
}

/// The line, without a newline.
impl fmt::Display for SignatureLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoded = text::base64(&[&self.id, self.bytes.as_slice()].concat());
        write!(f, "{MARK}{} {encoded}", self.name)
    }
}

/// The note's own bytes.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

impl Note {
    /// Reads a note; who signed it is for [`Note::verify`] to say.
    ///
    /// # Errors
    /// [`Fault`]: what is wrong with its form.
    pub fn parse(note: &str) -> Result<Self, Fault> {
        if note.len() > NOTE_BYTES_LIMIT {
            return Err(Fault::TooLong { limit: NOTE_BYTES_LIMIT });
        }
        let control = |line: &str| line.bytes().any(|byte| byte < b' ');
        if let Some(index) = note.split('\n').position(control) {
            return Err(Fault::ControlCharacter { line: index.saturating_add(1) });
        }
        // The empty line that counts is the last: the text may have some of its own.
        let (text, lines) = note.rsplit_once("\n\n").ok_or(Fault::NotNote)?;
        let lines = lines.strip_suffix('\n').ok_or(Fault::NotNote)?;
        let first_line = text.split('\n').count().saturating_add(2);
        let mut signatures = Vec::new();
        for (index, line) in lines.split('\n').enumerate() {
            if index >= SIGNATURES_LIMIT {
                return Err(Fault::TooManySignatures { limit: SIGNATURES_LIMIT });
            }
            let line =
                SignatureLine::parse(line).ok_or(Fault::SignatureLine { line: first_line.saturating_add(index) })?;
            signatures.push(line);
        }
        Ok(Self { text: format!("{text}\n"), signatures })
    }

    /// Verifies the lines of known keys; others are passed over.
    ///
    /// # Errors
    /// [`Fault::BadSignature`] if one line of a known key does not verify, [`Fault::NoKnownSignature`] if there is none.
    pub fn verify<'k>(&self, keys: impl IntoIterator<Item = &'k VerifierKey>) -> Result<Vec<Signed<'k>>, Fault> {
        let keys: Vec<&VerifierKey> = keys.into_iter().collect();
        let mut signed: Vec<Signed<'k>> = Vec::new();
        for line in &self.signatures {
            for key in keys.iter().filter(|key| key.id() == line.id && *key.name() == line.name) {
                let at_seconds = key
                    .verify(&self.text, &line.bytes)
                    .map_err(|()| Fault::BadSignature { name: line.name.to_string() })?;
                if !signed.iter().any(|known| known.key == *key) {
                    signed.push(Signed { key, at_seconds });
                }
            }
        }
        if signed.is_empty() { Err(Fault::NoKnownSignature) } else { Ok(signed) }
    }
}
