//! Answers kept in memory: each made once, however many ask, and compressed at most once an encoding.

use std::sync::{Arc, OnceLock};

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::web::{Bytes, block};
use actix_web::{HttpRequest, HttpResponse};
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::encoding::Encoding;
use super::reader::Reader;

/// Answers and what belongs to them take at most so many bytes.
const KEPT_BYTES: u64 = 48 * 1024 * 1024;

/// A middling page, to size the table by.
const PAGE_BYTES: usize = 24 * 1024;

/// Bodies shorter than this fit into one packet: compressing them saves nobody anything.
const WORTH_PACKING: usize = 860;

/// What an answer is kept under: the version is that by which it was looked up.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    /// The address with its prefix and query.
    pub address: String,
    /// English or Chinese.
    pub chinese: bool,
    /// How much of the log was known to concern it.
    pub version: u64,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    status: StatusCode,
    media_type: HeaderValue,
    /// Without a tag it is sent whole each time, and not kept.
    etag: Option<HeaderValue>,
    plain: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

impl Answer {
    /// An answer as made; with a tag, those who hold it already are told that it still holds.
    #[must_use]
    pub fn new(status: u16, media_type: &'static str, etag: Option<&str>, body: Vec<u8>) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::OK),
            media_type: HeaderValue::from_static(media_type),
            etag: etag.and_then(|etag| HeaderValue::from_str(etag).ok()),
            plain: body.into(),
            gzip: OnceLock::new(),
            brotli: OnceLock::new(),
        }
    }

    /// Whether it is the same for everybody until the log says otherwise.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.etag.is_some()
    }

    /// Sends it as the client likes it, or says that the client has it.
    pub async fn send(self: Arc<Self>, request: &HttpRequest, reader: &Reader) -> HttpResponse {
        if let Some(etag) = self.etag.as_ref().filter(|etag| holds(request, etag)) {
            return not_modified(etag.clone(), reader);
        }
        let mut response = HttpResponse::build(self.status);
        response.insert_header((header::CONTENT_TYPE, self.media_type.clone()));
        response.insert_header((header::CACHE_CONTROL, caching(reader)));
        response.insert_header((header::VARY, HeaderValue::from_static(reader.vary())));
        if let Some(etag) = &self.etag {
            response.insert_header((header::ETAG, etag.clone()));
        }
        if self.media_type == super::cards::PNG {
            // A card is made to be shown elsewhere.
            response.insert_header(("Cross-Origin-Resource-Policy", "cross-origin"));
        }
        let encoding = if self.is_worth_packing() { Encoding::of(request) } else { Encoding::Plain };
        if let Some(word) = encoding.word() {
            response.insert_header((header::CONTENT_ENCODING, HeaderValue::from_static(word)));
        }
        response.body(self.encoded(encoding).await)
    }

    /// Pictures of points are compressed already.
    fn is_worth_packing(&self) -> bool {
        self.plain.len() >= WORTH_PACKING && self.media_type != super::cards::PNG
    }

    async fn encoded(self: &Arc<Self>, encoding: Encoding) -> Bytes {
        let place = match encoding {
            Encoding::Plain => return self.plain.clone(),
            Encoding::Gzip => |answer: &Self| answer.gzip.get().cloned(),
            Encoding::Brotli => |answer: &Self| answer.brotli.get().cloned(),
        };
        if let Some(packed) = place(self) {
            return packed;
        }
        let answer = Arc::clone(self);
        let packed = block(move || answer.pack(encoding)).await;
        packed.unwrap_or_else(|_| self.pack(encoding))
    }

    fn pack(&self, encoding: Encoding) -> Bytes {
        let place = if encoding == Encoding::Gzip { &self.gzip } else { &self.brotli };
        place.get_or_init(|| encoding.encode(&self.plain).into()).clone()
    }
}

/// Before anything is rendered: the client holds what it would get.
pub fn not_modified(etag: HeaderValue, reader: &Reader) -> HttpResponse {
    HttpResponse::NotModified()
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, caching(reader)))
        .insert_header((header::VARY, HeaderValue::from_static(reader.vary())))
        .finish()
}

/// Asked again each time, which costs little; an address that says its language may be kept by proxies too.
fn caching(reader: &Reader) -> HeaderValue {
    HeaderValue::from_static(if reader.prefixed { "public, no-cache" } else { "private, no-cache" })
}

/// Whether `If-None-Match` names the tag. All our tags are weak, because one stands for every encoding.
#[must_use]
pub fn holds(request: &HttpRequest, etag: &HeaderValue) -> bool {
    let (Some(held), Ok(etag)) = (request.headers().get(header::IF_NONE_MATCH), etag.to_str()) else { return false };
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let ours = opaque(etag);
    held.to_str().is_ok_and(|held| held.split(',').any(|tag| tag.trim() == "*" || opaque(tag) == ours))
}

/// Answers by their bytes: the plain one, and as much again for the packed ones.
#[derive(Debug, Clone)]
struct Weight;

impl Weighter<Key, Arc<Answer>> for Weight {
    fn weight(&self, key: &Key, answer: &Arc<Answer>) -> u64 {
        (key.address.len() + answer.plain.len() + answer.plain.len() / 2 + 512) as u64
    }
}

/// The answers of a server. Those of old versions are never asked for again and fall out.
#[derive(Debug)]
pub struct Kept {
    cache: Cache<Key, Arc<Answer>, Weight>,
}

impl Default for Kept {
    fn default() -> Self {
        let pages = usize::try_from(KEPT_BYTES).unwrap_or(usize::MAX) / PAGE_BYTES;
        Self { cache: Cache::with_weighter(pages, KEPT_BYTES, Weight) }
    }
}

impl Kept {
    /// The answer, if it is there.
    #[must_use]
    pub fn find(&self, key: &Key) -> Option<Arc<Answer>> {
        self.cache.get(key)
    }

    /// The answer that is there, or that somebody else is making now, or that is made. What may not be kept comes as the
    /// error, for the one who made it alone.
    ///
    /// # Errors
    /// The answer, if it is not to be kept.
    pub async fn find_or_make(
        &self,
        key: &Key,
        make: impl Future<Output = Result<Answer, Answer>>,
    ) -> Result<Arc<Answer>, Answer> {
        self.cache.get_or_insert_async(key, async { make.await.map(Arc::new) }).await
    }
}
