//! `almoner mirror`

use std::path::PathBuf;

use clap::Args;

use ledger::log::Policy;

use super::witness::WitnessOptions;
use super::{Database, Outcome, failed};
use crate::desk::documents::Folder;
use crate::log::mirror::Following;

#[derive(Debug, Args)]
pub(super) struct MirrorLog {
    /// The log to follow, as https://give.example/log.
    url: String,

    /// Whom to believe: a tlog-policy with the log's key, its witnesses and the quorum you ask for.
    #[arg(long, env = "ALMONER_LOG_POLICY", value_name = "FILE")]
    policy: PathBuf,

    #[command(flatten)]
    database: Database,

    /// Address and port; port 0 takes any that is free.
    #[arg(long, env = "ALMONER_LISTEN", default_value = "127.0.0.1:3002")]
    listen: String,

    /// Where the mirror is reached from outside, as https://mirror.example.
    #[arg(long, env = "ALMONER_ORIGIN")]
    origin: Option<String>,

    /// Where copies of documents are kept; by default LEDGER.documents beside the ledger's file.
    #[arg(long, env = "ALMONER_DOCUMENTS", value_name = "DIR")]
    documents: Option<PathBuf>,

    /// A witness too, at /witness, where a key is given: of what was replayed here, until the mirror stops.
    #[command(flatten)]
    witness: WitnessOptions,
}

impl MirrorLog {
    pub(super) fn run(self) -> Outcome<()> {
        let cannot = |reason: &dyn std::fmt::Display| failed(format!("{}: {reason}", self.policy.display()));
        let text = std::fs::read_to_string(&self.policy).map_err(|error| cannot(&error))?;
        let policy = Policy::parse(&text).map_err(|fault| cannot(&fault.say(super::language())))?;
        let location = self.database.location()?;
        let evidence = PathBuf::from(format!("{}.evidence", location.beside()));
        // Its own cosignature may be one that the quorum waits for.
        let ahead_of_quorum = self.witness.is_wanted();
        let following = Following { url: self.url.clone(), policy, evidence, ahead_of_quorum };
        let ready = crate::http::prepare(&location, &self.listen).map_err(failed)?;
        let ready = match self.documents.clone().or_else(|| location.documents()) {
            Some(path) => {
                let cannot = |error| failed(format!("--documents {}: {error}", path.display()));
                ready.keeping(Folder::open(&path).map_err(cannot)?)
            }
            None => ready,
        };
        let ready = ready.reached_at(self.origin.as_deref()).mirroring(following).map_err(failed)?;
        let ready = match self.witness.is_wanted() {
            true => ready.witnessing(self.witness.start(&self.policy)?),
            false => ready,
        };
        let address = ready.address().map_err(failed)?;
        println!("Almoner mirrors {} at http://{address}/. Ctrl-C stops it.", self.url);
        actix_web::rt::System::new().block_on(ready.run()).map_err(failed)
    }
}
