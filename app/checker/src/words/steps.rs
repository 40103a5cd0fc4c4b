//! What each step says, where it holds and where it can't be taken.

use ledger::log::Checkpoint;
use ledger::log::policy::{Judged, Policy};
use ledger::refusal::Lang;
use ledger::report::{Report, Total, Unit};
use ledger::trace::{EndKind, Trace};

use super::{amount, count, pick, sentence};

pub(crate) fn not_reached(lang: Lang) -> &'static str {
    pick(lang, "Not reached: a step before it did not hold.", "前面的步骤未成立，未能进行。")
}

pub(crate) fn own_policy(lang: Lang) -> &'static str {
    pick(
        lang,
        "Judged by your own policy, not by what the log says of itself.",
        "依据您自己的策略判断，而非账簿的自述。",
    )
}

pub(crate) fn first_use(lang: Lang) -> &'static str {
    pick(
        lang,
        "Seen here for the first time: so far only this site says that the key below is the log’s. Ask the organisation for it by another way than this site (a receipt, a report, the telephone), or ask a witness, and compare. It is remembered in this browser, and a change will be an alarm.",
        "首次见到：目前只有本站声称下方的密钥属于此账簿。请经本站以外的途径（收据、年报、电话）向机构或见证方索取并比对。本浏览器会记住它，今后若有变更即会警告。",
    )
}

pub(crate) fn key_of_file(lang: Lang) -> &'static str {
    pick(
        lang,
        "The key was not independently known: only what is checked here says whose it is. Compare it with one that you have by another way.",
        "密钥未经独立确认：仅由所核对的内容自述归属。请与您从其他途径得到的密钥比对。",
    )
}

pub(crate) fn key_as_before(lang: Lang, since: &str) -> String {
    pick(
        lang,
        format!("The same key as this browser has remembered since {since}."),
        format!("与本浏览器自 {since} 起记住的密钥相同。"),
    )
}

pub(crate) fn key_added(lang: Lang, since: &str, new: &[String]) -> String {
    let new = new.join(" ");
    pick(
        lang,
        format!(
            "Judged by the key remembered since {since}. A new key signs beside it: {new}. So does a log that changes its key; but whoever holds the site can let a key of theirs do so. It is not trusted by itself: compare it with one that you got by another way than this site, then say so below."
        ),
        format!(
            "依据自 {since} 起记住的密钥判断。现有一把新密钥与其共同签名：{new}。账簿更换密钥时即如此；但掌控网站的人也能让自己的密钥这样签名。它单独签名时不予信任：请先与您经本站以外的途径得到的密钥比对，再在下方确认。"
        ),
    )
}

pub(crate) fn key_strange(lang: Lang, since: &str, new: &[String]) -> String {
    let new = new.join(" ");
    pick(
        lang,
        format!(
            "ALARM: beside the key remembered since {since} the site shows one that signed nothing beside it: {new}. It is neither believed nor remembered."
        ),
        format!("警告：除自 {since} 起记住的密钥外，本站还出示了未曾与其共同签名的密钥：{new}。不予采信，也不会记住。"),
    )
}

pub(crate) fn key_gone(lang: Lang, since: &str) -> String {
    pick(
        lang,
        format!("ALARM: this browser has remembered a key of this site since {since}, and now the site shows none."),
        format!("警告：本浏览器自 {since} 起记住了本站的密钥，而本站现在未出示任何密钥。"),
    )
}

pub(crate) fn not_as_kept(lang: Lang, why: &str) -> String {
    pick(
        lang,
        format!("The state that was remembered can’t be held against this one, so growth is not shown: {why}."),
        format!("无法将记住的状态与现在的比对，因而未能证明只增不改：{why}。"),
    )
}

pub(crate) fn key_changed(lang: Lang, since: &str, new: &[String]) -> String {
    let new = new.join(" ");
    pick(
        lang,
        format!(
            "ALARM: what is shown here has another key than the one remembered since {since}, and the old one is gone: {new}. Either the log has changed its key without signing with both, or this is not the log that you knew. Keep what you have, and ask an auditor."
        ),
        format!(
            "警告：此处出示的密钥与自 {since} 起记住的不同，旧密钥已不在：{new}。要么账簿更换密钥时未以新旧两把同时签名，要么这不是您所认识的账簿。请保留手头资料，并向审计方询问。"
        ),
    )
}

