//! What the computer must have, and how to get it.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::command::{cargo, on_path, output, run, works};
use crate::workspace::Workspace;

/// What the pages' programs are compiled for.
pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Has Rust's standard library for the browser, or gets it.
pub(crate) fn wasm_target(workspace: &Workspace) -> Outcome<()> {
    let mut rustc = Command::new("rustc");
    rustc.current_dir(workspace.root()).args(["--print", "target-libdir", "--target", WASM]);
    if Path::new(output(&mut rustc)?.trim()).is_dir() {
        return Ok(());
    }
    rustup(workspace, &["target", "add", WASM])
}

/// Has rustfmt and clippy, or gets them.
pub(crate) fn components(workspace: &Workspace) -> Outcome<()> {
    for (verb, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if output(cargo(workspace.root()).args([verb, "--version"])).is_err() {
            rustup(workspace, &["component", "add", component])?;
        }
    }
    Ok(())
}

fn rustup(workspace: &Workspace, arguments: &[&str]) -> Outcome<()> {
    if !on_path("rustup") {
        return Err(format!(
            "rustup is not installed: get it, or see to `rustup {}` in your own way",
            arguments.join(" ")
        )
        .into());
    }
    run(Command::new("rustup").current_dir(workspace.root()).args(arguments))
}

/// The browser for tests: Debian's Chromium, unless `CHROMIUM` names another.
pub(crate) fn chromium() -> PathBuf {
    env::var_os("CHROMIUM").map_or_else(|| "/usr/bin/chromium".into(), PathBuf::from)
}

/// Has the programs that only tests need, or installs Debian's packages of them.
pub(crate) fn packages() -> Outcome<()> {
    let missing = missing_packages();
    if missing.is_empty() {
        return Ok(());
    }
    let line = format!("apt-get install -y {}", missing.join(" "));
    if !on_path("apt-get") || !rustix::process::geteuid().is_root() {
        return Err(format!(
            "the tests need programs that are not here; as root, run `{line}`, or the like of your system"
        )
        .into());
    }
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(&missing))
}

fn missing_packages() -> Vec<&'static str> {
    let wanted: [(bool, &[&str]); 7] = [
        (chromium().is_file(), &["chromium", "fonts-noto-cjk"]),
        (on_path("xmllint"), &["libxml2-utils"]),
        (on_path("npm") && works("node", &["--version"]), &["nodejs", "npm"]),
        (has_postgres(), &["postgresql"]),
        (on_path("strace"), &["strace"]),
        (works("python3", &["-c", "import jsonschema"]), &["python3", "python3-jsonschema"]),
        (works("python3", &["-c", "import ensurepip"]), &["python3-venv"]),
    ];
    wanted.iter().filter(|(here, _)| !here).flat_map(|(_, packages)| packages.iter().copied()).collect()
}

/// Debian keeps the server, a folder a version, off the path.
fn has_postgres() -> bool {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    on_path("postgres") || versions.into_iter().any(|version| version.path().join("bin/postgres").is_file())
}
