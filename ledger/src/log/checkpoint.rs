//! A checkpoint (C2SP tlog-checkpoint): a log's origin, size and root, in three lines that are signed as a note.

use std::fmt;

use super::TreeHash;
use super::fault::Fault;
use super::key::{KeyName, VerifierKey};
use super::note::{Note, Signed};
use super::text;

/// What a log commits itself to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The log's address without scheme and trailing slash; its key has the same name.
    pub origin: KeyName,
    /// How many entries.
    pub size: u64,
    /// The root of their tree.
    pub root: TreeHash,
}

impl Checkpoint {
    /// Reads a note's text: three lines, none more.
    ///
    /// # Errors
    /// [`Fault::NotCheckpoint`].
    pub fn parse_text(text: &str) -> Result<Self, Fault> {
        let mut lines = text.strip_suffix('\n').ok_or(Fault::NotCheckpoint)?.split('\n');
        let mut next = || lines.next().ok_or(Fault::NotCheckpoint);
        let (origin, size, root) = (next()?, next()?, next()?);
        if lines.next().is_some() {
            return Err(Fault::NotCheckpoint);
        }
        Ok(Self {
            origin: KeyName::new(origin).ok_or(Fault::NotCheckpoint)?,
            size: text::number(size).ok_or(Fault::NotCheckpoint)?,
            root: text::hash(root).ok_or(Fault::NotCheckpoint)?,
        })
    }

    /// Reads a note and believes it if one of the log's own keys signed it.
    ///
    /// # Errors
    /// [`Fault`]: form, signature, or another log's origin.
    pub fn open<'k>(
        note: &str,
        keys: impl IntoIterator<Item = &'k VerifierKey>,
    ) -> Result<(Self, Vec<Signed<'k>>), Fault> {
        let note = Note::parse(note)?;
        let checkpoint = Self::parse_text(&note.text)?;
        let keys: Vec<&VerifierKey> = keys.into_iter().collect();
        // Another log's checkpoint is named as such before anything is said of signatures.
        let logs = || keys.iter().filter(|key| !key.algorithm().is_cosigner());
        if !logs().any(|key| *key.name() == checkpoint.origin) {
            let wanted: Vec<&str> = logs().map(|key| key.name().as_str()).collect();
            return Err(Fault::OtherOrigin { given: checkpoint.origin.to_string(), wanted: wanted.join(", ") });
        }
        let signed = note.verify(keys)?;
        let by_the_log = |one: &Signed<'_>| !one.key.algorithm().is_cosigner() && *one.key.name() == checkpoint.origin;
        if signed.iter().any(by_the_log) { Ok((checkpoint, signed)) } else { Err(Fault::NoKnownSignature) }
    }
}

/// The three lines.
impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, text::base64(&self.root))
    }
}
