//! Forward: from a gift's arrival to its ends.

use std::collections::{BTreeMap, BTreeSet};

use super::{End, EndKind, Trace};
use crate::event::Event;
use crate::past::{Direction, Past, Piece};
use crate::span::{self, Span};
use crate::value::{PoolName, PoolParts, SubjectKind};

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
    let mut ends = Walk::new(past).follow(&arrival.pool, &arrival.spans, seq)?;
    ends.sort_by_key(|end| (end.kind.is_held(), end.seq, end.kind, end.index));
    Ok(Some(Trace { seq, amount: span::units_of(&arrival.spans), currency, ends }))
}

/// Follows units of any pool to every end, measured in those units. The paths begin at `seq`.
///
/// # Errors
/// The store's own.
pub fn ends_of<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span], seq: u64) -> Result<Vec<End>, P::Error> {
    Walk::new(past).follow(pool, spans, seq)
}

/// Whether the arrival of a gift still counts.
fn stands<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span], seq: u64) -> Result<bool, P::Error> {
    match spans.first() {
        Some(span) => Ok(past.pieces(Direction::Fill, pool, *span)?.iter().any(|piece| piece.seq == seq)),
        None => Ok(false),
    }
}

/// A rounding on the way: units went through a move whose two sides have different counts.
struct Rounding {
    /// The rounding before it; none if the source units are the gift's own.
    before: Option<usize>,
    /// T and N of the move.
    ratio: (u64, u64),
    /// The places of the source list that were followed, and the unit behind the first of them.
    places: Span,
    first_unit: u64,
}

impl Rounding {
    /// The source unit at which a boundary between two places of the filled list lies.
    fn source_unit(&self, place: u64) -> u64 {
        let source = span::share(self.ratio.0, self.ratio.1, place).clamp(self.places.from, self.places.to);
        self.first_unit.saturating_add(source.saturating_sub(self.places.from))
    }
}

/// An entry on the way, and the step before it.
struct Step {
    seq: u64,
    before: Option<usize>,
}

/// Units of a pool that the gift is behind, wholly or in part.
struct Parcel {
    pool: PoolName,
    span: Span,
    /// The last rounding on the way here.
    rounding: Option<usize>,
    /// What the span's first unit is to that rounding: a place of the list it filled, or the gift's own unit.
    place: u64,
    /// The last step on the way here.
    step: usize,
}

impl Parcel {
    fn place_of(&self, unit: u64) -> u64 {
        self.place.saturating_add(unit.saturating_sub(self.span.from))
    }
}

/// What is known of an end so far: the amount, the units, the entries on the way.
type Gathered = (u64, Vec<Span>, BTreeSet<u64>);

/// A walk through the ledger. Roundings and steps stand in lists, not in nested boxes, so that however often a thing
/// changed hands, no stack runs out.
struct Walk<'a, P> {
    past: &'a mut P,
    roundings: Vec<Rounding>,
    steps: Vec<Step>,
    due: Vec<Parcel>,
    ends: BTreeMap<(EndKind, Option<u64>, PoolName, u32), Gathered>,
}

impl<'a, P: Past> Walk<'a, P> {
    fn new(past: &'a mut P) -> Self {
        Self { past, roundings: Vec::new(), steps: Vec::new(), due: Vec::new(), ends: BTreeMap::new() }
    }

