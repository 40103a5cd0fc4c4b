//! A graph down a telephone: each column is a list of lines, and its bars lie side by side in the gutter on the left,
//! where the bands come down. No band crosses a bar of its own column, because each keeps its own part of the gutter.

use super::graph::{Arranged, Graph, Leg, Scale, Slot, arrange};
use super::svg::{Form, Svg, Title, shorten};

const WIDTH: u64 = 340;
/// The width that all amounts share; slits come on top.
const SCALE: u64 = 88;
/// Between neighbours in the gutter.
const SLIT: u64 = 3;
/// Where labels begin.
const LABELS: u64 = 136;
const LINE: u64 = 42;
const BAR: u64 = 8;
/// Where bands change places, below each column.
const MIXING: u64 = 44;
/// The room for a column's heading.
const HEAD: u64 = 20;

/// Where a slot is drawn: its part of the gutter, and the line of its bar.
#[derive(Clone, Default)]
struct Spot {
    x: u64,
    width: u64,
    y: u64,
}

/// The first and the last pixel of a column.
type Reach = (u64, u64);

/// Draws a graph; `amount` says how much.
pub(super) fn narrow(graph: &Graph, title: &Title<'_>, amount: &dyn Fn(u64) -> String) -> String {
    let arranged = arrange(graph);
    let scale = Scale::of(&arranged, SCALE);
    let (spots, reaches) = spots(&arranged, &scale);
    let height = reaches.last().map_or(0, |reach| reach.1) + 4;
    let mut svg = Svg::open(title, Form::Narrow, WIDTH, height);
    for (number, reach) in arranged.numbers.iter().zip(&reaches) {
        svg.text("head", LABELS, reach.0 + 12, "start", graph.heads.get(*number).map_or("", String::as_str));
    }
    for (slot, spot) in arranged.slots.iter().zip(&spots).filter(|(slot, _)| slot.station.is_some()) {
        let (from, to) = (spot.x + spot.width, LABELS - 6);
        svg.path("leader", &format!("M{} {}H{}", from.min(to), spot.y + BAR / 2, to));
        debug_assert!(slot.column < reaches.len());
    }
    for leg in &arranged.legs {
        band(&mut svg, leg, graph, (&arranged, &spots, &reaches, &scale), amount);
    }
    for (slot, spot) in arranged.slots.iter().zip(&spots) {
        bar(&mut svg, slot, spot, graph, amount);
    }
    svg.close()
}

fn spots(arranged: &Arranged, scale: &Scale) -> (Vec<Spot>, Vec<Reach>) {
    let mut spots = vec![Spot::default(); arranged.slots.len()];
    let mut reaches = Vec::new();
    let mut top = 0;
    for column in &arranged.columns {
        let (mut passed, mut slits, mut line) = (0_u64, 0, top + HEAD);
        for index in column {
            let Some((slot, spot)) = arranged.slots.get(*index).zip(spots.get_mut(*index)) else { continue };
            let (from, width) = scale.part(passed, slot.amount);
            *spot = Spot { x: from + slits, width, y: line + (LINE - BAR) / 2 };
            passed = passed.saturating_add(slot.amount);
            slits += SLIT;
            line += if slot.station.is_some() { LINE } else { 0 };
        }
        reaches.push((top, line));
        top = line + MIXING;
    }
    (spots, reaches)
}

fn band(
    svg: &mut Svg,
    leg: &Leg,
    graph: &Graph,
    (arranged, spots, reaches, scale): (&Arranged, &[Spot], &[Reach], &Scale),
    amount: &dyn Fn(u64) -> String,
) {
    let (Some(from), Some(to)) = (spots.get(leg.from), spots.get(leg.to)) else { return };
    let slot = |index: usize| arranged.slots.get(index);
    let stops = |index: usize| slot(index).is_some_and(|slot| slot.station.is_some());
    let reach = |index: usize| slot(index).and_then(|slot| reaches.get(slot.column)).copied().unwrap_or((0, 0));
    let width = scale.at(leg.amount).max(1);
    let (x0, x1) = (from.x + scale.at(leg.leaves_at), to.x + scale.at(leg.arrives_at));
    let (right0, right1) = (x0 + width, x1 + width);
    let (high, turn) = (if stops(leg.from) { from.y + BAR } else { reach(leg.from).0 }, reach(leg.from).1);
    let (arrive, low) = (reach(leg.to).0, if stops(leg.to) { to.y } else { reach(leg.to).0 });
    let middle = turn.midpoint(arrive);
    let d = format!(
        "M{x0} {high}V{turn}C{x0} {middle} {x1} {middle} {x1} {arrive}V{low}H{right1}V{arrive}\
         C{right1} {middle} {right0} {middle} {right0} {turn}V{high}Z"
    );
    svg.ribbon(graph, leg.passage, &d, amount);
}

fn bar(svg: &mut Svg, slot: &Slot, spot: &Spot, graph: &Graph, amount: &dyn Fn(u64) -> String) {
    let Some(station) = slot.station.and_then(|index| graph.stations.get(index)) else { return };
    let middle = spot.y + BAR / 2;
    svg.part(&station.says, station.href.as_deref(), |svg| {
        svg.bar(station.tone, spot.x, spot.y, spot.width, BAR);
        svg.text("label", LABELS, middle.saturating_sub(3), "start", &shorten(&station.label, WIDTH - LABELS));
        svg.text("amount", LABELS, middle + 13, "start", &amount(station.amount));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::graph::{Passage, Station};

    #[test]
    fn the_fullest_column_leaves_room_for_labels() {
        let station = |column, amount| Station {
            column,
            amount,
            label: "label".into(),
            says: "label".into(),
            href: None,
            tone: "source",
        };
        let mut stations = vec![station(0, 1_000)];
        stations.extend((0..12).map(|_| station(1, 80)));
        let passages = (1..13).map(|to| Passage { from: 0, to, amount: 80, tone: "source" }).collect();
        let arranged = arrange(&Graph { stations, passages, ..Graph::default() });
        let (spots, reaches) = spots(&arranged, &Scale::of(&arranged, SCALE));
        assert!(spots.iter().all(|spot| spot.width >= 1 && spot.x + spot.width < LABELS));
        assert_eq!(reaches.last().map(|(top, low)| low - top), Some(HEAD + 12 * LINE));
    }
}
