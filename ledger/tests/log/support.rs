//! What the tests of the log share: small trees, whole in memory, and their tiles.

use std::collections::BTreeMap;
use std::convert::Infallible;

use ledger::log::TreeHash;
use ledger::log::tile::{Edge, TileId, Width};
use ledger::log::tile_nodes::{TileNodes, TileTree, Tiles};
use ledger::log::tree::{leaf_hash, node_hash};

/// The leaf that the vectors have at an index.
pub(crate) fn leaf(index: u64) -> TreeHash {
    leaf_hash(format!("entry {index}").as_bytes())
}

pub(crate) fn leaves(size: u64) -> Vec<TreeHash> {
    (0..size).map(leaf).collect()
}

/// The root as RFC 6962 defines it.
pub(crate) fn defined_root(leaves: &[TreeHash]) -> TreeHash {
    match leaves {
        [] => ledger::log::tree::empty_root(),
        [one] => *one,
        several => {
            let (left, right) = several.split_at((several.len() - 1).ilog2().pow_of_two());
            node_hash(&defined_root(left), &defined_root(right))
        }
    }
}

trait PowerOfTwo {
    fn pow_of_two(self) -> usize;
}

impl PowerOfTwo for u32 {
    fn pow_of_two(self) -> usize {
        1 << self
    }
}

/// A log as its tiles are kept: full ones for good, partial ones from what stands behind them.
#[derive(Debug, Default)]
pub(crate) struct Log {
    pub(crate) edge: Edge,
    pub(crate) leaves: Vec<TreeHash>,
    full: BTreeMap<TileId, TileTree>,
    roots: BTreeMap<TileId, TreeHash>,
    partial: TileTree,
}

impl Log {
    pub(crate) fn of(size: u64) -> Self {
        let mut log = Self::default();
        (0..size).for_each(|index| log.append(leaf(index)));
        log
    }

    pub(crate) fn append(&mut self, leaf: TreeHash) {
        self.leaves.push(leaf);
        for tile in self.edge.append(leaf) {
            self.roots.insert(tile.id, tile.root);
            self.full.insert(tile.id, TileTree::new(tile.hashes));
        }
    }

    pub(crate) fn nodes(&mut self, size: u64) -> TileNodes<'_, Self> {
        TileNodes { tiles: self, size }
    }
}

impl Tiles for Log {
    type Error = Infallible;

    fn tile(&mut self, id: TileId, width: Width) -> Result<&TileTree, Infallible> {
        if let Some(full) = self.full.get(&id) {
            return Ok(full);
        }
        let first = id.index * 256;
        let partial = (first..first + u64::from(width))
            .map(|index| match id.level.checked_sub(1) {
                None => self.leaves[usize::try_from(index).expect("small")],
                Some(below) => self.roots[&TileId { level: below, index }],
            })
            .collect();
        self.partial = TileTree::new(partial);
        Ok(&self.partial)
    }
}
