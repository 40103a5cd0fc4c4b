//! The words of the staff desk.

mod bulk;
mod catalogue;
pub mod mail;
mod people;

pub use bulk::*;
pub use catalogue::DeskWords;
pub use people::{
    act, done, grant_scope, log_in_fault, password_fault, person_fault, role, role_help, tab, token_fault,
};
