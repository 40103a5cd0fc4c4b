//! What the ledger has of a lot at a site.

use ledger::event::{Event, EventType};
use ledger::value::{PoolParts, SubjectKind};

use crate::desk::bulk::sheet::count::Stock;
use crate::pages::Lookup;
use crate::store::Stored;

/// Losses at one site that are looked through, the latest first.
const LOSSES: usize = 500;

/// What the ledger has of a lot at a site; none where it has no such lot.
///
/// # Errors
/// The database's own.
pub(in crate::desk::bulk::pages) fn stock_of(lookup: &mut Lookup<'_>, site: &str, lot: &str) -> Stored<Option<Stock>> {
    let pools = lookup.tables().lot_pools(lot)?;
    let here = pools.iter().find(|pool| matches!(pool.name.parts(), PoolParts::Goods { site: at, .. } if at == site));
    let Some(pool) = here else { return Ok(None) };
    let booked = pool.free_units();
    let (item, _) = lookup.lot_item(lot)?;
    let Some(fund) = fund_of(lookup, lot)? else { return Ok(None) };
    let mut losses = Vec::new();
    for entry in lookup.tables().mentions(SubjectKind::Site, site, &[EventType::GoodsLost], u64::MAX, LOSSES)? {
        let stands = lookup.tables().reversed_by(entry.seq)?.is_none();
        if let Event::GoodsLost(event) = entry.event
            && stands
            && event.site.as_str() == site
            && event.lot.as_str() == lot
        {
            losses.push((entry.seq, *event));
        }
    }
    Ok(Some(Stock { booked, item: item.id, fund, losses }))
}

/// The fund behind a lot: that of its gift, of the first money that bought it, or of the first lot packed into it.
fn fund_of(lookup: &mut Lookup<'_>, lot: &str) -> Stored<Option<String>> {
    let mut lot = lot.to_owned();
    // A kit of kits of kits.
    for _ in 0..8 {
        let Some(entry) = lookup.tables().subject(SubjectKind::Lot, &lot)? else { return Ok(None) };
        match entry.event {
            Event::GiftInKindReceived(event) => return Ok(Some(event.fund.to_string())),
            Event::PurchaseMade(event) => {
                let pool = event.sources.first().map(|source| source.pool.clone());
                return Ok(pool.and_then(|pool| match pool.parts() {
                    PoolParts::Cash { fund, .. } => Some(fund.to_owned()),
                    PoolParts::Goods { .. } => None,
                }));
            }
            Event::KitPacked(event) => match event.inputs.first() {
                Some(input) => lot = input.lot.to_string(),
                None => return Ok(None),
            },
            _ => return Ok(None),
        }
    }
    Ok(None)
}
