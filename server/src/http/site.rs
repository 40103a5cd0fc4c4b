//! The pages: each asks the log, fills a view model, and has `app` make the document.

use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::web::{Data, Path, Query, ServiceConfig, block};
use actix_web::{HttpRequest, HttpResponse, Route, guard};

use app::view::{Page, Refused};
use ledger::code::{CodeFault, GiftCode};

use super::reader::Reader;
use super::show::{show, show_about, show_once};
use super::versions::Concern;
use super::{Site, assets, cards, copy, feeds, pictures};
use crate::pages::{self, GiftQuery, Lookup, SearchQuery, Searched};
use crate::store::StoreError;
use crate::store::query_lists::ListKind;

/// What is asked for; its head alone, too, which [`super::head`] makes of it.
pub(super) fn get() -> Route {
    Route::new().guard(guard::Get())
}

/// The routes: the same under no prefix and under that of each language. Those asked for most are tried first.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/gifts/{code}", get().to(gift))
        .route("/funds/{id}", get().to(fund))
        .route("", get().to(home))
        .route("/", get().to(home))
        .route("/search", get().to(search))
        .route("/funds", get().to(funds))
        .route("/funds/{id}/feed.atom", get().to(feeds::fund))
        .route("/funds/{id}/{name:flow|timeline|places}.{form:svg|png}", get().to(pictures::fund))
        .route("/funds/{id}/card.png", get().to(cards::fund))
        .route("/funds/{id}/gifts", get().to(fund_gifts))
        .route("/funds/{id}/handouts", get().to(fund_handouts))
        .route("/organisations/{id}", get().to(organisation))
        .route("/projects/{id}", get().to(project))
        .route("/sites/{id}", get().to(site_page))
        .route("/gifts", get().to(find_gift))
        .route("/gifts/{code}/copy.html", get().to(copy::gift))
        .route("/gifts/{code}/feed.atom", get().to(feeds::gift))
        .route("/gifts/{code}/{name:path}.{form:svg|png}", get().to(pictures::gift))
        .route("/gifts/{code}/card.png", get().to(cards::gift))
        .route("/lots/{id}", get().to(lot))
        .route("/handouts/{id}", get().to(handout))
        .route("/entries", get().to(entries))
        .route("/entries/{seq}", get().to(entry))
        .route("/log", get().to(log))
        .route("/method", get().to(method))
        .route("/verify", get().to(verify))
        .route("/favicon.ico", get().to(icon))
        .route("/api", get().to(api))
        .configure(super::reports::routes)
        .configure(super::embed::routes)
        .configure(crate::desk::routes);
}

async fn home(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show(&request, &site, pages::home).await
}

async fn funds(request: HttpRequest, site: Data<Site>, query: Query<pages::FundsQuery>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::funds(lookup, &query)).await
}

async fn fund(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show_about(&request, &site, Concern::Fund(id.clone()), move |lookup| pages::fund(lookup, &id)).await
}

async fn fund_gifts(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    query: Query<pages::ListQuery>,
) -> HttpResponse {
    show_about(&request, &site, Concern::Fund(id.clone()), move |lookup| {
        pages::fund_list(lookup, &id, ListKind::Gifts, &query)
    })
    .await
}

async fn fund_handouts(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    query: Query<pages::ListQuery>,
) -> HttpResponse {
    show_about(&request, &site, Concern::Fund(id.clone()), move |lookup| {
        pages::fund_list(lookup, &id, ListKind::Handouts, &query)
    })
    .await
}

async fn organisation(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::organisation(lookup, &id)).await
}

async fn project(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show(&request, &site, move |lookup| pages::project(lookup, &id)).await
}

async fn site_page(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    show_about(&request, &site, Concern::Moves, move |lookup| pages::site(lookup, &id)).await
}

async fn lot(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    query: Query<pages::GoodsQuery>,
) -> HttpResponse {
    show_about(&request, &site, Concern::Moves, move |lookup| pages::lot(lookup, &id, &query)).await
}

async fn handout(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    query: Query<pages::GoodsQuery>,
) -> HttpResponse {
    show_about(&request, &site, Concern::Moves, move |lookup| pages::handout(lookup, &id, &query)).await
}

async fn entry(request: HttpRequest, site: Data<Site>, seq: Path<String>) -> HttpResponse {
    match ledger::log::number(&seq) {
        Some(seq) => show_about(&request, &site, Concern::Entry(seq), move |lookup| pages::entry(lookup, seq)).await,
        None => not_found(request, site).await,
    }
}

async fn entries(request: HttpRequest, site: Data<Site>, query: Query<pages::EntriesQuery>) -> HttpResponse {
    show(&request, &site, move |lookup| {
        let page = pages::entries(lookup, &query)?;
        if !matches!(page, Page::Refused(_)) {
            return Ok(page);
        }
        let list = "/entries".to_owned();
        let refusal = pages::misasked(lookup, &query)?;
        Ok(refusal.map_or(page, |refusal| Page::Refused(Refused::Asked { refusal, list })))
    })
    .await
}

