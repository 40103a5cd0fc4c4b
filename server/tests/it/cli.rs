//! The command line, as a stranger types it.

use serde_json::Value;
use sha3::{Digest as _, Sha3_256};

use crate::world::{OPENING, World, expense, fund, gift, key, organisation, shared, with};

/// Events as a file, one a line.
fn lines(events: &[Value]) -> String {
    events.iter().map(|event| format!("{event}\n")).collect()
}

fn keyed(number: u64, event: &Value) -> Value {
    serde_json::json!({"event": event, "key": key(number)})
}

#[test]
fn refused_lines_are_reported_by_number_and_the_rest_is_recorded() {
    let world = World::new();
    let mut file = lines(&[organisation(), fund("flood-2026"), gift(100)]).into_bytes();
    file.extend_from_slice(b"\n{\"type\":\n\xff\n"); // Lines 4 to 6; 4 is empty.
    file.extend_from_slice(lines(&[expense("lorries-1", 500), gift(50)]).as_bytes()); // 7 and 8.
    file.extend_from_slice(with(gift(1), "note", "x".repeat(70_000).into()).to_string().as_bytes());
    file.extend_from_slice(format!("\n{}\n", "[".repeat(300_000)).as_bytes()); // 9 and 10.
    file.extend_from_slice(gift(7).to_string().as_bytes()); // 11, without an end of line.
    let ran = world.almoner_reading(&["record", "-"], &file);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.out.contains("5 recorded, 0 recorded before, 5 refused"), "{ran:?}");
    assert!(ran.err.contains("line 9: too long: more than 65,536 bytes\n"), "the limit of an event: {ran:?}");
    assert!(ran.err.contains("5 lines were refused"), "{ran:?}");
    let one = world.almoner_reading(&["record", "-"], b"{}\n");
    assert!(one.err.contains("1 line was refused"), "{one:?}");
    let unnamed = world.almoner(&["audit", "--database", ""]);
    assert!(unnamed.code == 1 && unnamed.err.contains("no database is named"), "{unnamed:?}");
    let mut refused: Vec<u32> =
        ran.err.lines().filter_map(|line| line.strip_prefix("line ")?.split(':').next()?.parse().ok()).collect();
    refused.sort_unstable();
    assert_eq!(refused, [5, 6, 7, 9, 10], "{ran:?}");
    assert!(ran.err.contains("100 of 500") || (ran.err.contains("150") && ran.err.contains("500")), "{ran:?}");
    assert_eq!(world.head().size, 5);
}

#[test]
fn all_or_nothing_records_nothing_for_one_bad_line() {
    for bad in [expense("lorries-1", 500).to_string(), "{\"type\":".to_owned()] {
        let world = World::opened();
        let file = lines(&[gift(1), gift(2)]) + &bad + "\n" + &lines(&[gift(3)]);
        let file = file.replace("\"amount\":500", "\"amount\":50000");
        let ran = world.almoner_reading(&["record", "-", "--all-or-nothing"], file.as_bytes());
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.err.contains("line 3: ") && ran.err.contains("nothing was recorded"), "{ran:?}");
        assert!(ran.out.starts_with("0 recorded"), "{ran:?}");
        assert_eq!(world.head().size, OPENING);
        let ran = world.almoner_reading(&["record", "--all-or-nothing", "-"], lines(&[gift(1), gift(2)]).as_bytes());
        assert!(ran.well().out.contains("2 recorded"));
        assert_eq!(world.head().size, OPENING + 2);
    }
}

#[test]
fn a_key_from_the_environment_says_where_its_gate_is() {
    let world = World::opened();
    let ran =
        world.almoner(&["serve", "--database", "almoner.db", "--listen", "127.0.0.1:0", "--log-key", "env:NOWHERE"]);
    assert_eq!(ran.code, 1, "{ran:?}");
    assert!(ran.err.contains("env:NOWHERE") && ran.err.contains("not found"), "{ran:?}");
    let home = ["serve", "--database", "almoner.db", "--listen", "127.0.0.1:0", "--log-key", "env:LANG"];
    let ran = world.almoner(&home);
    assert!(
        ran.err.contains("env:LANG") && !ran.err.contains("C.UTF-8"),
        "what a variable has is told nobody: {ran:?}"
    );
}

