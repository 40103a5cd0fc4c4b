//! Base units in the reader's language. A unit is recorded once, in whatever language its item was entered; those that
//! relief goods are counted in everywhere are known here, and all others stay as they were recorded.

use ledger::refusal::Lang;

/// The unit's word in the reader's language, in the singular: known ones translated, others as recorded.
#[must_use]
pub(super) fn unit(lang: Lang, recorded: &str) -> &str {
    let known = match lang {
        Lang::Zh => UNITS.iter().find(|(english, _)| *english == recorded).map(|(_, chinese)| *chinese),
        Lang::En => RECORDED_IN_CHINESE.iter().find(|(chinese, _)| *chinese == recorded).map(|(_, english)| *english),
    };
    known.unwrap_or(recorded)
}

/// English unit, and the word that Chinese counts such a thing with.
#[rustfmt::skip]
const UNITS: &[(&str, &str)] = &[
    ("bag", "袋"), ("sack", "袋"), ("box", "箱"), ("carton", "箱"), ("crate", "箱"), ("kit", "套"), ("set", "套"),
    ("tent", "顶"), ("net", "顶"), ("hat", "顶"), ("quilt", "床"), ("blanket", "条"), ("towel", "条"), ("sheet", "张"),
    ("mat", "张"), ("mattress", "张"), ("bed", "张"), ("tarpaulin", "张"), ("piece", "件"), ("item", "件"),
    ("unit", "件"), ("coat", "件"), ("jacket", "件"), ("pair", "双"), ("roll", "卷"), ("bar", "块"), ("brush", "支"),
    ("tube", "支"), ("bottle", "瓶"), ("can", "桶"), ("jerrycan", "桶"), ("bucket", "只"), ("filter", "台"),
    ("stove", "台"), ("lamp", "盏"), ("tin", "罐"), ("jar", "罐"), ("pack", "包"), ("packet", "包"), ("parcel", "包"),
    ("bundle", "捆"), ("dose", "剂"), ("vial", "支"), ("tablet", "片"), ("meal", "份"), ("ration", "份"), ("book", "本"),
    ("lorry", "辆"), ("truck", "辆"), ("kg", "公斤"), ("kilogram", "公斤"), ("g", "克"), ("tonne", "吨"), ("t", "吨"),
    ("l", "升"), ("litre", "升"), ("liter", "升"), ("m", "米"), ("metre", "米"), ("m2", "平方米"), ("m3", "立方米"),
    ("hour", "小时"), ("day", "天"),
];

/// The other way, only where one English word fits whatever is counted so.
#[rustfmt::skip]
const RECORDED_IN_CHINESE: &[(&str, &str)] = &[
    ("袋", "bag"), ("箱", "box"), ("套", "set"), ("件", "piece"), ("个", "piece"), ("只", "piece"), ("条", "piece"),
    ("张", "piece"), ("块", "piece"), ("床", "piece"), ("顶", "piece"), ("支", "piece"), ("双", "pair"), ("卷", "roll"),
    ("瓶", "bottle"), ("罐", "tin"), ("盒", "box"), ("包", "packet"), ("份", "ration"), ("公斤", "kg"), ("千克", "kg"),
    ("克", "g"), ("吨", "tonne"), ("升", "litre"), ("米", "metre"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_units_are_said_in_the_readers_language_and_others_as_recorded() {
        assert_eq!([unit(Lang::Zh, "quilt"), unit(Lang::Zh, "kit"), unit(Lang::Zh, "kg")], ["床", "套", "公斤"]);
        assert_eq!([unit(Lang::En, "quilt"), unit(Lang::En, "箱"), unit(Lang::Zh, "箱")], ["quilt", "box", "箱"]);
        assert_eq!([unit(Lang::Zh, "yurt"), unit(Lang::En, "毡房")], ["yurt", "毡房"]);
    }
}
