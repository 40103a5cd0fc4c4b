//! What else there is to know about a field, beside it.

use ledger::event::EventType;
use ledger::refusal::Lang;

use crate::words::pick;

/// The help of a field; none where its label says all.
#[must_use]
pub fn help(lang: Lang, event: EventType, key: &str) -> Option<&'static str> {
    of_event(lang, event, key).unwrap_or_else(|| of_any(lang, key))
}

/// Where an event's own help takes the place of the usual one; a field without any is `Some(None)`.
fn of_event(lang: Lang, event: EventType, key: &str) -> Option<Option<&'static str>> {
    use EventType as E;
    let own = match (event, key) {
        (E::FundClosed, "id") | (E::GoodsLost, "reason") => return Some(None),
        (E::DocumentAttached, "id") => pick(
            lang,
            "As it stands on its page or paper; of a gift its receipt code.",
            "见其页面或单据；捐赠则填收据编号。",
        ),
        (E::PurchaseMade | E::GiftInKindReceived | E::KitPacked, "lot") => new_id(lang),
        (E::GoodsDistributed, "place") => pick(
            lang,
            "Left empty, it is the place of the site that the goods come from. Never closer than a village.",
            "留空则采用物资所在地点的位置。不应精确到村庄以下。",
        ),
        (E::CashDistributed, "place") => pick(
            lang,
            "Where the people were paid. Never closer than a village.",
            "发放现金的地方。不应精确到村庄以下。",
        ),
        (E::ProjectOpened, "place") => {
            pick(lang, "Where the work is done. Never closer than a village.", "开展工作的地方。不应精确到村庄以下。")
        }
        (E::SiteRegistered, "place") => {
            pick(lang, "Where it is. Never closer than a village.", "所在位置。不应精确到村庄以下。")
        }
        (E::DonationReceived, "project") => pick(lang, "Only if the donor chose one.", "仅在捐赠人指定时选择。"),
        (E::GoodsDistributed, "project") => pick(lang, "Only if it was for one project.", "仅在属于某一项目时选择。"),
        (E::TransferMade, "reason") => pick(
            lang,
            "Needed where the money goes to another fund. Public. No names of people.",
            "款项转入另一基金时必填。公开，请勿填写个人姓名。",
        ),
        (E::TransferMade, "credited") => {
            pick(lang, "Only where the currencies differ: what arrived.", "仅当币种不同时填写：到账金额。")
        }
        (E::FeeCharged | E::DonationRefunded, "amount") => {
            pick(lang, "At most what is unspent of this gift.", "不超过这笔捐赠尚未使用的部分。")
        }
        (E::FundOpened, "currency") => pick(
            lang,
            "Three letters, as CNY. Of all money in the fund; it stays so.",
            "三个字母，例如 CNY。基金内所有款项均用此币种，不可更改。",
        ),
        (E::PurchaseMade, "cost") => {
            pick(lang, "For all of them together, not for one.", "此行全部数量的总价，而非单价。")
        }
        (E::GoodsReceived, "from") => {
            pick(lang, "A supplier, another site, or a waybill on its way.", "供应商、其他地点，或在途运单。")
        }
        (E::EntryReversed, "reverses") => pick(
            lang,
            "The number of the entry, as 41: it stands on its page and in every list. What it moved goes back.",
            "记录编号，例如 41，见其页面和各列表。其移动的款物将退回原处。",
        ),
        _ => return None,
    };
    Some(Some(own))
}

fn new_id(lang: Lang) -> &'static str {
    pick(lang, "Leave empty: one is made.", "可留空，系统将自动生成。")
}

