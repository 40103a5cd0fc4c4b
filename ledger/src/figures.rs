//! Sums by fund, project, item and kind, kept up entry by entry.
//!
//! For every fund, what was received and what other funds sent equals what it holds, what reached an end, and what it
//! sent to other funds. Goods count at the money behind them, followed back to the cash that paid, through the
//! rounding rule; goods that were given count in their own units, at no money. What an ended unit cost never changes
//! later, because a cost can only be added to units that are still there.

use std::collections::BTreeMap;

use crate::entry::{Entry, Move, Side};
use crate::event::Event;
use crate::past::{Direction, Past, Piece};
use crate::span::{self, Span};
use crate::state::{State, home_of};
use crate::trace::{EndKind, paid_places};
use crate::value::{PoolName, PoolParts, Slug};

/// What a sum is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// Gifts.
    Received,
    /// Money from other funds.
    TransferredIn,
    /// Money to other funds.
    TransferredOut,
    /// Where value rests.
    Rests(EndKind),
}

impl FigureKind {
    /// The word in JSON and in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::TransferredIn => "transferred_in",
            Self::TransferredOut => "transferred_out",
            Self::Rests(end) => end.word(),
        }
    }

    /// The kind a word stands for.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "received" => Some(Self::Received),
            "transferred_in" => Some(Self::TransferredIn),
            "transferred_out" => Some(Self::TransferredOut),
            other => EndKind::from_word(other).map(Self::Rests),
        }
    }
}

/// Which sum.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FigureKey {
    /// The fund.
    pub fund: Slug,
    /// The project whose money it is.
    pub project: Option<Slug>,
    /// The item, for goods.
    pub item: Option<Slug>,
    /// What of.
    pub kind: FigureKind,
}

/// A change of one sum.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delta {
    /// Which sum.
    pub key: FigureKey,
    /// In the fund's minor unit.
    pub amount: i64,
    /// Goods, in the item's base unit.
    pub units: i64,
    /// How many entries more brought something here: 1, or 0 where things only left.
    pub events: i64,
}

impl Delta {
    /// The opposite change.
    #[must_use]
    pub fn negated(mut self) -> Self {
        self.amount = self.amount.saturating_neg();
        self.units = self.units.saturating_neg();
        self.events = self.events.saturating_neg();
        self
    }
}

/// Money of one fund and project.
pub type Purse = (Slug, Option<Slug>);

/// Money by fund and project.
pub type Values = BTreeMap<Purse, i64>;

/// The money behind what an entry takes, move by move; looked up before its moves are in the past's index.
///
/// # Errors
/// The store's own.
pub fn values_of<P: Past>(past: &mut P, entry: &Entry) -> Result<Vec<Values>, P::Error> {
    let value = |one: &Move| match &one.from {
        None => Ok(Values::new()),
        Some(from) => match home_of(&from.pool) {
            Some(purse) => Ok(Values::from([(purse, signed(span::units_of(&from.spans)))])),
            None => money_behind(past, &from.pool, &from.spans),
        },
    };
    entry.moves.iter().map(value).collect()
}

/// What an entry changes in the sums, in a state that remembers what it registered.
#[must_use]
pub fn deltas(state: &State, entry: &Entry, values: &[Values]) -> Vec<Delta> {
    let mut sums = Sums::default();
    let end = EndKind::of_event(&entry.event);
    for (one, values) in entry.moves.iter().zip(values) {
        match (&one.from, &one.to) {
            (None, Some(to)) => sums.arrival(to),
            (Some(from), None) => {
                sums.leave(state, from, values);
                sums.end(state, from, end, values);
            }
            (Some(from), Some(to)) => {
                sums.leave(state, from, values);
                sums.pass(state, to, values);
            }
            (None, None) => {}
        }
    }
    sums.count_goods(state, entry);
    sums.into_deltas()
}

/// The money behind some units of goods, by fund and project: what they cost.
///
/// # Errors
/// The store's own.
pub fn money_behind<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span]) -> Result<Values, P::Error> {
    let mut sums = Values::new();
    let due = spans.iter().map(|span| (pool.clone(), *span)).collect();
    follow_all(past, due, &mut sums)?;
    Ok(sums)
}

/// The part of that which one entry brought: the price, or a cost that it added.
///
/// # Errors
/// The store's own.
pub fn money_brought<P: Past>(past: &mut P, pool: &PoolName, spans: &[Span], seq: u64) -> Result<Values, P::Error> {
    let (mut sums, mut due) = (Values::new(), Vec::new());
    for span in spans {
        for fill in past.pieces(Direction::Fill, pool, *span)?.iter().filter(|fill| fill.seq == seq) {
            follow(past, fill, *span, &mut sums, &mut due)?;
        }
    }
    follow_all(past, due, &mut sums)?;
    Ok(sums)
}

/// Follows units of goods back to the cash that paid for them.
fn follow_all<P: Past>(past: &mut P, mut due: Vec<(PoolName, Span)>, sums: &mut Values) -> Result<(), P::Error> {
    while let Some((pool, span)) = due.pop() {
        for fill in past.pieces(Direction::Fill, &pool, span)? {
            follow(past, &fill, span, sums, &mut due)?;
        }
    }
    Ok(())
}

/// Adds the cash that paid for the units of a fill within a span; what other goods paid is due.
fn follow<P: Past>(
    past: &mut P,
    fill: &Piece,
    span: Span,
    sums: &mut Values,
    due: &mut Vec<(PoolName, Span)>,
) -> Result<(), P::Error> {
    let (Some(filled), Some(far)) = (fill.span.overlap(span), &fill.far) else { return Ok(()) };
    let (from, to) = paid_places(fill, far.total, filled);
    if let Some(purse) = home_of(&far.pool) {
        let slot: &mut i64 = sums.entry(purse).or_default();
        *slot = slot.saturating_add(signed(to.saturating_sub(from)));
        return Ok(());
    }
    for (_, span) in span::at_places(&past.far_spans(Direction::Fill, fill)?, from, to) {
        due.push((far.pool.clone(), span));
    }
    Ok(())
}

