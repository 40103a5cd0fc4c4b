//! `/desk/record` and below: the menu, a form, what it would do, what came of it.
//!
//! One address takes a form through its steps: `check` shows what it would do, `save` records it, `more:LIST`
//! and `less:LIST.LINE` change a list, `edit` goes back to the form, `resumed` comes back to it after a log-in. Nothing is kept between the steps
//! but files: the form carries itself.

use actix_web::web::{Bytes, Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::About;
use app::view::desk::{Content, Done, PaperKind, PaperLink, Preview, RecordMenu, Recorded};
use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::{Event, EventType};
use ledger::value::SubjectKind;

use super::commit::{Committed, allowed, commit, foresee};
use super::filled::Filled;
use super::sent::{self, Sent};
use super::{alike, changes, effect, facts, personal, rows, taken_back, typed};
use crate::desk::approval::{again, list};
use crate::desk::people::permission::Action;
use crate::desk::resume::RESUMED;
use crate::desk::start;
use crate::desk::visit::{Answered, Pairs, Visit};
use crate::http::Site;

pub(in crate::desk) async fn menu(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        let may = |event: &&EventType| visit.staff.may_record(**event);
        let events = EventType::ALL.iter().filter(may).copied().collect();
        Ok(visit.show(200, Content::RecordMenu(RecordMenu { events })))
    };
    answered.await.unwrap_or_else(|answer: HttpResponse| answer)
}

fn event_of(word: &str) -> Option<EventType> {
    EventType::ALL.iter().copied().find(|event| event.word() == word)
}

