//! What a part of a gift went through, as far as its end and the entries on its path say.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::view::{DocumentLine, Named, PaidFor, Payment, Stop};
use ledger::Entry;
use ledger::event::Event;
use ledger::past::Past as _;
use ledger::state::Station;
use ledger::trace;
use ledger::value::{PoolName, PoolParts, SubjectKind};

use super::Lookup;
use crate::store::Stored;

/// The stations of an end, from the fund on, and the documents of the entries that made it.
pub(super) fn of_end(
    lookup: &mut Lookup<'_>,
    gift: &Entry,
    end: &trace::End,
) -> Stored<(Vec<Stop>, Vec<DocumentLine>)> {
    let mut papers = Vec::new();
    let trail = match end.pool.parts() {
        PoolParts::Cash { fund, project, .. } => money(lookup, fund, &project.into_iter().collect::<Vec<_>>())?,
        PoolParts::Goods { lot, site } => {
            let mut passed = Vec::new();
            for seq in end.path.iter().filter(|seq| **seq != gift.seq && Some(**seq) != end.seq) {
                passed.extend(lookup.passed(*seq)?);
            }
            let purses = purses_of(gift, &passed);
            passed.retain(|entry| is_payment(&entry.event));
            let payments = passed;
            papers.extend(payments.iter().flat_map(|entry| lookup.papers_of(entry)));
            papers.extend(lookup.attached(SubjectKind::Lot, lot)?);
            goods(lookup, &purses, &payments, lot, site)?
        }
    };
    if let Some(entry) = end.seq.map(|seq| lookup.passed(seq)).transpose()?.flatten() {
        papers.extend(lookup.papers_of(&entry));
        if let Some(handout) = handout_of(&entry.event) {
            papers.extend(lookup.attached(SubjectKind::Handout, handout)?);
        }
    }
    Ok((trail, papers))
}

/// Whether an event turned money into goods or into what carried them.
fn is_payment(event: &Event) -> bool {
    matches!(event, Event::PurchaseMade(_) | Event::CostAdded(_))
}

fn handout_of(event: &Event) -> Option<&str> {
    match event {
        Event::GoodsDistributed(event) => Some(event.id.as_str()),
        Event::CashDistributed(event) => Some(event.id.as_str()),
        _ => None,
    }
}

fn money(lookup: &mut Lookup<'_>, fund: &str, projects: &[&str]) -> Stored<Vec<Stop>> {
    let mut trail = vec![Stop::Fund(lookup.named(SubjectKind::Fund, fund)?)];
    let mut named = Vec::with_capacity(projects.len());
    for project in projects {
        named.push(lookup.named(SubjectKind::Project, project)?);
    }
    if !named.is_empty() {
        trail.push(Stop::Projects(named));
    }
    Ok(trail)
}

fn goods(
    lookup: &mut Lookup<'_>,
    purses: &BTreeSet<PoolName>,
    payments: &[Arc<Entry>],
    lot: &str,
    site: &str,
) -> Stored<Vec<Stop>> {
    let mut trail = match purses.first().map(PoolName::parts) {
        Some(PoolParts::Cash { fund, .. }) => {
            let projects: Vec<&str> = purses.iter().filter_map(|purse| project_of(purse, fund)).collect();
            money(lookup, fund, &projects)?
        }
        _ => Vec::new(),
    };
    let mut paid = Vec::with_capacity(payments.len());
    for entry in payments {
        let paid_for = match &entry.event {
            Event::PurchaseMade(event) => PaidFor::Goods {
                supplier: lookup.named(SubjectKind::Site, event.supplier.as_str())?,
                on: event.purchased_on,
            },
            Event::CostAdded(event) => PaidFor::Cost(event.category),
            _ => continue,
        };
        paid.push(Payment { seq: entry.seq, paid_for });
    }
    if !paid.is_empty() {
        trail.push(Stop::Purchase(paid));
    }
    let (item, _) = lookup.lot_item(lot)?;
    trail.push(Stop::Lot { lot: lot.to_owned(), item });
    trail.push(match lookup.tables.station(site)? {
        Some(Station::Waybill) => Stop::Waybill(site.to_owned()),
        _ => Stop::Site(lookup.named(SubjectKind::Site, site)?),
    });
    Ok(trail)
}

fn project_of<'a>(purse: &'a PoolName, of: &str) -> Option<&'a str> {
    match purse.parts() {
        PoolParts::Cash { fund, project, .. } if fund == of => project,
        _ => None,
    }
}

/// The purses that paid and in which the gift's money lay: it lay where it arrived, and wherever an entry on its way took
/// money from one of those. What others put to the same purchase is not the gift's way.
fn purses_of(gift: &Entry, passed: &[Arc<Entry>]) -> BTreeSet<PoolName> {
    let cash = |pool: &PoolName| matches!(pool.parts(), PoolParts::Cash { .. });
    let arrived = gift.moves.first().and_then(|one| one.to.as_ref()).map(|side| side.pool.clone());
    let mut lay_in: BTreeSet<PoolName> = arrived.into_iter().filter(cash).collect();
    for one in passed.iter().flat_map(|entry| &entry.moves) {
        if let (Some(from), Some(to)) = (&one.from, &one.to)
            && lay_in.contains(&from.pool)
            && cash(&to.pool)
        {
            lay_in.insert(to.pool.clone());
        }
    }
    let paid: BTreeSet<&PoolName> = passed.iter().flat_map(|entry| sources_of(&entry.event)).collect();
    let own: BTreeSet<PoolName> = lay_in.iter().filter(|pool| paid.contains(pool)).cloned().collect();
    // A gift in kind was paid by nobody: what carried it is not its own way, but the fund it was given to is.
    let Some(home) =
        given_to(gift).filter(|home| own.is_empty() || own.iter().any(|pool| fund_of(pool) == fund_of(home)))
    else {
        return own;
    };
    let of_home: BTreeSet<PoolName> = own.into_iter().filter(|pool| fund_of(pool) == fund_of(&home)).collect();
    if of_home.is_empty() { BTreeSet::from([home]) } else { of_home }
}

fn fund_of(pool: &PoolName) -> Option<&str> {
    match pool.parts() {
        PoolParts::Cash { fund, .. } => Some(fund),
        PoolParts::Goods { .. } => None,
    }
}

fn given_to(gift: &Entry) -> Option<PoolName> {
    match &gift.event {
        Event::DonationReceived(event) => PoolName::parse(&format!("cash/{}", event.fund)),
        Event::GiftInKindReceived(event) => PoolName::parse(&format!("cash/{}", event.fund)),
        _ => None,
    }
}

fn sources_of(event: &Event) -> Vec<&PoolName> {
    match event {
        Event::PurchaseMade(event) => event.sources.iter().map(|source| &source.pool).collect(),
        Event::CostAdded(event) => event.sources.iter().map(|source| &source.pool).collect(),
        _ => Vec::new(),
    }
}

/// Names a site, which is no waybill.
pub(super) fn is_waybill(lookup: &mut Lookup<'_>, place: &Named) -> Stored<bool> {
    Ok(lookup.tables.station(&place.id)? == Some(Station::Waybill))
}
