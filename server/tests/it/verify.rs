//! `almoner verify`, as a stranger runs it: what is as claimed, and each way in which it is not.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use serde_json::Value;

use ledger::code::GiftCode;
use ledger::log::bundle::{Bundle, Subject, entries_behind};
use ledger::log::key::{Algorithm, KeyName, SigningKey};
use ledger::log::proof::TlogProof;
use ledger::log::tile::{self, Edge, TileId};
use ledger::log::tree::{self, Nodes, leaf_hash};
use ledger::log::{Checkpoint, Note, TreeHash, multi};
use ledger::{Memory, State, trace};

use crate::world::{Ran, World, expense, fund, gift, organisation, request};

const ORIGIN: &str = "give.example/log";

/// A tree of a few hundred leaves, whole in memory.
#[derive(Clone)]
struct Leaves(Vec<TreeHash>);

impl Nodes for Leaves {
    type Error = Infallible;

    fn node(&mut self, level: u32, index: u64) -> Result<TreeHash, Infallible> {
        let count = 1_usize << level;
        let from = usize::try_from(index).expect("small") * count;
        Ok(tile::subtree_root(&self.0[from..from + count]))
    }
}

fn key(name: &str, algorithm: Algorithm, seed: u8) -> SigningKey {
    SigningKey::from_seed(KeyName::new(name).expect("a name"), algorithm, [seed; 32]).expect("a key")
}

/// A signed log, in files.
pub(crate) struct Signed {
    pub(crate) world: World,
    pub(crate) lines: Vec<String>,
    past: Memory,
    pub(crate) log: SigningKey,
    pub(crate) witness: SigningKey,
}

impl Signed {
    /// An organisation, a fund, two gifts, an expense; and more gifts.
    pub(crate) fn new(more_gifts: usize) -> Self {
        let mut events = vec![organisation(), fund("flood-2026"), gift(30_000), gift(20_000), expense("lorry", 12_345)];
        events.extend((0..more_gifts).map(|_| gift(100)));
        let (mut state, mut past, mut lines) = (State::default(), Memory::default(), vec![]);
        for event in &events {
            let recorded = state.record(&mut past, request(event)).expect("by the rules");
            lines.push(recorded.json.clone());
            past.keep(recorded);
        }
        let log = key(ORIGIN, Algorithm::Ed25519, 1);
        let witness = key("north.example/w", Algorithm::CosignEd25519, 2);
        let signed = Self { world: World::new(), lines, past, log, witness };
        signed.write("policy.txt", &signed.policy());
        signed
    }

    pub(crate) fn policy(&self) -> String {
        format!("log {}\nwitness north {}\nquorum north\n", self.log.verifier(), self.witness.verifier())
    }

    fn leaves(&self) -> Leaves {
        Leaves(self.lines.iter().map(|line| leaf_hash(line.as_bytes())).collect())
    }

    pub(crate) fn size(&self) -> u64 {
        self.lines.len() as u64
    }

    pub(crate) fn note(&self) -> String {
        self.sign(&self.checkpoint(self.size()))
    }

    pub(crate) fn checkpoint(&self, size: u64) -> Checkpoint {
        let Ok(root) = tree::root(&mut self.leaves(), size);
        Checkpoint { origin: self.log.verifier().name().clone(), size, root }
    }

    /// Whatever it is: by the log, and by a witness that looks at nothing.
    pub(crate) fn sign(&self, checkpoint: &Checkpoint) -> String {
        let text = checkpoint.to_string();
        let signatures =
            vec![self.log.sign(&text, 0).expect("signed"), self.witness.sign(&text, 1_767_225_600).expect("signed")];
        Note { text, signatures }.to_string()
    }

    pub(crate) fn bundle(&mut self) -> Bundle {
        let Ok(traced) = trace::forward(&mut self.past, 2);
        let traced = traced.expect("a gift");
        let Ok(indices) = entries_behind(&mut self.past, &traced);
        let Ok(proof) = multi::prove(&mut self.leaves(), &indices, self.size());
        Bundle {
            entries: indices.iter().map(|index| self.lines[usize::try_from(*index).expect("small")].clone()).collect(),
            checkpoint: self.note(),
            policy: self.policy(),
            indices,
            proof,
            subject: Subject::Gift(GiftCode::of_seq(2).expect("a code")),
            claim: traced.to_json(),
        }
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::write(self.world.file(name), text).expect("written");
    }

