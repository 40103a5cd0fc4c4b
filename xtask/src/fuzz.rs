//! `cargo xtask fuzz`: whatever comes from strangers, made up by libFuzzer for a while. What breaks a reader is kept in
//! `ledger/fuzz/found`, where the ordinary tests try it again for ever.
//!
//! The compiler's own coverage pass needs no nightly compiler; `cargo fuzz run` with its sanitizers works on the same
//! targets.

use std::fs;
use std::process::{Command, ExitCode};

use crate::Outcome;
use crate::command::{cargo, output, run as run_command};
use crate::step::Steps;
use crate::workspace::Workspace;

/// For each target, where nothing else is said.
pub(crate) const SECONDS: u32 = 60;

/// What libFuzzer wants to know of the program: which edges were taken, and what was compared.
const COVERAGE: [&str; 6] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// Bundles are longer than the rest; more than this finds nothing new.
const LONGEST_BYTES: u32 = 32 * 1024;

/// Runs every target for so many seconds.
pub(crate) fn run(workspace: &Workspace, seconds: u32) -> Outcome<ExitCode> {
    let folder = workspace.file("ledger/fuzz");
    let target_folder = workspace.made("fuzz");
    let host = host(workspace)?;
    let mut steps = Steps::default();
    let mut build = cargo(&folder);
    build.args(["build", "--release", "--locked", "--target", &host]).env("CARGO_TARGET_DIR", &target_folder);
    build.env("CARGO_ENCODED_RUSTFLAGS", COVERAGE.join("\u{1f}"));
    steps.run("fuzz targets", || run_command(&mut build));
    for name in targets(workspace)? {
        let found = folder.join("found").join(&name);
        let corpus = target_folder.join("corpus").join(&name);
        fs::create_dir_all(&corpus)?;
        fs::create_dir_all(&found)?;
        let mut fuzz = Command::new(target_folder.join(&host).join("release").join(&name));
        fuzz.arg(format!("-max_total_time={seconds}")).arg(format!("-max_len={LONGEST_BYTES}"));
        fuzz.args(["-timeout=5", "-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=0"]);
        fuzz.arg(format!("-artifact_prefix={}/", found.display()));
        fuzz.arg(&corpus).arg(folder.join("seeds").join(&name)).arg(&found);
        steps.run(&format!("fuzz {name}, {seconds} s"), || run_command(&mut fuzz));
        // Git keeps no empty folder, and nobody needs one.
        let _ = fs::remove_dir(&found);
    }
    Ok(if steps.summary() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn targets(workspace: &Workspace) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    for file in fs::read_dir(workspace.file("ledger/fuzz/fuzz_targets"))? {
        names.extend(file?.path().file_stem().and_then(|stem| stem.to_str()).map(str::to_owned));
    }
    names.sort();
    Ok(names)
}

/// What this computer is called: flags for a named target are kept from build scripts.
fn host(workspace: &Workspace) -> Outcome<String> {
    let told = output(Command::new("rustc").current_dir(workspace.root()).arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.ok_or("`rustc -vV` names no host")?.to_owned())
}
