//! The sentences of refusals.

use super::{Lang, Refusal, Rule, Unit};
use crate::code::GiftCode;
use crate::value::SubjectKind;

pub(super) fn say(refusal: &Refusal, lang: Lang) -> String {
    let Refusal { field, rule } = refusal;
    match (lang, field.is_empty()) {
        (Lang::En, true) => english(rule),
        (Lang::Zh, true) => chinese(rule),
        (Lang::En, false) => format!("{field}: {}", english(rule)),
        (Lang::Zh, false) => format!("{field}：{}", chinese(rule)),
    }
}

pub(super) fn unit(unit: Unit, lang: Lang) -> String {
    let Unit::Money(currency) = unit else {
        return match lang {
            Lang::En => "units".into(),
            Lang::Zh => "件".into(),
        };
    };
    let minor = match (lang, currency.exponent()) {
        (_, 0) => "",
        (Lang::En, 2) => " cents",
        (Lang::Zh, 2) => " 分",
        (Lang::En, 3) => " thousandths",
        (Lang::Zh, 3) => " 千分之一",
        (Lang::En, _) => " minor units",
        (Lang::Zh, _) => " 最小单位",
    };
    format!("{currency}{minor}")
}

/// Groups digits by three: 12300 is `12,300` in both languages.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && digits.len().saturating_sub(place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn gift_code(seq: u64) -> String {
    GiftCode::of_seq(seq).map_or_else(|| seq.to_string(), |code| code.to_string())
}