/// The form with nothing typed but what the address says: `?fund=flood-2026`, `?corrects=41`, or `?draft=7`.
pub(in crate::desk) async fn open(
    request: HttpRequest,
    site: Data<Site>,
    word: Path<String>,
    asked: Query<Pairs>,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        let Some(event) = event_of(&word) else { return Err(visit.not_found()) };
        let mut pairs = asked.into_inner();
        let drafted = again::take_up(&visit, event, &mut pairs).await?;
        let mut filled = Filled::new(event, pairs);
        filled.may(&visit)?;
        if let Some(drafted) = drafted {
            filled.take_over(&visit, &drafted).await?;
        } else if let Some(seq) = filled.corrects {
            let before = visit.ask(move |lookup| lookup.tables().entry(seq)).await?;
            match before.filter(|entry| entry.event.event_type() == event) {
                Some(entry) if filled.step != RESUMED => filled.take_over(&visit, &entry.event).await?,
                Some(_) => {}
                None => return Err(visit.not_found()),
            }
        }
        // Documents that it has already stay with it.
        filled.take_files(&visit, Vec::new()).await?;
        filled.begin();
        filled.choose_only(&visit).await?;
        filled.offer_own(&visit).await?;
        filled.show(&visit, 200, Vec::new()).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(in crate::desk) async fn send(
    request: HttpRequest,
    site: Data<Site>,
    word: Path<String>,
    body: Bytes,
) -> HttpResponse {
    let answered = async {
        let sent = sent::read(&request, body).await;
        let typed = sent.as_ref().map(|sent| sent.pairs.clone()).unwrap_or_default();
        let visit = Visit::act_keeping(&request, &site, Action::See, &typed).await?;
        let Some(event) = event_of(&word) else { return Err(visit.not_found()) };
        let Some(Sent { mut pairs, files }) = sent else { return Err(visit.bad_request()) };
        rows::press(&mut pairs);
        let mut filled = Filled::new(event, pairs);
        filled.may(&visit)?;
        let mut faults = filled.take_files(&visit, files).await?;
        if filled.step == "edit" {
            return filled.show(&visit, 200, faults).await;
        }
        filled.complete(&visit).await?;
        let events = match filled.read(&visit).await? {
            Ok(events) if faults.is_empty() => events,
            Ok(_) => return filled.show(&visit, 422, faults).await,
            Err(more) => {
                faults.extend(more);
                return filled.show(&visit, 422, faults).await;
            }
        };
        if let Err(forbidden) = allowed(&visit, &events).await {
            return match filled.not_yours(&visit) {
                Some(fault) => filled.show(&visit, 422, vec![fault]).await,
                None => Err(forbidden),
            };
        }
        if filled.step == "save" { save(&visit, filled, events).await } else { check(&visit, filled, events).await }
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// What it would do.
async fn check(visit: &Visit, filled: Filled, events: Vec<Event>) -> Answered {
    let foreseen = match foresee(visit, &events).await? {
        Ok(foreseen) => foreseen,
        Err((place, refusal)) => return filled.refused(visit, place, events.len(), refusal).await,
    };
    let (lang, about, moves) = (visit.lang(), events.clone(), foreseen.moves);
    let corrects = filled.corrects;
    let (facts, effect, alike, correction) = visit
        .ask(move |lookup| {
            let effect = effect::lines(lookup, lang, &about, &moves)?;
            let correction = changes::of(lookup, lang, &about)?;
            let Some(last) = about.last() else { return Ok((Vec::new(), effect, Vec::new(), correction)) };
            let mut alike = alike::entries(lookup, last)?;
            // Of course it says nearly what it corrects.
            alike.retain(|entry| Some(entry.seq) != corrects);
            Ok((facts::of(lookup, lang, last)?, effect, alike, correction))
        })
        .await?;
    let alike_waiting = match events.last() {
        Some(last) => list::alike(visit, last, &filled.keys()).await?,
        None => Vec::new(),
    };
    let preview = Preview {
        event: filled.event,
        facts,
        effect,
        alike,
        alike_waiting,
        personal: events.iter().flat_map(personal::found).collect(),
        is_waiting: foreseen.waits,
        correction,
        action: format!("/desk/record/{}", filled.event.word()),
        hidden: filled.hidden_all(),
    };
    Ok(visit.show(200, Content::Preview(Box::new(preview))))
}

async fn save(visit: &Visit, filled: Filled, events: Vec<Event>) -> Answered {
    let count = events.len();
    let committed = commit(visit, events, filled.keys()).await?;
    if !matches!(committed, Committed::Refused(..)) {
        again::was_sent(visit, &filled.keys()).await;
    }
    match committed {
        Committed::Recorded(seq) => Ok(visit.go(&format!("/desk/recorded/{seq}"), None)),
        Committed::Waiting(id) => Ok(visit.go(&format!("/desk/waiting/{id}"), Some(Done::Waiting))),
        Committed::Refused(place, refusal) => filled.refused(visit, place, count, refusal).await,
    }
}

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Number {
    #[serde(default)]
    seq: String,
}

/// The box of the first page: an entry's number leads to it, with or without its `#`.
pub(in crate::desk) async fn find(request: HttpRequest, site: Data<Site>, asked: Query<Number>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        match typed::whole(asked.seq.trim().trim_start_matches('#')) {
            Ok(seq) => Ok(visit.go(&format!("/desk/recorded/{seq}"), None)),
            Err(_) => Err(visit.not_found()),
        }
    };
    answered.await.unwrap_or_else(|answer: HttpResponse| answer)
}

/// What was recorded, and where to go from there.
pub(in crate::desk) async fn recorded(request: HttpRequest, site: Data<Site>, seq: Path<u64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::See).await?;
        let seq = *seq;
        let staff = visit.staff.clone();
        let found = visit.ask(move |lookup| {
            let Some(entry) = lookup.tables().entry(seq)? else { return Ok(None) };
            let line = lookup.entry_line(&entry)?;
            let is_over = lookup.tables().reversed_by(seq)?.is_some();
            let next = start::next(lookup, &staff)?;
            Ok(Some((entry.event, line.about, is_over, next)))
        });
        let Some((event, about, is_over, next)) = found.await? else { return Err(visit.not_found()) };
        let kind = event.event_type();
        let mut state = visit.ask(move |lookup| taken_back::state(lookup, seq)).await?;
        if !visit.staff.may_record(EventType::DocumentAttached) {
            state.subject = None;
        }
        let is_gift = matches!(kind, EventType::DonationReceived | EventType::GiftInKindReceived);
        let code = GiftCode::of_seq(seq).filter(|_| is_gift).map(|code| code.to_string());
        let about: Option<About> = about.into_iter().find(|about| about.kind != SubjectKind::Organisation);
        let may_again = visit.staff.may_record(kind);
        let may_correct = !is_over && may_again && visit.staff.may_somewhere(Action::Reverse);
        let may_record = visit.staff.records();
        // A paper of what was taken back would say what is no longer so.
        let papers = if is_over { Vec::new() } else { papers(&event, code.as_deref()) };
        let again = match &event {
            // Whoever registers one supplier registers the next.
            Event::SiteRegistered(site) => format!("/desk/record/site_registered?kind={}", site.kind.word()),
            _ => format!("/desk/record/{}", kind.word()),
        };
        let page =
            Recorded { again, event: kind, seq, state, code, about, papers, next, may_again, may_record, may_correct };
        Ok(visit.show(200, Content::Recorded(page)))
    };
    answered.await.unwrap_or_else(|answer: HttpResponse| answer)
}

/// The papers that go with an entry: the receipt of a gift, a waybill, the list of a hand-out, labels for lots.
fn papers(event: &Event, code: Option<&str>) -> Vec<PaperLink> {
    let paper = |kind, folder: &str, id: &str| PaperLink::Paper(kind, format!("/desk/papers/{folder}/{id}"));
    let labels = |ids: Vec<&str>| PaperLink::Labels(format!("/desk/labels?ids={}", ids.join(",")));
    let mut found = Vec::new();
    found.extend(code.map(|code| paper(PaperKind::Receipt, "receipts", code)));
    match event {
        Event::PurchaseMade(event) => found.push(labels(event.lines.iter().map(|line| line.lot.as_str()).collect())),
        Event::GiftInKindReceived(event) => found.push(labels(vec![event.lot.as_str()])),
        Event::KitPacked(event) => found.push(labels(vec![event.lot.as_str()])),
        Event::GoodsDispatched(event) => {
            found.push(paper(PaperKind::Waybill, "waybills", event.waybill.as_str()));
            found.push(labels(vec![event.waybill.as_str()]));
        }
        Event::GoodsDistributed(event) => found.push(paper(PaperKind::HandoutList, "handouts", event.id.as_str())),
        Event::CashDistributed(event) => found.push(paper(PaperKind::HandoutList, "handouts", event.id.as_str())),
        _ => {}
    }
    found
}
