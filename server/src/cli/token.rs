//! `almoner token add`

use clap::Subcommand;

use super::{Database, Outcome, PrivateStore, Recorder, failed};
use crate::private::tokens::{self, NewToken};

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token that lets its bearer record over HTTP. It is shown once; only its hash is kept.
    Add {
        #[command(flatten)]
        recorder: Recorder,
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        private: PrivateStore,
    },
}

impl Token {
    pub(super) fn run(self) -> Outcome<()> {
        let Self::Add { recorder, database, private } = self;
        let actor = recorder.actor()?;
        let new = NewToken::for_all(actor.clone());
        let token = private.open(&database)?.transaction(|db| tokens::add(db, &new)).map_err(failed)?;
        println!("{token}");
        eprintln!("records as {actor}; it is not shown again");
        Ok(())
    }
}
