//! Names of the parts of countries by the codes of ISO 3166-2: China's in both languages; those of others as the Unicode
//! CLDR, version 48, has them in English, for it has next to none of them in Chinese.

use std::sync::LazyLock;

use ledger::refusal::Lang;

use super::pick;

/// A province, state or region by its code, as `CN-SC`; China's without the word for their rank. None where no list has it.
#[must_use]
pub fn province(lang: Lang, code: &str) -> Option<&'static str> {
    if WITHOUT_OUTLINE.contains(&code) {
        return None;
    }
    match PROVINCES.binary_search_by_key(&code, |(known, ..)| known) {
        Ok(place) => PROVINCES.get(place).map(|(_, english, chinese)| pick(lang, *english, *chinese)),
        Err(_) => abroad(code),
    }
}

fn abroad(code: &str) -> Option<&'static str> {
    let place = ENGLISH.binary_search_by_key(&code, |(known, _)| known).ok()?;
    ENGLISH.get(place).map(|(_, name)| *name)
}

/// China's: all codes with their names, in the order of the codes.
pub fn provinces(lang: Lang) -> impl Iterator<Item = (&'static str, &'static str)> {
    PROVINCES.iter().map(move |(code, english, chinese)| (*code, pick(lang, *english, *chinese)))
}

/// Those that maps do not name: none of the provinces' outlines is theirs.
const WITHOUT_OUTLINE: [&str; 3] = ["CN-HK", "CN-MO", "CN-TW"];

/// Code and name, in the order of the codes; `province/make.mjs` made the file.
static ENGLISH: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let lines = include_str!("province/english.txt").lines();
    lines.filter_map(|line| line.split_once(' ')).collect()
});

/// Code, English, Chinese; in the order of the codes.
#[rustfmt::skip]
const PROVINCES: &[(&str, &str, &str)] = &[
    ("CN-AH", "Anhui", "安徽"),
    ("CN-BJ", "Beijing", "北京"),
    ("CN-CQ", "Chongqing", "重庆"),
    ("CN-FJ", "Fujian", "福建"),
    ("CN-GD", "Guangdong", "广东"),
    ("CN-GS", "Gansu", "甘肃"),
    ("CN-GX", "Guangxi", "广西"),
    ("CN-GZ", "Guizhou", "贵州"),
    ("CN-HA", "Henan", "河南"),
    ("CN-HB", "Hubei", "湖北"),
    ("CN-HE", "Hebei", "河北"),
    ("CN-HI", "Hainan", "海南"),
    ("CN-HK", "Hong Kong", "香港"),
    ("CN-HL", "Heilongjiang", "黑龙江"),
    ("CN-HN", "Hunan", "湖南"),
    ("CN-JL", "Jilin", "吉林"),
    ("CN-JS", "Jiangsu", "江苏"),
    ("CN-JX", "Jiangxi", "江西"),
    ("CN-LN", "Liaoning", "辽宁"),
    ("CN-MO", "Macao", "澳门"),
    ("CN-NM", "Inner Mongolia", "内蒙古"),
    ("CN-NX", "Ningxia", "宁夏"),
    ("CN-QH", "Qinghai", "青海"),
    ("CN-SC", "Sichuan", "四川"),
    ("CN-SD", "Shandong", "山东"),
    ("CN-SH", "Shanghai", "上海"),
    ("CN-SN", "Shaanxi", "陕西"),
    ("CN-SX", "Shanxi", "山西"),
    ("CN-TJ", "Tianjin", "天津"),
    ("CN-TW", "Taiwan", "台湾"),
    ("CN-XJ", "Xinjiang", "新疆"),
    ("CN-XZ", "Tibet", "西藏"),
    ("CN-YN", "Yunnan", "云南"),
    ("CN-ZJ", "Zhejiang", "浙江"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn provinces_are_found_by_their_codes() {
        assert!(PROVINCES.is_sorted_by_key(|(code, ..)| code));
        assert_eq!((province(Lang::En, "CN-SC"), province(Lang::Zh, "CN-SC")), (Some("Sichuan"), Some("四川")));
        assert_eq!((province(Lang::En, "NG-BO"), province(Lang::Zh, "NE-2")), (Some("Borno"), Some("Diffa")));
        assert_eq!(
            (province(Lang::En, "NG-ZZZ"), province(Lang::En, "Kano"), province(Lang::Zh, "")),
            (None, None, None)
        );
    }

    #[test]
    fn the_file_is_in_order_and_agrees_with_the_list() {
        assert!(ENGLISH.len() > 5_000 && ENGLISH.is_sorted_by_key(|(code, _)| code));
        assert!(ENGLISH.iter().all(|(code, name)| code.len() >= 4 && !name.trim().is_empty()));
        let known = PROVINCES.iter().filter_map(|(code, english, _)| Some((*english, abroad(code)?)));
        assert!(known.clone().count() > 25 && known.clone().all(|(listed, found)| listed == found));
    }

    #[test]
    fn a_form_offers_more_provinces_than_a_map_names() {
        let nameless: Vec<&str> =
            provinces(Lang::En).map(|(code, _)| code).filter(|code| province(Lang::En, code).is_none()).collect();
        assert_eq!(nameless, WITHOUT_OUTLINE);
    }
}
