//! Webhooks: the list, the form that adds one, and one with its deliveries.

use ledger::event::EventType;
use leptos::prelude::*;

use super::parts::{Text, alert, select};
use super::{FORM_ID, Sheet};
use crate::page::moment::moment;
use crate::page::parts::{entry_link, section, table};
use crate::view::desk::{
    DeliveryLine, DeliveryState, WebhookAdd, WebhookFault, WebhookLine, WebhookPage, WebhookState, Webhooks,
};
use crate::words::desk::{self as words, WebhookWords};
use crate::words::{Lang, count, event};

pub(super) fn webhooks(page: &Webhooks, lang: Lang) -> Sheet {
    let say = WebhookWords::of(lang);
    let list = if page.webhooks.is_empty() {
        view! { <p class="empty">{say.none}</p> }.into_any()
    } else {
        webhook_table(&page.webhooks, say)
    };
    let main = view! {
        <h1>{say.webhooks}</h1>
        <p class="lead">{say.lead}" "<a href="/api#webhooks">{say.api}</a></p>
        {section("webhooks", say.webhooks, list)}
        {section("add", say.add, add_form(&page.add, say))}
    };
    Sheet { title: say.webhooks, main: main.into_any() }
}

fn webhook_table(webhooks: &[WebhookLine], say: &'static WebhookWords) -> AnyView {
    let rows = webhooks.iter().map(|webhook| {
        vec![
            view! { <a class="hash whole" href=format!("/desk/webhooks/{}", webhook.id)>{webhook.url.clone()}</a> }
                .into_any(),
            view! { <span class="id">{webhook.organisation.clone()}</span> }.into_any(),
            words::webhook_filter(say.lang, &webhook.filter).into_any(),
            words::webhook_state(say.lang, webhook.state).into_any(),
            count(webhook.waiting).into_any(),
        ]
    });
    table(say.webhooks, &[say.url, say.organisation, say.filter, say.state, say.waiting], &[], rows.collect())
}

fn add_form(add: &WebhookAdd, say: &'static WebhookWords) -> AnyView {
    let lang = say.lang;
    let said = |field: &str| {
        add.fault.filter(|fault| fault.field() == field).map(|fault| words::webhook_fault(lang, fault).to_owned())
    };
    let organisations = add.organisations.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let url = Text {
        value: &add.url,
        help: Some(say.url_help),
        fault: said("url"),
        kind: "url",
        ..Text::new("url", say.url)
    };
    let funds = std::iter::once((String::new(), say.no_fund.to_owned())).chain(add.funds.iter().cloned()).collect();
    view! {
        <form method="post" action="/desk/webhooks" class="desk-form" id=FORM_ID>
            {add.fault.map(|fault: WebhookFault| alert(words::webhook_fault(lang, fault).to_owned()))}
            {select("organisation", say.organisation, organisations, &add.organisation, None)}
            {url.view()}
            {filter_choice(&add.filter, said("filter"), say)}
            {select("fund", say.fund, funds, &add.fund, None)}
            {said("fund").map(|fault| view! { <p class="fault">{fault}</p> })}
            {type_choice(&add.types, said("type"), say)}
            <p class="desk-go"><button type="submit">{say.add}</button></p>
        </form>
    }
    .into_any()
}

