//! People, their roles and sessions, the tokens of programs, and what admins did.

use leptos::prelude::*;

use super::parts::{Text, alert, select, stacked};
use super::{FORM_ID, Sheet};
use crate::page::moment::moment;
use crate::page::parts::section;
use crate::view::Named;
use crate::view::desk::{
    ActLine, GrantLine, People, PersonAdd, PersonFault, PersonLine, PersonPage, Scopes, SessionLine, TokenLine,
};
use crate::words::desk::{self as say, DeskWords};
use crate::words::{Lang, pick};

pub(super) fn people(page: &People, speak: &'static DeskWords) -> Sheet {
    let made = page
        .link
        .as_ref()
        .map(|(account, link)| shown_once(speak.link_made, Some(account), link, speak.link_made_help));
    let token = page.token.as_ref().map(|token| shown_once(speak.token_made, None, token, speak.token_made_help));
    // One form a page is sent to the other language: the one that was typed into.
    let id = (!page.token_add.is_begun()).then_some(FORM_ID);
    let add = page.add.as_ref().map(|add| section("add", speak.add_person, add_form(add, id, &page.roles, speak)));
    let tokens = page.tokens.as_ref().map(|tokens| section("tokens", speak.tokens, token_part(page, tokens, speak)));
    let acts = page.acts.as_ref().map(|acts| section("acts", speak.acts, act_table(acts, speak)));
    let main = view! {
        <h1>{speak.people}</h1>
        <p class="lead">{speak.people_lead}</p>
        {made}{token}
        {section("staff", speak.staff, person_table(&page.people, speak))}
        {add}{tokens}{acts}
    }
    .into_any();
    Sheet { title: speak.people, main }
}

fn shown_once(heading: &'static str, account: Option<&String>, secret: &str, help: &'static str) -> AnyView {
    let account = account.map(|account| view! { " "<code class="id">{account.clone()}</code> });
    view! {
        <div class="notice reached shown-once" role="status">
            <p><b>{heading}</b>{account}</p>
            <p><code class="hash whole">{secret.to_owned()}</code></p>
            <p class="hint">{help}</p>
        </div>
    }
    .into_any()
}

/// A role and where it holds, in words.
pub(super) fn grant_words(grant: &GrantLine, speak: &'static DeskWords) -> String {
    let (role, scope) = (say::role(speak.lang, grant.role), say::grant_scope(speak.lang, &grant.scope));
    match speak.lang {
        Lang::En => format!("{role}, {}: {scope}", grant.organisation),
        Lang::Zh => format!("{role}（{}：{scope}）", grant.organisation),
    }
}

