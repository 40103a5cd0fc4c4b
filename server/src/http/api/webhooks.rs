//! `/webhooks`: who is told of new entries, for programs whose token may say so. What is done stands in the list of acts.

use std::collections::BTreeSet;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Path, block};
use actix_web::{HttpRequest, HttpResponse};
use app::view::desk::{DeliveryState, WebhookFault};
use ledger::event::EventType;
use ledger::refusal::{Lang, Refusal, Rule};
use ledger::value::Timestamp;
use serde_json::{Map, Value, json};

use super::Answered;
use crate::desk::people::permission::{Action, allows, may_for};
use crate::http::Site;
use crate::http::guard::Bearer;
use crate::http::log::ask;
use crate::http::problem::{Problem, language};
use crate::private::attempts::{self, AttemptRow};
use crate::private::deliveries::{self, DeliveryRow};
use crate::private::webhooks::{self, Filter, NewWebhook, WebhookRow};
use crate::store::{Db, StoreError, Stored};
use crate::webhooks::make;

/// Deliveries in one answer, as on the desk's page.
const DELIVERIES: i64 = 100;

/// What may stand in the body of a new one.
const FIELDS: &[&str] = &["fund", "organisation", "types", "url"];

/// A program that may look after webhooks.
async fn bearer(request: &HttpRequest, site: &Site, lang: Lang) -> Result<Bearer, Problem> {
    let bearer = site.guard.bearer(request, lang).await?;
    match allows(bearer.grant.role, Action::ManageWebhooks) {
        true => Ok(bearer),
        false => Err(Problem::not_for_token(lang)),
    }
}

fn manages(bearer: &Bearer, organisation: &str) -> bool {
    may_for(std::slice::from_ref(&bearer.grant), Action::ManageWebhooks, organisation)
}

/// What is for the bearer alone is kept by nobody on the way.
fn answered(status: StatusCode, value: &Value) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("application/json")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(value.to_string())
}

fn shown(db: &mut Db, row: &WebhookRow) -> Stored<Value> {
    let (kind, words) = row.filter().words();
    let mut shown = json!({
        "id": row.id,
        "organisation": row.organisation,
        "url": row.url,
        "entries": kind,
        "state": row.state().word(),
        "waiting": deliveries::waiting(db, row.id)?,
        "made_by": row.made_by,
        "made_at": moment(row.created_at),
    });
    match row.filter() {
        Filter::All => {}
        Filter::Fund(id) => shown["fund"] = id.into(),
        Filter::Types(_) => shown["types"] = words.split(' ').collect(),
    }
    Ok(shown)
}

/// Those of the organisations that the token looks after.
pub(super) async fn list(request: HttpRequest, site: Data<Site>) -> Answered {
    let lang = language(&request);
    let bearer = bearer(&request, &site, lang).await?;
    let rows: Stored<Vec<Value>> = site
        .private
        .run(move |db| {
            let all = webhooks::all(db)?;
            all.iter().filter(|row| manages(&bearer, &row.organisation)).map(|row| shown(db, row)).collect()
        })
        .await;
    let rows = rows.map_err(|error| Problem::store(&error, lang))?;
    Ok(answered(StatusCode::OK, &json!({ "webhooks": rows })))
}

/// One, with its last deliveries and what came of each attempt.
pub(super) async fn one(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    let lang = language(&request);
    let bearer = bearer(&request, &site, lang).await?;
    let id: i64 = id.parse().map_err(|_| Problem::bad_parameter(lang, "webhook"))?;
    let found: Stored<Option<Value>> = site
        .private
        .run(move |db| {
            // Whoever may not look after it is not told that it is there.
            let row = webhooks::by_id(db, id)?.filter(|row| manages(&bearer, &row.organisation));
            let Some(row) = row else { return Ok(None) };
            let mut found = shown(db, &row)?;
            let latest = deliveries::latest(db, id, DELIVERIES)?;
            let ids: Vec<i64> = latest.iter().map(|delivery| delivery.id).collect();
            let tried = attempts::of(db, &ids)?;
            found["deliveries"] = latest.iter().map(|delivery| told(delivery, &tried)).collect();
            Ok(Some(found))
        })
        .await;
    let found = found.map_err(|error| Problem::store(&error, lang))?;
    Ok(answered(StatusCode::OK, &found.ok_or_else(|| Problem::not_found(lang))?))
}

