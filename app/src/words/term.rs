//! Words of closed and open lists: fees, costs, losses, categories of expense, countries.

use ledger::refusal::Lang;
use ledger::value::{CostCategory, FeeCategory, LossReason, OrganisationKind, SiteKind, SubjectKind};

use super::{country, pick, province, subject};
use crate::view::PlaceName;

/// A kind of fee.
#[must_use]
pub fn fee_category(lang: Lang, category: FeeCategory) -> &'static str {
    match category {
        FeeCategory::Processor => pick(lang, "payment fee", "支付手续费"),
        FeeCategory::Overhead => pick(lang, "share for running costs", "管理费"),
    }
}

/// A kind of cost added to goods.
#[must_use]
pub fn cost_category(lang: Lang, category: CostCategory) -> &'static str {
    match category {
        CostCategory::Transport => pick(lang, "transport", "运输"),
        CostCategory::Customs => pick(lang, "customs", "报关"),
        CostCategory::Storage => pick(lang, "storage", "仓储"),
    }
}

/// What became of goods that reached nobody.
#[must_use]
pub fn loss_reason(lang: Lang, reason: LossReason) -> &'static str {
    match reason {
        LossReason::Lost => pick(lang, "missing", "遗失"),
        LossReason::Damaged => pick(lang, "damaged", "损坏"),
        LossReason::Expired => pick(lang, "past their date", "过期"),
        LossReason::Stolen => pick(lang, "stolen", "被盗"),
    }
}

/// A term from an open list, as `vehicle_hire`: known ones in the reader's language, others as recorded.
#[must_use]
pub fn term(lang: Lang, word: &str) -> String {
    let known = match word {
        "transport" => pick(lang, "transport", "运输"),
        "vehicle_hire" => pick(lang, "vehicle hire", "车辆租用"),
        "customs" => pick(lang, "customs", "报关"),
        "storage" => pick(lang, "storage", "仓储"),
        "salaries" | "staff" => pick(lang, "staff", "人员"),
        "rent" => pick(lang, "rent", "租金"),
        "communication" => pick(lang, "communication", "通讯"),
        "travel" => pick(lang, "travel", "差旅"),
        "fuel" => pick(lang, "fuel", "燃料"),
        "training" => pick(lang, "training", "培训"),
        "other" => pick(lang, "other", "其他"),
        "audit" => pick(lang, "audit", "审计"),
        "shelter" => pick(lang, "shelter", "住所"),
        "food" => pick(lang, "food", "食品"),
        "water" => pick(lang, "water", "饮水"),
        "health" | "medical" => pick(lang, "health", "医疗"),
        "education" => pick(lang, "education", "教育"),
        "bank_transfer" => pick(lang, "bank transfer", "银行转账"),
        "card" => pick(lang, "card", "银行卡"),
        "cash" => pick(lang, "cash", "现金"),
        "cheque" => pick(lang, "cheque", "支票"),
        "goods" => pick(lang, "goods", "物资"),
        "alipay" => pick(lang, "Alipay", "支付宝"),
        "wechat_pay" | "wechat" => pick(lang, "WeChat Pay", "微信支付"),
        "wallet" => pick(lang, "mobile wallet", "电子钱包"),
        "cash_box" => pick(lang, "collection box", "募捐箱"),
        // What an import found, as its file calls it.
        "own_contribution" => pick(lang, "own contribution", "自有出资"),
        "iati_incoming_funds" => pick(lang, "incoming funds (IATI)", "收到的资金（IATI）"),
        "iati_incoming_commitment" => pick(lang, "incoming commitment (IATI)", "承诺的资金（IATI）"),
        "fts_paid" => pick(lang, "paid contribution (FTS)", "已支付的捐助（FTS）"),
        "fts_commitment" => pick(lang, "commitment (FTS)", "承诺的捐助（FTS）"),
        "commitment" => pick(lang, "commitment", "承诺"),
        "disbursement" => pick(lang, "payment to a partner", "拨付合作方"),
        "expenditure" => pick(lang, "spending", "支出"),
        _ => return word.replace('_', " "),
    };
    known.to_owned()
}

/// A term and what is told of it, in one line.
#[must_use]
pub fn told(lang: Lang, term: &str, value: &str) -> String {
    format!("{term}{}{value}", colon(lang))
}

/// What stands between a term and what is told of it.
#[must_use]
pub fn colon(lang: Lang) -> &'static str {
    pick(lang, ": ", "：")
}

/// What stands between two things of a kind.
#[must_use]
pub fn comma(lang: Lang) -> &'static str {
    pick(lang, ", ", "，")
}

/// The value of a field that takes a word: of the field's closed list, or else of an open one.
#[must_use]
pub fn field_term(lang: Lang, field: &str, word: &str) -> String {
    let closed = match field {
        "kind" => OrganisationKind::from_word(word)
            .map(|kind| organisation_kind(lang, kind))
            .or_else(|| SiteKind::from_word(word).map(|kind| site_kind(lang, kind)))
            .or_else(|| SubjectKind::from_word(word).map(|kind| subject(lang, kind))),
        "reason" => LossReason::from_word(word).map(|reason| loss_reason(lang, reason)),
        "category" => FeeCategory::from_word(word)
            .map(|category| fee_category(lang, category))
            .or_else(|| CostCategory::from_word(word).map(|category| cost_category(lang, category))),
        _ => None,
    };
    closed.map_or_else(|| term(lang, word), str::to_owned)
}

