//! The document around a page: head, header, footer.

use leptos::prelude::*;

use super::desk::{FORM_ID, Resend};
use super::moment::moment_and_zone;
use super::search::form;
use super::{Body, Place};
use crate::view::Frame;
use crate::words::{self, Lang, Words};

pub(super) fn document(
    body: Body,
    frame: &Frame,
    feed: Option<String>,
    card: Option<String>,
    resend: Option<Resend>,
) -> AnyView {
    let say = Words::of(frame.lang);
    let title = match body.place {
        Place::Home => format!("{} — {}", say.site_name, say.site_motto),
        _ => format!("{} · {}", body.title, say.site_name),
    };
    let assets = frame.assets.clone();
    let robots = (!body.indexed).then(|| view! { <meta name="robots" content="noindex"/> });
    let feed = feed.map(|feed| {
        let href = format!("{}{feed}", frame.prefix);
        view! { <link rel="alternate" type="application/atom+xml" title=say.feed href=href/> }
    });
    // Newsrooms' systems ask with the address that readers see: it must be whole.
    let embed = card.as_ref().filter(|_| frame.origin.is_some()).map(|_| {
        let page = in_language(frame, frame.lang);
        let href = whole(frame, &format!("/api/v1/oembed?url={}", super::encode(&page)));
        view! { <link rel="alternate" type="application/json+oembed" href=href/> }
    });
    let frame_code = card.as_ref().and_then(|_| frame_code(frame, &body.title, say));
    let preview = preview(&title, &body.description, card, frame, say);
    view! {
        <html lang=words::tag(frame.lang)>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <title>{title}</title>
                <meta name="description" content=body.description/>
                {robots}
                <link rel="canonical" href=in_language(frame, frame.lang)/>
                <link rel="alternate" hreflang="en" href=in_language(frame, Lang::En)/>
                <link rel="alternate" hreflang="zh-CN" href=in_language(frame, Lang::Zh)/>
                <link rel="alternate" hreflang="x-default" href=whole(frame, &frame.path)/>
                {feed}
                {embed}
                {preview}
                {preload(&assets.fonts)}
                <link rel="icon" href=assets.icon type="image/svg+xml"/>
                <link rel="stylesheet" href=assets.css/>
                <script type="module" src=assets.start data-js=assets.js data-wasm=assets.wasm
                    data-check=assets.check.join(" ") data-words=waking(say) id="start"></script>
            </head>
            <body>
                <a class="skip" href="#main">{say.skip_to_content}</a>
                {header(body.place, frame, resend, say)}
                <main id="main" class="page" tabindex="-1" data-live=live(&frame.path)>{body.main}</main>
                {footer(frame, frame_code, say)}
            </body>
        </html>
    }
    .into_any()
}

/// What the page of a fund or a gift asks of the live head: news that concern it. Other pages ask for nothing more.
fn live(path: &str) -> Option<String> {
    let path = path.split('?').next().unwrap_or_default();
    let (kind, id) = path.strip_prefix('/')?.split_once('/')?;
    let name = match kind {
        "funds" => "fund",
        "gifts" => "gift",
        _ => return None,
    };
    // Ids and codes are letters, digits and hyphens; whatever else stands there is no page.
    let plain = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| format!("?{name}={id}"))
}

