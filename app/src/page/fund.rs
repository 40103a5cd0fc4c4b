//! `/funds/ID`

use ledger::refusal::Lang;
use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::flow::{Subject, flow};
use super::parts::{address, bar, day, document_list, encode, fact, figure, goods, list, mark, named, section, table};
use super::{Body, Place, lists};
use crate::picture::{Row, Through, layout};
use crate::view::{Attention, Concern, EndKind, FigureKind, Figures, FlowRow, Fund, Group, ProjectLine, Slice, Unit};
use crate::words::{self, Words};

pub(super) fn fund(fund: &Fund, say: &'static Words) -> Body {
    let lang = say.lang;
    let closed = fund.closed.then(|| view! { <span class="tag">{say.closed}</span> });
    let timeline =
        fund.timeline.as_ref().map(|line| section("timeline", say.over_time, crate::picture::timeline(line, say)));
    let places =
        (fund.places.total > 0).then(|| section("places", say.by_place, crate::picture::places(&fund.places, say)));
    let attention =
        fund.attention.as_ref().map(|found| section("attention", say.attention, attention(found, fund, say)));
    let goods =
        (!fund.goods.is_empty()).then(|| goods(&fund.goods, fund.currency, &format!("fund={}", fund.fund.id), say));
    let id = fund.fund.id.clone();
    let whole = move |total: u64, folder: &str, label: &'static str| {
        let href = format!("/funds/{id}/{folder}");
        (total > 0).then(|| view! { <p class="more"><a href=href>{label}</a></p> })
    };
    let main = view! {
        <p class="crumb"><a href="/funds">{say.funds}</a></p>
        <h1>{fund.fund.name.clone()}{closed}</h1>
        <p class="lead">{sentence(fund, lang)}</p>
        <p class="prose purpose">{fund.purpose.clone()}</p>
        {section("figures", say.figures, figures(fund, say))}
        {attention}
        {section("flow", say.where_it_went, picture(fund, say))}
        {timeline}
        {section("projects", say.projects, projects(&fund.projects, fund, say))}
        {places}
        {section("handouts", say.handouts, view! {
            {lists::handouts(&fund.handouts, say)}{whole(fund.handouts.total, "handouts", say.all_handouts)} })}
        {section("lots", say.lots, view! { {goods}{lists::lots(&fund.lots, say)} })}
        {section("gifts", say.gifts, view! {
            {lists::gifts(&fund.gifts, say)}{whole(fund.gifts.total, "gifts", say.all_gifts)} })}
        {section("documents", say.documents, documents(fund, say))}
        {section("about", say.about_fund, about(fund, say))}
    }
    .into_any();
    Body { title: fund.fund.name.clone(), description: sentence(fund, lang), place: Place::Funds, indexed: true, main }
}

pub(crate) fn sentence(fund: &Fund, lang: Lang) -> String {
    let money = |minor| words::money(minor, fund.currency);
    let Figures { received, transferred_in, .. } = fund.figures;
    match (received, transferred_in) {
        (0, 0) => return words::pick(lang, "No money has been received yet.", "尚未收到款项。").to_owned(),
        (0, moved) => {
            let (out, held) = (money(fund.figures.handed_out()), money(fund.figures.in_hand()));
            let whole = money(moved);
            return words::pick(
                lang,
                format!("{out} of {whole} from other funds has reached people; {held} is in hand or on its way."),
                format!("由其他基金转入 {whole}，其中 {out} 已送到人们手中，{held} 在手或在途。"),
            );
        }
        _ => {}
    }
    let (out, held) = (money(fund.figures.handed_out()), money(fund.figures.in_hand()));
    match lang {
        Lang::En => {
            format!("{out} of {} received has reached people; {held} is in hand or on its way.", money(received))
        }
        Lang::Zh => format!("共收到 {}，其中 {out} 已送到人们手中，{held} 在手或在途。", money(received)),
    }
}

fn figures(fund: &Fund, say: &'static Words) -> AnyView {
    let sums = &fund.figures;
    let entries = |kind: FigureKind| Some(format!("/entries?fund={}&kind={}", fund.fund.id, kind.word()));
    let show = |label: &str, minor, kind: FigureKind, group| figure(label, minor, fund.currency, entries(kind), group);
    let main = vec![
        show(say.received, sums.received, FigureKind::Received, None),
        show(say.handed_out, sums.handed_out(), FigureKind::HandedOut, Some(Group::Reached)),
        show(say.in_hand, sums.in_hand(), FigureKind::Held, Some(Group::Held)),
        show(say.costs, sums.costs(), FigureKind::Costs, Some(Group::Cost)),
    ];
    // What never happened is left out, but for losses: that there were none is worth a line.
    let parts: Vec<_> = EndKind::ALL
        .iter()
        .filter(|kind| sums.at(**kind) > 0 || **kind == EndKind::Lost)
        .map(|kind| show(words::kind(say.lang, *kind), sums.at(*kind), FigureKind::End(*kind), Some(kind.group())))
        .collect();
    let transferred = (sums.transferred_in > 0)
        .then(|| show(say.transferred_in, sums.transferred_in, FigureKind::TransferredIn, None));
    view! {
        <dl class="figures main">{main}</dl>
        <dl class="figures">{transferred}{parts}</dl>
    }
    .into_any()
}

