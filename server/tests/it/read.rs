//! What the addresses that only read answer.

use serde_json::json;

use crate::world::{OPENING, World, problem};

#[test]
fn entries_are_read_page_by_page() {
    let world = World::opened();
    let server = world.serve();
    let page = server.json("/api/v1/entries?from=1&limit=2");
    assert_eq!((&page["size"], &page["next"]), (&json!(OPENING), &json!(3)));
    let seqs: Vec<_> = page["entries"].as_array().expect("a list").iter().map(|entry| entry["seq"].clone()).collect();
    assert_eq!(seqs, [1, 2]);
    let last = server.json("/api/v1/entries?from=2");
    assert_eq!((last["entries"].as_array().map(Vec::len), &last["next"]), (Some(2), &json!(null)));
    assert_eq!(server.json("/api/v1/entries?from=18446744073709551615")["entries"], json!([]));
}

#[test]
fn a_gift_a_fund_a_lot_and_a_handout_are_found() {
    let world = World::demo(100, 7);
    let server = world.serve();
    let funds = server.json("/api/v1/funds");
    let fund = funds["funds"][0].clone();
    let id = fund["fund"]["id"].as_str().expect("an id");
    assert_eq!(server.json(&format!("/api/v1/funds/{id}")), fund);
    let mut seen = [0; 3];
    for entry in server.json("/api/v1/entries?limit=1000")["entries"].as_array().expect("a list") {
        let event = &entry["event"];
        let seq = entry["seq"].as_u64().expect("a number");
        match event["type"].as_str().expect("a type") {
            "donation_received" => {
                let code = server::answer::code_of(seq);
                let answer = server.get(&format!("/api/v1/gifts/{code}"));
                if answer.status() == 404 {
                    continue; // It was reversed.
                }
                let trace: serde_json::Value = answer.json().expect("JSON");
                let ends = trace["ends"].as_array().expect("a list");
                let sum: u64 = ends.iter().map(|end| end["amount"].as_u64().expect("a number")).sum();
                assert_eq!(
                    (sum, &trace["gift"], &trace["seq"]),
                    (event["amount"].as_u64().expect("a number"), &json!(code), &json!(seq))
                );
                seen[0] += 1;
            }
            "purchase_made" => {
                let lot = event["lines"][0]["lot"].as_str().expect("a lot");
                assert_eq!(server.json(&format!("/api/v1/lots/{lot}"))["seq"], seq);
                seen[1] += 1;
            }
            "goods_distributed" | "cash_distributed" => {
                let id = event["id"].as_str().expect("an id");
                let handout = server.json(&format!("/api/v1/handouts/{id}"));
                assert_eq!(handout["seq"], seq);
                assert!(!handout["lines"][0]["gifts"].as_array().expect("a list").is_empty());
                seen[2] += 1;
            }
            _ => {}
        }
    }
    assert!(seen.iter().all(|seen| *seen > 0), "{seen:?}");
}

#[test]
fn what_is_not_there_is_a_problem() {
    let world = World::opened();
    let server = world.serve();
    let rows = [
        ("/api/v1/entries/99", 404),
        ("/api/v1/entries/18446744073709551615", 400),
        ("/api/v1/entries/-1", 400),
        ("/api/v1/entries/two", 400),
        ("/api/v1/entries?from=-1", 400),
        ("/api/v1/entries?limit=many", 400),
        ("/api/v1/entries?from=1&from=2", 400),
        ("/api/v1/gifts/G-0000-0000", 404),
        ("/api/v1/gifts/G-48KA-6KMR", 404),
        ("/api/v1/gifts/%00", 404),
        ("/api/v1/gifts/%E2%82%AC", 404),
        ("/api/v1/funds/drought", 404),
        ("/api/v1/lots/none", 404),
        ("/api/v1/handouts/none", 404),
        // A number has one way to be written, and so an entry's bytes one address.
        ("/entries/+1.json", 400),
        ("/entries/01.json", 400),
        ("/api/v1/nothing", 404),
        ("/api/v2", 404),
    ];
    for (path, status) in rows {
        assert_eq!(server.get(path).status(), status, "{path}");
        if path.starts_with("/api/v1") {
            problem(server.get(path), status);
        }
    }
}

#[test]
fn a_method_that_an_address_does_not_know_is_a_problem() {
    let world = World::opened();
    let server = world.serve();
    problem(server.get("/api/v1/events"), 405);
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    problem(client.delete(server.url("/api/v1/entries/1")).send().expect("an answer"), 405);
}

#[test]
fn health_says_how_long_the_log_is() {
    let world = World::opened();
    let server = world.serve();
    assert_eq!(server.get("/health").text().expect("text"), "ok 4\n");
}
