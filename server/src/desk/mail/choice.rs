//! `/mail/SECRET`: one press, and no more mail about a gift (RFC 8058); another, and its reader follows it.
//!
//! Whoever has the secret may press: it stands in the letter alone. The form that stops may come from anywhere, because mail
//! programs press it for the reader; the one that begins is ours. Looking presses nothing: programs that check links look
//! at every address.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, Desk, MailChoice, MailState};
use ledger::code::GiftCode;

use crate::desk::visit;
use crate::http::Site;
use crate::http::reader::Reader;
use crate::private::contacts::{self, ContactRow};
use crate::private::followers;
use crate::store::{Db, Stored};

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, secret: Path<String>) -> HttpResponse {
    answer(&request, &site, &secret, |_, _| Ok(())).await
}

pub(in crate::desk) async fn stop(request: HttpRequest, site: Data<Site>, secret: Path<String>) -> HttpResponse {
    answer(&request, &site, &secret, |db, secret| contacts::stop(db, secret).map(drop)).await
}

pub(in crate::desk) async fn follow(request: HttpRequest, site: Data<Site>, secret: Path<String>) -> HttpResponse {
    if let Err(foreign) = visit::own(&request, &site) {
        return foreign;
    }
    answer(&request, &site, &secret, |db, secret| followers::begin(db, secret).map(drop)).await
}

/// Does it, and shows how things are then.
async fn answer(
    request: &HttpRequest,
    site: &Site,
    secret: &str,
    act: impl FnOnce(&mut Db, &str) -> Stored<()> + Send + 'static,
) -> HttpResponse {
    let reader = match Reader::of(request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    let secret = secret.to_owned();
    let done: Stored<Option<ContactRow>> = site
        .private
        .run(move |db| {
            act(db, &secret)?;
            contacts::by_secret(db, &secret)
        })
        .await;
    match done {
        Ok(Some(contact)) => {
            let content = Content::Mail(choice(&contact));
            visit::page(site, &reader, Desk { staff: None, status: 200, done: None, content })
        }
        Ok(None) => crate::http::site::not_found(request.clone(), Data::new(site.clone())).await,
        Err(error) => visit::failed(site, &reader, &error),
    }
}

fn choice(contact: &ContactRow) -> MailChoice {
    let gift = contact.gift.and_then(|gift| u64::try_from(gift).ok());
    let state = match contact {
        ContactRow { stopped_at: Some(_), .. } => MailState::Stopped,
        ContactRow { follow: 1, .. } => MailState::Follows,
        ContactRow { unconfirmed: 1, .. } => MailState::Asked,
        _ => MailState::Receipt,
    };
    let code = gift.and_then(GiftCode::of_seq).map(|code| code.to_string());
    MailChoice { path: format!("/mail/{}", contact.secret), code, state }
}
