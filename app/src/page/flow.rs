//! The flow picture with its table beside it, for a fund and for a gift.

use leptos::prelude::*;

use super::parts::{mark, table};
use crate::picture::{Captions, Flow, Through, draw, framed};
use crate::view::{EndKind, Unit};
use crate::words::{self, Words};

/// What a flow picture is of.
pub(super) struct Subject<'a> {
    pub(super) title: &'a str,
    pub(super) description: String,
    pub(super) sources: &'a [String],
    pub(super) unit: &'a Unit,
    /// Whether the table stands open; it needn't where another on the page says the same.
    pub(super) open: bool,
    pub(super) link: &'a dyn Fn(EndKind) -> Option<String>,
    pub(super) source_link: &'a dyn Fn(usize) -> Option<String>,
}

/// Picture and table; nothing where there is nothing to show.
pub(super) fn flow(flow: &Flow, subject: &Subject<'_>, say: &'static Words) -> AnyView {
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
            heads: [say.from, say.through, say.became],
            sources: subject.sources,
            source_link: subject.source_link,
            others: say.others,
            end: &|kind| words::kind(lang, kind).to_owned(),
            end_link: subject.link,
            table_link: "#flow-table",
            amount: &amount,
        },
    );
    let rows = flow
        .table
        .iter()
        .map(|(through, kind, sum)| {
            vec![
                middle(through.as_ref(), say),
                view! { {mark(kind.group())}{words::kind(lang, *kind)} }.into_any(),
                amount(*sum).into_any(),
            ]
        })
        .collect();
    let twin = table(subject.title, &[say.through, say.became, say.amount], &[2], rows);
    framed("flow", drawings, &subject.description, subject.open, twin, say)
}

/// A node of the middle in the table: it leads where the picture does.
fn middle(through: Option<&Through>, say: &'static Words) -> AnyView {
    match through.map(|Through { label, href }| (label.clone(), href.clone())) {
        Some((label, Some(href))) => view! { <a href=href>{label}</a> }.into_any(),
        Some((label, None)) => label.into_any(),
        None => say.others.into_any(),
    }
}
