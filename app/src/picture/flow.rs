//! The flow: where money came from, what it went through, where it rests.

use std::collections::BTreeMap;

use super::graph::{Graph, Passage, Station};
use super::narrow::narrow;
use super::svg::Title;
use super::wide::wide;
use crate::view::EndKind;

/// More ribbons than this can't be told apart.
pub(super) const RIBBONS_LIMIT: usize = 40;
/// At most this many nodes in the middle, the smaller ones folded into one.
const MIDDLE_LIMIT: usize = 9;
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

/// An amount on its way from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it went through: a node in the middle.
    pub through: Through,
    /// Where it rests.
    pub kind: EndKind,
    /// How much.
    pub amount: u64,
}

/// By way of what, to where, how much; no name for all that were folded together.
pub type Line = (Option<Through>, EndKind, u64);

/// A flow whose smaller parts are folded together, once for the picture and once for the table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// The sources: their index, and how much came from them.
    pub sources: Vec<(usize, u64)>,
    /// What the picture shows.
    pub shown: Vec<Line>,
    /// What the table beside it shows, the largest first.
    pub table: Vec<Line>,
}

/// What a picture says besides its amounts; all of it in one language.
pub struct Captions<'a> {
    /// Unique on the page; prefix of the ids within.
    pub id: &'a str,
    /// What the picture shows, in a few words.
    pub title: &'a str,
    /// What it shows in a sentence or two, with the main figures.
    pub description: &'a str,
    /// The headings of its columns.
    pub heads: [&'a str; 3],
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

/// Folds rows; `sources` are the amounts on the left, which should add up to the rows. Rows of nothing are left out.
/// The same rows in any order give the same flow.
#[must_use]
pub fn layout(sources: &[u64], rows: &[Row]) -> Flow {
    let mut cells: BTreeMap<(&Through, EndKind), u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.amount > 0) {
        let cell = cells.entry((&row.through, row.kind)).or_default();
        *cell = cell.saturating_add(row.amount);
    }
    let sources = sources.iter().copied().enumerate().filter(|(_, amount)| *amount > 0).collect();
    if cells.is_empty() {
        return Flow::default();
    }
    Flow { sources, shown: fold(&cells, MIDDLE_LIMIT, RIBBONS_LIMIT), table: fold(&cells, TABLE_LIMIT, TABLE_LIMIT) }
}

/// Draws a flow, wide and narrow; nothing for an empty one.
#[must_use]
pub fn draw(flow: &Flow, say: &Captions<'_>) -> [String; 2] {
    if flow.shown.is_empty() {
        return [String::new(), String::new()];
    }
    let graph = graph(flow, say);
    let title = Title { name: say.id, title: say.title, description: say.description };
    [wide(&graph, &title, say.amount), narrow(&graph, &title, say.amount)]
}

/// Keeps the largest nodes of the middle and folds the others together, as few as keeps the lines countable.
fn fold(cells: &BTreeMap<(&Through, EndKind), u64>, names_limit: usize, lines_limit: usize) -> Vec<Line> {
    let largest = sums(cells.iter().map(|((through, _), amount)| (*through, *amount)), false);
    let mut keep = largest.len().min(names_limit);
    loop {
        let places: BTreeMap<&Through, usize> =
            largest.iter().take(keep).enumerate().map(|(place, (name, _))| (*name, place)).collect();
        let mut folded: BTreeMap<(usize, EndKind), u64> = BTreeMap::new();
        for ((through, kind), amount) in cells {
            let cell = folded.entry((places.get(through).copied().unwrap_or(keep), *kind)).or_default();
            *cell = cell.saturating_add(*amount);
        }
        if keep <= 2 || folded.len() + keep < lines_limit {
            let name = |place: usize| largest.get(place).filter(|_| place < keep).map(|(name, _)| (*name).clone());
            return folded.into_iter().map(|((place, kind), amount)| (name(place), kind, amount)).collect();
        }
        keep -= 1;
    }
}

