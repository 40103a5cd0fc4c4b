//! Words for recording: names of pools, labels and helps of fields, faults, what would happen.

mod help;
mod refusal;

pub use help::help;
pub use refusal::{at_field, refused, refused_in_bulk};

use ledger::event::EventType;
use ledger::refusal::Lang;
use ledger::value::{CostCategory, FeeCategory, LossReason, OrganisationKind, SiteKind, SubjectKind};

use crate::view::desk::FieldFault;
use crate::words::{
    bytes, cost_category, fee_category, field, loss_reason, organisation_kind, pick, site_kind, subject, symbol, term,
};

/// Money where it is: the fund, the project it is set aside for, the partner that holds it.
#[must_use]
pub fn cash_pool(lang: Lang, fund: &str, project: Option<&str>, holder: Option<&str>) -> String {
    let project = project.map(|project| format!(" · {project}")).unwrap_or_default();
    let holder = match (holder, lang) {
        (None, _) => String::new(),
        (Some(holder), Lang::En) => format!(", with {holder}"),
        (Some(holder), Lang::Zh) => format!("（由 {holder} 持有）"),
    };
    format!("{fund}{project}{holder}")
}

/// Goods where they are.
#[must_use]
pub fn goods_pool(lang: Lang, item: &str, lot: &str, place: &str) -> String {
    match lang {
        Lang::En => format!("{item} ({lot}) at {place}"),
        Lang::Zh => format!("{place}的{item}（{lot}）"),
    }
}

/// The button that takes a line out of a list, counted from one.
#[must_use]
pub fn remove_line(lang: Lang, line: usize) -> String {
    match lang {
        Lang::En => format!("Remove line {line}"),
        Lang::Zh => format!("删除第 {line} 行"),
    }
}

/// A waybill by where it goes.
#[must_use]
pub fn waybill(lang: Lang, id: &str, to: &str) -> String {
    match lang {
        Lang::En => format!("On the way to {to} ({id})"),
        Lang::Zh => format!("运往 {to} 途中（{id}）"),
    }
}

/// A lot by what it is.
#[must_use]
pub fn lot(lang: Lang, item: &str, lot: &str) -> String {
    match lang {
        Lang::En => format!("{item} ({lot})"),
        Lang::Zh => format!("{item}（{lot}）"),
    }
}

/// A kind of goods with what it is counted in.
#[must_use]
pub fn item_and_unit(lang: Lang, item: &str, unit: &str) -> String {
    match lang {
        Lang::En => format!("{item}, in {unit}"),
        Lang::Zh => format!("{item}（单位：{unit}）"),
    }
}

/// A word of one of the ledger's lists, open or closed, as the field of this key has it.
#[must_use]
pub fn word(lang: Lang, key: &str, word: &str) -> String {
    // Several lists end with it, and mean another thing each.
    if word == "other" && key != "kind" {
        let other =
            if key == "method" { pick(lang, "another way", "其他方式") } else { pick(lang, "other", "其他") };
        return other.to_owned();
    }
    let known = OrganisationKind::from_word(word)
        .map(|kind| organisation_kind(lang, kind))
        .or_else(|| SiteKind::from_word(word).map(|kind| site_kind(lang, kind)))
        .or_else(|| LossReason::from_word(word).map(|reason| loss_reason(lang, reason)))
        .or_else(|| FeeCategory::from_word(word).map(|category| fee_category(lang, category)))
        .or_else(|| CostCategory::from_word(word).map(|category| cost_category(lang, category)))
        .or_else(|| SubjectKind::from_word(word).map(|kind| subject(lang, kind)));
    known.map_or_else(|| term(lang, word), str::to_owned)
}

/// The key by which the words of a place's name are found: things have names, too.
pub const PLACE_NAME: &str = "place_name";

/// The key by which the words of a lot that is there already are found, in events that make a new one, too.
pub const LOT_THERE: &str = "lot_there";

