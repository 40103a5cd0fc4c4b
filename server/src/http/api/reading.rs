//! Reports, embeds' descriptions and the interface's own description.

use actix_web::http::header;
use actix_web::web::{Data, Path, block};
use actix_web::{HttpRequest, HttpResponse};
use ledger::refusal::{Refusal, Rule};
use serde_json::Value;

use super::{Answered, openapi};
use crate::http::log::ask;
use crate::http::problem::{Problem, language};
use crate::http::{Site, embed, feeds};
use crate::pages::Lookup;
use crate::reports::address::Named;
use crate::reports::gather::{Asked, Reading, ReportError};
use crate::reports::view::{self, Setting};
use crate::store::StoreError;
use crate::store::past::Tables;

/// `fields` is for the answer, not for the question.
fn question_of(request: &HttpRequest) -> Result<Named, Refusal> {
    let query: Vec<&str> =
        request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("fields=")).collect();
    Named::read(&query.join("&"))
}

/// Leads to the size that the log has now: that address keeps its answer.
pub(super) async fn report_now(request: HttpRequest, site: Data<Site>) -> Answered {
    let lang = language(&request);
    let named = question_of(&request).map_err(|refusal| Problem::asked(&refusal, lang))?;
    let mut query = named.query();
    if let Some(fields) = request.query_string().split('&').find(|pair| pair.starts_with("fields=")) {
        query.push(if query.is_empty() { '?' } else { '&' });
        query.push_str(fields);
    }
    let to = format!("{}/reports/{}{query}", super::table::PREFIX, site.sequencer.size());
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
}

pub(super) async fn report(request: HttpRequest, site: Data<Site>, size: Path<String>) -> Answered {
    let lang = language(&request);
    let size: u64 = size.parse().map_err(|_| Problem::bad_parameter(lang, "size"))?;
    let named = question_of(&request).map_err(|refusal| Problem::asked(&refusal, lang))?;
    let (there, origin) = (site.clone(), site.origin());
    let made = block(move || {
        let setting = Setting { named: &named, lang, origin: origin.as_deref() };
        there.readers.ask(|tables| told(tables, &there, &setting, size))
    });
    let made = made.await.map_err(|error| StoreError::Database(error.to_string()))?;
    let report = made.map_err(|error| match error {
        ReportError::Refused(refusal) => Problem::asked(&refusal, lang),
        ReportError::Store(error) => error.into(),
    })?;
    Ok(HttpResponse::Ok().content_type("application/json").body(report.to_string()))
}

/// The figures, with what the report is called, how it is cited, and where it stands for ever.
fn told(tables: &mut Tables, site: &Site, setting: &Setting<'_>, size: u64) -> Result<Value, ReportError> {
    let asked = Asked { question: setting.named.question.clone(), size };
    let report = Reading::open(tables, &site.books, asked)?.report(|_, _, _| true)?;
    let report = report.ok_or_else(|| StoreError::Database("a report stopped by itself".into()))?;
    let model = view::report(&mut Lookup::new(tables), &report, &[], setting)?;
    let mut told: Value = serde_json::from_str(&report.to_json()).unwrap_or_default();
    told["title"] = app::report::title(&model, setting.lang).into();
    told["citation"] = app::report::citation(&model, setting.lang).into();
    told["address"] = model.file("report.html").into();
    Ok(told)
}

/// oEmbed 1.0: a newsroom's system asks with the address of a page, and gets the frame to put in.
pub(super) async fn oembed(request: HttpRequest, site: Data<Site>) -> Answered {
    let lang = language(&request);
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(request.query_string()).unwrap_or_default();
    let value = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let refuse = |field: &str, rule| Problem::asked(&Refusal::new(field, rule), lang);
    if value("format").is_some_and(|format| format != "json") {
        return Err(refuse("format", Rule::OneOf { words: &["json"] }));
    }
    let room = |name: &'static str| match value(name) {
        None => Ok(u32::MAX),
        Some(text) => text.parse::<u32>().map_err(|_| refuse(name, Rule::NotNumber)),
    };
    let (width, height) = (room("maxwidth")?, room("maxheight")?);
    let url = value("url").ok_or_else(|| refuse("url", Rule::Missing))?;
    let origin = feeds::origin(&site, &request);
    let framed = embed::framed(&origin, url).ok_or_else(|| refuse("url", Rule::NotAPage))?;
    let asked = framed.clone();
    let title = ask(&site, move |tables| asked.title(tables)).await?.map_err(|rule| refuse("url", rule))?;
    let told = framed.described(&origin, &title, (width, height));
    Ok(HttpResponse::Ok().content_type("application/json").body(told.to_string()))
}

pub(super) async fn description(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let origin = feeds::origin(&site, &request);
    HttpResponse::Ok().content_type("application/json").body(openapi::json(&origin).to_string())
}
