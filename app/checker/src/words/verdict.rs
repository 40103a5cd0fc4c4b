//! What the whole check shows, and what it leaves open.

use ledger::log::Checkpoint;
use ledger::refusal::Lang;

use super::{count, pick};
use crate::kind::Kind;
use crate::report::{Report, State};

pub(crate) fn shows_gift(lang: Lang, code: &str, entries: usize) -> String {
    pick(
        lang,
        format!(
            "As claimed: the {entries} entries behind gift {code} are in the signed log, and every figure follows from them."
        ),
        format!("与所声称的一致：捐赠 {code} 背后的 {entries} 条记录都在已签名的账簿中，各项数字均由其推出。"),
    )
}

pub(crate) fn shows_page(lang: Lang) -> &'static str {
    pick(
        lang,
        " Of this page, what is outlined was compared with them, and the names and days in the sentences.",
        "本页加框之处以及各句中的名称和日期已与之比对。",
    )
}

pub(crate) fn shows_report(lang: Lang, size: u64, entries: usize) -> String {
    let size = count(size);
    pick(
        lang,
        format!(
            "As claimed: the {entries} entries behind this report on the first {size} entries are in the signed log, and every figure follows from them."
        ),
        format!(
            "与所声称的一致：此报告（依据前 {size} 条记录）背后的 {entries} 条记录都在已签名的账簿中，各项数字均由其推出。"
        ),
    )
}

pub(crate) fn shows_entry(lang: Lang, index: u64) -> String {
    let index = count(index);
    pick(
        lang,
        format!("As claimed: entry {index} is in the signed log, exactly as it stands here."),
        format!("与所声称的一致：第 {index} 条记录在已签名的账簿中，内容与此处完全相同。"),
    )
}

pub(crate) fn shows_checkpoint(lang: Lang, checkpoint: &Checkpoint) -> String {
    let (origin, size) = (&checkpoint.origin, count(checkpoint.size));
    pick(
        lang,
        format!("As claimed: {origin} has committed itself to its first {size} entries."),
        format!("与所声称的一致：{origin} 已就其前 {size} 条记录作出承诺。"),
    )
}

pub(crate) fn shows_log(lang: Lang, size: u64, signed: u64) -> String {
    let size = count(size.min(signed));
    pick(
        lang,
        format!("As claimed: these are the first {size} entries of the log, as signed, none missing and none changed."),
        format!("与所声称的一致：这就是所签署账簿的前 {size} 条记录，无缺无改。"),
    )
}

/// What a followed log was shown to be.
#[must_use]
pub fn shows_followed(lang: Lang, size: u64) -> String {
    let size = count(size);
    pick(
        lang,
        format!(
            "As claimed: the whole log of {size} entries was read; it is the one that was signed, and every entry follows from the rules."
        ),
        format!("与所声称的一致：已通读全部 {size} 条记录；它就是所签署的账簿，且每条记录都符合规则。"),
    )
}

/// The verdict: what failed, or what it shows.
pub(crate) fn verdict(report: &Report) -> String {
    let lang = report.lang;
    match report.state() {
        State::Fails => {
            let step = report.failed();
            let (title, says) = step.map_or(("", ""), |step| (step.name.title(lang), step.says.as_str()));
            pick(
                lang,
                format!("Not as claimed. {title}: {says} Keep the file, and show it to an auditor."),
                format!("与所声称的不符。{title}：{says}请保留该文件，并交审计方查看。"),
            )
        }
        State::Open => {
            let open = report.steps.iter().find(|step| step.state == State::Open);
            let says = open.map_or("", |step| step.says.as_str());
            pick(
                lang,
                format!("Nothing false was found, but not all could be checked. {says}"),
                format!("未发现不实之处，但未能全部核对。{says}"),
            )
        }
        State::Noted => {
            let shows = &report.shows;
            pick(
                lang,
                format!(
                    "{shows} This rests on the log’s key, for which nobody but this site or this file has vouched yet."
                ),
                format!("{shows}此结论以账簿的密钥为前提；该密钥目前仅由本站或本文件担保。"),
            )
        }
        State::Holds => report.shows.clone(),
    }
}

/// What each kind of check leaves open, whatever its outcome.
pub(crate) fn limits(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Bundle | Kind::Copy => pick(
            lang,
            "It does not prove what stands outside the outlines on a page, as names of projects and things: their registrations are not among these entries. Nor that what is shown as still held was not spent by an entry that was left out: whoever has the whole log sees that. Nor that what was recorded happened: that is for its evidence, and for those who received.",
            "它不能证明页面上框外的内容（如项目和物品的名称）：其登记不在这些记录之中。它也不能证明显示为仍在手中的部分未被某条遗漏的记录花掉：掌握整本账簿的人可以看到。它也不能证明所记录的确曾发生：这要看凭证，以及受助者本人。",
        ),
        Kind::Proof | Kind::Entry => pick(
            lang,
            "It does not prove that what the entry says happened, nor that no later entry reversed it.",
            "它不能证明该记录所述确曾发生，也不能证明此后没有记录将其撤销。",
        ),
        Kind::Export => pick(
            lang,
            "It does not judge what the entries mean: that each follows from the ledger’s rules is what `almoner verify` replays from the log’s address.",
            "它不判断记录的含义：各条是否符合记账规则，由 `almoner verify` 依据账簿地址重演核对。",
        ),
        Kind::Log => pick(
            lang,
            "It does not prove that what was recorded happened, nor that others are shown the same log: compare checkpoints with them, or ask for witnesses in the policy.",
            "它不能证明所记录的确曾发生，也不能证明他人看到的是同一本账簿：请与他人比对检查点，或在策略中要求见证方。",
        ),
        Kind::Checkpoint | Kind::Policy => pick(
            lang,
            "By itself it shows no entry. It is what everything else is held against, and what the log can never take back.",
            "它本身不显示任何记录。它是其他一切核对的依据，也是账簿无法收回的承诺。",
        ),
    }
}

/// How to see what a bundle can't show.
pub(crate) fn auditor(lang: Lang) -> &'static str {
    pick(
        lang,
        "To become an auditor, read the whole log, and again from time to time:",
        "要成为审计方，请通读整本账簿，并时常重读：",
    )
}

/// The command that does it.
pub(crate) fn auditor_command(report: &Report) -> String {
    let origin = report.checkpoint.as_ref().map_or("give.example/log", |(_, checkpoint)| checkpoint.origin.as_str());
    format!("almoner verify https://{origin} --policy FILE")
}
