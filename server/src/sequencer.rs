//! The one writer of the log.
//!
//! Requests go into a bounded queue. A thread of its own takes what is there, up to a batch, has the
//! [`Writer`] make it durable, and only then answers. There is no timer: while one batch is on its way to the disk,
//! the next one gathers. A second thread checkpoints SQLite's write-ahead log, so that whoever commits never waits
//! for it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use ledger::record::Request;

use crate::store::write::{Outcome, Together, Writer};
use crate::store::{Access, Db, Location, StoreError, Stored};

/// Requests that may wait. At 25,000 a second this is a sixth of a second's work: whoever comes later is told so.
pub const QUEUE_LIMIT: usize = 4_096;

/// Requests made durable together. More would make the first wait longer than a commit takes.
pub const BATCH_LIMIT: usize = 512;

/// How often the write-ahead log is looked at, and from what size on it is written back.
const CHECKPOINT_EVERY: Duration = Duration::from_millis(250);
const CHECKPOINT_BYTES: u64 = 8 * 1024 * 1024;

/// Why a request was not recorded, its own faults aside.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unrecorded {
    /// The queue is full: come again in a second.
    #[error("too many requests are waiting; nothing was recorded; try again in a second")]
    Busy,
    /// The disk is full.
    #[error("the disk is full; nothing was recorded; recording resumes when there is room")]
    DiskFull,
    /// The store failed, or the server is going down.
    #[error("nothing was recorded: {0}")]
    Failed(String),
}

type Answer = Result<Outcome, Unrecorded>;

struct Waiting {
    request: Request,
    answer: oneshot::Sender<Answer>,
}

/// The way into the queue. Clones share it.
#[derive(Debug, Clone)]
pub struct Sequencer {
    queue: SyncSender<Waiting>,
    size: Arc<AtomicU64>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.request.key.fmt(f)
    }
}

impl Sequencer {
    /// Starts the writer's thread, and the one that checkpoints.
    ///
    /// # Errors
    /// If the system gives no threads.
    pub fn start(writer: Writer, location: &Location) -> std::io::Result<Self> {
        let (queue, requests) = sync_channel(QUEUE_LIMIT);
        let size = Arc::new(AtomicU64::new(writer.state().head().size));
        let shared = Arc::clone(&size);
        let recorder =
            std::thread::Builder::new().name("sequencer".into()).spawn(move || run(writer, &requests, &shared))?;
        if let Some(log) = location.write_ahead_log() {
            start_checkpoints(location.clone(), log)?;
        }
        Ok(Self { queue, size, threads: Arc::new(Mutex::new(vec![recorder])) })
    }

    /// Records a request; the answer comes when it is durable.
    ///
    /// # Errors
    /// [`Unrecorded`]: nothing was recorded.
    pub async fn record(&self, request: Request) -> Answer {
        let (answer, answered) = oneshot::channel();
        match self.queue.try_send(Waiting { request, answer }) {
            Ok(()) => answered.await.unwrap_or_else(|_| Err(stopped())),
            Err(TrySendError::Full(_)) => Err(Unrecorded::Busy),
            Err(TrySendError::Disconnected(_)) => Err(stopped()),
        }
    }

    /// How many entries are recorded and durable.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size.load(Ordering::Acquire)
    }

    /// Lets the writer finish what is in the queue, and waits for it.
    pub fn finish(self) {
        let Self { queue, threads, .. } = self;
        drop(queue);
        let handles = threads.lock().map(|mut threads| std::mem::take(&mut *threads)).unwrap_or_default();
        for handle in handles {
            let _ = handle.join();
        }
    }
}

fn stopped() -> Unrecorded {
    Unrecorded::Failed("the server is going down".into())
}

fn run(mut writer: Writer, requests: &Receiver<Waiting>, size: &AtomicU64) {
    while let Ok(first) = requests.recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH_LIMIT {
            match requests.try_recv() {
                Ok(next) => batch.push(next),
                Err(_) => break,
            }
        }
        let (requests, answers): (Vec<_>, Vec<_>) =
            batch.into_iter().map(|waiting| (waiting.request, waiting.answer)).unzip();
        match writer.record(requests, Together::Each) {
            Ok(outcomes) => {
                size.store(writer.state().head().size, Ordering::Release);
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    // Whoever went away in the meantime finds the entry by its key.
                    let _ = answer.send(Ok(outcome));
                }
            }
            Err(error) => {
                tracing::error!(%error, batch = answers.len(), "a batch was not recorded");
                let told = match error {
                    StoreError::DiskFull => Unrecorded::DiskFull,
                    StoreError::HeadMoved => Unrecorded::Busy,
                    other => Unrecorded::Failed(other.to_string()),
                };
                for answer in answers {
                    let _ = answer.send(Err(told.clone()));
                }
            }
        }
    }
}

/// Writes the write-ahead log back whenever it has grown. Ends with the process.
fn start_checkpoints(location: Location, log: PathBuf) -> std::io::Result<()> {
    std::thread::Builder::new().name("checkpoints".into()).spawn(move || {
        let mut db: Option<Db> = None;
        loop {
            std::thread::sleep(CHECKPOINT_EVERY);
            let grown = log.metadata().is_ok_and(|file| file.len() > CHECKPOINT_BYTES);
            if let Some(error) = grown.then(|| checkpoint(&location, &mut db).err()).flatten() {
                tracing::warn!(%error, "the write-ahead log could not be written back; it will be tried again");
                db = None;
            }
        }
    })?;
    Ok(())
}

fn checkpoint(location: &Location, db: &mut Option<Db>) -> Stored<()> {
    if db.is_none() {
        *db = Some(location.open(Access::Write)?);
    }
    db.as_mut().map_or(Ok(()), |db| db.execute("PRAGMA wal_checkpoint(PASSIVE)"))
}
