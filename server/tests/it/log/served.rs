//! What is served verifies by what is published alone; what was changed, or belongs to no log, is found.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use ledger::log::bundle::{Bundle, Claimed};
use ledger::log::export::Checked;
use ledger::log::proof::TlogProof;
use ledger::log::tile::{self, TileId};
use ledger::log::tree;

use super::*;
use crate::world::{OPENING, gift, record_all, request};

/// The file that a proof is of: those bytes, under a name, for ever.
fn entry_is_a_file(server: &Running, seq: u64, line: &str) {
    let path = format!("/entries/{seq}.json");
    let answer = server.get(&path);
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    assert_eq!(header("content-disposition"), Some(format!("attachment; filename=\"{seq}.json\"")));
    assert!(header("cache-control").is_some_and(|kept| kept.contains("immutable")));
    let etag = header("etag").expect("a tag");
    assert_eq!(server.get_with(&path, &[("If-None-Match", &etag)]).status(), 304);
    assert_eq!(answer.text().expect("text"), line);
    assert_eq!(text(server, &format!("/api/v1/entries/{seq}")), line);
    for lang in ["en", "zh"] {
        let page = text(server, &format!("/{lang}/entries/{seq}"));
        assert!(page.contains(&format!("href=\"{path}\"")) && page.contains("href=\"/log/policy\""), "{page}");
    }
}

#[test]
fn what_is_served_verifies_by_what_is_published_alone() {
    let world = World::demo(400, 5);
    let server = world.serve_signed();
    let policy = Policy::parse(&text(&server, "/log/policy")).expect("a policy");
    assert_eq!(text(&server, "/log/keys").trim(), policy.logs[0].key.to_string());
    let size = world.head().size;
    let checkpoint = checkpoint_of(&server, &policy, size);
    assert_eq!(checkpoint.size, size);
    let export = text(&server, "/log/entries.ndjson");
    let mut checked = Checked::default();
    export.lines().try_for_each(|line| checked.take(line.as_bytes())).expect("a chain");
    checked.finish(&checkpoint).expect("the signed root");
    let lines: Vec<&str> = export.lines().collect();
    for seq in [0, 1, size / 2, size - 1] {
        let proof = TlogProof::parse(&text(&server, &format!("/entries/{seq}.tlog-proof"))).expect("a proof");
        assert_eq!(proof.index, seq);
        let line = lines[usize::try_from(seq).expect("small")];
        proof.verify(line.as_bytes(), &policy).expect("in the log");
        entry_is_a_file(&server, seq, line);
    }
    let width = u16::try_from(size % 256).expect("small");
    let partial = format!("/log/tile/entries/{:03}.p/{width}", size / 256);
    let bundle = bytes(&server, &partial);
    let entries = tile::from_entry_bundle(&bundle, width).expect("a bundle");
    assert_eq!(entries.last().copied(), lines.last().map(|line| line.as_bytes()));
    assert_eq!(bytes(&server, "/log/tile/0/000").len(), 8_192);
    for missing in [
        format!("/log/tile/0/{:03}", size / 256),
        format!("/log/tile/0/{:03}.p/{}", size / 256, width - 1),
        format!("/log/tile/0/{:03}.p/{}", size / 256, width + 1),
        "/log/tile/0/000.p/256".into(),
        "/log/tile/0/000.p/0".into(),
        "/log/tile/0/0".into(),
        "/log/tile/00/000".into(),
        "/log/tile/64/000".into(),
        "/log/tile/9/000".into(),
        format!("/entries/{size}.tlog-proof"),
        format!("/entries/{size}.json"),
        "/entries/one.json".into(),
        format!("/log/consistency/1/{}", size + 1),
        "/log/consistency/3/2".into(),
        "/log/checkpoint/1".into(),
        // A number has one way to be written.
        format!("/log/checkpoint/+{size}"),
        format!("/log/checkpoint/0{size}"),
        format!("/log/checkpoint/+{size}/stamps"),
        format!("/log/consistency/+5/{size}"),
        format!("/log/consistency/5/0{size}"),
        format!("/log/entries.ndjson?size=0{size}"),
        "/entries/+5.tlog-proof".into(),
        "/entries/05.tlog-proof".into(),
        "/entries/05".into(),
        "/api/v1/entries/+5".into(),
        "/gifts/G-0000-0001.bundle.json".into(),
    ] {
        assert!([400, 404].contains(&status(&server, &missing)), "{missing}");
    }
    let answer = server.get("/log/tile/0/000");
    assert_eq!(answer.headers()["Cache-Control"], "public, max-age=31536000, immutable");
    assert_eq!(answer.headers()["Content-Type"], "application/octet-stream");
    assert_eq!(server.get("/log/checkpoint").headers()["Content-Type"], "text/plain; charset=utf-8");
}

