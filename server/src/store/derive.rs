//! The rows that an entry adds to the derived tables, or takes out of them when it reverses another: the same for the
//! writer, which writes them, and for the audit, which compares them.

use ledger::event::Event;
use ledger::figures::{Delta, FigureKind};
use ledger::past::{Direction, pieces_of};
use ledger::record::Recorded;
use ledger::state::State;
use ledger::trace::EndKind;
use ledger::value::{PoolName, Slug};

use super::rows::{
    CLOSING, FillRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow, REVERSAL, RememberedRow, TakeRow, column,
    figure_column, subject_column,
};
use super::{StoreError, Stored};

mod lists;
mod mentions;

pub(crate) use lists::{
    add_places, day_said, facet_of_item, facet_of_place, facet_of_project, gifts_list, handouts_list, place_word,
};
pub(crate) use mentions::documents_of;

/// Fund, project, item, kind: the key of a row of `figures`.
pub(crate) type FigureColumns = (i64, String, String, i64);

/// Amount, units, events: what is added to it.
pub(crate) type FigureChange = (i64, i64, i64);

/// Fund, kind, day: the key of a row of `days`.
pub(crate) type DayColumns = (i64, i64, i64);

/// Fund, place: the key of a row of `places`.
pub(crate) type PlaceColumns = (i64, String);

/// Amount, hand-outs, households, people: what is added to it.
pub(crate) type PlaceChange = (i64, i64, i64, i64);

/// What one entry changes.
#[derive(Debug)]
pub(crate) struct Changes {
    pub(crate) key: KeyRow,
    pub(crate) ids: Vec<IdRow>,
    pub(crate) remembered: Option<RememberedRow>,
    pub(crate) figures: Vec<(FigureColumns, FigureChange)>,
    /// Whether the rows below go, because the entry reverses the one that brought them.
    pub(crate) reverses: bool,
    pub(crate) takes: Vec<TakeRow>,
    pub(crate) fills: Vec<FillRow>,
    pub(crate) fund_entries: Vec<FundEntryRow>,
    pub(crate) listed: Vec<ListedRow>,
    pub(crate) days: Vec<(DayColumns, i64)>,
    pub(crate) places: Vec<(PlaceColumns, PlaceChange)>,
    /// These stay even where the entry that brought the others is reversed: the log still has it.
    pub(crate) mentions: Vec<MentionRow>,
}

/// Works out what an entry changes. `fund_column` gives the entry that opened a fund.
pub(crate) fn changes(
    state: &State,
    recorded: &Recorded,
    mut fund_column: impl FnMut(&Slug) -> Stored<i64>,
) -> Stored<Changes> {
    let seq = column(recorded.entry.seq)?;
    let source = recorded.reversed.as_ref().unwrap_or(&recorded.entry);
    let id_row = |(kind, id): &(_, Slug)| IdRow { kind: subject_column(*kind), id: id.to_string(), seq };
    let mut changes = Changes {
        key: KeyRow { key: recorded.entry.key.bytes().to_vec(), seq },
        ids: recorded.ids.iter().map(id_row).collect(),
        remembered: State::is_remembered(&recorded.entry.event).then_some(RememberedRow { seq }),
        figures: Vec::with_capacity(recorded.deltas.len()),
        reverses: recorded.reversed.is_some(),
        takes: Vec::new(),
        fills: Vec::new(),
        fund_entries: Vec::new(),
        listed: Vec::new(),
        days: Vec::new(),
        places: Vec::new(),
        mentions: mentions::of(state, recorded)?,
    };
    match &recorded.entry.event {
        Event::EntryReversed(event) => {
            changes.ids.push(IdRow { kind: REVERSAL, id: event.reverses.get().to_string(), seq });
        }
        Event::FundClosed(event) => changes.ids.push(IdRow { kind: CLOSING, id: format!("{} {seq}", event.id), seq }),
        _ => {}
    }
    for (direction, pool, piece) in pieces_of(source) {
        let far = piece.far.as_ref().map(|far| pool_column(state, &far.pool)).transpose()?;
        let pool = pool_column(state, pool)?;
        match direction {
            Direction::Take => changes.takes.push(TakeRow::of(pool, &piece, far)?),
            Direction::Fill => changes.fills.push(FillRow::of(pool, &piece, far)?),
        }
    }
    for delta in &recorded.deltas {
        let fund = fund_column(&delta.key.fund)?;
        let kind = figure_column(delta.key.kind);
        let word = |slug: &Option<Slug>| slug.as_ref().map(Slug::to_string).unwrap_or_default();
        let key = (fund, word(&delta.key.project), word(&delta.key.item), kind);
        changes.figures.push((key, (delta.amount, delta.units, delta.events)));
        let row = FundEntryRow { fund, kind, seq: column(source.seq)? };
        if is_listed(delta) && !changes.fund_entries.contains(&row) {
            changes.fund_entries.push(row);
        }
    }
    lists::add(&mut changes, source, &recorded.deltas, fund_column)?;
    Ok(changes)
}

/// Whether the entry stands behind this figure. What merely lies in a purse is behind none that anybody opens.
fn is_listed(delta: &Delta) -> bool {
    delta.events != 0 && delta.key.kind != FigureKind::Rests(EndKind::Unspent)
}

fn pool_column(state: &State, pool: &PoolName) -> Stored<i64> {
    let unknown = || StoreError::Database(format!("pool {pool} has no number"));
    state.pool_id(pool).map(|id| i64::from(id.0)).ok_or_else(unknown)
}
