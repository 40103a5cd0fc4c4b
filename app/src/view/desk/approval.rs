//! Four eyes: what waits for a second person.

use ledger::event::EventType;
use ledger::value::{Currency, Timestamp};

use super::{Correction, EffectLine, Fact, Told};
use crate::view::DocumentLine;

/// `/desk/waiting`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Waiting {
    /// What this person may decide on.
    pub to_decide: Vec<DraftLine>,
    /// What this person drafted, whatever became of it.
    pub own: Vec<DraftLine>,
    /// What others refused of this person's, until it is put away or sent anew.
    pub refused: Vec<DraftLine>,
    /// What else waits, for others.
    pub others: Vec<DraftLine>,
    /// Higher amounts that wait for a second person.
    pub raises: Vec<Raise>,
    /// The funds' amounts, where this person sets them.
    pub limits: Option<Vec<FundLimits>>,
    /// Amounts that could not be read.
    pub limit_fault: Option<LimitFault>,
}

/// Amounts of a fund as they were typed, with one that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LimitFault {
    /// The fund.
    pub fund: String,
    /// The groups whose amounts could not be read.
    pub groups: Vec<&'static str>,
    /// What was typed, by group.
    pub typed: Vec<(&'static str, String)>,
}

/// A draft in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine {
    /// Its number in addresses.
    pub id: i64,
    /// What would happen: the last of its events.
    pub event: EventType,
    /// It takes the place of an entry.
    pub is_correction: bool,
    /// What it is about, in a few words: amount, payee, goods.
    pub gist: String,
    /// Who drafted it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
    /// Where it stands.
    pub state: DraftState,
    /// Who refused it, and why.
    pub refused: Option<(String, String)>,
    /// Where the form opens with what it says, for whoever drafted it: of what never becomes an entry and was not sent anew.
    pub again: Option<String>,
    /// What it would do to each pool; empty where that was not asked.
    pub effect: Vec<EffectLine>,
    /// How many documents it brings.
    pub documents: usize,
}

/// Where a draft stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftState {
    /// For a second person, until then.
    Waiting(Timestamp),
    /// Approved, and about to be an entry.
    Approved,
    /// It is this entry.
    Recorded(u64),
    /// Refused.
    Refused,
    /// Taken back by whoever drafted it.
    Withdrawn,
    /// Nobody decided in time.
    Expired,
}

/// `/desk/waiting/ID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftPage {
    /// What it is.
    pub line: DraftLine,
    /// What its events say: each with its lines.
    pub events: Vec<(EventType, Vec<Fact>)>,
    /// What it changes, where it takes the place of an entry.
    pub correction: Option<Correction>,
    /// What it would do to each pool.
    pub effect: Vec<EffectLine>,
    /// Why the ledger would refuse it as things are now.
    pub obstacle: Option<Told>,
    /// Its evidence.
    pub documents: Vec<DocumentLine>,
    /// The draft as which it was sent anew.
    pub sent_anew: Option<i64>,
    /// It was refused, and whoever looks drafted it and may put it away.
    pub may_put_away: bool,
    /// Who decided, and why; of what was refused the line says it.
    pub decided: Option<(String, String)>,
    /// Whoever drafted it may no longer record it: it can only be refused.
    pub drafter_gone: bool,
    /// Whether who looks may decide.
    pub may_decide: MayDecide,
    /// A reason is missing.
    pub reason_missing: bool,
}

/// Whether somebody may decide on a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MayDecide {
    /// They may.
    Yes,
    /// It is their own.
    Own,
    /// A program drafted it whose token they made.
    OwnProgram,
    /// Their roles do not include it.
    No,
}

/// Above which amounts events of a fund wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundLimits {
    /// The fund.
    pub fund: crate::view::Named,
    /// Its currency.
    pub currency: Currency,
    /// By the groups' words: `payment`, `transfer`, `loss`, `reversal`.
    pub limits: Vec<(&'static str, Option<u64>)>,
}

/// A higher amount, or none, that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raise {
    /// The fund.
    pub fund: crate::view::Named,
    /// Its currency.
    pub currency: Currency,
    /// The group's word.
    pub group: String,
    /// The amount until now.
    pub before: Option<u64>,
    /// The amount that shall be; none: nothing waits any more.
    pub after: Option<u64>,
    /// Who asks for it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whoever looks asked for it: they may take it back, and not agree.
    pub is_own: bool,
}
