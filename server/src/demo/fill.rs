//! A database filled with a demo ledger.

use ledger::record::Request;

use super::{Events, events};
use crate::sequencer::BATCH_LIMIT;
use crate::store::write::{Outcome, Together, Writer};
use crate::store::{StoreError, Stored};

/// Records a demo ledger, batch by batch, and says how many entries it has. `progress` is told how many are done.
///
/// # Errors
/// The store's own, or that the ledger refused an event: it was not empty before.
pub fn fill(writer: &mut Writer, gifts: u64, seed: u64, progress: &mut dyn FnMut(u64)) -> Stored<u64> {
    fill_with(writer, events(gifts, seed), progress)
}

/// As [`fill`], with these events.
///
/// # Errors
/// As there.
pub fn fill_with(writer: &mut Writer, events: Events, progress: &mut dyn FnMut(u64)) -> Stored<u64> {
    let mut batch = Vec::with_capacity(BATCH_LIMIT);
    let mut coming = events.peekable();
    let mut done = 0_u64;
    while let Some(demo) = coming.next() {
        batch.push(Request { actor: demo.actor, approver: None, at: demo.at, event: demo.event, key: demo.key });
        if batch.len() < BATCH_LIMIT && coming.peek().is_some() {
            continue;
        }
        for outcome in writer.record(std::mem::take(&mut batch), Together::Each)? {
            if let Outcome::Refused(refusal) = outcome {
                return Err(StoreError::Database(format!("entry {done} of the demo: {refusal}")));
            }
            done += 1;
        }
        progress(done);
    }
    Ok(done)
}
