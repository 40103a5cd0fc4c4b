//! The sums of a report, kept entry by entry: each pool's account, the flows that were asked for, people reached.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::book::{Book, Unit};
use super::question::Question;
use super::reached::{Reached, Reaching};
use super::row::{self, Direction, Row};
use crate::entry::Entry;
use crate::event::EventType;
use crate::span::Span;
use crate::value::PoolName;

/// Sources and ends are followed of at most so many rows: each may be behind thousands of gifts.
pub const FOLLOWED_ROWS_LIMIT: u64 = 20_000;

/// One pool: `opening + asked_in + other_in - asked_out - other_out = closing`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The pool.
    pub pool: PoolName,
    /// What it counts.
    pub unit: Unit,
    /// What was in it before the first day. By the days that events name it can be below nothing for a while: where
    /// something was recorded for an earlier day than what it took from.
    pub opening: i64,
    /// What came in and was asked for.
    pub asked_in: u64,
    /// What else came in.
    pub other_in: u64,
    /// What went out and was asked for.
    pub asked_out: u64,
    /// What else went out.
    pub other_out: u64,
    /// What was in it after the last day.
    pub closing: i64,
    /// How many rows were asked for.
    pub rows: u64,
}

impl Account {
    fn new(pool: PoolName, unit: Unit) -> Self {
        Self { pool, unit, opening: 0, asked_in: 0, other_in: 0, asked_out: 0, other_out: 0, closing: 0, rows: 0 }
    }
}

/// The sums of all accounts that count the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// What they count.
    pub unit: Unit,
    /// What was in them before the first day.
    pub opening: i64,
    /// What came in, asked for or not.
    pub all_in: u64,
    /// What went out, asked for or not.
    pub all_out: u64,
    /// Of what came in and was asked for: what did not come from another of the pools in question.
    pub from_elsewhere: u64,
    /// Of what went out and was asked for: what did not go to another of them.
    pub to_elsewhere: u64,
    /// What was in them after the last day.
    pub closing: i64,
}

/// What was asked for, of one type, direction and unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// The type of event.
    pub kind: EventType,
    /// In or out.
    pub direction: Direction,
    /// What is counted.
    pub unit: Unit,
    /// In how many rows.
    pub rows: u64,
    /// How many units.
    pub units: u64,
    /// How many of them between pools of the report.
    pub within: u64,
}

/// Rows, units, and units between pools of the report.
type FlowSums = (u64, u64, u64);

/// Units by pool: neighbours in one span.
pub type Parcels = BTreeMap<PoolName, Vec<Span>>;

/// What is to be followed: what came in from elsewhere, and what went out to elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Due {
    /// To its ends.
    pub came: Parcels,
    /// To its sources.
    pub went: Parcels,
}

/// Sums under way.
#[derive(Debug)]
pub struct Tally<'b> {
    book: &'b Book,
    question: &'b Question,
    path: Option<BTreeSet<u64>>,
    asked: HashMap<PoolName, bool>,
    accounts: BTreeMap<PoolName, Account>,
    flows: BTreeMap<(EventType, Direction, Unit), FlowSums>,
    elsewhere: BTreeMap<Unit, (u64, u64)>,
    due: Due,
    rows: u64,
    reaching: Reaching,
}

/// What came out.
#[derive(Debug)]
pub(super) struct Sums<'b> {
    pub(super) book: &'b Book,
    pub(super) question: &'b Question,
    pub(super) rows: u64,
    pub(super) accounts: Vec<Account>,
    pub(super) totals: Vec<Total>,
    pub(super) flows: Vec<Flow>,
    pub(super) parcels: Option<Due>,
    pub(super) reached: Reached,
}

impl<'b> Tally<'b> {
    /// Nothing yet. `path` are the entries that the gift in question went through.
    #[must_use]
    pub fn new(book: &'b Book, question: &'b Question, path: Option<BTreeSet<u64>>) -> Self {
        Self {
            book,
            question,
            path,
            asked: HashMap::new(),
            accounts: BTreeMap::new(),
            flows: BTreeMap::new(),
            elsewhere: BTreeMap::new(),
            due: Due::default(),
            rows: 0,
            reaching: Reaching::default(),
        }
    }

