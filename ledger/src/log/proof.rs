//! `.tlog-proof` files (C2SP tlog-proof): that one entry is in a log, with the checkpoint that says so.

use std::fmt;

use super::TreeHash;
use super::fault::Fault;
use super::note::NOTE_BYTES_LIMIT;
use super::policy::{Judged, Policy};
use super::text;
use super::tree;

/// What a file begins with.
const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A path to the root has a hash a level at most.
const PATH_LIMIT: usize = 63;

/// A `.tlog-proof`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlogProof {
    /// What the maker added for itself; nothing is made of it.
    pub extra: Option<Vec<u8>>,
    /// The entry's number.
    pub index: u64,
    /// From the leaf's sibling to below the root.
    pub path: Vec<TreeHash>,
    /// The checkpoint, as published.
    pub checkpoint: String,
}

impl TlogProof {
    /// Reads a file.
    ///
    /// # Errors
    /// [`Fault::NotProof`] with the line, or [`Fault::TooLong`].
    pub fn parse(file: &str) -> Result<Self, Fault> {
        if file.len() > NOTE_BYTES_LIMIT.saturating_mul(2) {
            return Err(Fault::TooLong { limit: NOTE_BYTES_LIMIT.saturating_mul(2) });
        }
        let (head, checkpoint) = file.split_once("\n\n").ok_or(Fault::NotProof { line: 1 })?;
        let mut lines = head.split('\n').zip(1_usize..).peekable();
        if lines.next().map(|(line, _)| line) != Some(FIRST_LINE) {
            return Err(Fault::NotProof { line: 1 });
        }
        let mut extra = None;
        if let Some((encoded, number)) =
            lines.peek().and_then(|(line, number)| Some((line.strip_prefix("extra ")?, *number)))
        {
            extra = Some(text::bytes(encoded).ok_or(Fault::NotProof { line: number })?);
            lines.next();
        }
        let (line, number) = lines.next().ok_or(Fault::NotProof { line: 2 })?;
        let index = line.strip_prefix("index ").and_then(text::number).ok_or(Fault::NotProof { line: number })?;
        let mut path = Vec::new();
        for (line, number) in lines {
            let hash = text::hash(line).filter(|_| path.len() < PATH_LIMIT);
            path.push(hash.ok_or(Fault::NotProof { line: number })?);
        }
        Ok(Self { extra, index, path, checkpoint: checkpoint.to_owned() })
    }

    /// Checks that an entry's bytes are in the log, under a policy.
    ///
    /// # Errors
    /// [`Fault`]: the checkpoint's, the quorum's, or the path's.
    pub fn verify<'p>(&self, entry: &[u8], policy: &'p Policy) -> Result<Judged<'p>, Fault> {
        let judged = policy.verify(&self.checkpoint)?;
        let Judged { checkpoint, .. } = &judged;
        tree::verify_inclusion(&tree::leaf_hash(entry), self.index, checkpoint.size, &checkpoint.root, &self.path)?;
        Ok(judged)
    }
}

/// The file's own bytes.
impl fmt::Display for TlogProof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", text::base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{}", text::base64(hash))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
