//! `/api`: the open interface, readable, with examples that run.

use leptos::prelude::*;

use super::parts::{section, table};
use super::{Body, Place};
use crate::view::{Api, ApiCall, ApiLine};
use crate::words::{ApiText, Words, api_call, api_parameter, api_text};

pub(super) fn api(page: &Api, say: &'static Words) -> Body {
    let lang = say.lang;
    let text = |part| api_text(lang, part);
    let rules = [
        text(ApiText::Errors),
        text(ApiText::Caching),
        text(ApiText::Limit(page.limit.0, page.limit.1)),
        text(ApiText::Following),
        text(ApiText::Deprecation),
    ];
    let rules: Vec<_> = rules.into_iter().map(|rule| view! { <li>{rule}</li> }).collect();
    let calls: Vec<_> = page.lines.iter().map(|line| call(line, &page.origin, say)).collect();
    let main = view! {
        <h1>{text(ApiText::Title)}</h1>
        <p class="lead">{text(ApiText::Lead)}</p>
        <p class="prose"><a href="/api/v1/openapi.json">"/api/v1/openapi.json"</a>" (OpenAPI 3.1)"</p>
        {section("rules", &text(ApiText::Rules), view! { <ul class="steps">{rules}</ul>{following(&page.origin)} })}
        {calls}
        {webhooks(say)}
    }
    .into_any();
    Body { title: text(ApiText::Title), description: text(ApiText::Lead), place: Place::Elsewhere, indexed: true, main }
}

/// What goes on and on, or is long, is no link: a browser would wait for its end.
fn following(origin: &str) -> AnyView {
    let commands = [
        format!("curl -N '{origin}/live/entries?from=0'"),
        format!("curl -N '{origin}/live'"),
        format!("curl -O '{origin}/log/entries.ndjson'"),
    ];
    view! { <pre class="bytes"><code>{commands.join("\n")}</code></pre> }.into_any()
}

/// What a program records, and the key that lets it be sent again.
const RECORD: &str = r#"-H 'Idempotency-Key: 0197a1c2-7a10-7cc1-b3f2-5d2c8a6e9f01' -d '{"type":"donation_received","fund":"flood-2026","amount":30000,"method":"bank_transfer","received_on":"2026-11-20"}'"#;

/// What a program sends that wants to be told.
const ADD_WEBHOOK: &str = r#"-d '{"url":"https://hooks.example/almoner","types":["goods_distributed"]}'"#;

/// How to check what comes, with what Python brings along. The server's tests try it on what was sent.
const WEBHOOK_CHECK: &str = include_str!("api/check_webhook.py");

fn webhooks(say: &'static Words) -> AnyView {
    let lang = say.lang;
    let text = |part| api_text(lang, part);
    let headers = [
        ("webhook-id", ApiText::WebhookId),
        ("webhook-timestamp", ApiText::WebhookTimestamp),
        ("webhook-signature", ApiText::WebhookSignature),
    ];
    let headers = headers
        .into_iter()
        .map(|(name, meaning)| vec![view! { <code>{name}</code> }.into_any(), api_text(lang, meaning).into_any()]);
    let (name, meaning) = (text(ApiText::Parameters), text(ApiText::Meaning));
    let content = view! {
        <p class="prose">{text(ApiText::WebhookLead)}</p>
        <p class="prose">{text(ApiText::WebhookBody)}</p>
        {table("webhook", &[name.as_str(), meaning.as_str()], &[], headers.collect())}
        <p class="prose">{text(ApiText::WebhookPromise)}</p>
        <p class="prose">{text(ApiText::WebhookCheck)}</p>
        <pre class="bytes"><code>{WEBHOOK_CHECK}</code></pre>
    };
    section("webhooks", &text(ApiText::Webhooks), content)
}

fn call(line: &ApiLine, origin: &str, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let run = line.example.as_ref().map(|example| {
        let command = format!("curl '{origin}{example}'");
        view! {
            <pre class="bytes"><code>{command}</code></pre>
            <p class="prose"><a href=example.clone()>{api_text(lang, ApiText::Run)}</a></p>
        }
    });
    // What needs a token is no link: these are for a terminal.
    let more = match line.call {
        ApiCall::Record => Some(RECORD),
        ApiCall::AddWebhook => Some(ADD_WEBHOOK),
        ApiCall::RemoveWebhook => Some("-X DELETE"),
        ApiCall::Webhooks | ApiCall::Webhook => Some(""),
        _ => None,
    };
    let record = more.map(|more| {
        let command = format!("curl '{origin}{}' -H 'Authorization: Bearer almoner_…' {more}", line.path);
        view! { <pre class="bytes"><code>{command.trim_end().to_owned()}</code></pre> }
    });
    let heads = [api_text(lang, ApiText::Parameters), api_text(lang, ApiText::Meaning)];
    let rows: Vec<_> = line
        .parameters
        .iter()
        .map(|parameter| {
            let name = parameter.name;
            let meaning = api_parameter(lang, line.call, name).to_owned();
            vec![view! { <code>{name}</code> }.into_any(), meaning.into_any()]
        })
        .collect();
    let parameters =
        (!rows.is_empty()).then(|| table(line.call.word(), &[heads[0].as_str(), heads[1].as_str()], &[], rows));
    view! {
        <section id=line.call.word()>
            <h2><code>{format!("{} {}", line.method, line.path)}</code></h2>
            <p class="prose">{api_call(lang, line.call)}</p>
            {run}{record}
            {parameters}
        </section>
    }
    .into_any()
}
