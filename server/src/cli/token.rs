//! `almoner token add`

use clap::Subcommand;

use super::{BY, Database, Outcome, PrivateStore, Recorder, failed};
use crate::desk::people::permission::Role;
use crate::private::acts::{self, Act};
use crate::private::tokens::{self, NewToken};
use crate::store::write::now;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

#[derive(Debug, Subcommand)]
pub(super) enum Token {
    /// Make a token for a program. It is shown once; only its hash is kept.
    Add {
        #[command(flatten)]
        recorder: Recorder,
        /// What it is for: a recorder records everything over HTTP; an admin looks after its organisation's webhooks, and
        /// records nothing.
        #[arg(long, default_value = "recorder", value_parser = ["recorder", "admin"])]
        role: String,
        /// For how many days it is good, at most two years.
        #[arg(long, default_value_t = 365, value_parser = clap::value_parser!(i64).range(1..=730))]
        days: i64,
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        private: PrivateStore,
    },
}

impl Token {
    pub(super) fn run(self) -> Outcome<()> {
        let Self::Add { recorder, role, days, database, private } = self;
        let actor = recorder.actor()?;
        let end = now().ms().saturating_add(DAY_MS.saturating_mul(days));
        let new = NewToken { expires_at: Some(end), ..NewToken::for_all(actor.clone()) };
        let new = if role == Role::Admin.word() { new.of_admin() } else { new };
        let made = private.open(&database)?.transaction(|db| {
            acts::add(db, BY, Act::TokenMade, actor.as_str(), if new.role == "recorder" { "" } else { &new.role })?;
            tokens::add(db, &new)
        });
        let token = made.map_err(failed)?;
        println!("{token}");
        let does = if new.role == "recorder" { "records" } else { "looks after webhooks" };
        eprintln!("{does} as {actor} for {days} days; it is not shown again");
        Ok(())
    }
}
