//! One's own account: roles, password, sessions.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Account, Content, Done, PasswordFault};

use super::permission::Action;
use super::{lines, password};
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::desk::{gate, passkey};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::{passkeys, people, sessions};
use crate::store::StoreError;

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        page(&request, &visit, 200, None, false).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// The page; `passkey_fault`: a passkey was not accepted.
pub(in crate::desk) async fn page(
    request: &HttpRequest,
    visit: &Visit,
    status: u16,
    fault: Option<PasswordFault>,
    passkey_fault: bool,
) -> Answered {
    let (person, asking) = (visit.staff.person.id, visit.staff.session.clone());
    let (sessions, passkeys) = visit
        .keep(move |db| {
            let found = sessions::of_person(db, person)?;
            let sessions: Vec<_> = found.iter().map(|session| lines::session(session, &asking)).collect();
            Ok((sessions, passkeys::of_person(db, person)?.iter().map(lines::passkey).collect()))
        })
        .await?;
    let passkey = passkey::ask(request, &visit.site, Some(person));
    let grants = visit.staff.grants.iter().map(lines::grant).collect();
    Ok(visit.show(status, Content::Account(Account { grants, sessions, passkeys, passkey, passkey_fault, fault })))
}

pub(in crate::desk) async fn change_password(
    request: HttpRequest,
    site: Data<Site>,
    form: Form<Pairs>,
) -> HttpResponse {
    change(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn change(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::See).await?;
    let person = visit.staff.person.clone();
    if let Err(seconds) = site.desk.throttle.allow(&person.account(), gate::address(request)) {
        return page(request, &visit, 429, Some(PasswordFault::Wait(seconds)), false).await;
    }
    let (old, new, again) = (typed(form, "old").to_owned(), typed(form, "new").to_owned(), typed(form, "again"));
    let judged = password::judge(&new, &person.account()).map_err(lines::weak);
    let judged = judged.and_then(|()| if new == again { Ok(()) } else { Err(PasswordFault::Different) });
    let kept = person.password.clone();
    let hashed = site.desk.hashing(move || {
        if !password::is_right(&old, kept.as_deref()) {
            return Ok(Err(PasswordFault::WrongOld));
        }
        match judged {
            Ok(()) => password::hash(&new).map(Ok),
            Err(fault) => Ok(Err(fault)),
        }
    });
    let hashed = hashed.await.and_then(|hashed| hashed.map_err(StoreError::Database));
    let hash = match hashed.map_err(|error| visit.failed(&error))? {
        Ok(hash) => hash,
        Err(fault) => return page(request, &visit, 422, Some(fault), false).await,
    };
    let session = visit.staff.session.clone();
    visit
        .keep(move |db| {
            people::set_password(db, person.id, &hash)?;
            sessions::end_others(db, person.id, Some(&session))?;
            acts::add(db, &person.account(), Act::PasswordSet, &person.account(), "")
        })
        .await?;
    Ok(visit.go("/desk/account", Some(Done::Password)))
}

pub(in crate::desk) async fn end_session(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::See).await?;
        let (person, hash) = (visit.staff.person.id, lines::bytes_of(&id).unwrap_or_default());
        if !visit.keep(move |db| sessions::end(db, person, &hash)).await? {
            return Err(visit.not_found());
        }
        Ok(visit.go("/desk/account", Some(Done::SessionEnded)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}
