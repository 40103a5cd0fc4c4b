//! The transparency log as it is signed, served, witnessed, and held against going back.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use ledger::log::bundle::{Bundle, Claimed};
use ledger::log::export::Checked;
use ledger::log::key::Algorithm;
use ledger::log::proof::TlogProof;
use ledger::log::tile::{self, TileId};
use ledger::log::tree;
use ledger::log::{Checkpoint, Policy};
use server::desk::documents::Folder;
use server::http::Ready;
use server::log::{Settings, key_file};

use crate::world::{OPENING, Running, World, gift, problem, record_all, request};

pub(crate) const ORIGIN: &str = "give.example/log";

impl World {
    /// A key for this world's log, made once.
    pub(crate) fn log_key(&self) -> PathBuf {
        let path = self.file("log.key");
        if !path.exists() {
            key_file::make(&path, ORIGIN, Algorithm::Ed25519).expect("a key");
        }
        path
    }

    fn settings(&self, policy: Option<Policy>) -> Settings {
        let key = self.log_key();
        let keys = vec![key_file::read_log_key(key.to_str().expect("UTF-8")).expect("a key")];
        let gates = vec![self.file("log.key.last-checkpoint")];
        Settings { keys, gates, new_gate: false, policy, url: None, authorities: Vec::new() }
    }

    /// Serves with a signed log.
    pub(crate) fn serve_signed(&self) -> Running {
        self.serve_watched(None)
    }

    /// The same, with documents in this folder.
    pub(crate) fn serve_signed_keeping(&self, folder: Folder) -> Running {
        let settings = self.settings(None);
        let dress = |ready: Ready| ready.keeping(folder).signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&self.location, self.writer(), dress)
    }

    pub(crate) fn serve_watched(&self, policy: Option<Policy>) -> Running {
        let settings = self.settings(policy);
        let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&self.location, self.writer(), dress)
    }

    /// Why a signed log does not start.
    fn refused_to_sign(&self) -> String {
        self.refused_with(self.settings(None))
    }

    fn refused_with(&self, settings: Settings) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let ready = Ready::new(listener, self.writer(), &self.location).expect("a server");
        ready.signed_by(Some(settings)).expect_err("a refusal").to_string()
    }

    pub(crate) fn policy(&self) -> Policy {
        Policy::of_log(key_file::read(&self.log_key()).expect("a key").verifier().clone(), None)
    }
}

pub(crate) fn text(server: &Running, path: &str) -> String {
    let answer = server.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.text().expect("text")
}

fn bytes(server: &Running, path: &str) -> Vec<u8> {
    let answer = server.get(path);
    assert_eq!(answer.status(), 200, "{path}");
    answer.bytes().expect("bytes").to_vec()
}

fn status(server: &Running, path: &str) -> u16 {
    server.get(path).status().as_u16()
}

