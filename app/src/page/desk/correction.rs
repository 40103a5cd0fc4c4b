//! Entries that were recorded in error: what stands in the way of taking them back, what changes, and that they no longer
//! count.

use ledger::event::EventType;
use leptos::prelude::*;

use super::Sheet;
use crate::page::parts::{encode, entry_link, fact, table};
use crate::view::desk::{Changed, Correction, Form, Recorded, TakenBack, VoidReceipt};
use crate::words;
use crate::words::desk::{self as say, DeskWords};

/// Above what was recorded: whether it still counts, and what it took back itself.
pub(super) fn state(page: &Recorded, speak: &'static DeskWords) -> AnyView {
    let taken_back = page.state.taken_back.as_ref().map(|taken_back| notice(taken_back, speak));
    let reverses = page.state.reverses.map(|seq| {
        view! { <p class="notice">{speak.took_back}" "<a class="seq" href=format!("/desk/recorded/{seq}")>{format!("#{seq}")}</a></p> }
    });
    view! { {taken_back}{reverses} }.into_any()
}

/// What else can be done with what was recorded.
pub(super) fn ways(page: &Recorded, speak: &'static DeskWords) -> Option<AnyView> {
    let reverse = page.may_correct().then(|| {
        let href = format!("/desk/record/entry_reversed?reverses={}", page.seq);
        view! { <li><a href=href>{speak.reverse}</a></li> }
    });
    let attach = page.state.subject.as_ref().map(|(kind, id)| {
        let href = format!("/desk/record/document_attached?subject.kind={}&subject.id={}", kind.word(), encode(id));
        view! { <li><a href=href>{speak.attach}</a></li> }
    });
    (reverse.is_some() || attach.is_some())
        .then(|| view! { <ul class="desk-list desk-next">{reverse}{attach}</ul> }.into_any())
}

/// What has to go first, each with the ways to do that.
pub(super) fn blocking(page: &Form, speak: &'static DeskWords) -> Option<AnyView> {
    let lang = speak.lang;
    let rows: Vec<_> = page
        .blocking
        .entries
        .iter()
        .map(|entry| {
            let sum = entry.sum.map(|sum| format!(" {}", words::money(sum.amount, sum.currency)));
            let label = |word: &str| format!("{word}: #{}", entry.seq);
            let reverse = format!("/desk/record/entry_reversed?reverses={}", entry.seq);
            let correct = format!("/desk/record/{}?corrects={}", entry.event.word(), entry.seq);
            view! {
                <li>{entry_link(entry.seq)}" "<b>{words::event(lang, entry.event)}</b>{sum}" "
                    <a href=reverse aria-label=label(speak.reverse)>{speak.reverse}</a>" · "
                    <a href=correct aria-label=label(speak.correct)>{speak.correct}</a></li>
            }
        })
        .collect();
    let more = page.blocking.has_more.then(|| view! { <p>{speak.blocking_more}</p> });
    (!rows.is_empty()).then(|| {
        view! {
            <div class="notice held"><p><b>{speak.blocking}</b></p><p>{speak.blocking_lead}</p>{more}<ol>{rows}</ol></div>
        }
        .into_any()
    })
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

/// That an entry no longer counts, and what stands in its place.
fn notice(taken_back: &TakenBack, speak: &'static DeskWords) -> AnyView {
    let stop = words::pick(speak.lang, ". ", "。");
    let anew = taken_back.anew.as_ref().map(|(seq, code)| {
        let code = code.clone().map(|code| {
            let href = format!("/gifts/{code}");
            view! { " "<a class="code" href=href>{code}</a> }
        });
        let href = format!("/desk/recorded/{seq}");
        view! { {stop}<b>{speak.recorded_anew}" "<a class="seq" href=href>{format!("#{seq}")}</a>{code}</b> }
    });
    view! { <p class="notice lost">{speak.counts_no_more}" "{entry_link(taken_back.by)}{anew}</p> }.into_any()
}

/// In place of the receipt of a gift that was taken back.
pub(super) fn void_receipt(page: &VoidReceipt, speak: &'static DeskWords) -> Sheet {
    let new = page.taken_back.anew.as_ref().and_then(|(_, code)| code.clone()).map(|code| {
        let href = format!("/desk/papers/receipts/{code}");
        view! { <p><a href=href>{speak.new_receipt}{words::colon(speak.lang)}<span class="code">{code}</span></a></p> }
    });
    let main = view! {
        <p class="crumb code">{page.code.clone()}</p>
        <h1>{speak.void_receipt}</h1>
        <p class="lead">{speak.void_receipt_lead}</p>
        {notice(&page.taken_back, speak)}
        {new}
        <p><a href=format!("/desk/recorded/{}", page.seq)>{format!("#{}", page.seq)}</a></p>
    }
    .into_any();
    Sheet { title: speak.void_receipt, main }
}
