//! A trace report: some of the pools, what went in and out of them, whose money left, and what became of what came in.
//!
//! Every pool that a report touches is shown whole: opening balance + in − out = closing balance, whatever of it was
//! asked for. What was asked for stands apart from the rest of the pool's traffic, so that a narrow question adds up too.
//! Days are those that events name, else the day of recording in UTC; what an entry moved counts unless it was reversed
//! before the log reached the report's size.
//!
//! | module | what it knows |
//! |---|---|
//! | [`question`] | what is asked, as the part of an address behind `?` |
//! | [`book`] | who and what is registered: what a pool belongs to |
//! | [`row`] | what one entry did to the pools in question |
//! | [`tally`] | the sums |
//! | [`follow`] | sources of what went out, ends of what came in |
//! | [`reached`] | people by place and day, small numbers guarded |
//! | [`behind`] | the entries that it rests on |
//! | `claim` | the figures as canonical JSON, which a bundle claims and a reader derives again |

use std::collections::BTreeSet;

use crate::entry::{Entry, Hash};
use crate::event::Event;
use crate::past::Past;

pub mod behind;
pub mod book;
mod claim;
pub mod follow;
pub mod question;
pub mod reached;
pub mod row;
pub mod tally;

pub use book::{Book, Unit};
pub use follow::{EndSum, Followed, PathSum, SourceSum};
pub use question::Question;
pub use reached::{Cell, People, Reached};
pub use row::{Direction, Row};
pub use tally::{Account, Flow, Tally, Total};

/// The shape of reports: a later one that differs gets another number, and addresses of this one keep their bytes.
pub const FORMAT: &str = "almoner-report/1";

/// The figures of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What was asked.
    pub question: Question,
    /// Made from the first so many entries of the log.
    pub size: u64,
    /// The SHA3-256 of the last of them.
    pub head: Hash,
    /// How many rows were asked for.
    pub rows: u64,
    /// Each pool, by name.
    pub accounts: Vec<Account>,
    /// The accounts' sums, by what they count.
    pub totals: Vec<Total>,
    /// What was asked for, by type of event, direction and unit.
    pub flows: Vec<Flow>,
    /// Where it came from and what became of it; none where it is too much to be followed.
    pub followed: Option<Followed>,
    /// People reached, by place and day.
    pub reached: Reached,
}

/// Derives a report from the entries that concern it, in order. `book` knows all that is registered among them.
///
/// # Errors
/// The store's own.
pub fn derive<P: Past>(
    past: &mut P,
    book: &Book,
    question: &Question,
    (size, head): (u64, Hash),
    entries: impl IntoIterator<Item = Result<Entry, P::Error>>,
) -> Result<Report, P::Error> {
    let path = path_of(past, question)?;
    let mut tally = Tally::new(book, question, path);
    for entry in entries {
        let entry = entry?;
        if entry.seq < size {
            tally.take(&entry);
        }
    }
    finish(past, tally, size, head)
}

/// The entries that a gift went through, where the question is about one.
///
/// # Errors
/// The store's own.
pub fn path_of<P: Past>(past: &mut P, question: &Question) -> Result<Option<BTreeSet<u64>>, P::Error> {
    let Some(gift) = question.gift else { return Ok(None) };
    let trace = crate::trace::forward(past, gift)?;
    let mut path: BTreeSet<u64> =
        trace.iter().flat_map(|trace| &trace.ends).flat_map(|end| end.path.iter().copied()).collect();
    path.insert(gift);
    Ok(Some(path))
}

/// Follows what a whole tally found, and closes it.
///
/// # Errors
/// The store's own.
pub fn finish<P: Past>(past: &mut P, tally: Tally<'_>, size: u64, head: Hash) -> Result<Report, P::Error> {
    let sums = tally.finish();
    let followed = match &sums.parcels {
        Some(parcels) => follow::follow(past, sums.book, parcels)?,
        None => None,
    };
    Ok(Report {
        question: sums.question.clone(),
        size,
        head,
        rows: sums.rows,
        accounts: sums.accounts,
        totals: sums.totals,
        flows: sums.flows,
        followed,
        reached: sums.reached,
    })
}

/// The entries among these that a later one reversed.
pub fn reversed<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> BTreeSet<u64> {
    let reversal = |entry: &Entry| match &entry.event {
        Event::EntryReversed(event) => Some(event.reverses.get()),
        _ => None,
    };
    entries.into_iter().filter_map(reversal).collect()
}
