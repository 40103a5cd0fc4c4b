//! The time line.

use leptos::prelude::*;

use super::figure::{Around, figure};
use crate::page::parts::table;
use crate::view::{Step, TimeLine, TimeStep};
use crate::words::{self, Lang, Words};

/// The time line as a figure, with its table.
#[must_use]
pub fn timeline(line: &TimeLine, say: &'static Words) -> AnyView {
    if line.steps.is_empty() {
        return view! { <p class="empty">{say.no_steps}</p> }.into_any();
    }
    let drawings = [String::new(), String::new()];
    let around = Around { name: "timeline", drawings, caption: String::new(), open: false, twin: twin(line, say) };
    figure(around, say)
}

fn twin(line: &TimeLine, say: &'static Words) -> AnyView {
    let money = |minor| words::money(minor, line.currency).into_any();
    let rows = line.steps.iter().map(|step| {
        let name = period(say.lang, line.step, step).into_any();
        vec![name, money(step.received), money(step.handed_out), money(step.costs), money(step.in_hand)]
    });
    let heads = [say.period, say.received, say.handed_out, say.costs, say.in_hand_then];
    table(say.over_time, &heads, &[1, 2, 3, 4], rows.collect())
}

/// A step's name: a day, a month, or its first and last day.
fn period(lang: Lang, length: Step, step: &TimeStep) -> String {
    match length {
        Step::Day => words::date(lang, step.from),
        _ => format!("{}–{}", words::date(lang, step.from), words::date(lang, step.to)),
    }
}
