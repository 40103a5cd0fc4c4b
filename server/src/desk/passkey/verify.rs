//! What an authenticator signed, held against the rules of Web Authentication, level 2, sections 7.1 and 7.2. Pure.
//!
//! No attestation is asked for, so the key is what the authenticator says of itself (section 6.5.1); CTAP2 writes it in
//! canonical CBOR, so each of the two kinds of keys has exactly one shape, and is read by that.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{ECDSA_P256_SHA256_ASN1, ED25519, UnparsedPublicKey};
use sha2::{Digest as _, Sha256};

/// What the ceremony is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ceremony {
    /// A passkey is made.
    Create,
    /// A passkey proves who somebody is.
    Get,
}

/// What the server knows of a ceremony.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Expected {
    /// What was to be signed.
    pub(super) challenge: Vec<u8>,
    /// Where the page was, as `https://give.example`.
    pub(super) origin: String,
    /// The host that the passkeys belong to.
    pub(super) host: String,
}

/// A passkey as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Made {
    /// The credential's id.
    pub(super) id: Vec<u8>,
    /// Its public key, as COSE.
    pub(super) public_key: Vec<u8>,
    /// How often it signed.
    pub(super) sign_count: u32,
}

/// Why a ceremony counts for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Fault {
    /// No client data.
    #[error("the client data cannot be read")]
    ClientData,
    /// Another ceremony.
    #[error("the client data is of another ceremony")]
    Ceremony,
    /// Another challenge.
    #[error("the challenge is not the one that was given")]
    Challenge,
    /// Another page.
    #[error("it was signed on another site's page")]
    Origin,
    /// No authenticator data.
    #[error("the authenticator's data cannot be read")]
    Data,
    /// Another site's passkey.
    #[error("the passkey belongs to another site")]
    Host,
    /// Nobody was there, or nobody proved who they are to the authenticator.
    #[error("the authenticator did not verify its user")]
    User,
    /// A key of another kind.
    #[error("the key is of a kind that is not known")]
    Key,
    /// Not signed with that key.
    #[error("the signature is wrong")]
    Signature,
    /// A copy of the authenticator signed before.
    #[error("the authenticator's counter went back: it may have been copied")]
    Counter,
}

/// The user is there, and the authenticator verified who it is.
const PRESENT_AND_VERIFIED: u8 = 0x01 | 0x04;
/// A key is in the data.
const HAS_KEY: u8 = 0x40;

/// A map of key type, algorithm, curve and coordinates: `{1: 2, 3: -7, -1: 1, -2: x, -3: y}`.
const ES256_HEAD: &[u8] = &[0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20];
const ES256_MIDDLE: &[u8] = &[0x22, 0x58, 0x20];
/// `{1: 1, 3: -8, -1: 6, -2: x}`
const EDDSA_HEAD: &[u8] = &[0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20];

#[derive(serde::Deserialize)]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(rename = "crossOrigin", default)]
    cross_origin: bool,
}

fn check_client_data(json: &[u8], ceremony: Ceremony, expected: &Expected) -> Result<(), Fault> {
    let data: ClientData = serde_json::from_slice(json).map_err(|_| Fault::ClientData)?;
    let kind = match ceremony {
        Ceremony::Create => "webauthn.create",
        Ceremony::Get => "webauthn.get",
    };
    if data.kind != kind {
        return Err(Fault::Ceremony);
    }
    if URL_SAFE_NO_PAD.decode(&data.challenge).ok().as_deref() != Some(&expected.challenge) {
        return Err(Fault::Challenge);
    }
    if data.origin != expected.origin || data.cross_origin {
        return Err(Fault::Origin);
    }
    Ok(())
}

/// Flags and counter, and what stands behind them.
fn check_data<'a>(data: &'a [u8], expected: &Expected) -> Result<(u8, u32, &'a [u8]), Fault> {
    let (host, rest) = data.split_at_checked(32).ok_or(Fault::Data)?;
    let (flags, rest) = rest.split_first().ok_or(Fault::Data)?;
    let (counter, rest) = rest.split_first_chunk::<4>().ok_or(Fault::Data)?;
    if host != Sha256::digest(expected.host.as_bytes()).as_slice() {
        return Err(Fault::Host);
    }
    if flags & PRESENT_AND_VERIFIED != PRESENT_AND_VERIFIED {
        return Err(Fault::User);
    }
    Ok((*flags, u32::from_be_bytes(*counter), rest))
}

