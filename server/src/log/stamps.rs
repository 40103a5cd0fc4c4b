//! RFC 3161 time stamps of checkpoints: an outside source for "not after".
//!
//! What is stamped is the SHA-256 of the note as the log signed it, without cosignatures. An authority is believed by the
//! certificate that was configured for it, and by no other.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{Int, ObjectIdentifier, OctetString};
use der::{Any, Decode as _, DecodePem as _, Encode as _};
use reqwest::blocking::Client;
use ring::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use sha2::{Digest as _, Sha256};
use x509_cert::Certificate;
use x509_cert::spki::AlgorithmIdentifier;
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

use super::{Log, LogError, Published};
use crate::outbound;
use crate::store::checkpoints::{Attestation, AttestationKind, Keepsake};

mod fault;

pub use fault::StampFault;

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");
const SHA_512: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.3");
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const RSA_FAMILY: &str = "1.2.840.113549.1.1.";
const EC_FAMILY: &str = "1.2.840.10045.";

/// An authority answers within this, or is asked at the next turn.
const ANSWERS_WITHIN: Duration = Duration::from_secs(20);
const ANSWER_BYTES_LIMIT: u64 = 64 * 1024;

/// How often whoever waits for the next turn looks whether the log has ended.
const LOOKS_AROUND: Duration = Duration::from_millis(500);

/// After a failure the next attempt waits this long.
const AFTER_FAILURE: Duration = Duration::from_secs(60);

/// Who stamps.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Where it answers.
    pub url: String,
    /// Whose signature is believed.
    pub certificate: Certificate,
    /// How often it is asked.
    pub every: Duration,
}

impl Authority {
    /// An authority by its address and its certificate in PEM.
    ///
    /// # Errors
    /// [`LogError::Settings`]: the certificate is none; or the address has a name or a password in it, which all who read
    /// the log would learn.
    pub fn new(url: &str, pem: &[u8], every: Duration) -> Result<Self, LogError> {
        if crate::outbound::has_credentials(url) {
            let reason = "its address stands on public pages, so it may have no name or password in it";
            return Err(LogError::Settings { what: "a time stamp's authority".into(), reason: reason.into() });
        }
        let wrong = |error: der::Error| LogError::Settings { what: url.into(), reason: error.to_string() };
        Ok(Self { url: url.to_owned(), certificate: Certificate::from_pem(pem).map_err(wrong)?, every })
    }

    /// An authority as it is named on a command line: `URL=FILE`, the file with its certificate in PEM.
    ///
    /// # Errors
    /// [`LogError::Settings`]: that it is not written so, or what is wrong with the file.
    pub fn named(option: &str, every: Duration) -> Result<Self, LogError> {
        let wrong = |what: &str, reason: String| LogError::Settings { what: what.to_owned(), reason };
        let form = || wrong(option, "a time stamp's authority is URL=FILE, the file with its certificate".to_owned());
        let (url, file) = option.rsplit_once('=').ok_or_else(form)?;
        let pem = std::fs::read(file).map_err(|error| wrong(file, error.to_string()))?;
        Self::new(url, &pem, every)
    }
}

/// The imprint of a note.
fn imprint(note: &str) -> der::Result<MessageImprint> {
    let hash_algorithm = AlgorithmIdentifier { oid: SHA_256, parameters: Some(Any::null()) };
    let hashed = OctetString::new(Sha256::digest(note).to_vec())?;
    Ok(MessageImprint { hash_algorithm, hashed_message: hashed })
}

#[allow(clippy::needless_pass_by_value)] // As `map_err` gives it.
fn said(error: impl ToString) -> String {
    error.to_string()
}

/// What an authority is asked.
///
/// # Errors
/// A sentence; none is known to come.
pub fn request(note: &str, nonce: [u8; 8]) -> Result<Vec<u8>, String> {
    // A positive number without leading zeros has one form.
    let nonce = [&[0x01], nonce.as_slice()].concat();
    let request = TimeStampReq {
        version: TspVersion::V1,
        message_imprint: imprint(note).map_err(said)?,
        req_policy: None,
        nonce: Some(Int::new(&nonce).map_err(said)?),
        cert_req: false,
        extensions: None,
    };
    request.to_der().map_err(said)
}

/// Reads an authority's answer: the token in it.
fn token_of(answer: &[u8]) -> Result<Vec<u8>, String> {
    let answer = TimeStampResp::from_der(answer).map_err(said)?;
    let token = answer.time_stamp_token.ok_or_else(|| format!("it was refused: {:?}", answer.status.status))?;
    token.to_der().map_err(said)
}

/// Verifies that an authority stamped this note, and gives the time, in seconds since 1970.
///
/// # Errors
/// [`StampFault`]: what does not fit.
pub fn verify(token: &[u8], note: &str, certificate: &Certificate) -> Result<u64, StampFault> {
    let content = cms::content_info::ContentInfo::from_der(token)?;
    let signed: SignedData = content.content.decode_as()?;
    let content = &signed.encap_content_info;
    if content.econtent_type != TST_INFO {
        return Err(StampFault::NotStamp);
    }
    let told = content.econtent.as_ref().ok_or(StampFault::Empty)?.value();
    let info = TstInfo::from_der(told)?;
    let wanted = imprint(note)?;
    let same = info.message_imprint.hash_algorithm.oid == wanted.hash_algorithm.oid
        && info.message_imprint.hashed_message == wanted.hashed_message;
    if !same {
        return Err(StampFault::OtherNote);
    }
    let [signer] = signed.signer_infos.0.as_slice() else { return Err(StampFault::Signers) };
    check_signer(signer, told, certificate)?;
    let at = info.gen_time.to_unix_duration();
    let validity = &certificate.tbs_certificate.validity;
    if at < validity.not_before.to_unix_duration() || at > validity.not_after.to_unix_duration() {
        return Err(StampFault::OutsideValidity);
    }
    Ok(at.as_secs())
}