/// Sums by key: in the order of the keys, or the largest first.
fn sums<K: Ord + Clone>(amounts: impl Iterator<Item = (K, u64)>, by_key: bool) -> Vec<(K, u64)> {
    let mut sums: BTreeMap<K, u64> = BTreeMap::new();
    for (key, amount) in amounts {
        let sum = sums.entry(key).or_default();
        *sum = sum.saturating_add(amount);
    }
    let mut sums: Vec<(K, u64)> = sums.into_iter().collect();
    if !by_key {
        sums.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    }
    sums
}

fn graph(flow: &Flow, say: &Captions<'_>) -> Graph {
    let mut graph = Graph { heads: say.heads.map(str::to_owned).to_vec(), last_is_fixed: true, ..Graph::default() };
    let throughs = sums(flow.shown.iter().map(|(through, _, amount)| (through.clone(), *amount)), false);
    let ends = sums(flow.shown.iter().map(|(_, kind, amount)| (*kind, *amount)), true);
    for (index, amount) in &flow.sources {
        let label = say.sources.get(*index).cloned().unwrap_or_default();
        let href = (say.source_link)(*index).or_else(|| Some(say.table_link.to_owned()));
        add(&mut graph, say, (0, "source"), label, *amount, href);
    }
    for (through, amount) in &throughs {
        // What was folded together has no page: the table has its parts.
        let (label, href) = match through {
            Some(Through { label, href }) => (label.clone(), href.clone()),
            None => (say.others.to_owned(), None),
        };
        add(&mut graph, say, (1, "source"), label, *amount, href.or_else(|| Some(say.table_link.to_owned())));
    }
    for (kind, amount) in &ends {
        add(&mut graph, say, (2, kind.group().class()), (say.end)(*kind), *amount, (say.end_link)(*kind));
    }
    let first = flow.sources.len();
    mix(&mut graph, &flow.sources, &throughs, first);
    for (through, kind, amount) in &flow.shown {
        let from = throughs.iter().position(|(name, _)| name == through).unwrap_or(0) + first;
        let to = ends.iter().position(|(other, _)| other == kind).unwrap_or(0) + first + throughs.len();
        graph.passages.push(Passage { from, to, amount: *amount, tone: kind.group().class() });
    }
    graph
}

