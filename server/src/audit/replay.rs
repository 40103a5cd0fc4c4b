//! The log derived anew: entries read by turns, replayed in order, and gathered as the rows that they make.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use ledger::log::TreeHash;
use ledger::log::tile::Edge;
use ledger::log::tree;
use ledger::record::{Recorded, ReplayFault};
use ledger::state::{Head, State};
use ledger::value::{Slug, SubjectKind};
use ledger::{Hash, Told};

use super::Report;
use super::gatherer::{Gatherer, Table};
use super::past::Replayed;
use super::totals::Totals;
use crate::store::past::Tables;
use crate::store::rows::{FreeRow, PoolRow, column};
use crate::store::tiles::TileRow;
use crate::store::{Access, Location, StoreError, Stored, derive};

/// Entries handed from one thread to the next at a time, and how many such parcels may lie between them. What lies there
/// should still be near the processor when it is taken up.
const PARCEL: usize = 500;
const PARCELS: usize = 4;

/// How many threads read entries. They do most of the work: with one, the others would wait for it.
pub(super) const ENTRY_READERS: usize = 2;

/// How often the progress is told.
const PROGRESS_EVERY: u64 = 2_000;

/// What the reader makes of an entry: its bytes, their hash in the chain and in the tree, and what they tell.
type Parcel = Vec<(u64, Hash, TreeHash, String, Stored<Told>)>;

pub(super) fn replay(
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
