//! Where things lie: the sources, what cargo builds, and what is made from both.

use std::env;
use std::path::{Path, PathBuf};

use crate::Outcome;
use crate::command::{cargo, output};

/// The folders of one checkout.
///
/// `CARGO_TARGET_DIR` moves only what cargo builds: the site is always `target/site` of the checkout, because the
/// server embeds it from there when it is compiled, and the demo ledger is where the README says it is.
pub(crate) struct Workspace {
    program: PathBuf,
    root: PathBuf,
    cargo_target: PathBuf,
}

impl Workspace {
    /// The checkout that this program was started from, or else compiled from.
    pub(crate) fn find() -> Outcome<Self> {
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| env!("CARGO_MANIFEST_DIR").into(), PathBuf::from);
        let root = package.parent().ok_or("xtask lies in no workspace")?.to_owned();
        let mut command = cargo(&root);
        command.args(["metadata", "--no-deps", "--format-version", "1"]);
        let metadata: serde_json::Value = serde_json::from_str(&output(&mut command)?)?;
        let target = metadata["target_directory"].as_str().ok_or("`cargo metadata` names no target directory")?;
        Ok(Self { program: env::current_exe()?, root, cargo_target: target.into() })
    }

    /// This program. Asked for at the start: a build may put another file in its place while it runs.
    pub(crate) fn program(&self) -> &Path {
        &self.program
    }

    /// The checkout's top.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file of the checkout.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// A file or folder that is made, under `target`.
    pub(crate) fn made(&self, name: &str) -> PathBuf {
        self.root.join("target").join(name)
    }

    /// What is embedded into the server and sent to browsers.
    pub(crate) fn site(&self) -> PathBuf {
        self.made("site")
    }

    /// A file that cargo built, such as `release/almoner`.
    pub(crate) fn built(&self, name: &str) -> PathBuf {
        self.cargo_target.join(name)
    }
}
