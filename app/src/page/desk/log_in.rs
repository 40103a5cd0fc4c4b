//! Logging in, and setting a first password.

use leptos::prelude::*;

use super::Sheet;
use super::parts::{Text, alert};
use crate::view::desk::{Ceremony, LogIn, SetUp};
use crate::words::desk::{self as say, DeskWords};

pub(super) fn log_in(page: &LogIn, speak: &'static DeskWords) -> Sheet {
    let account = Text {
        value: &page.account,
        help: Some(speak.account_help),
        autocomplete: "username",
        ..Text::new("account", speak.account)
    };
    let next = (!page.next.is_empty()).then(|| view! { <input type="hidden" name="next" value=page.next.clone()/> });
    let main = view! {
        <h1>{speak.log_in}</h1>
        <p class="lead">{speak.log_in_lead}</p>
        {page.fault.map(|fault| alert(say::log_in_fault(speak.lang, fault)))}
        <form method="post" action="/desk/log-in" class="desk-form">
            {next}
            {account.view()}
            {Text::password("password", speak.password, "current-password").view()}
            <p><button type="submit">{speak.log_in}</button></p>
        </form>
        {page.passkey.as_ref().map(|asked| passkey(asked, page, speak))}
        <p class="prose hint">{speak.no_account}</p>
    }
    .into_any();
    Sheet { title: speak.log_in, main }
}

/// Shown by the script, where the browser knows passkeys.
fn passkey(asked: &Ceremony, page: &LogIn, speak: &'static DeskWords) -> AnyView {
    view! {
        <form method="post" action="/desk/log-in/passkey" class="desk-form" hidden data-passkey="get"
            data-challenge=asked.challenge.clone() data-host=asked.host.clone()>
            <input type="hidden" name="next" value=page.next.clone()/>
            {["id", "client_data", "data", "signature"].map(|name| view! { <input type="hidden" name=name/> }).to_vec()}
            <p><button type="submit" class="quiet">{speak.passkey_log_in}</button></p>
        </form>
    }
    .into_any()
}

pub(super) fn set_up(page: &SetUp, speak: &'static DeskWords) -> Sheet {
    let fault = page.fault.map(|fault| say::password_fault(speak.lang, fault));
    let password = Text {
        help: Some(speak.password_help),
        fault,
        ..Text::password("password", speak.new_password, "new-password")
    };
    let main = view! {
        <h1>{speak.set_up}</h1>
        <p class="lead">{speak.set_up_lead}</p>
        <form method="post" action="/desk/set-up" class="desk-form">
            <input type="hidden" name="secret" value=page.secret.clone()/>
            <p class="desk-field"><span class="label">{speak.account}</span>" "<code class="id">{page.account.clone()}</code></p>
            <input type="hidden" name="account" autocomplete="username" value=page.account.clone()/>
            {password.view()}
            {Text::password("again", speak.password_again, "new-password").view()}
            <p><button type="submit">{speak.set_up_go}</button></p>
        </form>
    }
    .into_any();
    Sheet { title: speak.set_up, main }
}