#[test]
fn a_file_with_keys_is_recorded_once() {
    let world = World::opened();
    let file = lines(&[keyed(1, &gift(1)), keyed(2, &gift(2))]);
    std::fs::write(world.file("gifts.ndjson"), &file).expect("a file");
    let ran = world.almoner(&["record", "gifts.ndjson"]).well();
    assert!(ran.out.contains("2 recorded, 0 recorded before, 0 refused"), "{ran:?}");
    let ran = world.almoner(&["record", "gifts.ndjson"]).well();
    assert!(ran.out.contains("0 recorded, 2 recorded before, 0 refused"), "{ran:?}");
    let ran = world.almoner_reading(&["record", "-"], lines(&[keyed(1, &gift(9))]).as_bytes());
    assert!(ran.code == 1 && ran.err.contains("line 1: "), "{ran:?}");
    assert_eq!(world.head().size, OPENING + 2);
}

#[test]
fn an_event_as_long_as_may_be_may_have_a_key() {
    let world = World::opened();
    let event = gift(1).to_string();
    let padded =
        format!("{}{}}}", &event[..event.len() - 1], " ".repeat(ledger::event::EVENT_BYTES_LIMIT - event.len()));
    let line = format!("{{\"event\":{padded},\"key\":\"{}\"}}\n", key(1));
    world.almoner_reading(&["record", "-"], line.as_bytes()).well();
    assert_eq!(world.head().size, OPENING + 1);
}

#[test]
fn a_file_that_is_not_there_makes_no_database() {
    let world = World::new();
    for file in ["no.ndjson", "."] {
        let ran = world.almoner(&["record", file]);
        assert!(ran.code == 1 && ran.err.contains(file), "{ran:?}");
    }
    assert!(!world.database().exists());
    let ran = world.almoner_reading(&["record", "-", "--actor", "Nobody Special"], b"");
    assert!(ran.code == 1 && ran.err.contains("--actor"), "{ran:?}");
}

#[test]
fn the_exported_log_is_a_chain_that_anybody_can_check() {
    let world = World::demo(100, 5);
    world.almoner(&["export", "log", "log.ndjson"]).well();
    let log = std::fs::read_to_string(world.file("log.ndjson")).expect("a file");
    assert_eq!(world.almoner(&["export", "log", "-"]).well().out, log);
    assert!(!world.file("log.ndjson.part").exists());
    let mut prev = "0".repeat(64);
    let mut again = String::new();
    for (seq, line) in log.lines().enumerate() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        assert_eq!((&entry["seq"], &entry["prev"]), (&seq.into(), &prev.clone().into()));
        prev = Sha3_256::digest(line.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        again += &format!("{}\n", serde_json::json!({"event": entry["event"], "key": entry["key"]}));
    }
    assert_eq!(prev, world.head().hash.to_string());
    // Recorded anew by somebody else, the same events move the same units.
    let other = World::new();
    other.almoner_reading(&["record", "-", "--all-or-nothing"], again.as_bytes()).well();
    let moves = |log: &str| -> Vec<Value> {
        log.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["moves"].clone()).collect()
    };
    assert_eq!(moves(&other.almoner(&["export", "log", "-"]).well().out), moves(&log));
    let ran = other.almoner_reading(&["record", "-"], again.as_bytes()).well();
    assert!(ran.out.starts_with("0 recorded, "), "{ran:?}");
}

