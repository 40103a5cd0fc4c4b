//! Types of events, fields and subjects by name.

use ledger::event::EventType;
use ledger::refusal::Lang;
use ledger::value::SubjectKind;

use super::pick;

/// What happened, in a few words.
#[must_use]
pub fn event(lang: Lang, event: EventType) -> &'static str {
    match event {
        EventType::OrganisationRegistered => pick(lang, "Organisation registered", "机构登记"),
        EventType::FundOpened => pick(lang, "Fund opened", "基金设立"),
        EventType::FundClosed => pick(lang, "Fund closed", "基金关闭"),
        EventType::ProjectOpened => pick(lang, "Project opened", "项目设立"),
        EventType::SiteRegistered => pick(lang, "Site registered", "地点登记"),
        EventType::ItemRegistered => pick(lang, "Kind of goods registered", "物资种类登记"),
        EventType::DonationReceived => pick(lang, "Gift received", "收到捐款"),
        EventType::FeeCharged => pick(lang, "Fee charged", "收取费用"),
        EventType::DonationRefunded => pick(lang, "Gift refunded", "退还捐款"),
        EventType::AllocationMade => pick(lang, "Money set aside for a project", "款项划拨"),
        EventType::TransferMade => pick(lang, "Money transferred", "款项转移"),
        EventType::PurchaseMade => pick(lang, "Goods bought", "采购物资"),
        EventType::GiftInKindReceived => pick(lang, "Goods given", "收到捐赠物资"),
        EventType::GoodsReceived => pick(lang, "Goods arrived", "物资入库"),
        EventType::GoodsDispatched => pick(lang, "Goods sent", "物资发运"),
        EventType::KitPacked => pick(lang, "Kits packed", "组装套装"),
        EventType::CostAdded => pick(lang, "Cost added to goods", "追加物资成本"),
        EventType::GoodsLost => pick(lang, "Goods lost", "物资损失"),
        EventType::GoodsDistributed => pick(lang, "Goods handed out", "发放物资"),
        EventType::CashDistributed => pick(lang, "Cash handed out", "发放现金"),
        EventType::ExpensePaid => pick(lang, "Expense paid", "支付费用"),
        EventType::DocumentAttached => pick(lang, "Document attached", "附加文件"),
        EventType::EntryReversed => pick(lang, "Entry reversed", "撤销记录"),
    }
}

/// The sentence under an entry's heading: what this type of event means for the money and the goods.
#[must_use]
pub fn event_lead(lang: Lang, event: EventType) -> &'static str {
    match event {
        EventType::DonationReceived | EventType::GiftInKindReceived => {
            pick(lang, "Value came in from a donor.", "来自捐赠人的价值入账。")
        }
        EventType::FeeCharged => pick(lang, "Taken from one gift’s own money.", "从某一笔捐款自身的款项中扣除。"),
        EventType::DonationRefunded => pick(lang, "Money went back to its donor.", "款项退回捐赠人。"),
        EventType::AllocationMade | EventType::TransferMade => {
            pick(lang, "Money changed its holder; none was spent.", "款项换了持有处，没有花费。")
        }
        EventType::PurchaseMade => pick(lang, "Money became goods.", "款项变成了物资。"),
        EventType::GoodsReceived | EventType::GoodsDispatched => {
            pick(lang, "Goods changed their place.", "物资换了地点。")
        }
        EventType::KitPacked => pick(lang, "Goods became kits.", "物资组装成套。"),
        EventType::CostAdded => pick(lang, "Money added to what goods cost.", "款项计入物资成本。"),
        EventType::GoodsLost => pick(lang, "Goods will reach nobody.", "物资无法送达任何人。"),
        EventType::GoodsDistributed => pick(lang, "Goods reached people.", "物资送到了人们手中。"),
        EventType::CashDistributed => pick(lang, "Money reached people.", "现金送到了人们手中。"),
        EventType::ExpensePaid => pick(lang, "Money was spent on the work itself.", "款项用于开展工作。"),
        EventType::EntryReversed => pick(lang, "An earlier entry no longer counts.", "先前的一条记录不再计入。"),
        EventType::OrganisationRegistered
        | EventType::FundOpened
        | EventType::FundClosed
        | EventType::ProjectOpened
        | EventType::SiteRegistered
        | EventType::ItemRegistered
        | EventType::DocumentAttached => pick(lang, "No money or goods moved.", "没有款项或物资移动。"),
    }
}

/// A kind of thing that has an id.
#[must_use]
pub fn subject(lang: Lang, kind: SubjectKind) -> &'static str {
    match kind {
        SubjectKind::Organisation => pick(lang, "organisation", "机构"),
        SubjectKind::Fund => pick(lang, "fund", "基金"),
        SubjectKind::Project => pick(lang, "project", "项目"),
        SubjectKind::Site => pick(lang, "site", "地点"),
        SubjectKind::Waybill => pick(lang, "waybill", "运单"),
        SubjectKind::Item => pick(lang, "kind of goods", "物资种类"),
        SubjectKind::Lot => pick(lang, "lot", "批次"),
        SubjectKind::Gift => pick(lang, "gift", "捐赠"),
        SubjectKind::Allocation => pick(lang, "allocation", "划拨"),
        SubjectKind::Transfer => pick(lang, "transfer", "转移"),
        SubjectKind::Receipt => pick(lang, "receipt of goods", "入库单"),
        SubjectKind::Cost => pick(lang, "cost", "成本"),
        SubjectKind::Loss => pick(lang, "loss", "损失"),
        SubjectKind::Handout => pick(lang, "hand-out", "发放"),
        SubjectKind::Expense => pick(lang, "expense", "支出"),
        SubjectKind::Purchase => pick(lang, "purchase", "采购"),
    }
}

