//! Whose money went out, and what became of what came in.
//!
//! What is moved between pools of one report is neither: only what came from elsewhere is followed to its ends, and
//! what went elsewhere to the gifts behind it. Money that came in by a transfer has its ends here and its gifts
//! elsewhere; both are found, because the ledger is followed, not the report.

use std::collections::{BTreeMap, BTreeSet};

use super::book::{Book, Unit};
use super::tally::Due;
use crate::entry::Entry;
use crate::event::Event;
use crate::past::{Direction, Past, Piece};
use crate::span::Span;
use crate::trace::{self, EndKind};
use crate::value::{PoolName, SubjectKind};

/// So many moves are looked at, over all that is followed; past that a report says that it did not follow.
pub const PIECES_LIMIT: usize = 400_000;

/// One gift behind what went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceSum {
    /// The gift's entry.
    pub gift: u64,
    /// What it counts.
    pub unit: Unit,
    /// How many of its units.
    pub amount: u64,
}

/// Where value that came in rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndSum {
    /// What it counted where it came in.
    pub unit: Unit,
    /// What became of it.
    pub kind: EndKind,
    /// How many of its units.
    pub amount: u64,
}

/// What came into one pool and rests in one way: the ends again, pool by pool. It is for pictures; no claim has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathSum {
    /// Where it came in.
    pub pool: PoolName,
    /// What it counted there.
    pub unit: Unit,
    /// What became of it.
    pub kind: EndKind,
    /// How many of its units.
    pub amount: u64,
}

/// Both ways.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Followed {
    /// The gifts behind what went out, by entry.
    pub sources: Vec<SourceSum>,
    /// The ends of what came in, by unit and kind: of each unit they add up to what came in from elsewhere.
    pub ends: Vec<EndSum>,
    /// The same by pool: of each end they add up to it.
    pub paths: Vec<PathSum>,
}

/// Follows what is due. None if it leads to more than can be looked at.
///
/// # Errors
/// The store's own.
pub(super) fn follow<P: Past>(past: &mut P, book: &Book, due: &Due) -> Result<Option<Followed>, P::Error> {
    match follow_within(&mut Bounded { past, left: PIECES_LIMIT }, book, due) {
        Ok(followed) => Ok(Some(followed)),
        Err(Stop::TooMuch) => Ok(None),
        Err(Stop::Past(error)) => Err(error),
    }
}

fn follow_within<P: Past>(past: &mut P, book: &Book, due: &Due) -> Result<Followed, P::Error> {
    let mut gifts: BTreeMap<u64, u64> = BTreeMap::new();
    for (pool, spans) in &due.went {
        for origin in trace::backward(past, pool, spans)? {
            let slot = gifts.entry(origin.gift).or_default();
            *slot = slot.saturating_add(origin.amount);
        }
    }
    let mut followed = Followed::default();
    for (gift, amount) in gifts.into_iter().filter(|(_, amount)| *amount > 0) {
        if let Some(unit) = unit_of_gift(past, gift)? {
            followed.sources.push(SourceSum { gift, unit, amount });
        }
    }
    let mut ends: BTreeMap<(Unit, EndKind), u64> = BTreeMap::new();
    let mut paths: BTreeMap<(&PoolName, Unit, EndKind), u64> = BTreeMap::new();
    for (pool, spans) in &due.came {
        let Some(unit) = book.unit_of(pool) else { continue };
        for end in trace::ends_of(past, pool, spans, 0)? {
            let slot = ends.entry((unit.clone(), end.kind)).or_default();
            *slot = slot.saturating_add(end.amount);
            let slot = paths.entry((pool, unit.clone(), end.kind)).or_default();
            *slot = slot.saturating_add(end.amount);
        }
    }
    let path = |((pool, unit, kind), amount): ((&PoolName, Unit, EndKind), u64)| PathSum {
        pool: pool.clone(),
        unit,
        kind,
        amount,
    };
    followed.paths = paths.into_iter().map(path).collect();
    followed.ends = ends.into_iter().map(|((unit, kind), amount)| EndSum { unit, kind, amount }).collect();
    Ok(followed)
}

fn unit_of_gift<P: Past>(past: &mut P, gift: u64) -> Result<Option<Unit>, P::Error> {
    let Some(entry) = past.entry(gift)? else { return Ok(None) };
    Ok(match entry.event {
        Event::GiftInKindReceived(event) => Some(Unit::Goods(event.item)),
        Event::DonationReceived(event) => {
            let holder = past.holder(SubjectKind::Fund, event.fund.as_str())?;
            let fund = match holder {
                Some(fund) => past.entry(fund)?,
                None => None,
            };
            fund.and_then(|entry| match entry.event {
                Event::FundOpened(fund) => Some(Unit::Money(fund.currency)),
                _ => None,
            })
        }
        _ => None,
    })
}

/// A past that answers so much and no more.
struct Bounded<'p, P> {
    past: &'p mut P,
    left: usize,
}

/// Why it stopped answering.
enum Stop<E> {
    Past(E),
    TooMuch,
}

impl<P: Past> Past for Bounded<'_, P> {
    type Error = Stop<P::Error>;

    fn entry(&mut self, seq: u64) -> Result<Option<Entry>, Self::Error> {
        self.past.entry(seq).map_err(Stop::Past)
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Result<Option<u64>, Self::Error> {
        self.past.holder(kind, id).map_err(Stop::Past)
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Result<Vec<Piece>, Self::Error> {
        let pieces = self.past.pieces(direction, pool, span).map_err(Stop::Past)?;
        self.left = self.left.checked_sub(pieces.len()).ok_or(Stop::TooMuch)?;
        Ok(pieces)
    }
}

/// A past that remembers which entries it answered from: those that what was asked rests on.
#[derive(Debug)]
pub struct Witnessed<'p, P> {
    past: &'p mut P,
    seen: BTreeSet<u64>,
}

impl<'p, P: Past> Witnessed<'p, P> {
    /// Nothing asked yet.
    pub fn new(past: &'p mut P) -> Self {
        Self { past, seen: BTreeSet::new() }
    }

    /// The entries answered from, ascending.
    #[must_use]
    pub fn into_seen(self) -> BTreeSet<u64> {
        self.seen
    }
}

impl<P: Past> Past for Witnessed<'_, P> {
    type Error = P::Error;

    fn entry(&mut self, seq: u64) -> Result<Option<Entry>, P::Error> {
        let entry = self.past.entry(seq)?;
        self.seen.extend(entry.as_ref().map(|entry| entry.seq));
        Ok(entry)
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Result<Option<u64>, P::Error> {
        let holder = self.past.holder(kind, id)?;
        self.seen.extend(holder);
        Ok(holder)
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Result<Vec<Piece>, P::Error> {
        let pieces = self.past.pieces(direction, pool, span)?;
        self.seen.extend(pieces.iter().map(|piece| piece.seq));
        Ok(pieces)
    }
}
