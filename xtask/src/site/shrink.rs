//! `wasm-opt`, which halves what the browser downloads. It comes from npm; without npm the site is only larger.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Outcome;
use crate::command::{on_path, run};
use crate::workspace::Workspace;

/// The npm package that brings `wasm-opt`, at the version the sizes were measured with.
const BINARYEN: &str = "binaryen@132.0.0";

/// What browsers have and Rust uses. Not `--all-features`: that makes a file which Chromium refuses.
const ARGUMENTS: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Gives the smaller program. What was shrunk to a folder of this name last is kept beside its result: the same input is not shrunk again.
pub(super) fn shrink(workspace: &Workspace, name: &str, wasm: Vec<u8>) -> Outcome<Vec<u8>> {
    let folder = workspace.made(name);
    let [before, after, how] = ["before.wasm", "after.wasm", "how.txt"].map(|name| folder.join(name));
    let recipe = format!("{BINARYEN} {}", ARGUMENTS.join(" "));
    let same =
        fs::read(&before).is_ok_and(|old| old == wasm) && fs::read(&how).is_ok_and(|old| old == recipe.as_bytes());
    if same && after.is_file() {
        return Ok(fs::read(after)?);
    }
    let tool = match wasm_opt(workspace) {
        Ok(tool) => tool,
        Err(error) => {
            println!("   no wasm-opt ({error}): the wasm file is served as it is, about twice the size it could have");
            return Ok(wasm);
        }
    };
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    fs::write(&before, &wasm)?;
    run(Command::new("node").arg(tool).arg(&before).args(ARGUMENTS).arg("-o").arg(&after))?;
    fs::write(how, recipe)?;
    let shrunk = fs::read(after)?;
    println!("   wasm-opt: {} kB to {} kB", wasm.len() / 1000, shrunk.len() / 1000);
    Ok(shrunk)
}

fn wasm_opt(workspace: &Workspace) -> Outcome<PathBuf> {
    if !on_path("npm") {
        return Err("npm is not installed".into());
    }
    let tools = workspace.made("tools");
    let package = tools.join("node_modules/binaryen");
    let described = fs::read_to_string(package.join("package.json")).unwrap_or_default();
    let described: serde_json::Value = serde_json::from_str(&described).unwrap_or_default();
    if described["version"].as_str().is_none_or(|version| BINARYEN != format!("binaryen@{version}")) {
        fs::create_dir_all(&tools)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--loglevel", "error", "--prefix"]).arg(&tools);
        run(npm.arg(BINARYEN))?;
    }
    Ok(package.join("bin/wasm-opt"))
}
