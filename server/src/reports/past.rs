//! The log's look-ups as they would have been answered when it was shorter.
//!
//! Rows of later entries are left out, and the moves of entries that were reversed only later stand again.

use std::collections::BTreeMap;

use ledger::past::{Direction, Piece, PieceIndex};
use ledger::value::{PoolName, SubjectKind};
use ledger::{Entry, Past, Span};

use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// The log as of its first `size` entries.
#[derive(Debug)]
pub struct AtSize<'t> {
    tables: &'t mut Tables,
    size: u64,
    restored: PieceIndex,
    entries: BTreeMap<u64, Entry>,
}

impl<'t> AtSize<'t> {
    /// Looks up what was reversed since.
    ///
    /// # Errors
    /// The database's own.
    pub fn new(tables: &'t mut Tables, size: u64) -> Stored<Self> {
        let (mut restored, mut entries) = (PieceIndex::default(), BTreeMap::new());
        for seq in tables.reversed_since(size)? {
            if let Some(entry) = tables.entry(seq)? {
                restored.add(&entry);
                entries.insert(seq, entry);
            }
        }
        Ok(Self { tables, size, restored, entries })
    }

    /// The entries before `size` that were reversed after it, ascending.
    pub fn reversed_later(&self) -> impl Iterator<Item = u64> + '_ {
        self.entries.keys().copied()
    }

    /// The tables that are asked.
    pub fn tables(&mut self) -> &mut Tables {
        self.tables
    }
}

impl Past for AtSize<'_> {
    type Error = StoreError;

    fn entry(&mut self, seq: u64) -> Stored<Option<Entry>> {
        if seq < self.size { self.tables.entry(seq) } else { Ok(None) }
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<u64>> {
        Ok(self.tables.holder(kind, id)?.filter(|seq| *seq < self.size))
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Stored<Vec<Piece>> {
        let mut pieces = self.tables.pieces(direction, pool, span)?;
        pieces.retain(|piece| piece.seq < self.size);
        pieces.extend(self.restored.find(direction, pool, span));
        pieces.sort_by_key(|piece| (piece.span.from, piece.seq, piece.index));
        Ok(pieces)
    }
}
