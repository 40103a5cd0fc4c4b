//! What was wrong with an event: the field, the rule, and the figures, in English and in Chinese.

use std::fmt;

use crate::value::{Currency, SubjectKind};

mod words;

/// The language of a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese as written in China, zh-CN.
    Zh,
}

/// Why an event changes nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The field, as `lines[0].quantity`; empty for the event as a whole.
    pub field: String,
    /// The rule it breaks.
    pub rule: Rule,
}

impl Refusal {
    /// A refusal of `field` under `rule`.
    #[must_use]
    pub fn new(field: &str, rule: Rule) -> Self {
        Self { field: field.to_owned(), rule }
    }

    /// The same refusal seen from outside: `amount` within `sources[0]` is `sources[0].amount`.
    #[must_use]
    pub(crate) fn within(mut self, outer: &str) -> Self {
        self.field = match (outer, self.field.as_str()) {
            ("", _) => return self,
            (outer, "") => outer.to_owned(),
            (outer, inner) => format!("{outer}.{inner}"),
        };
        self
    }

    /// The sentence for a reader: field, rule, figures.
    #[must_use]
    pub fn say(&self, lang: Lang) -> String {
        words::say(self, lang)
    }
}

/// English; in the alternate form Chinese.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.say(if f.alternate() { Lang::Zh } else { Lang::En }))
    }
}

impl std::error::Error for Refusal {}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident $({ $($(#[$figure_doc:meta])* $figure:ident: $type:ty),+ $(,)? })? = $code:literal,)+) => {
        /// A rule of the ledger, with the figures of the case at hand.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Rule {
            $($(#[$doc])* $name $({ $($(#[$figure_doc])* $figure: $type),+ })?,)+
        }

        impl Rule {
            /// A stable word for programs.
            #[must_use]
            pub fn code(&self) -> &'static str {
                match self { $(Self::$name { .. } => $code,)+ }
            }

            /// The figures of the case, by name.
            #[must_use]
            pub fn figures(&self) -> Vec<(&'static str, FigureValue)> {
                match self {
                    $(Self::$name $({ $($figure),+ })? => vec![$($((stringify!($figure), $figure.value())),+)?],)+
                }
            }
        }
    };
}

/// What the figures of a pool count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// The minor unit of a currency.
    Money(Currency),
    /// The base unit of an item.
    Goods,
}

impl Unit {
    /// Its name: `CNY cents`.
    #[must_use]
    pub fn say(self, lang: Lang) -> String {
        words::unit(self, lang)
    }
}

/// A figure of a refusal, for programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FigureValue {
    /// A number that may lie below zero.
    Signed(i64),
    /// A number of bytes, units or entries.
    Count(u64),
    /// An id, a word, a day.
    Text(String),
}

trait Figure {
    fn value(&self) -> FigureValue;
}

impl Figure for usize {
    fn value(&self) -> FigureValue {
        FigureValue::Count(u64::try_from(*self).unwrap_or(u64::MAX))
    }
}

impl Figure for u64 {
    fn value(&self) -> FigureValue {
        FigureValue::Count(*self)
    }
}

impl Figure for i64 {
    fn value(&self) -> FigureValue {
        FigureValue::Signed(*self)
    }
}

impl Figure for String {
    fn value(&self) -> FigureValue {
        FigureValue::Text(self.clone())
    }
}

impl Figure for SubjectKind {
    fn value(&self) -> FigureValue {
        FigureValue::Text(self.word().to_owned())
    }
}

impl Figure for Unit {
    fn value(&self) -> FigureValue {
        FigureValue::Text(self.say(Lang::En))
    }
}

impl Figure for &'static [&'static str] {
    fn value(&self) -> FigureValue {
        FigureValue::Text(self.join(" "))
    }
}

