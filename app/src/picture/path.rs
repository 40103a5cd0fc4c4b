//! The path of one gift.

use leptos::prelude::*;

use super::figure::{Around, figure};
use super::flow::{RIBBONS_LIMIT, TABLE_LIMIT};
use super::graph::{Graph, Passage, Station};
use super::narrow::narrow;
use super::svg::Title;
use super::wide::wide;
use crate::page::parts::table;
use crate::view::{GiftPath, PathColumn, PathNode};
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
        if graph.passages.len() <= RIBBONS_LIMIT || keep <= 2 {
            return graph;
        }
        keep -= 1;
    }
}

/// The graph with `keep` stations a column; the others of one tone are one station, which leads to the table.
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
        let mut folds: Vec<(&'static str, Vec<usize>)> = Vec::new();
        for (index, node) in nodes.iter().skip(kept) {
            match folds.iter_mut().find(|(other, _)| *other == tone(node)) {
                Some((_, members)) => members.push(*index),
                None => folds.push((tone(node), vec![*index])),
            }
        }
        for (tone, members) in folds {
            for member in &members {
                set(&mut index_of, *member, graph.stations.len());
            }
            graph.stations.push(fold(column, tone, &members, path, say));
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
    let note = node.note.as_ref().map(|note| format!(" ({note})")).unwrap_or_default();
    let says = format!("{}: {}{note}: {amount}", station(node.column, say), node.label);
    let (label, href) = (node.label.clone(), node.href.clone());
    Station { column: number(node.column), amount: node.amount, label, says, href, tone: tone(node) }
}

fn fold(column: PathColumn, tone: &'static str, members: &[usize], path: &GiftPath, say: &'static Words) -> Station {
    let nodes = members.iter().filter_map(|index| path.nodes.get(*index));
    let kind = nodes.clone().find_map(|node| node.end).map(|kind| words::kind(say.lang, kind));
    let amount = nodes.fold(0_u64, |sum, node| sum.saturating_add(node.amount));
    let count = words::count(u64::try_from(members.len()).unwrap_or(u64::MAX));
    let label = match (say.lang, kind) {
        (Lang::En, None) => format!("{count} others"),
        (Lang::En, Some(kind)) => format!("{count} others: {kind}"),
        (Lang::Zh, None) => format!("其余 {count} 项"),
        (Lang::Zh, Some(kind)) => format!("其余 {count} 项：{kind}"),
    };
    let says = format!("{label}: {}", words::amount(say.lang, amount, &path.unit));
    Station { column: number(column), amount, label, says, href: Some("#path-table".into()), tone }
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
    use crate::view::{EndKind, PathRibbon, Unit};

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

    #[test]
    fn a_few_ends_are_all_shown() {
        let graph = graph(&spread(4), Words::of(Lang::Zh));
        assert_eq!(graph.stations.len(), 7);
        assert_eq!(graph.passages.len(), 6);
    }
}
