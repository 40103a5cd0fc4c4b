//! Where a gift went, and whose money is behind a thing (section 5).
//!
//! Forward, a gift's units are followed move by move. Each piece on the way keeps the chain of roundings back to the
//! gift's own units, and every end is measured there: nothing is rounded twice, and the ends add up to the gift.
//! Backward, units are followed to the moves that filled them. Both directions use the same boundaries, so they agree.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::event::Event;
use crate::past::{Direction, Past, Piece};
use crate::span::{self, Span};
use crate::state::Station;
use crate::value::{Currency, PoolName, PoolParts, SiteKind, SubjectKind};

/// Where value rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EndKind {
    /// Goods handed out.
    Distributed,
    /// Money handed out.
    CashDistributed,
    /// Spent on the work.
    Expense,
    /// Charged on the gift.
    Fee,
    /// Given back to the donor.
    Refunded,
    /// Goods that reached nobody.
    Lost,
    /// Held: goods at a site.
    InStock,
    /// Held: goods on a waybill.
    InTransit,
    /// Held: goods bought and not yet fetched.
    AtSupplier,
    /// Held: money.
    Unspent,
}

impl EndKind {
    /// Every kind, ends before holdings.
    pub const ALL: &'static [Self] = &[
        Self::Distributed,
        Self::CashDistributed,
        Self::Expense,
        Self::Fee,
        Self::Refunded,
        Self::Lost,
        Self::InStock,
        Self::InTransit,
        Self::AtSupplier,
        Self::Unspent,
    ];

    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Distributed => "distributed",
            Self::CashDistributed => "cash_distributed",
            Self::Expense => "expense",
            Self::Fee => "fee",
            Self::Refunded => "refunded",
            Self::Lost => "lost",
            Self::InStock => "in_stock",
            Self::InTransit => "in_transit",
            Self::AtSupplier => "at_supplier",
            Self::Unspent => "unspent",
        }
    }

    /// The kind a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == word)
    }

    /// Whether value rests here for now, and may still move.
    #[must_use]
    pub fn is_held(self) -> bool {
        matches!(self, Self::InStock | Self::InTransit | Self::AtSupplier | Self::Unspent)
    }

    /// The end that an event's moves without a destination reach.
    #[must_use]
    pub fn of_event(event: &Event) -> Option<Self> {
        match event {
            Event::GoodsDistributed(_) => Some(Self::Distributed),
            Event::CashDistributed(_) => Some(Self::CashDistributed),
            Event::ExpensePaid(_) => Some(Self::Expense),
            Event::FeeCharged(_) => Some(Self::Fee),
            Event::DonationRefunded(_) => Some(Self::Refunded),
            Event::GoodsLost(_) => Some(Self::Lost),
            _ => None,
        }
    }

    /// What goods are at such a place.
    #[must_use]
    pub fn at_station(station: Station) -> Self {
        match station {
            Station::Site(SiteKind::Supplier) => Self::AtSupplier,
            Station::Site(_) => Self::InStock,
            Station::Waybill => Self::InTransit,
        }
    }
}

/// One place where a part of a gift rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// What kind of place.
    pub kind: EndKind,
    /// How much of the gift rests there, in the gift's own units.
    pub amount: u64,
    /// The pool whose units these are, or were last.
    pub pool: PoolName,
    /// The units of that pool the gift is behind, wholly or in part.
    pub units: Vec<Span>,
    /// The entry that ended it; none where it is held.
    pub seq: Option<u64>,
    /// Which of that entry's moves.
    pub index: u32,
    /// The entries it went through, in order, from the gift's own.
    pub path: Vec<u64>,
}

/// A gift's trace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The gift's entry.
    pub seq: u64,
    /// The gift, in its own units.
    pub amount: u64,
    /// The currency; none for a gift in kind.
    pub currency: Option<Currency>,
    /// Where it rests: the amounts add up to the gift.
    pub ends: Vec<End>,
}

/// The chain of roundings from a pool's units back to the gift's own.
struct Chain {
    /// None for the gift's own units.
    parent: Option<Rc<Chain>>,
    /// The first unit of the span that was filled, and its place in the move's list.
    filled: (u64, u64),
    /// T and N of the move.
    ratio: (u64, u64),
    /// The places of the source list that this piece came from, and the unit at the first of them.
    places: Span,
    first_unit: u64,
}

