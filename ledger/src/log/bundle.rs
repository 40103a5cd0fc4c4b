//! What a donor or journalist keeps: some entries, one proof that they are in the log, and a claim that follows from them.
//!
//! Verifying takes size and root from the verified checkpoint, never from the bundle, and derives the claim again from the
//! entries' moves. What it shows: these entries are in the log, and the figures follow from them. What it can't: that
//! units shown as still held were not spent by an entry that was left out. Those who have the whole log see that.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::TreeHash;
use super::fault::Fault;
use super::multi;
use super::policy::{Judged, Policy};
use super::text;
use super::tree;
use crate::code::GiftCode;
use crate::entry::{Entry, Hash, Move, Side};
use crate::event::Event;
use crate::json::{self, Value};
use crate::past::{Direction, Past, Piece, PieceIndex};
use crate::report::{self, Book, Question, Report};
use crate::span::Span;
use crate::trace::{self, Trace};
use crate::value::{PoolName, PoolParts, SubjectKind};

/// The word that a bundle's `format` is.
pub const FORMAT: &str = "almoner-bundle/1";

/// Its media type.
pub const MEDIA_TYPE: &str = "application/vnd.almoner.bundle+json";

/// Bundles are for one gift or one report; longer ones are not read.
pub const BUNDLE_BYTES_LIMIT: usize = 64 * 1024 * 1024;

/// What may be looked up at most to derive a claim, however much its entries weigh: what waits to be followed fits into memory.
const GIFT_LOOK_UPS: u64 = 1 << 24;
const REPORT_LOOK_UPS: u64 = 1 << 28;

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// What became of a gift: the claim is its trace.
    Gift(GiftCode),
    /// A report: the claim is its figures.
    Report {
        /// What was asked.
        question: Box<Question>,
        /// Of the first so many entries.
        size: u64,
    },
}

/// What the entries of a bundle turned out to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// What became of a gift.
    Gift(Trace),
    /// The figures of a report.
    Report(Box<Report>),
}

/// A bundle, as read and not yet believed, or as made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The signed checkpoint.
    pub checkpoint: String,
    /// The maker's policy, as information.
    pub policy: String,
    /// Where the entries stand in the log, ascending.
    pub indices: Vec<u64>,
    /// Their bytes, in the same order.
    pub entries: Vec<String>,
    /// One proof for all of them.
    pub proof: Vec<TreeHash>,
    /// What was asked.
    pub subject: Subject,
    /// The answer, as JSON.
    pub claim: String,
}

/// What a bundle turned out to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown<'p> {
    /// The checkpoint and who signed it.
    pub judged: Judged<'p>,
    /// The answer, derived from the entries.
    pub claimed: Claimed,
}

