//! A mirror before forged originals, a silent one and a full disk; and the witness beside it.

use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::json;

use ledger::log::key::{Algorithm, SigningKey};
use ledger::log::tree::{leaf_hash, node_hash};
use ledger::log::witness::AddCheckpoint;
use ledger::log::{Checkpoint, Note, Policy};
use server::desk::documents::{Folder, accept};
use server::http::Ready;
use server::log::key_file;
use server::log::mirror::Progress;
use server::log::trouble::Trouble;
use server::private::Private;
use server::private::documents::{self, NewDocument};
use server::store::StoreError;
use server::store::write::{Moment, Writer};
use server::witness::{Settings, Witness};

use crate::log::{ORIGIN, Process, checkpoint_of, free_port, get, text, until};
use crate::verify::{Files, Served, Signed, refuses, serve_files};
use crate::world::{OPENING, Running, World, gift, problem, record_all, request};

fn progress(mirror: &Running) -> Progress {
    mirror.site.mirror.as_ref().expect("a mirror").progress()
}

/// A writer that finds the disk full once so many commits were made, until there is room.
fn cramped(world: &World, commits: usize) -> (Writer, Arc<AtomicBool>) {
    let (full, mut left) = (Arc::new(AtomicBool::new(true)), commits);
    let is_full = Arc::clone(&full);
    let mut writer = world.writer();
    writer.break_with(Some(Box::new(move |moment| match moment {
        Moment::BeforeCommit if left == 0 && is_full.load(Ordering::Acquire) => Err(StoreError::DiskFull),
        Moment::BeforeCommit => {
            left = left.saturating_sub(1);
            Ok(())
        }
        Moment::AfterCommit => Ok(()),
    })));
    (writer, full)
}

/// A witness with its key in this folder; the mirror's policy names the logs.
fn witness(world: &World, logs: &Policy) -> (Witness, String) {
    let key = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let public = key.verifier().to_string();
    let (store, gate) = (world.file("w.store"), world.file("w.gate"));
    (Witness::start(Settings { keys: vec![key], logs: logs.clone(), store, gate }).expect("a witness"), public)
}

/// What a witness answers: status, `Retry-After`, body.
fn ask(mirror: &Running, old: u64, note: &str) -> (u16, Option<String>, String) {
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    let request = AddCheckpoint { old, proof: Vec::new(), note: note.to_owned() };
    let sent = client.post(mirror.url("/witness/add-checkpoint")).body(request.to_string()).send();
    let answer = sent.expect("an answer");
    let after = answer.headers().get("Retry-After").map(|value| value.to_str().expect("ASCII").to_owned());
    (answer.status().as_u16(), after, answer.text().expect("text"))
}

fn signed_by(key: &SigningKey, checkpoint: &Checkpoint) -> String {
    let text = checkpoint.to_string();
    Note { signatures: vec![key.sign(&text, 0).expect("signed")], text }.to_string()
}

