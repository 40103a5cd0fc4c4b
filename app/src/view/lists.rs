//! `/funds/ID/gifts` and `/funds/ID/handouts`: lists that are sorted, filtered and leafed through by address alone.

use ledger::value::Date;

use super::{GiftLine, HandoutLine, Named, PlaceName, Sum};

/// In which order a list stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ListOrder {
    /// The latest first.
    #[default]
    Newest,
    /// The earliest first.
    Oldest,
    /// The largest first.
    Largest,
}

impl ListOrder {
    /// Every order.
    pub const ALL: &'static [Self] = &[Self::Newest, Self::Oldest, Self::Largest];

    /// Its word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Newest => "newest",
            Self::Oldest => "oldest",
            Self::Largest => "largest",
        }
    }

    /// Finds an order by its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|order| order.word() == word)
    }
}

/// What a reader asked of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListAsked {
    /// In which order.
    pub order: ListOrder,
    /// Not before this day.
    pub from: Option<Date>,
    /// Not after this day.
    pub to: Option<Date>,
    /// Only of this project.
    pub project: Option<String>,
    /// Only of this item.
    pub item: Option<String>,
    /// Only at this place, by its word.
    pub place: Option<String>,
}

impl ListAsked {
    /// Whether anything is left out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        self.from.is_some()
            || self.to.is_some()
            || self.project.is_some()
            || self.item.is_some()
            || self.place.is_some()
    }
}

/// A page of a fund's gifts or hand-outs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundList {
    /// The fund.
    pub fund: Named,
    /// The rows.
    pub rows: ListRows,
    /// How many there are without a filter.
    pub total: u64,
    /// What was asked for.
    pub asked: ListAsked,
    /// Projects to choose from.
    pub projects: Vec<Named>,
    /// Items to choose from.
    pub items: Vec<Named>,
    /// Places to choose from, each with its word.
    pub places: Vec<(String, PlaceName)>,
    /// The address of the first rows, where these are others.
    pub first: Option<String>,
    /// The address of the rows after these.
    pub next: Option<String>,
    /// If the list is too long to be put in the order asked for whole: the amount from which on it holds any.
    pub large_only: Option<Sum>,
}

/// The rows of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListRows {
    /// Gifts.
    Gifts(Vec<GiftLine>),
    /// Hand-outs.
    Handouts(Vec<HandoutLine>),
}

impl ListRows {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Gifts(rows) => rows.len(),
            Self::Handouts(rows) => rows.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
