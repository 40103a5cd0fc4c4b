//! `/reports`: a form asks, and the answer stands below it as it will stand in the frozen copy.

use ledger::EventType;
use ledger::report::Question;
use leptos::prelude::*;

use super::check::{self, Checked};
use super::parts::{choice, date_field, entry_lines, section, table};
use super::{Body, Place};
use crate::report;
use crate::view::{Choice, EndLine, Frame, Measure, Report, ReportChanges, Reports, TotalLine};
use crate::words::{self, ReportWords, Words};

pub(super) fn reports(page: &Reports, frame: &Frame, say: &'static Words) -> Body {
    let own = ReportWords::of(say.lang);
    let refusal = page.refusal.as_ref().map(|refusal| {
        let name = words::filter(say.lang, &refusal.field);
        let says = refusal.say(say.lang);
        // What is no filter of ours has no name of ours.
        let is_named = Question::NAMES.contains(&refusal.field.as_str()) || refusal.field == "name";
        let shown = if is_named { format!("{name} — {says}") } else { says };
        view! { <p class="notice" role="alert">{shown}</p> }
    });
    let preview = page.preview.as_deref().map(|preview| answer(preview, frame, own));
    let main = view! {
        <h1>{own.reports}</h1>
        <p class="lead">{own.lead}</p>
        {refusal}
        {form(page, say, own)}
        {preview}
    }
    .into_any();
    Body {
        title: own.reports.to_owned(),
        description: own.lead.to_owned(),
        place: Place::Reports,
        indexed: page.chosen.is_empty(),
        main,
    }
}

/// The figures, and where they stand for ever.
fn answer(preview: &Report, frame: &Frame, say: &'static ReportWords) -> AnyView {
    let figures = report::figures(preview, say.lang).unwrap_or_default();
    let frozen = preview.file("report.html");
    let files: Vec<_> =
        report::FILES.iter().map(|(file, label)| view! { <li><a href=preview.file(file)>{*label}</a></li> }).collect();
    let prove = proving(preview, frame.signed, Words::of(say.lang), say);
    view! {
        <section class="report" id="report">
            <h2>{report::title(preview, say.lang)}</h2>
            <p class="prose">{say.made_from}" "{words::made_from(say.lang, &words::count(preview.size), &preview.at.to_string())}</p>
            <p class="prose">{say.frozen}{words::colon(say.lang)}<a class="frozen" href=frozen>{preview.file("report.html")}</a></p>
            <p class="prose">{say.frozen_text}</p>
            <p class="prose citation">{report::citation(preview, say.lang)}</p>
            <h2>{say.files}</h2>
            <ul class="takes">{files}</ul>
            {prove}
            <div class="report-figures" inner_html=figures></div>
        </section>
    }
    .into_any()
}

/// The button. Its bundle is asked for here, whatever the site is called elsewhere; it is of the question alone.
fn proving(preview: &Report, signed: bool, site: &'static Words, say: &'static ReportWords) -> AnyView {
    let asked = preview.query.strip_prefix('?').unwrap_or_default();
    let asked: Vec<&str> = asked.split('&').filter(|part| !part.starts_with("name=")).collect();
    let asked = asked.join("&");
    let (prefix, size) = (words::pick(say.lang, "/en", "/zh"), preview.size);
    let bundle = format!("{prefix}/reports/{size}/report.bundle.json{}", preview.query);
    let links = signed.then(|| {
        view! { <a href=bundle.clone() download="">{site.bundle_file}</a>
        <a href="/log/policy" download="policy.txt">{site.policy_file}</a>
        <a href="/verify">{site.check_files}</a> }
    });
    let said = signed.then(|| view! { <p class="prose">{say.prove_text}</p> });
    view! {
        <div id="check">{said}
            {check::place(&Checked::Report(&bundle, size, &asked), links.map(IntoAny::into_any), site)}
        </div>
    }
    .into_any()
}

