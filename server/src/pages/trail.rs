//! What a part of a gift went through, as far as its end and the entries on its path say.

use std::rc::Rc;

use app::view::{DocumentLine, Named, Stop};
use ledger::Entry;
use ledger::event::Event;
use ledger::past::Past as _;
use ledger::state::Station;
use ledger::trace;
use ledger::value::{PoolName, PoolParts, SubjectKind};

use super::{Lookup, documents};
use crate::store::Stored;

/// The stations of an end, from the fund on, and the documents of the entries that made it.
pub(super) fn of_end(
    lookup: &mut Lookup<'_>,
    gift: &Entry,
    end: &trace::End,
) -> Stored<(Vec<Stop>, Vec<DocumentLine>)> {
    let mut papers = Vec::new();
    let trail = match end.pool.parts() {
        PoolParts::Cash { fund, project, .. } => money(lookup, fund, project)?,
        PoolParts::Goods { lot, site } => {
            let mut payments = Vec::new();
            for seq in end.path.iter().filter(|seq| **seq != gift.seq && Some(**seq) != end.seq) {
                payments.extend(lookup.payment(*seq)?);
            }
            papers.extend(payments.iter().flat_map(|entry| documents::of_entry(entry)));
            papers.extend(lookup.attached(SubjectKind::Lot, lot)?);
            goods(lookup, gift, &payments, lot, site)?
        }
    };
    if let Some(entry) = end.seq.map(|seq| lookup.tables.entry(seq)).transpose()?.flatten() {
        papers.extend(documents::of_entry(&entry));
        if let Some(handout) = handout_of(&entry.event) {
            papers.extend(lookup.attached(SubjectKind::Handout, handout)?);
        }
    }
    Ok((trail, papers))
}

impl Lookup<'_> {
    /// An entry that turned money into goods or into what carried them, if it is one. The ends of one gift share most
    /// of what they went through, so each is read once.
    fn payment(&mut self, seq: u64) -> Stored<Option<Rc<Entry>>> {
        if !self.payments.contains_key(&seq) {
            let entry = self.tables.entry(seq)?;
            let paid = entry.filter(|entry| matches!(entry.event, Event::PurchaseMade(_) | Event::CostAdded(_)));
            self.payments.insert(seq, paid.map(Rc::new));
        }
        Ok(self.payments.get(&seq).cloned().flatten())
    }
}

fn handout_of(event: &Event) -> Option<&str> {
    match event {
        Event::GoodsDistributed(event) => Some(event.id.as_str()),
        Event::CashDistributed(event) => Some(event.id.as_str()),
        _ => None,
    }
}

fn money(lookup: &mut Lookup<'_>, fund: &str, project: Option<&str>) -> Stored<Vec<Stop>> {
    let mut trail = vec![Stop::Fund(lookup.named(SubjectKind::Fund, fund)?)];
    if let Some(project) = project {
        trail.push(Stop::Project(lookup.named(SubjectKind::Project, project)?));
    }
    Ok(trail)
}

fn goods(lookup: &mut Lookup<'_>, gift: &Entry, payments: &[Rc<Entry>], lot: &str, site: &str) -> Stored<Vec<Stop>> {
    let mut trail = match purse_of(gift, payments) {
        Some((fund, project)) => money(lookup, &fund, project.as_deref())?,
        None => Vec::new(),
    };
    if !payments.is_empty() {
        trail.push(Stop::Purchase(payments.iter().map(|entry| entry.seq).collect()));
    }
    let (item, _) = lookup.lot_item(lot)?;
    trail.push(Stop::Lot { lot: lot.to_owned(), item });
    trail.push(match lookup.tables.station(site)? {
        Some(Station::Waybill) => Stop::Waybill(site.to_owned()),
        _ => Stop::Site(lookup.named(SubjectKind::Site, site)?),
    });
    Ok(trail)
}

/// The fund and, where all payments agree, the project whose money paid. Where several purses paid for one thing, the
/// gift's own fund is named, and no project: which of them this gift lay in is not told apart here.
fn purse_of(gift: &Entry, payments: &[Rc<Entry>]) -> Option<(String, Option<String>)> {
    let given_to = match &gift.event {
        Event::DonationReceived(event) => event.fund.to_string(),
        Event::GiftInKindReceived(event) => event.fund.to_string(),
        _ => return None,
    };
    let mut purses: Vec<(String, Option<String>)> = Vec::new();
    for source in payments.iter().flat_map(|entry| sources_of(&entry.event)) {
        if let PoolParts::Cash { fund, project, .. } = source.parts() {
            purses.push((fund.to_owned(), project.map(str::to_owned)));
        }
    }
    purses.sort_unstable();
    purses.dedup();
    if purses.iter().any(|(fund, _)| *fund == given_to) {
        purses.retain(|(fund, _)| *fund == given_to);
    }
    match purses.as_slice() {
        [only] => Some(only.clone()),
        _ => Some((given_to, None)),
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