fn of_any(lang: Lang, key: &str) -> Option<&'static str> {
    Some(match key {
        "id" | "waybill" => new_id(lang),
        "note" => pick(
            lang,
            "Public, for ever. No names, telephone numbers or addresses of people.",
            "永久公开。请勿填写个人姓名、电话或住址。",
        ),
        "correction_reason" => pick(
            lang,
            "Public: the old entry stays and is marked as reversed, with this reason.",
            "公开：原记录保留并标记为已撤销，附此原因。",
        ),
        "reason" => pick(lang, "Public. No names of people.", "公开。请勿填写个人姓名。"),
        "donor" => pick(
            lang,
            "A public alias, only if the donor wants one. Leave empty otherwise.",
            "公开化名，仅在捐赠人希望时填写，否则留空。",
        ),
        "original" => pick(
            lang,
            "Only where the bank changed the money: what the donor gave.",
            "仅当银行兑换过币种时填写：捐赠人原本给出的金额。",
        ),
        "currency" => pick(lang, "Three letters, as USD.", "三个字母，例如 USD。"),
        "payee" => pick(lang, "A business or public body. Never a private person.", "企业或公共机构，绝不填写个人。"),
        "carrier" => pick(lang, "A business. Never a private person.", "承运企业，绝不填写个人。"),
        "gift" => pick(lang, "As on the receipt: G- and eight characters.", "见收据：G- 加八个字符。"),
        "admin1" => pick(lang, "Its code of ISO 3166-2: CN-SC is Sichuan.", "ISO 3166-2 代码，例如四川为 CN-SC。"),
        "lat" | "lon" => pick(lang, "In degrees; kept to two decimals.", "以度为单位，保留两位小数。"),
        "households" => pick(lang, "Count only; no lists of names.", "只填户数，不填名单。"),
        "people" => pick(lang, "Count only; no lists of names.", "只填人数，不填名单。"),
        "documents" => pick(
            lang,
            "Drag them here, choose them, or take a picture. PDF, JPEG, PNG or WebP, up to 10 MB each. Position and camera data are removed from pictures. Public: no faces, names or account numbers.",
            "可拖放、选择文件或拍照。PDF、JPEG、PNG 或 WebP，每个不超过 10 MB。图片中的位置和相机信息会被移除。公开：请勿包含人脸、姓名或账号。",
        ),
        "sources" => pick(lang, "Whose money, in the order in which it pays.", "资金来源，按支付顺序排列。"),
        "value" => pick(
            lang,
            "What it is worth. Shown beside the goods, never added to money.",
            "估值。仅与物资一并显示，不计入款项。",
        ),
        "unit" => pick(lang, "In the singular: tent, box, kg.", "例如：顶、箱、kg。"),
        "expires_on" => pick(lang, "After this day it cannot be handed out.", "此日之后不可再发放。"),
        "batch" => pick(lang, "As the maker printed it.", "以生产商所印为准。"),
        "condition" => pick(lang, "How they looked on arrival: dry, two torn.", "到达时的状况，例如：干燥，两件破损。"),
        "supplier" => pick(
            lang,
            "Not here? Record it first: a site of the kind supplier.",
            "列表中没有？请先登记为“供应商”类地点。",
        ),
        "implementer" => pick(lang, "The organisation that does the work.", "具体执行的机构。"),
        "steward" => pick(lang, "The organisation that answers for the money.", "对款项负责的机构。"),
        "surplus_to" => pick(
            lang,
            "Needed if anything is left: the fund that takes over money and goods.",
            "如有结余则必填：接收款项和物资的基金。",
        ),
        "target" => pick(lang, "What the fund hopes to raise.", "基金希望筹集的金额。"),
        "policy" => {
            pick(lang, "How it spends, as its share for running costs. Public.", "使用规则，例如管理费比例。公开。")
        }
        "purpose" => pick(lang, "What the money is for. Public.", "款项的用途。公开。"),
        "closes_on" => pick(
            lang,
            "The day after which it means to take no more gifts. It is closed by an entry of its own.",
            "计划停止接收捐赠的日期。关闭基金须另作记录。",
        ),
        "budget" => pick(lang, "What it plans to spend on what.", "计划在各项上的支出。"),
        "registration" => pick(lang, "Its number in a public register.", "公开登记机关的登记号。"),
        "url" => pick(lang, "Begins with https://", "以 https:// 开头。"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_told_of_a_site_that_the_form_does_not_have() {
        for event in EventType::ALL {
            let has_site = event.fields().iter().any(|field| field.name == "site");
            let told = help(Lang::En, *event, "place").is_some_and(|help| help.contains("site"));
            assert!(!told || has_site, "{event:?}");
        }
    }

    #[test]
    fn an_id_is_made_only_where_the_event_gives_one_out() {
        let made = |event, key| help(Lang::En, event, key) == Some(new_id(Lang::En));
        assert!(made(EventType::ExpensePaid, "id") && made(EventType::KitPacked, "lot"));
        assert!(!made(EventType::FundClosed, "id") && !made(EventType::DocumentAttached, "id"));
        assert!(!made(EventType::KitPacked, crate::words::desk::LOT_THERE) && !made(EventType::GoodsLost, "lot"));
    }

    #[test]
    fn every_help_is_there_in_both_languages() {
        for event in EventType::ALL {
            for field in event.fields() {
                let [english, chinese] = [Lang::En, Lang::Zh].map(|lang| help(lang, *event, field.name));
                assert_eq!(english.is_some(), chinese.is_some(), "{event:?}.{}", field.name);
                assert!(chinese.is_none_or(|help| !help.is_ascii()), "{event:?}.{}", field.name);
            }
        }
    }
}
