//! What a report must not give away, and what it must not do to whoever opens it: numbers of people below five, as an
//! attacker would look for them in every form of one report; formulas in tables; days that have not come yet.

use std::collections::BTreeMap;

use calamine::Reader as _;
use serde_json::{Value, json};

use ledger::record::Request;
use ledger::value::{Key, Timestamp};

use super::bytes;
use crate::world::{Running, World, expense, fund, gift, key, organisation, record_all, request, with};

/// Every form of a report that is text.
const TEXTS: [&str; 9] = [
    "report.html",
    "report.csv",
    "people.csv",
    "datapackage.json",
    "report.json",
    "iati.xml",
    "hxl.csv",
    "epcis.jsonld",
    "ocds.json",
];

/// Questions that cut the same hand-outs in other ways.
const CUTS: [&str; 4] = ["", "?fund=flood-2026", "?kind=cash_distributed", "?from=2026-11-21&to=2026-11-23"];

fn handout(id: &str, households: u64, people: u64, day: &str) -> Value {
    json!({"type": "cash_distributed", "id": id, "from": "cash/flood-2026", "amount": 100, "households": households,
        "people": people, "distributed_on": day, "place": {"country": "CN", "name": "Yingxiu"}})
}

/// Hand-outs of which those on the 21st, and all but six on the 23rd, are too few to be told.
fn handouts(few: u64) -> Vec<Value> {
    let elsewhere = with(handout("e", 1, few, "2026-11-22"), "place", json!({"country": "CN", "name": "Wenchuan"}));
    vec![
        handout("a", 1, few, "2026-11-21"),
        handout("b", 20, 80, "2026-11-22"),
        handout("c", 1, 2, "2026-11-23"),
        handout("d", 1, 4, "2026-11-23"),
        elsewhere,
    ]
}

/// A ledger whose bytes depend on nothing but these events.
pub(super) fn world_of(events: Vec<Value>) -> World {
    let world = World::new();
    let opening = [organisation(), fund("flood-2026"), gift(10_000), gift(5_000)];
    let fixed = |(number, event): (usize, Value)| Request {
        at: Timestamp::parse(&format!("2026-11-24T10:00:{number:02}.000Z")).expect("a moment"),
        key: Key::new(&key(number as u64 + 1)).expect("a key"),
        ..request(&event)
    };
    let requests = opening.into_iter().chain(events).enumerate().map(fixed).collect();
    record_all(&mut world.writer(), requests);
    world
}

fn text(server: &Running, path: &str) -> String {
    String::from_utf8(bytes(server, path)).expect("UTF-8")
}

/// All cells of all sheets.
fn cells(book: Vec<u8>) -> Vec<String> {
    let mut archive =
        calamine::open_workbook_from_rs::<calamine::Xlsx<_>, _>(std::io::Cursor::new(book)).expect("a workbook");
    let sheets = archive.worksheets();
    sheets.iter().flat_map(|(name, range)| range.rows().flatten().map(move |cell| format!("{name}: {cell}"))).collect()
}

#[test]
fn two_logs_that_differ_in_a_number_below_five_give_the_same_report() {
    let (one, other) = (world_of(handouts(2)), world_of(handouts(4)));
    let (size, heads) = (one.head().size, [one.head(), other.head()].map(|head| head.hash.to_string()));
    assert_ne!(heads[0], heads[1], "the logs differ");
    let servers = [one.serve(), other.serve()];
    for cut in CUTS {
        for lang in ["en", "zh"] {
            let base = format!("/{lang}/reports/{size}");
            for file in TEXTS {
                let path = format!("{base}/{file}{cut}");
                let told: Vec<String> = servers
                    .iter()
                    .zip(&heads)
                    .map(|(server, head)| text(server, &path).replace(head, "HEAD"))
                    .collect();
                assert!(told[0] == told[1], "{path} tells of a number below five");
            }
            let path = format!("{base}/report.xlsx{cut}");
            let told = [0, 1].map(|place| {
                let cells = cells(bytes(&servers[place], &path));
                cells.iter().map(|cell| cell.replace(&heads[place], "HEAD")).collect::<Vec<_>>()
            });
            assert_eq!(told[0], told[1], "{path}");
        }
        for path in [format!("/en/embed/reports/{size}{cut}"), format!("/api/v1/reports/{size}{cut}")] {
            let told = [0, 1].map(|place| text(&servers[place], &path).replace(&heads[place], "HEAD"));
            assert_eq!(told[0], told[1], "{path}");
        }
    }
}

