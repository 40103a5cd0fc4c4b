//! The words of the staff desk.

mod catalogue;
mod people;

pub use catalogue::DeskWords;
pub use people::{
    act, done, grant_scope, log_in_fault, password_fault, person_fault, role, role_help, tab, token_fault,
};
