//! What `/log` shows: the head, the signed checkpoints, who cosigned them, the keys, the witnesses.

use ledger::value::Timestamp;

/// The state of the transparency log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogPage {
    /// Entries recorded.
    pub size: u64,
    /// The SHA3-256 of the last entry, in hex.
    pub head: String,
    /// How it is signed; none where no key signs it.
    pub signed: Option<Box<SignedLog>>,
    /// What is followed, where this is a mirror.
    pub mirror: Option<MirrorState>,
    /// The site's address from outside, for commands: `https://give.example`.
    pub site: String,
}

/// How a mirror does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MirrorState {
    /// The log that is followed.
    pub url: String,
    /// The last size seen there, and when.
    pub seen: Option<(u64, Timestamp)>,
    /// Why nothing new could be taken the last time.
    pub hindered: Option<Hindrance>,
    /// Why nothing more is taken: what was found, with both signed checkpoints.
    pub stopped: Option<String>,
}

/// What keeps a mirror from going on, for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hindrance {
    /// Whether it lies with the mirror itself, as a full disk; else with the original, or on the way.
    pub here: bool,
    /// A clause in the reader's language.
    pub reason: String,
}

/// How a log is signed and watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedLog {
    /// The name of its keys.
    pub origin: String,
    /// The last checkpoint, as published.
    pub note: String,
    /// The latest checkpoints, newest first.
    pub checkpoints: Vec<CheckpointLine>,
    /// The quorum in words; none where the policy asks for none.
    pub quorum: Option<String>,
    /// Who is asked to cosign.
    pub witnesses: Vec<WitnessLine>,
    /// The keys that verify, and from which size on each signs.
    pub keys: Vec<(String, u64)>,
    /// The whole policy that a verifier is advised to take, as text; a mirror's is its own.
    pub policy: String,
}

/// One signed checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckpointLine {
    /// How many entries.
    pub size: u64,
    /// When it was signed.
    pub signed_at: Timestamp,
    /// Who cosigned, by the policy's names, and when.
    pub cosigners: Vec<(String, Timestamp)>,
    /// Authorities that time-stamped it, and when.
    pub stamps: Vec<(String, Timestamp)>,
    /// Whether these are who the policy asks for.
    pub quorum: bool,
}

/// One witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WitnessLine {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: String,
    /// The last size it cosigned, and when.
    pub cosigned: Option<(u64, Timestamp)>,
    /// Why the last attempt failed, in the reader's language, and when.
    pub failed: Option<(String, Timestamp)>,
}

/// What the seal says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seal {
    /// No key signs this log.
    Unsigned,
    /// Signed by its own key alone: nobody is asked to watch.
    Signed,
    /// A mirror's: signed by the original, and the mirror's policy names no witnesses.
    Mirrored,
    /// Signed; so many of so many witnesses cosigned, and that is not enough.
    Waiting(usize, usize),
    /// Cosigned by so many of so many witnesses, as many as are asked for.
    Cosigned(usize, usize),
    /// A witness says that it can't be right.
    Disputed,
}