/// What a field asks for, in the trade's words: those of the event where they are its own.
#[must_use]
pub fn label(lang: Lang, event: EventType, key: &str) -> String {
    use EventType as E;
    let own = match (event, key) {
        (E::GoodsReceived, "from") => pick(lang, "From where", "从何处"),
        (E::GoodsReceived, "to") => pick(lang, "Arrived at", "到达地点"),
        (E::GoodsDispatched, "from") => pick(lang, "Leaves from", "出发地点"),
        (E::GoodsDispatched, "to") => pick(lang, "Goes to", "目的地"),
        (E::GoodsDispatched, "lines") => pick(lang, "What is on the lorry", "装运物资"),
        (E::PurchaseMade, "lines") => pick(lang, "What was bought", "采购明细"),
        (E::GoodsDistributed, "lines") => pick(lang, "What was handed out", "发放明细"),
        (E::CashDistributed | E::ExpensePaid, "from") => pick(lang, "Paid from", "资金来源"),
        (E::TransferMade, "from") => pick(lang, "Money leaves", "转出"),
        (E::TransferMade, "to") => pick(lang, "Money goes to", "转入"),
        (E::GoodsDistributed | E::GoodsLost, "site") => pick(lang, "Where the goods were", "物资原在地点"),
        (E::KitPacked, "site") => pick(lang, "Where they are packed", "组装地点"),
        (E::CostAdded | E::GiftInKindReceived, "site") => pick(lang, "Where the goods are", "物资所在地点"),
        (E::PurchaseMade, "cost") => pick(lang, "Cost of the whole row", "整行总价"),
        (E::AllocationMade, "project") => pick(lang, "Set aside for", "划拨给"),
        (E::FundClosed, "surplus_to") => pick(lang, "What is left goes to", "结余转入"),
        (E::DocumentAttached, "id") => pick(lang, "Its id", "其编号"),
        (E::DocumentAttached, "kind") => pick(lang, "What it is", "类别"),
        (E::FundClosed, "id") => pick(lang, "Fund", "基金"),
        (_, "correction_reason") => pick(lang, "Why it is corrected", "更正原因"),
        (_, "gift") => pick(lang, "Receipt code of the gift", "捐赠收据编号"),
        (_, "pool") => pick(lang, "From", "来自"),
        (_, "lat") => pick(lang, "Latitude", "纬度"),
        (_, "lon") => pick(lang, "Longitude", "经度"),
        (E::GiftInKindReceived | E::PurchaseMade | E::KitPacked, "lot") => pick(lang, "Lot number", "批次编号"),
        (_, PLACE_NAME) => pick(lang, "Town or village", "城镇或村庄"),
        (_, "name") if matches!(event, E::GoodsDistributed | E::CashDistributed) => {
            pick(lang, "Town or village", "城镇或村庄")
        }
        (_, LOT_THERE) => pick(lang, "Lot", "批次"),
        _ => return field(lang, key),
    };
    own.to_owned()
}

