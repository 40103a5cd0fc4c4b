//! What became of a gift, in one or two sentences: the answer to what its donor came to ask.

use crate::view::{EndKind, Gift, Group, Unit};
use crate::words::{self, Lang};

/// The answer to what the reader came to ask.
pub(crate) fn sentence(gift: &Gift, lang: Lang) -> String {
    let whole = words::amount(lang, gift.amount, &gift.unit);
    if let Some(code) = &gift.corrected_as {
        return words::pick(
            lang,
            format!("A gift of {whole} was recorded under this code in error, and corrected as {code}."),
            format!("此编号下的 {whole} 捐赠登记有误，已更正为 {code}。"),
        );
    }
    if gift.reversed_by.is_some() {
        return words::pick(
            lang,
            format!("A gift of {whole} was recorded under this code and later taken back as a mistake."),
            format!("此编号曾记录一笔 {whole} 的捐赠，后作为误记撤销。"),
        );
    }
    let reached = of_group(gift, Group::Reached);
    let rest = parts(gift, lang);
    match lang {
        Lang::En => english(gift, &whole, reached, &rest),
        Lang::Zh => chinese(gift, &whole, reached, &rest),
    }
}

/// What the donor gave where the bank changed it: `Given as US$28.00 and credited as ¥200.00.`
pub(super) fn given_as(gift: &Gift, lang: Lang) -> Option<String> {
    let (minor, currency) = gift.original?;
    let (given, credited) = (words::money(minor, currency), words::amount(lang, gift.amount, &gift.unit));
    Some(words::pick(
        lang,
        format!("Given as {given} and credited as {credited}."),
        format!("捐赠时为 {given}，入账 {credited}。"),
    ))
}

/// A part of a gift that reached nobody: how much, and what became of it.
struct Part {
    amount: u64,
    held: bool,
    what: &'static str,
}

/// What stands before the amount: what no donor gave is nobody's who reads.
fn whose(gift: &Gift, lang: Lang) -> &'static str {
    if gift.is_own_contribution() {
        words::pick(lang, "this", "这笔自有出资")
    } else if gift.is_found() {
        words::pick(lang, if several(gift, gift.amount) { "these" } else { "this" }, "盘点时发现的")
    } else {
        words::pick(lang, "your", "您捐赠的")
    }
}

fn english(gift: &Gift, whole: &str, reached: u64, rest: &[Part]) -> String {
    let amount = |number| words::amount(Lang::En, number, &gift.unit);
    let your = whose(gift, Lang::En);
    let has = |number| if several(gift, number) { "have" } else { "has" };
    // One blanket is not "all of your 1 blanket".
    let one = matches!(gift.unit, Unit::Goods(_)) && gift.amount == 1;
    let alone = if gift.is_found() { "This" } else { "Your" };
    let all = if one { format!("{alone} {whole}") } else { format!("All of {your} {whole}") };
    let still = rest.is_empty() || rest.iter().any(|part| part.held);
    let first = match (reached, rest) {
        (0, [part]) if part.amount == gift.amount && part.held => {
            let none = if one { format!("{alone} {whole} has not") } else { format!("None of {your} {whole} has") };
            let it = if several(gift, gift.amount) { "they" } else { "it" };
            return format!("{none} been handed out yet: {it} {}.", part.what);
        }
        (0, [part]) if part.amount == gift.amount => return format!("{all} {}.", part.what),
        (0, _) if still => format!("None of {your} {whole} has been handed out yet."),
        (0, _) => format!("None of {your} {whole} was handed out."),
        (some, _) if some == gift.amount => format!("{all} {} been handed out.", has(some)),
        (some, _) => {
            // "38 of your 40 blankets": the noun once.
            let part = if several(gift, gift.amount) { words::count(some) } else { amount(some) };
            format!("{part} of {your} {whole} {} been handed out.", has(some))
        }
    };
    let rest: Vec<String> = rest.iter().map(|part| format!("{} {}", amount(part.amount), part.what)).collect();
    if rest.is_empty() { first } else { format!("{first} {}.", rest.join("; ")) }
}

