//! GS1 EPCIS 2.0 in JSON-LD: what happened to goods, with the words of the Core Business Vocabulary.
//!
//! | in the ledger | step | disposition |
//! |---|---|---|
//! | purchase | commissioning | active |
//! | gift in kind, arrival | receiving | in_progress |
//! | kit packed | packing, as a transformation | active |
//! | dispatch | shipping | in_transit |
//! | hand-out | dispensing | dispensed |
//! | loss | destroying; stock_taking where goods are missing | damaged, expired, stolen, unknown |
//! | reversal | the event again, with an error declaration | – |
//!
//! A day has no hour in the ledger: events carry its beginning in UTC, and the time of recording beside it.
//!
//! - `header`: master data, what sites, places and lots are; `said`: what the vocabulary has no word for, under a prefix of
//!   our own; `reached`: people reached, with small numbers guarded

use ledger::Entry;
use ledger::event::{Event, LotLine, Place};
use ledger::value::{Date, LossReason, Timestamp};
use serde_json::{Value, json};

use super::material::{Material, unit_code};
use crate::store::derive::place_word;

mod header;
mod reached;
mod said;

const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

/// The document.
#[must_use]
pub fn document(material: &Material) -> Value {
    let reached = reached::by_entry(material);
    let stood = material.entries.iter().filter_map(|entry| {
        let mut event = event(material, entry)?;
        if let Some(people) = reached.get(&entry.seq) {
            event["almoner:reached"] = people.clone();
        }
        Some(event)
    });
    let declared = material.reversed.iter().filter_map(|(entry, at, reason)| {
        let mut event = event(material, entry)?;
        event["errorDeclaration"] =
            json!({"declarationTime": at.to_string(), "reason": "did_not_occur", "almoner:reason": reason});
        Some(event)
    });
    let events: Vec<Value> = stood.chain(declared).collect();
    json!({
        "@context": [CONTEXT, {"almoner": format!("{}/method#", material.origin)}],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": material.at.to_string(),
        "epcisHeader": header::header(material),
        "epcisBody": {"eventList": events},
    })
}

struct Facts<'a> {
    action: &'a str,
    step: &'a str,
    disposition: &'a str,
    at: &'a str,
    day: Date,
}

/// What happened, with all that was recorded of it but people: those are counted by place and day.
fn event(material: &Material, entry: &Entry) -> Option<Value> {
    let mut value = happened(material, entry)?;
    let transactions = transactions(material, entry);
    if !transactions.is_empty() {
        value["bizTransactionList"] = transactions.into();
    }
    said::add(material, entry, &mut value);
    Some(value)
}

fn happened(material: &Material, entry: &Entry) -> Option<Value> {
    Some(match &entry.event {
        Event::PurchaseMade(event) => {
            let lines = event.lines.iter().map(|line| (line.lot.as_str(), line.quantity.get()));
            let facts = facts("ADD", "commissioning", "active", event.supplier.as_str(), event.purchased_on);
            object(material, entry, &facts, lines)
        }
        Event::GiftInKindReceived(event) => {
            let facts = facts("ADD", "receiving", "in_progress", event.site.as_str(), event.received_on);
            object(material, entry, &facts, [(event.lot.as_str(), event.quantity.get())])
        }
        Event::GoodsReceived(event) => {
            let facts = facts("OBSERVE", "receiving", "in_progress", event.to.as_str(), event.received_on);
            let mut value = object(material, entry, &facts, [(event.lot.as_str(), event.quantity.get())]);
            // Where a waybill came from is said by its dispatch.
            let dispatched = material.waybills.get(event.from.as_str()).map(|(_, dispatched)| &dispatched.from);
            let from = dispatched.unwrap_or(&event.from);
            value["sourceList"] = json!([{"type": "location", "source": station(material, from.as_str())}]);
            value
        }
        Event::GoodsDispatched(event) => {
            let facts = facts("OBSERVE", "shipping", "in_transit", event.from.as_str(), event.dispatched_on);
            let mut value = object(material, entry, &facts, lines_of(&event.lines));
            value["destinationList"] =
                json!([{"type": "location", "destination": station(material, event.to.as_str())}]);
            value
        }
        Event::KitPacked(event) => {
            let facts = facts("", "packing", "active", event.site.as_str(), event.packed_on);
            let mut value = base(material, entry, "TransformationEvent", &facts);
            value["inputQuantityList"] = quantities(material, lines_of(&event.inputs));
            value["outputQuantityList"] = quantities(material, [(event.lot.as_str(), event.quantity.get())]);
            value
        }
        Event::GoodsDistributed(event) => {
            let facts = facts("OBSERVE", "dispensing", "dispensed", event.site.as_str(), event.distributed_on);
            let mut value = object(material, entry, &facts, lines_of(&event.lines));
            // The site is where the goods were: people got them where the hand-out was.
            let there = json!({"id": place(material, &event.place)});
            value["readPoint"] = there.clone();
            value["bizLocation"] = there;
            value["sourceList"] = json!([{"type": "location", "source": station(material, event.site.as_str())}]);
            value
        }
        Event::GoodsLost(event) => {
            let (step, disposition) = match event.reason {
                LossReason::Damaged => ("destroying", "damaged"),
                LossReason::Expired => ("destroying", "expired"),
                LossReason::Stolen => ("stock_taking", "stolen"),
                LossReason::Lost => ("stock_taking", "unknown"),
            };
            let facts = facts("DELETE", step, disposition, event.site.as_str(), event.found_on);
            object(material, entry, &facts, [(event.lot.as_str(), event.quantity.get())])
        }
        _ => return None,
    })
}

