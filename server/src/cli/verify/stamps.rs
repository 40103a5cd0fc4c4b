//! Time stamps of the checkpoint that was checked: by the authorities that the reader names, with their certificates.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use checker::words::{self, StepName};
use checker::{Report, State};
use ledger::log::{Checkpoint, Note};

use super::{PATIENCE, TEXT_BYTES_LIMIT, Unchecked, Verify, follow, read_text};
use crate::log::stamps::{self, Authority, StampFault};
use crate::outbound;

impl Verify {
    /// Adds a step for each authority that was named.
    pub(super) fn check_stamps(&self, report: &mut Report) -> Result<(), Unchecked> {
        if self.time_stamp.is_empty() {
            return Ok(());
        }
        let Some((note, checkpoint)) = report.checkpoint.clone() else {
            report.leave_open(StepName::Stamps);
            return Ok(());
        };
        let note = as_the_log_signed(&note, &checkpoint)?;
        let given = self.given_stamps(&checkpoint)?;
        let lang = report.lang;
        for option in &self.time_stamp {
            let authority = Authority::named(option, Duration::ZERO).map_err(|error| error.to_string())?;
            let url = authority.url.as_str();
            let mut lines = given.lines().filter_map(|line| line.split_once(' '));
            let (state, says) = match lines.find(|(name, _)| *name == url) {
                None => (State::Open, words::no_stamp(lang, url)),
                Some((_, token)) => match verify(token, &note, &authority) {
                    Ok(at) => (State::Holds, words::stamped(lang, url, &at)),
                    Err(why) => (State::Fails, words::not_stamped(lang, url, &why.say(lang))),
                },
            };
            report.add(StepName::Stamps, state, says);
        }
        Ok(())
    }

    fn given_stamps(&self, checkpoint: &Checkpoint) -> Result<String, Unchecked> {
        if let Some(path) = &self.stamps {
            return read_text(path);
        }
        let base = log_address(&self.what)
            .ok_or("--time-stamp: the stamps of a file's checkpoint are to be given with --stamps FILE")?;
        let client = outbound::client(PATIENCE).map_err(|error| error.to_string())?;
        let address = format!("{base}/checkpoint/{}/stamps", checkpoint.size);
        outbound::text(follow::get(&client, &address)?, TEXT_BYTES_LIMIT)
    }
}

/// What an authority stamped: the note before anybody cosigned it.
fn as_the_log_signed(note: &str, checkpoint: &Checkpoint) -> Result<String, Unchecked> {
    let mut note = Note::parse(note).map_err(|fault| fault.to_string())?;
    note.signatures.retain(|line| line.name == checkpoint.origin);
    Ok(note.to_string())
}

/// The log of a site, by the address of anything that the site gives out.
fn log_address(what: &str) -> Option<String> {
    let (scheme, rest) = what.split_once("://")?;
    let ends = ["/log/", "/gifts/", "/entries/"].iter().filter_map(|part| rest.find(part)).min();
    let host = ends.map_or_else(|| rest.trim_end_matches('/').trim_end_matches("/log"), |end| &rest[..end]);
    Some(format!("{scheme}://{host}/log"))
}

/// The time of a stamp, as RFC 3339 has it.
fn verify(token: &str, note: &str, authority: &Authority) -> Result<String, StampFault> {
    let token = STANDARD.decode(token).map_err(|error| StampFault::Form { reason: error.to_string() })?;
    let seconds = stamps::verify(&token, note, &authority.certificate)?;
    let at = i64::try_from(seconds).ok().and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
    Ok(at.ok_or(StampFault::NoTime)?.to_rfc3339_opts(chrono::SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests {
    use super::log_address;

    #[test]
    fn the_log_is_found_from_whatever_a_site_gives_out() {
        for what in ["/log", "/log/", "/log/checkpoint", "/log/checkpoint/70", "/gifts/G-48KA-6KMQ.bundle.json", ""] {
            let found = log_address(&format!("https://give.example{what}"));
            assert_eq!(found.as_deref(), Some("https://give.example/log"), "{what}");
        }
        assert_eq!(log_address("copy.html"), None);
    }
}
