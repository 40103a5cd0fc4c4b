//! Logging in, people, sessions, tokens.

use ledger::value::{Currency, Timestamp};

/// `/desk/log-in`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogIn {
    /// The account as typed.
    pub account: String,
    /// Where to go afterwards: a path below `/desk`.
    pub next: String,
    /// Why it was refused.
    pub fault: Option<LogInFault>,
    /// What a passkey is to sign; none where there can be none.
    pub passkey: Option<Ceremony>,
}

/// What an authenticator is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceremony {
    /// What it is to sign, in base64url.
    pub challenge: String,
    /// The host that passkeys belong to.
    pub host: String,
}

/// A passkey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PasskeyLine {
    /// Its id in base64url: no secret.
    pub id: String,
    /// What its holder calls it.
    pub name: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last used.
    pub used: Option<Timestamp>,
}

/// Why a log-in was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogInFault {
    /// Account or password is wrong; which one is not said.
    Wrong,
    /// Too many tries: wait so many seconds.
    Wait(u64),
}

/// `/desk/set-up`: a first password, by a one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetUp {
    /// The link's secret.
    pub secret: String,
    /// Whose it is.
    pub account: String,
    /// Why the password was refused.
    pub fault: Option<PasswordFault>,
}

/// Why a new password was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordFault {
    /// Fewer than 12 characters.
    Short,
    /// More than 256 characters.
    Long,
    /// Among the commonest.
    Common,
    /// The same few characters over and over.
    Repeated,
    /// Mostly the account's own name.
    Account,
    /// The two are not the same.
    Different,
    /// The password until now is wrong.
    WrongOld,
    /// Too many tries: wait so many seconds.
    Wait(u64),
}

/// Why a passkey was not added or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyFault {
    /// What the authenticator answered was not accepted.
    NotAccepted,
    /// The password, which is asked for first.
    Password(PasswordFault),
}

/// `/desk/account`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What the person may do.
    pub grants: Vec<GrantLine>,
    /// Where they are logged in.
    pub sessions: Vec<SessionLine>,
    /// Their passkeys.
    pub passkeys: Vec<PasskeyLine>,
    /// What a new one is to sign; none where there can be none.
    pub passkey: Option<Ceremony>,
    /// Why passkeys stay as they are.
    pub passkey_fault: Option<PasskeyFault>,
    /// What a new passkey was to be called, as typed.
    pub passkey_name: String,
    /// Why a new password was refused.
    pub fault: Option<PasswordFault>,
}

/// A session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionLine {
    /// Its hash in hex: no secret.
    pub id: String,
    /// The one that asks.
    pub is_this: bool,
    /// When it began.
    pub since: Timestamp,
    /// When it was last used.
    pub seen: Timestamp,
    /// From which address.
    pub address: String,
    /// With which browser.
    pub agent: String,
}

/// A role, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantLine {
    /// The role's word.
    pub role: &'static str,
    /// For which organisation.
    pub organisation: String,
    /// How much of it.
    pub scope: GrantScope,
}

/// How much of an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GrantScope {
    /// The whole installation.
    All,
    /// All of it.
    Organisation,
    /// One fund.
    Fund(String),
    /// One site.
    Site(String),
}

/// `/desk/people`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct People {
    /// Everybody whom this person may see.
    pub people: Vec<PersonLine>,
    /// The form that adds somebody; none where that is not for this person.
    pub add: Option<PersonAdd>,
    /// A set-up link just made: for whom, and its address. It is shown once.
    pub link: Option<(String, String)>,
    /// Tokens; none where they are not for this person.
    pub tokens: Option<Vec<TokenLine>>,
    /// What was typed for a new token.
    pub token_add: TokenAdd,
    /// A token just made. It is shown once.
    pub token: Option<String>,
    /// What admins did, latest first; none where that is not for this person.
    pub acts: Option<Vec<ActLine>>,
    /// The roles that there are.
    pub roles: Vec<&'static str>,
    /// What a token may be for.
    pub scopes: Scopes,
}