    fn follow(mut self, pool: &PoolName, spans: &[Span], seq: u64) -> Result<Vec<End>, P::Error> {
        let step = self.step(seq, None);
        for span in spans {
            self.due.push(Parcel { pool: pool.clone(), span: *span, rounding: None, place: span.from, step });
        }
        while let Some(parcel) = self.due.pop() {
            self.open(&parcel)?;
        }
        let ends = self.ends.into_iter().map(|((kind, seq, pool, index), (amount, units, path))| End {
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

    /// What became of a parcel: units that nobody took rest where they are, others ended or went on.
    fn open(&mut self, parcel: &Parcel) -> Result<(), P::Error> {
        let mut held_from = parcel.span.from;
        for take in self.past.pieces(Direction::Take, &parcel.pool, parcel.span)? {
            let Some(taken) = take.span.overlap(parcel.span) else { continue };
            if let Some(rest) = Span::new(held_from, taken.from) {
                self.hold(parcel, rest)?;
            }
            held_from = taken.to;
            match take.end {
                _ if self.amount(parcel, taken) == 0 => {}
                Some(kind) => self.gather((kind, Some(take.seq)), take.index, parcel, taken),
                None => self.pass_on(parcel, &take, taken)?,
            }
        }
        match Span::new(held_from, parcel.span.to) {
            Some(rest) => self.hold(parcel, rest),
            None => Ok(()),
        }
    }

    /// How much of the gift is behind some units of a parcel.
    fn amount(&self, parcel: &Parcel, span: Span) -> u64 {
        let gift_unit = |unit| {
            let mut unit = parcel.place_of(unit);
            let mut next = parcel.rounding;
            while let Some(rounding) = next.and_then(|index| self.roundings.get(index)) {
                unit = rounding.source_unit(unit);
                next = rounding.before;
            }
            unit
        };
        gift_unit(span.to).saturating_sub(gift_unit(span.from))
    }

    fn hold(&mut self, parcel: &Parcel, span: Span) -> Result<(), P::Error> {
        if self.amount(parcel, span) > 0 {
            let kind = held_kind(self.past, &parcel.pool)?;
            self.gather((kind, None), 0, parcel, span);
        }
        Ok(())
    }

    fn gather(&mut self, end: (EndKind, Option<u64>), index: u32, parcel: &Parcel, span: Span) {
        let amount = self.amount(parcel, span);
        let slot = self.ends.entry((end.0, end.1, parcel.pool.clone(), index)).or_default();
        slot.0 = slot.0.saturating_add(amount);
        slot.1.push(span);
        let mut next = Some(parcel.step);
        while let Some(step) = next.and_then(|index| self.steps.get(index)) {
            slot.2.insert(step.seq);
            next = step.before;
        }
        slot.2.extend(end.1);
    }

    /// Units went into another pool: the parts of them that this gift is behind are due next.
    fn pass_on(&mut self, parcel: &Parcel, take: &Piece, taken: Span) -> Result<(), P::Error> {
        let Some(far) = &take.far else { return Ok(()) };
        let (paid, filled) = (take.total, far.total);
        let first = take.offset.saturating_add(taken.from.saturating_sub(take.span.from));
        let places = Span { from: first, to: first.saturating_add(taken.units()) };
        // The first unit whose share ends behind `places.from`, and the first that begins at or behind `places.to`.
        let low = span::position_of_share(paid, filled, places.from.saturating_add(1)).saturating_sub(1);
        let high = span::position_of_share(paid, filled, places.to).min(filled);
        let first_unit = parcel.place_of(taken.from);
        let step = self.step(take.seq, Some(parcel.step));
        // Unit for unit nothing is rounded.
        let rounding = if paid == filled {
            parcel.rounding
        } else {
            self.roundings.push(Rounding { before: parcel.rounding, ratio: (paid, filled), places, first_unit });
            self.roundings.len().checked_sub(1)
        };
        for (place, span) in span::at_places(&self.past.far_spans(Direction::Take, take)?, low, high) {
            let place =
                if paid == filled { first_unit.saturating_add(place.saturating_sub(places.from)) } else { place };
            let next = Parcel { pool: far.pool.clone(), span, rounding, place, step };
            if self.amount(&next, span) > 0 {
                self.due.push(next);
            }
        }
        Ok(())
    }

    fn step(&mut self, seq: u64, before: Option<usize>) -> usize {
        self.steps.push(Step { seq, before });
        self.steps.len().saturating_sub(1)
    }
}

fn held_kind<P: Past>(past: &mut P, pool: &PoolName) -> Result<EndKind, P::Error> {
    match pool.parts() {
        PoolParts::Cash { .. } => Ok(EndKind::Unspent),
        PoolParts::Goods { site, .. } => Ok(past.station(site)?.map_or(EndKind::InStock, EndKind::at_station)),
    }
}
