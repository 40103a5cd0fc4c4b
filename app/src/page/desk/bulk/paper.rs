//! Labels, waybills, receipts, hand-out lists: pages that print well.

use leptos::prelude::*;

use super::options;
use crate::page::desk::parts::{Text, alert, in_textarea, select};
use crate::page::desk::{FORM_ID, Sheet};
use crate::page::parts::section;
use crate::view::desk::{Label, LabelSheet, Labels, ListAsk, MailForm, Paper, PaperKind};
use crate::words::desk::{self as words, BulkWords};
use crate::words::{Lang, tag};

pub(super) fn labels(page: &Labels, say: &'static BulkWords) -> Sheet {
    let latest: Vec<_> = page
        .latest
        .iter()
        .map(|choice| {
            let href = format!("/desk/labels?ids={}", crate::page::parts::encode(&choice.value));
            view! { <li><a href=href class="id">{choice.value.clone()}</a><span>{choice.word.clone()}</span></li> }
        })
        .collect();
    let copies = Text { value: &page.copies, kind: "number", ..Text::new("copies", say.copies) };
    let first = Text { value: &page.first, kind: "number", ..Text::new("first", say.first) };
    let form = view! {
        <form method="get" action="/desk/labels/print" class="desk-form">
            {page.fault.clone().map(alert)}
            <div class="desk-field">
                <label for="ids">{say.ids}</label>
                <textarea id="ids" name="ids" required rows="4">{in_textarea(&page.ids)}</textarea>
            </div>
            <div class="desk-field">
                <label for="size">{say.size}</label>
                <select id="size" name="size">{options(&page.sizes, &page.size)}</select>
            </div>
            <div class="desk-field">
                <label for="each">{say.each}</label>
                <input id="each" name="each" inputmode="numeric" autocomplete="off" value=page.each.clone() aria-describedby="each-help"/>
                <p class="hint" id="each-help">{say.each_help}</p>
            </div>
            <div class="desk-line">{copies.view()}{first.view()}</div>
            <p class="desk-go"><button type="submit">{say.make}</button></p>
        </form>
        <ul class="desk-list">{latest}</ul>
    };
    let paper = view! {
        <form method="get" action="/desk/papers" class="desk-form">
            {Text { help: Some(say.papers_help), ..Text::new("id", say.paper_id) }.view()}
            <p class="desk-go"><button type="submit">{say.open}</button></p>
        </form>
    };
    let main = view! {
        <h1>{say.labels}</h1>
        <p class="lead">{say.labels_lead}</p>
        {section("labels", say.labels, form)}
        {section("list", say.blank_list, list_form(&page.list, say))}
        {section("papers", say.papers, paper)}
    };
    Sheet { title: say.labels, main: main.into_any() }
}

/// The form for the list of a hand-out that is still to come.
fn list_form(list: &ListAsk, say: &'static BulkWords) -> AnyView {
    let sites = list.sites.iter().map(|site| (site.value.clone(), site.word.clone())).collect();
    let on = Text { value: &list.on, kind: "date", ..Text::new("on", say.day) };
    let rows = Text { value: &list.rows, kind: "number", ..Text::new("rows", say.list_rows) };
    view! {
        <p class="prose">{say.blank_list_lead}</p>
        <form method="get" action="/desk/papers/list" class="desk-form">
            {list.fault.clone().map(alert)}
            {select("site", say.site, sites, &list.site, None)}
            <div class="desk-field">
                <label for="lots">{say.list_lots}</label>
                <textarea id="lots" name="lots" rows="3">{in_textarea(&list.lots)}</textarea>
            </div>
            <div class="desk-line">{on.view()}{rows.view()}</div>
            <p class="desk-go"><button type="submit">{say.make}</button></p>
        </form>
    }
    .into_any()
}

pub(super) fn label_sheet(page: &LabelSheet, say: &'static BulkWords) -> Sheet {
    let used: Vec<_> = (0..page.skip).map(|_| view! { <li class="used" aria-hidden="true"></li> }).collect();
    let labels: Vec<_> = page.labels.iter().map(label).collect();
    let class = format!("label-sheet {}", page.size);
    let main = view! {
        <h1 class="unprinted">{say.labels}</h1>
        <p class="unprinted">{say.print}" "{download(&page.pdf, say)}</p>
        <ul class=class>{used}{labels}</ul>
    };
    Sheet { title: say.labels, main: main.into_any() }
}

/// The same as a file, where there is one.
fn download(pdf: &str, say: &'static BulkWords) -> Option<AnyView> {
    let href = pdf.to_owned();
    (!pdf.is_empty()).then(|| view! { <a href=href>{say.download}</a> }.into_any())
}

fn label(label: &Label) -> AnyView {
    let lines: Vec<_> = label.lines.iter().map(|line| view! { <span>{line.clone()}</span> }).collect();
    view! { <li>{code(&label.code, &label.id)}<div><b class="id">{label.id.clone()}</b><strong>{label.title.clone()}</strong>{lines}</div></li> }
        .into_any()
}