fn add(
    graph: &mut Graph,
    say: &Captions<'_>,
    (column, tone): (usize, &'static str),
    label: String,
    amount: u64,
    href: Option<String>,
) {
    let says = format!("{label}: {}", (say.amount)(amount));
    graph.stations.push(Station { column, amount, label, says, href, tone });
}

/// Gifts mix in a fund's cash, so every source feeds the middle in proportion. Shares are rounded where they end, not
/// each by itself, so that each of two sources gives, and every node of the middle takes, exactly what is its own.
fn mix(graph: &mut Graph, sources: &[(usize, u64)], throughs: &[(Option<Through>, u64)], first: usize) {
    let total: u128 = sources.iter().map(|(_, amount)| u128::from(*amount)).sum();
    let share = |passed: u64, source: u64| {
        let share = (u128::from(passed) * u128::from(source)).checked_div(total).unwrap_or(0);
        u64::try_from(share).unwrap_or(source)
    };
    let mut passed = 0_u64;
    for (place, (_, through)) in throughs.iter().enumerate() {
        let before = passed;
        passed = passed.saturating_add(*through);
        let mut left = *through;
        for (from, (_, source)) in sources.iter().enumerate() {
            let last = from + 1 == sources.len();
            let part = if last { left } else { (share(passed, *source) - share(before, *source)).min(left) };
            left -= part;
            if part > 0 {
                graph.passages.push(Passage { from, to: first + place, amount: part, tone: "source" });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn through(label: &str) -> Through {
        Through { label: label.to_owned(), href: Some(format!("/entries?item={}", label.len())) }
    }

    fn many() -> Vec<Row> {
        let mut rows = Vec::new();
        for item in 0..60_u64 {
            for (place, kind) in EndKind::ALL.iter().enumerate() {
                let amount = (item * 37 + u64::try_from(place).unwrap_or(0) * 11) % 97;
                rows.push(Row { through: through(&format!("item {item}")), kind: *kind, amount });
            }
        }
        rows
    }

    fn captions<'a>(sources: &'a [String], amount: &'a dyn Fn(u64) -> String) -> Captions<'a> {
        Captions {
            id: "flow",
            title: "Where it went",
            description: "70 of 100 handed out",
            heads: ["Gifts", "By way of", "To"],
            sources,
            source_link: &|_| None,
            others: "others",
            end: &|kind| kind.word().to_owned(),
            end_link: &|kind| Some(format!("/entries?a=b&kind={}", kind.word())),
            table_link: "#flow-table",
            amount,
        }
    }

    #[test]
    fn what_arrives_at_an_end_adds_up_to_it_and_all_ends_to_the_total() {
        let rows = many();
        let total: u64 = rows.iter().map(|row| row.amount).sum();
        let flow = layout(&[total], &rows);
        let graph = graph(&flow, &captions(&["Gifts".to_owned()], &|amount| amount.to_string()));
        let mut ends = 0;
        for (index, station) in graph.stations.iter().enumerate().filter(|(_, station)| station.column == 2) {
            let arrived: u64 = graph.passages.iter().filter(|band| band.to == index).map(|band| band.amount).sum();
            assert_eq!(arrived, station.amount, "{station:?}");
            ends += arrived;
        }
        assert_eq!(ends, total);
        assert_eq!(flow.table.iter().map(|(_, _, amount)| amount).sum::<u64>(), total);
    }

    #[test]
    fn every_source_gives_exactly_what_came_from_it() {
        let rows = many();
        let total: u64 = rows.iter().map(|row| row.amount).sum();
        let sources = [total - total / 7, total / 7];
        let graph = graph(&layout(&sources, &rows), &captions(&[], &|amount| amount.to_string()));
        for (index, source) in sources.iter().enumerate() {
            let gives: u64 = graph.passages.iter().filter(|band| band.from == index).map(|band| band.amount).sum();
            assert_eq!(gives, *source);
        }
    }

    #[test]
    fn two_million_gifts_of_sixty_items_still_give_a_countable_picture() {
        let flow = layout(&[3, 1], &many());
        let graph = graph(&flow, &captions(&[], &|amount| amount.to_string()));
        assert!(graph.passages.len() <= RIBBONS_LIMIT + MIDDLE_LIMIT, "{}", graph.passages.len());
        assert!(flow.shown.iter().any(|(through, _, _)| through.is_none()));
        assert!(flow.table.len() > flow.shown.len() && flow.table.len() <= TABLE_LIMIT);
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let mut backwards = many();
        backwards.reverse();
        assert_eq!(layout(&[7, 3], &many()), layout(&[7, 3], &backwards));
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(layout(&[], &[]), Flow::default());
        assert_eq!(draw(&Flow::default(), &captions(&[], &|amount| amount.to_string())), ["", ""]);
    }

    #[test]
    fn a_picture_is_escaped_and_without_style_of_its_own() {
        let rows = [
            Row { through: through("Tents <b>"), kind: EndKind::Distributed, amount: 70 },
            Row { through: through("Tents <b>"), kind: EndKind::Lost, amount: 30 },
        ];
        let sources = ["Gifts".to_owned()];
        let amount = |amount: u64| amount.to_string();
        let drawn = draw(&layout(&[100], &rows), &captions(&sources, &amount));
        for svg in &drawn {
            assert!(svg.contains("Tents &lt;b&gt;") && svg.contains("?a=b&amp;kind=lost"), "{svg}");
            assert!(!svg.contains("style") && !svg.contains("<script"), "{svg}");
            assert!(svg.contains("role=\"group\"") && svg.contains("-title\">Where it went</title>"), "{svg}");
        }
        assert_eq!(drawn, draw(&layout(&[100], &rows), &captions(&sources, &amount)));
    }
}
