//! Asking witnesses: each on a thread of its own, with its own time-out, retries and back-off. A slow one holds nobody up.

use std::sync::{Arc, PoisonError};
use std::time::Duration;

use ledger::log::note::SignatureLine;
use ledger::log::policy::Party;
use ledger::log::tree;
use ledger::log::witness::AddCheckpoint;
use reqwest::StatusCode;
use reqwest::blocking::Client;

use super::trouble::Trouble;
use super::{Log, LogError, Published, now_ms, witness_name};
use crate::outbound;
use crate::store::checkpoints::{Attestation, AttestationKind, Keepsake};

/// A witness that does not answer within this is asked again later.
const ANSWERS_WITHIN: Duration = Duration::from_secs(10);

/// The first pause after a failure; it doubles up to the longest.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Whoever waits for the next checkpoint looks this often whether there will be one.
const LOOKS_AROUND: Duration = Duration::from_secs(1);

/// Signature lines are short, a size shorter.
const ANSWER_BYTES_LIMIT: u64 = 64 * 1024;

/// How a witness does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Health {
    /// What the policy calls it.
    pub name: String,
    /// Its key.
    pub key: String,
    /// Where it is asked; none where the policy gives no address.
    pub url: Option<String>,
    /// The last size that it cosigned, and when that was, in unix milliseconds.
    pub cosigned: Option<(u64, i64)>,
    /// Why the last attempt failed, and when; none where it did not.
    pub failed: Option<(Trouble, i64)>,
    /// Whether that was because it saw another log, or more of this one, than it was shown.
    pub disputes: bool,
}

impl Health {
    pub(super) fn of(party: &Party) -> Self {
        let Party { name, key, url } = party;
        let (name, key, url) = (name.clone(), key.to_string(), url.clone());
        Self { name, key, url, cosigned: None, failed: None, disputes: false }
    }
}

/// Starts a thread a witness that has an address.
pub(super) fn start(log: &Log) -> Result<(), LogError> {
    for (place, party) in log.inner.policy.witnesses.iter().enumerate() {
        if let Some(url) = &party.url {
            let asker = Asker {
                log: log.clone(),
                party: party.clone(),
                address: format!("{}/add-checkpoint", url.trim_end_matches('/')),
                client: outbound::client(ANSWERS_WITHIN).map_err(|error| settings(url, &error))?,
                place,
            };
            let thread = std::thread::Builder::new().name(format!("witness {}", party.name));
            thread.spawn(move || asker.run()).map_err(|error| settings(url, &error))?;
        }
    }
    Ok(())
}

fn settings(what: &str, reason: &dyn std::fmt::Display) -> LogError {
    LogError::Settings { what: what.to_owned(), reason: reason.to_string() }
}

/// Why there is no cosignature.
struct Failed {
    trouble: Trouble,
    disputes: bool,
}

impl From<Trouble> for Failed {
    fn from(trouble: Trouble) -> Self {
        Self { trouble, disputes: false }
    }
}

struct Asker {
    log: Log,
    party: Party,
    address: String,
    client: Client,
    place: usize,
}

