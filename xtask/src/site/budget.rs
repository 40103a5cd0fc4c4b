//! What a page may cost: all WebAssembly and all JavaScript, as a browser downloads them.

use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::workspace::Workspace;

/// A slow telephone fetches this in about two seconds.
const WASM_LIMIT_BYTES: u64 = 80_000;
const SCRIPT_LIMIT_BYTES: u64 = 10_000;

/// What brotli calls its strongest, and the window that it takes by itself.
const QUALITY: i32 = 11;
const WINDOW: i32 = 22;

/// Measures `target/site`, and fails where it is over.
pub(crate) fn check(workspace: &Workspace) -> Outcome<()> {
    let site = workspace.site();
    let (wasm, script) = (packed(&site, "wasm")?, packed(&site, "js")?);
    println!("   brotli: wasm {wasm} of {WASM_LIMIT_BYTES} bytes, script {script} of {SCRIPT_LIMIT_BYTES} bytes");
    within("WebAssembly", wasm, WASM_LIMIT_BYTES)?;
    within("JavaScript", script, SCRIPT_LIMIT_BYTES)
}

fn within(what: &str, bytes: u64, limit: u64) -> Outcome<()> {
    if bytes == 0 {
        return Err(format!("there is no {what} in the site: build it first").into());
    }
    if bytes > limit {
        return Err(format!("all {what} together takes {bytes} bytes, more than the {limit} a page may cost").into());
    }
    Ok(())
}

/// The compressed size of all files with an ending, in all folders.
fn packed(folder: &Path, ending: &str) -> Outcome<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            sum += packed(&path, ending)?;
        } else if path.extension().is_some_and(|found| found == ending) {
            sum += compressed(&fs::read(&path)?)?;
        }
    }
    Ok(sum)
}

fn compressed(bytes: &[u8]) -> Outcome<u64> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: QUALITY, lgwin: WINDOW, ..Default::default() };
    brotli::BrotliCompress(&mut &*bytes, &mut out, &parameters)?;
    Ok(u64::try_from(out.len())?)
}

#[cfg(test)]
mod tests {
    use super::{packed, within};

    #[test]
    fn a_site_over_its_budget_fails_and_so_does_an_empty_one() {
        assert!(within("JavaScript", 9_999, 10_000).is_ok());
        assert!(within("JavaScript", 10_001, 10_000).expect_err("too much").to_string().contains("10001 bytes"));
        assert!(within("JavaScript", 0, 10_000).is_err());
    }

    #[test]
    fn files_in_folders_count_too() {
        let folder = std::env::temp_dir().join(format!("xtask-{}-budget", std::process::id()));
        std::fs::create_dir_all(folder.join("deep")).expect("a folder");
        std::fs::write(folder.join("deep/a.js"), "a".repeat(1_000)).expect("written");
        std::fs::write(folder.join("b.css"), "b").expect("written");
        let size = packed(&folder, "js").expect("read");
        assert!(size > 0 && size < 100, "{size}");
        assert_eq!(packed(&folder, "wasm").expect("read"), 0);
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
