//! `almoner staff`

use clap::{Args, Subcommand};

use ledger::value::Actor;

use super::{BY, Database, Failed, Outcome, PrivateStore, failed};
use crate::desk::people::permission::{Grant, Role, Scope};
use crate::private::acts::{self, Act};
use crate::private::people::{self, Added};
use crate::private::{Private, links};

#[derive(Debug, Subcommand)]
pub(super) enum Staff {
    /// Add somebody, and print the one-time link by which they set their password.
    Add {
        #[command(flatten)]
        who: Who,
        /// Who it is, for colleagues: never in the log.
        #[arg(long, default_value = "")]
        name: String,
        /// What they may do for the whole organisation; may be given more than once. The first of an organisation is its
        /// admin, and gives the others theirs at /desk/people.
        #[arg(long, default_value = "admin", value_parser = roles())]
        role: Vec<String>,
    },
    /// Print a new one-time link, for somebody who lost the password.
    Link {
        #[command(flatten)]
        who: Who,
    },
}

#[derive(Debug, Args)]
pub(super) struct Who {
    /// The organisation's id in the ledger.
    #[arg(long)]
    organisation: String,
    /// The pseudonym that is in every entry they record: small letters, digits, hyphens.
    #[arg(long)]
    handle: String,
    /// Where the site is reached from outside, for the link.
    #[arg(long, env = "ALMONER_ORIGIN", default_value = "http://127.0.0.1:3000")]
    origin: String,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    private: PrivateStore,
}

fn roles() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Role::ALL.iter().map(|role| role.word()))
}

impl Who {
    fn account(&self) -> Outcome<Actor> {
        let account = format!("{}/{}", self.organisation, self.handle);
        Actor::new(&account).map_err(|rule| Failed(ledger::Refusal::new("--handle", rule).say(super::language())))
    }

    fn private(&self) -> Outcome<Private> {
        self.private.open(&self.database)
    }

    fn print(&self, secret: &str) {
        println!("{}/desk/set-up?secret={secret}", self.origin.trim_end_matches('/'));
        eprintln!("the link works once, within two days; it is not shown again");
    }
}

impl Staff {
    pub(super) fn run(self) -> Outcome<()> {
        match self {
            Self::Add { who, name, role } => add(&who, &name, &role),
            Self::Link { who } => link(&who),
        }
    }
}

fn add(who: &Who, name: &str, roles: &[String]) -> Outcome<()> {
    let account = who.account()?;
    let name = if name.trim().is_empty() { &who.handle } else { name.trim() };
    let grants: Vec<Grant> = roles
        .iter()
        .filter_map(|word| Role::of_word(word))
        .map(|role| Grant { role, organisation: who.organisation.clone(), scope: Scope::Organisation })
        .collect();
    let made = who.private()?.transaction(|db| {
        let Added::Person(id) = people::add(db, &account, name)? else { return Ok(None) };
        for grant in &grants {
            people::give(db, id, grant)?;
        }
        acts::add(db, BY, Act::PersonAdded, account.as_str(), &roles.join(" "))?;
        links::make(db, id).map(Some)
    });
    let secret = made.map_err(|error: crate::store::StoreError| failed(error))?;
    let secret = secret.ok_or_else(|| Failed(format!("{account} is there already: see almoner staff link")))?;
    who.print(&secret);
    Ok(())
}

fn link(who: &Who) -> Outcome<()> {
    let account = who.account()?;
    let made = who.private()?.transaction(|db| {
        let Some(person) = people::by_account(db, account.as_str())? else { return Ok(None) };
        acts::add(db, BY, Act::LinkMade, account.as_str(), "")?;
        links::make(db, person.id).map(Some)
    });
    let secret = made.map_err(|error: crate::store::StoreError| failed(error))?;
    who.print(&secret.ok_or_else(|| Failed(format!("nobody is called {account}")))?);
    Ok(())
}
