//! The browser's files are embedded from `target/site`, which `cargo xtask` fills. A build without them must not fail,
//! and a build after they changed must see it. All that a page is made of is summed up in `ALMONER_BUILD`: pages of
//! different builds have different tags, and the same sources give the same tag on every machine.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

/// What pages are made of, from this folder.
const SOURCES: [&str; 5] = ["src", "../app/src", "../ledger/src", "../target/site", "../Cargo.lock"];

fn main() {
    println!("cargo::rerun-if-changed=../migrations");
    if let Err(error) = fs::create_dir_all(Path::new("../target/site")) {
        println!("cargo::warning=cannot make ../target/site: {error}");
    }
    let mut hasher = DefaultHasher::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        add(&mut hasher, Path::new(source));
    }
    println!("cargo::rustc-env=ALMONER_BUILD={:016x}", hasher.finish());
}

/// Adds a file, or a folder's files in the order of their names.
fn add(hasher: &mut DefaultHasher, path: &Path) {
    if let Ok(bytes) = fs::read(path) {
        path.hash(hasher);
        bytes.hash(hasher);
        return;
    }
    let mut inside: Vec<PathBuf> =
        fs::read_dir(path).into_iter().flatten().filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    inside.sort();
    for path in inside {
        add(hasher, &path);
    }
}
