//! The way to the other language from a page that was typed into: its own form is sent there, with all that was typed.
//!
//! Nothing is done by it. Files and passwords are not sent twice; pages that take a file say so.

use crate::view::Page;
use crate::view::desk::{AccountAdd, Bulk, Content, LineState, PersonAdd};

/// The form that is sent: there is one a page.
pub(in crate::page) const FORM_ID: &str = "recording";

/// The step in which a form that was refused is judged once more, and nothing done.
const AGAIN: &str = "again";

/// How a page that was typed into is shown in the other language.
pub(in crate::page) struct Resend {
    /// Where the form is sent, without a language.
    pub(in crate::page) action: String,
    /// The step that shows the same page again.
    pub(in crate::page) step: &'static str,
    /// The step that Enter in a field means, where there is a field of text. A browser takes the form's first button for
    /// that, and the header's stands before all others.
    pub(in crate::page) enter: Option<&'static str>,
}

impl Resend {
    fn to(action: impl Into<String>, step: &'static str, enter: Option<&'static str>) -> Self {
        Self { action: action.into(), step, enter }
    }
}

/// The form that a page carries, where it does.
pub(in crate::page) fn resend(page: &Page) -> Option<Resend> {
    let Page::Desk(desk) = page else { return None };
    match &desk.content {
        Content::Form(form) => Some(Resend::to(form.action.clone(), "edit", Some("check"))),
        Content::Preview(preview) => Some(Resend::to(preview.action.clone(), "check", None)),
        Content::People(page) if page.token_add.is_begun() => Some(Resend::to("/desk/tokens", AGAIN, Some(""))),
        Content::People(page) => {
            page.add.as_ref().filter(|add| added(add)).map(|_| Resend::to("/desk/people", AGAIN, Some("")))
        }
        Content::Person(page) if page.given.is_begun() => {
            Some(Resend::to(format!("/desk/people/{}/roles", page.person.id), AGAIN, None))
        }
        Content::Waiting(page) if page.limit_fault.is_some() => {
            Some(Resend::to("/desk/waiting/limits", AGAIN, Some("")))
        }
        Content::Webhooks(page) if page.add.fault.is_some() || !page.add.url.is_empty() => {
            Some(Resend::to("/desk/webhooks", AGAIN, Some("")))
        }
        Content::Follow(page) if page.can_mail && !page.is_asked && !page.address.is_empty() => {
            Some(Resend::to(format!("/gifts/{}/follow", page.code), AGAIN, Some("")))
        }
        Content::Bulk(page) => of_bulk(page),
        _ => None,
    }
}

fn of_bulk(page: &Bulk) -> Option<Resend> {
    match page {
        Bulk::Bank(page) => account(&page.add).then(|| Resend::to("/desk/bank", AGAIN, Some(""))),
        Bulk::Account(page) => {
            let is_refused = page.mapping.as_ref().is_some_and(|form| form.fault.is_some());
            let action = format!("/desk/bank/{}/mapping", page.account.id);
            is_refused.then(|| Resend::to(action, AGAIN, Some("keep")))
        }
        Bulk::Statement(page) => {
            let is_open = page.lines.iter().any(|line| matches!(line.state, LineState::Open(_)));
            is_open.then(|| Resend::to(format!("/desk/bank/statements/{}", page.id), AGAIN, Some("")))
        }
        Bulk::Stock(page) => (!page.lots.is_empty()).then(|| Resend::to("/desk/stock", "edit", Some("check"))),
        Bulk::Paper(page) => {
            let is_begun = page.mail.as_ref().is_some_and(|form| !form.address.is_empty() || form.is_wrong);
            let action = format!("/desk/papers/receipts/{}/mail", page.id);
            is_begun.then(|| Resend::to(action, AGAIN, Some("")))
        }
        Bulk::StockCheck(page) => {
            let is_refused = !page.faults.is_empty() || page.lines.iter().any(|line| line.fault.is_some());
            Some(Resend::to("/desk/stock", if is_refused { AGAIN } else { "check" }, None))
        }
        _ => None,
    }
}

/// Whether somebody began to add a person. Pages on which nothing was typed have addresses of their own.
fn added(add: &PersonAdd) -> bool {
    add.fault.is_some() || !add.handle.is_empty() || !add.name.is_empty()
}

/// Whether somebody began to add an account.
fn account(add: &AccountAdd) -> bool {
    add.fault.is_some() || !add.label.is_empty() || !add.number.is_empty()
}
