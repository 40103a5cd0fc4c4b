//! The looks that reading a form needs, answered by the log and by what was uploaded.

use std::collections::BTreeMap;

use serde_json::Value;

use ledger::Past as _;
use ledger::event::Event;
use ledger::value::{Currency, Slug};

use super::read::Known;
use crate::pages::Lookup;
use crate::store::Stored;

/// Documents that were uploaded, as events have them, by their SHA3-256 in hex.
pub(crate) type Documents = BTreeMap<String, Value>;

/// The log, and what was uploaded.
pub(crate) struct Looking<'a, 't> {
    pub(crate) lookup: &'a mut Lookup<'t>,
    pub(crate) documents: &'a Documents,
}

impl Known for Looking<'_, '_> {
    fn fund_currency(&mut self, fund: &str) -> Stored<Option<Currency>> {
        if Slug::new(fund).is_err() {
            return Ok(None);
        }
        super::names::currency(self.lookup, fund)
    }

    fn gift_currency(&mut self, gift: u64) -> Stored<Option<Currency>> {
        match self.lookup.tables().entry(gift)?.map(|entry| entry.event) {
            Some(Event::DonationReceived(event)) => super::names::currency(self.lookup, event.fund.as_str()),
            _ => Ok(None),
        }
    }

    fn document(&mut self, sha3: &str) -> Stored<Option<Value>> {
        Ok(self.documents.get(sha3).cloned())
    }
}