impl Bundle {
    /// Reads a bundle.
    ///
    /// # Errors
    /// [`Fault::NotBundle`] with the member, or [`Fault::TooLong`].
    pub fn parse(bytes: &[u8]) -> Result<Self, Fault> {
        if bytes.len() > BUNDLE_BYTES_LIMIT {
            return Err(Fault::TooLong { limit: BUNDLE_BYTES_LIMIT });
        }
        let Ok(Value::Object(members)) = json::parse(bytes) else { return Err(not_bundle("{}")) };
        let known = ["checkpoint", "claim", "entries", "format", "indices", "policy", "proof", "subject"];
        if let Some((other, _)) = members.iter().find(|(key, _)| !known.contains(&key.as_ref())) {
            return Err(not_bundle(other));
        }
        let find = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| value);
        let text = |name| find(name).and_then(text_of).map(str::to_owned).ok_or_else(|| not_bundle(name));
        if text("format")? != FORMAT {
            return Err(not_bundle("format"));
        }
        let claim = find("claim").filter(|claim| matches!(claim, Value::Object(_)));
        Ok(Self {
            checkpoint: text("checkpoint")?,
            policy: text("policy")?,
            indices: list(find("indices"), "indices", number_of)?,
            entries: list(find("entries"), "entries", |entry| text_of(entry).map(str::to_owned))?,
            proof: list(find("proof"), "proof", |hash| text_of(hash).and_then(text::hash))?,
            subject: find("subject").and_then(Subject::read).ok_or_else(|| not_bundle("subject"))?,
            claim: claim.map(write).ok_or_else(|| not_bundle("claim"))?,
        })
    }

    /// Its bytes: canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let texts =
            |texts: &mut dyn Iterator<Item = String>| Value::List(texts.map(|text| Value::Text(text.into())).collect());
        let text = |text: &str| Value::Text(text.to_owned().into());
        let members = [
            ("checkpoint", text(&self.checkpoint)),
            ("claim", json::parse(self.claim.as_bytes()).unwrap_or(Value::Null)),
            ("entries", texts(&mut self.entries.iter().cloned())),
            ("format", text(FORMAT)),
            ("indices", Value::List(self.indices.iter().map(|index| number(*index)).collect())),
            ("policy", text(&self.policy)),
            ("proof", texts(&mut self.proof.iter().map(|hash| text::base64(hash)))),
            ("subject", self.subject.value()),
        ];
        write(&Value::Object(members.into_iter().map(|(key, value)| (key.into(), value)).collect()))
    }

    /// Verifies signatures and quorum, the proof, the entries' form, and the claim.
    ///
    /// # Errors
    /// [`Fault`]: the first that is wrong, in that order.
    pub fn verify<'p>(&self, policy: &'p Policy) -> Result<Shown<'p>, Fault> {
        let judged = self.verify_note(policy)?;
        self.verify_inclusion(&judged)?;
        let claimed = self.verify_claim()?;
        Ok(Shown { judged, claimed })
    }

    /// The first step: the checkpoint, its signatures, the quorum.
    ///
    /// # Errors
    /// As [`Policy::verify`].
    pub fn verify_note<'p>(&self, policy: &'p Policy) -> Result<Judged<'p>, Fault> {
        policy.verify(&self.checkpoint)
    }

    /// The second: that every entry is in the log, where it says.
    ///
    /// # Errors
    /// As [`multi::verify`]. Where that can't tell which entry is not in the log, but the entries or the claim can, what they
    /// tell: [`Fault::Changed`], [`Fault::Entry`], [`Fault::Misplaced`], [`Fault::NotCanonical`], [`Fault::Chain`].
    pub fn verify_inclusion(&self, judged: &Judged<'_>) -> Result<(), Fault> {
        let leaves: Vec<TreeHash> = self.entries.iter().map(|entry| tree::leaf_hash(entry.as_bytes())).collect();
        let checkpoint = &judged.checkpoint;
        let verified = multi::verify(&self.indices, &leaves, checkpoint.size, &checkpoint.root, &self.proof);
        verified.map_err(|fault| match fault {
            Fault::MultiInclusion { .. } => self.first_odd().unwrap_or(fault),
            other => other,
        })
    }

    /// The first entry that can't be what was recorded: one proof over many can't tell which of them was changed.
    fn first_odd(&self) -> Option<Fault> {
        self.changed_entry().map(|index| Fault::Changed { index }).or_else(|| self.odd_entry())
    }

    /// The first entry that is not written as the log writes it, or not there where it says, or not linked to one that stands
    /// before it here and in the log.
    fn odd_entry(&self) -> Option<Fault> {
        let mut before: Option<(u64, Hash)> = None;
        for (text, index) in self.entries.iter().zip(&self.indices) {
            let entry = match read_entry(text, *index) {
                Ok(entry) => entry,
                Err(fault) => return Some(fault),
            };
            match before {
                Some((before, hash)) if before.checked_add(1) == Some(*index) && entry.prev != hash => {
                    return Some(Fault::Chain { before, seq: *index });
                }
                _ => before = Some((*index, Hash::of(text.as_bytes()))),
            }
        }
        None
    }

    /// The first entry that is not the one a report was made with, as far as the report itself says.
    fn changed_entry(&self) -> Option<u64> {
        let claim = json::parse(self.claim.as_bytes()).ok()?;
        let Value::Object(members) = &claim else { return None };
        let Some(Value::List(hashes)) = member(members, "entries") else { return None };
        let same = |(hash, entry): &(&Value<'_>, &String)| {
            text_of(hash).is_some_and(|hash| hash == Hash::of(entry.as_bytes()).to_string())
        };
        let place = hashes.iter().zip(&self.entries).position(|pair| !same(&pair))?;
        self.indices.get(place).copied()
    }

    /// The third: that the claim follows from the entries.
    ///
    /// # Errors
    /// [`Fault::Entry`], [`Fault::Misplaced`], [`Fault::NotCanonical`], [`Fault::NoSubject`], [`Fault::Claim`].
    pub fn verify_claim(&self) -> Result<Claimed, Fault> {
        match &self.subject {
            Subject::Gift(code) => {
                let mut given = self.given(u64::MAX, GIFT_LOOK_UPS)?;
                let traced = trace::forward(&mut given, code.seq());
                let trace = traced.ok().flatten().ok_or_else(|| Fault::NoSubject { subject: code.to_string() })?;
                compare_claim(&self.claim, &trace.to_json())?;
                Ok(Claimed::Gift(trace))
            }
            Subject::Report { question, size } => {
                let report = self.derive_report(question, *size)?;
                compare_claim(&self.claim, &report_claim(&report, &self.entries))?;
                Ok(Claimed::Report(Box::new(report)))
            }
        }
    }

    /// The past that the entries below `size` tell, for at most so many look-ups.
    fn given(&self, size: u64, most: u64) -> Result<Given, Fault> {
        let mut given = Given::default();
        for (text, index) in self.entries.iter().zip(&self.indices) {
            if *index < size {
                given.take(text, *index)?;
            }
        }
        given.left = given.weight.saturating_mul(given.weight).saturating_mul(8).saturating_add(10_000).min(most);
        Ok(given)
    }

    fn derive_report(&self, question: &Question, size: u64) -> Result<Report, Fault> {
        let mut given = self.given(size, REPORT_LOOK_UPS)?;
        let last = self.indices.iter().zip(&self.entries).find(|(index, _)| index.checked_add(1) == Some(size));
        let missing = || Fault::NoSubject { subject: question.to_string() };
        let head = last.map(|(_, text)| Hash::of(text.as_bytes())).ok_or_else(missing)?;
        let entries: Vec<Entry> = given.entries.values().cloned().collect();
        let mut book = Book::default();
        entries.iter().for_each(|entry| book.take(entry));
        let report = report::derive(&mut given, &book, question, (size, head), entries.into_iter().map(Ok));
        report.map_err(|Endless| missing())
    }
}