pub(crate) fn signed(lang: Lang, checkpoint: &Checkpoint) -> String {
    let (origin, size) = (&checkpoint.origin, count(checkpoint.size));
    pick(
        lang,
        format!("{origin} signed a state of {size} entries."),
        format!("{origin} 签署了共 {size} 条记录的状态。"),
    )
}

pub(crate) fn witnesses(lang: Lang, judged: &Judged<'_>, policy: &Policy) -> String {
    let names: Vec<&str> = judged.cosigners.iter().map(|(party, _)| party.name.as_str()).collect();
    let (given, all) = (names.len(), policy.witnesses.len());
    let names = names.join(pick(lang, ", ", "、"));
    match (all, given) {
        (0, _) => pick(
            lang,
            "No witness is asked for: only the log’s own signature stands for this state.",
            "未要求见证方：此状态仅由账簿自己的签名担保。",
        )
        .to_owned(),
        (_, 0) => pick(
            lang,
            format!("None of {all} witnesses has cosigned, and none has to."),
            format!("{all} 个见证方均未联署，亦无此要求。"),
        ),
        _ => {
            let quorum = policy.say_quorum(lang);
            pick(
                lang,
                format!("Cosigned by {given} of {all} witnesses: {names}. Asked for: {quorum}."),
                format!("{all} 个见证方中有 {given} 个联署：{names}。要求：{quorum}。"),
            )
        }
    }
}

pub(crate) fn not_cosigned(lang: Lang, lacking: &str) -> String {
    let lacking = sentence(lang, lacking);
    pick(
        lang,
        format!("{lacking} They may not have done so yet: take it again a little later, and ask why if it stays so."),
        format!("{lacking}它们可能尚未联署：请稍后重新获取；若一直如此，请询问原因。"),
    )
}

pub(crate) fn same_as_before(lang: Lang, size: u64) -> String {
    let size = count(size);
    pick(
        lang,
        format!("The same {size} entries under the same root as when this was last checked."),
        format!("与上次核对时相同：{size} 条记录，根哈希一致。"),
    )
}

pub(crate) fn only_grew(lang: Lang, old: u64, size: u64) -> String {
    let (old, size) = (count(old), count(size));
    pick(
        lang,
        format!("The {old} entries signed before are the beginning of these {size}: nothing was rewritten between."),
        format!("先前签署的 {old} 条正是这 {size} 条的开头：其间没有改写。"),
    )
}

pub(crate) fn older(lang: Lang, old: u64, size: u64) -> String {
    let (old, size) = (count(old), count(size));
    pick(
        lang,
        format!(
            "This state is older than the {size} entries seen before. These {old} are their beginning: nothing was rewritten between, and what came since is not in it."
        ),
        format!("此状态早于先前所见的 {size} 条。这 {old} 条正是其开头：其间没有改写，此后的记录不在其中。"),
    )
}

pub(crate) fn included(lang: Lang, indices: &[u64]) -> String {
    match indices {
        [one] => pick(
            lang,
            format!("The entry is in the log, byte for byte, at place {}.", count(*one)),
            format!("该记录逐字节位于账簿第 {} 位。", count(*one)),
        ),
        many => pick(
            lang,
            format!("All {} entries are in the log, byte for byte.", many.len()),
            format!("全部 {} 条记录均逐字节在账簿中。", many.len()),
        ),
    }
}

/// What became of the gift, in sums by kind of end.
pub(crate) fn figures(lang: Lang, trace: &Trace) -> String {
    let parts: Vec<String> = EndKind::ALL
        .iter()
        .filter_map(|kind| {
            let of_kind = trace.ends.iter().filter(|end| end.kind == *kind);
            let sum = of_kind.fold(0_u64, |sum, end| sum.saturating_add(end.amount));
            (sum > 0).then(|| format!("{} {}", kind.label(lang), amount(sum, trace.currency)))
        })
        .collect();
    let (parts, whole) = (parts.join(pick(lang, ", ", "，")), amount(trace.amount, trace.currency));
    pick(
        lang,
        format!("Derived again from the entries, of {whole}: {parts}. Every figure of the claim is the same."),
        format!("由记录重新推导：{whole} 中，{parts}。与所声称的数字逐项一致。"),
    )
}

