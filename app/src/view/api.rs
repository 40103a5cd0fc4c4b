//! The open interface: what each address answers, and what may be asked of it.

/// What a call does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiCall {
    /// Records an event.
    Record,
    /// Entries in order: the change feed by cursor.
    Entries,
    /// One entry's bytes.
    Entry,
    /// A gift's trace.
    Gift,
    /// All funds.
    Funds,
    /// One fund.
    Fund,
    /// A fund's gifts.
    FundGifts,
    /// A fund's hand-outs.
    FundHandouts,
    /// One lot.
    Lot,
    /// One hand-out.
    Handout,
    /// A report on the log as it is.
    ReportNow,
    /// A report on the log as it was.
    Report,
    /// An embed's description.
    Oembed,
    /// The webhooks of an organisation.
    Webhooks,
    /// One webhook with its deliveries.
    Webhook,
    /// Adds a webhook.
    AddWebhook,
    /// Removes a webhook.
    RemoveWebhook,
    /// This description, for programs.
    Description,
}

impl ApiCall {
    /// Its stable name.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Record => "recordEvent",
            Self::Entries => "listEntries",
            Self::Entry => "getEntry",
            Self::Gift => "getGift",
            Self::Funds => "listFunds",
            Self::Fund => "getFund",
            Self::FundGifts => "listFundGifts",
            Self::FundHandouts => "listFundHandouts",
            Self::Lot => "getLot",
            Self::Handout => "getHandout",
            Self::ReportNow => "reportNow",
            Self::Report => "getReport",
            Self::Oembed => "oembed",
            Self::Webhooks => "listWebhooks",
            Self::Webhook => "getWebhook",
            Self::AddWebhook => "addWebhook",
            Self::RemoveWebhook => "removeWebhook",
            Self::Description => "openapi",
        }
    }
}

/// A parameter as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiParameter {
    /// Its name.
    pub name: &'static str,
    /// Whether it is a part of the path.
    pub in_path: bool,
}

/// A call as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApiLine {
    /// `GET`, `POST` or `DELETE`.
    pub method: &'static str,
    /// Its address, with names of parts in braces.
    pub path: String,
    /// What it does.
    pub call: ApiCall,
    /// What may be asked.
    pub parameters: Vec<ApiParameter>,
    /// An address that can be opened; none where a token is needed.
    pub example: Option<String>,
}

/// `/api`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// The calls, in order.
    pub lines: Vec<ApiLine>,
    /// Where the site is reached.
    pub origin: String,
    /// Reads that an address may make at once, and how many come back a second.
    pub limit: (u32, u32),
}
