//! The path of one gift.

use leptos::prelude::*;

use super::figure::{Around, figure};
use super::flow::{RIBBONS_LIMIT, TABLE_LIMIT};
use super::graph::{Graph, Passage, Station};
use super::narrow::narrow;
use super::svg::Title;
use super::wide::wide;
use crate::page::parts::table;
use crate::view::{EndKind, GiftPath, Group, PathColumn, PathNode};
use crate::words::{self, Lang, Words};

/// At most this many stations in a column before the smaller ones are folded together.
const COLUMN_LIMIT: usize = 9;

/// The columns, in order: the index of each is its number in the drawing.
const COLUMNS: [PathColumn; 7] = [
    PathColumn::Gift,
    PathColumn::Fund,
    PathColumn::Project,
    PathColumn::Purchase,
    PathColumn::Lot,
    PathColumn::Site,
    PathColumn::End,
];

/// The path of a gift as a figure, with its table; nothing where nothing has moved.
#[must_use]
pub fn path(path: &GiftPath, say: &'static Words) -> AnyView {
    if path.ribbons.is_empty() {
        return ().into_any();
    }
    let amount = |number| words::amount(say.lang, number, &path.unit);
    let description = description(path, say);
    let title = Title { name: "path", title: say.path_title, description: &description };
    let graph = graph(path, say);
    let drawings = [wide(&graph, &title, &amount), narrow(&graph, &title, &amount)];
    figure(
        Around { name: "path", drawings, caption: say.path_caption.to_owned(), open: false, twin: twin(path, say) },
        say,
    )
}

fn description(path: &GiftPath, say: &'static Words) -> String {
    let whole = words::amount(say.lang, path.amount, &path.unit);
    let ends = path.nodes.iter().filter(|node| node.column == PathColumn::End).count();
    let ends = words::count(u64::try_from(ends).unwrap_or(u64::MAX));
    match say.lang {
        Lang::En => format!("{whole} followed through every station to {ends} ends."),
        Lang::Zh => format!("{whole} 逐环节追踪，共 {ends} 处去向。"),
    }
}

/// What a column is called.
fn station(column: PathColumn, say: &'static Words) -> &'static str {
    match column {
        PathColumn::Gift => say.station_gift,
        PathColumn::Fund => say.station_fund,
        PathColumn::Project => say.station_project,
        PathColumn::Purchase => say.station_purchase,
        PathColumn::Lot => say.station_lot,
        PathColumn::Site => say.station_site,
        PathColumn::End => say.station_end,
    }
}

fn number(column: PathColumn) -> usize {
    COLUMNS.iter().position(|other| *other == column).unwrap_or(0)
}

fn tone(node: &PathNode) -> &'static str {
    node.end.map_or("source", |kind| kind.group().class())
}

/// Folds the smaller stations of every column together until the ribbons can be told apart.
fn graph(path: &GiftPath, say: &'static Words) -> Graph {
    let mut keep = COLUMN_LIMIT;
    loop {
        let graph = folded(path, keep, say);
        if graph.passages.len() <= RIBBONS_LIMIT || keep <= 1 {
            return graph;
        }
        keep -= 1;
    }
}