#[test]
fn every_gift_has_a_bundle_that_verifies() {
    let world = World::demo(300, 8);
    let server = world.serve_signed();
    let policy = world.policy();
    let mut gifts = 0;
    for line in text(&server, "/log/entries.ndjson").lines() {
        let entry: Value = serde_json::from_str(line).expect("JSON");
        if !["donation_received", "gift_in_kind_received"].iter().any(|kind| entry["event"]["type"] == *kind) {
            continue;
        }
        let code = ledger::code::GiftCode::of_seq(entry["seq"].as_u64().expect("a number")).expect("a code");
        let answer = server.get(&format!("/gifts/{code}.bundle.json"));
        if answer.status() == 404 {
            // It was reversed.
            assert_eq!(status(&server, &format!("/api/v1/gifts/{code}")), 404);
            continue;
        }
        assert_eq!(answer.headers()["Content-Type"], ledger::log::bundle::MEDIA_TYPE);
        let bundle = answer.text().expect("text");
        let shown =
            Bundle::parse(bundle.as_bytes()).and_then(|bundle| bundle.verify(&policy).map(|shown| shown.claimed));
        let told = server.json(&format!("/api/v1/gifts/{code}"));
        let Claimed::Gift(trace) = shown.expect(&bundle) else { panic!("a gift was asked for") };
        let derived: Value = serde_json::from_str(&trace.to_json()).expect("JSON");
        assert_eq!(derived, told);
        gifts += 1;
    }
    assert!(gifts > 250, "{gifts}");
}

#[test]
fn a_log_of_70000_entries_serves_exactly_the_tiles_that_belong_to_it() {
    let world = World::opened();
    let mut writer = world.writer();
    let requests: Vec<_> = (OPENING..70_000).map(|amount| request(&gift(amount))).collect();
    for batch in requests.chunks(2_000) {
        record_all(&mut writer, batch.to_vec());
    }
    drop(writer);
    let server = world.serve_signed();
    let checkpoint = checkpoint_of(&server, &world.policy(), 70_000);
    let mut hashes: Vec<_> =
        text(&server, "/log/entries.ndjson").lines().map(|line| tree::leaf_hash(line.as_bytes())).collect();
    let mut widths = Vec::new();
    for level in 0..=2 {
        let mut above = Vec::new();
        for (index, part) in hashes.chunks(256).enumerate() {
            let id = TileId { level, index: index as u64 };
            let width = id.width_at(70_000);
            let path = tile::Resource::Tile(id, width).to_string();
            assert_eq!(bytes(&server, &format!("/log/{path}")), part.concat(), "{path}");
            if width == 256 {
                above.push(tile::subtree_root(part));
            } else {
                widths.push((level, index, width));
            }
        }
        hashes = above;
    }
    assert_eq!(widths, [(0, 273, 112), (1, 1, 17), (2, 0, 1)]);
    assert!(hashes.is_empty());
    for missing in
        ["tile/0/274", "tile/0/273", "tile/0/274.p/1", "tile/1/001", "tile/2/000", "tile/3/000.p/1", "tile/2/000.p/2"]
    {
        assert_eq!(status(&server, &format!("/log/{missing}")), 404, "{missing}");
    }
    assert_eq!(checkpoint.size, 70_000);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../end2end/check_log.py");
    match Command::new("python3").arg(script).arg(server.url("/log")).output() {
        Ok(ran) => {
            let said = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
            assert!(ran.status.success() && said.contains("70000 entries") && said.contains("by its proof"), "{said}");
        }
        Err(error) => println!("skipped: python3: {error}"),
    }
}

