//! Whole-number layout: cents in, units of the picture out.

use std::collections::BTreeMap;

use crate::view::EndKind;

/// The width of a picture.
pub(super) const WIDTH: u64 = 560;
/// The height that all amounts share; gaps between nodes come on top.
pub(super) const SCALE: u64 = 320;
/// The gap between two nodes of a column: room for two lines of a label.
pub(super) const GAP: u64 = 30;
/// The width of a node.
pub(super) const BAR: u64 = 10;
/// Where each column begins.
const COLUMNS: [u64; 3] = [0, 190, 360];
/// The room above the first node.
const TOP: u64 = 16;
/// More ribbons than this can't be told apart.
pub(super) const RIBBONS_LIMIT: usize = 40;
/// At most this many nodes in the middle, the smaller ones folded into one.
const MIDDLE_LIMIT: usize = 9;

/// An amount on its way from left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it went through: the label of a node in the middle.
    pub through: String,
    /// Where it rests.
    pub kind: EndKind,
    /// How much.
    pub amount: u64,
}

/// Which column a node stands in, and what it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Side {
    /// Where the money came from; the number is the index of the source given to [`layout`].
    Source(usize),
    /// What it went through; none is the node of all that were folded together.
    Through(Option<String>),
    /// Where it rests.
    End(EndKind),
}

/// A bar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub side: Side,
    /// How much passes it.
    pub amount: u64,
    /// Its left edge.
    pub x: u64,
    /// Its upper edge.
    pub y: u64,
    /// Its height; at least 1.
    pub height: u64,
}

/// A band between two bars.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ribbon {
    /// How much it carries.
    pub amount: u64,
    /// The end it leads to; none left of the middle.
    pub kind: Option<EndKind>,
    /// Its right and left edges, its upper edges there, and its height at both.
    pub from: (u64, u64),
    /// See `from`.
    pub to: (u64, u64),
    /// Its height; at least 1.
    pub height: u64,
}

/// A finished layout.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flow {
    /// The bars, column by column, top down.
    pub nodes: Vec<Node>,
    /// The bands.
    pub ribbons: Vec<Ribbon>,
    /// The table beside the picture: through, end, amount; the middle as folded.
    pub table: Vec<(Option<String>, EndKind, u64)>,
    /// The height of the whole.
    pub height: u64,
}

/// Lays out rows; `sources` are the amounts on the left, which should add up to the rows. Rows of nothing are left
/// out. The same rows in any order give the same layout.
#[must_use]
pub fn layout(sources: &[u64], rows: &[Row]) -> Flow {
    let mut cells: BTreeMap<(&str, EndKind), u64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.amount > 0) {
        let cell = cells.entry((row.through.as_str(), row.kind)).or_default();
        *cell = cell.saturating_add(row.amount);
    }
    let total = cells.values().fold(0_u64, |sum, amount| sum.saturating_add(*amount));
    if total == 0 {
        return Flow::default();
    }
    let table = fold(&cells);
    let mut flow = Flow { height: 0, table, ..Flow::default() };
    let throughs = sums(flow.table.iter().map(|(through, _, amount)| (through.clone(), *amount)), false);
    let ends = sums(flow.table.iter().map(|(_, kind, amount)| (*kind, *amount)), true);
    let sources: Vec<(usize, u64)> = sources.iter().copied().enumerate().filter(|(_, amount)| *amount > 0).collect();
    let scale = Scale { total };
    let left_total = sources.iter().fold(0_u64, |sum, (_, amount)| sum.saturating_add(*amount));
    column(
        &mut flow,
        0,
        &Scale { total: left_total },
        sources.into_iter().map(|(index, sum)| (Side::Source(index), sum)),
    );
    column(&mut flow, 1, &scale, throughs.iter().map(|(through, sum)| (Side::Through(through.clone()), *sum)));
    column(&mut flow, 2, &scale, ends.iter().map(|(kind, sum)| (Side::End(*kind), *sum)));
    flow.height = flow.nodes.iter().map(|node| node.y + node.height).max().unwrap_or(0) + TOP;
    bands_from_sources(&mut flow, &scale, left_total);
    bands_to_ends(&mut flow, &scale);
    flow
}

