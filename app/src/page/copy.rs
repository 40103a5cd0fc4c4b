//! A gift's page as one file that needs nobody: its sentence, picture and table, the bundle, and the program that checks
//! it. A page saved by the browser would lack the program.

use leptos::prelude::*;

use super::parts::section;
use super::{check, gift, gift_path, gift_words, parts};
use crate::view::Gift;
use crate::words::{self, Lang, Words};

/// What is put into the file besides the page.
#[derive(Debug, Clone, Copy)]
pub struct Inside<'a> {
    /// The bundle, as JSON.
    pub bundle: &'a str,
    /// The style sheet.
    pub style: &'a str,
    /// The program's scripts.
    pub script: &'a str,
    /// The program's WebAssembly, as base64.
    pub wasm_base64: &'a str,
    /// Where the site is reached, as `https://give.example`: links lead there, or nowhere.
    pub origin: Option<&'a str>,
}

/// What the file may do: run what is in it, and ask nobody.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'wasm-unsafe-eval'; \
     base-uri 'none'; form-action 'none'";

/// The file. Nothing in it is fetched from anywhere when it is opened.
#[must_use]
pub fn gift_copy(of: &Gift, lang: Lang, inside: &Inside<'_>) -> String {
    let say = Words::of(lang);
    let owner = Owner::new_root(None);
    // Without the page's path a picture offers no file of itself.
    let body = owner.with(|| body(of, inside, say).to_html());
    owner.cleanup();
    let title = format!("{} {} · {}", say.gift, of.code, say.site_name);
    // In a script element only its end tag and what opens a comment must not occur.
    let data = |text: &str| text.replace('<', "\\u003c");
    format!(
        "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <title>{title}</title><style>{style}</style></head><body>{body}\n\
         <script type=\"application/json\" id=\"words\">{words}</script>\n\
         <script type=\"application/json\" id=\"bundle\">{bundle}</script>\n\
         <script type=\"text/plain\" id=\"wasm\">{wasm}</script>\n<script>{script}</script></body></html>\n",
        tag = words::tag(lang),
        style = without_fonts(inside.style),
        body = linked(&body, inside.origin),
        words = data(&check::words(say)),
        bundle = data(inside.bundle),
        wasm = inside.wasm_base64,
        script = inside.script,
    )
}

fn body(of: &Gift, inside: &Inside<'_>, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let from = inside.origin.map(|origin| {
        let href = format!("{origin}/gifts/{}", of.code);
        view! { " "<a href=href.clone()>{href.clone()}</a> }
    });
    let (ended, held) = gift::lists(of, say);
    view! {
        <main class="page" id="main">
            <p class="crumb">{say.site_name}" · "{say.copy_of_gift}{from}</p>
            <h1 class="code">{of.code.clone()}</h1>
            <p class="lead answer" data-gift-amount=of.amount.to_string()>{gift_words::sentence(of, lang)}</p>
            {gift::given(of, lang)}
            <section id="check" aria-labelledby="check-heading"><h2 id="check-heading">{say.copy_check}</h2>
                <p class="prose">{say.copy_hint}</p>
                <div class="checking"><div class="check-status" id="status" role="status">
                    <p class="verdict open">{say.copy_no_script}</p></div>
                    <div class="check-findings" id="findings"></div></div></section>
            {crate::picture::path(&gift_path::path_of(of, say), say)}
            {ended.map(|ended| section("ends", say.what_became, ended))}
            {held.map(|held| section("held", say.still_held, held))}
            {section("about", say.about_gift, gift::about(of, say))}
            <p class="rule">{say.rule_line}</p>
        </main>
    }
    .into_any()
}

/// A file has no fonts beside it: the reader's own are used.
fn without_fonts(style: &str) -> String {
    let mut out = String::with_capacity(style.len());
    let mut rest = style;
    while let Some((before, face)) = rest.split_once("@font-face") {
        out.push_str(before);
        rest = face.split_once('}').map_or("", |(_, after)| after);
    }
    out.push_str(rest);
    out
}

/// Links to the site lead there from anywhere, or are none.
fn linked(html: &str, origin: Option<&str>) -> String {
    let origin = origin.map(parts::escape);
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, after)) = rest.split_once(" href=\"/") {
        out.push_str(before);
        let (path, behind) = after.split_once('"').unwrap_or((after, ""));
        if let Some(origin) = &origin {
            out.push_str(&format!(" href=\"{origin}/{path}\""));
        }
        rest = behind;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::{Inside, gift_copy, linked, without_fonts};
    use crate::view::sample;
    use crate::words::Lang;

    const INSIDE: Inside<'_> = Inside {
        bundle: "{\"a\":\"</script><b>\"}",
        style: "a{b:c}@font-face { font-family: X; src: url(/x.woff2); }d{e:f}",
        script: "go()",
        wasm_base64: "AGFzbQ==",
        origin: None,
    };

    #[test]
    fn a_copy_fetches_nothing_and_holds_its_bundle() {
        for lang in [Lang::En, Lang::Zh] {
            let html = gift_copy(&sample::gift(), lang, &INSIDE);
            // What a picture fills itself with stands in the picture.
            let fetching = html.replace("url(#", "");
            for outside in [" src=", " href=\"/", "@font-face", "url(", "<link", "</script><b>"] {
                assert!(!fetching.contains(outside), "{outside}");
            }
            assert!(html.contains("\\u003c/script>\\u003cb>") && html.contains("AGFzbQ=="));
            assert_eq!((html.matches("<h1").count(), html.matches("default-src 'none'").count()), (1, 1));
        }
    }

    #[test]
    fn links_lead_to_the_site_or_nowhere() {
        let html = "<a class=\"x\" href=\"/funds/a\">a</a><a href=\"#b\">b</a>";
        assert_eq!(linked(html, None), "<a class=\"x\">a</a><a href=\"#b\">b</a>");
        let whole = "<a class=\"x\" href=\"https://give.example/funds/a\">a</a><a href=\"#b\">b</a>";
        assert_eq!(linked(html, Some("https://give.example")), whole);
        assert_eq!(without_fonts(INSIDE.style), "a{b:c}d{e:f}");
    }
}
