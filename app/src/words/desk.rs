//! The words of the staff desk.

mod bulk;
mod catalogue;
mod follow;
mod help;
pub mod mail;
mod people;
mod record;
mod refusal;
mod region;

pub use bulk::*;
pub use catalogue::DeskWords;
pub use follow::{FollowWords, follow_wait};
pub use help::help;
pub use people::{
    act, done, grant_scope, log_in_fault, password_fault, person_fault, role, role_help, tab, token_fault,
};
pub use record::{
    LOT_THERE, PLACE_NAME, cash_pool, field_fault, goods_pool, item_and_unit, label, limit_group, lot, menu_group,
    waybill, word,
};
pub use refusal::{at_field, refused};
pub use region::regions;
