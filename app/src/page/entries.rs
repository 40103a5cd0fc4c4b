//! `/entries`

use ledger::event::EventType;
use leptos::prelude::*;

use super::parts::{choice, date_field, entry_lines, link};
use super::{Body, Place};
use crate::view::{Entries, EntriesAsked, FigureKind};
use crate::words::{self, Lang, Words};

pub(super) fn entries(entries: &Entries, say: &'static Words) -> Body {
    let count = match (say.lang, entries.total) {
        (_, None) => say.newest_first.to_owned(),
        (Lang::En, Some(1)) => "1 entry, newest first.".to_owned(),
        (Lang::En, Some(total)) => format!("{} entries, newest first.", words::count(total)),
        (Lang::Zh, Some(total)) => format!("共 {} 条记录，新的在前。", words::count(total)),
    };
    let list = if entries.rows.is_empty() {
        let text = if entries.asked.is_filtered() { say.none_such } else { say.no_entries };
        view! { <p class="empty">{text}</p> }.into_any()
    } else {
        view! { <p class="hint">{count}</p>{entry_lines(&entries.rows, say)} }.into_any()
    };
    let newer = entries.newer.clone().map(|href| view! { <a rel="prev" href=href>"← "{say.newer}</a> });
    let older = entries.older.clone().map(|href| view! { <a rel="next" href=href>{say.older}" →"</a> });
    let main = view! {
        <h1>{say.log}</h1>
        <p class="lead">{say.log_lead}</p>
        {filter(&entries.asked, say)}
        {sieve(entries, say)}
        {list}
        <nav class="neighbours" aria-label=say.neighbours>{newer}{older}</nav>
    }
    .into_any();
    Body {
        title: say.log.to_owned(),
        description: say.log_lead.to_owned(),
        place: Place::Log,
        indexed: !entries.asked.is_filtered() && entries.newer.is_none(),
        main,
    }
}

/// What the list is narrowed to by the link that led here, and the way out.
fn filter(asked: &EntriesAsked, say: &'static Words) -> AnyView {
    let kind = asked.kind.map(|kind| view! { <b>{figure(kind, say)}</b> });
    let about = asked.about.as_ref().map(|about| {
        view! { {words::subject(say.lang, about.kind)}" "<b>{link(about.kind, &about.id, &about.name)}</b> }
    });
    if kind.is_none() && about.is_none() {
        return ().into_any();
    }
    view! { <p class="filter">{say.only}" "{about}" "{kind}" "<a href="/entries">{say.show_all}</a></p> }.into_any()
}

/// The form: fund, type, days. What a link narrowed the list to goes along unseen.
fn sieve(entries: &Entries, say: &'static Words) -> AnyView {
    let asked = &entries.asked;
    let kept = [
        ("kind", asked.kind.map(|kind| kind.word().to_owned())),
        (
            asked.about.as_ref().map_or("", |about| about.kind.word()),
            asked.about.as_ref().map(|about| about.id.clone()),
        ),
    ];
    let kept: Vec<_> = kept
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| view! { <input type="hidden" name=name value=value/> }))
        .collect();
    let funds = entries.funds.iter().map(|fund| (fund.id.clone(), fund.name.clone())).collect();
    let types = EventType::ALL.iter().map(|event| (event.word().to_owned(), words::event(say.lang, *event).to_owned()));
    let fund = asked.about.is_none().then(|| {
        let chosen = asked.fund.as_ref().map(|fund| fund.id.as_str());
        choice("fund", say.fund, Some(say.all.to_owned()), funds, chosen)
    });
    let event = asked.kind.is_none().then(|| {
        choice("type", say.type_of_entry, Some(say.all.to_owned()), types.collect(), asked.event.map(EventType::word))
    });
    let clear = asked.is_filtered().then(|| view! { <a href="/entries">{say.show_all}</a> });
    view! {
        <form class="sieve" method="get" action="/entries">
            {kept}{fund}{event}
            {date_field("from", say.from_day, asked.from)}
            {date_field("to", say.to_day, asked.to)}
            <p class="sieve-go"><button type="submit">{say.show}</button>{clear}</p>
        </form>
    }
    .into_any()
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