impl Chain {
    /// The gift's unit that a boundary between units of this piece lies at.
    fn gift_unit(&self, boundary: u64) -> u64 {
        let Some(parent) = &self.parent else { return boundary.clamp(self.places.from, self.places.to) };
        let place = boundary.saturating_sub(self.filled.0).saturating_add(self.filled.1);
        let source = span::share(self.ratio.0, self.ratio.1, place).clamp(self.places.from, self.places.to);
        parent.gift_unit(self.first_unit.saturating_add(source.saturating_sub(self.places.from)))
    }

    fn amount(&self, span: Span) -> u64 {
        self.gift_unit(span.to).saturating_sub(self.gift_unit(span.from))
    }
}

/// The way here, newest entry first.
struct Path {
    seq: u64,
    before: Option<Rc<Path>>,
}

struct Parcel {
    pool: PoolName,
    span: Span,
    chain: Rc<Chain>,
    path: Rc<Path>,
}

/// An end's key and what was gathered for it.
type Gathered = BTreeMap<(EndKind, Option<u64>, PoolName, u32), (u64, Vec<Span>, BTreeSet<u64>)>;

/// Follows a gift to every end. None if the entry is no gift, or was reversed.
///
/// # Errors
/// The store's own.
pub fn forward<P: Past>(past: &mut P, seq: u64) -> Result<Option<Trace>, P::Error> {
    let Some(entry) = past.entry(seq)? else { return Ok(None) };
    let currency = match &entry.event {
        Event::DonationReceived(event) => match past.holder(SubjectKind::Fund, event.fund.as_str())? {
            Some(fund) => past.entry(fund)?.and_then(|entry| match &entry.event {
                Event::FundOpened(fund) => Some(fund.currency),
                _ => None,
            }),
            None => None,
        },
        Event::GiftInKindReceived(_) => None,
        _ => return Ok(None),
    };
    let Some(arrival) = entry.moves.first().and_then(|one| one.to.as_ref()) else { return Ok(None) };
    if !stands(past, &arrival.pool, &arrival.spans, seq)? {
        return Ok(None);
    }
    let mut ends = follow(past, &arrival.pool, &arrival.spans, seq)?;
    ends.sort_by_key(|end| (end.kind.is_held(), end.seq, end.kind, end.index));
    Ok(Some(Trace { seq, amount: span::units_of(&arrival.spans), currency, ends }))
}

/// Whether the arrival of a gift still counts.
fn stands<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span], seq: u64) -> Result<bool, P::Error> {
    match spans.first() {
        Some(span) => Ok(past.pieces(Direction::Fill, pool, *span)?.iter().any(|piece| piece.seq == seq)),
        None => Ok(false),
    }
}

fn follow<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span], seq: u64) -> Result<Vec<End>, P::Error> {
    let mut gathered = Gathered::new();
    let path = Rc::new(Path { seq, before: None });
    let mut due: Vec<Parcel> = Vec::new();
    for span in spans {
        let chain = Chain { parent: None, filled: (0, 0), ratio: (1, 1), places: *span, first_unit: 0 };
        due.push(Parcel { pool: pool.clone(), span: *span, chain: Rc::new(chain), path: Rc::clone(&path) });
    }
    while let Some(parcel) = due.pop() {
        let mut held_from = parcel.span.from;
        for take in past.pieces(Direction::Take, &parcel.pool, parcel.span)? {
            let Some(taken) = take.span.overlap(parcel.span) else { continue };
            if let Some(rest) = Span::new(held_from, taken.from) {
                hold(past, &mut gathered, &parcel, rest)?;
            }
            held_from = taken.to;
            if parcel.chain.amount(taken) == 0 {
                continue;
            }
            match take.end {
                Some(kind) => gather(&mut gathered, (kind, Some(take.seq)), take.index, &parcel, taken),
                None => pass_on(past, &mut due, &parcel, &take, taken)?,
            }
        }
        if let Some(rest) = Span::new(held_from, parcel.span.to) {
            hold(past, &mut gathered, &parcel, rest)?;
        }
    }
    let ends = gathered.into_iter().map(|((kind, seq, pool, index), (amount, units, path))| End {
        kind,
        amount,
        pool,
        units: span::joined(units),
        seq,
        index,
        path: path.into_iter().collect(),
    });
    Ok(ends.collect())
}

