//! `/entries`

use ledger::event::EventType;
use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::parts::{choice, date_field, entry_lines, link};
use super::{Body, Place, lists};
use crate::view::{Entries, EntriesAsked, FigureKind, Group};
use crate::words::{self, Lang, Words};

pub(super) fn entries(entries: &Entries, say: &'static Words) -> Body {
    let count = match (say.lang, entries.total) {
        (_, None) => say.newest_first.to_owned(),
        (Lang::En, Some(1)) => "1 entry, newest first.".to_owned(),
        (Lang::En, Some(total)) => format!("{} entries, newest first.", words::count(total)),
        (Lang::Zh, Some(total)) => format!("共 {} 条记录，新的在前。", words::count(total)),
    };
    let list = if entries.rows.is_empty() && entries.looked_through.is_some() {
        ().into_any()
    } else if entries.rows.is_empty() && entries.asked.is_filtered() {
        lists::none_such(entries.asked.from, entries.asked.to, say)
    } else if entries.rows.is_empty() {
        view! { <p class="empty">{say.no_entries}</p> }.into_any()
    } else {
        view! { <p class="hint">{count}</p>{sum(entries, say)}{entry_lines(&entries.rows, say)} }.into_any()
    };
    let newer = entries.newer.clone().map(|href| view! { <a rel="prev" href=href>"← "{say.newer}</a> });
    let older = entries.older.clone().map(|href| view! { <a rel="next" href=href>{say.older}" →"</a> });
    let main = view! {
        <h1>{say.log}</h1>
        <p class="lead">{say.log_lead}</p>
        {filter(&entries.asked, say)}
        {sieve(entries, say)}
        {list}
        {looked_through(entries, say.lang)}
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
    let lang = say.lang;
    let kind = asked.kind.map(|kind| view! { <b>{figure(kind, say)}</b>" " });
    let fund = asked.fund.as_ref().filter(|_| asked.kind.is_some());
    let fund = fund.map(|fund| view! { {say.fund}" "<b>{link(SubjectKind::Fund, &fund.id, &fund.name)}</b>" " });
    let about: Vec<_> = asked
        .about
        .iter()
        .map(
            |about| view! { {words::subject(lang, about.kind)}" "<b>{link(about.kind, &about.id, &about.name)}</b>" " },
        )
        .collect();
    let place = asked.place.as_ref().map(|(_, place)| view! { {say.place}" "<b>{words::place(lang, place)}</b>" " });
    if asked.kind.is_none() && asked.about.is_empty() && asked.place.is_none() {
        return ().into_any();
    }
    view! { <p class="filter">{say.only}" "{kind}{fund}{about}{place}<a href="/entries">{say.show_all}</a></p> }
        .into_any()
}

/// What the entries of a figure make together.
fn sum(entries: &Entries, say: &'static Words) -> AnyView {
    if entries.sums.is_empty() {
        return ().into_any();
    }
    let sums: Vec<String> = entries.sums.iter().map(|sum| words::money(sum.amount, sum.currency)).collect();
    let text = sums.join(words::pick(say.lang, ", ", "、"));
    let hint = entries.asked.kind.is_some_and(is_held).then(|| view! { " "<small>{say.still_there}</small> });
    view! { <p class="sum">{say.together}" "<b>{text}</b>{hint}</p> }.into_any()
}

/// Whether a figure counts only what is still there.
fn is_held(kind: FigureKind) -> bool {
    kind.ends().iter().any(|end| end.group() == Group::Held)
}

/// If no list answers what was asked: how far this page got.
fn looked_through(entries: &Entries, lang: Lang) -> AnyView {
    let Some(looked) = entries.looked_through else { return ().into_any() };
    let looked = words::count(looked);
    let text = match lang {
        Lang::En => format!(
            "No list is kept of just these: {looked} entries were looked through for this page. “Older” goes on from there."
        ),
        Lang::Zh => format!("没有现成的列表：本页已查看 {looked} 条记录；点击“较旧”从该处继续。"),
    };
    view! { <p class="notice">{text}</p> }.into_any()
}

/// The form: fund, currency, type, days. What a link narrowed the list to goes along unseen.
fn sieve(entries: &Entries, say: &'static Words) -> AnyView {
    let asked = &entries.asked;
    let mut kept: Vec<(&str, String)> = Vec::new();
    kept.extend(asked.kind.map(|kind| ("kind", kind.word().to_owned())));
    kept.extend(asked.about.iter().map(|about| (about.kind.word(), about.id.clone())));
    kept.extend(asked.place.as_ref().map(|(word, _)| ("place", word.clone())));
    let kept: Vec<_> =
        kept.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect();
    let funds = entries.funds.iter().map(|fund| (fund.id.clone(), fund.name.clone())).collect();
    let types = EventType::ALL.iter().map(|event| (event.word().to_owned(), words::event(say.lang, *event).to_owned()));
    let all = || Some(say.all.to_owned());
    let fund = choice("fund", say.fund, all(), funds, asked.fund.as_ref().map(|fund| fund.id.as_str()));
    let code = asked.currency.map(|currency| currency.to_string());
    let currencies: Vec<_> =
        entries.currencies.iter().map(|currency| (currency.to_string(), currency.to_string())).collect();
    let currency = (!currencies.is_empty() || code.is_some())
        .then(|| choice("currency", say.currency, all(), currencies, code.as_deref()));
    let event = choice("type", say.type_of_entry, all(), types.collect(), asked.event.map(EventType::word));
    let clear = asked.is_filtered().then(|| view! { <a href="/entries">{say.show_all}</a> });
    view! {
        <form class="sieve" method="get" action="/entries">
            {kept}{fund}{currency}{event}
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
        FigureKind::SetAside => say.allocated,
        FigureKind::End(kind) => words::kind(say.lang, kind),
    }
}