#[test]
fn a_witness_beside_a_mirror_cosigns_what_was_replayed_there_and_nothing_else() {
    let world = World::opened();
    let server = world.serve_signed();
    let (policy, key) = (world.policy(), key_file::read(&world.log_key()).expect("a key"));
    let copy = World::new();
    let (writer, full) = cramped(&copy, 0);
    let (witness, public) = witness(&copy, &policy);
    let following = copy.following(&server.url("/log"), &policy);
    let dress = |ready: Ready| ready.mirroring(following).expect("a mirror").witnessing(witness);
    let mirror = Running::start_as(&copy.location, writer, dress);
    // Whoever records here is told where to, before anything else is asked of them.
    let client = server::outbound::builder().no_proxy().build().expect("a client");
    for path in ["/api/v1/events", "/api/v1/events?wait=checkpoint", "/api/v1/webhooks"] {
        let said = problem(client.post(mirror.url(path)).body("{}").send().expect("an answer"), 403);
        assert!(said["detail"].as_str().is_some_and(|detail| detail.contains(&server.url("/log"))), "{path}: {said}");
    }
    let note = text(&server, "/log/checkpoint");
    // Well signed, and a first checkpoint: a witness alone would take it.
    let (status, after, said) = ask(&mirror, 0, &note);
    assert_eq!((status, after.as_deref()), (503, Some("1")), "{said}");
    assert!(said.contains("not yet replayed"), "{said}");
    // What the log did not sign is refused as ever, and waits for nothing.
    let checkpoint = checkpoint_of(&server, &policy, OPENING);
    let forged = note.replace("give.example/log\n4\n", "give.example/log\n9\n");
    assert_eq!(ask(&mirror, 0, &forged).0, 403);
    assert_eq!(ask(&mirror, 0, &note.replace("give.example", "take.example")).0, 404);
    full.store(false, Ordering::Release);
    until("the copy", || (mirror.site.sequencer.size() == OPENING).then_some(()));
    // Its policy names no witnesses: that says nothing of whom the log has.
    let seal = "this mirror asks for no witnesses";
    until("the seal", || text(&mirror, "/log/seal-en.svg").contains(seal).then_some(()));
    let page = text(&mirror, "/log");
    assert!(page.contains("policy names none") && !page.contains("Nobody watches"), "{page}");
    let own = text(&mirror, "/log/policy");
    assert!(
        own.starts_with("# The policy by which this mirror checks the log.")
            && own.contains(&server.url("/log/policy"))
    );
    assert_eq!(Policy::parse(&own).expect("a policy").logs[0].key, policy.logs[0].key);
    let (status, _, line) = ask(&mirror, 0, &note);
    assert_eq!(status, 200, "{line}");
    let watched = format!("log {}\nwitness north {public}\nquorum north\n", policy.logs[0].key);
    let watched = Policy::parse(&watched).expect("a policy");
    assert_eq!(watched.verify(&format!("{note}{line}")).expect("cosigned").checkpoint, checkpoint);
    // More than there is: signed by the log, shown to nobody but the witness. It is not there to be replayed.
    let more = signed_by(&key, &Checkpoint { size: OPENING + 1, ..checkpoint.clone() });
    assert_eq!(ask(&mirror, OPENING, &more).0, 503);
    assert_eq!(progress(&mirror).stopped, None);
    // A fork that the log shows to nobody but the witness stops the mirror, which knows better.
    let forked = signed_by(&key, &Checkpoint { root: [7; 32], ..checkpoint });
    let (status, _, said) = ask(&mirror, OPENING, &forked);
    assert_eq!(status, 422, "{said}");
    let evidence = progress(&mirror).stopped.expect("evidence");
    assert!(evidence.contains(&forked) && evidence.contains("different roots"), "{evidence}");
    assert_eq!(std::fs::read_to_string(copy.file("evidence")).expect("a file"), evidence);
    assert_eq!(ask(&mirror, OPENING, &note).0, 503);
    assert!(text(&mirror, "/log/seal-en.svg").contains("disputes"));
}

