//! Where goods were handed out: a country by its name or its code, else the place of the site they came from.

use ledger::Lang;

/// The place of a site, as far as a hand-out may take it over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SitePlace {
    /// ISO 3166-1.
    pub country: String,
    /// ISO 3166-2.
    pub admin1: Option<String>,
    /// The town or village.
    pub name: Option<String>,
}

/// Names that people use beside those of the list.
const ALSO: [(&str, &str); 8] = [
    ("usa", "US"),
    ("united states of america", "US"),
    ("uk", "GB"),
    ("great britain", "GB"),
    ("turkey", "TR"),
    ("中华人民共和国", "CN"),
    ("中国大陆", "CN"),
    ("美利坚合众国", "US"),
];

/// The code of a country that is given by its code, or by its name in English or Chinese.
#[must_use]
pub fn country(text: &str) -> Option<&'static str> {
    let given = plain(text);
    let is_named = |code: &str| {
        code.eq_ignore_ascii_case(&given)
            || [Lang::En, Lang::Zh].iter().any(|lang| plain(&app::words::country(*lang, code)) == given)
    };
    app::words::countries_by_name(Lang::En)
        .find(|code| is_named(code))
        .or_else(|| ALSO.iter().find(|(name, _)| *name == given).map(|(_, code)| *code))
}

/// Small letters, single spaces, and `and` for `&`.
fn plain(text: &str) -> String {
    text.to_lowercase().replace('&', " and ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_country_is_known_by_code_and_by_name_in_both_languages() {
        for text in ["CN", "cn", "China", " china ", "中国", "中华人民共和国"] {
            assert_eq!(country(text), Some("CN"), "{text}");
        }
        assert_eq!(country("Bosnia and Herzegovina"), Some("BA"));
        assert_eq!(country("USA"), Some("US"));
        assert_eq!(country("尼泊尔"), Some("NP"));
        for text in ["XX", "", "Atlantis", "C"] {
            assert_eq!(country(text), None, "{text}");
        }
    }
}
