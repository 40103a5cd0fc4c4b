//! Keys that sign notes and checkpoints, and those that verify them.
//!
//! | type | signs |
//! |---|---|
//! | 0x01 | a note's text, with Ed25519: the log itself |
//! | 0x04 | a time and a checkpoint's text, with Ed25519: a witness (tlog-cosignature) |
//! | 0x06 | a time, a name, and a checkpoint's origin, size and root, with ML-DSA-44: a witness (tlog-cosignature) |
//!
//! Ed25519 is verified strictly, so that one signature has one form.

use std::fmt;

use ed25519_dalek::Signer as _;
use ml_dsa::{MlDsa44, Signature as MlDsaSignature, SigningKey as MlDsaSecret, VerifyingKey as MlDsaPublic};

use super::checkpoint::Checkpoint;
use super::fault::Fault;
use super::note::SignatureLine;
use super::text;

/// Longer names are nobody's; a length must fit into a byte where ML-DSA signs it.
const NAME_BYTES_LIMIT: usize = 255;

/// What a signing key's text begins with, as Go's note package writes it.
const SECRET_MARK: &str = "PRIVATE+KEY+";

/// A key's name: for a log its origin. Neither empty nor with spaces, plus signs or control characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyName(String);

impl KeyName {
    /// Checks a name.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let fits = !name.is_empty() && name.len() <= NAME_BYTES_LIMIT;
        let plain = !name.chars().any(|char| char.is_whitespace() || char.is_control() || char == '+');
        (fits && plain).then(|| Self(name.to_owned()))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for KeyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How a key signs, and what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// Ed25519 over a note's text.
    Ed25519,
    /// Ed25519 over a time and a checkpoint's text.
    CosignEd25519,
    /// ML-DSA-44 over a time and a checkpoint.
    CosignMlDsa44,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Self::Ed25519 => 0x01,
            Self::CosignEd25519 => 0x04,
            Self::CosignMlDsa44 => 0x06,
        }
    }

    fn from_byte(byte: u8) -> Option<Self> {
        [Self::Ed25519, Self::CosignEd25519, Self::CosignMlDsa44].into_iter().find(|one| one.byte() == byte)
    }

    /// Whether such a key signs with a time, as witnesses do.
    #[must_use]
    pub fn is_cosigner(self) -> bool {
        self != Self::Ed25519
    }
}

/// The first four bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
fn key_id(name: &KeyName, algorithm: Algorithm, public: &[u8]) -> [u8; 4] {
    let digest = hashes::sha256(&[name.as_str().as_bytes(), &[b'\n', algorithm.byte()], public]);
    digest.first_chunk().copied().unwrap_or_default()
}

#[derive(Clone, PartialEq, Eq)]
enum Public {
    Ed25519(ed25519_dalek::VerifyingKey),
    MlDsa44(Box<[u8]>),
}

/// A key that verifies.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: KeyName,
    id: [u8; 4],
    algorithm: Algorithm,
    public: Public,
}

impl VerifierKey {
    fn new(name: KeyName, algorithm: Algorithm, bytes: &[u8]) -> Option<Self> {
        let public = match algorithm {
            Algorithm::Ed25519 | Algorithm::CosignEd25519 => {
                Public::Ed25519(ed25519_dalek::VerifyingKey::from_bytes(bytes.try_into().ok()?).ok()?)
            }
            Algorithm::CosignMlDsa44 => {
                let _: &ml_dsa::EncodedVerifyingKey<MlDsa44> = bytes.try_into().ok()?;
                Public::MlDsa44(bytes.into())
            }
        };
        Some(Self { id: key_id(&name, algorithm, bytes), name, algorithm, public })
    }

