//! Tokens of programs: made and revoked by an admin.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Done, TokenAdd, TokenFault};
use ledger::value::Actor;

use super::permission::{Action, Role, Scope};
use super::{lines, list};
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::people;
use crate::private::tokens::{self, NewToken};
use crate::store::write::now;

/// A token is made anew every two years at the latest.
const DAYS: std::ops::RangeInclusive<i64> = 1..=730;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub(in crate::desk) async fn add(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    answer(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::ManageTokens).await?;
    let field = |name| typed(form, name).trim();
    let (name, organisation) = (field("token_name").to_owned(), field("token_organisation").to_owned());
    let add = TokenAdd {
        name: name.clone(),
        organisation: organisation.clone(),
        handle: field("token_handle").to_owned(),
        scope: field("token_scope").to_owned(),
        role: field("token_role").to_owned(),
        days: field("days").to_owned(),
        fault: None,
    };
    if !visit.staff.may_for(Action::ManageTokens, &organisation) {
        return Err(visit.forbidden());
    }
    let again =
        |fault| list::Extra { token_add: TokenAdd { fault: Some(fault), ..add.clone() }, ..list::Extra::default() };
    if name.is_empty() {
        return list::page(&visit, 422, again(TokenFault::Name)).await;
    }
    let Ok(actor) = Actor::new(&format!("{organisation}/{}", field("token_handle").to_lowercase())) else {
        return list::page(&visit, 422, again(TokenFault::Handle)).await;
    };
    // What a program records is never under somebody's name.
    let account = actor.to_string();
    if visit.keep(move |db| people::by_account(db, &account)).await?.is_some() {
        return list::page(&visit, 422, again(TokenFault::Taken)).await;
    }
    let Some(days) = field("days").parse().ok().filter(|days| DAYS.contains(days)) else {
        return list::page(&visit, 422, again(TokenFault::Days)).await;
    };
    // Only the command line gives out the whole installation.
    let scope = Scope::of_form(field("token_scope"), field("token_scope_id")).filter(|scope| *scope != Scope::All);
    let scope = match scope {
        Some(scope) if super::one::is_there(&visit, &scope).await? => scope,
        _ => return list::page(&visit, 422, again(TokenFault::Scope)).await,
    };
    if is_shown_again(form) {
        return list::page(&visit, 200, list::Extra { token_add: add, ..list::Extra::default() }).await;
    }
    // The tables have an organisation's id where people's roles have none.
    let (scope_kind, scope_id) = match scope.words() {
        (kind, "") => (kind, organisation.as_str()),
        words => words,
    };
    let role = Role::of_word(field("token_role")).filter(|role| matches!(role, Role::Recorder | Role::FieldRecorder));
    let new = NewToken {
        name,
        actor,
        role: role.unwrap_or(Role::FieldRecorder).word().to_owned(),
        scope_kind: scope_kind.to_owned(),
        scope_id: scope_id.to_owned(),
        expires_at: Some(now().ms().saturating_add(DAY_MS.saturating_mul(days))),
    };
    let by = visit.staff.person.account();
    let token = visit
        .keep(move |db| {
            acts::add(db, &by, Act::TokenMade, new.actor.as_str(), &new.name)?;
            tokens::add(db, &new)
        })
        .await?;
    list::page(&visit, 200, list::Extra { token: Some(token), ..list::Extra::default() }).await
}

pub(in crate::desk) async fn revoke(request: HttpRequest, site: Data<Site>, id: Path<String>) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::ManageTokens).await?;
        let hash = lines::bytes_of(&id).unwrap_or_default();
        let wanted = hash.clone();
        let all = visit.keep(tokens::all).await?;
        let Some(token) = all.into_iter().find(|token| token.hash == hash) else { return Err(visit.not_found()) };
        let organisation = token.actor.split('/').next().unwrap_or_default();
        if !visit.staff.may_for(Action::ManageTokens, organisation) {
            return Err(visit.forbidden());
        }
        let by = visit.staff.person.account();
        visit
            .keep(move |db| {
                if tokens::revoke(db, &wanted)? {
                    acts::add(db, &by, Act::TokenRevoked, &token.actor, &token.name)?;
                }
                Ok(())
            })
            .await?;
        site.guard.forget();
        Ok(visit.go("/desk/people", Some(Done::TokenRevoked)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}
