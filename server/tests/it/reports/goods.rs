//! What EPCIS says of goods: all that was recorded of them, and no number of people below five.

use serde_json::{Value, json};

use super::bytes;
use super::guard::world_of;
use crate::world::{Running, World};

/// The entry of the first event below: before it stand an organisation, a fund and two gifts.
const FIRST: u64 = 4;

fn handout(id: &str, lot: &str, people: u64, day: &str) -> Value {
    json!({"type": "goods_distributed", "id": id, "lines": [{"lot": lot, "quantity": 1}], "site": "valley",
        "households": 1, "people": people, "distributed_on": day, "note": "By list.",
        "place": {"country": "CN", "admin1": "CN-SC", "name": "Yingxiu", "lat": 3106, "lon": 10349}})
}

/// Tents from the maker to those who sleep in them. Too few to be told got them on the 21st; on the 23rd six people got
/// tents or money.
fn events(few: u64) -> Vec<Value> {
    let paper = json!({"bytes": 5, "media_type": "application/pdf", "name": "Invoice", "sha3": "ab".repeat(32)});
    let cash = json!({"type": "cash_distributed", "id": "money", "from": "cash/flood-2026", "amount": 100,
        "households": 1, "people": 4, "distributed_on": "2026-11-23",
        "place": {"country": "CN", "admin1": "CN-SC", "name": "Yingxiu"}});
    vec![
        json!({"type": "item_registered", "id": "tent", "name": "Family tent", "unit": "tent", "category": "shelter"}),
        json!({"type": "site_registered", "id": "maker", "name": "Tentmaker", "kind": "supplier"}),
        json!({"type": "site_registered", "id": "north", "name": "North store", "kind": "warehouse",
            "place": {"country": "CN", "name": "Chengdu", "lat": 3066, "lon": 10406}}),
        json!({"type": "site_registered", "id": "valley", "name": "Valley school", "kind": "distribution_point"}),
        json!({"type": "purchase_made", "id": "po-7", "supplier": "maker", "purchased_on": "2026-11-18",
            "sources": [{"pool": "cash/flood-2026", "amount": 600}], "documents": [paper], "note": "Ten of ten.",
            "lines": [{"lot": "t1", "item": "tent", "quantity": 10, "cost": 600}]}),
        json!({"type": "goods_received", "id": "r1", "lot": "t1", "from": "maker", "to": "north", "quantity": 10,
            "received_on": "2026-11-19"}),
        json!({"type": "gift_in_kind_received", "fund": "flood-2026", "lot": "k1", "item": "tent", "quantity": 2,
            "site": "north", "received_on": "2026-11-19", "batch": "B-5", "donor": "A friend", "value": 250,
            "expires_on": "2030-01-01"}),
        json!({"type": "goods_dispatched", "waybill": "w1", "lines": [{"lot": "t1", "quantity": 10}], "from": "north",
            "to": "valley", "dispatched_on": "2026-11-20", "carrier": "Lorries"}),
        json!({"type": "goods_received", "id": "r2", "lot": "t1", "from": "w1", "to": "valley", "quantity": 9,
            "received_on": "2026-11-20", "condition": "wet"}),
        json!({"type": "goods_lost", "id": "l1", "lot": "t1", "site": "w1", "quantity": 1, "reason": "stolen",
            "found_on": "2026-11-20"}),
        handout("a", "t1", few, "2026-11-21"),
        handout("b", "t1", 80, "2026-11-22"),
        cash,
        handout("c", "t1", 2, "2026-11-23"),
        handout("slip", "t1", 70, "2026-11-22"),
        json!({"type": "entry_reversed", "reverses": FIRST + 14, "reason": "A slip"}),
    ]
}

fn epcis(world: &World, server: &Running, question: &str) -> Value {
    let path = format!("/en/reports/{}/epcis.jsonld{question}", world.head().size);
    serde_json::from_slice(&bytes(server, &path)).expect("JSON")
}

/// The event of the entry that was made from the event at this place.
fn event(document: &Value, place: u64) -> Value {
    let events = document["epcisBody"]["eventList"].as_array().expect("events");
    let ending = format!("/entries/{}", FIRST + place);
    let found = events.iter().find(|event| event["eventID"].as_str().is_some_and(|id| id.ends_with(&ending)));
    found.unwrap_or_else(|| panic!("no event {ending}")).clone()
}

fn ends_with(value: &Value, ending: &str) -> bool {
    value.as_str().is_some_and(|text| text.ends_with(ending))
}

