//! Words for the way to the first hand-out.

use ledger::refusal::Lang;

use crate::view::desk::Step;
use crate::words::pick;

/// What to do.
#[must_use]
pub fn step(lang: Lang, step: Step) -> &'static str {
    match step {
        Step::Roles => pick(lang, "Give somebody a role that records", "授予某人记录角色"),
        Step::Organisation => pick(lang, "Register your organisation", "登记您的机构"),
        Step::Fund => pick(lang, "Open a fund", "设立基金"),
        Step::Supplier => pick(lang, "Register a supplier", "登记供应商"),
        Step::Store => pick(lang, "Register a store", "登记仓库"),
        Step::Outpost => pick(lang, "Register a place where goods are handed out", "登记发放点"),
        Step::Goods => pick(lang, "Register a kind of goods", "登记物资种类"),
        Step::Gift => pick(lang, "Record the first gift", "记录第一笔捐赠"),
        Step::Purchase => pick(lang, "Record what was bought", "记录采购"),
        Step::Arrival => pick(lang, "Record that it came to the store", "记录物资入库"),
        Step::Dispatch => pick(lang, "Record what leaves the store", "记录物资发运"),
        Step::SecondArrival => pick(lang, "Record that it came to where it is handed out", "记录物资到达发放点"),
        Step::HandOut => pick(lang, "Record the hand-out", "记录发放"),
    }
}