fn chinese(gift: &Gift, whole: &str, reached: u64, rest: &[Part]) -> String {
    // Figures of money stand apart from the characters around them; a number of things with its counting word does not,
    // and needs its noun beside it.
    let amount = |number| match &gift.unit {
        Unit::Money(currency) => format!(" {} ", words::money(number, *currency)),
        Unit::Goods(unit) => words::quantity(Lang::Zh, number, unit),
    };
    let whole = match (&gift.unit, &gift.item) {
        (Unit::Money(_), _) => format!(" {whole} "),
        (Unit::Goods(_), Some(item)) => format!("{whole}“{}”", item.name),
        (Unit::Goods(_), None) => whole.to_owned(),
    };
    let yours = whose(gift, Lang::Zh);
    let still = rest.is_empty() || rest.iter().any(|part| part.held);
    let first = match (reached, rest) {
        (0, [part]) if part.amount == gift.amount && part.held => {
            return format!("{yours}{whole}尚未发放，目前{}。", part.what);
        }
        (0, [part]) if part.amount == gift.amount => return format!("{yours}{whole}已全部{}。", part.what),
        (0, _) if still => format!("{yours}{whole}尚未发放。"),
        (0, _) => format!("{yours}{whole}没有发放。"),
        (some, _) if some == gift.amount => format!("{yours}{whole}已全部发放。"),
        (some, _) => format!("{yours}{whole}中，{}已发放。", amount(some).trim_start()),
    };
    let said = |part: &Part| {
        let done = if part.held { "" } else { "已" };
        format!("{}{done}{}", amount(part.amount).trim_start(), part.what)
    };
    let rest: Vec<String> = rest.iter().map(said).collect();
    if rest.is_empty() { first } else { format!("{first}{}。", rest.join("，")) }
}

/// What became of the parts that reached nobody, in the order in which they matter to a donor.
fn parts(gift: &Gift, lang: Lang) -> Vec<Part> {
    let [expenses, fees, refunded, passed_on] =
        [EndKind::Expense, EndKind::Fee, EndKind::Refunded, EndKind::TransferredOut].map(|kind| of_kind(gift, kind));
    let (held, lost) = (of_group(gift, Group::Held), of_group(gift, Group::Lost));
    // Money takes a singular verb, a number of things a plural one.
    let are = |number| several(gift, number);
    let held_words = if are(held) { "are in hand or on their way" } else { "is in hand or on its way" };
    let costs = match (expenses, fees) {
        (0, _) => words::pick(lang, "paid for fees", "用于手续费与管理费"),
        (_, 0) => words::pick(lang, "paid for the work itself", "用于项目支出"),
        _ => words::pick(lang, "paid for the work itself and for fees", "用于项目支出和费用"),
    };
    let lost_words = if are(lost) { "were lost" } else { "was lost" };
    let all = [
        (held, words::pick(lang, held_words, "在手或在途")),
        (expenses.saturating_add(fees), costs),
        (refunded, words::pick(lang, "went back to you", "退还给您")),
        (passed_on, words::pick(lang, "went on to another fund", "转入其他基金")),
        (lost, words::pick(lang, lost_words, "损失")),
    ];
    let all = all.into_iter().enumerate().filter(|(_, (amount, _))| *amount > 0);
    all.map(|(place, (amount, what))| Part { amount, held: place == 0, what }).collect()
}

fn several(gift: &Gift, number: u64) -> bool {
    matches!(gift.unit, Unit::Goods(_)) && number != 1
}

fn of_group(gift: &Gift, group: Group) -> u64 {
    gift.ends.iter().filter(|end| end.kind().group() == group).fold(0, |sum, end| sum.saturating_add(end.amount))
}

fn of_kind(gift: &Gift, kind: EndKind) -> u64 {
    gift.ends.iter().filter(|end| end.kind() == kind).fold(0, |sum, end| sum.saturating_add(end.amount))
}

#[cfg(test)]
mod tests {
    use ledger::value::{Currency, Date, FeeCategory, LossReason};

    use super::*;
    use crate::view::{End, EndWords, GoodsWords, Named, PlaceName, Share, sample};

