//! `almoner serve`

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use ledger::log::Policy;

use crate::desk::documents::Folder;
use crate::desk::mail::post::MailFault;
use crate::desk::mail::{self, Post, Server};
use crate::log::stamps::Authority;
use crate::log::{Settings, key_file};
use crate::outbound::open_net::OpenNet;

use super::witness::WitnessOptions;
use super::{Database, Outcome, PrivateStore, failed};

#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    database: Database,

    #[command(flatten)]
    private: PrivateStore,

    /// Address and port; port 0 takes any that is free.
    #[arg(long, env = "ALMONER_LISTEN", default_value = "127.0.0.1:3000")]
    listen: String,

    /// Where the site is reached from outside, as https://give.example: for links that leave the site.
    #[arg(long, env = "ALMONER_ORIGIN")]
    origin: Option<String>,

    /// Where invoices, reports and pictures are kept; by default LEDGER.documents beside the ledger's file.
    #[arg(long, env = "ALMONER_DOCUMENTS", value_name = "DIR")]
    documents: Option<PathBuf>,

    #[command(flatten)]
    mail: MailOptions,

    /// Let webhooks reach this machine itself, without TLS: for whoever develops a receiver, never where strangers have accounts.
    #[arg(long, env = "ALMONER_WEBHOOKS_TO_LOOPBACK")]
    webhooks_to_loopback: bool,

    #[command(flatten)]
    log: LogOptions,

    /// Watch other logs too, at /witness: a tlog-policy whose log lines name them. Needs --witness-key.
    #[arg(long, env = "ALMONER_WITNESS_FOR", value_name = "FILE")]
    witness_for: Option<PathBuf>,

    #[command(flatten)]
    witness: WitnessOptions,
}

/// How receipts and notices reach donors. Without a mail server they wait.
#[derive(Debug, Args)]
struct MailOptions {
    /// The mail server: smtps://NAME:PASSWORD@HOST, smtp+starttls://…, or smtp://127.0.0.1 on this machine.
    #[arg(long, env = "ALMONER_SMTP", value_name = "URL", hide_env_values = true, requires = "mail_from")]
    smtp: Option<String>,

    /// Whom mail is from, as \"Red River <gifts@give.example>\".
    #[arg(long, env = "ALMONER_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
}

impl MailOptions {
    fn post(&self, origin: Option<&str>) -> Outcome<Option<Post>> {
        let (Some(server), Some(from)) = (&self.smtp, &self.mail_from) else { return Ok(None) };
        if origin.is_none() {
            return Err(failed(MailFault::NoOrigin));
        }
        let server = Server::parse(server).map_err(failed)?;
        Post::new(&mail::Settings { server, from: from.clone() }).map(Some).map_err(failed)
    }
}

/// How the log is signed and watched. Without a key it is not signed: pages say so.
#[derive(Debug, Args)]
struct LogOptions {
    /// The file of the key that signs the log (almoner key new), or env:NAME for a variable that has it; FILE@SIZE signs
    /// from that size on, beside the others.
    #[arg(long, env = "ALMONER_LOG_KEY", value_name = "FILE")]
    log_key: Vec<String>,

    /// Where the last signed checkpoint is kept besides the database; by default beside each key's file.
    #[arg(long, env = "ALMONER_LOG_GATE", value_name = "FILE")]
    log_gate: Option<PathBuf>,

    /// Sign on although no last checkpoint is kept beside the key, or only an older one: once, if you are sure that this
    /// database is the newest copy. A restored backup that signs on would fork the log for ever.
    #[arg(long, requires = "log_key")]
    new_gate: bool,

    /// The witnesses to ask and the quorum, as C2SP tlog-policy.
    #[arg(long, env = "ALMONER_LOG_POLICY", value_name = "FILE")]
    log_policy: Option<PathBuf>,

    /// An authority that time-stamps checkpoints (RFC 3161), and its certificate in PEM; may be given more than once.
    #[arg(long, env = "ALMONER_TIME_STAMP", value_name = "URL=FILE")]
    time_stamp: Vec<String>,

    /// How often each authority is asked, in seconds.
    #[arg(long, env = "ALMONER_TIME_STAMP_EVERY", value_name = "SECONDS", default_value_t = 3_600)]
    time_stamp_every: u64,
}

impl LogOptions {
    fn settings(&self, origin: Option<&str>) -> Outcome<Option<Settings>> {
        let keys = self.log_key.iter().map(|option| key_file::read_log_key(option)).collect::<Result<Vec<_>, _>>();
        let keys = keys.map_err(failed)?;
        if self.log_key.is_empty() {
            return Ok(None);
        }
        let gates = self.gates()?;
        let read = |path: &PathBuf| {
            let cannot = |reason: &dyn std::fmt::Display| failed(format!("{}: {reason}", path.display()));
            let text = std::fs::read_to_string(path).map_err(|error| cannot(&error))?;
            Policy::parse(&text).map_err(|fault| cannot(&fault.say(super::language())))
        };
        let policy = self.log_policy.as_ref().map(read).transpose()?;
        let url = origin.map(|origin| format!("{}/log", origin.trim_end_matches('/')));
        let every = Duration::from_secs(self.time_stamp_every.max(1));
        let authorities =
            self.time_stamp.iter().map(|option| Authority::named(option, every)).collect::<Result<Vec<_>, _>>();
        let authorities = authorities.map_err(failed)?;
        Ok(Some(Settings { keys, gates, new_gate: self.new_gate, policy, url, authorities }))
    }

    /// A gate beside each key, so that it is there still when another key has been given up.
    fn gates(&self) -> Outcome<Vec<PathBuf>> {
        if let Some(gate) = &self.log_gate {
            return Ok(vec![gate.clone()]);
        }
        let beside = |option: &String| match option.starts_with(key_file::IN_ENVIRONMENT) {
            true => Err(failed(
                "--log-gate: a key from a variable has no file to keep the last checkpoint beside: say where",
            )),
            false => Ok(PathBuf::from(format!("{}.last-checkpoint", key_file::path_of(option)))),
        };
        self.log_key.iter().map(beside).collect()
    }
}

impl Serve {
    pub(super) fn run(self) -> Outcome<()> {
        let location = self.database.location()?;
        let private = self.private.location(&location)?;
        let ready = crate::http::prepare_with(&location, &private, &self.listen).map_err(failed)?;
        let ready = match self.documents.clone().or_else(|| location.documents()) {
            Some(path) => {
                let cannot = |error| failed(format!("--documents {}: {error}", path.display()));
                ready.keeping(Folder::open(&path).map_err(cannot)?)
            }
            None => ready,
        };
        let ready = ready.reached_at(self.origin.as_deref());
        let ready = ready.signed_by(self.log.settings(self.origin.as_deref())?).map_err(failed)?;
        let ready = ready.mailing(self.mail.post(self.origin.as_deref())?);
        let ready = ready.telling(OpenNet { to_loopback: self.webhooks_to_loopback });
        let ready = match &self.witness_for {
            Some(logs) => ready.witnessing(self.witness.start(logs)?),
            None => ready,
        };
        let address = ready.address().map_err(failed)?;
        println!("Almoner serves http://{address}/ from {}. Ctrl-C stops it.", location.shown());
        actix_web::rt::System::new().block_on(ready.run()).map_err(failed)
    }
}
