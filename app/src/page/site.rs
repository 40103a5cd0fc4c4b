//! `/sites/ID`

use ledger::value::{SiteKind, SubjectKind};
use leptos::prelude::*;

use super::parts::{document_list, entry_link, entry_list, fact, link, list, named, section, table};
use super::{Body, Place, lists};
use crate::view::{Site, SiteLot, Slice};
use crate::words::{self, Lang, Words};

pub(super) fn site(site: &Site, say: &'static Words) -> Body {
    let name = site.site.name.clone();
    let sentence = sentence(site, say.lang);
    let documents =
        (site.documents.total > 0).then(|| section("documents", say.documents, document_list(&site.documents, say)));
    let handouts = (site.kind != SiteKind::Supplier || site.handouts.total > 0)
        .then(|| section("handouts", say.handouts, lists::handouts(&site.handouts, say)));
    let main = view! {
        <p class="crumb">{words::site_kind(say.lang, site.kind)}</p>
        <h1>{name.clone()}</h1>
        <p class="lead answer">{sentence.clone()}</p>
        {section("lots", say.here_now, lots(&site.lots, say))}
        {handouts}
        {section("about", say.about, about(site, say))}
        {documents}
        {section("entries", say.came_and_went, entry_list(&site.entries, say))}
    }
    .into_any();
    Body { title: name, description: sentence, place: Place::Elsewhere, indexed: true, main }
}

/// What is there, by item: of few kinds their quantities, of many their number.
fn sentence(site: &Site, lang: Lang) -> String {
    let kind = words::site_kind(lang, site.kind);
    let where_it_is = match (lang, &site.place) {
        (_, None) => kind.to_owned(),
        (Lang::En, Some(place)) => format!("{kind} {}", words::at_place(lang, place)),
        (Lang::Zh, Some(place)) => format!("{kind}，位于{}", words::place(lang, place)),
    };
    let lots = words::count(site.lots.total);
    match (lang, site.lots.total) {
        (Lang::En, 0) => format!("{where_it_is}. Nothing of the relief goods is here now."),
        (Lang::En, 1) => format!("{where_it_is}. Goods of one lot are here now."),
        (Lang::En, _) => format!("{where_it_is}. Goods of {lots} lots are here now."),
        (Lang::Zh, 0) => format!("{where_it_is}。目前没有救助物资。"),
        (Lang::Zh, _) => format!("{where_it_is}。目前有 {lots} 个批次的物资。"),
    }
}

fn lots(lots: &Slice<SiteLot>, say: &'static Words) -> AnyView {
    list(lots, say.nothing_here, say, |rows| {
        let rows = rows
            .iter()
            .map(|row| {
                vec![
                    link(SubjectKind::Lot, &row.lot, &row.lot),
                    named(SubjectKind::Item, &row.item),
                    words::quantity(say.lang, row.quantity, &row.unit).into_any(),
                ]
            })
            .collect();
        table(say.here_now, &[say.lot, say.item, say.quantity], &[2], rows)
    })
}

fn about(site: &Site, say: &'static Words) -> AnyView {
    let place = site.place.as_ref().map(|place| fact(say.place, words::place(say.lang, place)));
    view! {
        <dl class="facts">
            {fact(say.kind, words::site_kind(say.lang, site.kind))}
            {place}
            {site.note.clone().map(|note| fact(say.note, note))}
            {fact(say.recorded, entry_link(site.seq))}
        </dl>
    }
    .into_any()
}
