//! A sheet in which nothing is wrong, in words: what each row becomes, what was counted against the books, and which
//! gifts may be recorded already.

use std::collections::HashMap;

use actix_web::HttpResponse;

use app::view::desk::{SheetCount, SheetMade, SheetReady, SheetRow};
use app::words::desk::BulkWords;
use ledger::Lang;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::value::{Key, SubjectKind};

use super::super::stock::{Losses, losses_waiting};
use crate::desk::bulk::sheet::plan::{Settles, Step};
use crate::desk::bulk::sheet::{Fault, Kind, Why};
use crate::desk::visit::{Pairs, Visit, typed};
use crate::pages::Lookup;
use crate::private::{references, sheets};
use crate::store::Stored;

/// Rows of a good sheet that are shown before it is recorded.
const SHOWN: usize = 100;

/// Entries that are listed once they are made.
const MADE: u64 = 200;

/// How many of a lot wait to be booked as lost, where a count found fewer than are booked.
fn waits(step: &Step, losses: &Losses) -> u64 {
    let fewer = step.settles.as_ref().filter(|settles| settles.counted < settles.booked);
    let waits = fewer.and_then(|settles| losses.get(&(settles.site.clone(), settles.lot.clone())));
    waits.copied().unwrap_or_default()
}

/// Whether somebody said that others are missing than those that wait.
fn is_other(step: &Step, form: &Pairs) -> bool {
    typed(form, &format!("other-{}", row_of(step))) == "yes"
}

fn row_of(step: &Step) -> u32 {
    step.rows.first().copied().unwrap_or_default()
}

/// The counts of which fewer were found while a loss of the same lot waits, and nobody said that this is another.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn unsaid(visit: &Visit, steps: &[Step], form: &Pairs) -> Result<Vec<Fault>, HttpResponse> {
    let losses = losses_waiting(visit).await?;
    let keys: Vec<Key> = steps.iter().map(|step| step.key).collect();
    let known = visit.ask(move |lookup| lookup.tables().recorded_keys(&keys)).await?;
    let column = Kind::Counts.columns().iter().find(|column| column.name == "counted");
    let mut faults: Vec<Fault> = Vec::new();
    for step in steps.iter().filter(|step| !known.contains_key(&step.key)) {
        let (row, quantity) = (row_of(step), waits(step, &losses));
        if quantity > 0 && !is_other(step, form) && faults.iter().all(|fault| fault.row != row) {
            faults.push(Fault { row, column, why: Why::LossWaits { quantity } });
        }
    }
    Ok(faults)
}

/// A sheet that waits for the press, in words; with what was said of its counts already.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn ready(visit: &Visit, id: i64, form: &Pairs) -> Result<SheetReady, HttpResponse> {
    let (losses, form) = (losses_waiting(visit).await?, form.clone());
    let person = visit.staff.person.id;
    let found = visit.keep(move |db| sheets::open(db, id, person)).await?;
    let sheet = found.ok_or_else(|| visit.not_found())?;
    let lang = visit.lang();
    let references: Vec<String> = sheet.steps.iter().filter_map(|step| step.reference.clone()).collect();
    let made = visit.keep(move |db| references::of(db, &references)).await?;
    visit
        .ask(move |lookup| {
            let keys: Vec<Key> = sheet.steps.iter().map(|step| step.key).collect();
            let known = lookup.tables().recorded_keys(&keys)?;
            let mut rows = Vec::new();
            let mut before: Option<&Settles> = None;
            for (place, step) in sheet.steps.iter().enumerate() {
                let alike = alike(lookup, step, &made)?;
                let waits = if known.contains_key(&step.key) { 0 } else { waits(step, &losses) };
                // What somebody is asked about is shown wherever it stands.
                if place >= SHOWN && alike.is_none() && waits == 0 {
                    continue;
                }
                let settles = step.settles.as_ref().filter(|settles| before != Some(*settles));
                rows.push(SheetRow {
                    rows: numbers(&step.rows, lang),
                    becomes: with_private(&in_words(lookup, &step.event, lang)?, step),
                    alike,
                    counted: match settles {
                        Some(settles) => {
                            let (row, is_other) = (row_of(step), is_other(step, &form));
                            Some(SheetCount { row, waits, is_other, ..count_view(lookup, settles)? })
                        }
                        None => None,
                    },
                });
                before = step.settles.as_ref();
            }
            let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
            Ok(SheetReady { id, name: sheet.name, rows, total: count(sheet.steps.len()), known: count(known.len()) })
        })
        .await
}

