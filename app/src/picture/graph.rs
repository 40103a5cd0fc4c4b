//! Stations in columns and what passes between them: what the flow of a fund and the path of a gift have in common.

/// A station: a bar with a label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Station {
    /// Its column; columns without a station take no room.
    pub(super) column: usize,
    /// How much passes it or rests there.
    pub(super) amount: u64,
    /// What it is called.
    pub(super) label: String,
    /// Everything known about it, for who points at it.
    pub(super) says: String,
    /// Where it leads.
    pub(super) href: Option<String>,
    /// Its class: a group's, or `source`.
    pub(super) tone: &'static str,
}

/// What passes from one station to a later one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// The index of the station it leaves.
    pub(super) from: usize,
    /// The index of the station it reaches, in a later column.
    pub(super) to: usize,
    /// How much it carries.
    pub(super) amount: u64,
    /// Its class.
    pub(super) tone: &'static str,
}

/// All of a picture, before it has a shape.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Graph {
    /// The stations; within a column in the order that is kept where crossings don't speak against it.
    pub(super) stations: Vec<Station>,
    /// What passes.
    pub(super) passages: Vec<Passage>,
    /// The heading of each column, by column.
    pub(super) heads: Vec<String>,
    /// Whether the last column keeps its order whatever crosses: where readers know that order.
    pub(super) last_is_fixed: bool,
}

/// A station in its row, or the room left for what passes by a column without stopping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Slot {
    /// Its column, counted without gaps.
    pub(super) column: usize,
    /// What passes it.
    pub(super) amount: u64,
    /// The index of the station; none for what only passes by.
    pub(super) station: Option<usize>,
}

/// A passage or the part of one between two neighbouring columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leg {
    /// The slot it leaves.
    pub(super) from: usize,
    /// The slot it reaches, one column on.
    pub(super) to: usize,
    /// How much it carries.
    pub(super) amount: u64,
    /// The passage it is of.
    pub(super) passage: usize,
    /// How much leaves the same slot before it.
    pub(super) leaves_at: u64,
    /// How much reaches the same slot before it.
    pub(super) arrives_at: u64,
}

/// Stations in an order with few crossings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Arranged {
    /// All slots.
    pub(super) slots: Vec<Slot>,
    /// The slots of each column, in order.
    pub(super) columns: Vec<Vec<usize>>,
    /// The number that each column has in the graph, for its heading.
    pub(super) numbers: Vec<usize>,
    /// The legs, in no order that matters.
    pub(super) legs: Vec<Leg>,
}

/// Rounds of reordering; more change nothing in graphs of forty passages.
const ROUNDS: usize = 8;

/// Gives every station a place in its column. The same graph always gives the same order.
pub(super) fn arrange(graph: &Graph) -> Arranged {
    let mut numbers: Vec<usize> = graph.stations.iter().map(|station| station.column).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let place = |number: usize| numbers.iter().position(|other| *other == number).unwrap_or(0);
    let mut arranged = Arranged { numbers: numbers.clone(), ..Arranged::default() };
    for (index, station) in graph.stations.iter().enumerate() {
        let column = place(station.column);
        arranged.slots.push(Slot { column, amount: station.amount, station: Some(index) });
    }
    for (index, passage) in graph.passages.iter().enumerate() {
        lead(&mut arranged, index, passage);
    }
    widen(&mut arranged);
    arranged.columns = vec![Vec::new(); numbers.len()];
    for (index, slot) in arranged.slots.iter().enumerate() {
        if let Some(column) = arranged.columns.get_mut(slot.column) {
            column.push(index);
        }
    }
    uncross(&mut arranged, graph.last_is_fixed);
    offsets(&mut arranged);
    arranged
}

/// Splits a passage into legs, with a slot in every column that it passes by.
fn lead(arranged: &mut Arranged, passage_index: usize, passage: &Passage) {
    let column_of = |slot: usize| arranged.slots.get(slot).map_or(0, |slot| slot.column);
    let (first, last) = (column_of(passage.from), column_of(passage.to));
    let amount = passage.amount;
    let mut from = passage.from;
    for column in first + 1..=last {
        let to = if column == last {
            passage.to
        } else {
            arranged.slots.push(Slot { column, amount, station: None });
            arranged.slots.len() - 1
        };
        arranged.legs.push(Leg { from, to, amount, passage: passage_index, leaves_at: 0, arrives_at: 0 });
        from = to;
    }
}

