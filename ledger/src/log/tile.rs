//! The tree cut into tiles (C2SP tlog-tiles): 256 hashes each, of every eighth level.
//!
//! A full tile never changes. The right edge of the tree is at most one partial tile a level: [`Edge`] is what a growing
//! log remembers, and appending costs it one hash, and one more tile's root every 256 entries. Inside a tile the tree is
//! `rs_merkle`'s.

use std::fmt;

use rs_merkle::MerkleTree;

use super::TreeHash;
use super::fault::Fault;
use super::multi::Sha256Tree;
use super::tree;

/// Hashes of a full tile.
pub const WIDTH: u16 = 256;
const WIDTH_64: u64 = WIDTH as u64;

/// Tree levels from one level of tiles to the next.
pub(super) const HEIGHT: u32 = 8;

/// The highest level that a path may name.
const LEVEL_LIMIT: u8 = 63;

/// Which tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TileId {
    /// 0 for leaf hashes, one more for the roots of full tiles below.
    pub level: u8,
    /// How many tiles of that level stand before it.
    pub index: u64,
}

/// How many hashes of it: 1 to 256.
pub type Width = u16;

/// What a path under the log's prefix asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    /// Hashes.
    Tile(TileId, Width),
    /// The entries whose hashes are the tile of level 0 with that index.
    Entries(u64, Width),
}

impl Resource {
    /// Reads `tile/<L>/<N>[.p/<W>]` or `tile/entries/<N>[.p/<W>]`; only the one way to write each is taken.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (level, rest) = path.strip_prefix("tile/")?.split_once('/')?;
        let (number, width) = match rest.split_once(".p/") {
            Some((number, width)) => {
                let width: Width = width.parse().ok()?;
                ((1..WIDTH).contains(&width)).then_some((number, width))?
            }
            None => (rest, WIDTH),
        };
        let index = parse_index(number)?;
        let resource = if level == "entries" {
            Self::Entries(index, width)
        } else {
            let level: u8 = level.parse().ok()?;
            (level <= LEVEL_LIMIT).then_some(Self::Tile(TileId { level, index }, width))?
        };
        (resource.to_string() == path).then_some(resource)
    }
}

/// Groups of three digits, all but the last with an `x` before.
fn parse_index(text: &str) -> Option<u64> {
    let mut index = 0_u64;
    for group in text.split('/') {
        let digits = group.strip_prefix('x').unwrap_or(group);
        let group: u64 = (digits.len() == 3).then(|| digits.parse().ok())??;
        index = index.checked_mul(1_000)?.checked_add(group)?;
    }
    Some(index)
}

impl fmt::Display for Resource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (index, width) = match self {
            Self::Tile(tile, width) => {
                write!(f, "tile/{}/", tile.level)?;
                (tile.index, *width)
            }
            Self::Entries(index, width) => {
                f.write_str("tile/entries/")?;
                (*index, *width)
            }
        };
        let mut groups = vec![index % 1_000];
        let mut rest = index / 1_000;
        while rest > 0 {
            groups.push(rest % 1_000);
            rest /= 1_000;
        }
        while let Some(group) = groups.pop() {
            let (mark, end) = if groups.is_empty() { ("", "") } else { ("x", "/") };
            write!(f, "{mark}{group:03}{end}")?;
        }
        if width < WIDTH { write!(f, ".p/{width}") } else { Ok(()) }
    }
}

impl TileId {
    /// How many hashes this tile has in a tree of `size` entries: 0 to 256.
    #[must_use]
    pub fn width_at(self, size: u64) -> Width {
        let hashes = hashes_at(self.level, size).saturating_sub(self.index.saturating_mul(WIDTH_64));
        Width::try_from(hashes.min(WIDTH_64)).unwrap_or(WIDTH)
    }

    /// The sizes of which this tile has exactly so many hashes, first and last. None where no size is so large.
    #[must_use]
    pub fn sizes_of_width(self, width: Width) -> Option<(u64, u64)> {
        let leaves = 1_u64.checked_shl(HEIGHT.saturating_mul(u32::from(self.level)))?;
        let hashes = self.index.checked_mul(WIDTH_64)?.checked_add(u64::from(width))?;
        let first = hashes.checked_mul(leaves)?;
        Some((first, first.checked_add(leaves)?.saturating_sub(1)))
    }
}

/// How many hashes a level of tiles has in a tree of `size` entries.
#[must_use]
pub fn hashes_at(level: u8, size: u64) -> u64 {
    size.checked_shr(HEIGHT.saturating_mul(u32::from(level))).unwrap_or(0)
}

/// The root of a whole subtree inside a tile: of 1, 2, 4, … 256 of its hashes.
#[must_use]
pub fn subtree_root(hashes: &[TreeHash]) -> TreeHash {
    match hashes {
        [one] => *one,
        several => MerkleTree::<Sha256Tree>::from_leaves(several).root().unwrap_or_else(tree::empty_root),
    }
}

/// A tile's hashes as they are served: one after another.
#[must_use]
pub fn to_bytes(hashes: &[TreeHash]) -> Vec<u8> {
    hashes.concat()
}

