//! `/entries/SEQ`: what the entry's own bytes say, then the bytes themselves.

use ledger::event::EventType;
use ledger::json::{self, Value};
use ledger::value::{Currency, Date, PoolName, PoolParts, SubjectKind, Timestamp};
use leptos::prelude::*;

use super::check::{self, Checked};
use super::moment::moment_and_zone;
use super::parts::{entry_link, link, section};
use super::{Body, Place};
use crate::view::{About, Entry};
use crate::words::{self, Lang, Words};

mod moves;

/// Things that are said to be touched before anything else; the facts and the moves have the rest.
const CONCERNS: usize = 24;

pub(super) fn entry(entry: &Entry, signed: bool, say: &'static Words) -> Body {
    let lang = say.lang;
    let bytes = entry.bytes.clone();
    let parsed = json::parse(bytes.as_bytes()).unwrap_or(Value::Null);
    let event = member(&parsed, "event");
    let word = event.and_then(|event| text(event, "type")).unwrap_or_default();
    let kind = EventType::ALL.iter().copied().find(|kind| kind.word() == word);
    let title = kind.map_or(say.entry, |kind| words::event(lang, kind));
    let number = match lang {
        Lang::En => format!("Entry {} in a log that goes up to {}", words::count(entry.seq), words::count(entry.last)),
        Lang::Zh => format!("第 {} 条（账簿至第 {} 条）", words::count(entry.seq), words::count(entry.last)),
    };
    let reversed = entry.reversed_by.map(|seq| {
        let stop = words::pick(lang, ". ", "。");
        let corrected = entry.corrected_as.map(|seq| view! { {stop}{say.entry_corrected}" "{entry_link(seq)} });
        view! { <p class="notice lost">{say.entry_reversed}" "{entry_link(seq)}{corrected}</p> }
    });
    let gift = entry.gift.clone().map(|code| {
        view! { <p><a class="follow" href=format!("/gifts/{code}")>{say.see_gift}" "{code.clone()}</a></p> }
    });
    let own = entry.about.first().filter(|_| kind.is_some_and(is_about_its_first));
    let reading = Reading { currency: entry.currency, about: &entry.about, own, say };
    let touched: Vec<_> = entry
        .about
        .iter()
        .take(CONCERNS)
        .map(|about| {
            // There are many lots of one name.
            let called = match about.kind {
                SubjectKind::Lot => reading.called(about.kind, &about.id),
                _ => link(about.kind, &about.id, &about.name),
            };
            view! { <span class="about">{words::subject(lang, about.kind)}" "{called}</span> }
        })
        .collect();
    let touched =
        (!touched.is_empty()).then(|| view! { <p class="touched">{say.touched}{words::colon(say.lang)}{touched}</p> });
    let main = view! {
        <p class="crumb"><a href="/entries">{say.log}</a></p>
        <h1>{title}</h1>
        <p class="lead">{number}{words::pick(lang, ". ", "。")}{kind.map(|kind| words::event_lead(lang, kind))}</p>
        {reversed}{gift}{touched}
        {section("says", say.what_it_says, view! {
            <dl class="facts">{recorded(&parsed, say)}{event.map(|event| reading.members(event))}</dl> })}
        {section("moves", say.moves, moves::moved_back(entry, reading).unwrap_or_else(|| moves::moves(&parsed, reading)))}
        {section("proof", say.seal, proof(entry, &parsed, signed, say))}
        {neighbours(entry, say)}
    }
    .into_any();
    let title = format!("{} {} — {title}", say.entry, entry.seq);
    Body { title: title.clone(), description: title, place: Place::Log, indexed: true, main }
}

/// Whether the first thing that an event of this type is about has the id in the event: others' ids name themselves alone.
fn is_about_its_first(event: EventType) -> bool {
    matches!(
        event,
        EventType::OrganisationRegistered
            | EventType::FundOpened
            | EventType::FundClosed
            | EventType::ProjectOpened
            | EventType::SiteRegistered
            | EventType::ItemRegistered
            | EventType::GoodsDistributed
            | EventType::CashDistributed
            | EventType::DocumentAttached
    )
}

fn member<'v, 'a>(value: &'v Value<'a>, name: &str) -> Option<&'v Value<'a>> {
    match value {
        Value::Object(members) => members.iter().find(|(key, _)| key == name).map(|(_, value)| value),
        _ => None,
    }
}

