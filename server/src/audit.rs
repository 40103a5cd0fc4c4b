//! The audit: the whole log derived anew from entry 0, and every table compared with what that gives.
//!
//! Two threads read, hash and parse entries, by turns; one reads the tables, one replays. A table is compared by the sum of a keyed
//! 128-bit hash of its rows, which costs no memory however long the log is; the key is drawn anew for each audit, so
//! nobody can prepare rows that add up. Only where a sum differs is the log replayed once more, to name the rows, in the
//! words of `said`.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::Hash as Hashed;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use diesel::prelude::*;
use siphasher::sip128::{Hasher128 as _, SipHasher13};

use ledger::log::TreeHash;
use ledger::log::tile::Edge;
use ledger::log::tree;
use ledger::past::{Direction, Piece, PieceIndex};
use ledger::record::{Recorded, ReplayFault};
use ledger::state::{Head, State};
use ledger::value::{PoolName, Slug, SubjectKind};
use ledger::{Entry, Hash, Past, Span, Told};

use crate::store::derive::{self, Changes, DayColumns, FigureChange, FigureColumns, PlaceChange, PlaceColumns};
use crate::store::past::Tables;
use crate::store::rows::{
    DayRow, FigureRow, FillRow, FreeRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow, PlaceRow, PoolRow,
    RememberedRow, TakeRow, column,
};
use crate::store::schema::{
    days, figures, fills, free_spans, fund_entries, ids, keys, listed, mentions, places, pools, remembered, takes,
    tiles,
};
use crate::store::tiles::TileRow;
use crate::store::{Access, Db, Location, StoreError, Stored, load};

mod said;

use said::{Names, Said};

/// Entries handed from one thread to the next at a time, and how many such parcels may lie between them. What lies there
/// should still be near the processor when it is taken up.
const PARCEL: usize = 500;
const PARCELS: usize = 4;

/// How many threads read entries. They do most of the work: with one, the others would wait for it.
const ENTRY_READERS: usize = 2;

/// The last entries are kept as they are: a fee mostly follows its gift closely, and looks it up.
const KEPT_ENTRIES: usize = 2_048;

/// How often the progress is told.
const PROGRESS_EVERY: u64 = 2_000;

/// What an audit found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// How many entries were derived anew.
    pub entries: u64,
    /// Where the log ends.
    pub head: Hash,
    /// What is wrong; nothing, if all is well.
    pub findings: Vec<String>,
}

/// The tables that are derived from the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Table {
    Keys,
    Ids,
    Remembered,
    Takes,
    Fills,
    FundEntries,
    Listed,
    Mentions,
    Figures,
    Days,
    Places,
    Pools,
    FreeSpans,
    Tiles,
}

impl Table {
    /// Its name in the database.
    fn word(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Ids => "ids",
            Self::Remembered => "remembered",
            Self::Takes => "takes",
            Self::Fills => "fills",
            Self::FundEntries => "fund_entries",
            Self::Listed => "listed",
            Self::Mentions => "mentions",
            Self::Figures => "figures",
            Self::Days => "days",
            Self::Places => "places",
            Self::Pools => "pools",
            Self::FreeSpans => "free_spans",
            Self::Tiles => "tiles",
        }
    }
}

/// How many rows, and the sum of their hashes.
type Sum = (i64, u128);

/// Sums of row hashes, by table.
#[derive(Debug, Default, PartialEq, Eq)]
struct Sums([Sum; ALL_TABLES.len()]);

/// What rows are gathered into: a sum, or, to name them, a set of one table's rows.
struct Gatherer<'a> {
    /// The hash of nothing yet, under the audit's own key.
    fresh: &'a SipHasher13,
    sums: Sums,
    named: Option<Named<'a>>,
}

/// The rows of one table, in words.
struct Named<'a> {
    table: Table,
    names: &'a Names,
    rows: BTreeSet<String>,
}

impl<'a> Gatherer<'a> {
    fn new(fresh: &'a SipHasher13) -> Self {
        Self { fresh, sums: Sums::default(), named: None }
    }

    fn naming(fresh: &'a SipHasher13, table: Table, names: &'a Names) -> Self {
        Self { named: Some(Named { table, names, rows: BTreeSet::new() }), ..Self::new(fresh) }
    }

