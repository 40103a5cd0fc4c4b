//! Signs the log as it grows: at once when entries were committed, at most once a second.

use std::time::{Duration, Instant};

use ledger::log::key::KeyName;
use ledger::log::{Checkpoint, Fault, Note, TreeHash};

use super::gate::Gate;
use super::{Log, LogError, now_ms};
use crate::store::checkpoints::{Attestation, Keepsake, SignedCheckpoint};

/// At most one checkpoint in this time.
const EVERY: Duration = Duration::from_secs(1);

/// After a failure the next attempt waits this long: recording goes on meanwhile.
const AFTER_FAILURE: Duration = Duration::from_secs(5);

/// At a start: the gates and the database are brought together, and what is not signed is.
pub(super) fn resume(log: &Log, new_gate: bool) -> Result<(), LogError> {
    let stored = stored(log)?;
    let gated = gated(log)?;
    for one in &gated {
        hold_against(log, one.size, &one.root)?;
    }
    let highest = gated.into_iter().max_by_key(|one| (one.size, one.note.is_some()));
    let known = stored.as_ref().map_or(0, |(stored, _)| stored.size);
    refuse_ungated(log, stored.is_some(), known, highest.as_ref().map(|one| one.size), new_gate)?;
    match (stored, highest) {
        // It was signed, and the database did not hear of it any more.
        (stored, Some(Gated { size, root, note: Some(note) })) if stored.is_none() || known < size => {
            let gated = SignedCheckpoint { size, root, note, signed_at_ms: now_ms() };
            log.inner.sequencer.keep(Keepsake::Checkpoint(gated.clone()))?;
            log.publish(gated, Vec::new());
        }
        (Some((stored, attestations)), _) => {
            hold_against(log, stored.size, &stored.root)?;
            log.publish(stored, attestations);
        }
        (None, _) => {}
    }
    level(log)?;
    sign_next(log)
}

/// The gate is written before the database hears of a checkpoint: where no gate is as far as that, gates were lost, or the
/// keys that signed last are not given, and the database may be an older copy.
fn refuse_ungated(log: &Log, signed: bool, known: u64, gated: Option<u64>, new_gate: bool) -> Result<(), LogError> {
    let path = log.inner.gates.shown();
    match (signed && gated.is_none_or(|gated| gated < known), new_gate) {
        (true, false) => Err(LogError::Ungated { signed: known, path }),
        (false, true) => {
            let reason = format!("nothing is to be made anew ({path}): start without it");
            Err(LogError::Settings { what: "--new-gate".into(), reason })
        }
        (true, true) => {
            tracing::warn!(gate = path, signed = known, "a new gate is made, as was asked for once");
            Ok(())
        }
        (false, false) => Ok(()),
    }
}

/// Brings each gate up to what is published: that of a key that was just added has nothing yet.
fn level(log: &Log) -> Result<(), LogError> {
    let Some(latest) = log.latest() else { return Ok(()) };
    for gate in log.inner.gates.each() {
        if gated_at(log, gate)?.is_none_or(|gated| gated.size < latest.signed.size) {
            gate.keep(&latest.signed.note)?;
        }
    }
    Ok(())
}

/// The last checkpoint in the database, with what others attested of it.
pub(super) fn stored(log: &Log) -> Result<Option<(SignedCheckpoint, Vec<Attestation>)>, LogError> {
    log.inner.readers.ask(|tables| {
        let last = tables.last_checkpoint()?;
        let attestations = last.as_ref().map_or(Ok(Vec::new()), |last| tables.attestations(last.size))?;
        Ok::<_, LogError>(last.map(|last| (last, attestations)))
    })
}

/// A checkpoint of this log that a gate has.
struct Gated {
    size: u64,
    root: TreeHash,
    /// The note, where one of the keys that are given signed it; one by a key given up binds us still.
    note: Option<String>,
}

/// What the gates have.
fn gated(log: &Log) -> Result<Vec<Gated>, LogError> {
    log.inner.gates.each().filter_map(|gate| gated_at(log, gate).transpose()).collect()
}

fn gated_at(log: &Log, gate: &Gate) -> Result<Option<Gated>, LogError> {
    let Some(note) = gate.load()? else { return Ok(None) };
    let wrong = |fault: Fault| LogError::Gate { path: gate.shown(), reason: fault.to_string() };
    match Checkpoint::open(&note, log.keys().map(|(key, _)| key)) {
        Ok((Checkpoint { size, root, .. }, _)) => Ok(Some(Gated { size, root, note: Some(note) })),
        // Opened so far, it is of this log.
        Err(Fault::NoKnownSignature) => {
            let text = Note::parse(&note).map_err(wrong)?.text;
            let Checkpoint { size, root, .. } = Checkpoint::parse_text(&text).map_err(wrong)?;
            Ok(Some(Gated { size, root, note: None }))
        }
        Err(fault) => Err(wrong(fault)),
    }
}

/// Refuses a database that does not extend a checkpoint that was signed.
pub(super) fn hold_against(log: &Log, signed: u64, root: &TreeHash) -> Result<(), LogError> {
    let (size, path) = (log.inner.sequencer.size(), log.inner.gates.shown());
    if size < signed {
        return Err(LogError::Behind { size, signed, path });
    }
    if log.root(signed)? == *root { Ok(()) } else { Err(LogError::Forked { signed, path }) }
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
        hold_against(log, last.size, &last.root)?;
    }
    // A second server with these keys, on a copy of the database, has left its last one in the gates.
    for one in gated(log)? {
        hold_against(log, one.size, &one.root)?;
    }
    let reason = || LogError::Settings { what: "--log-key".into(), reason: "its name is none".into() };
    let origin = KeyName::new(log.origin()).ok_or_else(reason)?;
    let signed = log.sign(&Checkpoint { origin, size, root: log.root(size)? }, now_ms())?;
    log.inner.gates.keep(&signed.note)?;
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