rules! {
    /// The bytes are no JSON.
    Malformed {
        /// Byte offset.
        at: usize
    } = "malformed",
    /// The bytes are no UTF-8.
    NotUtf8 {
        /// Byte offset.
        at: usize
    } = "not_utf8",
    /// The event is too long.
    Oversized {
        /// In bytes.
        limit: usize,
        /// In bytes.
        given: usize,
    } = "oversized",
    /// The event is too long; nobody read on to see how long.
    LongerThan {
        /// In bytes.
        limit: usize,
    } = "oversized",
    /// A key stands twice.
    DuplicateKey = "duplicate_key",
    /// No such type of event.
    UnknownType {
        /// What was sent.
        given: String
    } = "unknown_type",
    /// No such field here.
    UnknownField = "unknown_field",
    /// Nothing is asked by this name here.
    UnknownFilter {
        /// The names by which something is.
        words: &'static [&'static str]
    } = "unknown_field",
    /// A field that must be there is not.
    Missing = "missing",
    /// Must be text.
    NotText = "not_text",
    /// Must be a number.
    NotNumber = "not_a_number",
    /// Must be a number, not text that looks like one.
    NumberAsText = "number_as_text",
    /// Must not be below zero.
    Negative = "negative",
    /// Must be whole.
    Fractional = "fractional",
    /// Must stay below 2^53.
    TooBig = "too_big",
    /// Must lie between two bounds.
    OutOfRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
        /// What was sent.
        given: i64,
    } = "out_of_range",
    /// Must be a list.
    NotList = "not_a_list",
    /// A list of 1 to `max` members.
    ListLength {
        /// The most.
        max: usize
    } = "list_length",
    /// Must be an object.
    NotObject = "not_an_object",
    /// Must be an id.
    Slug = "slug",
    /// Must be a term.
    Term = "term",
    /// Text of 1 to `max` characters.
    TextLength {
        /// The most.
        max: usize
    } = "text_length",
    /// Text without control characters.
    ControlCharacter = "control_character",
    /// Must be `organisation/handle`.
    Actor = "actor",
    /// Must be a UUIDv7.
    Key = "key",
    /// Must be 64 lower-case hex digits.
    Hash = "hash",
    /// Must be a day of the calendar.
    Date = "date",
    /// Must be a moment in UTC.
    Timestamp = "timestamp",
    /// Must be a currency of ISO 4217.
    Currency = "currency",
    /// Must be a country of ISO 3166-1.
    Country = "country",
    /// Must be a part of a country, ISO 3166-2.
    Admin1 = "admin1",
    /// Must be the name of a pool.
    Pool = "pool",
    /// Must be one of a list of words.
    OneOf {
        /// The words.
        words: &'static [&'static str]
    } = "one_of",
    /// The id is in use.
    Taken {
        /// What has it.
        kind: SubjectKind,
        /// The id.
        id: String,
    } = "taken",
    /// Nothing has this id.
    Unknown {
        /// What was looked for.
        kind: SubjectKind,
        /// The id.
        id: String,
    } = "unknown",
    /// No entry has this number, or it is no gift of the kind asked for.
    NotAGift {
        /// The entry.
        seq: u64
    } = "not_a_gift",
    /// The gift was reversed.
    GiftReversed {
        /// The gift's entry.
        seq: u64
    } = "gift_reversed",
    /// The fund is closed.
    FundClosed {
        /// The fund.
        fund: String
    } = "fund_closed",
    /// The fund still holds something.
    StillHeld {
        /// The pool that does.
        pool: String,
        /// How much.
        units: u64,
        /// Of what.
        unit: Unit,
    } = "still_held",
    /// Not the fund's currency.
    CurrencyMismatch {
        /// The one it must be.
        expected: String,
        /// The one it is.
        given: String,
    } = "currency_mismatch",
    /// The pool has too little.
    Short {
        /// The pool.
        pool: String,
        /// What it has.
        have: u64,
        /// What was asked.
        want: u64,
        /// Of what.
        unit: Unit,
    } = "short",
    /// The gift has too little unspent.
    GiftSpent {
        /// The gift's entry.
        gift: u64,
        /// What is left.
        have: u64,
        /// What was asked.
        want: u64,
        /// Of what.
        unit: Unit,
    } = "gift_spent",
    /// Sources and costs differ.
    SumsDiffer {
        /// The sum of the sources.
        sources: u64,
        /// The sum of the costs.
        costs: u64,
        /// Of what.
        unit: Unit,
    } = "sums_differ",
    /// The project belongs to another fund.
    OtherFund {
        /// The project.
        project: String,
        /// Its fund.
        fund: String,
    } = "other_fund",
    /// A transfer between funds says why.
    ReasonNeeded = "reason_needed",
    /// A transfer needs two pools.
    SamePool = "same_pool",
    /// Between two currencies both amounts must be recorded.
    CreditedNeeded {
        /// What leaves.
        from: String,
        /// What arrives.
        to: String,
    } = "credited_needed",
    /// Within one currency nothing is changed.
    CreditedNotNeeded {
        /// The currency of both.
        currency: String
    } = "credited_not_needed",
    /// Must be a cash pool.
    NotCash = "not_cash",
    /// Must be a site of this kind.
    NotASupplier {
        /// The site.
        site: String
    } = "not_a_supplier",
    /// Must be a site, not a waybill.
    NotASite {
        /// The waybill.
        waybill: String
    } = "not_a_site",
    /// The lot is past its date.
    Expired {
        /// The lot.
        lot: String,
        /// Its last day.
        expires_on: String,
    } = "expired",
    /// Nothing of the lot is free there.
    NothingFree {
        /// The pool.
        pool: String
    } = "nothing_free",
    /// There can't be more households than people.
    MoreHouseholds {
        /// Households.
        households: u64,
        /// People.
        people: u64,
    } = "households_exceed_people",
    /// There is no such entry.
    NoEntry {
        /// The entry.
        seq: u64
    } = "no_such_entry",
    /// The entry was reversed before.
    AlreadyReversed {
        /// The entry.
        seq: u64,
        /// By this one.
        by: u64,
    } = "already_reversed",
    /// The entry moved nothing.
    NothingToReverse {
        /// The entry.
        seq: u64
    } = "nothing_to_reverse",
    /// A later entry used what this one delivered.
    InTheWay {
        /// The later entry.
        by: u64
    } = "in_the_way",
    /// Nobody approves what they recorded themselves.
    OwnApproval = "own_approval",
    /// The key was used for another event.
    KeyReused {
        /// The entry that has it.
        seq: u64
    } = "key_reused",
    /// The entry would be too long: the money or goods lie in too many pieces.
    TooFragmented {
        /// In bytes.
        limit: usize,
        /// In bytes.
        given: usize,
    } = "too_fragmented",
    /// A pool can't count so many units.
    PoolFull {
        /// The pool.
        pool: String
    } = "pool_full",
    /// Must be a receipt code.
    GiftCode = "gift_code",
    /// The last day lies before the first.
    DaysReversed {
        /// The first day.
        from: String,
        /// The last day.
        to: String,
    } = "days_reversed",
    /// The log is not so long yet.
    SizeAhead {
        /// What was asked for.
        size: u64,
        /// How many entries there are.
        head: u64,
    } = "size_ahead",
    /// A log of no entries says nothing.
    SizeZero = "size_zero",
    /// Must be a cursor that an answer gave.
    Cursor = "cursor",
    /// Must be the address of a page of this site.
    NotAPage = "not_a_page",
    /// More than a report of this form may have.
    ReportTooLarge {
        /// The most entries.
        limit: u64,
    } = "report_too_large",
}
