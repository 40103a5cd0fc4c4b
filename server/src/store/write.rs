//! The one place that writes what the ledger derives.
//!
//! A [`Writer`] holds the ledger's state and its database connection. A batch of requests is judged one after another
//! inside one transaction; rows are kept back and written together, at the latest before a look-up needs them. The
//! head moves by compare-and-swap in the same transaction. If the commit's outcome is in doubt, the head is read again:
//! a commit that reported an error may have been stored nevertheless. Starting, and recovering from any failure, run
//! the same code: [`super::load::state`].

use std::collections::{BTreeMap, BTreeSet, HashMap};

use diesel::prelude::*;

use ledger::past::{Direction, Piece};
use ledger::pool::{Pool, PoolId};
use ledger::record::{Failure, Recorded, Request};
use ledger::refusal::{Refusal, Rule};
use ledger::state::{Head, State};
use ledger::value::{PoolName, Slug, SubjectKind, Timestamp};
use ledger::{Entry, Hash, Past, Span};

use super::derive::{self, DayColumns, FigureChange, FigureColumns, PlaceChange, PlaceColumns};
use super::past::Tables;
use super::rows::{
    DayRow, EntryRow, FigureRow, FillRow, FreeRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow, PlaceRow,
    PoolRow, RememberedRow, TakeRow, column, count,
};
use super::schema::{
    days, entries, figures, fills, free_spans, fund_entries, head, ids, keys, listed, mentions, places, pools,
    remembered, takes,
};
use super::{Access, Db, Location, StoreError, Stored, load, on};

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
    buffer: Buffer,
    breaker: Option<Breaker>,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").field("location", &self.location).field("head", &self.state.head()).finish()
    }
}

/// Rows that wait to be written, and changes that are summed up until the commit.
#[derive(Debug, Default)]
struct Buffer {
    entries: Vec<EntryRow>,
    keys: Vec<KeyRow>,
    ids: Vec<IdRow>,
    remembered: Vec<RememberedRow>,
    pools: Vec<PoolRow>,
    takes: Vec<TakeRow>,
    fills: Vec<FillRow>,
    fund_entries: Vec<FundEntryRow>,
    listed: Vec<ListedRow>,
    mentions: Vec<MentionRow>,
    figures: BTreeMap<FigureColumns, FigureChange>,
    days: BTreeMap<DayColumns, i64>,
    places: BTreeMap<PlaceColumns, PlaceChange>,
    touched: BTreeSet<(PoolId, u64)>,
    batch_keys: HashMap<[u8; 16], u64>,
    /// Keys are ordered by time: one beyond the greatest is new, and needs no look-up.
    greatest_key: [u8; 16],
    funds: HashMap<Slug, i64>,
    pools_known: usize,
}

/// Writes rows: one by one where a statement costs nothing, together where it costs a round trip.
macro_rules! insert_all {
    ($db:expr, $table:expr, $rows:expr) => {{
        let rows = std::mem::take(&mut $rows);
        match $db {
            Db::Sqlite(db) => {
                for row in &rows {
                    diesel::insert_into($table).values(row).execute(db)?;
                }
            }
            Db::Postgres(db) => {
                for chunk in rows.chunks(4_000) {
                    diesel::insert_into($table).values(chunk).execute(db)?;
                }
            }
        }
    }};
}

/// Writes a row in place of the one with the same key. SQLite's own REPLACE is prepared once; an `on_conflict` or an
/// `update` Diesel has parsed anew each time.
macro_rules! put {
    ($db:expr, $table:expr, $key:expr, $row:expr) => {
        match $db {
            Db::Sqlite(db) => diesel::replace_into($table).values($row).execute(db)?,
            Db::Postgres(db) => {
                diesel::insert_into($table).values($row).on_conflict($key).do_update().set($row).execute(db)?
            }
        }
    };
}

impl Writer {
    /// Opens the database for recording and reads the state of its ledger.
    ///
    /// # Errors
    /// As [`Location::open`] and [`load::state`].
    pub fn open(location: &Location) -> Stored<Self> {
        let tables = Tables::new(location.open(Access::Write)?);
        let (state, buffer) = (State::default(), Buffer::default());
        let mut writer = Self { location: location.clone(), tables, state, buffer, breaker: None };
        writer.reload_at_rest()?;
        Ok(writer)
    }

