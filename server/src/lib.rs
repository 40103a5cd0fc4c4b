//! Almoner's server and command line: everything that touches the world.
//!
//! | module | what it does |
//! |---|---|
//! | [`store`] | the database: opening, look-ups, and the one place that writes |
//! | [`sequencer`] | the one writer: queue, batches, answers after the commit |
//! | [`log`] | the transparency log: signing, the gate, asking witnesses, proofs |
//! | [`witness`] | being a witness of other logs |
//! | [`outbound`] | asking other servers |
//! | [`webhooks`] | telling programs elsewhere of new entries |
//! | [`private`] | what is nobody else's business, in a database of its own |
//! | [`http`] | the open interface, the pages, the files |
//! | [`pages`] | view models for the pages, filled from the log |
//! | [`answer`] | traces, funds, lots and hand-outs in JSON |
//! | [`desk`] | the staff desk: who may do what, forms, approvals |
//! | [`audit`] | the whole log derived anew and compared with every table |
//! | [`reports`] | trace reports: what was asked, answered from the log as it was at a size |
//! | [`formats`] | what a report is given out as: tables, print, standards |
//! | [`import`] | files of other standards, as events |
//! | [`demo`] | an invented relief operation, as events |
//! | [`typeset`] | blocks of text, tables and pictures, as PDF |
//! | [`cli`] | the command line, one file a verb |
#![deny(clippy::float_arithmetic)]

pub mod answer;
pub mod audit;
pub mod cli;
pub mod demo;
pub mod desk;
pub mod formats;
pub mod http;
pub mod import;
pub mod log;
pub mod outbound;
pub mod pages;
pub mod private;
pub mod reports;
pub mod sequencer;
pub mod store;
pub mod typeset;
pub mod webhooks;
pub mod witness;
