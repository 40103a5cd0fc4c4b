//! Donors who follow a gift by mail.

/// `/gifts/CODE/follow`
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FollowPage {
    /// The gift's code.
    pub code: String,
    /// The address, as typed.
    pub address: String,
    /// Whether this site sends mail.
    pub can_mail: bool,
    /// The address was taken: a letter asks, or nothing was left to ask. Which of them is not said to whoever typed it.
    pub is_asked: bool,
    /// Why it was not.
    pub fault: Option<FollowFault>,
}

/// Why nobody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowFault {
    /// Not an address that mail can go to.
    Address,
    /// Too many asked: wait so many seconds.
    Wait(u64),
}

/// `/mail/SECRET`: what whoever got a letter may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailChoice {
    /// The page's own address, without a language.
    pub path: String,
    /// The gift's code, once it is recorded.
    pub code: Option<String>,
    /// What they hear.
    pub state: MailState,
}

/// What somebody hears of a gift.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// Nothing: somebody typed the address, and its reader has not said yes.
    Asked,
    /// Its receipt.
    Receipt,
    /// What becomes of it.
    Follows,
    /// Nothing any more.
    Stopped,
}
