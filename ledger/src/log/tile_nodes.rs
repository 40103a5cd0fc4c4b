//! The nodes of the whole tree, out of its tiles: what roots and proofs are put together from.
//!
//! A proof asks a tile for several of its subtrees. So a tile that is held for that is held with its inner nodes
//! ([`TileTree`]), hashed once: 255 hashes for as many proofs as are asked of it.

use super::TreeHash;
use super::tile::{HEIGHT, TileId, Width};
use super::tree::{self, Nodes};

/// A tile's hashes, and above them the roots of the whole subtrees of 2, 4, … 256 of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TileTree {
    /// By the level within the tile; pairs only, so a lone last hash has nothing above it.
    levels: Vec<Vec<TreeHash>>,
}

impl TileTree {
    /// Hashes what stands between a tile's hashes and its root.
    #[must_use]
    pub fn new(hashes: Vec<TreeHash>) -> Self {
        let mut levels = Vec::with_capacity(9);
        let mut below = hashes;
        while !below.is_empty() {
            let above = below.as_chunks::<2>().0.iter().map(|[left, right]| tree::node_hash(left, right)).collect();
            levels.push(std::mem::replace(&mut below, above));
        }
        Self { levels }
    }

    /// The tile's own hashes.
    #[must_use]
    pub fn hashes(&self) -> &[TreeHash] {
        self.levels.first().map_or(&[], Vec::as_slice)
    }

    /// The root of the subtree of `2^level` hashes that begins with hash `position << level`. None where the tile has not
    /// all of them.
    #[must_use]
    pub fn node(&self, level: u32, position: u64) -> Option<TreeHash> {
        let nodes = self.levels.get(usize::try_from(level).ok()?)?;
        nodes.get(usize::try_from(position).ok()?).copied()
    }
}

/// Whoever has the tiles of a tree.
pub trait Tiles {
    /// Why one can't be had.
    type Error;

    /// The first `width` hashes of a tile, or more, with what is above them.
    ///
    /// # Errors
    /// The holder's own: above all, that it has fewer.
    fn tile(&mut self, id: TileId, width: Width) -> Result<&TileTree, Self::Error>;
}

/// The whole subtrees of a tree of `size` entries, out of its tiles.
#[derive(Debug)]
pub struct TileNodes<'t, T> {
    /// Where the tiles come from.
    pub tiles: &'t mut T,
    /// The size of the tree.
    pub size: u64,
}

impl<T: Tiles> Nodes for TileNodes<'_, T> {
    type Error = T::Error;

    fn node(&mut self, level: u32, index: u64) -> Result<TreeHash, T::Error> {
        let within = level % HEIGHT;
        let tile_level = u8::try_from(level / HEIGHT).unwrap_or(u8::MAX);
        // A tile has 2^(HEIGHT - within) nodes of this level: the index's upper bits name the tile, the rest the node.
        let bits = HEIGHT.saturating_sub(within);
        let first = index.checked_shr(bits).unwrap_or_default();
        let position = index.saturating_sub(first.checked_shl(bits).unwrap_or_default());
        let id = TileId { level: tile_level, index: first };
        let tile = self.tiles.tile(id, id.width_at(self.size))?;
        Ok(tile.node(within, position).unwrap_or_else(tree::empty_root))
    }
}

#[cfg(test)]
mod tests {
    use super::TileTree;
    use crate::log::tile::subtree_root;
    use crate::log::tree::leaf_hash;

    #[test]
    fn its_nodes_are_those_of_the_other_tree_at_every_width() {
        let hashes: Vec<_> = (0_u64..256).map(|index| leaf_hash(&index.to_be_bytes())).collect();
        for width in [1_usize, 2, 3, 112, 255, 256] {
            let tile = TileTree::new(hashes[..width].to_vec());
            assert_eq!(tile.hashes(), &hashes[..width]);
            for level in 0..=8_u32 {
                for (position, whole) in hashes[..width].chunks(1 << level).enumerate() {
                    let expected = (whole.len() == 1 << level).then(|| subtree_root(whole));
                    assert_eq!(tile.node(level, position as u64), expected, "{level}, {position} of {width}");
                }
            }
        }
        assert_eq!(TileTree::new(Vec::new()).node(0, 0), None);
    }
}
