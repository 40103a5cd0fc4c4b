//! `cargo xtask build`: the browser's part, then the server that embeds it, both in release.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use crate::step::step;
use crate::workspace::Workspace;
use crate::{Outcome, machine, server, site};

/// Builds both and says where the program is.
pub(crate) fn run(workspace: &Workspace) -> Outcome<ExitCode> {
    let binary = both(workspace)?;
    let tenths_mib = fs::metadata(&binary)?.len() * 10 / (1 << 20);
    println!("\n{} ({}.{} MiB)", binary.display(), tenths_mib / 10, tenths_mib % 10);
    Ok(ExitCode::SUCCESS)
}

/// Builds the browser's part, and measures it.
pub(crate) fn site(workspace: &Workspace) -> Outcome<ExitCode> {
    step("Rust for the browser", || machine::wasm_target(workspace))?;
    step("browser part, release", || site::build(workspace))?;
    step("browser part, size", || site::budget::check(workspace))?;
    Ok(ExitCode::SUCCESS)
}

/// Builds both and gives the path of the server's program.
pub(crate) fn both(workspace: &Workspace) -> Outcome<PathBuf> {
    step("Rust for the browser", || machine::wasm_target(workspace))?;
    step("browser part, release", || site::build(workspace))?;
    step("server, release", || server::build_release(workspace))
}
