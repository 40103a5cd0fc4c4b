//! A whole log, an entry a line: every number in its place, every entry linked to the one before, and the tree's root the
//! signed one. What the entries mean is not judged here: a replay does that.

use super::Checkpoint;
use super::TreeHash;
use super::fault::Fault;
use super::tile::Edge;
use super::tree;
use crate::entry::Hash;
use crate::json;

/// A log on its way past: line by line, in any number of steps.
#[derive(Debug, Default)]
pub struct Checked {
    edge: Edge,
    head: Option<Hash>,
}

impl Checked {
    /// How many entries were taken.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.edge.size()
    }

    /// The root of what was taken.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        self.edge.root()
    }

    /// The SHA3-256 of the last entry; zeros before the first.
    #[must_use]
    pub fn head(&self) -> Hash {
        self.head.unwrap_or(Hash::ZERO)
    }

    /// Takes the next entry's bytes, without a line end.
    ///
    /// # Errors
    /// [`Fault::NotEntry`], [`Fault::Misplaced`], [`Fault::Chain`], [`Fault::Beginning`].
    pub fn take(&mut self, line: &[u8]) -> Result<(), Fault> {
        self.join(Hashed::of(line))
    }

    /// Takes the next entry, hashed already.
    ///
    /// # Errors
    /// As [`Checked::take`].
    pub fn join(&mut self, entry: Option<Hashed>) -> Result<(), Fault> {
        let index = self.size();
        let entry = entry.ok_or(Fault::NotEntry { index })?;
        if entry.seq != index {
            return Err(Fault::Misplaced { index, seq: entry.seq });
        }
        if entry.prev != self.head() {
            // The bytes before it or its own link: without the signed leaves of both it can't be told which.
            return Err(match index.checked_sub(1) {
                Some(before) => Fault::Chain { before, seq: entry.seq },
                None => Fault::Beginning,
            });
        }
        self.head = Some(entry.hash);
        self.edge.append(entry.leaf);
        Ok(())
    }

    /// Compares all that was taken with a checkpoint that was verified.
    ///
    /// # Errors
    /// [`Fault::Length`], [`Fault::Root`].
    pub fn finish(&self, checkpoint: &Checkpoint) -> Result<(), Fault> {
        if self.size() != checkpoint.size {
            return Err(Fault::Length { given: self.size(), wanted: checkpoint.size });
        }
        if self.root() == checkpoint.root { Ok(()) } else { Err(Fault::Root { size: checkpoint.size }) }
    }
}

/// An entry's hashes, and what it says of its place. To make them is all that takes time and needs no other entry: several
/// workers may do that for parts of a log, and one puts the parts in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hashed {
    /// The SHA3-256 of the entry before it, as it says.
    pub prev: Hash,
    /// Its number, as it says.
    pub seq: u64,
    /// Its own SHA3-256.
    pub hash: Hash,
    /// Its leaf in the tree.
    pub leaf: TreeHash,
}

impl Hashed {
    /// Of an entry's bytes, without a line end; none where they are no entry.
    #[must_use]
    pub fn of(line: &[u8]) -> Option<Self> {
        let (prev, seq) = links(line)?;
        Some(Self { prev, seq, hash: Hash::of(line), leaf: tree::leaf_hash(line) })
    }
}

/// What an entry says of its place: its canonical bytes end in `"prev":"…64 hex…","seq":N}`, the last keys in order.
fn links(entry: &[u8]) -> Option<(Hash, u64)> {
    let rest = entry.strip_suffix(b"}")?;
    let digits = rest.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    let (rest, number) = rest.split_at_checked(rest.len().checked_sub(digits)?)?;
    let seq = super::text::number(std::str::from_utf8(number).ok()?)?;
    let rest = rest.strip_suffix(b"\",\"seq\":")?;
    let (rest, prev) = rest.split_at_checked(rest.len().checked_sub(64)?)?;
    rest.ends_with(b",\"prev\":\"").then_some(())?;
    Some((Hash(json::parse_hex(prev)?), seq))
}
