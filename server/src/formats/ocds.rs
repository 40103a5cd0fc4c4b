//! Purchases in the form of the Open Contracting Data Standard 1.1: a release a purchase, with its award and contract.

use std::collections::BTreeSet;

use ledger::Entry;
use ledger::event::{Event, PurchaseMade};
use ledger::value::Currency;
use serde_json::{Value, json};

use super::material::{Material, json_number};

/// The release package.
#[must_use]
pub fn package(material: &Material) -> Value {
    let releases: Vec<Value> = material
        .entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::PurchaseMade(event) => release(material, entry, event),
            _ => None,
        })
        .collect();
    let steward = material.question.fund.as_ref().and_then(|fund| material.funds.get(fund.as_str()));
    let publisher =
        steward.map_or_else(|| material.origin.clone(), |(_, fund)| material.organisation_name(fund.steward.as_str()));
    json!({
        "uri": format!("{}/reports/{}/ocds.json", material.origin, material.size),
        "version": "1.1",
        "publishedDate": material.at.to_string(),
        "publisher": {"name": publisher},
        "releases": releases,
    })
}

fn release(material: &Material, entry: &Entry, event: &PurchaseMade) -> Option<Value> {
    let fund = event.sources.first().and_then(|source| source.pool.home()).map(|(fund, _)| fund)?;
    let (_, opened) = material.funds.get(fund.as_str())?;
    let currency = opened.currency;
    // Its own id, where it was given one; an entry's number is as lasting.
    let id = event.id.as_ref().map_or_else(|| format!("purchase-{}", entry.seq), ToString::to_string);
    let amount = |minor| json!({"amount": json_number(minor, currency), "currency": currency.as_str()});
    let total: u64 = event.lines.iter().map(|line| line.cost.get()).sum();
    let buyer = json!({"id": opened.steward.as_str(), "name": material.organisation_name(opened.steward.as_str())});
    let supplier_name = material
        .sites
        .get(event.supplier.as_str())
        .map_or_else(|| event.supplier.to_string(), |(_, site)| site.name.to_string());
    let supplier = json!({"id": event.supplier.as_str(), "name": supplier_name});
    let date = format!("{}T00:00:00Z", material.day(entry));
    let items: Vec<Value> = event.lines.iter().map(|line| item(material, line, currency)).collect();
    let documents: Vec<Value> = event
        .documents
        .iter()
        .flatten()
        .map(|document| {
            let hash = ledger::json::hex(&document.sha3.0);
            json!({"id": hash, "title": document.name.to_string(), "format": document.media_type.to_string(),
                "url": format!("{}/documents/{hash}", material.origin)})
        })
        .collect();
    let mut funders = BTreeSet::new();
    let finance: Vec<Value> = event
        .sources
        .iter()
        .filter_map(|source| {
            let (fund, _) = source.pool.home()?;
            funders.insert(fund.to_string());
            Some(json!({"id": source.pool.as_str(), "value": amount(source.amount.get())}))
        })
        .collect();
    let mut contract = json!({
        "id": id, "awardID": id, "title": opened.title.to_string(), "status": "active",
        "value": amount(total), "items": items, "dateSigned": date,
        "implementation": {"transactions": finance},
    });
    if !documents.is_empty() {
        contract["documents"] = documents.into();
    }
    Some(json!({
        "ocid": format!("{}-{}", material.prefix().to_lowercase(), entry.seq),
        "id": format!("{}-{}", entry.seq, entry.at.ms()),
        "date": entry.at.to_string(),
        "tag": ["award", "contract"],
        "initiationType": "tender",
        "language": "en",
        "parties": [
            {"id": opened.steward.as_str(), "name": material.organisation_name(opened.steward.as_str()), "roles": ["buyer", "payer"]},
            {"id": event.supplier.as_str(), "name": supplier_name, "roles": ["supplier", "payee"]},
        ],
        "buyer": buyer,
        "awards": [{"id": id, "status": "active", "date": date, "value": amount(total), "suppliers": [supplier], "items": items}],
        "contracts": [contract],
    }))
}

fn item(material: &Material, line: &ledger::event::PurchaseLine, currency: Currency) -> Value {
    let registered = material.items.get(line.item.as_str()).map(|(_, item)| item);
    let name = registered.map_or_else(|| line.item.to_string(), |item| item.name.to_string());
    let unit = registered.map(|item| item.unit.to_string()).unwrap_or_default();
    // What one costs is a rate, which the ledger only shows: the whole line's cost stands beside it.
    json!({
        "id": line.lot.as_str(),
        "description": name,
        "quantity": line.quantity.get(),
        "unit": {"name": unit},
        "almoner:cost": {"amount": json_number(line.cost.get(), currency), "currency": currency.as_str()},
    })
}