#[test]
fn a_trace_in_json_is_what_the_open_interface_answers() {
    let world = World::demo(100, 5);
    let codes = world.almoner(&["demo", "--codes"]).well().out;
    assert_eq!(codes.lines().count(), 3, "{codes}");
    let server = world.serve();
    for code in codes.lines() {
        let shown = world.almoner(&["trace", code, "--json"]).well().out;
        assert_eq!(shown.trim_end(), server.get(&format!("/api/v1/gifts/{code}")).text().expect("text"));
        let words = world.almoner(&["trace", &code.to_lowercase().replace('-', "")]).well().out;
        assert!(words.starts_with(code), "{words}");
        let page = server.get_with(&format!("/gifts/{code}"), &[("Accept-Language", "en")]).text().expect("text");
        let gift: Value = serde_json::from_str(&shown).expect("JSON");
        assert_eq!(words.matches("  entries: ").count(), gift["ends"].as_array().expect("ends").len(), "{words}");
        for end in gift["ends"].as_array().expect("ends") {
            let passed: Vec<String> = end["path"].as_array().into_iter().flatten().map(ToString::to_string).collect();
            assert!(words.contains(&passed.join(" → ")), "{end}: {words}");
        }
        // What became of it stands there in the words of its page.
        let sentence = words.lines().nth(3).expect("what it is").trim();
        let on_page = page.replace("&#x27;", "'").replace("&amp;", "&");
        assert!(on_page.contains(sentence), "{sentence}");
    }
    let slip = world.almoner(&["trace", "G-48KA-6KMR"]);
    assert!(slip.code == 1 && slip.err.contains("has a slip in it"), "{slip:?}");
    let none = world.almoner(&["trace", "G-8NCP-GMT3"]);
    assert!(none.code == 1 && none.err.contains("there is no gift"), "{none:?}");
}

#[test]
fn the_evidence_of_the_demo_can_be_opened() {
    let world = World::new();
    world.almoner(&["demo", "--gifts", "100", "--seed", "5"]).well();
    each_document_opens(&world);
}

#[test]
fn a_demo_that_was_filled_without_its_papers_gets_them_and_keeps_them() {
    let world = World::demo(100, 5);
    assert!(!world.file("almoner.documents").exists());
    let first = world.almoner(&["demo", "--papers"]).well().out;
    assert!(first.ends_with(" papers can be opened\n"), "{first}");
    assert_eq!(world.almoner(&["demo", "--papers"]).well().out, first);
    assert_eq!(world.head(), World::demo(100, 5).head());
    each_document_opens(&world);
}

/// Every document that an entry names is given out, and is what the entry says.
fn each_document_opens(world: &World) {
    let folder = server::desk::documents::Folder::open(&world.file("almoner.documents")).expect("a folder");
    let server = crate::world::Running::start_as(&world.location, world.writer(), |ready| ready.keeping(folder));
    let mut opened = 0;
    for line in world.almoner(&["export", "log", "-"]).well().out.lines() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        for document in entry["event"]["documents"].as_array().into_iter().flatten() {
            let sha3 = document["sha3"].as_str().expect("a hash");
            let answer = server.get(&format!("/documents/{sha3}"));
            assert_eq!(answer.status(), 200, "{document}");
            let bytes = answer.bytes().expect("bytes");
            assert_eq!(ledger::Hash::of(&bytes).to_string(), sha3, "{document}");
            assert_eq!(bytes.len() as u64, document["bytes"].as_u64().expect("a size"));
            opened += 1;
        }
    }
    assert!(opened > 2, "{opened}");
}

#[test]
fn the_real_file_of_another_standard_is_imported_once() {
    let Some(file) = shared("data/dportal-foodsecurity-real.xml") else {
        eprintln!("skipped: ../shared/data/dportal-foodsecurity-real.xml is not here");
        return;
    };
    let world = World::new();
    let file = file.to_str().expect("a path in UTF-8");
    let first = world.almoner(&["import", "iati", file]).well();
    assert!(first.out.contains(" recorded, 0 recorded before, 0 refused"), "{first:?}");
    let before = world.head();
    assert!(before.size > 50, "{before:?}");
    let second = world.almoner(&["import", "iati", file]).well();
    assert!(second.out.contains("\n0 recorded, "), "{second:?}");
    assert_eq!(world.head(), before);
    world.almoner(&["audit"]).well();
}

#[test]
fn a_file_of_no_standard_is_refused_and_changes_nothing() {
    let world = World::opened();
    for (name, bytes) in [("a.xml", &b"<html/>"[..]), ("b.xml", b"not xml"), ("c.xml", b"<a>\xff</a>"), ("d.xml", b"")]
    {
        std::fs::write(world.file(name), bytes).expect("a file");
        let ran = world.almoner(&["import", "iati", name]);
        assert!(ran.code == 1 && ran.err.starts_with("almoner: "), "{name}: {ran:?}");
    }
    assert_eq!(world.head().size, OPENING);
}

