//! `/desk/people/ID`: one person's roles and sessions, and what an admin does about them.
//!
//! An account is managed by the admins of its own organisation; a role is given by those of the organisation for which
//! it is.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::Named;
use app::view::desk::{Content, Done, PersonFault, PersonPage, RoleAdd, Scopes};
use ledger::event::Event;
use ledger::value::SubjectKind;

use super::permission::{Action, Grant, Role, Scope, may_stand_in};
use super::{lines, list};
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::people::{self, Person};
use crate::private::{links, sessions};

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        let person = find(&visit, *id).await?;
        let sees = |action| visit.staff.may_for(action, &person.organisation);
        if !sees(Action::ManagePeople) && !sees(Action::SeeActs) {
            return Err(visit.forbidden());
        }
        page(&visit, 200, person, RoleAdd::default(), None).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn find(visit: &Visit, id: i64) -> Result<Person, HttpResponse> {
    let found = visit.keep(move |db| people::by_id(db, id)).await?;
    found.ok_or_else(|| visit.not_found())
}

async fn page(visit: &Visit, status: u16, person: Person, given: RoleAdd, fault: Option<PersonFault>) -> Answered {
    let may_manage = visit.staff.may_for(Action::ManagePeople, &person.organisation);
    let (is_self, asking) = (person.id == visit.staff.person.id, visit.staff.session.clone());
    let (person, sessions) = visit
        .keep(move |db| {
            let sessions = sessions::of_person(db, person.id)?;
            let sessions = sessions.iter().map(|session| lines::session(session, &asking)).collect();
            Ok((lines::person(db, &person)?, sessions))
        })
        .await?;
    let organisations = visit.named(visit.staff.organisations(Action::ManagePeople)).await?;
    let scopes = scopes(visit).await?;
    let roles = lines::roles();
    let page = PersonPage { person, may_manage, is_self, sessions, roles, organisations, scopes, given, fault };
    Ok(visit.show(status, Content::Person(Box::new(page))))
}

/// An admin of the person's own organisation acts on them.
async fn manage(request: &HttpRequest, site: &Site, id: i64) -> Result<(Visit, Person), HttpResponse> {
    let visit = Visit::act(request, site, Action::ManagePeople).await?;
    let person = find(&visit, id).await?;
    if visit.staff.may_for(Action::ManagePeople, &person.organisation) {
        Ok((visit, person))
    } else {
        Err(visit.forbidden())
    }
}

/// The grant that a form names.
fn grant_of(form: &Pairs) -> Option<Grant> {
    let role = Role::of_word(typed(form, "role"))?;
    let scope = Scope::of_form(typed(form, "scope"), typed(form, "scope_id"))?;
    let organisation = typed(form, "organisation").to_owned();
    // Only the command line gives out the whole installation.
    (scope != Scope::All).then_some(Grant { role, organisation, scope })
}

/// Whether there is such a fund or site.
pub(super) async fn is_there(visit: &Visit, scope: &Scope) -> Result<bool, HttpResponse> {
    let scope = scope.clone();
    visit
        .ask(move |lookup| match &scope {
            Scope::Fund(fund) => Ok(lookup.tables().fund(fund)?.is_some()),
            Scope::Site(site) => Ok(lookup.tables().site(site)?.is_some()),
            Scope::All | Scope::Organisation => Ok(true),
        })
        .await
}

/// What a role or a token may be for: funds for which an organisation of this admin answers, as steward or by a project,
/// and every site.
pub(super) async fn scopes(visit: &Visit) -> Result<Scopes, HttpResponse> {
    let mut ours = visit.staff.organisations(Action::ManagePeople);
    ours.extend(visit.staff.organisations(Action::ManageTokens));
    let is_ours = move |organisation: &str| ours.iter().any(|id| id == organisation);
    visit
        .ask(move |lookup| {
            let projects = lookup.tables().subjects(SubjectKind::Project)?;
            let carried = |fund: &str| {
                projects.iter().any(|entry| match &entry.event {
                    Event::ProjectOpened(project) => {
                        project.fund.as_str() == fund && is_ours(project.implementer.as_str())
                    }
                    _ => false,
                })
            };
            let funds = lookup.tables().funds()?.into_iter().map(|record| record.fund);
            let funds = funds.filter(|fund| is_ours(fund.steward.as_str()) || carried(fund.id.as_str()));
            let named = |id: String, name: String| Named { id, name };
            let funds = funds.map(|fund| named(fund.id.to_string(), fund.title.to_string())).collect();
            let sites =
                lookup.tables().subjects(SubjectKind::Site)?.into_iter().filter_map(|entry| match entry.event {
                    Event::SiteRegistered(site) => Some(named(site.id.to_string(), site.name.to_string())),
                    _ => None,
                });
            Ok(Scopes { funds, sites: sites.collect() })
        })
        .await
}

fn detail(grant: &Grant) -> String {
    let (kind, id) = grant.scope.words();
    format!("{} {} {kind} {id}", grant.role.word(), grant.organisation).trim_end().to_owned()
}

