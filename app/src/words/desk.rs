//! The words of the staff desk.

mod bulk;
mod catalogue;
mod follow;
pub mod mail;
mod people;
mod record;
mod webhooks;

pub use bulk::*;
pub use catalogue::DeskWords;
pub use follow::{FollowWords, follow_wait};
pub use people::{
    act, done, grant_scope, log_in_fault, password_fault, person_fault, role, role_help, tab, token_fault,
};
pub use record::{
    cash_pool, field_fault, goods_pool, help, item_and_unit, label, limit_group, lot, menu_group, waybill, word,
};
pub use webhooks::{WebhookWords, delivery_answer, delivery_state, webhook_fault, webhook_filter, webhook_state};
