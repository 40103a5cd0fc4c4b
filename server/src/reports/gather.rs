//! Which entries concern a question, and the report that follows.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use ledger::refusal::{Refusal, Rule};
use ledger::report::{self, Book, Question, Report, Row, Tally, behind};
use ledger::value::SubjectKind;
use ledger::{Entry, Hash, Past as _};

use super::past::AtSize;
use crate::store::past::Tables;
use crate::store::{StoreError, Stored};

/// Entries read at a time.
const CHUNK: usize = 2_000;

/// Entries in a bundle: with their proof about 20 MB, which a browser still checks in a few seconds.
pub const BUNDLE_ENTRIES_LIMIT: u64 = 20_000;

/// If more of the log than one entry in so many moved something of the pools in question, the log itself is read.
const SPARSE: usize = 6;

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// What was asked can't be answered.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A question to the log of a size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is asked.
    pub question: Question,
    /// Of the first so many entries.
    pub size: u64,
}

/// What is registered up to a size, remembered from one report to the next: it only grows.
#[derive(Debug, Default)]
pub struct Books(Mutex<(u64, Arc<Book>)>);

impl Books {
    /// The book of a log of this size.
    ///
    /// # Errors
    /// The database's own.
    pub fn at(&self, tables: &mut Tables, size: u64) -> Stored<Arc<Book>> {
        let (known, book) = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let (from, mut book) = match size {
            size if size == known => return Ok(book),
            size if size > known => (known, book),
            _ => (0, Arc::default()),
        };
        let writing = Arc::make_mut(&mut book);
        for entry in tables.remembered_between(from, size)? {
            writing.take(&entry);
        }
        if size > known {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (size, Arc::clone(&book));
        }
        Ok(book)
    }
}

/// Which entries are read.
#[derive(Debug)]
enum Scan {
    /// All, from here on.
    Log(u64),
    /// These, from this place on.
    Some(Vec<u64>, usize),
}

/// A report under way.
#[derive(Debug)]
pub struct Reading<'t> {
    past: AtSize<'t>,
    book: Arc<Book>,
    asked: Asked,
    head: Hash,
    scan: Scan,
}

impl<'t> Reading<'t> {
    /// Checks what is asked, and finds the entries that concern it.
    ///
    /// # Errors
    /// [`ReportError::Refused`] with the filter and its rule.
    pub fn open(tables: &'t mut Tables, books: &Books, asked: Asked) -> Result<Self, ReportError> {
        let head = tables.head()?.size;
        match asked.size {
            0 => return Err(Refusal::new("size", Rule::SizeZero).into()),
            size if size > head => return Err(Refusal::new("size", Rule::SizeAhead { size, head }).into()),
            _ => {}
        }
        let book = books.at(tables, asked.size)?;
        let last = tables.json(asked.size - 1)?;
        let head = last.map(|json| Hash::of(json.as_bytes())).unwrap_or(Hash::ZERO);
        let mut past = AtSize::new(tables, asked.size)?;
        known(&mut past, &asked.question)?;
        let scan = scan(&mut past, &book, &asked)?;
        Ok(Self { past, book, asked, head, scan })
    }

    /// Only entries from `from` on are read: the rows of a report, not its balances.
    #[must_use]
    pub fn after(mut self, first: u64) -> Self {
        match &mut self.scan {
            Scan::Log(from) => *from = first,
            Scan::Some(seqs, place) => *place = seqs.partition_point(|seq| *seq < first),
        }
        self
    }

    /// The next entries; none at the end.
    fn chunk(&mut self) -> Stored<Option<Vec<Entry>>> {
        let size = self.asked.size;
        match &mut self.scan {
            Scan::Log(from) if *from >= size => Ok(None),
            Scan::Log(from) => {
                let to = from.saturating_add(CHUNK as u64).min(size);
                let entries = self.past.tables().entries_between(*from, to)?;
                *from = to;
                Ok(Some(entries))
            }
            Scan::Some(seqs, place) => {
                let some = seqs.get(*place..).unwrap_or_default();
                let some = &some[..some.len().min(CHUNK)];
                *place += some.len();
                if some.is_empty() { Ok(None) } else { self.past.tables().entries_of(some).map(Some) }
            }
        }
    }