/// What a bundle claims of a report: its figures, and the hashes of the entries that it rests on.
#[must_use]
pub fn report_claim(report: &Report, entries: &[String]) -> String {
    let mut out = String::from("{\"entries\":[");
    for (place, entry) in entries.iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        json::write_text(&mut out, &Hash::of(entry.as_bytes()).to_string());
    }
    out.push_str("],\"figures\":");
    out.push_str(&report.to_json());
    out.push('}');
    out
}

fn not_bundle(field: &str) -> Fault {
    Fault::NotBundle { field: field.chars().take(40).collect() }
}

impl Subject {
    fn read(value: &Value<'_>) -> Option<Self> {
        match value {
            Value::Object(members) => match members.as_slice() {
                [(key, Value::Text(code))] if key == "gift" => GiftCode::parse(code).ok().map(Self::Gift),
                [(key, Value::Text(question)), (other, Value::Number(size))] if key == "report" && other == "size" => {
                    let question = Box::new(Question::parse(question).ok()?);
                    Some(Self::Report { question, size: u64::try_from(*size).ok()? })
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn value(&self) -> Value<'static> {
        let text = |text: &dyn std::fmt::Display| Value::Text(text.to_string().into());
        Value::Object(match self {
            Self::Gift(code) => vec![("gift".into(), text(code))],
            Self::Report { question, size } => {
                vec![("report".into(), text(question)), ("size".into(), number(*size))]
            }
        })
    }
}

/// The entries that a trace of a gift rests on: all on the way, the fund that has the currency, and what says of each place
/// what it is. With these a [`Bundle`] derives the same trace.
///
/// # Errors
/// The store's own.
pub fn entries_behind<P: Past>(past: &mut P, trace: &Trace) -> Result<Vec<u64>, P::Error> {
    let mut found: BTreeSet<u64> = trace.ends.iter().flat_map(|end| end.path.iter().copied()).collect();
    found.insert(trace.seq);
    if let Some(Event::DonationReceived(gift)) = past.entry(trace.seq)?.map(|entry| entry.event) {
        found.extend(past.holder(SubjectKind::Fund, gift.fund.as_str())?);
    }
    for end in trace.ends.iter().filter(|end| end.kind.is_held()) {
        if let PoolParts::Goods { site, .. } = end.pool.parts() {
            for kind in [SubjectKind::Site, SubjectKind::Waybill] {
                found.extend(past.holder(kind, site)?);
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// The past as some entries tell it. Nobody has replayed them: their moves may lead round in a circle, or apart into more and more
/// parts. So no more is looked up than entries that keep the rules could need: each move, for each part that they cut units into.
#[derive(Debug, Default)]
struct Given {
    entries: BTreeMap<u64, Entry>,
    index: PieceIndex,
    /// Moves and spans.
    weight: u64,
    /// What may still be looked up.
    left: u64,
}

/// More was looked up than could be needed.
#[derive(Debug)]
struct Endless;

/// Reads the entry that is to stand at this place, in the one way in which the log writes it.
fn read_entry(text: &str, index: u64) -> Result<Entry, Fault> {
    let entry = Entry::parse(text.as_bytes()).map_err(|refusal| Fault::Entry { seq: index, refusal })?;
    if entry.seq != index {
        return Err(Fault::Misplaced { index, seq: entry.seq });
    }
    if entry.to_json() == text { Ok(entry) } else { Err(Fault::NotCanonical { seq: index }) }
}

impl Given {
    fn take(&mut self, text: &str, index: u64) -> Result<(), Fault> {
        let entry = read_entry(text, index)?;
        self.weight = self.weight.saturating_add(weight_of(&entry));
        match &entry.event {
            Event::EntryReversed(reversal) => {
                if let Some(reversed) = self.entries.get(&reversal.reverses.get()) {
                    self.index.remove(reversed);
                }
            }
            _ => self.index.add(&entry),
        }
        self.entries.insert(index, entry);
        Ok(())
    }

    fn spend(&mut self, look_ups: u64) -> Result<(), Endless> {
        self.left = self.left.checked_sub(look_ups).ok_or(Endless)?;
        Ok(())
    }
}

/// How many moves an entry has, and spans in them.
fn weight_of(entry: &Entry) -> u64 {
    let spans = |side: &Option<Side>| side.as_ref().map_or(0, |side| side.spans.len());
    let of_move = |one: &Move| spans(&one.from).saturating_add(spans(&one.to)).saturating_add(1);
    let weight = entry.moves.iter().map(of_move).fold(0_usize, usize::saturating_add);
    u64::try_from(weight).unwrap_or(u64::MAX)
}

impl Past for Given {
    type Error = Endless;

    fn entry(&mut self, seq: u64) -> Result<Option<Entry>, Endless> {
        let entry = self.entries.get(&seq).cloned();
        // Whoever asks goes through its spans.
        self.spend(entry.as_ref().map_or(0, weight_of).saturating_add(1))?;
        Ok(entry)
    }

    fn holder(&mut self, kind: SubjectKind, id: &str) -> Result<Option<u64>, Endless> {
        let gives = |entry: &&Entry| match (&entry.event, kind) {
            (Event::FundOpened(fund), SubjectKind::Fund) => fund.id.as_str() == id,
            (Event::SiteRegistered(site), SubjectKind::Site) => site.id.as_str() == id,
            (Event::GoodsDispatched(goods), SubjectKind::Waybill) => goods.waybill.as_str() == id,
            _ => false,
        };
        Ok(self.entries.values().find(gives).map(|entry| entry.seq))
    }

    fn pieces(&mut self, direction: Direction, pool: &PoolName, span: Span) -> Result<Vec<Piece>, Endless> {
        let found = self.index.find(direction, pool, span);
        self.spend(u64::try_from(found.len()).unwrap_or(u64::MAX).saturating_add(1))?;
        Ok(found)
    }
}

/// Compares two claims figure by figure.
fn compare_claim(claimed: &str, derived: &str) -> Result<(), Fault> {
    let read = |text| json::parse(text).unwrap_or(Value::Null);
    match difference(&read(claimed.as_bytes()), &read(derived.as_bytes()), "claim") {
        None => Ok(()),
        Some((field, claimed, derived)) => Err(Fault::Claim { field, claimed, derived }),
    }
}

/// The first place where two values differ, with both.
fn difference(claimed: &Value<'_>, derived: &Value<'_>, at: &str) -> Option<(String, String, String)> {
    match (claimed, derived) {
        (Value::Object(one), Value::Object(other)) => {
            let mut keys = one.iter().chain(other).map(|(key, _)| key);
            keys.find_map(|key| both(member(one, key), member(other, key), &format!("{at}.{key}")))
        }
        (Value::List(one), Value::List(other)) => (0..one.len().max(other.len()))
            .find_map(|index| both(one.get(index), other.get(index), &format!("{at}[{index}]"))),
        _ if claimed == derived => None,
        _ => Some((at.to_owned(), shown(claimed), shown(derived))),
    }
}

fn member<'v, 'a>(members: &'v [(Cow<'a, str>, Value<'a>)], key: &str) -> Option<&'v Value<'a>> {
    members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
}

fn both(claimed: Option<&Value<'_>>, derived: Option<&Value<'_>>, at: &str) -> Option<(String, String, String)> {
    match (claimed, derived) {
        (Some(claimed), Some(derived)) => difference(claimed, derived, at),
        (claimed, derived) => {
            let shown = |value: Option<&Value<'_>>| value.map_or_else(|| "—".to_owned(), shown);
            Some((at.to_owned(), shown(claimed), shown(derived)))
        }
    }
}

/// A value, short enough for a sentence.
fn shown(value: &Value<'_>) -> String {
    let text = write(value);
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text,
    }
}

fn text_of<'v>(value: &'v Value<'_>) -> Option<&'v str> {
    match value {
        Value::Text(text) => Some(text),
        _ => None,
    }
}

fn number_of(value: &Value<'_>) -> Option<u64> {
    match value {
        Value::Number(number) => u64::try_from(*number).ok(),
        _ => None,
    }
}

fn number(number: u64) -> Value<'static> {
    i64::try_from(number).map_or(Value::Null, Value::Number)
}

fn list<T>(value: Option<&Value<'_>>, name: &str, read: impl Fn(&Value<'_>) -> Option<T>) -> Result<Vec<T>, Fault> {
    let Some(Value::List(items)) = value else { return Err(not_bundle(name)) };
    let one = |(index, item)| read(item).ok_or_else(|| not_bundle(&format!("{name}[{index}]")));
    items.iter().enumerate().map(one).collect()
}

/// A value as JSON, its members in their order.
fn write(value: &Value<'_>) -> String {
    let mut out = String::new();
    write_into(value, &mut out);
    out
}

fn write_into(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Null | Value::BadNumber(_) => out.push_str("null"),
        Value::Bool(truth) => out.push_str(if *truth { "true" } else { "false" }),
        Value::Number(number) => {
            if *number < 0 {
                out.push('-');
            }
            json::write_number(out, number.unsigned_abs());
        }
        Value::Text(text) => json::write_text(out, text),
        Value::List(items) => {
            out.push('[');
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                write_into(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (index, (key, member)) in members.iter().enumerate() {
                if index > 0 {
                    out.push(',');
                }
                json::write_text(out, key);
                out.push(':');
                write_into(member, out);
            }
            out.push('}');
        }
    }
}
