//! The one writer of the log.
//!
//! Requests go into a bounded queue. A thread of its own takes what is there, up to a batch, has the
//! [`Writer`] make it durable, and only then answers. There is no timer: while one batch is on its way to the disk,
//! the next one gathers. A second thread checkpoints SQLite's write-ahead log, so that whoever commits never waits
//! for it.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use tokio::sync::oneshot;

use ledger::Event;
use ledger::record::Request;

use crate::store::checkpoints::Keepsake;
use crate::store::write::{Foreseen, Outcome, Together, Writer};
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
    /// An entry of a log that is followed does not follow from those before it.
    #[error("{0}")]
    Broken(String),
    /// The store failed, or the server is going down.
    #[error("nothing was recorded: {0}")]
    Failed(String),
}

type Answer = Result<Outcome, Unrecorded>;

/// What events would move, if it could be asked.
pub type Previewed = Result<Foreseen, Unrecorded>;

/// Who waits for requests that stand whole or not at all.
type Whole = oneshot::Sender<Result<Vec<Outcome>, Unrecorded>>;

type Done = oneshot::Sender<Result<(), Unrecorded>>;

struct Waiting {
    request: Request,
    answer: oneshot::Sender<Answer>,
}

/// What stands in the queue.
enum Work {
    Record(Waiting),
    Together(Vec<Request>, Whole),
    Preview(Vec<Event>, oneshot::Sender<Previewed>),
    Keep(Keepsake, Done),
    Follow(Vec<String>, Done),
    /// What is behind it is not done any more.
    Stop,
}

/// The way into the queue. Clones share it.
#[derive(Debug, Clone)]
pub struct Sequencer {
    queue: SyncSender<Work>,
    grown: Arc<Grown>,
    threads: Arc<Mutex<Vec<JoinHandle<()>>>>,
}

/// How far the log is, for those who wait for it to grow.
#[derive(Debug, Default)]
struct Grown {
    size: AtomicU64,
    closed: AtomicBool,
    moved: Mutex<()>,
    told: Condvar,
}

impl Grown {
    fn tell(&self) {
        let _moved = self.moved.lock().unwrap_or_else(PoisonError::into_inner);
        self.told.notify_all();
    }
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
        let grown = Arc::new(Grown { size: AtomicU64::new(writer.state().head().size), ..Grown::default() });
        let shared = Arc::clone(&grown);
        let recorder =
            std::thread::Builder::new().name("sequencer".into()).spawn(move || run(writer, &requests, &shared))?;
        if let Some(log) = location.write_ahead_log() {
            start_checkpoints(location.clone(), log)?;
        }
        Ok(Self { queue, grown, threads: Arc::new(Mutex::new(vec![recorder])) })
    }

    /// Records a request; the answer comes when it is durable.
    ///
    /// # Errors
    /// [`Unrecorded`]: nothing was recorded.
    pub async fn record(&self, request: Request) -> Answer {
        let (answer, answered) = oneshot::channel();
        match self.queue.try_send(Work::Record(Waiting { request, answer })) {
            Ok(()) => answered.await.unwrap_or_else(|_| Err(stopped())),
            Err(TrySendError::Full(_)) => Err(Unrecorded::Busy),
            Err(TrySendError::Disconnected(_)) => Err(stopped()),
        }
    }

    /// Records requests that stand whole or not at all; the answers come when they are durable.
    ///
    /// # Errors
    /// [`Unrecorded`]: nothing was recorded.
    pub async fn record_together(&self, requests: Vec<Request>) -> Result<Vec<Outcome>, Unrecorded> {
        let (answer, answered) = oneshot::channel();
        self.queue_up(Work::Together(requests, answer))?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }

    /// What events would move, one after another; nothing is recorded.
    ///
    /// # Errors
    /// [`Unrecorded`]: it could not be asked.
    pub async fn preview(&self, events: Vec<Event>) -> Previewed {
        let (answer, answered) = oneshot::channel();
        self.queue_up(Work::Preview(events, answer))?;
        answered.await.unwrap_or_else(|_| Err(stopped()))
    }

    fn queue_up(&self, work: Work) -> Result<(), Unrecorded> {
        self.queue.try_send(work).map_err(|error| match error {
            TrySendError::Full(_) => Unrecorded::Busy,
            TrySendError::Disconnected(_) => stopped(),
        })
    }

    /// How many entries are recorded and durable.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.grown.size.load(Ordering::Acquire)
    }

    /// Keeps something beside the entries, and waits until it is durable. For threads that may wait.
    ///
    /// # Errors
    /// [`Unrecorded`]: it was not kept.
    pub fn keep(&self, keepsake: Keepsake) -> Result<(), Unrecorded> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Work::Keep(keepsake, answer)).map_err(|_| stopped())?;
        answered.blocking_recv().unwrap_or_else(|_| Err(stopped()))
    }

    /// Takes entries of a log that this one follows, and waits until they are durable. For threads that may wait.
    ///
    /// # Errors
    /// [`Unrecorded::Broken`] if one does not follow from those before it; none was taken.
    pub fn follow(&self, entries: Vec<String>) -> Result<(), Unrecorded> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Work::Follow(entries, answer)).map_err(|_| stopped())?;
        answered.blocking_recv().unwrap_or_else(|_| Err(stopped()))
    }

    /// Waits until there are more than `size` entries, and gives how many; none when nothing is recorded any more.
    #[must_use]
    pub fn wait_beyond(&self, size: u64) -> Option<u64> {
        loop {
            match self.wait_beyond_for(size, Duration::from_secs(3_600)) {
                Some(now) if now <= size => {}
                ended => return ended,
            }
        }
    }

    /// As [`Sequencer::wait_beyond`], and at most so long.
    #[must_use]
    pub fn wait_beyond_for(&self, size: u64, within: Duration) -> Option<u64> {
        let moved = self.grown.moved.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = |_: &mut ()| self.size() <= size && !self.is_closed();
        let waited = self.grown.told.wait_timeout_while(moved, within, waits);
        drop(waited);
        (!self.is_closed()).then(|| self.size())
    }

    /// Whether nothing is recorded any more.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.grown.closed.load(Ordering::Acquire)
    }

    /// Lets the writer finish what is in the queue, and waits for it.
    pub fn finish(self) {
        let Self { queue, threads, .. } = self;
        // Others who hold the queue may live longer.
        let _ = queue.send(Work::Stop);
        let handles = threads.lock().map(|mut threads| std::mem::take(&mut *threads)).unwrap_or_default();
        for handle in handles {
            let _ = handle.join();
        }
    }
}

