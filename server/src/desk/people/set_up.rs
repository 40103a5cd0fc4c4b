//! A first password, or a new one in place of one that was forgotten: by a one-time link.

use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, Desk, Done, PasswordFault, SetUp};

use super::lines::weak;
use super::{log_in, password};
use crate::desk::gate;
use crate::desk::visit::{self, Answered, Pairs, failed, led, page, typed};
use crate::http::Site;
use crate::http::reader::Reader;
use crate::private::acts::{self, Act};
use crate::private::{links, passkeys, people, sessions};
use crate::store::Stored;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    secret: String,
}

pub(in crate::desk) async fn form(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let reader = match Reader::of(&request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    let (secret, wanted) = (asked.secret.clone(), asked.secret.clone());
    let found: Stored<_> = site.private.run(move |db| links::holder(db, &wanted)).await;
    match found {
        Ok(Some(person)) => show(&site, &reader, 200, SetUp { secret, account: person.account(), fault: None }),
        Ok(None) => over(&site, &reader),
        Err(error) => failed(&site, &reader, &error),
    }
}

fn show(site: &Site, reader: &Reader, status: u16, form: SetUp) -> HttpResponse {
    page(site, reader, Desk { staff: None, status, done: None, content: Content::SetUp(form) })
}

fn over(site: &Site, reader: &Reader) -> HttpResponse {
    page(site, reader, Desk { staff: None, status: 410, done: None, content: Content::LinkOver })
}

pub(in crate::desk) async fn set_up(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    answer(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    visit::own(request, site)?;
    let reader = Reader::of(request)?;
    let wrong = |error| failed(site, &reader, &error);
    let secret = typed(form, "secret").to_owned();
    let wanted = secret.clone();
    let person: Stored<_> = site.private.run(move |db| links::holder(db, &wanted)).await;
    let Some(person) = person.map_err(wrong)? else { return Err(over(site, &reader)) };
    let (new, again) = (typed(form, "password").to_owned(), typed(form, "again"));
    let judged = password::judge(&new, &person.account()).map_err(weak);
    let judged = judged.and_then(|()| if new == again { Ok(()) } else { Err(PasswordFault::Different) });
    if let Err(fault) = judged {
        return Err(show(site, &reader, 422, SetUp { secret, account: person.account(), fault: Some(fault) }));
    }
    let hash = site.desk.hashing(move || password::hash(&new)).await.map_err(wrong)?;
    let hash = hash.map_err(|error| wrong(crate::store::StoreError::Database(error)))?;
    let taken: Stored<_> = site
        .private
        .run(move |db| {
            let Some(person) = links::take(db, &secret)? else { return Ok(None) };
            people::set_password(db, person.id, &hash)?;
            sessions::end_others(db, person.id, None)?;
            // Whoever had got into the account may have left a key of their own in it.
            for passkey in passkeys::of_person(db, person.id)? {
                passkeys::remove(db, person.id, &passkey.id)?;
                acts::add(db, &person.account(), Act::PasskeyRemoved, &person.account(), &passkey.name)?;
            }
            acts::add(db, &person.account(), Act::PasswordSet, &person.account(), "")?;
            Ok(Some(person))
        })
        .await;
    let Some(person) = taken.map_err(wrong)? else { return Err(over(site, &reader)) };
    let secret = log_in::begin(request, site, person.id).await.map_err(wrong)?;
    site.desk.throttle.welcome(&person.account(), gate::address(request));
    Ok(led(&reader, &format!("/desk?done={}", Done::SetUp.word()), Some(gate::cookie(&secret))))
}
