//! The browser's part: what a page loads, in `target/site`, ready to be embedded into the server.
//!
//! | in the site | made from |
//! |---|---|
//! | `almoner.wasm`, `almoner.js`, `snippets/` | the crate `app`, compiled with its feature `hydrate`, bound and shrunk |
//! | `check.wasm`, `check-page.js`, `check-worker.js` | the crate `checker`, for the browser, and the scripts in its folder `browser` |
//! | `check-copy.js` | the same for a copy that somebody keeps: one script, which the server puts into the file |
//! | `almoner.css` | the files that `style/order.txt` names, in that order |
//! | `*.br`, `*.gz` | those of them that get smaller, compressed once |
//! | the rest | `public/`, as it is |
//!
//! A file is written only where its bytes changed and removed where nothing makes it any more, so that a build after a
//! build compiles nothing. Leptos asks for `almoner.wasm` (without wasm-bindgen's `_bg`) because `LEPTOS_OUTPUT_NAME` is
//! set in `.cargo/config.toml`.
//!
//! - `style`, `checker`: the style sheet, what checks; `shrink`: `wasm-opt`; `pack`: what is compressed
//! - `files`: what the site is to hold; `budget`: what a page may cost

use std::fs;
use std::path::Path;

use wasm_bindgen_cli_support::Bindgen;

use crate::command::{cargo, run};
use crate::machine::WASM;
use crate::workspace::Workspace;
use crate::{Outcome, lock};
use files::Files;

pub(crate) mod budget;
mod checker;
mod files;
mod pack;
mod shrink;
mod style;

/// The stem of the browser's files, and `LEPTOS_OUTPUT_NAME`.
const NAME: &str = "almoner";

/// Makes `target/site` what the sources say.
pub(crate) fn build(workspace: &Workspace) -> Outcome<()> {
    lock::check_bindgen(workspace)?;
    fs::create_dir_all(workspace.site())?;
    compile(workspace, "app", "hydrate")?;
    let bound = workspace.made("browser");
    bind(&workspace.built(&format!("{WASM}/browser/app.wasm")), &bound)?;
    let mut files = Files::default();
    gather(&mut files, workspace, &bound)?;
    compile(workspace, "checker", "browser")?;
    checker::gather(&mut files, workspace)?;
    pack::pack(&mut files)?;
    let changed = files.write_to(&workspace.site())?;
    let of = |name: &str| files.size_bytes(&format!("{NAME}.{name}")) / 1000;
    println!("   wasm {} kB, script {} kB, style {} kB; {changed} files changed", of("wasm"), of("js"), of("css"));
    println!("   checker {} kB", files.size_bytes("check.wasm") / 1000);
    Ok(())
}

fn compile(workspace: &Workspace, package: &str, feature: &str) -> Outcome<()> {
    let mut command = cargo(workspace.root());
    command.args(["build", "-p", package, "--lib", "--target", WASM, "--profile", "browser"]);
    run(command.args(["--no-default-features", "--features", feature]))
}

fn bind(wasm: &Path, into: &Path) -> Outcome<()> {
    if into.exists() {
        fs::remove_dir_all(into)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(wasm).web(true)?.out_name(NAME).omit_default_module_path(true).typescript(false);
    Ok(bindgen.remove_name_section(true).remove_producers_section(true).generate(into)?)
}

fn gather(files: &mut Files, workspace: &Workspace, bound: &Path) -> Outcome<()> {
    let public = workspace.file("public");
    if public.is_dir() {
        files.add_folder(&public)?;
    }
    files.add_folder(bound)?;
    let wasm = files.take(&format!("{NAME}_bg.wasm")).ok_or("wasm-bindgen made no wasm file")?;
    files.add(&format!("{NAME}.wasm"), shrink::shrink(workspace, "shrunk", wasm)?)?;
    let sheet = style::address(&String::from_utf8(style::concatenate(&workspace.file("style"))?)?, files)?;
    files.add(&format!("{NAME}.css"), sheet.into_bytes())
}