fn stopped() -> Unrecorded {
    Unrecorded::Failed("the server is going down".into())
}

fn run(mut writer: Writer, queue: &Receiver<Work>, grown: &Grown) {
    let mut open = true;
    while open && let Ok(first) = queue.recv() {
        let mut batch = Batch::default();
        open = batch.take(first);
        while open && batch.requests.len() < BATCH_LIMIT {
            match queue.try_recv() {
                Ok(next) => open = batch.take(next),
                Err(_) => break,
            }
        }
        batch.record(&mut writer, grown);
    }
    grown.closed.store(true, Ordering::Release);
    grown.tell();
}

/// What is made durable together, and whom to tell.
#[derive(Default)]
struct Batch {
    requests: Vec<Request>,
    answers: Vec<oneshot::Sender<Answer>>,
    together: Vec<(Vec<Request>, Whole)>,
    previews: Vec<(Vec<Event>, oneshot::Sender<Previewed>)>,
    keepsakes: Vec<(Keepsake, Done)>,
    followed: Vec<(Vec<String>, Done)>,
}

impl Batch {
    /// Whether there may be more.
    fn take(&mut self, work: Work) -> bool {
        match work {
            Work::Record(Waiting { request, answer }) => {
                self.requests.push(request);
                self.answers.push(answer);
            }
            Work::Together(requests, answer) => self.together.push((requests, answer)),
            Work::Preview(events, answer) => self.previews.push((events, answer)),
            Work::Keep(keepsake, answer) => self.keepsakes.push((keepsake, answer)),
            Work::Follow(entries, answer) => self.followed.push((entries, answer)),
            Work::Stop => return false,
        }
        true
    }

    fn record(self, writer: &mut Writer, grown: &Grown) {
        let Self { requests, answers, together, previews, keepsakes, followed } = self;
        // What somebody waits for with a signature in hand is little, and goes first.
        for (keepsake, answer) in keepsakes {
            let kept = writer.keep(&keepsake).map_err(unrecorded);
            let _ = answer.send(kept);
        }
        for (entries, answer) in followed {
            let taken = writer.follow(&entries).map_err(unrecorded);
            grown.size.store(writer.state().head().size, Ordering::Release);
            let _ = answer.send(taken);
            grown.tell();
        }
        for (requests, answer) in together {
            let recorded = writer.record(requests, Together::AllOrNothing).map_err(unrecorded);
            grown.size.store(writer.state().head().size, Ordering::Release);
            let _ = answer.send(recorded);
            grown.tell();
        }
        for (events, answer) in previews {
            let _ = answer.send(writer.preview(&events).map_err(unrecorded));
        }
        if requests.is_empty() {
            return;
        }
        match writer.record(requests, Together::Each) {
            Ok(outcomes) => {
                grown.size.store(writer.state().head().size, Ordering::Release);
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    // Whoever went away in the meantime finds the entry by its key.
                    let _ = answer.send(Ok(outcome));
                }
                grown.tell();
            }
            Err(error) => {
                tracing::error!(%error, batch = answers.len(), "a batch was not recorded");
                let told = unrecorded(error);
                for answer in answers {
                    let _ = answer.send(Err(told.clone()));
                }
            }
        }
    }
}

fn unrecorded(error: StoreError) -> Unrecorded {
    match error {
        StoreError::DiskFull => Unrecorded::DiskFull,
        StoreError::HeadMoved => Unrecorded::Busy,
        bad @ StoreError::BadEntry { .. } => Unrecorded::Broken(bad.to_string()),
        other => Unrecorded::Failed(other.to_string()),
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
