//! For programs that follow: Atom feeds (RFC 4287, paged as in RFC 5005), the sitemap, and what robots may read.

use std::io;

use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use app::words;
use ledger::Hash;
use ledger::code::GiftCode;
use ledger::refusal::Lang;
use ledger::value::SubjectKind;

use super::show::{Made, Setting, serve};
use super::versions::Concern;
use super::{Site, reader};
use crate::pages::{self, Feed, FeedEntry, Lookup};
use crate::store::Stored;

const ATOM: &str = "application/atom+xml; charset=utf-8";
const XML: &str = "application/xml; charset=utf-8";

/// Addresses in one file of the sitemap: the protocol allows 50,000, and this many fill about 3 MB.
const ADDRESSES: usize = 5_000;

/// The pages that are there before anything is recorded.
const FIRST: [&str; 4] = ["/", "/funds", "/entries", "/method"];

/// What has a page that search engines may keep.
const LISTED: [SubjectKind; 5] =
    [SubjectKind::Fund, SubjectKind::Organisation, SubjectKind::Project, SubjectKind::Site, SubjectKind::Handout];

type Xml = Writer<Vec<u8>>;

/// Which page of a feed.
#[derive(Debug, Clone, serde::Deserialize)]
pub struct Before {
    before: Option<u64>,
}

/// A fund's feed.
pub async fn fund(request: HttpRequest, site: Data<Site>, id: Path<String>, page: Query<Before>) -> HttpResponse {
    let before = page.before.unwrap_or(u64::MAX);
    let fill = move |lookup: &mut Lookup<'_>, setting: &Setting<'_>| {
        let feed = pages::fund_feed(lookup, &id, before, setting.reader.lang)?;
        Ok(made(feed, setting))
    };
    let concern = Concern::Fund(request.match_info().query("id").to_owned());
    serve(&request, &site, concern, fill).await
}

/// A gift's feed.
pub async fn gift(request: HttpRequest, site: Data<Site>, typed: Path<String>, page: Query<Before>) -> HttpResponse {
    let code = GiftCode::parse(&typed).ok();
    let before = page.before.unwrap_or(u64::MAX);
    let fill = move |lookup: &mut Lookup<'_>, setting: &Setting<'_>| {
        let feed = match code {
            Some(code) => pages::gift_feed(lookup, code, before, setting.reader.lang)?,
            None => None,
        };
        Ok(made(feed, setting))
    };
    serve(&request, &site, code.map_or(Concern::Log, |code| Concern::Gift(code.seq())), fill).await
}

fn made(feed: Option<Feed>, setting: &Setting<'_>) -> Made {
    match feed {
        Some(feed) => Made { status: 200, media_type: ATOM, body: atom(&feed, setting).into_bytes() },
        None => setting.document(&app::view::Page::Refused(app::view::Refused::NotFound), None),
    }
}

/// A name that holds wherever the site moves: the hash of an entry (RFC 6920).
fn name_of(hash: &Hash, part: &str) -> String {
    format!("ni:///sha3-256;{}{part}", BASE64_URL_SAFE_NO_PAD.encode(hash.0))
}

fn atom(feed: &Feed, setting: &Setting<'_>) -> String {
    let lang = setting.reader.lang;
    let base = format!("{}{}", setting.origin.as_deref().unwrap_or_default(), reader::prefix(lang));
    let part = words::pick(lang, "?feed=en", "?feed=zh");
    let own = format!("{base}{}/feed.atom", feed.page);
    document(|xml| {
        let root = xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom"));
        root.with_attribute(("xml:lang", words::tag(lang))).write_inner_content(|xml| {
            text(xml, "id", &name_of(&feed.about, part))?;
            text(xml, "title", &format!("{} · {}", feed.title, words::Words::of(lang).site_name))?;
            text(xml, "updated", &feed.updated.to_string())?;
            link(xml, "self", &format!("{}{}", base, setting.reader.path))?;
            link(xml, "alternate", &format!("{base}{}", feed.page))?;
            link(xml, "first", &own)?;
            if let Some(before) = feed.next {
                link(xml, "next", &format!("{own}?before={before}"))?;
            }
            xml.create_element("author").write_inner_content(|xml| text(xml, "name", &feed.author))?;
            feed.entries.iter().try_for_each(|entry| atom_entry(xml, entry, &base))
        })?;
        Ok(())
    })
}

fn atom_entry(xml: &mut Xml, entry: &FeedEntry, base: &str) -> io::Result<()> {
    xml.create_element("entry").write_inner_content(|xml| {
        text(xml, "id", &name_of(&entry.hash, ""))?;
        text(xml, "title", &entry.title)?;
        text(xml, "updated", &entry.at.to_string())?;
        text(xml, "published", &entry.at.to_string())?;
        link(xml, "alternate", &format!("{base}/entries/{}", entry.seq))?;
        text(xml, "summary", entry.summary)
    })?;
    Ok(())
}

fn document(write: impl FnOnce(&mut Xml) -> io::Result<()>) -> String {
    let mut xml = Writer::new(Vec::new());
    // Writing to memory never fails.
    let _ = xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).and_then(|()| write(&mut xml));
    String::from_utf8(xml.into_inner()).unwrap_or_default()
}

fn text(xml: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(value)).map(drop)
}

fn link(xml: &mut Xml, relation: &str, address: &str) -> io::Result<()> {
    xml.create_element("link")
        .with_attribute(("rel", relation))
        .with_attribute(("href", address))
        .write_empty()
        .map(drop)
}

