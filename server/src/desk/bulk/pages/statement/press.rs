//! One press: what was chosen for the lines of a statement is recorded whole, or not at all and it is said why.

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, json};

use app::view::desk::{Done as Said, FieldFault, OpenLine, Told};
use app::words::desk as words;
use ledger::event::{Event, EventType};
use ledger::value::Key;
use ledger::{Lang, Refusal};

use super::super::FundHere;
use super::against::entry_of;
use super::{Open, Typed, open, page};
use crate::desk::bulk::bank::Flow;
use crate::desk::bulk::bank::proposal::Proposal;
use crate::desk::bulk::day;
use crate::desk::bulk::record::{self, Done};
use crate::desk::people::permission::Action;
use crate::desk::record::{EXPENSES, told};
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::bank::{self, KeptLine};
use crate::private::left_out;
use crate::store::Db;

pub(in crate::desk) async fn record(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    recorded(&request, &site, *id, &form).await.unwrap_or_else(|answer| answer)
}

async fn recorded(request: &HttpRequest, site: &Site, id: i64, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::RecordMoney).await?;
    let open = open(&visit, id).await?;
    let from = typed(form, "from").parse().unwrap_or_default();
    if let Ok(place) = typed(form, "again").parse::<i64>() {
        return take_up(&visit, &open, place, from).await;
    }
    let (mut said, mut wanted, mut same, mut left) = (Typed::new(), Vec::new(), Vec::new(), Vec::new());
    for (kept, proposal) in open.lines.iter().zip(&open.proposals) {
        let field = |name: &str| typed(form, &format!("{name}-{}", kept.place)).trim().to_owned();
        let act = field("act");
        let is_settled = entry_of(proposal).is_some()
            || open.waits.contains_key(&kept.key.to_string())
            || open.left_out.contains_key(&kept.key);
        if act.is_empty() || is_settled {
            continue;
        }
        let mut line = OpenLine {
            act,
            purpose: field("purpose"),
            name: field("name"),
            category: field("category"),
            ..OpenLine::default()
        };
        match (line.act.as_str(), proposal) {
            ("same", Proposal::Looks { seq }) => same.push((kept.place, *seq)),
            ("skip", _) => left.push(kept.key),
            ("record", Proposal::TakesBack) | ("later" | "same", _) => {}
            _ => match event(kept, &line, &open.funds, visit.lang()) {
                Ok(event) => wanted.push((kept.place, kept.key, event)),
                Err(fault) => line.fault = Some(fault),
            },
        }
        said.insert(kept.place, line);
    }
    let is_wrong = said.values().any(|line| line.fault.is_some());
    if is_shown_again(form) && !is_wrong {
        return shown_again(&visit, &open, from, said, &wanted).await;
    }
    if is_wrong {
        return page(&visit, 422, &open, from, &said, Some(nothing_recorded(visit.lang())));
    }
    let events: Vec<(Key, Event)> = wanted.iter().map(|(_, key, event)| (*key, event.clone())).collect();
    let (done, new) = match record::together(&visit, &events).await? {
        Done::Recorded { new } => (None, Some(new).filter(|new| *new > 0)),
        Done::Waiting => (Some(Said::Waiting), None),
        Done::Refused(refused) => {
            for (place, fault) in named(&visit, &wanted, refused).await? {
                if let Some(line) = said.get_mut(&place) {
                    line.fault = Some(fault);
                }
            }
            return page(&visit, 422, &open, from, &said, Some(nothing_recorded(visit.lang())));
        }
    };
    let by = visit.staff.person.account();
    let keep = move |db: &mut Db| {
        for (place, seq) in &same {
            bank::match_line(db, id, *place, Some(*seq))?;
        }
        left_out::add(db, &left, &by)
    };
    if events.is_empty() {
        visit.keep(keep).await?;
    } else {
        // The entries are in: what is not noted now stays open, and is asked again.
        visit.note(keep).await;
    }
    let new = new.map(|new| format!("&recorded={new}")).unwrap_or_default();
    Ok(visit.go(&format!("/desk/bank/statements/{id}?from={from}{new}"), done))
}

