//! What is answered in JSON, to programs and to `--json` alike: a gift's trace, a fund, a lot, a hand-out.

use serde_json::{Map, Value, json};

use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::trace::{self, End, Trace};
use ledger::value::SubjectKind;

use crate::store::Stored;
use crate::store::past::Tables;
use crate::store::query::{Figure, FundRecord};

/// The receipt code of an entry.
#[must_use]
pub fn code_of(seq: u64) -> String {
    GiftCode::of_seq(seq).map(|code| code.to_string()).unwrap_or_default()
}

/// An event or entry as JSON.
fn event_json(event: &Event) -> Value {
    serde_json::from_str(&event.to_json()).unwrap_or(Value::Null)
}

/// A trace: the gift and every end, in the gift's own units.
#[must_use]
pub fn trace_json(trace: &Trace) -> Value {
    let mut answer = Map::new();
    answer.insert("gift".into(), code_of(trace.seq).into());
    answer.insert("seq".into(), trace.seq.into());
    answer.insert("amount".into(), trace.amount.into());
    if let Some(currency) = trace.currency {
        answer.insert("currency".into(), currency.as_str().into());
    }
    answer.insert("ends".into(), trace.ends.iter().map(end_json).collect());
    Value::Object(answer)
}

fn end_json(end: &End) -> Value {
    let mut answer = Map::new();
    answer.insert("kind".into(), end.kind.word().into());
    answer.insert("amount".into(), end.amount.into());
    answer.insert("pool".into(), end.pool.as_str().into());
    if let Some(seq) = end.seq {
        answer.insert("seq".into(), seq.into());
    }
    answer.insert("path".into(), end.path.clone().into());
    Value::Object(answer)
}

/// A fund with its sums.
#[must_use]
pub fn fund_json(record: &FundRecord, figures: &[Figure]) -> Value {
    let figure = |figure: &Figure| {
        let mut answer = Map::new();
        answer.insert("kind".into(), figure.kind.word().into());
        for (name, value) in [("project", &figure.project), ("item", &figure.item)] {
            if let Some(value) = value {
                answer.insert(name.into(), value.as_str().into());
            }
        }
        answer.insert("amount".into(), figure.amount.into());
        if figure.item.is_some() {
            answer.insert("units".into(), figure.units.into());
        }
        answer.insert("entries".into(), figure.events.into());
        Value::Object(answer)
    };
    let fund = event_json(&Event::from(record.fund.clone()));
    json!({"seq": record.seq, "fund": fund, "figures": figures.iter().map(figure).collect::<Vec<_>>()})
}

/// A lot: how it came, and where its units are.
///
/// # Errors
/// The database's own.
pub fn lot_json(tables: &mut Tables, id: &str) -> Stored<Option<Value>> {
    let Some(entry) = tables.subject(SubjectKind::Lot, id)? else { return Ok(None) };
    let pools = tables.lot_pools(id)?;
    let places = pools
        .iter()
        .map(|pool| json!({"pool": pool.name.as_str(), "arrived": pool.extent, "there": pool.free_units()}));
    Ok(Some(json!({
        "lot": id,
        "seq": entry.seq,
        "event": event_json(&entry.event),
        "places": places.collect::<Vec<_>>(),
    })))
}

/// A hand-out, and the gifts behind it.
///
/// # Errors
/// The database's own.
pub fn handout_json(tables: &mut Tables, id: &str) -> Stored<Option<Value>> {
    let Some(entry) = tables.subject(SubjectKind::Handout, id)? else { return Ok(None) };
    let mut lines = Vec::new();
    for side in entry.moves.iter().filter_map(|one| one.from.as_ref()) {
        let gifts = trace::backward(tables, &side.pool, &side.spans)?;
        let gifts = gifts
            .iter()
            .map(|origin| json!({"gift": code_of(origin.gift), "seq": origin.gift, "amount": origin.amount}));
        lines.push(json!({"pool": side.pool.as_str(), "gifts": gifts.collect::<Vec<_>>()}));
    }
    Ok(Some(json!({"handout": id, "seq": entry.seq, "event": event_json(&entry.event), "lines": lines})))
}
