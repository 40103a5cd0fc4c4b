//! The rules of `deny.toml` that need no network, enforced without installing `cargo-deny`: licences, sources, bans.

use std::collections::HashSet;
use std::fs;
use std::process::Command;

use serde_json::Value;
use spdx::{Expression, Licensee, ParseMode};

use crate::Outcome;
use crate::command::{cargo, output};
use crate::machine::WASM;
use crate::workspace::Workspace;

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Checks every crate that is compiled for this machine or for the browser, those for builds and tests included.
pub(crate) fn check(workspace: &Workspace) -> Outcome<()> {
    let rules = Rules::read(&fs::read_to_string(workspace.file("deny.toml"))?)?;
    let metadata = metadata(workspace)?;
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let used: HashSet<String> =
        list(&metadata["resolve"]["nodes"]).iter().filter_map(|node| text(&node["id"])).collect();
    let crates = list(&metadata["packages"]);
    let crates: Vec<&Value> =
        crates.iter().filter(|one| text(&one["id"]).is_some_and(|id| used.contains(&id))).collect();
    let objections: Vec<String> = crates.iter().filter_map(|one| rules.objection(one)).collect();
    if objections.is_empty() {
        println!("   {} crates, all within deny.toml", crates.len());
        return Ok(());
    }
    Err(format!("deny.toml does not allow:\n  {}", objections.join("\n  ")).into())
}

fn metadata(workspace: &Workspace) -> Outcome<Value> {
    let host = output(Command::new("rustc").current_dir(workspace.root()).args(["--print", "host-tuple"]))?;
    let mut command = cargo(workspace.root());
    command.args(["metadata", "--locked", "--all-features", "--format-version", "1"]);
    command.args(["--filter-platform", host.trim(), "--filter-platform", WASM]);
    Ok(serde_json::from_str(&output(&mut command)?)?)
}

struct Rules {
    allowed: Vec<Licensee>,
    banned: Vec<String>,
}

impl Rules {
    fn read(deny: &str) -> Outcome<Self> {
        let deny: toml::Table = deny.parse()?;
        let array = |table: &str, key: &str| {
            let value = deny.get(table).and_then(|table| table.get(key)).and_then(toml::Value::as_array);
            value.ok_or(format!("deny.toml has no list `{key}` in [{table}]"))
        };
        let allowed = array("licenses", "allow")?.iter().filter_map(toml::Value::as_str);
        let banned = array("bans", "deny")?.iter().filter_map(|one| one.get("crate")?.as_str());
        Ok(Self {
            allowed: allowed.map(Licensee::parse).collect::<Result<_, _>>()?,
            banned: banned.map(str::to_owned).collect(),
        })
    }

    /// What speaks against a crate; nothing where it is ours or all is well.
    fn objection(&self, described: &Value) -> Option<String> {
        let source = text(&described["source"])?;
        let name = text(&described["name"]).unwrap_or_default();
        if self.banned.contains(&name) {
            return Some(format!("{name}: it is banned"));
        }
        if source != CRATES_IO {
            return Some(format!("{name}: it comes from {source}"));
        }
        let licence = text(&described["license"]).unwrap_or_default();
        match Expression::parse_mode(&licence, ParseMode::LAX) {
            Ok(expression) if expression.evaluate(|wanted| self.allowed.iter().any(|one| one.satisfies(wanted))) => {
                None
            }
            _ => Some(format!("{name}: its licence is `{licence}`")),
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{CRATES_IO, Rules};

    fn objection(name: &str, licence: &str, source: &str) -> Option<String> {
        let deny = "[licenses]\nallow = [\"MIT\", \"Unicode-3.0\"]\n[bans]\ndeny = [{ crate = \"bad\" }]";
        let rules = Rules::read(deny).expect("rules");
        rules.objection(&json!({ "name": name, "license": licence, "source": source }))
    }

    #[test]
    fn one_allowed_alternative_is_enough_and_every_part_is_needed() {
        assert_eq!(objection("good", "GPL-3.0 OR MIT", CRATES_IO), None);
        assert_eq!(objection("good", "MIT/Apache-2.0", CRATES_IO), None);
        assert_eq!(objection("good", "MIT AND Unicode-3.0", CRATES_IO), None);
        assert!(objection("half", "MIT AND GPL-3.0", CRATES_IO).is_some());
        assert!(objection("none", "", CRATES_IO).is_some());
    }

    #[test]
    fn a_banned_name_and_a_strange_source_are_refused() {
        assert!(objection("bad", "MIT", CRATES_IO).is_some());
        assert!(objection("good", "MIT", "git+https://example.org/good").is_some());
    }

    #[test]
    fn our_own_crates_need_no_permission() {
        let rules = Rules { allowed: Vec::new(), banned: Vec::new() };
        assert_eq!(rules.objection(&json!({ "name": "ledger", "license": "Apache-2.0", "source": null })), None);
    }
}
