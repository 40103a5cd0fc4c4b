//! From a request to an answer: a redirect, "you have it", the kept answer, or a new one made from one snapshot.

use std::sync::Arc;

use actix_web::http::header::HeaderValue;
use actix_web::web::block;
use actix_web::{HttpRequest, HttpResponse};

use app::view::{Frame, Head, Page, Refused};
use ledger::refusal::Lang;
use sha2::{Digest as _, Sha256};

use super::kept::{self, Answer, Key};
use super::reader::Reader;
use super::versions::Concern;
use super::{Site, assets};
use crate::pages::{self, Lookup};
use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// The sources this program was built from: pages of different builds have different tags.
const BUILD: &str = env!("ALMONER_BUILD");

/// A page is begun anew so many times if entries that concern it come in meanwhile.
const TRIES: usize = 8;

/// How long whoever found the store busy is told to wait.
const RETRY_AFTER_S: u64 = 5;

/// A document that is no page, or a page: what an answer is made of.
#[derive(Debug)]
pub struct Made {
    /// The HTTP status; only what is found (200) is kept.
    pub status: u16,
    /// As `text/html; charset=utf-8`.
    pub media_type: &'static str,
    /// The bytes.
    pub body: Vec<u8>,
}

/// What a document is made with.
#[derive(Debug)]
pub struct Setting<'a> {
    /// Language and address.
    pub reader: &'a Reader,
    /// The last entry that concerns the document.
    pub head: Option<Head>,
    /// Where the site is reached from outside, as `https://give.example`.
    pub origin: Option<String>,
    /// Whether a key signs the log.
    pub signed: bool,
    /// Whether staff record here.
    pub has_desk: bool,
    /// Whether a mail server is set up.
    pub can_mail: bool,
}

impl<'a> Setting<'a> {
    /// That of a site.
    #[must_use]
    pub fn of(site: &Site, reader: &'a Reader, head: Option<Head>) -> Self {
        let (signed, has_desk) = (site.log.is_some(), site.mirror.is_none());
        Self { reader, head, origin: site.origin(), signed, has_desk, can_mail: site.can_mail }
    }

    /// A page in its document, with the hours of the place it is about.
    ///
    /// # Errors
    /// The database's own.
    pub fn page(&self, lookup: &mut Lookup<'_>, page: &Page) -> Stored<Made> {
        Ok(self.document(page, pages::zone(lookup, page)?))
    }

    /// A page that is about no place.
    #[must_use]
    pub fn document(&self, page: &Page, zone: Option<&'static str>) -> Made {
        let frame = Frame {
            lang: self.reader.lang,
            assets: assets::addresses().clone(),
            path: self.reader.path.clone(),
            prefix: self.reader.prefix(),
            origin: self.origin.clone(),
            head: self.head.clone(),
            signed: self.signed,
            has_desk: self.has_desk,
            can_mail: self.can_mail,
            zone,
        };
        let body = app::page::render(page, &frame);
        Made { status: page.status(), media_type: "text/html; charset=utf-8", body: body.into_bytes() }
    }
}