/// A QR code (ISO 18004) as one path: a square a dark module, and the quiet zone of four around it.
fn code(rows: &[Vec<bool>], says: &str) -> AnyView {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.iter().enumerate().filter(|(_, dark)| **dark) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + 4, y + 4));
        }
    }
    let side = rows.len() + 8;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=format!("QR {says}") shape-rendering="crispEdges">
            <rect width=side.to_string() height=side.to_string() fill="#fff"/><path d=path fill="#000"/>
        </svg>
    }
    .into_any()
}

pub(super) fn paper(page: &Paper, say: &'static BulkWords) -> Sheet {
    let title = words::paper(say.lang, page.kind);
    let facts: Vec<_> =
        page.facts.iter().map(|(term, value)| view! { <dt>{term.clone()}</dt><dd>{value.clone()}</dd> }).collect();
    let sign = (page.kind == PaperKind::Waybill).then(|| {
        view! {
            <ul class="paper-sign">
                <li>{say.signed_sent}</li><li>{say.signed_carried}</li><li>{say.signed_received}</li>
            </ul>
        }
    });
    // People read a receipt's code aloud and type it: it stays in one piece. Other ids may be longer than a line.
    let is_code = page.kind == PaperKind::Receipt;
    let id_class = if is_code { "id paper-id code" } else { "id paper-id" };
    let address = match page.address.strip_suffix(&page.id).filter(|_| is_code) {
        Some(before) => view! { {before.to_owned()}<span class="code">{page.id.clone()}</span> }.into_any(),
        None => page.address.clone().into_any(),
    };
    let main = view! {
        <article class="paper">
            <header>
                <div><h1>{title}</h1><p class=id_class>{page.id.clone()}</p></div>
                <div class="paper-code">{code(&page.code, &page.id)}<p>{say.scan}<br/><span class="id">{address}</span></p></div>
            </header>
            <dl class="facts">{facts}</dl>
            {(!page.lines.is_empty()).then(|| goods(page, say))}
            {(page.blank_rows > 0).then(|| blank(page.blank_rows, say))}
            {sign}
        </article>
        <p class="unprinted">{download(&page.pdf, say)}</p>
        {page.mail.as_ref().map(|form| section("mail", say.send, mail(form, page, say)))}
    };
    Sheet { title, main: main.into_any() }
}

fn goods(page: &Paper, say: &'static BulkWords) -> AnyView {
    let rows: Vec<_> = page
        .lines
        .iter()
        .map(|(id, name, quantity)| {
            view! { <tr><th scope="row" class="id">{id.clone()}</th><td>{name.clone()}</td><td class="number">{quantity.clone()}</td></tr> }
        })
        .collect();
    view! {
        <table><caption class="unseen">{say.goods}</caption>
            <thead><tr><th scope="col">{say.lot}</th><th scope="col">{say.goods}</th><th scope="col" class="number">{say.quantity}</th></tr></thead>
            <tbody>{rows}</tbody></table>
    }
    .into_any()
}

/// Rows that are filled in by hand and stay in a folder.
fn blank(rows: u32, say: &'static BulkWords) -> AnyView {
    let rows: Vec<_> =
        (1..=rows).map(|row| view! { <tr><th scope="row">{row}</th><td></td><td></td><td></td></tr> }).collect();
    view! {
        <p class="hint">{say.list_note}</p>
        <table class="paper-blank"><caption class="unseen">{say.handouts}</caption>
            <thead><tr><th scope="col">{say.list_row}</th><th scope="col">{say.list_household}</th><th scope="col">{say.list_people}</th><th scope="col">{say.list_sign}</th></tr></thead>
            <tbody>{rows}</tbody></table>
    }
    .into_any()
}

fn mail(form: &MailForm, page: &Paper, say: &'static BulkWords) -> AnyView {
    let address = Text {
        value: &form.address,
        help: Some(say.address_help),
        fault: form.is_wrong.then(|| say.address_wrong.to_owned()),
        kind: "email",
        ..Text::new("address", say.address)
    };
    let chosen = form.lang.unwrap_or(say.lang);
    let languages: Vec<_> = [(Lang::Zh, "中文"), (Lang::En, "English")]
        .map(|(lang, word)| view! { <option value=tag(lang) selected=lang == chosen>{word}</option> })
        .into();
    let letters: Vec<_> = form
        .letters
        .iter()
        .map(|(address, state)| {
            view! { <li><span class="id">{address.clone()}</span><span>{words::letter_state(say.lang, state)}</span></li> }
        })
        .collect();
    view! {
        <div class="unprinted">
            {(!form.can_send).then(|| view! { <p class="hint">{say.no_server}</p> })}
            <form method="post" action=format!("/desk/papers/receipts/{}/mail", page.id) class="desk-form" id=FORM_ID>
                {address.view()}
                <div class="desk-field"><label for="lang">{say.letters_in}</label><select id="lang" name="lang">{languages}</select></div>
                <label class="desk-check"><input type="checkbox" name="follow" value="yes" checked=form.follow/>" "{say.follow}</label>
                <p class="desk-go"><button type="submit">{say.send_go}</button></p>
            </form>
            <ul class="desk-list">{letters}</ul>
        </div>
    }
    .into_any()
}
