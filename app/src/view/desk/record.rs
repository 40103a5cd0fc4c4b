//! Recording: a form an event, what it would do, and what came of it.

use std::collections::BTreeMap;

use ledger::Refusal;
use ledger::event::EventType;
use ledger::value::Currency;

use crate::view::{EntryLine, Unit};

/// `/desk/record`: what this person may record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordMenu {
    /// The types of events.
    pub events: Vec<EventType>,
}

/// `/desk/record/TYPE`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Form {
    /// What happened.
    pub event: EventType,
    /// Its fields, in the order in which people think of them.
    pub fields: Vec<Field>,
    /// What is sent along unseen.
    pub hidden: Vec<(String, String)>,
    /// What has to be reversed before the entry that is corrected, or is to be reversed, can be.
    pub blocking: Blocking,
    /// What is wrong with the whole.
    pub fault: Option<FieldFault>,
    /// The entry that this one takes the place of.
    pub corrects: Option<u64>,
    /// The id of the accounts' own organisation, where that is what is to be registered.
    pub own_organisation: Option<String>,
    /// Where it is sent.
    pub action: String,
}

/// Entries that used what another one brought, and so stand in the way of its reversal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blocking {
    /// They can be reversed in this order: the latest first.
    pub entries: Vec<EntryLine>,
    /// There are more than are shown.
    pub has_more: bool,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name in the form, as `lines.0.quantity`.
    pub path: String,
    /// Its key in the event, by which it has its words.
    pub key: &'static str,
    /// How it is asked for.
    pub input: Input,
    /// As typed.
    pub value: String,
    /// It may not be left out.
    pub is_required: bool,
    /// What makes something to choose, where there is nothing yet and this person may record that.
    pub maker: Option<EventType>,
    /// What is wrong with it.
    pub fault: Option<FieldFault>,
}

/// How a field is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A line of text.
    Line,
    /// A longer text.
    Prose,
    /// An id: left empty, one is made.
    NewId,
    /// A whole number.
    Whole,
    /// An amount as people write it, in this currency where it is known already.
    Amount(Option<Currency>),
    /// Degrees with two decimals.
    Degrees,
    /// A day.
    Date,
    /// One of these.
    Choice(Vec<Choice>),
    /// One of these, or another.
    Suggestion(Vec<Choice>),
    /// Files; those that are kept already, as `(sha3, name, bytes)`.
    Files(Vec<(String, String, u64)>),
    /// Fields that belong together.
    Group(Vec<Field>),
    /// Any number of lines, each of these fields.
    Lines(Vec<Vec<Field>>),
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// As the event has it.
    pub value: String,
    /// What people call it.
    pub name: ChoiceName,
    /// How much is there.
    pub there: Option<(u64, Unit)>,
    /// Under which heading it stands.
    pub group: Option<String>,
}

/// What people call a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceName {
    /// By a name of its own.
    Named(String),
    /// By a word of a list.
    Word(&'static str),
    /// By the name of a country.
    Country,
}

/// A refusal, and what people call the things that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// What is refused, under which rule.
    pub refusal: Refusal,
    /// The event whose fields it speaks of.
    pub event: EventType,
    /// What people call pools, funds, lots: by what the rule calls them.
    pub names: BTreeMap<String, String>,
    /// What the goods are counted in that it speaks of.
    pub unit: Option<Unit>,
    /// It stands beside its field, which need not be named again.
    pub is_beside: bool,
}

