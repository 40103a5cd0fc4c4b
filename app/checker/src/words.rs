//! Every sentence of a check, in English and in Chinese as written in China.

use ledger::log::Checkpoint;
use ledger::log::policy::{Judged, Policy};
use ledger::refusal::Lang;
use ledger::trace::{EndKind, Trace};
use ledger::value::Currency;

use crate::kind::Kind;
use crate::report::{Report, State};

/// What a step looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepName {
    /// Whether the file can be read at all.
    Form,
    /// Whose key the log's is said to be.
    Key,
    /// The log's signature.
    Note,
    /// Who cosigned.
    Witnesses,
    /// That the log only grew since it was looked at last.
    Growth,
    /// That the entries are in the log.
    Inclusion,
    /// Numbers and links of a whole log.
    Chain,
    /// That a whole log is the one that was signed.
    Root,
    /// That every tile is the tree's.
    Tiles,
    /// That every entry follows from the rules.
    Rules,
    /// That the figures follow from the entries.
    Figures,
    /// That the page shows those figures.
    Page,
    /// An entry's own hash.
    Hash,
}

/// Text in one of two languages: the compiler asks for both.
pub fn pick<T>(lang: Lang, english: T, chinese: T) -> T {
    match lang {
        Lang::En => english,
        Lang::Zh => chinese,
    }
}

impl StepName {
    /// A stable word for programs.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Key => "key",
            Self::Note => "note",
            Self::Witnesses => "witnesses",
            Self::Growth => "growth",
            Self::Inclusion => "inclusion",
            Self::Chain => "chain",
            Self::Root => "root",
            Self::Tiles => "tiles",
            Self::Rules => "rules",
            Self::Figures => "figures",
            Self::Page => "page",
            Self::Hash => "hash",
        }
    }

    /// Its heading.
    #[must_use]
    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Self::Form => pick(lang, "The file itself", "文件本身"),
            Self::Key => pick(lang, "Whose key", "谁的密钥"),
            Self::Note => pick(lang, "The log’s signature", "账簿的签名"),
            Self::Witnesses => pick(lang, "Witnesses", "见证方"),
            Self::Growth => pick(lang, "Only ever longer", "只增不改"),
            Self::Inclusion => pick(lang, "In the log", "在账簿中"),
            Self::Chain => pick(lang, "The chain", "链条"),
            Self::Root => pick(lang, "The whole log", "整本账簿"),
            Self::Tiles => pick(lang, "Every tile", "每块瓦片"),
            Self::Rules => pick(lang, "The ledger’s rules", "记账规则"),
            Self::Figures => pick(lang, "The figures", "数字"),
            Self::Page => pick(lang, "This page", "本页"),
            Self::Hash => pick(lang, "The hash of the bytes", "字节的哈希"),
        }
    }
}

/// How a step ended, in a word.
#[must_use]
pub fn state(lang: Lang, state: State) -> &'static str {
    match state {
        State::Holds => pick(lang, "holds", "成立"),
        State::Noted => pick(lang, "note", "注意"),
        State::Open => pick(lang, "not checked", "未核对"),
        State::Fails => pick(lang, "fails", "不成立"),
    }
}

/// A fault's words as a sentence. A path at its beginning stays as it is.
#[must_use]
pub fn sentence(lang: Lang, words: &str) -> String {
    if words.split(' ').next().is_some_and(|first| first.contains(['.', '/'])) {
        return format!("{words}{}", pick(lang, ".", "。"));
    }
    let mut letters = words.chars();
    let first: String = letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}{}", letters.as_str(), pick(lang, ".", "。"))
}

/// A number as people read it: `1,234,567`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// An amount: `300.00 CNY`; of goods the number alone.
fn amount(minor: u64, currency: Option<Currency>) -> String {
    let Some(currency) = currency else { return count(minor) };
    let digits = currency.exponent();
    let unit = 10_u64.pow(digits);
    let whole = count(minor / unit);
    match usize::try_from(digits).unwrap_or(0) {
        0 => format!("{whole} {currency}"),
        width => format!("{whole}.{:0width$} {currency}", minor % unit),
    }
}

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
            "Judged by the key remembered since {since}. The site also shows another: {new}. A log that changes its key signs with both for a time; compare the new one before you trust it."
        ),
        format!(
            "依据自 {since} 起记住的密钥判断。本站还出示了另一密钥：{new}。更换密钥的账簿会在一段时间内以两把密钥签名；信任新密钥前请先比对。"
        ),
    )
}