#[allow(clippy::too_many_lines)] // A table: one line a rule.
fn english(rule: &Rule) -> String {
    match rule {
        Rule::Malformed { at } => format!("not valid JSON: reading stopped at byte {at}"),
        Rule::NotUtf8 { at } => format!("not UTF-8: byte {at} begins no character"),
        Rule::Oversized { limit, given } => {
            format!("too long: {} bytes of at most {}", big(*given), big(*limit))
        }
        Rule::LongerThan { limit } => format!("too long: more than {} bytes", big(*limit)),
        Rule::DuplicateKey => "this key stands twice in one object".into(),
        Rule::UnknownType { given } => format!("there is no type of event called \"{given}\""),
        Rule::UnknownField => "this type of event has no such field".into(),
        Rule::UnknownFilter { words: [] } => "nothing can be asked here".into(),
        Rule::UnknownFilter { words } => {
            format!("nothing is asked by this name here; what can be asked: {}", words.join(", "))
        }
        Rule::Missing => "this field is missing".into(),
        Rule::NotText => "must be text".into(),
        Rule::NotNumber => "must be a whole number".into(),
        Rule::NumberAsText => "must be a number, not text in quotation marks".into(),
        Rule::Negative => "must not be negative".into(),
        Rule::Fractional => "must be a whole number, without a point or an exponent".into(),
        Rule::TooBig => "must be below 2^53 (9,007,199,254,740,992)".into(),
        Rule::OutOfRange { min, max, given } => format!("must be from {min} to {max}, not {given}"),
        Rule::NotList => "must be a list".into(),
        Rule::ListLength { max } => format!("must have 1 to {} members", big(*max)),
        Rule::NotObject => "must be a JSON object".into(),
        Rule::Slug => "must be an id: 1 to 64 of a-z, 0-9 and hyphen, not beginning with a hyphen".into(),
        Rule::Term => {
            "must be a term: 1 to 64 of a-z, 0-9, hyphen and underscore, beginning with a letter or digit".into()
        }
        Rule::TextLength { max } => format!("must have 1 to {} characters", big(*max)),
        Rule::ControlCharacter => "must not contain control characters".into(),
        Rule::Actor => "must be organisation/handle, both ids".into(),
        Rule::Key => "must be a UUIDv7 in lower case".into(),
        Rule::Hash => "must be a SHA3-256 hash: 64 lower-case hex digits".into(),
        Rule::Date => "must be a day of the calendar, as 2026-03-01".into(),
        Rule::Timestamp => "must be a moment in UTC, as 2026-11-20T09:15:02.123Z".into(),
        Rule::Currency => "must be a currency of ISO 4217, as CNY".into(),
        Rule::Country => "must be a country of ISO 3166-1, as CN".into(),
        Rule::Admin1 => "must be a part of a country, ISO 3166-2, as CN-SC".into(),
        Rule::Pool => {
            "must be the name of a pool: cash/FUND, cash/FUND/PROJECT, either with @ORG, or lot/LOT@SITE".into()
        }
        Rule::OneOf { words } => format!("must be one of {}", words.join(", ")),
        Rule::Taken { kind, id } => format!("id taken: there is already {} {id}", with_article(english_kind(*kind))),
        Rule::Unknown { kind, id } => format!("unknown: there is no {} {id}", english_kind(*kind)),
        Rule::NotAGift { seq } => format!("entry {} is no gift of money", grouped(*seq)),
        Rule::GiftReversed { seq } => format!("gift {} was reversed", gift_code(*seq)),
        Rule::FundClosed { fund } => format!("fund {fund} is closed"),
        Rule::StillHeld { pool, units, unit } => {
            let unit = unit.say(Lang::En);
            format!("still held: {pool} has {} {unit}; name a fund in surplus_to or spend it first", grouped(*units))
        }
        Rule::CurrencyMismatch { expected, given } => format!("currency mismatch: must be {expected}, not {given}"),
        Rule::Short { pool, have, want, unit } => {
            let unit = unit.say(Lang::En);
            format!("short: {pool} has {} of {} {unit}", grouped(*have), grouped(*want))
        }
        Rule::GiftSpent { gift, have, want, unit } => {
            let unit = unit.say(Lang::En);
            format!(
                "short: gift {} has {} of {} {unit} unspent; the rest is the organisation's to pay from another pool",
                gift_code(*gift),
                grouped(*have),
                grouped(*want)
            )
        }
        Rule::SumsDiffer { sources, costs, unit } => {
            let unit = unit.say(Lang::En);
            format!("sums differ: the sources give {} {unit}, the lines cost {}", grouped(*sources), grouped(*costs))
        }
        Rule::OtherFund { project, fund } => format!("project {project} belongs to fund {fund}"),
        Rule::ReasonNeeded => "a transfer between two funds must say why".into(),
        Rule::SamePool => "money must go to another pool than it comes from".into(),
        Rule::CreditedNeeded { from, to } => {
            format!("the pools are in {from} and {to}: record the amount credited as well")
        }
        Rule::CreditedNotNeeded { currency } => format!("both are in {currency}: nothing is converted"),
        Rule::NotCash => "must be a cash pool".into(),
        Rule::NotASupplier { site } => format!("site {site} is no supplier"),
        Rule::NotASite { waybill } => format!("{waybill} is a waybill, not a site"),
        Rule::Expired { lot, expires_on } => format!("lot {lot} expired on {expires_on}"),
        Rule::NothingFree { pool } => format!("nothing of {pool} is there any more"),
        Rule::MoreHouseholds { households, people } => {
            format!("{} households can't be more than {} people", grouped(*households), grouped(*people))
        }
        Rule::NoEntry { seq } => format!("there is no entry {}", grouped(*seq)),
        Rule::AlreadyReversed { seq, by } => {
            format!("entry {} is already reversed, by entry {}", grouped(*seq), grouped(*by))
        }
        Rule::NothingToReverse { seq } => format!("entry {} moved nothing that could be reversed", grouped(*seq)),
        Rule::OwnApproval => "nobody approves what they recorded themselves".into(),
        Rule::InTheWay { by } => format!("entry {} stands in the way: reverse that one first", grouped(*by)),
        Rule::KeyReused { seq } => {
            format!("this idempotency key already stands for another event, entry {}", grouped(*seq))
        }
        Rule::TooFragmented { limit, given } => format!(
            "the entry would have {} bytes of at most {}: what it takes lies in too many pieces; record it in parts",
            big(*given),
            big(*limit)
        ),
        Rule::PoolFull { pool } => format!("{pool} can't count that many units: a pool holds fewer than 2^53"),
        Rule::GiftCode => "must be a receipt code: G- and eight characters, the last of which checks the others".into(),
        Rule::DaysReversed { from, to } => format!("the last day, {to}, lies before the first, {from}"),
        Rule::SizeAhead { size, head } => {
            format!("the log has {} entries, not {}: choose a size that it has reached", grouped(*head), grouped(*size))
        }
        Rule::Cursor => "must be the cursor that an answer of this list gave as next, in the same order".into(),
        Rule::NotAPage => "must be the address of a fund, gift or report of this site".into(),
        Rule::SizeZero => "a log of no entries says nothing: choose a size from 1 on".into(),
        Rule::ReportTooLarge { limit } => format!(
            "more than {} entries are behind this report: narrow it by fund, project, place, kind or days",
            grouped(*limit)
        ),
    }
}

fn big(number: usize) -> String {
    grouped(u64::try_from(number).unwrap_or(u64::MAX))
}

