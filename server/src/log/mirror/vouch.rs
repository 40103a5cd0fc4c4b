//! What a mirror says of a checkpoint before the witness beside it cosigns: that its entries are those that were replayed
//! here, and keep the ledger's rules.
//!
//! A checkpoint of which not all was replayed waits for it, a little; whoever asked then comes again. One that the log
//! signed and whose root is not that of the entries here is a fork: the mirror stops, with both signatures as evidence.

use std::sync::Arc;
use std::time::Duration;

use actix_web::web::block;

use ledger::log::witness::Refused;
use ledger::log::{Checkpoint, Fault, TreeHash};

use super::Mirror;
use crate::log::Published;

/// The log is looked at every second; whoever asks a witness waits longer than this.
const REPLAYED_WITHIN: Duration = Duration::from_secs(3);

/// Requests that may wait at once: one a checkpoint is usual, and anybody may send a public one again.
pub(super) const WAITING_LIMIT: usize = 64;

/// Why a checkpoint is not to be cosigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unvouched {
    /// The mirror has stopped, with evidence.
    Stopped,
    /// It has not replayed so many entries yet.
    Behind,
    /// It is not of the log that is followed, or not what was replayed.
    Refused(Refused),
    /// The entries here could not be read.
    Failed(String),
}

impl Mirror {
    /// Waits until as many entries as this checkpoint has were verified and replayed here, and holds its root against theirs.
    ///
    /// # Errors
    /// [`Unvouched`].
    pub async fn vouch(&self, note: &str) -> Result<(), Unvouched> {
        self.going()?;
        let keys = self.log.policy().logs.iter().map(|party| &party.key);
        let (checkpoint, _) = Checkpoint::open(note, keys).map_err(unopened)?;
        let latest = self.replayed_to(checkpoint.size).await?;
        if latest.signed.note.lines().next() != Some(checkpoint.origin.as_str()) {
            return Err(Unvouched::Refused(Refused::UnknownOrigin));
        }
        if self.own_root(checkpoint.size).await? == checkpoint.root {
            return self.going();
        }
        let (size, last) = (checkpoint.size, latest.signed.size);
        let fault = if size == last { Fault::Split { size } } else { Fault::Consistency { old: size, size: last } };
        self.stop(&self.evidence_of(&super::in_both(&fault), &latest.signed.note, note));
        Err(Unvouched::Refused(Refused::Unproved(fault)))
    }

    fn going(&self) -> Result<(), Unvouched> {
        if self.progress().stopped.is_some() { Err(Unvouched::Stopped) } else { Ok(()) }
    }

    /// The last checkpoint that was replayed, once it has this size or more.
    async fn replayed_to(&self, size: u64) -> Result<Arc<Published>, Unvouched> {
        let reached = |latest: &Option<Arc<Published>>| latest.as_ref().is_some_and(|one| one.signed.size >= size);
        if !reached(&self.log.latest()) {
            let _place = self.waiting.try_acquire().map_err(|_| Unvouched::Behind)?;
            let mut latest = self.log.inner.latest.subscribe();
            let waited = tokio::time::timeout(REPLAYED_WITHIN, latest.wait_for(reached)).await;
            drop(waited);
        }
        let latest = self.log.latest().filter(|latest| latest.signed.size >= size);
        latest.ok_or(Unvouched::Behind)
    }

    async fn own_root(&self, size: u64) -> Result<TreeHash, Unvouched> {
        let log = self.log.clone();
        let read = block(move || log.root(size)).await.map_err(|error| Unvouched::Failed(error.to_string()))?;
        read.map_err(|error| Unvouched::Failed(error.to_string()))
    }
}

/// The status that a witness gives for it.
fn unopened(fault: Fault) -> Unvouched {
    Unvouched::Refused(match fault {
        Fault::OtherOrigin { .. } => Refused::UnknownOrigin,
        Fault::NoKnownSignature | Fault::BadSignature { .. } => Refused::Untrusted(fault),
        other => Refused::Malformed(other),
    })
}
