//! The path of one gift, made from its ends: what each went through, added up.
//!
//! A gift can have hundreds of ends. What is smallest in each column is folded together until the ribbons can be told
//! apart; the table under the picture and the lists below it have every end.

use std::collections::BTreeMap;

use ledger::value::SubjectKind;

use super::parts::address;
use crate::view::{End, EndKind, EndWords, Gift, GiftPath, Group, PathColumn, PathNode, PathRibbon, Stop};
use crate::words::{self, Words};

/// More ribbons than this can't be told apart.
const RIBBONS_LIMIT: usize = 40;

/// How many nodes a column may have, tried in this order until the ribbons are few enough.
const NODES_LIMITS: [usize; 7] = [12, 9, 7, 5, 4, 3, 2];

/// What makes a node: the same key is the same node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Gift,
    Stop(Stop),
    /// The entry, or else the pool, where it rests.
    End(EndKind, Option<u64>, String),
    /// All the smaller ones of a column; of ends, those of one kind.
    Others(PathColumn, Option<EndKind>),
}

/// One end's way from left to right, with how much went that way.
struct Way<'a> {
    keys: Vec<(PathColumn, Key)>,
    end: &'a End,
}

/// The path of a gift; without ribbons where it has no ends.
pub(super) fn path_of(gift: &Gift, say: &'static Words) -> GiftPath {
    let ways: Vec<Way<'_>> = gift.ends.iter().filter(|end| end.amount > 0).map(way).collect();
    let mut path = GiftPath { unit: gift.unit.clone(), amount: gift.amount, nodes: Vec::new(), ribbons: Vec::new() };
    for limit in NODES_LIMITS {
        path = folded(gift, &ways, limit, say);
        if path.ribbons.len() <= RIBBONS_LIMIT {
            break;
        }
    }
    path
}

fn way(end: &End) -> Way<'_> {
    let mut keys = vec![(PathColumn::Gift, Key::Gift)];
    keys.extend(end.trail.iter().map(|stop| (column_of(stop), Key::Stop(stop.clone()))));
    keys.push((PathColumn::End, Key::End(end.kind(), end.seq, end.pool.clone())));
    Way { keys, end }
}

fn column_of(stop: &Stop) -> PathColumn {
    match stop {
        Stop::Fund(_) => PathColumn::Fund,
        Stop::Projects(_) => PathColumn::Project,
        Stop::Purchase(_) => PathColumn::Purchase,
        Stop::Lot { .. } => PathColumn::Lot,
        Stop::Site(_) | Stop::Waybill(_) => PathColumn::Site,
    }
}

/// The amounts of each node, the largest first, column by column.
fn ranked<'w>(ways: &'w [Way<'_>]) -> BTreeMap<PathColumn, Vec<(&'w Key, u64)>> {
    let mut sums: BTreeMap<(PathColumn, &Key), u64> = BTreeMap::new();
    for way in ways {
        for (column, key) in &way.keys {
            let sum = sums.entry((*column, key)).or_default();
            *sum = sum.saturating_add(way.end.amount);
        }
    }
    let mut columns: BTreeMap<PathColumn, Vec<(&Key, u64)>> = BTreeMap::new();
    for ((column, key), sum) in sums {
        columns.entry(column).or_default().push((key, sum));
    }
    for keys in columns.values_mut() {
        keys.sort_by_key(|(_, sum)| std::cmp::Reverse(*sum));
    }
    columns
}

