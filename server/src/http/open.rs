//! What holds for every read of the open interface: any site may read, nobody may read too often, nothing is sent twice,
//! and what is not known is said, not passed over.

use std::net::IpAddr;
use std::num::NonZeroU32;

use actix_web::body::{BoxBody, MessageBody, to_bytes};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, StatusCode, header};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError as _};
use governor::clock::{Clock as _, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use governor::{Quota, RateLimiter};
use ledger::refusal::{Refusal, Rule};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use super::Site;
use super::api::answers;
use super::api::table::{self, Endpoint};
use super::problem::{Problem, language};
use crate::desk::gate;

/// Reads at once: a program that walks through a few hundred gifts need not wait.
pub const BURST: u32 = 3_000;

/// Reads that come back a second.
pub const A_SECOND: u32 = 50;

/// Past so many addresses those that have recovered are forgotten.
const ADDRESSES: usize = 20_000;

type Limiter = RateLimiter<IpAddr, HashMapStateStore<IpAddr>, DefaultClock, StateInformationMiddleware>;

/// Counts reads by address. In memory: a restart forgets.
#[derive(Debug)]
pub struct Reads(Limiter);

impl Default for Reads {
    fn default() -> Self {
        let number = |number| NonZeroU32::new(number).unwrap_or(NonZeroU32::MIN);
        let quota = Quota::per_second(number(A_SECOND)).allow_burst(number(BURST));
        Self(RateLimiter::hashmap(quota).with_middleware::<StateInformationMiddleware>())
    }
}

impl Reads {
    /// How many more this address may make; or how many seconds it has to wait.
    fn take(&self, address: IpAddr) -> Result<u32, u64> {
        if self.0.len() > ADDRESSES {
            self.0.retain_recent();
        }
        match self.0.check_key(&address) {
            Ok(state) => Ok(state.remaining_burst_capacity()),
            Err(until) => Err(until.wait_time_from(DefaultClock::default().now()).as_secs().saturating_add(1)),
        }
    }
}

/// Stands around every call.
///
/// # Errors
/// The framework's own.
pub async fn reading(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match *request.method() {
        Method::OPTIONS => Ok(request.into_response(preflight())),
        Method::GET => read(request, next).await,
        _ => Ok(next.call(request).await?.map_into_boxed_body()),
    }
}

/// A browser asks whether a page of another site may read. It may; nothing else.
fn preflight() -> HttpResponse {
    let mut answer = HttpResponse::NoContent();
    answer
        .insert_header((header::ACCESS_CONTROL_ALLOW_METHODS, "GET, HEAD, OPTIONS"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_HEADERS, "Accept, Accept-Language, If-None-Match"))
        .insert_header((header::ACCESS_CONTROL_MAX_AGE, "86400"));
    let mut answer = answer.finish();
    open(&mut answer);
    answer
}

fn open(answer: &mut HttpResponse) {
    let headers = answer.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    let exposed = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After";
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, header::HeaderValue::from_static(exposed));
    let name = header::HeaderName::from_static("cross-origin-resource-policy");
    headers.insert(name, header::HeaderValue::from_static("cross-origin"));
}

async fn read(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let lang = language(request.request());
    let left = match (request.app_data::<Data<Site>>(), gate::address(request.request())) {
        (Some(site), Some(address)) => site.reads.take(address),
        _ => Ok(BURST),
    };
    let left = match left {
        Ok(left) => left,
        Err(seconds) => {
            let mut answer = Problem::too_often(lang, seconds).error_response();
            limits(&mut answer, 0, seconds);
            open(&mut answer);
            return Ok(request.into_response(answer));
        }
    };
    let endpoint = request.match_pattern().and_then(|pattern| table::of_pattern("GET", &pattern));
    let fields = match asked(request.query_string(), endpoint) {
        Ok(fields) => fields,
        Err(refusal) => {
            let mut answer = Problem::asked(&refusal, lang).error_response();
            open(&mut answer);
            return Ok(request.into_response(answer));
        }
    };
    let (request, answer) = next.call(request).await?.into_parts();
    let (answer, body) = answer.into_parts();
    let body = to_bytes(body).await.unwrap_or_default();
    let mut answer = finished(&request, answer.map_into_boxed_body(), body.to_vec(), fields.as_deref());
    limits(&mut answer, left, u64::from(BURST - left) / u64::from(A_SECOND));
    open(&mut answer);
    Ok(ServiceResponse::new(request, answer))
}