/// Fills a page from the log and sends it; any entry may change it.
pub async fn show(
    request: &HttpRequest,
    site: &Site,
    fill: impl FnOnce(&mut Lookup<'_>) -> Stored<Page> + Send + 'static,
) -> HttpResponse {
    show_about(request, site, Concern::Log, fill).await
}

/// Fills a page from the log and sends it; only what concerns it changes it.
pub async fn show_about(
    request: &HttpRequest,
    site: &Site,
    concern: Concern,
    fill: impl FnOnce(&mut Lookup<'_>) -> Stored<Page> + Send + 'static,
) -> HttpResponse {
    serve(request, site, concern, |lookup, setting| fill(lookup).and_then(|page| setting.page(lookup, &page))).await
}

/// Makes a page for this request alone: what was searched for is nobody else's.
pub async fn show_once(
    request: &HttpRequest,
    site: &Site,
    fill: impl FnOnce(&mut Lookup<'_>) -> Stored<Page> + Send + 'static,
) -> HttpResponse {
    let reader = match Reader::of(request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    let answer = make(
        site,
        &reader,
        Concern::Log,
        |lookup, setting| fill(lookup).and_then(|page| setting.page(lookup, &page)),
        Keep::No,
    )
    .await;
    Arc::new(answer.unwrap_or_else(|answer| answer)).send(request, &reader).await
}

/// Sends a document that is a function of what concerns it, of the language and of the build.
pub async fn serve(
    request: &HttpRequest,
    site: &Site,
    concern: Concern,
    fill: impl FnOnce(&mut Lookup<'_>, &Setting<'_>) -> Stored<Made> + Send + 'static,
) -> HttpResponse {
    let reader = match Reader::of(request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    site.renew_if_grown().await;
    let version = site.versions.shown(&concern);
    let address = format!("{}{}", reader.prefix(), reader.path);
    let key = Key { address, chinese: reader.lang == Lang::Zh, version };
    if let Some(answer) = site.kept.find(&key) {
        return answer.send(request, &reader).await;
    }
    let expected = HeaderValue::from_str(&tag(site, &reader, version));
    if let Some(etag) = expected.ok().filter(|etag| kept::holds(request, etag)) {
        return kept::not_modified(etag, &reader);
    }
    let made = site.kept.find_or_make(&key, make(site, &reader, concern, fill, Keep::Yes)).await;
    made.unwrap_or_else(Arc::new).send(request, &reader).await
}

/// Weak: the same tag for every encoding.
fn tag(site: &Site, reader: &Reader, version: u64) -> String {
    let lang = if reader.lang == Lang::Zh { "zh" } else { "en" };
    format!("W/\"{BUILD}-{}-{lang}-{version}\"", settings(site))
}

/// What pages say differently under other settings, as eight hex digits: a server that is started anew with mail, a desk, a
/// key or an origin makes pages anew, and no browser keeps the old ones.
fn settings(site: &Site) -> String {
    let is_set = [site.log.is_some(), site.mirror.is_some(), site.can_mail, site.documents.is_some()];
    let said = format!("{is_set:?} {}", site.origin().unwrap_or_default());
    ledger::json::hex(Sha256::digest(said).get(..4).unwrap_or_default())
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Keep {
    Yes,
    No,
}

async fn make(
    site: &Site,
    reader: &Reader,
    concern: Concern,
    fill: impl FnOnce(&mut Lookup<'_>, &Setting<'_>) -> Stored<Made> + Send + 'static,
    keep: Keep,
) -> Result<Answer, Answer> {
    let (site_there, reader_there) = (site.clone(), reader.clone());
    let made = block(move || in_snapshot(&site_there, &reader_there, &concern, fill)).await;
    match made {
        Ok(Ok((version, made))) if made.status == 200 && keep == Keep::Yes => {
            Ok(Answer::new(made.status, made.media_type, Some(&tag(site, reader, version)), made.body))
        }
        Ok(Ok((_, made))) => Err(Answer::new(made.status, made.media_type, None, made.body)),
        failed => {
            if let Ok(Err(error)) = failed {
                tracing::error!(%error, path = reader.path, "a page could not be filled");
            }
            let setting = Setting::of(site, reader, None);
            let made = setting.document(&Page::Refused(Refused::Busy { retry_after_s: RETRY_AFTER_S }), None);
            Err(Answer::new(made.status, made.media_type, None, made.body))
        }
    }
}

/// All look-ups of a document see one state of the log, and the version is that state's.
fn in_snapshot(
    site: &Site,
    reader: &Reader,
    concern: &Concern,
    fill: impl FnOnce(&mut Lookup<'_>, &Setting<'_>) -> Stored<Made>,
) -> Stored<(u64, Made)> {
    let mut fill = Some(fill);
    for _ in 0..TRIES {
        let made = site.readers.ask(|tables| {
            let Some(version) = site.versions.exact(tables, concern)? else { return Ok(None) };
            let head = last_entry(tables, version)?;
            let Some(fill) = fill.take() else { return Ok(None) };
            let setting = Setting::of(site, reader, head);
            fill(&mut Lookup::sharing(tables, &site.known), &setting).map(|made| Some((version, made)))
        })?;
        if let Some(made) = made {
            return Ok(made);
        }
    }
    Err(StoreError::Database("the log grew faster than the page could be made".into()))
}

fn last_entry(tables: &mut Tables, version: u64) -> Stored<Option<Head>> {
    let Some(seq) = version.checked_sub(1) else { return Ok(None) };
    let found = tables.latest(version, 1)?;
    Ok(found.first().map(|(entry, hash)| Head { seq, hash: hash.to_string(), at: entry.at }))
}