fn state(person: &PersonLine, speak: &'static DeskWords) -> &'static str {
    match (person.is_disabled, person.is_set_up) {
        (true, _) => speak.disabled,
        (false, true) => speak.active,
        (false, false) => speak.not_set_up,
    }
}

fn person_table(people: &[PersonLine], speak: &'static DeskWords) -> AnyView {
    let rows = people.iter().map(|person| {
        let href = format!("/desk/people/{}", person.id);
        let grants: Vec<_> = person.grants.iter().map(|grant| view! { <li>{grant_words(grant, speak)}</li> }).collect();
        let grants = if grants.is_empty() { speak.no_roles.into_any() } else { view! { <ul>{grants}</ul> }.into_any() };
        vec![
            view! { <a href=href class="id">{person.account.clone()}</a> }.into_any(),
            person.name.clone().into_any(),
            grants,
            state(person, speak).into_any(),
        ]
    });
    stacked(speak.staff, &[speak.account, speak.name, speak.roles, speak.state], &[], rows.collect())
}

fn role_choices(roles: &[&'static str], lang: Lang) -> Vec<(String, String)> {
    let words = |role: &&'static str| {
        let gap = pick(lang, ": ", "：");
        ((*role).to_owned(), format!("{}{gap}{}", say::role(lang, role), say::role_help(lang, role)))
    };
    roles.iter().map(words).collect()
}

fn named(choices: &[Named]) -> Vec<(String, String)> {
    choices.iter().map(|choice| (choice.id.clone(), choice.name.clone())).collect()
}

fn add_form(add: &PersonAdd, id: Option<&'static str>, roles: &[&'static str], speak: &'static DeskWords) -> AnyView {
    use crate::view::desk::PersonFault::{Handle, Name, Role, Scope, Taken};
    let said = |faults: &[_]| {
        add.fault.filter(|fault| faults.contains(fault)).map(|fault| say::person_fault(speak.lang, fault).to_owned())
    };
    let handle = Text {
        value: &add.handle,
        help: Some(speak.handle_help),
        fault: said(&[Handle, Taken]),
        ..Text::new("handle", speak.handle)
    };
    let name =
        Text { value: &add.name, help: Some(speak.name_help), fault: said(&[Name]), ..Text::new("name", speak.name) };
    view! {
        <form method="post" action="/desk/people" class="desk-form" id=id>
            {said(&[Role, Scope]).map(alert)}
            {select("organisation", speak.organisation, named(&add.organisations), &add.organisation, None)}
            {handle.view()}
            {name.view()}
            {select("role", speak.role, role_choices(roles, speak.lang), &add.role, None)}
            <p><button type="submit">{speak.add_person_go}</button></p>
        </form>
    }
    .into_any()
}

fn token_part(page: &People, tokens: &[TokenLine], speak: &'static DeskWords) -> AnyView {
    let list = if tokens.is_empty() {
        view! { <p class="empty">{speak.no_tokens}</p> }.into_any()
    } else {
        token_table(tokens, speak)
    };
    let organisations = page.add.as_ref().map(|add| named(&add.organisations)).unwrap_or_default();
    let add = &page.token_add;
    let fault = add.fault.map(|fault| alert(say::token_fault(speak.lang, fault).to_owned()));
    let name = Text { value: &add.name, ..Text::new("token_name", speak.token_name) };
    let handle = Text { value: &add.handle, help: Some(speak.handle_help), ..Text::new("token_handle", speak.handle) };
    let days = if add.days.is_empty() { "365" } else { add.days.as_str() };
    let days = Text { value: days, kind: "number", ..Text::new("days", speak.days) };
    let roles: Vec<&'static str> =
        page.roles.iter().copied().filter(|role| matches!(*role, "recorder" | "field_recorder")).collect();
    view! {
        <p class="prose">{speak.tokens_lead}</p>
        {list}
        <details class="desk-more" open=add.is_begun()>
            <summary>{speak.add_token}</summary>
            <form method="post" action="/desk/tokens" class="desk-form" id=add.is_begun().then_some(FORM_ID)>
                {fault}
                {name.view()}
                {select("token_organisation", speak.organisation, organisations, &add.organisation, None)}
                {handle.view()}
                {scope_field("token_scope", &add.scope, &page.scopes, speak)}
                {select("token_role", speak.role, role_choices(&roles, speak.lang), &add.role, None)}
                {days.view()}
                <p><button type="submit">{speak.add_token}</button></p>
            </form>
        </details>
    }
    .into_any()
}

fn token_table(tokens: &[TokenLine], speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let rows = tokens.iter().map(|token| {
        let revoke = if token.is_over {
            speak.over.into_any()
        } else {
            button(&format!("/desk/tokens/{}/revoke", token.id), speak.revoke, &token.name, lang)
        };
        let (role, scope) = (say::role(lang, &token.role), say::grant_scope(lang, &token.scope));
        let what = format!("{role}{}{scope}", crate::words::comma(lang));
        vec![
            view! { {token.name.clone()}" "<span class="id">{token.actor.clone()}</span> }.into_any(),
            what.into_any(),
            token.used.map_or_else(|| speak.never.into_any(), |at| moment(lang, at)),
            token.expires.map_or_else(|| speak.no_end.into_any(), |at| moment(lang, at)),
            revoke,
        ]
    });
    let heads = [speak.token_name, speak.role, speak.last_used, speak.expires, speak.revoke];
    stacked(speak.tokens, &heads, &[], rows.collect())
}