/// What is wrong with a field.
#[must_use]
pub fn field_fault(lang: Lang, fault: &FieldFault) -> String {
    let said = match fault {
        FieldFault::Refused(told) => return refused(lang, told),
        FieldFault::TooFine(currency) => {
            let (sign, places) = (symbol(*currency), currency.exponent());
            return match (lang, places) {
                (Lang::En, 0) => format!("{sign} has no decimals."),
                (Lang::En, _) => format!("{sign} has at most {places} decimals. Nothing is rounded here."),
                (Lang::Zh, 0) => format!("{sign} 没有小数。"),
                (Lang::Zh, _) => format!("{sign} 最多 {places} 位小数。此处不作四舍五入。"),
            };
        }
        FieldFault::FileTooLarge(limit) => {
            return match lang {
                Lang::En => format!("A file may have up to {}.", bytes(lang, *limit)),
                Lang::Zh => format!("文件不得超过 {}。", bytes(lang, *limit)),
            };
        }
        FieldFault::NotYours(ours) => return not_yours(lang, ours),
        FieldFault::Ahead(day) => {
            let day = crate::words::date(lang, *day);
            return match lang {
                Lang::En => format!("{day} is still to come: write the day on which it happened."),
                Lang::Zh => format!("{day}尚未到来：请填写实际发生的日期。"),
            };
        }
        FieldFault::Missing => pick(lang, "Fill this in.", "请填写此项。"),
        FieldFault::NotAmount => {
            pick(lang, "Write an amount like 12,300.00 or 12300.", "请按 12,300.00 或 12300 的格式填写金额。")
        }
        FieldFault::NoCurrency => pick(
            lang,
            "Say first whose money it is (the fund, the pool, the gift or the currency): that decides how it is written.",
            "请先填写款项所属（基金、所在处、捐赠或币种），以确定币种。",
        ),
        FieldFault::NotWhole => pick(lang, "Write a whole number like 1,200.", "请填写整数，例如 1,200。"),
        FieldFault::NotDate => pick(lang, "Write the day like 2026-11-20.", "请按 2026-11-20 的格式填写日期。"),
        FieldFault::BeforeOpening => {
            pick(lang, "It would close before it opens: check both days.", "截止日期早于开放日期，请核对两个日期。")
        }
        FieldFault::NotUrl => pick(
            lang,
            "Write the whole address, as https://red-river.example.",
            "请填写完整网址，例如 https://red-river.example。",
        ),
        FieldFault::NotDegrees => pick(lang, "Write degrees like 30.66.", "请按 30.66 的格式填写度数。"),
        FieldFault::NotCode => pick(
            lang,
            "This is not a receipt code, or it has a slip in it: G- and eight characters.",
            "这不是收据编号，或有误：应为 G- 加八个字符。",
        ),
        FieldFault::FileType => pick(
            lang,
            "Only PDF, JPEG, PNG and WebP files are kept, and only whole ones.",
            "只接受完整的 PDF、JPEG、PNG 和 WebP 文件。",
        ),
        FieldFault::NoStore => pick(
            lang,
            "This server has no folder for documents (--documents).",
            "此服务器未设置文件存放目录（--documents）。",
        ),
    };
    said.to_owned()
}

fn not_yours(lang: Lang, ours: &[String]) -> String {
    match lang {
        Lang::En => format!(
            "Your account records for {}, not for this organisation. Choose that one; if it is not in the list, register it under exactly that id.",
            ours.join(", ")
        ),
        Lang::Zh => format!(
            "您的账户只能为 {} 记录，不能为此机构记录。请选择该机构；如列表中没有，请先以完全相同的编号登记。",
            ours.join("、")
        ),
    }
}

/// Above the form that registers the organisation to which the accounts belong.
#[must_use]
pub fn own_organisation(lang: Lang, id: &str) -> String {
    match lang {
        Lang::En => format!(
            "Your account belongs to {id}, which is not in the ledger yet. Keep {id} as the id: only then can its staff open funds. To register another organisation, empty the id."
        ),
        Lang::Zh => format!(
            "您的账户属于 {id}，该机构尚未登记。请保留编号 {id}，否则其工作人员无法设立基金。如要登记其他机构，请清空编号。"
        ),
    }
}

/// A group of events that have one amount in common.
#[must_use]
pub fn limit_group(lang: Lang, word: &str) -> &'static str {
    match word {
        "payment" => pick(lang, "Payments", "付款"),
        "transfer" => pick(lang, "Transfers", "转移"),
        "loss" => pick(lang, "Losses", "损失"),
        _ => pick(lang, "Reversals and corrections", "撤销与更正"),
    }
}

/// A heading of the menu of events, in their order.
#[must_use]
pub fn menu_group(lang: Lang, event: EventType) -> &'static str {
    use EventType as E;
    match event {
        E::DonationReceived | E::GiftInKindReceived | E::FeeCharged | E::DonationRefunded => {
            pick(lang, "Gifts", "捐赠")
        }
        E::AllocationMade | E::TransferMade | E::ExpensePaid | E::PurchaseMade | E::CostAdded => {
            pick(lang, "Money", "款项")
        }
        E::GoodsReceived | E::GoodsDispatched | E::KitPacked | E::GoodsLost => pick(lang, "Goods", "物资"),
        E::GoodsDistributed | E::CashDistributed => pick(lang, "To people", "发放"),
        E::EntryReversed | E::DocumentAttached => pick(lang, "Corrections", "更正"),
        E::OrganisationRegistered
        | E::FundOpened
        | E::FundClosed
        | E::ProjectOpened
        | E::SiteRegistered
        | E::ItemRegistered => pick(lang, "Registers", "登记"),
    }
}
