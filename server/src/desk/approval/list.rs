//! `/desk/waiting`: what waits, for whom; `/desk/waiting/ID`: one of them, with all that a second person needs.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, DraftLine, DraftPage, DraftState, FundLimits, LimitFault, MayDecide, Told, Waiting};
use app::view::{DocumentLine, Named};
use ledger::event::{Event, EventType};
use ledger::refusal::Lang;
use ledger::value::Key;

use super::need::Group;
use super::{again, drafter, raises};
use crate::desk::people::permission::{Action, Reach};
use crate::desk::record::{alike, changes, commit, effect, facts, names, told};
use crate::desk::visit::{Answered, Staff, Visit};
use crate::http::Site;
use crate::pages::Lookup;
use crate::private::drafts::{self, Draft, State};
use crate::private::thresholds::{self, ThresholdRow};
use crate::store::derive::documents_of;
use crate::store::{StoreError, Stored};

/// How many of one's own drafts are shown.
const OWN: i64 = 20;

/// Of how many the list says what they would do: each is asked of the ledger as it is now.
const FORETOLD: usize = 20;

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        page(&visit, 200, None).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(super) async fn page(visit: &Visit, status: u16, limit_fault: Option<LimitFault>) -> Answered {
    let (limits, raises) = (limits(visit).await?, raises::lines(visit).await?);
    let mut waiting = Waiting { limit_fault, limits, raises, ..waiting(visit).await? };
    foretell(visit, &mut waiting.to_decide).await?;
    Ok(visit.show(status, Content::Waiting(Box::new(waiting))))
}

/// Says of the first in a list what they would do to each pool.
async fn foretell(visit: &Visit, lines: &mut [DraftLine]) -> Result<(), HttpResponse> {
    for line in lines.iter_mut().take(FORETOLD) {
        let id = line.id;
        let Some(draft) = visit.keep(move |db| drafts::find(db, id)).await? else { continue };
        let drafted = events(&draft).map_err(|error| visit.failed(&error))?;
        let Ok(foreseen) = commit::foresee(visit, &drafted).await? else { continue };
        let lang = visit.lang();
        line.effect = visit.ask(move |lookup| effect::lines(lookup, lang, &drafted, &foreseen.moves)).await?;
    }
    Ok(())
}

/// What waits, as this person sees it.
pub(in crate::desk) async fn waiting(visit: &Visit) -> Result<Waiting, HttpResponse> {
    let person = visit.staff.person.id;
    let (open, own, refused) = visit
        .keep(move |db| {
            Ok((drafts::open(db)?, drafts::of_person(db, person, OWN)?, drafts::refused_of(db, person, OWN)?))
        })
        .await?;
    let again = again::paths(visit, &refused).await?;
    let (lang, staff) = (visit.lang(), visit.staff.clone());
    visit
        .ask(move |lookup| {
            let mut waiting = Waiting::default();
            for draft in &own {
                waiting.own.push(line(lookup, lang, draft)?);
            }
            for (draft, again) in refused.iter().zip(again) {
                waiting.refused.push(DraftLine { again, ..line(lookup, lang, draft)? });
            }
            for draft in open.iter().filter(|draft| draft.person != Some(staff.person.id)) {
                let reaches = reaches(lookup, draft)?;
                if covers(&staff, Action::Approve, &reaches) {
                    waiting.to_decide.push(line(lookup, lang, draft)?);
                } else if covers(&staff, Action::See, &reaches) {
                    waiting.others.push(line(lookup, lang, draft)?);
                }
            }
            Ok(waiting)
        })
        .await
}

/// Drafts that wait, say the same as an event that is about to be recorded, and may be seen by this person. Not what the
/// same form became before, which has these keys.
///
/// # Errors
/// The answer in place of the page.
pub(in crate::desk) async fn alike(visit: &Visit, event: &Event, keys: &[Key]) -> Result<Vec<DraftLine>, HttpResponse> {
    let open = visit.keep(drafts::open).await?;
    let (lang, staff, event, keys) = (visit.lang(), visit.staff.clone(), event.clone(), keys.to_vec());
    visit
        .ask(move |lookup| {
            let mut found = Vec::new();
            for draft in &open {
                if keys.iter().any(|key| draft.keys.contains(&key.to_string())) {
                    continue;
                }
                let same = events(draft)?.iter().any(|one| alike::is_same(one, &event));
                let sees = same
                    && (draft.person == Some(staff.person.id) || covers(&staff, Action::See, &reaches(lookup, draft)?));
                if sees {
                    found.push(line(lookup, lang, draft)?);
                }
            }
            Ok(found)
        })
        .await
}

