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
        with(with(organisation(), "country", "CN".into()), "url", "https://red-river.example".into()),
        partner,
        with(fund("flood-2026"), "policy", "Nine tenths reach people.".into()),
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
    assert_eq!(parties[0]["contactPoint"]["url"], "https://red-river.example");
    assert_eq!(release["awards"][0]["description"], "For the school.");
    let item = &contract["items"][0];
    assert_eq!(
        (&item["classification"]["id"], &item["classification"]["description"]),
        (&json!("tent"), &json!("shelter"))
    );
    let budget = &release["planning"]["budget"];
    assert_eq!((&budget["id"], &budget["description"]), (&json!("flood-2026"), &json!("Flood 2026")));
    // Whoever is named is one of the parties.
    let ids: Vec<&Value> = parties.iter().map(|party| &party["id"]).collect();
    assert!(payments.iter().all(|one| ids.contains(&&one["payer"]["id"]) && ids.contains(&&one["payee"]["id"])));
}

#[test]
fn a_grant_in_360giving_lies_where_the_project_is_that_it_goes_to() {
    let world = world();
    let server = world.serve();
    let grant = &server.json("/en/reports/9/360giving.json")["grants"][0];
    let place = json!({"name": "Yingxiu", "description": "Sichuan", "countryCode": "CN", "latitude": 31.06,
        "longitude": 103.49});
    assert_eq!(grant["beneficiaryLocation"], json!([place]));
    assert_eq!(grant["classifications"][0]["title"], "Tents");
    assert_eq!(grant["recipientOrganization"][0]["organisationType"], "ngo");
    assert!(grant["grantProgramme"][0]["url"].as_str().is_some_and(|url| url.ends_with("/funds/flood-2026")));
}

/// The same fund, with a fee, a refund, papers, a hand-out of money, and a gift that a bank changed.
fn wider() -> World {
    let world = world();
    let paper = |name: &str, letters: &str| {
        let sha3 = letters.repeat(32);
        json!([{"bytes": 5, "media_type": "application/pdf", "name": name, "sha3": sha3}])
    };
    let events = [
        json!({"type": "fee_charged", "gift": 3, "amount": 10, "category": "processor", "payee": "Bank"}),
        json!({"type": "donation_refunded", "gift": 3, "amount": 50, "reason": "Asked back.", "note": "By phone.",
            "refunded_on": "2026-01-04"}),
        json!({"type": "expense_paid", "id": "e1", "from": "cash/flood-2026", "amount": 70, "category": "transport",
            "payee": "Lorries", "paid_on": "2026-01-05", "documents": paper("Freight bill", "ab")}),
        json!({"type": "cash_distributed", "id": "c1", "from": "cash/flood-2026/tents@bridge", "amount": 90,
            "households": 2, "people": 9, "distributed_on": "2026-01-06", "documents": paper("Signed list", "cd"),
            "place": {"country": "CN", "admin1": "CN-SC", "name": "Wenchuan", "lat": 3147, "lon": 10358}}),
        with(gift(800), "original", json!({"amount": 1_200, "currency": "USD"})),
    ];
    record_all(&mut world.writer(), events.iter().map(request).collect());
    world
}

#[test]
fn iati_tells_in_words_what_it_has_no_element_for_and_leads_to_papers_and_places() {
    let world = wider();
    let server = world.serve();
    let xml = server.get("/en/reports/14/iati.xml").text().expect("text");
    let document = roxmltree::Document::parse(&xml).expect("XML");
    let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).map(str::trim).collect();
    for said in [
        "For the school.; 2 × Family tent",
        "processor fee on gift G-",
        "Asked back.; By phone.",
        "transport",
        "given as USD 12.00",
        "Nine tenths reach people.",
        "https://red-river.example",
    ] {
        assert!(texts.iter().any(|text| text.starts_with(said)), "{said}: {xml}");
    }
    let activity = |part: &str| {
        let is_it = |node: &roxmltree::Node<'_, '_>| {
            node.has_tag_name("iati-activity")
                && node.children().any(|id| id.text().is_some_and(|id| id.ends_with(part)))
        };
        document.descendants().find(is_it).expect("an activity")
    };
    let papers = |part: &str| -> Vec<String> {
        let links = activity(part).children().filter(|node| node.has_tag_name("document-link"));
        links.filter_map(|link| link.attribute("url")?.rsplit('/').next().map(str::to_owned)).collect()
    };
    assert_eq!(papers("-flood-2026"), ["ab".repeat(32)]);
    assert_eq!(papers("-tents-bridge"), ["cd".repeat(32)]);
    let places: Vec<&str> = activity("-tents-bridge")
        .children()
        .filter(|node| node.has_tag_name("location"))
        .filter_map(|place| place.descendants().find(|node| node.has_tag_name("pos"))?.text())
        .collect();
    assert_eq!(places, ["31.06 103.49", "31.47 103.58"]);
}

#[test]
fn hxl_says_of_which_fund_and_project_a_line_is_and_where_on_the_map() {
    let world = wider();
    let server = world.serve();
    let table = server.get("/en/reports/14/hxl.csv").text().expect("text");
    let rows: Vec<csv::StringRecord> =
        csv::Reader::from_reader(table.as_bytes()).records().map(|row| row.expect("a row")).collect();
    let place = |tag: &str| rows[0].iter().position(|other| other == tag).expect("a tag");
    let said = ["#adm1+name", "#activity+programme", "#activity+project", "#geo+lat", "#geo+lon", "#reached+ind"]
        .map(|tag| rows[1][place(tag)].to_owned());
    assert_eq!(said, ["Sichuan", "Flood 2026", "Tents", "31.47", "103.58", "9"]);
}
