//! What whoever drafted something does about it: takes it back while it waits, puts it away once it was refused, or opens
//! the form with what it said and sends that anew. What is sent anew has keys made from those of the draft: it is one
//! draft, or one entry, however often it is sent.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::Done;
use ledger::event::{Event, EventType};
use ledger::value::Key;

use super::list::{draft_page, events, find};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Pairs, Visit, typed};
use crate::http::Site;
use crate::import::hash_of;
use crate::private::drafts::{self, Draft, State};
use crate::store::Stored;

/// How many refused drafts are looked through for the one that was sent anew.
const REFUSED: i64 = 500;

pub(in crate::desk) async fn withdraw(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let (visit, draft) = own(&request, &site, *id).await?;
        let (id, by) = (draft.id, (visit.staff.person.id, draft.actor.clone()));
        if !visit.keep(move |db| drafts::decide(db, id, State::Refused, (by.0, &by.1), "")).await? {
            return draft_page(&visit, 409, find(&visit, id).await?, false).await;
        }
        Ok(visit.go(&format!("/desk/waiting/{id}"), Some(Done::Withdrawn)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(in crate::desk) async fn put_away(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let (visit, draft) = own(&request, &site, *id).await?;
        let (id, person) = (draft.id, visit.staff.person.id);
        if !visit.keep(move |db| drafts::put_away(db, id, person)).await? {
            return draft_page(&visit, 409, find(&visit, id).await?, false).await;
        }
        Ok(visit.go("/desk", Some(Done::PutAway)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// A draft of whoever asks.
async fn own(request: &HttpRequest, site: &Site, id: i64) -> Result<(Visit, Draft), HttpResponse> {
    let visit = Visit::act(request, site, Action::See).await?;
    let draft = find(&visit, id).await?;
    if draft.person == Some(visit.staff.person.id) { Ok((visit, draft)) } else { Err(visit.forbidden()) }
}

/// The keys of what takes a draft's place.
fn keys(draft: &Draft) -> Vec<Key> {
    let before = draft.keys.join(" ");
    let made = |place: &str| {
        let hash = hash_of("almoner-draft-again-1", &[&before, place]);
        hash.first_chunk::<16>().map(|bytes| Key::from_bytes(*bytes))
    };
    ["first", "second"].into_iter().filter_map(made).collect()
}

fn key_texts(draft: &Draft) -> Vec<String> {
    keys(draft).iter().map(ToString::to_string).collect()
}

/// What a form can be filled with: one event, or one in the place of an entry.
fn form_of(events: &[Event]) -> Option<(Option<(u64, String)>, &Event)> {
    match events {
        [event] => Some((None, event)),
        [Event::EntryReversed(taken), event] => Some((Some((taken.reverses.get(), taken.reason.to_string())), event)),
        _ => None,
    }
}

/// Whether this draft is over, and was drafted by whoever looks.
fn is_own_and_over(visit: &Visit, draft: &Draft) -> bool {
    draft.person == Some(visit.staff.person.id) && draft.is_over()
}

/// Where the form opens with what each of these drafts says; none where it is not over, not one's own, was sent anew, or
/// came from no form.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn paths(visit: &Visit, drafts: &[Draft]) -> Result<Vec<Option<String>>, HttpResponse> {
    let mut paths = Vec::new();
    for draft in drafts {
        let path = path(visit, draft).map_err(|error| visit.failed(&error))?;
        let is_free = path.is_some() && !is_sent(visit, draft).await?;
        paths.push(path.filter(|_| is_free));
    }
    Ok(paths)
}

fn path(visit: &Visit, draft: &Draft) -> Stored<Option<String>> {
    if !is_own_and_over(visit, draft) {
        return Ok(None);
    }
    let events = events(draft)?;
    let kind = form_of(&events).map(|(_, event)| event.event_type()).filter(|kind| visit.staff.may_record(*kind));
    Ok(kind.map(|kind| format!("/desk/record/{}?draft={}", kind.word(), draft.id)))
}

/// Whether it was sent anew, as a draft or as an entry.
async fn is_sent(visit: &Visit, draft: &Draft) -> Result<bool, HttpResponse> {
    if sent_anew(visit, draft).await?.is_some() {
        return Ok(true);
    }
    let keys = keys(draft);
    let known = visit.ask(move |lookup| lookup.tables().recorded_keys(&keys)).await?;
    Ok(!known.is_empty())
}

/// The draft as which it was sent anew.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn sent_anew(visit: &Visit, draft: &Draft) -> Result<Option<i64>, HttpResponse> {
    let (keys, actor) = (key_texts(draft), draft.actor.clone());
    visit.keep(move |db| drafts::with_keys(db, &keys, &actor)).await
}

/// What the draft that an address names says, with the fields of the form that are not its event's; none where it names
/// none.
///
/// # Errors
/// The answer in place of the page.
pub(in crate::desk) async fn take_up(
    visit: &Visit,
    kind: EventType,
    pairs: &mut Pairs,
) -> Result<Option<Event>, HttpResponse> {
    let Ok(id) = typed(pairs, "draft").parse::<i64>() else { return Ok(None) };
    let draft = find(visit, id).await?;
    let events = events(&draft).map_err(|error| visit.failed(&error))?;
    let form = form_of(&events).filter(|(_, event)| event.event_type() == kind && is_own_and_over(visit, &draft));
    let Some((corrected, event)) = form else { return Err(visit.not_found()) };
    pairs.clear();
    for (name, key) in ["key", "key2"].into_iter().zip(key_texts(&draft)) {
        pairs.push((name.to_owned(), key));
    }
    if let Some((seq, reason)) = corrected {
        pairs.push(("corrects".to_owned(), seq.to_string()));
        pairs.push(("correction_reason".to_owned(), reason));
    }
    Ok(Some(event.clone()))
}

/// Puts the refused draft away in whose place something was sent.
pub(in crate::desk) async fn was_sent(visit: &Visit, sent: &[Key]) {
    let (person, sent) = (visit.staff.person.id, sent.to_vec());
    visit
        .note(move |db| {
            for draft in drafts::refused_of(db, person, REFUSED)?.iter().filter(|draft| keys(draft) == sent) {
                drafts::put_away(db, draft.id, person)?;
            }
            Ok(())
        })
        .await;
}
