//! Staff: who may do what, and how they prove who they are.
//!
//! - [`permission`]: the one table of roles and actions
//! - [`password`]: which are good, and how they are kept
//! - [`throttle`]: how often somebody may try
//! - [`log_in`], [`set_up`], [`account`]: one's own
//! - [`list`], [`one`], [`tokens`]: what an admin does; [`lines`]: how it is shown

pub(super) mod account;
mod lines;
pub(super) mod list;
pub(super) mod log_in;
pub(super) mod one;
pub mod password;
pub mod permission;
pub(super) mod set_up;
pub mod throttle;
pub(super) mod tokens;