    /// Reads `name+hex id+base64(type ‖ public key)`.
    ///
    /// # Errors
    /// [`Fault::NotKey`]; [`Fault::KeyIdDiffers`] where the ID is another key's.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let not_key = || Fault::NotKey { key: text.chars().take(200).collect() };
        let mut parts = text.splitn(3, '+');
        let mut next = || parts.next().ok_or_else(not_key);
        let (name, id, encoded) = (next()?, next()?, next()?);
        let name = KeyName::new(name).ok_or_else(not_key)?;
        let id = text::id(id).ok_or_else(not_key)?;
        let bytes = text::bytes(encoded).ok_or_else(not_key)?;
        let (byte, public) = bytes.split_first().ok_or_else(not_key)?;
        let algorithm = Algorithm::from_byte(*byte).ok_or_else(not_key)?;
        let key = Self::new(name, algorithm, public).ok_or_else(not_key)?;
        if key.id == id { Ok(key) } else { Err(Fault::KeyIdDiffers { key: key.name.to_string() }) }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &KeyName {
        &self.name
    }

    /// Its ID.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        self.id
    }

    /// How it signs.
    #[must_use]
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// Whether both are the same public key, under whatever names and for whatever kind of signature: one hand holds them.
    #[must_use]
    pub fn wraps_same(&self, other: &Self) -> bool {
        self.public_bytes() == other.public_bytes()
    }

    fn public_bytes(&self) -> &[u8] {
        match &self.public {
            Public::Ed25519(key) => key.as_bytes(),
            Public::MlDsa44(bytes) => bytes,
        }
    }

    /// Verifies a signature line's bytes over a note's text; gives the seconds since 1970 that a cosigner wrote.
    ///
    /// # Errors
    /// If they are no signature of this key over this text.
    #[allow(clippy::result_unit_err)] // There is one reason, and the caller names the key.
    pub fn verify(&self, text: &str, signature: &[u8]) -> Result<Option<u64>, ()> {
        if self.algorithm == Algorithm::Ed25519 {
            return self.verify_bytes(text.as_bytes(), signature).map(|()| None);
        }
        let (time, signature) = signature.split_first_chunk::<8>().ok_or(())?;
        let seconds = u64::from_be_bytes(*time);
        if seconds > i64::MAX.unsigned_abs() {
            return Err(());
        }
        let message = cosigned_message(self.algorithm, &self.name, text, seconds).ok_or(())?;
        self.verify_bytes(&message, signature).map(|()| Some(seconds))
    }

    fn verify_bytes(&self, message: &[u8], signature: &[u8]) -> Result<(), ()> {
        match &self.public {
            Public::Ed25519(key) => {
                let signature = ed25519_dalek::Signature::from_slice(signature).map_err(drop)?;
                key.verify_strict(message, &signature).map_err(drop)
            }
            Public::MlDsa44(bytes) => {
                let key = MlDsaPublic::<MlDsa44>::decode(bytes.as_ref().try_into().map_err(drop)?);
                let signature = MlDsaSignature::<MlDsa44>::try_from(signature).map_err(drop)?;
                key.verify_with_context(message, &[], &signature).then_some(()).ok_or(())
            }
        }
    }
}

/// The key's text.
impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&[self.algorithm.byte()], self.public_bytes()].concat();
        write!(f, "{}+{}+{}", self.name, crate::json::hex(&self.id), text::base64(&bytes))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}+{}", self.name, crate::json::hex(&self.id))
    }
}

/// What a cosigner signs; none where the text is no checkpoint.
fn cosigned_message(algorithm: Algorithm, name: &KeyName, text: &str, seconds: u64) -> Option<Vec<u8>> {
    if algorithm == Algorithm::CosignEd25519 {
        return Some(format!("cosignature/v1\ntime {seconds}\n{text}").into_bytes());
    }
    let checkpoint = Checkpoint::parse_text(text).ok()?;
    let mut message = b"subtree/v1\n\0".to_vec();
    let put_text = |message: &mut Vec<u8>, text: &str| {
        message.push(u8::try_from(text.len()).ok()?);
        message.extend_from_slice(text.as_bytes());
        Some(())
    };
    put_text(&mut message, name.as_str())?;
    message.extend_from_slice(&seconds.to_be_bytes());
    put_text(&mut message, checkpoint.origin.as_str())?;
    message.extend_from_slice(&0_u64.to_be_bytes());
    message.extend_from_slice(&checkpoint.size.to_be_bytes());
    message.extend_from_slice(&checkpoint.root);
    Some(message)
}

/// The secret seed of every algorithm here.
pub const SEED_BYTES: usize = 32;

enum Secret {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    MlDsa44(Box<MlDsaSecret<MlDsa44>>),
}

