//! Ends in words: their kinds, shares of goods, and the sentence that says what became of an amount.

use ledger::refusal::Lang;
use ledger::trace;

use super::number::{count, quantity, tenths, unit_word};
use super::{at_place, date, fee_category, loss_reason, pick, term};
use crate::view::{EndKind, EndWords, GoodsWords, Share};

/// A kind of end, as a heading or label.
#[must_use]
pub fn kind(lang: Lang, kind: EndKind) -> &'static str {
    match kind {
        EndKind::TransferredOut => pick(lang, "To other funds", "转出至其他基金"),
        EndKind::Packed => pick(lang, "Packed into kits", "已装入套装"),
        // Whoever checks a page by itself calls them the same.
        known => trace::EndKind::from_word(known.word()).map_or("", |kind| kind.label(lang)),
    }
}

/// A share of goods: `3 of 200 tents`, `3.61 of 200 tents`, `61 % of one tent`.
#[must_use]
pub fn share(lang: Lang, share: Share, unit: &str) -> String {
    let Share { thousandths, of } = share;
    if thousandths < 1_000 {
        let part = tenths(lang, thousandths, thousandths, 1_000);
        return match lang {
            Lang::En => format!("{part} of one {}", unit_word(lang, 1, unit)),
            Lang::Zh => format!("1{}的{part}", spaced(unit)),
        };
    }
    if thousandths == of.saturating_mul(1_000) {
        return match lang {
            Lang::En if of == 1 => format!("the one {}", unit_word(lang, 1, unit)),
            Lang::En => format!("all {}", quantity(lang, of, unit)),
            Lang::Zh => format!("全部{}", quantity(lang, of, unit)),
        };
    }
    let part = decimal(thousandths);
    match lang {
        Lang::En => format!("{part} of {}", quantity(lang, of, unit)),
        Lang::Zh => format!("{}中的{part}{}", quantity(lang, of, unit), spaced(unit)),
    }
}

/// A unit after a number in Chinese: foreign words stand apart.
fn spaced(unit: &str) -> String {
    let word = unit_word(Lang::Zh, 2, unit);
    if word.is_ascii() { format!("\u{a0}{word}") } else { word }
}

/// Thousandths as a number with at most two decimals, cut off, not rounded.
fn decimal(thousandths: u64) -> String {
    let whole = count(thousandths / 1_000);
    let hundredths = thousandths % 1_000 / 10;
    match (hundredths, hundredths % 10) {
        (0, _) => whole,
        (_, 0) => format!("{whole}.{}", hundredths / 10),
        _ => format!("{whole}.{hundredths:02}"),
    }
}

/// Goods with the lot they are of.
fn goods(lang: Lang, words: &GoodsWords) -> String {
    let part = share(lang, words.share, &words.unit);
    match (lang, words.costs_only) {
        (Lang::En, false) => format!("{part} ({}, lot {})", words.item.name, words.lot),
        (Lang::Zh, false) => format!("{part}（{}，批次 {}）", words.item.name, words.lot),
        (Lang::En, true) => format!("the costs of {part} given in kind ({}, lot {})", words.item.name, words.lot),
        (Lang::Zh, true) => format!("受赠物资的费用：{part}（{}，批次 {}）", words.item.name, words.lot),
    }
}

