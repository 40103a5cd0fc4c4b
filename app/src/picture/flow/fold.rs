//! What a flow is folded from: cells, each of one source, one node in every column and one end. Sources are mixed into
//! the cells before anything is folded, so that the picture and the table have the same sums.

use std::collections::{BTreeMap, BTreeSet};
use std::iter::once;

use super::{Line, Row, Through};
use crate::view::EndKind;

/// The place of what was folded together.
const OTHERS: usize = usize::MAX;

/// What is counted against a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// The ribbons of a picture: those between two neighbouring columns.
    Ribbons,
    /// The lines of a table.
    Lines,
}

impl Measure {
    /// What a path takes of the limit, unless another took it before.
    fn marks(self, path: &[usize]) -> Vec<Vec<usize>> {
        match self {
            Self::Lines => vec![path.to_vec()],
            Self::Ribbons => {
                let pairs = path.iter().zip(path.iter().skip(1)).enumerate();
                pairs.map(|(column, (from, to))| vec![column, *from, *to]).collect()
            }
        }
    }
}

/// Amounts by the places that they pass.
pub(super) struct Cells<'a> {
    /// The names in each column of the middle, the largest first.
    names: Vec<Vec<(&'a Through, u64)>>,
    /// The index of the source, the place of the name in each column of the middle, the place of the end; how much.
    cells: Vec<(Vec<usize>, u64)>,
}

impl<'a> Cells<'a> {
    /// Sums rows up, and mixes the sources into them.
    pub(super) fn of<const N: usize>(sources: &[(usize, u64)], rows: &'a [Row<N>]) -> Self {
        let mut sums: BTreeMap<(Vec<&'a Through>, EndKind), u64> = BTreeMap::new();
        for row in rows.iter().filter(|row| row.amount > 0) {
            let sum = sums.entry((row.by.iter().collect(), row.kind)).or_default();
            *sum = sum.saturating_add(row.amount);
        }
        let in_column =
            |column: usize| ranked(sums.iter().filter_map(move |((by, _), amount)| Some((*by.get(column)?, *amount))));
        let names: Vec<Vec<(&'a Through, u64)>> = (0..N).map(in_column).collect();
        let places: Vec<BTreeMap<&'a Through, usize>> = names.iter().map(|names| places(names)).collect();
        let (mut mix, mut cells) = (Mix::of(sources), Vec::new());
        for ((by, kind), amount) in &sums {
            let place = |(name, places): (&&'a Through, &BTreeMap<&'a Through, usize>)| places.get(*name).copied();
            let by: Vec<usize> = by.iter().zip(&places).filter_map(place).collect();
            let kind = EndKind::ALL.iter().position(|other| other == kind).unwrap_or(OTHERS);
            for (source, part) in mix.parts(*amount) {
                cells.push((once(source).chain(by.iter().copied()).chain(once(kind)).collect(), part));
            }
        }
        Self { names, cells }
    }

    /// Whether there is nothing to show.
    pub(super) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// The lines that are left when each column keeps its largest names, at most `names_limit`, and the others are
    /// folded together, as few as keeps what is measured within its limit.
    pub(super) fn lines<const N: usize>(&self, names_limit: usize, limit: usize, measure: Measure) -> Vec<Line<N>> {
        // One alone is never folded: its own name says more, and takes no more room.
        let named = |names: &Vec<_>| if names.len() <= names_limit + 1 { names.len() } else { names_limit };
        let mut keep: Vec<usize> = self.names.iter().map(named).collect();
        while !self.fits(&keep, limit, measure) && self.shrink(&mut keep) {}
        let mut sums: BTreeMap<Vec<usize>, u64> = BTreeMap::new();
        for (path, amount) in &self.cells {
            let sum = sums.entry(within(path, &keep)).or_default();
            *sum = sum.saturating_add(*amount);
        }
        sums.into_iter().filter_map(|(path, amount)| self.line(&path, amount)).collect()
    }

    fn line<const N: usize>(&self, path: &[usize], amount: u64) -> Option<Line<N>> {
        let (source, rest) = path.split_first()?;
        let (kind, by) = rest.split_last()?;
        let name = |column: usize| {
            let (name, _) = self.names.get(column)?.get(*by.get(column)?)?;
            Some((*name).clone())
        };
        Some(Line { source: *source, by: std::array::from_fn(name), kind: *EndKind::ALL.get(*kind)?, amount })
    }

    /// Whether a limit is kept; where it isn't, that is known long before all are counted.
    fn fits(&self, keep: &[usize], limit: usize, measure: Measure) -> bool {
        let mut taken = BTreeSet::new();
        self.cells.iter().all(|(path, _)| {
            taken.extend(measure.marks(&within(path, keep)));
            taken.len() <= limit
        })
    }

    /// Folds the smallest of the names that are kept, whatever its column; `false` where each column is down to its
    /// largest and the others.
    fn shrink(&self, keep: &mut [usize]) -> bool {
        let spare = self.names.iter().zip(keep.iter_mut()).filter(|(names, keep)| **keep > 1 && names.len() > 2);
        let smallest = spare.min_by_key(|(names, keep)| names.get(**keep - 1).map(|(_, amount)| *amount));
        let Some((names, keep)) = smallest else { return false };
        // Where nothing was folded yet, the two smallest go together.
        *keep -= if *keep == names.len() { 2 } else { 1 };
        true
    }
}

/// A path on which every name that is not kept is one of the others.
fn within(path: &[usize], keep: &[usize]) -> Vec<usize> {
    let last = path.len().saturating_sub(1);
    let place = |(column, place): (usize, &usize)| {
        let kept = column.checked_sub(1).filter(|_| column < last).and_then(|column| keep.get(column));
        kept.map_or(*place, |kept| if place < kept { *place } else { OTHERS })
    };
    path.iter().enumerate().map(place).collect()
}

/// Sums by name, the largest first.
fn ranked<'a>(amounts: impl Iterator<Item = (&'a Through, u64)>) -> Vec<(&'a Through, u64)> {
    let mut sums: BTreeMap<&'a Through, u64> = BTreeMap::new();
    for (name, amount) in amounts {
        let sum = sums.entry(name).or_default();
        *sum = sum.saturating_add(amount);
    }
    let mut sums: Vec<(&'a Through, u64)> = sums.into_iter().collect();
    sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    sums
}

fn places<'a>(names: &[(&'a Through, u64)]) -> BTreeMap<&'a Through, usize> {
    names.iter().enumerate().map(|(place, (name, _))| (*name, place)).collect()
}