/// A form that is only a button; `of` says of what, for those who listen.
fn button(action: &str, word: &'static str, of: &str, lang: Lang) -> AnyView {
    let label = crate::words::told(lang, word, of);
    view! {
        <form method="post" action=action.to_owned()>
            <button class="quiet" type="submit" aria-label=label>{word}</button>
        </form>
    }
    .into_any()
}

fn act_table(acts: &[ActLine], speak: &'static DeskWords) -> AnyView {
    if acts.is_empty() {
        return view! { <p class="empty">{speak.no_acts}</p> }.into_any();
    }
    let rows = acts.iter().map(|act| {
        vec![
            moment(speak.lang, act.at),
            view! { <span class="id">{act.actor.clone()}</span> }.into_any(),
            say::act(speak.lang, &act.act).into_any(),
            view! { <span class="id">{act.subject.clone()}</span>" "<small>{say::act_detail(speak.lang, act)}</small> }
                .into_any(),
        ]
    });
    stacked(speak.acts, &[speak.when, speak.who, speak.what, speak.to_whom], &[], rows.collect())
}

/// Where somebody is logged in; each can be ended.
pub(super) fn session_table(
    sessions: &[SessionLine],
    below: &str,
    may_end: bool,
    speak: &'static DeskWords,
) -> AnyView {
    if sessions.is_empty() {
        return view! { <p class="empty">{speak.no_sessions}</p> }.into_any();
    }
    let rows = sessions.iter().map(|session| {
        let end = match (session.is_this, may_end) {
            (true, _) => speak.this_session.into_any(),
            (false, true) => {
                button(&format!("{below}/{}/end", session.id), speak.end_session, &session.agent, speak.lang)
            }
            (false, false) => ().into_any(),
        };
        vec![
            moment(speak.lang, session.since),
            moment(speak.lang, session.seen),
            session.address.clone().into_any(),
            view! { <small>{session.agent.clone()}</small> }.into_any(),
            end,
        ]
    });
    let heads = [speak.since, speak.last_used, speak.address, speak.browser, speak.end_session];
    stacked(speak.sessions, &heads, &[], rows.collect())
}

pub(super) fn person(page: &PersonPage, speak: &'static DeskWords) -> Sheet {
    let person = &page.person;
    let below = format!("/desk/people/{}", person.id);
    let manage = page.may_manage.then(|| manage(page, &below, speak));
    let sessions = session_table(&page.sessions, &format!("{below}/sessions"), page.may_manage, speak);
    let main = view! {
        <p class="crumb"><a href="/desk/people">{speak.people}</a></p>
        <h1>{person.name.clone()}</h1>
        <p class="lead"><span class="id">{person.account.clone()}</span>" · "{state(person, speak)}</p>
        {section("roles", speak.roles, role_part(page, &below, speak))}
        {section("sessions", speak.sessions, sessions)}
        {manage}
    }
    .into_any();
    Sheet { title: speak.person, main }
}

fn role_part(page: &PersonPage, below: &str, speak: &'static DeskWords) -> AnyView {
    let rows: Vec<_> = page
        .person
        .grants
        .iter()
        .map(|grant| {
            let take = page.may_manage.then(|| {
                let label = crate::words::told(speak.lang, speak.take_role, &grant_words(grant, speak));
                let (kind, id) = scope_words(grant);
                view! {
                    <form method="post" action=format!("{below}/roles/take")>
                        <input type="hidden" name="role" value=grant.role/>
                        <input type="hidden" name="organisation" value=grant.organisation.clone()/>
                        <input type="hidden" name="scope" value=kind/>
                        <input type="hidden" name="scope_id" value=id/>
                        <button class="quiet" type="submit" aria-label=label>{speak.take_role}</button>
                    </form>
                }
            });
            view! { <li><span>{grant_words(grant, speak)}</span>{take}</li> }
        })
        .collect();
    let list = if rows.is_empty() {
        view! { <p class="empty">{speak.no_roles}</p> }.into_any()
    } else {
        view! { <ul class="desk-list">{rows}</ul> }.into_any()
    };
    let give = page.may_manage.then(|| give_form(page, below, speak));
    let own = page.fault.filter(is_own).map(|fault| alert(say::person_fault(speak.lang, fault).to_owned()));
    view! { {own}{list}{give} }.into_any()
}

