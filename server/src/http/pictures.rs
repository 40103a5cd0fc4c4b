//! The pictures of a page as files: each is cut out of the page, so that the file can't differ from what is shown.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::picture::standalone;
use app::view::{Page, Refused};
use ledger::code::GiftCode;

use super::Site;
use super::show::{Made, Setting, serve};
use super::versions::Concern;
use crate::pages::{self, GiftQuery, Lookup};

const SVG: &str = "image/svg+xml; charset=utf-8";

/// A picture of a fund's page.
pub async fn fund(request: HttpRequest, site: Data<Site>, of: Path<(String, String)>) -> HttpResponse {
    let (id, name) = of.into_inner();
    let concern = Concern::Fund(id.clone());
    serve(&request, &site, concern, move |lookup, setting| Ok(cut(&pages::fund(lookup, &id)?, &name, setting))).await
}

/// A picture of a gift's page.
pub async fn gift(request: HttpRequest, site: Data<Site>, of: Path<(String, String)>) -> HttpResponse {
    let (typed, name) = of.into_inner();
    let concern = GiftCode::parse(&typed).map_or(Concern::Log, |code| Concern::Gift(code.seq()));
    let page = move |lookup: &mut Lookup<'_>| pages::gift(lookup, &typed, &GiftQuery::default());
    serve(&request, &site, concern, move |lookup, setting| Ok(cut(&page(lookup)?, &name, setting))).await
}

fn cut(page: &Page, name: &str, setting: &Setting<'_>) -> Made {
    let whole = setting.document(page, None);
    match std::str::from_utf8(&whole.body).ok().and_then(|page| standalone(page, name)) {
        Some(body) if whole.status == 200 => Made { status: 200, media_type: SVG, body: body.into_bytes() },
        _ => setting.document(&Page::Refused(Refused::NotFound), None),
    }
}
