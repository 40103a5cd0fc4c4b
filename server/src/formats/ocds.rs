//! Purchases in the form of the Open Contracting Data Standard 1.1: a release a purchase, with its award and contract.

use std::collections::BTreeSet;

use app::words;
use ledger::event::{Event, FundOpened, Place, PurchaseMade};
use ledger::value::{Currency, PoolName, PoolParts};
use ledger::{Entry, Lang};
use serde_json::{Value, json};

use super::material::{Material, json_number, unit_code};

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
    let payments: Vec<Value> = event
        .sources
        .iter()
        .filter_map(|source| {
            let payer = payer(material, &source.pool)?;
            Some(json!({"id": source.pool.as_str(), "date": date, "value": amount(source.amount.get()),
                "payer": {"id": payer, "name": material.organisation_name(payer)}, "payee": supplier,
                "uri": material.entry_address(entry.seq)}))
        })
        .collect();
    let (_, project) = event.sources.first().and_then(|source| material.book.home_of(&source.pool))?;
    let mut award = json!({
        "id": id, "title": opened.title.to_string(), "status": "active", "date": date, "value": amount(total),
        "suppliers": [supplier], "items": items,
    });
    let mut contract = json!({
        "id": id, "awardID": id, "title": opened.title.to_string(), "status": "active",
        "value": amount(total), "items": items, "dateSigned": date,
        "implementation": {"transactions": payments},
    });
    if let Some(note) = &event.note {
        award["description"] = note.to_string().into();
        contract["description"] = note.to_string().into();
    }
    if !documents.is_empty() {
        contract["documents"] = documents.into();
    }
    Some(json!({
        "ocid": format!("{}-{}", material.prefix().to_lowercase(), entry.seq),
        "id": format!("{}-{}", entry.seq, entry.at.ms()),
        "date": entry.at.to_string(),
        "tag": ["planning", "award", "contract"],
        "initiationType": "tender",
        "language": "en",
        "parties": parties(material, event, opened.steward.as_str(), &supplier),
        "buyer": buyer,
        "planning": planning(material, opened, project),
        "awards": [award],
        "contracts": [contract],
    }))
}

/// What the money was for: the fund, and the project that it was set aside for.
fn planning(material: &Material, fund: &FundOpened, project: Option<&str>) -> Value {
    let mut budget = json!({"id": fund.id.as_str(), "description": fund.title.to_string(),
        "uri": format!("{}/funds/{}", material.origin, fund.id)});
    if let Some(id) = project {
        let title = material.projects.get(id).map(|(_, project)| project.title.to_string());
        budget["project"] = title.unwrap_or_else(|| id.to_owned()).into();
        budget["projectID"] = id.into();
    }
    json!({"rationale": fund.purpose.to_string(), "budget": budget})
}

/// Whoever holds the money that pays: a partner, or the fund's steward.
fn payer<'m>(material: &'m Material, pool: &'m PoolName) -> Option<&'m str> {
    let PoolParts::Cash { fund, holder, .. } = pool.parts() else { return None };
    holder.or_else(|| material.funds.get(fund).map(|(_, opened)| opened.steward.as_str()))
}

/// The buyer, others whose money paid, and the supplier, each with what is known of where it is.
fn parties(material: &Material, event: &PurchaseMade, buyer: &str, supplier: &Value) -> Vec<Value> {
    let payers: BTreeSet<&str> = event.sources.iter().filter_map(|source| payer(material, &source.pool)).collect();
    let organisation = |id: &str, roles: &[&str]| {
        let mut party = json!({"id": id, "name": material.organisation_name(id), "roles": roles});
        let Some((_, registered)) = material.organisations.get(id) else { return party };
        if let Some(country) = registered.country {
            party["address"] = json!({"countryName": words::country(Lang::En, country.as_str())});
        }
        if let Some(registration) = &registered.registration {
            party["identifier"] = json!({"id": registration.to_string(), "legalName": registered.name.to_string()});
        }
        if let Some(url) = &registered.url {
            party["contactPoint"] = json!({"name": registered.name.to_string(), "url": url.to_string()});
        }
        party
    };
    let roles: &[&str] = if payers.contains(buyer) { &["buyer", "payer"] } else { &["buyer"] };
    let mut parties = vec![organisation(buyer, roles)];
    parties.extend(payers.iter().filter(|id| **id != buyer).map(|id| organisation(id, &["payer"])));
    let mut seller = supplier.clone();
    seller["roles"] = json!(["supplier", "payee"]);
    let place = material.sites.get(event.supplier.as_str()).and_then(|(_, site)| site.place.as_ref());
    if let Some(place) = place {
        seller["address"] = address(place);
    }
    parties.push(seller);
    parties
}

fn address(place: &Place) -> Value {
    let mut address = json!({"countryName": words::country(Lang::En, place.country.as_str())});
    if let Some(part) = &place.admin1 {
        address["region"] = words::province(Lang::En, part.as_str()).unwrap_or(part.as_str()).into();
    }
    if let Some(name) = &place.name {
        address["locality"] = name.to_string().into();
    }
    address
}

fn item(material: &Material, line: &ledger::event::PurchaseLine, currency: Currency) -> Value {
    let registered = material.items.get(line.item.as_str()).map(|(_, item)| item);
    let name = registered.map_or_else(|| line.item.to_string(), |item| item.name.to_string());
    let unit = registered.map(|item| item.unit.to_string()).unwrap_or_default();
    // What one costs is a rate, which the ledger only shows: the whole line's cost stands beside it.
    let mut item = json!({
        "id": line.lot.as_str(),
        "description": name,
        "quantity": line.quantity.get(),
        "unit": {"name": unit},
        "almoner:cost": {"amount": json_number(line.cost.get(), currency), "currency": currency.as_str()},
    });
    if let Some(code) = unit_code(&unit) {
        item["unit"]["scheme"] = "UNCEFACT".into();
        item["unit"]["id"] = code.into();
    }
    if let Some(registered) = registered {
        let category = registered.category.to_string();
        item["classification"] =
            json!({"scheme": material.prefix(), "id": line.item.as_str(), "description": category});
    }
    item
}