    fn what(kind: EndKind) -> EndWords {
        let on = Date::parse("2026-03-03").expect("a day");
        let named = Named { id: "x".into(), name: "X".into() };
        let place = PlaceName { name: Some("Yingxiu".into()), country: "CN".into() };
        let goods = GoodsWords {
            share: Share { thousandths: 1_000, of: 1 },
            item: named.clone(),
            unit: "blanket".into(),
            lot: "x".into(),
            costs_only: false,
        };
        match kind {
            EndKind::Distributed => EndWords::Distributed { goods, handout: "x".into(), place, on },
            EndKind::InStock => EndWords::InStock { goods, site: named },
            EndKind::Unspent => EndWords::Unspent { project: None, holder: None },
            EndKind::Expense => EndWords::Expense { category: "rent".into(), payee: "X".into(), on },
            EndKind::Fee => EndWords::Fee { category: FeeCategory::Processor, payee: "X".into() },
            EndKind::Refunded => EndWords::Refunded { reason: "X".into(), on },
            EndKind::TransferredOut => EndWords::TransferredOut { fund: named, on },
            _ => EndWords::Lost { goods, reason: LossReason::Damaged, site: named, on },
        }
    }

    fn gift(unit: Unit, parts: &[(EndKind, u64)]) -> Gift {
        let end = |(kind, amount): &(EndKind, u64)| End {
            amount: *amount,
            pool: "cash/x".into(),
            seq: None,
            path: vec![41],
            what: what(*kind),
            trail: Vec::new(),
            documents: Vec::new(),
        };
        let ends: Vec<End> = parts.iter().map(end).collect();
        Gift { amount: parts.iter().map(|(_, amount)| amount).sum(), unit, ends, ..sample::gift() }
    }

    fn money(parts: &[(EndKind, u64)]) -> Gift {
        gift(Unit::Money(Currency::new("CNY").expect("a currency")), parts)
    }

    fn blankets(parts: &[(EndKind, u64)]) -> Gift {
        gift(Unit::Goods("blanket".into()), parts)
    }

    fn said(gift: &Gift) -> [String; 2] {
        [Lang::En, Lang::Zh].map(|lang| sentence(gift, lang).replace('\u{a0}', " "))
    }