/// The fonts of the first screen, which the style sheet would ask for late.
fn preload(fonts: &[String]) -> Vec<AnyView> {
    let link = |href: &String| {
        let href = href.clone();
        view! { <link rel="preload" href=href r#as="font" type="font/woff2" crossorigin="anonymous"/> }.into_any()
    };
    fonts.iter().map(link).collect()
}

/// The words that `public/start.js` says, as JSON.
fn waking(say: &'static Words) -> String {
    let words = [
        ("share", say.share),
        ("copied", say.copied),
        ("filter", say.filter_rows),
        ("checked_here", say.checked_here),
        ("failed_here", say.failed_here),
        ("one_new", say.one_new_entry),
        ("new", say.new_entries),
        ("newer", say.newer_entries),
    ];
    // No phrase of the catalogue has a quotation mark or a backslash in it, which JSON would write otherwise.
    let words: Vec<String> = words.map(|(name, word)| format!("\"{name}\":\"{word}\"")).to_vec();
    format!("{{{}}}", words.join(","))
}

fn header(place: Place, frame: &Frame, resend: Option<Resend>, say: &'static Words) -> AnyView {
    let links = [
        ("/", say.nav_home, Place::Home),
        ("/funds", say.nav_funds, Place::Funds),
        ("/entries", say.nav_log, Place::Log),
        ("/reports", say.nav_reports, Place::Reports),
        ("/method", say.nav_method, Place::Method),
    ];
    let links = links.map(|(href, label, there)| {
        let current = (there == place).then_some("page");
        view! { <li><a href=href aria-current=current>{label}</a></li> }
    });
    let other = words::pick(frame.lang, Lang::Zh, Lang::En);
    // The first page and the search have a larger one of their own.
    let has_own = place == Place::Home || frame.path.starts_with("/search");
    let find = (!has_own).then(|| form("", "find", say));
    let links = view! { <ul class="nav">{links.to_vec()}</ul> };
    // At the desk, whose own menu stands below, a telephone shows this one only when it is opened.
    let at_desk = frame.path.starts_with("/desk");
    let links = if at_desk {
        view! { <details class="fold"><summary>{say.nav_label}</summary>{links}</details> }.into_any()
    } else {
        links.into_any()
    };
    let class = if at_desk { "masthead at-desk" } else { "masthead" };
    view! {
        <header class=class>
            <a class="wordmark" href="/"><span class="wordmark-main">{say.site_name}</span>
                <span class="wordmark-other" lang=words::tag(other)>{say.site_name_other}</span></a>
            <nav aria-label=say.nav_label>{links}</nav>
            {find}
            {switch(frame, other, resend)}
        </header>
    }
    .into_any()
}

/// The way to the other language.
fn switch(frame: &Frame, other: Lang, resend: Option<Resend>) -> AnyView {
    let (tag, label) = (words::tag(other), words::pick(other, "English", "中文"));
    match resend {
        Some(Resend { action, step, enter }) => {
            let action = format!("{}{action}", words::pick(other, "/en", "/zh"));
            let enter = enter.map(|step| {
                view! {
                    <button type="submit" form=FORM_ID name="step" value=step class="unseen" tabindex="-1" aria-hidden="true"></button>
                }
            });
            view! {
                {enter}
                <button class="switch" type="submit" form=FORM_ID formaction=action formnovalidate="true" name="step"
                    value=step lang=tag>{label}</button>
            }
            .into_any()
        }
        None => {
            let href = choose(&frame.path, other);
            view! { <a class="switch" href=href lang=tag hreflang=tag rel="nofollow">{label}</a> }.into_any()
        }
    }
}

/// How a newsroom puts the card of this page into its own; none where nobody said at what address the site is reached.
fn frame_code(frame: &Frame, title: &str, say: &'static Words) -> Option<AnyView> {
    let origin = frame.origin.as_deref()?;
    let path = frame.path.split('?').next().unwrap_or_default();
    let title = title.replace('&', "&amp;").replace('"', "&quot;");
    let code = format!(
        "<iframe src=\"{origin}{}/embed{path}\" title=\"{title}\" width=\"640\" height=\"480\" loading=\"lazy\"></iframe>",
        words::pick(frame.lang, "/en", "/zh")
    );
    let shown = view! {
        <details class="embedding"><summary>{say.put_on_a_page}</summary><pre class="bytes"><code>{code}</code></pre></details>
    };
    Some(shown.into_any())
}

fn footer(frame: &Frame, frame_code: Option<AnyView>, say: &'static Words) -> AnyView {
    let head = frame.head.as_ref().map(|head| {
        let label = match frame.lang {
            Lang::En => format!("Made from the log up to entry {}", words::count(head.seq)),
            Lang::Zh => format!("依据截至第 {} 条记录的账簿生成", words::count(head.seq)),
        };
        view! {
            <p class="state"><a href=format!("/entries/{}", head.seq)>{label}</a>
                <span class="state-at">{moment_and_zone(frame.lang, head.at)}</span>
                <code class="hash" title="SHA3-256">{head.hash.clone()}</code></p>
        }
    });
    let desk = frame.has_desk.then(|| view! { " "<a href="/desk" rel="nofollow">{say.nav_desk}</a> });
    view! {
        <footer class="colophon">
            {head}
            <p class="seal"><a href="/log"><img src=words::pick(frame.lang, "/log/seal-en.svg", "/log/seal-zh.svg")
                alt=words::pick(frame.lang, "The state of the log", "日志状态") height="20"/></a></p>
            <p>{say.colophon}</p>
            <p class="further"><a href="/method">{say.nav_method}</a>" "<a href="/verify">{say.nav_verify}</a>" "<a href="/api">{say.nav_api}</a>{desk}</p>
            {frame_code}
        </footer>
    }
    .into_any()
}

/// What is shown where the page is shared: its title, its sentence, and its card or the site's.
fn preview(title: &str, description: &str, card: Option<String>, frame: &Frame, say: &'static Words) -> AnyView {
    let (image, shows) = match card {
        Some(card) => {
            (format!("{}{card}", words::pick(frame.lang, "/en", "/zh")), words::told(frame.lang, title, description))
        }
        None => (frame.assets.card.clone(), format!("{} — {}", say.site_name, say.site_motto)),
    };
    let (width, height) = crate::picture::CARD;
    let rows = [
        ("og:type", "website".to_owned()),
        ("og:site_name", say.site_name.to_owned()),
        ("og:title", title.to_owned()),
        ("og:description", description.to_owned()),
        ("og:url", in_language(frame, frame.lang)),
        ("og:locale", words::pick(frame.lang, "en_GB", "zh_CN").to_owned()),
        ("og:image", whole(frame, &image)),
        ("og:image:type", "image/png".to_owned()),
        ("og:image:width", width.to_string()),
        ("og:image:height", height.to_string()),
        ("og:image:alt", shows),
    ];
    let rows = rows.map(|(property, content)| leptos::html::meta().attr("property", property).content(content));
    view! { {Vec::from(rows)}<meta name="twitter:card" content="summary_large_image"/> }.into_any()
}

/// An address with the site's origin, where that is known.
fn whole(frame: &Frame, path: &str) -> String {
    format!("{}{path}", frame.origin.as_deref().unwrap_or_default())
}

/// The page's own address in a language.
fn in_language(frame: &Frame, lang: Lang) -> String {
    whole(frame, &format!("{}{}", words::pick(lang, "/en", "/zh"), frame.path))
}

/// The address that makes a language the reader's own, and leads on to the same page.
fn choose(path: &str, lang: Lang) -> String {
    let sign = if path.contains('?') { '&' } else { '?' };
    format!("{path}{sign}lang={}", words::pick(lang, "en", "zh"))
}