/// A slot is never smaller than what goes through it.
fn widen(arranged: &mut Arranged) {
    for (index, slot) in arranged.slots.iter_mut().enumerate() {
        let sum = |end: fn(&Leg) -> usize| {
            arranged.legs.iter().filter(|leg| end(leg) == index).fold(0_u64, |sum, leg| sum.saturating_add(leg.amount))
        };
        slot.amount = slot.amount.max(sum(|leg| leg.from)).max(sum(|leg| leg.to));
    }
}

/// Sorts each column by where its neighbours stand, forwards and backwards in turn, and keeps the best of all.
fn uncross(arranged: &mut Arranged, last_is_fixed: bool) {
    let count = arranged.columns.len();
    let mut best = (crossings(arranged), arranged.columns.clone());
    for round in 0..ROUNDS {
        let forwards = round % 2 == 0;
        let order: Vec<usize> =
            if forwards { (1..count).collect() } else { (0..count.saturating_sub(1)).rev().collect() };
        for column in order {
            if !(last_is_fixed && column + 1 == count) {
                settle(arranged, column, forwards);
            }
        }
        let found = crossings(arranged);
        if found < best.0 {
            best = (found, arranged.columns.clone());
        }
    }
    arranged.columns = best.1;
}

/// Sorts one column by the mean place of what its slots are tied to, weighed by amounts.
fn settle(arranged: &mut Arranged, column: usize, forwards: bool) {
    let places = places(arranged);
    let place = |slot: usize| places.get(slot).copied().unwrap_or(0);
    let mean = |slot: usize| {
        let (mut sum, mut weight) = (0_u128, 0_u128);
        for leg in &arranged.legs {
            let (own, other) = if forwards { (leg.to, leg.from) } else { (leg.from, leg.to) };
            if own == slot {
                sum += place(other) as u128 * u128::from(leg.amount);
                weight += u128::from(leg.amount);
            }
        }
        (sum * 1_000).checked_div(weight).unwrap_or(place(slot) as u128 * 1_000)
    };
    let mut sorted = arranged.columns.get(column).cloned().unwrap_or_default();
    sorted.sort_by_key(|slot| mean(*slot));
    if let Some(column) = arranged.columns.get_mut(column) {
        *column = sorted;
    }
}

/// The place of every slot in its column.
fn places(arranged: &Arranged) -> Vec<usize> {
    let mut places = vec![0; arranged.slots.len()];
    for column in &arranged.columns {
        for (place, slot) in column.iter().enumerate() {
            if let Some(entry) = places.get_mut(*slot) {
                *entry = place;
            }
        }
    }
    places
}

/// How many pairs of legs cross.
fn crossings(arranged: &Arranged) -> usize {
    let places = places(arranged);
    let place = |slot: usize| places.get(slot).copied().unwrap_or(0);
    let column = |leg: &Leg| arranged.slots.get(leg.from).map_or(0, |slot| slot.column);
    let mut found = 0;
    for (index, one) in arranged.legs.iter().enumerate() {
        for other in arranged.legs.iter().skip(index + 1).filter(|other| column(other) == column(one)) {
            let before = place(one.from).cmp(&place(other.from));
            found += usize::from(before.is_ne() && before == place(one.to).cmp(&place(other.to)).reverse());
        }
    }
    found
}

