//! Following another log by its tiles: a copy that checks everything, answers every public question, and stops at a fork.
//!
//! A checkpoint is believed under the follower's own policy. Its tiles are checked from the root down, each entry by its
//! hash in a checked tile, and each entry is derived again by the ledger's rules before it is written, by the sequencer as
//! ever. What does not fit stops the mirror for good; both signed checkpoints are kept as evidence. A witness beside it
//! cosigns what was replayed here, and no more ([`vouch`]).

use std::io::ErrorKind;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::blocking::Client;
use tokio::sync::Semaphore;

use ledger::log::policy::{Judged, Party};
use ledger::log::tile::{Edge, TileId, WIDTH};
use ledger::log::{Checkpoint, Fault, Note, Policy, TreeHash};
use ledger::refusal::Lang;

use super::trouble::Trouble;
use super::{Log, LogError, Published, now_ms, witness_name};
use crate::outbound;
use crate::sequencer::Unrecorded;
use crate::store::checkpoints::{Attestation, AttestationKind, Keepsake, SignedCheckpoint};

pub(crate) mod documents;
mod fetched;
pub mod vouch;

use fetched::Fetched;

/// How often the log is looked at, and how long it is left alone after it did not answer.
const EVERY: Duration = Duration::from_secs(1);
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// An answer may take this long.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);

/// Entries are at most 64 KiB, and a bundle has 256 of them.
const BUNDLE_BYTES_LIMIT: u64 = 256 * (64 * 1024 + 2);
const NOTE_BYTES_LIMIT: u64 = ledger::log::note::NOTE_BYTES_LIMIT as u64;

/// What is followed.
#[derive(Debug)]
pub struct Following {
    /// Where the log is, as `https://give.example/log`.
    pub url: String,
    /// Whom the follower believes.
    pub policy: Policy,
    /// Where evidence is kept, if it ever comes to that.
    pub evidence: PathBuf,
    /// Whether what the log has signed is replayed before the quorum has cosigned it, as it must where others wait for the
    /// cosignature of a witness beside this mirror. It is shown as waiting for its witnesses until then.
    pub ahead_of_quorum: bool,
}

/// How a mirror does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Progress {
    /// What is followed.
    pub url: String,
    /// The size of the last checkpoint seen there, and when it was seen, in unix milliseconds.
    pub seen: Option<(u64, i64)>,
    /// Why nothing new could be taken the last time.
    pub hindered: Option<Trouble>,
    /// Why nothing more is taken: what was found, with both signed checkpoints.
    pub stopped: Option<String>,
}

/// Why a round came to nothing.
#[derive(Debug)]
enum Halt {
    /// Not now: the network, the disk.
    Later(Trouble),
    /// The log is not what it was, or breaks a rule.
    Evidence(String),
}

/// Tiles are signed by nobody: others may have been sent on the way.
impl From<Fault> for Halt {
    fn from(fault: Fault) -> Self {
        Self::Later(fault.into())
    }
}

impl From<Unrecorded> for Halt {
    fn from(error: Unrecorded) -> Self {
        match error {
            Unrecorded::Broken(reason) => Self::Evidence(format!("{reason}\n日志中有一条记录不符合账簿规则，见上一行")),
            other => Self::Later(other.into()),
        }
    }
}

/// A mirror at work. Clones share what it says of itself.
#[derive(Debug, Clone)]
pub struct Mirror {
    progress: Arc<Mutex<Progress>>,
    log: Log,
    url: Arc<str>,
    evidence: Arc<PathBuf>,
    /// A place for each request that waits for the replay.
    waiting: Arc<Semaphore>,
}

impl Mirror {
    /// Starts following, on a thread that ends with the sequencer.
    ///
    /// # Errors
    /// [`LogError`].
    pub fn start(following: Following, log: &Log) -> Result<Self, LogError> {
        let Following { url, policy, evidence, ahead_of_quorum } = following;
        let wrong = |reason: String| LogError::Settings { what: url.clone(), reason };
        if outbound::has_credentials(&url) {
            let reason = "its address stands on public pages, so it may have no name or password in it".to_owned();
            return Err(LogError::Settings { what: "the original".into(), reason });
        }
        let client = outbound::client(ANSWERS_WITHIN).map_err(|error| wrong(error.to_string()))?;
        let stopped = match std::fs::read_to_string(&evidence) {
            Ok(evidence) => Some(evidence),
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            // Evidence that can't be read is evidence still: nothing more is to be taken.
            Err(error) => {
                let what = evidence.display().to_string();
                return Err(LogError::Settings { what, reason: format!("the evidence there can't be read: {error}") });
            }
        };
        let progress = Arc::new(Mutex::new(Progress { url: url.clone(), stopped, ..Progress::default() }));
        let address: Arc<str> = url.trim_end_matches('/').into();
        let (waiting, evidence) = (Arc::new(Semaphore::new(vouch::WAITING_LIMIT)), Arc::new(evidence));
        let mirror = Self { progress, log: log.clone(), url: Arc::clone(&address), evidence, waiting };
        let log = log.clone();
        let follower = Follower { client, url: address, policy, ahead_of_quorum, log, mirror: mirror.clone() };
        let thread = std::thread::Builder::new().name("mirror".into());
        thread.spawn(move || follower.run()).map_err(|error| wrong(error.to_string()))?;
        Ok(mirror)
    }

