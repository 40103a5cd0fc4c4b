//! Answers to events that wait for a proof, or for a quorum of witnesses.

use serde_json::Value;

use ledger::log::proof::TlogProof;

use super::witnessed::witness_of;
use super::*;
use crate::world::{OPENING, gift, problem};

#[test]
fn an_answer_may_wait_for_its_proof() {
    let world = World::opened();
    let server = world.serve_signed();
    let policy = world.policy();
    let post = |query: &str| {
        let client = server::outbound::builder().no_proxy().build().expect("a client");
        let address = server.url(&format!("/api/v1/events{query}"));
        client.post(address).bearer_auth(&server.token).body(gift(77).to_string()).send().expect("an answer")
    };
    let answer = post("?wait=checkpoint");
    assert_eq!(answer.status(), 201);
    let text = answer.text().expect("text");
    let answer: Value = serde_json::from_str(&text).expect("JSON");
    let entry = text.strip_prefix("{\"entry\":").and_then(|rest| rest.split(",\"quorum\":").next()).expect("an entry");
    let proof = TlogProof::parse(answer["tlog_proof"].as_str().expect("a proof")).expect("a proof");
    assert_eq!(proof.verify(entry.as_bytes(), &policy).expect("in the log").checkpoint.size, OPENING + 1);
    problem(post("?wait=for-ever"), 400);
    problem(post("?wait=checkpoint&within=x"), 400);
    drop(server);
    let unsigned = world.serve();
    assert_eq!(unsigned.get("/log/checkpoint").status(), 404);
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let address = unsigned.url("/api/v1/events?wait=checkpoint");
    problem(client.post(address).bearer_auth(&unsigned.token).body(gift(78).to_string()).send().expect("sent"), 404);
    assert_eq!(world.head().size, OPENING + 1, "nothing was recorded that could not be proved");
}

/// Records, and waits as the query says: the entry's own bytes, and the answer.
fn record_waiting(server: &Running, query: &str, event: &Value) -> (String, Value) {
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let request = client.post(server.url(&format!("/api/v1/events{query}"))).bearer_auth(&server.token);
    let answer = request.body(event.to_string()).send().expect("an answer");
    assert_eq!(answer.status(), 201, "{query}");
    let text = answer.text().expect("text");
    let entry = text.strip_prefix("{\"entry\":").and_then(|rest| rest.split(",\"quorum\":").next());
    (entry.expect("an entry").to_owned(), serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn an_answer_may_wait_for_the_quorum_and_no_longer_than_it_says() {
    let world = World::opened();
    let (_home, watching, key) = witness_of(world.policy());
    let log = world.policy().logs[0].key.to_string();
    let asking = |url: &str| {
        let policy = format!("log {log}\nwitness north {key} {url}\nquorum north\n");
        Policy::parse(&policy).expect("a policy")
    };
    let proof_in = |answer: &Value| TlogProof::parse(answer["tlog_proof"].as_str().expect("a proof")).expect("a proof");
    let policy = asking(&watching.url("/witness"));
    let server = world.serve_watched(Some(policy.clone()));
    let (entry, answer) = record_waiting(&server, "?wait=quorum&within=20", &gift(77));
    assert_eq!(answer["quorum"], true, "{answer}");
    let size = proof_in(&answer).verify(entry.as_bytes(), &policy).expect("cosigned").checkpoint.size;
    assert_eq!(size, OPENING + 1);
    drop(server);
    // Nobody answers where the witness should be.
    let server = world.serve_watched(Some(asking(&format!("http://127.0.0.1:{}", free_port()))));
    let began = Instant::now();
    let (entry, answer) = record_waiting(&server, "?wait=quorum&within=4", &gift(78));
    let took = began.elapsed();
    assert!(took >= Duration::from_secs(4) && took < Duration::from_secs(20), "{took:?}");
    assert_eq!(answer["quorum"], false, "{answer}");
    // It says what there is: the log's own signature.
    assert!(proof_in(&answer).verify(entry.as_bytes(), &policy).is_err());
    proof_in(&answer).verify(entry.as_bytes(), &world.policy()).expect("signed");
}
