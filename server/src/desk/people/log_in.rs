//! Logging in and out. What was wrong is not said, and takes as long for an account that there is as for one that there
//! is not.

use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, Desk, Done, LogIn, LogInFault};

use super::password;
use crate::desk::visit::{self, Answered, Pairs, failed, led, page, typed};
use crate::desk::{gate, passkey};
use crate::http::Site;
use crate::http::reader::Reader;
use crate::private::{people, sessions};
use crate::store::Stored;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    next: String,
    #[serde(default)]
    done: String,
}

/// The form; whoever is logged in already goes on to the desk.
pub(in crate::desk) async fn form(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let reader = match Reader::of(&request) {
        Ok(reader) => reader,
        Err(redirect) => return redirect,
    };
    match visit::staff(&request, &site).await {
        Ok(Some(_)) => visit::to(&reader, gate::next(&asked.next)),
        Ok(None) => {
            let next = if asked.next.is_empty() { String::new() } else { gate::next(&asked.next).to_owned() };
            show(
                &site,
                &reader,
                200,
                Done::of_word(&asked.done),
                LogIn { next, passkey: passkey::ask(&request, &site, None), ..LogIn::default() },
            )
        }
        Err(error) => failed(&site, &reader, &error),
    }
}

fn show(site: &Site, reader: &Reader, status: u16, done: Option<Done>, form: LogIn) -> HttpResponse {
    page(site, reader, Desk { staff: None, status, done, content: Content::LogIn(form) })
}

pub(in crate::desk) async fn log_in(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    answer(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    visit::own(request, site)?;
    let reader = Reader::of(request)?;
    let account = typed(form, "account").trim().to_lowercase();
    let next = gate::next(typed(form, "next")).to_owned();
    let again = |status, fault| {
        let form = LogIn {
            account: typed(form, "account").to_owned(),
            next: next.clone(),
            fault: Some(fault),
            passkey: passkey::ask(request, site, None),
        };
        show(site, &reader, status, None, form)
    };
    let address = gate::address(request);
    if let Err(seconds) = site.desk.throttle.allow(&account, address) {
        return Err(again(429, LogInFault::Wait(seconds)));
    }
    let wrong = |error| failed(site, &reader, &error);
    let wanted = account.clone();
    let person: Stored<_> = site.private.run(move |db| people::by_account(db, &wanted)).await;
    let person = person.map_err(wrong)?;
    let kept = person.as_ref().and_then(|person| person.password.clone());
    let password = typed(form, "password").to_owned();
    let right = site.desk.hashing(move || password::is_right(&password, kept.as_deref())).await.map_err(wrong)?;
    let Some(person) = person.filter(|person| right && person.disabled_at.is_none()) else {
        return Err(again(422, LogInFault::Wrong));
    };
    let secret = begin(request, site, person.id).await.map_err(wrong)?;
    site.desk.throttle.welcome(&account, address);
    Ok(led(&reader, &next, Some(gate::cookie(&secret))))
}

/// Begins a session for whoever proved who they are; one that the browser had before ends.
pub(in crate::desk) async fn begin(request: &HttpRequest, site: &Site, person: i64) -> Stored<String> {
    let agent =
        request.headers().get("User-Agent").and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let address = gate::address(request).map(|address| address.to_string()).unwrap_or_default();
    let before = gate::secret(request);
    site.private
        .run(move |db| {
            if let Some((session, person)) = before.map(|secret| sessions::holder(db, &secret)).transpose()?.flatten() {
                sessions::end(db, person.id, &session.hash)?;
            }
            sessions::begin(db, person, &address, &agent)
        })
        .await
}

pub(in crate::desk) async fn log_out(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    leave(&request, &site).await.unwrap_or_else(|answer| answer)
}

async fn leave(request: &HttpRequest, site: &Site) -> Answered {
    visit::own(request, site)?;
    let reader = Reader::of(request)?;
    if let Some(secret) = gate::secret(request) {
        let ended: Stored<()> = site
            .private
            .run(move |db| {
                if let Some((session, person)) = sessions::holder(db, &secret)? {
                    sessions::end(db, person.id, &session.hash)?;
                }
                Ok(())
            })
            .await;
        ended.map_err(|error| failed(site, &reader, &error))?;
    }
    let path = format!("/desk/log-in?done={}", Done::LoggedOut.word());
    Ok(led(&reader, &path, Some(gate::no_cookie())))
}
