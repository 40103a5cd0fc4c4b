//! `/`

use leptos::prelude::*;

use super::moment::moment_and_zone;
use super::parts::{entry_lines, section};
use super::{Body, Place, lists};
use crate::view::{FigureKind, Frame, Home, Totals};
use crate::words::{self, Lang, Words};

pub(super) fn home(home: &Home, frame: &Frame, say: &'static Words) -> Body {
    let latest = if home.latest.is_empty() {
        view! { <p class="empty">{say.no_entries}</p> }.into_any()
    } else {
        view! { {entry_lines(&home.latest, say)}<p class="more"><a href="/entries">{say.whole_log}</a></p> }.into_any()
    };
    let totals: Vec<_> = home.totals.iter().map(|totals| total(totals, say)).collect();
    let main = view! {
        <div class="opening">
            <h1>{say.site_motto}</h1>
            <p class="lead">{say.home_lead}</p>
            {search("", say)}
        </div>
        {(!totals.is_empty()).then(|| section("totals", say.all_funds, view! { <div class="totals">{totals}</div> }))}
        {section("funds", say.funds, lists::funds(&home.funds, say))}
        {section("latest", say.latest, latest)}
        {section("state", say.state_of_log, state(frame, say))}
    }
    .into_any();
    Body {
        title: say.site_name.to_owned(),
        description: say.home_lead.to_owned(),
        place: Place::Home,
        indexed: true,
        main,
    }
}

/// The form that opens a gift by its receipt code.
pub(super) fn search(typed: &str, say: &'static Words) -> AnyView {
    view! {
        <form class="search" action="/gifts" method="get" role="search">
            <label for="code">{say.your_code}</label>
            <div class="search-row">
                <input id="code" name="code" type="text" value=typed.to_owned() placeholder="G-48KA-6KMQ"
                    autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required
                    aria-describedby="code-hint"/>
                <button type="submit">{say.find_gift}</button>
            </div>
            <p id="code-hint" class="hint">{say.code_hint}</p>
        </form>
    }
    .into_any()
}

fn total(totals: &Totals, say: &'static Words) -> AnyView {
    let money = |minor| words::money(minor, totals.currency);
    let behind = |kind: FigureKind| format!("/entries?currency={}&kind={}", totals.currency, kind.word());
    view! {
        <dl class="trio large">
            <div><dt>{say.received}" "<small>{totals.currency.to_string()}</small></dt>
                <dd><a href=behind(FigureKind::Received)>{money(totals.received)}</a></dd></div>
            <div class="reached"><dt>{say.handed_out}</dt>
                <dd><a href=behind(FigureKind::HandedOut)>{money(totals.handed_out)}</a></dd></div>
            <div class="held"><dt>{say.in_hand}</dt>
                <dd><a href=behind(FigureKind::Held)>{money(totals.in_hand)}</a></dd></div>
        </dl>
    }
    .into_any()
}

fn state(frame: &Frame, say: &'static Words) -> AnyView {
    let Some(head) = &frame.head else {
        return view! { <p class="empty">{say.no_entries}</p> }.into_any();
    };
    let entries = head.seq.saturating_add(1);
    let text = match say.lang {
        Lang::En if entries == 1 => "The log has one entry. It was recorded on ".to_owned(),
        Lang::En => {
            format!(
                "The log has {} entries, each sealed into the next. The last was recorded on ",
                words::count(entries)
            )
        }
        Lang::Zh => format!("账簿共有 {} 条记录，环环相扣。最近一条记录于 ", words::count(entries)),
    };
    view! {
        <p>{text}{moment_and_zone(say.lang, head.at)}{words::pick(say.lang, ".", "。")}" "
            {say.head_hash}</p>
        <p><a href=format!("/entries/{}", head.seq)><code class="hash whole">{head.hash.clone()}</code></a></p>
    }
    .into_any()
}
