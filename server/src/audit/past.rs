//! The past of a replay: what judging an entry looks up.

use std::collections::{HashMap, VecDeque};

use ledger::past::{Direction, Piece, PieceIndex};
use ledger::value::{PoolName, SubjectKind};
use ledger::{Entry, Past, Span};

use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// The last entries are kept as they are: a fee mostly follows its gift closely, and looks it up.
const KEPT_ENTRIES: usize = 2_048;

/// The past of a replay: the pieces that judging asks for and ids in memory, entries from the log.
pub(super) struct Replayed {
    pub(super) index: PieceIndex,
    /// By kind, then by name: so a look-up needs no text of its own.
    pub(super) ids: HashMap<SubjectKind, HashMap<String, u64>>,
    /// The last of them, in order.
    recent: VecDeque<Entry>,
    pub(super) entries: Tables,
}

impl Replayed {
    pub(super) fn new(entries: Tables) -> Self {
        let recent = VecDeque::with_capacity(KEPT_ENTRIES);
        Self { index: PieceIndex::default(), ids: HashMap::new(), recent, entries }
    }

    pub(super) fn keep(&mut self, entry: Entry) {
        if self.recent.len() == KEPT_ENTRIES {
            self.recent.pop_front();
        }
        self.recent.push_back(entry);
    }

    fn recent(&self, seq: u64) -> Option<&Entry> {
        let place = seq.checked_sub(self.recent.front()?.seq)?;
        self.recent.get(usize::try_from(place).ok()?)
    }
}

impl Past for Replayed {
    type Error = StoreError;

    fn entry(&mut self, seq: u64) -> Stored<Option<Entry>> {
        match self.recent(seq) {
            Some(entry) => Ok(Some(entry.clone())),
            None => self.entries.entry(seq),
        }
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Stored<Option<u64>> {
        Ok(self.ids.get(&kind).and_then(|ids| ids.get(id)).copied())
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Stored<Vec<Piece>> {
        Ok(self.index.find(direction, pool, span))
    }
}
