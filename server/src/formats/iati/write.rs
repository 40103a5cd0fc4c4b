//! From activities to XML, element by element in the order that the schema wants.

use std::collections::BTreeSet;
use std::io;

use app::words;
use ledger::Lang;
use ledger::event::{FundOpened, Place};
use ledger::value::{Date, OrganisationKind};
use quick_xml::Writer;
use quick_xml::events::BytesText;

use super::{Activities, Activity, Actor, Paper, Transaction, identifier, reporter};
use crate::formats::material::{Material, decimal, degrees};
use crate::store::derive::place_word;

/// Material relief assistance and services; emergency food assistance (OECD DAC CRS purpose codes).
const RELIEF: &str = "72010";
const FOOD: &str = "72040";

/// Developing countries, unspecified: where no country was recorded.
const UNSPECIFIED: &str = "998";

/// The system of coordinates that IATI asks for.
const WGS_84: &str = "http://www.opengis.net/def/crs/EPSG/0/4326";

type Out = Writer<Vec<u8>>;

fn narrative(xml: &mut Out, text: &str) -> io::Result<()> {
    xml.create_element("narrative").write_text_content(BytesText::new(text)).map(drop)
}

fn told(xml: &mut Out, name: &str, attributes: &[(&str, &str)], text: &str) -> io::Result<()> {
    let element = xml.create_element(name).with_attributes(attributes.iter().copied());
    element.write_inner_content(|xml| narrative(xml, text)).map(drop)
}

fn empty(xml: &mut Out, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    xml.create_element(name).with_attributes(attributes.iter().copied()).write_empty().map(drop)
}

/// IATI's code list `OrganisationType`.
fn organisation_type(kind: Option<OrganisationKind>) -> &'static str {
    match kind {
        Some(OrganisationKind::Government) => "10",
        Some(OrganisationKind::Multilateral) => "40",
        Some(OrganisationKind::Foundation) => "60",
        Some(OrganisationKind::Company) => "70",
        Some(OrganisationKind::Academic) => "80",
        Some(OrganisationKind::Ngo | OrganisationKind::RedCross) => "22",
        _ => "90",
    }
}

pub(super) fn activity(
    xml: &mut Out,
    material: &Material,
    actor: &Actor,
    activity: &Activity,
    all: &Activities,
) -> io::Result<()> {
    let Some((seq, fund)) = material.funds.get(&actor.fund) else { return Ok(()) };
    let project = actor.project.as_ref().and_then(|id| material.projects.get(id)).map(|(_, project)| project);
    let id = identifier(material, actor);
    let who = reporter(material, actor);
    let (who_ref, who_name) = (material.organisation_ref(who), material.organisation_name(who));
    let kind = organisation_type(material.organisations.get(who).map(|(_, event)| event.kind));
    let title = project.map_or_else(|| fund.title.to_string(), |project| project.title.to_string());
    let currency = fund.currency.as_str();
    let hierarchy = if actor.project.is_some() || actor.holder.is_some() { "2" } else { "1" };
    let at = material.at.to_string();
    let element = xml.create_element("iati-activity").with_attributes([
        ("last-updated-datetime", at.as_str()),
        ("xml:lang", "en"),
        ("default-currency", currency),
        ("humanitarian", "1"),
        ("hierarchy", hierarchy),
    ]);
    element.write_inner_content(|xml| {
        xml.create_element("iati-identifier").write_text_content(BytesText::new(&id))?;
        let secondary = if actor.holder.is_some() { "1" } else { "0" };
        told(xml, "reporting-org", &[("ref", &who_ref), ("type", kind), ("secondary-reporter", secondary)], &who_name)?;
        xml.create_element("title").write_inner_content(|xml| narrative(xml, &title))?;
        told(xml, "description", &[("type", "1")], fund.purpose.as_str())?;
        let others = match project {
            Some(project) => [project.note.as_ref(), None],
            None => [fund.policy.as_ref(), fund.note.as_ref()],
        };
        for other in others.into_iter().flatten() {
            told(xml, "description", &[("type", "4")], other.as_str())?;
        }
        participants(xml, material, actor, activity, (&who_ref, kind, &who_name))?;
        let closed = material.closed.get(&actor.fund);
        let status = if closed.is_some() { "4" } else { "2" };
        empty(xml, "activity-status", &[("code", status)])?;
        dates(xml, material, fund, closed, (*seq, activity))?;
        website(xml, material, who)?;
        countries(xml, material, actor, activity)?;
        locations(xml, material, actor, activity)?;
        sectors(xml, activity)?;
        empty(xml, "default-flow-type", &[("code", "30")])?;
        for transaction in &activity.transactions {
            write_transaction(xml, transaction)?;
        }
        for (hash, paper) in &activity.papers {
            document_link(xml, material, hash, paper)?;
        }
        related(xml, material, actor, all)
    })?;
    Ok(())
}