#[test]
fn the_demo_fills_an_empty_database_only() {
    let world = World::new();
    let ran = world.almoner(&["demo", "--gifts", "100", "--seed", "3"]).well();
    assert_eq!(ran.out.lines().count(), 3, "{ran:?}");
    assert_eq!(world.head(), World::demo(100, 3).head());
    let again = world.almoner(&["demo"]);
    assert!(again.code == 1 && again.err.contains("has entries already"), "{again:?}");
    assert_eq!(World::new().almoner(&["demo", "--gifts", "99"]).code, 2);
}

#[test]
fn a_token_is_shown_once_and_kept_as_a_hash() {
    let world = World::opened();
    let ran = world.almoner(&["token", "add", "--actor", "red-river/k2"]).well();
    let token = ran.out.trim_end();
    assert!(token.starts_with("almoner_") && !ran.err.contains(token), "{ran:?}");
    for file in ["almoner.db", "almoner.private.db"] {
        let bytes = std::fs::read(world.file(file)).expect("a file");
        assert!(!bytes.windows(token.len()).any(|window| window == token.as_bytes()), "{file}");
    }
    let server = world.serve();
    let bearer = format!("bearer {token}");
    let answer = server.send(&[("Authorization", &bearer)], gift(1).to_string());
    assert_eq!(answer.status(), 201);
    assert_eq!(answer.json::<Value>().expect("JSON")["actor"], "red-river/k2");
    // It ends, and admins see that it was made.
    let private = server::private::Private::open(&world.location.private()).expect("a store");
    let kept: server::store::Stored<_> =
        private.transaction(|db| Ok((server::private::tokens::all(db)?, server::private::acts::latest(db, 10)?)));
    let (tokens, acts) = kept.expect("lists");
    let row = tokens.iter().find(|row| row.actor == "red-river/k2").expect("the token");
    let year = 365 * 86_400_000;
    assert!(row.expires_at.is_some_and(|end| (year - 60_000..=year).contains(&(end - row.created_at))), "{row:?}");
    let act = acts.first().expect("an act");
    let said = [&act.actor, &act.act, &act.subject].map(String::as_str);
    assert_eq!(said, ["command line", "token_made", "red-river/k2"]);
    assert_eq!(world.almoner(&["token", "add", "--days", "0"]).code, 2);
    assert_eq!(world.almoner(&["token", "add", "--role", "viewer"]).code, 2);
}

#[test]
fn a_database_by_environment_or_of_an_unknown_scheme() {
    let world = World::opened();
    let path = world.database();
    let mut command = crate::world::almoner();
    let ran = command.current_dir("/").env("ALMONER_DATABASE", &path).arg("audit").output().expect("an end");
    assert!(ran.status.success(), "{ran:?}");
    for verb in [&["audit"][..], &["serve"], &["export", "log", "-"], &["trace", "G-48KA-6KMQ"], &["record", "-"]] {
        let ran = world.almoner(&[verb, &["--database", "mysql://host/x"]].concat());
        assert!(ran.code == 1 && ran.err.contains("unknown database scheme \"mysql\""), "{ran:?}");
        let ran = world.almoner(&[verb, &["--database", "no/such/folder.db"]].concat());
        assert!(ran.code == 1 && ran.err.contains("no/such/folder.db"), "{ran:?}");
    }
}

#[test]
fn every_verb_explains_itself() {
    let world = World::new();
    let help = world.almoner(&["--help"]).well().out;
    for verb in ["serve", "record", "import", "export", "trace", "audit", "demo", "token"] {
        assert!(help.contains(&format!("\n  {verb} ")), "{verb}: {help}");
    }
    for (verb, word) in [
        (&["serve"][..], "ALMONER_LISTEN"),
        (&["record"], "--all-or-nothing"),
        (&["import", "iati"], "IATI 2.03"),
        (&["export", "log"], "SHA3-256"),
        (&["trace"], "--json"),
        (&["audit"], "ALMONER_DATABASE"),
        (&["demo"], "--gifts"),
        (&["token", "add"], "ALMONER_ACTOR"),
    ] {
        let shown = world.almoner(&[verb, &["--help"]].concat()).well().out;
        assert!(shown.contains(word) && shown.contains("Usage: "), "{shown}");
    }
    assert_eq!(world.almoner(&["dance"]).code, 2);
    assert_eq!(world.almoner(&[]).code, 2);
}