pub(crate) fn page_equal(lang: Lang, shown: usize, all: usize) -> String {
    pick(
        lang,
        format!(
            "What is outlined on this page is letter by letter what follows from the entries, and so are the amounts in its first sentence; about each of the {shown} ends here (of {all}) the place, payee, lot and day are those of its entry, as far as it names them. Nothing else on the page was compared: pictures, links, other words."
        ),
        format!(
            "本页加框之处逐字与由记录推导的一致，首句中的金额亦然；此处 {shown} 项去向（共 {all} 项）的地点、收款方、批次和日期，凡记录写明的均相符。页面其余内容（图、链接、其他文字）未作比对。"
        ),
    )
}

pub(crate) fn page_left(lang: Lang) -> &'static str {
    pick(
        lang,
        "Judged was the bundle inside this file, not the page around it: what that shows may be anything. Opened in a browser, the page compares itself with the bundle.",
        "所判断的是文件内的凭证包，而非其外的页面：页面所示可能与之不符。用浏览器打开时，页面会自行与凭证包比对。",
    )
}

pub(crate) fn page_differs(lang: Lang, shown: &str, derived: &str) -> String {
    pick(
        lang,
        format!(
            "This page shows “{shown}” where the entries give “{derived}”. If an entry came in since you opened it, load the page again; if the difference stays, the page is wrong."
        ),
        format!("本页显示“{shown}”，而由记录推导为“{derived}”。若打开后有新记录，请重新载入；若差异仍在，则本页有误。"),
    )
}

pub(crate) fn hash(lang: Lang, computed: &str, shown: &str) -> String {
    if computed == shown {
        return pick(
            lang,
            format!("SHA3-256 of the bytes on this page, computed here, is equal to the one shown: {computed}."),
            format!("在此计算的本页字节 SHA3-256 与所示一致：{computed}。"),
        );
    }
    pick(
        lang,
        format!("The hash is different: the bytes on this page give {computed}, and the page shows {shown}."),
        format!("哈希不一致：本页字节得 {computed}，而本页所示为 {shown}。"),
    )
}

pub(crate) fn nothing_signed(lang: Lang) -> &'static str {
    pick(
        lang,
        "Nothing is signed here: this server has no log key. That the log is the same for everybody can’t be checked.",
        "此处没有签名：本服务器没有账簿密钥。无法核对账簿对所有人是否一致。",
    )
}

/// Nobody is known whose key it could be.
#[must_use]
pub fn no_policy(lang: Lang) -> &'static str {
    pick(
        lang,
        "It is of a log that is not known here. Give that log’s policy file beside it: it names the keys to judge by.",
        "它属于此处不认识的账簿。请一并给出该账簿的策略文件，其中写明据以判断的密钥。",
    )
}

pub(crate) fn no_checkpoint(lang: Lang) -> &'static str {
    pick(
        lang,
        "No signed checkpoint was given beside the file: the links can be checked, but not that this is the log that was signed.",
        "未随文件给出已签名的检查点：可以核对链接，但无法核对这是否就是所签署的账簿。",
    )
}

/// The sentence of that step, where it holds.
#[must_use]
pub fn chain(lang: Lang, size: u64, head: &str) -> String {
    let size = count(size);
    pick(
        lang,
        format!("{size} entries, each with its number and with the hash of the one before. Head {head}."),
        format!("共 {size} 条记录，编号连续，且各带前一条的哈希。末条哈希 {head}。"),
    )
}

/// The sentence of that step, where it holds.
#[must_use]
pub fn root(lang: Lang, size: u64, signed: u64) -> String {
    let (lines, of) = (count(size), count(signed));
    match size.cmp(&signed) {
        std::cmp::Ordering::Equal => pick(
            lang,
            format!("These {lines} entries give the root that was signed: none is missing, none was added or changed."),
            format!("这 {lines} 条记录算出的根哈希正是所签署的：无缺、无增、无改。"),
        ),
        std::cmp::Ordering::Less => pick(
            lang,
            format!("These {lines} entries are the beginning of the {of} that were signed."),
            format!("这 {lines} 条正是所签署的 {of} 条的开头。"),
        ),
        std::cmp::Ordering::Greater => pick(
            lang,
            format!("The first {of} entries give the root that was signed; those after them are not signed yet."),
            format!("前 {of} 条算出的根哈希正是所签署的；其后的尚未签署。"),
        ),
    }
}

