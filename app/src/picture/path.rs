//! The path of one gift.

use leptos::prelude::*;

use super::figure::{Around, figure};
use crate::page::parts::table;
use crate::view::{GiftPath, PathColumn, PathNode};
use crate::words::{self, Words};

/// The path of a gift as a figure, with its table.
#[must_use]
pub fn path(path: &GiftPath, say: &'static Words) -> AnyView {
    if path.ribbons.is_empty() {
        return ().into_any();
    }
    let drawings = [String::new(), String::new()];
    let around = Around { name: "path", drawings, caption: String::new(), open: false, twin: twin(path, say) };
    figure(around, say)
}

/// What a column is called.
fn station(column: PathColumn, say: &'static Words) -> &'static str {
    match column {
        PathColumn::Gift => say.station_gift,
        PathColumn::Fund => say.station_fund,
        PathColumn::Project => say.station_project,
        PathColumn::Purchase => say.station_purchase,
        PathColumn::Lot => say.station_lot,
        PathColumn::Site => say.station_site,
        PathColumn::End => say.station_end,
    }
}

fn twin(path: &GiftPath, say: &'static Words) -> AnyView {
    let name = |node: &PathNode| {
        let name = node.label.clone();
        let note = node.note.clone().map(|note| view! { " "<small>{note}</small> });
        match node.href.clone() {
            Some(href) => view! { <a href=href>{name}</a>{note} }.into_any(),
            None => view! { {name}{note} }.into_any(),
        }
    };
    let mut nodes: Vec<&PathNode> = path.nodes.iter().collect();
    nodes.sort_by_key(|node| node.column);
    let rows = nodes.into_iter().map(|node| {
        let amount = words::amount(say.lang, node.amount, &path.unit);
        vec![station(node.column, say).into_any(), name(node), amount.into_any()]
    });
    table(say.path_title, &[say.stage, say.what_exactly, say.amount], &[2], rows.collect())
}
