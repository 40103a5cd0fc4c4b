//! The pages: each asks the log, fills a view model, and has `app` make the document.

use actix_web::cookie::{Cookie, SameSite};
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query, ServiceConfig, block, get};
use actix_web::{HttpRequest, HttpResponse};

use app::view::{Frame, Head, Page, Refused};
use ledger::code::GiftCode;
use ledger::refusal::Lang;

use super::{Site, assets, problem};
use crate::pages::{self, Lookup};
use crate::store::query_lists::ListKind;
use crate::store::{StoreError, Stored};

/// The cookie that keeps a reader's choice of language, for a year.
const LANGUAGE_COOKIE: &str = "lang";
const YEAR_S: i64 = 365 * 24 * 60 * 60;

/// The routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/", get().to(home))
        .route("/funds", get().to(funds))
        .route("/funds/{id}", get().to(fund))
        .route("/funds/{id}/gifts", get().to(fund_gifts))
        .route("/funds/{id}/handouts", get().to(fund_handouts))
        .route("/organisations/{id}", get().to(organisation))
        .route("/projects/{id}", get().to(project))
        .route("/sites/{id}", get().to(site_page))
        .route("/gifts", get().to(search))
        .route("/gifts/{code}", get().to(gift))
        .route("/lots/{id}", get().to(lot))
        .route("/handouts/{id}", get().to(handout))
        .route("/entries", get().to(entries))
        .route("/entries/{seq}", get().to(entry))
        .route("/method", get().to(method))
        .route("/favicon.ico", get().to(icon));
}

async fn home(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show(&request, &site, pages::home).await
}

async fn funds(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show(&request, &site, pages::funds).await
}

async fn fund(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::fund(lookup, &id)).await
}

async fn fund_gifts(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    query: Query<pages::ListQuery>,
) -> HttpResponse {
    show(&request, &site, move |lookup| pages::fund_list(lookup, &id, ListKind::Gifts, &query)).await
}

async fn fund_handouts(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    query: Query<pages::ListQuery>,
) -> HttpResponse {
    show(&request, &site, move |lookup| pages::fund_list(lookup, &id, ListKind::Handouts, &query)).await
}

async fn organisation(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::organisation(lookup, &id)).await
}

async fn project(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::project(lookup, &id)).await
}

async fn site_page(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::site(lookup, &id)).await
}

async fn lot(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::lot(lookup, &id)).await
}

async fn handout(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::handout(lookup, &id)).await
}

async fn entry(request: HttpRequest, site: Data<Site>, seq: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| match seq.parse() {
        Ok(seq) => pages::entry(lookup, seq),
        Err(_) => Ok(Page::Refused(Refused::NotFound)),
    })
    .await
}

async fn entries(request: HttpRequest, site: Data<Site>, query: Query<pages::EntriesQuery>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::entries(lookup, &query)).await
}

async fn method(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show(&request, &site, |_| Ok(Page::Method)).await
}

async fn icon() -> HttpResponse {
    moved(StatusCode::FOUND, &assets::addresses().icon)
}

#[derive(serde::Deserialize)]
struct Search {
    #[serde(default)]
    code: String,
}

/// The search box: the code as typed leads to the gift's own address.
async fn search(request: HttpRequest, site: Data<Site>, search: Query<Search>) -> HttpResponse {
    match GiftCode::parse(&search.code) {
        Ok(code) => moved(StatusCode::SEE_OTHER, &format!("/gifts/{code}")),
        Err(_) => {
            show(&request, &site, move |lookup| pages::gift(lookup, &search.code, &pages::GiftQuery::default())).await
        }
    }
}

async fn gift(
    request: HttpRequest,
    site: Data<Site>,
    typed: Path<String>,
    query: Query<pages::GiftQuery>,
) -> HttpResponse {
    match GiftCode::parse(&typed) {
        Ok(code) if code.to_string() != *typed => moved(StatusCode::PERMANENT_REDIRECT, &format!("/gifts/{code}")),
        _ => show(&request, &site, move |lookup| pages::gift(lookup, &typed, &query)).await,
    }
}

/// Nothing is at this address.
pub async fn not_found(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show(&request, &site, |_| Ok(Page::Refused(Refused::NotFound))).await
}

fn moved(status: StatusCode, to: &str) -> HttpResponse {
    HttpResponse::build(status).insert_header((header::LOCATION, to)).finish()
}

/// The language asked for in the address, chosen before, or preferred by the browser; and whether it was just chosen.
fn language(request: &HttpRequest) -> (Lang, bool) {
    let of_tag = |tag: &str| match tag {
        "zh" | "zh-CN" => Some(Lang::Zh),
        "en" => Some(Lang::En),
        _ => None,
    };
    let asked = request.query_string().split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(of_tag);
    let kept = || request.cookie(LANGUAGE_COOKIE).and_then(|cookie| of_tag(cookie.value()));
    match asked {
        Some(lang) => (lang, true),
        None => (kept().unwrap_or_else(|| problem::language(request)), false),
    }
}

/// The path and query without the choice of language.
fn path_of(request: &HttpRequest) -> String {
    let rest: Vec<&str> =
        request.query_string().split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if rest.is_empty() { request.path().to_owned() } else { format!("{}?{}", request.path(), rest.join("&")) }
}

/// Fills a page from the log and sends it.
async fn show(
    request: &HttpRequest,
    site: &Site,
    fill: impl FnOnce(&mut Lookup<'_>) -> Stored<Page> + Send + 'static,
) -> HttpResponse {
    let (lang, chosen) = language(request);
    let path = path_of(request);
    let readers = site.readers.clone();
    let made = block(move || {
        readers.ask(|tables| {
            let head = tables.head()?;
            let page = fill(&mut Lookup::new(tables))?;
            let last = head.size.checked_sub(1);
            let head = last.map(|seq| Head { seq, hash: head.hash.to_string(), at: head.at });
            Ok::<_, StoreError>(document(&page, lang, path, head))
        })
    })
    .await;
    let path = path_of(request);
    let (status, html) = match made {
        Ok(Ok(made)) => made,
        Ok(Err(error)) => {
            tracing::error!(%error, path = request.path(), "a page could not be filled");
            document(&Page::Refused(Refused::Busy { retry_after_s: 5 }), lang, path, None)
        }
        Err(_) => document(&Page::Refused(Refused::Busy { retry_after_s: 5 }), lang, path, None),
    };
    let mut response = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::OK));
    response.content_type("text/html; charset=utf-8");
    response.insert_header((header::CACHE_CONTROL, "no-cache"));
    response.insert_header((header::VARY, "Cookie, Accept-Language"));
    if chosen {
        let tag = if lang == Lang::Zh { "zh" } else { "en" };
        let cookie = Cookie::build(LANGUAGE_COOKIE, tag).path("/").same_site(SameSite::Lax);
        response.cookie(cookie.max_age(actix_web::cookie::time::Duration::seconds(YEAR_S)).finish());
    }
    response.body(html)
}

fn document(page: &Page, lang: Lang, path: String, head: Option<Head>) -> (u16, String) {
    let frame = Frame { lang, assets: assets::addresses().clone(), path, head };
    (page.status(), app::page::render(page, &frame))
}