/// Reads a tile of `width` hashes.
///
/// # Errors
/// [`Fault::TileBytes`].
pub fn from_bytes(bytes: &[u8], width: Width) -> Result<Vec<TreeHash>, Fault> {
    let wanted = usize::from(width).saturating_mul(32);
    match bytes.as_chunks::<32>() {
        (hashes, []) if bytes.len() == wanted => Ok(hashes.to_vec()),
        _ => Err(Fault::TileBytes { given: bytes.len(), wanted }),
    }
}

/// Entries as an entry bundle: each with its length before it, 16 bits, big-endian.
#[must_use]
pub fn to_entry_bundle<'e>(entries: impl IntoIterator<Item = &'e str>) -> Vec<u8> {
    let mut bundle = Vec::new();
    for entry in entries {
        // The ledger refuses longer entries.
        let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
        bundle.extend_from_slice(&length.to_be_bytes());
        bundle.extend_from_slice(entry.as_bytes());
    }
    bundle
}

/// Reads an entry bundle of `width` entries.
///
/// # Errors
/// [`Fault::EntryBundle`] with the place where it breaks.
pub fn from_entry_bundle(bundle: &[u8], width: Width) -> Result<Vec<&[u8]>, Fault> {
    let mut entries = Vec::new();
    let mut rest = bundle;
    let at = |rest: &[u8]| Fault::EntryBundle { at: bundle.len().saturating_sub(rest.len()) };
    for _ in 0..width {
        let (length, behind) = rest.split_first_chunk::<2>().ok_or_else(|| at(rest))?;
        let (entry, behind) =
            behind.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or_else(|| at(rest))?;
        entries.push(entry);
        rest = behind;
    }
    if rest.is_empty() { Ok(entries) } else { Err(at(rest)) }
}

/// A tile that has just been filled: it is written once, and never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FullTile {
    /// Which.
    pub id: TileId,
    /// Its 256 hashes.
    pub hashes: Vec<TreeHash>,
    /// Their root: the next hash of the level above.
    pub root: TreeHash,
}

/// The right edge of a growing tree: its partial tiles, by level.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    partial: Vec<Vec<TreeHash>>,
}

impl Edge {
    /// The edge of a tree of `size` entries, whose partial tiles are these, from level 0 up.
    ///
    /// # Errors
    /// [`Fault::TileBytes`] where a level has another number of hashes than the size says.
    pub fn new(size: u64, partial: Vec<Vec<TreeHash>>) -> Result<Self, Fault> {
        for level in 0..LEVEL_LIMIT {
            let wanted = usize::try_from(hashes_at(level, size) % WIDTH_64).unwrap_or_default();
            let given = partial.get(usize::from(level)).map_or(0, Vec::len);
            if given != wanted {
                return Err(Fault::TileBytes { given: given.saturating_mul(32), wanted: wanted.saturating_mul(32) });
            }
        }
        Ok(Self { size, partial })
    }

    /// The edge of a tree of `size` entries, each partial tile read from whoever has it, from level 0 up.
    ///
    /// # Errors
    /// The holder's own, and those of [`Edge::new`].
    pub fn read<E: From<Fault>>(
        size: u64,
        mut tile: impl FnMut(TileId, Width) -> Result<Vec<TreeHash>, E>,
    ) -> Result<Self, E> {
        let mut partial = Vec::new();
        for level in 0_u8.. {
            let hashes = hashes_at(level, size);
            if hashes == 0 {
                break;
            }
            let id = TileId { level, index: hashes / WIDTH_64 };
            partial.push(match id.width_at(size) {
                0 => Vec::new(),
                width => tile(id, width)?,
            });
        }
        Ok(Self::new(size, partial)?)
    }

    /// How many entries the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends an entry by its leaf hash; gives the tiles that this fills, from level 0 up.
    pub fn append(&mut self, leaf: TreeHash) -> Vec<FullTile> {
        let mut filled = Vec::new();
        let mut next = Some(leaf);
        let mut level = 0_u8;
        self.size = self.size.saturating_add(1);
        while let Some(hash) = next.take() {
            let hashes_before = hashes_at(level, self.size).saturating_sub(1);
            if self.partial.len() <= usize::from(level) {
                self.partial.push(Vec::with_capacity(usize::from(WIDTH)));
            }
            let Some(partial) = self.partial.get_mut(usize::from(level)) else { break };
            partial.push(hash);
            if partial.len() == usize::from(WIDTH) {
                let hashes = std::mem::take(partial);
                let root = subtree_root(&hashes);
                filled.push(FullTile { id: TileId { level, index: hashes_before / WIDTH_64 }, hashes, root });
                next = Some(root);
                level = level.saturating_add(1);
            }
        }
        filled
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> TreeHash {
        let mut right: Option<TreeHash> = None;
        for hashes in &self.partial {
            // A partial tile is some whole subtrees side by side, the largest left.
            let mut roots = Vec::new();
            let mut rest = hashes.as_slice();
            while let Some(level) = rest.len().checked_ilog2() {
                let (whole, behind) = rest.split_at(1_usize.checked_shl(level).unwrap_or(1).min(rest.len()));
                roots.push(subtree_root(whole));
                rest = behind;
            }
            for left in roots.iter().rev() {
                right = Some(right.map_or(*left, |right| tree::node_hash(left, &right)));
            }
        }
        right.unwrap_or_else(tree::empty_root)
    }
}