fn signed(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

#[derive(Default)]
struct Sums(Vec<Delta>);

impl Sums {
    fn add(&mut self, purse: &Purse, item: Option<&Slug>, kind: FigureKind, amount: i64, units: i64) {
        let key = FigureKey { fund: purse.0.clone(), project: purse.1.clone(), item: item.cloned(), kind };
        self.0.push(Delta { key, amount, units, events: 0 });
    }

    /// A gift of money. Goods are counted by [`Sums::count_goods`].
    fn arrival(&mut self, to: &Side) {
        if let Some(purse) = home_of(&to.pool) {
            let units = signed(span::units_of(&to.spans));
            self.add(&purse, None, FigureKind::Received, units, 0);
            self.add(&purse, None, FigureKind::Rests(EndKind::Unspent), units, 0);
        }
    }

    fn leave(&mut self, state: &State, from: &Side, values: &Values) {
        let (kind, item) = place_of(state, &from.pool);
        for (purse, value) in values {
            self.add(purse, item.as_ref(), FigureKind::Rests(kind), value.saturating_neg(), 0);
        }
    }

    fn end(&mut self, state: &State, from: &Side, end: Option<EndKind>, values: &Values) {
        let (_, item) = place_of(state, &from.pool);
        let Some(end) = end else { return };
        for (purse, value) in values {
            self.add(purse, item.as_ref(), FigureKind::Rests(end), *value, 0);
        }
    }

    fn pass(&mut self, state: &State, to: &Side, values: &Values) {
        let (kind, item) = place_of(state, &to.pool);
        let Some(receiver) = home_of(&to.pool) else {
            for (purse, value) in values {
                self.add(purse, item.as_ref(), FigureKind::Rests(kind), *value, 0);
            }
            return;
        };
        // Cash to cash: what arrives is counted in the receiver's own currency.
        let credited = signed(span::units_of(&to.spans));
        self.add(&receiver, None, FigureKind::Rests(EndKind::Unspent), credited, 0);
        for (purse, value) in values.iter().filter(|(purse, _)| purse.0 != receiver.0) {
            self.add(purse, None, FigureKind::TransferredOut, *value, 0);
            self.add(&receiver, None, FigureKind::TransferredIn, credited, 0);
        }
    }

    /// Goods in their own units, under the fund and project that the lot belongs to.
    fn count_goods(&mut self, state: &State, entry: &Entry) {
        if matches!(entry.event, Event::CostAdded(_)) {
            return;
        }
        let end = EndKind::of_event(&entry.event);
        let mut arrived: Vec<&Side> = Vec::new();
        for one in &entry.moves {
            if let Some((side, home)) = one.from.as_ref().and_then(|side| Some((side, lot_home(state, side)?))) {
                let units = signed(span::units_of(&side.spans));
                let kind = FigureKind::Rests(place_of(state, &side.pool).0);
                self.add(&home.0, Some(&home.1), kind, 0, units.saturating_neg());
                if let (None, Some(end)) = (&one.to, end) {
                    self.add(&home.0, Some(&home.1), FigureKind::Rests(end), 0, units);
                }
            }
            if let Some((side, home)) = one.to.as_ref().and_then(|side| Some((side, lot_home(state, side)?))) {
                // The components of one arrival fill the same units: count them once.
                if arrived.contains(&side) {
                    continue;
                }
                arrived.push(side);
                let units = signed(span::units_of(&side.spans));
                let kind = FigureKind::Rests(place_of(state, &side.pool).0);
                self.add(&home.0, Some(&home.1), kind, 0, units);
                if one.from.is_none() {
                    self.add(&home.0, Some(&home.1), FigureKind::Received, 0, units);
                }
            }
        }
    }

    /// One delta a key, in order. An entry has few: sorting them costs less than keeping a map.
    fn into_deltas(self) -> Vec<Delta> {
        let Self(mut deltas) = self;
        deltas.sort_by(|one, other| one.key.cmp(&other.key));
        deltas.dedup_by(|next, sum| {
            let same = next.key == sum.key;
            if same {
                sum.amount = sum.amount.saturating_add(next.amount);
                sum.units = sum.units.saturating_add(next.units);
            }
            same
        });
        deltas.retain(|delta| delta.amount != 0 || delta.units != 0);
        for delta in &mut deltas {
            delta.events = i64::from(delta.amount > 0 || delta.units > 0);
        }
        deltas
    }
}

/// What rests in a pool, and of which item.
fn place_of(state: &State, pool: &PoolName) -> (EndKind, Option<Slug>) {
    match pool.parts() {
        PoolParts::Cash { .. } => (EndKind::Unspent, None),
        PoolParts::Goods { lot, site } => {
            let kind = state.station(site).map_or(EndKind::InStock, EndKind::at_station);
            (kind, state.lot(lot).map(|lot| lot.item.clone()))
        }
    }
}

/// The fund and project that a lot belongs to, and its item; none for cash.
fn lot_home(state: &State, side: &Side) -> Option<(Purse, Slug)> {
    match side.pool.parts() {
        PoolParts::Cash { .. } => None,
        PoolParts::Goods { lot, .. } => {
            let lot = state.lot(lot)?;
            Some(((lot.fund.clone(), lot.project.clone()), lot.item.clone()))
        }
    }
}
