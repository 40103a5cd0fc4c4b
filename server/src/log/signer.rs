//! Signs the log as it grows: at once when entries were committed, at most once a second.

use std::time::{Duration, Instant};

use ledger::log::Checkpoint;
use ledger::log::key::KeyName;

use super::{Log, LogError, now_ms};
use crate::store::checkpoints::{Attestation, Keepsake, SignedCheckpoint};

/// At most one checkpoint in this time.
const EVERY: Duration = Duration::from_secs(1);

/// After a failure the next attempt waits this long: recording goes on meanwhile.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// At a start: the gate and the database are brought together, and what is not signed is.
pub(super) fn resume(log: &Log) -> Result<(), LogError> {
    let stored = stored(log)?;
    let gated = gated(log)?;
    if let Some(gated) = &gated {
        hold_against(log, gated)?;
    }
    match (stored, gated) {
        // It was signed, and the database did not hear of it any more.
        (stored, Some(gated)) if stored.as_ref().is_none_or(|(stored, _)| stored.size < gated.size) => {
            log.inner.sequencer.keep(Keepsake::Checkpoint(gated.clone()))?;
            log.publish(gated, Vec::new());
        }
        (Some((stored, attestations)), gated) => {
            hold_against(log, &stored)?;
            if gated.is_none_or(|gated| gated.size < stored.size) {
                tracing::warn!(gate = log.inner.gate.shown(), "the gate was behind the database; it is written anew");
                log.inner.gate.keep(&stored.note)?;
            }
            log.publish(stored, attestations);
        }
        (None, _) => {}
    }
    sign_next(log)
}

/// The last checkpoint in the database, with what others attested of it.
pub(super) fn stored(log: &Log) -> Result<Option<(SignedCheckpoint, Vec<Attestation>)>, LogError> {
    log.inner.readers.ask(|tables| {
        let last = tables.last_checkpoint()?;
        let attestations = last.as_ref().map_or(Ok(Vec::new()), |last| tables.attestations(last.size))?;
        Ok::<_, LogError>(last.map(|last| (last, attestations)))
    })
}

/// What the gate has, as a signed checkpoint of ours.
fn gated(log: &Log) -> Result<Option<SignedCheckpoint>, LogError> {
    let Some(note) = log.inner.gate.load()? else { return Ok(None) };
    let (checkpoint, _) = Checkpoint::open(&note, log.keys().map(|(key, _)| key))
        .map_err(|fault| LogError::Gate { path: log.inner.gate.shown(), reason: fault.to_string() })?;
    let Checkpoint { size, root, .. } = checkpoint;
    Ok(Some(SignedCheckpoint { size, root, note, signed_at_ms: now_ms() }))
}

/// Refuses a database that does not extend a checkpoint that was signed.
pub(super) fn hold_against(log: &Log, signed: &SignedCheckpoint) -> Result<(), LogError> {
    let (size, path) = (log.inner.sequencer.size(), log.inner.gate.shown());
    if size < signed.size {
        return Err(LogError::Behind { size, signed: signed.size, path });
    }
    if log.root(signed.size)? == signed.root { Ok(()) } else { Err(LogError::Forked { signed: signed.size, path }) }
}

/// Signs the log as it is, if its last checkpoint is of another size.
fn sign_next(log: &Log) -> Result<(), LogError> {
    let size = log.inner.sequencer.size();
    let last = log.latest().map(|last| last.signed.clone());
    if last.as_ref().is_some_and(|last| last.size == size) {
        return Ok(());
    }
    // What was signed before must be the beginning of what is signed now: both come from the same tiles.
    if let Some(last) = &last {
        hold_against(log, last)?;
    }
    let reason = || LogError::Settings { what: "--log-key".into(), reason: "its name is none".into() };
    let origin = KeyName::new(log.origin()).ok_or_else(reason)?;
    let signed = log.sign(&Checkpoint { origin, size, root: log.root(size)? }, now_ms())?;
    log.inner.gate.keep(&signed.note)?;
    log.inner.sequencer.keep(Keepsake::Checkpoint(signed.clone()))?;
    log.publish(signed, Vec::new());
    Ok(())
}

/// Starts the thread. It ends with the sequencer.
pub(super) fn start(log: &Log) -> Result<(), LogError> {
    let log = log.clone();
    let spawned = std::thread::Builder::new().name("signer".into()).spawn(move || {
        loop {
            let signed = log.latest().map_or(0, |latest| latest.signed.size);
            if log.inner.sequencer.wait_beyond(signed).is_none() {
                return;
            }
            let began = Instant::now();
            let pause = match sign_next(&log) {
                Ok(()) => EVERY.saturating_sub(began.elapsed()),
                Err(error) => {
                    tracing::error!(%error, "the log was not signed; recording goes on, and it will be tried again");
                    AFTER_FAILURE
                }
            };
            std::thread::sleep(pause);
        }
    });
    spawned
        .map(drop)
        .map_err(|error| LogError::Settings { what: "the signer's thread".into(), reason: error.to_string() })
}
