//! The path of one gift, made from its ends: what each went through, added up.
//!
//! A gift can have hundreds of ends, and here they all stand: the picture folds what is too small to be told apart, so
//! that it alone counts what it folds.

use std::collections::BTreeMap;

use ledger::value::{Date, SubjectKind};

use super::parts::address;
use crate::view::{End, EndKind, EndWords, Gift, GiftPath, PaidFor, PathColumn, PathNode, PathRibbon, Payment, Stop};
use crate::words::{self, Lang, Words};

/// What makes a node: the same key is the same node.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Gift,
    Stop(Stop),
    /// The entry, or else the pool, where it rests.
    End(EndKind, Option<u64>, String),
}

/// The path of a gift; without ribbons where it has no ends.
pub(super) fn path_of(gift: &Gift, say: &'static Words) -> GiftPath {
    let mut nodes: Vec<PathNode> = Vec::new();
    let mut index_of: BTreeMap<Key, usize> = BTreeMap::new();
    let mut ribbons: BTreeMap<(usize, usize), u64> = BTreeMap::new();
    for end in gift.ends.iter().filter(|end| end.amount > 0) {
        let mut before: Option<usize> = None;
        for (column, key) in way(end) {
            let new = nodes.len();
            let index = *index_of.entry(key).or_insert_with_key(|key| {
                nodes.push(node(gift, column, key, end, say));
                new
            });
            if let Some(node) = nodes.get_mut(index) {
                node.amount = node.amount.saturating_add(end.amount);
            }
            if let Some(before) = before {
                let ribbon = ribbons.entry((before, index)).or_default();
                *ribbon = ribbon.saturating_add(end.amount);
            }
            before = Some(index);
        }
    }
    let ribbons = ribbons.into_iter().map(|((from, to), amount)| PathRibbon { from, to, amount }).collect();
    GiftPath { unit: gift.unit.clone(), amount: gift.amount, nodes, ribbons }
}

