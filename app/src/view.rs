//! View models: plain data, all that a page may say.
//!
//! The server fills them from the store; they hold ids, amounts, dates and names that people recorded, never a
//! sentence. Sentences are made in [`crate::words`], in the reader's language. Amounts are in the currency's minor
//! unit, quantities in the item's base unit.

mod api;
mod attention;
pub mod desk;
mod document;
mod end;
mod entry;
mod frame;
mod fund;
mod gift;
mod goods;
mod home;
mod lists;
mod log;
mod organisation;
mod path;
mod places;
mod project;
mod refused;
mod report;
#[cfg(test)]
pub(crate) mod sample;
mod search;
mod site;
mod timeline;

pub use api::{Api, ApiCall, ApiLine, ApiParameter};
pub use attention::{Attention, Concern};
pub use document::{DocumentLine, GoodsLine};
pub use end::{End, EndKind, EndWords, GoodsWords, Group, PaidFor, Payment, Share, Stop};
pub use entry::{Entries, EntriesAsked, Entry, EntryLine, FigureKind, SignedSum};
pub use frame::{Assets, Frame, Head};
pub use fund::{Figures, FlowRow, Fund, FundLine, Funds, FundsAsked, ProjectLine};
pub use gift::{FOUND_NOTE, Gift, GiftLine, OWN_CONTRIBUTION, is_found};
pub use goods::{GiftShare, GoodsCount, Handout, HandoutLine, HandoutLot, Lot, LotLine, LotOrigin, LotPlace};
pub use home::{Home, Totals};
pub use lists::{FundList, ListAsked, ListOrder, ListRows};
pub use log::{CheckpointLine, Hindrance, LogPage, MirrorState, Seal, SignedLog, WitnessLine};
pub use organisation::{Holding, Organisation};
pub use path::{GiftPath, PathColumn, PathNode, PathRibbon};
pub use places::{PlaceLine, Places};
pub use project::{Project, ProjectRow, SpendingLine};
pub use refused::Refused;
pub use report::{
    AccountLine, AskedLine, Choice, Choices, EndLine, FlowLine, FollowedLines, Measure, PathLine, PoolWords,
    ReachedLine, Report, ReportChanges, Reports, RowLine, SourceLine, SourcesLine, TotalLine,
};
pub use search::{Found, FoundKind, Search};
pub use site::{Site, SiteLot};
pub use timeline::{Step, TimeLine, TimeStep};

use ledger::value::{Currency, SubjectKind};

/// A public page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// `/`
    Home(Home),
    /// `/funds`
    Funds(Funds),
    /// `/funds/ID`
    Fund(Box<Fund>),
    /// `/funds/ID/gifts` and `/funds/ID/handouts`
    FundList(Box<FundList>),
    /// `/organisations/ID`
    Organisation(Box<Organisation>),
    /// `/projects/ID`
    Project(Box<Project>),
    /// `/sites/ID`
    Site(Box<Site>),
    /// `/gifts/CODE`
    Gift(Box<Gift>),
    /// `/lots/ID`
    Lot(Box<Lot>),
    /// `/handouts/ID`
    Handout(Box<Handout>),
    /// `/entries/SEQ`
    Entry(Box<Entry>),
    /// `/entries`
    Entries(Box<Entries>),
    /// `/log`
    Log(Box<LogPage>),
    /// `/method`
    Method,
    /// `/verify`
    Verify,
    /// `/reports`
    Reports(Box<Reports>),
    /// `/reports/SIZE/now`
    ReportChanges(Box<ReportChanges>),
    /// `/api`
    Api(Box<Api>),
    /// `/search`
    Search(Search),
    /// `/desk` and below
    Desk(Box<desk::Desk>),
    /// Any path that can't be answered as asked.
    Refused(Refused),
}

impl Page {
    /// The HTTP status that goes with the page.
    #[must_use]
    pub fn status(&self) -> u16 {
        match self {
            Self::Refused(refused) => refused.status(),
            Self::Desk(desk) => desk.status,
            Self::Reports(reports) if reports.refusal.is_some() => 422,
            _ => 200,
        }
    }
}

/// Something with an id and the name its recorder gave it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Named {
    /// The slug.
    pub id: String,
    /// What people call it.
    pub name: String,
}

/// Something an entry is about; what has a page is shown as a link to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// What it is.
    pub kind: SubjectKind,
    /// Its id; for a gift its receipt code.
    pub id: String,
    /// What people call it; the id where it has no name.
    pub name: String,
}

/// An amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sum {
    /// In the minor unit.
    pub amount: u64,
    /// ISO 4217.
    pub currency: Currency,
}

/// Where something happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceName {
    /// The town or village, if it was recorded.
    pub name: Option<String>,
    /// The country's code, ISO 3166-1.
    pub country: String,
}

/// Some rows of a longer list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T> {
    /// The rows shown.
    pub rows: Vec<T>,
    /// How many rows there are in all; as many as are shown, where `next` leads to more that nobody counted.
    pub total: u64,
    /// The address of the rows after these.
    pub next: Option<String>,
}

impl<T> Slice<T> {
    /// A list that is shown whole.
    #[must_use]
    pub fn whole(rows: Vec<T>) -> Self {
        let total = u64::try_from(rows.len()).unwrap_or(u64::MAX);
        Self { rows, total, next: None }
    }
}

/// What a figure counts: money, or units of goods for a gift in kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Money of this currency, in its minor unit.
    Money(Currency),
    /// Goods, in this base unit: `tent`, `kg`.
    Goods(String),
}
