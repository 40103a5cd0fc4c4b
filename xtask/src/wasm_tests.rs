//! The ledger's tests once more, compiled to wasm and run under Node.js: what a reader's browser checks with is what was
//! tested.
//!
//! `cargo test` calls this program for each file of tests (see [`VERB`]). It does what `wasm-bindgen-test-runner` does,
//! with the `wasm-bindgen` that is linked here anyway, so there is no second tool whose version could differ.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::process::{Command, ExitCode};

use wasm_bindgen_cli_support::Bindgen;

use crate::Outcome;
use crate::command::{cargo, run};
use crate::machine::WASM;
use crate::workspace::Workspace;

/// `xtask run-wasm-tests FILE [FILTER]`: called by cargo, not by people.
pub(crate) const VERB: &str = "run-wasm-tests";
/// Names the file in which each run notes how many tests it had.
const COUNTS: &str = "XTASK_WASM_TEST_COUNTS";
/// What `#[wasm_bindgen_test]` puts before the name of the function that it exports.
const EXPORT: &str = "__wbgt_";
const SCRIPT: &str = include_str!("wasm_tests/run.js");

/// Runs them all. None at all is a failure: `#[test]` then was not wasm-bindgen's.
pub(crate) fn check(workspace: &Workspace) -> Outcome<()> {
    let counts = workspace.made("wasm-test-counts.txt");
    fs::create_dir_all(workspace.made(""))?;
    fs::write(&counts, "")?;
    let program = workspace.program().to_str().ok_or("this program lies under a path that is no text")?;
    let runner = serde_json::to_string(&[program, VERB])?;
    let mut command = cargo(workspace.root());
    command.args(["test", "-p", "ledger", "--lib", "--tests", "--target", WASM]);
    run(command.arg("--config").arg(format!("target.{WASM}.runner={runner}")).env(COUNTS, &counts))?;
    let counted = fs::read_to_string(counts)?;
    let total: usize = counted.lines().filter_map(|line| line.parse::<usize>().ok()).sum();
    if total == 0 {
        return Err("the ledger has no test for wasm: its test modules need `wasm_bindgen_test as test`".into());
    }
    println!("   {total} tests under Node.js");
    Ok(())
}

/// Runs the tests of one file whose names contain the first of `arguments`, or all.
pub(crate) fn run_file(wasm: &Path, arguments: &[&str]) -> Outcome<ExitCode> {
    if !has_tests(&fs::read(wasm)?) {
        println!("no test for wasm in {}", wasm.display());
        return Ok(ExitCode::SUCCESS);
    }
    let folder = wasm.with_extension("node");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let filter = arguments.iter().find(|argument| !argument.starts_with('-')).copied().unwrap_or_default();
    let (tests, filtered) = bind(wasm, &folder, filter)?;
    note(tests.len())?;
    let script = folder.join("run.js");
    fs::write(&script, SCRIPT)?;
    let mut node = Command::new("node");
    node.arg(script).arg(filtered.to_string()).args(tests);
    let status = node.status().map_err(|error| format!("cannot start Node.js: {error}"))?;
    Ok(if status.success() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// A file of tests that are all for other machines lacks what binding needs.
fn has_tests(wasm: &[u8]) -> bool {
    wasm.windows(EXPORT.len()).any(|window| window == EXPORT.as_bytes())
}

/// Makes a module for Node.js; gives the exports that are tests, and how many the filter left out.
fn bind(wasm: &Path, folder: &Path, filter: &str) -> Outcome<(Vec<String>, usize)> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).out_name("tests").nodejs(true)?.typescript(false);
    let mut bound = bindgen.debug(true).export_wasm(true).emit_start(false).generate_output()?;
    let names = bound.wasm().exports.iter().map(|export| export.name.clone());
    let all: Vec<String> = names.filter(|name| name.starts_with(EXPORT)).collect();
    let of_all = all.len();
    let tests: Vec<String> = all.into_iter().filter(|name| name.contains(filter)).collect();
    bound.emit(folder)?;
    let filtered = of_all - tests.len();
    Ok((tests, filtered))
}

fn note(count: usize) -> Outcome<()> {
    if let Some(counts) = std::env::var_os(COUNTS) {
        writeln!(OpenOptions::new().append(true).open(counts)?, "{count}")?;
    }
    Ok(())
}