#[test]
fn a_quorum_that_waits_for_the_mirrors_own_cosignature_comes() {
    let world = World::opened();
    let [here, there] = [free_port(), free_port()];
    let log = world.policy().logs[0].key.to_string();
    let key = key_file::make(&world.file("w.key"), "north.example/w", Algorithm::CosignEd25519).expect("a key");
    let policy =
        format!("log {log}\nwitness north {} http://127.0.0.1:{there}/witness\nquorum north\n", key.verifier());
    std::fs::write(world.file("policy"), &policy).expect("written");
    let policy = Policy::parse(&policy).expect("a policy");
    let start = |arguments: &[&str]| {
        let mut command = crate::world::almoner();
        command.current_dir(world.file("").as_path()).args(arguments);
        Process(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a process"))
    };
    let (listen, mirrored) = (format!("127.0.0.1:{here}"), format!("127.0.0.1:{there}"));
    let url = format!("http://{listen}/log");
    let serving = ["serve", "--database", "almoner.db", "--log-key", "log.key", "--log-policy", "policy", "--listen"];
    let original = start(&[serving.as_slice(), &[listen.as_str()]].concat());
    let following = ["mirror", url.as_str(), "--policy", "policy", "--database", "copy.db", "--witness-key", "w.key"];
    let _mirror = start(&[following.as_slice(), &["--listen", mirrored.as_str()]].concat());
    let agreed = |port: u16| {
        let note = get(&format!("http://127.0.0.1:{port}/log/checkpoint"))?;
        policy.verify(&note).ok().map(|judged| judged.checkpoint.size)
    };
    assert_eq!(until("a quorum", || agreed(here)), OPENING);
    assert_eq!(until("the same at the mirror", || agreed(there)), OPENING);
    drop(original);
    assert_eq!(agreed(there), Some(OPENING));
}

/// An original whose files may be changed, and a mirror that has taken all of it.
struct Followed {
    signed: Signed,
    policy: Policy,
    files: Arc<Mutex<Files>>,
    mirror: Running,
    copy: World,
}

impl Followed {
    fn new() -> Self {
        let signed = Signed::new(3);
        let policy = Policy::parse(&signed.policy()).expect("a policy");
        let files = Arc::new(Mutex::new(Served::of(&signed).files));
        let copy = World::new();
        let mirror = copy.mirror(&serve_files(Arc::clone(&files)), &policy);
        until("the copy", || get(&mirror.url("/log/checkpoint")));
        Self { signed, policy, files, mirror, copy }
    }

    fn show(&self, note: &str) {
        self.files.lock().expect("no panic").insert("checkpoint".to_owned(), note.as_bytes().to_vec());
    }

    /// The evidence that the mirror stops with.
    fn evidence(&self, forged: &str) -> String {
        let evidence = until("an alarm", || progress(&self.mirror).stopped);
        assert!(evidence.contains(forged) && evidence.contains(&self.signed.note()), "{evidence}");
        assert_eq!(std::fs::read_to_string(self.copy.file("evidence")).expect("a file"), evidence);
        assert!(text(&self.mirror, "/log").contains("This mirror has stopped"));
        assert!(text(&self.mirror, "/zh/log").contains("本镜像已停止"));
        assert!(text(&self.mirror, "/log/seal-en.svg").contains("disputes"));
        assert_eq!(self.copy.head().size, self.signed.size(), "nothing of the fork was taken");
        assert_eq!(text(&self.mirror, "/log/checkpoint"), self.signed.note(), "what was verified stays");
        evidence
    }
}

#[test]
fn a_mirror_keeps_both_notes_of_one_size_with_two_roots() {
    let followed = Followed::new();
    let checkpoint = followed.signed.checkpoint(followed.signed.size());
    let forked = followed.signed.sign(&Checkpoint { root: [7; 32], ..checkpoint });
    followed.show(&forked);
    let evidence = followed.evidence(&forked);
    // One text for everybody, so in both languages.
    assert!(evidence.contains("have different roots") && evidence.contains("日志已分叉"), "{evidence}");
}

#[test]
fn a_smaller_size_that_is_signed_later_is_a_fork_unless_it_is_only_old() {
    let followed = Followed::new();
    let before = followed.signed.checkpoint(5);
    // A cache that is slow, or an original that would like to go back: what is known here stays.
    followed.show(&followed.signed.sign(&before));
    until("a look", || progress(&followed.mirror).seen.filter(|(size, _)| *size == 5));
    assert_eq!(text(&followed.mirror, "/log/checkpoint"), followed.signed.note());
    assert_eq!(progress(&followed.mirror).stopped, None);
    let forked = followed.signed.sign(&Checkpoint { root: [7; 32], ..before });
    followed.show(&forked);
    assert!(followed.evidence(&forked).contains("5 entries is not shown to be the beginning of that of 8"));
}

#[test]
fn a_witness_that_signs_anything_is_convicted_by_the_evidence() {
    let followed = Followed::new();
    // The same keys, another history, and a witness that cosigns both.
    let mut fork = Signed::new(9);
    let true_note = followed.signed.note();
    let forked = fork.note();
    // To the policy alone each is as good as the other: a quorum is worth what its witnesses are.
    for note in [&true_note, &forked] {
        assert!(followed.policy.verify(note).expect("cosigned").quorum);
        followed.signed.write("checkpoint", note);
        assert_eq!(followed.signed.verify("checkpoint", &[]).0, 0);
    }
    // Whoever has the entries finds that they are not those.
    let export = |lines: &[String]| lines.iter().map(|line| format!("{line}\n")).collect::<String>();
    fork.lines.truncate(followed.signed.lines.len());
    followed.signed.write("log.ndjson", &export(&followed.signed.lines));
    followed.signed.write("checkpoint", &fork.note());
    refuses(&followed.signed.verify("log.ndjson", &["--checkpoint", "checkpoint"]), "root", "8 entries");
    // The mirror stops, and has both notes with the witness's line below each: nobody else can have written them.
    let fork_files = Served::of(&fork).files;
    followed.files.lock().expect("no panic").extend(fork_files);
    let evidence = followed.evidence(&fork.note());
    let line = |name: &str| evidence.matches(&format!("\u{2014} {name} ")).count();
    assert_eq!((line(ORIGIN), line("north.example/w")), (2, 2), "{evidence}");
}

#[test]
fn a_longer_fork_with_all_its_tiles_is_not_taken() {
    let followed = Followed::new();
    let fork = Signed::new(300);
    *followed.files.lock().expect("no panic") = Served::of(&fork).files;
    assert!(followed.evidence(&fork.note()).contains("8 entries is not shown to be the beginning of that of 305"));
}

#[test]
fn a_rule_that_an_entry_breaks_stops_the_mirror_before_it_is_taken() {
    let mut signed = Signed::new(3);
    // The last gift was larger, says its event; what it moved stays as it was. Tree and signatures are made for that.
    let last = signed.lines.last_mut().expect("one");
    *last = last.replace("\"amount\":100", "\"amount\":900");
    let policy = Policy::parse(&signed.policy()).expect("a policy");
    let copy = World::new();
    let mirror = copy.mirror(&serve_files(Arc::new(Mutex::new(Served::of(&signed).files))), &policy);
    let evidence = until("an alarm", || progress(&mirror).stopped);
    assert!(evidence.contains("entry 7") && evidence.contains(&signed.note()), "{evidence}");
    assert_eq!(mirror.get("/log/checkpoint").status(), 404, "what was not verified is not published");
    drop(mirror);
    assert_eq!(copy.head().size, 0);
}

#[test]
fn a_mirror_that_has_more_than_it_published_looks_at_its_own_entries() {
    let world = World::opened();
    // As if the process had ended between the entries and their checkpoint; and a slow cache has an older one.
    let (copy, other) = (world.copy(), world.copy());
    let key = key_file::read(&world.log_key()).expect("a key");
    let leaves: Vec<_> =
        world.tables().json_from(0, 3).expect("entries").iter().map(|json| leaf_hash(json.as_bytes())).collect();
    let root = node_hash(&node_hash(&leaves[0], &leaves[1]), &leaves[2]);
    let checkpoint = Checkpoint { origin: key.verifier().name().clone(), size: 3, root };
    let note = signed_by(&key, &checkpoint);
    let files = Arc::new(Mutex::new(Files::from([("checkpoint".to_owned(), note.clone().into_bytes())])));
    let mirror = copy.mirror(&serve_files(Arc::clone(&files)), &world.policy());
    assert_eq!(until("its checkpoint", || get(&mirror.url("/log/checkpoint"))), note);
    drop(mirror);
    // Another mirror of the same, which is shown another beginning.
    let forked = signed_by(&key, &Checkpoint { root: [7; 32], ..checkpoint });
    files.lock().expect("no panic").insert("checkpoint".to_owned(), forked.clone().into_bytes());
    let mirror = other.mirror(&serve_files(files), &world.policy());
    let evidence = until("an alarm", || progress(&mirror).stopped);
    assert!(
        evidence.contains(&forked) && evidence.contains("3 entries is not shown to be the beginning"),
        "{evidence}"
    );
}

#[test]
fn what_was_spoilt_on_the_way_is_no_evidence_and_is_asked_for_again() {
    let signed = Signed::new(600);
    let policy = Policy::parse(&signed.policy()).expect("a policy");
    let whole = Served::of(&signed).files;
    let spoilt = ["tile/0/001", "tile/entries/001", "tile/1/000.p/2"];
    for name in spoilt {
        let mut files = whole.clone();
        files.get_mut(name).unwrap_or_else(|| panic!("{name}"))[40] ^= 1;
        let files = Arc::new(Mutex::new(files));
        let copy = World::new();
        let mirror = copy.mirror(&serve_files(Arc::clone(&files)), &policy);
        let lacking = until("a refusal", || progress(&mirror).hindered);
        assert!(matches!(lacking, Trouble::Unbelieved(_) | Trouble::At(..)), "{name}: {lacking}");
        assert_eq!(progress(&mirror).stopped, None, "{name}");
        *files.lock().expect("no panic") = whole.clone();
        until("the copy", || (mirror.site.sequencer.size() == signed.size()).then_some(()));
        assert_eq!(until("its checkpoint", || get(&mirror.url("/log/checkpoint"))), signed.note(), "{name}");
    }
}

#[test]
fn signatures_without_end_are_not_read_to_theirs() {
    let followed = Followed::new();
    let note = followed.signed.note();
    let line = note.lines().last().expect("a line").to_owned() + "\n";
    followed.show(&(note + &line.repeat(100_000)));
    let lacking = until("a refusal", || progress(&followed.mirror).hindered);
    assert!(lacking.to_string().contains("longer than 262144 bytes"), "{lacking}");
    assert_eq!(progress(&followed.mirror).stopped, None);
}

#[test]
fn a_checkpoint_without_its_quorum_is_not_taken_but_is_evidence() {
    let followed = Followed::new();
    let longer = Signed::new(20);
    // Only the log has signed this.
    let alone = |checkpoint: &Checkpoint| signed_by(&followed.signed.log, checkpoint);
    followed.show(&alone(&longer.checkpoint(longer.size())));
    let lacking = until("a refusal", || progress(&followed.mirror).hindered);
    assert!(lacking.to_string().contains("(north) did not all cosign"), "{lacking}");
    assert_eq!(progress(&followed.mirror).stopped, None);
    let forked = alone(&Checkpoint { root: [7; 32], ..followed.signed.checkpoint(8) });
    followed.show(&forked);
    assert!(followed.evidence(&forked).contains("have different roots"));
}

#[test]
fn an_original_that_is_silent_is_named_in_the_readers_language() {
    let followed = Followed::new();
    followed.files.lock().expect("no panic").clear();
    let gone = until("a failure", || progress(&followed.mirror).hindered);
    assert!(gone.to_string().ends_with("/checkpoint: it answered 404: it does not know this log or address"), "{gone}");
    assert!(text(&followed.mirror, "/log").contains("Nothing new can be taken from the original"));
    let page = text(&followed.mirror, "/zh/log");
    assert!(page.contains("目前无法从原站取得新内容") && page.contains("它回答 404：它不认识此日志或地址"), "{page}");
    drop(followed);
    let nowhere = World::new();
    let policy = Policy::parse(&Signed::new(0).policy()).expect("a policy");
    let mirror = nowhere.mirror(&format!("http://127.0.0.1:{}/log", free_port()), &policy);
    let silent = until("a failure", || progress(&mirror).hindered);
    assert!(silent.say(ledger::Lang::Zh).ends_with("：无法建立连接"), "{silent}");
    assert!(text(&mirror, "/zh/log").contains("无法建立连接"));
}

#[test]
fn a_mirror_whose_disk_is_full_keeps_what_it_has_and_goes_on_when_there_is_room() {
    let world = World::opened();
    record_all(&mut world.writer(), (1..700).map(|amount| request(&gift(amount))).collect());
    let server = world.serve_signed();
    let copy = World::new();
    let (writer, full) = cramped(&copy, 1);
    let following = copy.following(&server.url("/log"), &world.policy());
    let mirror = Running::start_as(&copy.location, writer, |ready| ready.mirroring(following).expect("a mirror"));
    assert_eq!(until("a full disk", || progress(&mirror).hindered), Trouble::DiskFull);
    // The first bundle of entries stands whole, the second not at all.
    assert_eq!((mirror.site.sequencer.size(), copy.head().size), (256, 256));
    assert_eq!(mirror.get("/api/v1/entries/255").status(), 200);
    let page = text(&mirror, "/log");
    assert!(page.contains("can store nothing new") && page.contains("the disk of this server is full"), "{page}");
    let page = text(&mirror, "/zh/log");
    assert!(page.contains("本镜像暂时无法保存新内容") && page.contains("本服务器磁盘已满"), "{page}");
    assert_eq!(progress(&mirror).stopped, None, "a full disk is no fork");
    full.store(false, Ordering::Release);
    until("the copy", || (mirror.site.sequencer.size() == world.head().size).then_some(()));
    until("its checkpoint", || get(&mirror.url("/log/checkpoint")));
    assert_eq!(copy.head(), world.head());
    drop(mirror);
    let report = server::audit::audit(&copy.location, &mut |_, _| {}).expect("an audit");
    assert_eq!(report.findings, Vec::<String>::new());
}

/// A world whose first fund has two documents by its entries, of which the folder has what this says.
fn with_documents(world: &World, files: &[(&[u8], Option<&[u8]>)]) -> (Folder, Vec<String>) {
    let folder = Folder::open(&world.file("documents")).expect("a folder");
    let private = Private::open(&world.location.private()).expect("a store");
    let mut hashes = Vec::new();
    for (number, (named, kept)) in files.iter().enumerate() {
        let mut file = accept(named).expect("a document");
        let (sha3, name) = (file.sha3.clone(), format!("{number}.pdf"));
        let document = json!({"bytes": named.len(), "media_type": "application/pdf", "name": name, "sha3": sha3});
        let subject = json!({"kind": "fund", "id": "flood-2026"});
        let event = json!({"type": "document_attached", "documents": [document], "subject": subject});
        record_all(&mut world.writer(), vec![request(&event)]);
        if let Some(kept) = kept {
            file.bytes = kept.to_vec();
            folder.keep(&file).expect("kept");
            let media_type = "application/pdf".to_owned();
            let row = NewDocument { sha3: sha3.clone(), name, media_type, bytes: 1, by: "red-river/s1".to_owned() };
            let public: server::store::Stored<()> = private.transaction(|db| {
                documents::add(db, &row)?;
                documents::publish(db, &row.sha3, &row.name)
            });
            public.expect("a public document");
        }
        hashes.push(sha3);
    }
    (folder, hashes)
}

#[test]
fn a_mirror_keeps_the_documents_that_entries_name_and_says_which_it_lacks() {
    const HERE: &[u8] = b"%PDF-1.7 an invoice\n%%EOF\n";
    const GONE: &[u8] = b"%PDF-1.7 gone\n%%EOF\n";
    const OTHER: &[u8] = b"%PDF-1.7 changed\n%%EOF\n";
    let world = World::opened();
    let files = [(HERE, Some(HERE)), (GONE, None), (OTHER, Some(&OTHER[..9]))];
    let (folder, hashes) = with_documents(&world, &files);
    let address = |sha3: &str| format!("/documents/{sha3}");
    let [here, gone, other] = [0, 1, 2].map(|place: usize| address(&hashes[place]));
    let server = world.serve_signed_keeping(folder);
    assert_eq!(server.get(&here).status(), 200);
    assert_eq!(server.get(&gone).status(), 404);
    let copy = World::new();
    let following = copy.following(&server.url("/log"), &world.policy());
    let folder = Folder::open(&copy.file("documents")).expect("a folder");
    let dress = |ready: Ready| ready.keeping(folder).mirroring(following).expect("a mirror");
    let mirror = Running::start_as(&copy.location, copy.writer(), dress);
    until("the copy", || (mirror.site.sequencer.size() == world.head().size).then_some(()));
    until("the document", || mirror.site.known.has_document(&hashes[0]).then_some(()));
    drop(server);
    let answer = mirror.get(&here);
    assert_eq!(answer.status(), 200);
    let header = |name: &str| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    assert_eq!(header("content-type").as_deref(), Some("application/pdf"));
    assert!(header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
    assert!(header("content-disposition").is_some_and(|how| how.contains("0.pdf")));
    assert_eq!(answer.bytes().expect("bytes"), HERE);
    // What the original did not have, and what came with another hash: pages lead there, and are told why there is nothing.
    until("the rest", || {
        [1, 2].iter().all(|place: &usize| mirror.site.known.is_lacking(&hashes[*place])).then_some(())
    });
    for (path, lang, said) in [(&gone, "en", "does not have the document"), (&other, "zh", "本副本没有此文件")]
    {
        let answer = mirror.get_with(&format!("/{lang}{path}"), &[]);
        assert_eq!(answer.status(), 404, "{path}");
        assert!(answer.text().expect("text").contains(said), "{path}");
    }
    assert!(text(&mirror, "/en/funds/flood-2026").contains(&format!("href=\"/en{gone}\"")));
    // What no entry names is nobody's to keep.
    assert!(!mirror.get(&address(&"0".repeat(64))).text().expect("text").contains("does not have the document"));
    drop(mirror);
    // It has it from the beginning, when it is started again.
    let folder = Folder::open(&copy.file("documents")).expect("a folder");
    let again = Running::start_as(&copy.location, copy.writer(), |ready| ready.keeping(folder));
    assert_eq!(again.get(&here).bytes().expect("bytes"), HERE);
}
