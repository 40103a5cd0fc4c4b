//! What files of standards say beside the sums: who, where, when.

use serde_json::{Value, json};

use crate::world::{World, fund, gift, organisation, record_all, request, with};

/// A fund whose partner holds money for a project in a province, and buys of it.
fn world() -> World {
    let world = World::new();
    let partner = json!({"type": "organisation_registered", "id": "bridge", "name": "Bridge", "kind": "ngo",
        "country": "NP"});
    let place = json!({"country": "CN", "admin1": "CN-SC", "name": "Yingxiu", "lat": 3106, "lon": 10349});
    let events = [
        with(organisation(), "country", "CN".into()),
        partner,
        fund("flood-2026"),
        gift(10_000),
        json!({"type": "project_opened", "id": "tents", "fund": "flood-2026", "title": "Tents", "implementer": "bridge",
            "place": place}),
        json!({"type": "transfer_made", "id": "tr-1", "from": "cash/flood-2026",
            "to": "cash/flood-2026/tents@bridge", "amount": 4_000, "sent_on": "2026-01-02"}),
        json!({"type": "item_registered", "id": "tent", "name": "Family tent", "unit": "tent", "category": "shelter"}),
        json!({"type": "site_registered", "id": "maker", "name": "Tentmaker", "kind": "supplier", "place": place}),
        json!({"type": "purchase_made", "supplier": "maker", "purchased_on": "2026-01-03", "note": "For the school.",
            "sources": [{"pool": "cash/flood-2026", "amount": 600},
                {"pool": "cash/flood-2026/tents@bridge", "amount": 400}],
            "lines": [{"lot": "t1", "item": "tent", "quantity": 2, "cost": 1_000}]}),
    ];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    world
}

#[test]
fn a_purchase_in_ocds_says_who_paid_whom_when_and_where_they_are() {
    let world = world();
    let server = world.serve();
    let package = server.json("/en/reports/9/ocds.json");
    let release = &package["releases"][0];
    let contract = &release["contracts"][0];
    assert_eq!(contract["description"], "For the school.");
    let payments = contract["implementation"]["transactions"].as_array().expect("payments");
    let told: Vec<(&Value, &Value, &Value)> =
        payments.iter().map(|one| (&one["date"], &one["payer"]["id"], &one["payee"]["id"])).collect();
    let (day, maker) = (json!("2026-01-03T00:00:00Z"), json!("maker"));
    assert_eq!(told, [(&day, &json!("red-river"), &maker), (&day, &json!("bridge"), &maker)]);
    let parties = release["parties"].as_array().expect("parties");
    let lands: Vec<&Value> = parties.iter().map(|party| &party["address"]["countryName"]).collect();
    assert_eq!(lands, ["China", "Nepal", "China"]);
    assert_eq!(parties[0]["roles"], json!(["buyer", "payer"]));
    assert_eq!(parties[2]["address"], json!({"countryName": "China", "region": "Sichuan", "locality": "Yingxiu"}));
    // Whoever is named is one of the parties.
    let ids: Vec<&Value> = parties.iter().map(|party| &party["id"]).collect();
    assert!(payments.iter().all(|one| ids.contains(&&one["payer"]["id"]) && ids.contains(&&one["payee"]["id"])));
}

#[test]
fn a_grant_in_360giving_lies_where_the_project_is_that_it_goes_to() {
    let world = world();
    let server = world.serve();
    let grant = &server.json("/en/reports/9/360giving.json")["grants"][0];
    let place = json!({"name": "Yingxiu", "countryCode": "CN", "latitude": 31.06, "longitude": 103.49});
    assert_eq!(grant["beneficiaryLocation"], json!([place]));
    assert!(grant["grantProgramme"][0]["url"].as_str().is_some_and(|url| url.ends_with("/funds/flood-2026")));
}