    /// Lets a test decide when the disk fails.
    pub fn break_with(&mut self, breaker: Option<Breaker>) {
        self.breaker = breaker;
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
                self.buffer.batch_keys.clear();
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
        if let Some(seq) = self.key_holder(key)? {
            return self.repeat(seq, &request);
        }
        let Self { tables, state, buffer, .. } = self;
        let pools_before = state.pools().len();
        let mut past = Buffered { tables, buffer };
        match state.record(&mut past, request) {
            Ok(recorded) => {
                let written = Written { seq: recorded.entry.seq, json: recorded.json.clone() };
                buffer.batch_keys.insert(key, written.seq);
                buffer.greatest_key = buffer.greatest_key.max(key);
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

    fn key_holder(&mut self, key: [u8; 16]) -> Stored<Option<u64>> {
        if key > self.buffer.greatest_key {
            return Ok(None);
        }
        if let Some(seq) = self.buffer.batch_keys.get(&key) {
            return Ok(Some(*seq));
        }
        let query = keys::table.find(key.to_vec()).select(keys::seq);
        let seq: Option<i64> = on!(&mut self.tables.db, db => query.first(db).optional())?;
        Ok(seq.map(count))
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
        buffer.flush(tables)?;
        buffer.write_free_spans(&mut tables.db, state)?;
        buffer.write_figures(&mut tables.db)?;
        buffer.write_days(&mut tables.db)?;
        buffer.write_places(&mut tables.db)?;
        let after = state.head();
        let swap = diesel::update(head::table.filter(
            head::id.eq(1).and(head::size.eq(column(before.size)?)).and(head::hash.eq(before.hash.0.to_vec())),
        ))
        .set((
            head::size.eq(column(after.size)?),
            head::hash.eq(after.hash.0.to_vec()),
            head::at.eq(after.at.ms()),
        ));
        match on!(&mut tables.db, db => swap.execute(db))? {
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

/// Look-ups that see what the batch has recorded so far.
struct Buffered<'a> {
    tables: &'a mut Tables,
    buffer: &'a mut Buffer,
}

impl Buffered<'_> {
    fn flush(&mut self) -> Stored<()> {
        self.buffer.flush(self.tables)
    }
}

impl Past for Buffered<'_> {
    type Error = StoreError;

    fn entry(&mut self, seq: u64) -> Stored<Option<Entry>> {
        self.flush()?;
        self.tables.entry(seq)
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<u64>> {
        self.flush()?;
        self.tables.holder(kind, id)
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Stored<Vec<Piece>> {
        self.flush()?;
        self.tables.pieces(direction, pool, span)
    }
}

impl Buffer {
    fn new(tables: &mut Tables, state: &State) -> Stored<Self> {
        let query = keys::table.order(keys::key.desc()).select(keys::key);
        let greatest: Option<Vec<u8>> = on!(&mut tables.db, db => query.first(db).optional())?;
        // A key of another length would be none of ours: then each is looked up.
        let greatest_key = greatest.map_or([0; 16], |key| key.try_into().unwrap_or([u8::MAX; 16]));
        Ok(Self { greatest_key, pools_known: state.pools().len(), ..Self::default() })
    }

    /// Takes in what was just recorded.
    fn keep(&mut self, tables: &mut Tables, state: &State, recorded: Recorded) -> Stored<()> {
        let mut changes = derive::changes(state, &recorded, |fund| self.fund_column(tables, fund))?;
        self.entries.push(EntryRow { seq: column(recorded.entry.seq)?, json: recorded.json });
        self.keys.push(changes.key);
        self.ids.append(&mut changes.ids);
        self.remembered.extend(changes.remembered);
        self.touched.extend(recorded.touched);
        for pool in state.pools().iter().skip(self.pools_known) {
            let id = column(self.pools_known as u64)?;
            self.pools.push(PoolRow { id, name: pool.name().to_string(), extent: 0 });
            self.pools_known += 1;
        }
        for (key, change) in changes.figures {
            let slot = self.figures.entry(key).or_default();
            *slot = (slot.0 + change.0, slot.1 + change.1, slot.2 + change.2);
        }
        for (key, change) in changes.days {
            *self.days.entry(key).or_default() += change;
        }
        for (key, change) in changes.places {
            derive::add_places(self.places.entry(key).or_default(), change);
        }
        self.mentions.append(&mut changes.mentions);
        if changes.reverses {
            self.flush(tables)?;
            remove_listed(&mut tables.db, &changes.listed)?;
            return remove(&mut tables.db, &changes.takes, &changes.fills, &changes.fund_entries);
        }
        self.listed.append(&mut changes.listed);
        self.takes.append(&mut changes.takes);
        self.fills.append(&mut changes.fills);
        self.fund_entries.append(&mut changes.fund_entries);
        Ok(())
    }

    fn fund_column(&mut self, tables: &mut Tables, fund: &Slug) -> Stored<i64> {
        if let Some(seq) = self.funds.get(fund) {
            return Ok(*seq);
        }
        self.flush(tables)?;
        let seq = tables.holder(SubjectKind::Fund, fund.as_str())?.map_or(Ok(-1), column)?;
        self.funds.insert(fund.clone(), seq);
        Ok(seq)
    }

    /// Writes the rows kept back, so that look-ups see them.
    fn flush(&mut self, tables: &mut Tables) -> Stored<()> {
        let db = &mut tables.db;
        insert_all!(db, entries::table, self.entries);
        insert_all!(db, keys::table, self.keys);
        insert_all!(db, ids::table, self.ids);
        insert_all!(db, remembered::table, self.remembered);
        insert_all!(db, pools::table, self.pools);
        insert_all!(db, takes::table, self.takes);
        insert_all!(db, fills::table, self.fills);
        insert_all!(db, fund_entries::table, self.fund_entries);
        insert_all!(db, listed::table, self.listed);
        insert_all!(db, mentions::table, self.mentions);
        Ok(())
    }

    /// Brings the free spans that changed, and the extents of their pools, to what the state says.
    fn write_free_spans(&mut self, db: &mut Db, state: &State) -> Stored<()> {
        let mut last = None;
        for (id, first) in std::mem::take(&mut self.touched) {
            let Some(pool) = state.pool_by_id(id) else { continue };
            let number = i64::from(id.0);
            if last.replace(id) != Some(id) {
                let row = PoolRow { id: number, name: pool.name().to_string(), extent: column(pool.extent())? };
                put!(&mut *db, pools::table, pools::id, &row);
            }
            write_free_span(db, pool, number, first)?;
        }
        Ok(())
    }

    fn write_figures(&mut self, db: &mut Db) -> Stored<()> {
        for ((fund, project, item, kind), (amount, units, events)) in std::mem::take(&mut self.figures) {
            let query = figures::table.find((fund, &project, &item, kind));
            let there: Option<FigureRow> = on!(&mut *db, db => query.first(db).optional())?;
            let mut row = there.unwrap_or(FigureRow { fund, project, item, kind, amount: 0, units: 0, events: 0 });
            row.amount += amount;
            row.units += units;
            row.events += events;
            let key = (figures::fund, figures::project, figures::item, figures::kind);
            put!(&mut *db, figures::table, key, &row);
        }
        Ok(())
    }
}

impl Buffer {
    fn write_days(&mut self, db: &mut Db) -> Stored<()> {
        for ((fund, kind, day), amount) in std::mem::take(&mut self.days) {
            let query = days::table.find((fund, kind, day));
            let there: Option<DayRow> = on!(&mut *db, db => query.first(db).optional())?;
            let mut row = there.unwrap_or(DayRow { fund, kind, day, amount: 0 });
            row.amount += amount;
            put!(&mut *db, days::table, (days::fund, days::kind, days::day), &row);
        }
        Ok(())
    }

    fn write_places(&mut self, db: &mut Db) -> Stored<()> {
        for ((fund, place), change) in std::mem::take(&mut self.places) {
            let query = places::table.find((fund, &place));
            let there: Option<PlaceRow> = on!(&mut *db, db => query.first(db).optional())?;
            let new = || PlaceRow { fund, place, amount: 0, handouts: 0, households: 0, people: 0 };
            let mut row = there.unwrap_or_else(new);
            row.amount += change.0;
            row.handouts += change.1;
            row.households += change.2;
            row.people += change.3;
            put!(&mut *db, places::table, (places::fund, places::place), &row);
        }
        Ok(())
    }
}

fn write_free_span(db: &mut Db, pool: &Pool, number: i64, first: u64) -> Stored<()> {
    let key = (number, column(first)?);
    match pool.free_span_at(first) {
        Some(behind) => {
            let row = FreeRow { pool: key.0, first: key.1, behind: column(behind)? };
            put!(db, free_spans::table, (free_spans::pool, free_spans::first), &row);
        }
        None => {
            on!(db, db => diesel::delete(free_spans::table.find(key)).execute(db))?;
        }
    }
    Ok(())
}

/// Takes a gift or hand-out that no longer counts out of its lists.
fn remove_listed(db: &mut Db, gone: &[ListedRow]) -> Stored<()> {
    for row in gone {
        let gone = listed::table.find((row.list, &row.facet, row.day, row.seq));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    Ok(())
}

/// Takes out the rows of an entry that no longer counts.
fn remove(db: &mut Db, gone_takes: &[TakeRow], gone_fills: &[FillRow], gone_entries: &[FundEntryRow]) -> Stored<()> {
    for row in gone_takes {
        let gone = takes::table.find((row.pool, row.first));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    for row in gone_fills {
        let gone = fills::table.find((row.pool, row.added_cost, row.first, row.seq, row.index));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    for row in gone_entries {
        let gone = fund_entries::table.find((row.fund, row.kind, row.seq));
        on!(&mut *db, db => diesel::delete(gone).execute(db))?;
    }
    Ok(())
}

/// The time now, for recording.
#[must_use]
pub fn now() -> Timestamp {
    Timestamp::from_ms(chrono::Utc::now().timestamp_millis()).unwrap_or(Timestamp::ZERO)
}
