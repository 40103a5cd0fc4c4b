//! `/desk/bank/statements/ID`: what each line becomes, and the balance against the ledger's.

use std::collections::HashMap;

use actix_web::web::{Data, Form, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Map, json};

use app::view::desk::{BankLine as LineView, Bulk, Compared, Content, LineState, OpenLine, StatementPage};
use ledger::Lang;
use ledger::entry::Entry;
use ledger::event::Event;
use ledger::value::{Key, Slug};

use super::accounts::own_account;
use super::{FundHere, account_line, funds, purposes};
use crate::answer::code_of;
use crate::desk::bulk::bank::balance::{Moved, brought, compare};
use crate::desk::bulk::bank::proposal::{self, Known, Proposal, Purpose, Recent};
use crate::desk::bulk::bank::{BankLine, Flow, signed};
use crate::desk::bulk::record::{self, Done};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::http::Site;
use crate::pages::Lookup;
use crate::private::bank::{self, AccountRow, KeptLine, StatementRow};
use crate::store::Stored;

/// Lines on one page: what somebody looks through before they press.
const LINES: usize = 100;

/// Entries looked through from the statement's first days on; beyond that nothing is compared.
const ENTRIES: u64 = 100_000;

/// Days before the first line in which an entry may already be one of the lines.
const DAYS_BEFORE: i64 = 7;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    from: usize,
}

/// A statement with all that is known of it.
struct Open {
    row: StatementRow,
    account: AccountRow,
    lines: Vec<KeptLine>,
    funds: Vec<FundHere>,
    proposals: Vec<Proposal>,
    compared: Option<Compared>,
}

/// What somebody typed about lines, by place, and what is wrong with it.
type Typed = HashMap<i64, OpenLine>;

pub(in crate::desk) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    asked: Query<Asked>,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::RecordMoney).await?;
        let open = open(&visit, *id).await?;
        page(&visit, 200, &open, asked.from, &Typed::new(), None)
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn open(visit: &Visit, id: i64) -> Result<Open, HttpResponse> {
    let found = visit.keep(move |db| bank::statement(db, id)).await?;
    let (row, account) = found.ok_or_else(|| visit.not_found())?;
    own_account(visit, account.id).await?;
    let lines = visit.keep(move |db| bank::lines(db, id)).await?;
    visit
        .ask(move |lookup| {
            let all = funds(lookup)?;
            let ours: Vec<FundHere> =
                all.into_iter().filter(|fund| account.fund_ids().any(|id| id == fund.id)).collect();
            let (proposals, compared) = held_against(lookup, &row, &lines, &ours)?;
            Ok(Open { row, account, lines, funds: ours, proposals, compared })
        })
        .await
}

/// The lines against what is recorded.
fn held_against(
    lookup: &mut Lookup<'_>,
    row: &StatementRow,
    lines: &[KeptLine],
    funds: &[FundHere],
) -> Stored<(Vec<Proposal>, Option<Compared>)> {
    let keys: Vec<Key> = lines.iter().map(|kept| kept.key).collect();
    let mut known = Known { recorded: lookup.tables().recorded_keys(&keys)?, ..Known::default() };
    for kept in lines {
        known.recorded.extend(kept.seq.map(|seq| (kept.key, seq)));
        for seq in proposal::codes(&kept.line) {
            let gift = ledger::Past::entry(lookup.tables(), seq)?;
            if let Some(Event::DonationReceived(gift)) = gift.map(|entry| entry.event) {
                known.gifts.insert(seq, (gift.fund.clone(), gift.project.clone()));
            }
        }
    }
    known.purposes = all_purposes(funds);
    let entries = entries_since(lookup, row, lines)?;
    let ids: Vec<&str> = funds.iter().map(|fund| fund.id.as_str()).collect();
    let moved: Vec<(Moved, &Entry)> = entries.iter().flatten().filter_map(|entry| moved(entry, &ids)).collect();
    known.recent = moved.iter().filter_map(|(moved, entry)| recent(*moved, entry)).collect();
    let bare: Vec<BankLine> = lines.iter().map(|kept| kept.line.clone()).collect();
    let proposals = proposal::propose(&bare, &keys, &known);
    let compared = match (row.closing(), entries.is_some()) {
        (Some(closing), true) => {
            let mut held: u64 = 0;
            for id in &ids {
                held = held.saturating_add(lookup.tables().cash_held(id)?);
            }
            let pairs: Vec<(&BankLine, Option<u64>)> =
                bare.iter().zip(&proposals).map(|(line, what)| (line, entry_of(what))).collect();
            let moved: Vec<Moved> = moved.iter().map(|(moved, _)| *moved).collect();
            let held = i64::try_from(held).unwrap_or(i64::MAX);
            compare(row.opening(), closing, &pairs, held, &moved).map(|found| compared_view(&found, &bare))
        }
        _ => None,
    };
    Ok((proposals, compared))
}

