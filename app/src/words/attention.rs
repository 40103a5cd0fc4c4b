//! What needs attention, in a sentence.

use ledger::refusal::Lang;
use ledger::value::Currency;

use super::money;
use crate::view::{Concern, EndKind};

/// The sentence without its full stop: it leads to the entries behind it.
#[must_use]
pub fn concern(lang: Lang, concern: &Concern, currency: Currency) -> String {
    match (concern, lang) {
        (Concern::Late { kind: EndKind::InTransit, item, lot, site, days, .. }, Lang::En) => {
            format!("{} (lot {lot}) on the way to {} for {days} days", item.name, site.name)
        }
        (Concern::Late { kind: EndKind::InTransit, item, lot, site, days, .. }, Lang::Zh) => {
            format!("{}（批次 {lot}）运往{}，已在途 {days} 天", item.name, site.name)
        }
        (Concern::Late { item, lot, site, days, .. }, Lang::En) => {
            format!("{} (lot {lot}) paid for {days} days ago and not yet fetched from {}", item.name, site.name)
        }
        (Concern::Late { item, lot, site, days, .. }, Lang::Zh) => {
            format!("{}（批次 {lot}）付款已 {days} 天，尚未从{}提取", item.name, site.name)
        }
        (Concern::MoreLate { kind: EndKind::InTransit }, Lang::En) => "More goods have been on the way for long".into(),
        (Concern::MoreLate { kind: EndKind::InTransit }, Lang::Zh) => "还有其他物资长期在途".into(),
        (Concern::MoreLate { .. }, Lang::En) => "More goods were paid for and not fetched for long".into(),
        (Concern::MoreLate { .. }, Lang::Zh) => "还有其他物资付款后长期未提取".into(),
        (Concern::Lost { amount, days }, Lang::En) => {
            format!("Goods worth {} were lost within {days} days", money(*amount, currency))
        }
        (Concern::Lost { amount, days }, Lang::Zh) => {
            format!("{days} 天内损失价值 {} 的物资", money(*amount, currency))
        }
        (Concern::Unspent { amount, days }, Lang::En) => {
            format!("{} came in more than {days} days ago and is not yet spent", money(*amount, currency))
        }
        (Concern::Unspent { amount, days }, Lang::Zh) => {
            format!("{} 收到已超过 {days} 天，尚未支出", money(*amount, currency))
        }
    }
}
