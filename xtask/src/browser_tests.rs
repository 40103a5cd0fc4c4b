//! The pages in a real browser: a server with a small demo ledger of its own, and Playwright in `end2end`.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::Outcome;
use crate::command::run;
use crate::machine;
use crate::server::{Running, fill, free_address, receipts, remove_database};
use crate::verify;
use crate::workspace::Workspace;

/// Few enough to fill in a moment, enough that every kind of end occurs.
const GIFTS: u32 = 300;
const SEED: u32 = 7;

/// What a mirror is held to: the pages come from the same code, so two ways of reading them are enough.
const MIRRORED: [&str; 6] = [
    "walks.spec.ts",
    "figures.spec.ts",
    "verify.spec.ts",
    "--project=desk-en",
    "--project=phone-zh-plain",
    "--project=desk",
];

/// Runs them against the development build, which the tests before them compiled anyway.
pub(crate) fn check(workspace: &Workspace) -> Outcome<()> {
    let chromium = machine::chromium();
    if !chromium.is_file() {
        return Err(format!(
            "there is no browser at {}: install one there, or name it in CHROMIUM",
            chromium.display()
        )
        .into());
    }
    verify::compile(workspace)?;
    let folder = workspace.file("end2end");
    install(&folder)?;
    let binary = workspace.built("debug/almoner");
    let database = workspace.made("browser-tests.db");
    remove_database(&database)?;
    fill(&binary, GIFTS, SEED, &database)?;
    let codes: Vec<String> = receipts(&binary, &database)?.into_iter().map(|receipt| receipt.code).collect();
    let mut server = Running::start(&binary, &database, free_address()?)?;
    server.wait_until_healthy()?;
    let playwright = |url: &str, which: &[&str]| {
        let mut tests = Command::new(folder.join("node_modules/.bin/playwright"));
        tests.arg("test").args(which).current_dir(&folder);
        // The desk's walks record, so they start servers of their own.
        tests.env("ALMONER", &binary).env("BASE_URL", url).env("CODES", codes.join(",")).env("CHROMIUM", &chromium);
        run(&mut tests)
    };
    playwright(&server.url(), &[])?;
    // When the original is gone, its mirror answers every public question: the same walks, figures and checks.
    let copy = workspace.made("browser-tests-mirror.db");
    remove_database(&copy)?;
    let mirror = Running::mirror(&binary, &server, &copy)?;
    drop(server);
    playwright(&mirror.url(), &MIRRORED)
}

/// Installs what the lock says, once for each lock.
fn install(folder: &Path) -> Outcome<()> {
    let lock = fs::read(folder.join("package-lock.json"))?;
    let installed = folder.join("node_modules/.installed-lock.json");
    if fs::read(&installed).is_ok_and(|old| old == lock) {
        return Ok(());
    }
    run(Command::new("npm").current_dir(folder).args(["ci", "--no-audit", "--no-fund", "--loglevel", "error"]))?;
    Ok(fs::write(installed, lock)?)
}