    /// Adds an entry, unless it was reversed, and gives the rows of it that were asked for.
    pub fn take(&mut self, entry: &Entry) -> Vec<Row> {
        if entry.moves.is_empty() || self.book.is_reversed(entry.seq) {
            return Vec::new();
        }
        let (book, question, known) = (self.book, self.question, &mut self.asked);
        let mut rows = row::rows(book, entry, |pool| match known.get(pool) {
            Some(asked) => *asked,
            None => {
                let asked = book.is_asked(question, pool);
                known.insert(pool.clone(), asked);
                asked
            }
        });
        let day = row::day_of(entry);
        if rows.is_empty() || question.to.is_some_and(|to| day > to) {
            return Vec::new();
        }
        let before = question.from.is_some_and(|from| day < from);
        let asked = !before && self.is_asked(entry);
        for row in &rows {
            self.add(row, before, asked);
        }
        if !asked {
            rows.clear();
        } else {
            self.reaching.add(entry);
        }
        rows
    }

    /// Whether an entry is asked for by what it is, whatever its pools.
    fn is_asked(&self, entry: &Entry) -> bool {
        let kind = entry.event.event_type();
        (self.question.kinds.is_empty() || self.question.kinds.contains(&kind))
            && self.path.as_ref().is_none_or(|path| path.contains(&entry.seq))
            && self.question.place.as_ref().is_none_or(|region| self.book.is_in(region, entry))
    }

    fn add(&mut self, row: &Row, before: bool, asked: bool) {
        let fresh = || Account::new(row.pool.clone(), row.unit.clone());
        let account = self.accounts.entry(row.pool.clone()).or_insert_with(fresh);
        let signed = i64::try_from(row.units).unwrap_or(i64::MAX);
        let signed = if row.direction == Direction::In { signed } else { signed.saturating_neg() };
        account.closing = account.closing.saturating_add(signed);
        if before {
            account.opening = account.opening.saturating_add(signed);
            return;
        }
        let slot = match (row.direction, asked) {
            (Direction::In, true) => &mut account.asked_in,
            (Direction::In, false) => &mut account.other_in,
            (Direction::Out, true) => &mut account.asked_out,
            (Direction::Out, false) => &mut account.other_out,
        };
        *slot = slot.saturating_add(row.units);
        if asked {
            account.rows = account.rows.saturating_add(1);
            self.note(row);
        }
    }

    fn note(&mut self, row: &Row) {
        self.rows = self.rows.saturating_add(1);
        let flow = self.flows.entry((row.kind, row.direction, row.unit.clone())).or_default();
        flow.0 = flow.0.saturating_add(1);
        flow.1 = flow.1.saturating_add(row.units);
        if row.within {
            flow.2 = flow.2.saturating_add(row.units);
            return;
        }
        let sums = self.elsewhere.entry(row.unit.clone()).or_default();
        let (slot, parcels) = match row.direction {
            Direction::In => (&mut sums.0, &mut self.due.came),
            Direction::Out => (&mut sums.1, &mut self.due.went),
        };
        *slot = slot.saturating_add(row.units);
        if self.rows > FOLLOWED_ROWS_LIMIT {
            self.due = Due::default();
            return;
        }
        let spans = parcels.entry(row.pool.clone()).or_default();
        for span in &row.spans {
            match spans.last_mut().filter(|last| last.to == span.from) {
                Some(last) => last.to = span.to,
                None => spans.push(*span),
            }
        }
    }

    pub(super) fn finish(self) -> Sums<'b> {
        let of_pools = self.question.is_of_pools();
        let stays = |account: &Account| account.rows > 0 || (of_pools && account.opening != 0);
        let accounts: Vec<Account> = self.accounts.into_values().filter(stays).collect();
        let mut totals: BTreeMap<Unit, Total> = BTreeMap::new();
        for account in &accounts {
            let (from_elsewhere, to_elsewhere) = self.elsewhere.get(&account.unit).copied().unwrap_or_default();
            let unit = account.unit.clone();
            let total = totals.entry(unit.clone()).or_insert(Total {
                unit,
                opening: 0,
                all_in: 0,
                all_out: 0,
                from_elsewhere,
                to_elsewhere,
                closing: 0,
            });
            total.opening = total.opening.saturating_add(account.opening);
            total.all_in = total.all_in.saturating_add(account.asked_in).saturating_add(account.other_in);
            total.all_out = total.all_out.saturating_add(account.asked_out).saturating_add(account.other_out);
            total.closing = total.closing.saturating_add(account.closing);
        }
        let flow =
            |((kind, direction, unit), (rows, units, within))| Flow { kind, direction, unit, rows, units, within };
        Sums {
            book: self.book,
            question: self.question,
            rows: self.rows,
            accounts,
            totals: totals.into_values().collect(),
            flows: self.flows.into_iter().map(flow).collect(),
            parcels: (self.rows <= FOLLOWED_ROWS_LIMIT).then_some(self.due),
            reached: self.reaching.finish(),
        }
    }
}
