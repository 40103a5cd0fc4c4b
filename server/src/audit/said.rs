//! Rows in words: what a finding says of them, with the names that they have for people.

use std::collections::HashMap;

use diesel::prelude::*;

use ledger::event::EventType;
use ledger::json;
use ledger::value::{Date, SubjectKind};

use crate::store::rows::{
    ALL, CLOSING, DOCUMENTS, DayRow, FigureRow, FillRow, FreeRow, FundEntryRow, IdRow, KeyRow, ListedRow, MentionRow,
    PlaceRow, PoolRow, REVERSAL, RememberedRow, TakeRow, end_kind, figure_kind, subject_column,
};
use crate::store::schema::{ids, pools};
use crate::store::tiles::TileRow;
use crate::store::{Db, Stored, on};

/// What funds and pools are called: rows have their numbers.
#[derive(Debug, Default)]
pub(super) struct Names {
    funds: HashMap<i64, String>,
    pools: HashMap<i64, String>,
}

impl Names {
    /// As the tables have them, which may themselves have been changed: so numbers are said beside names.
    pub(super) fn read(db: &mut Db) -> Stored<Self> {
        let funds = ids::table.filter(ids::kind.eq(subject_column(SubjectKind::Fund))).select((ids::seq, ids::id));
        let funds: Vec<(i64, String)> = on!(&mut *db, db => funds.load(db))?;
        let pools = pools::table.select((pools::id, pools::name));
        let pools: Vec<(i64, String)> = on!(db, db => pools.load(db))?;
        Ok(Self { funds: funds.into_iter().collect(), pools: pools.into_iter().collect() })
    }

    fn fund(&self, seq: i64) -> String {
        match self.funds.get(&seq) {
            Some(id) => format!("fund {id} (entry {seq})"),
            None => format!("the fund of entry {seq}, which opened none"),
        }
    }

    fn pool(&self, number: i64) -> String {
        match self.pools.get(&number) {
            Some(name) => format!("pool {name} (number {number})"),
            None => format!("pool number {number}, which has no name"),
        }
    }
}

/// A row as a finding has it: all its columns, so that no two rows read alike.
pub(super) trait Said {
    fn said(&self, names: &Names) -> String;
}

fn figure(kind: i64) -> String {
    figure_kind(kind).map_or_else(|| format!("unknown kind {kind}"), |kind| kind.word().to_owned())
}

fn subject(kind: i64) -> String {
    let word = usize::try_from(kind).ok().and_then(|place| SubjectKind::WORDS.get(place));
    word.map_or_else(|| format!("unknown kind {kind}"), |word| (*word).to_owned())
}

fn event(kind: i64) -> String {
    let event = usize::try_from(kind).ok().and_then(|place| EventType::ALL.get(place));
    event.map_or_else(|| format!("unknown type {kind}"), |event| event.word().to_owned())
}

/// A day by its number, and as a calendar has it.
fn day(days: i64) -> String {
    Date::from_days(days).map_or_else(|| format!("day {days}"), |date| format!("{date} (day {days})"))
}

/// `, name x`; nothing for what is empty.
fn of(name: &str, text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(", {name} {text}") }
}

/// The other side of a move.
fn far(names: &Names, pool: Option<i64>, total: Option<i64>, first: Option<i64>) -> String {
    let number = |number: Option<i64>| number.map_or_else(|| "none".to_owned(), |number| number.to_string());
    match pool {
        Some(pool) => format!("; other side {}, {} units from {}", names.pool(pool), number(total), number(first)),
        None if total.is_none() && first.is_none() => String::new(),
        None => format!("; other side no pool, {} units from {}", number(total), number(first)),
    }
}

impl Said for KeyRow {
    fn said(&self, _: &Names) -> String {
        format!("key {} of entry {}", json::hex(&self.key), self.seq)
    }
}

impl Said for IdRow {
    fn said(&self, _: &Names) -> String {
        let Self { kind, id, seq } = self;
        match *kind {
            REVERSAL => format!("entry {id} reversed by entry {seq}"),
            CLOSING => format!("fund and entry {id} closed by entry {seq}"),
            kind => format!("{} {id} of entry {seq}", subject(kind)),
        }
    }
}