/// One end's way from left to right.
fn way(end: &End) -> Vec<(PathColumn, Key)> {
    let mut keys = vec![(PathColumn::Gift, Key::Gift)];
    keys.extend(end.trail.iter().map(|stop| (column_of(stop), Key::Stop(stop.clone()))));
    keys.push((PathColumn::End, Key::End(end.kind(), end.seq, end.pool.clone())));
    keys
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

fn node(gift: &Gift, column: PathColumn, key: &Key, end: &End, say: &'static Words) -> PathNode {
    let (label, note, href) = match key {
        Key::Gift => (say.your_gift.to_owned(), Some(words::date(say.lang, gift.received_on)), None),
        Key::Stop(stop) => stop_words(stop, say),
        Key::End(kind, ..) => end_words(*kind, end, say),
    };
    let kind = match key {
        Key::End(kind, ..) => Some(*kind),
        Key::Gift | Key::Stop(_) => None,
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
        Stop::Purchase(payments) => {
            let numbers: Vec<String> = payments.iter().take(3).map(|payment| format!("#{}", payment.seq)).collect();
            let more = if payments.len() > 3 { " …" } else { "" };
            let href = payments.first().map(|payment| format!("/entries/{}", payment.seq));
            (payment_words(payments, say), Some(format!("{}{more}", numbers.join(" "))), href)
        }
        Stop::Lot { lot, item } => (item.name.clone(), Some(lot.clone()), address(SubjectKind::Lot, lot)),
        Stop::Site(site) => (site.name.clone(), None, address(SubjectKind::Site, &site.id)),
        Stop::Waybill(waybill) => (format!("{} {waybill}", say.on_waybill), None, None),
    }
}

/// From whom and when; for costs alone, what for. Of several payments the first, and how many more.
fn payment_words(payments: &[Payment], say: &'static Words) -> String {
    let lang = say.lang;
    // The goods themselves say more than what carried them.
    let goods = payments.iter().find(|payment| matches!(payment.paid_for, PaidFor::Goods { .. }));
    let first = match goods.or(payments.first()).map(|payment| &payment.paid_for) {
        Some(PaidFor::Goods { supplier, on }) => dated(lang, *on, &supplier.name),
        Some(PaidFor::Cost(category)) => words::capital(words::cost_category(lang, *category)),
        None => say.payment.to_owned(),
    };
    match (payments.len().saturating_sub(1), lang) {
        (0, _) => first,
        (more, Lang::En) => format!("{first}, and {more} more"),
        (_, Lang::Zh) => format!("{first}，等 {} 笔", payments.len()),
    }
}

/// A day and a name in one label. The day stands first and is never broken, so that it is seen where a long name is cut
/// off: what one supplier sold, and what one place received, is told apart by it.
fn dated(lang: Lang, on: Date, name: &str) -> String {
    let on = words::short_date(lang, on).replace(' ', "\u{a0}");
    format!("{on}{}{name}", words::pick(lang, ", ", "，"))
}

fn end_words(kind: EndKind, end: &End, say: &'static Words) -> NodeWords {
    let lang = say.lang;
    let handed_out = |handout: &str, place, on| {
        let label = dated(lang, on, &words::place(lang, place));
        (label, None, address(SubjectKind::Handout, handout))
    };
    let entry = end.seq.map(|seq| format!("/entries/{seq}"));
    let label = words::kind(lang, kind).to_owned();
    match &end.what {
        EndWords::Distributed { handout, place, on, .. } | EndWords::CashDistributed { handout, place, on, .. } => {
            handed_out(handout, place, *on)
        }
        EndWords::Expense { category, on, .. } => {
            (words::capital(&words::term(lang, category)), Some(words::date(lang, *on)), entry)
        }
        EndWords::Fee { category, .. } => (words::capital(words::fee_category(lang, *category)), None, entry),
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

    fn spread(ends: u64) -> Gift {
        let gift = sample::gift();
        let first = gift.ends.first().expect("an end").clone();
        let end = |number: u64| {
            let site = Named { id: format!("site-{}", number % 9), name: format!("Site {}", number % 9) };
            let lot = Stop::Lot { lot: format!("lot-{}", number % 31), item: site.clone() };
            let paid_for = PaidFor::Goods { supplier: site.clone(), on: gift.received_on };
            let paid = vec![Payment { seq: number % 31, paid_for }];
            let trail = vec![Stop::Fund(gift.fund.clone()), Stop::Purchase(paid), lot, Stop::Site(site)];
            End { seq: Some(1_000 + number), amount: 1 + number % 7, trail, ..first.clone() }
        };
        let ends: Vec<End> = (0..ends).map(end).collect();
        Gift { amount: ends.iter().map(|end| end.amount).sum(), ends, ..gift }
    }

    fn holds_together(gift: &Gift, path: &GiftPath) {
        let sum = |column| path.nodes.iter().filter(|node| node.column == column).map(|node| node.amount).sum::<u64>();
        assert_eq!((sum(PathColumn::Gift), sum(PathColumn::End)), (gift.amount, gift.amount));
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
    fn every_end_is_a_node_of_its_own() {
        let path = path_of(&spread(400), Words::of(Lang::En));
        assert_eq!(path.nodes.iter().filter(|node| node.column == PathColumn::End).count(), 400);
    }

    #[test]
    fn stations_are_told_apart_by_their_names() {
        let labels = |lang| -> Vec<String> {
            path_of(&sample::gift(), Words::of(lang)).nodes.into_iter().map(|node| node.label).collect()
        };
        let (english, chinese) = (labels(Lang::En), labels(Lang::Zh));
        for label in
            ["1\u{a0}Feb\u{a0}2026, Deyang Canvas Works", "3\u{a0}Mar\u{a0}2026, Yingxiu (China)", "Waybill wb-19"]
        {
            assert!(english.iter().any(|known| known == label), "{label}: {english:?}");
        }
        for label in ["2026年2月1日，Deyang Canvas Works", "2026年3月3日，Yingxiu（中国）", "运单 wb-19"]
        {
            assert!(chinese.iter().any(|known| known == label), "{label}: {chinese:?}");
        }
        assert!(english.iter().chain(&chinese).all(|label| label != "Payment" && label != "付款"));
    }

    #[test]
    fn several_payments_are_named_after_the_goods_and_counted() {
        let supplier = Named { id: "s".into(), name: "Hetian Wool".into() };
        let cost = Payment { seq: 7, paid_for: PaidFor::Cost(ledger::value::CostCategory::Transport) };
        let on = Date::parse("2026-02-01").expect("a day");
        let goods = Payment { seq: 5, paid_for: PaidFor::Goods { supplier, on } };
        let said = |lang, payments: &[Payment]| payment_words(payments, Words::of(lang)).replace('\u{a0}', " ");
        assert_eq!(said(Lang::En, std::slice::from_ref(&cost)), "Transport");
        assert_eq!(said(Lang::En, &[cost.clone(), goods.clone()]), "1 Feb 2026, Hetian Wool, and 1 more");
        assert_eq!(said(Lang::Zh, &[cost, goods]), "2026年2月1日，Hetian Wool，等 2 笔");
    }

    #[test]
    fn a_gift_that_is_no_more_has_no_path() {
        let gift = Gift { ends: Vec::new(), reversed_by: Some(9), ..sample::gift() };
        assert!(path_of(&gift, Words::of(Lang::En)).ribbons.is_empty());
    }
}
