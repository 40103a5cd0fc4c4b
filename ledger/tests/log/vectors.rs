//! The shared vectors, whole. Where their folder is missing, the tests say so and are skipped.

use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use ledger::json::hex;
use ledger::log::key::{Algorithm, KeyName, SigningKey, VerifierKey};
use ledger::log::proof::TlogProof;
use ledger::log::tile::{self, Resource, TileId};
use ledger::log::tile_nodes::Tiles as _;
use ledger::log::tree::{self, leaf_hash};
use ledger::log::witness::{AddCheckpoint, Seen};
use ledger::log::{Checkpoint, Note, Policy, TreeHash};

use crate::support::{Log, leaf};

fn read(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {} is not there", path.display());
    }
    text
}

fn tlog() -> Option<Value> {
    read("tlog.json").map(|text| serde_json::from_str(&text).expect("JSON"))
}

fn hash(value: &Value) -> TreeHash {
    STANDARD.decode(value.as_str().expect("text")).expect("base64").try_into().expect("32 bytes")
}

fn hashes(value: &Value) -> Vec<TreeHash> {
    value.as_array().map(|list| list.iter().map(hash).collect()).unwrap_or_default()
}

fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_else(|| panic!("{name}"))
}

#[test]
fn roots_and_proofs() {
    let Some(vectors) = tlog() else { return };
    let mut log = Log::of(70_000);
    for case in vectors["tree_roots_leaf_data_is_ascii_entry_i"].as_array().expect("roots") {
        let size = case["size"].as_u64().expect("size");
        let Ok(root) = tree::root(&mut log.nodes(size), size);
        assert_eq!((hex(&root).as_str(), root), (text(case, "root_hex"), hash(&case["root_b64"])), "{size}");
    }
    for case in vectors["inclusion"].as_array().expect("inclusion") {
        let (size, index) = (case["size"].as_u64().expect("size"), case["index"].as_u64().expect("index"));
        let Ok(path) = tree::inclusion(&mut log.nodes(size), index, size);
        assert_eq!(path, hashes(&case["proof"]), "{index} of {size}");
    }
    for case in vectors["consistency"].as_array().expect("consistency") {
        let (old, new) = (case["old"].as_u64().expect("old"), case["new"].as_u64().expect("new"));
        let Ok(path) = tree::consistency(&mut log.nodes(new), old, new);
        assert_eq!(path, hashes(&case["proof"]), "{old} to {new}");
    }
}

#[test]
fn tiles_and_their_names() {
    let Some(vectors) = tlog() else { return };
    let mut log = Log::of(70_000);
    for case in vectors["tiles_of_size_70000"].as_array().expect("tiles") {
        let Some(Resource::Tile(id, width)) = Resource::parse(text(case, "path")) else { panic!("{case}") };
        assert_eq!(id.width_at(70_000), width, "{case}");
        let Ok(tile) = log.tile(id, width);
        let bytes = tile::to_bytes(&tile.hashes()[..usize::from(width)]);
        assert_eq!(bytes.len() as u64, case["bytes"].as_u64().expect("bytes"));
        assert_eq!(hex(&Sha256::digest(&bytes)), text(case, "sha256"), "{case}");
        assert_eq!(tile::from_bytes(&bytes, width).expect("a tile").len(), usize::from(width));
    }
    for case in vectors["tile_paths"].as_array().expect("paths") {
        let width = u16::try_from(case["width"].as_u64().expect("width")).expect("small");
        let index = case["index"].as_u64().expect("index");
        let resource = match case["entries"].as_bool() {
            Some(true) => Resource::Entries(index, width),
            _ => {
                let level = u8::try_from(case["level"].as_u64().expect("level")).expect("small");
                Resource::Tile(TileId { level, index }, width)
            }
        };
        assert_eq!(resource.to_string(), text(case, "path"));
        assert_eq!(Resource::parse(text(case, "path")), Some(resource));
    }
    let bundle = tile::to_entry_bundle(["", "a", "entry 2"]);
    assert_eq!(hex(&bundle), text(&vectors, "entry_bundle_of_[empty,'a','entry 2']_hex"));
    assert_eq!(tile::from_entry_bundle(&bundle, 3).expect("three"), [b"".as_slice(), b"a", b"entry 2"]);
}

