//! A gift's page as a file that checks itself: made for whoever asks, under a checkpoint that covers it.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;

use app::page::{Inside, gift_copy};
use app::view::Page;

use super::encoding::Encoding;
use super::log::{ask, covering, log_of};
use super::problem::Problem;
use super::reader::Reader;
use super::{Site, api, assets};
use crate::log::proofs::Behind;
use crate::pages::{self, GiftQuery, Lookup};

/// The page and its bundle are of one moment: both are looked up in one snapshot. What comes in after it is in neither.
pub async fn gift(request: HttpRequest, site: Data<Site>, code: Path<String>) -> Result<HttpResponse, Problem> {
    let reader = match Reader::of(&request) {
        Ok(reader) => reader,
        Err(redirect) => return Ok(redirect),
    };
    let lang = reader.lang;
    let log = log_of(&site, lang)?;
    let code = api::code_in(&site, code.into_inner(), lang).await?;
    let found = ask(&site, move |tables| {
        let Some(behind) = Behind::gift(tables, code)? else { return Ok(None) };
        match pages::gift(&mut Lookup::new(tables), &code.to_string(), &GiftQuery::default())? {
            Page::Gift(gift) => Ok(Some((behind, gift))),
            _ => Ok(None),
        }
    });
    let Some((behind, gift)) = found.await? else { return Err(api::no_gift(&site, code, lang).await?) };
    let published = covering(&log, behind.last(), lang).await?;
    let bundle = ask(&site, move |tables| log.bundle(tables, &published, behind)).await?;
    let text = |name| String::from_utf8_lossy(&assets::bytes(name)).into_owned();
    let html = gift_copy(
        &gift,
        lang,
        &Inside {
            bundle: &bundle.to_json(),
            style: &text("almoner.css"),
            script: &text("check-copy.js"),
            wasm_base64: &base64::engine::general_purpose::STANDARD.encode(assets::bytes("check.wasm")),
            origin: site.origin().as_deref(),
        },
    );
    let name = format!("attachment; filename=\"{code}.html\"");
    let mut answer = HttpResponse::Ok();
    answer.content_type("text/html; charset=utf-8").insert_header((header::CONTENT_DISPOSITION, name));
    answer.insert_header((header::CACHE_CONTROL, "no-cache")).insert_header((header::VARY, reader.vary()));
    let encoding = Encoding::of(&request);
    if let Some(word) = encoding.word() {
        answer.insert_header((header::CONTENT_ENCODING, word));
    }
    Ok(answer.body(encoding.encode(html.as_bytes())))
}
