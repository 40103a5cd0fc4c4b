//! `/entries` and `/entries/SEQ`.

use ledger::event::EventType;
use ledger::value::{Currency, Date, Timestamp};

use super::{About, EndKind, GoodsCount, Group, Named, PlaceName, Sum};

/// One entry. Its readable form is read from its own bytes, so that the page can't say anything else than they do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub seq: u64,
    /// Its exact bytes: canonical JSON.
    pub bytes: String,
    /// Their SHA3-256 in lower-case hex.
    pub hash: String,
    /// The currency of its amounts, where they are of one.
    pub currency: Option<Currency>,
    /// For a gift, its receipt code.
    pub gift: Option<String>,
    /// What it touched.
    pub about: Vec<About>,
    /// The entry that reversed it.
    pub reversed_by: Option<u64>,
    /// The entry that took its place, where the log says so.
    pub corrected_as: Option<u64>,
    /// The bytes of the entry that this one reverses: what that one moved goes back.
    pub undone: Option<String>,
    /// The last entry of the log.
    pub last: u64,
}

/// A figure that leads to the entries it is made of: `kind=` in the address of `/entries`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureKind {
    /// What donors gave: `received`.
    Received,
    /// What came from other funds: `transferred_in`.
    TransferredIn,
    /// All that reached people: `handed_out`.
    HandedOut,
    /// All that is in hand or on its way: `held`.
    Held,
    /// All that the work cost: `costs`.
    Costs,
    /// All that came to a project, less what went on to others of its fund: `set_aside`.
    SetAside,
    /// One kind of end, by its own word.
    End(EndKind),
}

impl FigureKind {
    /// Its word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::TransferredIn => "transferred_in",
            Self::HandedOut => "handed_out",
            Self::Held => "held",
            Self::Costs => "costs",
            Self::SetAside => "set_aside",
            Self::End(kind) => kind.word(),
        }
    }

    /// Finds a figure by its word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Received, Self::TransferredIn, Self::HandedOut, Self::Held, Self::Costs, Self::SetAside]
            .into_iter()
            .find(|kind| kind.word() == word)
            .or_else(|| EndKind::from_word(word).map(Self::End))
    }

    /// The kinds of end that it sums up; none for what came in.
    #[must_use]
    pub fn ends(self) -> Vec<EndKind> {
        EndKind::ALL
            .iter()
            .copied()
            .filter(|kind| match self {
                Self::Received | Self::TransferredIn | Self::SetAside => false,
                Self::HandedOut => kind.group() == Group::Reached,
                Self::Held => kind.group() == Group::Held,
                Self::Costs => kind.group() == Group::Cost,
                Self::End(end) => *kind == end,
            })
            .collect()
    }
}

/// A page of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entries {
    /// The entries, newest first.
    pub rows: Vec<EntryLine>,
    /// How many there are under the filter, where that is known without counting.
    pub total: Option<u64>,
    /// What they make together, where a figure was asked for and its sum is known: a sum a currency.
    pub sums: Vec<Sum>,
    /// What was asked for.
    pub asked: EntriesAsked,
    /// The funds to choose from.
    pub funds: Vec<Named>,
    /// The currencies to choose from; none where there is only one.
    pub currencies: Vec<Currency>,
    /// If no list answers what was asked: how many entries were looked through for this page before it ended.
    pub looked_through: Option<u64>,
    /// The address of newer ones.
    pub newer: Option<String>,
    /// The address of older ones.
    pub older: Option<String>,
}

/// What a reader asked of the log.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntriesAsked {
    /// Only those of this fund.
    pub fund: Option<Named>,
    /// Only those that make up this figure.
    pub kind: Option<FigureKind>,
    /// Only of this type.
    pub event: Option<EventType>,
    /// Only those that speak of all these: an organisation, project, site, item.
    pub about: Vec<About>,
    /// Only those of funds in this currency.
    pub currency: Option<Currency>,
    /// Only hand-outs at this place: its word, and its name.
    pub place: Option<(String, PlaceName)>,
    /// Not recorded before this day.
    pub from: Option<Date>,
    /// Not recorded after this day.
    pub to: Option<Date>,
}

impl EntriesAsked {
    /// Whether anything is left out.
    #[must_use]
    pub fn is_filtered(&self) -> bool {
        *self != Self::default()
    }
}

/// An entry in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryLine {
    /// Its number.
    pub seq: u64,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    pub event: EventType,
    /// Who recorded it, as `organisation/handle`.
    pub actor: String,
    /// The money in it, if it is one sum.
    pub sum: Option<Sum>,
    /// What it brings to the figure that was asked for; none where none was.
    pub share: Option<Vec<SignedSum>>,
    /// What for, or why: a field of the event and its word, as `category` and `vehicle_hire`.
    pub term: Option<(&'static str, String)>,
    /// The goods in it; of those, what it brings to the figure that was asked for.
    pub goods: Vec<GoodsCount>,
    /// What it is about, beside goods.
    pub about: Vec<About>,
    /// Whether it was reversed.
    pub reversed: bool,
}

/// An amount of money that is added or, below nought, taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignedSum {
    /// In the minor unit.
    pub amount: i64,
    /// ISO 4217.
    pub currency: Currency,
}