#[test]
fn tiles_that_were_left_out_are_made_when_the_database_is_opened() {
    let world = World::opened();
    let mut writer = world.writer();
    writer.leave_out_tiles();
    record_all(&mut writer, (1..700).map(|amount| request(&gift(amount))).collect());
    drop(writer);
    let server = world.serve_signed();
    let checkpoint = checkpoint_of(&server, &world.policy(), world.head().size);
    let mut checked = Checked::default();
    text(&server, "/log/entries.ndjson").lines().try_for_each(|line| checked.take(line.as_bytes())).expect("a chain");
    checked.finish(&checkpoint).expect("the signed root");
    assert_eq!(bytes(&server, "/log/tile/0/001").len(), 8_192);
}

#[test]
fn what_is_pasted_from_the_page_has_the_whole_policy_and_works_on_a_log_in_use() {
    let world = World::opened();
    let key = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let log = world.policy().logs[0].key.to_string();
    let watched = format!("log {log}\nwitness north {}\nquorum north\n", key.verifier());
    let server = world.serve_watched(Some(Policy::parse(&watched).expect("a policy")));
    let page = text(&server, "/log");
    for line in
        [format!("witness north {}\n", key.verifier()), "quorum north\nEND".into(), "entries.ndjson?size=$(".into()]
    {
        assert!(page.contains(&line), "{line}: {page}");
    }
    std::fs::write(world.file("policy"), format!("log {log}\nquorum none\n")).expect("written");
    let take = |name: &str, path: &str| std::fs::write(world.file(name), text(&server, path)).expect("written");
    let verify = || world.almoner(&["verify", "log.ndjson", "--checkpoint", "checkpoint", "--policy", "policy"]);
    take("checkpoint", "/log/checkpoint");
    take("short.ndjson", "/log/entries.ndjson");
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    checkpoint_of(&server, &world.policy(), OPENING + 1);
    take("log.ndjson", &format!("/log/entries.ndjson?size={OPENING}"));
    verify().well();
    // The other way about the file is too short: nobody is accused of that.
    take("checkpoint", "/log/checkpoint");
    std::fs::rename(world.file("short.ndjson"), world.file("log.ndjson")).expect("renamed");
    let ran = verify();
    assert!(ran.code == 2 && ran.out.contains("4 entries where 5 were signed"), "{ran:?}");
}

#[test]
fn a_byte_changed_behind_the_back_of_the_server_is_found_and_named() {
    let world = World::opened();
    // More than a full tile: that is in the database, and does not change with the entry.
    record_all(&mut world.writer(), (1..300).map(|amount| request(&gift(amount))).collect());
    let server = world.serve_signed();
    checkpoint_of(&server, &world.policy(), world.head().size);
    let policy = format!("log {}\nquorum none\n", world.policy().logs[0].key);
    std::fs::write(world.file("policy"), policy).expect("written");
    let log = server.url("/log");
    let check = || {
        std::fs::write(world.file("2.tlog-proof"), text(&server, "/entries/2.tlog-proof")).expect("written");
        std::fs::write(world.file("2.json"), text(&server, "/entries/2.json")).expect("written");
        let proof = ["verify", "2.tlog-proof", "--policy", "policy", "--json", "--entry", "2.json"];
        let whole = ["verify", log.as_str(), "--policy", "policy", "--json"];
        [world.almoner(&proof), world.almoner(&whole)]
    };
    for ran in check() {
        ran.well();
    }
    let sql = "UPDATE entries SET json = replace(json, '10000', '90000') WHERE seq = 2";
    world.tamper(&format!("DROP TRIGGER entries_never_change; {sql}")).expect("a changed byte");
    for ran in check() {
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains("ntry 2 is not shown to be in the log"), "{ran:?}");
    }
}
