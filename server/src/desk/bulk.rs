//! What comes in bulk: bank statements and spreadsheets.
//!
//! Readers here are pure: bytes in, rows or faults out; which day it is they are told. Nothing is recorded before somebody
//! looked at the rows.
//!
//! - [`bank`]: statements of accounts
//! - [`sheet`]: spreadsheets of gifts, hand-outs and stock counts
//! - [`pages`]: their addresses; [`upload`]: a file that somebody brings; [`record`]: many events in one press
//! - [`number`], [`day`], [`text`]: amounts, dates and letters as people and their programs write them

pub mod bank;
pub mod day;
pub mod number;
pub mod pages;
pub mod record;
pub mod sheet;
pub mod text;
pub mod upload;

use app::view::desk::Tab;

use super::people::permission::Action;
use super::visit::Staff;

/// The parts of the desk that are about what comes in bulk, for whoever may record.
pub(super) fn add_tabs(staff: &Staff, tabs: &mut Vec<Tab>) {
    if staff.may_somewhere(Action::RecordMoney) {
        tabs.push(Tab::Bank);
    }
    if staff.may_somewhere(Action::RecordMoney) || staff.may_somewhere(Action::RecordGoods) {
        tabs.extend([Tab::Sheets, Tab::Stock, Tab::Labels]);
    }
}
