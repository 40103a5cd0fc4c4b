//! `/reports`: the form with its preview, frozen reports in every form, what came after them.
//!
//! A frozen address has a language, a size and a question in one form; whatever leads to it is sent there. It is the same
//! for ever, so it is kept for as long as anybody likes, and carries its digest (RFC 9530).

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path, ServiceConfig, block};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use futures_util::stream;
use ledger::refusal::{Lang, Refusal};
use ledger::report::{Report, Row};
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use app::view::{Page, ReportChanges, Reports};

use super::Site;
use super::log::{ask, covering, log_of};
use super::problem::Problem;
use super::reader::Reader;
use super::show::show_about;
use super::site::get;
use super::versions::Concern;
use crate::formats::material::Material;
use crate::formats::{epcis, figures, hxl, iati, ocds, pdf, rows, table, threesixty, workbook};
use crate::log::proofs::Behind;
use crate::pages::{self, Lookup};
use crate::reports::address::{self, Named};
use crate::reports::changes::{Since, since};
use crate::reports::gather::{Asked, Reading, ReportError};
use crate::reports::view::{self, Setting};
use crate::store::StoreError;
use crate::store::past::Tables;

/// What never changes is kept for a year, the longest that anybody keeps anything.
const FROZEN: &str = "public, max-age=31536000, immutable";

/// Rows in a chunk of a table that is sent as it is read.
const CHUNK_BYTES: usize = 64 * 1024;

/// Chunks that wait for a slow reader.
const CHUNKS: usize = 4;

/// Entries since that the page names.
const ENTRIES: usize = 50;

/// The routes, under no prefix and under that of each language.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/reports", get().to(builder))
        .route("/reports/style-1.css", get().to(style))
        .route("/reports/{size}", get().to(at_size))
        .route("/reports/{size}/now", get().to(now))
        .route("/reports/{size}/now.svg", get().to(newer))
        .route("/reports/{size}/{file}", get().to(file));
}

type Answered = Result<HttpResponse, Problem>;

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, FROZEN))
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
        let size = lookup.tables().head()?.size;
        let answer = Named::read(&query).map_err(ReportError::from).and_then(|named| {
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

async fn file(request: HttpRequest, site: Data<Site>, path: Path<(String, String)>) -> Answered {
    let (size, name) = path.into_inner();
    let frozen = match frozen(&request, &site, &size, &name)? {
        Ok(frozen) => frozen,
        Err(redirect) => return Ok(redirect),
    };
    let lang = frozen.lang;
    let etag = etag(&frozen.path(&name));
    if super::kept::holds(&request, &etag) {
        return Ok(HttpResponse::NotModified()
            .insert_header((header::ETAG, etag))
            .insert_header((header::CACHE_CONTROL, FROZEN))
            .finish());
    }
    if name == "report.csv" {
        return csv(site, frozen, etag).await;
    }
    if name == "report.bundle.json" {
        return bundle(&site, frozen).await;
    }
    let there = site.clone();
    let made = block(move || {
        there.readers.ask(|tables| make(tables, &there, &frozen, &name)).map(|made| (made, name, frozen.asked.size))
    });
    let made = made.await.map_err(|error| StoreError::Database(error.to_string()))?;
    match made.map_err(|error| refused(error, lang))? {
        (Some((media_type, body)), name, size) => Ok(sent(media_type, &name, size, etag, body)),
        (None, ..) => Err(Problem::not_found(lang)),
    }
}

/// The same address, the same bytes: a strong tag can be known before they are.
fn etag(path: &str) -> header::HeaderValue {
    let hash = Sha256::digest(format!("{} {path}", ledger::report::FORMAT));
    header::HeaderValue::from_str(&format!("\"{}\"", ledger::json::hex(&hash[..16])))
        .unwrap_or(header::HeaderValue::from_static("\"report\""))
}

/// The headers of what is frozen; its digest as RFC 9530 has it, and as its forerunner RFC 3230 had.
fn sent(media_type: &'static str, name: &str, size: u64, etag: header::HeaderValue, body: Vec<u8>) -> HttpResponse {
    let digest = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&body));
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(media_type)
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, FROZEN))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header(("Repr-Digest", format!("sha-256=:{digest}:")))
        .insert_header(("Content-Digest", format!("sha-256=:{digest}:")))
        .insert_header(("Digest", format!("SHA-256={digest}")))
        .insert_header(("Almoner-Log-Size", size.to_string()));
    if name != "report.html" {
        answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{size}-{name}\"")));
    }
    answer.body(body)
}

