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

use ledger::Entry;
use ledger::event::{Event, LotLine};
use ledger::value::{Date, LossReason, Timestamp};
use serde_json::{Value, json};

use super::material::Material;

const CONTEXT: &str = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

/// The document.
#[must_use]
pub fn document(material: &Material) -> Value {
    let stood = material.entries.iter().filter_map(|entry| event(material, entry));
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

fn event(material: &Material, entry: &Entry) -> Option<Value> {
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
            value["sourceList"] = json!([{"type": "location", "source": place(material, event.from.as_str())}]);
            value
        }
        Event::GoodsDispatched(event) => {
            let facts = facts("OBSERVE", "shipping", "in_transit", event.from.as_str(), event.dispatched_on);
            let mut value = object(material, entry, &facts, lines_of(&event.lines));
            value["destinationList"] = json!([{"type": "location", "destination": place(material, event.to.as_str())}]);
            value["bizTransactionList"] = json!([{"type": "desadv", "bizTransaction": format!("{}/entries/{}#{}", material.origin, entry.seq, event.waybill)}]);
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
            object(material, entry, &facts, lines_of(&event.lines))
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

fn place(material: &Material, id: &str) -> String {
    format!("{}/sites/{id}", material.origin)
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
        "readPoint": {"id": place(material, facts.at)},
        "bizLocation": {"id": place(material, facts.at)},
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
    let quantity = |(lot, quantity): (&str, u64)| {
        let mut value = json!({"epcClass": format!("{}/lots/{lot}", material.origin), "quantity": quantity});
        let item = material.book.state().lot(lot).and_then(|lot| material.items.get(lot.item.as_str()));
        let uom = item.and_then(|(_, item)| match item.unit.as_str() {
            "kg" => Some("KGM"),
            "g" => Some("GRM"),
            "t" => Some("TNE"),
            "l" | "L" | "litre" => Some("LTR"),
            "m" => Some("MTR"),
            _ => None,
        });
        if let Some(uom) = uom {
            value["uom"] = uom.into();
        }
        value
    };
    lines.into_iter().map(quantity).collect()
}
