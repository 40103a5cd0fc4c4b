//! Gifts and hand-outs as lists, and their sums by day and by place.

use ledger::Entry;
use ledger::event::{Event, Place};
use ledger::figures::{Delta, FigureKind};
use ledger::trace::EndKind;
use ledger::value::{Date, Slug};

use super::super::Stored;
use super::super::rows::{ListedRow, column, figure_column};
use super::{Changes, PlaceChange};

/// The list of a fund's gifts.
pub(crate) fn gifts_list(fund: i64) -> i64 {
    fund * 2
}

/// The list of a fund's hand-outs.
pub(crate) fn handouts_list(fund: i64) -> i64 {
    fund * 2 + 1
}

/// The facet of a project.
pub(crate) fn facet_of_project(id: &str) -> String {
    format!("p/{id}")
}

/// The facet of an item.
pub(crate) fn facet_of_item(id: &str) -> String {
    format!("i/{id}")
}

/// The facet of a place, by its word.
pub(crate) fn facet_of_place(word: &str) -> String {
    format!("@{word}")
}

/// A place in one word: country, part of the country, name. Where it lies exactly tells no two places apart.
pub(crate) fn place_word(place: &Place) -> String {
    let admin1 = place.admin1.as_ref().map(ledger::value::Admin1::as_str).unwrap_or_default();
    let name = place.name.as_ref().map(ledger::value::Line::as_str).unwrap_or_default();
    format!("{}/{admin1}/{name}", place.country.as_str())
}

/// Adds a change to a sum of hand-outs.
pub(crate) fn add_places(sum: &mut PlaceChange, change: PlaceChange) {
    *sum = (sum.0 + change.0, sum.1 + change.1, sum.2 + change.2, sum.3 + change.3);
}

/// Which of the two lists an entry stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listing {
    Gifts,
    Handouts,
}

/// What a list says of an entry, beside its money.
struct Line<'a> {
    listing: Listing,
    /// What a gift in kind is said to be worth: it counts as no money, but sorts.
    worth: Option<i64>,
    place: Option<&'a Place>,
    households: i64,
    people: i64,
}

fn line_of(event: &Event) -> Stored<Option<Line<'_>>> {
    let gift = |worth| Line { listing: Listing::Gifts, worth, place: None, households: 0, people: 0 };
    Ok(match event {
        Event::DonationReceived(_) => Some(gift(None)),
        Event::GiftInKindReceived(event) => Some(gift(Some(event.value.map_or(Ok(0), |value| column(value.get()))?))),
        Event::GoodsDistributed(event) => Some(Line {
            listing: Listing::Handouts,
            worth: None,
            place: Some(&event.place),
            households: column(event.households.get())?,
            people: column(event.people.get())?,
        }),
        Event::CashDistributed(event) => Some(Line {
            listing: Listing::Handouts,
            worth: None,
            place: Some(&event.place),
            households: column(event.households.get())?,
            people: column(event.people.get())?,
        }),
        _ => None,
    })
}

/// The day on which something happened, as far as the event says; else the day of its recording.
fn day_of(entry: &Entry) -> i64 {
    day_said(entry).map_or(0, Date::days)
}

/// As [`day_of`], as a day; none before the first that a calendar has.
pub(crate) fn day_said(entry: &Entry) -> Option<Date> {
    match &entry.event {
        Event::DonationReceived(event) => Some(event.received_on),
        Event::GiftInKindReceived(event) => Some(event.received_on),
        Event::DonationRefunded(event) => Some(event.refunded_on),
        Event::TransferMade(event) => Some(event.sent_on),
        Event::GoodsLost(event) => Some(event.found_on),
        Event::GoodsDistributed(event) => Some(event.distributed_on),
        Event::CashDistributed(event) => Some(event.distributed_on),
        Event::ExpensePaid(event) => Some(event.paid_on),
        _ => entry.at.date(),
    }
}

/// Whether a figure stays where it once is: what is merely held comes and goes, and follows from the others.
fn is_dated(kind: FigureKind) -> bool {
    match kind {
        FigureKind::Received | FigureKind::TransferredIn | FigureKind::TransferredOut => true,
        FigureKind::Rests(end) => !end.is_held(),
    }
}

/// Whether this figure puts the entry into the fund's list.
fn is_of_list(listing: Listing, kind: FigureKind) -> bool {
    match listing {
        Listing::Gifts => kind == FigureKind::Received,
        Listing::Handouts => matches!(kind, FigureKind::Rests(EndKind::Distributed | EndKind::CashDistributed)),
    }
}

/// Adds the rows of lists, days and places that an entry brings, or takes out when it is reversed. `entry` is the one
/// that brought them first, `deltas` are what changes now.
pub(super) fn add(
    changes: &mut Changes,
    entry: &Entry,
    deltas: &[Delta],
    mut fund_column: impl FnMut(&Slug) -> Stored<i64>,
) -> Stored<()> {
    let day = day_of(entry);
    let Some(line) = line_of(&entry.event)? else {
        for delta in deltas.iter().filter(|delta| is_dated(delta.key.kind) && delta.amount != 0) {
            changes.days.push(((fund_column(&delta.key.fund)?, figure_column(delta.key.kind), day), delta.amount));
        }
        return Ok(());
    };
    let sign = if changes.reverses { -1 } else { 1 };
    for delta in deltas {
        let fund = fund_column(&delta.key.fund)?;
        if is_dated(delta.key.kind) && delta.amount != 0 {
            changes.days.push(((fund, figure_column(delta.key.kind), day), delta.amount));
        }
        if !is_of_list(line.listing, delta.key.kind) {
            continue;
        }
        let list = if line.listing == Listing::Gifts { gifts_list(fund) } else { handouts_list(fund) };
        let mut facets = vec![String::new()];
        facets.extend(delta.key.project.as_ref().map(|project| facet_of_project(project.as_str())));
        facets.extend(delta.key.item.as_ref().map(|item| facet_of_item(item.as_str())));
        let word = line.place.map(place_word);
        facets.extend(word.as_deref().map(facet_of_place));
        let amount = line.worth.unwrap_or(delta.amount * sign);
        let known = changes.listed.iter().any(|row| row.list == list && row.facet.is_empty());
        for facet in facets {
            let row = changes.listed.iter_mut().find(|row| row.list == list && row.facet == facet);
            match row {
                Some(row) => row.amount += delta.amount * sign,
                None => changes.listed.push(ListedRow { list, facet, day, seq: column(entry.seq)?, amount }),
            }
        }
        if let Some(word) = word {
            // However many of its figures a hand-out changes, its people are counted once a fund.
            let once = if known { 0 } else { sign };
            let change = (delta.amount, once, line.households * once, line.people * once);
            changes.places.push(((fund, word), change));
        }
    }
    Ok(())
}