    /// Verifies with the policy, in JSON.
    pub(crate) fn verify(&self, what: &str, more: &[&str]) -> (i32, Value) {
        let ran = self.world.almoner(&[&["verify", what, "--policy", "policy.txt", "--json"], more].concat());
        (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}")))
    }
}

/// The code of the step that fails.
fn failing(report: &Value) -> &str {
    let steps = report["steps"].as_array().expect("steps");
    let failed = steps.iter().find(|step| step["state"] == "fails");
    failed.and_then(|step| step["code"].as_str()).unwrap_or_default()
}

pub(crate) fn refuses(ran: &(i32, Value), code: &str, says: &str) {
    let (exit, report) = ran;
    assert_eq!((*exit, failing(report)), (1, code), "{report}");
    let verdict = report["verdict"].as_str().expect("a verdict");
    assert!(verdict.starts_with("Not as claimed") && verdict.contains(says), "{verdict}");
}

#[test]
fn a_true_bundle_holds_and_the_verdict_says_what_it_does_not_prove() {
    let mut signed = Signed::new(0);
    let bundle = signed.bundle();
    signed.write("gift.bundle.json", &bundle.to_json());
    let (exit, report) = signed.verify("gift.bundle.json", &[]);
    assert_eq!((exit, &report["state"]), (0, &"holds".into()), "{report}");
    assert!(report["limits"].as_str().is_some_and(|limits| limits.contains("left out")), "{report}");
    let ran = signed.world.almoner(&["verify", "gift.bundle.json"]).well();
    assert!(ran.err.contains("NO POLICY WAS GIVEN") && ran.out.contains("not independently known"), "{ran:?}");
}

#[test]
fn each_forged_bundle_ends_with_1_and_its_own_reason() {
    type Forge = fn(&mut Bundle);
    let cases: &[(&str, &str, Forge)] = &[
        ("multi_inclusion", "these 3 entries", |it| it.entries[1] = it.entries[1].replace("30000", "30001")),
        ("proof_size", "hashes where", |it| it.proof.push([0; 32])),
        ("multi_inclusion", "entry 1 and the last entry 4,", |it| it.proof[0][31] ^= 1),
        ("chain", "the hash of entry 1 ", |it| it.entries[0] = it.entries[0].replace("Flood 2026", "Flood 2025")),
        ("misplaced", "at 1 says that it is entry 2", |it| it.entries.swap(0, 1)),
        ("indices", "ascending", |it| it.indices.swap(0, 1)),
        ("bad_signature", "give.example/log does not verify", |it| {
            it.checkpoint = it.checkpoint.replace("\n5\n", "\n6\n");
        }),
        ("control_character", "line feeds", |it| it.checkpoint = it.checkpoint.replace('\n', "\r\n")),
        ("claim", "30001", |it| it.claim = it.claim.replace("\"amount\":30000", "\"amount\":30001")),
        ("claim", "12344", |it| it.claim = it.claim.replace("12345", "12344").replace("17655", "17656")),
        ("no_subject", "follow", |it| it.subject = Subject::Gift(GiftCode::of_seq(3).expect("a code"))),
    ];
    let mut signed = Signed::new(0);
    let bundle = signed.bundle();
    for (code, says, forge) in cases {
        let mut forged = bundle.clone();
        forge(&mut forged);
        signed.write("forged.bundle.json", &forged.to_json());
        refuses(&signed.verify("forged.bundle.json", &[]), code, says);
    }
    // Another log's key, whatever the bundle's own policy says of it.
    let other = key(ORIGIN, Algorithm::Ed25519, 9);
    signed.write("policy.txt", &format!("log {}\nquorum none\n", other.verifier()));
    signed.write("gift.bundle.json", &bundle.to_json());
    refuses(&signed.verify("gift.bundle.json", &[]), "no_known_signature", "trusted here");
}

