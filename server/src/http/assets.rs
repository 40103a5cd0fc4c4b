//! The files that pages need, from inside the binary. Their addresses carry their hash, so a browser keeps each for
//! ever and never asks again.

use std::sync::LazyLock;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, ServiceConfig, get};
use rust_embed::{EmbeddedFile, RustEmbed};

use app::view::Assets;

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// The routes.
pub fn routes(config: &mut ServiceConfig) {
    config.route("/assets/{hash}/{name:.*}", get().to(file));
}

/// The addresses that pages name.
pub fn addresses() -> &'static Assets {
    static ADDRESSES: LazyLock<Assets> = LazyLock::new(|| Assets {
        css: address("almoner.css"),
        start: address("start.js"),
        js: address("almoner.js"),
        wasm: address("almoner.wasm"),
        icon: address("favicon.svg"),
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

async fn file(path: Path<(String, String)>) -> HttpResponse {
    let (hash, name) = path.into_inner();
    match Site::get(&name).filter(|file| version(file) == hash) {
        Some(file) => HttpResponse::Ok()
            .insert_header((header::CONTENT_TYPE, file.metadata.mimetype().to_owned()))
            .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
            .body(file.data.into_owned()),
        None => HttpResponse::NotFound().finish(),
    }
}
