//! `/funds/ID/gifts` and `/funds/ID/handouts`: what a plain form asks, in pages that each cost what they show.

use app::view::{FundList, GiftLine, ListAsked, ListOrder as Shown, ListRows, Named, Page, PlaceName, Refused, Sum};
use ledger::Entry;
use ledger::event::Event;
use ledger::refusal::{Refusal, Rule};
use ledger::value::{Date, SubjectKind};

use super::sift::called::no_such;
use super::{Lookup, fund, goods, places};
use crate::answer::code_of;
use crate::store::Stored;
use crate::store::query::Figure;
use crate::store::query_lists::{Cursor, LARGE, ListFilter, ListKind, ListOrder};

/// Rows on one page.
const PAGE: usize = 50;

/// The longest id or word of a place that is looked for.
const TEXT_BYTES: usize = 1_000;

/// Every order by its word, for whoever asked for another.
const ORDERS: &[&str] = &["newest", "oldest", "largest"];

/// Places that the form offers, those with most first.
const PLACES: usize = 200;

/// What a reader asks of a list. A field left empty asks for all.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    sort: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    #[serde(default)]
    project: String,
    #[serde(default)]
    item: String,
    #[serde(default)]
    place: String,
    /// Where the page before ended: a day or an amount, a point, an entry.
    #[serde(default)]
    after: String,
}

/// A page of a fund's gifts or hand-outs.
///
/// # Errors
/// The database's own.
pub fn fund_list(lookup: &mut Lookup<'_>, id: &str, kind: ListKind, query: &ListQuery) -> Stored<Page> {
    let Some(record) = lookup.fund_record(id)? else { return Ok(Page::Refused(Refused::NotFound)) };
    let (asked, after) = match asked_of(query).and_then(|asked| Ok((asked, cursor_of(&query.after)?))) {
        Ok(read) => read,
        Err(refusal) => {
            let list = address(id, kind, &ListAsked::default());
            return Ok(Page::Refused(Refused::Asked { refusal, list }));
        }
    };
    if let Some(refusal) = unknown(lookup, &asked)? {
        let list = address(id, kind, &ListAsked::default());
        return Ok(Page::Refused(Refused::Asked { refusal, list }));
    }
    let figures = lookup.tables.figures(record.seq)?;
    let listed = lookup.tables.listed(record.seq, kind, &filter_of(&asked, after), PAGE)?;
    let rows = match kind {
        ListKind::Gifts => ListRows::Gifts(gift_lines(lookup, &listed.entries)?),
        ListKind::Handouts => {
            let mut rows = Vec::new();
            for entry in &listed.entries {
                rows.extend(goods::handout_line(lookup, entry)?);
            }
            ListRows::Handouts(rows)
        }
    };
    let total = match kind {
        ListKind::Gifts => fund::gifts_count(&figures),
        ListKind::Handouts => lookup.tables.handouts_count(record.seq)?,
    };
    let here = address(id, kind, &asked);
    let next = listed.next.map(|next| with(&here, &format!("after={}.{}", next.key, next.seq)));
    Ok(Page::FundList(Box::new(FundList {
        fund: lookup.named(SubjectKind::Fund, id)?,
        rows,
        total,
        projects: choices(lookup, SubjectKind::Project, figures.iter().filter_map(|figure| figure.project.as_deref()))?,
        items: choices(lookup, SubjectKind::Item, items_of(kind, &figures))?,
        places: if kind == ListKind::Handouts { offered_places(lookup, record.seq)? } else { Vec::new() },
        first: after.is_some().then_some(here),
        next,
        large_only: listed.large_only.then(|| Sum { amount: LARGE.unsigned_abs(), currency: record.fund.currency }),
        asked,
    })))
}

/// Gifts in lines.
pub(super) fn gift_lines(lookup: &mut Lookup<'_>, entries: &[Entry]) -> Stored<Vec<GiftLine>> {
    let mut rows = Vec::with_capacity(entries.len());
    for entry in entries {
        let Some((unit, _)) = lookup.gift_unit(entry)? else { continue };
        let (received_on, donor, amount) = match &entry.event {
            Event::DonationReceived(event) => (event.received_on, &event.donor, event.amount.get()),
            Event::GiftInKindReceived(event) => (event.received_on, &event.donor, event.quantity.get()),
            _ => continue,
        };
        let donor = donor.as_ref().map(ToString::to_string);
        let own = super::is_own_contribution(&entry.event);
        let is_found = super::is_found(&entry.event);
        rows.push(GiftLine { code: code_of(entry.seq), received_on, donor, amount, unit, own, is_found });
    }
    Ok(rows)
}

