//! The one place that writes what the ledger derives.
//!
//! A [`Writer`] holds the ledger's state and its database connection. A batch of requests is judged one after another
//! inside one transaction; rows are kept back and written together, at the latest before a look-up needs them. The
//! head moves by compare-and-swap in the same transaction. If the commit's outcome is in doubt, the head is read again:
//! a commit that reported an error may have been stored nevertheless. Starting, and recovering from any failure, run
//! the same code: [`super::load::state`].
//!
//! `buffer`: the rows that wait; `statement`: how each gift and each commit is written

use ledger::log::tile::Edge;
use ledger::log::tree;
use ledger::record::{Failure, ReplayFault, Request};
use ledger::refusal::{Refusal, Rule};
use ledger::state::{Head, State};
use ledger::value::Timestamp;
use ledger::{Event, Hash, Move, Told};

use self::buffer::{Buffer, Buffered};
use self::statement::{Fixed, Swap};
use super::past::Tables;
use super::{Access, Db, Location, StoreError, Stored, load};

mod buffer;
mod statement;

/// From this size on the writer itself writes back what is left of the write-ahead log, so that the log begins anew.
/// The thread that does it otherwise never catches up with a writer that never rests.
const LOG_BYTES_LIMIT: u64 = 256 * 1024 * 1024;

/// What became of one request of a batch that was committed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is an entry now.
    Recorded(Written),
    /// It was one before: the same key with the same event.
    Repeated(Written),
    /// It broke a rule, and changed nothing.
    Refused(Refusal),
}

/// An entry as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its number.
    pub seq: u64,
    /// Its exact bytes.
    pub json: String,
}

/// The moves of each event, or the place of the one that is refused, and why.
pub type Foreseen = Result<Vec<Vec<Move>>, (usize, Refusal)>;

/// Whether a batch stands whole or not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Together {
    /// What is refused is left out.
    Each,
    /// One refusal refuses all.
    AllOrNothing,
}

/// A moment at which a test makes the disk fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// Nothing is stored yet.
    BeforeCommit,
    /// Everything is stored, and nobody was told.
    AfterCommit,
}

/// Makes the writer fail at a moment.
pub type Breaker = Box<dyn FnMut(Moment) -> Stored<()> + Send>;

/// The ledger's state and the connection that writes it. There is one a process; between processes the head decides.
pub struct Writer {
    location: Location,
    tables: Tables,
    state: State,
    /// The right edge of the tree over the entries, grown with them.
    edge: Edge,
    buffer: Buffer,
    breaker: Option<Breaker>,
    grows_tree: bool,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("location", &self.location).field("head", &self.state.head()).finish()
    }
}

impl Writer {
    /// Opens the database for recording and reads the state of its ledger.
    ///
    /// # Errors
    /// As [`Location::open`] and [`load::state`].
    pub fn open(location: &Location) -> Stored<Self> {
        let mut tables = Tables::new(location.open(Access::Write)?);
        let size = load::head(&mut tables.db)?.size;
        tables.fill_missing(size)?;
        let (state, edge, buffer) = (State::default(), Edge::default(), Buffer::default());
        let mut writer =
            Self { location: location.clone(), tables, state, edge, buffer, breaker: None, grows_tree: true };
        writer.reload_at_rest()?;
        Ok(writer)
    }

    /// Lets a test decide when the disk fails.
    pub fn break_with(&mut self, breaker: Option<Breaker>) {
        self.breaker = breaker;
    }

    /// Records without the tree from now on: `almoner-bench` asks what that costs. Nothing of what is recorded so can be
    /// signed or proved until the database is opened anew, which makes the tiles that are missing.
    #[doc(hidden)]
    pub fn leave_out_tiles(&mut self) {
        self.grows_tree = false;
    }

    /// The ledger's state.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The look-ups on the writer's own connection.
    pub fn tables(&mut self) -> &mut Tables {
        &mut self.tables
    }

    /// Judges and records a batch, durably: when this returns, what it says is on disk.
    ///
    /// # Errors
    /// [`StoreError`]: nothing of the batch was recorded, and the next batch starts afresh.
    pub fn record(&mut self, requests: Vec<Request>, together: Together) -> Stored<Vec<Outcome>> {
        match self.try_record(requests, together) {
            Ok((outcomes, true)) => {
                self.shorten_log();
                Ok(outcomes)
            }
            Ok((outcomes, false)) => {
                self.start_afresh()?;
                Ok(outcomes)
            }
            Err(error) => {
                let meant = self.state.head();
                self.start_afresh()?;
                // What the commit reported and what it stored may differ: the log on disk says which it was.
                match error {
                    InDoubt::Commit(outcomes, _) if self.has_stored(meant)? => Ok(outcomes),
                    InDoubt::Commit(_, error) | InDoubt::No(error) => Err(error),
                }
            }
        }
    }

