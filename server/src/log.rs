//! The transparency log as this server keeps it: signed, published, shown to witnesses.
//!
//! Entries and full tiles are written in one transaction by the sequencer. After that:
//!
//! 1. [`signer`]: when the log has grown, and at most once a second, the root is computed from the tiles, held against the
//!    last one signed, and signed;
//! 2. [`gate`]: the signed checkpoint is written to a second place beside each key, durably;
//! 3. the sequencer keeps it in the database;
//! 4. it is published: [`Log::latest`];
//! 5. [`witnesses`]: each configured witness is asked, on a thread of its own; what it answers is kept and published.
//!
//! [`stamps`] has authorities say that a checkpoint was there. [`mirror`] follows another log instead of signing one. [`proofs`]
//! puts together what a stranger checks. [`key_file`] is where keys lie; [`trouble`] is why another server did not do what it
//! was asked.
//!
//! A process that dies between any two of these goes on where it stopped: [`Log::start`] is the same code as the signer's
//! next round. Losing the key stops signing, not recording.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;

use ledger::log::key::{SigningKey, VerifierKey};
use ledger::log::note::SignatureLine;
use ledger::log::policy::Party;
use ledger::log::tree;
use ledger::log::{Checkpoint, Note, Policy, TreeHash};

use crate::sequencer::{Sequencer, Unrecorded};
use crate::store::checkpoints::{Attestation, AttestationKind, SignedCheckpoint};
use crate::store::tiles::TileCache;
use crate::store::{Readers, StoreError, Stored};

pub mod gate;
pub mod key_file;
pub mod mirror;
pub mod proofs;
mod signer;
pub mod stamps;
pub mod trouble;
pub mod witnesses;

use gate::Gates;
use witnesses::Health;

/// A key that signs from a size on.
#[derive(Debug)]
pub struct LogKey {
    /// The key.
    pub key: SigningKey,
    /// The first size it signs.
    pub from_size: u64,
}

/// How a log is to be signed and watched.
#[derive(Debug)]
pub struct Settings {
    /// The keys, all of one name: the log's origin. At least one.
    pub keys: Vec<LogKey>,
    /// The second places where the last signed checkpoint is kept: one beside each key. At least one.
    pub gates: Vec<PathBuf>,
    /// Whether a gate that is gone or behind the database is to be made anew: this database is the newest copy.
    pub new_gate: bool,
    /// The witnesses to ask, and the quorum. Its log lines are replaced by our own.
    pub policy: Option<Policy>,
    /// Where the log is reached from outside, as `https://give.example/log`.
    pub url: Option<String>,
    /// Who time-stamps checkpoints.
    pub authorities: Vec<stamps::Authority>,
}

/// Why a log is not signed.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The sequencer did not keep it.
    #[error("the checkpoint was not kept: {0}")]
    Unkept(#[from] Unrecorded),
    /// A key or a policy that is none, or does not fit.
    #[error("{what}: {reason}")]
    Settings {
        /// Which file or option.
        what: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The gate's file.
    #[error("the last signed checkpoint could not be read from or written to {path}: {reason}")]
    Gate {
        /// The file.
        path: String,
        /// What the system said.
        reason: String,
    },
    /// The database is behind what was signed: it was restored from a backup, or is another one.
    #[error(
        "this database has {size} entries, but {signed} were signed before ({path}): it is an older copy, and signing on from \
         it would show different people different logs; refusing to serve it. Restore the newest copy, or a mirror's"
    )]
    Behind {
        /// Entries here.
        size: u64,
        /// Entries signed.
        signed: u64,
        /// The gate's file.
        path: String,
    },
    /// The database has checkpoints that no gate knows of: whether later ones were signed can't be told.
    #[error(
        "the database has a signed checkpoint of {signed} entries, but none so late is kept beside the key ({path}): it can't \
         be told whether more was signed before; refusing to sign on. Bring the file back, or give the key that signed last \
         beside this one. If you are sure that this database is the newest copy, start once with --new-gate"
    )]
    Ungated {
        /// Entries signed, as the database knows.
        signed: u64,
        /// The gates' files.
        path: String,
    },
    /// No gate of a witness is there, not even the empty one that its key began with.
    #[error(
        "nothing is kept beside the key of what this witness cosigned last ({path}): its store may be gone, or an older copy, \
         and it would then cosign a fork; refusing to witness. Bring the file back. If you are sure that the store is the \
         newest copy, or that this key has never cosigned, start once with --new-witness-gate"
    )]
    Unguarded {
        /// The gates' files.
        path: String,
    },
    /// The database has other entries than were signed.
    #[error(
        "the first {signed} entries of this database are not those that were signed before ({path}): refusing to serve it, \
         for that would fork the log. Restore the right copy, or a mirror's"
    )]
    Forked {
        /// Entries signed.
        signed: u64,
        /// The gate's file.
        path: String,
    },
    /// A signature that could not be made.
    #[error("the checkpoint could not be signed: {0}")]
    Unsigned(#[from] ledger::log::Fault),
}

