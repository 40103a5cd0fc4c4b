//! `/organisations/ID`

use ledger::value::SubjectKind;
use leptos::prelude::*;

use super::parts::{entry_link, entry_list, fact, list, named, section, table};
use super::{Body, Place, lists};
use crate::view::{Holding, Organisation};
use crate::words::{self, Lang, Words};

pub(super) fn organisation(organisation: &Organisation, say: &'static Words) -> Body {
    let name = organisation.organisation.name.clone();
    let sentence = sentence(organisation, say.lang);
    let holds = (!organisation.holds.is_empty()).then(|| section("holds", say.holds, holds(&organisation.holds, say)));
    let main = view! {
        <p class="crumb">{words::organisation_kind(say.lang, organisation.kind)}</p>
        <h1>{name.clone()}</h1>
        <p class="lead answer">{sentence.clone()}</p>
        {section("about", say.about, about(organisation, say))}
        {section("funds", say.funds_of, list(&organisation.funds, say.no_funds_of, say, |_| {
            lists::funds(&organisation.funds, say) }))}
        {section("projects", say.projects_of, lists::projects(&organisation.projects, say))}
        {holds}
        {section("entries", say.entries, entry_list(&organisation.entries, say))}
    }
    .into_any();
    Body { title: name, description: sentence, place: Place::Elsewhere, indexed: true, main }
}

fn sentence(organisation: &Organisation, lang: Lang) -> String {
    let (funds, projects) = (organisation.funds.total, organisation.projects.total);
    let (some_funds, some_projects) = (words::count(funds), words::count(projects));
    match lang {
        _ if funds == 0 && projects == 0 => Words::of(lang).answers_for_nothing.to_owned(),
        Lang::En if projects == 0 => {
            format!("Answers for {some_funds} {}.", if funds == 1 { "fund" } else { "funds" })
        }
        Lang::En if funds == 0 => {
            format!("Carries out {some_projects} {}.", if projects == 1 { "project" } else { "projects" })
        }
        Lang::Zh if projects == 0 => format!("管理 {some_funds} 个基金。"),
        Lang::Zh if funds == 0 => format!("执行 {some_projects} 个项目。"),
        Lang::En => {
            let funds = if funds == 1 { "fund" } else { "funds" };
            let projects = if projects == 1 { "project" } else { "projects" };
            format!("Answers for {some_funds} {funds} and carries out {some_projects} {projects}.")
        }
        Lang::Zh => format!("管理 {some_funds} 个基金，执行 {some_projects} 个项目。"),
    }
}

fn about(organisation: &Organisation, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let country = organisation.country.as_deref().map(|code| fact(say.country, words::country(lang, code)));
    let url = organisation.url.clone().map(|url| fact(say.own_site, own_site(url)));
    view! {
        <dl class="facts">
            {fact(say.kind, words::organisation_kind(lang, organisation.kind))}
            {country}
            {organisation.registration.clone().map(|number| fact(say.registration, number))}
            {url}
            {organisation.note.clone().map(|note| fact(say.note, note))}
            {fact(say.recorded, entry_link(organisation.seq))}
        </dl>
    }
    .into_any()
}

/// An address as people recorded it: a link only where it can lead nowhere but to a site.
fn own_site(url: String) -> AnyView {
    if url.starts_with("https://") || url.starts_with("http://") {
        return view! { <a href=url.clone() rel="nofollow noopener external">{url.clone()}</a> }.into_any();
    }
    url.into_any()
}

fn holds(rows: &[Holding], say: &'static Words) -> AnyView {
    let rows = rows
        .iter()
        .map(|row| {
            let project = row.project.as_ref().map(|project| named(SubjectKind::Project, project));
            vec![
                named(SubjectKind::Fund, &row.fund),
                project.unwrap_or_else(|| "–".into_any()),
                words::money(row.sum.amount, row.sum.currency).into_any(),
            ]
        })
        .collect();
    table(say.holds, &[say.fund, say.project, say.amount], &[2], rows)
}
