//! For donors: following a gift by mail, and no longer.

use leptos::prelude::*;

use super::parts::{Text, alert};
use super::{FORM_ID, Sheet};
use crate::view::desk::{FollowFault, FollowPage, MailChoice, MailState};
use crate::words::Lang;
use crate::words::desk::{self as words, FollowWords};

pub(super) fn follow(page: &FollowPage, lang: Lang) -> Sheet {
    let say = FollowWords::of(lang);
    let gift = format!("/gifts/{}", page.code);
    let feed = format!("{gift}/feed.atom");
    let rest = match (page.is_asked, page.can_mail) {
        (true, _) => view! { <p class="notice done" role="status">{say.asked}</p> }.into_any(),
        (false, false) => view! { <p class="notice">{say.no_mail}</p> }.into_any(),
        (false, true) => form(page, say),
    };
    let main = view! {
        <p class="crumb"><a href=gift>{say.gift}" "<span class="code">{page.code.clone()}</span></a></p>
        <h1>{say.follow}</h1>
        <p class="lead">{say.follow_lead}</p>
        {rest}
        <p class="hint">{say.feed_hint}" "<a href=feed>{say.feed}</a></p>
    };
    Sheet { title: say.follow, main: main.into_any() }
}

fn form(page: &FollowPage, say: &'static FollowWords) -> AnyView {
    let (wrong, wait) = match page.fault {
        Some(FollowFault::Address) => (Some(say.address_wrong.to_owned()), None),
        Some(FollowFault::Wait(seconds)) => (None, Some(words::follow_wait(say.lang, seconds))),
        None => (None, None),
    };
    let address = Text {
        value: &page.address,
        help: Some(say.address_help),
        fault: wrong,
        kind: "email",
        autocomplete: "email",
        ..Text::new("address", say.address)
    };
    view! {
        <form method="post" action=format!("/gifts/{}/follow", page.code) class="desk-form" id=FORM_ID>
            {wait.map(alert)}
            {address.view()}
            <p class="desk-go"><button type="submit">{say.ask}</button></p>
        </form>
    }
    .into_any()
}

pub(super) fn choice(page: &MailChoice, lang: Lang) -> Sheet {
    let say = FollowWords::of(lang);
    let (lead, begins, stops) = match page.state {
        MailState::Asked => (say.state_asked, true, true),
        MailState::Receipt => (say.state_receipt, true, true),
        MailState::Follows => (say.state_follows, false, true),
        MailState::Stopped => (say.state_stopped, true, false),
    };
    let press = |to: String, word: &'static str, class: &'static str| {
        view! { <form method="post" action=to><button type="submit" class=class>{word}</button></form> }
    };
    let code = page.code.clone().map(|code| {
        let href = format!("/gifts/{code}");
        view! { <p class="crumb"><a href=href>{say.gift}" "<span class="code">{code}</span></a></p> }
    });
    let main = view! {
        {code}
        <h1>{say.mail}</h1>
        <p class="lead" role="status">{lead}</p>
        <div class="desk-acts">
            {begins.then(|| press(format!("{}/follow", page.path), say.begin, ""))}
            {stops.then(|| press(page.path.clone(), say.stop, if begins { "quiet" } else { "" }))}
        </div>
    };
    Sheet { title: say.mail, main: main.into_any() }
}
