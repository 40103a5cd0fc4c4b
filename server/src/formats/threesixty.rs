//! 360Giving 1.4: money that a fund's steward passes to a partner organisation is a grant.

use app::words;
use ledger::Lang;
use ledger::event::{Event, Place};
use ledger::value::PoolParts;
use serde_json::{Value, json};

use super::material::{Material, degrees, json_number};

/// The package.
#[must_use]
pub fn package(material: &Material) -> Value {
    let grants: Vec<Value> = material.entries.iter().filter_map(|entry| grant(material, entry)).collect();
    json!({"version": "1.4", "grants": grants})
}

fn grant(material: &Material, entry: &ledger::Entry) -> Option<Value> {
    let Event::TransferMade(event) = &entry.event else { return None };
    let PoolParts::Cash { fund, project, holder: giver } = event.from.parts() else { return None };
    let PoolParts::Cash { holder: Some(partner), project: aim, .. } = event.to.parts() else { return None };
    if giver == Some(partner) {
        return None;
    }
    let (_, opened) = material.funds.get(fund)?;
    let giver = giver.unwrap_or(opened.steward.as_str());
    let name = material.organisation_name(partner);
    let said: Vec<String> = [&event.note, &event.reason].into_iter().flatten().map(ToString::to_string).collect();
    let organisation = |id: &str| {
        let mut value = json!({"id": material.organisation_ref(id), "name": material.organisation_name(id)});
        if let Some((_, event)) = material.organisations.get(id) {
            let url = event.url.as_ref().map(|url| ("url", url.to_string()));
            let country = event.country.map(|country| ("addressCountry", country.as_str().to_owned()));
            let note = event.note.as_ref().map(|note| ("description", note.to_string()));
            let kind = Some(("organisationType", event.kind.word().to_owned()));
            for (name, text) in url.into_iter().chain(country).chain(note).chain(kind) {
                value[name] = text.into();
            }
        }
        value
    };
    let mut grant = json!({
        "id": format!("360G-{}-{}", material.prefix(), event.id),
        "title": format!("{}: {name}", opened.title),
        "description": if said.is_empty() { opened.purpose.to_string() } else { said.join("; ") },
        "currency": opened.currency.as_str(),
        "amountAwarded": json_number(event.amount.get(), opened.currency),
        // A whole moment: of a day alone some validators hold that it is of both forms that the schema allows.
        "awardDate": format!("{}T00:00:00+00:00", material.day(entry)),
        "recipientOrganization": [organisation(partner)],
        "fundingOrganization": [organisation(giver)],
        "grantProgramme": [{"code": fund, "title": opened.title.to_string(),
            "url": format!("{}/funds/{fund}", material.origin)}],
        "dataSource": material.entry_address(entry.seq),
        "dateModified": entry.at.to_string(),
    });
    // What it is for is said by where it goes; else by where it comes from.
    if let Some((id, (_, project))) = aim.or(project).and_then(|id| Some((id, material.projects.get(id)?))) {
        grant["classifications"] = json!([{"vocabulary": "Project", "code": id, "title": project.title.to_string(),
            "url": format!("{}/projects/{id}", material.origin)}]);
    }
    let place =
        aim.or(project).and_then(|id| material.projects.get(id)).and_then(|(_, project)| project.place.as_ref());
    if let Some(place) = place {
        grant["beneficiaryLocation"] = json!([location(place)]);
    }
    Some(grant)
}

fn location(place: &Place) -> Value {
    let name = place.name.as_ref().map(ToString::to_string).unwrap_or_else(|| place.country.as_str().to_owned());
    let mut location = json!({"name": name, "countryCode": place.country.as_str()});
    if let Some(part) = &place.admin1 {
        location["description"] = words::province(Lang::En, part.as_str()).unwrap_or(part.as_str()).into();
    }
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        for (name, hundredths) in [("latitude", lat.0), ("longitude", lon.0)] {
            location[name] = serde_json::from_str(&degrees(hundredths)).unwrap_or(Value::Null);
        }
    }
    location
}
