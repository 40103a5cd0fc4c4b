//! Trace reports over HTTP: they add up as a replay does, stay what they were, prove themselves, and say what is wrong
//! with a question.
//!
//! - `asked`: how a report is asked for; `shown`: what its page shows; `tables`: its tables, workbook and data package
//! - `standards`: files of others, in and out, held against their published schemas where those lie beside the repository
//! - `digest`: what is said of a file's bytes; `goods`: what EPCIS says of goods; `guard`: what no file may give away
#![allow(clippy::float_arithmetic)] // Shares and decimals of other people's files; no money of ours.

use std::convert::Infallible;

use base64::Engine as _;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use ledger::log::bundle::Bundle;
use ledger::report::{Book, Question, derive};
use ledger::{Entry, Hash, Memory};

use crate::laws::in_memory;
use crate::world::{Running, World, expense, gift};

mod asked;
mod digest;
mod goods;
mod guard;
mod shown;
mod standards;
mod tables;

/// Questions of every shape that the demo can answer.
const QUESTIONS: [&str; 9] = [
    "",
    "?fund=flood-2026",
    "?fund=flood-2026&kind=goods_distributed,cash_distributed",
    "?kind=donation_received&to=2026-03-01",
    "?from=2026-03-01&fund=flood-2026&to=2026-04-30",
    "?place=CN",
    "?kind=purchase_made",
    "?kind=goods_lost,entry_reversed",
    "?organisation=red-river",
];

/// The question with its first fund and organisation as this demo has them.
fn of_this_demo(server: &Running, question: &str) -> String {
    let funds = server.json("/api/v1/funds");
    let fund = &funds["funds"][0]["fund"];
    let id = |value: &Value| value.as_str().expect("an id").to_owned();
    let question = question.replace("flood-2026", &id(&fund["id"])).replace("red-river", &id(&fund["steward"]));
    Question::parse(question.trim_start_matches('?')).map_or(question, |question| {
        let text = question.to_string();
        if text.is_empty() { text } else { format!("?{text}") }
    })
}

fn replayed(entries: &[Entry], past: &mut Memory, question: &str) -> Value {
    let mut book = Book::default();
    entries.iter().for_each(|entry| book.take(entry));
    let question = Question::parse(question.trim_start_matches('?')).expect("a question");
    let head = Hash::of(entries.last().expect("entries").to_json().as_bytes());
    let all = entries.iter().cloned().map(Ok::<_, Infallible>);
    let Ok(report) = derive(past, &book, &question, (entries.len() as u64, head), all);
    serde_json::from_str(&report.to_json()).expect("JSON")
}

fn bytes(server: &Running, path: &str) -> Vec<u8> {
    let answer = server.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().expect("bytes").to_vec()
}

#[test]
fn every_report_says_what_a_replay_of_the_log_at_its_size_says() {
    let requests = crate::laws::demo(120, 5);
    let world = World::demo(120, 5);
    let server = world.serve();
    for size in [requests.len(), requests.len() / 2] {
        let (_, mut past) = in_memory(requests[..size].to_vec());
        let entries = past.entries().to_vec();
        for question in QUESTIONS {
            let question = of_this_demo(&server, question);
            let told = server.json(&format!("/en/reports/{size}/report.json{question}"));
            assert_eq!(told["figures"], replayed(&entries, &mut past, &question), "{question} at {size}");
            assert_eq!(
                told["rows"].as_array().map(Vec::len),
                told["figures"]["rows"].as_u64().map(|rows| rows as usize)
            );
        }
    }
}

#[test]
fn a_frozen_report_keeps_its_bytes_and_says_that_newer_figures_exist() {
    let world = World::opened();
    let server = world.serve();
    server.post(expense("lorry", 1_234).to_string());
    let files = [
        "report.html",
        "report.pdf",
        "report.csv",
        "people.csv",
        "datapackage.json",
        "report.json",
        "report.xlsx",
        "iati.xml",
        "hxl.csv",
        "epcis.jsonld",
        "ocds.json",
        "360giving.json",
    ];
    let path = |lang: &str, file: &str| format!("/{lang}/reports/5/{file}?fund=flood-2026&name=A%20name");
    let before: Vec<_> =
        ["en", "zh"].iter().flat_map(|lang| files.iter().map(|file| bytes(&server, &path(lang, file)))).collect();
    let svg = String::from_utf8(bytes(&server, &path("en", "now.svg"))).expect("UTF-8");
    assert!(svg.contains("Still today"), "{svg}");
    // More of everything, and the expense reversed.
    server.post(gift(777).to_string());
    let reversal = serde_json::json!({"type": "entry_reversed", "reverses": 4, "reason": "A slip"});
    assert_eq!(server.post(reversal.to_string()).status(), 201);
    server.post(expense("lorry-2", 99).to_string());
    let after: Vec<_> =
        ["en", "zh"].iter().flat_map(|lang| files.iter().map(|file| bytes(&server, &path(lang, file)))).collect();
    for ((one, other), file) in before.iter().zip(&after).zip(files.iter().cycle()) {
        assert!(one == other, "{file} changed");
    }
    let svg = String::from_utf8(bytes(&server, &path("en", "now.svg"))).expect("UTF-8");
    assert!(svg.contains("Newer figures exist: 3 of the 3"), "{svg}");
    let page = server.get(&path("en", "now")).text().expect("text");
    assert!(page.contains("¥149.01") || page.contains("156.78"), "{page}");
    // What became of what came in has changed too, not the sums alone.
    assert!(page.contains("Running the work") && page.contains("¥0.99"), "{page}");
    // The digest is that of the bytes, and whoever has them is told so.
    let answer = server.get_with(&path("en", "report.html"), &[]);
    let (digest, etag) = (answer.headers()["Repr-Digest"].clone(), answer.headers()["ETag"].clone());
    let computed = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(&before[0]));
    assert_eq!(digest, format!("sha-256=:{computed}:").as_str());
    let again = server.get_with(&path("en", "report.html"), &[("If-None-Match", etag.to_str().expect("ASCII"))]);
    assert_eq!(again.status(), 304);
}

#[test]
fn a_bundle_proves_every_figure_and_names_the_entry_that_was_changed() {
    let world = World::demo(120, 4);
    let server = world.serve_signed();
    let policy = world.policy();
    let size = world.head().size - 10;
    for question in QUESTIONS {
        let question = of_this_demo(&server, question);
        let text = String::from_utf8(bytes(&server, &format!("/en/reports/{size}/report.bundle.json{question}")))
            .expect("UTF-8");
        let bundle = Bundle::parse(text.as_bytes()).expect("a bundle");
        bundle.verify(&policy).unwrap_or_else(|fault| panic!("{question}: {}", fault.say(ledger::Lang::En)));
        let mut changed = bundle.clone();
        let place = changed.entries.len() / 2;
        changed.entries[place] = changed.entries[place].replacen("\"at\":\"20", "\"at\":\"21", 1);
        let fault = changed.verify(&policy).expect_err("a changed entry");
        assert_eq!(fault, ledger::log::Fault::Changed { index: bundle.indices[place] }, "{question}");
    }
}
