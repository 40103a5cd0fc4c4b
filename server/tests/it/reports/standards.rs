//! Files of others: IATI, 360Giving, OCDS and the Financial Tracking Service, by their schemas and to the penny.

use std::process::Command;

use serde_json::Value;

use super::bytes;
use crate::world::{World, shared};

/// Runs a judge that is a program; none where it is not installed, with a word about it.
fn judge(program: &str, arguments: &[&str]) -> Option<(bool, String)> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let said =
                format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
            Some((output.status.success(), said))
        }
        Err(error) => {
            println!("skipped: {program} is not there: {error}");
            None
        }
    }
}

/// What the XSD does not say (IATI 2.03 ruleset): shares add up, dates are not in the future, chains connect.
fn by_the_ruleset(xml: &str, today: &str) {
    let document = roxmltree::Document::parse(xml).expect("XML");
    let activities: Vec<_> =
        document.root_element().children().filter(|node| node.has_tag_name("iati-activity")).collect();
    let own: Vec<&str> = activities
        .iter()
        .filter_map(|node| node.children().find(|child| child.has_tag_name("iati-identifier"))?.text())
        .collect();
    let mut chained = 0;
    for activity in &activities {
        let all = |name: &'static str| activity.children().filter(move |node| node.has_tag_name(name));
        for share in ["sector", "recipient-country"] {
            let parts: Vec<f64> = all(share).filter_map(|node| node.attribute("percentage")?.parse().ok()).collect();
            assert!(parts.is_empty() || (parts.iter().sum::<f64>() - 100.0).abs() < 0.001, "{share} {parts:?}");
        }
        assert!(all("sector").count() > 0 && all("recipient-country").chain(all("recipient-region")).count() > 0);
        assert!(all("activity-date").any(|node| matches!(node.attribute("type"), Some("1" | "2"))));
        assert!(all("participating-org").count() > 0);
        for date in all("activity-date").filter(|node| matches!(node.attribute("type"), Some("2" | "4"))) {
            assert!(date.attribute("iso-date").is_some_and(|day| day <= today));
        }
        for transaction in all("transaction") {
            let part = |name: &'static str| transaction.children().find(move |node| node.has_tag_name(name));
            assert!(
                part("transaction-date").and_then(|node| node.attribute("iso-date")).is_some_and(|day| day <= today)
            );
            for (name, attribute) in
                [("provider-org", "provider-activity-id"), ("receiver-org", "receiver-activity-id")]
            {
                if let Some(id) = part(name).and_then(|node| node.attribute(attribute)) {
                    chained += usize::from(own.contains(&id));
                }
            }
        }
    }
    assert!(chained > 0, "no chain connects");
}

#[test]
fn iati_is_accepted_by_its_schema_and_ruleset() {
    let Some(schema) = shared("schemas/iati-activities-schema.xsd") else {
        return println!("skipped: no schemas here");
    };
    let world = World::demo(300, 6);
    let server = world.serve();
    let size = world.head().size;
    let xml = bytes(&server, &format!("/en/reports/{size}/iati.xml"));
    let file = world.file("iati.xml");
    std::fs::write(&file, &xml).expect("written");
    let arguments = ["--noout", "--nonet", "--schema", schema.to_str().expect("UTF-8"), file.to_str().expect("UTF-8")];
    if let Some((fits, said)) = judge("xmllint", &arguments) {
        assert!(fits, "{}", said.chars().take(3_000).collect::<String>());
    }
    let today = world.tables().latest(size, 1).expect("an entry")[0].0.at.to_string();
    by_the_ruleset(&String::from_utf8(xml).expect("UTF-8"), &today[..10]);
}

