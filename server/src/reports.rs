//! Trace reports: what was asked is answered from the log as it was at a size, and given out in many forms.
//!
//! A report is a function of its question, the size of the log and the reader's language: the same address gives the
//! same bytes for ever. Figures are the ledger's own ([`ledger::report`]); here the entries are found that it needs.
//!
//! - [`past`]: the log's look-ups as they would have been answered when it was shorter
//! - [`gather`]: which entries concern a question, and the report that follows
//! - [`names`]: what people call what is in a report
//! - [`address`]: where a report stands, frozen
//! - [`view`]: the model that pages and papers are made from
//! - [`pictures`]: what its pictures are made from
//! - [`changes`]: what came after a frozen report

pub mod address;
pub mod changes;
pub mod gather;
pub mod names;
pub mod past;
pub mod pictures;
pub mod view;
