//! Checks what this site gives out, step by step, and says at the end in one sentence what that shows and what it doesn't.
//!
//! The arithmetic is [`ledger::log`]'s. What is here is the order of the steps, the words for them, and whom to believe: the
//! same for the page, for a saved copy that is opened without a network, and for the command line.
//!
//! | module | what it knows |
//! |---|---|
//! | [`kind`] | what a file is, by its first bytes |
//! | [`trust`] | by whose policy a checkpoint is judged, and how that policy came here |
//! | [`report`] | steps, each with its outcome, and the verdict |
//! | [`judge`] | the checks themselves, one for each kind of file |
//! | [`page`] | the text that a page shows, held against what follows from the entries; `totals`: that of a report's page |
//! | [`words`] | every sentence, in English and in Chinese |
//! | `browser` | what a page's worker and a saved copy call |

#[cfg(feature = "browser")]
pub mod browser;
pub mod judge;
pub mod kind;
pub mod page;
pub mod report;
mod totals;
pub mod trust;
pub mod words;

pub use judge::export::Export;
pub use kind::Kind;
pub use report::{Report, State, Step};
pub use trust::{Source, Trust};