#[test]
fn a_bundle_is_found_in_a_saved_copy() {
    let mut signed = Signed::new(0);
    let json = signed.bundle().to_json();
    let copy = |json: &str| {
        let data = json.replace('<', "\\u003c");
        format!("<!doctype html>\n<p></p><script type=\"application/json\" id=\"bundle\">{data}</script>")
    };
    signed.write("copy.html", &copy(&json));
    assert_eq!(signed.verify("copy.html", &[]).0, 0);
    signed.write("copy.html", &copy(&json.replacen("30000", "30001", 1)));
    assert_eq!(signed.verify("copy.html", &[]).0, 1);
}

#[test]
fn a_proof_is_of_bytes_and_asks_for_them() {
    let signed = Signed::new(0);
    let Ok(path) = tree::inclusion(&mut signed.leaves(), 2, signed.size());
    let proof = TlogProof { extra: None, index: 2, path, checkpoint: signed.note() }.to_string();
    signed.write("2.tlog-proof", &proof);
    signed.write("2.json", &signed.lines[2]);
    signed.write("other.json", &signed.lines[3]);
    assert_eq!(signed.verify("2.tlog-proof", &["--entry", "2.json"]).0, 0);
    refuses(&signed.verify("2.tlog-proof", &["--entry", "other.json"]), "inclusion", "ntry 2");
    let arguments = ["verify", "2.tlog-proof", "--policy", "policy.txt"];
    signed.world.almoner_reading(&arguments, signed.lines[2].as_bytes()).well();
    let ran = signed.world.almoner(&arguments);
    assert!(ran.code == 2 && ran.err.contains("--entry"), "{ran:?}");
    let ran = signed.world.almoner(&["verify", "2.tlog-proof", "--entry", "2.json"]);
    assert!(ran.code == 2 && ran.err.contains("--policy"), "{ran:?}");
    signed.write("2.tlog-proof", &proof.replace("index 2", "index 02"));
    refuses(&signed.verify("2.tlog-proof", &["--entry", "2.json"]), "not_a_proof", "ine 2");
}

#[test]
fn an_export_names_the_first_entry_that_is_wrong() {
    let signed = Signed::new(0);
    signed.write("checkpoint", &signed.note());
    let verify = |lines: &[String]| {
        signed.write("log.ndjson", &lines.iter().map(|line| format!("{line}\n")).collect::<String>());
        signed.verify("log.ndjson", &["--checkpoint", "checkpoint"])
    };
    assert_eq!(verify(&signed.lines).0, 0);
    let with = |change: &dyn Fn(&mut Vec<String>)| {
        let mut lines = signed.lines.clone();
        change(&mut lines);
        verify(&lines)
    };
    refuses(&with(&|lines| lines[2] = lines[2].replace("30000", "30001")), "chain", "the hash of entry 2 ");
    refuses(&with(&|lines| lines[4] = lines[4].replace("12345", "12346")), "root", "5 entries");
    refuses(&with(&|lines| lines.swap(1, 2)), "misplaced", "at 1");
    // One that is shorter than what was signed may have been taken before an entry was recorded.
    let (exit, report) = with(&|lines| drop(lines.pop()));
    let said = report.to_string();
    assert!(exit == 2 && report["state"] == "open" && said.contains("4 entries where 5 were signed"), "{said}");
    refuses(&with(&|lines| lines[1] = "{}".into()), "not_an_entry", "ine 1");
    // Without a checkpoint there is only the chain, and that is not all.
    signed.write("log.ndjson", &signed.lines.iter().map(|line| format!("{line}\n")).collect::<String>());
    let (exit, report) = signed.verify("log.ndjson", &[]);
    assert_eq!((exit, &report["state"]), (2, &"open".into()), "{report}");
}

#[test]
fn what_is_no_file_of_ours_is_not_judged() {
    let signed = Signed::new(0);
    signed.write("paper.pdf", "%PDF-1.7");
    let ran = signed.world.almoner(&["verify", "paper.pdf"]);
    assert!(ran.code == 2 && ran.err.contains("paper.pdf is none of the files"), "{ran:?}");
    assert_eq!(signed.world.almoner(&["verify", "absent.bundle.json"]).code, 2);
    signed.write("checkpoint", &signed.note());
    assert_eq!(signed.verify("checkpoint", &[]).0, 0);
}

