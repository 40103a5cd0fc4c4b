//! A refusal of the ledger as the desk says it: with names in place of ids, and money as people write it.

use std::collections::BTreeMap;

use ledger::Refusal;
use ledger::event::EventType;

use crate::view::Unit;

/// A refusal, and what people call the things that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is refused, under which rule.
    pub refusal: Refusal,
    /// The event whose fields it speaks of.
    pub event: EventType,
    /// What people call pools, funds, lots: by what the rule calls them.
    pub names: BTreeMap<String, String>,
    /// What the goods are counted in that it speaks of.
    pub unit: Option<Unit>,
    /// It stands beside its field, which need not be named again.
    pub is_beside: bool,
}

impl Told {
    /// A refusal of which no names are known yet.
    #[must_use]
    pub fn new(event: EventType, refusal: Refusal) -> Self {
        Self { refusal, event, names: BTreeMap::new(), unit: None, is_beside: false }
    }
}