fn moment(ms: i64) -> Option<String> {
    Timestamp::from_ms(ms).map(|at| at.to_string())
}

/// A delivery as programs have it, with its own among these attempts, the latest first.
fn told(delivery: &DeliveryRow, tried: &[AttemptRow]) -> Value {
    let tries = tried.iter().filter(|one| one.delivery == delivery.id);
    let tries: Vec<Value> = tries
        .map(|one| {
            let problem = Some(one.problem.as_str()).filter(|word| !word.is_empty());
            json!({"at": moment(one.at), "status": one.status, "problem": problem})
        })
        .collect();
    let next_at = moment(delivery.due_at).filter(|_| delivery.state == DeliveryState::Waiting.word());
    json!({
        "id": delivery.message(),
        "entry": delivery.entry,
        "state": delivery.state,
        "attempts": delivery.attempts,
        "next_at": next_at,
        "tries": tries,
    })
}

/// Adds one. Its secret is in this answer and in no other.
pub(super) async fn add(request: HttpRequest, site: Data<Site>, body: Bytes) -> Answered {
    let lang = language(&request);
    if let Some(mirror) = &site.mirror {
        return Err(Problem::mirror(lang, &mirror.progress().url));
    }
    let bearer = bearer(&request, &site, lang).await?;
    let asked = Asked::read(&body).map_err(|refusal| Problem::asked(&refusal, lang))?;
    let organisation = asked.organisation.clone().unwrap_or_else(|| bearer.grant.organisation.clone());
    if !manages(&bearer, &organisation) {
        return Err(Problem::not_for_token(lang));
    }
    let filter = asked.filter(&site, lang).await?;
    // Looking a name up may take a while.
    let (net, url) = (site.webhooks.net, asked.url);
    let url = block(move || net.look_up(&url)).await.map_err(|error| StoreError::Database(error.to_string()))?;
    let url = url.map_err(|closed| Problem::webhook(make::fault_of(closed), lang))?;
    let new = NewWebhook {
        organisation,
        url: url.into(),
        filter,
        next: site.sequencer.size(),
        made_by: bearer.actor.to_string(),
    };
    let made: Stored<Option<Value>> = site
        .private
        .run(move |db| {
            let Some((id, secret)) = make::add(db, &new)? else { return Ok(None) };
            let Some(row) = webhooks::by_id(db, id)? else { return Ok(None) };
            let mut made = shown(db, &row)?;
            made["secret"] = secret.into();
            Ok(Some(made))
        })
        .await;
    let made = made.map_err(|error| Problem::store(&error, lang))?;
    let made = made.ok_or_else(|| Problem::webhook(WebhookFault::Many, lang))?;
    Ok(answered(StatusCode::CREATED, &made))
}

/// Removes one with all that waits for it.
pub(super) async fn remove(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    let lang = language(&request);
    let bearer = bearer(&request, &site, lang).await?;
    let id: i64 = id.parse().map_err(|_| Problem::bad_parameter(lang, "webhook"))?;
    let removed: Stored<bool> = site
        .private
        .run(move |db| {
            // Whoever may not look after it is not told that it is there.
            let row = webhooks::by_id(db, id)?.filter(|row| manages(&bearer, &row.organisation));
            let Some(row) = row else { return Ok(false) };
            make::remove(db, &row, bearer.actor.as_str())?;
            Ok(true)
        })
        .await;
    match removed.map_err(|error| Problem::store(&error, lang))? {
        true => Ok(answered(StatusCode::OK, &json!({ "removed": id }))),
        false => Err(Problem::not_found(lang)),
    }
}

/// A webhook as it was sent.
struct Asked {
    organisation: Option<String>,
    url: String,
    fund: Option<String>,
    types: Option<BTreeSet<EventType>>,
}

