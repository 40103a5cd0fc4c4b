//! A second person decides: approves, and the events become entries with both handles; or refuses with a reason, and
//! they never do.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Done, MayDecide};
use ledger::value::{Actor, Key};

use super::drafter;
use super::list::{draft_page, events, find, may_decide};
use crate::desk::people::permission::Action;
use crate::desk::record::commit::{self, Committed};
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::http::Site;
use crate::private::drafts::{self, Draft, State};
use crate::store::StoreError;

/// What is kept of a reason.
const REASON_CHARS: usize = 2_000;

pub(in crate::desk) async fn approve(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let (visit, draft) = open(&request, &site, *id).await?;
        approve_draft(&visit, draft).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// The draft, if this person may decide on it.
async fn open(request: &HttpRequest, site: &Site, id: i64) -> Result<(Visit, Draft), HttpResponse> {
    let visit = Visit::act(request, site, Action::Approve).await?;
    let draft = find(&visit, id).await?;
    let (staff, about) = (visit.staff.clone(), draft.clone());
    let may = visit.ask(move |lookup| may_decide(lookup, &staff, &about)).await?;
    if may == MayDecide::Yes && !drafter::is_of_own_program(&visit, &draft).await? {
        Ok((visit, draft))
    } else {
        Err(visit.forbidden())
    }
}

async fn approve_draft(visit: &Visit, draft: Draft) -> Answered {
    let (id, by) = (draft.id, (visit.staff.person.id, visit.staff.person.account()));
    // Approved before, by somebody who did not see it become an entry: whoever approves now finishes it. It becomes one
    // entry whoever is faster, by its keys.
    if !drafter::may_still(visit, &draft).await?
        || !visit.keep(move |db| drafts::decide(db, id, State::Approved, (by.0, &by.1), "")).await?
    {
        return draft_page(visit, 409, find(visit, id).await?, false).await;
    }
    let failed = |error: &StoreError| visit.failed(error);
    let drafted = events(&draft).map_err(|error| failed(&error))?;
    let keys: Vec<Key> = draft.keys.iter().filter_map(|key| Key::new(key).ok()).collect();
    let actor =
        Actor::new(&draft.actor).map_err(|_| failed(&StoreError::Database("a draft without an actor".into())))?;
    match commit::record(visit, drafted, keys, Some(actor)).await? {
        Committed::Recorded(seq) => {
            let entry = visit.ask(move |lookup| ledger::Past::entry(lookup.tables(), seq)).await?;
            let approver = entry.and_then(|entry| entry.approver).map(|approver| approver.to_string());
            // Not noted, it stays approved: whoever approves once more finishes it, by the same keys.
            visit.note(move |db| drafts::recorded(db, id, seq, approver.as_deref())).await;
            Ok(visit.go(&format!("/desk/waiting/{id}"), Some(Done::Approved)))
        }
        // The page says what stands in the way as things are now.
        Committed::Refused(..) | Committed::Waiting(_) => {
            visit.keep(move |db| drafts::wait_again(db, id)).await?;
            draft_page(visit, 422, find(visit, id).await?, false).await
        }
    }
}

pub(in crate::desk) async fn refuse(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    let answered = async {
        let (visit, draft) = open(&request, &site, *id).await?;
        let reason: String = typed(&form, "reason").trim().chars().take(REASON_CHARS).collect();
        if reason.is_empty() {
            return draft_page(&visit, 422, draft, true).await;
        }
        let (id, by) = (draft.id, (visit.staff.person.id, visit.staff.person.account()));
        if !visit.keep(move |db| drafts::decide(db, id, State::Refused, (by.0, &by.1), &reason)).await? {
            return draft_page(&visit, 409, find(&visit, id).await?, false).await;
        }
        Ok(visit.go(&format!("/desk/waiting/{id}"), Some(Done::Refused)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}
