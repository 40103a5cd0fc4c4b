//! Whether whoever drafted something might record it still: what somebody drafted who was let go meanwhile, or whose token
//! was revoked, is recorded by nobody's hand.

use actix_web::HttpResponse;

use crate::desk::people::permission::{Action, Grant, may};
use crate::desk::record::names;
use crate::desk::visit::Visit;
use crate::http::guard::bearer_of;
use crate::private::acts::{self, Act};
use crate::private::drafts::Draft;
use crate::private::{people, tokens};
use crate::store::write::now;
use crate::store::{Db, Stored};

/// What the drafter may do by now.
fn grants(db: &mut Db, draft: &Draft) -> Stored<Vec<Grant>> {
    match draft.person {
        Some(id) => match people::by_id(db, id)?.filter(|person| person.disabled_at.is_none()) {
            Some(person) => people::grants(db, person.id),
            None => Ok(Vec::new()),
        },
        None => {
            let at = now().ms();
            let good = tokens::all(db)?.into_iter().filter(|token| token.actor == draft.actor && token.is_good(at));
            Ok(good.filter_map(bearer_of).map(|bearer| bearer.grant).collect())
        }
    }
}

/// Whether this person made the token of the program that drafted it: whoever once held the token may have drafted it
/// themselves.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn is_of_own_program(visit: &Visit, draft: &Draft) -> Result<bool, HttpResponse> {
    if draft.person.is_some() {
        return Ok(false);
    }
    let (account, program) = (visit.staff.person.account(), draft.actor.clone());
    visit.keep(move |db| acts::did(db, &account, Act::TokenMade, &program)).await
}

/// Whether they may record all of it.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn may_still(visit: &Visit, draft: &Draft) -> Result<bool, HttpResponse> {
    let events = super::list::events(draft).map_err(|error| visit.failed(&error))?;
    let draft = draft.clone();
    let grants = visit.keep(move |db| grants(db, &draft)).await?;
    visit
        .ask(move |lookup| {
            for event in &events {
                let reach = names::reach(lookup, event)?;
                if !may(&grants, Action::of(event.event_type()), &reach) {
                    return Ok(false);
                }
            }
            Ok(true)
        })
        .await
}