/// A passkey was made (section 7.1).
///
/// # Errors
/// [`Fault`].
pub(super) fn made(client_data: &[u8], data: &[u8], expected: &Expected) -> Result<Made, Fault> {
    check_client_data(client_data, Ceremony::Create, expected)?;
    let (flags, sign_count, rest) = check_data(data, expected)?;
    if flags & HAS_KEY == 0 {
        return Err(Fault::Data);
    }
    // Behind the authenticator's model come the id's length, the id, the key, and whatever extensions say.
    let (length, rest) = rest.get(16..).and_then(|rest| rest.split_first_chunk::<2>()).ok_or(Fault::Data)?;
    let (id, key) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(Fault::Data)?;
    if id.is_empty() || id.len() > 1_023 {
        return Err(Fault::Data);
    }
    let length = [ES256_HEAD.len() + 32 + ES256_MIDDLE.len() + 32, EDDSA_HEAD.len() + 32];
    let public_key = length.into_iter().filter_map(|length| key.get(..length)).find(|key| Key::of(key).is_ok());
    let public_key = public_key.ok_or(Fault::Key)?.to_vec();
    Ok(Made { id: id.to_vec(), public_key, sign_count })
}

/// A passkey proves who somebody is (section 7.2): the new counter.
///
/// # Errors
/// [`Fault`].
pub(super) fn proved(
    client_data: &[u8],
    data: &[u8],
    signature: &[u8],
    public_key: &[u8],
    counted: u32,
    expected: &Expected,
) -> Result<u32, Fault> {
    check_client_data(client_data, Ceremony::Get, expected)?;
    let (_, sign_count, _) = check_data(data, expected)?;
    let signed = [data, Sha256::digest(client_data).as_slice()].concat();
    Key::of(public_key)?.verify(&signed, signature)?;
    // Those that do not count say 0 each time.
    if (sign_count, counted) != (0, 0) && sign_count <= counted {
        return Err(Fault::Counter);
    }
    Ok(sign_count)
}

enum Key {
    /// An uncompressed point of P-256.
    Es256(Vec<u8>),
    Ed25519(Vec<u8>),
}

impl Key {
    fn of(cose: &[u8]) -> Result<Self, Fault> {
        if let Some(x) = cose.strip_prefix(EDDSA_HEAD).filter(|x| x.len() == 32) {
            return Ok(Self::Ed25519(x.to_vec()));
        }
        let rest = cose.strip_prefix(ES256_HEAD).ok_or(Fault::Key)?;
        let (x, rest) = rest.split_at_checked(32).ok_or(Fault::Key)?;
        let y = rest.strip_prefix(ES256_MIDDLE).filter(|y| y.len() == 32).ok_or(Fault::Key)?;
        Ok(Self::Es256([&[4], x, y].concat()))
    }

    fn verify(&self, signed: &[u8], signature: &[u8]) -> Result<(), Fault> {
        let verified = match self {
            Self::Es256(key) => UnparsedPublicKey::new(&ECDSA_P256_SHA256_ASN1, key).verify(signed, signature),
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(signed, signature),
        };
        verified.map_err(|_| Fault::Signature)
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};

    use super::*;

    fn expected() -> Expected {
        Expected { challenge: vec![7; 32], origin: "https://give.example".into(), host: "give.example".into() }
    }