fn participants(
    xml: &mut Out,
    material: &Material,
    actor: &Actor,
    activity: &Activity,
    (who_ref, kind, who_name): (&str, &str, &str),
) -> io::Result<()> {
    // Accountable, and extending or implementing.
    told(xml, "participating-org", &[("role", "2"), ("type", kind), ("ref", who_ref)], who_name)?;
    let implementer = actor
        .project
        .as_ref()
        .and_then(|id| material.projects.get(id))
        .map(|(_, project)| project.implementer.as_str());
    let implementer = implementer.or(actor.holder.as_deref()).unwrap_or(reporter(material, actor));
    let kind = organisation_type(material.organisations.get(implementer).map(|(_, event)| event.kind));
    let reference = material.organisation_ref(implementer);
    told(
        xml,
        "participating-org",
        &[("role", "4"), ("type", kind), ("ref", &reference)],
        &material.organisation_name(implementer),
    )?;
    // Funding, by those who gave under a name, each once.
    let mut seen = BTreeSet::new();
    for party in activity
        .transactions
        .iter()
        .filter(|one| one.code == "1" || one.code == "11")
        .filter_map(|one| one.provider.as_ref())
    {
        let Some(name) = &party.name else { continue };
        if !seen.insert(name.clone()) || seen.len() > 200 {
            continue;
        }
        let mut attributes = vec![("role", "1")];
        attributes.extend(party.reference.as_deref().map(|reference| ("ref", reference)));
        attributes.extend(party.activity.as_deref().map(|activity| ("activity-id", activity)));
        told(xml, "participating-org", &attributes, name)?;
    }
    Ok(())
}

/// Planned and actual start and end; none that is called actual lies in the future.
fn dates(
    xml: &mut Out,
    material: &Material,
    fund: &FundOpened,
    closed: Option<&Date>,
    (_, activity): (u64, &Activity),
) -> io::Result<()> {
    let today = material.at.date();
    let first = activity.transactions.first().map(|one| one.day);
    let mut put =
        |code: &str, day: Date| empty(xml, "activity-date", &[("iso-date", &day.to_string()), ("type", code)]);
    match (fund.opens_on, today) {
        (Some(day), Some(today)) if day > today => put("1", day)?,
        (Some(day), _) => put("2", first.map_or(day, |first| first.min(day)))?,
        (None, _) => {
            if let Some(day) = first.or(today) {
                put("2", day)?;
            }
        }
    }
    if let Some(day) = fund.closes_on {
        put("3", day)?;
    }
    if let Some(day) = closed {
        put("4", *day)?;
    }
    Ok(())
}

/// Where, in shares that add up to 100: by hand-outs, else where the project is, else where its organisation is registered.
fn countries(xml: &mut Out, material: &Material, actor: &Actor, activity: &Activity) -> io::Result<()> {
    let project =
        actor.project.as_ref().and_then(|id| material.projects.get(id)).and_then(|(_, project)| project.place.as_ref());
    let mut countries = activity.countries.clone();
    if countries.is_empty() {
        let home = material.organisations.get(reporter(material, actor)).and_then(|(_, event)| event.country);
        let country = project.map(|place| place.country).or(home);
        countries.extend(country.map(|country| (country.as_str().to_owned(), 1)));
    }
    if countries.is_empty() {
        return empty(xml, "recipient-region", &[("code", UNSPECIFIED), ("vocabulary", "1")]);
    }
    for (code, share) in shares(&countries.into_iter().collect::<Vec<_>>()) {
        empty(xml, "recipient-country", &[("code", &code), ("percentage", &share)])?;
    }
    Ok(())
}

/// The reporting organisation's own site.
fn website(xml: &mut Out, material: &Material, who: &str) -> io::Result<()> {
    let url = material.organisations.get(who).and_then(|(_, event)| event.url.as_ref());
    let Some(url) = url.filter(|url| url.as_str().starts_with("http") && !url.as_str().contains(' ')) else {
        return Ok(());
    };
    xml.create_element("contact-info").with_attribute(("type", "1")).write_inner_content(|xml| {
        xml.create_element("website").write_text_content(BytesText::new(url.as_str())).map(drop)
    })?;
    Ok(())
}

/// Where a project is, as it was registered, and where hand-outs were, each place once.
fn locations(xml: &mut Out, material: &Material, actor: &Actor, activity: &Activity) -> io::Result<()> {
    let project = actor.project.as_ref().and_then(|id| material.projects.get(id));
    let project = project.and_then(|(_, project)| project.place.as_ref());
    let own = project.map(place_word);
    let others = activity.places.iter().filter(|(word, _)| own.as_ref() != Some(*word)).map(|(_, place)| place);
    project.into_iter().chain(others).try_for_each(|place| location(xml, place))
}

fn location(xml: &mut Out, place: &Place) -> io::Result<()> {
    xml.create_element("location").write_inner_content(|xml| {
        if let Some(name) = &place.name {
            xml.create_element("name").write_inner_content(|xml| narrative(xml, name.as_str()))?;
        }
        // Countries by ISO 3166-1: the standard knows no vocabulary for the parts of them, so those are told in words.
        if let Some(part) = &place.admin1 {
            let name = words::province(Lang::En, part.as_str()).unwrap_or(part.as_str());
            xml.create_element("description").write_inner_content(|xml| narrative(xml, name))?;
        }
        empty(xml, "administrative", &[("vocabulary", "A4"), ("level", "0"), ("code", place.country.as_str())])?;
        if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
            let position = format!("{} {}", degrees(lat.0), degrees(lon.0));
            xml.create_element("point").with_attribute(("srsName", WGS_84)).write_inner_content(|xml| {
                xml.create_element("pos").write_text_content(BytesText::new(&position)).map(drop)
            })?;
        }
        Ok(())
    })?;
    Ok(())
}