/// What an end is, in one line without a full stop.
#[must_use]
#[allow(clippy::too_many_lines)] // A table: two lines a kind.
pub fn end_sentence(lang: Lang, what: &EndWords) -> String {
    let day = |on| date(lang, on);
    match (what, lang) {
        (EndWords::Distributed { goods: words, place: at, on, .. }, Lang::En) => {
            format!("{}, handed out {} on {}", goods(lang, words), at_place(lang, at), day(*on))
        }
        (EndWords::Distributed { goods: words, place: at, on, .. }, Lang::Zh) => {
            format!("{}，{}{}发放", goods(lang, words), day(*on), at_place(lang, at))
        }
        (EndWords::CashDistributed { place: at, on, households, .. }, Lang::En) => {
            let homes = if *households == 1 { "household" } else { "households" };
            format!("Cash for {} {homes} {} on {}", count(*households), at_place(lang, at), day(*on))
        }
        (EndWords::CashDistributed { place: at, on, households, .. }, Lang::Zh) => {
            format!("{}{}向 {} 户发放现金", day(*on), at_place(lang, at), count(*households))
        }
        (EndWords::Expense { category, payee, on }, Lang::En) => {
            format!("{}, paid to {payee} on {}", capital(&term(lang, category)), day(*on))
        }
        (EndWords::Expense { category, payee, on }, Lang::Zh) => {
            format!("{}付给{payee}，用于{}", day(*on), term(lang, category))
        }
        (EndWords::Fee { category, payee }, Lang::En) => {
            format!("{}, to {payee}", capital(fee_category(lang, *category)))
        }
        (EndWords::Fee { category, payee }, Lang::Zh) => format!("{}，付给{payee}", fee_category(lang, *category)),
        (EndWords::Refunded { reason, on }, Lang::En) => {
            format!("Back to the donor on {}. Reason given: {reason}", day(*on))
        }
        (EndWords::Refunded { reason, on }, Lang::Zh) => format!("{}退还捐赠人，理由：{reason}", day(*on)),
        (EndWords::Lost { goods: words, reason, site, on }, Lang::En) => {
            let why = loss_reason(lang, *reason);
            format!("{}, {why} at {}, found on {}", goods(lang, words), site.name, day(*on))
        }
        (EndWords::Lost { goods: words, reason, site, on }, Lang::Zh) => {
            let why = loss_reason(lang, *reason);
            format!("{}，{}在{}发现{why}", goods(lang, words), day(*on), site.name)
        }
        (EndWords::InStock { goods: words, site }, Lang::En) => {
            format!("{}, in store at {}", goods(lang, words), site.name)
        }
        (EndWords::InStock { goods: words, site }, Lang::Zh) => format!("{}，存于{}", goods(lang, words), site.name),
        (EndWords::InTransit { goods: words, waybill, to, since }, Lang::En) => {
            format!("{}, on the way to {} since {}, waybill {waybill}", goods(lang, words), to.name, day(*since))
        }
        (EndWords::InTransit { goods: words, waybill, to, since }, Lang::Zh) => {
            format!("{}，{}起运往{}，运单 {waybill}", goods(lang, words), day(*since), to.name)
        }
        (EndWords::AtSupplier { goods: words, supplier }, Lang::En) => {
            format!("{}, bought, waiting at {}", goods(lang, words), supplier.name)
        }
        (EndWords::AtSupplier { goods: words, supplier }, Lang::Zh) => {
            format!("{}，已购买，待从{}提货", goods(lang, words), supplier.name)
        }
        (EndWords::Unspent { project, holder }, Lang::En) => {
            let kept = project.as_ref().map_or_else(
                || "In the fund, not yet set aside for a project".to_owned(),
                |project| format!("Set aside for {}", project.name),
            );
            holder.as_ref().map_or_else(|| kept.clone(), |holder| format!("{kept}, held by {}", holder.name))
        }
        (EndWords::Unspent { project, holder }, Lang::Zh) => {
            let kept = project
                .as_ref()
                .map_or_else(|| "在基金中，尚未划拨到项目".to_owned(), |project| format!("已划拨给“{}”", project.name));
            holder.as_ref().map_or_else(|| kept.clone(), |holder| format!("{kept}，由{}持有", holder.name))
        }
        (EndWords::TransferredOut { fund, on }, Lang::En) => format!("Moved to {} on {}", fund.name, day(*on)),
        (EndWords::TransferredOut { fund, on }, Lang::Zh) => format!("{}转入“{}”", day(*on), fund.name),
    }
}

/// With its first letter as a capital, as a name or a sentence begins.
#[must_use]
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(lang: Lang, thousandths: u64, of: u64, unit: &str) -> String {
        share(lang, Share { thousandths, of }, unit).replace('\u{a0}', " ")
    }

    #[test]
    fn shares_are_said_as_people_count() {
        assert_eq!(said(Lang::En, 3_000, 200, "tent"), "3 of 200 tents");
        assert_eq!(said(Lang::En, 3_619, 200, "tent"), "3.61 of 200 tents");
        assert_eq!(said(Lang::En, 3_100, 200, "kg"), "3.1 of 200 kg");
        assert_eq!(said(Lang::En, 610, 200, "tent"), "61 % of one tent");
        assert_eq!(said(Lang::En, 619, 200, "tent"), "61.9 % of one tent");
        assert_eq!(said(Lang::En, 200_000, 200, "tent"), "all 200 tents");
        assert_eq!(said(Lang::En, 1_000, 1, "lorry"), "the one lorry");
        assert_eq!(said(Lang::Zh, 3_000, 200, "顶"), "200顶中的3顶");
        assert_eq!(said(Lang::Zh, 610, 200, "顶"), "1顶的61%");
        assert_eq!(said(Lang::Zh, 3_000, 200, "tent"), "200顶中的3顶");
        assert_eq!(said(Lang::Zh, 654_000, 654, "kit"), "全部654套");
        assert_eq!(said(Lang::Zh, 3_000, 200, "kg"), "200公斤中的3公斤");
        assert_eq!(said(Lang::Zh, 3_000, 200, "yurt"), "200 yurt中的3 yurt");
    }
}
