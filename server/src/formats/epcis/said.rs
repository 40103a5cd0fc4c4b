//! What was recorded of goods and the Core Business Vocabulary has no word for: remarks and papers, who drove, how goods
//! looked, what they cost and who gave them.

use ledger::Entry;
use ledger::event::{Document, Event, GiftInKindReceived, PurchaseMade};
use ledger::value::{Currency, Prose};
use serde_json::{Map, Value, json};

use super::lot;
use crate::formats::material::{Material, json_number};

/// Adds it to the event.
pub(super) fn add(material: &Material, entry: &Entry, value: &mut Value) {
    let (note, documents) = remarks(&entry.event);
    put(value, "note", note.map(|note| note.to_string().into()));
    let papers: Vec<Value> = documents.iter().map(|document| paper(material, document)).collect();
    put(value, "documents", (!papers.is_empty()).then(|| papers.into()));
    match &entry.event {
        Event::PurchaseMade(event) => put(value, "costs", costs(material, event)),
        Event::GiftInKindReceived(event) => given(material, event, value),
        Event::GoodsReceived(event) => {
            put(value, "condition", event.condition.as_ref().map(|condition| condition.to_string().into()));
        }
        Event::GoodsDispatched(event) => {
            put(value, "carrier", event.carrier.as_ref().map(|carrier| carrier.to_string().into()));
        }
        Event::GoodsDistributed(event) => {
            let project = event.project.as_ref();
            put(value, "project", project.map(|id| json!({"id": format!("{}/projects/{id}", material.origin)})));
        }
        _ => {}
    }
}

fn put(value: &mut Value, name: &str, said: Option<Value>) {
    if let Some(said) = said {
        value[format!("almoner:{name}")] = said;
    }
}

/// A remark, and the papers behind an event.
fn remarks(event: &Event) -> (Option<&Prose>, &[Document]) {
    match event {
        Event::PurchaseMade(event) => (event.note.as_ref(), event.documents.as_deref().unwrap_or_default()),
        Event::GiftInKindReceived(event) => (event.note.as_ref(), &[]),
        Event::GoodsReceived(event) => (event.note.as_ref(), &[]),
        Event::GoodsDispatched(event) => (event.note.as_ref(), &[]),
        Event::KitPacked(event) => (event.note.as_ref(), &[]),
        Event::GoodsDistributed(event) => (event.note.as_ref(), event.documents.as_deref().unwrap_or_default()),
        Event::GoodsLost(event) => (event.note.as_ref(), event.documents.as_deref().unwrap_or_default()),
        _ => (None, &[]),
    }
}

fn paper(material: &Material, document: &Document) -> Value {
    let hash = ledger::json::hex(&document.sha3.0);
    json!({"id": format!("{}/documents/{hash}", material.origin), "almoner:name": document.name.to_string(),
        "almoner:mediaType": document.media_type.to_string(), "almoner:sha3": hash})
}

fn money(minor: u64, currency: Currency) -> Value {
    json!({"almoner:amount": json_number(minor, currency), "almoner:currency": currency.as_str()})
}

/// What each lot of a purchase cost.
fn costs(material: &Material, event: &PurchaseMade) -> Option<Value> {
    let (fund, _) = material.book.home_of(&event.sources.first()?.pool)?;
    let currency = material.currency(fund)?;
    let cost = |line: &ledger::event::PurchaseLine| {
        let mut cost = money(line.cost.get(), currency);
        cost["almoner:lot"] = json!({"id": lot(material, line.lot.as_str())});
        cost
    };
    Some(event.lines.iter().map(cost).collect())
}

/// Who gave goods and what they are worth; and, as data of the lot itself, what the maker printed on it.
fn given(material: &Material, event: &GiftInKindReceived, value: &mut Value) {
    put(value, "donor", event.donor.as_ref().map(|donor| donor.to_string().into()));
    let currency = material.currency(event.fund.as_str());
    put(value, "value", event.value.zip(currency).map(|(worth, currency)| money(worth.get(), currency)));
    let batch = event.batch.as_ref().map(|batch| ("almoner:batch", batch.to_string()));
    let expires_on = event.expires_on.map(|day| ("almoner:expiresOn", day.to_string()));
    let printed: Map<String, Value> =
        batch.into_iter().chain(expires_on).map(|(name, text)| (name.to_owned(), text.into())).collect();
    if !printed.is_empty() {
        value["ilmd"] = printed.into();
    }
}
