//! Hand-outs of a fund by place.

use app::view::{PlaceLine, PlaceName, Places};
use ledger::event::Event;

use super::Lookup;
use crate::store::Stored;
use crate::store::query::FundRecord;
use crate::store::query_lists::{ListFilter, ListKind, PlaceSum};

/// Places that the map and its table show.
const SHOWN: usize = 40;

/// The places that most reached, of a fund.
pub(super) fn places(lookup: &mut Lookup<'_>, record: &FundRecord) -> Stored<Places> {
    let (sums, total) = lookup.tables.places(record.seq, SHOWN)?;
    let mut lines = Vec::with_capacity(sums.len());
    for sum in sums {
        lines.push(line(lookup, record, &sum)?);
    }
    Ok(Places { currency: Some(record.fund.currency), lines, total })
}

fn line(lookup: &mut Lookup<'_>, record: &FundRecord, sum: &PlaceSum) -> Stored<PlaceLine> {
    let (place, admin1) = name_of(&sum.word);
    let href = format!("/funds/{}/handouts?place={}", record.fund.id, app::page::encode(&sum.word));
    Ok(PlaceLine {
        at: coordinates(lookup, record.seq, &sum.word)?,
        place,
        admin1,
        amount: sum.amount,
        handouts: sum.handouts,
        households: sum.households,
        people: sum.people,
        href: Some(href),
    })
}

/// A place's name and part of the country, from its word. Where it has no name it is called by the code of the part, which
/// is a name to readers.
pub(super) fn name_of(word: &str) -> (PlaceName, Option<String>) {
    let mut parts = word.splitn(3, '/');
    let mut next = || parts.next().unwrap_or_default().to_owned();
    let (country, admin1, name) = (next(), next(), next());
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let admin1 = some(admin1);
    (PlaceName { name: some(name).or_else(|| admin1.clone()), country }, admin1)
}

/// Where a place lies, as its latest hand-out says.
fn coordinates(lookup: &mut Lookup<'_>, fund: u64, word: &str) -> Stored<Option<(i64, i64)>> {
    let filter = ListFilter { place: Some(word.to_owned()), ..ListFilter::default() };
    let latest = lookup.tables.listed(fund, ListKind::Handouts, &filter, 1)?;
    let place = latest.entries.into_iter().next().and_then(|entry| match entry.event {
        Event::GoodsDistributed(event) => Some(event.place),
        Event::CashDistributed(event) => Some(event.place),
        _ => None,
    });
    Ok(place.and_then(|place| Some((place.lat?.0, place.lon?.0))))
}
