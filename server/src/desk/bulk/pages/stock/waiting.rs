//! Losses that wait for a second person: they are in no book yet, and a count finds the same goods missing.

use std::collections::HashMap;

use actix_web::HttpResponse;

use ledger::event::Event;

use crate::desk::visit::Visit;
use crate::private::drafts;

/// How much of each lot of a site waits to be booked as lost, by lot.
pub(super) type Waiting = HashMap<String, u64>;

/// How much waits to be booked as lost, by site and lot.
pub(in crate::desk::bulk::pages) type Losses = HashMap<(String, String), u64>;

/// What waits at a site.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn at(visit: &Visit, site: &str) -> Result<Waiting, HttpResponse> {
    let losses = everywhere(visit).await?;
    Ok(losses.into_iter().filter(|((at, _), _)| at == site).map(|((_, lot), sum)| (lot, sum)).collect())
}

/// What waits at any site.
///
/// # Errors
/// The answer in place of the page.
pub(in crate::desk::bulk::pages) async fn everywhere(visit: &Visit) -> Result<Losses, HttpResponse> {
    let open = visit.keep(drafts::open).await?;
    let mut found = Losses::new();
    // What can't be read is said where it is decided on.
    for event in open.iter().flat_map(|draft| &draft.events).filter_map(|json| Event::parse(json.as_bytes()).ok()) {
        if let Event::GoodsLost(lost) = event {
            let sum = found.entry((lost.site.to_string(), lost.lot.to_string())).or_default();
            *sum = sum.saturating_add(lost.quantity.get());
        }
    }
    Ok(found)
}