/// A plain form: what is left empty asks for all.
fn form(page: &Reports, say: &'static Words, own: &'static ReportWords) -> AnyView {
    let lang = say.lang;
    let chosen = |name: &str| page.chosen.iter().find(|(asked, _)| asked == name).map(|(_, value)| value.as_str());
    let choices = &page.choices;
    let offer = |name: &'static str, options: &[Choice]| {
        choice(name, words::filter(lang, name), Some(say.all.to_owned()), options.to_vec(), chosen(name))
    };
    let kinds: Vec<&str> =
        page.chosen.iter().filter(|(name, _)| name == "kind").flat_map(|(_, value)| value.split(',')).collect();
    let boxes: Vec<_> = EventType::ALL
        .iter()
        .filter(|kind| moves(**kind))
        .map(|kind| {
            let checked = kinds.contains(&kind.word());
            let label = words::event(lang, *kind);
            view! { <label class="box"><input type="checkbox" name="kind" value=kind.word() checked=checked/>" "{label}</label> }
        })
        .collect();
    let day = |name| chosen(name).and_then(ledger::value::Date::parse);
    let gift = chosen("gift").unwrap_or_default().to_owned();
    let name = chosen("name").unwrap_or_default().to_owned();
    let size = chosen("size").unwrap_or_default().to_owned();
    view! {
        <form class="sieve" method="get" action="/reports#report">
            {offer("fund", &choices.funds)}
            {offer("project", &choices.projects)}
            {offer("organisation", &choices.organisations)}
            {offer("place", &choices.places)}
            {offer("item", &choices.items)}
            {offer("site", &choices.sites)}
            <p class="field"><label for="gift">{own.gift}</label>
                <input id="gift" name="gift" value=gift autocomplete="off" spellcheck="false"/></p>
            {date_field("from", words::filter(lang, "from"), day("from"))}
            {date_field("to", words::filter(lang, "to"), day("to"))}
            <p class="field"><label for="size">{own.at_size}</label>
                <input id="size" name="size" value=size inputmode="numeric" autocomplete="off"/></p>
            <p class="field"><label for="name">{own.name}</label><input id="name" name="name" value=name maxlength="120"/></p>
            <fieldset class="boxes"><legend>{own.kinds}</legend>{boxes}</fieldset>
            <p class="sieve-go"><button type="submit">{own.make}</button></p>
        </form>
    }
    .into_any()
}

/// Whether entries of a type move anything.
fn moves(kind: EventType) -> bool {
    !matches!(
        kind,
        EventType::OrganisationRegistered
            | EventType::FundOpened
            | EventType::ProjectOpened
            | EventType::SiteRegistered
            | EventType::ItemRegistered
            | EventType::DocumentAttached
            | EventType::EntryReversed
    )
}

pub(super) fn changes(page: &ReportChanges, say: &'static Words) -> Body {
    let own = ReportWords::of(say.lang);
    let title = report::title(&page.then, say.lang);
    let frozen = page.then.file("report.html");
    let rows = differences(&page.then, &page.now, say.lang, own);
    let lead = if page.entries_total == 0 { own.no_changes } else { own.changes_lead };
    let entries = (page.entries_total > 0).then(|| {
        let note = words::first_of(say.lang, page.entries.len() as u64, page.entries_total);
        let more = (page.entries_total > page.entries.len() as u64).then(|| view! { <p class="prose">{note}</p> });
        section("since", own.entries_since, view! { {more}{entry_lines(&page.entries, say)} })
    });
    let heads = [own.counted, own.amount, own.then, own.now, own.change];
    let figures = (!rows.is_empty()).then(|| table(own.changes, &heads, &[2, 3, 4], rows));
    let main = view! {
        <p class="crumb"><a href=frozen>{title.clone()}</a></p>
        <h1>{own.changes}</h1>
        <p class="lead">{lead}</p>
        {figures}
        {entries}
        <p class="prose"><a href=page.now.file("report.html")>{own.frozen}{words::colon(say.lang)}{words::made_from(say.lang, &words::count(page.now.size), &page.now.at.to_string())}</a></p>
    }
    .into_any();
    Body {
        title: words::told(say.lang, own.changes, &title),
        description: lead.to_owned(),
        place: Place::Reports,
        indexed: false,
        main,
    }
}