    fn client_data(kind: &str, challenge: &[u8], origin: &str) -> Vec<u8> {
        let challenge = URL_SAFE_NO_PAD.encode(challenge);
        format!(r#"{{"type":"{kind}","challenge":"{challenge}","origin":"{origin}","crossOrigin":false}}"#).into_bytes()
    }

    fn data(host: &str, flags: u8, counter: u32) -> Vec<u8> {
        [Sha256::digest(host.as_bytes()).as_slice(), &[flags], &counter.to_be_bytes()].concat()
    }

    fn es256() -> (EcdsaKeyPair, Vec<u8>) {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &random).expect("a key");
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, pair.as_ref(), &random).expect("a key");
        let point = pair.public_key().as_ref().to_vec();
        let cose = [ES256_HEAD, &point[1..33], ES256_MIDDLE, &point[33..]].concat();
        (pair, cose)
    }

    #[test]
    fn a_passkey_is_made_and_proves_who_somebody_is() {
        let (pair, cose) = es256();
        let id = [9_u8; 20];
        let attested = [&data("give.example", 0x45, 0)[..], &[0; 16], &[0, 20], &id, &cose, &[0xa0]].concat();
        let made = made(&client_data("webauthn.create", &[7; 32], "https://give.example"), &attested, &expected());
        assert_eq!(made, Ok(Made { id: id.to_vec(), public_key: cose.clone(), sign_count: 0 }));

        let client = client_data("webauthn.get", &[7; 32], "https://give.example");
        let said = data("give.example", 0x05, 6);
        let signed = [said.as_slice(), Sha256::digest(&client).as_slice()].concat();
        let signature = pair.sign(&SystemRandom::new(), &signed).expect("a signature");
        let prove = |counted| proved(&client, &said, signature.as_ref(), &cose, counted, &expected());
        assert_eq!((prove(0), prove(5)), (Ok(6), Ok(6)));
        assert_eq!(prove(6), Err(Fault::Counter));
    }

    #[test]
    fn ed25519_is_verified_too() {
        let pair = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        let pair = Ed25519KeyPair::from_pkcs8(pair.as_ref()).expect("a key");
        let cose = [EDDSA_HEAD, pair.public_key().as_ref()].concat();
        let client = client_data("webauthn.get", &[7; 32], "https://give.example");
        let said = data("give.example", 0x05, 0);
        let signature = pair.sign(&[said.as_slice(), Sha256::digest(&client).as_slice()].concat());
        assert_eq!(proved(&client, &said, signature.as_ref(), &cose, 0, &expected()), Ok(0));
    }

    #[test]
    fn each_forgery_is_found() {
        let (pair, cose) = es256();
        let (_, other) = es256();
        let good_client = client_data("webauthn.get", &[7; 32], "https://give.example");
        let good_data = data("give.example", 0x05, 1);
        let sign = |client: &[u8], data: &[u8]| {
            let signed = [data, Sha256::digest(client).as_slice()].concat();
            pair.sign(&SystemRandom::new(), &signed).expect("a signature").as_ref().to_vec()
        };
        type Row<'a> = (Vec<u8>, Vec<u8>, &'a [u8], Fault);
        let rows: Vec<Row<'_>> = vec![
            (b"{}".to_vec(), good_data.clone(), &cose, Fault::ClientData),
            (
                client_data("webauthn.create", &[7; 32], "https://give.example"),
                good_data.clone(),
                &cose,
                Fault::Ceremony,
            ),
            (client_data("webauthn.get", &[8; 32], "https://give.example"), good_data.clone(), &cose, Fault::Challenge),
            (client_data("webauthn.get", &[7; 32], "https://evil.example"), good_data.clone(), &cose, Fault::Origin),
            (good_client.clone(), data("evil.example", 0x05, 1), &cose, Fault::Host),
            (good_client.clone(), data("give.example", 0x01, 1), &cose, Fault::User),
            (good_client.clone(), data("give.example", 0x04, 1), &cose, Fault::User),
            (good_client.clone(), vec![0; 36], &cose, Fault::Data),
            (good_client.clone(), good_data.clone(), &other, Fault::Signature),
            (good_client.clone(), good_data.clone(), &[0xa5, 1, 2], Fault::Key),
        ];
        for (client, data, key, fault) in rows {
            let signature = sign(&client, &data);
            assert_eq!(proved(&client, &data, &signature, key, 0, &expected()), Err(fault));
        }
        let signature = sign(&good_client, &data("give.example", 0x05, 2));
        assert_eq!(proved(&good_client, &good_data, &signature, &cose, 0, &expected()), Err(Fault::Signature));
    }
}
