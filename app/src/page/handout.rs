//! `/handouts/ID`

use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::parts::{day, documents, entry_link, fact, link, named, people, section, table};
use super::{Body, Place, lists};
use crate::view::Handout;
use crate::words::{self, Lang, Words};

pub(super) fn handout(handout: &Handout, say: &'static Words) -> Body {
    let lang = say.lang;
    let sentence = sentence(handout, lang);
    let reversed =
        handout.reversed_by.map(|seq| view! { <p class="notice lost">{say.handout_reversed}" "{entry_link(seq)}</p> });
    let goods = (!handout.lots.is_empty()).then(|| section("goods", say.goods, goods(handout, say)));
    let documents = (!handout.documents.is_empty())
        .then(|| section("documents", say.documents, documents(&handout.documents, say)));
    let main = view! {
        <p class="crumb">{say.handout}" "<span class="id">{handout.id.clone()}</span></p>
        <h1>{words::place(lang, &handout.place)}</h1>
        {reversed}
        <p class="lead answer">{sentence.clone()}</p>
        {goods}
        {documents}
        {section("about", say.about_handout, about(handout, say))}
        {section("gifts", say.paid_by, lists::shares(&handout.gifts, say))}
    }
    .into_any();
    Body {
        title: format!("{} {}", say.handout, handout.id),
        description: sentence,
        place: Place::Elsewhere,
        indexed: true,
        main,
    }
}

fn sentence(handout: &Handout, lang: Lang) -> String {
    let on = words::date(lang, handout.on);
    let to = people(lang, handout.households, handout.people);
    let goods: Vec<String> = handout
        .lots
        .iter()
        .map(|line| (words::quantity(lang, line.quantity, &line.unit), &line.item.name))
        .map(|(number, item)| words::pick(lang, format!("{number} ({item})"), format!("{number}（{item}）")))
        .collect();
    let what = match (&handout.value, goods.is_empty()) {
        (Some(sum), true) => words::money(sum.amount, sum.currency),
        _ => goods.join(words::pick(lang, ", ", "、")),
    };
    match lang {
        Lang::En => format!("{what} reached {to} on {on}."),
        Lang::Zh => format!("{on}，{what} 送到 {to} 手中。"),
    }
}

fn goods(handout: &Handout, say: &'static Words) -> AnyView {
    let rows = handout
        .lots
        .iter()
        .map(|line| {
            vec![
                named(SubjectKind::Item, &line.item),
                link(SubjectKind::Lot, &line.lot, &line.lot),
                words::quantity(say.lang, line.quantity, &line.unit).into_any(),
                line.cost.map_or_else(|| "–".to_owned(), |sum| words::money(sum.amount, sum.currency)).into_any(),
            ]
        })
        .collect();
    table(say.goods, &[say.item, say.lot, say.quantity, say.cost], &[2, 3], rows)
}

fn about(handout: &Handout, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let label = if handout.costs_only { say.costs_in_kind } else { say.value };
    let value = handout.value.map(|sum| fact(label, words::money(sum.amount, sum.currency)));
    let recipients = handout.recipients.clone().map(|(count, root)| {
        let text = match lang {
            Lang::En => format!("{} records, kept private; their seal: ", words::count(count)),
            Lang::Zh => format!("{} 份记录，不公开；封存值：", words::count(count)),
        };
        fact(say.recipients, view! { {text}<code class="hash">{root}</code> })
    });
    view! {
        <dl class="facts">
            {fact(say.date, day(lang, handout.on))}
            {fact(say.reached, people(lang, handout.households, handout.people))}
            {value}
            {fact(say.fund, link(SubjectKind::Fund, &handout.fund.id, &handout.fund.name))}
            {handout.project.as_ref().map(|project| fact(say.project, named(SubjectKind::Project, project)))}
            {handout.site.as_ref().map(|site| fact(say.from_site, named(SubjectKind::Site, site)))}
            {recipients}
            {fact(say.recorded, entry_link(handout.seq))}
        </dl>
    }
    .into_any()
}