impl Asker {
    /// Ends when nothing is recorded any more.
    fn run(self) {
        let name = witness_name(&self.party.key);
        let waiting = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let Ok(waiting) = waiting.inspect_err(|error| tracing::error!(%error, "a witness will not be asked")) else {
            return;
        };
        let mut published = self.log.inner.latest.subscribe();
        let mut seen = self.log.inner.readers.ask(|tables| tables.last_cosigned_by(&name)).ok().flatten().unwrap_or(0);
        let mut pause = PAUSE;
        while !self.log.inner.sequencer.is_closed() {
            let latest = published.borrow_and_update().clone();
            let next = latest.filter(|latest| !latest.cosignatures().any(|line| line.name == name));
            let Some(next) = next else {
                let _ = waiting.block_on(async { tokio::time::timeout(LOOKS_AROUND, published.changed()).await });
                continue;
            };
            let asked = self.ask(&next, &mut seen);
            self.note(&asked, next.signed.size);
            match asked {
                Ok(()) => pause = PAUSE,
                Err(Failed { trouble, .. }) => {
                    tracing::warn!(witness = self.party.name, reason = %trouble, "a witness did not cosign; it will be asked again");
                    std::thread::sleep(pause);
                    pause = pause.saturating_mul(2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    fn note(&self, asked: &Result<(), Failed>, size: u64) {
        let mut all = self.log.inner.health.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(health) = all.get_mut(self.place) else { return };
        match asked {
            Ok(()) => {
                health.cosigned = Some((size, now_ms()));
                health.failed = None;
                health.disputes = false;
            }
            Err(Failed { trouble, disputes }) => {
                health.failed = Some((trouble.clone(), now_ms()));
                health.disputes = *disputes;
            }
        }
    }

    /// Asks for a cosignature. `seen` is the size that the witness has cosigned last, as far as is known here.
    fn ask(&self, next: &Arc<Published>, seen: &mut u64) -> Result<(), Failed> {
        // Its own answer says once where it really is.
        for _ in 0..2 {
            let size = next.signed.size;
            let old = (*seen).min(size);
            let tiles = &self.log.inner.tiles;
            let proof = self
                .log
                .inner
                .readers
                .ask(|tables| tiles.nodes(tables, size, |nodes| tree::consistency(nodes, old, size)))
                .map_err(|error| Trouble::Own(error.to_string()))?;
            let request = AddCheckpoint { old, proof, note: next.signed.note.clone() };
            let sent = self.client.post(&self.address).body(request.to_string()).send();
            let answer = sent.map_err(Trouble::from)?;
            let status = answer.status();
            let body = outbound::text(answer, ANSWER_BYTES_LIMIT).map_err(Trouble::unread)?;
            match status {
                StatusCode::OK => {
                    *seen = size;
                    return self.keep(next, &body).map_err(Failed::from);
                }
                StatusCode::CONFLICT => {
                    let there: u64 = body.trim().parse().map_err(|_| Trouble::Unclear)?;
                    if there > size {
                        // More than was ever signed here: the log went back, or another is shown elsewhere.
                        let disputes = self.log.latest().is_none_or(|latest| there > latest.signed.size);
                        return Err(Failed { trouble: Trouble::Ahead { there, here: size }, disputes });
                    }
                    *seen = there;
                }
                other => {
                    let said: String = body.trim().chars().take(200).collect();
                    // 422: what it was shown does not extend what it saw.
                    let disputes = other == StatusCode::UNPROCESSABLE_ENTITY;
                    return Err(Failed { trouble: Trouble::Answered { status: other.as_u16(), said }, disputes });
                }
            }
        }
        Err(Trouble::Unclear.into())
    }

    fn keep(&self, next: &Arc<Published>, body: &str) -> Result<(), Trouble> {
        let Party { key, .. } = &self.party;
        let checkpoint = ledger::log::Note::parse(&next.signed.note)?.text;
        let line =
            body.lines().filter_map(SignatureLine::parse).find(|line| line.id == key.id() && line.name == *key.name());
        let line = line.ok_or(Trouble::NoSignature)?;
        let seconds = key.verify(&checkpoint, &line.bytes).map_err(|()| Trouble::BadSignature)?;
        let attestation = Attestation {
            size: next.signed.size,
            kind: AttestationKind::Cosignature,
            name: witness_name(key),
            attestation: line.to_string(),
            attested_at_ms: i64::try_from(seconds.unwrap_or_default().saturating_mul(1_000)).unwrap_or(i64::MAX),
        };
        let keepsake = Keepsake::Attestation(attestation.clone());
        self.log.inner.sequencer.keep(keepsake)?;
        self.log.attest(&attestation);
        Ok(())
    }
}