type Made = Option<(&'static str, Vec<u8>)>;

const JSON: &str = "application/json; charset=utf-8";

/// Makes a file; none where there is none of this name.
fn make(tables: &mut Tables, site: &Site, frozen: &Frozen, name: &str) -> Result<Made, ReportError> {
    let lang = frozen.lang;
    Ok(Some(match name {
        "report.html" => {
            let model = preview(&mut Lookup::new(tables), site, frozen.asked.size, &frozen.setting())?;
            let html = app::report::document(&model, lang);
            let html = html.map_err(|error| StoreError::Database(error.to_string()))?;
            ("text/html; charset=utf-8", html.into_bytes())
        }
        "report.pdf" => {
            let model = preview(&mut Lookup::new(tables), site, frozen.asked.size, &frozen.setting())?;
            let file = pdf::document(&model, lang);
            (pdf::MEDIA_TYPE, file.map_err(|error| StoreError::Database(error.to_string()))?)
        }
        "people.csv" => {
            let (report, _) = with_first_rows(tables, site, frozen.asked.clone())?;
            (table::MEDIA_TYPE, table::people(&report, lang).into_bytes())
        }
        "datapackage.json" => {
            let (report, _) = with_first_rows(tables, site, frozen.asked.clone())?;
            let model = view::report(&mut Lookup::new(tables), &report, &[], &frozen.setting())?;
            let title = app::report::title(&model, lang);
            (JSON, pretty(&table::data_package(&report, &title, &model.base, &model.query, lang)))
        }
        "report.json" => (JSON, json(tables, site, frozen)?),
        "report.xlsx" => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx(tables, site, frozen)?)
        }
        "iati.xml" | "360giving.json" | "hxl.csv" | "epcis.jsonld" | "ocds.json" => {
            let material = Material::gather(tables, &site.books, &frozen.asked, frozen.origin.as_deref())?;
            match name {
                "iati.xml" => ("application/xml; charset=utf-8", iati::document(&material)),
                "360giving.json" => (JSON, pretty(&threesixty::package(&material))),
                "hxl.csv" => (table::MEDIA_TYPE, hxl::table(&material).into_bytes()),
                "epcis.jsonld" => ("application/ld+json; charset=utf-8", pretty(&epcis::document(&material))),
                _ => (JSON, pretty(&ocds::package(&material))),
            }
        }
        _ => return Ok(None),
    }))
}

fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn json(tables: &mut Tables, site: &Site, frozen: &Frozen) -> Result<Vec<u8>, ReportError> {
    let mut lines = Vec::new();
    let report = Reading::open(tables, &site.books, frozen.asked.clone())?.report(|_, entry, rows| {
        let room = figures::ROWS_LIMIT.saturating_sub(lines.len());
        lines.extend(rows.iter().take(room).map(|row| figures::row(row, rows::party(&entry.event))));
        true
    })?;
    let Some(report) = report else { return Ok(Vec::new()) };
    let model = view::report(&mut Lookup::new(tables), &report, &[], &frozen.setting())?;
    let (title, citation) = (app::report::title(&model, frozen.lang), app::report::citation(&model, frozen.lang));
    Ok(pretty(&figures::document(&report, &title, &citation, &model.file("report.json"), &lines)))
}

fn xlsx(tables: &mut Tables, site: &Site, frozen: &Frozen) -> Result<Vec<u8>, ReportError> {
    let lang = frozen.lang;
    let mut lines: Vec<[rows::Value; 18]> = Vec::new();
    let report = Reading::open(tables, &site.books, frozen.asked.clone())?.report(|book, entry, found| {
        lines.extend(found.iter().map(|row| rows::values(lang, book, entry, row)));
        lines.len() <= workbook::ROWS_LIMIT
    })?;
    let limit = workbook::ROWS_LIMIT as u64;
    let too_large = || Refusal::new("", ledger::refusal::Rule::ReportTooLarge { limit });
    let report = report.ok_or_else(too_large)?;
    let model = view::report(&mut Lookup::new(tables), &report, &[], &frozen.setting())?;
    let made_from = app::words::made_from(lang, &app::words::count(model.size), &model.at.to_string());
    let content = workbook::Content {
        report: &report,
        title: &app::report::title(&model, lang),
        citation: &app::report::citation(&model, lang),
        made_from: &made_from,
        rows: &lines,
    };
    Ok(workbook::workbook(&content, lang).map_err(|error| StoreError::Database(error.to_string()))?)
}

