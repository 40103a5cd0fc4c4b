//! `/api/v1`: record an event, read entries, gifts, funds, lots and hand-outs, reports.
//!
//! - [`table`]: every call; [`openapi`]: its description for programs, with what each answers ([`answers`]);
//!   [`sample`]: what its examples ask
//! - [`entries`]: the log, whole or sifted; [`lists`]: lists page by page; [`reading`]: reports and embeds; [`webhooks`]:
//!   who is told of entries

use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path, Query, QueryConfig, ServiceConfig, resource, to};
use actix_web::{HttpRequest, HttpResponse, Resource};
use serde_json::{Value, json};

use ledger::Refusal;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::record::Request;
use ledger::refusal::{Lang, Rule};
use ledger::trace;
use ledger::value::{Actor, Key, SubjectKind};

use super::Site;
use super::log::ask;
use super::problem::{Problem, language};
use crate::answer;
use crate::desk::approval::program;
use crate::desk::documents;
use crate::pages::near;
use crate::store::write::{Outcome, Written, now};

/// How long an answer waits for a checkpoint or a quorum, unless asked otherwise; and the longest.
const WAIT_DEFAULT_S: u64 = 5;
const WAIT_LIMIT_S: u64 = 30;

pub mod answers;
pub mod entries;
pub mod lists;
pub mod openapi;
pub mod reading;
pub mod sample;
pub mod table;
pub mod webhooks;

/// The routes: those of the table.
pub fn routes(config: &mut ServiceConfig) {
    let query = QueryConfig::default().error_handler(|_, request| Problem::bad_query(language(request)).into());
    config.app_data(query);
    let mut paths: Vec<&str> = table::ENDPOINTS.iter().map(|endpoint| endpoint.path).collect();
    // Those of one address stand together in the table.
    paths.dedup();
    for path in paths {
        let methods = table::ENDPOINTS.iter().filter(|endpoint| endpoint.path == path);
        config.service(methods.fold(at(path), |resource, endpoint| resource.route((endpoint.route)())));
    }
    config.default_service(to(nothing));
}

/// An address that says so when it does not know a method.
fn at(path: &str) -> Resource {
    resource(path).default_service(to(wrong_method))
}

type Answered = Result<HttpResponse, Problem>;

async fn nothing(request: HttpRequest) -> Answered {
    Err(Problem::not_found(language(&request)))
}

/// Says which methods there are, as RFC 9110 (section 15.5.6) wants.
async fn wrong_method(request: HttpRequest) -> HttpResponse {
    let allowed = table::methods(&request.match_pattern().unwrap_or_default());
    let mut answer = Problem::wrong_method(language(&request)).response();
    if let Ok(allowed) = header::HeaderValue::from_str(&allowed) {
        answer.headers_mut().insert(header::ALLOW, allowed);
    }
    answer
}

/// Records one event. The answer is the entry, once it is on disk.
///
/// With `wait=checkpoint` it comes when a signed checkpoint covers the entry, with the `.tlog-proof` that says so; with
/// `wait=quorum` when the witnesses have cosigned one, or after `within` seconds with what there is.
async fn record(request: HttpRequest, site: Data<Site>, wait: Query<Wait>, body: Bytes) -> Answered {
    let lang = language(&request);
    if let Some(mirror) = &site.mirror {
        return Err(Problem::mirror(lang, &mirror.progress().url));
    }
    let wait = wait.read(lang)?;
    if wait.is_some() && site.log.is_none() {
        return Err(Problem::unsigned(lang));
    }
    let bearer = site.guard.bearer(&request, lang).await?;
    let asked =
        read_request(&request, bearer.actor.clone(), &body).map_err(|refusal| Problem::refusal(&refusal, lang))?;
    program::allow(&site, &bearer, &asked.event, lang).await?;
    if let Some(draft) = program::hold(&site, &asked, lang).await? {
        let answer = json!({"draft": draft, "waiting": true});
        return Ok(HttpResponse::Accepted().content_type("application/json").body(answer.to_string()));
    }
    let named = documents::named(std::slice::from_ref(&asked.event));
    documents::lead_to(&site, &named).await.map_err(|error| Problem::store(&error, lang))?;
    match site.sequencer.record(asked).await {
        Ok(Outcome::Recorded(written)) => {
            let mut answer = HttpResponse::Created();
            answer.insert_header((header::LOCATION, format!("/api/v1/entries/{}", written.seq)));
            acknowledge(answer, &site, written, wait, lang).await
        }
        Ok(Outcome::Repeated(written)) => acknowledge(HttpResponse::Ok(), &site, written, wait, lang).await,
        Ok(Outcome::Refused(refusal)) => Err(Problem::refusal(&refusal, lang)),
        Err(reason) => Err(Problem::unrecorded(&reason, lang)),
    }
}

#[derive(serde::Deserialize)]
struct Wait {
    wait: Option<String>,
    within: Option<String>,
}

/// What an answer waits for, and how long.
struct Waits {
    quorum: bool,
    within: Duration,
}

impl Wait {
    fn read(&self, lang: Lang) -> Result<Option<Waits>, Problem> {
        let quorum = match self.wait.as_deref() {
            None => return Ok(None),
            Some("checkpoint") => false,
            Some("quorum") => true,
            Some(_) => return Err(Problem::bad_wait(lang)),
        };
        let seconds = self.within.as_deref().map_or(Ok(WAIT_DEFAULT_S), str::parse);
        let seconds = seconds.map_err(|_| Problem::bad_parameter(lang, "within"))?.min(WAIT_LIMIT_S);
        Ok(Some(Waits { quorum, within: Duration::from_secs(seconds) }))
    }
}