    fn row<R: Hashed + Said>(&mut self, table: Table, row: &R, gone: bool) {
        let mut hasher = *self.fresh;
        row.hash(&mut hasher);
        let hash = hasher.finish128().as_u128();
        let slot = &mut self.sums.0[table as usize];
        *slot = if gone { (slot.0 - 1, slot.1.wrapping_sub(hash)) } else { (slot.0 + 1, slot.1.wrapping_add(hash)) };
        if let Some(named) = self.named.as_mut().filter(|named| named.table == table) {
            let text = row.said(named.names);
            if gone {
                named.rows.remove(&text)
            } else {
                named.rows.insert(text)
            };
        }
    }
}

/// Derives the log anew and compares. `progress` is told how many entries are done, and of how many.
///
/// # Errors
/// [`StoreError`] if the audit could not be made; what it finds is in the [`Report`].
pub fn audit(location: &Location, progress: &mut dyn FnMut(u64, u64)) -> Stored<Report> {
    let mut key = [0; 16];
    getrandom::fill(&mut key).map_err(|error| StoreError::Database(format!("no random key: {error}")))?;
    let fresh = SipHasher13::new_with_key(&key);
    let mut snapshots = snapshots(location)?;
    let head = load::head(&mut snapshots.rows.db)?;
    let mut report = Report { entries: 0, head: head.hash, findings: Vec::new() };
    let (found, derived) = std::thread::scope(|scope| {
        let tables = &mut snapshots.rows;
        let rows = scope.spawn(|| {
            let mut found = Gatherer::new(&fresh);
            read_tables(&mut tables.db, &mut found).map(|()| found.sums)
        });
        let mut derived = Gatherer::new(&fresh);
        let replayed = replay(&mut snapshots.entries, location, head, &mut derived, &mut report, progress);
        let found = rows.join().unwrap_or_else(|_| Err(StoreError::Database("reading the tables failed".into())));
        replayed.and(found).map(|found| (found, derived.sums))
    })?;
    if !report.findings.is_empty() {
        return Ok(report);
    }
    for table in ALL_TABLES {
        if found.0[*table as usize] != derived.0[*table as usize] {
            let names = Names::read(&mut snapshots.rows.db)?;
            let mut expected = Gatherer::naming(&fresh, *table, &names);
            let mut again = Report { entries: 0, head: head.hash, findings: Vec::new() };
            replay(&mut snapshots.entries, location, head, &mut expected, &mut again, &mut |_, _| {})?;
            let mut there = Gatherer::naming(&fresh, *table, &names);
            read_tables(&mut snapshots.rows.db, &mut there)?;
            report.findings.extend(differences(*table, expected, there));
        }
    }
    Ok(report)
}

const ALL_TABLES: &[Table] = &[
    Table::Keys,
    Table::Ids,
    Table::Remembered,
    Table::Takes,
    Table::Fills,
    Table::FundEntries,
    Table::Listed,
    Table::Mentions,
    Table::Figures,
    Table::Days,
    Table::Places,
    Table::Pools,
    Table::FreeSpans,
    Table::Tiles,
];

fn differences(table: Table, expected: Gatherer<'_>, there: Gatherer<'_>) -> Vec<String> {
    let rows = |gatherer: Gatherer<'_>| gatherer.named.map(|named| named.rows).unwrap_or_default();
    let (expected, there, table) = (rows(expected), rows(there), table.word());
    let missing = expected.difference(&there).take(3).map(|row| format!("table {table}: missing: {row}"));
    let spare = there.difference(&expected).take(3).map(|row| format!("table {table}: not from the log: {row}"));
    missing.chain(spare).collect()
}

/// Connections that see the same state of the log.
struct Snapshots {
    entries: [Tables; ENTRY_READERS],
    rows: Tables,
}

