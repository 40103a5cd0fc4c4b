//! What a store answers about the entries already recorded: the look-ups that judging and tracing need.
//!
//! The rows behind [`Past::takes`] and [`Past::fills`] are the moves that still count, cut at their spans, so that each
//! look-up costs what it finds. [`pieces_of`] makes them from an entry, for every store alike.

use std::collections::BTreeMap;
use std::convert::Infallible;

use crate::entry::{Entry, Side};
use crate::event::Event;
use crate::span::{self, Span};
use crate::state::Station;
use crate::trace::EndKind;
use crate::value::{PoolName, PoolParts, Slug, SubjectKind};

/// One span of one side of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// The units taken, or filled.
    pub span: Span,
    /// The entry.
    pub seq: u64,
    /// Which of the entry's moves.
    pub index: u32,
    /// How many units of this side stand before this span in the move's list.
    pub offset: u64,
    /// How many units this side has.
    pub total: u64,
    /// The other side; none where value comes in or reaches its end.
    pub far: Option<Far>,
    /// Where value reaches its end: as what.
    pub end: Option<EndKind>,
    /// Whether it is a cost added to units that were there before.
    pub added_cost: bool,
}

/// The other side of a move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Far {
    /// Its pool.
    pub pool: PoolName,
    /// How many units it has.
    pub total: u64,
    /// Its first unit, if they lie in one span; else the entry has the list.
    pub start: Option<u64>,
}

/// Which way a look-up goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// Units leaving the pool.
    Take,
    /// Units of the pool being filled.
    Fill,
}

/// What is known of the entries before.
pub trait Past {
    /// Why a look-up can fail.
    type Error;

    /// The entry with this number.
    ///
    /// # Errors
    /// The store's own.
    fn entry(&mut self, seq: u64) -> Result<Option<Entry>, Self::Error>;

    /// The entry that gave something its id. Not asked for gifts.
    ///
    /// # Errors
    /// The store's own.
    fn holder(&mut self, kind: SubjectKind, id: &str) -> Result<Option<u64>, Self::Error>;

    /// The moves still standing that took or filled any of these units, by their first unit, then entry, then index.
    ///
    /// # Errors
    /// The store's own.
    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Result<Vec<Piece>, Self::Error>;

    /// What a site or waybill is.
    ///
    /// # Errors
    /// The store's own.
    fn station(&mut self, id: &str) -> Result<Option<Station>, Self::Error> {
        if self.holder(SubjectKind::Waybill, id)?.is_some() {
            return Ok(Some(Station::Waybill));
        }
        let entry = match self.holder(SubjectKind::Site, id)? {
            Some(seq) => self.entry(seq)?,
            None => None,
        };
        Ok(entry.and_then(|entry| match entry.event {
            Event::SiteRegistered(site) => Some(Station::Site(site.kind)),
            _ => None,
        }))
    }

    /// The spans of the other side of a piece.
    ///
    /// # Errors
    /// The store's own.
    fn far_spans(&mut self, direction: Direction, piece: &Piece) -> Result<Vec<Span>, Self::Error> {
        let Some(far) = &piece.far else { return Ok(Vec::new()) };
        if let Some(start) = far.start {
            return Ok(Span::new(start, start.saturating_add(far.total)).into_iter().collect());
        }
        let entry = self.entry(piece.seq)?;
        let index = usize::try_from(piece.index).unwrap_or(usize::MAX);
        let side = entry.and_then(|entry| entry.moves.into_iter().nth(index)).and_then(|one| match direction {
            Direction::Take => one.to,
            Direction::Fill => one.from,
        });
        Ok(side.map(|side| side.spans).unwrap_or_default())
    }
}

/// Every piece of an entry's moves, with its pool and direction.
pub fn pieces_of(entry: &Entry) -> impl Iterator<Item = (Direction, &PoolName, Piece)> {
    let end = EndKind::of_event(&entry.event);
    let added_cost = matches!(entry.event, Event::CostAdded(_));
    entry.moves.iter().zip(0_u32..).flat_map(move |(one, index)| {
        let sides = [(Direction::Take, &one.from, &one.to), (Direction::Fill, &one.to, &one.from)];
        sides
            .into_iter()
            .filter_map(|(direction, near, far)| near.as_ref().map(|near| (direction, near, far)))
            .flat_map(move |(direction, near, far)| {
                let total = span::units_of(&near.spans);
                let far = far.as_ref().map(far_of);
                span::at_places(&near.spans, 0, total).map(move |(offset, span)| {
                    let end = if far.is_none() && direction == Direction::Take { end } else { None };
                    let piece = Piece { span, seq: entry.seq, index, offset, total, far: far.clone(), end, added_cost };
                    (direction, &near.pool, piece)
                })
            })
    })
}

fn far_of(side: &Side) -> Far {
    let start = match side.spans.as_slice() {
        [only] => Some(only.from),
        _ => None,
    };
    Far { pool: side.pool.clone(), total: span::units_of(&side.spans), start }
}

/// Pieces in memory, by pool and first unit.
#[derive(Debug, Clone, Default)]
pub struct PieceIndex {
    pools: BTreeMap<PoolName, PoolPieces>,
}

