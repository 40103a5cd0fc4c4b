//! The tree over the entries, as it is stored: full tiles in a table, everything to the right of them computed from the
//! entries and from the roots of the tiles below.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use diesel::prelude::*;
use quick_cache::sync::Cache;

use ledger::log::TreeHash;
use ledger::log::tile::{self, Edge, FullTile, TileId, WIDTH, Width};
use ledger::log::tile_nodes::{TileNodes, TileTree, Tiles};
use ledger::log::tree;

use super::past::Tables;
use super::rows::{column, count};
use super::schema::{entries, tiles};
use super::{StoreError, Stored, on};

/// Tiles kept in memory: 16 KiB each with their inner nodes, so 16 MiB at the most.
const TILES_KEPT: usize = 1_024;

/// A full tile as a row.
#[derive(Clone, PartialEq, Eq, Hash, Insertable, Queryable)]
#[diesel(table_name = tiles, treat_none_as_default_value = false)]
pub(crate) struct TileRow {
    pub(crate) level: i64,
    pub(crate) position: i64,
    pub(crate) root: Vec<u8>,
    pub(crate) hashes: Vec<u8>,
}

/// Which tile, and the beginning of its root: nobody reads eight thousand bytes.
impl std::fmt::Debug for TileRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (root, hashes) = (ledger::json::hex(&self.root), tree::leaf_hash(&self.hashes));
        write!(f, "TileRow {{ level: {}, position: {}, root: {root}, ", self.level, self.position)?;
        write!(f, "hashes: {} }}", ledger::json::hex(&hashes))
    }
}

impl TileRow {
    pub(crate) fn new(tile: FullTile) -> Stored<Self> {
        let FullTile { id, hashes, root } = tile;
        let position = column(id.index)?;
        Ok(Self { level: id.level.into(), position, root: root.to_vec(), hashes: tile::to_bytes(&hashes) })
    }
}

fn broken(id: TileId) -> StoreError {
    StoreError::Database(format!("tile {} of level {} is missing or broken", id.index, id.level))
}

impl Tables {
    /// The stored hashes of a full tile.
    fn full_tile(&mut self, id: TileId) -> Stored<Vec<TreeHash>> {
        let query = tiles::table.find((i64::from(id.level), column(id.index)?)).select(tiles::hashes);
        let bytes: Option<Vec<u8>> = on!(&mut self.db, db => query.first(db).optional())?;
        bytes.and_then(|bytes| tile::from_bytes(&bytes, WIDTH).ok()).ok_or_else(|| broken(id))
    }

    /// The first hashes of a tile that need not be full: hashes of entries, or roots of the tiles below.
    fn partial_tile(&mut self, id: TileId, width: Width) -> Stored<Vec<TreeHash>> {
        let first = id.index.saturating_mul(u64::from(WIDTH));
        let (from, to) = (column(first)?, column(first.saturating_add(u64::from(width)))?);
        let hashes: Vec<TreeHash> = match id.level.checked_sub(1) {
            None => {
                let query = entries::table.filter(entries::seq.ge(from).and(entries::seq.lt(to)));
                let query = query.order(entries::seq.asc()).select(entries::json);
                let rows: Vec<String> = on!(&mut self.db, db => query.load(db))?;
                rows.iter().map(|json| tree::leaf_hash(json.as_bytes())).collect()
            }
            Some(below) => {
                let query = tiles::table.filter(
                    tiles::level.eq(i64::from(below)).and(tiles::position.ge(from)).and(tiles::position.lt(to)),
                );
                let query = query.order(tiles::position.asc()).select(tiles::root);
                let rows: Vec<Vec<u8>> = on!(&mut self.db, db => query.load(db))?;
                rows.into_iter().filter_map(|root| root.try_into().ok()).collect()
            }
        };
        if hashes.len() == usize::from(width) { Ok(hashes) } else { Err(broken(id)) }
    }

    /// Makes the full tiles that a database from before there were tiles lacks: derived from its entries, as ever.
    ///
    /// # Errors
    /// The database's own: then none was made.
    pub(crate) fn fill_missing(&mut self, size: u64) -> Stored<()> {
        let width = u64::from(WIDTH);
        let last = tiles::table.filter(tiles::level.eq(0)).select(diesel::dsl::max(tiles::position));
        let last: Option<i64> = on!(&mut self.db, db => last.first(db))?;
        let mut next = last.map_or(0, |last| count(last).saturating_add(1)).saturating_mul(width);
        if size.saturating_sub(next) < width {
            return Ok(());
        }
        let mut edge = self.edge(next)?;
        self.db.execute("BEGIN")?;
        while next < size {
            let entries = self.json_from(next, usize::from(WIDTH))?;
            if entries.is_empty() {
                break;
            }
            next = next.saturating_add(entries.len() as u64);
            for tile in entries.iter().flat_map(|json| edge.append(tree::leaf_hash(json.as_bytes()))) {
                let row = TileRow::new(tile)?;
                on!(&mut self.db, db => diesel::insert_into(tiles::table).values(&row).execute(db))?;
            }
        }
        self.db.execute("COMMIT")
    }

    /// The right edge of the tree of the first `size` entries.
    ///
    /// # Errors
    /// The database's own, or that a tile is missing.
    pub fn edge(&mut self, size: u64) -> Stored<Edge> {
        Edge::read(size, |id, width| self.partial_tile(id, width))
    }
}

/// Tiles in memory, shared by whoever reads: full ones, and partial ones by their width, for neither ever changes.
#[derive(Debug, Clone)]
pub struct TileCache(Arc<Cache<(TileId, Width), Arc<TileTree>>>);

impl Default for TileCache {
    fn default() -> Self {
        Self(Arc::new(Cache::new(TILES_KEPT)))
    }
}

impl TileCache {
    /// The whole subtrees of the tree of the first `size` entries, for roots and proofs.
    pub fn nodes<T>(
        &self,
        tables: &mut Tables,
        size: u64,
        work: impl FnOnce(&mut TileNodes<'_, TileReader<'_>>) -> Stored<T>,
    ) -> Stored<T> {
        let mut reader = TileReader { tables, cache: self, held: HashMap::new() };
        work(&mut TileNodes { tiles: &mut reader, size })
    }

    /// A tile's first `width` hashes, which the log must have.
    ///
    /// # Errors
    /// The database's own, or that they are not there.
    pub fn tile(&self, tables: &mut Tables, id: TileId, width: Width) -> Stored<Arc<TileTree>> {
        if let Some(kept) = self.0.get(&(id, width)) {
            return Ok(kept);
        }
        let hashes = if width == WIDTH { tables.full_tile(id)? } else { tables.partial_tile(id, width)? };
        let tile = Arc::new(TileTree::new(hashes));
        self.0.insert((id, width), Arc::clone(&tile));
        Ok(tile)
    }
}

/// Reads tiles while one proof is put together; each is looked up once.
#[derive(Debug)]
pub struct TileReader<'t> {
    tables: &'t mut Tables,
    cache: &'t TileCache,
    held: HashMap<TileId, Arc<TileTree>>,
}

impl Tiles for TileReader<'_> {
    type Error = StoreError;

    fn tile(&mut self, id: TileId, width: Width) -> Stored<&TileTree> {
        let held = match self.held.entry(id) {
            Entry::Occupied(held) => held.into_mut(),
            Entry::Vacant(place) => place.insert(self.cache.tile(self.tables, id, width)?),
        };
        Ok(held)
    }
}
