//! The flow picture of a fund with its table beside it.

use leptos::prelude::*;

use super::parts::{mark, table};
use crate::picture::{Captions, Flow, Line, Through, draw, framed};
use crate::view::{EndKind, Unit};
use crate::words::{self, Words};

/// What a flow picture is of.
pub(super) struct Subject<'a, const N: usize> {
    pub(super) title: &'a str,
    pub(super) description: String,
    /// The headings of the columns in the middle.
    pub(super) by: [&'a str; N],
    pub(super) sources: &'a [String],
    pub(super) unit: &'a Unit,
    /// Whether the table stands open; it needn't where another on the page says the same.
    pub(super) open: bool,
    pub(super) link: &'a dyn Fn(EndKind) -> Option<String>,
    pub(super) source_link: &'a dyn Fn(usize) -> Option<String>,
}

/// Picture and table; nothing where there is nothing to show.
pub(super) fn flow<const N: usize>(flow: &Flow<N>, subject: &Subject<'_, N>, say: &'static Words) -> AnyView {
    if flow.shown.is_empty() {
        return ().into_any();
    }
    let lang = say.lang;
    let amount = |number| words::amount(lang, number, subject.unit);
    let drawings = draw(
        flow,
        &Captions {
            id: "flow",
            title: subject.title,
            description: &subject.description,
            from: say.from,
            by: subject.by,
            became: say.became,
            sources: subject.sources,
            source_link: subject.source_link,
            others: say.others,
            end: &|kind| words::kind(lang, kind).to_owned(),
            end_link: subject.link,
            table_link: "#flow-table",
            amount: &amount,
        },
    );
    framed("flow", drawings, &subject.description, subject.open, twin(flow, subject, say), say)
}

/// The picture as a table, with a column for each of its own and the amount.
fn twin<const N: usize>(flow: &Flow<N>, subject: &Subject<'_, N>, say: &'static Words) -> AnyView {
    let mut heads = vec![say.from];
    heads.extend(subject.by);
    heads.extend([say.became, say.amount]);
    let rows = flow.table.iter().map(|line| cells(line, subject, say)).collect();
    table(subject.title, &heads, &[N + 2], rows)
}

fn cells<const N: usize>(line: &Line<N>, subject: &Subject<'_, N>, say: &'static Words) -> Vec<AnyView> {
    let source = subject.sources.get(line.source).cloned().unwrap_or_default();
    let mut cells = vec![source.into_any()];
    cells.extend(line.by.iter().map(|by| middle(by.as_ref(), say)));
    cells.push(view! { {mark(line.kind.group())}{words::kind(say.lang, line.kind)} }.into_any());
    cells.push(words::amount(say.lang, line.amount, subject.unit).into_any());
    cells
}

/// A node of the middle in the table: it leads where the picture does.
fn middle(through: Option<&Through>, say: &'static Words) -> AnyView {
    match through.map(|Through { label, href }| (label.clone(), href.clone())) {
        Some((label, Some(href))) => view! { <a href=href>{label}</a> }.into_any(),
        Some((label, None)) => label.into_any(),
        None => say.others.into_any(),
    }
}