/// What waits or was lost, each with the entries behind it.
fn attention(found: &Attention, fund: &Fund, say: &'static Words) -> AnyView {
    let id = &fund.fund.id;
    let figure = |kind: EndKind| format!("/entries?fund={id}&kind={}", kind.word());
    let rows: Vec<_> = found
        .concerns
        .iter()
        .map(|concern| {
            let (href, group) = match concern {
                Concern::Late { seq, .. } => (format!("/entries/{seq}"), Group::Held),
                Concern::MoreLate { kind } => (figure(*kind), Group::Held),
                Concern::Lost { .. } => (figure(EndKind::Lost), Group::Lost),
                Concern::Unspent { .. } => (figure(EndKind::Unspent), Group::Held),
            };
            let text = words::concern(say.lang, concern, fund.currency);
            view! { <li class=group.class()>{mark(group)}<a href=href>{text}</a></li> }
        })
        .collect();
    view! { <ul class="attention" role="list">{rows}</ul><p class="hint">{say.as_of}" "{day(say.lang, found.as_of)}</p> }
        .into_any()
}

fn picture(fund: &Fund, say: &'static Words) -> AnyView {
    // Where nothing was set aside for a project, a column of projects would say nothing.
    if fund.flow.iter().any(|row| row.project.is_some()) {
        let by = |row: &FlowRow| [project_of(row, fund, say), goods_of(row, fund, say)];
        drawn(fund, [say.project, say.goods_or_money], by, say)
    } else {
        drawn(fund, [say.goods_or_money], |row| [goods_of(row, fund, say)], say)
    }
}

/// The flow by way of these columns.
fn drawn<const N: usize>(
    fund: &Fund,
    heads: [&str; N],
    by: impl Fn(&FlowRow) -> [Through; N],
    say: &'static Words,
) -> AnyView {
    let rows: Vec<Row<N>> =
        fund.flow.iter().map(|row| Row { by: by(row), kind: row.kind, amount: row.amount }).collect();
    let sources = [say.gifts.to_owned(), say.transferred_in.to_owned()];
    let laid = layout(&[fund.figures.received, fund.figures.transferred_in], &rows);
    if laid.shown.is_empty() {
        return view! { <p class="empty">{say.no_gifts}</p> }.into_any();
    }
    let id = &fund.fund.id;
    let sentence = sentence(fund, say.lang);
    let description = if laid.sources.len() > 1 {
        words::pick(say.lang, format!("{sentence} {}", say.sources_mix), format!("{sentence}{}", say.sources_mix))
    } else {
        sentence
    };
    let subject = Subject {
        title: say.flow_title,
        description,
        by: heads,
        sources: &sources,
        unit: &Unit::Money(fund.currency),
        open: true,
        source_link: &|index| match index {
            0 => Some(format!("/funds/{id}/gifts")),
            _ => Some(format!("/entries?fund={id}&kind={}", FigureKind::TransferredIn.word())),
        },
        link: &|kind| Some(format!("/entries?fund={id}&kind={}", kind.word())),
    };
    flow(&laid, &subject, say)
}

/// The project that money was set aside for. All that moved the fund's free money stands among its entries.
fn project_of(row: &FlowRow, fund: &Fund, say: &'static Words) -> Through {
    match &row.project {
        Some(project) => Through { label: project.name.clone(), href: address(SubjectKind::Project, &project.id) },
        None => Through { label: say.no_project.to_owned(), href: Some(format!("/entries?fund={}", fund.fund.id)) },
    }
}

/// The goods that money became, or that it is still money or was spent as such.
fn goods_of(row: &FlowRow, fund: &Fund, say: &'static Words) -> Through {
    let id = &fund.fund.id;
    match &row.item {
        Some(item) => {
            let href = Some(format!("/entries?fund={id}&item={}", encode(&item.id)));
            Through { label: item.name.clone(), href }
        }
        None => Through { label: say.cash.to_owned(), href: Some(format!("/entries?fund={id}")) },
    }
}

fn about(fund: &Fund, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let policy = fund.policy.clone().map(|policy| fact(say.policy, policy));
    let target = fund.target.map(|target| fact(say.target, words::money(target, fund.currency)));
    view! {
        <dl class="facts">
            {fact(say.steward, named(SubjectKind::Organisation, &fund.steward))}
            {policy}
            {target}
            {fund.opens_on.map(|on| fact(say.opens_on, day(lang, on)))}
            {fund.closes_on.map(|on| fact(say.closes_on, day(lang, on)))}
        </dl>
    }
    .into_any()
}

fn documents(fund: &Fund, say: &'static Words) -> AnyView {
    let hint = (fund.documents.total > 0).then(|| view! { <p class="hint">{say.documents_hint}</p> });
    view! { {hint}{document_list(&fund.documents, say)} }.into_any()
}

fn projects(projects: &Slice<ProjectLine>, fund: &Fund, say: &'static Words) -> AnyView {
    list(projects, say.no_projects, say, |rows| {
        let heads = [say.project, say.implementer, say.place, say.allocated, say.spent, say.budget];
        let money = |minor| words::money(minor, fund.currency);
        let rows = rows
            .iter()
            .map(|row| {
                vec![
                    named(SubjectKind::Project, &row.project),
                    named(SubjectKind::Organisation, &row.implementer),
                    row.place.as_ref().map(|place| words::place(say.lang, place)).unwrap_or_default().into_any(),
                    money(row.allocated).into_any(),
                    money(row.spent).into_any(),
                    planned(row, fund, say),
                ]
            })
            .collect();
        table(say.projects, &heads, &[3, 4, 5], rows)
    })
}

/// What a project plans to spend, and how much of that is spent.
fn planned(row: &ProjectLine, fund: &Fund, say: &'static Words) -> AnyView {
    let Some(budget) = row.budget else { return "–".into_any() };
    let share = words::percent(say.lang, row.spent, budget);
    view! {
        {words::money(budget, fund.currency)}" "<small>{share}</small>{bar(row.spent, budget, Group::Reached)}
    }
    .into_any()
}