fn check_signer(signer: &SignerInfo, told: &[u8], certificate: &Certificate) -> Result<(), StampFault> {
    let body = &certificate.tbs_certificate;
    let known = match &signer.sid {
        SignerIdentifier::IssuerAndSerialNumber(id) => {
            id.issuer == body.issuer && id.serial_number == body.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(_) => false,
    };
    if !known {
        return Err(StampFault::OtherSigner);
    }
    let attributes = signer.signed_attrs.as_ref().ok_or(StampFault::NoAttributes)?;
    let value = |oid| {
        let attribute = attributes.iter().find(|attribute| attribute.oid == oid)?;
        attribute.values.iter().next()
    };
    let kind = value(CONTENT_TYPE).and_then(|value| value.decode_as::<ObjectIdentifier>().ok());
    let digest = value(MESSAGE_DIGEST).and_then(|value| value.decode_as::<OctetString>().ok());
    let hashes = match signer.digest_alg.oid {
        SHA_256 => &ring::digest::SHA256,
        SHA_384 => &ring::digest::SHA384,
        SHA_512 => &ring::digest::SHA512,
        other => return Err(StampFault::Digest { algorithm: other.to_string() }),
    };
    let computed = ring::digest::digest(hashes, told);
    if kind != Some(TST_INFO) || digest.is_none_or(|digest| digest.as_bytes() != computed.as_ref()) {
        return Err(StampFault::OtherContent);
    }
    let message = attributes.to_der()?;
    let key = body.subject_public_key_info.subject_public_key.raw_bytes();
    let algorithm = algorithm(signer, key)?;
    let verified = UnparsedPublicKey::new(algorithm, key).verify(&message, signer.signature.as_bytes());
    verified.map_err(|_| StampFault::Signature)
}

fn algorithm(signer: &SignerInfo, key: &[u8]) -> Result<&'static dyn VerificationAlgorithm, StampFault> {
    let family = signer.signature_algorithm.oid.to_string();
    // The length of an uncompressed point tells the curve.
    let (rsa, p256, p384) = (family.starts_with(RSA_FAMILY), key.len() == 65, key.len() == 97);
    let ec = family.starts_with(EC_FAMILY);
    Ok(match signer.digest_alg.oid {
        SHA_256 if rsa => &signature::RSA_PKCS1_2048_8192_SHA256,
        SHA_384 if rsa => &signature::RSA_PKCS1_2048_8192_SHA384,
        SHA_512 if rsa => &signature::RSA_PKCS1_2048_8192_SHA512,
        SHA_256 if ec && p256 => &signature::ECDSA_P256_SHA256_ASN1,
        SHA_384 if ec && p256 => &signature::ECDSA_P256_SHA384_ASN1,
        SHA_256 if ec && p384 => &signature::ECDSA_P384_SHA256_ASN1,
        SHA_384 if ec && p384 => &signature::ECDSA_P384_SHA384_ASN1,
        _ => return Err(StampFault::Algorithm { algorithm: family }),
    })
}

/// Starts a thread an authority.
pub(super) fn start(log: &Log, authorities: Vec<Authority>) -> Result<(), LogError> {
    for authority in authorities {
        let wrong = |reason: String| LogError::Settings { what: authority.url.clone(), reason };
        let client = outbound::client(ANSWERS_WITHIN).map_err(|error| wrong(error.to_string()))?;
        let (log, asked) = (log.clone(), authority.clone());
        let thread = std::thread::Builder::new().name("time stamps".into());
        thread.spawn(move || run(&log, &asked, &client)).map_err(|error| wrong(error.to_string()))?;
    }
    Ok(())
}

/// Ends when nothing is recorded any more.
fn run(log: &Log, authority: &Authority, client: &Client) {
    while !log.inner.sequencer.is_closed() {
        let Some(latest) = log.latest() else {
            std::thread::sleep(LOOKS_AROUND);
            continue;
        };
        let done = latest.attestations.iter().any(|one| one.name == authority.url);
        let stamped = if done { Ok(()) } else { stamp(log, authority, client, &latest) };
        let mut pause = authority.every;
        if let Err(reason) = stamped {
            tracing::warn!(authority = authority.url, %reason, "a checkpoint was not time-stamped; it will be tried again");
            pause = pause.min(AFTER_FAILURE);
        }
        while !pause.is_zero() && !log.inner.sequencer.is_closed() {
            let some = pause.min(LOOKS_AROUND);
            std::thread::sleep(some);
            pause = pause.saturating_sub(some);
        }
    }
}

fn stamp(log: &Log, authority: &Authority, client: &Client, latest: &Published) -> Result<(), String> {
    let mut nonce = [0; 8];
    getrandom::fill(&mut nonce).map_err(said)?;
    let note = &latest.signed.note;
    let asked = client.post(&authority.url).header("Content-Type", "application/timestamp-query");
    let answer = asked.body(request(note, nonce)?).send().map_err(outbound::why)?;
    if !answer.status().is_success() {
        return Err(format!("it answered {}", answer.status().as_u16()));
    }
    let token = token_of(&outbound::bytes(answer, ANSWER_BYTES_LIMIT)?)?;
    let seconds = verify(&token, note, &authority.certificate).map_err(said)?;
    let attestation = Attestation {
        size: latest.signed.size,
        kind: AttestationKind::TimeStamp,
        name: authority.url.clone(),
        attestation: STANDARD.encode(token),
        attested_at_ms: i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX),
    };
    log.inner.sequencer.keep(Keepsake::Attestation(attestation.clone())).map_err(said)?;
    log.attest(&attestation);
    Ok(())
}
