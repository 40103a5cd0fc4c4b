//! The papers of the demo: their text follows from their name, so that a caller can put the very files into the store
//! that the entries speak of.

use ledger::event::Document;
use ledger::value::{Count, Digest};
use sha3::{Digest as _, Sha3_256};

use super::write::line;

/// The text of a paper of the demo.
#[must_use]
pub fn paper(name: &str) -> String {
    format!(
        "{name}\n\nThis paper belongs to Almoner's demo ledger. The organisations in it are invented.\n\
         这份文件属于善迹的演示账本，其中的机构均为虚构。\n"
    )
}

/// The paper as an entry knows it.
pub(super) fn document(name: &str) -> Document {
    let text = paper(name);
    Document {
        bytes: Count::new(text.len() as u64).expect("a short text"),
        media_type: line("text/plain"),
        name: line(name),
        sha3: Digest(Sha3_256::digest(text.as_bytes()).into()),
    }
}
