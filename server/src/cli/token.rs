//! `almoner token add`

use clap::Subcommand;

use super::{Database, Outcome, Recorder, failed};
use crate::store::{Access, tokens};

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token that lets its bearer record over HTTP. It is shown once; only its hash is kept.
    Add {
        #[command(flatten)]
        recorder: Recorder,
        #[command(flatten)]
        database: Database,
    },
}

impl Token {
    pub(super) fn run(self) -> Outcome<()> {
        let Self::Add { recorder, database } = self;
        let actor = recorder.actor()?;
        let mut db = database.location()?.open(Access::Write).map_err(failed)?;
        let token = tokens::add(&mut db, &actor).map_err(failed)?;
        println!("{token}");
        eprintln!("records as {actor}; it is not shown again");
        Ok(())
    }
}