#[test]
fn no_sum_less_what_is_shown_leaves_a_number_below_five() {
    let world = world_of(handouts(3));
    let server = world.serve();
    let size = world.head().size;
    for cut in CUTS {
        let reached = server.json(&format!("/en/reports/{size}/report.json{cut}"))["figures"]["reached"].clone();
        let cells = reached["cells"].as_array().expect("cells");
        for name in ["people", "households"] {
            let shown: u64 = cells.iter().filter_map(|cell| cell[name].as_u64()).sum();
            assert_eq!(reached[name], shown, "{cut}: {reached}");
        }
        let hidden = cells.iter().filter(|cell| cell["under_5"] == true).count();
        assert_eq!((hidden, &reached["under_5"]), (2, &hidden.into()), "{cut}: {reached}");
        assert_eq!(reached["people"], 86, "80, and six of two hand-outs on one day: {cut}");
        for (file, column) in [("people.csv", 6), ("hxl.csv", 13)] {
            let table = bytes(&server, &format!("/en/reports/{size}/{file}{cut}"));
            let mut reader = csv::Reader::from_reader(table.as_slice());
            let numbers: Vec<u64> =
                reader.records().filter_map(|row| row.expect("a row")[column].parse().ok()).collect();
            let shown: u64 = numbers.iter().filter(|number| **number != 86).sum();
            assert!(numbers.iter().all(|number| *number >= 5), "{file}{cut}: {numbers:?}");
            assert_eq!(shown, 86, "{file}{cut}: {numbers:?}");
        }
    }
    for file in ["report.html", "people.csv", "hxl.csv"] {
        let told = text(&server, &format!("/en/reports/{size}/{file}"));
        assert!(told.contains("under 5") && told.contains("80"), "{file}");
    }
}

#[test]
fn no_cell_of_a_table_is_a_formula() {
    let evil = "=HYPERLINK(\"http://evil.example\")";
    let place = json!({"country": "CN", "name": "@SUM(A1);=1+1"});
    let world = world_of(vec![
        with(expense("one", 100), "payee", evil.into()),
        with(expense("two", 100), "payee", "＋1;-2".into()),
        with(handout("a", 20, 80, "2026-11-21"), "place", place),
    ]);
    let server = world.serve();
    let size = world.head().size;
    let mut guarded = 0;
    for file in ["report.csv", "people.csv", "hxl.csv"] {
        let table = bytes(&server, &format!("/en/reports/{size}/{file}"));
        let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_slice());
        for row in reader.records() {
            for cell in row.expect("a row").iter().flat_map(|cell| cell.split([';', '\t', '\n'])) {
                assert!(!cell.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']), "{file}: {cell}");
                guarded += usize::from(cell.starts_with('\''));
            }
        }
    }
    assert!(guarded >= 5, "{guarded}");
}

#[test]
fn no_transaction_lies_in_the_future() {
    // Recorded on the 24th for a later day.
    let late = ["2026-12-31", "2027-06-01"];
    let world = world_of(vec![
        with(gift(700), "received_on", late[0].into()),
        with(expense("lorry", 100), "paid_on", late[1].into()),
        handout("a", 20, 80, late[0]),
    ]);
    let server = world.serve();
    let xml = text(&server, &format!("/en/reports/{}/iati.xml", world.head().size));
    let document = roxmltree::Document::parse(&xml).expect("XML");
    let mut days: BTreeMap<String, usize> = BTreeMap::new();
    for transaction in document.descendants().filter(|node| node.has_tag_name("transaction")) {
        for node in transaction.children() {
            for name in ["iso-date", "value-date"] {
                if let Some(day) = node.attribute(name) {
                    *days.entry(day.to_owned()).or_default() += 1;
                }
            }
        }
    }
    assert!(days.keys().all(|day| day.as_str() <= "2026-11-24"), "{days:?}");
    assert!(days.contains_key("2026-11-24"), "{days:?}");
    for node in document.descendants().filter(|node| matches!(node.attribute("type"), Some("2" | "4"))) {
        assert!(node.attribute("iso-date").is_none_or(|day| day <= "2026-11-24"), "{node:?}");
    }
}