/// A log that is served from files, each of which a test may spoil.
pub(crate) struct Served {
    pub(crate) files: Files,
}

pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Serves files below `/log` until the test's process ends, and gives the address. What it serves may be changed meanwhile.
pub(crate) fn serve_files(files: Arc<Mutex<Files>>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut question = Vec::new();
            let mut piece = [0; 1024];
            while !question.ends_with(b"\r\n\r\n") {
                match stream.read(&mut piece) {
                    Ok(count) if count > 0 => question.extend_from_slice(&piece[..count]),
                    _ => break,
                }
            }
            let question = String::from_utf8_lossy(&question).into_owned();
            let path = question.split(' ').nth(1).unwrap_or_default().trim_start_matches("/log/");
            let found = files.lock().expect("no panic").get(path).cloned();
            let (status, body) = found.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
            let head = format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len());
            let _ = stream.write_all(&[head.as_bytes(), &body].concat());
        }
    });
    format!("http://{address}/log")
}

impl Served {
    pub(crate) fn of(signed: &Signed) -> Self {
        let mut files = BTreeMap::new();
        files.insert("checkpoint".to_owned(), signed.note().into_bytes());
        files.insert("policy".to_owned(), signed.policy().into_bytes());
        let (mut edge, mut roots) = (Edge::default(), vec![]);
        for line in &signed.lines {
            for full in edge.append(leaf_hash(line.as_bytes())) {
                roots.push(full.root);
            }
        }
        let resource = |id: TileId, width| tile::Resource::Tile(id, width).to_string();
        for (index, lines) in (0..).zip(signed.lines.chunks(256)) {
            let width = u16::try_from(lines.len()).expect("small");
            let hashes: Vec<TreeHash> = lines.iter().map(|line| leaf_hash(line.as_bytes())).collect();
            files.insert(resource(TileId { level: 0, index }, width), tile::to_bytes(&hashes));
            let entries = tile::to_entry_bundle(lines.iter().map(String::as_str));
            files.insert(tile::Resource::Entries(index, width).to_string(), entries);
        }
        if !roots.is_empty() {
            let width = u16::try_from(roots.len()).expect("small");
            files.insert(resource(TileId { level: 1, index: 0 }, width), tile::to_bytes(&roots));
        }
        Self { files }
    }

    /// Serves for as long as the program runs, and gives what it said.
    fn verify(&self, signed: &Signed, more: &[&str]) -> Ran {
        let url = serve_files(Arc::new(Mutex::new(self.files.clone())));
        signed.world.almoner(&[&["verify", &url, "--json"], more].concat())
    }

    fn checked(&self, signed: &Signed) -> (i32, Value) {
        let ran = self.verify(signed, &["--policy", "policy.txt"]);
        (ran.code, serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}")))
    }
}

#[test]
fn a_whole_log_is_followed_and_every_spoilt_file_is_found() {
    let signed = Signed::new(600);
    let served = Served::of(&signed);
    let (exit, report) = served.checked(&signed);
    assert_eq!((exit, &report["state"]), (0, &"holds".into()), "{report}");
    assert!(report["verdict"].as_str().is_some_and(|verdict| verdict.contains("605")), "{report}");
    let spoilt = |name: &str, spoil: &dyn Fn(&mut Vec<u8>)| {
        let mut files = served.files.clone();
        spoil(files.get_mut(name).unwrap_or_else(|| panic!("{name}")));
        Served { files }.checked(&signed)
    };
    refuses(&spoilt("tile/0/001", &|tile| tile[3 * 32] ^= 1), "inclusion", "ntry 259");
    refuses(&spoilt("tile/0/000", &|tile| tile.truncate(8_191)), "tile_bytes", "8191");
    refuses(&spoilt("tile/0/000", &|tile| tile.truncate(255 * 32)), "tile_bytes", "8160");
    refuses(&spoilt("tile/1/000.p/2", &|tile| tile[40] ^= 1), "tile", "ile/1/000.p/2");
    refuses(&spoilt("tile/entries/000", &|bundle| bundle.truncate(bundle.len() - 1)), "entry_bundle", "broken");
    refuses(&spoilt("tile/entries/002.p/93", &|bundle| bundle[20] ^= 1), "inclusion", "ntry 512");
    refuses(&spoilt("checkpoint", &|note| note[0] = b'G'), "other_origin", "Give.example/log");
    let mut lacking = Served { files: served.files.clone() };
    lacking.files.remove("tile/entries/001");
    let ran = lacking.verify(&signed, &["--policy", "policy.txt"]);
    assert!(ran.code == 2 && ran.err.contains("tile/entries/001"), "{ran:?}");
    // Without a policy of one's own the log speaks for itself, and the report says so.
    let ran = served.verify(&signed, &[]).well();
    assert!(ran.err.contains("NO POLICY") && ran.out.contains("not independently known"), "{ran:?}");
}

