//! Documents and entries about something.

use app::view::{DocumentLine, EntryLine, Slice};
use ledger::Entry;
use ledger::event::EventType;
use ledger::value::{Datum as _, SubjectKind};

use super::{Lookup, ROWS};
use crate::store::Stored;
use crate::store::derive::documents_of;

fn hex_of(digest: &ledger::value::Digest) -> String {
    let mut text = String::new();
    digest.write(&mut text);
    text.trim_matches('"').to_owned()
}

/// Rows of a list whose length is not counted: `rows` has one more than is shown, where more follow.
fn uncounted<T>(mut rows: Vec<T>, next: String) -> Slice<T> {
    let more = rows.len() > ROWS;
    rows.truncate(ROWS);
    let total = rows.len() as u64;
    Slice { rows, total, next: more.then_some(next) }
}

impl Lookup<'_> {
    /// The documents that an entry brings.
    pub(super) fn papers_of(&self, entry: &Entry) -> Vec<DocumentLine> {
        let line = |document: &ledger::event::Document| {
            let sha3 = hex_of(&document.sha3);
            DocumentLine {
                name: document.name.to_string(),
                media_type: document.media_type.to_string(),
                bytes: document.bytes.get(),
                is_here: self.known.is_some_and(|known| known.leads_to_document(&sha3)),
                sha3,
                seq: entry.seq,
            }
        };
        documents_of(&entry.event).iter().map(line).collect()
    }

    /// Documents attached to something after it was recorded.
    pub(super) fn attached(&mut self, kind: SubjectKind, id: &str) -> Stored<Vec<DocumentLine>> {
        let types = [EventType::DocumentAttached];
        let entries = self.tables.mentions(kind, id, &types, u64::MAX, ROWS)?;
        Ok(entries.iter().flat_map(|entry| self.papers_of(entry)).collect())
    }

    /// The same, as a list.
    pub(super) fn documents_about(&mut self, kind: SubjectKind, id: &str) -> Stored<Slice<DocumentLine>> {
        Ok(uncounted(self.attached(kind, id)?, address(kind, id, Some(EventType::DocumentAttached))))
    }

    /// Documents that a fund's entries brought.
    pub(super) fn documents_of_fund(&mut self, fund: &str) -> Stored<Slice<DocumentLine>> {
        let entries = self.tables.documented(fund, ROWS + 1)?;
        let rows = entries.iter().flat_map(|entry| self.papers_of(entry)).collect();
        Ok(uncounted(rows, format!("/entries?fund={fund}")))
    }

    /// The latest entries that speak of something.
    pub(super) fn entries_about(&mut self, kind: SubjectKind, id: &str) -> Stored<Slice<EntryLine>> {
        let mut rows = Vec::new();
        for entry in self.tables.mentions(kind, id, &[], u64::MAX, ROWS + 1)? {
            rows.push(self.entry_line(&entry)?);
        }
        Ok(uncounted(rows, address(kind, id, None)))
    }
}

fn address(kind: SubjectKind, id: &str, event: Option<EventType>) -> String {
    let event = event.map(|event| format!("&type={}", event.word())).unwrap_or_default();
    format!("/entries?{}={id}{event}", kind.word())
}