fn document_link(xml: &mut Out, material: &Material, hash: &str, paper: &Paper) -> io::Result<()> {
    let url = format!("{}/documents/{hash}", material.origin);
    let (document, day) = (&paper.document, paper.day.to_string());
    let element = xml
        .create_element("document-link")
        .with_attributes([("url", url.as_str()), ("format", document.media_type.as_str())]);
    element.write_inner_content(|xml| {
        xml.create_element("title").write_inner_content(|xml| narrative(xml, document.name.as_str()))?;
        empty(xml, "category", &[("code", paper.category)])?;
        empty(xml, "document-date", &[("iso-date", day.as_str())])
    })?;
    Ok(())
}

fn sectors(xml: &mut Out, activity: &Activity) -> io::Result<()> {
    let mut weights = vec![(FOOD.to_owned(), activity.food), (RELIEF.to_owned(), activity.other)];
    weights.retain(|(_, weight)| *weight > 0);
    if weights.is_empty() {
        weights.push((RELIEF.to_owned(), 1));
    }
    for (code, share) in shares(&weights) {
        empty(xml, "sector", &[("vocabulary", "1"), ("code", &code), ("percentage", &share)])?;
    }
    Ok(())
}

/// Weights as percentages with two digits that add up to 100 exactly: the last takes what is left.
fn shares(weights: &[(String, u64)]) -> Vec<(String, String)> {
    let all: u128 = weights.iter().map(|(_, weight)| u128::from(*weight)).sum::<u128>().max(1);
    let mut left = 10_000_u128;
    let mut shares = Vec::new();
    for (place, (code, weight)) in weights.iter().enumerate() {
        let share = if place + 1 == weights.len() { left } else { (u128::from(*weight) * 10_000 / all).min(left) };
        left -= share;
        shares.push((code.clone(), format!("{}.{:02}", share / 100, share % 100)));
    }
    shares
}

fn write_transaction(xml: &mut Out, one: &Transaction) -> io::Result<()> {
    let day = one.day.to_string();
    let element =
        xml.create_element("transaction").with_attributes([("ref", one.reference.as_str()), ("humanitarian", "1")]);
    element.write_inner_content(|xml| {
        empty(xml, "transaction-type", &[("code", one.code)])?;
        empty(xml, "transaction-date", &[("iso-date", &day)])?;
        let sign = if one.negative { "-" } else { "" };
        let value = format!("{sign}{}", decimal(one.minor, one.currency));
        let element = xml
            .create_element("value")
            .with_attributes([("currency", one.currency.as_str()), ("value-date", day.as_str())]);
        element.write_text_content(BytesText::new(&value))?;
        if !one.note.is_empty() {
            xml.create_element("description").write_inner_content(|xml| narrative(xml, &one.note))?;
        }
        for (name, activity, party) in [
            ("provider-org", "provider-activity-id", &one.provider),
            ("receiver-org", "receiver-activity-id", &one.receiver),
        ] {
            let Some(party) = party else { continue };
            let mut attributes: Vec<(&str, &str)> = Vec::new();
            attributes.extend(party.activity.as_deref().map(|id| (activity, id)));
            attributes.extend(party.reference.as_deref().map(|reference| ("ref", reference)));
            let element = xml.create_element(name).with_attributes(attributes);
            match &party.name {
                Some(text) => element.write_inner_content(|xml| narrative(xml, text))?,
                None => element.write_empty()?,
            };
        }
        Ok(())
    })?;
    Ok(())
}

/// Parents (1) and children (2) within the file.
fn related(xml: &mut Out, material: &Material, actor: &Actor, all: &Activities) -> io::Result<()> {
    for other in all.keys().filter(|other| other.fund == actor.fund && *other != actor) {
        let is_top = |actor: &Actor| actor.project.is_none() && actor.holder.is_none();
        let kind = match (is_top(actor), is_top(other)) {
            (true, false) => "2",
            (false, true) => "1",
            _ => continue,
        };
        empty(xml, "related-activity", &[("ref", &identifier(material, other)), ("type", kind)])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_of_a_degree_stand_as_degrees() {
        assert_eq!([3_106, 5, -5, -18_000, 0].map(degrees), ["31.06", "0.05", "-0.05", "-180.00", "0.00"]);
    }

    #[test]
    fn shares_add_up_to_a_hundred() {
        let weights = [1, 1, 1].map(|weight| ("CN".to_owned(), weight));
        let shares: Vec<String> = shares(&weights).into_iter().map(|(_, share)| share).collect();
        assert_eq!(shares, ["33.33", "33.33", "33.34"]);
    }
}