/// Keeps the largest nodes of the middle and folds the others together, as few as keeps the ribbons countable.
fn fold(cells: &BTreeMap<(&str, EndKind), u64>) -> Vec<(Option<String>, EndKind, u64)> {
    let largest = sums(cells.iter().map(|((through, _), amount)| (*through, *amount)), false);
    let mut keep = largest.len().min(MIDDLE_LIMIT);
    loop {
        let kept: Vec<&str> = largest.iter().take(keep).map(|(through, _)| *through).collect();
        let mut folded: BTreeMap<(usize, EndKind), u64> = BTreeMap::new();
        for ((through, kind), amount) in cells {
            let place = kept.iter().position(|name| name == through).unwrap_or(keep);
            let cell = folded.entry((place, *kind)).or_default();
            *cell = cell.saturating_add(*amount);
        }
        if keep <= 2 || folded.len() + keep < RIBBONS_LIMIT {
            let name = |place: usize| kept.get(place).map(|name| (*name).to_owned());
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

/// Amounts to heights: edges are rounded, not heights, so that parts end where the whole does.
struct Scale {
    total: u64,
}

impl Scale {
    fn at(&self, amount: u64) -> u64 {
        let height = (u128::from(SCALE) * u128::from(amount)).checked_div(u128::from(self.total)).unwrap_or(0);
        u64::try_from(height).unwrap_or(SCALE)
    }
}

fn column(flow: &mut Flow, index: usize, scale: &Scale, nodes: impl Iterator<Item = (Side, u64)>) {
    let x = COLUMNS.get(index).copied().unwrap_or(0);
    let (mut passed, mut gaps) = (0_u64, 0_u64);
    for (side, amount) in nodes {
        let (upper, lower) = (scale.at(passed), scale.at(passed.saturating_add(amount)));
        let height = (lower - upper).max(1);
        flow.nodes.push(Node { side, amount, x, y: TOP + upper + gaps, height });
        passed = passed.saturating_add(amount);
        gaps += GAP;
    }
}

/// Gifts mix in a fund's cash, so every source feeds the middle in proportion; the bands leave the left column as if
/// it were one bar, each where the one above it ended.
fn bands_from_sources(flow: &mut Flow, scale: &Scale, left_total: u64) {
    let sources: Vec<Node> = flow.nodes.iter().filter(|node| matches!(node.side, Side::Source(_))).cloned().collect();
    let middles: Vec<Node> = flow.nodes.iter().filter(|node| matches!(node.side, Side::Through(_))).cloned().collect();
    let mut left: Vec<u64> = vec![0; sources.len()];
    for middle in &middles {
        let mut arrived = 0;
        for (source, left) in sources.iter().zip(&mut left) {
            let part = u128::from(middle.amount) * u128::from(source.amount);
            let part = u64::try_from(part.checked_div(u128::from(left_total)).unwrap_or(0)).unwrap_or(0);
            if part == 0 {
                continue;
            }
            let height = scale.at(part).max(1);
            let from = (source.x + BAR, source.y + scale.at(*left));
            let to = (middle.x, middle.y + scale.at(arrived));
            flow.ribbons.push(Ribbon { amount: part, kind: None, from, to, height });
            *left = left.saturating_add(part);
            arrived = arrived.saturating_add(part);
        }
    }
}

fn bands_to_ends(flow: &mut Flow, scale: &Scale) {
    let nodes = flow.nodes.clone();
    let find = |side: &Side| nodes.iter().find(|node| node.side == *side);
    let mut left: BTreeMap<Option<String>, u64> = BTreeMap::new();
    let mut arrived: BTreeMap<EndKind, u64> = BTreeMap::new();
    // The right column fills top down, so bands come in the order of the middle column's nodes.
    let order = |through: &Option<String>| {
        nodes.iter().position(|node| node.side == Side::Through(through.clone())).unwrap_or(usize::MAX)
    };
    let mut table = flow.table.clone();
    table.sort_by_key(|(through, kind, _)| (order(through), *kind));
    for (through, kind, amount) in &table {
        let (Some(middle), Some(end)) = (find(&Side::Through(through.clone())), find(&Side::End(*kind))) else {
            continue;
        };
        let (out, into) = (left.entry(through.clone()).or_default(), arrived.entry(*kind).or_default());
        let from = (middle.x + BAR, middle.y + scale.at(*out));
        let to = (end.x, end.y + scale.at(*into));
        flow.ribbons.push(Ribbon { amount: *amount, kind: Some(*kind), from, to, height: scale.at(*amount).max(1) });
        *out = out.saturating_add(*amount);
        *into = into.saturating_add(*amount);
    }
    flow.table = table;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(amounts: &[(&str, EndKind, u64)]) -> Vec<Row> {
        amounts
            .iter()
            .map(|(through, kind, amount)| Row { through: (*through).into(), kind: *kind, amount: *amount })
            .collect()
    }

    fn many() -> Vec<Row> {
        let mut rows = Vec::new();
        for item in 0..60_u64 {
            for (place, kind) in EndKind::ALL.iter().enumerate() {
                let amount = (item * 37 + u64::try_from(place).unwrap_or(0) * 11) % 97;
                rows.push(Row { through: format!("item {item}"), kind: *kind, amount });
            }
        }
        rows
    }

    #[test]
    fn bands_of_an_end_add_up_to_its_bar_and_all_ends_to_the_total() {
        let rows = many();
        let total: u64 = rows.iter().map(|row| row.amount).sum();
        let flow = layout(&[total], &rows);
        let mut ends = 0;
        for node in &flow.nodes {
            if let Side::End(kind) = node.side {
                let bands: u64 =
                    flow.ribbons.iter().filter(|band| band.kind == Some(kind)).map(|band| band.amount).sum();
                assert_eq!(bands, node.amount, "{kind:?}");
                ends += bands;
            }
        }
        assert_eq!(ends, total);
        assert_eq!(flow.table.iter().map(|(_, _, amount)| amount).sum::<u64>(), total);
    }

    #[test]
    fn two_million_gifts_of_sixty_items_still_give_a_countable_picture() {
        let flow = layout(&[1], &many());
        assert!(flow.ribbons.len() <= RIBBONS_LIMIT, "{}", flow.ribbons.len());
        assert!(flow.nodes.iter().any(|node| node.side == Side::Through(None)));
    }

    #[test]
    fn the_order_of_rows_does_not_matter() {
        let mut backwards = many();
        backwards.reverse();
        assert_eq!(layout(&[7, 3], &many()), layout(&[7, 3], &backwards));
    }

    #[test]
    fn everything_lies_within_the_picture_and_nothing_is_invisible() {
        let flow = layout(
            &[500, 2],
            &rows(&[("tents", EndKind::Distributed, 500), ("cash", EndKind::Fee, 1), ("cash", EndKind::Lost, 1)]),
        );
        for node in &flow.nodes {
            assert!(node.height >= 1 && node.y + node.height <= flow.height && node.x + BAR <= WIDTH, "{node:?}");
        }
        for band in &flow.ribbons {
            assert!(band.height >= 1 && band.to.1 + band.height <= flow.height, "{band:?}");
        }
        assert_eq!(layout(&[], &[]), Flow::default());
        assert_eq!(layout(&[u64::MAX], &rows(&[("a", EndKind::Lost, u64::MAX)])).ribbons.len(), 2);
    }
}