fn text<'v>(value: &'v Value<'_>, name: &str) -> Option<&'v str> {
    match member(value, name) {
        Some(Value::Text(text)) => Some(text),
        _ => None,
    }
}

fn pair(term: String, value: AnyView) -> AnyView {
    view! { <div class="fact"><dt>{term}</dt><dd>{value}</dd></div> }.into_any()
}

fn recorded(parsed: &Value<'_>, say: &'static Words) -> AnyView {
    let at = text(parsed, "at")
        .and_then(Timestamp::parse)
        .map(|at| pair(say.recorded.to_owned(), moment_and_zone(say.lang, at)));
    let actor = text(parsed, "actor").map(|actor| pair(say.recorded_by.to_owned(), actor.to_owned().into_any()));
    let approver = text(parsed, "approver");
    let approver = approver.map(|approver| pair(say.approved_by.to_owned(), approver.to_owned().into_any()));
    view! { {at}{actor}{approver} }.into_any()
}

/// Reads an event's fields for people.
#[derive(Clone, Copy)]
struct Reading<'a> {
    currency: Option<Currency>,
    /// What it names, by its names; a station that is no site among them is a waybill, which has no page.
    about: &'a [About],
    /// What has the id that the event says as its own.
    own: Option<&'a About>,
    say: &'static Words,
}

impl Reading<'_> {
    fn members(self, value: &Value<'_>) -> AnyView {
        let Value::Object(members) = value else { return ().into_any() };
        let currency = text(value, "currency").and_then(Currency::new).or(self.currency);
        let inner = Self { currency, ..self };
        let shown: Vec<_> = members
            .iter()
            .filter(|(key, _)| key != "type")
            .map(|(key, value)| pair(words::field(self.say.lang, key), inner.value(key, value)))
            .collect();
        shown.into_any()
    }

    fn value(self, key: &str, value: &Value<'_>) -> AnyView {
        match value {
            Value::Number(number) => self.number(key, *number),
            Value::Text(text) => self.text(key, text),
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(|item| view! { <li>{self.value(key, item)}</li> }).collect();
                view! { <ul class="nested" role="list">{items}</ul> }.into_any()
            }
            Value::Object(_) => view! { <dl class="facts inner">{self.members(value)}</dl> }.into_any(),
            Value::Null | Value::Bool(_) | Value::BadNumber(_) => "–".into_any(),
        }
    }

    fn number(self, key: &str, number: i64) -> AnyView {
        let size = number.unsigned_abs();
        match (key, self.currency) {
            ("amount" | "cost" | "value" | "target", Some(currency)) => words::money(size, currency).into_any(),
            ("reverses", _) => entry_link(size),
            ("gift", _) => match ledger::code::GiftCode::of_seq(size) {
                Some(code) => link(SubjectKind::Gift, &code.to_string(), &code.to_string()),
                None => entry_link(size),
            },
            ("lat" | "lon", _) if number < 0 => format!("-{size}").into_any(),
            _ => words::count(size).into_any(),
        }
    }

    fn text(self, key: &str, text: &str) -> AnyView {
        let lang = self.say.lang;
        if let Some(date) = Date::parse(text).filter(|_| key.ends_with("_on")) {
            return view! { <time datetime=text.to_owned()>{words::date(lang, date)}</time> }.into_any();
        }
        match key {
            "fund" | "surplus_to" => self.called(SubjectKind::Fund, text),
            "lot" => self.called(SubjectKind::Lot, text),
            "project" => self.called(SubjectKind::Project, text),
            "item" => self.called(SubjectKind::Item, text),
            "steward" | "implementer" => self.called(SubjectKind::Organisation, text),
            "site" | "supplier" | "from" | "to" if self.name(SubjectKind::Site, text).is_some() => {
                self.called(SubjectKind::Site, text)
            }
            "pool" | "from" | "to" => self.pool(text),
            "id" => match self.own.filter(|about| about.id == text) {
                Some(about) => self.called(about.kind, text),
                None => text.to_owned().into_any(),
            },
            "country" => words::country(lang, text).into_any(),
            "category" | "method" | "kind" | "reason" => words::field_term(lang, key, text).into_any(),
            "sha3" | "root" | "commitment" => view! { <code class="hash">{text.to_owned()}</code> }.into_any(),
            _ => text.to_owned().into_any(),
        }
    }

    fn name(self, kind: SubjectKind, id: &str) -> Option<String> {
        self.about.iter().find(|about| about.kind == kind && about.id == id).map(|about| about.name.clone())
    }

    /// Something by its name, which leads to its page, and by its id.
    fn called(self, kind: SubjectKind, id: &str) -> AnyView {
        match self.name(kind, id).filter(|name| name != id) {
            Some(name) => view! { {link(kind, id, &name)}" "<code>{id.to_owned()}</code> }.into_any(),
            None => link(kind, id, id),
        }
    }

    /// As part of a pool: its name alone, for the pool has the ids.
    fn part(self, kind: SubjectKind, id: &str) -> AnyView {
        match self.name(kind, id) {
            Some(name) => link(kind, id, &name),
            None => id.to_owned().into_any(),
        }
    }

    /// A pool by the names of its parts, and by its own.
    fn pool(self, text: &str) -> AnyView {
        let lang = self.say.lang;
        let named = PoolName::parse(text).map(|pool| match pool.parts() {
            PoolParts::Cash { fund, project, holder } => {
                let project = project.map(|id| view! { " · "{self.part(SubjectKind::Project, id)} });
                let holder = holder.map(|id| {
                    let (before, behind) = (words::pick(lang, ", with ", "，由 "), words::pick(lang, "", " 持有"));
                    view! { {before}{self.part(SubjectKind::Organisation, id)}{behind} }
                });
                view! { {self.part(SubjectKind::Fund, fund)}{project}{holder}" " }.into_any()
            }
            PoolParts::Goods { lot, site } => {
                let at = words::pick(lang, " at ", "，在 ");
                view! { {self.part(SubjectKind::Lot, lot)}{at}{self.part(SubjectKind::Site, site)}" " }.into_any()
            }
        });
        view! { {named}<code>{text.to_owned()}</code> }.into_any()
    }
}

