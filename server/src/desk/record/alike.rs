//! Duplicates: entries, and drafts that wait, that say the same as what is about to be recorded, but for ids and remarks.
//! They are shown, and whoever records is asked; two gifts of the same amount on one day are not rare.

use std::collections::BTreeSet;

use serde_json::Value;

use app::view::EntryLine;
use ledger::event::{Event, EventType};
use ledger::past::Direction;
use ledger::{Entry, Past as _};

use crate::pages::Lookup;
use crate::store::Stored;
use crate::store::query_lists::{ListFilter, ListKind};

/// How far back it is looked.
const LOOKED_THROUGH: usize = 300;

/// How many are shown.
const SHOWN: usize = 3;

/// What may differ between two records of the same thing: amounts, days and parties agree.
const MAY_DIFFER: [&str; 11] =
    ["id", "lot", "waybill", "note", "documents", "commitment", "method", "condition", "carrier", "reason", "original"];

/// What else may differ in a payment: the same bill is easily booked on two pockets.
const MAY_DIFFER_IN_PAYMENTS: [&str; 3] = ["category", "from", "pool"];

/// What an event says, without what may differ.
fn said(event: &Event) -> Value {
    let mut value: Value = serde_json::from_str(&event.to_json()).unwrap_or_default();
    let kind = event.event_type();
    let lots_are_new = matches!(kind, EventType::PurchaseMade | EventType::GiftInKindReceived);
    let pays = matches!(kind, EventType::ExpensePaid | EventType::PurchaseMade | EventType::CostAdded);
    forget(&mut value, &|key| {
        let may_differ = MAY_DIFFER.contains(&key) && (key != "lot" || lots_are_new);
        may_differ || (pays && MAY_DIFFER_IN_PAYMENTS.contains(&key))
    });
    value
}

fn forget(value: &mut Value, may_differ: &dyn Fn(&str) -> bool) {
    match value {
        Value::Object(members) => {
            members.retain(|key, _| !may_differ(key));
            members.values_mut().for_each(|member| match member {
                Value::String(text) => *text = text.to_lowercase(),
                other => forget(other, may_differ),
            });
        }
        Value::Array(items) => items.iter_mut().for_each(|item| forget(item, may_differ)),
        _ => {}
    }
}

/// Whether two events say the same, but for ids and remarks.
pub(in crate::desk) fn is_same(one: &Event, other: &Event) -> bool {
    one.event_type() == other.event_type() && said(one) == said(other)
}

/// The latest entries that say the same.
///
/// # Errors
/// The database's own.
pub(super) fn entries(lookup: &mut Lookup<'_>, event: &Event) -> Stored<Vec<EntryLine>> {
    let ours = said(event);
    let mut found = Vec::new();
    for entry in candidates(lookup, event)? {
        if said(&entry.event) == ours && lookup.tables().reversed_by(entry.seq)?.is_none() {
            found.push(lookup.entry_line(&entry)?);
        }
        if found.len() == SHOWN {
            break;
        }
    }
    Ok(found)
}

fn candidates(lookup: &mut Lookup<'_>, event: &Event) -> Stored<Vec<Entry>> {
    if let Event::FeeCharged(fee) = event {
        return taken_from(lookup, fee.gift.get());
    }
    let Event::DonationReceived(gift) = event else {
        let repeats = !matches!(
            event.event_type(),
            EventType::EntryReversed | EventType::DocumentAttached | EventType::FundClosed
        );
        return if repeats {
            lookup.tables().of_type(event.event_type(), u64::MAX, LOOKED_THROUGH)
        } else {
            Ok(vec![])
        };
    };
    let Some(fund) = lookup.tables().fund(gift.fund.as_str())? else { return Ok(Vec::new()) };
    let filter = ListFilter { from: Some(gift.received_on), to: Some(gift.received_on), ..ListFilter::default() };
    Ok(lookup.tables().listed(fund.seq, ListKind::Gifts, &filter, LOOKED_THROUGH)?.entries)
}

/// What was taken from where a gift came in: there fees are found, which no list has by themselves.
fn taken_from(lookup: &mut Lookup<'_>, gift: u64) -> Stored<Vec<Entry>> {
    let Some(entry) = lookup.tables().entry(gift)? else { return Ok(Vec::new()) };
    let mut seqs = BTreeSet::new();
    for side in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
        for span in &side.spans {
            let pieces = lookup.tables().pieces(Direction::Take, &side.pool, *span)?;
            seqs.extend(pieces.into_iter().map(|piece| piece.seq));
        }
    }
    let mut found = Vec::new();
    for seq in seqs.into_iter().rev().take(LOOKED_THROUGH) {
        found.extend(lookup.tables().entry(seq)?);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Value {
        said(&Event::parse(json.as_bytes()).expect("an event"))
    }

    #[test]
    fn the_same_payment_under_another_id_says_the_same() {
        let expense = |id: &str, payee: &str, amount: u64| {
            of(&format!(
                r#"{{"type":"expense_paid","id":"{id}","from":"cash/f","amount":{amount},"category":"rent","payee":"{payee}","paid_on":"2026-03-01"}}"#
            ))
        };
        assert_eq!(expense("e-1", "Harbour Lorries", 500), expense("e-2", "HARBOUR lorries", 500));
        assert_ne!(expense("e-1", "Harbour Lorries", 500), expense("e-2", "Harbour Lorries", 501));
        assert_ne!(expense("e-1", "Harbour Lorries", 500), expense("e-2", "Port Lorries", 500));
        let other = r#"{"type":"expense_paid","id":"e-3","from":"cash/f/wells","amount":500,"category":"fuel","payee":"Harbour Lorries","paid_on":"2026-03-01"}"#;
        assert_eq!(expense("e-1", "Harbour Lorries", 500), of(other), "the same bill on two pockets");
    }

    #[test]
    fn which_lot_was_lost_is_part_of_what_is_said_and_which_was_made_is_not() {
        let lost = |lot: &str| {
            of(&format!(
                r#"{{"type":"goods_lost","id":"x","lot":"{lot}","site":"s","quantity":1,"reason":"lost","found_on":"2026-03-01"}}"#
            ))
        };
        assert_ne!(lost("a"), lost("b"));
        let given = |lot: &str| {
            of(&format!(
                r#"{{"type":"gift_in_kind_received","fund":"f","lot":"{lot}","item":"i","site":"s","quantity":1,"received_on":"2026-03-01"}}"#
            ))
        };
        assert_eq!(given("a"), given("b"));
    }
}
