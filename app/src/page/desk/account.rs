//! One's own account: what one may do, the password, the sessions.

use leptos::prelude::*;

use super::Sheet;
use super::parts::Text;
use super::people::{grant_words, session_table};
use crate::page::parts::section;
use crate::view::desk::{Account, PasswordFault};
use crate::words::desk::{self as say, DeskWords};

pub(super) fn account(page: &Account, speak: &'static DeskWords) -> Sheet {
    let grants: Vec<_> = page
        .grants
        .iter()
        .map(|grant| {
            let help = say::role_help(speak.lang, grant.role);
            view! { <li><b>{grant_words(grant, speak)}</b>" "<small>{help}</small></li> }
        })
        .collect();
    let main = view! {
        <h1>{say::tab(speak.lang, crate::view::desk::Tab::Account)}</h1>
        {section("roles", speak.your_roles, view! { <ul class="desk-list">{grants}</ul> })}
        {section("password", speak.change_password, password(page, speak))}
        {section("sessions", speak.sessions, session_table(&page.sessions, "/desk/account/sessions", true, speak))}
    }
    .into_any();
    Sheet { title: say::tab(speak.lang, crate::view::desk::Tab::Account), main }
}

fn password(page: &Account, speak: &'static DeskWords) -> AnyView {
    let said = |fault| say::password_fault(speak.lang, fault);
    let is_old = |fault: &PasswordFault| matches!(fault, PasswordFault::WrongOld | PasswordFault::Wait(_));
    let old = Text {
        fault: page.fault.filter(is_old).map(said),
        ..Text::password("old", speak.old_password, "current-password")
    };
    let new = Text {
        help: Some(speak.password_help),
        fault: page.fault.filter(|fault| !is_old(fault)).map(said),
        ..Text::password("new", speak.new_password, "new-password")
    };
    view! {
        <form method="post" action="/desk/account/password" class="desk-form">
            {old.view()}
            {new.view()}
            {Text::password("again", speak.password_again, "new-password").view()}
            <p><button type="submit">{speak.change_password_go}</button></p>
            <p class="hint">{speak.change_password_help}</p>
        </form>
    }
    .into_any()
}