/// The graph with `keep` stations a column; the others of one tone are one station, which leads to the table. One alone
/// is never folded: its own name says more.
fn folded(path: &GiftPath, keep: usize, say: &'static Words) -> Graph {
    let heads = COLUMNS.map(|column| station(column, say).to_owned()).to_vec();
    let mut graph = Graph { heads, ..Graph::default() };
    let mut index_of = vec![0; path.nodes.len()];
    for column in COLUMNS {
        let mut nodes: Vec<(usize, &PathNode)> =
            path.nodes.iter().enumerate().filter(|(_, node)| node.column == column).collect();
        nodes.sort_by_key(|(index, node)| (std::cmp::Reverse(node.amount), *index));
        // One too many is not worth folding: its place would be taken by the fold.
        let kept = if nodes.len() <= keep + 1 { nodes.len() } else { keep };
        for (index, node) in nodes.iter().take(kept) {
            set(&mut index_of, *index, graph.stations.len());
            graph.stations.push(lone(node, path, say));
        }
        let mut folds: Vec<(&'static str, Vec<(usize, &PathNode)>)> = Vec::new();
        for member in nodes.into_iter().skip(kept) {
            let tone = tone(member.1);
            match folds.iter_mut().find(|(other, _)| *other == tone) {
                Some((_, members)) => members.push(member),
                None => folds.push((tone, vec![member])),
            }
        }
        for (tone, members) in folds {
            for (index, _) in &members {
                set(&mut index_of, *index, graph.stations.len());
            }
            graph.stations.push(match members.as_slice() {
                [(_, alone)] => lone(alone, path, say),
                _ => fold(column, tone, &members, path, say),
            });
        }
    }
    graph.passages = passages(path, &index_of, &graph.stations);
    graph
}

fn set(index_of: &mut [usize], node: usize, station: usize) {
    if let Some(entry) = index_of.get_mut(node) {
        *entry = station;
    }
}

fn lone(node: &PathNode, path: &GiftPath, say: &'static Words) -> Station {
    let amount = words::amount(say.lang, node.amount, &path.unit);
    let (open, close) = words::pick(say.lang, (" (", ")"), ("（", "）"));
    let note = node.note.as_ref().map(|note| format!("{open}{note}{close}")).unwrap_or_default();
    let colon = words::colon(say.lang);
    let says = format!("{}{colon}{}{note}{colon}{amount}", station(node.column, say), node.label);
    let (label, href) = (node.label.clone(), node.href.clone());
    Station { column: number(node.column), amount: node.amount, label, says, href, tone: tone(node) }
}

fn fold(
    column: PathColumn,
    tone: &'static str,
    members: &[(usize, &PathNode)],
    path: &GiftPath,
    say: &'static Words,
) -> Station {
    let amount = members.iter().fold(0_u64, |sum, (_, node)| sum.saturating_add(node.amount));
    let count = words::count(u64::try_from(members.len()).unwrap_or(u64::MAX));
    let label = match (say.lang, what_became(members, say)) {
        (Lang::En, None) => format!("{count} others"),
        (Lang::En, Some(what)) => format!("{count} others: {what}"),
        (Lang::Zh, None) => format!("其余 {count} 项"),
        (Lang::Zh, Some(what)) => format!("其余 {count} 项：{what}"),
    };
    let says = words::told(say.lang, &label, &words::amount(say.lang, amount, &path.unit));
    Station { column: number(column), amount, label, says, href: Some("#path-table".into()), tone }
}

/// What became of all of them: their kind, or where they are of several kinds, what those have in common; nothing for
/// stations on the way.
fn what_became(members: &[(usize, &PathNode)], say: &'static Words) -> Option<&'static str> {
    let mut kinds = members.iter().filter_map(|(_, node)| node.end);
    let first = kinds.next()?;
    Some(if kinds.all(|kind| kind == first) {
        words::kind(say.lang, first)
    } else {
        match first.group() {
            Group::Reached => say.handed_out,
            Group::Held => say.in_hand,
            Group::Cost => say.costs,
            Group::Returned => words::pick(say.lang, "Went back or on", "退还或转出"),
            Group::Lost => words::kind(say.lang, EndKind::Lost),
        }
    })
}

/// Ribbons between stations; those of one pair are one.
fn passages(path: &GiftPath, index_of: &[usize], stations: &[Station]) -> Vec<Passage> {
    let mut passages: Vec<Passage> = Vec::new();
    let station = |node: usize| index_of.get(node).copied().and_then(|index| Some((index, stations.get(index)?)));
    for ribbon in path.ribbons.iter().filter(|ribbon| ribbon.amount > 0) {
        let (Some((from, left)), Some((to, right))) = (station(ribbon.from), station(ribbon.to)) else { continue };
        // A ribbon that doesn't lead onwards can't be drawn; the view model has none.
        if left.column >= right.column {
            continue;
        }
        match passages.iter_mut().find(|passage| (passage.from, passage.to) == (from, to)) {
            Some(passage) => passage.amount = passage.amount.saturating_add(ribbon.amount),
            None => passages.push(Passage { from, to, amount: ribbon.amount, tone: right.tone }),
        }
    }
    passages
}

/// Every station with what it comes from, in the order of the path, the largest first.
fn twin(path: &GiftPath, say: &'static Words) -> AnyView {
    let mut nodes: Vec<(usize, &PathNode)> = path.nodes.iter().enumerate().collect();
    nodes.sort_by_key(|(index, node)| (node.column, std::cmp::Reverse(node.amount), *index));
    let amount = |number| words::amount(say.lang, number, &path.unit).into_any();
    let mut rows: Vec<Vec<AnyView>> = nodes
        .iter()
        .take(TABLE_LIMIT)
        .map(|(index, node)| {
            let from = came_from(path, *index, say.lang).into_any();
            vec![named(node), station(node.column, say).into_any(), from, amount(node.amount)]
        })
        .collect();
    if let Some(left) = nodes.len().checked_sub(TABLE_LIMIT).filter(|left| *left > 0) {
        let left = words::count(u64::try_from(left).unwrap_or(u64::MAX));
        let text = words::pick(say.lang, format!("{left} more, listed below"), format!("另有 {left} 项，见下方列表"));
        rows.push(vec![text.into_any(), "".into_any(), "".into_any(), "".into_any()]);
    }
    table(say.path_title, &[say.what_exactly, say.stage, say.from, say.amount], &[3], rows)
}

fn named(node: &PathNode) -> AnyView {
    let name = node.label.clone();
    let note = node.note.clone().map(|note| view! { " "<small>{note}</small> });
    match node.href.clone() {
        Some(href) => view! { <a href=href>{name}</a>{note} }.into_any(),
        None => view! { {name}{note} }.into_any(),
    }
}

/// The stations that a station's part of the gift came from; of many the first three.
fn came_from(path: &GiftPath, index: usize, lang: Lang) -> String {
    let into = path.ribbons.iter().filter(|ribbon| ribbon.to == index);
    let mut names: Vec<&str> =
        into.filter_map(|ribbon| path.nodes.get(ribbon.from)).map(|node| node.label.as_str()).collect();
    names.dedup();
    let more = names.len() > 3;
    names.truncate(3);
    let joined = names.join(words::pick(lang, ", ", "、"));
    if more { format!("{joined} …") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{PathRibbon, Unit};

    /// A gift that became `ends` hand-outs of two lots.
    fn spread(ends: u64) -> GiftPath {
        let node = |column, label: &str, amount| PathNode {
            column,
            label: label.to_owned(),
            note: None,
            href: None,
            end: (column == PathColumn::End).then_some(EndKind::Distributed),
            amount,
        };
        let mut nodes = vec![
            node(PathColumn::Gift, "Gift", ends * 10),
            node(PathColumn::Lot, "Tents", ends * 5),
            node(PathColumn::Lot, "Rice", ends * 5),
        ];
        let ribbon = |from, to, amount| PathRibbon { from, to, amount };
        let mut ribbons = vec![ribbon(0, 1, ends * 5), ribbon(0, 2, ends * 5)];
        for end in 0..ends {
            let lot = if end % 2 == 0 { 1 } else { 2 };
            ribbons.push(ribbon(lot, nodes.len(), 10));
            nodes.push(node(PathColumn::End, &format!("Village {end}"), 10));
        }
        GiftPath { unit: Unit::Goods("kg".into()), amount: ends * 10, nodes, ribbons }
    }

    #[test]
    fn four_hundred_ends_are_folded_and_nothing_is_lost() {
        let graph = graph(&spread(400), Words::of(Lang::En));
        assert!(graph.passages.len() <= RIBBONS_LIMIT, "{}", graph.passages.len());
        let ends: u64 = graph.stations.iter().filter(|station| station.column == 6).map(|end| end.amount).sum();
        assert_eq!(ends, 4_000);
        let carried: u64 = graph.passages.iter().filter(|passage| passage.from > 0).map(|passage| passage.amount).sum();
        assert_eq!(carried, 4_000);
        assert!(graph.stations.iter().any(|station| station.label == "391 others: Handed out as goods"));
    }

    /// A gift with so many ends of each kind, the first the largest.
    fn mixed(kinds: &[(EndKind, u64)]) -> GiftPath {
        let node = |column, label: String, end, amount| PathNode { column, label, note: None, href: None, end, amount };
        let mut path = GiftPath { unit: Unit::Goods("kg".into()), amount: 0, nodes: Vec::new(), ribbons: Vec::new() };
        path.nodes.push(node(PathColumn::Gift, "Gift".into(), None, 0));
        let ends = kinds.iter().flat_map(|(kind, count)| (0..*count).map(move |number| (*kind, number)));
        for (place, (kind, number)) in ends.enumerate() {
            let amount = 1_000 - u64::try_from(place).expect("few");
            path.ribbons.push(PathRibbon { from: 0, to: path.nodes.len(), amount });
            path.nodes.push(node(PathColumn::End, format!("{} {number}", kind.word()), Some(kind), amount));
            path.amount += amount;
        }
        path.nodes[0].amount = path.amount;
        path
    }

    #[test]
    fn a_fold_counts_what_it_folds_and_none_is_of_one() {
        use EndKind::{CashDistributed, Distributed, Expense, Lost};
        let path = mixed(&[(Distributed, 30), (Lost, 6), (Expense, 1)]);
        let graph = graph(&path, Words::of(Lang::En));
        let labels: Vec<&str> = graph.stations.iter().map(|station| station.label.as_str()).collect();
        assert!(labels.contains(&"21 others: Handed out as goods"), "{labels:?}");
        assert!(labels.contains(&"6 others: Lost"), "{labels:?}");
        assert!(labels.contains(&"expense 0"), "{labels:?}");
        assert!(!labels.iter().any(|label| label.starts_with("1 others")), "{labels:?}");
        let ends: u64 = graph.stations.iter().filter(|station| station.column == 6).map(|end| end.amount).sum();
        assert_eq!(ends, path.amount);
        let both = super::graph(&mixed(&[(Distributed, 12), (CashDistributed, 12)]), Words::of(Lang::Zh));
        assert!(both.stations.iter().any(|station| station.label == "其余 15 项：已送达"), "{:?}", both.stations);
    }

    #[test]
    fn many_of_everything_are_few_ribbons() {
        let mut path = spread(400);
        for (number, column) in [PathColumn::Purchase, PathColumn::Site].into_iter().cycle().take(60).enumerate() {
            let index = path.nodes.len();
            let label = format!("Station {number}");
            path.nodes.push(PathNode { column, label, note: None, href: None, end: None, amount: 10 });
            path.ribbons.push(PathRibbon { from: 0, to: index, amount: 10 });
            let end = 3 + number;
            path.ribbons.push(PathRibbon { from: index, to: end, amount: 10 });
        }
        let graph = graph(&path, Words::of(Lang::En));
        assert!(graph.passages.len() <= RIBBONS_LIMIT, "{}", graph.passages.len());
    }

    #[test]
    fn a_few_ends_are_all_shown() {
        let graph = graph(&spread(4), Words::of(Lang::Zh));
        assert_eq!(graph.stations.len(), 7);
        assert_eq!(graph.passages.len(), 6);
    }
}
