//! `/gifts/CODE/follow`: a donor types an address, and a letter asks its reader whether they want to follow.
//!
//! The answer is the same whoever is asked, follows already or has stopped: nobody learns from it who does.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, Desk, FollowFault, FollowPage};
use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::value::Key;

use crate::desk::gate;
use crate::desk::visit::{self, Answered, Pairs, is_shown_again, typed};
use crate::http::Site;
use crate::http::reader::Reader;
use crate::private::followers;
use crate::private::outbox::{self, Kind};
use crate::store::{StoreError, Stored};

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, code: Path<String>) -> HttpResponse {
    let answered = async {
        let reader = Reader::of(&request)?;
        let gift = gift(&request, &site, &reader, &code).await?;
        Ok(page(&site, &reader, 200, FollowPage { code: gift.0.to_string(), ..FollowPage::default() }))
    };
    answered.await.unwrap_or_else(|answer: HttpResponse| answer)
}

pub(in crate::desk) async fn ask(
    request: HttpRequest,
    site: Data<Site>,
    code: Path<String>,
    form: Form<Pairs>,
) -> HttpResponse {
    asked(&request, &site, &code, &form).await.unwrap_or_else(|answer| answer)
}

async fn asked(request: &HttpRequest, site: &Site, code: &str, form: &Pairs) -> Answered {
    visit::own(request, site)?;
    let reader = Reader::of(request)?;
    let (code, key) = gift(request, site, &reader, code).await?;
    let address = typed(form, "address").trim().to_owned();
    let typed = FollowPage { code: code.to_string(), address: address.clone(), ..FollowPage::default() };
    if !site.can_mail {
        return Ok(page(site, &reader, 200, typed));
    }
    if !super::is_address(&address) {
        return Ok(page(site, &reader, 422, FollowPage { fault: Some(FollowFault::Address), ..typed }));
    }
    if is_shown_again(form) {
        return Ok(page(site, &reader, 200, typed));
    }
    if let Err(seconds) = site.desk.letters.allow(&address, gate::address(request)) {
        return Ok(page(site, &reader, 429, FollowPage { fault: Some(FollowFault::Wait(seconds)), ..typed }));
    }
    let (seq, lang) = (code.seq(), reader.lang);
    let kept: Stored<()> = site
        .private
        .run(move |db| {
            if let Some(contact) = followers::ask(db, key, seq, &address, lang)? {
                outbox::put(db, contact, seq, Kind::Question)?;
            }
            Ok(())
        })
        .await;
    kept.map_err(|error| visit::failed(site, &reader, &error))?;
    Ok(page(site, &reader, 200, FollowPage { is_asked: true, address: String::new(), ..typed }))
}

fn page(site: &Site, reader: &Reader, status: u16, page: FollowPage) -> HttpResponse {
    let content = Content::Follow(FollowPage { can_mail: site.can_mail, ..page });
    visit::page(site, reader, Desk { staff: None, status, done: None, content })
}

/// The code of a gift that stands, and the key of its entry.
async fn gift(
    request: &HttpRequest,
    site: &Site,
    reader: &Reader,
    code: &str,
) -> Result<(GiftCode, Key), HttpResponse> {
    let code = GiftCode::parse(code).ok();
    let readers = site.readers.clone();
    let found = actix_web::web::block(move || {
        readers.ask(|tables| {
            let Some(code) = code else { return Ok(None) };
            let Some(entry) = tables.entry(code.seq())? else { return Ok(None) };
            let is_gift = matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_));
            let stands = is_gift && tables.reversed_by(entry.seq)?.is_none();
            Ok::<_, StoreError>(stands.then_some((code, entry.key)))
        })
    })
    .await;
    let found = match found {
        Ok(found) => found,
        Err(error) => Err(StoreError::Database(error.to_string())),
    };
    match found.map_err(|error| visit::failed(site, reader, &error))? {
        // A mirror has no private store of its own to keep an address in.
        Some(found) if site.mirror.is_none() => Ok(found),
        _ => Err(crate::http::site::not_found(request.clone(), Data::new(site.clone())).await),
    }
}
