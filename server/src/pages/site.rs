//! `/sites/ID`

use app::view::{Page, Refused, Site, SiteLot, Slice};
use ledger::event::{Event, EventType};
use ledger::value::{PoolParts, SubjectKind};

use super::{Lookup, ROWS, goods, place_name};
use crate::store::Stored;

/// Lots that its page lists, the latest first.
const LOTS: usize = 100;

/// One site.
///
/// # Errors
/// The database's own.
pub fn site(lookup: &mut Lookup<'_>, id: &str) -> Stored<Page> {
    let Some(entry) = lookup.tables.subject(SubjectKind::Site, id)? else {
        return Ok(Page::Refused(Refused::NotFound));
    };
    // Sites and waybills share their ids: a waybill has no page.
    let Event::SiteRegistered(event) = &entry.event else { return Ok(Page::Refused(Refused::NotFound)) };
    let more = |kind: EventType| Some(format!("/entries?site={id}&type={}", kind.word()));
    let given = [EventType::GoodsDistributed];
    let found = lookup.tables.mentions(SubjectKind::Site, id, &given, u64::MAX, ROWS + 1)?;
    let mut handouts = Vec::new();
    for entry in found.iter().take(ROWS) {
        if lookup.tables.reversed_by(entry.seq)?.is_none() {
            handouts.extend(goods::handout_line(lookup, entry)?);
        }
    }
    let next = if found.len() > ROWS { more(EventType::GoodsDistributed) } else { None };
    let total = handouts.len() as u64;
    Ok(Page::Site(Box::new(Site {
        site: lookup.named(SubjectKind::Site, id)?,
        kind: event.kind,
        place: event.place.as_ref().map(place_name),
        note: event.note.as_ref().map(ToString::to_string),
        seq: entry.seq,
        lots: lots(lookup, id)?,
        handouts: Slice { rows: handouts, total, next },
        documents: lookup.documents_about(SubjectKind::Site, id)?,
        entries: lookup.entries_about(SubjectKind::Site, id)?,
    })))
}

fn lots(lookup: &mut Lookup<'_>, id: &str) -> Stored<Slice<SiteLot>> {
    let pools = lookup.tables.pools_holding(id, LOTS)?;
    let total = lookup.tables.pools_holding_count(id)?;
    let next = (total > pools.len() as u64).then(|| format!("/entries?site={id}"));
    let mut rows = Vec::new();
    for pool in &pools {
        let PoolParts::Goods { lot, .. } = pool.name.parts() else { continue };
        let (item, unit) = lookup.lot_item(lot)?;
        rows.push(SiteLot { lot: lot.to_owned(), item, unit, quantity: pool.free_units() });
    }
    Ok(Slice { rows, total, next })
}