/// A draft's events.
pub(super) fn events(draft: &Draft) -> Stored<Vec<Event>> {
    let read = |json: &String| {
        Event::parse(json.as_bytes())
            .map_err(|refusal| StoreError::Database(format!("the draft {} cannot be read: {refusal}", draft.id)))
    };
    draft.events.iter().map(read).collect()
}

/// What each of a draft's events reaches.
fn reaches(lookup: &mut Lookup<'_>, draft: &Draft) -> Stored<Vec<Reach>> {
    events(draft)?.iter().map(|event| names::reach(lookup, event)).collect()
}

/// Whether somebody may do this to every event of a draft: whoever approves at one site does not by way of it approve at
/// another.
fn covers(staff: &Staff, action: Action, reaches: &[Reach]) -> bool {
    reaches.iter().all(|reach| staff.may(action, reach))
}

/// Whether somebody may decide on a draft: never on one's own, under whatever role.
pub(super) fn may_decide(lookup: &mut Lookup<'_>, staff: &Staff, draft: &Draft) -> Stored<MayDecide> {
    if draft.person == Some(staff.person.id) || draft.actor == staff.person.account() {
        return Ok(MayDecide::Own);
    }
    let allowed = covers(staff, Action::Approve, &reaches(lookup, draft)?);
    Ok(if allowed { MayDecide::Yes } else { MayDecide::No })
}

fn line(lookup: &mut Lookup<'_>, lang: Lang, draft: &Draft) -> Stored<DraftLine> {
    let events = events(draft)?;
    let shown = events.last().map(|event| (event.event_type(), facts::of(lookup, lang, event)));
    let (event, facts) = shown.unwrap_or((EventType::EntryReversed, Ok(Vec::new())));
    let mut told = vec![
        "amount", "sources", "payee", "lot", "quantity", "lines", "gift", "fund", "project", "from", "to", "site",
        "reverses",
    ];
    if event == EventType::FundClosed {
        told.extend(["id", "surplus_to", "reason"]);
    }
    let facts = facts?;
    let gist = told.iter().flat_map(|key| facts.iter().filter(move |(keys, _)| keys.first() == Some(key)));
    let gist: Vec<&str> = gist.map(|(_, said)| said.as_str()).take(3).collect();
    Ok(DraftLine {
        id: draft.id,
        event,
        is_correction: events.len() > 1,
        gist: gist.join(" · "),
        actor: draft.actor.clone(),
        at: time(draft.created_at),
        state: state(draft),
        refused: refused(draft),
        again: None,
        effect: Vec::new(),
        documents: events.iter().map(|event| documents_of(event).len()).sum(),
    })
}

fn time(ms: i64) -> ledger::value::Timestamp {
    ledger::value::Timestamp::from_ms(ms).unwrap_or(ledger::value::Timestamp::ZERO)
}

fn state(draft: &Draft) -> DraftState {
    match draft.state {
        State::Waiting if draft.is_expired() => DraftState::Expired,
        State::Waiting => DraftState::Waiting(time(draft.expires_at)),
        State::Approved => DraftState::Approved,
        State::Recorded => DraftState::Recorded(draft.seq.and_then(|seq| u64::try_from(seq).ok()).unwrap_or(0)),
        State::Refused if draft.is_withdrawn() => DraftState::Withdrawn,
        State::Refused => DraftState::Refused,
    }
}

fn refused(draft: &Draft) -> Option<(String, String)> {
    let by = draft.decided_by.clone().filter(|_| draft.state == State::Refused && !draft.is_withdrawn())?;
    Some((by, draft.reason.clone().unwrap_or_default()))
}