/// A checkpoint as it is published: with everything that came to it so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The checkpoint.
    pub signed: SignedCheckpoint,
    /// Cosignatures, by the order of the policy's witnesses.
    pub attestations: Vec<Attestation>,
    /// Whether the witnesses that the policy asks for have cosigned it.
    pub quorum: bool,
}

impl Published {
    /// The note with all signatures.
    #[must_use]
    pub fn note(&self) -> String {
        let lines = self.cosignatures().fold(String::new(), |all, line| all + &line.attestation + "\n");
        format!("{}{lines}", self.signed.note)
    }

    /// What witnesses wrote.
    pub fn cosignatures(&self) -> impl Iterator<Item = &Attestation> {
        self.attestations.iter().filter(|one| one.kind == AttestationKind::Cosignature)
    }
}

/// The log of this server. Clones share it.
#[derive(Debug, Clone)]
pub struct Log {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    keys: Vec<LogKey>,
    policy: Policy,
    gates: Gates,
    tiles: TileCache,
    readers: Readers,
    sequencer: Sequencer,
    /// The last checkpoint signed, and the last one that has its quorum: the same where none is asked for.
    latest: watch::Sender<Option<Arc<Published>>>,
    agreed: watch::Sender<Option<Arc<Published>>>,
    health: Mutex<Vec<Health>>,
}

/// The name under which a witness's cosignatures are kept.
#[must_use]
pub fn witness_name(key: &VerifierKey) -> String {
    format!("{}+{}", key.name(), ledger::json::hex(&key.id()))
}

impl Log {
    /// Holds the database against the gate, signs what is not signed, and starts the threads that go on with it.
    ///
    /// # Errors
    /// [`LogError`]: above all, a database that is not what was signed.
    pub fn start(settings: Settings, readers: &Readers, sequencer: &Sequencer) -> Result<Self, LogError> {
        let Settings { keys, gates, new_gate, policy, url, authorities } = settings;
        let origin = one_origin(&keys)?;
        let mut policy = policy.unwrap_or_default();
        let party = |key: &LogKey| Party { name: origin.clone(), key: key.key.verifier().clone(), url: url.clone() };
        policy.logs = keys.iter().map(party).collect();
        let health = policy.witnesses.iter().map(Health::of).collect();
        let log = Self::new(keys, policy, Gates::at(gates), readers, sequencer, health);
        signer::resume(&log, new_gate)?;
        signer::start(&log)?;
        witnesses::start(&log)?;
        stamps::start(&log, authorities)?;
        Ok(log)
    }

    /// Serves a log that others sign, as a mirror does: what was verified of it before is published at once.
    ///
    /// # Errors
    /// [`LogError`]: the database is not what was verified.
    pub fn following(policy: Policy, readers: &Readers, sequencer: &Sequencer) -> Result<Self, LogError> {
        let log = Self::new(Vec::new(), policy, Gates::at(Vec::new()), readers, sequencer, Vec::new());
        if let Some((last, attestations)) = signer::stored(&log)? {
            signer::hold_against(&log, last.size, &last.root)?;
            log.publish(last, attestations);
        }
        Ok(log)
    }

