//! Four eyes: what waits for a second person, and what that person does.
//!
//! - [`need`]: which events of which worth wait
//! - [`list`]: `/desk/waiting`; [`decide`]: approve, or refuse with a reason
//! - [`again`]: what whoever drafted it does: takes it back, puts it away once it was refused, sends it anew
//! - [`drafter`]: whether whoever drafted it might still
//! - [`limits`]: the amounts, set by an admin; [`raises`]: higher ones, which wait for a second person themselves
//! - [`program`]: what programs record is held to the same

pub(super) mod again;
pub(super) mod decide;
mod drafter;
pub(super) mod limits;
pub(super) mod list;
pub(crate) mod need;
pub(crate) mod program;
pub(super) mod raises;