/// Lets legs leave and reach each slot in the order of where they go and come from.
fn offsets(arranged: &mut Arranged) {
    let places = places(arranged);
    let place = |slot: usize| places.get(slot).copied().unwrap_or(0);
    arranged.legs.sort_by_key(|leg| (leg.from, place(leg.to), leg.passage));
    let mut passed = vec![0_u64; arranged.slots.len()];
    for leg in &mut arranged.legs {
        if let Some(sum) = passed.get_mut(leg.from) {
            leg.leaves_at = *sum;
            *sum = sum.saturating_add(leg.amount);
        }
    }
    arranged.legs.sort_by_key(|leg| (leg.to, place(leg.from), leg.passage));
    let mut passed = vec![0_u64; arranged.slots.len()];
    for leg in &mut arranged.legs {
        if let Some(sum) = passed.get_mut(leg.to) {
            leg.arrives_at = *sum;
            *sum = sum.saturating_add(leg.amount);
        }
    }
}

/// Amounts to lengths: edges are rounded, not lengths, so that parts end where the whole does.
pub(super) struct Scale {
    /// The amount that takes the whole length.
    pub(super) total: u64,
    /// The length.
    pub(super) length: u64,
}

impl Scale {
    /// The scale on which the fullest column takes the length.
    pub(super) fn of(arranged: &Arranged, length: u64) -> Self {
        let sum = |column: &Vec<usize>| {
            let amounts = column.iter().filter_map(|slot| arranged.slots.get(*slot)).map(|slot| slot.amount);
            amounts.fold(0_u64, u64::saturating_add)
        };
        Self { total: arranged.columns.iter().map(sum).max().unwrap_or(0), length }
    }

    /// How far from the beginning an amount ends.
    pub(super) fn at(&self, amount: u64) -> u64 {
        let length = (u128::from(self.length) * u128::from(amount)).checked_div(u128::from(self.total)).unwrap_or(0);
        u64::try_from(length).unwrap_or(self.length).min(self.length)
    }

    /// Where a part lies that begins after `before`, and how long it is; what is there is never invisible.
    pub(super) fn part(&self, before: u64, amount: u64) -> (u64, u64) {
        let (from, to) = (self.at(before), self.at(before.saturating_add(amount)));
        (from, (to - from).max(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn station(column: usize, amount: u64) -> Station {
        Station { column, amount, label: String::new(), says: String::new(), href: None, tone: "source" }
    }

    fn passage(from: usize, to: usize, amount: u64) -> Passage {
        Passage { from, to, amount, tone: "source" }
    }

    fn crossed() -> Graph {
        let stations = [(0, 10), (0, 10), (3, 10), (3, 10)].map(|(column, amount)| station(column, amount)).to_vec();
        Graph { stations, passages: vec![passage(0, 3, 10), passage(1, 2, 10)], ..Graph::default() }
    }

    #[test]
    fn what_can_be_uncrossed_is() {
        let arranged = arrange(&crossed());
        assert_eq!(crossings(&arranged), 0, "{arranged:?}");
        assert_eq!(arranged.numbers, [0, 3]);
    }

    #[test]
    fn a_fixed_last_column_stays_as_it_was_given() {
        let arranged = arrange(&Graph { last_is_fixed: true, ..crossed() });
        assert_eq!(arranged.columns.last(), Some(&vec![2, 3]));
        assert_eq!(crossings(&arranged), 0);
    }

    #[test]
    fn what_passes_by_a_column_has_room_there() {
        let stations = vec![station(0, 30), station(1, 20), station(2, 30)];
        let passages = vec![passage(0, 1, 20), passage(0, 2, 10), passage(1, 2, 20)];
        let arranged = arrange(&Graph { stations, passages, ..Graph::default() });
        let middle: u64 = arranged.slots.iter().filter(|slot| slot.column == 1).map(|slot| slot.amount).sum();
        assert_eq!((middle, arranged.legs.len()), (30, 4));
        for leg in &arranged.legs {
            let to = arranged.slots.get(leg.to).expect("a slot");
            assert!(leg.arrives_at + leg.amount <= to.amount, "{leg:?}");
        }
    }

    #[test]
    fn parts_of_a_scale_end_where_the_whole_does_and_none_is_invisible() {
        let scale = Scale { total: 3, length: 100 };
        assert_eq!((scale.part(0, 1), scale.part(1, 1), scale.part(2, 1)), ((0, 33), (33, 33), (66, 34)));
        assert_eq!(Scale { total: u64::MAX, length: 100 }.part(0, 1), (0, 1));
    }
}
