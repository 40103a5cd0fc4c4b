//! `almoner witness`, and the same beside a log of one's own: `almoner serve --witness-for`.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use clap::Args;

use ledger::log::Policy;

use super::{Outcome, failed};
use crate::log::gate::cosigned_beside;
use crate::log::key_file;
use crate::witness::{Guard, Settings, Witness};

/// What a witness needs.
#[derive(Debug, Args)]
pub(super) struct WitnessOptions {
    /// The file of a key that cosigns (almoner key new --witness); may be given twice, as for Ed25519 and ML-DSA-44.
    #[arg(long, env = "ALMONER_WITNESS_KEY", value_name = "FILE")]
    witness_key: Vec<PathBuf>,

    /// Where it keeps what it cosigned last; by default beside the first key.
    #[arg(long, env = "ALMONER_WITNESS_STORE", value_name = "FILE")]
    witness_store: Option<PathBuf>,

    /// Where the same is kept a second time, against old copies of the store; by default beside each key.
    #[arg(long, env = "ALMONER_WITNESS_GATE", value_name = "FILE")]
    witness_gate: Option<PathBuf>,

    /// Begin although nothing is kept beside the key of what it cosigned: once, if you are sure that the store is the newest
    /// copy, or that the key has never cosigned. A witness that forgot would cosign a fork.
    #[arg(long, requires = "witness_key")]
    new_witness_gate: bool,
}

impl WitnessOptions {
    /// Whether a key was given.
    pub(super) fn is_wanted(&self) -> bool {
        !self.witness_key.is_empty()
    }

    /// Starts watching the logs that a policy file names.
    pub(super) fn start(&self, logs: &Path) -> Outcome<Witness> {
        let cannot = |reason: &dyn std::fmt::Display| failed(format!("{}: {reason}", logs.display()));
        let text = std::fs::read_to_string(logs).map_err(|error| cannot(&error))?;
        let logs = Policy::parse(&text).map_err(|fault| cannot(&fault.say(super::language())))?;
        let keys = self.witness_key.iter().map(|path| key_file::read(path)).collect::<Result<Vec<_>, _>>();
        let keys = keys.map_err(failed)?;
        let store = self.store()?;
        let mut gates = self.gates()?.into_iter();
        let gate = gates.next().unwrap_or_default();
        let guard = Guard { more_gates: gates.collect(), new_gate: self.new_witness_gate };
        Witness::start_guarded(Settings { keys, logs, store, gate }, guard).map_err(failed)
    }

    fn store(&self) -> Outcome<PathBuf> {
        if let Some(store) = &self.witness_store {
            return Ok(store.clone());
        }
        let mut path = self.witness_key.first().cloned().unwrap_or_default().into_os_string();
        if is_variable(Path::new(&path)) {
            return Err(failed("--witness-store: a key from a variable has no file to keep it beside: say where"));
        }
        path.push(".store");
        Ok(path.into())
    }

    /// A gate beside each key, so that it is there still when another key has been given up.
    fn gates(&self) -> Outcome<Vec<PathBuf>> {
        if let Some(gate) = &self.witness_gate {
            return Ok(vec![gate.clone()]);
        }
        let beside = |key: &PathBuf| match is_variable(key) {
            true => Err(failed(
                "--witness-gate: a key from a variable has no file to keep what was cosigned last beside: say where",
            )),
            false => Ok(cosigned_beside(key)),
        };
        self.witness_key.iter().map(beside).collect()
    }
}

/// Whether a key is read from a variable, not from a file.
fn is_variable(key: &Path) -> bool {
    key.to_str().is_some_and(|key| key.starts_with(key_file::IN_ENVIRONMENT))
}

#[derive(Debug, Args)]
pub(super) struct WitnessAlone {
    /// The logs to watch: a tlog-policy, of which the log lines and "quorum none" are enough.
    logs: PathBuf,

    #[command(flatten)]
    options: WitnessOptions,

    /// Address and port; port 0 takes any that is free.
    #[arg(long, env = "ALMONER_LISTEN", default_value = "127.0.0.1:3001")]
    listen: String,
}

impl WitnessAlone {
    pub(super) fn run(self) -> Outcome<()> {
        let listener = TcpListener::bind(&self.listen)
            .map_err(|error| failed(format!("cannot listen on {}: {error}", self.listen)))?;
        let witness = self.options.start(&self.logs)?;
        let address = listener.local_addr().map_err(failed)?;
        println!("Almoner witnesses at http://{address}/. Ctrl-C stops it. Publish these keys:");
        witness.keys().iter().for_each(|key| println!("{key}"));
        actix_web::rt::System::new().block_on(crate::http::run_witness(listener, witness)).map_err(failed)
    }
}