/// Units that nobody took rest where they are.
fn hold<P: Past>(past: &mut P, gathered: &mut Gathered, parcel: &Parcel, span: Span) -> Result<(), P::Error> {
    if parcel.chain.amount(span) > 0 {
        let kind = held_kind(past, &parcel.pool)?;
        gather(gathered, (kind, None), 0, parcel, span);
    }
    Ok(())
}

fn gather(gathered: &mut Gathered, end: (EndKind, Option<u64>), index: u32, parcel: &Parcel, span: Span) {
    let slot = gathered.entry((end.0, end.1, parcel.pool.clone(), index)).or_default();
    slot.0 = slot.0.saturating_add(parcel.chain.amount(span));
    slot.1.push(span);
    let mut step = Some(&parcel.path);
    while let Some(path) = step {
        slot.2.insert(path.seq);
        step = path.before.as_ref();
    }
    slot.2.extend(end.1);
}

/// Units went into another pool: the parts of them that this gift is behind are due next.
fn pass_on<P: Past>(
    past: &mut P,
    due: &mut Vec<Parcel>,
    parcel: &Parcel,
    take: &Piece,
    taken: Span,
) -> Result<(), P::Error> {
    let Some(far) = &take.far else { return Ok(()) };
    let (paid, filled) = (take.total, far.total);
    let first = take.offset.saturating_add(taken.from.saturating_sub(take.span.from));
    let places = Span { from: first, to: first.saturating_add(taken.units()) };
    // The first unit whose share ends behind `places.from`, and the first that begins at or behind `places.to`.
    let low = span::position_of_share(paid, filled, places.from.saturating_add(1)).saturating_sub(1);
    let high = span::position_of_share(paid, filled, places.to).min(filled);
    let path = Rc::new(Path { seq: take.seq, before: Some(Rc::clone(&parcel.path)) });
    for (place, span) in span::at_places(&past.far_spans(Direction::Take, take)?, low, high) {
        let chain = Chain {
            parent: Some(Rc::clone(&parcel.chain)),
            filled: (span.from, place),
            ratio: (paid, filled),
            places,
            first_unit: taken.from,
        };
        if chain.amount(span) > 0 {
            due.push(Parcel { pool: far.pool.clone(), span, chain: Rc::new(chain), path: Rc::clone(&path) });
        }
    }
    Ok(())
}

fn held_kind<P: Past>(past: &mut P, pool: &PoolName) -> Result<EndKind, P::Error> {
    match pool.parts() {
        PoolParts::Cash { .. } => Ok(EndKind::Unspent),
        PoolParts::Goods { site, .. } => Ok(past.station(site)?.map_or(EndKind::InStock, EndKind::at_station)),
    }
}

/// One gift behind some units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The gift's entry.
    pub gift: u64,
    /// How many of the gift's own units.
    pub amount: u64,
}

/// Finds the gifts behind some units of a pool, by entry.
///
/// # Errors
/// The store's own.
pub fn backward<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span]) -> Result<Vec<Origin>, P::Error> {
    let mut origins: BTreeMap<u64, u64> = BTreeMap::new();
    let mut due: Vec<(PoolName, Span)> = spans.iter().map(|span| (pool.clone(), *span)).collect();
    while let Some((pool, span)) = due.pop() {
        for fill in past.pieces(Direction::Fill, &pool, span)? {
            let Some(filled) = fill.span.overlap(span) else { continue };
            let Some(far) = &fill.far else {
                let slot = origins.entry(fill.seq).or_default();
                *slot = slot.saturating_add(filled.units());
                continue;
            };
            let paid = paid_places(&fill, far.total, filled);
            for (_, span) in span::at_places(&past.far_spans(Direction::Fill, &fill)?, paid.0, paid.1) {
                due.push((far.pool.clone(), span));
            }
        }
    }
    Ok(origins.into_iter().map(|(gift, amount)| Origin { gift, amount }).collect())
}

/// The places of the source list that paid for some of the units a piece filled.
pub(crate) fn paid_places(fill: &Piece, paid: u64, units: Span) -> (u64, u64) {
    let first = fill.offset.saturating_add(units.from.saturating_sub(fill.span.from));
    let behind = first.saturating_add(units.units());
    (span::share(paid, fill.total, first), span::share(paid, fill.total, behind))
}
