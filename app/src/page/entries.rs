//! `/entries`

use leptos::prelude::*;

use super::parts::entry_lines;
use super::{Body, Place};
use crate::view::{Entries, FigureKind};
use crate::words::{self, Lang, Words};

pub(super) fn entries(entries: &Entries, say: &'static Words) -> Body {
    let filters: Vec<String> = entries
        .fund
        .iter()
        .map(|fund| fund.name.clone())
        .chain(entries.kind.map(|kind| figure(kind, say).to_owned()))
        .collect();
    let filter = (!filters.is_empty()).then(|| {
        let text = filters.join(words::pick(say.lang, ", ", "，"));
        view! { <p class="filter">{say.only}" "<b>{text}</b>" "<a href="/entries">{say.show_all}</a></p> }
    });
    let count = match say.lang {
        Lang::En if entries.total == 1 => "1 entry, newest first.".to_owned(),
        Lang::En => format!("{} entries, newest first.", words::count(entries.total)),
        Lang::Zh => format!("共 {} 条记录，新的在前。", words::count(entries.total)),
    };
    let list = if entries.rows.is_empty() {
        view! { <p class="empty">{say.no_entries}</p> }.into_any()
    } else {
        view! { <p class="hint">{count}</p>{entry_lines(&entries.rows, say)} }.into_any()
    };
    let newer = entries.newer.clone().map(|href| view! { <a rel="prev" href=href>"← "{say.newer}</a> });
    let older = entries.older.clone().map(|href| view! { <a rel="next" href=href>{say.older}" →"</a> });
    let main = view! {
        <h1>{say.log}</h1>
        <p class="lead">{say.log_lead}</p>
        {filter}
        {list}
        <nav class="neighbours" aria-label=say.neighbours>{newer}{older}</nav>
    }
    .into_any();
    Body {
        title: say.log.to_owned(),
        description: say.log_lead.to_owned(),
        place: Place::Log,
        indexed: filters.is_empty() && entries.newer.is_none(),
        main,
    }
}

fn figure(kind: FigureKind, say: &'static Words) -> &'static str {
    match kind {
        FigureKind::Received => say.received,
        FigureKind::TransferredIn => say.transferred_in,
        FigureKind::HandedOut => say.handed_out,
        FigureKind::Held => say.in_hand,
        FigureKind::Costs => say.costs,
        FigureKind::End(kind) => words::kind(say.lang, kind),
    }
}
