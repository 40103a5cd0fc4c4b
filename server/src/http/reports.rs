//! `/reports`: the form with its preview, frozen reports in every form, what came after them.
//!
//! A frozen address has a language, a size and a question in one form; whatever leads to it is sent there. It is the same
//! for ever, so it is kept for as long as anybody likes, and carries its digest (RFC 9530).
//!
//! - `headers`: what stands before its bytes; `files`: those made whole; `table`: the one that is sent while it is read
//! - `since`: what came after it

use actix_web::http::header;
use actix_web::web::{Data, Path, ServiceConfig, block};
use actix_web::{HttpRequest, HttpResponse, ResponseError as _};
use ledger::refusal::{Lang, Refusal, Rule};
use ledger::report::{Report, Row};

use app::view::{Page, Reports};

use super::Site;
use super::log::{ask, covering, log_of};
use super::problem::Problem;
use super::reader::{Reader, prefix};
use super::show::show_about;
use super::site::get;
use super::versions::Concern;
use crate::log::proofs::Behind;
use crate::pages::{self, Lookup};
use crate::reports::address::{self, Named};
use crate::reports::gather::{Asked, Reading, ReportError};
use crate::reports::view::{self, Setting};
use crate::store::StoreError;
use crate::store::past::Tables;

mod files;
mod headers;
mod since;
mod table;

pub use table::Digests;

/// The routes, under no prefix and under that of each language.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/reports", get().to(builder))
        .route("/reports/style-1.css", get().to(style))
        .route("/reports/{size}", get().to(at_size))
        .route("/reports/{size}/now", get().to(since::now))
        .route("/reports/{size}/now.svg", get().to(since::newer))
        .route("/reports/{size}/{file}", get().to(file));
}

type Answered = Result<HttpResponse, Problem>;

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, headers::FROZEN))
        .body(app::report::STYLE)
}

/// The form, and below it the answer as of now.
async fn builder(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let reader = match Reader::of(&request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    let query = reader.path.split_once('?').map(|(_, query)| query.to_owned()).unwrap_or_default();
    let (there, lang, origin) = (site.clone(), reader.lang, site.origin());
    show_about(&request, &site, Concern::Log, move |lookup| {
        let mut page = Reports {
            choices: pages::report_choices(lookup, &there.index, lang)?,
            chosen: serde_urlencoded::from_str(&query).unwrap_or_default(),
            preview: None,
            refusal: None,
        };
        if query.is_empty() {
            return Ok(Page::Reports(Box::new(page)));
        }
        let head = lookup.tables().head()?.size;
        let answer = size_in(&query, head).map_err(ReportError::from).and_then(|(size, query)| {
            let named = Named::read(&query)?;
            let setting = Setting { named: &named, lang, origin: origin.as_deref() };
            preview(lookup, &there, size, &setting)
        });
        match answer {
            Ok(preview) => page.preview = Some(Box::new(preview)),
            Err(ReportError::Refused(refusal)) => page.refusal = Some(refusal),
            Err(ReportError::Store(error)) => return Err(error),
        }
        Ok(Page::Reports(Box::new(page)))
    })
    .await
}

/// The log size that the form asks for, else the log's own; and the rest of what it asks.
fn size_in(query: &str, head: u64) -> Result<(u64, String), Refusal> {
    let (sizes, rest): (Vec<&str>, Vec<&str>) = query.split('&').partition(|pair| pair.starts_with("size="));
    let typed = sizes.iter().filter_map(|pair| pair.strip_prefix("size=")).find(|text| !text.is_empty());
    let size = match typed {
        None => head,
        Some(text) => text.trim_matches('+').parse().map_err(|_| Refusal::new("size", Rule::NotNumber))?,
    };
    Ok((size, rest.join("&")))
}

/// The figures and the first rows, with their names.
fn preview(
    lookup: &mut Lookup<'_>,
    site: &Site,
    size: u64,
    setting: &Setting<'_>,
) -> Result<app::view::Report, ReportError> {
    let asked = Asked { question: setting.named.question.clone(), size };
    let (report, rows) = with_first_rows(lookup.tables(), site, asked)?;
    Ok(view::report(lookup, &report, &rows, setting)?)
}

fn with_first_rows(tables: &mut Tables, site: &Site, asked: Asked) -> Result<(Report, Vec<Row>), ReportError> {
    let mut first: Vec<Row> = Vec::new();
    let report = Reading::open(tables, &site.books, asked)?.report(|_, _, rows| {
        if first.len() < view::ROWS {
            first.extend(rows);
        }
        true
    })?;
    let report = report.ok_or_else(|| StoreError::Database("a report stopped by itself".into()))?;
    Ok((report, first))
}

/// A frozen address without a file is that of its page.
async fn at_size(request: HttpRequest, size: Path<String>) -> Answered {
    let reader = Reader::of(&request).map_err(|_| Problem::not_found(Lang::En))?;
    let size: u64 = size.parse().map_err(|_| Problem::bad_parameter(reader.lang, "size"))?;
    let query = if request.query_string().is_empty() { String::new() } else { format!("?{}", request.query_string()) };
    let to = format!("{}/report.html{query}", address::base(None, reader.lang, size));
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish())
}

