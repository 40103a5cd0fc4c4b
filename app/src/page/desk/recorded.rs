//! What was recorded, and whether it still counts.

use leptos::prelude::*;

use super::Sheet;
use crate::page::parts::{address, encode, entry_link};
use crate::view::desk::{Recorded, TakenBack, VoidReceipt};
use crate::words;
use crate::words::desk::DeskWords;

pub(super) fn recorded(page: &Recorded, speak: &'static DeskWords) -> Sheet {
    let lang = speak.lang;
    // A code that leads to nothing any more is not handed out.
    let code = page.code.as_ref().filter(|_| page.taken_back.is_none()).map(|code| {
        view! {
            <p class="lead answer">{speak.receipt_code}" "<code class="code">{code.clone()}</code></p>
            <p class="prose">{speak.receipt_help}</p>
            <p><a href=format!("/gifts/{code}")>{speak.see_gift}</a></p>
        }
    });
    let taken_back = page.taken_back.as_ref().map(|taken_back| notice(taken_back, speak));
    let reverses = page.reverses.map(|seq| {
        view! { <p class="notice">{speak.took_back}" "<a class="seq" href=format!("/desk/recorded/{seq}")>{format!("#{seq}")}</a></p> }
    });
    let about = page.about.as_ref().and_then(|about| {
        let href = address(about.kind, &about.id)?;
        Some(view! { <li><a href=href>{about.name.clone()}</a></li> })
    });
    let again = format!("/desk/record/{}", page.event.word());
    let correct = page.may_correct.then(|| {
        let href = format!("{again}?corrects={}", page.seq);
        let reverse = format!("/desk/record/entry_reversed?reverses={}", page.seq);
        view! { <li><a href=href>{speak.correct}</a></li><li><a href=reverse>{speak.reverse}</a></li> }
    });
    let attach = page.subject.as_ref().map(|(kind, id)| {
        let href = format!("/desk/record/document_attached?subject.kind={}&subject.id={}", kind.word(), encode(id));
        view! { <li><a href=href>{speak.attach}</a></li> }
    });
    let main = view! {
        <h1>{speak.recorded}": "{words::event(lang, page.event)}" "<span class="seq">{format!("#{}", page.seq)}</span></h1>
        {taken_back}{reverses}{code}
        <ul class="desk-list desk-next">
            <li><a href=format!("/entries/{}", page.seq)>{speak.see_entry}</a></li>
            {about}
            <li><a href=again.clone()>{speak.record_another}</a></li>
            <li><a href="/desk/record">{speak.record_other}</a></li>
            {correct}{attach}
        </ul>
    }
    .into_any();
    Sheet { title: speak.recorded, main }
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
        view! { <p><a href=href>{speak.new_receipt}": "<span class="code">{code}</span></a></p> }
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
