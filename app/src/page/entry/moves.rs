//! What an entry moved: out of which pool, into which, and which units of each.

use ledger::json::{self, Value};
use leptos::prelude::*;

use super::{Reading, member, text};
use crate::page::parts::{entry_link, table};
use crate::view::Entry;
use crate::words;

fn list_of_moves<'v, 'a>(parsed: &'v Value<'a>) -> Option<&'v [Value<'a>]> {
    match member(parsed, "moves") {
        Some(Value::List(moves)) if !moves.is_empty() => Some(moves.as_slice()),
        _ => None,
    }
}

pub(super) fn moves(parsed: &Value<'_>, reading: Reading<'_>) -> AnyView {
    let say = reading.say;
    let Some(moves) = list_of_moves(parsed) else {
        return view! { <p class="empty">{say.no_moves}</p> }.into_any();
    };
    let ways = [("from", say.from_outside), ("to", say.to_end)];
    view! { <p class="hint">{say.moves_hint}</p>{move_table(moves, ways, reading)} }.into_any()
}

/// A reversal has no moves of its own: what it takes back goes the other way.
pub(super) fn moved_back(entry: &Entry, reading: Reading<'_>) -> Option<AnyView> {
    let say = reading.say;
    let parsed = json::parse(entry.undone.as_ref()?.as_bytes()).ok()?;
    let moves = list_of_moves(&parsed)?;
    let before = match member(&parsed, "seq") {
        Some(Value::Number(seq)) => entry_link(seq.unsigned_abs()),
        _ => ().into_any(),
    };
    let ways = [("to", say.from_end), ("from", say.back_outside)];
    Some(
        view! { <p class="prose">{say.went_back}" "{before}</p><p class="hint">{say.moves_hint}</p>{move_table(moves, ways, reading)} }
            .into_any(),
    )
}

/// Moves, a row each: out of one side of it and into the other, each with what to say where it has no pool.
fn move_table(moves: &[Value<'_>], ways: [(&'static str, &'static str); 2], reading: Reading<'_>) -> AnyView {
    let say = reading.say;
    let [(out_of, nowhere), (into, end)] = ways;
    let rows = moves
        .iter()
        .map(|step| {
            let side = |name| member(step, name);
            let pool = |name, none: &'static str| match side(name).and_then(|side| text(side, "pool")) {
                Some(pool) => reading.pool(pool),
                None => view! { <span class="outside">{none}</span> }.into_any(),
            };
            vec![
                pool(out_of, nowhere),
                pool(into, end),
                units(side("from").or(side("to"))).into_any(),
                spans(side(out_of)).into_any(),
                spans(side(into)).into_any(),
            ]
        })
        .collect();
    let heads = [say.from, say.to, say.units, say.units_taken, say.units_delivered];
    table(say.moves, &heads, &[2], rows)
}

fn each_span(side: Option<&Value<'_>>) -> Vec<(u64, u64)> {
    let Some(Value::List(spans)) = side.and_then(|side| member(side, "spans")) else { return Vec::new() };
    spans
        .iter()
        .filter_map(|span| match span {
            Value::List(ends) => match ends.as_slice() {
                [Value::Number(from), Value::Number(to)] => Some((from.unsigned_abs(), to.unsigned_abs())),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

fn units(side: Option<&Value<'_>>) -> String {
    words::count(each_span(side).into_iter().fold(0, |sum, (from, to)| sum.saturating_add(to.saturating_sub(from))))
}

/// Spans as people count: the first and the last unit.
fn spans(side: Option<&Value<'_>>) -> String {
    let shown: Vec<String> = each_span(side)
        .into_iter()
        .map(|(from, to)| format!("{}–{}", words::count(from), words::count(to.saturating_sub(1))))
        .collect();
    if shown.is_empty() { "–".to_owned() } else { shown.join(", ") }
}
