//! The demo's papers, in the store that its entries speak of: whoever follows the hash of an entry finds the file.

use ledger::json;

use super::{events, paper};
use crate::desk::documents::{Accepted, Folder};
use crate::private::Private;
use crate::private::documents::{self, NewDocument};
use crate::store::derive::documents_of;
use crate::store::{StoreError, Stored};

/// Writes every paper of the demo of these numbers into the folder and the private store, and says how many there are.
/// Their entries are in the ledger, so the public may have them.
///
/// # Errors
/// The database's own, or the disk's.
pub fn keep_papers(folder: &Folder, private: &Private, gifts: u64, seed: u64) -> Stored<u64> {
    let mut kept = Vec::new();
    for demo in events(gifts, seed) {
        for document in documents_of(&demo.event) {
            let file = Accepted {
                sha3: json::hex(&document.sha3.0),
                media_type: TEXT,
                bytes: paper(document.name.as_str()).into_bytes(),
            };
            folder.keep(&file).map_err(|error| failed(&error))?;
            kept.push(NewDocument {
                sha3: file.sha3,
                name: document.name.to_string(),
                media_type: TEXT.to_owned(),
                bytes: i64::try_from(file.bytes.len()).map_err(|_| StoreError::TooLarge)?,
                by: demo.actor.to_string(),
            });
        }
    }
    private.transaction(|db| {
        kept.iter().try_for_each(|new| {
            documents::add(db, new)?;
            documents::publish(db, &new.sha3, &new.name)
        })
    })?;
    Ok(kept.len() as u64)
}

const TEXT: &str = "text/plain";

fn failed(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::Database(format!("a paper of the demo could not be kept: {error}")),
    }
}
