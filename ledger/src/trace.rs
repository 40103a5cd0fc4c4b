//! Where a gift went, and whose money is behind a thing (section 5).
//!
//! Forward, a gift's units are followed move by move. Each piece on the way keeps the chain of roundings back to the
//! gift's own units, and every end is measured there: nothing is rounded twice, and the ends add up to the gift.
//! Backward, units are followed to the moves that filled them. Both directions use the same boundaries, so they agree.

use std::collections::BTreeMap;

use crate::event::Event;
use crate::past::{Direction, Past, Piece};
use crate::refusal::Lang;
use crate::span::{self, Span};
use crate::state::Station;
use crate::value::{Currency, PoolName, SiteKind};

mod claim;
mod forward;

pub use forward::{ends_of, forward};

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

    /// What pages call it.
    #[must_use]
    pub fn label(self, lang: Lang) -> &'static str {
        let (english, chinese) = match self {
            Self::Distributed => ("Handed out as goods", "物资已发放"),
            Self::CashDistributed => ("Handed out as cash", "现金已发放"),
            Self::InStock => ("In stock", "库存"),
            Self::InTransit => ("On its way", "运输途中"),
            Self::AtSupplier => ("At the supplier", "在供应商处"),
            Self::Unspent => ("Not yet spent", "尚未使用"),
            Self::Expense => ("Running the work", "项目支出"),
            Self::Fee => ("Fees", "手续费与管理费"),
            Self::Refunded => ("Refunded", "已退还"),
            Self::Lost => ("Lost", "损失"),
        };
        match lang {
            Lang::En => english,
            Lang::Zh => chinese,
        }
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
    let mut due: Vec<(PoolName, Vec<Span>)> = runs(spans.to_vec()).map(|run| (pool.clone(), run)).collect();
    while let Some((pool, run)) = due.pop() {
        let Some(whole) = hull(&run) else { continue };
        for fill in past.pieces(Direction::Fill, &pool, whole)? {
            let first = run.partition_point(|span| span.to <= fill.span.from);
            let within = run.iter().skip(first).map_while(|span| fill.span.overlap(*span));
            let Some(far) = &fill.far else {
                let units = within.fold(0_u64, |sum, span| sum.saturating_add(span.units()));
                if units > 0 {
                    let slot = origins.entry(fill.seq).or_default();
                    *slot = slot.saturating_add(units);
                }
                continue;
            };
            let paid: Vec<(u64, u64)> = within.map(|filled| paid_places(&fill, far.total, filled)).collect();
            if paid.is_empty() {
                continue;
            }
            let sources = past.far_spans(Direction::Fill, &fill)?;
            let behind = paid.iter().flat_map(|(from, to)| span::at_places(&sources, *from, *to)).map(|(_, span)| span);
            due.extend(runs(behind.collect()).map(|run| (far.pool.clone(), run)));
        }
    }
    Ok(origins.into_iter().map(|(gift, amount)| Origin { gift, amount }).collect())
}

/// Spans in order, in runs that one look-up finds: no gap in a run is longer than what stands before it, so that not
/// much is found in vain. A payment takes what fees have left of many gifts, piece by piece.
fn runs(mut spans: Vec<Span>) -> impl Iterator<Item = Vec<Span>> {
    spans.sort_unstable();
    let mut runs: Vec<Vec<Span>> = Vec::new();
    let mut units = 0_u64;
    for span in spans {
        let near = |run: &&mut Vec<Span>| {
            run.last().is_some_and(|last| last.to <= span.from && span.from.saturating_sub(last.to) <= units)
        };
        match runs.last_mut().filter(near) {
            Some(run) => run.push(span),
            None => {
                units = 0;
                runs.push(vec![span]);
            }
        }
        units = units.saturating_add(span.units());
    }
    runs.into_iter()
}

/// From the first unit of a run to its last.
fn hull(run: &[Span]) -> Option<Span> {
    Span::new(run.first()?.from, run.last()?.to)
}

/// The places of the source list that paid for some of the units a piece filled.
pub(crate) fn paid_places(fill: &Piece, paid: u64, units: Span) -> (u64, u64) {
    let first = fill.offset.saturating_add(units.from.saturating_sub(fill.span.from));
    let behind = first.saturating_add(units.units());
    (span::share(paid, fill.total, first), span::share(paid, fill.total, behind))
}
