//! What a page may cost: all WebAssembly and all JavaScript, as a browser downloads them. The program that checks is fetched
//! only by who checks, so it has a budget of its own.

use std::fs;
use std::path::Path;

use crate::Outcome;
use crate::workspace::Workspace;

/// A slow telephone fetches this in about two seconds.
const WASM_LIMIT_BYTES: u64 = 80_000;
const SCRIPT_LIMIT_BYTES: u64 = 10_000;

/// Keys, trees, ML-DSA, the ledger's own events, reports derived anew, and the words of a page to hold against what the reader
/// sees: little above what they take. It is fetched when somebody asks for a check, never with a page.
const CHECKER_LIMIT_BYTES: u64 = 206_000;

/// What the names of the checker's files begin with.
const CHECKER: &str = "check";

/// Put into files that somebody keeps, and fetched by no page.
const KEPT: &str = "check-copy.js";

/// What brotli calls its strongest, and the window that it takes by itself.
const QUALITY: i32 = 11;
const WINDOW: i32 = 22;

/// Measures `target/site`, and fails where it is over.
pub(crate) fn check(workspace: &Workspace) -> Outcome<()> {
    let site = workspace.site();
    let is_checker = |name: &str| name.starts_with(CHECKER);
    let of_pages = |ending| packed(&site, ending, &|name| !is_checker(name));
    let (wasm, script) = (of_pages("wasm")?, of_pages("js")?);
    let of_checker = |ending| packed(&site, ending, &|name| is_checker(name) && name != KEPT);
    let checker = of_checker("wasm")? + of_checker("js")?;
    println!("   brotli: checker {checker} of {CHECKER_LIMIT_BYTES} bytes");
    within("the checker", checker, CHECKER_LIMIT_BYTES)?;
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

/// The compressed size of all files with an ending, in all folders, whose name counts.
fn packed(folder: &Path, ending: &str, counts: &dyn Fn(&str) -> bool) -> Outcome<u64> {
    let mut sum = 0;
    for entry in fs::read_dir(folder).map_err(|error| format!("cannot list {}: {error}", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            sum += packed(&path, ending, counts)?;
        } else if path.extension().is_some_and(|found| found == ending)
            && path.file_name().and_then(|name| name.to_str()).is_some_and(counts)
        {
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
        let size = packed(&folder, "js", &|_| true).expect("read");
        assert!(size > 0 && size < 100, "{size}");
        assert_eq!(packed(&folder, "js", &|name| name != "a.js").expect("read"), 0);
        assert_eq!(packed(&folder, "wasm", &|_| true).expect("read"), 0);
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
