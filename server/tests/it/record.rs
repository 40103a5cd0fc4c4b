//! What `POST /api/v1/events` answers, and that a refusal changes nothing.

use std::io::Cursor;

use ledger::event::EVENT_BYTES_LIMIT;
use reqwest::blocking::Body;
use serde_json::{Value, json};

use crate::world::{OPENING, World, expense, fund, gift, key, refusal, with};

#[test]
fn the_answer_is_the_entry_byte_for_byte() {
    let server = World::opened().serve_for_test();
    let answer = server.running.post(gift(700).to_string());
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.headers()["Location"], "/api/v1/entries/4");
    assert_eq!(answer.headers()["Content-Type"], "application/json");
    let entry = answer.bytes().expect("bytes");
    let read = server.running.get("/api/v1/entries/4").bytes().expect("bytes");
    assert_eq!(entry, read);
    let entry: Value = serde_json::from_slice(&entry).expect("JSON");
    assert_eq!((&entry["seq"], &entry["actor"], &entry["event"]), (&json!(4), &json!("red-river/s7"), &gift(700)));
    assert_eq!(entry["moves"], json!([{"to": {"pool": "cash/flood-2026", "spans": [[15_000, 15_700]]}}]));
}

#[test]
fn the_same_key_with_the_same_event_is_recorded_once() {
    let server = World::opened().serve_for_test();
    let key = key(1);
    let send = |key: &str| server.running.post_with(&[("Idempotency-Key", key)], gift(700).to_string());
    let first = send(&key);
    assert_eq!(first.status(), 201);
    let first = first.bytes().expect("bytes");
    for again in [key.clone(), format!("\"{key}\"")] {
        let again = send(&again);
        assert_eq!(again.status(), 200);
        assert_eq!(again.bytes().expect("bytes"), first);
    }
    assert_eq!(server.running.end().0, OPENING + 1);
}

#[test]
fn the_same_key_with_another_event_is_refused() {
    let server = World::opened().serve_for_test();
    let headers = [("Idempotency-Key", &*key(1))];
    assert_eq!(server.running.post_with(&headers, gift(700).to_string()).status(), 201);
    let before = server.running.end();
    let problem = refusal(server.running.post_with(&headers, gift(701).to_string()), 422, "key", "key_reused");
    assert_eq!(problem["figures"], json!({"seq": 4}));
    assert_eq!(server.running.end(), before);
}

#[test]
fn a_key_that_is_no_uuid_is_refused() {
    let server = World::opened().serve_for_test();
    for bad in ["", "1", "0197a1c2-0000-4000-8000-000000000001", "0197A1C2-0000-7000-8000-000000000001"] {
        let answer = server.running.post_with(&[("Idempotency-Key", bad)], gift(700).to_string());
        refusal(answer, 422, "Idempotency-Key", "key");
    }
    server.unchanged();
}

#[test]
fn what_cannot_be_read_is_refused_and_changes_nothing() {
    let server = World::opened().serve_for_test();
    let amount = |value: Value| with(gift(1), "amount", value).to_string().into_bytes();
    let field = |name: &str, value: Value| with(gift(1), name, value).to_string().into_bytes();
    let without = |name: &str| {
        let mut event = gift(1);
        event.as_object_mut().expect("an object").remove(name);
        event.to_string().into_bytes()
    };
    let twice = gift(1).to_string().replace("\"amount\":1", "\"amount\":1,\"amount\":2").into_bytes();
    let rows: Vec<(Vec<u8>, u16, &str, &str)> = vec![
        (b"".to_vec(), 400, "", "malformed"),
        (b"{\"type\":".to_vec(), 400, "", "malformed"),
        (b"{} {}".to_vec(), 400, "", "malformed"),
        (b"{\"type\":\"donation_received\xff\"}".to_vec(), 400, "", "not_utf8"),
        (b"\xef\xbb\xbf{}".to_vec(), 400, "", "malformed"),
        ("[".repeat(60_000).into_bytes(), 400, "", "malformed"),
        (b"[]".to_vec(), 422, "", "not_an_object"),
        (b"{}".to_vec(), 422, "type", "missing"),
        (field("type", json!("gift_dreamt")), 422, "type", "unknown_type"),
        (field("colour", json!("red")), 422, "colour", "unknown_field"),
        (without("amount"), 422, "amount", "missing"),
        (amount(json!(-1)), 422, "amount", "negative"),
        (amount(json!(0)), 422, "amount", "out_of_range"),
        (amount(json!(1.5)), 422, "amount", "fractional"),
        (amount(json!(9_007_199_254_740_992_u64)), 422, "amount", "too_big"),
        (amount(json!("100")), 422, "amount", "number_as_text"),
        (amount(json!(null)), 422, "amount", "not_a_number"),
        (twice, 400, "amount", "duplicate_key"),
        (field("received_on", json!("2026-02-30")), 422, "received_on", "date"),
        (field("received_on", json!("20 November")), 422, "received_on", "date"),
        (field("fund", json!("Flood 2026")), 422, "fund", "slug"),
        (field("note", json!("\u{7}")), 422, "note", "control_character"),
    ];
    for (body, status, field, rule) in rows {
        refusal(server.running.post(body), status, field, rule);
        server.unchanged();
    }
}