    /// What events would move, one after another: each is judged, and nothing is recorded. Of an event that is refused
    /// its place is given.
    ///
    /// # Errors
    /// The database's own.
    pub fn preview(&mut self, events: &[Event]) -> Stored<Foreseen> {
        match self.state.preview(&mut self.tables, events) {
            Ok(moves) => Ok(Ok(moves)),
            Err((place, Failure::Refused(refusal))) => Ok(Err((place, refusal))),
            Err((_, Failure::Past(error))) => Err(error),
        }
    }

    /// Takes entries of a log that this one follows, durably: each is derived again by the ledger's rules, and must come out
    /// byte for byte.
    ///
    /// # Errors
    /// [`StoreError::BadEntry`] for the first that does not follow from those before it; nothing of the batch was taken.
    pub fn follow(&mut self, entries: &[String]) -> Stored<()> {
        let followed = self.try_follow(entries);
        if followed.is_err() {
            self.start_afresh()?;
        }
        followed
    }

    fn try_follow(&mut self, entries: &[String]) -> Stored<()> {
        self.begin()?;
        let before = self.state.head();
        for json in entries {
            let seq = self.state.head().size;
            let bad = |reason: String| StoreError::BadEntry { seq, reason };
            let told = Told::parse(json).map_err(|refusal| bad(refusal.to_string()))?;
            if (told.seq, told.prev) != (seq, self.state.head().hash) {
                return Err(bad(format!("it says that it is entry {} after {}", told.seq, told.prev)));
            }
            if self.buffer.key_holder(&mut self.tables.db, told.key.bytes())?.is_some() {
                return Err(bad("its key was used before".into()));
            }
            let Self { tables, state, edge, buffer, .. } = self;
            let mut past = Buffered { tables, buffer };
            let replayed = state.replay(&mut past, told, json, Hash::of(json.as_bytes()));
            let recorded = replayed.map_err(|fault| match fault {
                ReplayFault::Refused(refusal) => bad(refusal.to_string()),
                ReplayFault::Differs { derived } => bad(format!("the ledger derives other bytes: {derived}")),
                ReplayFault::Past(error) => error,
            })?;
            buffer.keep_tiles(edge.append(tree::leaf_hash(json.as_bytes())))?;
            buffer.keep(tables, state, recorded)?;
        }
        self.flush_all(before)?;
        self.fail_at(Moment::BeforeCommit)?;
        self.tables.db.execute("COMMIT")?;
        self.buffer.committed();
        Ok(())
    }

    /// The outcomes, and whether they were committed.
    fn try_record(&mut self, requests: Vec<Request>, together: Together) -> Result<(Vec<Outcome>, bool), InDoubt> {
        self.begin()?;
        let before = self.state.head();
        let mut outcomes = Vec::with_capacity(requests.len());
        let mut refused = false;
        for request in requests {
            let outcome = self.judge(request)?;
            refused |= matches!(outcome, Outcome::Refused(_));
            outcomes.push(outcome);
        }
        if refused && together == Together::AllOrNothing {
            self.tables.db.execute("ROLLBACK")?;
            return Ok((outcomes, false));
        }
        if self.state.head() == before {
            self.tables.db.execute("ROLLBACK")?;
            return Ok((outcomes, true));
        }
        self.flush_all(before)?;
        self.fail_at(Moment::BeforeCommit)?;
        let committed = self.tables.db.execute("COMMIT").and_then(|()| self.fail_at(Moment::AfterCommit));
        match committed {
            Ok(()) => {
                self.buffer.committed();
                Ok((outcomes, true))
            }
            Err(error) => Err(InDoubt::Commit(outcomes, error)),
        }
    }

    /// What was recorded is durable already: a failure here is no more than a longer log.
    fn shorten_log(&mut self) {
        let log = self.location.write_ahead_log().and_then(|log| log.metadata().ok());
        if log.is_some_and(|log| log.len() > LOG_BYTES_LIMIT)
            && let Err(error) = self.tables.db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        {
            tracing::warn!(%error, "the write-ahead log could not be written back; it will be tried again");
        }
    }

