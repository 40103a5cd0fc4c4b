//! What an event would do, before it is recorded.

use ledger::event::EventType;
use leptos::prelude::*;

use super::Sheet;
use super::form::hidden;
use crate::page::parts::{entry_lines, entry_link, fact, section, table};
use crate::view::desk::{Changed, Correction, EffectLine, EffectPlace, Preview};
use crate::words::desk::{self as say, DeskWords};
use crate::words::{self, Words};

pub(super) fn preview(page: &Preview, speak: &'static DeskWords, words: &'static Words) -> Sheet {
    let alike = (!page.alike.is_empty()).then(|| {
        view! {
            <div class="notice held"><p><b>{speak.alike}</b></p><p>{speak.alike_lead}</p>{entry_lines(&page.alike, words)}</div>
        }
    });
    let waits = page.is_waiting.then(|| view! { <p class="notice held">{speak.waits_lead}</p> });
    let corrects = page.correction.as_ref().map(|correction| {
        view! { <p class="notice">{speak.corrects_lead}" "{entry_link(correction.seq)}</p> }
    });
    let said = match &page.correction {
        Some(correction) => section("said", speak.what_changes, changes(page.event, correction, speak)),
        None => section("said", speak.you_said, facts(page.event, &page.facts, speak)),
    };
    let save = match (page.is_waiting, page.alike.is_empty()) {
        (true, _) => speak.save_waiting,
        (false, true) => speak.save,
        (false, false) => speak.save_alike,
    };
    let main = view! {
        <p class="crumb"><a href="/desk/record">{speak.record}</a>" · "{words::event(speak.lang, page.event)}</p>
        <h1>{speak.preview}</h1>
        {corrects}{alike}{waits}
        {said}
        {section("effect", speak.effect, effect(&page.effect, speak))}
        <form method="post" action=page.action.clone() class="desk-form">
            {hidden(&page.hidden)}
            <p class="desk-go">
                <button type="submit" name="step" value="save">{save}</button>
                <button type="submit" name="step" value="edit" class="second">{speak.change}</button>
            </p>
        </form>
    }
    .into_any();
    Sheet { title: speak.preview, main }
}

/// What an event says: a line a field.
pub(super) fn facts(event: EventType, facts: &[(Vec<&'static str>, String)], speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let rows: Vec<_> = facts
        .iter()
        .map(|(keys, said)| {
            let labels: Vec<String> = keys.iter().map(|key| say::label(lang, event, key)).collect();
            fact(labels.join(" · "), said.clone())
        })
        .collect();
    view! { <dl class="facts">{rows}</dl> }.into_any()
}

/// What an entry said, and what it says corrected, side by side; and why, as the public reads it.
pub(super) fn changes(event: EventType, correction: &Correction, speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let rows = correction.fields.iter().map(|field| {
        let labels: Vec<String> = field.keys.iter().map(|key| say::label(lang, event, key)).collect();
        let (before, after) = both(field, speak);
        vec![labels.join(" · ").into_any(), before, after]
    });
    view! {
        <dl class="facts">{fact(say::label(lang, event, "correction_reason"), correction.reason.clone())}</dl>
        {table(speak.what_changes, &[speak.field, speak.until_then, speak.from_now], &[], rows.collect())}
    }
    .into_any()
}

/// What changes is struck out and put in; the rest is there to be seen unchanged.
fn both(field: &Changed, speak: &'static DeskWords) -> (AnyView, AnyView) {
    let text = |said: &Option<String>| said.clone().unwrap_or_else(|| "–".to_owned());
    if field.before == field.after {
        return (text(&field.before).into_any(), view! { <small>{speak.unchanged}</small> }.into_any());
    }
    (view! { <del>{text(&field.before)}</del> }.into_any(), view! { <ins><b>{text(&field.after)}</b></ins> }.into_any())
}

/// What happens to each pool.
pub(super) fn effect(lines: &[EffectLine], speak: &'static DeskWords) -> AnyView {
    if lines.is_empty() {
        return view! { <p class="empty">{speak.no_effect}</p> }.into_any();
    }
    let lang = speak.lang;
    let rows = lines.iter().map(|line| {
        let place = match &line.place {
            EffectPlace::Pool(name) => name.clone(),
            EffectPlace::Outside => String::new(),
        };
        let sign = if line.arrives { "+" } else { "−" };
        let way = if line.arrives { speak.arrives } else { speak.leaves };
        let units = format!("{sign}{}", words::amount(lang, line.units, &line.unit));
        let after = line.after.map(|after| words::amount(lang, after, &line.unit)).unwrap_or_default();
        vec![place.into_any(), way.into_any(), units.into_any(), after.into_any()]
    });
    table(speak.effect, &[speak.pool, "", "", speak.after], &[2, 3], rows.collect())
}
