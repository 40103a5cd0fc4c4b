//! View models of the staff desk.
//!
//! Like those of the public pages they hold what was recorded and what is kept, never a sentence.

mod approval;
mod bulk;
mod mail;
mod people;
mod record;
mod start;
mod webhooks;

pub use approval::{DraftLine, DraftPage, DraftState, FundLimits, LimitFault, MayDecide, Raise, Waiting};
pub use bulk::*;
pub use mail::{FollowFault, FollowPage, MailChoice, MailState};
pub use people::{
    Account, ActLine, Ceremony, GrantLine, GrantScope, LogIn, LogInFault, PasskeyFault, PasskeyLine, PasswordFault,
    People, PersonAdd, PersonFault, PersonLine, PersonPage, RoleAdd, Scopes, SessionLine, SetUp, TokenAdd, TokenFault,
    TokenLine,
};
pub use record::{Blocking, Changed, Correction, EntryState, TakenBack, Told, VoidReceipt};
pub use record::{
    Choice, ChoiceName, EffectLine, EffectPlace, Fact, Field, FieldFault, Form, Input, PaperLink, Preview, RecordMenu,
    Recorded,
};
pub use start::{Step, StepState};

pub use webhooks::{
    AttemptLine, DeliveryLine, DeliveryProblem, DeliveryState, WebhookAdd, WebhookFault, WebhookFilter, WebhookLine,
    WebhookPage, WebhookState, Webhooks,
};

/// A page of the desk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Desk {
    /// Who is logged in.
    pub staff: Option<Staff>,
    /// The HTTP status.
    pub status: u16,
    /// What was just done, where the page follows an act.
    pub done: Option<Done>,
    /// The page itself.
    pub content: Content,
}

/// Who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// `organisation/handle`.
    pub account: String,
    /// What colleagues call them.
    pub name: String,
    /// What they find at the desk.
    pub tabs: Vec<Tab>,
}

/// A part of the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What waits for me.
    Home,
    /// What happened.
    Record,
    /// What waits for a second person.
    Waiting,
    /// Bank statements.
    Bank,
    /// Spreadsheets.
    Sheets,
    /// Stock counts.
    Stock,
    /// Labels and papers.
    Labels,
    /// People, roles, tokens, what admins did.
    People,
    /// Who is told of new entries.
    Webhooks,
    /// My own password and sessions.
    Account,
}

impl Tab {
    /// Its address.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Home => "/desk",
            Self::Record => "/desk/record",
            Self::Waiting => "/desk/waiting",
            Self::Bank => "/desk/bank",
            Self::Sheets => "/desk/sheets",
            Self::Stock => "/desk/stock",
            Self::Labels => "/desk/labels",
            Self::People => "/desk/people",
            Self::Webhooks => "/desk/webhooks",
            Self::Account => "/desk/account",
        }
    }
}

/// The page itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// `/desk/log-in`
    LogIn(LogIn),
    /// `/desk/set-up`
    SetUp(SetUp),
    /// A set-up link that is good no more.
    LinkOver,
    /// `/desk`
    Home(Home),
    /// `/desk/people`
    People(Box<People>),
    /// `/desk/people/ID`
    Person(Box<PersonPage>),
    /// `/desk/account`
    Account(Account),
    /// `/desk/record`
    RecordMenu(RecordMenu),
    /// `/desk/record/TYPE`
    Form(Box<Form>),
    /// What a form would do.
    Preview(Box<Preview>),
    /// `/desk/recorded/SEQ`
    Recorded(Recorded),
    /// `/desk/papers/receipts/CODE` of a gift that was taken back.
    VoidReceipt(VoidReceipt),
    /// `/desk/waiting`
    Waiting(Box<Waiting>),
    /// `/desk/waiting/ID`
    Draft(Box<DraftPage>),
    /// Bank statements, sheets, stock, labels and papers.
    Bulk(Box<Bulk>),
    /// `/gifts/CODE/follow`, for everybody.
    Follow(FollowPage),
    /// `/mail/SECRET`, for whoever got a letter.
    Mail(MailChoice),
    /// `/desk/webhooks`
    Webhooks(Box<Webhooks>),
    /// `/desk/webhooks/ID`
    Webhook(Box<WebhookPage>),
    /// Not for this person.
    Forbidden,
    /// A form that came from another site, or from a browser that does not say.
    Foreign,
}

/// `/desk`: what waits for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The way to the first hand-out, with how far it has come; empty where it was walked, or is not for who looks.
    pub steps: Vec<(Step, StepState)>,
    /// What waits for a second person.
    pub waiting: Waiting,
    /// The latest entries that this person's organisation recorded.
    pub latest: Vec<super::EntryLine>,
    /// Webhooks that the program stopped, for whoever manages them: number, and whose at which host.
    pub stopped_webhooks: Vec<(i64, String)>,
}

crate::worded! {
    /// What was just done: it stands in the address that a form leads to.
    pub enum Done {
        /// A password was set by a link.
        SetUp = "set-up",
        /// A password was changed.
        Password = "password",
        /// A session was ended.
        SessionEnded = "session-ended",
        /// A form came from somebody whose session had ended.
        SessionOver = "session-over",
        /// What was typed into it is there again.
        Resumed = "resumed",
        /// Logged out.
        LoggedOut = "logged-out",
        /// A role was given.
        RoleGiven = "role-given",
        /// A role was taken.
        RoleTaken = "role-taken",
        /// A person may no longer log in.
        Disabled = "disabled",
        /// A person may log in again.
        Enabled = "enabled",
        /// A token was revoked.
        TokenRevoked = "token-revoked",
        /// A draft waits for a second person.
        Waiting = "waiting",
        /// A draft was approved.
        Approved = "approved",
        /// A draft was refused.
        Refused = "refused",
        /// A draft was taken back by whoever drafted it.
        Withdrawn = "withdrawn",
        /// How a bank's tables are read was kept.
        MappingKept = "mapping-kept",
        /// A refused draft was put away.
        PutAway = "put-away",
        /// Amounts were set.
        Limits = "limits",
        /// Higher amounts wait for a second person.
        LimitsAsked = "limits-asked",
        /// A higher amount was declined.
        LimitsDeclined = "limits-declined",
        /// A passkey was added.
        PasskeyAdded = "passkey-added",
        /// A passkey was removed.
        PasskeyRemoved = "passkey-removed",
        /// A test is on its way.
        WebhookTested = "webhook-tested",
        /// A webhook was paused.
        WebhookPaused = "webhook-paused",
        /// It goes on.
        WebhookResumed = "webhook-resumed",
        /// A delivery is sent again.
        WebhookAgain = "webhook-again",
        /// A webhook was removed.
        WebhookRemoved = "webhook-removed",
    }
}