pub(in crate::desk) async fn one(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        let draft = find(&visit, *id).await?;
        draft_page(&visit, 200, draft, false).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// A draft that this person may see: their own, or one of what their roles cover.
pub(super) async fn find(visit: &Visit, id: i64) -> Result<Draft, HttpResponse> {
    let found = visit.keep(move |db| drafts::find(db, id)).await?;
    let Some(draft) = found else { return Err(visit.not_found()) };
    if draft.person == Some(visit.staff.person.id) {
        return Ok(draft);
    }
    let (staff, about) = (visit.staff.clone(), draft.clone());
    let sees = visit.ask(move |lookup| Ok(covers(&staff, Action::See, &reaches(lookup, &about)?))).await?;
    if sees { Ok(draft) } else { Err(visit.forbidden()) }
}

pub(super) async fn draft_page(visit: &Visit, status: u16, draft: Draft, reason_missing: bool) -> Answered {
    let drafted = events(&draft).map_err(|error| visit.failed(&error))?;
    let is_open = matches!(state(&draft), DraftState::Waiting(_) | DraftState::Approved);
    let (moves, obstacle) = match commit::foresee(visit, &drafted).await? {
        _ if !is_open => (Vec::new(), None),
        Ok(foreseen) => (foreseen.moves, None),
        Err((place, refusal)) => {
            let event = drafted.get(place).map_or(EventType::EntryReversed, Event::event_type);
            (Vec::new(), Some(Told::new(event, refusal)))
        }
    };
    let is_of_own_program = drafter::is_of_own_program(visit, &draft).await?;
    let drafter_gone = is_open && !drafter::may_still(visit, &draft).await?;
    let again = again::paths(visit, std::slice::from_ref(&draft)).await?.pop().flatten();
    let sent_anew = again::sent_anew(visit, &draft).await?;
    let (lang, staff) = (visit.lang(), visit.staff.clone());
    let page = visit
        .ask(move |lookup| {
            let mut said = Vec::new();
            for event in &drafted {
                said.push((event.event_type(), facts::of(lookup, lang, event)?));
            }
            let mut obstacle = obstacle;
            if let Some(obstacle) = &mut obstacle {
                told::name(lookup, lang, obstacle)?;
            }
            Ok(DraftPage {
                line: DraftLine { again, ..line(lookup, lang, &draft)? },
                events: said,
                correction: if is_open { changes::of(lookup, lang, &drafted)? } else { None },
                effect: effect::lines(lookup, lang, &drafted, &moves)?,
                obstacle,
                documents: drafted.iter().flat_map(documents).collect(),
                sent_anew,
                may_put_away: refused(&draft).is_some() && !draft.is_put_away && draft.person == Some(staff.person.id),
                decided: draft
                    .decided_by
                    .clone()
                    .filter(|_| draft.state != State::Refused)
                    .map(|by| (by, draft.reason.clone().unwrap_or_default())),
                drafter_gone,
                may_decide: match may_decide(lookup, &staff, &draft)? {
                    MayDecide::Yes if is_of_own_program => MayDecide::OwnProgram,
                    decides => decides,
                },
                reason_missing,
            })
        })
        .await?;
    Ok(visit.show(status, Content::Draft(Box::new(page))))
}

fn documents(event: &Event) -> Vec<DocumentLine> {
    let line = |document: &ledger::event::Document| DocumentLine {
        name: document.name.to_string(),
        media_type: document.media_type.to_string(),
        bytes: document.bytes.get(),
        sha3: ledger::json::hex(&document.sha3.0),
        seq: 0,
        is_here: true,
    };
    documents_of(event).iter().map(line).collect()
}

/// The funds whose amounts this person sets.
async fn limits(visit: &Visit) -> Result<Option<Vec<FundLimits>>, HttpResponse> {
    if !visit.staff.may_somewhere(Action::SetThresholds) {
        return Ok(None);
    }
    let rows: Vec<ThresholdRow> = visit.keep(thresholds::all).await?;
    let staff = visit.staff.clone();
    let funds = visit.ask(move |lookup| {
        let mut found = Vec::new();
        for record in lookup.tables().funds()? {
            let (id, steward) = (record.fund.id.to_string(), record.fund.steward.to_string());
            if !staff.may_for(Action::SetThresholds, &steward) {
                continue;
            }
            let of = |group: &Group| {
                let row = rows.iter().find(|(fund, word, _)| *fund == id && word == group.word());
                (group.word(), row.map(|(.., amount)| *amount))
            };
            let limits = Group::ALL.iter().map(of).collect();
            let fund = Named { id: id.clone(), name: record.fund.title.to_string() };
            found.push(FundLimits { fund, currency: record.fund.currency, limits });
        }
        Ok(found)
    });
    funds.await.map(Some)
}
