//! An entry: one line of the log, chained to the one before by SHA3-256 (section 2).

use std::fmt;

use crate::event::{Event, Members, refuse_malformed};
use crate::json::{self, Value};
use crate::refusal::{Refusal, Rule};
use crate::span::{Span, write_spans};
use crate::value::{Actor, Digest, Key, PoolName, Seq, Slot, Timestamp};

/// An entry's bytes are at most this many, so that a 16-bit length holds them in an entry bundle.
pub const ENTRY_BYTES_LIMIT: usize = 65_535;

/// The SHA3-256 of an entry's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// What the first entry links to.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of an entry's bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(hashes::sha3_256(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&json::hex(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Units of one pool that a move takes or fills.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Side {
    /// The pool.
    pub pool: PoolName,
    /// Its units, in order.
    pub spans: Vec<Span>,
}

/// Units leaving one pool and/or arriving in another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// What leaves; none for value from outside.
    pub from: Option<Side>,
    /// What is filled; none for value that reaches its end.
    pub to: Option<Side>,
}

/// One line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Who recorded it.
    pub actor: Actor,
    /// Who approved it, where a second person had to: never who recorded it.
    pub approver: Option<Actor>,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// The recorder's idempotency key.
    pub key: Key,
    /// What it moved, derived from the event and the state before.
    pub moves: Vec<Move>,
    /// The hash of the entry before.
    pub prev: Hash,
    /// Its number, from 0.
    pub seq: u64,
}

impl Entry {
    /// Its canonical bytes: these are stored, hashed and sent, and nothing else is.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(512);
        out.push('{');
        self.actor.put("\"actor\":", &mut out);
        self.approver.put("\"approver\":", &mut out);
        self.at.put("\"at\":", &mut out);
        out.push_str(",\"event\":");
        self.event.write(&mut out);
        self.key.put("\"key\":", &mut out);
        out.push_str(",\"moves\":[");
        for (index, one) in self.moves.iter().enumerate() {
            if index > 0 {
                out.push(',');
            }
            write_move(one, &mut out);
        }
        out.push_str("],\"prev\":\"");
        json::write_hex(&mut out, &self.prev.0);
        out.push_str("\",\"seq\":");
        json::write_number(&mut out, self.seq);
        out.push('}');
        out
    }

    /// Reads an entry.
    ///
    /// # Errors
    /// A [`Refusal`] that names the field and the rule it breaks.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let value = json::parse(bytes).map_err(refuse_malformed)?;
        let members = Members::of(&value, "")?;
        let Told { actor, approver, at, event, key, prev, seq } = Told::read(&members)?;
        Ok(Self { actor, approver, at, event, key, moves: read_moves(members.find("moves"))?, prev, seq })
    }
}

/// What an entry says, but for its moves: those follow from the event and all before it, so a replay derives them and
/// compares bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Who recorded it.
    pub actor: Actor,
    /// Who approved it, where a second person had to: never who recorded it.
    pub approver: Option<Actor>,
    /// When it was recorded.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// The recorder's idempotency key.
    pub key: Key,
    /// The hash of the entry before.
    pub prev: Hash,
    /// Its number, from 0.
    pub seq: u64,
}

impl Told {
    /// Reads what an entry tells; its moves are walked over, not read.
    ///
    /// # Errors
    /// A [`Refusal`] that names the field and the rule it breaks.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let value = json::parse_text(text, Some("moves")).map_err(refuse_malformed)?;
        Self::read(&Members::of(&value, "")?)
    }

    fn read(members: &Members<'_, '_>) -> Result<Self, Refusal> {
        members.refuse_others(&["actor", "approver", "at", "event", "key", "moves", "prev", "seq"])?;
        let actor = members.take("actor")?;
        let approver = members.take("approver")?;
        let at = members.take("at")?;
        let event = members.find("event").ok_or_else(|| Refusal::new("event", Rule::Missing))?;
        let event = Event::read(event, "event")?;
        let key = members.take("key")?;
        let prev: Digest = members.take("prev")?;
        let seq: Seq = members.take("seq")?;
        Ok(Self { actor, approver, at, event, key, prev: Hash(prev.0), seq: seq.get() })
    }
}

impl From<Entry> for Told {
    fn from(Entry { actor, approver, at, event, key, prev, seq, .. }: Entry) -> Self {
        Self { actor, approver, at, event, key, prev, seq }
    }
}

fn write_move(one: &Move, out: &mut String) {
    out.push('{');
    for (name, side) in [("from", &one.from), ("to", &one.to)] {
        let Some(side) = side else { continue };
        if !out.ends_with('{') {
            out.push(',');
        }
        out.push('"');
        out.push_str(name);
        out.push_str("\":{");
        side.pool.put("\"pool\":", out);
        out.push_str(",\"spans\":");
        write_spans(out, &side.spans);
        out.push('}');
    }
    out.push('}');
}

fn read_moves(value: Option<&Value<'_>>) -> Result<Vec<Move>, Refusal> {
    match value {
        Some(Value::List(items)) => items.iter().map(read_move).collect(),
        Some(_) => Err(Refusal::new("moves", Rule::NotList)),
        None => Err(Refusal::new("moves", Rule::Missing)),
    }
}

fn read_move(value: &Value<'_>) -> Result<Move, Refusal> {
    let members = Members::of(value, "moves")?;
    members.refuse_others(&["from", "to"])?;
    let side = |name| members.find(name).map(read_side).transpose();
    Ok(Move { from: side("from")?, to: side("to")? })
}

fn read_side(value: &Value<'_>) -> Result<Side, Refusal> {
    let members = Members::of(value, "moves")?;
    members.refuse_others(&["pool", "spans"])?;
    let Some(Value::List(items)) = members.find("spans") else {
        return Err(Refusal::new("moves.spans", Rule::NotList));
    };
    let spans = items.iter().map(read_span).collect::<Option<Vec<Span>>>();
    let spans = spans.ok_or_else(|| Refusal::new("moves.spans", Rule::NotNumber))?;
    Ok(Side { pool: members.take("pool")?, spans })
}

fn read_span(value: &Value<'_>) -> Option<Span> {
    let Value::List(bounds) = value else { return None };
    match bounds.as_slice() {
        [Value::Number(from), Value::Number(to)] => Span::new(u64::try_from(*from).ok()?, u64::try_from(*to).ok()?),
        _ => None,
    }
}