    fn fail_at(&mut self, moment: Moment) -> Stored<()> {
        self.breaker.as_mut().map_or(Ok(()), |breaker| breaker(moment))
    }

    /// Takes the write lock, and the head if another process moved it.
    fn begin(&mut self) -> Stored<()> {
        let begin = match self.tables.db {
            Db::Sqlite(_) => "BEGIN IMMEDIATE",
            Db::Postgres(_) => "BEGIN; SELECT pg_advisory_xact_lock(4711094062)",
        };
        self.tables.db.execute(begin)?;
        if load::head(&mut self.tables.db)? != self.state.head() {
            self.reload()?;
        }
        Ok(())
    }

    fn reload(&mut self) -> Stored<()> {
        self.tables.forget_pools();
        self.state = load::state(&mut self.tables)?;
        self.edge = self.tables.edge(self.state.head().size)?;
        self.buffer = Buffer::new(&mut self.tables, &self.state)?;
        Ok(())
    }

    /// Outside a transaction: in one of its own, so that head, entries and tables are of one moment.
    fn reload_at_rest(&mut self) -> Stored<()> {
        self.tables.db.begin_snapshot()?;
        let reloaded = self.reload();
        self.tables.db.execute("ROLLBACK")?;
        reloaded
    }

    /// After any failure: the state is what the database says, read as at a start.
    fn start_afresh(&mut self) -> Stored<()> {
        let _ = self.tables.db.execute("ROLLBACK");
        if self.reload_at_rest().is_err() {
            self.tables = Tables::new(self.location.open(Access::Write)?);
            self.reload_at_rest()?;
        }
        Ok(())
    }

    /// Whether the log went through this head, wherever another process has moved it since.
    fn has_stored(&mut self, meant: Head) -> Stored<bool> {
        let Some(last) = meant.size.checked_sub(1) else { return Ok(false) };
        Ok(self.tables.json(last)?.is_some_and(|json| Hash::of(json.as_bytes()) == meant.hash))
    }

    fn judge(&mut self, request: Request) -> Stored<Outcome> {
        let key = request.key.bytes();
        if let Some(seq) = self.buffer.key_holder(&mut self.tables.db, key)? {
            return self.repeat(seq, &request);
        }
        let Self { tables, state, edge, buffer, grows_tree, .. } = self;
        let pools_before = state.pools().len();
        let mut past = Buffered { tables, buffer };
        match state.record(&mut past, request) {
            Ok(recorded) => {
                let written = Written { seq: recorded.entry.seq, json: recorded.json.clone() };
                if *grows_tree {
                    buffer.keep_tiles(edge.append(tree::leaf_hash(written.json.as_bytes())))?;
                }
                buffer.keep(tables, state, recorded)?;
                Ok(Outcome::Recorded(written))
            }
            Err(Failure::Refused(refusal)) => {
                debug_assert_eq!(state.pools().len(), pools_before);
                Ok(Outcome::Refused(refusal))
            }
            Err(Failure::Past(error)) => Err(error),
        }
    }

    fn repeat(&mut self, seq: u64, request: &Request) -> Stored<Outcome> {
        let mut past = Buffered { tables: &mut self.tables, buffer: &mut self.buffer };
        past.flush()?;
        let missing = || StoreError::BadEntry { seq, reason: "a key names it, but it is not there".into() };
        let json = self.tables.json(seq)?.ok_or_else(missing)?;
        let entry = super::rows::parse_entry(seq, &json)?;
        if entry.event == request.event {
            return Ok(Outcome::Repeated(Written { seq, json }));
        }
        Ok(Outcome::Refused(Refusal::new("key", Rule::KeyReused { seq })))
    }

    /// Everything that is written once a batch, and the head.
    fn flush_all(&mut self, before: Head) -> Stored<()> {
        let Self { tables, state, buffer, .. } = self;
        buffer.write(tables, state)?;
        match Fixed(Swap::new(before, state.head())?).run(&mut tables.db)? {
            1 => Ok(()),
            _ => Err(StoreError::HeadMoved),
        }
    }
}

/// Whether a failed batch may have been stored all the same.
enum InDoubt {
    No(StoreError),
    Commit(Vec<Outcome>, StoreError),
}

impl From<StoreError> for InDoubt {
    fn from(error: StoreError) -> Self {
        Self::No(error)
    }
}

/// The time now, for recording.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_ms(chrono::Utc::now().timestamp_millis()).unwrap_or(Timestamp::ZERO)
}
