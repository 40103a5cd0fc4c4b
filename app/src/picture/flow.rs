//! The flow: where money came from, what it went through, what became of it.

mod fold;
#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::iter::once;

use super::graph::{Graph, Passage, Station};
use super::narrow::narrow;
use super::svg::Title;
use super::wide::wide;
use crate::view::EndKind;
use fold::{Cells, Measure};

/// More ribbons than this can't be told apart.
pub(super) const RIBBONS_LIMIT: usize = 40;
/// At most this many nodes in a column of the middle, the smaller ones folded into one: with more, a telephone shows none
/// of it at once.
const MIDDLE_LIMIT: usize = 7;
/// The longest table beside a picture; the rest is one line.
pub(super) const TABLE_LIMIT: usize = 120;

/// A node in the middle: things of one name and of different pages are different nodes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Through {
    /// Its label.
    pub label: String,
    /// Its page.
    pub href: Option<String>,
}

/// An amount on its way from left to right, by way of one node in each of the `N` columns of the middle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row<const N: usize> {
    /// What it went through, from left to right.
    pub by: [Through; N],
    /// Where it rests.
    pub kind: EndKind,
    /// How much.
    pub amount: u64,
}

/// A row with its source, once the smaller nodes are folded together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line<const N: usize> {
    /// Where it came from: the index of a source.
    pub source: usize,
    /// What it went through, from left to right; no name for all that were folded together.
    pub by: [Option<Through>; N],
    /// Where it rests.
    pub kind: EndKind,
    /// How much.
    pub amount: u64,
}

/// A flow whose smaller parts are folded together, once for the picture and once for the table. Both have the same
/// sums, by source, by end and by whatever both of them name.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow<const N: usize> {
    /// The sources: their index, and how much came from them.
    pub sources: Vec<(usize, u64)>,
    /// What the picture shows.
    pub shown: Vec<Line<N>>,
    /// What the table beside it shows: by source, within it by what it went through, the largest first.
    pub table: Vec<Line<N>>,
}

/// What a picture says besides its amounts; all of it in one language.
pub struct Captions<'a, const N: usize> {
    /// Unique on the page; prefix of the ids within.
    pub id: &'a str,
    /// What the picture shows, in a few words.
    pub title: &'a str,
    /// What it shows in a sentence or two, with the main figures.
    pub description: &'a str,
    /// The heading of the sources.
    pub from: &'a str,
    /// The headings of the columns in the middle.
    pub by: [&'a str; N],
    /// The heading of the ends.
    pub became: &'a str,
    /// The labels of the sources, by their index.
    pub sources: &'a [String],
    /// The address behind a source.
    pub source_link: &'a dyn Fn(usize) -> Option<String>,
    /// The label of what was folded together.
    pub others: &'a str,
    /// The label of an end.
    pub end: &'a dyn Fn(EndKind) -> String,
    /// The address behind an end.
    pub end_link: &'a dyn Fn(EndKind) -> Option<String>,
    /// Where the table is: what has no page of its own leads there.
    pub table_link: &'a str,
    /// An amount in words.
    pub amount: &'a dyn Fn(u64) -> String,
}

/// Mixes sources into rows, and folds rows; `sources` are the amounts on the left, which should add up to the rows. Rows
/// of nothing are left out. The same rows in any order give the same flow; without a source there is none.
#[must_use]
pub fn layout<const N: usize>(sources: &[u64], rows: &[Row<N>]) -> Flow<N> {
    let sources: Vec<(usize, u64)> = sources.iter().copied().enumerate().filter(|(_, amount)| *amount > 0).collect();
    let cells = Cells::of(&sources, rows);
    if cells.is_empty() {
        return Flow::default();
    }
    let shown = cells.lines(MIDDLE_LIMIT, RIBBONS_LIMIT, Measure::Ribbons);
    let table = cells.lines(TABLE_LIMIT, TABLE_LIMIT, Measure::Lines);
    Flow { sources, shown, table }
}