pub(in crate::desk) async fn give(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    let answered = async {
        let (visit, person) = manage(&request, &site, *id).await?;
        let chosen = |name| typed(&form, name).to_owned();
        let given = RoleAdd { organisation: chosen("organisation"), role: chosen("role"), scope: chosen("scope") };
        let Some(grant) = grant_of(&form) else {
            return page(&visit, 422, person, given, Some(PersonFault::Role)).await;
        };
        if !visit.staff.may_for(Action::ManagePeople, &grant.organisation) {
            return Err(visit.forbidden());
        }
        if !is_there(&visit, &grant.scope).await? {
            return page(&visit, 422, person, given, Some(PersonFault::Scope)).await;
        }
        if is_shown_again(&form) {
            return page(&visit, 200, person, given, None).await;
        }
        let by = visit.staff.person.account();
        let (to, account) = (person.id, person.account());
        visit
            .keep(move |db| {
                people::give(db, to, &grant)?;
                acts::add(db, &by, Act::RoleGiven, &account, &detail(&grant))
            })
            .await?;
        Ok(visit.go(&format!("/desk/people/{id}"), Some(Done::RoleGiven)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(in crate::desk) async fn take(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    let answered = async {
        let (visit, person) = manage(&request, &site, *id).await?;
        let Some(grant) = grant_of(&form) else { return Err(visit.not_found()) };
        // Whoever takes the role of admin from themselves might be the last.
        if person.id == visit.staff.person.id && grant.role == Role::Admin {
            return page(&visit, 422, person, RoleAdd::default(), Some(PersonFault::OwnAdmin)).await;
        }
        if !visit.staff.may_for(Action::ManagePeople, &grant.organisation) {
            return Err(visit.forbidden());
        }
        let by = visit.staff.person.account();
        visit
            .keep(move |db| {
                if people::take(db, person.id, &grant)? {
                    acts::add(db, &by, Act::RoleTaken, &person.account(), &detail(&grant))?;
                }
                Ok(())
            })
            .await?;
        Ok(visit.go(&format!("/desk/people/{id}"), Some(Done::RoleTaken)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// A new set-up link; the page that shows it is the answer, because it is shown once.
pub(in crate::desk) async fn link(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let (visit, person) = manage(&request, &site, *id).await?;
        // Of one's own account the password is changed by who knows it.
        if person.id == visit.staff.person.id {
            return Err(visit.forbidden());
        }
        // Whoever has the link is that person, with every role that they have anywhere.
        let id = person.id;
        let theirs = visit.keep(move |db| people::grants(db, id)).await?;
        if !may_stand_in(&visit.staff.grants, &theirs) {
            return Err(visit.forbidden());
        }
        let (by, account) = (visit.staff.person.account(), person.account());
        let secret = visit
            .keep(move |db| {
                acts::add(db, &by, Act::LinkMade, &person.account(), "")?;
                links::make(db, person.id)
            })
            .await?;
        let link = Some((account, list::link_address(&request, &site, &secret)));
        list::page(&visit, 200, list::Extra { link, ..list::Extra::default() }).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(in crate::desk) async fn disable(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    able(&request, &site, *id, true).await.unwrap_or_else(|answer| answer)
}

pub(in crate::desk) async fn enable(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    able(&request, &site, *id, false).await.unwrap_or_else(|answer| answer)
}

async fn able(request: &HttpRequest, site: &Site, id: i64, disabled: bool) -> Answered {
    let (visit, person) = manage(request, site, id).await?;
    if person.id == visit.staff.person.id {
        return Err(visit.forbidden());
    }
    let by = visit.staff.person.account();
    visit
        .keep(move |db| {
            people::set_disabled(db, person.id, disabled)?;
            sessions::end_others(db, person.id, None)?;
            links::forget(db, person.id)?;
            let act = if disabled { Act::PersonDisabled } else { Act::PersonEnabled };
            acts::add(db, &by, act, &person.account(), "")
        })
        .await?;
    let done = if disabled { Done::Disabled } else { Done::Enabled };
    Ok(visit.go(&format!("/desk/people/{id}"), Some(done)))
}

pub(in crate::desk) async fn end_session(
    request: HttpRequest,
    site: Data<Site>,
    path: Path<(i64, String)>,
) -> HttpResponse {
    let answered = async {
        let (id, session) = path.into_inner();
        let (visit, person) = manage(&request, &site, id).await?;
        let (by, hash) = (visit.staff.person.account(), lines::bytes_of(&session).unwrap_or_default());
        let ended = visit
            .keep(move |db| {
                let ended = sessions::end(db, person.id, &hash)?;
                if ended {
                    acts::add(db, &by, Act::SessionEnded, &person.account(), "")?;
                }
                Ok(ended)
            })
            .await?;
        if !ended {
            return Err(visit.not_found());
        }
        Ok(visit.go(&format!("/desk/people/{id}"), Some(Done::SessionEnded)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}
