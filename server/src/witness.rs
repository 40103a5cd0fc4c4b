//! Being a witness (C2SP tlog-witness): cosigning other logs, so that no log shows different people different things.
//!
//! One thread judges and stores. It takes what is there, judges each request against the last checkpoint it cosigned, makes
//! the batch durable in a small database of its own and in the gate beside its key, and only then signs and answers.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};

use sha2::{Digest as _, Sha256};
use tokio::sync::oneshot;

use ledger::log::key::{SigningKey, VerifierKey};
use ledger::log::witness::{AddCheckpoint, Refused, Seen};
use ledger::log::{Checkpoint, Fault, Note, Policy};

use crate::log::LogError;
use crate::log::mirror::Mirror;
use crate::log::mirror::vouch::Unvouched;

pub mod http;
mod store;

use store::{Cosigned, Store};

/// Requests that may wait; whoever comes later is told to come again.
const QUEUE_LIMIT: usize = 1_024;

/// Requests made durable together.
const BATCH_LIMIT: usize = 256;

/// How a witness is set up.
#[derive(Debug)]
pub struct Settings {
    /// The keys it cosigns with; at least one.
    pub keys: Vec<SigningKey>,
    /// The logs it watches: the `log` lines of a policy.
    pub logs: Policy,
    /// The file of its store.
    pub store: PathBuf,
    /// The second place where what was cosigned last is kept.
    pub gate: PathBuf,
}

/// What a witness must find before it begins, if it was ever at work.
#[derive(Debug, Default)]
pub struct Guard {
    /// The gates of its other keys, so that each outlives the others.
    pub more_gates: Vec<PathBuf>,
    /// Whether all gates are to be made anew: this store is the newest copy, or the keys have cosigned nothing.
    pub new_gate: bool,
}

/// Why a request has no cosignature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unsigned {
    /// It was judged, and refused.
    Refused(Refused),
    /// Too many are waiting.
    Busy,
    /// The mirror beside it has stopped, with evidence that the log is not what it was.
    Stopped,
    /// The mirror beside it has not replayed the log so far yet: to be asked again in a second.
    Behind,
    /// The store failed: nothing was signed.
    Failed(String),
}

impl From<Unvouched> for Unsigned {
    fn from(unvouched: Unvouched) -> Self {
        match unvouched {
            Unvouched::Stopped => Self::Stopped,
            Unvouched::Behind => Self::Behind,
            Unvouched::Refused(refused) => Self::Refused(refused),
            Unvouched::Failed(reason) => Self::Failed(reason),
        }
    }
}

type Answer = Result<String, Unsigned>;

struct Asked {
    request: AddCheckpoint,
    answer: oneshot::Sender<Answer>,
}

/// A witness at work. Clones share it; it ends with the last.
#[derive(Debug, Clone)]
pub struct Witness {
    queue: SyncSender<Asked>,
    shown: Arc<RwLock<HashMap<String, String>>>,
    keys: Arc<Vec<VerifierKey>>,
    mirror: Option<Mirror>,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.request.old.fmt(f)
    }
}

/// The address of a log's checkpoint below a witness: the hex SHA-256 of its origin.
#[must_use]
pub fn address_of(origin: &str) -> String {
    ledger::json::hex(&Sha256::digest(origin))
}

fn wrong_keys(reason: &str) -> LogError {
    LogError::Settings { what: "--witness-key".into(), reason: reason.into() }
}

fn check_keys(keys: &[SigningKey]) -> Result<(), LogError> {
    if keys.is_empty() {
        return Err(wrong_keys("a witness needs a key (almoner key new --witness)"));
    }
    if keys.iter().any(|key| !key.verifier().algorithm().is_cosigner()) {
        let reason = "this is a log's key; a witness cosigns with one of its own (almoner key new --witness)";
        return Err(wrong_keys(reason));
    }
    Ok(())
}

impl Witness {
    /// As [`Witness::start`], where a gate must be there, if only the empty one that a key begins with: without any, a store
    /// that is gone would be made anew, and the witness would cosign whatever it is shown first.
    ///
    /// # Errors
    /// As [`Witness::start`]; [`LogError::Unguarded`].
    pub fn start_guarded(settings: Settings, guard: Guard) -> Result<Self, LogError> {
        check_keys(&settings.keys)?;
        let mut gates = vec![settings.gate.clone()];
        gates.extend(guard.more_gates);
        store::guard(&gates, guard.new_gate)?;
        Self::start_at(settings, gates)
    }

    /// Opens the store, holds it against the gate, and starts the thread. What is not there is made.
    ///
    /// # Errors
    /// [`LogError`]: no key, another key's kind, a store that can't be opened or is behind its gate.
    pub fn start(settings: Settings) -> Result<Self, LogError> {
        check_keys(&settings.keys)?;
        let gates = vec![settings.gate.clone()];
        Self::start_at(settings, gates)
    }

    fn start_at(settings: Settings, gates: Vec<PathBuf>) -> Result<Self, LogError> {
        let Settings { keys, logs, store, .. } = settings;
        let store = Store::open(&store, gates)?;
        let shown = store.cosigned().map(|(origin, last)| (address_of(origin), last.note.clone())).collect();
        let shown = Arc::new(RwLock::new(shown));
        let verifiers = keys.iter().map(|key| key.verifier().clone()).collect();
        let (queue, asked) = sync_channel(QUEUE_LIMIT);
        let desk = Desk { keys, logs, store, shown: Arc::clone(&shown) };
        let thread = std::thread::Builder::new().name("witness".into());
        thread.spawn(move || desk.run(&asked)).map_err(|error| wrong_keys(&error.to_string()))?;
        Ok(Self { queue, shown, keys: Arc::new(verifiers), mirror: None })
    }

