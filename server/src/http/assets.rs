//! The files that pages need, from inside the binary. Their addresses carry their hash, so a browser keeps each for
//! ever and never asks again. The build lays compressed ones beside them (`almoner.css.br`).

use std::borrow::Cow;
use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::web::{Bytes, Path, ServiceConfig, get};
use actix_web::{HttpRequest, HttpResponse};
use rust_embed::{EmbeddedFile, RustEmbed};

use app::view::Assets;

use super::encoding::Encoding;

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// The routes.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/assets/{hash}/{name:.*}", get().to(file));
}

/// A file's bytes; nothing where the build did not make it.
pub fn bytes(name: &str) -> Cow<'static, [u8]> {
    Site::get(name).map_or(Cow::Borrowed(&[]), |file| file.data)
}

/// The addresses that pages name.
pub fn addresses() -> &'static Assets {
    static ADDRESSES: LazyLock<Assets> = LazyLock::new(|| Assets {
        css: address("almoner.css"),
        start: address("start.js"),
        js: address("almoner.js"),
        wasm: address("almoner.wasm"),
        check: ["check-page.js", "check-worker.js", "check.wasm"].map(address),
        icon: address("favicon.svg"),
        card: address("card.png"),
        fonts: ["fonts/serif-600.woff2", "fonts/sans-400.woff2"].map(address).to_vec(),
    });
    &ADDRESSES
}

fn address(name: &str) -> String {
    let hash = Site::get(name).map_or_else(|| "0".to_owned(), |file| version(&file));
    format!("/assets/{hash}/{name}")
}

/// The first eight bytes of the file's hash: a change of the file changes its address.
fn version(file: &EmbeddedFile) -> String {
    ledger::json::hex(file.metadata.sha256_hash().get(..8).unwrap_or_default())
}

async fn file(request: HttpRequest, path: Path<(String, String)>) -> HttpResponse {
    let (hash, name) = path.into_inner();
    let Some(file) = Site::get(&name).filter(|file| version(file) == hash) else {
        return HttpResponse::NotFound().finish();
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, file.metadata.mimetype().to_owned()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "Accept-Encoding"));
    let packed = packed(&name, Encoding::of(&request));
    if let Some((word, _)) = &packed {
        response.insert_header((header::CONTENT_ENCODING, *word));
    }
    match packed.map_or(file.data, |(_, packed)| packed.data) {
        // In the binary already: nothing is copied.
        Cow::Borrowed(data) => response.body(Bytes::from_static(data)),
        Cow::Owned(data) => response.body(data),
    }
}

/// The file as the build has compressed it, if it did and the client takes it.
fn packed(name: &str, encoding: Encoding) -> Option<(&'static str, EmbeddedFile)> {
    let ending = match encoding {
        Encoding::Plain => return None,
        Encoding::Gzip => "gz",
        Encoding::Brotli => "br",
    };
    Some((encoding.word()?, Site::get(&format!("{name}.{ending}"))?))
}