/// What was typed for a new token, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TokenAdd {
    /// What it is called.
    pub name: String,
    /// The organisation chosen.
    pub organisation: String,
    /// The handle of the program's account.
    pub handle: String,
    /// What it is for, as `fund:flood-2026`.
    pub scope: String,
    /// The role.
    pub role: String,
    /// How many days it is good for.
    pub days: String,
    /// What is wrong with it.
    pub fault: Option<TokenFault>,
}

impl TokenAdd {
    /// Whether somebody began to make one.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        self.fault.is_some() || !self.name.is_empty()
    }
}

/// Funds and sites for which a role or a token can be given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scopes {
    /// Funds.
    pub funds: Vec<crate::view::Named>,
    /// Sites.
    pub sites: Vec<crate::view::Named>,
}

/// The form that adds a person, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonAdd {
    /// The organisations that may be chosen.
    pub organisations: Vec<crate::view::Named>,
    /// The organisation chosen.
    pub organisation: String,
    /// The handle.
    pub handle: String,
    /// The name.
    pub name: String,
    /// The role.
    pub role: String,
    /// What is wrong with it.
    pub fault: Option<PersonFault>,
}

/// Why a person was not added, or a role not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonFault {
    /// A handle is small letters, digits and hyphens.
    Handle,
    /// The organisation has somebody with this handle.
    Taken,
    /// Nobody would know who that is.
    Name,
    /// No such role.
    Role,
    /// There is no such fund or site.
    Scope,
    /// Nobody takes the role of administrator from themselves: they might be the last.
    OwnAdmin,
}

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonLine {
    /// The number in addresses.
    pub id: i64,
    /// `organisation/handle`.
    pub account: String,
    /// Who it is.
    pub name: String,
    /// What they may do.
    pub grants: Vec<GrantLine>,
    /// They have set a password or a passkey.
    pub is_set_up: bool,
    /// They may not log in.
    pub is_disabled: bool,
}

/// `/desk/people/ID`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonPage {
    /// Who.
    pub person: PersonLine,
    /// Whether who looks may change anything.
    pub may_manage: bool,
    /// It is who looks.
    pub is_self: bool,
    /// Where they are logged in.
    pub sessions: Vec<SessionLine>,
    /// The roles that there are.
    pub roles: Vec<&'static str>,
    /// Organisations for which who looks may give roles.
    pub organisations: Vec<crate::view::Named>,
    /// What a role may be for.
    pub scopes: Scopes,
    /// What was chosen for a role that is to be given.
    pub given: RoleAdd,
    /// Why a role was not given.
    pub fault: Option<PersonFault>,
}

/// A role that is to be given, as chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RoleAdd {
    /// The organisation chosen.
    pub organisation: String,
    /// The role.
    pub role: String,
    /// How much of the organisation, as `fund:flood-2026`.
    pub scope: String,
}

impl RoleAdd {
    /// Whether anything was chosen.
    #[must_use]
    pub fn is_begun(&self) -> bool {
        *self != Self::default()
    }
}

/// A program that may record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenLine {
    /// Its hash in hex: no secret.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// As whom it records.
    pub actor: String,
    /// Its role's word.
    pub role: String,
    /// How much it covers.
    pub scope: GrantScope,
    /// When it was made.
    pub created: Timestamp,
    /// Until when it is good.
    pub expires: Option<Timestamp>,
    /// When it was last used.
    pub used: Option<Timestamp>,
    /// Good no more.
    pub is_over: bool,
}

/// Why a token was not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenFault {
    /// Nobody would know what it is for.
    Name,
    /// A handle is small letters, digits and hyphens.
    Handle,
    /// A person of the organisation has this handle.
    Taken,
    /// There is no such fund or site.
    Scope,
    /// From 1 to 730 days.
    Days,
}

/// What an admin did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActLine {
    /// When.
    pub at: Timestamp,
    /// Who.
    pub actor: String,
    /// The act's word.
    pub act: String,
    /// To whom or what.
    pub subject: String,
    /// More.
    pub detail: String,
    /// The currency of the amounts in it.
    pub currency: Option<Currency>,
}
