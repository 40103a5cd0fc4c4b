//! The words of reports.

use ledger::refusal::Lang;
use ledger::report::Direction;

use super::{amount, pick};
use crate::view::{Measure, PoolWords, Unit};

macro_rules! catalogue {
    ($($name:ident: $english:literal, $chinese:literal;)+) => {
        /// Every phrase of reports without figures, in one language.
        #[derive(Debug)]
        pub struct ReportWords {
            /// The language of them all.
            pub lang: Lang,
            $(#[doc = $english] pub $name: &'static str,)+
        }

        static ENGLISH: ReportWords = ReportWords { lang: Lang::En, $($name: $english,)+ };
        static CHINESE: ReportWords = ReportWords { lang: Lang::Zh, $($name: $chinese,)+ };
    };
}

impl ReportWords {
    /// The words of a language.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        match lang {
            Lang::En => &ENGLISH,
            Lang::Zh => &CHINESE,
        }
    }
}

catalogue! {
    reports: "Reports", "报告";
    trace_report: "Trace report", "追踪报告";
    lead: "Choose what you want to know. The report shows every pool of money or goods that it touches with opening balance, what came in, what went out and closing balance, and follows both ways. It can be cited: its address keeps the same bytes for ever.",
        "选择您想了解的内容。报告列出所涉及的每个款项池或物资池的期初余额、流入、流出与期末余额，并向两个方向追踪。报告可供引用：其地址永远给出相同的字节。";
    name: "A name for it (optional)", "报告名称（可选）";
    at_size: "How many entries of the log (empty: all there are now)", "账簿的前多少条记录（留空为当前全部）";
    make: "Show the report", "生成报告";
    question: "The question", "问题";
    everything: "Everything in the log", "账簿中的全部内容";
    made_from: "Made from", "依据";
    rules: "Its rules", "规则";
    rule_sum: "For every pool: opening balance + in − out = closing balance. What was asked for stands apart from the rest of its traffic.",
        "每个池：期初余额 + 流入 − 流出 = 期末余额。所问内容与该池的其余收支分列。";
    rule_day: "An entry counts under the day that its event names, else under the day of its recording in UTC. By these days a balance can be below zero for a while, where something was recorded for an earlier day than what it took from.",
        "记录按事件所载日期计入，无日期者按其记录日（UTC）计入。若某事项所载日期早于其所取用的款物，余额可能暂时为负。";
    rule_reversed: "What was reversed before the log reached this size does not count; what was reversed later counts here.",
        "在账簿达到此条数之前已撤销的不计入；此后才撤销的，在此仍计入。";
    rule_follow: "Sources and ends follow one published rule, first in, first out: see the method.",
        "来源与去向依照一条公开规则（先进先出）认定：见追踪规则。";
    rule_people: "Fewer than five people at one place on one day are shown as “under 5”, and stand in no sum of this report.",
        "同一地点同一日少于五人的，显示为“少于 5”，且不计入本报告的任何合计。";
    totals: "It adds up", "合计与核对";
    totals_caption: "Opening + in − out = closing, by what is counted", "期初 + 流入 − 流出 = 期末（按计量对象）";
    counted: "Counted", "计量对象";
    opening: "Opening", "期初";
    all_in: "In", "流入";
    all_out: "Out", "流出";
    closing: "Closing", "期末";
    check: "Check", "核对";
    check_holds: "adds up", "相符";
    check_fails: "DOES NOT ADD UP", "不相符";
    accounts: "Every pool", "各池";
    accounts_caption: "Each pool that the report touches", "报告所涉及的每个池";
    pool: "Pool", "池";
    asked_in: "In, asked for", "流入（所问）";
    other_in: "In, other", "流入（其他）";
    asked_out: "Out, asked for", "流出（所问）";
    other_out: "Out, other", "流出（其他）";
    flows: "What happened", "发生了什么";
    flows_caption: "What was asked for, by kind", "所问内容（按类别）";
    kind: "Kind", "类别";
    direction: "Direction", "方向";
    entries: "Rows", "行数";
    amount: "Amount", "数额";
    ends: "What became of what came in", "流入款物的去向";
    ends_caption: "Ends of what came in from elsewhere, in the units that came in", "从别处流入的款物之去向（以流入时的单位计）";
    end: "What became of it", "去向";
    ends_sum: "Together, as much as came in from elsewhere", "合计，等于从别处流入的数额";
    sources: "Whose gifts went out", "流出款物的来源";
    sources_caption: "Gifts behind what went elsewhere, in the gifts’ own units", "流向别处的款物背后的捐赠（以捐赠自身的单位计）";
    gifts: "Gifts", "捐赠笔数";
    largest_caption: "The largest of these gifts", "其中数额最大的捐赠";
    gift: "Gift", "捐赠";
    not_followed: "More is behind this report than is followed at once: narrow it by days, kinds or a project to see sources and ends.",
        "此报告涉及的内容过多，未作追踪：请按日期、类别或项目缩小范围，以查看来源与去向。";
    reached: "People reached", "送达人数";
    reached_caption: "Hand-outs by place and day; whoever was reached twice is counted twice", "按地点和日期的发放；两次送达者计两次";
    map_alt: "a dot for each place, its area by the number of hand-outs; the table below has each place and day.",
        "每处地点一个圆点，面积按发放次数；各地点各日期的数字见下表。";
    accounts_fold: "Show every pool", "展开各池";
    rows_fold: "Show the rows", "展开明细";
    reached_fold: "Show every place and day", "展开各地点与日期";
    place: "Place", "地点";
    date: "Date", "日期";
    handouts: "Hand-outs", "发放次数";
    households: "Households", "户数";
    people: "People", "人数";
    under_5: "under 5", "少于 5";
    reached_sum: "Together, without those under 5", "合计（不含少于 5 者）";
    rows: "Row by row", "逐行明细";
    rows_caption: "What was asked for, in the order of the log", "所问内容（按账簿顺序）";
    entry: "Entry", "记录";
    far: "From or to", "来自或去往";
    outside: "outside", "外部";
    no_rows: "Nothing of this kind was recorded.", "没有此类记录。";
    all_rows: "All rows as CSV", "全部明细（CSV）";
    cite: "Cite it", "引用";
    address: "Its address", "报告地址";
    prove: "Prove it", "证明";
    prove_text: "The bundle holds the entries behind every figure with the proof that they are in the signed log. Anyone can drop it on the checking page; one byte changed, and it names the entry.",
        "凭证包含有每个数字背后的记录，以及它们在已签名账簿中的证明。任何人都可在核对页放入该文件；只要改动一个字节，就会指出是哪条记录。";
    newer: "Whether newer figures exist", "是否有更新的数字";
    newer_link: "Compare with today’s figures", "与今日数字比较";
    files: "Take it with you", "下载";
    frozen: "Frozen copy", "固定副本";
    frozen_text: "This address contains the size of the log, so it says the same for ever. Later corrections do not change it.",
        "此地址含有账簿的条数，因此内容永远不变。此后的更正不会改变它。";
    bundle: "Verifiable bundle", "可验证凭证包";
    totals_row: "Total", "合计";
    kinds: "Kinds of entries", "记录类别";
    organisation: "Organisation", "机构";
    site: "Site", "地点（仓库）";
    region: "Country or part of it", "国家或地区";
    changes: "Then and now", "当时与现在";
    no_changes: "No later entry changes this report. Its figures are still those of today.", "此后没有记录改变此报告。其数字仍是今日的数字。";
    changes_lead: "The frozen copy keeps what it said. These are the figures that differ today, and the entries since that concern it.",
        "固定副本保持原样。以下为今日有所不同的数字，以及此后与其相关的记录。";
    then: "Then", "当时";
    now: "Now", "现在";
    change: "Change", "变化";
    entries_since: "Entries since", "此后的记录";
    recorded: "Recorded", "记录时间";
    fund: "Fund", "基金";
    project: "Project", "项目";
    item: "Goods", "物资";
    lot: "Lot", "批次";
    currency: "Currency", "币种";
    unit: "Unit", "单位";
    minor: "In the smallest unit", "最小单位数";
    party: "Who", "对方";
    within: "Between the pools of this report", "报告内部转移";
    opening_sheet: "Accounts", "各池";
    summary_sheet: "Summary", "摘要";
    rows_sheet: "Rows", "明细";
    reached_sheet: "People", "人数";
    size: "Entries of the log", "账簿条数";
    head: "Hash of the last", "末条哈希值";
}