/// What was asked; or what of it can't be read.
fn asked_of(query: &ListQuery) -> Result<ListAsked, Refusal> {
    let text = |name: &str, text: &str| match text {
        "" => Ok(None),
        text if text.chars().any(char::is_control) => Err(Refusal::new(name, Rule::ControlCharacter)),
        text if text.len() > TEXT_BYTES => Err(Refusal::new(name, Rule::TextLength { max: TEXT_BYTES })),
        text => Ok(Some(text.to_owned())),
    };
    let day = |name: &str, text: &str| day_of(text).ok_or_else(|| Refusal::new(name, Rule::Date));
    let order = match query.sort.as_str() {
        "" => Shown::default(),
        word => Shown::from_word(word).ok_or_else(|| Refusal::new("sort", Rule::OneOf { words: ORDERS }))?,
    };
    Ok(ListAsked {
        order,
        from: day("from", &query.from)?,
        to: day("to", &query.to)?,
        project: text("project", &query.project)?,
        item: text("item", &query.item)?,
        place: text("place", &query.place)?,
    })
}

/// The first filter that names something that there is not: an empty list would say that it had nothing.
fn unknown(lookup: &mut Lookup<'_>, asked: &ListAsked) -> Stored<Option<Refusal>> {
    let named = [("project", SubjectKind::Project, &asked.project), ("item", SubjectKind::Item, &asked.item)];
    for (field, kind, id) in named {
        if let Some(id) = id
            && let Some(refusal) = no_such(lookup, field, kind, id)?
        {
            return Ok(Some(refusal));
        }
    }
    Ok(None)
}

/// A day in a form: there, left empty, or (none) not to be read.
#[allow(clippy::option_option)]
pub(super) fn day_of(text: &str) -> Option<Option<Date>> {
    match text {
        "" => Some(None),
        text => Date::parse(text).map(Some),
    }
}

fn cursor_of(text: &str) -> Result<Option<Cursor>, Refusal> {
    if text.is_empty() {
        return Ok(None);
    }
    let read = || {
        let (key, seq) = text.split_once('.')?;
        Some(Cursor { key: key.parse().ok()?, seq: seq.parse().ok()? })
    };
    read().map(Some).ok_or_else(|| Refusal::new("after", Rule::Cursor))
}

fn filter_of(asked: &ListAsked, after: Option<Cursor>) -> ListFilter {
    let order = match asked.order {
        Shown::Newest => ListOrder::Newest,
        Shown::Oldest => ListOrder::Oldest,
        Shown::Largest => ListOrder::Largest,
    };
    ListFilter {
        order,
        from: asked.from,
        to: asked.to,
        project: asked.project.clone(),
        item: asked.item.clone(),
        place: asked.place.clone(),
        after,
    }
}

/// The address of a list as asked for, from its beginning.
fn address(fund: &str, kind: ListKind, asked: &ListAsked) -> String {
    let folder = if kind == ListKind::Gifts { "gifts" } else { "handouts" };
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let order = (asked.order != Shown::default()).then(|| asked.order.word().to_owned());
    let parts = [
        ("sort", order),
        ("from", day(asked.from)),
        ("to", day(asked.to)),
        ("project", asked.project.clone()),
        ("item", asked.item.clone()),
        ("place", asked.place.clone()),
    ];
    let parts = parts.into_iter().filter_map(|(name, value)| Some(format!("{name}={}", app::page::encode(&value?))));
    parts.fold(format!("/funds/{fund}/{folder}"), |address, part| with(&address, &part))
}

/// An address with one more part of a query.
pub(super) fn with(address: &str, part: &str) -> String {
    let sign = if address.contains('?') { '&' } else { '?' };
    format!("{address}{sign}{part}")
}

/// Items of which a list can hold anything.
fn items_of(kind: ListKind, figures: &[Figure]) -> impl Iterator<Item = &str> {
    use ledger::figures::FigureKind::{Received, Rests};
    use ledger::trace::EndKind;
    let listed = move |figure: &&Figure| match kind {
        ListKind::Gifts => figure.kind == Received,
        ListKind::Handouts => figure.kind == Rests(EndKind::Distributed),
    };
    figures.iter().filter(listed).filter_map(|figure| figure.item.as_deref())
}

fn choices<'f>(lookup: &mut Lookup<'_>, kind: SubjectKind, ids: impl Iterator<Item = &'f str>) -> Stored<Vec<Named>> {
    let mut ids: Vec<&str> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    let mut named: Vec<Named> = ids.into_iter().map(|id| lookup.named(kind, id)).collect::<Stored<_>>()?;
    named.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(named)
}

fn offered_places(lookup: &mut Lookup<'_>, fund: u64) -> Stored<Vec<(String, PlaceName)>> {
    let (sums, _) = lookup.tables.places(fund, PLACES)?;
    Ok(sums.into_iter().map(|sum| (sum.word.clone(), places::name_of(&sum.word).0)).collect())
}