fn folded(gift: &Gift, ways: &[Way<'_>], limit: usize, say: &'static Words) -> GiftPath {
    let ranked = ranked(ways);
    let place = |column: PathColumn, key: &Key| {
        let keys = ranked.get(&column);
        keys.and_then(|keys| keys.iter().position(|(known, _)| *known == key)).unwrap_or(0)
    };
    let shown = |column: PathColumn, key: &Key, end: &End| {
        let many = ranked.get(&column).is_some_and(|keys| keys.len() > limit);
        // One alone is not folded into "others": its own name says more.
        if many && place(column, key).saturating_add(1) >= limit {
            Key::Others(column, (column == PathColumn::End).then(|| end.kind()))
        } else {
            key.clone()
        }
    };
    let mut nodes: Vec<(Key, PathNode, usize)> = Vec::new();
    let mut ribbons: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for way in ways {
        let mut before: Option<usize> = None;
        for (column, key) in &way.keys {
            let key = shown(*column, key, way.end);
            let index = nodes.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
                nodes.push((key.clone(), node(gift, *column, &key, way.end, say), 0));
                nodes.len().saturating_sub(1)
            });
            if let Some((_, node, ends)) = nodes.get_mut(index) {
                node.amount = node.amount.saturating_add(way.end.amount);
                *ends = ends.saturating_add(1);
            }
            if let Some(before) = before {
                let ribbon = ribbons.entry((before, index)).or_default();
                *ribbon = ribbon.saturating_add(way.end.amount);
            }
            before = Some(index);
        }
    }
    let counted = |(key, mut node, ends): (Key, PathNode, usize)| {
        if let Key::Others(PathColumn::End, _) = key {
            node.note = Some(words::count(u64::try_from(ends).unwrap_or(u64::MAX)));
        }
        node
    };
    let nodes = nodes.into_iter().map(counted).collect();
    let ribbons = ribbons.into_iter().map(|((from, to), amount)| PathRibbon { from, to, amount }).collect();
    GiftPath { unit: gift.unit.clone(), amount: gift.amount, nodes, ribbons }
}

fn node(gift: &Gift, column: PathColumn, key: &Key, end: &End, say: &'static Words) -> PathNode {
    let (label, note, href) = match key {
        Key::Gift => (say.your_gift.to_owned(), Some(words::date(say.lang, gift.received_on)), None),
        Key::Stop(stop) => stop_words(stop, say),
        Key::End(kind, ..) => end_words(*kind, end, say),
        Key::Others(_, Some(kind)) => {
            let list = if kind.group() == Group::Held { "#held" } else { "#ends" };
            (words::kind(say.lang, *kind).to_owned(), None, Some(list.to_owned()))
        }
        Key::Others(_, None) => (say.smaller_ones.to_owned(), None, None),
    };
    let kind = match key {
        Key::End(kind, ..) | Key::Others(_, Some(kind)) => Some(*kind),
        _ => None,
    };
    PathNode { column, label, note, href, end: kind, amount: 0 }
}

type NodeWords = (String, Option<String>, Option<String>);

fn stop_words(stop: &Stop, say: &'static Words) -> NodeWords {
    match stop {
        Stop::Fund(fund) => (fund.name.clone(), None, address(SubjectKind::Fund, &fund.id)),
        Stop::Projects(projects) => {
            let names: Vec<&str> = projects.iter().map(|project| project.name.as_str()).collect();
            let href = projects.first().and_then(|project| address(SubjectKind::Project, &project.id));
            (names.join(" + "), None, href)
        }
        Stop::Purchase(seqs) => {
            let numbers: Vec<String> = seqs.iter().take(3).map(|seq| format!("#{seq}")).collect();
            let more = if seqs.len() > 3 { " …" } else { "" };
            let href = seqs.first().map(|seq| format!("/entries/{seq}"));
            (say.payment.to_owned(), Some(format!("{}{more}", numbers.join(" "))), href)
        }
        Stop::Lot { lot, item } => (item.name.clone(), Some(lot.clone()), address(SubjectKind::Lot, lot)),
        Stop::Site(site) => (site.name.clone(), None, address(SubjectKind::Site, &site.id)),
        Stop::Waybill(waybill) => (say.on_waybill.to_owned(), Some(waybill.clone()), None),
    }
}

