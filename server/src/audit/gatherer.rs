//! What rows are gathered into: sums of their hashes by table, or one table's rows in words.

use std::collections::BTreeSet;
use std::hash::Hash as Hashed;

use siphasher::sip128::{Hasher128 as _, SipHasher13};

use super::said::{Names, Said};

/// The tables that are derived from the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    Keys,
    Ids,
    Remembered,
    Takes,
    Fills,
    FundEntries,
    Listed,
    Mentions,
    Figures,
    Days,
    Places,
    Pools,
    FreeSpans,
    Tiles,
}

impl Table {
    /// Its name in the database.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Ids => "ids",
            Self::Remembered => "remembered",
            Self::Takes => "takes",
            Self::Fills => "fills",
            Self::FundEntries => "fund_entries",
            Self::Listed => "listed",
            Self::Mentions => "mentions",
            Self::Figures => "figures",
            Self::Days => "days",
            Self::Places => "places",
            Self::Pools => "pools",
            Self::FreeSpans => "free_spans",
            Self::Tiles => "tiles",
        }
    }
}

pub(super) const ALL_TABLES: &[Table] = &[
    Table::Keys,
    Table::Ids,
    Table::Remembered,
    Table::Takes,
    Table::Fills,
    Table::FundEntries,
    Table::Listed,
    Table::Mentions,
    Table::Figures,
    Table::Days,
    Table::Places,
    Table::Pools,
    Table::FreeSpans,
    Table::Tiles,
];

/// How many rows, and the sum of their hashes.
pub(super) type Sum = (i64, u128);

/// Sums of row hashes, by table.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sums(pub(super) [Sum; ALL_TABLES.len()]);

/// What rows are gathered into: a sum, or, to name them, a set of one table's rows.
pub(super) struct Gatherer<'a> {
    /// The hash of nothing yet, under the audit's own key.
    fresh: &'a SipHasher13,
    pub(super) sums: Sums,
    pub(super) named: Option<Named<'a>>,
}

/// The rows of one table, in words.
pub(super) struct Named<'a> {
    table: Table,
    names: &'a Names,
    pub(super) rows: BTreeSet<String>,
}

impl<'a> Gatherer<'a> {
    pub(super) fn new(fresh: &'a SipHasher13) -> Self {
        Self { fresh, sums: Sums::default(), named: None }
    }

    pub(super) fn naming(fresh: &'a SipHasher13, table: Table, names: &'a Names) -> Self {
        Self { named: Some(Named { table, names, rows: BTreeSet::new() }), ..Self::new(fresh) }
    }

    pub(super) fn row<R: Hashed + Said>(&mut self, table: Table, row: &R, gone: bool) {
        let mut hasher = *self.fresh;
        row.hash(&mut hasher);
        let hash = hasher.finish128().as_u128();
        let slot = &mut self.sums.0[table as usize];
        *slot = if gone { (slot.0 - 1, slot.1.wrapping_sub(hash)) } else { (slot.0 + 1, slot.1.wrapping_add(hash)) };
        if let Some(named) = self.named.as_mut().filter(|named| named.table == table) {
            let text = row.said(named.names);
            if gone {
                named.rows.remove(&text)
            } else {
                named.rows.insert(text)
            };
        }
    }
}
