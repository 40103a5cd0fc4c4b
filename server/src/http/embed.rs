//! `/embed/…`: cards for the pages of newsrooms, the only documents that other sites may frame; and their description as
//! oEmbed has it.

use actix_web::http::header;
use actix_web::web::{Data, Path, ServiceConfig, block};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, ResponseError as _};
use app::embed::{Content, content_of, document};
use app::view::Page;
use app::words::pick;
use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::refusal::{Lang, Rule};
use ledger::value::SubjectKind;
use serde_json::{Value, json};

use super::Site;
use super::problem::Problem;
use super::reader::{Reader, prefix};
use super::site::get;
use crate::pages::{self, GiftQuery, Lookup};
use crate::reports::address::Named;
use crate::reports::gather::{Asked, Reading, ReportError};
use crate::reports::view::{self, Setting};
use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// The room that a card takes, unless there is less.
const WIDTH: u32 = 640;
const HEIGHT: u32 = 480;

/// As everywhere, but for who may frame it.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *";

/// The routes, under no prefix and under that of each language.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/embed/style-1.css", get().to(style))
        .route("/embed/funds/{id}", get().to(fund))
        .route("/embed/gifts/{code}", get().to(gift))
        .route("/embed/reports/{size}", get().to(report));
}

async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .body(app::embed::STYLE)
}

type Answered = Result<HttpResponse, Problem>;

async fn fund(request: HttpRequest, site: Data<Site>, id: Path<String>) -> Answered {
    let answered = card(&request, site, move |lookup| pages::fund(lookup, &id)).await;
    in_frame(&request, answered)
}

async fn gift(request: HttpRequest, site: Data<Site>, code: Path<String>) -> Answered {
    let answered = card(&request, site, move |lookup| pages::gift(lookup, &code, &GiftQuery::default())).await;
    in_frame(&request, answered)
}

async fn report(request: HttpRequest, site: Data<Site>, size: Path<String>) -> Answered {
    let answered = frozen(&request, site, &size).await;
    in_frame(&request, answered)
}

/// A browser shows nothing of a refusal for programs in a frame: whoever reads pages gets one to read.
fn in_frame(request: &HttpRequest, answered: Answered) -> Answered {
    let accepted = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    match answered {
        Err(problem) if accepted.contains("text/html") && problem.status_code().is_client_error() => {
            let lang = Reader::of(request).map_or(Lang::En, |reader| reader.lang);
            let (title, detail) = problem.told();
            let html = app::embed::refusal(title, detail, &format!("{}/", prefix(lang)), lang)
                .map_err(|error| StoreError::Database(error.to_string()))?;
            let mut answer = HttpResponse::build(problem.status_code());
            answer.insert_header((header::CACHE_CONTROL, "no-store")).insert_header((header::VARY, "Accept"));
            Ok(framed_by_all(&mut answer).body(html))
        }
        answered => answered,
    }
}

async fn card(
    request: &HttpRequest,
    site: Data<Site>,
    fill: impl FnOnce(&mut Lookup<'_>) -> Stored<Page> + Send + 'static,
) -> Answered {
    let Ok(reader) = Reader::of(request) else { return Err(Problem::not_found(Lang::En)) };
    let lang = reader.lang;
    let there = site.clone();
    let found = block(move || {
        there.readers.ask::<_, StoreError>(|tables| {
            let size = tables.head()?.size;
            Ok(content_of(&fill(&mut Lookup::sharing(tables, &there.known))?, prefix(lang), size, lang))
        })
    });
    let found = found.await.map_err(|error| StoreError::Database(error.to_string()))??;
    sent(&found.ok_or_else(|| Problem::not_found(lang))?, lang)
}

/// A frozen report's card says what the report says, for ever.
async fn frozen(request: &HttpRequest, site: Data<Site>, size: &str) -> Answered {
    let Ok(reader) = Reader::of(request) else { return Err(Problem::not_found(Lang::En)) };
    let lang = reader.lang;
    let size: u64 = size.parse().map_err(|_| Problem::bad_parameter(lang, "size"))?;
    let named = Named::read(request.query_string()).map_err(|refusal| Problem::asked(&refusal, lang))?;
    let there = site.clone();
    let made = block(move || {
        there.readers.ask(|tables| {
            let asked = Asked { question: named.question.clone(), size };
            let report = Reading::open(tables, &there.books, asked)?.report(|_, _, _| true)?;
            let report = report.ok_or_else(|| StoreError::Database("a report stopped by itself".into()))?;
            let setting = Setting { named: &named, lang, origin: None };
            Ok::<_, ReportError>(view::report(&mut Lookup::new(tables), &report, &[], &setting)?)
        })
    });
    let made = made.await.map_err(|error| StoreError::Database(error.to_string()))?;
    let model = made.map_err(|error| match error {
        ReportError::Refused(refusal) => Problem::asked(&refusal, lang),
        ReportError::Store(error) => error.into(),
    })?;
    let content = Content {
        title: app::report::title(&model, lang),
        sentence: app::report::sums(&model, lang),
        address: model.file("report.html"),
        picture: None,
        size,
    };
    sent(&content, lang)
}

fn sent(content: &Content, lang: Lang) -> Answered {
    let html = document(content, lang).map_err(|error| StoreError::Database(error.to_string()))?;
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CACHE_CONTROL, "public, max-age=60"));
    Ok(framed_by_all(&mut answer).body(html))
}

