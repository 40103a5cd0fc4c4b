//! `almoner key new`

use std::path::PathBuf;

use clap::Subcommand;

use ledger::log::key::Algorithm;

use super::{Outcome, failed};
use crate::log::gate::cosigned_beside;
use crate::log::key_file;

#[derive(Debug, Subcommand)]
pub(super) enum Key {
    /// Make a key that signs, in a file that only you can read. Prints the key that verifies: publish that one.
    New {
        /// The key's name. A log's is its address without https:// and slash at the end, as give.example/log.
        name: String,
        /// The file to write; it must not be there yet.
        file: PathBuf,
        /// A witness's key, which cosigns other logs, instead of a log's own.
        #[arg(long)]
        witness: bool,
        /// A witness's key that signs with ML-DSA-44, which no quantum computer breaks.
        #[arg(long, conflicts_with = "witness")]
        witness_ml_dsa: bool,
    },
}

impl Key {
    pub(super) fn run(self) -> Outcome<()> {
        let Self::New { name, file, witness, witness_ml_dsa } = self;
        let algorithm = match (witness, witness_ml_dsa) {
            (_, true) => Algorithm::CosignMlDsa44,
            (true, _) => Algorithm::CosignEd25519,
            _ => Algorithm::Ed25519,
        };
        let key = key_file::make(&file, &name, algorithm).map_err(failed)?;
        println!("{}", key.verifier());
        eprintln!("the secret is in {}; keep a copy where the database's backups are not", file.display());
        if algorithm.is_cosigner() {
            let gate = cosigned_beside(&file);
            eprintln!("what it cosigns last stands in {}: it belongs to the key, and to no backup", gate.display());
        }
        Ok(())
    }
}