fn filter_choice(chosen: &str, fault: Option<String>, say: &'static WebhookWords) -> AnyView {
    let choices = [("all", say.filter_all), ("fund", say.filter_fund), ("types", say.filter_types)];
    let choices: Vec<_> = choices
        .into_iter()
        .map(|(value, word)| {
            let checked = chosen == value;
            view! {
                <label class="desk-check">
                    <input type="radio" name="filter" value=value checked=checked/>" "{word}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="desk-set">
            <legend>{say.filter}</legend>
            <div>{choices}</div>
            {fault.map(|fault| view! { <p class="fault">{fault}</p> })}
        </fieldset>
    }
    .into_any()
}

fn type_choice(chosen: &[String], fault: Option<String>, say: &'static WebhookWords) -> AnyView {
    let boxes: Vec<_> = EventType::ALL
        .iter()
        .map(|known| {
            let checked = chosen.iter().any(|word| word == known.word());
            view! {
                <label class="desk-check">
                    <input type="checkbox" name="type" value=known.word() checked=checked/>" "{event(say.lang, *known)}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="desk-set">
            <legend>{say.types}</legend>
            <p class="hint">{say.types_help}</p>
            <div class="webhook-types">{boxes}</div>
            {fault.map(|fault| view! { <p class="fault">{fault}</p> })}
        </fieldset>
    }
    .into_any()
}

pub(super) fn webhook(page: &WebhookPage, lang: Lang) -> Sheet {
    let say = WebhookWords::of(lang);
    let webhook = &page.webhook;
    let stopped = match webhook.state {
        WebhookState::Failing => Some(alert(say.stopped_failing.to_owned())),
        WebhookState::Gone => Some(alert(say.stopped_gone.to_owned())),
        WebhookState::Active | WebhookState::Paused => None,
    };
    let secret = page.secret.as_ref().map(|secret| {
        view! {
            <div class="notice reached shown-once" role="status">
                <p><b>{say.secret}</b></p>
                <p><code class="hash whole">{secret.clone()}</code></p>
                <p class="hint">{say.secret_help}</p>
            </div>
        }
    });
    let old = page.old_until.map(|until| view! { <p class="hint">{say.old_until}" "{moment(lang, until)}</p> });
    let main = view! {
        <p class="crumb"><a href="/desk/webhooks">{say.webhooks}</a></p>
        <h1>{say.webhook}</h1>
        <p class="lead"><code class="hash whole">{webhook.url.clone()}</code></p>
        {stopped}{secret}
        <p>{words::webhook_state(lang, webhook.state)}" · "{words::webhook_filter(lang, &webhook.filter)}</p>
        <p class="hint">{say.made}" "<span class="id">{page.made_by.clone()}</span>" · "{moment(lang, page.made)}</p>
        {old}
        {section("manage", say.manage, manage(webhook, say))}
        {section("deliveries", say.deliveries, delivery_part(page, say))}
    };
    Sheet { title: say.webhook, main: main.into_any() }
}

fn manage(webhook: &WebhookLine, say: &'static WebhookWords) -> AnyView {
    let press = |act: &'static str, word: &'static str, help: &'static str, class: &'static str| {
        let action = format!("/desk/webhooks/{}/{act}", webhook.id);
        view! {
            <form method="post" action=action class="desk-act">
                <button type="submit" class=class>{word}</button><p class="hint">{help}</p>
            </form>
        }
    };
    let able = match webhook.state {
        WebhookState::Active => press("pause", say.pause, say.pause_help, "quiet"),
        _ => press("resume", say.resume, say.resume_help, ""),
    };
    view! {
        <div class="desk-acts">
            {press("test", say.test, say.test_help, "")}
            {able}
            {press("secret", say.new_secret, say.new_secret_help, "quiet")}
            {press("remove", say.remove, say.remove_help, "quiet")}
        </div>
    }
    .into_any()
}

fn delivery_part(page: &WebhookPage, say: &'static WebhookWords) -> AnyView {
    let list = if page.deliveries.is_empty() {
        view! { <p class="empty">{say.no_deliveries}</p> }.into_any()
    } else {
        let rows = page.deliveries.iter().map(|line| delivery_row(page.webhook.id, line, say)).collect();
        let heads = [say.about, say.state, say.answer, say.attempts, say.when, say.next, say.again];
        table(say.deliveries, &heads, &[], rows)
    };
    view! { <p class="prose">{say.deliveries_lead}</p>{list} }.into_any()
}

fn delivery_row(webhook: i64, line: &DeliveryLine, say: &'static WebhookWords) -> Vec<AnyView> {
    let lang = say.lang;
    let about = match line.entry {
        Some(seq) => entry_link(seq),
        None => say.a_test.into_any(),
    };
    let over = matches!(line.state, DeliveryState::Delivered | DeliveryState::Failed);
    let again = over.then(|| {
        let label = crate::words::told(lang, say.again, &line.message);
        let action = format!("/desk/webhooks/{webhook}/deliveries/{}/again", line.id);
        view! {
            <form method="post" action=action>
                <button class="quiet" type="submit" aria-label=label>{say.again}</button>
            </form>
        }
    });
    vec![
        view! { {about}" "<small class="id">{line.message.clone()}</small> }.into_any(),
        words::delivery_state(lang, line.state).into_any(),
        words::delivery_answer(lang, line.status, line.problem).into_any(),
        attempts(line, say),
        moment(lang, line.at),
        line.next.map(|next| moment(lang, next)).into_any(),
        again.into_any(),
    ]
}

/// How many, and behind that what came of each.
fn attempts(line: &DeliveryLine, say: &'static WebhookWords) -> AnyView {
    let number = count(line.attempts);
    if line.tries.len() < 2 {
        return number.into_any();
    }
    let tries: Vec<_> = line
        .tries
        .iter()
        .map(|tried| {
            let answer = words::delivery_answer(say.lang, tried.status, tried.problem);
            view! { <li>{moment(say.lang, tried.at)}" · "{answer}</li> }
        })
        .collect();
    view! { {number}<details><summary>{say.each_attempt}</summary><ul class="desk-list">{tries}</ul></details> }
        .into_any()
}

/// At the head of the desk: which webhooks the program stopped.
pub(super) fn stopped(stopped: &[(i64, String)], lang: Lang) -> Option<AnyView> {
    let say = WebhookWords::of(lang);
    let lines: Vec<_> = stopped
        .iter()
        .map(|(id, name)| {
            let href = format!("/desk/webhooks/{id}");
            view! { <li><span class="id">{name.clone()}</span>" "<a href=href>{say.look}</a></li> }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! { <div class="notice lost" role="alert"><p>{say.stopped_note}</p><ul class="desk-list">{lines}</ul></div> }
            .into_any()
    })
}