/// The entry's own bytes; where a proof was waited for, in an object beside it.
async fn acknowledge(
    mut answer: actix_web::HttpResponseBuilder,
    site: &Site,
    written: Written,
    wait: Option<Waits>,
    lang: Lang,
) -> Answered {
    answer.content_type("application/json");
    let Some(Waits { quorum, within }) = wait else { return Ok(answer.body(written.json)) };
    let log = site.log.clone().ok_or_else(|| Problem::unsigned(lang))?;
    let seq = written.seq;
    let (proof, quorum) = match log.wait_for(seq, quorum, within).await {
        None => (Value::Null, false),
        Some(published) => {
            let quorum = published.quorum;
            let proof = ask(site, move |tables| log.entry_proof(tables, &published, seq)).await?;
            (proof.to_string().into(), quorum)
        }
    };
    Ok(answer.body(format!(r#"{{"entry":{},"quorum":{quorum},"tlog_proof":{proof}}}"#, written.json)))
}

fn read_request(request: &HttpRequest, actor: Actor, body: &[u8]) -> Result<Request, Refusal> {
    let event = Event::parse(body)?;
    // Made last: keys that come to the writer in the order of time are known to be new without a look-up.
    let key = match request.headers().get("Idempotency-Key") {
        // A structured header's string stands in quotes; many clients leave them out.
        Some(key) => Key::new(key.to_str().unwrap_or("").trim().trim_matches('"'))
            .map_err(|rule| Refusal::new("Idempotency-Key", rule))?,
        None => new_key(),
    };
    Ok(Request { actor, approver: None, at: now(), event, key })
}

/// A key for a recorder who gave none.
#[must_use]
pub fn new_key() -> Key {
    Key::from_bytes(uuid::Uuid::now_v7().into_bytes())
}

fn answered(value: &Value) -> Answered {
    Ok(HttpResponse::Ok().content_type("application/json").body(value.to_string()))
}

async fn entry(request: HttpRequest, site: Data<Site>, seq: Path<String>) -> Answered {
    let lang = language(&request);
    let seq = ledger::log::number(&seq).ok_or_else(|| Problem::bad_parameter(lang, "seq"))?;
    let json = ask(&site, move |tables| tables.json(seq)).await?;
    let json = json.ok_or_else(|| Problem::asked(&Refusal::new("seq", Rule::NoEntry { seq }), lang))?;
    Ok(HttpResponse::Ok().content_type("application/json").body(json))
}

async fn gift(request: HttpRequest, site: Data<Site>, code: Path<String>) -> Answered {
    let lang = language(&request);
    let code = code_in(&site, code.into_inner(), lang).await?;
    let trace = ask(&site, move |tables| trace::forward(tables, code.seq())).await?;
    match trace {
        Some(trace) => answered(&answer::trace_json(&trace)),
        None => Err(no_gift(&site, code, lang).await?),
    }
}

/// The receipt code in an address.
///
/// # Errors
/// A [`Problem`] with the codes of gifts that are one slip away.
pub(super) async fn code_in(site: &Site, typed: String, lang: Lang) -> Result<GiftCode, Problem> {
    match GiftCode::parse(&typed) {
        Ok(code) => Ok(code),
        Err(_) => Err(Problem::bad_code(lang, ask(site, move |tables| near(tables, &typed)).await?)),
    }
}

/// That no gift has this code, with those that are one slip away.
///
/// # Errors
/// A [`Problem`]: it could not be found out.
pub(super) async fn no_gift(site: &Site, code: GiftCode, lang: Lang) -> Result<Problem, Problem> {
    Ok(Problem::no_gift(lang, code, ask(site, move |tables| near(tables, &code.to_string())).await?))
}

async fn funds(site: Data<Site>) -> Answered {
    let funds = ask(&site, |tables| {
        let mut answer = Vec::new();
        for fund in tables.funds()? {
            let figures = tables.figures(fund.seq)?;
            answer.push(answer::fund_json(&fund, &figures));
        }
        Ok(json!({ "funds": answer }))
    });
    answered(&funds.await?)
}

async fn fund(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    let asked = id.clone();
    let fund = ask(&site, move |tables| match tables.fund(&asked)? {
        Some(fund) => {
            let figures = tables.figures(fund.seq)?;
            Ok(Some(answer::fund_json(&fund, &figures)))
        }
        None => Ok(None),
    });
    of_kind(fund.await?, SubjectKind::Fund, &id, &request)
}

async fn lot(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    let asked = id.clone();
    let lot = ask(&site, move |tables| answer::lot_json(tables, &asked)).await?;
    of_kind(lot, SubjectKind::Lot, &id, &request)
}

async fn handout(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    let asked = id.clone();
    let handout = ask(&site, move |tables| answer::handout_json(tables, &asked)).await?;
    of_kind(handout, SubjectKind::Handout, &id, &request)
}

fn of_kind(found: Option<Value>, kind: SubjectKind, id: &str, request: &HttpRequest) -> Answered {
    answered(&found.ok_or_else(|| Problem::no_such(language(request), kind, id))?)
}
