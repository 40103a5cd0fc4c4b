//! Other people's code as judges: `rs_merkle`'s trees, and the tiles and notes of the certificate logs.

use rs_merkle::{Hasher, MerkleTree};
use signed_note::{Note as OtherNote, StandardVerifier, VerifierList};
use tlog_tiles::{Hash as OtherHash, Tile as OtherTile, check_record, check_tree};

use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::tile::{Resource, TileId};
use ledger::log::tree::{consistency, inclusion, leaf_hash, node_hash, root};
use ledger::log::{Checkpoint, Note, TreeHash};

use crate::support::Log;

#[derive(Debug, Clone)]
struct Rfc6962;

impl Hasher for Rfc6962 {
    type Hash = TreeHash;

    fn hash(data: &[u8]) -> TreeHash {
        leaf_hash(data)
    }

    fn concat_and_hash(left: &TreeHash, right: Option<&TreeHash>) -> TreeHash {
        right.map_or(*left, |right| node_hash(left, right))
    }
}

#[test]
fn rs_merkle_builds_the_same_trees() {
    let mut log = Log::of(1_100);
    for size in 1..=1_100 {
        let tree = MerkleTree::<Rfc6962>::from_leaves(&log.leaves[..usize::try_from(size).expect("small")]);
        let Ok(ours) = root(&mut log.nodes(size), size);
        assert_eq!(tree.root(), Some(ours), "{size}");
    }
}

#[test]
fn tlog_tiles_takes_our_proofs_and_names_our_tiles() {
    let mut log = Log::of(1_000);
    let others = |hashes: Vec<TreeHash>| -> Vec<OtherHash> { hashes.into_iter().map(OtherHash).collect() };
    for size in [1, 2, 5, 64, 255, 256, 257, 1_000] {
        let Ok(whole) = root(&mut log.nodes(size), size);
        for index in (0..size).step_by(3) {
            let Ok(path) = inclusion(&mut log.nodes(size), index, size);
            let leaf = OtherHash(log.leaves[usize::try_from(index).expect("small")]);
            check_record(&others(path), size, OtherHash(whole), index, leaf).expect("inclusion");
        }
        for old in (1..size).step_by(3) {
            let Ok(before) = root(&mut log.nodes(old), old);
            let Ok(path) = consistency(&mut log.nodes(size), old, size);
            check_tree(&others(path), size, OtherHash(whole), old, OtherHash(before)).expect("consistency");
        }
    }
    for (level, index, width) in [(0, 0, 256), (0, 1_234_067, 255), (3, 123_456_078, 256)] {
        let other = OtherTile::new(8, level, index, u32::from(width), false);
        let ours = Resource::Tile(TileId { level, index }, width).to_string();
        // It names the height of its tiles, which the specification has since fixed at 8.
        assert_eq!(other.path().replacen("tile/8/", "tile/", 1), ours);
    }
}

#[test]
fn signed_note_takes_our_checkpoint() {
    let name = KeyName::new("relief.example/log").expect("a name");
    let key = SigningKey::from_seed(name.clone(), Algorithm::Ed25519, [7; 32]).expect("a key");
    let checkpoint = Checkpoint { origin: name, size: 3, root: [1; 32] }.to_string();
    let note = Note { signatures: vec![key.sign(&checkpoint, 0).expect("signed")], text: checkpoint.clone() };
    let other = OtherNote::from_bytes(note.to_string().as_bytes()).expect("a note");
    let verifier = StandardVerifier::new(&key.verifier().to_string()).expect("a key");
    let (verified, _) = other.verify(&VerifierList::new(vec![Box::new(verifier)])).expect("verifies");
    assert_eq!(verified.len(), 1);
    assert_eq!(other.text(), checkpoint.as_bytes());
}