/// Draws a flow, wide and narrow; nothing for an empty one.
#[must_use]
pub fn draw<const N: usize>(flow: &Flow<N>, say: &Captions<'_, N>) -> [String; 2] {
    if flow.shown.is_empty() {
        return [String::new(), String::new()];
    }
    let graph = graph(flow, say);
    let title = Title { name: say.id, title: say.title, description: say.description };
    [wide(&graph, &title, say.amount), narrow(&graph, &title, say.amount)]
}

/// A station before it has a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stop<'a> {
    /// A source, by its index.
    Source(usize),
    /// A node in a column of the middle; no name for all that were folded together.
    By(usize, Option<&'a Through>),
    /// An end.
    End(EndKind),
}

impl<const N: usize> Line<N> {
    /// The stations that it passes, from left to right.
    fn stops(&self) -> Vec<Stop<'_>> {
        let by = self.by.iter().enumerate().map(|(place, by)| Stop::By(place + 1, by.as_ref()));
        once(Stop::Source(self.source)).chain(by).chain(once(Stop::End(self.kind))).collect()
    }
}

fn graph<const N: usize>(flow: &Flow<N>, say: &Captions<'_, N>) -> Graph {
    let heads = once(say.from).chain(say.by).chain(once(say.became)).map(str::to_owned).collect();
    let mut graph = Graph { heads, last_is_fixed: true, ..Graph::default() };
    let mut index_of: BTreeMap<Stop<'_>, usize> = BTreeMap::new();
    for (stop, amount) in stops(flow) {
        index_of.insert(stop, graph.stations.len());
        graph.stations.push(station(stop, amount, say));
    }
    let mut carried: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for line in &flow.shown {
        let passed: Vec<usize> = line.stops().iter().filter_map(|stop| index_of.get(stop).copied()).collect();
        for (from, to) in passed.iter().zip(passed.iter().skip(1)) {
            let sum = carried.entry((*from, *to)).or_default();
            *sum = sum.saturating_add(line.amount);
        }
    }
    for ((from, to), amount) in carried {
        // A ribbon has the colour of what it leads to.
        let tone = graph.stations.get(to).map_or("source", |station| station.tone);
        graph.passages.push(Passage { from, to, amount, tone });
    }
    graph
}

/// Every station once: sources and ends in an order that readers know, those in the middle the largest first.
fn stops<const N: usize>(flow: &Flow<N>) -> Vec<(Stop<'_>, u64)> {
    let mut sums: BTreeMap<Stop<'_>, u64> = BTreeMap::new();
    for line in &flow.shown {
        for stop in line.stops() {
            let sum = sums.entry(stop).or_default();
            *sum = sum.saturating_add(line.amount);
        }
    }
    for (source, amount) in &flow.sources {
        sums.insert(Stop::Source(*source), *amount);
    }
    let mut stops: Vec<(Stop<'_>, u64)> = sums.into_iter().collect();
    stops.sort_by_key(|(stop, amount)| match stop {
        Stop::Source(_) => (0, Reverse(0)),
        Stop::By(column, _) => (*column, Reverse(*amount)),
        Stop::End(_) => (N + 1, Reverse(0)),
    });
    stops
}

fn station<const N: usize>(stop: Stop<'_>, amount: u64, say: &Captions<'_, N>) -> Station {
    let table = || Some(say.table_link.to_owned());
    let (column, tone, label, href) = match stop {
        Stop::Source(index) => {
            let label = say.sources.get(index).cloned().unwrap_or_default();
            (0, "source", label, (say.source_link)(index).or_else(table))
        }
        Stop::By(column, Some(Through { label, href })) => {
            (column, "source", label.clone(), href.clone().or_else(table))
        }
        // What was folded together has no page: the table has its parts.
        Stop::By(column, None) => (column, "source", say.others.to_owned(), table()),
        Stop::End(kind) => (N + 1, kind.group().class(), (say.end)(kind), (say.end_link)(kind)),
    };
    let says = format!("{label}: {}", (say.amount)(amount));
    Station { column, amount, label, says, href, tone }
}