#[test]
fn a_log_must_continue_the_checkpoint_that_was_kept_of_it_or_both_are_evidence() {
    use base64::Engine as _;
    let signed = Signed::new(600);
    let mut served = Served::of(&signed);
    let Ok(proof) = tree::consistency(&mut signed.leaves(), 300, signed.size());
    let lines = proof.iter().map(|hash| base64::engine::general_purpose::STANDARD.encode(hash) + "\n");
    let lines: String = lines.collect();
    served.files.insert("consistency/300/605".to_owned(), lines.clone().into_bytes());
    let check = |kept: &str| {
        signed.write("kept", kept);
        served.verify(&signed, &["--policy", "policy.txt", "--checkpoint", "kept"])
    };
    let report = |ran: &Ran| -> Value { serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{ran:?}")) };
    for size in [300, 605] {
        let ran = check(&signed.sign(&signed.checkpoint(size))).well();
        let told = report(&ran);
        let holds = told["steps"].as_array().expect("steps").iter().filter(|step| step["state"] == "holds").count();
        // Key, note, witnesses, growth, tiles, chain, rules, root.
        assert_eq!(holds, 8, "{ran:?}");
        assert!(!signed.world.file("kept.evidence.json").exists());
    }
    // Two histories under one key: whoever kept a note of the other has the proof of it.
    let other = Signed::new(300);
    let forks = [
        (other.note(), "consistency", ""),
        (signed.sign(&Checkpoint { root: [7; 32], ..signed.checkpoint(300) }), "consistency", lines.as_str()),
        (signed.sign(&Checkpoint { root: [7; 32], ..signed.checkpoint(605) }), "split", ""),
    ];
    for (kept, code, hashes) in forks {
        let ran = check(&kept);
        refuses(&(ran.code, report(&ran)), code, "");
        assert!(ran.err.contains("kept as evidence in kept.evidence.json"), "{ran:?}");
        let evidence = std::fs::read_to_string(signed.world.file("kept.evidence.json")).expect("evidence");
        let evidence: Value = serde_json::from_str(&evidence).expect("JSON");
        assert_eq!(evidence["checkpoints"], serde_json::json!([kept, signed.note()]));
        assert_eq!(evidence["proof"], hashes, "what the log gave for a proof");
        std::fs::remove_file(signed.world.file("kept.evidence.json")).expect("removed");
    }
    // What nobody trusted has signed says nothing of the log.
    let stranger = key(ORIGIN, Algorithm::Ed25519, 9);
    let text = signed.checkpoint(300).to_string();
    let note = Note { signatures: vec![stranger.sign(&text, 0).expect("signed")], text }.to_string();
    let ran = check(&note);
    assert!(ran.code == 2 && ran.err.contains("--checkpoint: no key that is trusted here signed it"), "{ran:?}");
}

#[test]
fn a_signed_log_that_breaks_a_rule_is_found_by_replaying_it() {
    let mut signed = Signed::new(3);
    // The last gift was larger, says its event; what it moved stays as it was. Tree and signature are made for that.
    let last = signed.lines.last_mut().expect("one");
    *last = last.replace("\"amount\":100", "\"amount\":900");
    let (exit, report) = Served::of(&signed).checked(&signed);
    assert_eq!(exit, 1, "{report}");
    assert!(report["verdict"].as_str().is_some_and(|verdict| verdict.contains("Entry 7 does not follow")), "{report}");
}
