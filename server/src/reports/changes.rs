//! What came after a frozen report: the entries since that concern it.

use ledger::report::{Tally, row};

use super::gather::{Asked, Books, Reading, ReportError};
use crate::store::past::Tables;

/// Entries that came after a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    /// Those that concern it, ascending: they moved something of what was asked, or reversed what did.
    pub entries: Vec<u64>,
    /// How many came in all.
    pub all: u64,
}

/// Looks for what came since.
///
/// # Errors
/// As [`Reading::open`].
pub fn since(tables: &mut Tables, books: &Books, asked: &Asked) -> Result<Since, ReportError> {
    let head = tables.head()?.size;
    let book = books.at(tables, asked.size)?;
    let mut entries = Vec::new();
    for seq in tables.reversed_since(asked.size)? {
        let Some(entry) = ledger::Past::entry(tables, seq)? else { continue };
        let rows = row::rows(&book, &entry, |pool| book.is_asked(&asked.question, pool));
        let counted = !rows.is_empty() && !Tally::new(&book, &asked.question, None).take(&entry).is_empty();
        if counted {
            entries.extend(tables.reversed_by(seq)?);
        }
    }
    let now = Asked { question: asked.question.clone(), size: head };
    Reading::open(tables, books, now)?.after(asked.size).report(|_, entry, _| {
        entries.push(entry.seq);
        true
    })?;
    entries.sort_unstable();
    entries.dedup();
    Ok(Since { entries, all: head.saturating_sub(asked.size) })
}