#[test]
fn keys_checkpoints_and_cosignatures() {
    let Some(vectors) = tlog() else { return };
    let keys = &vectors["keys"];
    let signing = SigningKey::parse(text(&keys["log"], "skey")).expect("a key");
    assert_eq!(signing.verifier().to_string(), text(&keys["log"], "vkey"));
    assert_eq!(signing.to_secret_text(), text(&keys["log"], "skey"));
    let mut log = Log::of(11);
    for size in [0, 5, 11] {
        let Ok(root) = tree::root(&mut log.nodes(size), size);
        let checkpoint = Checkpoint { origin: signing.verifier().name().clone(), size, root };
        let text_of = checkpoint.to_string();
        let note = Note { signatures: vec![signing.sign(&text_of, 0).expect("signed")], text: text_of };
        assert_eq!(note.to_string(), text(&vectors, &format!("checkpoint_size_{size}")));
        let (opened, _) = Checkpoint::open(&note.to_string(), [signing.verifier()]).expect("verifies");
        assert_eq!(opened, checkpoint);
    }
    let cosigned = text(&vectors, "checkpoint_size_11_cosigned");
    let mut note = Note::parse(cosigned).expect("a note");
    let answer = note.signatures.split_off(1);
    for (index, name) in ["witness_a", "witness_b"].into_iter().enumerate() {
        let key = &keys[name];
        let seed = ledger::json::parse_hex32(text(key, "seed_hex")).expect("hex");
        let name = KeyName::new(text(key, "name")).expect("a name");
        let witness = SigningKey::from_seed(name, Algorithm::CosignEd25519, seed).expect("a key");
        assert_eq!(witness.verifier().to_string(), text(key, "vkey_type04"));
        assert_eq!(witness.sign(&note.text, 1_767_225_600 + index as u64).expect("signed"), answer[index]);
    }
    assert_eq!(format!("{}\n", answer[0]), text(&vectors, "add_checkpoint_response"));
    let policy = format!(
        "log {}\nwitness a {}\nwitness b {}\ngroup both all a b\nquorum both\n",
        text(&keys["log"], "vkey"),
        text(&keys["witness_a"], "vkey_type04"),
        text(&keys["witness_b"], "vkey_type04")
    );
    let policy = Policy::parse(&policy).expect("a policy");
    let judged = policy.verify(cosigned).expect("both");
    assert_eq!(judged.cosigners.iter().map(|(_, time)| *time).collect::<Vec<_>>(), [1_767_225_600, 1_767_225_601]);
    assert!(policy.verify(text(&vectors, "checkpoint_size_11")).is_err(), "nobody cosigned that");
}

#[test]
fn ml_dsa_44() {
    let Some(vectors) = tlog() else { return };
    let case = &vectors["ml_dsa_44"];
    let seed = ledger::json::parse_hex32(text(case, "seed_hex")).expect("hex");
    let name = KeyName::new(text(case, "name")).expect("a name");
    let key = SigningKey::from_seed(name, Algorithm::CosignMlDsa44, seed).expect("a key");
    assert_eq!(hex(&key.verifier().id()), text(case, "key_id_hex"));
    let note = Note::parse(text(&vectors, "checkpoint_size_11")).expect("a note");
    let line = key.sign(&note.text, 1_767_225_600).expect("signed");
    assert_eq!(line.bytes.len() as u64, case["timestamped_signature_len"].as_u64().expect("a length"));
    assert_eq!(hex(&Sha256::digest(&line.bytes)), text(case, "timestamped_signature_sha256_if_deterministic"));
    let known = VerifierKey::parse(&key.verifier().to_string()).expect("its own text");
    assert_eq!(known.verify(&note.text, &line.bytes), Ok(Some(1_767_225_600)));
    let mut other = line.bytes.clone();
    other[1_000] ^= 1;
    assert_eq!(known.verify(&note.text, &other), Err(()));
}