    fn new(
        keys: Vec<LogKey>,
        policy: Policy,
        gates: Gates,
        readers: &Readers,
        sequencer: &Sequencer,
        health: Vec<Health>,
    ) -> Self {
        let inner = Inner {
            keys,
            policy,
            gates,
            tiles: TileCache::default(),
            readers: readers.clone(),
            sequencer: sequencer.clone(),
            latest: watch::Sender::new(None),
            agreed: watch::Sender::new(None),
            health: Mutex::new(health),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The log's address without scheme: the name of its keys.
    #[must_use]
    pub fn origin(&self) -> &str {
        self.inner.policy.logs.first().map_or("", |party| party.key.name().as_str())
    }

    /// The keys, and from which size on each signs.
    pub fn keys(&self) -> impl Iterator<Item = (&VerifierKey, u64)> {
        let from = |key: &VerifierKey| self.inner.keys.iter().find(|known| known.key.verifier() == key);
        let from = move |key: &VerifierKey| from(key).map_or(0, |known| known.from_size);
        self.inner.policy.logs.iter().map(move |party| (&party.key, from(&party.key)))
    }

    /// Whom a verifier is advised to believe: this log, its witnesses, its quorum. A mirror's is its own.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.inner.policy
    }

    /// The last checkpoint that was signed.
    #[must_use]
    pub fn latest(&self) -> Option<Arc<Published>> {
        self.inner.latest.borrow().clone()
    }

    /// The checkpoint to prove an entry with: the last that has its quorum, if it covers the entry, else the last.
    #[must_use]
    pub fn covering(&self, seq: u64) -> Option<Arc<Published>> {
        let covers = |published: &Arc<Published>| published.signed.size > seq;
        let agreed = self.inner.agreed.borrow().clone().filter(covers);
        agreed.or_else(|| self.latest().filter(covers))
    }

    /// Waits until a signed checkpoint covers an entry, with the quorum where that is asked for; gives what there is when
    /// the time is over.
    pub async fn wait_for(&self, seq: u64, quorum: bool, within: Duration) -> Option<Arc<Published>> {
        let mut watched = if quorum { self.inner.agreed.subscribe() } else { self.inner.latest.subscribe() };
        let covers = |published: &Option<Arc<Published>>| published.as_ref().is_some_and(|one| one.signed.size > seq);
        let _ = tokio::time::timeout(within, watched.wait_for(covers)).await;
        self.covering(seq)
    }

    /// How the witnesses do.
    #[must_use]
    pub fn health(&self) -> Vec<Health> {
        self.inner.health.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The tiles that were read before.
    #[must_use]
    pub fn tiles(&self) -> &TileCache {
        &self.inner.tiles
    }

    /// The root of the first `size` entries, from the tiles.
    fn root(&self, size: u64) -> Stored<TreeHash> {
        self.inner.readers.ask(|tables| self.inner.tiles.nodes(tables, size, |nodes| tree::root(nodes, size)))
    }

    /// The log's own note of a checkpoint.
    fn sign(&self, checkpoint: &Checkpoint, now_ms: i64) -> Result<SignedCheckpoint, LogError> {
        let text = checkpoint.to_string();
        let sign = |key: &LogKey| key.key.sign(&text, u64::try_from(now_ms / 1_000).unwrap_or_default());
        let signing = self.inner.keys.iter().filter(|key| key.from_size <= checkpoint.size);
        let signatures = signing.map(sign).collect::<Result<Vec<SignatureLine>, _>>()?;
        if signatures.is_empty() {
            let (what, reason) = ("--log-key".into(), format!("no key signs a log of {} entries yet", checkpoint.size));
            return Err(LogError::Settings { what, reason });
        }
        let note = Note { text, signatures }.to_string();
        Ok(SignedCheckpoint { size: checkpoint.size, root: checkpoint.root, note, signed_at_ms: now_ms })
    }

    /// Shows a checkpoint to everybody.
    fn publish(&self, signed: SignedCheckpoint, attestations: Vec<Attestation>) {
        let mut published = Published { signed, attestations, quorum: false };
        published.quorum = self.inner.policy.judge(&published.note()).is_ok_and(|judged| judged.quorum);
        let published = Arc::new(published);
        let size = published.signed.size;
        let newer = |known: &Option<Arc<Published>>| known.as_ref().is_none_or(|known| known.signed.size <= size);
        if published.quorum {
            self.inner
                .agreed
                .send_if_modified(|known| newer(known) && known.replace(Arc::clone(&published)).is_none_or(|_| true));
        }
        self.inner.latest.send_if_modified(|known| newer(known) && known.replace(published).is_none_or(|_| true));
    }

    /// Adds what somebody attested to what is published of that size.
    fn attest(&self, attestation: &Attestation) {
        for place in [&self.inner.latest, &self.inner.agreed] {
            let published = place.borrow().clone().filter(|published| published.signed.size == attestation.size);
            if let Some(published) = published {
                let mut attestations = published.attestations.clone();
                attestations.retain(|known| (known.kind, &known.name) != (attestation.kind, &attestation.name));
                attestations.push(attestation.clone());
                self.publish(published.signed.clone(), attestations);
                return;
            }
        }
    }
}

fn one_origin(keys: &[LogKey]) -> Result<String, LogError> {
    let settings = |reason: &str| LogError::Settings { what: "--log-key".into(), reason: reason.into() };
    let first = keys.first().ok_or_else(|| settings("no key was given"))?;
    let name = first.key.verifier().name();
    if keys.iter().any(|key| key.key.verifier().algorithm().is_cosigner()) {
        return Err(settings("this is a witness's key; a log signs with a key of its own (almoner key new)"));
    }
    let verifiers: Vec<&VerifierKey> = keys.iter().map(|key| key.key.verifier()).collect();
    if verifiers.iter().enumerate().any(|(index, key)| verifiers.iter().skip(index + 1).any(|one| one.wraps_same(key)))
    {
        return Err(settings("one key was given twice"));
    }
    if keys.iter().any(|key| key.key.verifier().name() != name) {
        return Err(settings("all keys of a log have one name: its origin"));
    }
    Ok(name.to_string())
}

/// The clock, in unix milliseconds.
pub(crate) fn now_ms() -> i64 {
    chrono::Utc::now().timestamp_millis()
}
