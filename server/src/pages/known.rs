//! Entries that many pages speak of, parsed once: registrations by their ids, and what gifts went through.
//!
//! An entry never changes, and an id once given stays given, so nothing here is ever wrong. Gifts themselves are left
//! out: each is asked for by itself, and they would push out the rest.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use ledger::Entry;
use ledger::event::Event;
use ledger::past::Past as _;
use ledger::value::SubjectKind;
use quick_cache::sync::Cache;

use super::Lookup;
use crate::store::Stored;

/// So many of each; an entry is a few hundred bytes, and seldom a few thousand.
const ENTRIES: usize = 4_096;

/// One a server, shared by all who ask.
#[derive(Debug)]
pub struct Known {
    subjects: Cache<(SubjectKind, String), Arc<Entry>>,
    entries: Cache<u64, Arc<Entry>>,
    /// The files that are here and that entries name, by their SHA3-256 in hex.
    documents: RwLock<HashSet<String>>,
    /// Of a mirror: files that entries name and that are not here, or not yet.
    lacking: RwLock<HashSet<String>>,
    leads_to_all: AtomicBool,
}

impl Known {
    /// A file is here.
    pub fn add_document(&self, sha3: String) {
        self.lacking.write().unwrap_or_else(PoisonError::into_inner).remove(&sha3);
        self.documents.write().unwrap_or_else(PoisonError::into_inner).insert(sha3);
    }

    /// An entry names a file that is not here.
    pub(crate) fn lack_document(&self, sha3: String) {
        self.lacking.write().unwrap_or_else(PoisonError::into_inner).insert(sha3);
    }

    /// Whether an entry is known to name a file that is not here.
    #[must_use]
    pub fn is_lacking(&self, sha3: &str) -> bool {
        self.lacking.read().unwrap_or_else(PoisonError::into_inner).contains(sha3)
    }

    /// Whether pages lead to a file: it is here, or whoever asks is told why it is not.
    #[must_use]
    pub(super) fn leads_to_document(&self, sha3: &str) -> bool {
        self.leads_to_all.load(Ordering::Relaxed) || self.has_document(sha3)
    }

    /// Pages lead to every file from now on: a mirror's pages are kept from before its files came.
    pub(crate) fn lead_to_all_documents(&self) {
        self.leads_to_all.store(true, Ordering::Relaxed);
    }

    /// Whether a file is here.
    #[must_use]
    pub fn has_document(&self, sha3: &str) -> bool {
        self.documents.read().unwrap_or_else(PoisonError::into_inner).contains(sha3)
    }
}

impl Default for Known {
    fn default() -> Self {
        Self {
            subjects: Cache::new(ENTRIES),
            entries: Cache::new(ENTRIES),
            documents: RwLock::default(),
            lacking: RwLock::default(),
            leads_to_all: AtomicBool::new(false),
        }
    }
}

impl Lookup<'_> {
    /// The entry that gave out an id.
    pub(crate) fn subject(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<Arc<Entry>>> {
        let key = (kind, id.to_owned());
        if let Some(entry) = self.known.and_then(|known| known.subjects.get(&key)) {
            return Ok(Some(entry));
        }
        let entry = self.tables.subject(kind, id)?.map(Arc::new);
        if let (Some(known), Some(entry)) = (self.known, &entry) {
            known.subjects.insert(key, Arc::clone(entry));
        }
        Ok(entry)
    }

    /// An entry on the way. The ends of one gift share most of what they went through.
    pub(super) fn passed(&mut self, seq: u64) -> Stored<Option<Arc<Entry>>> {
        if let Some(entry) = self.passed.get(&seq) {
            return Ok(Some(Arc::clone(entry)));
        }
        if let Some(entry) = self.known.and_then(|known| known.entries.get(&seq)) {
            return Ok(Some(entry));
        }
        let Some(entry) = self.tables.entry(seq)?.map(Arc::new) else { return Ok(None) };
        let is_own = matches!(entry.event, Event::DonationReceived(_) | Event::FeeCharged(_));
        match self.known.filter(|_| !is_own) {
            Some(known) => known.entries.insert(seq, Arc::clone(&entry)),
            None => drop(self.passed.insert(seq, Arc::clone(&entry))),
        }
        Ok(Some(entry))
    }
}