async fn log(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let host = request.connection_info().host().to_owned();
    let address = site.origin().unwrap_or_else(|| format!("http://{host}"));
    let (lang, log) =
        (Reader::of(&request).map_or(super::problem::language(&request), |reader| reader.lang), site.log.clone());
    let mirror = site.mirror.clone();
    let fill = move |lookup: &mut Lookup<'_>| pages::log::log(lookup, log.as_ref(), mirror.as_ref(), address, lang);
    show_once(&request, &site, fill).await
}

/// The open interface, to read.
async fn api(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let origin = feeds::origin(&site, &request);
    let fill = move |lookup: &mut Lookup<'_>| {
        let sample = super::api::sample::Sample::of(lookup.tables())?;
        let page = super::api::table::page(origin, (super::open::BURST, super::open::A_SECOND), &sample);
        Ok(Page::Api(Box::new(page)))
    };
    show_once(&request, &site, fill).await
}

async fn method(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show_about(&request, &site, Concern::Nothing, |_| Ok(Page::Method)).await
}

async fn verify(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show_about(&request, &site, Concern::Nothing, |_| Ok(Page::Verify)).await
}

async fn icon() -> HttpResponse {
    HttpResponse::Found().insert_header((header::LOCATION, assets::addresses().icon.as_str())).finish()
}

#[derive(serde::Deserialize)]
struct Code {
    #[serde(default)]
    code: String,
}

/// The box of the first page: the code as typed leads to the gift's own address. What is no code at all may be a name.
async fn find_gift(request: HttpRequest, site: Data<Site>, typed: Query<Code>) -> HttpResponse {
    let typed = typed.into_inner().code;
    match GiftCode::parse(&typed) {
        Ok(code) => moved(&request, StatusCode::SEE_OTHER, &format!("/gifts/{code}")),
        Err(CodeFault::Shape) if is_name(&site, &typed).await => {
            moved(&request, StatusCode::SEE_OTHER, &format!("/search?q={}", app::page::encode(&typed)))
        }
        Err(_) => show_once(&request, &site, move |lookup| pages::gift(lookup, &typed, &GiftQuery::default())).await,
    }
}

async fn is_name(site: &Site, typed: &str) -> bool {
    let (site, typed) = (site.clone(), typed.to_owned());
    let found = block(move || site.readers.ask(|tables| site.index.find(tables, &typed, 0, 1))).await;
    matches!(found, Ok(Ok((_, total))) if total > 0)
}

async fn gift(request: HttpRequest, site: Data<Site>, typed: Path<String>, query: Query<GiftQuery>) -> HttpResponse {
    match GiftCode::parse(&typed) {
        Ok(code) if code.to_string() != *typed => {
            moved(&request, StatusCode::PERMANENT_REDIRECT, &format!("/gifts/{code}"))
        }
        Ok(code) => {
            show_about(&request, &site, Concern::Gift(code.seq()), move |lookup| pages::gift(lookup, &typed, &query))
                .await
        }
        Err(_) => show(&request, &site, move |lookup| pages::gift(lookup, &typed, &query)).await,
    }
}

/// Anything by its name, or a gift by its code.
async fn search(request: HttpRequest, site: Data<Site>, query: Query<SearchQuery>) -> HttpResponse {
    let there = site.clone();
    let searched = block(move || {
        there.readers.ask::<_, StoreError>(|tables| pages::search(&mut Lookup::new(tables), &there.index, &query))
    })
    .await;
    match searched {
        Ok(Ok(Searched::Gift(code))) => moved(&request, StatusCode::SEE_OTHER, &format!("/gifts/{code}")),
        Ok(Ok(Searched::Page(page))) => show_once(&request, &site, move |_| Ok(*page)).await,
        Ok(Err(error)) => show_once(&request, &site, move |_| Err(error)).await,
        Err(_) => show_once(&request, &site, |_| Ok(Page::Refused(Refused::Busy { retry_after_s: 5 }))).await,
    }
}

/// Nothing is at this address.
pub async fn not_found(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    show(&request, &site, |_| Ok(Page::Refused(Refused::NotFound))).await
}

/// The same thing elsewhere, in the language of this address.
fn moved(request: &HttpRequest, status: StatusCode, to: &str) -> HttpResponse {
    match Reader::of(request) {
        Ok(reader) => HttpResponse::build(status)
            .insert_header((header::LOCATION, format!("{}{to}", reader.prefix())))
            .insert_header((header::CACHE_CONTROL, "no-cache"))
            .finish(),
        Err(redirect) => redirect,
    }
}
