//! The pure domain of Almoner: what an entry is, what an event does to the pools, and where each cent went.
//!
//! Nothing in this crate reads a clock, a file or a random number, nothing uses a float, and nothing can fail for an
//! outside reason: a function here returns its result, a [`Refusal`] that names the field and the rule, or the error
//! that the caller's own [`Past`] gave it. The same code runs in the server, on the command line and, as wasm, in a
//! reader's browser.
//!
//! | module | what it knows |
//! |---|---|
//! | [`json`] | strict reading and canonical writing (RFC 8785) |
//! | [`value`] | the words of an event: slugs, amounts, dates, currencies, pool names |
//! | [`event`] | every type of event and its fields |
//! | [`entry`] | an event with its moves, chained by SHA3-256 |
//! | [`code`] | receipt codes: `seq` to `G-48KA-6KMQ` and back |
//! | [`span`], [`pool`] | queues of units, and the one rounding rule |
//! | [`state`] | what the ledger must remember to judge the next event |
//! | [`record`] | state and event to entry and state, or refusal |
//! | [`past`] | the look-ups that a store, or memory, answers |
//! | [`trace`] | from a gift to its ends, and from units back to gifts |
//! | [`figures`] | sums by fund, project, item and kind, kept up entry by entry |
//! | [`report`] | some pools with all that went in and out of them, followed both ways; adds up by itself |
//! | [`log`] | the transparency log: tree, tiles, notes, witnesses, proofs, bundles |
//! | [`refusal`] | what was wrong, in English and in Chinese |
//!
//! The rules are those of the project's ledger design; section numbers in comments point into it.
#![cfg_attr(
    not(test),
    deny(
        clippy::arithmetic_side_effects,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss
    )
)]
#![deny(clippy::float_arithmetic)]

pub mod code;
pub mod entry;
pub mod event;
pub mod figures;
pub mod json;
pub mod log;
pub mod past;
pub mod pool;
pub mod record;
pub mod refusal;
pub mod report;
pub mod span;
pub mod state;
pub mod trace;
pub mod value;

pub use entry::{Entry, Hash, Move, Side, Told};
pub use event::{Event, EventType};
pub use past::{Memory, Past};
pub use refusal::{Lang, Refusal, Rule};
pub use span::Span;
pub use state::State;