fn proof(entry: &Entry, parsed: &Value<'_>, signed: bool, say: &'static Words) -> AnyView {
    let prev = text(parsed, "prev").unwrap_or_default().to_owned();
    let before = entry.seq.checked_sub(1).map(|seq| view! { " "{entry_link(seq)} });
    let bytes = format!("/entries/{}.json", entry.seq);
    let links = signed.then(|| {
        let gift = entry.gift.clone().filter(|_| entry.reversed_by.is_none());
        let bundle = gift
            .map(|code| view! { <a href=format!("/gifts/{code}.bundle.json") download="">{say.gift_bundle_file}</a> });
        view! { <a href=bytes.clone() download="">{say.entry_file}</a>
        <a href=format!("/entries/{}.tlog-proof", entry.seq) download="">{say.proof_file}</a>
        <a href="/log/policy" download="policy.txt">{say.policy_file}</a>
        {bundle}
        <a href="/verify">{say.check_files}</a> }
    });
    let alone = (!signed).then(|| {
        view! { <p class="check"><a href=bytes.clone() download="">{say.entry_file}</a></p> }
    });
    let files = signed.then_some(say.entry_files);
    view! {
        <p class="prose">{say.seal_hint}" "{files}</p>
        <dl class="facts">
            {pair(say.hash.to_owned(), view! { <code class="hash whole" id="entry-hash">{entry.hash.clone()}</code> }.into_any())}
            {pair(say.prev_hash.to_owned(), view! { <code class="hash whole">{prev}</code>{before} }.into_any())}
        </dl>
        {check::place(&Checked::Entry(entry.seq), links.map(IntoAny::into_any), say)}
        <h3>{say.exact_bytes}</h3>
        {alone}
        <pre class="bytes" id="entry-bytes" tabindex="0" translate="no">{entry.bytes.clone()}</pre>
    }
    .into_any()
}

fn neighbours(entry: &Entry, say: &'static Words) -> AnyView {
    let before = entry
        .seq
        .checked_sub(1)
        .map(|seq| view! { <a rel="prev" href=format!("/entries/{seq}")>{format!("← #{seq}")}</a> });
    let after = (entry.seq < entry.last).then(|| {
        let seq = entry.seq.saturating_add(1);
        view! { <a rel="next" href=format!("/entries/{seq}")>{format!("#{seq} →")}</a> }
    });
    view! { <nav class="neighbours" aria-label=say.neighbours>{before}{after}</nav> }.into_any()
}
