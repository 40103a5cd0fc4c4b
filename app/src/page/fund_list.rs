//! `/funds/ID/gifts` and `/funds/ID/handouts`: a plain form asks, links lead on.

use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::parts::{choice, date_field, named};
use super::{Body, Place, lists};
use crate::view::{FundList, ListOrder, ListRows, Named, Slice, Sum};
use crate::words::{self, Lang, Words};

pub(super) fn fund_list(page: &FundList, say: &'static Words) -> Body {
    let (heading, empty) = match page.rows {
        ListRows::Gifts(_) => (say.gifts, say.no_gifts),
        ListRows::Handouts(_) => (say.handouts, say.no_handouts),
    };
    let title = match say.lang {
        Lang::En => format!("{heading}: {}", page.fund.name),
        Lang::Zh => format!("{}：{heading}", page.fund.name),
    };
    let rows = match &page.rows {
        _ if page.rows.is_empty() && page.asked.is_filtered() => lists::none_such(page.asked.from, page.asked.to, say),
        _ if page.rows.is_empty() => view! { <p class="empty">{empty}</p> }.into_any(),
        ListRows::Gifts(rows) => lists::gifts(&Slice::whole(rows.clone()), say),
        ListRows::Handouts(rows) => lists::handouts(&Slice::whole(rows.clone()), say),
    };
    let first = page.first.clone().map(|href| view! { <a rel="prev" href=href>"← "{say.first_rows}</a> });
    let next = page.next.clone().map(|href| view! { <a rel="next" href=href>{say.next_rows}" →"</a> });
    let large_only = page.large_only.map(|from| view! { <p class="notice">{only_large(from, say.lang)}</p> });
    let main = view! {
        <p class="crumb">{named(SubjectKind::Fund, &page.fund)}</p>
        <h1>{heading}</h1>
        <p class="lead">{lead(page, say.lang)}</p>
        {form(page, say)}
        {large_only}
        {rows}
        <nav class="neighbours" aria-label=say.neighbours>{first}{next}</nav>
    }
    .into_any();
    let indexed = !page.asked.is_filtered() && page.first.is_none();
    Body { title, description: lead(page, say.lang), place: Place::Funds, indexed, main }
}

fn lead(page: &FundList, lang: Lang) -> String {
    let total = words::count(page.total);
    match (&page.rows, lang) {
        (ListRows::Gifts(_), Lang::En) if page.total == 1 => format!("One gift to {}.", page.fund.name),
        (ListRows::Gifts(_), Lang::En) => format!("{total} gifts to {}.", page.fund.name),
        (ListRows::Gifts(_), Lang::Zh) => format!("“{}”共收到 {total} 笔捐赠。", page.fund.name),
        (ListRows::Handouts(_), Lang::En) => format!("What {} handed out, where and when.", page.fund.name),
        (ListRows::Handouts(_), Lang::Zh) => format!("“{}”在何时何地发放了什么。", page.fund.name),
    }
}

fn only_large(from: Sum, lang: Lang) -> String {
    let from = words::money(from.amount, from.currency);
    match lang {
        Lang::En => format!(
            "The list is long: only amounts of {from} and more are put in this order. Choose days for the others."
        ),
        Lang::Zh => format!("列表很长：只有 {from} 及以上的金额按此排序。其余请选择日期查看。"),
    }
}

fn order_word(order: ListOrder, say: &'static Words) -> &'static str {
    match order {
        ListOrder::Newest => say.newest_first,
        ListOrder::Oldest => say.oldest_first,
        ListOrder::Largest => say.largest_first,
    }
}

/// The form needs no button pressed twice: what is left empty asks for all.
fn form(page: &FundList, say: &'static Words) -> AnyView {
    let asked = &page.asked;
    let orders = ListOrder::ALL.iter().map(|order| (order.word().to_owned(), order_word(*order, say).to_owned()));
    let ids = |rows: &[Named]| rows.iter().map(|row| (row.id.clone(), row.name.clone())).collect::<Vec<_>>();
    let places: Vec<_> =
        page.places.iter().map(|(word, place)| (word.clone(), words::place(say.lang, place))).collect();
    let all = |label: &str| Some(label.to_owned());
    let offer = |id, label: &'static str, options: Vec<(String, String)>, chosen: &Option<String>| {
        (!options.is_empty() || chosen.is_some()).then(|| choice(id, label, all(say.all), options, chosen.as_deref()))
    };
    let clear = asked
        .is_filtered()
        .then(|| view! { <a href=format!("/funds/{}/{}", page.fund.id, folder(&page.rows))>{say.show_all}</a> });
    view! {
        <form class="sieve" method="get" action=format!("/funds/{}/{}", page.fund.id, folder(&page.rows))>
            {choice("sort", say.order, None, orders.collect(), Some(asked.order.word()))}
            {date_field("from", say.from_day, asked.from)}
            {date_field("to", say.to_day, asked.to)}
            {offer("project", say.project, ids(&page.projects), &asked.project)}
            {offer("item", say.item, ids(&page.items), &asked.item)}
            {offer("place", say.place, places, &asked.place)}
            <p class="sieve-go"><button type="submit">{say.show}</button>{clear}</p>
        </form>
    }
    .into_any()
}

/// The last part of the list's address.
pub(super) fn folder(rows: &ListRows) -> &'static str {
    match rows {
        ListRows::Gifts(_) => "gifts",
        ListRows::Handouts(_) => "handouts",
    }
}