/// The entry that a line is already.
fn entry_of(proposal: &Proposal) -> Option<u64> {
    match proposal {
        Proposal::Recorded { seq } => Some(*seq),
        _ => None,
    }
}

fn compared_view(found: &crate::desk::bulk::bank::balance::Comparison, lines: &[BankLine]) -> Compared {
    let only_bank = || found.only_bank.iter().filter_map(|place| lines.get(*place));
    Compared {
        bank_minor: found.bank.minor,
        on: found.bank.on,
        ledger_minor: found.ledger_minor,
        only_bank_minor: only_bank().fold(0, |sum, line| sum + signed(line.flow, line.amount)),
        only_bank: u64::try_from(found.only_bank.len()).unwrap_or(u64::MAX),
        only_ledger: found.only_ledger.iter().map(|one| (one.seq, one.on, one.minor)).collect(),
        earlier_minor: found.earlier_minor,
    }
}

fn all_purposes(funds: &[FundHere]) -> Vec<Purpose> {
    let mut found = Vec::new();
    for fund in funds {
        let Ok(id) = Slug::new(&fund.id) else { continue };
        for (project, title) in &fund.projects {
            let project = Slug::new(project).ok();
            found.push(Purpose { fund: id.clone(), project, title: title.clone() });
        }
        found.push(Purpose { fund: id, project: None, title: fund.title.clone() });
    }
    found
}

/// Entries recorded since shortly before the first line; none if they are too many to be looked through.
fn entries_since(lookup: &mut Lookup<'_>, row: &StatementRow, lines: &[KeptLine]) -> Stored<Option<Vec<Entry>>> {
    let days = lines.iter().map(|kept| kept.line.booked_on).chain(row.opening().map(|balance| balance.on));
    let first = days.chain(row.closing().map(|balance| balance.on)).min();
    let Some(first) = first.and_then(|day| ledger::value::Date::from_days(day.days() - DAYS_BEFORE)) else {
        return Ok(Some(Vec::new()));
    };
    let tables = lookup.tables();
    let (from, size) = (tables.first_since(first)?, tables.head()?.size);
    if size.saturating_sub(from) > ENTRIES {
        return Ok(None);
    }
    let mut found = Vec::new();
    for seq in from..size {
        found.extend(ledger::Past::entry(tables, seq)?);
    }
    let gone: Vec<u64> = found.iter().filter_map(reversed).collect();
    // An entry and its reversal moved nothing at the bank.
    found.retain(|entry| !gone.contains(&entry.seq) && reversed(entry).is_none());
    Ok(Some(found))
}

fn reversed(entry: &Entry) -> Option<u64> {
    match &entry.event {
        Event::EntryReversed(event) => Some(event.reverses.get()),
        _ => None,
    }
}

fn moved<'e>(entry: &'e Entry, funds: &[&str]) -> Option<(Moved, &'e Entry)> {
    let minor = brought(entry, funds);
    let on = match &entry.event {
        Event::PurchaseMade(event) => Some(event.purchased_on),
        _ => crate::store::derive::day_said(entry),
    }?;
    (minor != 0).then_some((Moved { seq: entry.seq, on, minor }, entry))
}

fn recent(moved: Moved, entry: &Entry) -> Option<Recent> {
    let names = match &entry.event {
        Event::DonationReceived(_) => vec![code_of(entry.seq)],
        Event::ExpensePaid(event) => vec![event.id.to_string()],
        Event::CashDistributed(event) => vec![event.id.to_string()],
        Event::TransferMade(event) => vec![event.id.to_string()],
        Event::PurchaseMade(event) => event.lines.iter().map(|line| line.lot.to_string()).collect(),
        _ => Vec::new(),
    };
    let flow = if moved.minor > 0 { Flow::In } else { Flow::Out };
    let amount = ledger::value::Amount::new(moved.minor.unsigned_abs())?;
    Some(Recent { seq: moved.seq, flow, amount, on: moved.on, names })
}

#[allow(clippy::result_large_err)] // It is an answer, made once and sent.
fn page(visit: &Visit, status: u16, open: &Open, from: usize, typed: &Typed, fault: Option<String>) -> Answered {
    let from = from.min(open.lines.len().saturating_sub(1));
    let shown = open.lines.iter().zip(&open.proposals).skip(from).take(LINES);
    let lines = shown.map(|(kept, proposal)| line_view(kept, proposal, open, typed)).collect();
    let total = u64::try_from(open.lines.len()).unwrap_or(u64::MAX);
    let account = account_line(&open.account, &open.funds, None).map_err(|error| visit.failed(&error))?;
    let page = StatementPage {
        id: open.row.id,
        account,
        opening: open.row.opening().map(|balance| (balance.minor, balance.on)),
        closing: open.row.closing().map(|balance| (balance.minor, balance.on)),
        lines,
        from: u64::try_from(from).unwrap_or_default(),
        total,
        unbooked: open.row.unbooked.unsigned_abs(),
        purposes: purposes(&open.funds),
        compared: open.compared.clone(),
        fault,
    };
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Statement(page)))))
}