fn snapshots(location: &Location) -> Stored<Snapshots> {
    let open = || -> Stored<Tables> {
        let mut tables = Tables::new(location.open(Access::Read)?);
        tables.db.begin_snapshot()?;
        Ok(tables)
    };
    // A busy log may move between the looks; it seldom does so often.
    for _ in 0..1_000 {
        let (mut entries, mut rows) = ([open()?, open()?], open()?);
        let head = load::head(&mut rows.db)?;
        let [one, other] = &mut entries;
        if load::head(&mut one.db)? == head && load::head(&mut other.db)? == head {
            return Ok(Snapshots { entries, rows });
        }
    }
    Err(StoreError::Database("the log is too busy to be audited now".into()))
}

/// The past of a replay: the pieces that judging asks for and ids in memory, entries from the log.
struct Replayed {
    index: PieceIndex,
    /// By kind, then by name: so a look-up needs no text of its own.
    ids: HashMap<SubjectKind, HashMap<String, u64>>,
    /// The last of them, in order.
    recent: VecDeque<Entry>,
    entries: Tables,
}

impl Replayed {
    fn new(entries: Tables) -> Self {
        let recent = VecDeque::with_capacity(KEPT_ENTRIES);
        Self { index: PieceIndex::default(), ids: HashMap::new(), recent, entries }
    }

    fn keep(&mut self, entry: Entry) {
        if self.recent.len() == KEPT_ENTRIES {
            self.recent.pop_front();
        }
        self.recent.push_back(entry);
    }

    fn recent(&self, seq: u64) -> Option<&Entry> {
        let place = seq.checked_sub(self.recent.front()?.seq)?;
        self.recent.get(usize::try_from(place).ok()?)
    }
}

impl Past for Replayed {
    type Error = StoreError;

