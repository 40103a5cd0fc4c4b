//! Recording many events in one press: all of them, or none.

use actix_web::HttpResponse;

use ledger::Refusal;
use ledger::event::Event;
use ledger::value::Key;

use crate::desk::record::commit::{self, Committed};
use crate::desk::visit::Visit;

/// Rows that are named in one go: whoever has more wrong has one thing wrong in all of them.
const REFUSALS: usize = 100;

/// What became of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Done {
    /// All stand; so many of them are new.
    Recorded {
        /// Those that were no entries before.
        new: u64,
    },
    /// Something in it needs a second person: all of it waits.
    Waiting,
    /// Nothing was recorded: the places of those that break a rule, and which.
    Refused(Vec<(usize, Refusal)>),
}

/// The events that are no entries yet, with their places.
async fn fresh(visit: &Visit, wanted: &[(Key, Event)]) -> Result<Vec<(usize, Key, Event)>, HttpResponse> {
    let keys: Vec<Key> = wanted.iter().map(|(key, _)| *key).collect();
    let known = visit.ask(move |lookup| lookup.tables().recorded_keys(&keys)).await?;
    let fresh = wanted.iter().enumerate().filter(|(_, (key, _))| !known.contains_key(key));
    Ok(fresh.map(|(place, (key, event))| (place, *key, event.clone())).collect())
}

/// Every event that the ledger would refuse, judged one after another; nothing is recorded.
///
/// # Errors
/// The answer where somebody may not record one of them, or the log could not be asked.
pub async fn judge(visit: &Visit, wanted: &[(Key, Event)]) -> Result<Vec<(usize, Refusal)>, HttpResponse> {
    let mut rest = fresh(visit, wanted).await?;
    let events: Vec<Event> = rest.iter().map(|(_, _, event)| event.clone()).collect();
    commit::allowed(visit, &events).await?;
    let mut refused = Vec::new();
    while !rest.is_empty() && refused.len() < REFUSALS {
        let events: Vec<Event> = rest.iter().map(|(_, _, event)| event.clone()).collect();
        // Those behind a refused one are judged without it.
        match commit::foresee(visit, &events).await? {
            Ok(_) => break,
            Err((place, refusal)) => {
                let (place, _, _) = rest.remove(place);
                refused.push((place, refusal));
            }
        }
    }
    Ok(refused)
}

/// Records events with their keys, whole or not at all; those that are entries already stay what they are.
///
/// # Errors
/// As [`judge`].
pub async fn together(visit: &Visit, wanted: &[(Key, Event)]) -> Result<Done, HttpResponse> {
    let refused = judge(visit, wanted).await?;
    if !refused.is_empty() {
        return Ok(Done::Refused(refused));
    }
    let rest = fresh(visit, wanted).await?;
    if rest.is_empty() {
        return Ok(Done::Recorded { new: 0 });
    }
    let new = u64::try_from(rest.len()).unwrap_or(u64::MAX);
    let places: Vec<usize> = rest.iter().map(|(place, _, _)| *place).collect();
    let (keys, events) = rest.into_iter().map(|(_, key, event)| (key, event)).unzip();
    Ok(match commit::commit(visit, events, keys).await? {
        Committed::Recorded(_) => Done::Recorded { new },
        Committed::Waiting(_) => Done::Waiting,
        Committed::Refused(place, refusal) => {
            Done::Refused(vec![(places.get(place).copied().unwrap_or_default(), refusal)])
        }
    })
}