    /// How it does.
    #[must_use]
    pub fn progress(&self) -> Progress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// What is kept and shown: what was found, and the notes that the log signed itself. One text for whoever reads it, so in
    /// both languages.
    fn evidence_of(&self, found: &str, one: &str, other: &str) -> String {
        let (url, first, later) = (&self.url, "--- signed first · 先签名", "--- signed later · 后签名");
        format!("{url}: {found}\n\n{first}\n{one}\n{later}\n{other}")
    }

    /// Takes nothing more, for good. What was found first stays the evidence.
    fn stop(&self, evidence: &str) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        if progress.stopped.is_some() {
            return;
        }
        tracing::error!(url = &*self.url, %evidence, "the log is not what it was: the mirror takes nothing more");
        if let Err(error) = super::gate::write_durably(&self.evidence, evidence.as_bytes()) {
            tracing::error!(%error, "the evidence could not be written to a file");
        }
        progress.stopped = Some(evidence.to_owned());
    }
}

struct Follower {
    client: Client,
    url: Arc<str>,
    policy: Policy,
    ahead_of_quorum: bool,
    log: Log,
    mirror: Mirror,
}

impl Follower {
    fn run(self) {
        while !self.log.inner.sequencer.is_closed() && self.mirror.progress().stopped.is_none() {
            let pause = match self.round() {
                Ok(()) => {
                    self.mirror.note(|progress| progress.hindered = None);
                    EVERY
                }
                Err(Halt::Later(reason)) => {
                    tracing::warn!(url = &*self.url, %reason, "the log could not be followed; it will be tried again");
                    self.mirror.note(|progress| progress.hindered = Some(reason));
                    AFTER_FAILURE
                }
                Err(Halt::Evidence(evidence)) => {
                    self.mirror.stop(&evidence);
                    return;
                }
            };
            std::thread::sleep(pause);
        }
    }

    fn get(&self, path: &str, limit: u64) -> Result<Vec<u8>, Halt> {
        let later = |trouble: Trouble| Halt::Later(Trouble::At(format!("{}/{path}", self.url), Box::new(trouble)));
        let sent = self.client.get(format!("{}/{path}", self.url)).send();
        let answer = sent.map_err(|error| later(error.into()))?;
        if !answer.status().is_success() {
            return Err(later(Trouble::Answered { status: answer.status().as_u16(), said: String::new() }));
        }
        outbound::bytes(answer, limit).map_err(|reason| later(Trouble::unread(reason)))
    }

    /// Looks at the checkpoint once, and takes what is new.
    fn round(&self) -> Result<(), Halt> {
        let note = String::from_utf8(self.get("checkpoint", NOTE_BYTES_LIMIT)?)
            .map_err(|error| Halt::Later(Trouble::unread(error.to_string())))?;
        // What the log has not signed is evidence of nothing; what it has signed is, whoever did not cosign it.
        let judged = self.policy.judge(&note)?;
        let checkpoint = judged.checkpoint.clone();
        self.mirror.note(|progress| progress.seen = Some((checkpoint.size, now_ms())));
        let latest = self.log.latest();
        let last = latest.as_ref().map(|latest| &latest.signed);
        if let (Some(last), Some(latest)) = (last, &latest) {
            if last.size == checkpoint.size && last.root != checkpoint.root {
                return Err(self.forked(&Fault::Split { size: last.size }, &last.note, &note));
            }
            // A checkpoint of before: some caches are slow. That it is of this log is looked at all the same.
            if checkpoint.size < last.size {
                let root = self.own_root(checkpoint.size)?;
                let fault = Fault::Consistency { old: checkpoint.size, size: last.size };
                return if root == checkpoint.root { Ok(()) } else { Err(self.forked(&fault, &note, &last.note)) };
            }
            if checkpoint.size == last.size {
                return self.renew(latest, note, &judged);
            }
        }
        if !judged.quorum && !self.ahead_of_quorum {
            return Err(Halt::Later(Trouble::no_quorum(&self.policy)));
        }
        let signed = SignedCheckpoint { size: checkpoint.size, root: checkpoint.root, note, signed_at_ms: now_ms() };
        self.take(&checkpoint).map_err(|halt| match (halt, last) {
            (Halt::Evidence(reason), Some(last)) => self.evidence_of(&reason, &last.note, &signed.note),
            (Halt::Evidence(reason), None) => self.evidence_of(&reason, "", &signed.note),
            (later, _) => later,
        })?;
        self.log.inner.sequencer.keep(Keepsake::Checkpoint(signed.clone()))?;
        self.log.publish(signed, Vec::new());
        Ok(())
    }