/// A file that ends before the signed size, and no proof that leads from one to the other.
#[must_use]
pub fn shorter(lang: Lang, size: u64, signed: u64) -> String {
    let (lines, of) = (count(size), count(signed));
    pick(
        lang,
        format!(
            "There are {lines} entries where {of} were signed, and no proof that these are their beginning: the end may be missing, or the log has grown since. Take the checkpoint first, then the entries up to its size."
        ),
        format!(
            "共有 {lines} 条记录，而签署的是 {of} 条，且没有证明它们是其开头：可能缺了末尾，也可能日志后来增长了。请先取检查点，再按其大小取记录。"
        ),
    )
}

/// Every tile was compared.
#[must_use]
pub fn tiles(lang: Lang, tiles: u64) -> String {
    let tiles = count(tiles);
    pick(
        lang,
        format!("{tiles} tiles were fetched; each has the hashes that the entries give."),
        format!("共取得 {tiles} 块瓦片；各块的哈希均与由记录算出的一致。"),
    )
}

/// Every entry was derived anew.
#[must_use]
pub fn rules(lang: Lang, size: u64) -> String {
    let size = count(size);
    pick(
        lang,
        format!("{size} entries were derived anew by the published rules; each came out byte for byte."),
        format!("按公布的规则重新推导了 {size} 条记录；逐字节一致。"),
    )
}

/// An entry that the rules don't give.
#[must_use]
pub fn rule_broken(lang: Lang, seq: u64, why: &str) -> String {
    pick(
        lang,
        format!("Entry {seq} does not follow from those before it: {why}."),
        format!("第 {seq} 条记录不能由前面的记录推出：{why}。"),
    )
}

/// An authority has stamped the checkpoint.
#[must_use]
pub fn stamped(lang: Lang, authority: &str, at: &str) -> String {
    pick(
        lang,
        format!("{authority} stamped this checkpoint at {at}: it was there then."),
        format!("{authority} 于 {at} 为此检查点加盖了时间戳：当时它已存在。"),
    )
}

/// What was given as its stamp is not one.
#[must_use]
pub fn not_stamped(lang: Lang, authority: &str, why: &str) -> String {
    pick(
        lang,
        format!("The time stamp of {authority} is not of this checkpoint, or not by that authority: {why}."),
        format!("{authority} 的时间戳并非针对此检查点，或并非出自该机构：{why}。"),
    )
}

/// It has none of that authority.
#[must_use]
pub fn no_stamp(lang: Lang, authority: &str) -> String {
    pick(
        lang,
        format!(
            "No time stamp of {authority} is there for this checkpoint: only some are stamped, the log’s page says which."
        ),
        format!("此检查点没有 {authority} 的时间戳：并非每个检查点都有，请看日志页。"),
    )
}

/// The figures of a report were derived again: the sums, so that a reader can compare them with their paper.
pub(crate) fn report_figures(lang: Lang, report: &Report) -> String {
    let total = |total: &Total| {
        let word = total.unit.word();
        let shown = |units: i64| match total.unit {
            Unit::Money(currency) => {
                let sign = if units < 0 { "−" } else { "" };
                format!("{sign}{}", amount(units.unsigned_abs(), Some(currency)))
            }
            Unit::Goods(_) => format!("{units} {word}"),
        };
        let signed = |units: u64| i64::try_from(units).unwrap_or(i64::MAX);
        let sums = [total.opening, signed(total.all_in), signed(total.all_out), total.closing].map(shown);
        format!("{} + {} − {} = {}", sums[0], sums[1], sums[2], sums[3])
    };
    let sums: Vec<String> = report.totals.iter().map(total).collect();
    let (pools, rows) = (count(report.accounts.len() as u64), count(report.rows));
    let sums = sums.join("; ");
    pick(
        lang,
        format!("Derived again from the entries, all figures are those claimed: {pools} pools, {rows} rows. {sums}."),
        format!("由记录重新推导，所有数字均与所声称的一致：{pools} 个池，{rows} 行。{sums}。"),
    )
}
