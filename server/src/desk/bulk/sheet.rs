//! Spreadsheets: gifts, hand-outs and stock counts as people keep them, in XLSX or CSV.
//!
//! Every bad row is named with its reason, and while there is one, nothing is recorded. Nothing about a person who
//! received is read: a column that is not known is refused, so that a list of names can't slip in unseen.
//!
//! | module | what it knows |
//! |---|---|
//! | [`cell`] | what stands in a cell: text, an exact number, a day |
//! | [`file`] | XLSX and CSV as rows of cells |
//! | `archive` | whether a workbook is modest once it is unpacked |
//! | [`column`] | the columns of each kind of sheet, with their headings in both languages |
//! | [`looks`] | what a file is that is no table |
//! | [`row`] | a row by the names of its columns |
//! | [`fault`] | what is wrong, in a row or as a whole |
//! | [`place`] | countries by name or code, and the place of a site |
//! | [`plan`] | rows as events |
//! | [`count`] | counted against booked |
//! | [`template`] | an empty sheet to fill in |

mod archive;
pub mod cell;
pub mod column;
pub mod count;
pub mod fault;
pub mod file;
pub mod looks;
pub mod place;
pub mod plan;
pub mod row;
pub mod template;

pub use column::Kind;
pub use fault::{Fault, Refused, Why};

/// A file is at most this long.
pub const FILE_BYTES_LIMIT: usize = 8 * 1024 * 1024;

/// A sheet has at most this many rows: they are recorded together, and looked at by one person.
pub const ROWS_LIMIT: usize = 5_000;
