//! What must hold for any bytes that a stranger sends. The fuzz targets call these with whatever they make up, and the
//! ledger's own tests with the seeds and with every case that was ever found (`seeds/`, `found/`).

use ledger::Lang;
use ledger::log::bundle::Bundle;
use ledger::log::key::VerifierKey;
use ledger::log::proof::TlogProof;
use ledger::log::tile::{Resource, from_bytes, from_entry_bundle, to_entry_bundle};
use ledger::log::witness::{AddCheckpoint, Seen};
use ledger::log::{Checkpoint, Note, Policy, multi, tree};

/// A known key: what was signed with it is known too.
const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";

fn key() -> VerifierKey {
    VerifierKey::parse(KEY).expect("a key")
}

/// A note that is read writes itself back as it was, and verifying it never panics.
pub(crate) fn note(note: &str) {
    let key = key();
    if let Ok(read) = Note::parse(note) {
        assert_eq!(read.to_string(), note);
        let _ = read.verify([&key]);
    }
    let _ = Checkpoint::open(note, [&key]);
    let _ = VerifierKey::parse(note);
}

/// A policy that is read means the same when it is written and read again, and saying it comes to an end.
pub(crate) fn policy(text: &str) {
    if let Ok(policy) = Policy::parse(text) {
        let _ = policy.say_quorum(Lang::En);
        assert_eq!(Policy::parse(&policy.to_string()), Ok(policy));
    }
}

/// A tlog-proof that is read writes itself back as it was, and verifying it never panics.
pub(crate) fn proof(file: &str) {
    let policy = Policy::of_log(key(), None);
    if let Ok(proof) = TlogProof::parse(file) {
        assert_eq!(proof.to_string(), file);
        let _ = proof.verify(b"entry", &policy);
        let _ = tree::verify_inclusion(&[0; 32], proof.index, u64::MAX >> 1, &[1; 32], &proof.path);
        let _ = tree::verify_consistency(proof.index, u64::MAX >> 1, &[0; 32], &[1; 32], &proof.path);
    }
}

/// A bundle that is read writes itself back as the same bundle, and deriving its claim never panics.
pub(crate) fn bundle(bytes: &[u8]) {
    if let Ok(bundle) = Bundle::parse(bytes) {
        let again = Bundle::parse(bundle.to_json().as_bytes()).expect("its own bytes");
        assert_eq!(again, bundle);
        let _ = bundle.verify_claim();
        let leaves: Vec<_> = bundle.entries.iter().map(|entry| tree::leaf_hash(entry.as_bytes())).collect();
        let _ = multi::verify(&bundle.indices, &leaves, 1_000_000, &[0; 32], &bundle.proof);
    }
}

/// There is one way to write each path, and bundles of entries are read back as written. The first byte is the width, the
/// rest both a path and a bundle.
pub(crate) fn tile_path(bytes: &[u8]) {
    let Some((width, rest)) = bytes.split_first() else { return };
    if let Some((path, resource)) = std::str::from_utf8(rest).ok().and_then(|path| Some((path, Resource::parse(path)?)))
    {
        assert_eq!(resource.to_string(), path);
    }
    let width = u16::from(*width).saturating_add(1);
    let _ = from_bytes(rest, width);
    if let Ok(entries) = from_entry_bundle(rest, width) {
        let texts: Option<Vec<&str>> = entries.iter().map(|entry| std::str::from_utf8(entry).ok()).collect();
        if let Some(texts) = texts {
            assert_eq!(to_entry_bundle(texts), rest);
        }
    }
}

/// A request that is read writes itself back as it was; judging it never panics.
pub(crate) fn add_checkpoint(body: &str) {
    let key = key();
    if let Ok(request) = AddCheckpoint::parse(body) {
        assert_eq!(request.to_string(), body);
        let _ = request.judge(|_| Some(vec![&key]), |_| Seen::nothing());
    }
}
