//! Webhooks: who is told of new entries, and what became of it.

use ledger::event::EventType;
use ledger::value::Timestamp;

crate::worded! {
    /// Whether entries are sent somewhere.
    pub enum WebhookState {
        /// They are.
        Active = "active",
        /// An admin paused it.
        Paused = "paused",
        /// The other side took an entry in none of the attempts.
        Failing = "failing",
        /// The other side said that there is nobody any more.
        Gone = "gone",
    }
}

crate::worded! {
    /// Where a delivery stands.
    pub enum DeliveryState {
        /// It is to be sent.
        Waiting = "waiting",
        /// It is being sent.
        Sending = "sending",
        /// The other side has it.
        Delivered = "delivered",
        /// It is tried no more.
        Failed = "failed",
    }
}

crate::worded! {
    /// What was wrong with an attempt.
    pub enum DeliveryProblem {
        /// The answer was none of 2xx.
        Status = "status",
        /// The answer led elsewhere.
        Redirect = "redirect",
        /// The answer was 410.
        Gone = "gone",
        /// The address is not one of the open net.
        Closed = "closed",
        /// The name leads nowhere.
        Name = "name",
        /// Nobody listens there.
        Connect = "connect",
        /// Its certificate is not believed.
        Tls = "tls",
        /// No answer in time.
        Timeout = "timeout",
        /// The connection broke off.
        Broken = "broken",
    }
}

crate::worded! {
    /// Why a webhook was not added.
    pub enum WebhookFault {
        /// Nobody's organisation.
        Organisation = "organisation",
        /// No address.
        Url = "url",
        /// Not https.
        Scheme = "scheme",
        /// A name or a password stands in the address.
        Credentials = "credentials",
        /// Neither 443 nor from 1024 on.
        Port = "port",
        /// Not an address of the open net.
        Private = "private",
        /// No host has this name.
        Name = "name",
        /// None of the three.
        Filter = "filter",
        /// There is no such fund.
        Fund = "fund",
        /// No type was chosen.
        Types = "types",
        /// The organisation has as many as it may.
        Many = "many",
    }
}

impl WebhookFault {
    /// The field that it is about.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Organisation | Self::Many => "organisation",
            Self::Url | Self::Scheme | Self::Credentials | Self::Port | Self::Private | Self::Name => "url",
            Self::Filter => "filter",
            Self::Fund => "fund",
            Self::Types => "type",
        }
    }
}

/// Of which entries somebody is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WebhookFilter {
    /// All.
    All,
    /// Those that concern a fund, by its title.
    Fund(String),
    /// Those of some types.
    Types(Vec<EventType>),
}

/// `/desk/webhooks`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhooks {
    /// Those of the organisations that one manages.
    pub webhooks: Vec<WebhookLine>,
    /// The form that adds one.
    pub add: WebhookAdd,
}

/// A webhook in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookLine {
    /// The number in addresses.
    pub id: i64,
    /// Whose it is.
    pub organisation: String,
    /// Where to.
    pub url: String,
    /// Of which entries.
    pub filter: WebhookFilter,
    /// Whether entries are sent there.
    pub state: WebhookState,
    /// How many deliveries wait.
    pub waiting: u64,
}

/// The form that adds a webhook, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WebhookAdd {
    /// The organisations that may be chosen.
    pub organisations: Vec<crate::view::Named>,
    /// The funds that may be chosen: id and title.
    pub funds: Vec<(String, String)>,
    /// The organisation chosen.
    pub organisation: String,
    /// The address.
    pub url: String,
    /// `all`, `fund` or `types`.
    pub filter: String,
    /// The fund's id.
    pub fund: String,
    /// The types' words.
    pub types: Vec<String>,
    /// What is wrong with it.
    pub fault: Option<WebhookFault>,
}

/// `/desk/webhooks/ID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebhookPage {
    /// The webhook.
    pub webhook: WebhookLine,
    /// Who made it.
    pub made_by: String,
    /// When.
    pub made: Timestamp,
    /// A secret just made. It is shown once.
    pub secret: Option<String>,
    /// Until when the secret before signs too.
    pub old_until: Option<Timestamp>,
    /// The last deliveries, the latest first.
    pub deliveries: Vec<DeliveryLine>,
}

/// A delivery in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryLine {
    /// The number in addresses.
    pub id: i64,
    /// The id that is sent.
    pub message: String,
    /// Of which entry; none for a test.
    pub entry: Option<u64>,
    /// Where it stands.
    pub state: DeliveryState,
    /// How often it was tried.
    pub attempts: u64,
    /// When it was tried last; before that, when it was put into the queue.
    pub at: Timestamp,
    /// When it will be tried next.
    pub next: Option<Timestamp>,
    /// What the other side answered last.
    pub status: Option<u16>,
    /// What was wrong.
    pub problem: Option<DeliveryProblem>,
    /// Each attempt that ended, the latest first.
    pub tries: Vec<AttemptLine>,
}

/// What came of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttemptLine {
    /// When it ended.
    pub at: Timestamp,
    /// What the other side answered.
    pub status: Option<u16>,
    /// What was wrong.
    pub problem: Option<DeliveryProblem>,
}