/// Whether it is about a role that was to be taken, not about one to be given.
fn is_own(fault: &PersonFault) -> bool {
    *fault == PersonFault::OwnAdmin
}

fn scope_words(grant: &GrantLine) -> (&'static str, String) {
    use crate::view::desk::GrantScope::{All, Fund, Organisation, Site};
    match &grant.scope {
        All => ("all", String::new()),
        Organisation => ("organisation", String::new()),
        Fund(id) => ("fund", id.clone()),
        Site(id) => ("site", id.clone()),
    }
}

fn give_form(page: &PersonPage, below: &str, speak: &'static DeskWords) -> AnyView {
    let fault = page.fault.filter(|fault| !is_own(fault));
    view! {
        <details class="desk-more" open=fault.is_some() || page.given.is_begun()>
            <summary>{speak.give_role}</summary>
            <form method="post" action=format!("{below}/roles") class="desk-form" id=FORM_ID>
                {fault.map(|fault| alert(say::person_fault(speak.lang, fault).to_owned()))}
                {select("organisation", speak.organisation, named(&page.organisations), &page.given.organisation, None)}
                {select("role", speak.role, role_choices(&page.roles, speak.lang), &page.given.role, None)}
                {scope_field("scope", &page.given.scope, &page.scopes, speak)}
                <p><button type="submit">{speak.give_role}</button></p>
            </form>
        </details>
    }
    .into_any()
}

/// How much of an organisation: all, one fund, one site.
fn scope_field(name: &'static str, chosen: &str, scopes: &Scopes, speak: &'static DeskWords) -> AnyView {
    let group = |heading: &'static str, kind: &str, choices: &[Named]| {
        let options: Vec<_> = choices
            .iter()
            .map(|choice| {
                let value = format!("{kind}:{}", choice.id);
                let selected = value == chosen;
                view! { <option value=value selected=selected>{choice.name.clone()}</option> }
            })
            .collect();
        (!choices.is_empty()).then(|| view! { <optgroup label=heading>{options}</optgroup> }.into_any())
    };
    view! {
        <div class="desk-field">
            <label for=name>{speak.where_valid}</label>
            <select id=name name=name>
                <option value="organisation">{speak.whole_organisation}</option>
                {group(speak.one_fund, "fund", &scopes.funds)}
                {group(speak.one_site, "site", &scopes.sites)}
            </select>
        </div>
    }
    .into_any()
}

fn manage(page: &PersonPage, below: &str, speak: &'static DeskWords) -> AnyView {
    let link = (!page.person.is_disabled && !page.is_self).then(|| {
        view! {
            <form method="post" action=format!("{below}/link") class="desk-act">
                <button type="submit">{speak.new_link}</button><p class="hint">{speak.new_link_help}</p>
            </form>
        }
    });
    let (action, word, help) = if page.person.is_disabled {
        ("enable", speak.enable, "")
    } else {
        ("disable", speak.disable, speak.disable_help)
    };
    let able = (!page.is_self).then(|| {
        view! {
            <form method="post" action=format!("{below}/{action}") class="desk-act">
                <button class="quiet" type="submit">{word}</button><p class="hint">{help}</p>
            </form>
        }
    });
    section("manage", speak.account, view! { <div class="desk-acts">{link}{able}</div> })
}