    /// Ends, and what is said of them in English and in Chinese.
    type Row = (&'static [(EndKind, u64)], &'static str, &'static str);

    #[test]
    fn each_fate_of_a_gift_of_money_reads_well() {
        use EndKind::{Distributed, Expense, Fee, Lost, Refunded, TransferredOut, Unspent};
        let rows: [Row; 11] = [
            (&[(Distributed, 2)], "All of your ¥0.02 has been handed out.", "您捐赠的 ¥0.02 已全部发放。"),
            (
                &[(Distributed, 1), (Unspent, 1)],
                "¥0.01 of your ¥0.02 has been handed out. ¥0.01 is in hand or on its way.",
                "您捐赠的 ¥0.02 中，¥0.01 已发放。¥0.01 在手或在途。",
            ),
            (
                &[(Unspent, 20_000)],
                "None of your ¥200.00 has been handed out yet: it is in hand or on its way.",
                "您捐赠的 ¥200.00 尚未发放，目前在手或在途。",
            ),
            (&[(Refunded, 20_000)], "All of your ¥200.00 went back to you.", "您捐赠的 ¥200.00 已全部退还给您。"),
            (
                &[(Refunded, 15_000), (Unspent, 5_000)],
                "None of your ¥200.00 has been handed out yet. ¥50.00 is in hand or on its way; ¥150.00 went back to you.",
                "您捐赠的 ¥200.00 尚未发放。¥50.00 在手或在途，¥150.00 已退还给您。",
            ),
            (
                &[(Refunded, 19_800), (Fee, 200)],
                "None of your ¥200.00 was handed out. ¥2.00 paid for fees; ¥198.00 went back to you.",
                "您捐赠的 ¥200.00 没有发放。¥2.00 已用于手续费与管理费，¥198.00 已退还给您。",
            ),
            (
                &[(TransferredOut, 20_000)],
                "All of your ¥200.00 went on to another fund.",
                "您捐赠的 ¥200.00 已全部转入其他基金。",
            ),
            (
                &[(Expense, 20_000)],
                "All of your ¥200.00 paid for the work itself.",
                "您捐赠的 ¥200.00 已全部用于项目支出。",
            ),
            (&[(Lost, 20_000)], "All of your ¥200.00 was lost.", "您捐赠的 ¥200.00 已全部损失。"),
            (
                &[(Distributed, 18_000), (Expense, 1_000), (Fee, 500), (Lost, 500)],
                "¥180.00 of your ¥200.00 has been handed out. \
                 ¥15.00 paid for the work itself and for fees; ¥5.00 was lost.",
                "您捐赠的 ¥200.00 中，¥180.00 已发放。¥15.00 已用于项目支出和费用，¥5.00 已损失。",
            ),
            (&[(Distributed, 50); 400], "All of your ¥200.00 has been handed out.", "您捐赠的 ¥200.00 已全部发放。"),
        ];
        for (parts, english, chinese) in rows {
            assert_eq!(said(&money(parts)), [english, chinese]);
        }
    }

    #[test]
    fn each_fate_of_a_gift_in_kind_reads_well() {
        use EndKind::{Distributed, InStock, Lost};
        let rows: [Row; 6] = [
            (&[(Distributed, 1)], "Your 1 blanket has been handed out.", "您捐赠的1条已全部发放。"),
            (
                &[(InStock, 1)],
                "Your 1 blanket has not been handed out yet: it is in hand or on its way.",
                "您捐赠的1条尚未发放，目前在手或在途。",
            ),
            (
                &[(InStock, 40)],
                "None of your 40 blankets has been handed out yet: they are in hand or on their way.",
                "您捐赠的40条尚未发放，目前在手或在途。",
            ),
            (&[(Lost, 40)], "All of your 40 blankets were lost.", "您捐赠的40条已全部损失。"),
            (
                &[(Distributed, 38), (Lost, 1), (InStock, 1)],
                "38 of your 40 blankets have been handed out. \
                 1 blanket is in hand or on its way; 1 blanket was lost.",
                "您捐赠的40条中，38条已发放。1条在手或在途，1条已损失。",
            ),
            (&[(Distributed, 40)], "All of your 40 blankets have been handed out.", "您捐赠的40条已全部发放。"),
        ];
        for (parts, english, chinese) in rows {
            assert_eq!(said(&blankets(parts)), [english, chinese]);
        }
    }

    #[test]
    fn a_gift_in_kind_is_named_where_its_counting_word_says_little() {
        let chinese = sentence(&sample::gift_in_kind(), Lang::Zh);
        assert_eq!(chinese, "您捐赠的400条“Wool blanket”中，150条已发放。250条在手或在途。");
    }

    #[test]
    fn what_a_count_found_is_nobodys_gift() {
        let note = Some("Found beside lot blankets-1 in a stock count: they came and were never booked in.".into());
        let found = Gift { donor: None, note, ..sample::gift_in_kind() };
        assert!(sentence(&found, Lang::En).starts_with("150 of these 400"), "{}", sentence(&found, Lang::En));
        assert!(sentence(&found, Lang::Zh).starts_with("盘点时发现的400条“Wool blanket”中"));
        let given = Gift { donor: Some("A. Reader".into()), ..found };
        assert!(sentence(&given, Lang::En).contains("your"));
    }

    #[test]
    fn an_own_contribution_is_nobodys_gift() {
        let own = Gift { method: Some("own_contribution".into()), ..money(&[(EndKind::Expense, 20_000)]) };
        assert_eq!(
            said(&own),
            ["All of this ¥200.00 paid for the work itself.", "这笔自有出资 ¥200.00 已全部用于项目支出。"]
        );
    }

    #[test]
    fn what_the_bank_changed_is_told_as_it_was_given() {
        let dollars = Currency::new("USD").expect("a currency");
        let changed = Gift { original: Some((2_800, dollars)), ..money(&[(EndKind::Unspent, 20_000)]) };
        assert_eq!(given_as(&changed, Lang::En).as_deref(), Some("Given as US$28.00 and credited as ¥200.00."));
        assert_eq!(given_as(&changed, Lang::Zh).as_deref(), Some("捐赠时为 US$28.00，入账 ¥200.00。"));
        assert_eq!(given_as(&money(&[]), Lang::En), None);
    }
}
