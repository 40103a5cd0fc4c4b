//! The staff desk: pages behind the log-in. Each form posts to its own address and shows itself again where something
//! is wrong, with all that was typed.

mod account;
mod approval;
mod bulk;
mod correction;
mod form;
mod home;
mod log_in;
mod mail;
mod parts;
mod people;
mod preview;
mod resend;
mod start;
mod webhooks;

use leptos::prelude::*;

pub(super) use resend::{FORM_ID, Resend, resend};

use super::{Body, Place};
use crate::view::desk::{Content, Desk, Staff, Tab};
use crate::words::desk::{self as say, DeskWords};
use crate::words::{Lang, Words};

/// A page's title and what stands below the desk's navigation.
struct Sheet {
    title: &'static str,
    main: AnyView,
}

pub(super) fn desk(desk: &Desk, lang: Lang, path: &str, words: &'static Words) -> Body {
    let speak = DeskWords::of(lang);
    let account = desk.staff.as_ref().map(|staff| staff.account.as_str()).unwrap_or_default();
    let sheet = sheet(&desk.content, account, speak, words);
    let path = path.split('?').next().unwrap_or_default();
    let nav = desk.staff.as_ref().map(|staff| nav(staff, path, speak));
    let done = desk.done.map(|done| view! { <p class="notice done" role="status">{say::done(lang, done)}</p> });
    let main = view! { {nav}{done}{sheet.main} }.into_any();
    Body {
        title: sheet.title.to_owned(),
        description: speak.desk.to_owned(),
        place: Place::Elsewhere,
        indexed: false,
        main,
    }
}

fn sheet(content: &Content, who: &str, speak: &'static DeskWords, words: &'static Words) -> Sheet {
    match content {
        Content::LogIn(page) => log_in::log_in(page, speak),
        Content::SetUp(page) => log_in::set_up(page, speak),
        Content::LinkOver => plain(speak.link_over, speak.link_over_lead),
        Content::Home(page) => home::home(page, speak, words),
        Content::People(page) => people::people(page, speak),
        Content::Person(page) => people::person(page, speak),
        Content::Account(page) => account::account(page, who, speak),
        Content::RecordMenu(page) => form::menu(page, speak),
        Content::Form(page) => form::form(page, speak),
        Content::Preview(page) => preview::preview(page, speak, words),
        Content::Recorded(page) => preview::recorded(page, speak),
        Content::VoidReceipt(page) => correction::void_receipt(page, speak),
        Content::Waiting(page) => approval::waiting(page, speak),
        Content::Draft(page) => approval::draft(page, speak),
        Content::Bulk(page) => bulk::bulk(page, speak.lang),
        Content::Follow(page) => mail::follow(page, speak.lang),
        Content::Mail(page) => mail::choice(page, speak.lang),
        Content::Webhooks(page) => webhooks::webhooks(page, speak.lang),
        Content::Webhook(page) => webhooks::webhook(page, speak.lang),
        Content::Forbidden => plain(speak.forbidden, speak.forbidden_lead),
        Content::Foreign => plain(speak.foreign, speak.foreign_lead),
    }
}

/// A page that only says something.
fn plain(title: &'static str, lead: &'static str) -> Sheet {
    Sheet { title, main: view! { <h1>{title}</h1><p class="lead">{lead}</p> }.into_any() }
}

fn nav(staff: &Staff, path: &str, speak: &'static DeskWords) -> AnyView {
    let current = staff
        .tabs
        .iter()
        .copied()
        .filter(|tab| path == tab.path() || path.strip_prefix(tab.path()).is_some_and(|rest| rest.starts_with('/')))
        .max_by_key(|tab| tab.path().len());
    let fold = match current {
        None | Some(Tab::Home) => speak.desk.to_owned(),
        Some(tab) => format!("{} · {}", speak.desk, say::tab(speak.lang, tab)),
    };
    let tabs: Vec<_> = staff
        .tabs
        .iter()
        .map(|tab| {
            let here = (current == Some(*tab)).then_some("page");
            view! { <li><a href=tab.path() aria-current=here>{say::tab(speak.lang, *tab)}</a></li> }
        })
        .collect();
    view! {
        <nav class="desk-nav" aria-label=speak.desk_nav>
            <details class="fold"><summary>{fold}</summary><ul class="nav">{tabs}</ul></details>
            <form method="post" action="/desk/log-out" class="desk-who">
                <span class="id">{staff.account.clone()}</span>
                <button class="quiet" type="submit">{speak.log_out}</button>
            </form>
        </nav>
    }
    .into_any()
}