/// Sums by type, year and currency.
fn iati_totals(xml: &str) -> std::collections::BTreeMap<(String, String, String), i128> {
    let document = roxmltree::Document::parse(xml).expect("XML");
    let mut totals = std::collections::BTreeMap::new();
    for activity in document.descendants().filter(|node| node.has_tag_name("iati-activity")) {
        for one in activity.children().filter(|node| node.has_tag_name("transaction")) {
            let part = |name: &str| one.children().find(|node| node.has_tag_name(name));
            let code = part("transaction-type").and_then(|node| node.attribute("code")).expect("a type");
            // Others are plans and promises, which the ledger does not hold: the import lists them.
            if !["1", "3", "4", "11"].contains(&code) {
                continue;
            }
            let value = part("value").expect("a value");
            let currency = value.attribute("currency").or(activity.attribute("default-currency")).expect("a currency");
            let year = &part("transaction-date").and_then(|node| node.attribute("iso-date")).expect("a date")[..4];
            let text = value.text().expect("a number").trim();
            let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
            let amount: i128 = format!("{whole}{:0<2}", &cents[..cents.len().min(2)]).parse().expect("a number");
            *totals.entry((code.to_owned(), year.to_owned(), currency.to_owned())).or_insert(0) += amount;
        }
    }
    totals
}

#[test]
fn iati_in_and_out_again_keeps_totals_by_type_year_and_currency() {
    let Some(file) = shared("data/dportal-foodsecurity-real.xml") else { return println!("skipped: no data here") };
    let world = World::new();
    let ran = world
        .almoner(&[
            "import",
            "iati",
            file.to_str().expect("UTF-8"),
            "--database",
            "almoner.db",
            "--actor",
            "red-river/import",
        ])
        .well();
    let unused = ran.out.lines().filter(|line| line.contains("iati-activity/transaction:")).count();
    let server = world.serve();
    let size = world.head().size;
    let out = String::from_utf8(bytes(&server, &format!("/en/reports/{size}/iati.xml"))).expect("UTF-8");
    let before = iati_totals(&std::fs::read_to_string(&file).expect("the file"));
    assert!(!before.is_empty());
    if unused == 0 {
        assert_eq!(iati_totals(&out), before);
    } else {
        // What the import listed as unused it did not take in: the rest is kept to the cent.
        let after = iati_totals(&out);
        println!("{unused} transactions can't be used: {}", ran.out);
        assert!(
            after.iter().all(|(key, sum)| before.get(key).is_some_and(|all| sum <= all)),
            "{after:?} of {before:?}"
        );
        assert_eq!(after.len(), before.len());
    }
    let Some(schema) = shared("schemas/iati-activities-schema.xsd") else { return };
    let made = world.file("out.xml");
    std::fs::write(&made, out).expect("written");
    let arguments = ["--noout", "--nonet", "--schema", schema.to_str().expect("UTF-8"), made.to_str().expect("UTF-8")];
    if let Some((fits, said)) = judge("xmllint", &arguments) {
        assert!(fits, "{}", said.chars().take(3_000).collect::<String>());
    }
}

#[test]
fn grants_of_360giving_go_in_row_by_row_and_out_as_the_schema_wants_them() {
    let (Some(file), Some(schemas)) = (shared("data/360giving-alwf.json"), shared("schemas")) else {
        return println!("skipped: no data here");
    };
    let world = World::new();
    let import = |file: &str| {
        world.almoner(&["import", "360giving", file, "--database", "almoner.db", "--actor", "red-river/import"])
    };
    let ran = import(file.to_str().expect("UTF-8")).well();
    let listed = |line: &&str| line.contains(": grants/amountAwarded: ");
    let unused = ran.out.lines().filter(listed).count();
    let size = world.head().size;
    import(file.to_str().expect("UTF-8")).well();
    assert_eq!(world.head().size, size, "a second time changes nothing");
    let server = world.serve();
    let out = bytes(&server, &format!("/en/reports/{size}/360giving.json"));
    let package: Value = serde_json::from_slice(&out).expect("JSON");
    let given: Value = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("JSON");
    let grants = |package: &Value| {
        let mut sums: Vec<(String, String, i64)> = package["grants"]
            .as_array()
            .expect("grants")
            .iter()
            .map(|grant| {
                let pence = (grant["amountAwarded"].as_f64().expect("a number") * 100.0).round() as i64;
                let text = |value: &Value| value.as_str().expect("text").to_owned();
                (text(&grant["recipientOrganization"][0]["name"]), text(&grant["awardDate"])[..10].to_owned(), pence)
            })
            .collect();
        sums.sort();
        sums
    };
    assert_eq!(grants(&package).len() + unused, 475, "{}", ran.out);
    // What is finer than a penny is listed: the rest is the same to the penny.
    let mut given = given;
    let pennies = |grant: &Value| {
        let pounds = grant["amountAwarded"].as_f64().expect("a number");
        (pounds * 100.0).round() / 100.0 == pounds
    };
    given["grants"].as_array_mut().expect("grants").retain(pennies);
    let told = |package: &Value| {
        let mut told: Vec<(String, i64)> = grants(package).into_iter().map(|grant| (grant.1, grant.2)).collect();
        told.sort();
        told
    };
    assert_eq!(told(&package), told(&given));
    let made = world.file("grants.json");
    std::fs::write(&made, &out).expect("written");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../end2end/check_360giving.py");
    let arguments = [script, schemas.to_str().expect("UTF-8"), made.to_str().expect("UTF-8")];
    if let Some((fits, said)) = judge("python3", &arguments) {
        if said.contains("No module named") {
            return println!("skipped: {said}");
        }
        assert!(fits, "{said}");
    }
}

