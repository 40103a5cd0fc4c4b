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
    /// [`Fault::NotEntry`], [`Fault::Misplaced`], [`Fault::Chain`].
    pub fn take(&mut self, line: &[u8]) -> Result<(), Fault> {
        let index = self.size();
        let (prev, seq) = links(line).ok_or(Fault::NotEntry { index })?;
        if seq != index {
            return Err(Fault::Misplaced { index, seq });
        }
        if prev != self.head() {
            return Err(Fault::Chain { seq });
        }
        self.head = Some(Hash::of(line));
        self.edge.append(tree::leaf_hash(line));
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
