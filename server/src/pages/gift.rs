//! `/gifts/CODE`: a gift and every place where a part of it rests.

use app::view::{Gift, Page, Refused};
use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::trace;
use ledger::value::SubjectKind;

use super::{Lookup, ends};
use crate::answer::code_of;
use crate::store::Stored;
use crate::store::past::Tables;

/// What a reader asks of a gift's page.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct GiftQuery {
    /// How many of its ends to pass over: a gift can have hundreds.
    #[serde(default)]
    ends: String,
}

/// One gift, by its code as typed.
///
/// # Errors
/// The database's own.
pub fn gift(lookup: &mut Lookup<'_>, typed: &str, query: &GiftQuery) -> Stored<Page> {
    let passed_over = match query.ends.as_str() {
        "" => 0,
        number => match number.parse::<u32>() {
            Ok(number) => usize::try_from(number).unwrap_or(0),
            Err(_) => return Ok(Page::Refused(Refused::BadRequest)),
        },
    };
    let code = match GiftCode::parse(typed) {
        Ok(code) => code,
        Err(fault) => return no_gift(lookup, typed, Some(fault)),
    };
    let Some(entry) = lookup.tables.entry(code.seq())? else { return no_gift(lookup, typed, None) };
    let Some((unit, item)) = lookup.gift_unit(&entry)? else { return no_gift(lookup, typed, None) };
    let (fund, received_on, donor, amount, note) = match &entry.event {
        Event::DonationReceived(event) => {
            (&event.fund, event.received_on, &event.donor, event.amount.get(), &event.note)
        }
        Event::GiftInKindReceived(event) => {
            (&event.fund, event.received_on, &event.donor, event.quantity.get(), &event.note)
        }
        _ => return no_gift(lookup, typed, None),
    };
    let (method, original) = match &entry.event {
        Event::DonationReceived(event) => (Some(event.method.to_string()), event.original.as_ref()),
        _ => (None, None),
    };
    let ends = match trace::forward(lookup.tables, entry.seq)? {
        Some(trace) => ends::in_words(lookup, &entry, &trace)?,
        None => Vec::new(),
    };
    let corrected_as = lookup.corrected_as(entry.seq)?.map(|entry| code_of(entry.seq));
    Ok(Page::Gift(Box::new(Gift {
        code: code.to_string(),
        seq: entry.seq,
        amount,
        unit,
        item,
        received_on,
        recorded_at: entry.at,
        donor: donor.as_ref().map(ToString::to_string),
        method,
        note: note.as_ref().map(ToString::to_string),
        original: original.map(|money| (money.amount.get(), money.currency)),
        fund: lookup.named(SubjectKind::Fund, fund.as_str())?,
        reversed_by: lookup.tables.reversed_by(entry.seq)?,
        corrected_as,
        ends,
        passed_over,
    })))
}

/// The codes of gifts that are one slip away from what was typed.
///
/// # Errors
/// The database's own.
pub fn near(tables: &mut Tables, typed: &str) -> Stored<Vec<GiftCode>> {
    let mut near = Vec::new();
    for code in GiftCode::one_slip_away(typed) {
        let entry = tables.entry(code.seq())?;
        if entry.is_some_and(|entry| matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_))) {
            near.push(code);
        }
    }
    Ok(near)
}

/// No gift has this code: those that do, and are one slip away.
fn no_gift(lookup: &mut Lookup<'_>, typed: &str, fault: Option<ledger::code::CodeFault>) -> Stored<Page> {
    let near = near(lookup.tables, typed)?;
    let typed = typed.chars().take(40).collect();
    Ok(Page::Refused(Refused::NoGift { typed, fault, near }))
}
