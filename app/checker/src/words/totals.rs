//! What the step says that holds a report's page against its entries.

use ledger::refusal::Lang;
use ledger::trace::EndKind;
use ledger::value::Currency;

use super::{amount, count, pick};
use crate::totals::Sums;

pub(crate) fn totals_equal(lang: Lang, sums: usize, ends: usize) -> String {
    pick(
        lang,
        format!("The {sums} sums and {ends} ends on this page are those that follow from the entries."),
        format!("本页的 {sums} 项合计和 {ends} 处去向，均与由记录推导的一致。"),
    )
}

pub(crate) fn other_report(lang: Lang, size: u64, question: &str) -> String {
    let size = count(size);
    let question = if question.is_empty() { pick(lang, "everything", "全部") } else { question };
    pick(
        lang,
        format!(
            "The entries that came are those of another report than this page shows: of the first {size} entries, {question}."
        ),
        format!("取得的记录属于另一份报告，而非本页所示：截至前 {size} 条记录，{question}。"),
    )
}

pub(crate) fn sum_differs(lang: Lang, unit: &str, shown: Option<&Sums>, follows: Option<&Sums>) -> String {
    let said = |sums: Option<&Sums>| {
        sums.map_or_else(
            || pick(lang, "no sum", "没有合计").to_owned(),
            |[opening, came, went, closing]| {
                let [opening, came, went, closing] = [opening, came, went, closing].map(|units| signed(*units, unit));
                format!("{opening} + {came} − {went} = {closing}")
            },
        )
    };
    differs(lang, &said(shown), &said(follows), "")
}

pub(crate) fn end_differs(lang: Lang, unit: &str, kind: &str, shown: Option<&u64>, follows: Option<&u64>) -> String {
    let said = |units: Option<&u64>| measured(units.copied().unwrap_or(0), unit);
    let kind = EndKind::from_word(kind).map_or(kind, |kind| kind.label(lang));
    let named = pick(lang, format!(" ({kind})"), format!("（{kind}）"));
    differs(lang, &said(shown), &said(follows), &named)
}

fn differs(lang: Lang, shown: &str, follows: &str, named: &str) -> String {
    pick(
        lang,
        format!("This page shows {shown}{named} where the entries give {follows}. The page is wrong."),
        format!("本页显示 {shown}{named}，而由记录推导为 {follows}。本页有误。"),
    )
}

fn signed(units: i64, unit: &str) -> String {
    let sign = if units < 0 { "−" } else { "" };
    format!("{sign}{}", measured(units.unsigned_abs(), unit))
}

fn measured(units: u64, unit: &str) -> String {
    match Currency::new(unit) {
        Some(currency) => amount(units, Some(currency)),
        None => format!("{} {unit}", count(units)),
    }
}
