//! Where there is but one thing to choose, it is chosen; and what follows from a lorry that is on its way.

use ledger::event::{Event, EventType};
use ledger::refusal::Lang;
use ledger::value::SubjectKind;

use app::view::desk::Choice;

use super::choices::Chooser;
use super::description::{Described, Kind, describe};
use super::read::Typed;
use crate::desk::people::permission::{Action, Grant};
use crate::desk::visit::Pairs;
use crate::pages::Lookup;
use crate::store::Stored;

/// What an empty form begins with, beside what was typed.
///
/// # Errors
/// The database's own.
pub(super) fn choices(lookup: &mut Lookup<'_>, grants: &[Grant], event: EventType, typed: &Typed) -> Stored<Pairs> {
    // Nobody ends or takes back a thing because there is no other.
    if matches!(event, EventType::FundClosed | EventType::EntryReversed) {
        return Ok(Pairs::new());
    }
    let mut typed = typed.clone();
    let mut found = Pairs::new();
    for field in describe(event) {
        if field.is_optional || !typed.get(field.key).is_empty() {
            continue;
        }
        let Some(chosen) = one(lookup, grants, event, &field, &typed)? else { continue };
        typed.set(field.key, chosen.clone());
        found.push((field.key.to_owned(), chosen));
    }
    Ok(found)
}

fn one(
    lookup: &mut Lookup<'_>,
    grants: &[Grant],
    event: EventType,
    field: &Described,
    typed: &Typed,
) -> Stored<Option<String>> {
    let arrives = event == EventType::GoodsReceived;
    if arrives && field.key == "to" {
        return destination(lookup, typed.get("from"));
    }
    // The names of choices are not shown here.
    let mut chooser = Chooser::new(lookup, Lang::En, grants, Action::of(event));
    let at = ["from", "site"].map(|key| typed.get(key)).into_iter().find(|id| !id.is_empty());
    chooser.site = at.filter(|id| !id.contains('/')).map(str::to_owned);
    let mut choices = match field.kind {
        Kind::Organisation if field.key == "steward" => chooser.stewards()?,
        Kind::Fund => chooser.funds()?,
        Kind::Site { supplier } => chooser.sites(supplier)?,
        Kind::Station => chooser.stations()?,
        Kind::Item => chooser.items()?,
        Kind::Lot => chooser.lots()?,
        Kind::CashPool => chooser.cash_pools(field.key == "to")?,
        _ => return Ok(None),
    };
    if arrives && field.kind == Kind::Station {
        // What arrives is mostly what is on a lorry; a store keeps what it has.
        let mut moving: Vec<Choice> = Vec::new();
        for choice in &choices {
            if lookup.subject(SubjectKind::Waybill, &choice.value)?.is_some() {
                moving.push(choice.clone());
            }
        }
        if !moving.is_empty() {
            choices = moving;
        }
    }
    Ok(match choices.as_slice() {
        [only] => Some(only.value.clone()),
        _ => None,
    })
}

/// Where a lorry goes.
fn destination(lookup: &mut Lookup<'_>, waybill: &str) -> Stored<Option<String>> {
    if waybill.is_empty() {
        return Ok(None);
    }
    let entry = lookup.subject(SubjectKind::Waybill, waybill)?;
    Ok(entry.and_then(|entry| match &entry.event {
        Event::GoodsDispatched(event) => Some(event.to.to_string()),
        _ => None,
    }))
}
