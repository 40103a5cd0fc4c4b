//! What waits for whoever is logged in.

use leptos::prelude::*;

use super::Sheet;
use super::approval::{lines, refused_own};
use super::start::start;
use super::webhooks;
use crate::page::parts::{entry_lines, section};
use crate::view::desk::{DraftLine, DraftState, Home};
use crate::words::Words;
use crate::words::desk::DeskWords;

pub(super) fn home(page: &Home, speak: &'static DeskWords, words: &'static Words) -> Sheet {
    let latest = if page.latest.is_empty() {
        view! { <p class="empty">{speak.nothing_recorded}</p> }.into_any()
    } else {
        entry_lines(&page.latest, words)
    };
    let waiting = &page.waiting;
    let is_open = |line: &&DraftLine| matches!(line.state, DraftState::Waiting(_) | DraftState::Approved);
    let own: Vec<DraftLine> = waiting.own.iter().filter(is_open).cloned().collect();
    let refused = (!waiting.refused.is_empty())
        .then(|| section("refused", speak.refused_drafts, refused_own(&waiting.refused, speak)));
    let waits = match (waiting.to_decide.is_empty(), own.is_empty()) {
        (true, true) if refused.is_some() => ().into_any(),
        (true, true) => view! { <p class="empty">{speak.nothing_waits}</p> }.into_any(),
        _ => view! {
            {lines(&waiting.to_decide, speak)}
            {(!own.is_empty()).then(|| section("own", speak.own_drafts, lines(&own, speak)))}
        }
        .into_any(),
    };
    let main = view! {
        <h1>{speak.waits}</h1>
        {start(&page.steps, speak)}
        {webhooks::stopped(&page.stopped_webhooks, speak.lang)}
        {waits}{refused}
        {section("latest", speak.latest, latest)}
        <form method="get" action="/desk/recorded" class="desk-form">
            <div class="desk-field">
                <label for="seq">{speak.open_entry}</label>
                <input id="seq" name="seq" inputmode="numeric" autocomplete="off" aria-describedby="seq-help"/>
                <p class="hint" id="seq-help">{speak.open_entry_help}</p>
            </div>
            <p><button type="submit" class="second">{speak.open}</button></p>
        </form>
    }
    .into_any();
    Sheet { title: speak.waits, main }
}