impl Told {
    /// A refusal of which no names are known yet.
    #[must_use]
    pub fn new(event: EventType, refusal: Refusal) -> Self {
        Self { refusal, event, names: BTreeMap::new(), unit: None, is_beside: false }
    }
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldFault {
    /// The ledger refuses it.
    Refused(Box<Told>),
    /// It has to be filled in.
    Missing,
    /// No amount.
    NotAmount,
    /// More decimals than the currency has.
    TooFine(Currency),
    /// Choose first what decides the currency.
    NoCurrency,
    /// No whole number.
    NotWhole,
    /// No day.
    NotDate,
    /// A day that is still to come, though something happened on it.
    Ahead(ledger::value::Date),
    /// It ends before it begins.
    BeforeOpening,
    /// No address of a page.
    NotUrl,
    /// No degrees.
    NotDegrees,
    /// No receipt code, or a slip in it.
    NotCode,
    /// A file is larger than so many bytes.
    FileTooLarge(u64),
    /// A file of a type that is not kept.
    FileType,
    /// The account may not record for this organisation, but for these.
    NotYours(Vec<String>),
    /// Documents can't be kept: the server has no folder for them.
    NoStore,
}

/// What an event would do, shown before it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// What happened.
    pub event: EventType,
    /// What was said.
    pub facts: Vec<Fact>,
    /// What it would do to each pool.
    pub effect: Vec<EffectLine>,
    /// Entries that look the same.
    pub alike: Vec<EntryLine>,
    /// Drafts that look the same and wait for a second person, as far as this person may see them.
    pub alike_waiting: Vec<super::DraftLine>,
    /// Fields that look like something private.
    pub personal: Vec<Fact>,
    /// It waits for a second person.
    pub is_waiting: bool,
    /// The entry that this one takes the place of, and what changes.
    pub correction: Option<Correction>,
    /// All that was typed, sent along unseen.
    pub hidden: Vec<(String, String)>,
    /// Where it is sent.
    pub action: String,
}

/// An entry that is recorded anew: what it said, and what it is to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// The entry until now.
    pub seq: u64,
    /// Why: public.
    pub reason: String,
    /// Its fields, in the order in which people think of them.
    pub fields: Vec<Changed>,
}

/// A field before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// The keys that lead to it.
    pub keys: Vec<&'static str>,
    /// What stood there.
    pub before: Option<String>,
    /// What shall stand there.
    pub after: Option<String>,
}

/// A line of what an event says: the keys that lead to a field, and what stands there in words.
pub type Fact = (Vec<&'static str>, String);

/// What happens to a pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EffectLine {
    /// The pool, or where value ends.
    pub place: EffectPlace,
    /// It arrives there; else it leaves.
    pub arrives: bool,
    /// How much.
    pub units: u64,
    /// Of what.
    pub unit: Unit,
    /// How much is there afterwards.
    pub after: Option<u64>,
}

/// Where something leaves or arrives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EffectPlace {
    /// A pool, by what people call it.
    Pool(String),
    /// Outside: it comes from a donor, or reached its end.
    Outside,
}

/// What became of an entry, and what can be done with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryState {
    /// It moved something, and counts still: it can be reversed.
    pub can_go: bool,
    /// What documents may be attached to by who looks: the thing's kind and id.
    pub subject: Option<(ledger::value::SubjectKind, String)>,
    /// The entry that this one reversed.
    pub reverses: Option<u64>,
    /// It no longer counts.
    pub taken_back: Option<TakenBack>,
}

impl Recorded {
    /// It can be reversed, and by who looks.
    #[must_use]
    pub fn may_correct(&self) -> bool {
        self.may_correct && self.state.can_go
    }
}

/// Why an entry no longer counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenBack {
    /// The entry that reversed it.
    pub by: u64,
    /// The entry that took its place, and its receipt code if it is a gift.
    pub anew: Option<(u64, Option<String>)>,
}

/// The receipt of a gift that was taken back: it is none any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidReceipt {
    /// The code.
    pub code: String,
    /// The gift's entry.
    pub seq: u64,
    /// Why it no longer counts.
    pub taken_back: TakenBack,
}

/// What was recorded, or waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// What happened.
    pub event: EventType,
    /// The entry.
    pub seq: u64,
    /// What became of it.
    pub state: EntryState,
    /// For a gift, its receipt code.
    pub code: Option<String>,
    /// The thing that the entry gave an id, with its page.
    pub about: Option<crate::view::About>,
    /// Papers that go with it.
    pub papers: Vec<PaperLink>,
    /// What comes next on the way to the first hand-out.
    pub next: Option<super::Step>,
    /// Where one more of the same kind is recorded.
    pub again: String,
    /// Who looks may record such an event.
    pub may_again: bool,
    /// Who looks may record something.
    pub may_record: bool,
    /// It may be corrected by who looks.
    pub may_correct: bool,
}

/// A paper that goes with an entry, and its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperLink {
    /// A receipt, a waybill, the list of a hand-out.
    Paper(super::PaperKind, String),
    /// Labels for boxes.
    Labels(String),
}
