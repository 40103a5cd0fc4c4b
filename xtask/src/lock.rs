//! `Cargo.lock`, as far as a build must know it.

use std::fs;

use crate::Outcome;
use crate::workspace::Workspace;

/// The program in the browser and the tool that binds it must speak the same unpublished format: one version of both.
/// This program was linked from the same lock, so the lock tells the version of the tool in it.
pub(crate) fn check_bindgen(workspace: &Workspace) -> Outcome<()> {
    let text = fs::read_to_string(workspace.file("Cargo.lock"))?;
    let [library, tool] = ["wasm-bindgen", "wasm-bindgen-cli-support"].map(|name| versions(&text, name));
    if library? == tool? { Ok(()) } else { Err(drifted(&text).into()) }
}

fn drifted(lock: &str) -> String {
    let show = |name| versions(lock, name).unwrap_or_default().join(" and ");
    format!(
        "Cargo.lock has wasm-bindgen {} but wasm-bindgen-cli-support {}: set the version in xtask/Cargo.toml to that of \
         wasm-bindgen, then run `cargo update -p wasm-bindgen-cli-support`",
        show("wasm-bindgen"),
        show("wasm-bindgen-cli-support"),
    )
}

fn versions(lock: &str, name: &str) -> Outcome<Vec<String>> {
    let lock: toml::Table = lock.parse()?;
    let packages = lock.get("package").and_then(toml::Value::as_array).ok_or("Cargo.lock lists no packages")?;
    let field = |package: &toml::Value, key| package.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    let named = packages.iter().filter(|package| field(package, "name").as_deref() == Some(name));
    Ok(named.filter_map(|package| field(package, "version")).collect())
}

#[cfg(test)]
mod tests {
    use super::{check_bindgen, drifted, versions};
    use crate::workspace::Workspace;

    const LOCK: &str = "\
        [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n\
        [[package]]\nname = \"wasm-bindgen-cli-support\"\nversion = \"0.2.129\"\n";

    #[test]
    fn the_library_and_the_tool_are_of_one_version() {
        let workspace = Workspace::find().expect("a workspace");
        check_bindgen(&workspace).expect("one version");
    }

    #[test]
    fn a_drift_is_told_with_both_versions() {
        assert_ne!(versions(LOCK, "wasm-bindgen").ok(), versions(LOCK, "wasm-bindgen-cli-support").ok());
        assert!(drifted(LOCK).contains("wasm-bindgen 0.2.130 but wasm-bindgen-cli-support 0.2.129"));
    }
}
