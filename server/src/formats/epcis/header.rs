//! Master data of what events name: sites and places with where they are, lots with what they are.

use std::collections::{BTreeMap, BTreeSet};

use ledger::event::{Event, Place};
use ledger::value::Slug;
use serde_json::{Value, json};

use super::{lot, place, station};
use crate::formats::material::{Material, degrees};

/// The Core Business Vocabulary's own attributes.
const CBV: &str = "urn:epcglobal:cbv:mda:";

/// The header.
pub(super) fn header(material: &Material) -> Value {
    let reversed = material.reversed.iter().map(|(entry, ..)| entry);
    let mut named = Named::default();
    for entry in material.entries.iter().chain(reversed) {
        named.add(material, &entry.event);
    }
    let sites = named.sites.iter().map(|id| site_element(material, id));
    let places = named.places.iter().map(|(address, place)| element(address, where_is(place)));
    let locations: Vec<Value> = sites.chain(places).collect();
    let lots: Vec<Value> = named.lots.iter().map(|id| lot_element(material, id)).collect();
    json!({"epcisMasterData": {"vocabularyList": [
        {"type": "urn:epcglobal:epcis:vtype:BusinessLocation", "vocabularyElementList": locations},
        {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": lots},
    ]}})
}

/// What events name, each once.
#[derive(Default)]
struct Named<'m> {
    sites: BTreeSet<&'m str>,
    lots: BTreeSet<&'m str>,
    /// By their addresses.
    places: BTreeMap<String, &'m Place>,
}

impl<'m> Named<'m> {
    fn add(&mut self, material: &'m Material, event: &'m Event) {
        match event {
            Event::PurchaseMade(event) => {
                self.put(material, [&event.supplier], event.lines.iter().map(|line| &line.lot));
            }
            Event::GiftInKindReceived(event) => self.put(material, [&event.site], [&event.lot]),
            Event::GoodsReceived(event) => self.put(material, [&event.from, &event.to], [&event.lot]),
            Event::GoodsDispatched(event) => {
                self.put(material, [&event.from, &event.to], event.lines.iter().map(|line| &line.lot));
            }
            Event::KitPacked(event) => {
                let inputs = event.inputs.iter().map(|line| &line.lot);
                self.put(material, [&event.site], inputs.chain([&event.lot]));
            }
            Event::GoodsDistributed(event) => {
                self.put(material, [&event.site], event.lines.iter().map(|line| &line.lot));
                self.places.insert(place(material, &event.place), &event.place);
            }
            Event::GoodsLost(event) => self.put(material, [&event.site], [&event.lot]),
            _ => {}
        }
    }

    fn put(
        &mut self,
        material: &'m Material,
        stations: impl IntoIterator<Item = &'m Slug>,
        lots: impl IntoIterator<Item = &'m Slug>,
    ) {
        for id in stations {
            // Goods on their way are nowhere; where they set out from is a site.
            let from = material.waybills.get(id.as_str()).map(|(_, dispatched)| &dispatched.from);
            self.sites.insert(from.unwrap_or(id).as_str());
        }
        self.lots.extend(lots.into_iter().map(Slug::as_str));
    }
}

type Attributes = Vec<(String, String)>;

fn element(address: &str, attributes: Attributes) -> Value {
    let attributes: Vec<Value> =
        attributes.into_iter().map(|(id, attribute)| json!({"id": id, "attribute": attribute})).collect();
    json!({"id": address, "attributes": attributes})
}

fn common(name: &str, text: &str) -> (String, String) {
    (format!("{CBV}{name}"), text.to_owned())
}

/// Under the prefix that the document declares, in full: identifiers in values are not shortened.
fn own(material: &Material, name: &str, text: &str) -> (String, String) {
    (format!("{}/method#{name}", material.origin), text.to_owned())
}

fn where_is(place: &Place) -> Attributes {
    let mut attributes = vec![common("countryCode", place.country.as_str())];
    attributes.extend(place.admin1.as_ref().map(|part| common("state", part.as_str())));
    attributes.extend(place.name.as_ref().map(|name| common("city", name.as_str())));
    if let (Some(lat), Some(lon)) = (place.lat, place.lon) {
        attributes.push(common("latitude", &degrees(lat.0)));
        attributes.push(common("longitude", &degrees(lon.0)));
    }
    attributes
}

fn site_element(material: &Material, id: &str) -> Value {
    let mut attributes = Attributes::new();
    if let Some((_, site)) = material.sites.get(id) {
        attributes.push(common("name", site.name.as_str()));
        attributes.push(own(material, "kind", site.kind.word()));
        attributes.extend(site.note.as_ref().map(|note| own(material, "note", note.as_str())));
        attributes.extend(site.place.as_ref().map(where_is).unwrap_or_default());
    }
    element(&station(material, id), attributes)
}

/// What a lot is, whose it is, and until when it is good.
fn lot_element(material: &Material, id: &str) -> Value {
    let mut attributes = Attributes::new();
    if let Some(known) = material.book.state().lot(id) {
        attributes.push(own(material, "item", known.item.as_str()));
        if let Some((_, item)) = material.items.get(known.item.as_str()) {
            attributes.push(common("descriptionShort", item.name.as_str()));
            attributes.push(own(material, "category", item.category.as_str()));
            attributes.push(own(material, "unit", item.unit.as_str()));
        }
        attributes.push(own(material, "fund", known.fund.as_str()));
        attributes.extend(known.project.as_ref().map(|project| own(material, "project", project.as_str())));
        attributes.extend(known.expires_on.map(|day| common("itemExpirationDate", &day.to_string())));
    }
    element(&lot(material, id), attributes)
}
