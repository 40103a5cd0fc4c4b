//! A card to be put into another site's page: a sentence, a picture, the size of the log, and the way to the check.

use askama::Template;

use crate::view::Page;
use crate::words::{self, Lang, Words};

/// Its style sheet, at an address that never changes its content.
pub const STYLE: &str = include_str!("../templates/embed-1.css");

#[derive(Template)]
#[template(path = "embed.html")]
struct Card<'a> {
    tag: &'static str,
    title: &'a str,
    sentence: &'a str,
    address: &'a str,
    picture: Option<&'a str>,
    made_from: String,
    check: &'static str,
    site: &'static str,
}

/// What a card shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Content {
    /// What it is about.
    pub title: String,
    /// The answer in one sentence.
    pub sentence: String,
    /// The page behind it.
    pub address: String,
    /// Its picture; none where there is none.
    pub picture: Option<String>,
    /// Made from the log of so many entries.
    pub size: u64,
}

/// What a page says in a card, and where it lies; none of pages that have no card.
#[must_use]
pub fn content_of(page: &Page, prefix: &str, size: u64, lang: Lang) -> Option<Content> {
    let (title, sentence, path) = match page {
        Page::Fund(fund) => {
            (fund.fund.name.clone(), crate::page::fund_sentence(fund, lang), format!("/funds/{}", fund.fund.id))
        }
        Page::Gift(gift) => {
            let title = words::pick(lang, format!("Gift {}", gift.code), format!("捐赠 {}", gift.code));
            (title, crate::page::gift_sentence(gift, lang), format!("/gifts/{}", gift.code))
        }
        _ => return None,
    };
    let address = format!("{prefix}{path}");
    Some(Content { title, sentence, picture: Some(format!("{address}/card.png")), address, size })
}

/// The document.
///
/// # Errors
/// The template's own.
pub fn document(content: &Content, lang: Lang) -> Result<String, askama::Error> {
    let size = words::count(content.size);
    let card = Card {
        tag: words::tag(lang),
        title: &content.title,
        sentence: &content.sentence,
        address: &content.address,
        picture: content.picture.as_deref(),
        made_from: words::pick(
            lang,
            format!("made from the first {size} entries of the log"),
            format!("依据账簿前 {size} 条记录"),
        ),
        check: words::pick(lang, "Check it yourself", "亲自核对"),
        site: Words::of(lang).site_name,
    };
    card.render()
}

#[derive(Template)]
#[template(path = "embed_refused.html")]
struct Refusal<'a> {
    tag: &'static str,
    title: &'a str,
    detail: &'a str,
    home: &'a str,
    site: &'static str,
}

/// What stands in the frame where there is no card: what is wrong, and the way to the site.
///
/// # Errors
/// The template's own.
pub fn refusal(title: &str, detail: &str, home: &str, lang: Lang) -> Result<String, askama::Error> {
    Refusal { tag: words::tag(lang), title, detail, home, site: Words::of(lang).site_name }.render()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::sample;

    #[test]
    fn a_card_says_what_its_page_says_and_runs_nothing() {
        for lang in [Lang::En, Lang::Zh] {
            let page = Page::Fund(Box::new(sample::fund()));
            let content = content_of(&page, "/en", 1_200, lang).expect("a card");
            let html = document(&content, lang).expect("a document");
            assert!(html.starts_with("<!DOCTYPE html>") && html.contains(words::tag(lang)), "{html}");
            assert!(html.contains("href=\"/en/funds/") && html.contains("1,200"), "{html}");
            assert!(!html.contains("<script") && !html.contains(" style="), "{html}");
        }
        assert_eq!(content_of(&Page::Method, "/en", 1_200, Lang::En), None);
    }

    #[test]
    fn where_there_is_no_card_the_frame_says_so() {
        let html = refusal("Not found", "no <fund>", "/zh/", Lang::Zh).expect("a document");
        assert!(
            html.starts_with("<!DOCTYPE html>") && html.contains("lang=\"zh-CN\"") && html.contains("善迹"),
            "{html}"
        );
        assert!(!html.contains("<fund>") && html.contains("href=\"/zh/\" target=\"_top\""), "{html}");
    }

    #[test]
    fn a_reports_card_is_escaped() {
        let report = sample::report::report();
        let content = Content {
            title: crate::report::title(&report, Lang::En),
            sentence: crate::report::sums(&report, Lang::En),
            address: report.file("report.html"),
            picture: None,
            size: report.size,
        };
        let html = document(&content, Lang::En).expect("a document");
        assert!(!html.contains("<i>") && html.contains("¥1,000.00 − ¥600.00 = ¥400.00"), "{html}");
        assert!(!html.contains("<img"), "{html}");
    }
}