/// How much is left (draft-ietf-httpapi-ratelimit-headers).
fn limits(answer: &mut HttpResponse, left: u32, seconds: u64) {
    let policy = format!("\"reads\";q={BURST};w={}", BURST / A_SECOND);
    let state = format!("\"reads\";r={left};t={seconds}");
    for (name, text) in [("ratelimit-policy", policy), ("ratelimit", state)] {
        if let Ok(value) = header::HeaderValue::from_str(&text) {
            answer.headers_mut().insert(header::HeaderName::from_static(name), value);
        }
    }
}

/// What is asked that the call does not know is refused; the fields that are wanted come back.
fn asked(query: &str, endpoint: Option<&Endpoint>) -> Result<Option<Vec<String>>, Refusal> {
    let Some(endpoint) = endpoint else { return Ok(None) };
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(query).map_err(|_| Refusal::new("", Rule::NotUtf8 { at: 0 }))?;
    let mut fields = None;
    for (name, value) in &pairs {
        if !endpoint.query.contains(&name.as_str()) {
            let rule = Rule::UnknownFilter { words: endpoint.query };
            return Err(Refusal::new(&name.chars().take(40).collect::<String>(), rule));
        }
        if name == "fields" && !value.is_empty() {
            let words = answers::fields(endpoint.call);
            if value.split(',').any(|field| !words.contains(&field)) {
                return Err(Refusal::new("fields", Rule::OneOf { words }));
            }
            fields = Some(value.split(',').map(str::to_owned).collect());
        }
    }
    Ok(fields)
}

fn finished(request: &HttpRequest, answer: HttpResponse, body: Vec<u8>, fields: Option<&[String]>) -> HttpResponse {
    if answer.status() != StatusCode::OK {
        return answer.set_body(BoxBody::new(body));
    }
    let body = match fields {
        Some(fields) => sparse(&body, fields).unwrap_or(body),
        None => body,
    };
    // What is for whoever asked alone says so itself.
    if answer.headers().contains_key(header::CACHE_CONTROL) {
        return answer.set_body(BoxBody::new(body));
    }
    let tag = format!("\"{}\"", ledger::json::hex(&Sha256::digest(&body)[..12]));
    let Ok(etag) = header::HeaderValue::from_str(&tag) else { return answer.set_body(BoxBody::new(body)) };
    let mut answer = match super::kept::holds(request, &etag) {
        true => HttpResponse::NotModified().finish(),
        false => answer.set_body(BoxBody::new(body)),
    };
    answer.headers_mut().insert(header::ETAG, etag);
    answer.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("public, no-cache"));
    answer
}

/// Only these fields: of each row where the answer is a list of rows, else of the answer.
fn sparse(body: &[u8], fields: &[String]) -> Option<Vec<u8>> {
    let Value::Object(mut whole) = serde_json::from_slice(body).ok()? else { return None };
    let keep = |object: &mut Map<String, Value>| object.retain(|key, _| fields.iter().any(|field| field == key));
    let rows = ["entries", "funds", "gifts", "handouts", "webhooks"];
    let list = rows.iter().find(|name| whole.get(**name).is_some_and(|rows| rows.is_array() && !name.is_empty()));
    match list.and_then(|name| whole.get_mut(*name)) {
        Some(Value::Array(rows)) => rows.iter_mut().filter_map(Value::as_object_mut).for_each(keep),
        _ => keep(&mut whole),
    }
    serde_json::to_vec(&whole).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_those_of_rows_where_there_are_rows() {
        let fields = ["seq".to_owned()];
        let one = sparse(br#"{"next":5,"entries":[{"seq":1,"at":"x"},{"seq":2}]}"#, &fields).expect("JSON");
        assert_eq!(String::from_utf8_lossy(&one), r#"{"entries":[{"seq":1},{"seq":2}],"next":5}"#);
        let other = sparse(br#"{"seq":1,"at":"x"}"#, &fields).expect("JSON");
        assert_eq!(String::from_utf8_lossy(&other), r#"{"seq":1}"#);
    }
}
