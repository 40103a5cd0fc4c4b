//! The browser's files are embedded from `target/site`, which `cargo xtask` fills. A build without them must not fail,
//! and a build after they changed must see it.

use std::path::Path;

fn main() {
    println!("cargo::rerun-if-changed=../target/site");
    println!("cargo::rerun-if-changed=../migrations");
    if let Err(error) = std::fs::create_dir_all(Path::new("../target/site")) {
        println!("cargo::warning=cannot make ../target/site: {error}");
    }
}
