//! Labels and papers.

use super::Pick;
use crate::view::Sum;

/// `/desk/labels`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    /// The sizes that there are.
    pub sizes: Vec<Pick>,
    /// The chosen one.
    pub size: String,
    /// Lots and waybills, as typed.
    pub ids: String,
    /// Copies of each, as typed.
    pub copies: String,
    /// How many one box holds, as typed; empty where boxes differ.
    pub each: String,
    /// The first free label of the first sheet, as typed.
    pub first: String,
    /// The latest lots and waybills.
    pub latest: Vec<Pick>,
    /// The form for the list of a hand-out that is still to come.
    pub list: ListAsk,
    /// What is wrong.
    pub fault: Option<String>,
}

/// For which hand-out an empty list is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListAsk {
    /// The sites that there are.
    pub sites: Vec<Pick>,
    /// The chosen one.
    pub site: String,
    /// Lots, as typed; empty for all that are there.
    pub lots: String,
    /// The day, as typed.
    pub on: String,
    /// How many rows, as typed.
    pub rows: String,
    /// What is wrong.
    pub fault: Option<String>,
}

/// Labels that are printed from the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LabelSheet {
    /// The labels.
    pub labels: Vec<Label>,
    /// The word of the sheet's size.
    pub size: &'static str,
    /// Labels of the first sheet that are used up.
    pub skip: u32,
    /// The same as a file; empty where there is none.
    pub pdf: String,
}

/// One label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The lot or waybill.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How many, from where, by when.
    pub lines: Vec<String>,
    /// The picture that a telephone reads: rows of black and white.
    pub code: Vec<Vec<bool>>,
}

/// A paper: a waybill, a receipt, the list of a hand-out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// What it is.
    pub kind: PaperKind,
    /// Its number, as a code of the log has it.
    pub id: String,
    /// Term and value.
    pub facts: Vec<(String, String)>,
    /// What is in it: id, goods, quantity.
    pub lines: Vec<(String, String, String)>,
    /// The address in the picture.
    pub address: String,
    /// The picture.
    pub code: Vec<Vec<bool>>,
    /// The same as a file; empty where there is none.
    pub pdf: String,
    /// Empty rows to fill in by hand.
    pub blank_rows: u32,
    /// The form that has a receipt sent, on a receipt.
    pub mail: Option<MailForm>,
    /// What a gift comes to.
    pub sum: Option<Sum>,
}

/// What a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperKind {
    /// Of a dispatch.
    Waybill,
    /// Of a gift.
    Receipt,
    /// Of a hand-out.
    HandoutList,
}

/// To whom a receipt goes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MailForm {
    /// The address, as typed.
    pub address: String,
    /// Whether it is wrong.
    pub is_wrong: bool,
    /// The letters' language, as chosen.
    pub lang: Option<ledger::refusal::Lang>,
    /// Whether to tell them what becomes of the gift, as chosen.
    pub follow: bool,
    /// Whether a mail server is set up.
    pub can_send: bool,
    /// Letters: masked address, state as the box has it.
    pub letters: Vec<(String, String)>,
}