/// A kind of organisation.
#[must_use]
pub fn organisation_kind(lang: Lang, kind: OrganisationKind) -> &'static str {
    match kind {
        OrganisationKind::Ngo => pick(lang, "Non-governmental organisation", "非政府组织"),
        OrganisationKind::RedCross => pick(lang, "Red Cross or Red Crescent society", "红十字会或红新月会"),
        OrganisationKind::Foundation => pick(lang, "Foundation", "基金会"),
        OrganisationKind::Government => pick(lang, "Government", "政府"),
        OrganisationKind::Multilateral => pick(lang, "Intergovernmental organisation", "政府间组织"),
        OrganisationKind::Company => pick(lang, "Company", "企业"),
        OrganisationKind::Academic => pick(lang, "University or research body", "高校或科研机构"),
        OrganisationKind::Community => pick(lang, "Community group", "社区组织"),
        OrganisationKind::Other => pick(lang, "Other organisation", "其他机构"),
    }
}

/// What a site is for.
#[must_use]
pub fn site_kind(lang: Lang, kind: SiteKind) -> &'static str {
    match kind {
        SiteKind::Warehouse => pick(lang, "Warehouse", "仓库"),
        SiteKind::DistributionPoint => pick(lang, "Distribution point", "发放点"),
        SiteKind::Supplier => pick(lang, "Supplier", "供应商"),
    }
}

/// What a place is called: as recorded; where that is the code of a part of a country, its name.
#[must_use]
pub fn place_name(lang: Lang, place: &PlaceName) -> Option<&str> {
    let name = place.name.as_deref()?;
    Some(province(lang, name).unwrap_or(name))
}

/// A place: its name and, in brackets, the country; the country alone where the name is missing.
#[must_use]
pub fn place(lang: Lang, place: &PlaceName) -> String {
    let land = country(lang, &place.country);
    match (place_name(lang, place), lang) {
        (Some(name), _) if land.is_empty() => name.to_owned(),
        (Some(name), Lang::En) => format!("{name} ({land})"),
        (Some(name), Lang::Zh) => format!("{name}（{land}）"),
        (None, _) => land,
    }
}

/// Where something happened: at a place that has a name, in a country of which no more is known.
#[must_use]
pub fn at_place(lang: Lang, at: &PlaceName) -> String {
    match (lang, &at.name) {
        (Lang::Zh, _) => format!("在{}", place(lang, at)),
        (Lang::En, Some(code)) if province(lang, code).is_some() => format!("in {}", place(lang, at)),
        (Lang::En, Some(_)) => format!("at {}", place(lang, at)),
        (Lang::En, None) => match country(lang, &at.country) {
            land if ["Philippines", "Netherlands", "United", "Democratic", "Central", "Dominican"]
                .iter()
                .any(|start| land.starts_with(start)) =>
            {
                format!("in the {land}")
            }
            land => format!("in {land}"),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_no_address() {
        let place =
            |name: Option<&str>, country: &str| PlaceName { name: name.map(str::to_owned), country: country.into() };
        assert_eq!(at_place(Lang::En, &place(Some("Yingxiu"), "CN")), "at Yingxiu (China)");
        assert_eq!(at_place(Lang::En, &place(None, "CN")), "in China");
        assert_eq!(at_place(Lang::En, &place(None, "PH")), "in the Philippines");
        assert_eq!(at_place(Lang::Zh, &place(Some("映秀"), "CN")), "在映秀（中国）");
        assert_eq!(at_place(Lang::Zh, &place(None, "CN")), "在中国");
        // A part of a country, of which no town was recorded.
        assert_eq!(at_place(Lang::En, &place(Some("CN-SC"), "CN")), "in Sichuan (China)");
        assert_eq!(at_place(Lang::Zh, &place(Some("CN-SC"), "CN")), "在四川（中国）");
        assert_eq!(at_place(Lang::Zh, &place(Some("NG-BO"), "NG")), "在Borno（尼日利亚）");
        assert_eq!(at_place(Lang::En, &place(Some("NG-ZZZ"), "NG")), "at NG-ZZZ (Nigeria)");
    }

    #[test]
    fn what_imports_and_the_demo_record_is_said_in_both_languages() {
        let words = ["wallet", "cash_box", "own_contribution", "iati_incoming_funds", "iati_incoming_commitment"];
        for word in words.into_iter().chain(["fts_paid", "fts_commitment", "disbursement", "expenditure"]) {
            assert!(!term(Lang::Zh, word).is_ascii(), "{word}");
            assert!(!term(Lang::En, word).contains('_'), "{word}");
        }
        assert_eq!(term(Lang::Zh, "camel_hire"), "camel hire");
    }

    #[test]
    fn no_word_of_a_closed_list_is_left_in_the_ledgers_own_form() {
        for (field, words) in [
            ("kind", OrganisationKind::WORDS),
            ("kind", SiteKind::WORDS),
            ("kind", SubjectKind::WORDS),
            ("reason", LossReason::WORDS),
            ("category", FeeCategory::WORDS),
            ("category", CostCategory::WORDS),
        ] {
            for word in words {
                assert!(!field_term(Lang::Zh, field, word).is_ascii(), "{field} {word}");
            }
        }
    }
}
