//! `almoner witness`, and the same beside a log of one's own: `almoner serve --witness-for`.

use std::net::TcpListener;
use std::path::{Path, PathBuf};

use clap::Args;

use ledger::log::Policy;

use super::{Outcome, failed};
use crate::log::key_file;
use crate::witness::{Settings, Witness};

/// What a witness needs.
#[derive(Debug, Args)]
pub(super) struct WitnessOptions {
    /// The file of a key that cosigns (almoner key new --witness); may be given twice, as for Ed25519 and ML-DSA-44.
    #[arg(long, env = "ALMONER_WITNESS_KEY", value_name = "FILE")]
    witness_key: Vec<PathBuf>,

    /// Where it keeps what it cosigned last; by default beside the first key.
    #[arg(long, env = "ALMONER_WITNESS_STORE", value_name = "FILE")]
    witness_store: Option<PathBuf>,
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
        let beside = |ending: &str| {
            let mut path = self.witness_key.first().cloned().unwrap_or_default().into_os_string();
            path.push(ending);
            PathBuf::from(path)
        };
        let store = self.witness_store.clone().unwrap_or_else(|| beside(".store"));
        Witness::start(Settings { keys, logs, store, gate: beside(".last-cosigned") }).map_err(failed)
    }
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