#[derive(Debug, Clone, Default)]
struct PoolPieces {
    /// Disjoint.
    takes: BTreeMap<u64, Piece>,
    /// Arrivals: disjoint but for the components of one entry, which share their span.
    arrivals: BTreeMap<(u64, u64, u32), Piece>,
    /// Costs added later: a few a lot, overlapping as they come.
    costs: BTreeMap<(u64, u64, u32), Piece>,
}

impl PieceIndex {
    /// Adds an entry's moves.
    pub fn add(&mut self, entry: &Entry) {
        for (direction, pool, piece) in pieces_of(entry) {
            self.add_piece(direction, pool, piece);
        }
    }

    fn add_piece(&mut self, direction: Direction, pool: &PoolName, piece: Piece) {
        if !self.pools.contains_key(pool) {
            self.pools.insert(pool.clone(), PoolPieces::default());
        }
        let Some(pieces) = self.pools.get_mut(pool) else { return };
        let key = (piece.span.from, piece.seq, piece.index);
        match direction {
            Direction::Take => drop(pieces.takes.insert(piece.span.from, piece)),
            Direction::Fill if piece.added_cost => drop(pieces.costs.insert(key, piece)),
            Direction::Fill => drop(pieces.arrivals.insert(key, piece)),
        }
    }

    /// Adds of an entry's moves what judging the next asks for: units of goods that were filled. Takes only tell who stands
    /// in the way of a reversal, which is refused without them too, and cash has no cost to follow.
    pub fn add_for_judging(&mut self, entry: &Entry) {
        let asked = |direction, pool: &PoolName| {
            direction == Direction::Fill && matches!(pool.parts(), PoolParts::Goods { .. })
        };
        for (direction, pool, piece) in pieces_of(entry).filter(|(direction, pool, _)| asked(*direction, pool)) {
            self.add_piece(direction, pool, piece);
        }
    }

    /// Removes a reversed entry's moves.
    pub fn remove(&mut self, entry: &Entry) {
        for (direction, pool, piece) in pieces_of(entry) {
            let Some(pieces) = self.pools.get_mut(pool) else { continue };
            let key = (piece.span.from, piece.seq, piece.index);
            match direction {
                Direction::Take => drop(pieces.takes.remove(&piece.span.from)),
                Direction::Fill if piece.added_cost => drop(pieces.costs.remove(&key)),
                Direction::Fill => drop(pieces.arrivals.remove(&key)),
            }
        }
    }

    /// As [`Past::pieces`].
    #[must_use]
    pub fn find(&self, direction: Direction, pool: &PoolName, span: Span) -> Vec<Piece> {
        let Some(pieces) = self.pools.get(pool) else { return Vec::new() };
        let overlaps = |piece: &&Piece| piece.span.overlap(span).is_some();
        match direction {
            Direction::Take => {
                let before = pieces.takes.range(..=span.from).next_back();
                let inside = pieces.takes.range(span.from.saturating_add(1)..span.to);
                before.into_iter().chain(inside).map(|(_, piece)| piece).filter(overlaps).cloned().collect()
            }
            Direction::Fill => {
                let bound = (span.from, u64::MAX, u32::MAX);
                let first = pieces.arrivals.range(..=bound).next_back().map_or(span.from, |((from, ..), _)| *from);
                let range = (first, 0, 0)..(span.to, 0, 0);
                let costs = pieces.costs.range(..(span.to, 0, 0));
                let mut found: Vec<Piece> = pieces
                    .arrivals
                    .range(range)
                    .chain(costs)
                    .map(|(_, piece)| piece)
                    .filter(overlaps)
                    .cloned()
                    .collect();
                found.sort_by_key(|piece| (piece.span.from, piece.seq, piece.index));
                found
            }
        }
    }
}

/// A past held whole in memory: for tests, for bundles, for the browser.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    entries: Vec<Entry>,
    index: PieceIndex,
    /// Whether the index has only what judging asks for.
    for_judging: bool,
    ids: BTreeMap<(SubjectKind, Slug), u64>,
}

impl Memory {
    /// A past that judges the next event, but traces nothing: it holds far less.
    #[must_use]
    pub fn for_judging() -> Self {
        Self { for_judging: true, ..Self::default() }
    }

    /// Takes in what was just recorded.
    pub fn keep(&mut self, recorded: crate::record::Recorded) {
        for (kind, id) in recorded.ids {
            self.ids.insert((kind, id), recorded.entry.seq);
        }
        match &recorded.reversed {
            Some(reversed) => self.index.remove(reversed),
            None if self.for_judging => self.index.add_for_judging(&recorded.entry),
            None => self.index.add(&recorded.entry),
        }
        self.entries.push(recorded.entry);
    }

    /// Every entry, in order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }
}

impl Past for Memory {
    type Error = Infallible;

    fn entry(&mut self, seq: u64) -> Result<Option<Entry>, Infallible> {
        Ok(usize::try_from(seq).ok().and_then(|seq| self.entries.get(seq)).cloned())
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Result<Option<u64>, Infallible> {
        Ok(Slug::new(id).ok().and_then(|id| self.ids.get(&(kind, id)).copied()))
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Result<Vec<Piece>, Infallible> {
        Ok(self.index.find(direction, pool, span))
    }
}