    /// The same beside a mirror: it cosigns what that has replayed, and nothing once that has stopped.
    #[must_use]
    pub fn beside(self, mirror: Option<Mirror>) -> Self {
        Self { mirror, ..self }
    }

    /// The keys that verify its cosignatures.
    #[must_use]
    pub fn keys(&self) -> &[VerifierKey] {
        &self.keys
    }

    /// Asks for cosignatures: the answer is one line a key, and is durable.
    ///
    /// # Errors
    /// [`Unsigned`].
    pub async fn add_checkpoint(&self, body: &str) -> Answer {
        let request = AddCheckpoint::parse(body).map_err(|fault| Unsigned::Refused(Refused::Malformed(fault)))?;
        if let Some(mirror) = &self.mirror {
            mirror.vouch(&request.note).await?;
        }
        let (answer, answered) = oneshot::channel();
        match self.queue.try_send(Asked { request, answer }) {
            Ok(()) => answered.await.unwrap_or_else(|_| Err(Unsigned::Failed("the witness is going down".into()))),
            Err(TrySendError::Full(_)) => Err(Unsigned::Busy),
            Err(TrySendError::Disconnected(_)) => Err(Unsigned::Failed("the witness is going down".into())),
        }
    }

    /// The last checkpoint cosigned of the log with this address, with the cosignatures.
    #[must_use]
    pub fn last(&self, address: &str) -> Option<String> {
        self.shown.read().unwrap_or_else(PoisonError::into_inner).get(address).cloned()
    }
}

/// The one that judges.
struct Desk {
    keys: Vec<SigningKey>,
    logs: Policy,
    store: Store,
    shown: Arc<RwLock<HashMap<String, String>>>,
}

impl Desk {
    fn run(mut self, asked: &Receiver<Asked>) {
        while let Ok(first) = asked.recv() {
            let mut batch = vec![first];
            while batch.len() < BATCH_LIMIT {
                match asked.try_recv() {
                    Ok(next) => batch.push(next),
                    Err(_) => break,
                }
            }
            self.answer(batch);
        }
    }

    fn answer(&mut self, batch: Vec<Asked>) {
        let mut accepted: HashMap<String, Cosigned> = HashMap::new();
        let mut judged = Vec::with_capacity(batch.len());
        for Asked { request, answer } in batch {
            let verdict = self.judge(&request, &accepted);
            let verdict = verdict.map(|(checkpoint, cosigned, lines)| {
                accepted.insert(checkpoint.origin.to_string(), cosigned);
                lines
            });
            judged.push((verdict, answer));
        }
        let stored = if accepted.is_empty() { Ok(()) } else { self.store.keep(&accepted) };
        match &stored {
            Ok(()) => {
                let mut shown = self.shown.write().unwrap_or_else(PoisonError::into_inner);
                shown.extend(accepted.iter().map(|(origin, last)| (address_of(origin), last.note.clone())));
            }
            Err(error) => tracing::error!(%error, "cosigned checkpoints could not be kept; nothing was signed"),
        }
        for (verdict, answer) in judged {
            // A signature leaves this thread only once it is kept.
            let told = match (verdict, &stored) {
                (Ok(lines), Ok(())) => Ok(lines),
                (Ok(_), Err(error)) => Err(Unsigned::Failed(error.to_string())),
                (Err(unsigned), _) => Err(unsigned),
            };
            let _ = answer.send(told);
        }
    }

    fn keys_of(&self, origin: &str) -> Option<Vec<&VerifierKey>> {
        let of_log = |key: &&VerifierKey| key.name().as_str() == origin;
        let keys: Vec<&VerifierKey> = self.logs.logs.iter().map(|party| &party.key).filter(of_log).collect();
        (!keys.is_empty()).then_some(keys)
    }

    fn judge(
        &self,
        request: &AddCheckpoint,
        accepted: &HashMap<String, Cosigned>,
    ) -> Result<(Checkpoint, Cosigned, String), Unsigned> {
        let seen = |origin: &str| {
            let last = accepted.get(origin).or_else(|| self.store.last(origin));
            last.map_or_else(Seen::nothing, |last| last.seen)
        };
        let checkpoint = request.judge(|origin| self.keys_of(origin), seen).map_err(Unsigned::Refused)?;
        let failed = |fault: Fault| Unsigned::Failed(fault.to_string());
        let mut note = Note::parse(&request.note).map_err(failed)?;
        // Of what came only the log's own lines are shown on: they were verified.
        let known = self.keys_of(checkpoint.origin.as_str()).unwrap_or_default();
        note.signatures.retain(|line| known.iter().any(|key| key.id() == line.id && *key.name() == line.name));
        let now = u64::try_from(chrono::Utc::now().timestamp()).unwrap_or_default();
        let mut lines = String::new();
        for key in &self.keys {
            let line = key.sign(&note.text, now).map_err(failed)?;
            lines = lines + &line.to_string() + "\n";
            note.signatures.push(line);
        }
        let seen = Seen { size: checkpoint.size, root: checkpoint.root };
        Ok((checkpoint, Cosigned { seen, note: note.to_string() }, lines))
    }
}
