//! The tree of one checkpoint as a mirror fetches it: from the signed root down, each tile by the one above, each entry by its
//! tile.

use std::collections::HashMap;

use ledger::log::tile::{self, Edge, Resource, TileId, WIDTH, Width};
use ledger::log::{Checkpoint, Fault, TreeHash, tree};

use super::{BUNDLE_BYTES_LIMIT, Follower, Halt};
use crate::log::trouble::Trouble;

/// The tree of one checkpoint as it is fetched: no tile is used that does not lead to the signed root.
pub(super) struct Fetched<'f> {
    follower: &'f Follower,
    pub(super) size: u64,
    checked: HashMap<TileId, Vec<TreeHash>>,
}

/// Tiles kept while one checkpoint is taken; those of the upper levels are asked for again and again.
const TILES_KEPT: usize = 4_096;

impl<'f> Fetched<'f> {
    pub(super) fn new(follower: &'f Follower, size: u64) -> Self {
        Self { follower, size, checked: HashMap::new() }
    }

    fn fetch(&self, id: TileId, width: Width) -> Result<Vec<TreeHash>, Halt> {
        let path = Resource::Tile(id, width).to_string();
        let bytes = self.follower.get(&path, 32 * u64::from(WIDTH))?;
        tile::from_bytes(&bytes, width).map_err(|fault| at(&path, fault))
    }

    /// The partial tiles on the right edge make the root; they are what all others are checked by.
    pub(super) fn check_edge(&mut self, checkpoint: &Checkpoint) -> Result<(), Halt> {
        let mut fetched = Vec::new();
        let edge = Edge::read(self.size, |id, width| {
            let hashes = self.fetch(id, width)?;
            fetched.push((id, hashes.clone()));
            Ok::<_, Halt>(hashes)
        })?;
        self.checked.extend(fetched);
        if edge.root() == checkpoint.root {
            return Ok(());
        }
        Err(Fault::Root { size: self.size }.into())
    }

    /// A tile that was checked: a full one by its root in the tile above.
    pub(super) fn tile(&mut self, id: TileId) -> Result<Vec<TreeHash>, Halt> {
        if let Some(checked) = self.checked.get(&id) {
            return Ok(checked.clone());
        }
        let above = TileId { level: id.level.saturating_add(1), index: id.index / u64::from(WIDTH) };
        let place = usize::try_from(id.index % u64::from(WIDTH)).unwrap_or_default();
        let wanted = self.tile(above)?.get(place).copied();
        let hashes = self.fetch(id, WIDTH)?;
        if wanted != Some(tile::subtree_root(&hashes)) {
            let path = Resource::Tile(id, WIDTH).to_string();
            return Err(Fault::Tile { path }.into());
        }
        if self.checked.len() > TILES_KEPT {
            forget_leaves(&mut self.checked);
        }
        self.checked.insert(id, hashes.clone());
        Ok(hashes)
    }

    /// The entries below a tile of level 0, each by its hash.
    pub(super) fn entries(&mut self, id: TileId, width: Width) -> Result<Vec<String>, Halt> {
        let hashes = self.tile(id)?;
        let path = Resource::Entries(id.index, width).to_string();
        let bundle = self.follower.get(&path, BUNDLE_BYTES_LIMIT)?;
        let entries = tile::from_entry_bundle(&bundle, width).map_err(|fault| at(&path, fault))?;
        let mut texts = Vec::with_capacity(entries.len());
        for (entry, hash) in entries.into_iter().zip(&hashes) {
            if tree::leaf_hash(entry) != *hash {
                return Err(Fault::Tile { path }.into());
            }
            // The log signed bytes that are no text: no entry of the ledger is.
            let text = String::from_utf8(entry.to_vec());
            let broken = |_| Halt::Evidence(format!("{path}: an entry is not UTF-8\n{path}：有一条记录不是 UTF-8"));
            texts.push(text.map_err(broken)?);
        }
        Ok(texts)
    }
}

/// Full tiles of leaves are asked for once each. The partial one on the edge stays: no tile above has its root, so it could not
/// be checked a second time.
fn forget_leaves(checked: &mut HashMap<TileId, Vec<TreeHash>>) {
    checked.retain(|id, hashes| id.level > 0 || hashes.len() < usize::from(WIDTH));
}

fn at(path: &str, fault: Fault) -> Halt {
    Halt::Later(Trouble::At(path.to_owned(), Box::new(fault.into())))
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use ledger::log::tile::TileId;

    use super::forget_leaves;

    #[test]
    fn what_can_not_be_checked_again_is_not_forgotten() {
        let tile = |level, index, width| (TileId { level, index }, vec![[0; 32]; width]);
        let mut checked: HashMap<_, _> =
            [tile(0, 0, 256), tile(0, 1, 256), tile(0, 2, 7), tile(1, 0, 2), tile(2, 0, 256)].into();
        forget_leaves(&mut checked);
        let mut left: Vec<(u8, u64)> = checked.keys().map(|id| (id.level, id.index)).collect();
        left.sort_unstable();
        assert_eq!(left, [(0, 2), (1, 0), (2, 0)]);
    }
}