/// The last entries of so many that were made together: which, and their receipt codes.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn made(visit: &Visit, last: u64, new: u64) -> Result<Vec<SheetMade>, HttpResponse> {
    let lang = visit.lang();
    let first = last.saturating_add(1).saturating_sub(new.min(MADE));
    visit
        .ask(move |lookup| {
            let mut found = Vec::new();
            for seq in first..=last {
                let Some(entry) = ledger::Past::entry(lookup.tables(), seq)? else { break };
                let is_gift = matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_));
                let code = GiftCode::of_seq(seq).filter(|_| is_gift).map(|code| code.to_string());
                found.push(SheetMade { seq, code, said: in_words(lookup, &entry.event, lang)? });
            }
            Ok(found)
        })
        .await
}

/// An entry that still stands and was made under the same reference, of another day.
fn alike(lookup: &mut Lookup<'_>, step: &Step, made: &HashMap<String, Vec<Key>>) -> Stored<Option<u64>> {
    let keys = step.reference.as_ref().and_then(|reference| made.get(reference)).cloned().unwrap_or_default();
    let others: Vec<Key> = keys.into_iter().filter(|key| *key != step.key).collect();
    for seq in lookup.tables().recorded_keys(&others)?.into_values() {
        if lookup.tables().reversed_by(seq)?.is_none() {
            return Ok(Some(seq));
        }
    }
    Ok(None)
}

fn count_view(lookup: &mut Lookup<'_>, settles: &Settles) -> Stored<SheetCount> {
    let (item, unit) = lookup.lot_item(&settles.lot)?;
    let (lot, booked, counted) = (settles.lot.clone(), settles.booked, settles.counted);
    let site = lookup.named(SubjectKind::Site, &settles.site)?.name;
    Ok(SheetCount { site, lot, item: item.name, unit, booked, counted, row: 0, waits: 0, is_other: false })
}

fn numbers(rows: &[u32], lang: Lang) -> String {
    rows.iter().map(u32::to_string).collect::<Vec<_>>().join(app::words::comma(lang))
}

/// What the heading of the column says.
fn public_name(lang: Lang) -> &'static str {
    BulkWords::of(lang).public_name
}

/// With what is kept apart from the entry: the reference, and where the receipt goes.
fn with_private(said: &str, step: &Step) -> String {
    let more = step.reference_said.iter().chain(&step.email).map(String::as_str);
    std::iter::once(said).chain(more).collect::<Vec<_>>().join(" · ")
}

/// What an event of a sheet says.
pub(super) fn in_words(lookup: &mut Lookup<'_>, event: &Event, lang: Lang) -> Stored<String> {
    let kind = app::words::event(lang, event.event_type());
    let what = match event {
        Event::DonationReceived(gift) => {
            let fund = lookup.named(SubjectKind::Fund, gift.fund.as_str())?.name;
            let currency = lookup.tables().fund(gift.fund.as_str())?.map(|fund| fund.fund.currency);
            let sum = currency.map(|currency| app::words::money(gift.amount.get(), currency)).unwrap_or_default();
            let mut said = vec![sum, fund];
            if let Some(project) = &gift.project {
                said.push(lookup.named(SubjectKind::Project, project.as_str())?.name);
            }
            said.push(app::words::date(lang, gift.received_on));
            said.push(app::words::term(lang, gift.method.as_str()));
            said.extend(gift.donor.as_ref().map(|donor| app::words::told(lang, public_name(lang), donor.as_str())));
            said.join(" · ")
        }
        Event::GoodsDistributed(event) => {
            let mut goods = Vec::new();
            for line in &event.lines {
                let (item, unit) = lookup.lot_item(line.lot.as_str())?;
                let quantity = app::words::quantity(lang, line.quantity.get(), &unit);
                goods.push(format!("{quantity} · {}", app::words::desk::lot(lang, &item.name, line.lot.as_str())));
            }
            let place = app::words::place(lang, &crate::pages::place_name(&event.place));
            format!(
                "{} · {place} · {}",
                goods.join(app::words::comma(lang)),
                app::words::date(lang, event.distributed_on)
            )
        }
        Event::GoodsLost(event) => {
            let (_, unit) = lookup.lot_item(event.lot.as_str())?;
            let quantity = app::words::quantity(lang, event.quantity.get(), &unit);
            format!("{quantity} · {} · {}", event.lot, app::words::loss_reason(lang, event.reason))
        }
        Event::GiftInKindReceived(event) => {
            let item = lookup.named(SubjectKind::Item, event.item.as_str())?.name;
            let site = lookup.named(SubjectKind::Site, event.site.as_str())?.name;
            let note = event.note.as_ref().map(|note| format!(" · {note}")).unwrap_or_default();
            format!("{} · {item} · {site}{note}", app::words::count(event.quantity.get()))
        }
        Event::EntryReversed(event) => format!("#{} · {}", event.reverses.get(), event.reason),
        _ => String::new(),
    };
    Ok(app::words::told(lang, kind, &what))
}