#[allow(clippy::too_many_lines)] // A table: one line a rule.
fn chinese(rule: &Rule) -> String {
    match rule {
        Rule::Malformed { at } => format!("不是有效的 JSON：在第 {at} 字节处无法继续读取"),
        Rule::NotUtf8 { at } => format!("不是 UTF-8 文本：第 {at} 字节不是字符的开头"),
        Rule::Oversized { limit, given } => format!("过长：共 {} 字节，最多 {} 字节", big(*given), big(*limit)),
        Rule::LongerThan { limit } => format!("过长：超过 {} 字节", big(*limit)),
        Rule::DuplicateKey => "同一个对象中这个键出现了两次".into(),
        Rule::UnknownType { given } => format!("没有名为“{given}”的事件类型"),
        Rule::UnknownField => "这类事件没有这个字段".into(),
        Rule::UnknownFilter { words: [] } => "此处不接受任何查询参数".into(),
        Rule::UnknownFilter { words } => format!("此处没有这个查询参数；可用的有：{}", words.join("、")),
        Rule::Missing => "缺少这个字段".into(),
        Rule::NotText => "必须是文本".into(),
        Rule::NotNumber => "必须是整数".into(),
        Rule::NumberAsText => "必须是数字，不能是加引号的文本".into(),
        Rule::Negative => "不能是负数".into(),
        Rule::Fractional => "必须是整数，不能有小数点或指数".into(),
        Rule::TooBig => "必须小于 2^53（9,007,199,254,740,992）".into(),
        Rule::OutOfRange { min, max, given } => format!("必须在 {min} 到 {max} 之间，而不是 {given}"),
        Rule::NotList => "必须是列表".into(),
        Rule::ListLength { max } => format!("必须有 1 到 {} 项", big(*max)),
        Rule::NotObject => "必须是 JSON 对象".into(),
        Rule::Slug => "必须是标识：1 到 64 个 a-z、0-9 或连字符，不能以连字符开头".into(),
        Rule::Term => "必须是术语：1 到 64 个 a-z、0-9、连字符或下划线，以字母或数字开头".into(),
        Rule::TextLength { max } => format!("必须有 1 到 {} 个字符", big(*max)),
        Rule::ControlCharacter => "不能含有控制字符".into(),
        Rule::Actor => "必须是“机构/代号”，两者都是标识".into(),
        Rule::Key => "必须是小写的 UUIDv7".into(),
        Rule::Hash => "必须是 SHA3-256 哈希：64 位小写十六进制数字".into(),
        Rule::Date => "必须是日历上存在的日期，如 2026-03-01".into(),
        Rule::Timestamp => "必须是 UTC 时刻，如 2026-11-20T09:15:02.123Z".into(),
        Rule::Currency => "必须是 ISO 4217 货币代码，如 CNY".into(),
        Rule::Country => "必须是 ISO 3166-1 国家或地区代码，如 CN".into(),
        Rule::Admin1 => "必须是 ISO 3166-2 行政区代码，如 CN-SC".into(),
        Rule::Pool => "必须是资金或物资池的名称：cash/基金、cash/基金/项目（均可加 @机构），或 lot/批次@地点".into(),
        Rule::OneOf { words } => format!("必须是其中之一：{}", words.join("、")),
        Rule::Taken { kind, id } => format!("标识已被使用：已有{} {id}", chinese_kind(*kind)),
        Rule::Unknown { kind, id } => format!("未知：没有{} {id}", chinese_kind(*kind)),
        Rule::NotAGift { seq } => format!("第 {} 号记录不是一笔现金捐赠", grouped(*seq)),
        Rule::GiftReversed { seq } => format!("捐赠 {} 已被撤销", gift_code(*seq)),
        Rule::FundClosed { fund } => format!("基金 {fund} 已关闭"),
        Rule::StillHeld { pool, units, unit } => {
            let unit = unit.say(Lang::Zh);
            format!("仍有结存：{pool} 有 {} {unit}；请在 surplus_to 中指定另一基金，或先用完", grouped(*units))
        }
        Rule::CurrencyMismatch { expected, given } => format!("货币不符：必须是 {expected}，而不是 {given}"),
        Rule::Short { pool, have, want, unit } => {
            let unit = unit.say(Lang::Zh);
            format!("不足：{pool} 有 {}，需要 {} {unit}", grouped(*have), grouped(*want))
        }
        Rule::GiftSpent { gift, have, want, unit } => {
            let unit = unit.say(Lang::Zh);
            format!(
                "不足：捐赠 {} 未使用的部分为 {}，需要 {} {unit}；其余应由机构从其他资金支付",
                gift_code(*gift),
                grouped(*have),
                grouped(*want)
            )
        }
        Rule::SumsDiffer { sources, costs, unit } => {
            let unit = unit.say(Lang::Zh);
            format!("合计不符：来源共 {} {unit}，各项成本共 {}", grouped(*sources), grouped(*costs))
        }
        Rule::OtherFund { project, fund } => format!("项目 {project} 属于基金 {fund}"),
        Rule::ReasonNeeded => "不同基金之间的划转必须说明原因".into(),
        Rule::SamePool => "资金必须划转到另一个资金池".into(),
        Rule::CreditedNeeded { from, to } => format!("两个资金池的货币分别是 {from} 和 {to}：请同时记录入账金额"),
        Rule::CreditedNotNeeded { currency } => format!("两者的货币都是 {currency}：不存在兑换"),
        Rule::NotCash => "必须是资金池".into(),
        Rule::NotASupplier { site } => format!("地点 {site} 不是供应商"),
        Rule::NotASite { waybill } => format!("{waybill} 是运单，不是地点"),
        Rule::Expired { lot, expires_on } => format!("批次 {lot} 已于 {expires_on} 过期"),
        Rule::NothingFree { pool } => format!("{pool} 已没有任何结存"),
        Rule::MoreHouseholds { households, people } => {
            format!("{} 户不可能多于 {} 人", grouped(*households), grouped(*people))
        }
        Rule::NoEntry { seq } => format!("没有第 {} 号记录", grouped(*seq)),
        Rule::AlreadyReversed { seq, by } => {
            format!("第 {} 号记录已被第 {} 号记录撤销", grouped(*seq), grouped(*by))
        }
        Rule::NothingToReverse { seq } => format!("第 {} 号记录没有可撤销的变动", grouped(*seq)),
        Rule::OwnApproval => "任何人不得审批自己所作的记录".into(),
        Rule::InTheWay { by } => format!("第 {} 号记录在其后使用了这些款物：请先撤销那一条", grouped(*by)),
        Rule::KeyReused { seq } => format!("这个幂等键已用于另一事件，即第 {} 号记录", grouped(*seq)),
        Rule::TooFragmented { limit, given } => {
            format!("该记录将有 {} 字节，上限为 {}：所取款物过于零散；请分几次记录", big(*given), big(*limit))
        }
        Rule::PoolFull { pool } => format!("{pool} 无法计入这么多：每个池必须少于 2^53"),
        Rule::GiftCode => "必须是收据编号：G- 加八个字符，最后一个字符用于校验".into(),
        Rule::DaysReversed { from, to } => format!("截止日期 {to} 早于起始日期 {from}"),
        Rule::SizeAhead { size, head } => {
            format!("日志有 {} 条记录，尚未达到 {} 条：请选择已达到的条数", grouped(*head), grouped(*size))
        }
        Rule::Cursor => "必须是此列表的答复以 next 给出的游标，且排序相同".into(),
        Rule::NotAPage => "必须是本站某基金、捐赠或报告页面的地址".into(),
        Rule::SizeZero => "没有记录的日志不能说明什么：条数请从 1 起".into(),
        Rule::ReportTooLarge { limit } => {
            format!("此报告涉及超过 {} 条记录：请按基金、项目、地点、类别或日期缩小范围", grouped(*limit))
        }
    }
}

/// `an item`, `a lot`: none of our words begins with a vowel that is not heard as one.
fn with_article(word: &str) -> String {
    let article = if word.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {word}")
}

fn english_kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Receipt => "receipt of goods",
        SubjectKind::Handout => "hand-out",
        SubjectKind::Cost => "added cost",
        other => other.word(),
    }
}

fn chinese_kind(kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Organisation => "机构",
        SubjectKind::Fund => "基金",
        SubjectKind::Project => "项目",
        SubjectKind::Site => "地点",
        SubjectKind::Waybill => "运单",
        SubjectKind::Item => "物品",
        SubjectKind::Lot => "批次",
        SubjectKind::Gift => "捐赠",
        SubjectKind::Allocation => "拨款",
        SubjectKind::Transfer => "划转",
        SubjectKind::Receipt => "收货单",
        SubjectKind::Cost => "附加成本",
        SubjectKind::Loss => "损失记录",
        SubjectKind::Handout => "发放记录",
        SubjectKind::Expense => "支出",
        SubjectKind::Purchase => "采购",
    }
}