fn facts<'a>(action: &'a str, step: &'a str, disposition: &'a str, at: &'a str, day: Date) -> Facts<'a> {
    Facts { action, step, disposition, at, day }
}

fn lines_of(lines: &[LotLine]) -> impl Iterator<Item = (&str, u64)> {
    lines.iter().map(|line| (line.lot.as_str(), line.quantity.get()))
}

/// What an event is part of: an order, a delivery, a hand-out, by their own ids.
fn transactions(material: &Material, entry: &Entry) -> Vec<Value> {
    let own = |id: &str| format!("{}#{id}", material.entry_address(entry.seq));
    let typed = |kind: &str, address: String| json!({"type": kind, "bizTransaction": address});
    let delivery = |id: &str| {
        let dispatched = material.waybills.get(id);
        dispatched.map(|(seq, _)| typed("desadv", format!("{}#{id}", material.entry_address(*seq))))
    };
    match &entry.event {
        Event::PurchaseMade(event) => event.id.iter().map(|id| typed("po", own(id.as_str()))).collect(),
        Event::GoodsReceived(event) => {
            [typed("recadv", own(event.id.as_str()))].into_iter().chain(delivery(event.from.as_str())).collect()
        }
        Event::GoodsDispatched(event) => vec![typed("desadv", own(event.waybill.as_str()))],
        Event::GoodsDistributed(event) => {
            vec![json!({"bizTransaction": format!("{}/handouts/{}", material.origin, event.id)})]
        }
        Event::GoodsLost(event) => [json!({"bizTransaction": own(event.id.as_str())})]
            .into_iter()
            .chain(delivery(event.site.as_str()))
            .collect(),
        _ => Vec::new(),
    }
}

/// The address of a site; of goods on their way, that of their dispatch.
fn station(material: &Material, id: &str) -> String {
    match material.waybills.get(id) {
        Some((seq, _)) => format!("{}#{id}", material.entry_address(*seq)),
        None => format!("{}/sites/{id}", material.origin),
    }
}

/// The address of all hand-outs at a place.
fn place(material: &Material, place: &Place) -> String {
    format!("{}/entries?place={}", material.origin, app::page::encode(&place_word(place)))
}

fn lot(material: &Material, id: &str) -> String {
    format!("{}/lots/{id}", material.origin)
}

fn base(material: &Material, entry: &Entry, kind: &str, facts: &Facts<'_>) -> Value {
    let recorded: Timestamp = entry.at;
    json!({
        "type": kind,
        "eventID": material.entry_address(entry.seq),
        "eventTime": format!("{}T00:00:00.000Z", facts.day),
        "eventTimeZoneOffset": "+00:00",
        "recordTime": recorded.to_string(),
        "bizStep": facts.step,
        "disposition": facts.disposition,
        "readPoint": {"id": station(material, facts.at)},
        "bizLocation": {"id": station(material, facts.at)},
    })
}

fn object<'l>(
    material: &Material,
    entry: &Entry,
    facts: &Facts<'_>,
    lines: impl IntoIterator<Item = (&'l str, u64)>,
) -> Value {
    let mut value = base(material, entry, "ObjectEvent", facts);
    value["action"] = facts.action.into();
    value["quantityList"] = quantities(material, lines);
    value
}

/// Lots by their own addresses; a unit of measure only where it is one (UN/ECE Recommendation 20), else pieces.
fn quantities<'l>(material: &Material, lines: impl IntoIterator<Item = (&'l str, u64)>) -> Value {
    let quantity = |(id, quantity): (&str, u64)| {
        let mut value = json!({"epcClass": lot(material, id), "quantity": quantity});
        let item = material.book.state().lot(id).and_then(|lot| material.items.get(lot.item.as_str()));
        let uom = item.and_then(|(_, item)| unit_code(item.unit.as_str()));
        if let Some(uom) = uom {
            value["uom"] = uom.into();
        }
        value
    };
    lines.into_iter().map(quantity).collect()
}
