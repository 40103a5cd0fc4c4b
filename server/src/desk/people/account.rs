//! One's own account: roles, password, sessions.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Account, Content, Done, PasskeyFault, PasswordFault};

use super::permission::Action;
use super::{lines, password};
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::desk::{gate, passkey};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::{links, passkeys, people, sessions};
use crate::store::StoreError;

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        page(&request, &visit, 200, Refused::default()).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// What was refused of one's own account, and why.
#[derive(Debug, Default)]
pub(in crate::desk) struct Refused {
    /// A new password.
    pub(in crate::desk) password: Option<PasswordFault>,
    /// To add or remove a passkey.
    pub(in crate::desk) passkey: Option<PasskeyFault>,
    /// What a new passkey was to be called.
    pub(in crate::desk) name: String,
}

impl Refused {
    fn password(fault: PasswordFault) -> Self {
        Self { password: Some(fault), ..Self::default() }
    }
}

/// Whether it is the account's owner who asks, by the password: a session that was left open does not change how one logs
/// in. Tries are counted with those to log in.
///
/// # Errors
/// The answer in place of the page.
pub(in crate::desk) async fn prove(
    request: &HttpRequest,
    visit: &Visit,
    form: &Pairs,
) -> Result<Result<(), PasswordFault>, HttpResponse> {
    let person = &visit.staff.person;
    if let Err(seconds) = visit.site.desk.throttle.allow(&person.account(), gate::address(request)) {
        return Ok(Err(PasswordFault::Wait(seconds)));
    }
    let (given, kept) = (typed(form, "sure").to_owned(), person.password.clone());
    let is_right = visit.site.desk.hashing(move || password::is_right(&given, kept.as_deref())).await;
    let is_right = is_right.map_err(|error| visit.failed(&error))?;
    Ok(if is_right { Ok(()) } else { Err(PasswordFault::WrongOld) })
}

pub(in crate::desk) async fn page(request: &HttpRequest, visit: &Visit, status: u16, refused: Refused) -> Answered {
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
    let Refused { password: fault, passkey: passkey_fault, name: passkey_name } = refused;
    let account = Account { grants, sessions, passkeys, passkey, passkey_fault, passkey_name, fault };
    Ok(visit.show(status, Content::Account(account)))
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
        return page(request, &visit, 429, Refused::password(PasswordFault::Wait(seconds))).await;
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
        Err(fault) => return page(request, &visit, 422, Refused::password(fault)).await,
    };
    let session = visit.staff.session.clone();
    visit
        .keep(move |db| {
            people::set_password(db, person.id, &hash)?;
            sessions::end_others(db, person.id, Some(&session))?;
            // Nor does a link that somebody else may have seen set another.
            links::forget(db, person.id)?;
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
