//! A graph across the page: columns from left to right, bands between them, a label beside every bar.

use super::graph::{Arranged, Graph, Leg, Scale, Slot, arrange};
use super::svg::{Form, Svg, Title, shorten, wrap};

const WIDTH: u64 = 960;
/// The height that all amounts share; gaps come on top.
const SCALE: u64 = 340;
/// The gap below a bar: room for two lines of its label.
const GAP: u64 = 36;
/// The gap below a bar whose label takes two lines, and its amount a third.
const LONG_GAP: u64 = 50;
/// The gap beside what only passes by.
const SLIT: u64 = 12;
const BAR: u64 = 12;
/// The room for labels right of the last column.
const LAST: u64 = 200;
/// The room for the headings.
const TOP: u64 = 48;
/// The room for the label of a last bar that is a hair-line: its amount stands below it.
const BOTTOM: u64 = 26;

/// Where a slot is drawn.
#[derive(Clone, Default)]
struct Spot {
    x: u64,
    y: u64,
    height: u64,
}

/// Draws a graph; `amount` says how much.
pub(super) fn wide(graph: &Graph, title: &Title<'_>, amount: &dyn Fn(u64) -> String) -> String {
    let arranged = arrange(graph);
    let scale = Scale::of(&arranged, SCALE);
    let labels = labels(graph, &arranged);
    let spots = spots(&arranged, &scale, &labels);
    let height = spots.iter().map(|spot| spot.y + spot.height).max().unwrap_or(0) + BOTTOM;
    let mut svg = Svg::open(title, Form::Wide, WIDTH, height);
    let step = step(&arranged);
    for (column, number) in arranged.numbers.iter().enumerate() {
        let head = graph.heads.get(*number).map_or("", String::as_str);
        svg.text("head", at(column, step), 14, "start", &shorten(head, room(&arranged, column)));
    }
    for leg in &arranged.legs {
        band(&mut svg, leg, graph, (&arranged, &spots, &scale), amount);
    }
    for ((slot, spot), lines) in arranged.slots.iter().zip(&spots).zip(&labels) {
        bar(&mut svg, slot, spot, graph, lines, amount);
    }
    svg.close()
}

/// How far one column stands from the next.
fn step(arranged: &Arranged) -> u64 {
    let gaps = u64::try_from(arranged.columns.len().saturating_sub(1)).unwrap_or(1).max(1);
    (WIDTH - LAST) / gaps
}

fn at(column: usize, step: u64) -> u64 {
    u64::try_from(column).unwrap_or(0) * step
}

/// How wide a label of a column may be.
fn room(arranged: &Arranged, column: usize) -> u64 {
    let last = column + 1 == arranged.columns.len();
    if last { LAST - BAR - 10 } else { step(arranged).saturating_sub(BAR + 16) }
}

/// The lines of every slot's label.
fn labels(graph: &Graph, arranged: &Arranged) -> Vec<Vec<String>> {
    let label = |slot: &Slot| slot.station.and_then(|index| graph.stations.get(index)).map(|station| &station.label);
    let lines = |slot: &Slot| label(slot).map(|label| wrap(label, room(arranged, slot.column))).unwrap_or_default();
    arranged.slots.iter().map(lines).collect()
}

/// Stacks each column, and centres it against the tallest.
fn spots(arranged: &Arranged, scale: &Scale, labels: &[Vec<String>]) -> Vec<Spot> {
    let step = step(arranged);
    let mut spots = vec![Spot::default(); arranged.slots.len()];
    let mut heights = Vec::new();
    for column in &arranged.columns {
        let (mut passed, mut gaps, mut end) = (0_u64, 0, 0);
        let long = column.iter().any(|slot| labels.get(*slot).is_some_and(|lines| lines.len() > 1));
        let gap = if long { LONG_GAP } else { GAP };
        for index in column {
            let Some((slot, spot)) = arranged.slots.get(*index).zip(spots.get_mut(*index)) else { continue };
            let (from, height) = scale.part(passed, slot.amount);
            *spot = Spot { x: at(slot.column, step), y: from + gaps, height };
            end = spot.y + height;
            passed = passed.saturating_add(slot.amount);
            gaps += if slot.station.is_some() { gap } else { SLIT };
        }
        heights.push(end);
    }
    let tallest = heights.iter().copied().max().unwrap_or(0);
    for (slot, spot) in arranged.slots.iter().zip(&mut spots) {
        let own = heights.get(slot.column).copied().unwrap_or(tallest);
        spot.y += TOP + (tallest - own) / 2;
    }
    spots
}

fn band(
    svg: &mut Svg,
    leg: &Leg,
    graph: &Graph,
    (arranged, spots, scale): (&Arranged, &[Spot], &Scale),
    amount: &dyn Fn(u64) -> String,
) {
    let (Some(from), Some(to)) = (spots.get(leg.from), spots.get(leg.to)) else { return };
    let passes = arranged.slots.get(leg.from).is_some_and(|slot| slot.station.is_none());
    let height = scale.at(leg.amount).max(1);
    // What passes by a column has no bar there: its band goes on.
    let (x0, x1) = (if passes { from.x } else { from.x + BAR }, to.x);
    let (y0, y1) = (from.y + scale.at(leg.leaves_at), to.y + scale.at(leg.arrives_at));
    let middle = x0.midpoint(x1);
    let (low0, low1) = (y0 + height, y1 + height);
    let d =
        format!("M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}V{low1}C{middle} {low1} {middle} {low0} {x0} {low0}Z");
    svg.ribbon(graph, leg.passage, &d, amount);
}

fn bar(svg: &mut Svg, slot: &Slot, spot: &Spot, graph: &Graph, lines: &[String], amount: &dyn Fn(u64) -> String) {
    let Some(station) = slot.station.and_then(|index| graph.stations.get(index)) else { return };
    let Spot { x, y, height } = *spot;
    svg.part(&station.says, station.href.as_deref(), |svg| {
        svg.bar(station.tone, x, y, BAR, height);
        let (text_x, middle) = (x + BAR + 8, y + height / 2);
        // The lines stand around the middle of the bar.
        let mut base = middle.saturating_sub(if lines.len() > 1 { 10 } else { 3 });
        for line in lines {
            svg.text("label", text_x, base, "start", line);
            base += 15;
        }
        svg.text("amount", text_x, base + 1, "start", &amount(station.amount));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::graph::{Passage, Station};

    #[test]
    fn everything_lies_within_the_drawing_and_nothing_is_invisible() {
        let station = |column, amount| Station {
            column,
            amount,
            label: "label".into(),
            says: "label".into(),
            href: None,
            tone: "source",
        };
        let stations = vec![station(0, u64::MAX), station(1, 1), station(2, u64::MAX - 1), station(2, 1)];
        let passage = |from, to, amount| Passage { from, to, amount, tone: "source" };
        let passages = vec![passage(0, 2, u64::MAX - 1), passage(0, 1, 1), passage(1, 3, 1)];
        let arranged = arrange(&Graph { stations, passages, ..Graph::default() });
        let scale = Scale::of(&arranged, SCALE);
        for spot in spots(&arranged, &scale, &[]) {
            assert!(spot.height >= 1 && spot.y >= TOP && spot.x + BAR <= WIDTH);
        }
        for leg in &arranged.legs {
            assert!(scale.at(leg.leaves_at) <= SCALE && scale.at(leg.amount).max(1) >= 1);
        }
    }
}