/// Which way.
#[must_use]
pub fn direction(lang: Lang, direction: Direction) -> &'static str {
    match direction {
        Direction::In => pick(lang, "in", "流入"),
        Direction::Out => pick(lang, "out", "流出"),
    }
}

/// What is counted, as a heading.
#[must_use]
pub fn measure(measure: &Measure) -> String {
    match measure {
        Measure::Money(currency) => currency.to_string(),
        Measure::Goods { item, unit } => format!("{} ({unit})", item.name),
    }
}

/// So much of it.
#[must_use]
pub fn measured(lang: Lang, units: u64, measure: &Measure) -> String {
    match measure {
        Measure::Money(currency) => amount(lang, units, &Unit::Money(*currency)),
        Measure::Goods { unit, .. } => amount(lang, units, &Unit::Goods(unit.clone())),
    }
}

/// A balance, which can be below nothing.
#[must_use]
pub fn balance(lang: Lang, units: i64, measure: &Measure) -> String {
    let sign = if units < 0 { "−" } else { "" };
    format!("{sign}{}", measured(lang, units.unsigned_abs(), measure))
}

/// A pool in words.
#[must_use]
pub fn pool(lang: Lang, pool: &PoolWords) -> String {
    match (pool, lang) {
        (PoolWords::Cash { fund, project, holder }, _) => {
            let mut words = fund.name.clone();
            if let Some(project) = project {
                words.push_str(" · ");
                words.push_str(&project.name);
            }
            if let Some(holder) = holder {
                words.push_str(&pick(lang, format!(", held by {}", holder.name), format!("，由{}持有", holder.name)));
            }
            words
        }
        (PoolWords::Goods { lot, item, site }, Lang::En) => format!("{}, lot {lot}, at {}", item.name, site.name),
        (PoolWords::Goods { lot, item, site }, Lang::Zh) => format!("{}，批次 {lot}，在{}", item.name, site.name),
    }
}