/// What the ledger refuses, by the places of the lines, with what people call the things that it speaks of.
async fn named(
    visit: &Visit,
    wanted: &[(i64, Key, Event)],
    refused: Vec<(usize, Refusal)>,
) -> Result<Vec<(i64, String)>, HttpResponse> {
    let of_line = |(nth, refusal): (usize, Refusal)| {
        let (place, _, event) = wanted.get(nth)?;
        Some((*place, Told::new(event.event_type(), refusal)))
    };
    let all: Vec<(i64, Told)> = refused.into_iter().filter_map(of_line).collect();
    let lang = visit.lang();
    visit
        .ask(move |lookup| {
            let mut said = Vec::new();
            for (place, mut refusal) in all {
                told::name(lookup, lang, &mut refusal)?;
                said.push((place, words::refused_in_bulk(lang, &refusal)));
            }
            Ok(said)
        })
        .await
}

/// What was chosen so far, in the other language: with what the ledger would say of it, and nothing recorded.
async fn shown_again(
    visit: &Visit,
    open: &Open,
    from: usize,
    mut said: Typed,
    wanted: &[(i64, Key, Event)],
) -> Answered {
    let events: Vec<(Key, Event)> = wanted.iter().map(|(_, key, event)| (*key, event.clone())).collect();
    let refused = record::judge(visit, &events).await?;
    let fault = (!refused.is_empty()).then(|| nothing_recorded(visit.lang()));
    for (place, fault) in named(visit, wanted, refused).await? {
        if let Some(line) = said.get_mut(&place) {
            line.fault = Some(fault);
        }
    }
    page(visit, if fault.is_some() { 422 } else { 200 }, open, from, &said, fault)
}

/// A line that was left out is open again.
async fn take_up(visit: &Visit, open: &Open, place: i64, from: usize) -> Answered {
    let kept = open.lines.iter().find(|kept| kept.place == place).ok_or_else(|| visit.not_found())?;
    let (id, key) = (open.row.id, kept.key);
    visit.keep(move |db| left_out::take_up(db, key)).await?;
    Ok(visit.go(&format!("/desk/bank/statements/{id}?from={from}#line-{place}"), None))
}

fn nothing_recorded(lang: Lang) -> String {
    words::bulk_nothing_recorded(lang).to_owned()
}

/// What a line becomes. Nothing of what the bank says goes in but amount and day.
fn event(kept: &KeptLine, said: &OpenLine, funds: &[FundHere], lang: Lang) -> Result<Event, String> {
    let (fund, project) = match said.purpose.split_once('/') {
        Some((fund, project)) => (fund, Some(project)),
        None => (said.purpose.as_str(), None),
    };
    let known = funds.iter().find(|known| known.id == fund);
    let known = known.filter(|known| project.is_none_or(|project| known.projects.iter().any(|(id, _)| id == project)));
    if known.is_none() {
        return Err(words::bulk_choose_purpose(lang).to_owned());
    }
    let line = &kept.line;
    if line.flow == Flow::Out && !EXPENSES.contains(&said.category.as_str()) {
        return Err(words::bulk_choose_category(lang).to_owned());
    }
    let mut fields = Map::new();
    fields.insert("amount".into(), json!(line.amount.get()));
    match line.flow {
        Flow::In => {
            fields.insert("type".into(), json!("donation_received"));
            fields.insert("fund".into(), json!(fund));
            fields.extend(project.map(|project| ("project".into(), json!(project))));
            fields.insert("method".into(), json!("bank_transfer"));
            fields.insert("received_on".into(), json!(line.booked_on.to_string()));
            if !said.name.is_empty() {
                fields.insert("donor".into(), json!(said.name));
            }
        }
        Flow::Out => {
            let pool = project.map_or(format!("cash/{fund}"), |project| format!("cash/{fund}/{project}"));
            let short: String = kept.key.to_string().chars().rev().take(8).collect();
            fields.insert("type".into(), json!("expense_paid"));
            fields.insert("id".into(), json!(format!("bank-{}-{short}", line.booked_on.to_string().replace('-', ""))));
            fields.insert("from".into(), json!(pool));
            fields.insert("category".into(), json!(said.category));
            fields.insert("payee".into(), json!(said.name));
            fields.insert("paid_on".into(), json!(line.booked_on.to_string()));
        }
    }
    let text = serde_json::Value::Object(fields).to_string();
    let kind = match line.flow {
        Flow::In => EventType::DonationReceived,
        Flow::Out => EventType::ExpensePaid,
    };
    let parsed = Event::parse(text.as_bytes());
    // What a single event may say is refused without any name in it.
    let event = parsed.map_err(|refusal| words::refused_in_bulk(lang, &Told::new(kind, refusal)))?;
    match day::ahead(&event, day::latest()) {
        // The columns of a table read in the wrong order, most of the time.
        Some((_, on)) => Err(words::field_fault(lang, &FieldFault::Ahead(on))),
        None => Ok(event),
    }
}
