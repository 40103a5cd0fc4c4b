//! Files of other people's books, turned into events.
//!
//! [`plan`] reads an IATI 2.03 activity file and says which events it amounts to. It is pure: it records nothing,
//! reads no clock, and from one file always makes the same steps with the same keys, so that importing a file twice
//! changes nothing. The caller records the steps in order.
//!
//! | in the file | in the ledger |
//! |---|---|
//! | activity | a fund for each currency that it uses; the reporting organisation is its steward |
//! | transaction 1, incoming funds; 11, incoming commitment | a gift, method [`Flow::word`] |
//! | transaction 3, disbursement | a transfer to the receiver, who holds the money from then on; an expense where the receiver is the reporter or not named |
//! | transaction 4, expenditure | an expense |
//! | more spent than received | a gift of the reporting organisation, method `own_contribution`, just before |
//! | anything else | an [`Unused`] with line, element and reason |
//!
//! | module | what it knows |
//! |---|---|
//! | `source` | the XML tree, its lines and paths |
//! | `amount` | decimal text to minor units, exactly |
//! | `text` | narratives: the language, the length, what must not be kept |
//! | `identity` | ids and keys that a second run finds again |
//! | `organisation`, `head`, `transaction` | one element of the file each |
//! | `fund` | the events that move a fund's money |
//! | `rows`, `threesixty`, `fts` | files of rows: grants of 360Giving, flows of UN OCHA's Financial Tracking Service |
//! | `activity` | the steps of one activity, in the order of their days |
//! | `unused`, `error` | what of a file could not be used, and why; why a file as a whole can't be |

mod activity;
mod amount;
mod error;
mod fts;
mod fund;
mod head;
mod identity;
mod organisation;
mod rows;
mod source;
#[cfg(test)]
mod tests;
mod text;
mod threesixty;
mod transaction;
mod unused;

use ledger::event::Event;
use ledger::value::{Currency, Key, SubjectKind};

pub use amount::AmountFault;
pub(crate) use amount::minor;
pub use error::ImportError;
pub use fts::plan_flows;
pub(crate) use identity::{hash_of, key};
pub use threesixty::plan_grants;
pub use unused::{Reason, Unused};

use activity::Activities;
use source::Source;

/// A file is at most this long: the largest that publishers put out are near 50 MiB, and the tree takes about five
/// times the file.
pub const FILE_BYTES_LIMIT: usize = 64 * 1024 * 1024;

/// The elements and texts in a file are at most this many, so that a hostile one can't fill the memory.
pub const NODES_LIMIT: u32 = 8_000_000;

/// Versions that can be read: 2.02 and 2.03 only added to 2.01, and changed nothing that is used here.
pub const VERSIONS: &[&str] = &["2.01", "2.02", "2.03"];

/// What the ledger has already.
pub trait Known {
    /// Whether the id is registered.
    fn has(&self, kind: SubjectKind, id: &str) -> bool;
}

/// What a file amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What to record, in this order.
    pub steps: Vec<Step>,
    /// What could not be used, in the order of its lines.
    pub unused: Vec<Unused>,
    /// The sums of the steps by activity, flow and currency: those of the file, and own contributions beside them.
    pub totals: Vec<Total>,
}

/// One event to record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The line of the element that it comes from, from 1.
    pub line: u32,
    /// Its idempotency key: the same each time the file is read.
    pub key: Key,
    /// The event.
    pub event: Event,
}

/// A sum over the steps of one activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// The activity's IATI identifier, as in the file.
    pub activity: String,
    /// Which way the money went.
    pub flow: Flow,
    /// The currency of the sum.
    pub currency: Currency,
    /// How many steps.
    pub count: u64,
    /// In the currency's minor unit.
    pub amount: u64,
}

/// Which way money went, in IATI's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flow {
    /// Transaction type 1.
    IncomingFunds,
    /// Transaction type 11.
    IncomingCommitment,
    /// What the reporting organisation added of its own; in no file, follows from the sums.
    OwnContribution,
    /// Transaction type 3.
    Disbursement,
    /// Transaction type 4.
    Expenditure,
}

impl Flow {
    /// The flow of IATI's code list `TransactionType`, if it moves money that the ledger can follow.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "1" => Some(Self::IncomingFunds),
            "11" => Some(Self::IncomingCommitment),
            "3" => Some(Self::Disbursement),
            "4" => Some(Self::Expenditure),
            _ => None,
        }
    }

    /// IATI's code; none for what is in no file.
    #[must_use]
    pub fn code(self) -> Option<&'static str> {
        match self {
            Self::IncomingFunds => Some("1"),
            Self::IncomingCommitment => Some("11"),
            Self::OwnContribution => None,
            Self::Disbursement => Some("3"),
            Self::Expenditure => Some("4"),
        }
    }

    /// The method of a gift, or the category of an expense, that says so in the ledger.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::IncomingFunds => "iati_incoming_funds",
            Self::IncomingCommitment => "iati_incoming_commitment",
            Self::OwnContribution => "own_contribution",
            Self::Disbursement => "disbursement",
            Self::Expenditure => "expenditure",
        }
    }

    /// Whether money came in.
    #[must_use]
    pub fn is_incoming(self) -> bool {
        matches!(self, Self::IncomingFunds | Self::IncomingCommitment | Self::OwnContribution)
    }
}

/// Plans the import of an IATI activity file.
///
/// # Errors
/// An [`ImportError`] where the file as a whole can't be read. An element that can't be used is no error: it is listed.
pub fn plan(xml: &str, ledger: &dyn Known) -> Result<Plan, ImportError> {
    if xml.len() > FILE_BYTES_LIMIT {
        return Err(ImportError::TooLong { limit: FILE_BYTES_LIMIT, given: xml.len() });
    }
    // Document type definitions stay off, and with them entities: a file can neither grow nor fetch anything.
    let options = roxmltree::ParsingOptions { nodes_limit: NODES_LIMIT, ..Default::default() };
    let document = roxmltree::Document::parse_with_options(xml, options).map_err(|stop| ImportError::not_xml(&stop))?;
    let root = document.root_element();
    if root.tag_name().name() != "iati-activities" {
        return Err(ImportError::NotActivities { root: root.tag_name().name().to_owned() });
    }
    let version = root.attribute("version").unwrap_or_default().trim();
    if !VERSIONS.contains(&version) {
        return Err(ImportError::Version { given: version.to_owned() });
    }
    let source = Source::new(xml);
    let mut activities = Activities::new(&source, ledger);
    for node in root.children().filter(roxmltree::Node::is_element) {
        activities.read(node);
    }
    Ok(activities.finish())
}