#[test]
fn what_the_ledger_forbids_is_refused_with_its_figures() {
    let server = World::opened().serve_for_test();
    for event in [fund("spent-2025"), json!({"type": "fund_closed", "id": "spent-2025", "reason": "All is spent."})] {
        assert_eq!(server.running.post(event.to_string()).status(), 201, "{event}");
    }
    let before = server.running.end();
    let short = json!({"pool": "cash/flood-2026", "have": 15_000, "want": 50_000, "unit": "CNY cents"});
    let rows = [
        (expense("lorries-1", 50_000), "amount", "short", short),
        (with(gift(1), "fund", json!("drought")), "fund", "unknown", json!({"kind": "fund", "id": "drought"})),
        (with(gift(1), "fund", json!("spent-2025")), "fund", "fund_closed", json!({"fund": "spent-2025"})),
        (fund("flood-2026"), "id", "taken", json!({"kind": "fund", "id": "flood-2026"})),
        (
            json!({"type": "entry_reversed", "reverses": 99, "reason": "A slip."}),
            "reverses",
            "no_such_entry",
            json!({"seq": 99}),
        ),
    ];
    for (event, field, rule, figures) in rows {
        let problem = refusal(server.running.post(event.to_string()), 422, field, rule);
        assert_eq!(problem["figures"], figures, "{problem}");
        assert_eq!(server.running.end(), before);
    }
}

#[test]
fn a_reader_of_chinese_is_told_in_chinese() {
    let server = World::opened().serve_for_test();
    let send = |lang| {
        let answer = server.running.post_with(&[("Accept-Language", lang)], expense("lorries-1", 50_000).to_string());
        refusal(answer, 422, "amount", "short")["detail"].as_str().expect("text").to_owned()
    };
    let is_chinese = |text: &str| text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    let (chinese, english) = (send("zh-CN,zh;q=0.9,en;q=0.8"), send("en"));
    assert!(is_chinese(&chinese) && !is_chinese(&english), "{chinese} / {english}");
    assert!(chinese.contains("cash/flood-2026") && english.contains("cash/flood-2026"));
}

#[test]
fn an_event_over_64_kib_is_refused_however_it_is_sent() {
    let server = World::opened().serve_for_test();
    let long = |bytes: usize| {
        let event = gift(1).to_string();
        let padding = " ".repeat(bytes - event.len());
        (event + &padding).into_bytes()
    };
    let figures = refusal(server.running.post(long(EVENT_BYTES_LIMIT + 1)), 413, "", "oversized")["figures"].clone();
    assert_eq!(figures, json!({"limit": EVENT_BYTES_LIMIT, "given": EVENT_BYTES_LIMIT + 1}));
    // How long a body is that says nothing of its length, nobody knows: it is not read on.
    let chunked = Body::new(Cursor::new(long(3 * EVENT_BYTES_LIMIT)));
    let told = refusal(server.running.post(chunked), 413, "", "oversized");
    assert_eq!(told["detail"], "too long: more than 65,536 bytes");
    server.unchanged();
    assert_eq!(server.running.post(long(EVENT_BYTES_LIMIT)).status(), 201);
    assert_eq!(server.running.post(Body::new(Cursor::new(long(EVENT_BYTES_LIMIT)))).status(), 201);
}

#[test]
fn recording_needs_a_token_that_somebody_has() {
    let server = World::opened().serve_for_test();
    let wrong = format!("Bearer almoner_{}", "0".repeat(64));
    let basic = format!("Basic {}", server.running.token);
    for headers in
        [vec![], vec![("Authorization", "")], vec![("Authorization", &*wrong)], vec![("Authorization", &*basic)]]
    {
        let answer = server.running.send(&headers, gift(1).to_string());
        assert_eq!(answer.headers()["WWW-Authenticate"], "Bearer");
        let problem = refusal(
            answer,
            401,
            "Authorization",
            if headers == [("Authorization", &*wrong)] { "wrong_token" } else { "no_token" },
        );
        assert!(!problem["detail"].as_str().expect("text").contains("almoner_"), "{problem}");
    }
    server.unchanged();
}

/// A server whose log holds the opening only.
struct Opened {
    running: crate::world::Running,
    _world: World,
    before: (Value, Value),
}

impl World {
    fn serve_for_test(self) -> Opened {
        let running = self.serve();
        let before = running.end();
        Opened { running, _world: self, before }
    }
}

impl Opened {
    fn unchanged(&self) {
        assert_eq!(self.running.end(), self.before);
    }
}
