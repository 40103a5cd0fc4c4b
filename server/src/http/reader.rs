//! Who reads: in which language, and under which address.
//!
//! `/zh/…` and `/en/…` are in that language, whoever asks. The same address without a prefix follows the reader's choice,
//! kept in a cookie, or else what the browser prefers. `?lang=` makes the choice, and leads to the prefixed address.

use actix_web::cookie::{Cookie, SameSite, time};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use ledger::refusal::Lang;

use super::problem;

/// The cookie that keeps a reader's choice of language, for a year.
const LANGUAGE_COOKIE: &str = "lang";
const YEAR_S: i64 = 365 * 24 * 60 * 60;

/// A reader's language and the page's own address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The language.
    pub lang: Lang,
    /// The address says the language itself.
    pub prefixed: bool,
    /// Path and query, without the prefix and without `lang`.
    pub path: String,
}

/// The language's prefix of addresses.
#[must_use]
pub fn prefix(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "/en",
        Lang::Zh => "/zh",
    }
}

impl Reader {
    /// Who asks.
    ///
    /// # Errors
    /// The redirect that answers a choice of language.
    #[allow(clippy::result_large_err)] // It is an answer, made once and sent.
    pub fn of(request: &HttpRequest) -> Result<Self, HttpResponse> {
        let (said, bare) = split(request.path());
        let path = with_query(bare, request.query_string());
        if let Some(lang) = choice(request.query_string()) {
            return Err(chosen(lang, &path));
        }
        let lang = said.unwrap_or_else(|| {
            let kept = request.cookie(LANGUAGE_COOKIE).and_then(|cookie| of_tag(cookie.value()));
            kept.unwrap_or_else(|| problem::language(request))
        });
        Ok(Self { lang, prefixed: said.is_some(), path })
    }

    /// What stands before the site's own addresses, for this reader.
    #[must_use]
    pub fn prefix(&self) -> &'static str {
        if self.prefixed { prefix(self.lang) } else { "" }
    }

    /// On which headers of the request the answer depends.
    #[must_use]
    pub fn vary(&self) -> &'static str {
        if self.prefixed { "Accept-Encoding" } else { "Accept-Encoding, Accept-Language, Cookie" }
    }
}

fn of_tag(tag: &str) -> Option<Lang> {
    match tag {
        "zh" | "zh-CN" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    }
}

/// The language that the path says, and the path without it.
fn split(path: &str) -> (Option<Lang>, &str) {
    for lang in [Lang::En, Lang::Zh] {
        match path.strip_prefix(prefix(lang)) {
            Some("") => return (Some(lang), "/"),
            Some(rest) if rest.starts_with('/') => return (Some(lang), rest),
            _ => {}
        }
    }
    (None, path)
}

fn choice(query: &str) -> Option<Lang> {
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(of_tag)
}

fn with_query(path: &str, query: &str) -> String {
    let rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if rest.is_empty() { path.to_owned() } else { format!("{path}?{}", rest.join("&")) }
}

fn chosen(lang: Lang, path: &str) -> HttpResponse {
    let cookie = Cookie::build(LANGUAGE_COOKIE, &prefix(lang)[1..]).path("/").same_site(SameSite::Lax);
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, format!("{}{path}", prefix(lang))))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .cookie(cookie.max_age(time::Duration::seconds(YEAR_S)).finish())
        .finish()
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn the_prefix_comes_before_the_cookie_and_the_cookie_before_the_browser() {
        let ask = |uri: &str, cookie: &str, accepted: &str| {
            let mut request = TestRequest::with_uri(uri).insert_header((header::ACCEPT_LANGUAGE, accepted));
            if !cookie.is_empty() {
                request = request.cookie(Cookie::new(LANGUAGE_COOKIE, cookie));
            }
            Reader::of(&request.to_http_request()).expect("no choice")
        };
        let rows = [
            (ask("/funds", "", "zh-CN,en;q=0.5"), Lang::Zh, "", "/funds"),
            (ask("/funds", "en", "zh-CN"), Lang::En, "", "/funds"),
            (ask("/zh/funds?a=1&b", "en", "en"), Lang::Zh, "/zh", "/funds?a=1&b"),
            (ask("/en", "zh", "zh"), Lang::En, "/en", "/"),
            (ask("/zhejiang", "", "en"), Lang::En, "", "/zhejiang"),
        ];
        for (reader, lang, prefix, path) in rows {
            assert_eq!((reader.lang, reader.prefix(), reader.path.as_str()), (lang, prefix, path));
        }
    }

    #[test]
    fn a_choice_is_kept_and_leads_to_its_own_address() {
        let request = TestRequest::with_uri("/en/entries?before=9&lang=zh").to_http_request();
        let answer = Reader::of(&request).expect_err("a redirect");
        let header = |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
        assert_eq!((answer.status().as_u16(), header("location")), (303, "/zh/entries?before=9"));
        assert!(header("set-cookie").starts_with("lang=zh;"));
    }
}
