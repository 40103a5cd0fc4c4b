//! `/lots/ID`: what a code on a box opens.

use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::parts::{day, documents, entry_lines, entry_link, fact, link, mark, named, section, table};
use super::{Body, Place, lists};
use crate::view::{EndKind, Group, Lot, LotOrigin};
use crate::words::{self, Lang, Words};

pub(super) fn lot(lot: &Lot, say: &'static Words) -> Body {
    let sentence = sentence(lot, say.lang);
    let documents =
        (!lot.documents.is_empty()).then(|| section("documents", say.documents, documents(&lot.documents, say)));
    let main = view! {
        <p class="crumb">{say.lot}" "<span class="id">{lot.id.clone()}</span></p>
        <h1>{lot.item.name.clone()}</h1>
        <p class="lead answer">{sentence.clone()}</p>
        {section("places", say.where_it_is, places(lot, say))}
        {section("about", say.where_from, about(lot, say))}
        {section("handouts", say.handouts, handouts(lot, say))}
        {section("gifts", say.paid_by, lists::shares(&lot.gifts, say))}
        {documents}
        {section("entries", say.entries, entry_lines(&lot.entries, say))}
    }
    .into_any();
    Body {
        title: format!("{} {}", say.lot, lot.id),
        description: sentence,
        place: Place::Elsewhere,
        indexed: false,
        main,
    }
}

fn sentence(lot: &Lot, lang: Lang) -> String {
    let sum = |wanted: &dyn Fn(EndKind) -> bool| {
        lot.places
            .iter()
            .filter(|place| wanted(place.kind))
            .fold(0_u64, |sum, place| sum.saturating_add(place.quantity))
    };
    let quantity = |number| words::quantity(lang, number, &lot.unit);
    let out = quantity(sum(&|kind| kind.group() == Group::Reached));
    let held = quantity(sum(&|kind| kind.group() == Group::Held));
    let lost = sum(&|kind| kind == EndKind::Lost);
    let packed = sum(&|kind| kind == EndKind::Packed);
    let whole = quantity(lot.quantity);
    let rest = match (lang, packed) {
        (_, 0) => String::new(),
        (Lang::En, packed) => format!(" {} packed into kits.", quantity(packed)),
        (Lang::Zh, packed) => format!("另有 {} 装入套装。", quantity(packed)),
    };
    let sentence = match (lang, lost) {
        (Lang::En, 0) => format!("Of {whole}, {out} handed out; {held} in hand or on the way; none lost."),
        (Lang::En, lost) => {
            format!("Of {whole}, {out} handed out; {held} in hand or on the way; {} lost.", quantity(lost))
        }
        (Lang::Zh, 0) => format!("共 {whole}：已发放 {out}，在手或在途 {held}，没有损失。"),
        (Lang::Zh, lost) => format!("共 {whole}：已发放 {out}，在手或在途 {held}，损失 {}。", quantity(lost)),
    };
    sentence + &rest
}

fn places(lot: &Lot, say: &'static Words) -> AnyView {
    let rows = lot
        .places
        .iter()
        .map(|place| {
            vec![
                if place.on_waybill {
                    place.site.name.clone().into_any()
                } else {
                    named(SubjectKind::Site, &place.site)
                },
                view! { {mark(place.kind.group())}{words::kind(say.lang, place.kind)} }.into_any(),
                words::quantity(say.lang, place.quantity, &lot.unit).into_any(),
            ]
        })
        .collect();
    view! { {table(say.where_it_is, &[say.place, say.became, say.quantity], &[2], rows)}{kits(lot, say)} }.into_any()
}

/// The kits that some of it went into, each with how much.
fn kits(lot: &Lot, say: &'static Words) -> AnyView {
    if lot.kits.is_empty() {
        return ().into_any();
    }
    let kits: Vec<_> = lot
        .kits
        .iter()
        .map(|kit| {
            let many = words::quantity(say.lang, kit.quantity, &lot.unit);
            view! { <li>{say.packed_into_kits}" "{many}{words::colon(say.lang)}{link(SubjectKind::Lot, &kit.lot, &kit.item.name)}" "
            <span class="id">{kit.lot.clone()}</span></li> }
        })
        .collect();
    view! { <ul class="kits" role="list">{kits}</ul> }.into_any()
}

/// What of it was handed out as it is. Of what was packed the kits tell.
fn handouts(lot: &Lot, say: &'static Words) -> AnyView {
    if lot.handouts.rows.is_empty() && !lot.kits.is_empty() {
        return view! { <p class="empty">{say.went_into_kits}</p> }.into_any();
    }
    lists::handouts(&lot.handouts, say)
}

fn about(lot: &Lot, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let origin = match &lot.origin {
        LotOrigin::Bought { supplier, on } => view! {
            {fact(say.bought_from, named(SubjectKind::Site, supplier))}{fact(say.bought_on, day(lang, *on))}
        }
        .into_any(),
        LotOrigin::Given { code, on, is_found: true, .. } => view! {
            {fact(say.found_in_count, link(SubjectKind::Gift, code, code))}
            {fact(say.counted_on, day(lang, *on))}
        }
        .into_any(),
        LotOrigin::Given { code, donor, on, .. } => view! {
            {fact(say.given_as, link(SubjectKind::Gift, code, code))}
            {fact(say.donor, donor.clone().unwrap_or_else(|| say.anonymous.to_owned()))}
            {fact(say.received_on, day(lang, *on))}
        }
        .into_any(),
        LotOrigin::Packed { inputs, on } => {
            let inputs: Vec<_> =
                inputs.iter().map(|id| view! { <span class="about">{link(SubjectKind::Lot, id, id)}</span> }).collect();
            view! { {fact(say.packed_from, inputs)}{fact(say.packed_on, day(lang, *on))} }.into_any()
        }
    };
    let funds: Vec<_> = lot
        .funds
        .iter()
        .map(|fund| view! { <span class="about">{link(SubjectKind::Fund, &fund.id, &fund.name)}</span> })
        .collect();
    let cost: Vec<_> = lot
        .cost
        .iter()
        .map(|sum| view! { <span class="about">{words::money(sum.amount, sum.currency)}</span> })
        .collect();
    view! {
        <dl class="facts">
            {origin}
            {fact(say.item, named(SubjectKind::Item, &lot.item))}
            {fact(say.quantity, words::quantity(lang, lot.quantity, &lot.unit))}
            {(!cost.is_empty()).then(|| fact(say.cost, cost))}
            {fact(say.fund, funds)}
            {lot.batch.clone().map(|batch| fact(say.batch, batch))}
            {lot.expires_on.map(|on| fact(say.expires_on, day(lang, on)))}
            {fact(say.recorded, entry_link(lot.seq))}
        </dl>
    }
    .into_any()
}