    /// The same checkpoint with whatever was added to it. Cosignatures that complete a quorum are kept: after a start without
    /// the original they are all that shows it.
    fn renew(&self, latest: &Published, note: String, judged: &Judged<'_>) -> Result<(), Halt> {
        if latest.quorum && !judged.quorum {
            return Ok(());
        }
        if judged.quorum && !latest.quorum {
            for attestation in cosignatures(&note, judged) {
                self.log.inner.sequencer.keep(Keepsake::Attestation(attestation))?;
            }
        }
        self.log.publish(SignedCheckpoint { note, ..latest.signed.clone() }, Vec::new());
        Ok(())
    }

    fn own_root(&self, size: u64) -> Result<TreeHash, Halt> {
        self.log.root(size).map_err(|error| Halt::Later(Trouble::Own(error.to_string())))
    }

    fn forked(&self, fault: &Fault, one: &str, other: &str) -> Halt {
        self.evidence_of(&in_both(fault), one, other)
    }

    fn evidence_of(&self, found: &str, one: &str, other: &str) -> Halt {
        Halt::Evidence(self.mirror.evidence_of(found, one, other))
    }

    /// Takes the entries up to a checkpoint that is believed.
    fn take(&self, checkpoint: &Checkpoint) -> Result<(), Halt> {
        let mut from = self.log.inner.sequencer.size();
        // A process that ended between the entries and their checkpoint has more than it published.
        if checkpoint.size <= from {
            let fault = Fault::Consistency { old: checkpoint.size, size: from };
            let same = self.own_root(checkpoint.size)? == checkpoint.root;
            return if same { Ok(()) } else { Err(Halt::Evidence(in_both(&fault))) };
        }
        let mut tree = Fetched::new(self, checkpoint.size);
        tree.check_edge(checkpoint)?;
        self.hold_own_against(&mut tree, from)?;
        while from < checkpoint.size {
            let id = TileId { level: 0, index: from / u64::from(WIDTH) };
            let width = id.width_at(checkpoint.size);
            let entries = tree.entries(id, width)?;
            let known = usize::try_from(from % u64::from(WIDTH)).unwrap_or_default();
            let new: Vec<String> = entries.into_iter().skip(known).collect();
            from = from.saturating_add(new.len() as u64);
            self.log.inner.sequencer.follow(new)?;
        }
        Ok(())
    }

    /// What is here already must be the beginning of what is there now.
    fn hold_own_against(&self, tree: &mut Fetched<'_>, size: u64) -> Result<(), Halt> {
        if size == 0 {
            return Ok(());
        }
        let own = self.own_root(size)?;
        let fault = Fault::Consistency { old: size, size: tree.size };
        let edge = Edge::read(size, |id, width| {
            Ok::<_, Halt>(tree.tile(id)?.get(..usize::from(width)).unwrap_or_default().to_vec())
        })?;
        if edge.root() == own { Ok(()) } else { Err(Halt::Evidence(in_both(&fault))) }
    }
}

/// A fault in English and in Chinese, a line each.
fn in_both(fault: &Fault) -> String {
    format!("{}\n{}", fault.say(Lang::En), fault.say(Lang::Zh))
}

/// What witnesses of the policy wrote below a note.
fn cosignatures(note: &str, judged: &Judged<'_>) -> Vec<Attestation> {
    let lines = Note::parse(note).map(|note| note.signatures).unwrap_or_default();
    let of = |(party, seconds): &(&Party, u64)| {
        let line = lines.iter().find(|line| line.id == party.key.id() && line.name == *party.key.name())?;
        Some(Attestation {
            size: judged.checkpoint.size,
            kind: AttestationKind::Cosignature,
            name: witness_name(&party.key),
            attestation: line.to_string(),
            attested_at_ms: i64::try_from(seconds.saturating_mul(1_000)).unwrap_or(i64::MAX),
        })
    };
    judged.cosigners.iter().filter_map(of).collect()
}
