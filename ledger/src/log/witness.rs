//! What a witness is asked (C2SP tlog-witness), and how it judges: a checkpoint is cosigned only if it extends the last
//! one that was.

use std::fmt;

use super::TreeHash;
use super::checkpoint::Checkpoint;
use super::fault::Fault;
use super::key::VerifierKey;
use super::note::NOTE_BYTES_LIMIT;
use super::text;
use super::tree;

/// A tree of 2^63 entries takes no more.
const PROOF_LINES_LIMIT: usize = 63;

/// A request's bytes are at most this many: a note, and a proof of 63 lines.
pub const REQUEST_BYTES_LIMIT: usize = NOTE_BYTES_LIMIT + 64 * 64;

/// The body of `POST <witness>/add-checkpoint`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddCheckpoint {
    /// The size that the witness cosigned last, as the asker believes.
    pub old: u64,
    /// That the new tree begins with the old one.
    pub proof: Vec<TreeHash>,
    /// The signed checkpoint.
    pub note: String,
}

/// What a witness has cosigned last of a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// The size.
    pub size: u64,
    /// The root.
    pub root: TreeHash,
}

impl Seen {
    /// Of a log that was never seen: the empty tree.
    #[must_use]
    pub fn nothing() -> Self {
        Self { size: 0, root: tree::empty_root() }
    }
}

/// Why a witness does not cosign. Each has its HTTP status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// 404: a log it does not watch.
    UnknownOrigin,
    /// 403: not signed by a key trusted for that log.
    Untrusted(Fault),
    /// 400: not a request, or the old size is above the new.
    Malformed(Fault),
    /// 409: the old size is not the last cosigned, which is this.
    Conflict(u64),
    /// 422: the proof does not show what it should.
    Unproved(Fault),
}

impl AddCheckpoint {
    /// Reads a request's body.
    ///
    /// # Errors
    /// [`Fault::NotRequest`] with the line, or [`Fault::TooLong`].
    pub fn parse(body: &str) -> Result<Self, Fault> {
        if body.len() > REQUEST_BYTES_LIMIT {
            return Err(Fault::TooLong { limit: REQUEST_BYTES_LIMIT });
        }
        let (head, note) = body.split_once("\n\n").ok_or(Fault::NotRequest { line: 1 })?;
        let mut lines = head.split('\n');
        let old = lines.next().and_then(|line| line.strip_prefix("old ")).and_then(text::number);
        let old = old.ok_or(Fault::NotRequest { line: 1 })?;
        let mut proof = Vec::new();
        for (line, number) in lines.zip(2..) {
            let hash = text::hash(line).filter(|_| proof.len() < PROOF_LINES_LIMIT);
            proof.push(hash.ok_or(Fault::NotRequest { line: number })?);
        }
        Ok(Self { old, proof, note: note.to_owned() })
    }

    /// Judges the request. `keys_of` gives the keys trusted for an origin, none where it is not watched; `seen` what was
    /// cosigned last of it. The caller stores the checkpoint, atomically with this judgement, before it cosigns.
    ///
    /// # Errors
    /// [`Refused`].
    pub fn judge<'k>(
        &self,
        keys_of: impl FnOnce(&str) -> Option<Vec<&'k VerifierKey>>,
        seen: impl FnOnce(&str) -> Seen,
    ) -> Result<Checkpoint, Refused> {
        let note = super::Note::parse(&self.note).map_err(Refused::Malformed)?;
        let told = Checkpoint::parse_text(&note.text).map_err(Refused::Malformed)?;
        let keys = keys_of(told.origin.as_str()).ok_or(Refused::UnknownOrigin)?;
        note.verify(keys).map_err(Refused::Untrusted)?;
        if self.old > told.size {
            return Err(Refused::Malformed(Fault::Smaller { old: self.old, size: told.size }));
        }
        let seen = seen(told.origin.as_str());
        if self.old != seen.size {
            return Err(Refused::Conflict(seen.size));
        }
        if told.size == 0 && told.root != tree::empty_root() {
            return Err(Refused::Unproved(Fault::Root { size: 0 }));
        }
        // Whatever comes first extends a log that was never seen, and needs no proof of it.
        match self.old {
            0 if told.size > 0 && self.proof.is_empty() => Ok(()),
            old => tree::verify_consistency(old, told.size, &seen.root, &told.root, &self.proof),
        }
        .map_err(Refused::Unproved)?;
        Ok(told)
    }
}

/// The request's own bytes.
impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{}", text::base64(hash))?;
        }
        write!(f, "\n{}", self.note)
    }
}
