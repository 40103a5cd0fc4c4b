//! Tables of funds, gifts, hand-outs, lots and shares, wherever they stand.

use ledger::value::{Date, SubjectKind};
use leptos::prelude::*;

use super::parts::{day, link, list, named, people, table};
use crate::view::{FigureKind, FundLine, GiftLine, GiftShare, GoodsCount, HandoutLine, LotLine, ProjectRow, Slice};
use crate::words::{self, Lang, Words};

/// Goods of a hand-out that its line names.
const GOODS: usize = 3;

pub(super) fn funds(funds: &Slice<FundLine>, say: &'static Words) -> AnyView {
    list(funds, say.no_funds, say, |rows| {
        let rows: Vec<_> = rows.iter().map(|row| fund_line(row, say)).collect();
        view! { <ul class="funds" role="list">{rows}</ul> }.into_any()
    })
}

fn fund_line(row: &FundLine, say: &'static Words) -> AnyView {
    let money = |minor| words::money(minor, row.currency);
    let closed = row.closed.then(|| view! { <span class="tag">{say.closed}</span> });
    let share = words::percent(say.lang, row.handed_out, row.received);
    let behind = |kind: FigureKind| format!("/entries?fund={}&kind={}", row.fund.id, kind.word());
    view! {
        <li class="fund">
            <h3><a href=format!("/funds/{}", row.fund.id)>{row.fund.name.clone()}</a>{closed}</h3>
            <p class="byline">{named(SubjectKind::Organisation, &row.steward)}</p>
            <dl class="trio">
                <div><dt>{say.received}</dt><dd><a href=behind(FigureKind::Received)>{money(row.received)}</a></dd></div>
                <div class="reached"><dt>{say.handed_out}</dt><dd><a href=behind(FigureKind::HandedOut)>{money(row.handed_out)}</a>
                    <small>{share}</small></dd></div>
                <div class="held"><dt>{say.in_hand}</dt><dd><a href=behind(FigureKind::Held)>{money(row.in_hand)}</a></dd></div>
            </dl>
        </li>
    }
    .into_any()
}

pub(super) fn gifts(gifts: &Slice<GiftLine>, say: &'static Words) -> AnyView {
    list(gifts, say.no_gifts, say, |rows| {
        let heads = [say.receipt_code, say.donor, say.received_on, say.amount];
        let rows = rows
            .iter()
            .map(|row| {
                let code = row.code.clone();
                let nobody = if row.is_found { say.found_in_count } else { say.anonymous };
                let donor = row.donor.clone().unwrap_or_else(|| nobody.to_owned());
                vec![
                    view! { <a class="code" href=format!("/gifts/{code}")>{code.clone()}</a> }.into_any(),
                    view! { {donor}{own_tag(row.own, say)} }.into_any(),
                    day(say.lang, row.received_on),
                    words::amount(say.lang, row.amount, &row.unit).into_any(),
                ]
            })
            .collect();
        table(say.gifts, &heads, &[3], rows)
    })
}

/// What stands in place of rows where what was asked leaves none: that the days were asked for the wrong way round, if so.
pub(super) fn none_such(from: Option<Date>, to: Option<Date>, say: &'static Words) -> AnyView {
    let reversed = from.zip(to).filter(|(from, to)| from > to);
    let Some((from, to)) = reversed else { return view! { <p class="empty">{say.none_such}</p> }.into_any() };
    let (from, to) = (words::date(say.lang, from), words::date(say.lang, to));
    let text = match say.lang {
        Lang::En => format!("The last day, {to}, lies before the first, {from}. Choose other days."),
        Lang::Zh => format!("截止日期（{to}）早于起始日期（{from}），请另选日期。"),
    };
    view! { <p class="notice lost" role="alert">{text}</p> }.into_any()
}

/// What stands beside the donor where there was none: the organisation paid it in itself.
fn own_tag(own: bool, say: &'static Words) -> Option<impl IntoView> {
    own.then(|| view! { " "<span class="tag">{say.own_contribution}</span> })
}

