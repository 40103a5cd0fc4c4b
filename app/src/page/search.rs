//! `/search`

use leptos::prelude::*;

use super::parts::{address, entry_link, link};
use super::{Body, Place};
use crate::view::{Found, FoundKind, Search};
use crate::words::{self, Lang, Words};

pub(super) fn search(search: &Search, say: &'static Words) -> Body {
    let main = view! {
        <h1>{say.search}</h1>
        {form(&search.query, "q", say)}
        {near(search, say)}
        {results(search, say)}
    }
    .into_any();
    let title = match say.lang {
        _ if search.query.is_empty() => say.search.to_owned(),
        Lang::En => format!("Search for “{}”", search.query),
        Lang::Zh => format!("搜索“{}”", search.query),
    };
    Body { title, description: say.search_hint.to_owned(), place: Place::Elsewhere, indexed: false, main }
}

/// The form that searches everything; `id` tells the one in the header from the one on the page.
pub(super) fn form(typed: &str, id: &'static str, say: &'static Words) -> AnyView {
    view! {
        <form class="find" action="/search" method="get" role="search" aria-label=say.search>
            <label class="unseen" for=id>{say.search_label}</label>
            <input id=id name="q" type="search" value=typed.to_owned() placeholder=say.search_label maxlength="120"
                autocomplete="off" spellcheck="false"/>
            <button type="submit">{say.search}</button>
        </form>
    }
    .into_any()
}

fn near(search: &Search, say: &'static Words) -> Option<AnyView> {
    if search.near.is_empty() {
        return None;
    }
    let codes: Vec<_> = search
        .near
        .iter()
        .map(|code| view! { <li><a class="code" href=format!("/gifts/{code}")>{code.to_string()}</a></li> })
        .collect();
    Some(view! { <h2>{say.one_slip}</h2><ul class="slips" role="list">{codes}</ul> }.into_any())
}

fn results(search: &Search, say: &'static Words) -> AnyView {
    if search.query.is_empty() {
        return view! { <p class="prose">{say.search_hint}</p> }.into_any();
    }
    if search.found.is_empty() {
        let lead = search.near.is_empty().then(|| view! { <p class="lead">{say.nothing_found}</p> });
        return view! {
            {lead}
            <p class="prose">{say.nothing_found_help}</p>
            <p class="more"><a href="/funds">{say.funds}</a>" · "<a href="/entries">{say.whole_log}</a></p>
        }
        .into_any();
    }
    let rows: Vec<_> = search.found.iter().map(|found| row(found, say)).collect();
    let previous = search.previous.clone().map(|href| view! { <a rel="prev" href=href>"← "{say.previous_page}</a> });
    let next = search.next.clone().map(|href| view! { <a rel="next" href=href>{say.next_page}" →"</a> });
    view! {
        <p class="hint">{count(search, say)}</p>
        <ol class="found" role="list">{rows}</ol>
        <nav class="neighbours" aria-label=say.neighbours>{previous}{next}</nav>
    }
    .into_any()
}

fn count(search: &Search, say: &'static Words) -> String {
    let shown = u64::try_from(search.found.len()).unwrap_or(u64::MAX);
    let (first, last) = (search.from.saturating_add(1), search.from.saturating_add(shown));
    let [first, last, total] = [first, last, search.total].map(words::count);
    match say.lang {
        Lang::En if search.total == 1 => "1 found.".to_owned(),
        Lang::En => format!("{first} to {last} of {total} found."),
        Lang::Zh => format!("共找到 {total} 项，显示第 {first} 至 {last} 项。"),
    }
}

fn row(found: &Found, say: &'static Words) -> AnyView {
    let kind = match found.kind {
        FoundKind::Subject(kind) => words::subject(say.lang, kind),
        FoundKind::Document => say.document,
    };
    let name = match found.kind {
        FoundKind::Subject(kind) if address(kind, &found.id).is_some() => link(kind, &found.id, &found.name),
        _ => view! { <a href=format!("/entries/{}", found.seq)>{found.name.clone()}</a> }.into_any(),
    };
    let id = (found.id != found.name && !found.id.is_empty()).then(|| view! { <code>{found.id.clone()}</code> });
    let place = found.place.as_ref().map(|place| view! { <span>{words::place(say.lang, place)}</span> });
    view! {
        <li><span class="found-kind">{kind}</span><span class="found-name">{name}</span>
            <span class="found-more">{id}{place}{entry_link(found.seq)}</span></li>
    }
    .into_any()
}
