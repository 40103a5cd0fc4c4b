//! The command line: one file a verb.

use std::fmt::Display;
use std::io::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use clap::{Args, Parser, Subcommand};

use ledger::refusal::Lang;
use ledger::value::Actor;

use crate::private::Private;
use crate::store::Location;

mod audit;
mod demo;

mod export;
mod import;
mod key;
mod mirror;
mod record;
mod serve;
mod staff;
mod token;
mod trace;
mod verify;
mod witness;

/// Shows where every gift went: records donations, purchases, shipments and hand-outs as a hash-chained log, and traces
/// each cent of a gift to its end.
#[derive(Debug, Parser)]
#[command(name = "almoner", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    verb: Verb,

    /// Show what the program does, as `almoner=debug`.
    #[arg(long, global = true, env = "ALMONER_LOG", default_value = "warn", hide_default_value = true)]
    log: String,
}

/// Where the ledger is.
#[derive(Debug, Clone, Args)]
struct Database {
    /// A file path, sqlite:PATH or postgres://USER@HOST/NAME.
    #[arg(long, env = "ALMONER_DATABASE", hide_env_values = true, default_value = "almoner.db")]
    database: String,
}

impl Database {
    fn location(&self) -> Outcome<Location> {
        Location::parse(&self.database).map_err(failed)
    }
}

/// Where what is private is.
#[derive(Debug, Clone, Args)]
struct PrivateStore {
    /// What is not public (staff, sessions, tokens, drafts): a file path or postgres://…; by default LEDGER.private.db beside
    /// the ledger, or the schema almoner_private of the same PostgreSQL database.
    #[arg(long = "private", env = "ALMONER_PRIVATE", hide_env_values = true, value_name = "DATABASE")]
    private: Option<String>,
}

impl PrivateStore {
    fn location(&self, ledger: &Location) -> Outcome<Location> {
        self.private.as_deref().map_or_else(|| Ok(ledger.private()), |text| Location::parse(text).map_err(failed))
    }

    fn open(&self, database: &Database) -> Outcome<Private> {
        Private::open(&self.location(&database.location()?)?).map_err(failed)
    }
}

/// Who did what was done here, in the private list of acts.
const BY: &str = "command line";

/// Who records.
#[derive(Debug, Clone, Args)]
struct Recorder {
    /// Who records: organisation/handle. The handle is a pseudonym; it is in every entry, for ever.
    #[arg(long, env = "ALMONER_ACTOR", default_value = "local/operator")]
    actor: String,
}

impl Recorder {
    fn actor(&self) -> Outcome<Actor> {
        Actor::new(&self.actor).map_err(|rule| Failed(ledger::Refusal::new("--actor", rule).say(language())))
    }
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Serve the pages and the open interface.
    Serve(serve::Serve),
    /// Record events, one JSON object a line.
    Record(record::Record),
    /// Record what a file of another standard says.
    #[command(subcommand)]
    Import(import::Import),
    /// Write the log out.
    #[command(subcommand)]
    Export(export::Export),
    /// Follow one gift to every place where a part of it rests.
    Trace(trace::Trace),
    /// Check a file that a site gave out, or a whole log from its address.
    Verify(verify::Verify),
    /// Derive the whole log anew, entry by entry, and compare every table with it.
    Audit(audit::Audit),
    /// Fill an empty database with an invented relief operation.
    Demo(demo::Demo),
    /// Follow a log: check everything, keep a copy, serve its public pages, and stop at a fork with the evidence.
    ///
    /// With --witness-key it is a witness too, at /witness: it cosigns what extends what it cosigned and was replayed here,
    /// and nothing once the mirror has stopped. It then replays what the log has signed without waiting for the quorum.
    Mirror(mirror::MirrorLog),
    /// Watch other logs: cosign what extends what was seen, and nothing else.
    Witness(witness::WitnessAlone),
    /// Keys that sign.
    #[command(subcommand)]
    Key(key::Key),
    /// Staff who log in at /desk.
    #[command(subcommand)]
    Staff(staff::Staff),
    /// Say who may record over HTTP.
    #[command(subcommand)]
    Token(token::Token),
}

/// A sentence for the person at the terminal.
#[derive(Debug)]
struct Failed(String);

type Outcome<T> = Result<T, Failed>;

fn failed(error: impl Display) -> Failed {
    Failed(error.to_string())
}

/// A number with the word for what it counts: `1 line was`, `3 lines were`.
fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// The language of the terminal: Chinese where the environment says so.
fn language() -> Lang {
    let says = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let value = says("LC_ALL").or_else(|| says("LC_MESSAGES")).or_else(|| says("LANG")).unwrap_or_default();
    if value.starts_with("zh") { Lang::Zh } else { Lang::En }
}

/// Runs the command line. 0: done; 1: not done, or not all of it; 2: the arguments were off.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let filter = tracing_subscriber::EnvFilter::try_new(&arguments.log).unwrap_or_else(|_| "warn".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    let done = match arguments.verb {
        Verb::Verify(verb) => return verb.run(),
        Verb::Serve(verb) => verb.run(),
        Verb::Record(verb) => verb.run(),
        Verb::Import(verb) => verb.run(),
        Verb::Export(verb) => verb.run(),
        Verb::Trace(verb) => verb.run(),
        Verb::Audit(verb) => verb.run(),
        Verb::Demo(verb) => verb.run(),

        Verb::Mirror(verb) => verb.run(),
        Verb::Witness(verb) => verb.run(),
        Verb::Key(verb) => verb.run(),
        Verb::Staff(verb) => verb.run(),
        Verb::Token(verb) => verb.run(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failed(sentence)) => {
            eprintln!("almoner: {sentence}");
            ExitCode::FAILURE
        }
    }
}

/// A line on standard error that says how far long work is; silent where nobody watches the terminal.
struct Progress {
    what: &'static str,
    total: Option<u64>,
    since: Instant,
    shown: Instant,
    watched: bool,
}

impl Progress {
    fn new(what: &'static str, total: Option<u64>) -> Self {
        use std::io::IsTerminal as _;
        let now = Instant::now();
        Self { what, total, since: now, shown: now, watched: std::io::stderr().is_terminal() }
    }

    fn at(&mut self, done: u64) {
        if self.watched && self.shown.elapsed() > Duration::from_millis(200) {
            self.shown = Instant::now();
            let of = self.total.map(|total| format!(" of {total}")).unwrap_or_default();
            let _ = write!(std::io::stderr(), "\r{}: {done}{of}, {} a second ", self.what, self.pace(done));
        }
    }

    fn pace(&self, done: u64) -> u64 {
        let ms = u64::try_from(self.since.elapsed().as_millis()).unwrap_or(u64::MAX).max(1);
        done.saturating_mul(1_000) / ms
    }

    fn finish(self, done: u64) {
        if self.watched {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
        eprintln!("{}: {done} in {:.1?}", self.what, self.since.elapsed());
    }
}
