//! The headers of what is frozen: its tag, its digest, how long it keeps.

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use base64::Engine as _;
use sha2::{Digest as _, Sha256};

/// What never changes is kept for a year, the longest that anybody keeps anything.
pub(super) const FROZEN: &str = "public, max-age=31536000, immutable";

/// The same address, the same bytes: a strong tag can be known before they are.
pub(super) fn etag(path: &str) -> HeaderValue {
    let hash = Sha256::digest(format!("{} {path}", ledger::report::FORMAT));
    HeaderValue::from_str(&format!("\"{}\"", ledger::json::hex(&hash[..16])))
        .unwrap_or(HeaderValue::from_static("\"report\""))
}

/// What stands before the bytes of a file of a report; they, or their digest, are still to come.
pub(super) fn frozen(media_type: &'static str, name: &str, size: u64, etag: HeaderValue) -> HttpResponseBuilder {
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(media_type)
        .insert_header((header::ETAG, etag))
        .insert_header((header::CACHE_CONTROL, FROZEN))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header((header::ACCESS_CONTROL_EXPOSE_HEADERS, "Almoner-Log-Size, Content-Digest, ETag, Repr-Digest"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .insert_header(("Almoner-Log-Size", size.to_string()));
    if name != "report.html" {
        answer.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{size}-{name}\"")));
    }
    answer
}

/// A digest as headers have it.
pub(super) fn in_base64(hash: Sha256) -> String {
    base64::engine::general_purpose::STANDARD.encode(hash.finalize())
}

/// Adds a digest as RFC 9530 has it, and as its forerunner RFC 3230 had. Nothing is packed on its way here, so that what is
/// sent and what it represents have the same.
pub(super) fn digested(answer: &mut HttpResponseBuilder, digest: &str) {
    answer
        .insert_header(("Repr-Digest", format!("sha-256=:{digest}:")))
        .insert_header(("Content-Digest", format!("sha-256=:{digest}:")))
        .insert_header(("Digest", format!("SHA-256={digest}")));
}

/// A whole file.
pub(super) fn whole(mut answer: HttpResponseBuilder, body: Vec<u8>) -> HttpResponse {
    digested(&mut answer, &in_base64(Sha256::new_with_prefix(&body)));
    answer.body(body)
}

/// Whether a reader asks for the digest before the bytes (RFC 9530, section 4): `Want-Repr-Digest: sha-256=5`.
pub(super) fn wants_digest(request: &HttpRequest) -> bool {
    let said = ["want-repr-digest", "want-content-digest"].into_iter().filter_map(|name| request.headers().get(name));
    said.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(',')).any(|part| {
        let (name, weight) = part.split_once('=').unwrap_or((part, "1"));
        name.trim().eq_ignore_ascii_case("sha-256") && weight.trim() != "0"
    })
}
