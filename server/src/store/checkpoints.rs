//! What was signed of the log, and who attested it. Written by the sequencer, read by everybody.

use diesel::prelude::*;

use ledger::log::TreeHash;

use super::past::Tables;
use super::rows::{column, count};
use super::schema::{attestations, checkpoints};
use super::write::Writer;
use super::{Db, StoreError, Stored, on};

/// A checkpoint as it was signed by the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    /// How many entries.
    pub size: u64,
    /// The root of their tree.
    pub root: TreeHash,
    /// The note, with the log's own signatures and no others.
    pub note: String,
    /// When, in unix milliseconds by this server's clock.
    pub signed_at_ms: i64,
}

/// What kind of attestation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AttestationKind {
    /// A witness's signature line.
    Cosignature,
    /// An authority's RFC 3161 time-stamp token, in base64.
    TimeStamp,
}

impl AttestationKind {
    fn column(self) -> i64 {
        match self {
            Self::Cosignature => 0,
            Self::TimeStamp => 1,
        }
    }

    fn from_column(column: i64) -> Option<Self> {
        [Self::Cosignature, Self::TimeStamp].into_iter().find(|kind| kind.column() == column)
    }
}

/// What somebody else says of a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attestation {
    /// The checkpoint's size.
    pub size: u64,
    /// What kind.
    pub kind: AttestationKind,
    /// Whose: the key's name and ID, or the authority's address.
    pub name: String,
    /// The signature line, or the token.
    pub attestation: String,
    /// When they say that was, in unix milliseconds.
    pub attested_at_ms: i64,
}

/// What the sequencer keeps besides entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Keepsake {
    /// A checkpoint that was signed.
    Checkpoint(SignedCheckpoint),
    /// What somebody else says of one.
    Attestation(Attestation),
}

type CheckpointRow = (i64, Vec<u8>, String, i64);
type AttestationRow = (i64, i64, String, String, i64);

fn signed((size, root, note, signed_at_ms): CheckpointRow) -> Stored<SignedCheckpoint> {
    let root = root.try_into().map_err(|_| StoreError::Database(format!("the root of checkpoint {size} is broken")))?;
    Ok(SignedCheckpoint { size: count(size), root, note, signed_at_ms })
}

impl Tables {
    /// The last checkpoint that was signed.
    ///
    /// # Errors
    /// The database's own.
    pub fn last_checkpoint(&mut self) -> Stored<Option<SignedCheckpoint>> {
        Ok(self.checkpoints_before(None, 1)?.pop())
    }

    /// The latest checkpoints below a size, newest first.
    ///
    /// # Errors
    /// The database's own.
    pub fn checkpoints_before(&mut self, size: Option<u64>, limit: usize) -> Stored<Vec<SignedCheckpoint>> {
        let below = size.map_or(Ok(i64::MAX), column)?;
        let query = checkpoints::table.filter(checkpoints::size.lt(below)).order(checkpoints::size.desc());
        let query = query.limit(i64::try_from(limit).unwrap_or(i64::MAX));
        let rows: Vec<CheckpointRow> = on!(&mut self.db, db => query.load(db))?;
        rows.into_iter().map(signed).collect()
    }

    /// Every size that was signed, with its root, in order.
    ///
    /// # Errors
    /// The database's own.
    pub(crate) fn signed_roots(&mut self) -> Stored<Vec<(u64, TreeHash)>> {
        let query = checkpoints::table.order(checkpoints::size.asc()).select((checkpoints::size, checkpoints::root));
        let rows: Vec<(i64, Vec<u8>)> = on!(&mut self.db, db => query.load(db))?;
        let broken = |size| StoreError::Database(format!("the root of checkpoint {size} is broken"));
        rows.into_iter().map(|(size, root)| Ok((count(size), root.try_into().map_err(|_| broken(size))?))).collect()
    }

    /// The checkpoint of exactly this size.
    ///
    /// # Errors
    /// The database's own.
    pub fn checkpoint(&mut self, size: u64) -> Stored<Option<SignedCheckpoint>> {
        let Ok(size) = column(size) else { return Ok(None) };
        let query = checkpoints::table.find(size);
        let row: Option<CheckpointRow> = on!(&mut self.db, db => query.first(db).optional())?;
        row.map(signed).transpose()
    }

    /// Whether a checkpoint was signed of any size from `first` to `last`.
    ///
    /// # Errors
    /// The database's own.
    pub fn was_signed_between(&mut self, first: u64, last: u64) -> Stored<bool> {
        let (first, last) = (column(first)?, column(last)?);
        let query = checkpoints::table.filter(checkpoints::size.ge(first).and(checkpoints::size.le(last)));
        let found: Option<i64> = on!(&mut self.db, db => query.select(checkpoints::size).first(db).optional())?;
        Ok(found.is_some())
    }

    /// What others attested of the checkpoint of this size.
    ///
    /// # Errors
    /// The database's own.
    pub fn attestations(&mut self, size: u64) -> Stored<Vec<Attestation>> {
        let query = attestations::table.filter(attestations::size.eq(column(size)?)).order(attestations::name.asc());
        let rows: Vec<AttestationRow> = on!(&mut self.db, db => query.load(db))?;
        let read = |(size, kind, name, attestation, attested_at_ms)| {
            let kind = AttestationKind::from_column(kind)?;
            Some(Attestation { size: count(size), kind, name, attestation, attested_at_ms })
        };
        Ok(rows.into_iter().filter_map(read).collect())
    }

    /// The largest size that a witness cosigned.
    ///
    /// # Errors
    /// The database's own.
    pub fn last_cosigned_by(&mut self, name: &str) -> Stored<Option<u64>> {
        let kind = AttestationKind::Cosignature.column();
        let query = attestations::table
            .filter(attestations::kind.eq(kind).and(attestations::name.eq(name)))
            .order(attestations::size.desc())
            .select(attestations::size);
        let size: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
        Ok(size.map(count))
    }
}

impl Writer {
    /// Keeps what was signed or attested, durably. Keeping the same again changes nothing.
    ///
    /// # Errors
    /// The database's own: then nothing was kept.
    pub fn keep(&mut self, keepsake: &Keepsake) -> Stored<()> {
        let db = self.tables().connection();
        match keepsake {
            Keepsake::Checkpoint(checkpoint) => {
                let SignedCheckpoint { size, root, note, signed_at_ms } = checkpoint;
                let row = (
                    checkpoints::size.eq(column(*size)?),
                    checkpoints::root.eq(root.to_vec()),
                    checkpoints::note.eq(note),
                    checkpoints::signed_at.eq(signed_at_ms),
                );
                match db {
                    Db::Sqlite(db) => diesel::insert_or_ignore_into(checkpoints::table).values(row).execute(db)?,
                    Db::Postgres(db) => {
                        diesel::insert_into(checkpoints::table).values(row).on_conflict_do_nothing().execute(db)?
                    }
                };
            }
            Keepsake::Attestation(attestation) => {
                let Attestation { size, kind, name, attestation, attested_at_ms } = attestation;
                let row = (
                    attestations::size.eq(column(*size)?),
                    attestations::kind.eq(kind.column()),
                    attestations::name.eq(name),
                    attestations::attestation.eq(attestation),
                    attestations::attested_at.eq(attested_at_ms),
                );
                match db {
                    Db::Sqlite(db) => diesel::insert_or_ignore_into(attestations::table).values(row).execute(db)?,
                    Db::Postgres(db) => {
                        diesel::insert_into(attestations::table).values(row).on_conflict_do_nothing().execute(db)?
                    }
                };
            }
        }
        Ok(())
    }
}