/// A page that any site may frame.
fn framed_by_all(answer: &mut HttpResponseBuilder) -> &mut HttpResponseBuilder {
    answer
        .content_type("text/html; charset=utf-8")
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
        // What browsers without frame-ancestors go by has no word for "all": one that is none is passed over.
        .insert_header((header::X_FRAME_OPTIONS, "ALLOWALL"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
}

/// One of our pages that has a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framed {
    lang: Lang,
    /// The card's address, without origin and language.
    frame: String,
    of: Of,
}

/// What a card is of.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Of {
    Fund(String),
    Gift(GiftCode),
    /// On the first so many entries.
    Report(u64),
}

/// Which of our pages an address is; none where it is another's, or of a page without a card.
#[must_use]
pub fn framed(origin: &str, url: &str) -> Option<Framed> {
    let rest = url.strip_prefix(origin)?;
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (lang, path) = [Lang::En, Lang::Zh]
        .into_iter()
        .find_map(|lang| Some((lang, path.strip_prefix(prefix(lang))?)))
        .unwrap_or((Lang::En, path));
    let mut parts = path.trim_start_matches('/').split('/');
    let (kind, id) = (parts.next()?, parts.next()?);
    let (frame, of) = match kind {
        "funds" if ledger::value::Slug::new(id).is_ok() => (format!("/embed/funds/{id}"), Of::Fund(id.to_owned())),
        "gifts" => {
            let code = GiftCode::parse(id).ok()?;
            (format!("/embed/gifts/{code}"), Of::Gift(code))
        }
        "reports" => {
            let size = id.parse::<u64>().ok()?;
            (format!("/embed/reports/{size}{}", Named::read(query).ok()?.query()), Of::Report(size))
        }
        _ => return None,
    };
    Some(Framed { lang, frame, of })
}

impl Framed {
    /// What the card is called; or why there is none.
    ///
    /// # Errors
    /// The database's own.
    pub fn title(&self, tables: &mut Tables) -> Stored<Result<String, Rule>> {
        let title = match &self.of {
            Of::Fund(id) => match tables.fund(id)? {
                Some(record) => record.fund.title.to_string(),
                None => return Ok(Err(Rule::Unknown { kind: SubjectKind::Fund, id: id.clone() })),
            },
            Of::Gift(code) => match tables.entry(code.seq())?.map(|entry| entry.event) {
                Some(Event::DonationReceived(_) | Event::GiftInKindReceived(_)) => {
                    pick(self.lang, format!("Gift {code}"), format!("捐赠 {code}"))
                }
                _ => return Ok(Err(Rule::NotAGift { seq: code.seq() })),
            },
            Of::Report(0) => return Ok(Err(Rule::SizeZero)),
            Of::Report(size) => match tables.head()?.size {
                head if head < *size => return Ok(Err(Rule::SizeAhead { size: *size, head })),
                _ => pick(self.lang, "Trace report", "追踪报告").to_owned(),
            },
        };
        Ok(Ok(title))
    }

    /// What a newsroom's system is told of it.
    #[must_use]
    pub fn described(&self, origin: &str, title: &str, (max_width, max_height): (u32, u32)) -> Value {
        let (width, height) = (WIDTH.min(max_width), HEIGHT.min(max_height));
        let address = attribute(&format!("{origin}{}{}", prefix(self.lang), self.frame));
        let called = attribute(title);
        let html = format!(
            "<iframe src=\"{address}\" width=\"{width}\" height=\"{height}\" title=\"{called}\" loading=\"lazy\" sandbox=\"allow-top-navigation-by-user-activation allow-popups\"></iframe>"
        );
        json!({
            "version": "1.0", "type": "rich", "title": title, "provider_name": "Almoner", "provider_url": origin,
            "width": width, "height": height, "html": html, "cache_age": 3600,
        })
    }
}

/// A text within quotation marks of an attribute.
fn attribute(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_pages_are_described() {
        let origin = "https://give.example";
        let ask = |url: &str| Some(framed(origin, url)?.described(origin, "A \"name\" & <more>", (400, u32::MAX)));
        let told = ask("https://give.example/zh/funds/flood-2026").expect("a card");
        assert_eq!((&told["width"], &told["height"]), (&400.into(), &480.into()));
        assert!(
            told["html"].as_str().is_some_and(|html| html.contains("https://give.example/zh/embed/funds/flood-2026"))
        );
        assert_eq!(told["title"], "A \"name\" & <more>");
        let named = |html: &str| html.contains("title=\"A &quot;name&quot; &amp; &lt;more>\"");
        assert!(told["html"].as_str().is_some_and(named), "{told}");
        let report = ask("https://give.example/en/reports/5/report.html?fund=a&to=2026-01-01").expect("a card");
        assert!(report["html"].as_str().is_some_and(|html| html.contains("/reports/5?fund=a&amp;to=2026-01-01\"")));
        for url in [
            "https://other.example/funds/a",
            "https://give.example/",
            "https://give.example/funds/\"><x",
            "https://give.example/gifts/G-1",
        ] {
            assert_eq!(ask(url), None, "{url}");
        }
    }
}