impl Asked {
    fn read(body: &[u8]) -> Result<Self, Refusal> {
        let value: Value = serde_json::from_slice(body)
            .map_err(|error| Refusal::new("", Rule::Malformed { at: offset(body, &error) }))?;
        let Value::Object(fields) = value else { return Err(Refusal::new("", Rule::NotObject)) };
        if let Some(name) = fields.keys().find(|name| !FIELDS.contains(&name.as_str())) {
            return Err(Refusal::new(&name.chars().take(40).collect::<String>(), Rule::UnknownField));
        }
        let url = text(&fields, "url")?.ok_or_else(|| Refusal::new("url", Rule::Missing))?;
        let types = fields.get("types").filter(|types| !types.is_null()).map(types).transpose()?;
        Ok(Self { organisation: text(&fields, "organisation")?, url, fund: text(&fields, "fund")?, types })
    }

    /// All entries where nothing is said.
    async fn filter(&self, site: &Site, lang: Lang) -> Result<Filter, Problem> {
        match (&self.fund, &self.types) {
            (None, None) => Ok(Filter::All),
            (Some(_), Some(_)) => Err(Problem::webhook(WebhookFault::Filter, lang)),
            (None, Some(types)) if types.is_empty() => Err(Problem::webhook(WebhookFault::Types, lang)),
            (None, Some(types)) => Ok(Filter::Types(types.clone())),
            (Some(fund), None) => {
                let id = fund.clone();
                let is_there = ask(site, move |tables| Ok(tables.fund(&id)?.is_some())).await?;
                if is_there { Ok(Filter::Fund(fund.clone())) } else { Err(Problem::webhook(WebhookFault::Fund, lang)) }
            }
        }
    }
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Refusal> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim().to_owned())),
        Some(_) => Err(Refusal::new(name, Rule::NotText)),
    }
}

fn types(value: &Value) -> Result<BTreeSet<EventType>, Refusal> {
    let words = value.as_array().ok_or_else(|| Refusal::new("types", Rule::NotList))?;
    let known = |word: &Value| {
        let given = word.as_str().ok_or_else(|| Refusal::new("types", Rule::NotText))?;
        let event = EventType::ALL.iter().copied().find(|event| event.word() == given);
        let unknown = || Rule::UnknownType { given: given.chars().take(80).collect() };
        event.ok_or_else(|| Refusal::new("types", unknown()))
    };
    words.iter().map(known).collect()
}

/// The byte at which JSON ends to be that.
fn offset(body: &[u8], error: &serde_json::Error) -> usize {
    let lines = body.split(|byte| *byte == b'\n').take(error.line().saturating_sub(1));
    let before = lines.fold(0_usize, |sum, line| sum.saturating_add(line.len()).saturating_add(1));
    before.saturating_add(error.column().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_refused_by_field_and_rule() {
        let rows = [
            ("", "", "malformed"),
            ("[]", "", "not_an_object"),
            ("{\"url\": 5}", "url", "not_text"),
            ("{}", "url", "missing"),
            ("{\"url\": \"x\", \"colour\": 1}", "colour", "unknown_field"),
            ("{\"url\": \"x\", \"types\": \"all\"}", "types", "not_a_list"),
            ("{\"url\": \"x\", \"types\": [\"theft\"]}", "types", "unknown_type"),
            ("{\"url\": \"x\", \"types\": [5]}", "types", "not_text"),
        ];
        for (body, field, rule) in rows {
            let Err(refusal) = Asked::read(body.as_bytes()) else { panic!("{body} is read") };
            assert_eq!((refusal.field.as_str(), refusal.rule.code()), (field, rule), "{body}");
        }
        let Ok(all) = Asked::read(b"{\"url\": \" https://hooks.example/ \"}") else { panic!("it is one") };
        assert!(all.url == "https://hooks.example/" && all.fund.is_none() && all.types.is_none());
    }

    #[test]
    fn where_json_ends_to_be_that_is_said_in_bytes() {
        let body = b"{\n\"url\": x}";
        let error = serde_json::from_slice::<Value>(body).expect_err("malformed");
        assert_eq!(body.get(offset(body, &error)), Some(&b'x'));
    }
}