#[test]
fn a_witness_is_asked_and_answers() {
    let Some(vectors) = tlog() else { return };
    let body = text(&vectors, "add_checkpoint_request_5_to_11");
    let request = AddCheckpoint::parse(body).expect("a request");
    assert_eq!(request.to_string(), body);
    let key = VerifierKey::parse(text(&vectors["keys"]["log"], "vkey")).expect("a key");
    let Ok(root) = tree::root(&mut Log::of(5).nodes(5), 5);
    let judged = request.judge(|_| Some(vec![&key]), |_| Seen { size: 5, root });
    assert_eq!(judged.expect("consistent").size, 11);
    assert_eq!(hex(&Sha256::digest(key.name().as_str())), text(&vectors, "witness_origin_hash_hex"));
}

#[test]
fn tlog_proofs() {
    let Some(vectors) = tlog() else { return };
    let key = VerifierKey::parse(text(&vectors["keys"]["log"], "vkey")).expect("a key");
    let policy = Policy::of_log(key, None);
    for (name, entry) in
        [("tlog_proof_index_7_of_11_leaf_'entry 7'", "entry 7"), ("tlog_proof_index_0_of_1_no_hashes", "entry 0")]
    {
        let file = text(&vectors, name);
        let proof = TlogProof::parse(file).expect(name);
        assert_eq!(proof.to_string(), file);
        proof.verify(entry.as_bytes(), &policy).expect(name);
        assert!(proof.verify(b"entry 8", &policy).is_err());
    }
}

/// Some cases have roots that are no hashes, where only their equality counts: their SHA-256 stands for them.
#[test]
fn the_cases_of_transparency_dev() {
    let Some(inclusion) = read("merkle-inclusion.jsonl") else { return };
    let decode = |value: &Value| STANDARD.decode(value.as_str().unwrap_or_default()).ok();
    let hash = |value: &Value| decode(value).and_then(|bytes| TreeHash::try_from(bytes).ok());
    let root_like = |value: &Value| hash(value).or_else(|| Some(Sha256::digest(decode(value)?).into()));
    let path = |value: &Value| value.as_array().map_or(Some(Vec::new()), |list| list.iter().map(hash).collect());
    let number = |value: &Value| value.as_u64().expect("a number");
    for case in inclusion.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")) {
        let verified = || {
            let (index, size) = (number(&case["leafIdx"]), number(&case["treeSize"]));
            let (leaf, root) = (hash(&case["leafHash"])?, hash(&case["root"])?);
            tree::verify_inclusion(&leaf, index, size, &root, &path(&case["proof"])?).ok()
        };
        assert_eq!(verified().is_none(), case["wantErr"].as_bool().expect("a bool"), "{case}");
    }
    for line in read("merkle-consistency.jsonl").expect("beside the other").lines() {
        let case: Value = serde_json::from_str(line).expect("JSON");
        let verified = || {
            let (old, size) = (number(&case["size1"]), number(&case["size2"]));
            let (old_root, root) = (root_like(&case["root1"])?, root_like(&case["root2"])?);
            tree::verify_consistency(old, size, &old_root, &root, &path(&case["proof"])?).ok()
        };
        assert_eq!(verified().is_none(), case["wantErr"].as_bool().expect("a bool"), "{case}");
    }
}

#[test]
fn leaves_and_nodes_have_their_prefixes() {
    assert_eq!(hex(&leaf_hash(b"")), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assert_eq!(hex(&tree::empty_root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assert_eq!(leaf(3), leaf_hash(b"entry 3"));
}
