//! `cargo xtask test`: all that must hold before a change is shared. Every step is run, then the verdict.

use std::process::ExitCode;

use crate::command::{cargo, cargo_linting, run as run_command};
use crate::machine::{self, WASM};
use crate::step::Steps;
use crate::workspace::Workspace;
use crate::{Outcome, browser_tests, judges, licences, site, wasm_tests};

/// What runs in a browser is linted as what runs in a browser.
const LINTS_WASM: [&str; 15] = [
    "clippy",
    "-p",
    "app",
    "-p",
    "ledger",
    "-p",
    "checker",
    "--lib",
    "--target",
    WASM,
    "--no-default-features",
    "--features",
    "app/hydrate,checker/browser",
    "--",
    "-Dwarnings",
];

/// Runs the steps; the last line printed is `steps: N passed, N failed`.
pub(crate) fn run(workspace: &Workspace) -> Outcome<ExitCode> {
    let cargo_step = |arguments: &[&str]| run_command(cargo(workspace.root()).args(arguments));
    let mut steps = Steps::default();
    steps.run("Rust's own tools", || machine::components(workspace).and_then(|()| machine::wasm_target(workspace)));
    steps.run("programs for tests", machine::packages);
    steps.run("format", || cargo_step(&["fmt", "--all", "--check"]));
    steps.run("licences", || licences::check(workspace));
    // Before anything that compiles the server, which embeds it.
    steps.run("browser part, release", || site::build(workspace));
    steps.run("browser part, size", || site::budget::check(workspace));
    steps.run("lints", || compile(workspace));
    steps.run("lints, wasm", || cargo_step(&LINTS_WASM));
    steps.run("tests", || run_command(cargo_linting(workspace.root()).args(["test", "--workspace", "--no-fail-fast"])));
    steps.run("ledger tests, wasm", || wasm_tests::check(workspace));
    steps.run("browser tests", || browser_tests::check(workspace));
    steps.run("other people's judges", || judges::check(workspace));
    Ok(if steps.summary() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Compiles all that the tests need, and lints it; with other arguments other features are chosen and all is compiled again.
pub(crate) fn compile(workspace: &Workspace) -> Outcome<()> {
    run_command(cargo_linting(workspace.root()).args(["build", "--workspace", "--all-targets"]))
}