/// A key that signs.
pub struct SigningKey {
    verifier: VerifierKey,
    secret: Secret,
    seed: [u8; SEED_BYTES],
}

impl SigningKey {
    /// The key that grows from a seed.
    ///
    /// # Errors
    /// [`Fault::NotSecret`]; no seed is known to give it.
    pub fn from_seed(name: KeyName, algorithm: Algorithm, seed: [u8; SEED_BYTES]) -> Result<Self, Fault> {
        let (secret, public) = match algorithm {
            Algorithm::Ed25519 | Algorithm::CosignEd25519 => {
                let key = ed25519_dalek::SigningKey::from_bytes(&seed);
                let public = key.verifying_key().to_bytes().to_vec();
                (Secret::Ed25519(Box::new(key)), public)
            }
            Algorithm::CosignMlDsa44 => {
                let key = MlDsaSecret::<MlDsa44>::from_seed(&seed.into());
                let public = key.expanded_key().verifying_key().encode().to_vec();
                (Secret::MlDsa44(Box::new(key)), public)
            }
        };
        let verifier = VerifierKey::new(name, algorithm, &public).ok_or(Fault::NotSecret)?;
        Ok(Self { verifier, secret, seed })
    }

    /// Reads `PRIVATE+KEY+name+hex id+base64(type ‖ seed)`.
    ///
    /// # Errors
    /// [`Fault::NotSecret`]; [`Fault::KeyIdDiffers`]. Neither has anything of the secret in it.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let mut parts = text.trim().strip_prefix(SECRET_MARK).ok_or(Fault::NotSecret)?.splitn(3, '+');
        let mut next = || parts.next().ok_or(Fault::NotSecret);
        let (name, id, encoded) = (next()?, next()?, next()?);
        let name = KeyName::new(name).ok_or(Fault::NotSecret)?;
        let id = text::id(id).ok_or(Fault::NotSecret)?;
        let bytes = text::bytes(encoded).ok_or(Fault::NotSecret)?;
        let (byte, seed) = bytes.split_first().ok_or(Fault::NotSecret)?;
        let algorithm = Algorithm::from_byte(*byte).ok_or(Fault::NotSecret)?;
        let key = Self::from_seed(name, algorithm, seed.try_into().map_err(|_| Fault::NotSecret)?)?;
        if key.verifier.id == id { Ok(key) } else { Err(Fault::KeyIdDiffers { key: key.verifier.name.to_string() }) }
    }

    /// The key as it is kept in a file: a secret.
    #[must_use]
    pub fn to_secret_text(&self) -> String {
        let VerifierKey { name, id, algorithm, .. } = &self.verifier;
        let bytes = [&[algorithm.byte()], self.seed.as_slice()].concat();
        format!("{SECRET_MARK}{name}+{}+{}", crate::json::hex(id), text::base64(&bytes))
    }

    /// The key that verifies what this one signs.
    #[must_use]
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// Signs a note's text. A cosigner writes `at_seconds` into the signature; the others don't.
    ///
    /// # Errors
    /// [`Fault::NotCheckpoint`] where ML-DSA-44 is to sign another text than a checkpoint's.
    pub fn sign(&self, text: &str, at_seconds: u64) -> Result<SignatureLine, Fault> {
        let VerifierKey { name, id, algorithm, .. } = &self.verifier;
        let (time, message) = if algorithm.is_cosigner() {
            let message = cosigned_message(*algorithm, name, text, at_seconds).ok_or(Fault::NotCheckpoint)?;
            (at_seconds.to_be_bytes().to_vec(), message)
        } else {
            (Vec::new(), text.as_bytes().to_vec())
        };
        let signature = match &self.secret {
            Secret::Ed25519(key) => key.sign(&message).to_bytes().to_vec(),
            Secret::MlDsa44(key) => {
                let signed = key.expanded_key().sign_deterministic(&message, &[]);
                signed.map_err(|_| Fault::NotCheckpoint)?.encode().to_vec()
            }
        };
        Ok(SignatureLine { name: name.clone(), id: *id, bytes: [time, signature].concat() })
    }
}

/// Never the secret.
impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.verifier.fmt(f)
    }
}
