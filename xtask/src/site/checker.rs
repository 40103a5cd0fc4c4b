//! The program that checks, bound for a classic worker and for a file that is opened from a folder: neither can import
//! modules, so each is one script.

use std::fs;

use wasm_bindgen_cli_support::Bindgen;

use super::files::Files;
use super::shrink;
use crate::Outcome;
use crate::machine::WASM;
use crate::workspace::Workspace;

const NAME: &str = "check";

/// What each script is made of: `bound` is what wasm-bindgen wrote, the others lie in `app/checker/browser`.
const SCRIPTS: [(&str, &[&str]); 3] = [
    ("check-page.js", &["view", "page"]),
    ("check-worker.js", &["bound", "worker"]),
    ("check-copy.js", &["bound", "view", "copy"]),
];

/// Adds the program and its scripts.
pub(super) fn gather(files: &mut Files, workspace: &Workspace) -> Outcome<()> {
    let folder = workspace.made("checker");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.input_path(workspace.built(&format!("{WASM}/browser/checker.wasm")));
    bindgen.no_modules(true)?.out_name(NAME).omit_default_module_path(true).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true).generate(&folder)?;
    let wasm = fs::read(folder.join(format!("{NAME}_bg.wasm")))?;
    files.add(&format!("{NAME}.wasm"), shrink::shrink(workspace, "shrunk-checker", wasm)?)?;
    for (script, parts) in SCRIPTS {
        let mut text = String::new();
        for part in parts {
            let path = match *part {
                "bound" => folder.join(format!("{NAME}.js")),
                own => workspace.file("app/checker/browser").join(format!("{own}.js")),
            };
            text += &fs::read_to_string(&path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
        }
        files.add(script, text.into_bytes())?;
    }
    Ok(())
}