/// The sums, ends and counts of people that are not what they were.
fn differences(then: &Report, now: &Report, lang: words::Lang, say: &'static ReportWords) -> Vec<Vec<AnyView>> {
    let mut measures: Vec<&Measure> = now.totals.iter().map(|total| &total.measure).collect();
    measures.extend(
        then.totals
            .iter()
            .map(|total| &total.measure)
            .filter(|measure| !measures.contains(measure))
            .collect::<Vec<_>>(),
    );
    let mut rows = Vec::new();
    for measure in measures {
        let find = |report: &Report| report.totals.iter().find(|total| &total.measure == measure).cloned();
        let (was, is) = (find(then), find(now));
        type Pick = fn(&TotalLine) -> (i64, u64);
        let picks: [(&'static str, Pick); 4] = [
            (say.opening, |total| (total.opening, 0)),
            (say.all_in, |total| (0, total.all_in)),
            (say.all_out, |total| (0, total.all_out)),
            (say.closing, |total| (total.closing, 0)),
        ];
        for (label, pick) in picks {
            let value = |total: &Option<TotalLine>| {
                total.as_ref().map_or(0, |total| {
                    let (one, other) = pick(total);
                    one.saturating_add(signed(other))
                })
            };
            let shown = |units| words::balance(lang, units, measure);
            rows.extend(changed(words::measure(measure), label, (value(&was), value(&is)), shown));
        }
    }
    rows.extend(ends_changed(then, now, lang));
    let people = |report: &Report| [report.reached_total.0, report.reached_total.1].map(signed);
    for ((label, before), after) in [say.households, say.people].into_iter().zip(people(then)).zip(people(now)) {
        let shown = |number: i64| match number < 0 {
            true => format!("−{}", words::count(number.unsigned_abs())),
            false => words::count(number.unsigned_abs()),
        };
        rows.extend(changed(say.reached.to_owned(), label, (before, after), shown));
    }
    rows
}

fn signed(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}

/// What became of what came in, where that is not what it was.
fn ends_changed(then: &Report, now: &Report, lang: words::Lang) -> Vec<Vec<AnyView>> {
    let ends = |report: &Report| report.followed.iter().flat_map(|followed| followed.ends.clone()).collect::<Vec<_>>();
    let (was, is) = (ends(then), ends(now));
    let is_same = |one: &EndLine, other: &EndLine| one.kind == other.kind && one.measure == other.measure;
    let gone = was.iter().filter(|old| !is.iter().any(|new| is_same(old, new)));
    let of = |lines: &[EndLine], line: &EndLine| {
        lines.iter().find(|other| is_same(line, other)).map_or(0, |found| signed(found.units))
    };
    is.iter()
        .chain(gone)
        .filter_map(|line| {
            let shown = |units| words::balance(lang, units, &line.measure);
            let label = words::kind(lang, line.kind);
            changed(words::measure(&line.measure), label, (of(&was, line), of(&is, line)), shown)
        })
        .collect()
}

/// A line of what changed; none where nothing did.
fn changed(
    counted: String,
    label: &'static str,
    (before, after): (i64, i64),
    shown: impl Fn(i64) -> String,
) -> Option<Vec<AnyView>> {
    let change = after.saturating_sub(before);
    let sign = if change > 0 { "+" } else { "" };
    (change != 0).then(|| {
        vec![
            counted.into_any(),
            label.into_any(),
            shown(before).into_any(),
            shown(after).into_any(),
            format!("{sign}{}", shown(change)).into_any(),
        ]
    })
}
