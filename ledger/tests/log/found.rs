//! Every seed of the fuzz targets and every case that they ever found, judged as they judge.

use std::fs;
use std::path::Path;

#[path = "../../fuzz/judge.rs"]
mod judge;

/// Gives each file of `seeds/` and `found/` of a target to its judge; answers how many there were.
fn each(target: &str, judge: impl Fn(&[u8])) -> usize {
    let mut count = 0;
    for folder in ["seeds", "found"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(folder).join(target);
        for file in fs::read_dir(folder).into_iter().flatten().flatten() {
            judge(&fs::read(file.path()).expect("a case can be read"));
            count += 1;
        }
    }
    count
}

fn text(judge: impl Fn(&str)) -> impl Fn(&[u8]) {
    move |bytes| std::str::from_utf8(bytes).map(&judge).unwrap_or_default()
}

#[test]
fn every_case_that_was_found_is_judged_without_panic() {
    assert!(each("note", text(judge::note)) > 0);
    assert!(each("policy", text(judge::policy)) > 0);
    assert!(each("proof", text(judge::proof)) > 0);
    assert!(each("bundle", judge::bundle) > 0);
    assert!(each("tile_path", judge::tile_path) > 0);
    assert!(each("add_checkpoint", text(judge::add_checkpoint)) > 0);
}
