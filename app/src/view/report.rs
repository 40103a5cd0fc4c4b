//! A trace report: what was asked, the accounts, what was followed, the rows.

use ledger::event::EventType;
use ledger::report::Direction;
use ledger::value::{Currency, Date, Timestamp};

use super::{EndKind, Named, PlaceName, Places};

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// Money, in the minor unit.
    Money(Currency),
    /// Goods, in the base unit.
    Goods {
        /// The item.
        item: Named,
        /// As `tent`, `kg`.
        unit: String,
    },
}

/// A pool by the names of what it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PoolWords {
    /// Money.
    Cash {
        /// The fund.
        fund: Named,
        /// What it was set aside for.
        project: Option<Named>,
        /// The partner that holds it.
        holder: Option<Named>,
    },
    /// Goods.
    Goods {
        /// The lot.
        lot: String,
        /// What it is.
        item: Named,
        /// The site, or the waybill.
        site: Named,
    },
}

/// One filter that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedLine {
    /// Its name in addresses.
    pub name: &'static str,
    /// What was chosen, as people call it; a word of ours for types of events and places.
    pub value: String,
}

/// One pool's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountLine {
    /// The pool.
    pub pool: PoolWords,
    /// What it counts.
    pub measure: Measure,
    /// Before the first day.
    pub opening: i64,
    /// Came in and was asked for.
    pub asked_in: u64,
    /// Came in otherwise.
    pub other_in: u64,
    /// Went out and was asked for.
    pub asked_out: u64,
    /// Went out otherwise.
    pub other_out: u64,
    /// After the last day.
    pub closing: i64,
}

/// The sums of the accounts that count the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TotalLine {
    /// What they count.
    pub measure: Measure,
    /// Before the first day.
    pub opening: i64,
    /// All that came in.
    pub all_in: u64,
    /// All that went out.
    pub all_out: u64,
    /// After the last day.
    pub closing: i64,
    /// Asked for, and from elsewhere.
    pub from_elsewhere: u64,
    /// Asked for, and to elsewhere.
    pub to_elsewhere: u64,
}

/// What was asked for, of one type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowLine {
    /// The type of event.
    pub kind: EventType,
    /// In or out.
    pub direction: Direction,
    /// What is counted.
    pub measure: Measure,
    /// In how many rows.
    pub rows: u64,
    /// How much.
    pub units: u64,
    /// How much of it between pools of the report.
    pub within: u64,
}

/// What became of what came in by way of one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathLine {
    /// What is counted.
    pub measure: Measure,
    /// Where it came in.
    pub pool: PoolWords,
    /// What became of it.
    pub kind: EndKind,
    /// How much.
    pub units: u64,
}

/// What became of what came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndLine {
    /// What is counted.
    pub measure: Measure,
    /// What became of it.
    pub kind: EndKind,
    /// How much.
    pub units: u64,
}

/// A gift behind what went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLine {
    /// Its receipt code.
    pub code: String,
    /// Whether the reporting organisation added it itself: an import found more spent than received.
    pub own: bool,
    /// What is counted.
    pub measure: Measure,
    /// How much of it.
    pub units: u64,
}

/// All gifts behind what went out that count the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourcesLine {
    /// What is counted.
    pub measure: Measure,
    /// How many gifts.
    pub gifts: u64,
    /// How much of them.
    pub units: u64,
}

/// Both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowedLines {
    /// The ends of what came in.
    pub ends: Vec<EndLine>,
    /// The same by the pools where it came in.
    pub paths: Vec<PathLine>,
    /// The gifts behind what went out, summed up.
    pub sources: Vec<SourcesLine>,
    /// The largest of them.
    pub largest: Vec<SourceLine>,
}

/// People reached at a place on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReachedLine {
    /// Where.
    pub place: PlaceName,
    /// When.
    pub day: Date,
    /// How many hand-outs.
    pub handouts: u64,
    /// Households and people; none where they were too few to be shown.
    pub people: Option<(u64, u64)>,
}

/// One entry's movement of one pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowLine {
    /// The entry.
    pub seq: u64,
    /// The day that it counts under.
    pub day: Date,
    /// What happened.
    pub kind: EventType,
    /// Which way.
    pub direction: Direction,
    /// The pool.
    pub pool: PoolWords,
    /// What is counted.
    pub measure: Measure,
    /// How much.
    pub units: u64,
    /// The pool on the other side.
    pub far: Option<PoolWords>,
}

/// A whole report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What its maker calls it.
    pub name: Option<String>,
    /// What was asked, filter by filter.
    pub asked: Vec<AskedLine>,
    /// Made from the first so many entries.
    pub size: u64,
    /// The SHA3-256 of the last of them, in hex.
    pub head: String,
    /// When that one was recorded.
    pub at: Timestamp,
    /// Where the log is to be found, as `give.example`.
    pub host: String,
    /// The report's own address without its file, as `https://give.example/en/reports/1200`.
    pub base: String,
    /// What stands behind `?` in it, with the sign; empty where everything was asked.
    pub query: String,
    /// The address as a picture that a telephone reads, row by row, dark or not.
    pub code: Vec<Vec<bool>>,
    /// How many rows were asked for.
    pub rows_total: u64,
    /// The accounts.
    pub accounts: Vec<AccountLine>,
    /// How many accounts there are, where not all are shown.
    pub accounts_total: u64,
    /// Their sums.
    pub totals: Vec<TotalLine>,
    /// What was asked for.
    pub flows: Vec<FlowLine>,
    /// Both ways; none where it was too much.
    pub followed: Option<FollowedLines>,
    /// People reached.
    pub reached: Vec<ReachedLine>,
    /// Households and people of those places and days whose numbers are shown.
    pub reached_total: (u64, u64),
    /// How many places and days are not in that sum.
    pub reached_few: u64,
    /// The places alone, whatever the day: people of those places and days whose numbers are shown, none where none is.
    pub places: Places,
    /// The first rows.
    pub rows: Vec<RowLine>,
}

impl Report {
    /// The address of one of its files.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        format!("{}/{name}{}", self.base, self.query)
    }
}

/// Something to choose in the form.
pub type Choice = (String, String);

/// What a reader may choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choices {
    /// Funds by id and name.
    pub funds: Vec<Choice>,
    /// Projects.
    pub projects: Vec<Choice>,
    /// Organisations.
    pub organisations: Vec<Choice>,
    /// Items.
    pub items: Vec<Choice>,
    /// Sites.
    pub sites: Vec<Choice>,
    /// Countries and their parts, by code.
    pub places: Vec<Choice>,
}

/// `/reports`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reports {
    /// What may be chosen.
    pub choices: Choices,
    /// What was chosen, by the names of the filters, as typed.
    pub chosen: Vec<Choice>,
    /// The answer; none before anything was asked.
    pub preview: Option<Box<Report>>,
    /// Why there is none.
    pub refusal: Option<ledger::Refusal>,
}

/// `/reports/SIZE/now`: a frozen report beside the same question today.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportChanges {
    /// The report as frozen.
    pub then: Box<Report>,
    /// The same question now.
    pub now: Box<Report>,
    /// The entries since that concern it, newest first, the first of them.
    pub entries: Vec<super::EntryLine>,
    /// How many there are.
    pub entries_total: u64,
}
