//! The pictures of a page as files: each is cut out of the page, so that the file can't differ from what is shown. As SVG,
//! and as PNG for those whose programs take nothing else.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::picture::standalone;
use app::view::{Page, Refused};
use ledger::code::GiftCode;

use super::Site;
use super::cards::{self, PNG};
use super::show::{Made, Setting, serve};
use super::versions::Concern;
use crate::pages::{self, GiftQuery, Lookup};

const SVG: &str = "image/svg+xml; charset=utf-8";

/// A picture of a fund's page.
pub async fn fund(request: HttpRequest, site: Data<Site>, of: Path<(String, String, String)>) -> HttpResponse {
    let (id, name, form) = of.into_inner();
    let concern = Concern::Fund(id.clone());
    serve(&request, &site, concern, move |lookup, setting| Ok(cut(&pages::fund(lookup, &id)?, &name, &form, setting)))
        .await
}

/// A picture of a gift's page.
pub async fn gift(request: HttpRequest, site: Data<Site>, of: Path<(String, String, String)>) -> HttpResponse {
    let (typed, name, form) = of.into_inner();
    let concern = GiftCode::parse(&typed).map_or(Concern::Log, |code| Concern::Gift(code.seq()));
    let page = move |lookup: &mut Lookup<'_>| pages::gift(lookup, &typed, &GiftQuery::default());
    serve(&request, &site, concern, move |lookup, setting| Ok(cut(&page(lookup)?, &name, &form, setting))).await
}

fn cut(page: &Page, name: &str, form: &str, setting: &Setting<'_>) -> Made {
    let whole = setting.document(page, None);
    let found = std::str::from_utf8(&whole.body).ok().filter(|_| whole.status == 200);
    let drawing = found.and_then(|page| standalone(page, name));
    let made = drawing.and_then(|drawing| match form {
        "png" => Some((PNG, cards::png(&drawing)?)),
        _ => Some((SVG, drawing.into_bytes())),
    });
    match made {
        Some((media_type, body)) => Made { status: 200, media_type, body },
        None => setting.document(&Page::Refused(Refused::NotFound), None),
    }
}