/// A filter's name.
#[must_use]
pub fn filter(lang: Lang, name: &str) -> &'static str {
    let say = ReportWords::of(lang);
    match name {
        "fund" => say.fund,
        "project" => say.project,
        "organisation" => say.organisation,
        "item" => say.item,
        "site" => say.site,
        "place" => say.region,
        "gift" => say.gift,
        "kind" => say.kinds,
        "from" => pick(lang, "From", "自"),
        "size" => say.at_size,
        "name" => say.name,
        _ => pick(lang, "To", "至"),
    }
}

/// What stands behind the code of a gift that no donor gave; nothing behind others.
#[must_use]
pub fn own_mark(lang: Lang, own: bool) -> &'static str {
    if own { pick(lang, " (own contribution)", "（自有出资）") } else { "" }
}

/// How the report is to be cited.
#[must_use]
pub fn citation(lang: Lang, title: &str, host: &str, day: &str, size: &str, head: &str, address: &str) -> String {
    pick(
        lang,
        format!(
            "{host}: “{title}”. Trace report of a public log, made from its first {size} entries ({day}), head SHA3-256 {head}. {address}"
        ),
        format!(
            "{host}：《{title}》。公开账簿追踪报告，依据其前 {size} 条记录（{day}），末条 SHA3-256 {head}。{address}"
        ),
    )
}

/// From how many entries it was made.
#[must_use]
pub fn made_from(lang: Lang, size: &str, moment: &str) -> String {
    pick(
        lang,
        format!("the first {size} entries of the log, the last of which was recorded at {moment} (UTC)"),
        format!("账簿的前 {size} 条记录，最后一条记录于 {moment}（UTC）"),
    )
}

/// The state of a frozen report, in a picture that its bytes need not know.
#[must_use]
pub fn newer(lang: Lang, entries: u64, since: u64) -> String {
    let (entries, since) = (super::count(entries), super::count(since));
    match (entries.as_str(), lang) {
        ("0", Lang::En) => format!("Still today’s figures: none of the {since} entries since concerns this report"),
        ("0", Lang::Zh) => format!("仍是今日的数字：此后 {since} 条记录均与此报告无关"),
        (_, Lang::En) => format!("Newer figures exist: {entries} of the {since} entries since concern this report"),
        (_, Lang::Zh) => format!("已有更新的数字：此后 {since} 条记录中有 {entries} 条与此报告有关"),
    }
}

/// The first rows of more.
#[must_use]
pub fn first_of(lang: Lang, shown: u64, total: u64) -> String {
    let (shown, total) = (super::count(shown), super::count(total));
    pick(lang, format!("The first {shown} of {total}."), format!("共 {total} 行，显示前 {shown} 行。"))
}