fn line_view(kept: &KeptLine, proposal: &Proposal, open: &Open, typed: &Typed) -> LineView {
    let line = &kept.line;
    let mut text = line.references.join(" · ");
    if !line.remittance.is_empty() {
        text = if text.is_empty() { line.remittance.clone() } else { format!("{} · {text}", line.remittance) };
    }
    LineView {
        place: kept.place,
        on: line.booked_on,
        is_credit: line.flow == Flow::In,
        amount: line.amount.get(),
        text,
        counterparty: line.counterparty.clone(),
        state: state(kept, proposal, open, typed),
    }
}

fn state(kept: &KeptLine, proposal: &Proposal, open: &Open, typed: &Typed) -> LineState {
    if let Some(seq) = entry_of(proposal) {
        return LineState::Recorded { seq };
    }
    let (looks, takes_back) = match proposal {
        Proposal::Looks { seq } => (Some(*seq), false),
        Proposal::TakesBack => (None, true),
        _ => (None, false),
    };
    if let Some(said) = typed.get(&kept.place) {
        return LineState::Open(OpenLine { looks, takes_back, ..said.clone() });
    }
    let act = match proposal {
        Proposal::Looks { .. } => "same",
        Proposal::TakesBack => "skip",
        _ => "record",
    };
    let purpose = match proposal {
        Proposal::Gift { fund: Some(fund), project } | Proposal::Payment { fund: Some(fund), project } => {
            project.as_ref().map_or(fund.to_string(), |project| format!("{fund}/{project}"))
        }
        // With one fund on the account there is nothing to choose.
        _ => match open.funds.as_slice() {
            [only] => only.id.clone(),
            _ => String::new(),
        },
    };
    LineState::Open(OpenLine { act: act.to_owned(), looks, takes_back, purpose, ..OpenLine::default() })
}

pub(in crate::desk) async fn record(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    recorded(&request, &site, *id, &form).await.unwrap_or_else(|answer| answer)
}

/// One press: what was chosen is recorded whole, or not at all and it is said why.
async fn recorded(request: &HttpRequest, site: &Site, id: i64, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::RecordMoney).await?;
    let open = open(&visit, id).await?;
    let from = typed(form, "from").parse().unwrap_or_default();
    let (mut said, mut wanted, mut same) = (Typed::new(), Vec::new(), Vec::new());
    for (kept, proposal) in open.lines.iter().zip(&open.proposals) {
        let field = |name: &str| typed(form, &format!("{name}-{}", kept.place)).trim().to_owned();
        let act = field("act");
        if act.is_empty() || entry_of(proposal).is_some() {
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
            ("record", Proposal::TakesBack) | ("skip" | "same", _) => {}
            _ => match event(kept, &line, &open.funds, visit.lang()) {
                Ok(event) => wanted.push((kept.place, kept.key, event)),
                Err(fault) => line.fault = Some(fault),
            },
        }
        said.insert(kept.place, line);
    }
    if said.values().any(|line| line.fault.is_some()) {
        return page(&visit, 422, &open, from, &said, Some(nothing_recorded(visit.lang())));
    }
    let events: Vec<(Key, Event)> = wanted.iter().map(|(_, key, event)| (*key, event.clone())).collect();
    match record::together(&visit, &events).await? {
        Done::Recorded { .. } | Done::Waiting => {}
        Done::Refused(refused) => {
            for (nth, refusal) in refused {
                let line = wanted.get(nth).and_then(|(place, _, _)| said.get_mut(place));
                if let Some(line) = line {
                    line.fault = Some(refusal.say(visit.lang()));
                }
            }
            return page(&visit, 422, &open, from, &said, Some(nothing_recorded(visit.lang())));
        }
    }
    visit
        .keep(move |db| {
            for (place, seq) in &same {
                bank::match_line(db, id, *place, Some(*seq))?;
            }
            Ok(())
        })
        .await?;
    Ok(visit.go(&format!("/desk/bank/statements/{id}?from={from}"), None))
}

fn nothing_recorded(lang: Lang) -> String {
    app::words::desk::bulk_nothing_recorded(lang).to_owned()
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
        return Err(app::words::desk::bulk_choose_purpose(lang).to_owned());
    }
    let line = &kept.line;
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
            fields.insert("category".into(), json!(said.category.to_lowercase().replace(' ', "_")));
            fields.insert("payee".into(), json!(said.name));
            fields.insert("paid_on".into(), json!(line.booked_on.to_string()));
        }
    }
    let text = serde_json::Value::Object(fields).to_string();
    Event::parse(text.as_bytes()).map_err(|refusal| refusal.say(lang))
}
