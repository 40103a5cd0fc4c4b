//! `/desk/people`: everybody of the organisations that one manages, and the form that adds somebody.

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{ActLine, Content, People, PersonAdd, PersonFault, TokenAdd};
use ledger::value::Actor;

use super::lines;
use super::permission::{Action, Grant, Role, Scope};
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::people::{self, Added};
use crate::private::{links, tokens};

/// How many of the last acts are shown.
const ACTS: usize = 500;

/// What the page shows besides what is kept.
#[derive(Default)]
pub(super) struct Extra {
    pub(super) link: Option<(String, String)>,
    pub(super) token: Option<String>,
    pub(super) token_add: TokenAdd,
    pub(super) add: PersonAdd,
}

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = look(&request, &site).await?;
        page(&visit, 200, Extra::default()).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// Admins and auditors may look.
async fn look(request: &HttpRequest, site: &Site) -> Result<Visit, HttpResponse> {
    let visit = Visit::look(request, site, Action::See).await?;
    let may = visit.staff.may_somewhere(Action::ManagePeople) || visit.staff.may_somewhere(Action::SeeActs);
    if may { Ok(visit) } else { Err(visit.forbidden()) }
}

/// Whether something of this account is seen by whoever has these organisations.
fn is_of(organisations: &[String], account: &str) -> bool {
    account.split_once('/').is_some_and(|(organisation, _)| organisations.iter().any(|ours| ours == organisation))
}

pub(super) async fn page(visit: &Visit, status: u16, extra: Extra) -> Answered {
    let manages = visit.staff.organisations(Action::ManagePeople);
    let sees = visit.staff.organisations(Action::SeeActs);
    let tokens_of = visit.staff.organisations(Action::ManageTokens);
    let mut all = [manages.clone(), sees.clone()].concat();
    all.sort();
    all.dedup();
    let (people, tokens, acts) = visit
        .keep(move |db| {
            let mut shown = Vec::new();
            for person in people::all(db)?.iter().filter(|person| all.contains(&person.organisation)) {
                shown.push(lines::person(db, person)?);
            }
            let tokens =
                tokens::all(db)?.iter().filter(|token| is_of(&tokens_of, &token.actor)).map(lines::token).collect();
            let acts = acts::latest_of(db, &sees, ACTS)?;
            Ok((shown, tokens, acts.into_iter().map(lines::act).collect()))
        })
        .await?;
    let acts = with_currencies(visit, acts).await?;
    let scopes = super::one::scopes(visit).await?;
    let manages = visit.named(manages).await?;
    let add = (!manages.is_empty()).then_some(PersonAdd { organisations: manages, ..extra.add });
    let page = People {
        people,
        add,
        link: extra.link,
        tokens: visit.staff.may_somewhere(Action::ManageTokens).then_some(tokens),
        token_add: extra.token_add,
        token: extra.token,
        acts: visit.staff.may_somewhere(Action::SeeActs).then_some(acts),
        roles: lines::roles(),
        scopes,
    };
    Ok(visit.show(status, Content::People(Box::new(page))))
}

/// Acts on a fund's amounts, with the fund's currency.
async fn with_currencies(visit: &Visit, acts: Vec<ActLine>) -> Result<Vec<ActLine>, HttpResponse> {
    visit
        .ask(move |lookup| {
            let mut acts = acts;
            for act in acts.iter_mut().filter(|act| act.act.starts_with("threshold_")) {
                let Some((_, fund)) = act.subject.split_once('/') else { continue };
                act.currency = lookup.tables().fund(fund)?.map(|record| record.fund.currency);
            }
            Ok(acts)
        })
        .await
}

pub(in crate::desk) async fn add(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    answer(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::ManagePeople).await?;
    let field = |name| typed(form, name).trim().to_owned();
    let add = PersonAdd {
        organisation: field("organisation"),
        handle: field("handle").to_lowercase(),
        name: field("name"),
        role: field("role"),
        ..PersonAdd::default()
    };
    if !visit.staff.may_for(Action::ManagePeople, &add.organisation) {
        return Err(visit.forbidden());
    }
    if is_shown_again(form) {
        let fault = fault_of(&visit, &add).await?;
        let status = if fault.is_some() { 422 } else { 200 };
        return page(&visit, status, Extra { add: PersonAdd { fault, ..add }, ..Extra::default() }).await;
    }
    let again = |fault| Extra { add: PersonAdd { fault: Some(fault), ..add.clone() }, ..Extra::default() };
    let Ok(account) = Actor::new(&format!("{}/{}", add.organisation, add.handle)) else {
        return page(&visit, 422, again(PersonFault::Handle)).await;
    };
    if add.name.is_empty() {
        return page(&visit, 422, again(PersonFault::Name)).await;
    }
    let Some(role) = Role::of_word(&add.role) else { return page(&visit, 422, again(PersonFault::Role)).await };
    let grant = Grant { role, organisation: add.organisation.clone(), scope: Scope::Organisation };
    let (by, name, wanted) = (visit.staff.person.account(), add.name.clone(), account.clone());
    let made = visit
        .keep(move |db| {
            // Nobody takes over what a program recorded.
            if tokens::has_actor(db, wanted.as_str())? {
                return Ok(None);
            }
            let Added::Person(id) = people::add(db, &wanted, &name)? else { return Ok(None) };
            people::give(db, id, &grant)?;
            acts::add(db, &by, Act::PersonAdded, wanted.as_str(), grant.role.word())?;
            acts::add(db, &by, Act::LinkMade, wanted.as_str(), "")?;
            links::make(db, id).map(Some)
        })
        .await?;
    let Some(secret) = made else { return page(&visit, 422, again(PersonFault::Taken)).await };
    let link = Some((account.to_string(), link_address(request, site, &secret)));
    page(&visit, 200, Extra { link, ..Extra::default() }).await
}

/// What stands in the way of adding somebody.
async fn fault_of(visit: &Visit, add: &PersonAdd) -> Result<Option<PersonFault>, HttpResponse> {
    let account = format!("{}/{}", add.organisation, add.handle);
    if Actor::new(&account).is_err() {
        return Ok(Some(PersonFault::Handle));
    }
    if add.name.is_empty() {
        return Ok(Some(PersonFault::Name));
    }
    if Role::of_word(&add.role).is_none() {
        return Ok(Some(PersonFault::Role));
    }
    let taken = visit
        .keep(move |db| Ok(people::by_account(db, &account)?.is_some() || tokens::has_actor(db, &account)?))
        .await?;
    Ok(taken.then_some(PersonFault::Taken))
}

/// The whole address of a set-up link.
pub(super) fn link_address(request: &HttpRequest, site: &Site, secret: &str) -> String {
    let connection = request.connection_info();
    let origin = site.origin().unwrap_or_else(|| format!("{}://{}", connection.scheme(), connection.host()));
    format!("{origin}/desk/set-up?secret={secret}")
}