/// Waits for the checkpoint of a size: one is signed every second.
pub(crate) fn checkpoint_of(server: &Running, policy: &Policy, size: u64) -> Checkpoint {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        let checkpoint = policy.verify(&text(server, "/log/checkpoint")).expect("signed").checkpoint;
        if checkpoint.size >= size {
            return checkpoint;
        }
        assert!(Instant::now() < until, "no checkpoint of {size}: {checkpoint:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

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

/// A witness of these logs, at `/witness` of a server of its own, and the key that verifies it.
fn witness_of(logs: Policy) -> (World, Running, String) {
    let world = World::opened();
    let key = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let public = key.verifier().to_string();
    let (store, gate) = (world.file("w.store"), world.file("w.gate"));
    let settings = server::witness::Settings { keys: vec![key], logs, store, gate };
    let witness = server::witness::Witness::start(settings).expect("a witness");
    let running = Running::start_as(&world.location, world.writer(), |ready| ready.witnessing(witness));
    (world, running, public)
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

#[test]
fn a_witness_answers_each_request_by_the_status_of_the_specification() {
    let world = World::opened();
    let server = world.serve_signed();
    let first = text(&server, "/log/checkpoint");
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    checkpoint_of(&server, &world.policy(), OPENING + 1);
    let second = text(&server, "/log/checkpoint");
    let proof = text(&server, "/log/consistency/4/5");
    let (_home, watching, key) = witness_of(world.policy());
    let ask = |body: String| {
        let client = server::outbound::builder().no_proxy().build().expect("a client");
        let answer = client.post(watching.url("/witness/add-checkpoint")).body(body).send().expect("an answer");
        let kind = answer.headers()["Content-Type"].to_str().expect("ASCII").to_owned();
        (answer.status().as_u16(), kind, answer.text().expect("text"))
    };
    for (body, status) in [
        ("nonsense".to_owned(), 400),
        (format!("old 9\n\n{first}"), 400),
        (format!("old 0\n\n{}", first.replace("give.example", "take.example")), 404),
        (format!("old 0\n\n{}", first.replace("give.example/log\n4\n", "give.example/log\n3\n")), 403),
    ] {
        assert_eq!(ask(body.clone()).0, status, "{body}");
    }
    let policy = format!("log {}\nwitness north {key}\nquorum north\n", world.policy().logs[0].key);
    let policy = Policy::parse(&policy).expect("a policy");
    let (status, _, line) = ask(format!("old 0\n\n{first}"));
    assert_eq!(status, 200, "{line}");
    assert_eq!(policy.verify(&format!("{first}{line}")).expect("cosigned").checkpoint.size, OPENING);
    // The asker is behind: the size is the whole answer.
    let conflict = (409, "text/x.tlog.size".to_owned(), "4\n".to_owned());
    assert_eq!(ask(format!("old 0\n\n{second}")), conflict);
    assert_eq!(ask(format!("old 4\n\n{second}")).0, 422);
    let (status, _, line) = ask(format!("old 4\n{proof}\n{second}"));
    assert_eq!(status, 200, "{line}");
    assert_eq!(policy.verify(&format!("{second}{line}")).expect("cosigned").checkpoint.size, OPENING + 1);
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
fn a_new_key_signs_beside_the_old_one_from_a_size_on_and_then_alone() {
    use base64::Engine as _;
    let world = World::opened();
    let old = world.policy();
    let key = key_file::make(&world.file("new.key"), ORIGIN, Algorithm::Ed25519).expect("a key").verifier().clone();
    let new = Policy::of_log(key, None);
    let paths = [world.log_key(), world.file("new.key")].map(|path| path.to_str().expect("UTF-8").to_owned());
    let serve = |options: &[String]| {
        let keys = options.iter().map(|option| key_file::read_log_key(option).expect("a key")).collect();
        let settings = Settings { keys, ..world.settings(None) };
        let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&world.location, world.writer(), dress)
    };
    let server = serve(&[paths[0].clone(), format!("{}@6", paths[1])]);
    let published = format!("{}\n# from 6 entries on:\n{}\n", old.logs[0].key, new.logs[0].key);
    assert_eq!(text(&server, "/log/keys"), published);
    assert!(text(&server, "/log").contains("signs from 6 entries on"));
    let before = text(&server, "/log/checkpoint");
    assert!(new.verify(&before).is_err(), "the new key does not sign yet");
    let before = old.verify(&before).expect("signed by the old key").checkpoint;
    assert_eq!(before.size, OPENING);
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    assert_eq!(server.post(gift(2).to_string()).status(), 201);
    let across = checkpoint_of(&server, &old, OPENING + 2);
    let note = text(&server, "/log/checkpoint");
    assert_eq!(new.verify(&note).expect("signed by both keys").checkpoint, across);
    // Who knew the log by its old key goes over to the new one: it is the same log.
    let decode = |line: &str| {
        let bytes = base64::engine::general_purpose::STANDARD.decode(line).expect("base64");
        <[u8; 32]>::try_from(bytes).expect("a hash")
    };
    let path: Vec<[u8; 32]> = text(&server, "/log/consistency/4/6").lines().map(decode).collect();
    tree::verify_consistency(before.size, across.size, &before.root, &across.root, &path).expect("the same log");
    for (name, policy) in [("old.policy", &old), ("new.policy", &new)] {
        let known = format!("log {}\nquorum none\n", policy.logs[0].key);
        std::fs::write(world.file(name), known).expect("a policy");
        world.almoner(&["verify", &server.url("/log"), "--policy", name]).well();
    }
    drop(server);
    let server = serve(&[format!("{}@6", paths[1])]);
    assert_eq!(server.post(gift(3).to_string()).status(), 201);
    let after = checkpoint_of(&server, &new, OPENING + 3);
    assert_eq!(after.size, OPENING + 3);
    assert!(old.verify(&text(&server, "/log/checkpoint")).is_err(), "the old key has ended");
    let proof = TlogProof::parse(&text(&server, "/entries/0.tlog-proof")).expect("a proof");
    let export = text(&server, "/log/entries.ndjson");
    proof.verify(export.lines().next().expect("an entry").as_bytes(), &new).expect("in the log");
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

#[test]
fn a_database_that_is_not_what_was_signed_is_refused() {
    let world = World::opened();
    let backup = world.copy();
    std::fs::copy(world.log_key(), backup.file("log.key")).expect("the same key");
    let server = world.serve_signed();
    server.post(gift(1).to_string());
    server.post(gift(2).to_string());
    checkpoint_of(&server, &world.policy(), OPENING + 2);
    drop(server);
    // Yesterday's backup, with today's key and gate.
    let gate = || std::fs::copy(world.file("log.key.last-checkpoint"), backup.file("log.key.last-checkpoint"));
    gate().expect("the gate");
    let said = backup.refused_to_sign();
    assert!(said.contains("4 entries") && said.contains("6 were signed"), "{said}");
    // It went on without a key: as long as the signed one, but another.
    record_all(&mut backup.writer(), [gift(3), gift(4), gift(5)].iter().map(request).collect());
    let said = backup.refused_to_sign();
    assert!(said.contains("the first 6 entries") && said.contains("fork"), "{said}");
    // Without the gate's file nobody knows whether the database is the newest copy: somebody has to say so, once.
    drop(world.serve_signed());
    let path = world.file("log.key.last-checkpoint");
    let gated = std::fs::read_to_string(&path).expect("a gate");
    let anew = || Settings { new_gate: true, ..world.settings(None) };
    assert!(world.refused_with(anew()).contains("--new-gate"), "there is a gate");
    std::fs::remove_file(&path).expect("removed");
    let said = world.refused_to_sign();
    assert!(said.contains("a signed checkpoint of 6 entries") && said.contains("--new-gate"), "{said}");
    assert!(!path.exists(), "a refusal makes no gate");
    let dress = |ready: Ready| ready.signed_by(Some(anew())).expect("a signed log");
    drop(Running::start_as(&world.location, world.writer(), dress));
    assert_eq!(std::fs::read_to_string(&path).expect("a gate"), gated, "it is written anew");
    // A gate that another key signed is none of ours.
    std::fs::write(world.file("log.key.last-checkpoint"), "nonsense\n").expect("written");
    assert!(world.refused_to_sign().contains("last-checkpoint"));
}

#[test]
fn a_gate_outlives_the_key_that_was_given_up() {
    let world = World::opened();
    let backup = world.copy();
    world.log_key();
    key_file::make(&world.file("new.key"), ORIGIN, Algorithm::Ed25519).expect("a key");
    let settings = |world: &World, options: &[&str]| {
        let path = |option: &str| world.file(option).to_str().expect("UTF-8").to_owned();
        let key = |option: &&str| key_file::read_log_key(&path(option)).expect("a key");
        let gate = |option: &&str| PathBuf::from(format!("{}.last-checkpoint", key_file::path_of(&path(option))));
        let gates = options.iter().map(gate).collect();
        Settings { keys: options.iter().map(key).collect(), gates, ..world.settings(None) }
    };
    let serve = |settings: Settings| {
        let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
        Running::start_as(&world.location, world.writer(), dress)
    };
    drop(serve(settings(&world, &["log.key"])));
    // A key that never signed here knows nothing: it does not begin alone.
    let said = world.refused_with(settings(&world, &["new.key"]));
    assert!(said.contains("new.key.last-checkpoint") && said.contains("--new-gate"), "{said}");
    let both = ["log.key", "new.key@1"];
    let server = serve(settings(&world, &both));
    assert_eq!(server.post(gift(1).to_string()).status(), 201);
    checkpoint_of(&server, &world.policy(), OPENING + 1);
    drop(server);
    let kept = |name: &str| std::fs::read_to_string(world.file(name)).expect("a gate");
    assert_eq!(kept("log.key.last-checkpoint"), kept("new.key.last-checkpoint"));
    // The rotation is over, and the backup from before it comes back: the new key's gate knows better.
    for name in ["log.key", "new.key", "new.key.last-checkpoint"] {
        std::fs::copy(world.file(name), backup.file(name)).expect("copied");
    }
    let said = backup.refused_with(settings(&backup, &["new.key"]));
    assert!(said.contains("4 entries") && said.contains("5 were signed"), "{said}");
    drop(serve(settings(&world, &["new.key"])));
    // A gate that the newer signing did not reach is no leave to sign with the old key again.
    let server = serve(settings(&world, &["new.key"]));
    assert_eq!(server.post(gift(2).to_string()).status(), 201);
    let new = Policy::of_log(key_file::read(&world.file("new.key")).expect("a key").verifier().clone(), None);
    checkpoint_of(&server, &new, OPENING + 2);
    drop(server);
    assert!(world.refused_with(settings(&world, &["log.key"])).contains("a signed checkpoint of 6 entries"));
    drop(serve(settings(&world, &both)));
}

#[test]
fn a_checkpoint_that_was_signed_and_not_stored_is_the_next_ones_beginning() {
    let world = World::opened();
    drop(world.serve_signed());
    let gated = std::fs::read_to_string(world.file("log.key.last-checkpoint")).expect("a gate");
    // The process died after the gate was written.
    world.tamper("DROP TRIGGER checkpoints_never_go; DELETE FROM checkpoints").expect("a moment's loss");
    let server = world.serve_signed();
    assert_eq!(text(&server, "/log/checkpoint"), gated, "the same note, not a second one");
    assert_eq!(text(&server, &format!("/log/checkpoint/{OPENING}")), gated);
}

/// A server in a process of its own.
pub(crate) struct Process(pub(crate) Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port()
}

pub(crate) fn get(url: &str) -> Option<String> {
    let client = server::outbound::builder().no_proxy().timeout(Duration::from_secs(5)).build().ok()?;
    let answer = client.get(url).send().ok()?;
    answer.status().is_success().then(|| answer.text().ok()).flatten()
}

pub(crate) fn until<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "{what} did not come");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn three_organisations_witness_each_other() {
    let worlds: Vec<World> = (0..3).map(|_| World::opened()).collect();
    let ports: Vec<u16> = (0..3).map(|_| free_port()).collect();
    let (mut logs, mut witnesses) = (Vec::new(), Vec::new());
    for (index, world) in worlds.iter().enumerate() {
        let key = |file: &str, name: String, algorithm| {
            key_file::make(&world.file(file), &name, algorithm).expect("a key").verifier().to_string()
        };
        logs.push(key("log.key", format!("org{index}.example/log"), Algorithm::Ed25519));
        // One of them already signs so that no quantum computer breaks it.
        let algorithm = if index == 2 { Algorithm::CosignMlDsa44 } else { Algorithm::CosignEd25519 };
        witnesses.push(key("witness.key", format!("org{index}.example/witness"), algorithm));
    }
    let mut processes = Vec::new();
    for (index, world) in worlds.iter().enumerate() {
        let others: Vec<usize> = (0..3).filter(|other| *other != index).collect();
        let watched: String = others.iter().map(|other| format!("log {}\n", logs[*other])).collect();
        std::fs::write(world.file("watched"), watched + "quorum none\n").expect("written");
        let asked: String = others
            .iter()
            .map(|other| {
                format!("witness org{other} {} http://127.0.0.1:{}/witness\n", witnesses[*other], ports[*other])
            })
            .collect();
        let names: Vec<String> = others.iter().map(|other| format!("org{other}")).collect();
        let policy = format!("log {}\n{asked}group both all {}\nquorum both\n", logs[index], names.join(" "));
        std::fs::write(world.file("policy"), policy).expect("written");
        let mut command = crate::world::almoner();
        command.current_dir(world.file("").as_path()).args(["serve", "--database", "almoner.db", "--listen"]);
        command.arg(format!("127.0.0.1:{}", ports[index])).args(["--log-policy", "policy"]);
        // One of them has its key from the environment.
        if index == 1 {
            let secret = std::fs::read_to_string(world.file("log.key")).expect("a key");
            command.env("LOG_SECRET", secret).args(["--log-key", "env:LOG_SECRET", "--log-gate", "gate"]);
        } else {
            command.args(["--log-key", "log.key"]);
        }
        command.args(["--witness-for", "watched", "--witness-key", "witness.key"]);
        processes.push(Process(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a server")));
    }
    for (index, world) in worlds.iter().enumerate() {
        let policy =
            Policy::parse(&std::fs::read_to_string(world.file("policy")).expect("a policy")).expect("a policy");
        let url = format!("http://127.0.0.1:{}/log/checkpoint", ports[index]);
        let note = until("a quorum", || get(&url).filter(|note| policy.verify(note).is_ok()));
        let judged = policy.verify(&note).expect("both");
        assert_eq!((judged.cosigners.len(), judged.checkpoint.size), (2, OPENING));
    }
    // A witness shows what it cosigned last.
    let address = server::witness::address_of("org0.example/log");
    let shown = get(&format!("http://127.0.0.1:{}/witness/{address}/checkpoint", ports[1])).expect("a checkpoint");
    assert!(shown.contains("org0.example/log\n4\n") && shown.contains("org1.example/witness"), "{shown}");
}

#[test]
fn a_fork_finds_no_witness() {
    let honest = World::opened();
    let (forked, behind) = (honest.copy(), honest.copy());
    for other in [&forked, &behind] {
        std::fs::copy(honest.log_key(), other.file("log.key")).expect("the same key");
    }
    record_all(&mut honest.writer(), vec![request(&gift(1))]);
    record_all(&mut forked.writer(), vec![request(&gift(2)), request(&gift(3))]);
    let witness = World::opened();
    key_file::make(&witness.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let settings = || server::witness::Settings {
        keys: vec![key_file::read(&witness.file("w.key")).expect("a key")],
        logs: honest.policy(),
        store: witness.file("w.store"),
        gate: witness.file("w.gate"),
    };
    let start = || server::witness::Witness::start(settings()).expect("a witness");
    let watching = Running::start_as(&witness.location, witness.writer(), |ready| ready.witnessing(start()));
    let key = key_file::read(&witness.file("w.key")).expect("a key").verifier().to_string();
    let policy = format!(
        "log {}\nwitness north {key} {}\nquorum north\n",
        honest.policy().logs[0].key,
        watching.url("/witness")
    );
    let policy = Policy::parse(&policy).expect("a policy");
    let server = honest.serve_watched(Some(policy.clone()));
    until("a cosignature", || policy.verify(&text(&server, "/log/checkpoint")).ok().map(drop));
    drop(server);
    // Another log with the same key; and the same one without what was cosigned, as from a backup.
    for (other, reason) in [(&forked, "422"), (&behind, "it has cosigned 5 entries, we have 4")] {
        let server = other.serve_watched(Some(policy.clone()));
        let failed = until("a refusal", || {
            let health = server.site.log.as_ref().expect("a log").health();
            health.first().and_then(|health| health.failed.clone())
        });
        assert!(failed.0.to_string().contains(reason), "{failed:?}");
        let said = failed.0.say(ledger::Lang::Zh);
        assert!(!said.contains("it has") && text(&server, "/zh/log").contains(&said), "{said}");
        assert!(text(&server, "/log/seal-en.svg").contains("disputes"), "{reason}");
        assert!(policy.verify(&text(&server, "/log/checkpoint")).is_err());
    }
    drop(watching);
    // The witness's own store is held against its gate.
    std::fs::remove_file(witness.file("w.store")).expect("removed");
    let refused = server::witness::Witness::start(settings()).expect_err("an older copy").to_string();
    assert!(refused.contains("older copy") && refused.contains(ORIGIN), "{refused}");
}

impl World {
    pub(crate) fn following(&self, url: &str, policy: &Policy) -> server::log::mirror::Following {
        let (url, evidence) = (url.to_owned(), self.file("evidence"));
        server::log::mirror::Following { url, policy: policy.clone(), evidence, ahead_of_quorum: false }
    }

    pub(crate) fn mirror(&self, url: &str, policy: &Policy) -> Running {
        let following = self.following(url, policy);
        Running::start_as(&self.location, self.writer(), |ready| ready.mirroring(following).expect("a mirror"))
    }
}

#[test]
fn a_mirror_answers_what_the_original_answers_and_goes_on_without_it() {
    let world = World::opened();
    record_all(&mut world.writer(), (1..700).map(|amount| request(&gift(amount))).collect());
    let server = world.serve_signed();
    let policy = world.policy();
    let copy = World::new();
    let mirror = copy.mirror(&server.url("/log"), &policy);
    until("the copy", || (mirror.site.sequencer.size() == world.head().size).then_some(()));
    assert_eq!(copy.head(), world.head());
    assert_eq!(server.post(gift(4_242).to_string()).status(), 201);
    until("what came later", || (mirror.site.sequencer.size() == world.head().size).then_some(()));
    let note = until("its checkpoint", || {
        let note = get(&mirror.url("/log/checkpoint"))?;
        policy.verify(&note).ok().filter(|judged| judged.checkpoint.size == world.head().size).map(|_| note.clone())
    });
    let last = world.head().size - 1;
    let code = ledger::code::GiftCode::of_seq(last).expect("a code").to_string();
    let trace = server.json(&format!("/api/v1/gifts/{code}"));
    drop(server);
    assert_eq!(mirror.json(&format!("/api/v1/gifts/{code}")), trace);
    let bundle = text(&mirror, &format!("/gifts/{code}.bundle.json"));
    Bundle::parse(bundle.as_bytes()).and_then(|bundle| bundle.verify(&policy).map(drop)).expect("from the copy alone");
    assert_eq!(text(&mirror, "/log/checkpoint"), note);
    for page in ["/", &format!("/gifts/{code}"), "/funds", "/entries", "/log"] {
        assert_eq!(status(&mirror, page), 200, "{page}");
    }
    let how = format!("almoner mirror http://{}/log --policy policy", mirror.address);
    assert!(text(&mirror, "/log").contains(&how), "{how}");
    problem(mirror.post(gift(1).to_string()), 403);
    drop(mirror);
    let report = server::audit::audit(&copy.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

#[test]
fn a_mirror_stops_at_a_fork_and_shows_both_signatures() {
    let honest = World::opened();
    let forked = honest.copy();
    std::fs::copy(honest.log_key(), forked.file("log.key")).expect("the same key");
    record_all(&mut honest.writer(), vec![request(&gift(1))]);
    record_all(&mut forked.writer(), vec![request(&gift(2)), request(&gift(3))]);
    let policy = honest.policy();
    let server = honest.serve_signed();
    let copy = World::new();
    let mirror = copy.mirror(&server.url("/log"), &policy);
    until("the copy", || (mirror.site.sequencer.size() == OPENING + 1).then_some(()));
    until("its checkpoint", || get(&mirror.url("/log/checkpoint")));
    drop((server, mirror));
    let server = forked.serve_signed();
    let mirror = copy.mirror(&server.url("/log"), &policy);
    let evidence = until("an alarm", || mirror.site.mirror.as_ref().expect("a mirror").progress().stopped);
    assert_eq!(evidence.matches("\u{2014} give.example/log ").count(), 2, "{evidence}");
    assert!(evidence.contains("not shown to be the beginning"), "{evidence}");
    let page = text(&mirror, "/log");
    assert!(page.contains("This mirror has stopped") && page.contains("signed later"), "{page}");
    assert!(text(&mirror, "/log/seal-en.svg").contains("disputes"));
    assert_eq!(copy.head(), honest.head(), "nothing of the fork was taken");
    drop(mirror);
    // It stays stopped, whoever starts it again; and a witness beside it cosigns nothing, not even what it never saw.
    let key = key_file::make(&copy.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let (store, gate) = (copy.file("w.store"), copy.file("w.gate"));
    let settings = server::witness::Settings { keys: vec![key], logs: policy.clone(), store, gate };
    let witness = server::witness::Witness::start(settings).expect("a witness");
    let following = copy.following(&server.url("/log"), &policy);
    let dress = |ready: Ready| ready.mirroring(following).expect("a mirror").witnessing(witness);
    let mirror = Running::start_as(&copy.location, copy.writer(), dress);
    assert!(mirror.site.mirror.as_ref().expect("a mirror").progress().stopped.is_some());
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let asked = format!("old 0\n\n{}", text(&server, "/log/checkpoint"));
    let answer = client.post(mirror.url("/witness/add-checkpoint")).body(asked).send().expect("an answer");
    assert_eq!(answer.status(), 503);
    assert!(answer.text().expect("text").contains("the mirror here has stopped"));
}

fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let mut command = Command::new("openssl");
    command.current_dir(folder).args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

/// An authority of our own: OpenSSL behind a socket. Answers until the process ends.
fn authority(folder: PathBuf) -> Option<u16> {
    use std::io::{Read as _, Write as _};
    let config = "[tsa]\ndefault_tsa = c\n[c]\nserial = serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4.1\n\
        digests = sha256\ness_cert_id_alg = sha256\n";
    std::fs::write(folder.join("tsa.cnf"), config).expect("written");
    std::fs::write(folder.join("serial"), "01\n").expect("written");
    let subject = ["-subj", "/CN=Test authority", "-addext", "extendedKeyUsage=critical,timeStamping"];
    let new = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", "tsa.key", "-out", "tsa.pem"];
    if !openssl(&folder, &[new.as_slice(), subject.as_slice()].concat()) {
        println!("skipped: openssl is not installed, or too old");
        return None;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let (mut read, mut part) = (Vec::new(), [0; 4_096]);
            let body = loop {
                let count = stream.read(&mut part).expect("a request");
                read.extend_from_slice(&part[..count]);
                let text = String::from_utf8_lossy(&read).to_lowercase();
                let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
                let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
                let length: usize = length.expect("a length").parse().expect("a number");
                if read.len() >= end + 4 + length {
                    break read[end + 4..].to_vec();
                }
            };
            std::fs::write(folder.join("query.tsq"), body).expect("written");
            let reply = [
                "ts",
                "-reply",
                "-config",
                "tsa.cnf",
                "-queryfile",
                "query.tsq",
                "-signer",
                "tsa.pem",
                "-inkey",
                "tsa.key",
            ];
            assert!(openssl(&folder, &[reply.as_slice(), &["-out", "reply.tsr"]].concat()), "openssl ts");
            let reply = std::fs::read(folder.join("reply.tsr")).expect("a reply");
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", reply.len());
            let _ = stream.write_all(&[head.as_bytes(), &reply].concat());
        }
    });
    Some(port)
}

#[test]
fn checkpoints_are_time_stamped_by_an_authority_that_is_known() {
    use base64::Engine as _;
    let world = World::opened();
    let Some(port) = authority(world.file("")) else { return };
    let pem = std::fs::read(world.file("tsa.pem")).expect("a certificate");
    let url = format!("http://127.0.0.1:{port}/tsa");
    let known = server::log::stamps::Authority::new(&url, &pem, Duration::from_secs(1)).expect("an authority");
    let settings = Settings { authorities: vec![known.clone()], ..world.settings(None) };
    let dress = |ready: Ready| ready.signed_by(Some(settings)).expect("a signed log");
    let server = Running::start_as(&world.location, world.writer(), dress);
    let stamps = until("a time stamp", || {
        Some(text(&server, &format!("/log/checkpoint/{OPENING}/stamps"))).filter(|all| !all.is_empty())
    });
    let token = stamps.trim().rsplit(' ').next().expect("a token");
    let token = base64::engine::general_purpose::STANDARD.decode(token).expect("base64");
    let note = text(&server, "/log/checkpoint");
    let at = server::log::stamps::verify(&token, &note, &known.certificate).expect("stamped");
    let now = u64::try_from(chrono::Utc::now().timestamp()).expect("after 1970");
    assert!(now.abs_diff(at) < 300, "{at}");
    assert!(text(&server, "/log").contains(&url));
    let other = server::log::stamps::verify(&token, &note.replace("give", "take"), &known.certificate);
    assert_eq!(other, Err(server::log::stamps::StampFault::OtherNote));
    for at in [token.len() - 3, token.len() - 200] {
        let mut forged = token.clone();
        forged[at] ^= 1;
        assert!(server::log::stamps::verify(&forged, &note, &known.certificate).is_err(), "{at}");
    }
    std::fs::write(world.file("policy"), text(&server, "/log/policy")).expect("a policy");
    let verify = |what: &str, certificate: &str| {
        let stamp = format!("{url}={certificate}");
        world.almoner(&["verify", &server.url(what), "--policy", "policy", "--time-stamp", &stamp])
    };
    let folder = world.file("other");
    std::fs::create_dir(&folder).expect("a folder");
    authority(folder.clone()).expect("another authority");
    let other = std::fs::read(folder.join("tsa.pem")).expect("a certificate");
    let other = server::log::stamps::Authority::new(&url, &other, Duration::from_secs(1)).expect("an authority");
    assert!(server::log::stamps::verify(&token, &note, &other.certificate).is_err());
    for what in ["/log/checkpoint".to_owned(), format!("/log/checkpoint/{OPENING}"), "/log".to_owned()] {
        let ran = verify(&what, "tsa.pem").well();
        assert!(ran.out.contains(&format!("{url} stamped this checkpoint at 20")), "{ran:?}");
        let ran = verify(&what, "other/tsa.pem");
        assert_eq!(ran.code, 1, "{ran:?}");
        assert!(ran.out.contains("not by that authority"), "{ran:?}");
        let stamp = format!("{url}=other/tsa.pem");
        let (address, known) = (server.url(&what), ["--policy", "policy", "--time-stamp", &stamp]);
        let ran = world.almoner_in_chinese(&[["verify", address.as_str()].as_slice(), &known].concat());
        assert!(ran.out.contains("并非出自该机构：") && !ran.out.contains("signed by"), "{ran:?}");
    }
    let ran = world.almoner(&["verify", &server.url("/log"), "--policy", "policy", "--time-stamp", "x=tsa.pem"]);
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.out.contains("No time stamp of x"), "{ran:?}");
}