pub(super) fn handouts(handouts: &Slice<HandoutLine>, say: &'static Words) -> AnyView {
    list(handouts, say.no_handouts, say, |rows| {
        let heads = [say.place, say.date, say.what, say.reached, say.value];
        let rows = rows
            .iter()
            .map(|row| {
                vec![
                    link(SubjectKind::Handout, &row.id, &words::place(say.lang, &row.place)),
                    day(say.lang, row.on),
                    handed_out(row, say).into_any(),
                    people(say.lang, row.households, row.people).into_any(),
                    // Behind goods that were given stands no money: nought would say they were worth nothing.
                    match row.value {
                        0 => say.in_kind.into_any(),
                        value if row.costs_only => {
                            view! { {words::money(value, row.currency)}" "<small>{say.costs_in_kind}</small> }
                                .into_any()
                        }
                        value => words::money(value, row.currency).into_any(),
                    },
                ]
            })
            .collect();
        table(say.handouts, &heads, &[4], rows)
    })
}

/// What was handed out, in short: goods with how many, the first few; or cash.
fn handed_out(row: &HandoutLine, say: &'static Words) -> String {
    if row.goods.is_empty() {
        return say.cash.to_owned();
    }
    let lang = say.lang;
    let told = |goods: &GoodsCount| {
        let many = words::quantity(lang, goods.quantity, &goods.unit);
        words::pick(lang, format!("{}: {many}", goods.item.name), format!("{} {many}", goods.item.name))
    };
    let mut some: Vec<String> = row.goods.iter().take(GOODS).map(told).collect();
    if row.goods.len() > GOODS {
        some.push("…".to_owned());
    }
    some.join(words::pick(lang, ", ", "、"))
}

pub(super) fn lots(lots: &Slice<LotLine>, say: &'static Words) -> AnyView {
    list(lots, say.no_lots, say, |rows| {
        let heads =
            [say.lot, say.item, say.quantity, say.handed_out, say.packed_into_kits, say.lost_column, say.in_hand];
        let rows = rows
            .iter()
            .map(|row| {
                let quantity = |number| words::quantity(say.lang, number, &row.unit).into_any();
                let some = |number| if number == 0 { "–".into_any() } else { quantity(number) };
                vec![
                    link(SubjectKind::Lot, &row.id, &row.id),
                    named(SubjectKind::Item, &row.item),
                    quantity(row.quantity),
                    quantity(row.handed_out),
                    some(row.packed),
                    some(row.lost),
                    quantity(row.held),
                ]
            })
            .collect();
        table(say.lots, &heads, &[2, 3, 4, 5, 6], rows)
    })
}

pub(super) fn shares(gifts: &Slice<GiftShare>, say: &'static Words) -> AnyView {
    list(gifts, say.no_shares, say, |rows| {
        let heads = [say.receipt_code, say.donor, say.paid];
        let rows = rows
            .iter()
            .map(|row| {
                let code = row.code.clone();
                let nobody = if row.is_found { say.found_in_count } else { say.anonymous };
                let donor = row.donor.clone().unwrap_or_else(|| nobody.to_owned());
                vec![
                    view! { <a class="code" href=format!("/gifts/{code}")>{code.clone()}</a> }.into_any(),
                    view! { {donor}{own_tag(row.own, say)} }.into_any(),
                    words::amount(say.lang, row.amount, &row.unit).into_any(),
                ]
            })
            .collect();
        table(say.paid_by, &heads, &[2], rows)
    })
}

pub(super) fn projects(projects: &Slice<ProjectRow>, say: &'static Words) -> AnyView {
    list(projects, say.no_projects_of, say, |rows| {
        let rows = rows
            .iter()
            .map(|row| {
                let place = row.place.as_ref().map(|place| words::place(say.lang, place)).unwrap_or_default();
                vec![named(SubjectKind::Project, &row.project), named(SubjectKind::Fund, &row.fund), place.into_any()]
            })
            .collect();
        table(say.projects, &[say.project, say.fund, say.place], &[], rows)
    })
}