fn end_words(kind: EndKind, end: &End, say: &'static Words) -> NodeWords {
    let lang = say.lang;
    let handed_out = |handout: &str, place, on| {
        (words::place(lang, place), Some(words::date(lang, on)), address(SubjectKind::Handout, handout))
    };
    let entry = end.seq.map(|seq| format!("/entries/{seq}"));
    let label = words::kind(lang, kind).to_owned();
    match &end.what {
        EndWords::Distributed { handout, place, on, .. } | EndWords::CashDistributed { handout, place, on, .. } => {
            handed_out(handout, place, *on)
        }
        EndWords::Expense { category, on, .. } => (words::term(lang, category), Some(words::date(lang, *on)), entry),
        EndWords::Fee { category, .. } => (words::fee_category(lang, *category).to_owned(), None, entry),
        EndWords::Refunded { on, .. } | EndWords::Lost { on, .. } | EndWords::TransferredOut { on, .. } => {
            (label, Some(words::date(lang, *on)), entry)
        }
        EndWords::InTransit { to, .. } => (label, Some(to.name.clone()), Some("#held".to_owned())),
        EndWords::Unspent { holder: Some(holder), .. } => {
            (label, Some(holder.name.clone()), address(SubjectKind::Organisation, &holder.id))
        }
        EndWords::InStock { .. } | EndWords::AtSupplier { .. } | EndWords::Unspent { .. } => {
            (label, None, Some("#held".to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::{Named, sample};
    use crate::words::Lang;

    fn spread(ends: u64) -> Gift {
        let gift = sample::gift();
        let first = gift.ends.first().expect("an end").clone();
        let end = |number: u64| {
            let site = Named { id: format!("site-{}", number % 9), name: format!("Site {}", number % 9) };
            let lot = Stop::Lot { lot: format!("lot-{}", number % 31), item: site.clone() };
            let trail = vec![Stop::Fund(gift.fund.clone()), Stop::Purchase(vec![number % 31]), lot, Stop::Site(site)];
            End { seq: Some(1_000 + number), amount: 1 + number % 7, trail, ..first.clone() }
        };
        let ends: Vec<End> = (0..ends).map(end).collect();
        Gift { amount: ends.iter().map(|end| end.amount).sum(), ends, ..gift }
    }

    fn holds_together(gift: &Gift, path: &GiftPath) {
        let sum = |column| path.nodes.iter().filter(|node| node.column == column).map(|node| node.amount).sum::<u64>();
        assert_eq!((sum(PathColumn::Gift), sum(PathColumn::End)), (gift.amount, gift.amount));
        assert!(path.ribbons.len() <= RIBBONS_LIMIT, "{}", path.ribbons.len());
        for (index, node) in path.nodes.iter().enumerate() {
            let into: u64 = path.ribbons.iter().filter(|ribbon| ribbon.to == index).map(|ribbon| ribbon.amount).sum();
            let out: u64 = path.ribbons.iter().filter(|ribbon| ribbon.from == index).map(|ribbon| ribbon.amount).sum();
            assert!(node.column == PathColumn::Gift || into == node.amount, "{node:?}");
            assert!(node.column == PathColumn::End || out == node.amount, "{node:?}");
        }
        for ribbon in &path.ribbons {
            assert!(path.nodes[ribbon.from].column < path.nodes[ribbon.to].column, "{ribbon:?}");
        }
    }

    #[test]
    fn what_flows_into_a_station_flows_out_of_it() {
        for lang in [Lang::En, Lang::Zh] {
            let say = Words::of(lang);
            for gift in [sample::gift(), sample::gift_in_kind(), spread(1), spread(13), spread(400)] {
                holds_together(&gift, &path_of(&gift, say));
            }
        }
    }

    #[test]
    fn a_gift_that_is_no_more_has_no_path() {
        let gift = Gift { ends: Vec::new(), reversed_by: Some(9), ..sample::gift() };
        assert!(path_of(&gift, Words::of(Lang::En)).ribbons.is_empty());
    }
}