macro_rules! fields {
    ($($name:literal => $english:literal, $chinese:literal;)+) => {
        /// A field of an event by its key; an unknown key is shown as it is, and a test sees that none is unknown.
        #[must_use]
        pub fn field(lang: Lang, name: &str) -> String {
            match name {
                $($name => pick(lang, $english, $chinese).to_owned(),)+
                other => other.to_owned(),
            }
        }

        #[cfg(test)]
        const FIELD_NAMES: &[&str] = &[$($name),+];
    };
}

fields! {
    "admin1" => "Region", "地区";
    "amount" => "Amount", "金额";
    "batch" => "Batch", "生产批号";
    "budget" => "Budget", "预算";
    "bytes" => "Bytes", "字节数";
    "carrier" => "Carrier", "承运人";
    "category" => "Category", "类别";
    "closes_on" => "Closes on", "截止日期";
    "commitment" => "Donor’s commitment", "捐赠人承诺值";
    "condition" => "Condition", "状况";
    "cost" => "Cost", "成本";
    "count" => "Records", "记录数";
    "country" => "Country", "国家";
    "credited" => "Credited", "入账金额";
    "currency" => "Currency", "币种";
    "dispatched_on" => "Sent on", "发运日期";
    "distributed_on" => "Handed out on", "发放日期";
    "documents" => "Documents", "文件";
    "donor" => "Donor", "捐赠人";
    "expires_on" => "Expires on", "有效期至";
    "found_on" => "Found on", "发现日期";
    "from" => "From", "来自";
    "fund" => "Fund", "基金";
    "gift" => "Gift", "捐赠";
    "households" => "Households", "户数";
    "id" => "Id", "编号";
    "implementer" => "Implementer", "执行机构";
    "inputs" => "Packed from", "组成";
    "item" => "Kind of goods", "物资种类";
    "kind" => "Kind", "种类";
    "lat" => "Latitude, 1/100 degree", "纬度（百分之一度）";
    "lines" => "Lines", "明细";
    "lon" => "Longitude, 1/100 degree", "经度（百分之一度）";
    "lot" => "Lot", "批次";
    "media_type" => "Media type", "文件类型";
    "method" => "Method", "方式";
    "name" => "Name", "名称";
    "note" => "Note", "备注";
    "opens_on" => "Opens on", "开放日期";
    "original" => "Given as", "原始金额";
    "packed_on" => "Packed on", "组装日期";
    "paid_on" => "Paid on", "支付日期";
    "payee" => "Paid to", "收款方";
    "people" => "People", "人数";
    "place" => "Place", "地点";
    "policy" => "Policy", "使用政策";
    "pool" => "Pool", "资金或物资池";
    "project" => "Project", "项目";
    "purchased_on" => "Bought on", "采购日期";
    "purpose" => "Purpose", "用途";
    "quantity" => "Quantity", "数量";
    "reason" => "Reason", "原因";
    "received_on" => "Received on", "收到日期";
    "recipients" => "Recipients’ list", "受助名单";
    "refunded_on" => "Refunded on", "退还日期";
    "registration" => "Registration", "登记号";
    "reverses" => "Reverses entry", "撤销记录";
    "root" => "Root of commitments", "承诺根值";
    "sent_on" => "Sent on", "转出日期";
    "sha3" => "SHA3-256", "SHA3-256";
    "site" => "Site", "地点";
    "sources" => "Paid from", "资金来源";
    "steward" => "Steward", "管理机构";
    "subject" => "Belongs to", "所属";
    "supplier" => "Supplier", "供应商";
    "surplus_to" => "Surplus to", "结余转入";
    "target" => "Target", "目标金额";
    "title" => "Title", "名称";
    "to" => "To", "去往";
    "type" => "Type", "类型";
    "unit" => "Unit", "单位";
    "url" => "Web address", "网址";
    "value" => "Value", "价值";
    "waybill" => "Waybill", "运单";
}

#[cfg(test)]
mod tests {
    use ledger::event::{BudgetLine, Document, LotLine, Money, Place, PurchaseLine, Recipients, Source, Subject};

    use super::*;

    #[test]
    fn every_field_of_every_event_has_a_name_in_both_languages() {
        let parts = [
            BudgetLine::FIELDS,
            Document::FIELDS,
            LotLine::FIELDS,
            Money::FIELDS,
            Place::FIELDS,
            PurchaseLine::FIELDS,
            Recipients::FIELDS,
            Source::FIELDS,
            Subject::FIELDS,
        ];
        let events = EventType::ALL.iter().map(|event| event.fields());
        for info in parts.into_iter().chain(events).flatten() {
            assert!(FIELD_NAMES.contains(&info.name), "{} has no name", info.name);
        }
    }
}
