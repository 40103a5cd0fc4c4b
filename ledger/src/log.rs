//! The transparency log: what lets a stranger check every entry, and its place among the others.
//!
//! The log follows the C2SP specifications (signed-note, tlog-checkpoint, tlog-tiles, tlog-cosignature, tlog-witness,
//! tlog-proof, tlog-policy) byte for byte, so that witnesses, monitors and verifiers made by others work on it
//! unchanged. SHA-256 builds the tree; the SHA3-256 chain of the entries is the log's own check beside it.
//!
//! | module | what it knows |
//! |---|---|
//! | [`tree`] | the Merkle tree of RFC 6962: roots, inclusion and consistency, proved and verified |
//! | [`tile`] | the tree cut into tiles of 256 hashes: names, widths, the growing right edge, entry bundles |
//! | [`tile_nodes`] | the whole tree's nodes out of its tiles: what proofs are put together from |
//! | [`multi`] | one proof for many entries, by `rs_merkle` behind a wrapper that it can't be forged through |
//! | [`note`] | signed notes: a text and its signature lines |
//! | [`key`] | keys that sign and verify: Ed25519, cosignatures, ML-DSA-44 |
//! | [`checkpoint`] | a log's origin, size and root, as signed |
//! | [`policy`] | whom a verifier believes: logs, witnesses, groups, a quorum |
//! | [`witness`] | what a witness is asked, and how it judges |
//! | [`proof`] | `.tlog-proof` files: one entry's inclusion |
//! | [`bundle`] | what a donor or journalist keeps: entries, one proof, and a claim that follows from them |
//! | [`export`] | a whole log, line by line: chain and tree |
//! | [`fault`] | why something is not believed, in English and in Chinese |
//! | `text` | lines of the log's files: numbers, base64 |

pub mod bundle;
pub mod checkpoint;
pub mod export;
pub mod fault;
pub mod key;
pub mod multi;
pub mod note;
pub mod policy;
pub mod proof;
mod text;
pub mod tile;
pub mod tile_nodes;
pub mod tree;
pub mod witness;

pub use checkpoint::Checkpoint;
pub use fault::Fault;
pub use note::Note;
pub use policy::Policy;
pub use text::number;
pub use tree::TreeHash;
