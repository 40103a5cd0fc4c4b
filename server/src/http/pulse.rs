//! What follows the log without being asked: the versions that pages are looked up by, and the live head.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::Site;
use super::live::Live;
use super::versions::Versions;
use crate::store::{Readers, StoreError};

/// How often the log is looked at: a page that somebody reads is renewed within this time, whoever recorded.
const BEAT: Duration = Duration::from_millis(250);

/// Live heads are sent on every so many beats: once a second.
const LIVE_BEATS: u32 = 4;

/// Starts the thread; it ends with the server whose versions these are.
///
/// # Errors
/// If the system gives no thread.
pub fn start(site: &Site) -> std::io::Result<()> {
    let (readers, live, index) = (site.readers.clone(), site.live.clone(), Arc::downgrade(&site.index));
    let versions = Arc::downgrade(&site.versions);
    std::thread::Builder::new().name("pulse".into()).spawn(move || {
        // Read once now, so that the first to search does not wait for it.
        if let Some(index) = index.upgrade()
            && let Err(error) = readers.ask(|tables| index.follow(tables))
        {
            tracing::warn!(%error, "the names in the log could not be read; the first search will try again");
        }
        let mut beat = 0_u32;
        loop {
            std::thread::sleep(BEAT);
            let Some(versions) = versions.upgrade() else { return };
            beat = beat.wrapping_add(1);
            if let Err(error) = look(&readers, &versions, &live, beat) {
                tracing::warn!(%error, "the log could not be looked at; it will be tried again");
            }
        }
    })?;
    Ok(())
}

fn look(readers: &Readers, versions: &Versions, live: &Live, beat: u32) -> Result<(), StoreError> {
    // Where nobody looked, whoever does next has it renewed.
    let looked_at = versions.looked_at.swap(false, Ordering::AcqRel);
    let sends = beat.is_multiple_of(LIVE_BEATS) && live.has_listeners();
    if !looked_at && !sends {
        return Ok(());
    }
    readers.ask(|tables| {
        // Those who listen for one page are told by the versions that are shown.
        if looked_at || sends {
            versions.renew(tables)?;
        }
        if sends {
            live.tell(tables.head()?);
        }
        Ok(())
    })
}