/// Where this site is: as it was configured, or as this client reached it.
pub(super) fn origin(site: &Site, request: &HttpRequest) -> String {
    site.origin().unwrap_or_else(|| {
        let connection = request.connection_info();
        format!("{}://{}", connection.scheme(), connection.host())
    })
}

/// `/robots.txt`: pages may be read; searches would never end.
pub async fn robots(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let hidden = ["/search", "/en/search", "/zh/search", "/live", "/api/", "/en/reports/", "/zh/reports/", "/embed/"]
        .map(|path| format!("Disallow: {path}\n"));
    let text = format!("User-agent: *\n{}\nSitemap: {}/sitemap.xml\n", hidden.concat(), origin(&site, &request));
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .body(text)
}

/// `/sitemap.xml`: the list of the lists.
pub async fn sitemap(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let origin = origin(&site, &request);
    listed(&site, move |lookup, site| {
        let (_, things) = site.index.of_kinds(lookup.tables(), &LISTED, 0, 0)?;
        let entries = usize::try_from(lookup.tables().head()?.size).unwrap_or(usize::MAX);
        let parts = |name: &'static str, total: usize| {
            (0..total.div_ceil(ADDRESSES)).map(move |part| format!("/sitemap/{name}-{part}.xml"))
        };
        let parts: Vec<String> = parts("pages", things + FIRST.len()).chain(parts("entries", entries)).collect();
        Ok(Some(document(|xml| {
            let root = xml.create_element("sitemapindex").with_attribute(("xmlns", SITEMAP));
            root.write_inner_content(|xml| {
                parts.iter().try_for_each(|part| {
                    let one = xml.create_element("sitemap");
                    one.write_inner_content(|xml| text(xml, "loc", &format!("{origin}{part}"))).map(drop)
                })
            })?;
            Ok(())
        })))
    })
    .await
}

const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// `/sitemap/pages-N.xml` and `/sitemap/entries-N.xml`
pub async fn sitemap_part(request: HttpRequest, site: Data<Site>, part: Path<(String, usize)>) -> HttpResponse {
    let origin = origin(&site, &request);
    let (name, part) = part.into_inner();
    listed(&site, move |lookup, site| {
        let from = part.saturating_mul(ADDRESSES);
        let paths = match name.as_str() {
            "pages" => page_paths(lookup, site, from)?,
            "entries" => entry_paths(lookup, from)?,
            _ => Vec::new(),
        };
        Ok((!paths.is_empty()).then(|| {
            document(|xml| {
                let root = xml.create_element("urlset").with_attribute(("xmlns", SITEMAP));
                let root = root.with_attribute(("xmlns:xhtml", "http://www.w3.org/1999/xhtml"));
                root.write_inner_content(|xml| paths.iter().try_for_each(|path| addresses(xml, &origin, path)))?;
                Ok(())
            })
        }))
    })
    .await
}

fn page_paths(lookup: &mut Lookup<'_>, site: &Site, from: usize) -> Stored<Vec<String>> {
    let first = FIRST.iter().skip(from).map(|path| (*path).to_owned());
    let (skipped, room) = (from.saturating_sub(FIRST.len()), ADDRESSES - FIRST.len().saturating_sub(from));
    let (things, _) = site.index.of_kinds(lookup.tables(), &LISTED, skipped, room)?;
    let paths = things.into_iter().filter_map(|thing| match thing.kind {
        app::view::FoundKind::Subject(kind) => app::page::address(kind, &thing.id),
        app::view::FoundKind::Document => None,
    });
    Ok(first.chain(paths).collect())
}

fn entry_paths(lookup: &mut Lookup<'_>, from: usize) -> Stored<Vec<String>> {
    let size = usize::try_from(lookup.tables().head()?.size).unwrap_or(usize::MAX);
    Ok((from..size.min(from.saturating_add(ADDRESSES))).map(|seq| format!("/entries/{seq}")).collect())
}

/// A page in each language, each of which names the other.
fn addresses(xml: &mut Xml, origin: &str, path: &str) -> io::Result<()> {
    for lang in [Lang::En, Lang::Zh] {
        xml.create_element("url").write_inner_content(|xml| {
            text(xml, "loc", &format!("{origin}{}{path}", reader::prefix(lang)))?;
            for other in [Lang::En, Lang::Zh] {
                let link = xml.create_element("xhtml:link").with_attribute(("rel", "alternate"));
                let address = format!("{origin}{}{path}", reader::prefix(other));
                link.with_attribute(("hreflang", words::tag(other)))
                    .with_attribute(("href", address.as_str()))
                    .write_empty()?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Lists are made for whoever asks: seldom, and by programs that keep them.
async fn listed(
    site: &Site,
    make: impl FnOnce(&mut Lookup<'_>, &Site) -> Stored<Option<String>> + Send + 'static,
) -> HttpResponse {
    let there = site.clone();
    let made = actix_web::web::block(move || there.readers.ask(|tables| make(&mut Lookup::new(tables), &there))).await;
    match made {
        Ok(Ok(Some(xml))) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, XML))
            .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
            .body(xml),
        Ok(Ok(None)) => HttpResponse::NotFound().finish(),
        failed => {
            tracing::error!(?failed, "a list of addresses could not be made");
            HttpResponse::ServiceUnavailable().insert_header((header::RETRY_AFTER, "5")).finish()
        }
    }
}
