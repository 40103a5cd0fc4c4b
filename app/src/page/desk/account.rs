//! One's own account: what one may do, the password, the sessions.

use leptos::prelude::*;

use super::Sheet;
use super::parts::Text;
use super::people::{grant_words, session_table};
use crate::page::moment::moment;
use crate::page::parts::section;
use crate::view::desk::{Account, PasskeyFault, PasswordFault};
use crate::words::desk::{self as say, DeskWords};

pub(super) fn account(page: &Account, account: &str, speak: &'static DeskWords) -> Sheet {
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
        {section("passkeys", speak.passkeys, passkeys(page, account, speak))}
        {section("sessions", speak.sessions, session_table(&page.sessions, "/desk/account/sessions", true, speak))}
    }
    .into_any();
    Sheet { title: say::tab(speak.lang, crate::view::desk::Tab::Account), main }
}

fn passkeys(page: &Account, account: &str, speak: &'static DeskWords) -> AnyView {
    let rows: Vec<_> = page
        .passkeys
        .iter()
        .enumerate()
        .map(|(place, passkey)| {
            let used = passkey.used.map_or_else(|| speak.never.into_any(), |at| moment(speak.lang, at));
            let label = crate::words::told(speak.lang, speak.remove_passkey, &passkey.name);
            view! {
                <li><span><b>{passkey.name.clone()}</b>" "<small>{speak.last_used}" "{used}</small></span>
                    <details><summary>{label.clone()}</summary>{remove(place, &passkey.id, label, speak)}</details></li>
            }
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="empty">{speak.no_passkeys}</p> }.into_any()
    } else {
        view! { <ul class="desk-list">{rows}</ul> }.into_any()
    };
    let name = Text {
        value: &page.passkey_name,
        help: Some(speak.passkey_name_help),
        ..Text::new("name", speak.passkey_name)
    };
    let ids: Vec<&str> = page.passkeys.iter().map(|passkey| passkey.id.as_str()).collect();
    let add = page.passkey.as_ref().map(|asked| {
        view! {
            <form method="post" action="/desk/account/passkeys" class="desk-form" hidden data-passkey="create"
                data-challenge=asked.challenge.clone() data-host=asked.host.clone() data-account=account.to_owned()
                data-known=ids.join(" ")>
                {name.view()}
                {Text::password("sure", speak.password_sure, "current-password").view()}
                {["client_data", "data"].map(|name| view! { <input type="hidden" name=name/> }).to_vec()}
                <p><button type="submit">{speak.add_passkey}</button></p>
            </form>
        }
    });
    let fault = page.passkey_fault.map(|fault| {
        super::parts::alert(match fault {
            PasskeyFault::NotAccepted => speak.passkey_fault.to_owned(),
            PasskeyFault::Password(fault) => say::password_fault(speak.lang, fault),
        })
    });
    view! {
        <p class="prose">{speak.passkeys_lead}</p>{fault}{list}{add}
        {page.passkey.is_none().then(|| view! { <p class="hint">{speak.passkey_need_name}</p> })}
        <noscript><p class="hint">{speak.passkey_need_script}</p></noscript>
    }
    .into_any()
}

/// The form that removes a passkey: whoever finds a desk open does not lock its owner out.
fn remove(place: usize, passkey: &str, label: String, speak: &'static DeskWords) -> AnyView {
    let id = format!("sure-{place}");
    view! {
        <form method="post" action=format!("/desk/account/passkeys/{passkey}/remove") class="desk-form">
            <div class="desk-field">
                <label for=id.clone()>{speak.password_sure}</label>
                <input id=id name="sure" type="password" autocomplete="current-password" required/>
            </div>
            <p><button class="quiet" type="submit" aria-label=label>{speak.remove_passkey}</button></p>
        </form>
    }
    .into_any()
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
