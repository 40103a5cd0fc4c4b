//! `/mail/SECRET`: one press, and no more mail about a gift (RFC 8058).
//!
//! Whoever has the secret may press: it stands in the letter alone. The form may come from anywhere, because mail programs
//! press it for the reader. Looking presses nothing: programs that check links look at every address.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Bulk, Content, Desk};

use crate::desk::visit;
use crate::http::Site;
use crate::http::reader::Reader;
use crate::private::contacts;

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, secret: Path<String>) -> HttpResponse {
    let secret = secret.into_inner();
    answer(&request, &site, move |db| Ok(contacts::by_secret(db, &secret)?.map(|found| found.stopped_at.is_some())))
        .await
}

pub(in crate::desk) async fn stop(request: HttpRequest, site: Data<Site>, secret: Path<String>) -> HttpResponse {
    let secret = secret.into_inner();
    answer(&request, &site, move |db| Ok(contacts::stop(db, &secret)?.then_some(true))).await
}

async fn answer(
    request: &HttpRequest,
    site: &Site,
    ask: impl FnOnce(&mut crate::store::Db) -> crate::store::Stored<Option<bool>> + Send + 'static,
) -> HttpResponse {
    let reader = match Reader::of(request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    match site.private.run(ask).await {
        Ok(Some(stopped)) => {
            let path = reader.path.split('?').next().unwrap_or_default().to_owned();
            let content = Content::Bulk(Box::new(Bulk::Stop { stopped, path }));
            visit::page(site, &reader, Desk { staff: None, status: 200, done: None, content })
        }
        Ok(None) => crate::http::site::not_found(request.clone(), Data::new(site.clone())).await,
        Err(error) => visit::failed(site, &reader, &error),
    }
}
