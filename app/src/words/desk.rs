//! The words of the staff desk.

mod approval;
mod bulk;
mod catalogue;
mod follow;
pub mod mail;
mod people;
mod record;
mod start;
mod stock;
mod webhooks;

pub use approval::refused_by;
pub use bulk::*;
pub use catalogue::DeskWords;
pub use follow::{FollowWords, follow_wait};
pub use people::{
    act, act_detail, done, grant_scope, log_in_fault, password_fault, person_fault, role, role_help, tab, token_fault,
};
pub use record::{LOT_THERE, PLACE_NAME, at_field, refused, refused_in_bulk, remove_line};
pub use record::{
    cash_pool, field_fault, goods_pool, help, item_and_unit, label, limit_group, lot, menu_group, own_organisation,
    waybill, word,
};
pub use start::step;
pub use stock::{StockWords, count_differs, fewer_effect, found_reason, loss_waits, lots_agree, more_effect};
pub use webhooks::{WebhookWords, delivery_answer, delivery_state, webhook_fault, webhook_filter, webhook_state};
