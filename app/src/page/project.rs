//! `/projects/ID`

use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::parts::{bar, document_list, encode, entry_link, entry_list, fact, figure, goods, named, section, table};
use super::{Body, Place, lists};
use crate::view::{EndKind, FigureKind, Group, Project, SpendingLine};
use crate::words::{self, Lang, Words};

/// The category under which the server sums up fees, which have none of a budget.
const FEES: &str = "fee";

pub(super) fn project(project: &Project, say: &'static Words) -> Body {
    let name = project.project.name.clone();
    let sentence = sentence(project, say.lang);
    let documents = (project.documents.total > 0)
        .then(|| section("documents", say.documents, document_list(&project.documents, say)));
    let within = format!("project={}", encode(&project.project.id));
    let goods = (!project.goods.is_empty())
        .then(|| section("goods", say.goods, goods(&project.goods, project.currency, &within, say)));
    let budget = (!project.budget.is_empty()).then(|| section("budget", say.budget, budget(project, say)));
    let gifts =
        (project.gifts.total > 0).then(|| section("gifts", say.gifts_for_it, lists::gifts(&project.gifts, say)));
    let main = view! {
        <p class="crumb">{named(SubjectKind::Fund, &project.fund)}</p>
        <h1>{name.clone()}</h1>
        <p class="lead answer">{sentence.clone()}</p>
        {section("figures", say.figures, figures(project, say))}
        {budget}
        {section("handouts", say.handouts, lists::handouts(&project.handouts, say))}
        {goods}
        {gifts}
        {section("about", say.about, about(project, say))}
        {documents}
        {section("entries", say.entries, entry_list(&project.entries, say))}
    }
    .into_any();
    Body { title: name, description: sentence, place: Place::Funds, indexed: true, main }
}

fn sentence(project: &Project, lang: Lang) -> String {
    let money = |minor| words::money(minor, project.currency);
    let (whole, out) = (money(project.set_aside()), money(project.figures.handed_out()));
    let held = money(project.figures.in_hand());
    match lang {
        Lang::En => {
            format!("{whole} was set aside for it; {out} of that has reached people, {held} is in hand or on its way.")
        }
        Lang::Zh => format!("共划拨 {whole}，其中 {out} 已送到人们手中，{held} 在手或在途。"),
    }
}

fn figures(project: &Project, say: &'static Words) -> AnyView {
    let sums = &project.figures;
    let show = |label: &str, minor, href, group| figure(label, minor, project.currency, Some(href), group);
    let id = encode(&project.project.id);
    let behind = |kind: FigureKind| format!("/entries?project={id}&kind={}", kind.word());
    let main = vec![
        show(say.allocated, project.set_aside(), behind(FigureKind::SetAside), None),
        show(say.handed_out, sums.handed_out(), behind(FigureKind::HandedOut), Some(Group::Reached)),
        show(say.in_hand, sums.in_hand(), behind(FigureKind::Held), Some(Group::Held)),
        show(say.costs, sums.costs(), behind(FigureKind::Costs), Some(Group::Cost)),
    ];
    let parts: Vec<_> = EndKind::ALL
        .iter()
        .filter(|kind| sums.at(**kind) > 0 || **kind == EndKind::Lost)
        .map(|kind| {
            show(words::kind(say.lang, *kind), sums.at(*kind), behind(FigureKind::End(*kind)), Some(kind.group()))
        })
        .collect();
    view! { <dl class="figures main">{main}</dl><dl class="figures">{parts}</dl> }.into_any()
}

/// The plan and the spending by category, and all of it against what is spent.
fn budget(project: &Project, say: &'static Words) -> AnyView {
    let money = |minor| words::money(minor, project.currency);
    let planned = project.budgeted().unwrap_or(0);
    let spent = project.set_aside().saturating_sub(project.figures.in_hand());
    let share = words::percent(say.lang, spent, planned);
    let text = match say.lang {
        Lang::En => format!("{} of {} is spent: {share}.", money(spent), money(planned)),
        Lang::Zh => format!("预算 {}，已支出 {}，占 {share}。", money(planned), money(spent)),
    };
    view! {
        <p class="budget">{text}{bar(spent, planned, Group::Reached)}</p>
        {by_category(project, say)}
    }
    .into_any()
}

/// Each category of the budget with what was spent on it, then what was spent on others.
fn by_category(project: &Project, say: &'static Words) -> AnyView {
    let money = |minor| words::money(minor, project.currency);
    let Some(spending) = &project.spending else {
        let rows = project
            .budget
            .iter()
            .map(|(category, amount)| vec![words::term(say.lang, category).into_any(), money(*amount).into_any()])
            .collect();
        return view! {
            <p class="hint">{say.spending_too_long}</p>
            {table(say.budget, &[say.category, say.budget], &[1], rows)}
        }
        .into_any();
    };
    let name = |category: &str| match category {
        FEES => say.fee_category.to_owned(),
        category => words::term(say.lang, category),
    };
    let mut rows: Vec<Vec<AnyView>> = Vec::new();
    for (category, planned) in &project.budget {
        let line = spending.iter().find(|line| line.category == *category);
        let (spent, in_goods) = line.map_or((0, 0), |line| (line.spent, line.in_goods));
        let left = planned.saturating_sub(spent).saturating_sub(in_goods);
        rows.push(vec![
            name(category).into_any(),
            view! { {money(*planned)}{bar(spent.saturating_add(in_goods), *planned, Group::Reached)} }.into_any(),
            money(spent).into_any(),
            money(in_goods).into_any(),
            money(left).into_any(),
        ]);
    }
    let is_planned = |line: &&SpendingLine| project.budget.iter().any(|(planned, _)| *planned == line.category);
    for line in spending.iter().filter(|line| !is_planned(line)) {
        rows.push(vec![
            name(&line.category).into_any(),
            view! { <small>{say.not_budgeted}</small> }.into_any(),
            money(line.spent).into_any(),
            money(line.in_goods).into_any(),
            "–".into_any(),
        ]);
    }
    let heads = [say.category, say.budget, say.spent, say.in_goods, say.remaining];
    view! {
        {table(say.budget, &heads, &[1, 2, 3, 4], rows)}
        <p class="hint">{say.goods_with_costs}</p>
    }
    .into_any()
}

fn about(project: &Project, say: &'static Words) -> AnyView {
    let place = project.place.as_ref().map(|place| fact(say.place, words::place(say.lang, place)));
    view! {
        <dl class="facts">
            {fact(say.fund, named(SubjectKind::Fund, &project.fund))}
            {fact(say.implementer, named(SubjectKind::Organisation, &project.implementer))}
            {place}
            {project.note.clone().map(|note| fact(say.note, note))}
            {fact(say.recorded, entry_link(project.seq))}
        </dl>
    }
    .into_any()
}
