//! Pages for what can't be answered as asked, each with a next step.

use ledger::code::{CodeFault, GiftCode};
use ledger::{Refusal, Rule};

/// Why there is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// No gift has this code.
    NoGift {
        /// What was typed.
        typed: String,
        /// What is wrong with it; none if it is a good code that no gift has.
        fault: Option<CodeFault>,
        /// Codes of gifts that differ from it in one slip: [`GiftCode::one_slip_away`], less those of no gift.
        near: Vec<GiftCode>,
    },
    /// Nothing is at this address.
    NotFound,
    /// An entry names this document, and this copy of the log does not have it.
    NotCopied,
    /// The request can't be read.
    BadRequest,
    /// What is asked of a list can't be read, or names nothing.
    Asked {
        /// The part of the address, and the rule it breaks.
        refusal: Refusal,
        /// The address of the whole list.
        list: String,
    },
    /// Something was refused under a rule of the ledger.
    Rule(Refusal),
    /// The store can't answer now.
    Busy {
        /// When to try again, in seconds.
        retry_after_s: u64,
    },
    /// There is no room to write.
    DiskFull,
}

impl Refused {
    /// The HTTP status that goes with it.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::NoGift { .. } | Self::NotFound | Self::NotCopied => 404,
            Self::Asked { refusal: Refusal { rule: Rule::Unknown { .. }, .. }, .. } => 404,
            Self::BadRequest | Self::Asked { .. } => 400,
            Self::Rule(_) => 422,
            Self::Busy { .. } => 503,
            Self::DiskFull => 507,
        }
    }
}
