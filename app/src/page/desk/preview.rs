//! What an event would do, before it is recorded; and what came of it.

use ledger::event::EventType;
use leptos::prelude::*;

use super::form::hidden;
use super::parts::stacked;
use super::{FORM_ID, Sheet, start};
use crate::page::parts::{address, entry_lines, fact, section};
use crate::view::desk::{EffectLine, EffectPlace, PaperLink, Preview, Recorded};
use crate::words::desk::{self as say, BulkWords, DeskWords};
use crate::words::{self, Words};

pub(super) fn preview(page: &Preview, speak: &'static DeskWords, words: &'static Words) -> Sheet {
    let alike = (!page.alike.is_empty()).then(|| {
        view! {
            <div class="notice held"><p><b>{speak.alike}</b></p><p>{speak.alike_lead}</p>{entry_lines(&page.alike, words)}</div>
        }
    });
    let alike_waiting = (!page.alike_waiting.is_empty()).then(|| {
        view! {
            <div class="notice held">
                <p><b>{speak.alike_waiting}</b></p><p>{speak.alike_lead}</p>
                {super::approval::lines(&page.alike_waiting, speak)}
            </div>
        }
    });
    let personal = (!page.personal.is_empty()).then(|| {
        view! {
            <div class="notice held">
                <p><b>{speak.personal}</b></p><p>{speak.personal_lead}</p>{facts(page.event, &page.personal, speak)}
            </div>
        }
    });
    let waits = page.is_waiting.then(|| view! { <p class="notice held">{speak.waits_lead}</p> });
    let corrects = page.correction.as_ref().map(|correction| {
        let seq = correction.seq;
        view! { <p class="notice">{speak.corrects_lead}" "<a class="seq" href=format!("/entries/{seq}")>{format!("#{seq}")}</a></p> }
    });
    let said = match &page.correction {
        Some(correction) => {
            section("said", speak.what_changes, super::correction::changes(page.event, correction, speak))
        }
        None => section("said", speak.you_said, facts(page.event, &page.facts, speak)),
    };
    let is_alike = !page.alike.is_empty() || !page.alike_waiting.is_empty();
    let save = match (page.is_waiting, is_alike, page.personal.is_empty()) {
        (_, _, false) => speak.save_personal,
        (true, _, true) => speak.save_waiting,
        (false, false, true) => speak.save,
        (false, true, true) => speak.save_alike,
    };
    let main = view! {
        <p class="crumb"><a href="/desk/record">{speak.record}</a>" · "{words::event(speak.lang, page.event)}</p>
        <h1>{speak.preview}</h1>
        {corrects}{personal}{alike}{alike_waiting}{waits}
        {said}
        {section("effect", speak.effect, effect(&page.effect, speak))}
        <form method="post" action=page.action.clone() class="desk-form" id=FORM_ID>
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
    stacked(speak.effect, &[speak.pool, "", "", speak.after], &[2, 3], rows.collect())
}

pub(super) fn recorded(page: &Recorded, speak: &'static DeskWords) -> Sheet {
    let lang = speak.lang;
    // A code that leads to nothing any more is not handed out.
    let code = page.code.as_ref().filter(|_| page.state.taken_back.is_none()).map(|code| {
        view! {
            <p class="lead answer">{speak.receipt_code}" "<code class="code">{code.clone()}</code></p>
            <p class="prose">{speak.receipt_help}</p>
            <p><a href=format!("/gifts/{code}")>{speak.see_gift}</a></p>
        }
    });
    let about = page.about.as_ref().and_then(|about| {
        let href = address(about.kind, &about.id)?;
        Some(view! { <li><a href=href>{about.name.clone()}</a></li> })
    });
    let correct = page.may_correct().then(|| {
        let href = format!("/desk/record/{}?corrects={}", page.event.word(), page.seq);
        view! { <li><a href=href>{speak.correct}</a></li> }
    });
    let papers: Vec<_> = page.papers.iter().map(|paper| paper_link(paper, speak)).collect();
    let next = page.next.map(|step| view! { <li>{start::link(step, speak)}</li> });
    let another = page.may_again.then(|| view! { <li><a href=page.again.clone()>{speak.record_another}</a></li> });
    let other = page.may_record.then(|| view! { <li><a href="/desk/record">{speak.record_other}</a></li> });
    let main = view! {
        <h1>{words::told(lang, speak.recorded, words::event(lang, page.event))}" "<span class="seq">{format!("#{}", page.seq)}</span></h1>
        {super::correction::state(page, speak)}{code}
        <ul class="desk-list desk-next">
            {next}{papers}
            <li><a href=format!("/entries/{}", page.seq)>{speak.see_entry}</a></li>
            {about}{another}{other}{correct}
        </ul>
        {super::correction::ways(page, speak)}
    }
    .into_any();
    Sheet { title: speak.recorded, main }
}

/// A paper that goes with the entry.
fn paper_link(paper: &PaperLink, speak: &'static DeskWords) -> AnyView {
    let (href, word) = match paper {
        PaperLink::Paper(kind, href) => (href.clone(), say::paper(speak.lang, *kind)),
        PaperLink::Labels(href) => (href.clone(), BulkWords::of(speak.lang).labels),
    };
    view! { <li><span>{speak.papers}" "<a href=href>{word}</a></span></li> }.into_any()
}