#[test]
fn epcis_says_all_that_was_recorded_of_goods() {
    let world = world_of(events(3));
    let server = world.serve();
    let document = epcis(&world, &server, "");
    let bought = event(&document, 4);
    assert!(ends_with(&bought["bizTransactionList"][0]["bizTransaction"], "/entries/8#po-7"), "{bought}");
    assert_eq!(bought["almoner:note"], "Ten of ten.");
    assert_eq!(bought["almoner:documents"][0]["almoner:name"], "Invoice");
    assert!(ends_with(&bought["almoner:documents"][0]["id"], &format!("/documents/{}", "ab".repeat(32))), "{bought}");
    assert_eq!(bought["almoner:costs"][0]["almoner:amount"].as_f64(), Some(6.0));
    let given = event(&document, 6);
    assert_eq!(given["ilmd"], json!({"almoner:batch": "B-5", "almoner:expiresOn": "2030-01-01"}));
    assert_eq!(given["almoner:donor"], "A friend");
    assert_eq!(given["almoner:value"]["almoner:currency"], "CNY");
    let sent = event(&document, 7);
    assert_eq!(sent["almoner:carrier"], "Lorries");
    let arrived = event(&document, 8);
    assert_eq!(arrived["almoner:condition"], "wet");
    assert!(ends_with(&arrived["sourceList"][0]["source"], "/sites/north"), "a waybill is no site: {arrived}");
    let kinds: Vec<&Value> =
        arrived["bizTransactionList"].as_array().expect("a list").iter().map(|one| &one["type"]).collect();
    assert_eq!(kinds, ["recadv", "desadv"]);
    assert_eq!(arrived["bizTransactionList"][1], sent["bizTransactionList"][0], "the same delivery");
    let lost = event(&document, 9);
    assert!(ends_with(&lost["readPoint"]["id"], "/entries/11#w1"), "{lost}");
}

#[test]
fn epcis_says_where_a_hand_out_was_and_whom_it_reached() {
    let world = world_of(events(3));
    let server = world.serve();
    let document = epcis(&world, &server, "");
    let handed = event(&document, 11);
    for name in ["readPoint", "bizLocation"] {
        assert!(ends_with(&handed[name]["id"], "/entries?place=CN%2FCN-SC%2FYingxiu"), "{handed}");
    }
    assert!(ends_with(&handed["sourceList"][0]["source"], "/sites/valley"), "{handed}");
    assert!(ends_with(&handed["bizTransactionList"][0]["bizTransaction"], "/handouts/b"), "{handed}");
    let reached = json!({"almoner:day": "2026-11-22", "almoner:handouts": 1, "almoner:households": 1,
        "almoner:people": 80});
    assert_eq!(handed["almoner:reached"], reached);
    let few = json!({"almoner:day": "2026-11-21", "almoner:handouts": 1, "almoner:under5": true});
    assert_eq!(event(&document, 10)["almoner:reached"], few);
    // Two there on one day, one of them of money: six people, and no word of how many each.
    let both = event(&document, 13)["almoner:reached"].clone();
    assert_eq!((&both["almoner:handouts"], &both["almoner:people"]), (&json!(2), &json!(6)));
    let slip = event(&document, 14);
    assert!(slip["errorDeclaration"].is_object() && slip["almoner:reached"].is_null(), "{slip}");
    let locations = &document["epcisHeader"]["epcisMasterData"]["vocabularyList"][0]["vocabularyElementList"];
    let there = locations.as_array().expect("locations").iter().find(|one| one["id"] == handed["readPoint"]["id"]);
    let said = there.expect("the place")["attributes"].as_array().expect("attributes").clone();
    let said: Vec<&str> = said.iter().filter_map(|one| one["attribute"].as_str()).collect();
    assert_eq!(said, ["CN", "CN-SC", "Yingxiu", "31.06", "103.49"]);
}

#[test]
fn two_logs_of_goods_that_differ_in_a_number_below_five_give_the_same_epcis() {
    let (one, other) = (world_of(events(2)), world_of(events(4)));
    assert_ne!(one.head().hash, other.head().hash, "the logs differ");
    let servers = [one.serve(), other.serve()];
    for cut in ["", "?fund=flood-2026", "?kind=goods_distributed", "?site=valley", "?from=2026-11-21&to=2026-11-23"] {
        let told = epcis(&one, &servers[0], cut);
        assert_eq!(told, epcis(&other, &servers[1], cut), "{cut}");
        for event in told["epcisBody"]["eventList"].as_array().expect("events") {
            let people = event["almoner:reached"]["almoner:people"].as_u64();
            assert!(people.is_none_or(|people| people >= 5), "{cut}: {event}");
        }
    }
}
