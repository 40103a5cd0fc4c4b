//! What the log's own page asks, so that filters combine: each look-up costs what it finds.

use diesel::prelude::*;

use ledger::value::{PoolName, SubjectKind};
use ledger::{Entry, Past as _, Span};

use super::past::Tables;
use super::query_lists::{ListFilter, ListKind};
use super::rows::{FreeRow, column, count, event_column, subject_column};
use super::schema::{free_spans, listed, mentions, pools};
use super::{Stored, derive, on};

/// Rows of a list by day that are put into the order of recording; a longer list isn't.
const SORTED_AT_MOST: usize = 20_000;

impl Tables {
    /// Those of these units that are still free in a pool.
    ///
    /// # Errors
    /// The database's own.
    pub fn free_of(&mut self, pool: &PoolName, spans: &[Span]) -> Stored<Vec<Span>> {
        let query = pools::table.filter(pools::name.eq(pool.as_str())).select(pools::id);
        let id: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
        let Some(id) = id else { return Ok(Vec::new()) };
        let mut found = Vec::new();
        for span in spans {
            let rows = self.free_rows(id, *span)?;
            let free = rows.iter().filter_map(|row| Span::new(count(row.first), count(row.behind)));
            found.extend(free.filter_map(|free| free.overlap(*span)));
        }
        Ok(found)
    }

    /// Free spans of one pool are disjoint: at most one begins before the span and reaches into it.
    fn free_rows(&mut self, pool: i64, span: Span) -> Stored<Vec<FreeRow>> {
        let (from, to) = (column(span.from)?, column(span.to)?);
        let before = free_spans::table
            .filter(free_spans::pool.eq(pool).and(free_spans::first.le(from)))
            .order(free_spans::first.desc())
            .limit(1);
        let inside = free_spans::table
            .filter(free_spans::pool.eq(pool).and(free_spans::first.gt(from)).and(free_spans::first.lt(to)))
            .order(free_spans::first.asc());
        let mut rows: Vec<FreeRow> = on!(&mut self.db, db => before.load(db))?;
        rows.extend(on!(&mut self.db, db => inside.load::<FreeRow>(db))?);
        Ok(rows)
    }

    /// Whether an entry is among those that speak of something. Gifts of money and fees never are.
    ///
    /// # Errors
    /// The database's own.
    pub fn speaks_of(&mut self, entry: &Entry, kind: SubjectKind, id: &str) -> Stored<bool> {
        let key = (subject_column(kind), id, event_column(entry.event.event_type()), column(entry.seq)?);
        let query = mentions::table.find(key).select(mentions::seq);
        let there: Option<i64> = on!(&mut self.db, db => query.first(db).optional())?;
        Ok(there.is_some())
    }

    /// A fund's gifts or hand-outs of one project, item or place before `before`, the last recorded first; none if the
    /// list, which stands by day, is too long to be put into that order.
    ///
    /// # Errors
    /// The database's own.
    pub fn listed_before(
        &mut self,
        fund: u64,
        kind: ListKind,
        filter: &ListFilter,
        before: u64,
        limit: usize,
    ) -> Stored<Option<Vec<Entry>>> {
        let fund = column(fund)?;
        let list = if kind == ListKind::Gifts { derive::gifts_list(fund) } else { derive::handouts_list(fund) };
        let facet = filter.first_facet();
        let query = listed::table
            .filter(listed::list.eq(list).and(listed::facet.eq(facet)))
            .limit(i64::try_from(SORTED_AT_MOST).unwrap_or(i64::MAX))
            .select(listed::seq);
        let mut seqs: Vec<i64> = on!(&mut self.db, db => query.load(db))?;
        if seqs.len() >= SORTED_AT_MOST {
            return Ok(None);
        }
        seqs.retain(|seq| count(*seq) < before);
        seqs.sort_unstable_by_key(|seq| std::cmp::Reverse(*seq));
        seqs.truncate(limit);
        let mut found = Vec::with_capacity(seqs.len());
        for seq in seqs {
            found.extend(self.entry(count(seq))?);
        }
        Ok(Some(found))
    }
}