/// Sources on their way into the cells. Gifts mix in a fund's cash, so every source feeds every cell in proportion.
/// Each source in turn takes its share of what those before it left; shares are rounded where they end, not each by
/// itself, so that every cell is filled and every source is used up, to the last cent.
struct Mix(Vec<Portion>);

struct Portion {
    source: usize,
    amount: u64,
    /// It and all sources after it.
    whole: u64,
    /// What those before it have left so far.
    passed: u64,
}

impl Mix {
    fn of(sources: &[(usize, u64)]) -> Self {
        let (mut portions, mut whole) = (Vec::new(), 0_u64);
        for (source, amount) in sources.iter().rev() {
            whole = whole.saturating_add(*amount);
            portions.push(Portion { source: *source, amount: *amount, whole, passed: 0 });
        }
        portions.reverse();
        Self(portions)
    }

    /// What every source gives to the next cell.
    fn parts(&mut self, cell: u64) -> Vec<(usize, u64)> {
        let (mut left, mut parts) = (cell, Vec::new());
        for portion in &mut self.0 {
            let part = portion.take(left);
            left = left.saturating_sub(part);
            if part > 0 {
                parts.push((portion.source, part));
            }
        }
        parts
    }
}

impl Portion {
    fn take(&mut self, amount: u64) -> u64 {
        let before = self.given();
        self.passed = self.passed.saturating_add(amount);
        self.given().saturating_sub(before).min(amount)
    }

    fn given(&self) -> u64 {
        let product = u128::from(self.passed) * u128::from(self.amount);
        u64::try_from(product.checked_div(u128::from(self.whole)).unwrap_or(0)).unwrap_or(u64::MAX)
    }
}
