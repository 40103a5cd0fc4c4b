//! Events on their way into the log: by one person alone, or by way of a second.

use actix_web::HttpResponse;

use ledger::Move;
use ledger::event::Event;
use ledger::record::Request;
use ledger::refusal::Refusal;
use ledger::value::{Actor, Key};

use super::names;
use crate::desk::approval::need;
use crate::desk::documents as files;
use crate::desk::people::permission::{Action, may};
use crate::desk::visit::Visit;
use crate::private::drafts::{self, NewDraft};
use crate::private::{documents, followers, thresholds};
use crate::sequencer::Unrecorded;
use crate::store::write::{Outcome, now};
use crate::store::{Db, StoreError};

/// What events would do.
#[derive(Debug)]
pub(crate) struct Foreseen {
    /// The moves of each.
    pub(crate) moves: Vec<Vec<Move>>,
    /// They wait for a second person.
    pub(crate) waits: bool,
}

/// What became of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Committed {
    /// They are entries; the last one's number.
    Recorded(u64),
    /// They wait for a second person, as this draft.
    Waiting(i64),
    /// The ledger refuses the one at this place, and took none.
    Refused(usize, Refusal),
}

/// Why events were not even looked at.
pub(crate) fn unrecorded(visit: &Visit, reason: &Unrecorded) -> HttpResponse {
    visit.failed(&match reason {
        Unrecorded::DiskFull => StoreError::DiskFull,
        other => StoreError::Database(other.to_string()),
    })
}

/// Whether somebody may record events, each for itself.
///
/// # Errors
/// The answer that says no.
pub(crate) async fn allowed(visit: &Visit, events: &[Event]) -> Result<(), HttpResponse> {
    let (events, grants) = (events.to_vec(), visit.staff.grants.clone());
    let allowed = visit.ask(move |lookup| {
        for event in &events {
            let reach = names::reach(lookup, event)?;
            if !may(&grants, Action::of(event.event_type()), &reach) {
                return Ok(false);
            }
        }
        Ok(true)
    });
    if allowed.await? { Ok(()) } else { Err(visit.forbidden()) }
}

/// What events would do, and whether they wait; or the place of the one that is refused, and why.
///
/// # Errors
/// The answer in place of the page.
pub(crate) async fn foresee(
    visit: &Visit,
    events: &[Event],
) -> Result<Result<Foreseen, (usize, Refusal)>, HttpResponse> {
    let previewed = visit.site.sequencer.preview(events.to_vec()).await;
    let moves = match previewed.map_err(|reason| unrecorded(visit, &reason))? {
        Ok(moves) => moves,
        Err(refused) => return Ok(Err(refused)),
    };
    let thresholds = visit.keep(thresholds::all).await?;
    let (asked, about) = (events.to_vec(), moves.clone());
    let waits = visit.ask(move |lookup| need::waits(lookup, &thresholds, &asked, &about)).await?;
    Ok(Ok(Foreseen { moves, waits }))
}

/// Records events together, or has them wait for a second person. Whoever asks was allowed to.
///
/// # Errors
/// The answer in place of the page.
pub(crate) async fn commit(visit: &Visit, events: Vec<Event>, keys: Vec<Key>) -> Result<Committed, HttpResponse> {
    let foreseen = match foresee(visit, &events).await? {
        Ok(foreseen) => foreseen,
        Err((place, refusal)) => {
            // The same form sent twice: its entries answer, where the ledger would only say that an id is taken. Every one
            // of them: beside one that is repeated, a new one would be recorded without the second person it needs.
            let wanted: Vec<Key> = keys.iter().take(events.len()).copied().collect();
            let asked = wanted.clone();
            let known = visit.ask(move |lookup| lookup.tables().recorded_keys(&asked)).await?;
            let is_repeated = wanted.len() == events.len() && wanted.iter().all(|key| known.contains_key(key));
            return if is_repeated {
                record(visit, events, keys, None).await
            } else {
                Ok(Committed::Refused(place, refusal))
            };
        }
    };
    if !foreseen.waits {
        return record(visit, events, keys, None).await;
    }
    let new = NewDraft {
        events: events.iter().map(Event::to_json).collect(),
        keys: keys.iter().map(ToString::to_string).collect(),
        person: Some(visit.staff.person.id),
        actor: visit.staff.person.account(),
    };
    Ok(Committed::Waiting(visit.keep(move |db| drafts::add(db, &new)).await?))
}

/// Records events together. With an approver they are those of another's draft, and so is the actor.
///
/// # Errors
/// The answer in place of the page.
pub(crate) async fn record(
    visit: &Visit,
    events: Vec<Event>,
    keys: Vec<Key>,
    draft_of: Option<Actor>,
) -> Result<Committed, HttpResponse> {
    let account = Actor::new(&visit.staff.person.account()).map_err(|_| visit.forbidden())?;
    let (actor, approver) = match draft_of {
        Some(actor) => (actor, Some(account)),
        None => (account, None),
    };
    let named = files::named(&events);
    files::lead_to(&visit.site, &named).await.map_err(|error| visit.failed(&error))?;
    let corrected = corrected_gifts(&events, &keys);
    if !corrected.is_empty() {
        let keep = move |db: &mut Db| {
            corrected.iter().try_for_each(|(gift, key)| followers::will_be_corrected(db, *gift, *key))
        };
        visit.keep(keep).await?;
    }
    let request = |(event, key)| Request { actor: actor.clone(), approver: approver.clone(), at: now(), event, key };
    let requests: Vec<Request> = events.into_iter().zip(keys).map(request).collect();
    let outcomes = visit.site.sequencer.record_together(requests).await.map_err(|reason| unrecorded(visit, &reason))?;
    let mut last = 0;
    for (place, outcome) in outcomes.into_iter().enumerate() {
        match outcome {
            Outcome::Recorded(written) | Outcome::Repeated(written) => last = written.seq,
            Outcome::Refused(refusal) => return Ok(Committed::Refused(place, refusal)),
        }
    }
    if !named.is_empty() {
        // What can't be noted now is noted by whoever reads the log for letters ([`crate::desk::mail`]).
        visit.note(move |db| named.iter().try_for_each(|(hash, name)| documents::publish(db, hash, name))).await;
    }
    Ok(Committed::Recorded(last))
}

/// Gifts that are taken back with the one behind them in their place, by the key of that one.
fn corrected_gifts(events: &[Event], keys: &[Key]) -> Vec<(u64, Key)> {
    let pairs = events.iter().zip(events.iter().zip(keys).skip(1));
    let anew = |(before, (event, key)): (&Event, (&Event, &Key))| match (before, event) {
        (Event::EntryReversed(taken), Event::DonationReceived(_) | Event::GiftInKindReceived(_)) => {
            Some((taken.reverses.get(), *key))
        }
        _ => None,
    };
    pairs.filter_map(anew).collect()
}