pub(crate) fn key_changed(lang: Lang, since: &str, new: &[String]) -> String {
    let new = new.join(" ");
    pick(
        lang,
        format!(
            "ALARM: the site shows another key than the one remembered since {since}, and the old one is gone: {new}. Either the log has changed its key without signing with both, or this is not the log that you knew. Keep what you have, and ask an auditor."
        ),
        format!(
            "警告：本站出示的密钥与自 {since} 起记住的不同，旧密钥已不在：{new}。要么账簿更换密钥时未以新旧两把同时签名，要么这不是您所认识的账簿。请保留手头资料，并向审计方询问。"
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

pub(crate) fn same_as_before(lang: Lang, size: u64) -> String {
    let size = count(size);
    pick(
        lang,
        format!("The same {size} entries under the same root as when this browser last checked."),
        format!("与本浏览器上次核对时相同：{size} 条记录，根哈希一致。"),
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
            (sum > 0).then(|| format!("{} {}", amount(sum, trace.currency), end_kind(lang, *kind)))
        })
        .collect();
    let (parts, whole) = (parts.join(pick(lang, ", ", "，")), amount(trace.amount, trace.currency));
    pick(
        lang,
        format!("Derived again from the entries: of {whole}, {parts}. Every figure of the claim is the same."),
        format!("由记录重新推导：{whole} 中，{parts}。与所声称的数字逐项一致。"),
    )
}

fn end_kind(lang: Lang, kind: EndKind) -> &'static str {
    match kind {
        EndKind::Distributed => pick(lang, "handed out as goods", "作为物资发放"),
        EndKind::CashDistributed => pick(lang, "handed out as cash", "作为现金发放"),
        EndKind::Expense => pick(lang, "spent on running the work", "用于项目支出"),
        EndKind::Fee => pick(lang, "in fees", "为手续费"),
        EndKind::Refunded => pick(lang, "refunded", "已退还"),
        EndKind::Lost => pick(lang, "lost", "损失"),
        EndKind::InStock => pick(lang, "in stock", "在库"),
        EndKind::InTransit => pick(lang, "on its way", "运输途中"),
        EndKind::AtSupplier => pick(lang, "at the supplier", "在供应商处"),
        EndKind::Unspent => pick(lang, "not yet spent", "尚未使用"),
    }
}

pub(crate) fn page_equal(lang: Lang, shown: usize, all: usize) -> String {
    pick(
        lang,
        format!("The gift and the {shown} ends on this page are those that follow from the entries ({all} in all)."),
        format!("本页的捐赠额和 {shown} 处去向，均与由记录推导的一致（共 {all} 处）。"),
    )
}

pub(crate) fn page_differs(lang: Lang, kind: &str, shown: u64, derived: u64, currency: Option<Currency>) -> String {
    let (shown, derived) = (amount(shown, currency), amount(derived, currency));
    let named =
        EndKind::from_word(kind).map_or_else(|| pick(lang, "the whole gift", "捐赠总额"), |kind| end_kind(lang, kind));
    pick(
        lang,
        format!(
            "This page shows {shown} ({named}) where the entries give {derived}. If an entry came in since you opened it, load the page again; if the difference stays, the page is wrong."
        ),
        format!(
            "本页显示 {shown}（{named}），而由记录推导为 {derived}。若打开后有新记录，请重新载入；若差异仍在，则本页有误。"
        ),
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

pub(crate) fn shows_gift(lang: Lang, code: &str, entries: usize) -> String {
    pick(
        lang,
        format!(
            "As claimed: the {entries} entries behind gift {code} are in the signed log, and every figure follows from them."
        ),
        format!("与所声称的一致：捐赠 {code} 背后的 {entries} 条记录都在已签名的账簿中，各项数字均由其推出。"),
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
            "It does not prove that what is shown as still held was not spent by an entry that was left out: whoever has the whole log sees that. Nor that what was recorded happened: that is for its evidence, and for those who received.",
            "它不能证明显示为仍在手中的部分未被某条遗漏的记录花掉：掌握整本账簿的人可以看到。它也不能证明所记录的确曾发生：这要看凭证，以及受助者本人。",
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
