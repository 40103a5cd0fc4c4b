//! The demo's papers, in the store that its entries speak of: whoever follows the hash of an entry finds the file.

use ledger::{Entry, Hash, json};

use super::paper;
use crate::desk::documents::{Accepted, Folder};
use crate::private::Private;
use crate::private::documents::{self, NewDocument};
use crate::store::derive::documents_of;
use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// Entries read at once.
const BATCH: usize = 1_000;

/// What stands in every entry that names papers; the others need not be taken apart.
const NAMES_PAPERS: &str = "\"documents\":[";

const TEXT: &str = "text/plain";

/// Writes every paper of the demo that the ledger's entries name into the folder and the private store, and says how many
/// there are. Those that are there stay as they are, and a document that is no paper of the demo is passed over: its text
/// is known to nobody here. Their entries are in the ledger, so the public may have them.
///
/// # Errors
/// The database's own, or the disk's.
pub fn keep_papers(folder: &Folder, private: &Private, tables: &mut Tables) -> Stored<u64> {
    let (mut kept, mut seq) = (Vec::new(), 0_u64);
    loop {
        let lines = tables.json_from(seq, BATCH)?;
        if lines.is_empty() {
            break;
        }
        for line in lines {
            if line.contains(NAMES_PAPERS) {
                kept.extend(papers_of(folder, seq, &line)?);
            }
            seq = seq.saturating_add(1);
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

/// Keeps the papers of one entry's bytes.
fn papers_of(folder: &Folder, seq: u64, line: &str) -> Stored<Vec<NewDocument>> {
    let bad = |refusal: ledger::Refusal| StoreError::BadEntry { seq, reason: refusal.to_string() };
    let entry = Entry::parse(line.as_bytes()).map_err(bad)?;
    let mut kept = Vec::new();
    for document in documents_of(&entry.event) {
        let file = Accepted {
            sha3: json::hex(&document.sha3.0),
            media_type: TEXT,
            bytes: paper(document.name.as_str()).into_bytes(),
        };
        if Hash::of(&file.bytes).0 != document.sha3.0 {
            continue;
        }
        folder.keep(&file).map_err(|error| failed(&error))?;
        kept.push(NewDocument {
            sha3: file.sha3,
            name: document.name.to_string(),
            media_type: TEXT.to_owned(),
            bytes: i64::try_from(file.bytes.len()).map_err(|_| StoreError::TooLarge)?,
            by: entry.actor.to_string(),
        });
    }
    Ok(kept)
}

fn failed(error: &std::io::Error) -> StoreError {
    match error.kind() {
        std::io::ErrorKind::StorageFull => StoreError::DiskFull,
        _ => StoreError::Database(format!("a paper of the demo could not be kept: {error}")),
    }
}
