//! What programs record: as far as their token reaches, and by way of a second person where that is needed.

use ledger::event::Event;
use ledger::record::Request;
use ledger::refusal::Lang;

use super::need::{self, Group};
use crate::desk::people::permission::{Action, Scope, allows, may};
use crate::desk::record::names;
use crate::http::Site;
use crate::http::guard::Bearer;
use crate::http::log::ask;
use crate::http::problem::Problem;
use crate::pages::Lookup;
use crate::private::drafts::{self, NewDraft};
use crate::private::thresholds;
use crate::store::Stored;

/// Whether a token reaches so far.
///
/// # Errors
/// A [`Problem`]: it does not.
pub(crate) async fn allow(site: &Site, bearer: &Bearer, event: &Event, lang: Lang) -> Result<(), Problem> {
    let action = Action::of(event.event_type());
    let allowed = match bearer.grant.scope {
        // The tokens that record by the thousand need no look-up.
        Scope::All => allows(bearer.grant.role, action),
        _ => {
            let (grant, event) = (bearer.grant.clone(), event.clone());
            ask(site, move |tables| Ok(may(&[grant], action, &names::reach(&mut Lookup::new(tables), &event)?))).await?
        }
    };
    if allowed { Ok(()) } else { Err(Problem::beyond_token(lang)) }
}

/// Has an event wait for a second person, where its fund wants one; the draft's number.
///
/// # Errors
/// A [`Problem`]: it could not be found out.
pub(crate) async fn hold(site: &Site, asked: &Request, lang: Lang) -> Result<Option<i64>, Problem> {
    if Group::of(asked.event.event_type()).is_none() {
        return Ok(None);
    }
    let limits: Stored<_> = site.private.run(thresholds::all).await;
    let limits = limits.map_err(|error| Problem::store(&error, lang))?;
    if limits.is_empty() {
        return Ok(None);
    }
    let events = vec![asked.event.clone()];
    let moves =
        match site.sequencer.preview(events.clone()).await.map_err(|reason| Problem::unrecorded(&reason, lang))? {
            Ok(moves) => moves,
            Err((_, refusal)) => {
                // Sent once more: the entry answers. Anything else is refused here, so that nothing slips by in between.
                let key = asked.key;
                let is_repeated = ask(site, move |tables| tables.has_key(&key)).await?;
                return if is_repeated { Ok(None) } else { Err(Problem::refusal(&refusal, lang)) };
            }
        };
    if !ask(site, move |tables| need::waits(&mut Lookup::new(tables), &limits, &events, &moves)).await? {
        return Ok(None);
    }
    let new = NewDraft {
        events: vec![asked.event.to_json()],
        keys: vec![asked.key.to_string()],
        person: None,
        actor: asked.actor.to_string(),
    };
    let added: Stored<i64> = site.private.run(move |db| drafts::add(db, &new)).await;
    Ok(Some(added.map_err(|error| Problem::store(&error, lang))?))
}