#[test]
fn flows_of_the_financial_tracking_service_go_in_with_every_row_accounted_for() {
    let Some(file) = shared("data/fts_incoming_funding_jor.csv") else { return println!("skipped: no data here") };
    let world = World::new();
    let import = || {
        world
            .almoner(&[
                "import",
                "fts",
                file.to_str().expect("UTF-8"),
                "--database",
                "almoner.db",
                "--actor",
                "red-river/import",
            ])
            .well()
    };
    let ran = import();
    let rows = csv::Reader::from_path(&file).expect("a table").records().count();
    let unused = ran.out.lines().filter(|line| line.contains(": row")).count();
    let (mut gifts, mut with_original) = (0, 0);
    let size = world.head().size;
    for seq in 0..size {
        let json = world.tables().json(seq).expect("an answer").expect("an entry");
        gifts += usize::from(json.contains("\"type\":\"donation_received\""));
        with_original += usize::from(json.contains("\"original\":{"));
    }
    assert_eq!(gifts + unused, rows, "{}", ran.out);
    assert!(gifts > 350 && with_original > 150, "{gifts} gifts, {with_original} with the amount given");
    import();
    assert_eq!(world.head().size, size, "a second time changes nothing");
}

#[test]
fn a_purchase_has_its_own_id_in_ocds_where_it_was_given_one() {
    let world = World::opened();
    let purchase = |lot: &str, id: Option<&str>| {
        let mut event = serde_json::json!({"type": "purchase_made", "supplier": "maker", "purchased_on": "2026-11-20",
            "sources": [{"pool": "cash/flood-2026", "amount": 600}],
            "lines": [{"lot": lot, "item": "tent", "quantity": 2, "cost": 600}]});
        if let Some(id) = id {
            event["id"] = id.into();
        }
        event
    };
    let events = [
        serde_json::json!({"type": "item_registered", "id": "tent", "name": "Family tent", "unit": "tent", "category": "shelter"}),
        serde_json::json!({"type": "site_registered", "id": "maker", "name": "Tentmaker", "kind": "supplier"}),
        purchase("t1", Some("po-2026-7")),
        purchase("t2", None),
    ];
    crate::world::record_all(&mut world.writer(), events.iter().map(crate::world::request).collect());
    let server = world.serve();
    let package: Value = serde_json::from_slice(&bytes(&server, "/en/reports/8/ocds.json")).expect("JSON");
    let ids: Vec<&str> = package["releases"]
        .as_array()
        .expect("releases")
        .iter()
        .filter_map(|release| release["contracts"][0]["id"].as_str())
        .collect();
    assert_eq!(ids, ["po-2026-7", "purchase-7"]);
    assert_eq!(package["releases"][0]["awards"][0]["id"], package["releases"][0]["contracts"][0]["awardID"]);
    assert_eq!(package["releases"][0]["ocid"].as_str().and_then(|id| id.rsplit('-').next()), Some("6"), "as before");
}