impl Said for RememberedRow {
    fn said(&self, _: &Names) -> String {
        format!("entry {}", self.seq)
    }
}

impl Said for PoolRow {
    fn said(&self, _: &Names) -> String {
        format!("{} (number {}), {} units ever arrived", self.name, self.id, self.extent)
    }
}

impl Said for FreeRow {
    fn said(&self, names: &Names) -> String {
        format!("{}, units {} to {} are free", names.pool(self.pool), self.first, self.behind)
    }
}

impl Said for FundEntryRow {
    fn said(&self, names: &Names) -> String {
        format!("{}, {}, entry {}", names.fund(self.fund), figure(self.kind), self.seq)
    }
}

impl Said for FigureRow {
    fn said(&self, names: &Names) -> String {
        let (project, item) = (of("project", &self.project), of("item", &self.item));
        let (fund, kind) = (names.fund(self.fund), figure(self.kind));
        format!("{fund}{project}{item}, {kind}: amount {}, units {}, events {}", self.amount, self.units, self.events)
    }
}

impl Said for ListedRow {
    fn said(&self, names: &Names) -> String {
        let what = if self.list.rem_euclid(2) == 0 { "gifts" } else { "hand-outs" };
        let (fund, facet) = (names.fund(self.list.div_euclid(2)), of("of", &self.facet));
        format!("{what} of {fund}{facet}, {}: entry {}, amount {}", day(self.day), self.seq, self.amount)
    }
}

impl Said for DayRow {
    fn said(&self, names: &Names) -> String {
        format!("{}, {}, {}: amount {}", names.fund(self.fund), figure(self.kind), day(self.day), self.amount)
    }
}

impl Said for PlaceRow {
    fn said(&self, names: &Names) -> String {
        let Self { place, amount, handouts, households, people, .. } = self;
        let fund = names.fund(self.fund);
        format!("{fund}, {place}: amount {amount}, hand-outs {handouts}, households {households}, people {people}")
    }
}

impl Said for MentionRow {
    fn said(&self, _: &Names) -> String {
        let what = match self.kind {
            ALL => format!("every entry of its type{}", of("about", &self.id)),
            DOCUMENTS => format!("documents of fund {}", self.id),
            kind => format!("{} {}", subject(kind), self.id),
        };
        format!("{what}, {}, entry {}", event(self.event), self.seq)
    }
}

impl Said for TakeRow {
    fn said(&self, names: &Names) -> String {
        let Self { first, behind, seq, index, place, total, .. } = self;
        let ending = self
            .ending
            .map(|kind| end_kind(kind).map_or_else(|| format!("unknown kind {kind}"), |kind| kind.word().to_owned()));
        let (pool, ending) = (names.pool(self.pool), of("end", &ending.unwrap_or_default()));
        let far = far(names, self.far_pool, self.far_total, self.far_first);
        format!(
            "{pool}, units {first} to {behind} left by entry {seq}, move {index}, from {place} of {total}{ending}{far}"
        )
    }
}

impl Said for FillRow {
    fn said(&self, names: &Names) -> String {
        let Self { added_cost, first, behind, seq, index, place, total, .. } = self;
        let how = match added_cost {
            0 => "arrived".to_owned(),
            1 => "got a cost".to_owned(),
            other => format!("got something unknown ({other})"),
        };
        let (pool, far) = (names.pool(self.pool), far(names, self.far_pool, self.far_total, self.far_first));
        format!("{pool}, units {first} to {behind} {how} by entry {seq}, move {index}, from {place} of {total}{far}")
    }
}

impl Said for TileRow {
    fn said(&self, _: &Names) -> String {
        let (root, hashes) = (json::hex(&self.root), json::hex(&ledger::log::tree::leaf_hash(&self.hashes)));
        format!("tile {} of level {}, root {root}, hashes {hashes}", self.position, self.level)
    }
}