    fn entry(&mut self, seq: u64) -> Stored<Option<Entry>> {
        match self.recent(seq) {
            Some(entry) => Ok(Some(entry.clone())),
            None => self.entries.entry(seq),
        }
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<u64>> {
        Ok(self.ids.get(&kind).and_then(|ids| ids.get(id)).copied())
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Stored<Vec<Piece>> {
        Ok(self.index.find(direction, pool, span))
    }
}

/// What the reader makes of an entry: its bytes, their hash in the chain and in the tree, and what they tell.
type Parcel = Vec<(u64, Hash, TreeHash, String, Stored<Told>)>;

fn replay(
    entries: &mut [Tables; ENTRY_READERS],
    location: &Location,
    head: Head,
    derived: &mut Gatherer<'_>,
    report: &mut Report,
    progress: &mut dyn FnMut(u64, u64),
) -> Stored<()> {
    std::thread::scope(|scope| {
        let (readers, parcels): (Vec<_>, Vec<_>) = (0..)
            .zip(entries)
            .map(|(turn, tables)| {
                let (out, parcels) = sync_channel(PARCELS);
                (scope.spawn(move || read_entries(tables, turn * PARCEL as u64, head.size, &out)), parcels)
            })
            .unzip();
        let past = Tables::new(location.open(Access::Read)?);
        let replayed = derive_all(past, head, &parcels, derived, report, progress);
        drop(parcels);
        let failed = || Err(StoreError::Database("reading the entries failed".into()));
        let read: Stored<()> = readers.into_iter().try_for_each(|reader| reader.join().unwrap_or_else(|_| failed()));
        replayed.and(read)
    })
}

/// Reads every other parcel, beginning at `next`. Where entries are missing, the last parcel is short.
fn read_entries(tables: &mut Tables, mut next: u64, size: u64, out: &SyncSender<Parcel>) -> Stored<()> {
    while next < size {
        let jsons = tables.json_from(next, PARCEL)?;
        let parcel: Parcel = (next..size)
            .zip(jsons)
            .map(|(seq, json)| {
                let told =
                    Told::parse(&json).map_err(|refusal| StoreError::BadEntry { seq, reason: refusal.to_string() });
                (seq, Hash::of(json.as_bytes()), tree::leaf_hash(json.as_bytes()), json, told)
            })
            .collect();
        let whole = parcel.len() == PARCEL;
        if out.send(parcel).is_err() || !whole {
            return Ok(());
        }
        next += (PARCEL * ENTRY_READERS) as u64;
    }
    Ok(())
}

fn derive_all(
    entries: Tables,
    head: Head,
    parcels: &[Receiver<Parcel>],
    derived: &mut Gatherer<'_>,
    report: &mut Report,
    progress: &mut dyn FnMut(u64, u64),
) -> Stored<()> {
    let mut state = State::default();
    let mut past = Replayed::new(entries);
    let mut edge = Edge::default();
    let signed = past.entries.signed_roots()?;
    let mut signed = signed.into_iter().filter(|(size, _)| (1..=head.size).contains(size)).peekable();
    let mut sums = Totals::default();
    // The readers take turns; the first that has no more has met the end.
    let in_turn = parcels.iter().cycle().map_while(|parcels| parcels.recv().ok());
    let mut in_turn = in_turn.flatten().peekable();
    while let Some((seq, hash, leaf, json, told)) = in_turn.next() {
        let told = match told {
            Ok(told) => told,
            Err(error) => return finding(report, error.to_string()),
        };
        if told.seq != seq {
            return finding(report, format!("entry {seq}: it is missing, or says that it is entry {}", told.seq));
        }
        if told.prev != state.head().hash {
            let named_next = match in_turn.peek() {
                Some((.., next)) => next.as_ref().ok().map(|next| next.prev),
                None => (seq + 1 == head.size).then_some(head.hash),
            };
            return finding(report, does_not_follow(seq, hash, named_next));
        }
        match state.replay(&mut past, told, &json, hash) {
            Ok(recorded) => gather(&state, &mut past, recorded, derived, &mut sums)?,
            Err(ReplayFault::Refused(refusal)) => {
                return finding(report, format!("entry {seq}: the ledger refuses it: {refusal}"));
            }
            Err(ReplayFault::Differs { derived }) => {
                return finding(report, format!("entry {seq}: derived anew it reads {derived}"));
            }
            Err(ReplayFault::Past(error)) => return Err(error),
        }
        for tile in edge.append(leaf) {
            derived.row(Table::Tiles, &TileRow::new(tile)?, false);
        }
        while let Some((_, root)) = signed.next_if(|(size, _)| *size == edge.size()) {
            if edge.root() != root {
                return finding(report, format!("entry {seq}: the log up to it is not what was signed"));
            }
        }
        report.entries = seq + 1;
        if report.entries.is_multiple_of(PROGRESS_EVERY) {
            progress(report.entries, head.size);
        }
    }
    if state.head() != head {
        let size = state.head().size;
        return finding(
            report,
            match size.checked_sub(1) {
                Some(last) if size == head.size => format!("entry {last}: the log ends there, but not at its head"),
                _ => format!("entry {size}: it is missing"),
            },
        );
    }
    gather_state(&state, derived)?;
    sums.gather(derived);
    Ok(())
}

/// What is summed up over the whole log.
#[derive(Default)]
struct Totals {
    figures: BTreeMap<FigureColumns, FigureChange>,
    days: BTreeMap<DayColumns, i64>,
    places: BTreeMap<PlaceColumns, PlaceChange>,
}

impl Totals {
    fn add(&mut self, changes: Changes) {
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
    }

    fn gather(self, derived: &mut Gatherer<'_>) {
        for ((fund, project, item, kind), (amount, units, events)) in self.figures {
            derived.row(Table::Figures, &FigureRow { fund, project, item, kind, amount, units, events }, false);
        }
        for ((fund, kind, day), amount) in self.days {
            derived.row(Table::Days, &DayRow { fund, kind, day, amount }, false);
        }
        for ((fund, place), (amount, handouts, households, people)) in self.places {
            derived.row(Table::Places, &PlaceRow { fund, place, amount, handouts, households, people }, false);
        }
    }
}

/// The link to the entry before is broken. If the next one, or the head, names this entry by the hash that it has, this one
/// is as it was, and the one before it was altered; else this one was.
fn does_not_follow(seq: u64, hash: Hash, named_next: Option<Hash>) -> String {
    let Some(before) = seq.checked_sub(1) else { return format!("entry {seq}: it is not the first of a log") };
    match named_next {
        Some(named) if named == hash => {
            format!("entry {before}: it was altered: entry {seq}, which follows from it, names another hash")
        }
        Some(_) => format!("entry {seq}: it was altered: neither the entry before it nor what follows fits it"),
        None => format!("entry {seq}: it does not follow from entry {before} as that now reads"),
    }
}

fn finding(report: &mut Report, what: String) -> Stored<()> {
    report.findings.push(what);
    Ok(())
}

fn gather(
    state: &State,
    past: &mut Replayed,
    recorded: Recorded,
    derived: &mut Gatherer<'_>,
    sums: &mut Totals,
) -> Stored<()> {
    for (kind, id) in &recorded.ids {
        past.ids.entry(*kind).or_default().insert(id.to_string(), recorded.entry.seq);
    }
    let funds = past.ids.get(&SubjectKind::Fund);
    let fund_column = |fund: &Slug| funds.and_then(|funds| funds.get(fund.as_str())).map_or(Ok(-1), |seq| column(*seq));
    let changes = derive::changes(state, &recorded, fund_column)?;
    derived.row(Table::Keys, &changes.key, false);
    changes.ids.iter().for_each(|row| derived.row(Table::Ids, row, false));
    changes.remembered.iter().for_each(|row| derived.row(Table::Remembered, row, false));
    changes.takes.iter().for_each(|row| derived.row(Table::Takes, row, changes.reverses));
    changes.fills.iter().for_each(|row| derived.row(Table::Fills, row, changes.reverses));
    changes.fund_entries.iter().for_each(|row| derived.row(Table::FundEntries, row, changes.reverses));
    changes.listed.iter().for_each(|row| derived.row(Table::Listed, row, changes.reverses));
    changes.mentions.iter().for_each(|row| derived.row(Table::Mentions, row, false));
    sums.add(changes);
    match &recorded.reversed {
        Some(reversed) => past.index.remove(reversed),
        None => past.index.add_for_judging(&recorded.entry),
    }
    past.keep(recorded.entry);
    Ok(())
}

fn gather_state(state: &State, derived: &mut Gatherer<'_>) -> Stored<()> {
    for (id, pool) in (0_i64..).zip(state.pools()) {
        let row = PoolRow { id, name: pool.name().to_string(), extent: column(pool.extent())? };
        derived.row(Table::Pools, &row, false);
        for span in pool.free() {
            let row = FreeRow { pool: id, first: column(span.from)?, behind: column(span.to)? };
            derived.row(Table::FreeSpans, &row, false);
        }
    }
    Ok(())
}

/// Reads a table row by row, without holding it.
macro_rules! gather_table {
    ($db:expr, $gatherer:expr, $table:path, $row:ty, $name:expr) => {
        match $db {
            Db::Sqlite(db) => {
                for row in $table.load_iter::<$row, diesel::connection::DefaultLoadingMode>(db)? {
                    $gatherer.row($name, &row?, false);
                }
            }
            Db::Postgres(db) => {
                for row in $table.load_iter::<$row, diesel::pg::PgRowByRowLoadingMode>(db)? {
                    $gatherer.row($name, &row?, false);
                }
            }
        }
    };
}

fn read_tables(db: &mut Db, found: &mut Gatherer<'_>) -> Stored<()> {
    gather_table!(&mut *db, found, keys::table, KeyRow, Table::Keys);
    gather_table!(&mut *db, found, ids::table, IdRow, Table::Ids);
    gather_table!(&mut *db, found, remembered::table, RememberedRow, Table::Remembered);
    gather_table!(&mut *db, found, takes::table, TakeRow, Table::Takes);
    gather_table!(&mut *db, found, fills::table, FillRow, Table::Fills);
    gather_table!(&mut *db, found, fund_entries::table, FundEntryRow, Table::FundEntries);
    gather_table!(&mut *db, found, listed::table, ListedRow, Table::Listed);
    gather_table!(&mut *db, found, mentions::table, MentionRow, Table::Mentions);
    gather_table!(&mut *db, found, figures::table, FigureRow, Table::Figures);
    gather_table!(&mut *db, found, days::table, DayRow, Table::Days);
    gather_table!(&mut *db, found, places::table, PlaceRow, Table::Places);
    gather_table!(&mut *db, found, pools::table, PoolRow, Table::Pools);
    gather_table!(&mut *db, found, free_spans::table, FreeRow, Table::FreeSpans);
    gather_table!(db, found, tiles::table, TileRow, Table::Tiles);
    Ok(())
}
