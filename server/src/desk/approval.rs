//! Four eyes: what waits for a second person, and what that person does.
//!
//! - [`need`]: which events of which worth wait
//! - [`list`]: `/desk/waiting`; [`decide`]: approve, or refuse with a reason
//! - [`limits`]: the amounts, set by an admin
//! - [`program`]: what programs record is held to the same

pub(super) mod decide;
pub(super) mod limits;
pub(super) mod list;
pub(crate) mod need;
pub(crate) mod program;