    /// Reads to the end and gives the report; each entry that was asked for is told on the way, with its rows, until
    /// `told` says that nobody listens any more.
    ///
    /// # Errors
    /// The database's own.
    pub fn report(
        mut self,
        mut told: impl FnMut(&Book, &Entry, Vec<Row>) -> bool,
    ) -> Result<Option<Report>, ReportError> {
        let path = report::path_of(&mut self.past, &self.asked.question)?;
        let (book, question) = (Arc::clone(&self.book), self.asked.question.clone());
        let mut tally = Tally::new(&book, &question, path);
        while let Some(entries) = self.chunk()? {
            for entry in &entries {
                let rows = tally.take(entry);
                if !rows.is_empty() && !told(&book, entry, rows) {
                    return Ok(None);
                }
            }
        }
        Ok(Some(report::finish(&mut self.past, tally, self.asked.size, self.head)?))
    }

    /// The report with the entries that it rests on, by number.
    ///
    /// # Errors
    /// [`ReportError::Refused`] if it rests on more than a bundle holds.
    pub fn with_entries(mut self) -> Result<(Report, BTreeSet<u64>), ReportError> {
        let too_large = || Refusal::new("", Rule::ReportTooLarge { limit: BUNDLE_ENTRIES_LIMIT });
        let mut entries: Vec<Entry> = Vec::new();
        while let Some(more) = self.chunk()? {
            entries.extend(more.into_iter().filter(|entry| !entry.moves.is_empty()));
            if entries.len() as u64 > BUNDLE_ENTRIES_LIMIT {
                return Err(too_large().into());
            }
        }
        let (book, end) = (Arc::clone(&self.book), (self.asked.size, self.head));
        let all = || entries.iter().cloned().map(Ok);
        let (report, behind) = behind::derive_with_entries(&mut self.past, &book, &self.asked.question, end, all)?;
        if behind.len() as u64 > BUNDLE_ENTRIES_LIMIT {
            return Err(too_large().into());
        }
        Ok((report, behind))
    }
}

/// Refuses ids that nothing had when the log was of this size.
fn known(past: &mut AtSize<'_>, question: &Question) -> Result<(), ReportError> {
    let ids = [
        ("fund", SubjectKind::Fund, &question.fund),
        ("item", SubjectKind::Item, &question.item),
        ("organisation", SubjectKind::Organisation, &question.organisation),
        ("project", SubjectKind::Project, &question.project),
        ("site", SubjectKind::Site, &question.site),
    ];
    for (field, kind, id) in ids {
        if let Some(id) = id
            && past.holder(kind, id.as_str())?.is_none()
        {
            return Err(Refusal::new(field, Rule::Unknown { kind, id: id.to_string() }).into());
        }
    }
    if let Some(seq) = question.gift {
        let entry = past.entry(seq)?;
        use ledger::Event::{DonationReceived, GiftInKindReceived};
        if !entry.is_some_and(|entry| matches!(entry.event, DonationReceived(_) | GiftInKindReceived(_))) {
            return Err(Refusal::new("gift", Rule::NotAGift { seq }).into());
        }
    }
    Ok(())
}

fn scan(past: &mut AtSize<'_>, book: &Book, asked: &Asked) -> Stored<Scan> {
    let question = &asked.question;
    if question.fund.is_none() && question.project.is_none() && question.item.is_none() && question.site.is_none() {
        return Ok(Scan::Log(0));
    }
    let pools: Vec<i64> = past
        .tables()
        .pool_list()?
        .into_iter()
        .filter(|(_, pool)| book.is_asked(question, pool))
        .map(|(id, _)| id)
        .collect();
    let limit = usize::try_from(asked.size).unwrap_or(usize::MAX) / SPARSE + CHUNK;
    let Some(seqs) = past.tables().moved(&pools, asked.size, limit)? else { return Ok(Scan::Log(0)) };
    let seqs: BTreeSet<u64> = seqs.into_iter().chain(past.reversed_later()).collect();
    Ok(Scan::Some(seqs.into_iter().collect(), 0))
}