/// What a file is made with.
#[derive(Clone)]
struct Frozen {
    asked: Asked,
    named: Named,
    lang: Lang,
    origin: Option<String>,
}

impl Frozen {
    fn setting(&self) -> Setting<'_> {
        Setting { named: &self.named, lang: self.lang, origin: self.origin.as_deref() }
    }

    /// The address of one of its files, without the site's origin.
    fn path(&self, file: &str) -> String {
        format!("{}/{file}{}", address::base(None, self.lang, self.asked.size), self.named.query())
    }
}

fn refused(error: ReportError, lang: Lang) -> Problem {
    match error {
        ReportError::Refused(refusal) => Problem::asked(&refusal, lang),
        ReportError::Store(error) => error.into(),
    }
}

/// Reads an address; or says where the one form of it is.
fn frozen(request: &HttpRequest, site: &Site, size: &str, file: &str) -> Result<Result<Frozen, HttpResponse>, Problem> {
    let reader = match Reader::of(request) {
        Ok(reader) => reader,
        Err(redirect) => return Ok(Err(redirect)),
    };
    let lang = reader.lang;
    let size_read: u64 = size.parse().map_err(|_| Problem::bad_parameter(lang, "size"))?;
    let named = Named::read(request.query_string()).map_err(|refusal| Problem::asked(&refusal, lang))?;
    let asked = Asked { question: named.question.clone(), size: size_read };
    let frozen = Frozen { asked, named, lang, origin: site.origin() };
    let path = frozen.path(file);
    let given = request.uri().to_string();
    if given == path {
        return Ok(Ok(frozen));
    }
    let mut answer = HttpResponse::PermanentRedirect();
    if !reader.prefixed {
        // Another reader's language is another address.
        answer = HttpResponse::SeeOther();
        answer.insert_header((header::VARY, reader.vary()));
    }
    Ok(Err(answer.insert_header((header::LOCATION, path)).finish()))
}

/// Whoever reads pages gets the form back where there is no such report, with what is wrong above it.
async fn file(request: HttpRequest, site: Data<Site>, path: Path<(String, String)>) -> Answered {
    let (size, name) = path.into_inner();
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_read = name == "report.html" && accepted.contains("text/html");
    let form = format!("reports?size={}&{}", app::page::encode(&size), request.query_string());
    let lang = Reader::of(&request).map_or(Lang::En, |reader| reader.lang);
    let answer = one_of(request, site, size, name).await;
    match answer {
        Err(problem) if is_read && problem.status_code().is_client_error() => {
            let to = format!("{}/{}", prefix(lang), form.trim_end_matches('&'));
            Ok(HttpResponse::SeeOther()
                .insert_header((header::LOCATION, to))
                .insert_header((header::VARY, "Accept"))
                .insert_header((header::CACHE_CONTROL, "no-store"))
                .finish())
        }
        answer => answer,
    }
}

async fn one_of(request: HttpRequest, site: Data<Site>, size: String, name: String) -> Answered {
    let frozen = match frozen(&request, &site, &size, &name)? {
        Ok(frozen) => frozen,
        Err(redirect) => return Ok(redirect),
    };
    let lang = frozen.lang;
    let etag = headers::etag(&frozen.path(&name));
    if super::kept::holds(&request, &etag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, etag))
            .insert_header((header::CACHE_CONTROL, headers::FROZEN))
            .finish());
    }
    if name == table::NAME {
        return table::answer(&request, site, frozen, etag).await;
    }
    if name == "report.bundle.json" {
        return bundle(&site, frozen).await;
    }
    let there = site.clone();
    let made = block(move || {
        there
            .readers
            .ask(|tables| files::make(tables, &there, &frozen, &name))
            .map(|made| (made, name, frozen.asked.size))
    });
    let made = made.await.map_err(|error| StoreError::Database(error.to_string()))?;
    match made.map_err(|error| refused(error, lang))? {
        (Some((media_type, body)), name, size) => {
            Ok(headers::whole(headers::frozen(media_type, &name, size, etag), body))
        }
        (None, ..) => Err(Problem::not_found(lang)),
    }
}

/// The bundle holds a checkpoint, which has cosignatures that may still come in: it is made anew each time.
async fn bundle(site: &Data<Site>, frozen: Frozen) -> Answered {
    let (lang, size) = (frozen.lang, frozen.asked.size);
    let log = log_of(site, lang)?;
    let (there, asked) = (site.clone(), frozen.asked.clone());
    let behind = block(move || there.readers.ask(|tables| Behind::report(tables, &there.books, asked))).await;
    let behind =
        behind.map_err(|error| StoreError::Database(error.to_string()))?.map_err(|error| refused(error, lang))?;
    let published = covering(&log, behind.last(), lang).await?;
    let bundle = ask(site, move |tables| log.bundle(tables, &published, behind)).await?;
    Ok(HttpResponse::Ok()
        .content_type(ledger::log::bundle::MEDIA_TYPE)
        .insert_header((header::CACHE_CONTROL, "public, max-age=60"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{size}-report.bundle.json\"")))
        .body(bundle.to_json()))
}