/// The table is sent while it is read: its first rows are there before the last are looked at.
async fn csv(site: Data<Site>, frozen: Frozen, etag: header::HeaderValue) -> Answered {
    let (lang, size) = (frozen.lang, frozen.asked.size);
    let (tell, mut told) = mpsc::channel::<Result<Bytes, ReportError>>(CHUNKS);
    let there = site.clone();
    actix_web::rt::task::spawn_blocking(move || {
        let made = there.readers.ask(|tables| write_csv(tables, &there, &frozen, &tell));
        if let Err(error) = made {
            let _ = tell.blocking_send(Err(error));
        }
    });
    // What is refused is refused before anything was sent.
    let first = match told.recv().await {
        Some(Ok(first)) => first,
        Some(Err(error)) => return Err(refused(error, lang)),
        None => return Err(StoreError::Database("a table could not be made".into()).into()),
    };
    let rest = stream::unfold((Some(first), told), |(first, mut told)| async move {
        let chunk = match first {
            Some(first) => Ok(first),
            None => told.recv().await?.map_err(|error| {
                tracing::error!(%error, "a table broke off");
                std::io::Error::other("the log could not be read")
            }),
        };
        Some((chunk, (None, told)))
    });
    let name = format!("attachment; filename=\"{size}-report.csv\"");
    Ok(HttpResponse::Ok()
        .content_type(table::MEDIA_TYPE)
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, FROZEN))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .insert_header(("Almoner-Log-Size", size.to_string()))
        .streaming(Box::pin(rest)))
}

fn write_csv(
    tables: &mut Tables,
    site: &Site,
    frozen: &Frozen,
    tell: &mpsc::Sender<Result<Bytes, ReportError>>,
) -> Result<(), ReportError> {
    let lang = frozen.lang;
    let reading = Reading::open(tables, &site.books, frozen.asked.clone())?;
    let mut out = table::headings(&rows::columns(lang));
    let report = reading.report(|book, entry, found| {
        for row in &found {
            table::write_line(&mut out, &rows::values(lang, book, entry, row));
        }
        out.len() < CHUNK_BYTES || tell.blocking_send(Ok(std::mem::take(&mut out).into())).is_ok()
    })?;
    if let Some(report) = report {
        for total in table::totals_rows(&report, lang) {
            table::write_line(&mut out, &total);
        }
        let _ = tell.blocking_send(Ok(out.into()));
    }
    Ok(())
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

/// Whether newer figures exist, as a picture: frozen bytes point at it.
async fn newer(request: HttpRequest, site: Data<Site>, size: Path<String>) -> Answered {
    let frozen = match frozen(&request, &site, &size, "now.svg")? {
        Ok(frozen) => frozen,
        Err(redirect) => return Ok(redirect),
    };
    let (there, lang) = (site.clone(), frozen.lang);
    let found = block(move || there.readers.ask(|tables| since(tables, &there.books, &frozen.asked))).await;
    let found = found.map_err(|error| StoreError::Database(error.to_string()))?;
    let Since { entries, all } = found.map_err(|error| refused(error, lang))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=5"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .body(app::report::newer_svg(lang, entries.len() as u64, all)))
}

/// A frozen report beside the same question today.
async fn now(request: HttpRequest, site: Data<Site>, size: Path<String>) -> HttpResponse {
    let frozen = match frozen(&request, &site, &size, "now") {
        Ok(Ok(frozen)) => frozen,
        Ok(Err(redirect)) => return redirect,
        Err(problem) => return problem.response(),
    };
    let there = site.clone();
    show_about(&request, &site, Concern::Log, move |lookup| match changes(lookup, &there, &frozen) {
        Ok(page) => Ok(Page::ReportChanges(Box::new(page))),
        Err(ReportError::Store(error)) => Err(error),
        Err(ReportError::Refused(refusal)) => Ok(Page::Reports(Box::new(Reports {
            choices: pages::report_choices(lookup, &there.index, frozen.lang)?,
            chosen: Vec::new(),
            preview: None,
            refusal: Some(refusal),
        }))),
    })
    .await
}

fn changes(lookup: &mut Lookup<'_>, site: &Site, frozen: &Frozen) -> Result<ReportChanges, ReportError> {
    let head = lookup.tables().head()?.size;
    let then = preview(lookup, site, frozen.asked.size, &frozen.setting())?;
    let now = preview(lookup, site, head, &frozen.setting())?;
    let Since { entries, .. } = since(lookup.tables(), &site.books, &frozen.asked)?;
    let mut lines = Vec::new();
    for seq in entries.iter().rev().take(ENTRIES) {
        if let Some(entry) = ledger::Past::entry(lookup.tables(), *seq)? {
            lines.push(lookup.entry_line(&entry)?);
        }
    }
    Ok(ReportChanges { then: Box::new(then), now: Box::new(now), entries: lines, entries_total: entries.len() as u64 })
}
