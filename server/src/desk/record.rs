//! Recording: a form an event, made from one description of its fields.
//!
//! - [`description`]: what each field is; [`typed`]: what people type; [`read`]: from a form to an event
//! - [`choices`], [`form`], [`finish`]: from the description to the form as shown; [`known`], [`names`]: what they look up
//! - [`facts`]: what an event says, in words
//! - [`effect`]: what would happen; [`changes`]: what a correction changes; [`alike`]: what looks the same
//! - [`personal`]: what looks private
//! - [`blocking`]: what stands in the way of a reversal; [`taken_back`]: what no longer counts
//! - [`told`]: refusals with names in place of ids
//! - [`only`]: what is chosen from the beginning
//! - [`sent`]: forms that carry files; [`rows`]: the buttons of their lists
//! - [`commit`]: to the sequencer, or to a second person
//! - [`filled`]: a form on its way through its steps; [`pages`]: the addresses

pub(super) mod alike;
mod blocking;
pub(crate) mod changes;
mod choices;
pub(crate) mod commit;
mod description;
pub(crate) mod effect;
pub(crate) mod facts;
mod filled;
mod finish;
mod form;
pub(crate) mod known;
pub(crate) mod names;
mod only;
pub(super) mod pages;
mod personal;
mod read;
mod rows;
mod sent;
pub(crate) mod taken_back;
pub(crate) mod told;
mod typed;

pub(crate) use description::{EXPENSES, METHODS};
pub(crate) use typed::amount;
