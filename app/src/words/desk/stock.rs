//! Counted against booked, before it is recorded.

use ledger::refusal::Lang;

use crate::view::desk::FoundReason;
use crate::words::{count, pick};

phrases! {
    /// Phrases about a count without figures, in one language.
    StockWords;
    compare: "Compare with the books", "与账面核对";
    title: "Counted against booked", "实盘与账面";
    lead: "Nothing is recorded yet. Say why each lot differs, and record it with one press.",
        "尚未登记。请选择每个批次差异的原因，然后一次登记。";
    difference: "Difference", "差异";
    why: "Why", "原因";
    effect: "What is recorded", "将如何登记";
    other_loss: "Others are missing than those that wait", "这是另外的缺失，并非等待审批的那一笔";
    back: "Change what was counted", "修改实盘数量";
    changed: "The books changed since you compared: look again before you record.",
        "核对之后账面有变动：请重新查看后再登记。";
}

/// Why there is more than the books say.
#[must_use]
pub fn found_reason(lang: Lang, reason: FoundReason) -> &'static str {
    match reason {
        FoundReason::Again => pick(lang, "there again", "失而复得"),
        FoundReason::Miscounted => pick(lang, "miscounted", "先前点错"),
        FoundReason::NeverBooked => pick(lang, "never booked", "漏登入库"),
        FoundReason::Unknown => pick(lang, "unknown", "原因不明"),
    }
}

/// How far a count is from the books.
#[must_use]
pub fn count_differs(lang: Lang, booked: u64, counted: u64) -> String {
    let by = count(booked.abs_diff(counted));
    match (counted < booked, lang) {
        (true, Lang::En) => format!("{by} fewer"),
        (true, Lang::Zh) => format!("少 {by}"),
        (false, Lang::En) => format!("{by} more"),
        (false, Lang::Zh) => format!("多 {by}"),
    }
}

/// What becomes of goods that are missing; both are quantities in words.
#[must_use]
pub fn fewer_effect(lang: Lang, missing: &str, left: &str) -> String {
    pick(
        lang,
        format!("Booked as lost: {missing}. Left in the books: {left}. The gifts behind what is lost show it as lost."),
        format!("登记损失：{missing}，账面余 {left}。相关捐赠将显示这部分已损失。"),
    )
}

/// What becomes of goods that are there and in no book. With a loss that may be taken back: its entry, and how many are lost
/// even then, where any are.
#[must_use]
pub fn more_effect(lang: Lang, found: &str, loss: Option<(u64, Option<&str>)>) -> String {
    let gift = pick(
        lang,
        format!("Booked in as a gift in kind, in a lot of its own without money behind it: {found}."),
        format!("{found}作为实物捐赠另立批次入账，不对应任何款项。"),
    );
    let Some((seq, still)) = loss else { return gift };
    let rest = match (still, lang) {
        (None, _) => String::new(),
        (Some(still), Lang::En) => format!(", and booked as lost anew: {still}"),
        (Some(still), Lang::Zh) => format!("，其余 {still}重新登记为损失"),
    };
    pick(
        lang,
        format!("There again, or miscounted: the loss in entry #{seq} is taken back{rest}. For another reason: {gift}"),
        format!("失而复得或先前点错：撤销记录 #{seq} 的损失{rest}。其他原因：{gift}"),
    )
}

/// How many of a lot wait for a second person to be booked as lost; a quantity in words.
#[must_use]
pub fn loss_waits(lang: Lang, goods: &str) -> String {
    pick(
        lang,
        format!("A loss of {goods} waits for a second person: it is not taken off yet."),
        format!("{goods}的损失正等待第二人审批，账面尚未扣除。"),
    )
}

/// How many lots were counted as booked.
#[must_use]
pub fn lots_agree(lang: Lang, lots: u64) -> String {
    match (lang, lots) {
        (Lang::En, 1) => "One lot was counted as booked: nothing is recorded for it.".into(),
        (Lang::En, _) => format!("{} lots were counted as booked: nothing is recorded for them.", count(lots)),
        (Lang::Zh, _) => format!("{} 个批次与账面一致，无需登记。", count(lots)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_and_its_effect_are_said() {
        assert_eq!(count_differs(Lang::En, 10, 8), "2 fewer");
        assert_eq!(count_differs(Lang::Zh, 10, 11), "多 1");
        assert!(more_effect(Lang::En, "3 tents", None).ends_with("without money behind it: 3 tents."));
        let said = more_effect(Lang::En, "3 tents", Some((7, Some("2 tents"))));
        assert!(said.contains("the loss in entry #7 is taken back, and booked as lost anew: 2 tents."), "{said}");
    }

    #[test]
    fn reasons_are_told_apart_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            let words: std::collections::BTreeSet<_> =
                FoundReason::ALL.iter().map(|reason| found_reason(lang, *reason)).collect();
            assert_eq!(words.len(), FoundReason::ALL.len());
        }
    }
}
