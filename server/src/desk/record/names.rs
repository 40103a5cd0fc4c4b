//! What people call pools and stations, and what is there.

use std::collections::{BTreeMap, BTreeSet};

use app::view::Unit;
use app::words::desk as say;
use ledger::code::GiftCode;
use ledger::event::Event;
use ledger::refusal::Lang;
use ledger::value::{Currency, PoolName, PoolParts, SubjectKind};

use crate::desk::people::permission::Reach;
use crate::pages::Lookup;
use crate::store::Stored;

/// What a pool counts.
pub(crate) fn unit(lookup: &mut Lookup<'_>, pool: &PoolName) -> Stored<Option<Unit>> {
    Ok(match pool.parts() {
        PoolParts::Cash { fund, .. } => currency(lookup, fund)?.map(Unit::Money),
        PoolParts::Goods { lot, .. } => Some(Unit::Goods(lookup.lot_item(lot)?.1)),
    })
}

pub(crate) fn currency(lookup: &mut Lookup<'_>, fund: &str) -> Stored<Option<Currency>> {
    Ok(lookup.fund_record(fund)?.map(|fund| fund.fund.currency))
}

/// A pool as people call it: "Flood 2026 · Wells, with Han Aid", "Tents (tents-0412) at Chengdu".
pub(crate) fn pool(lookup: &mut Lookup<'_>, lang: Lang, pool: &PoolName) -> Stored<String> {
    match pool.parts() {
        PoolParts::Cash { fund, project, holder } => {
            let fund = lookup.named(SubjectKind::Fund, fund)?.name;
            let project = project.map(|id| lookup.named(SubjectKind::Project, id)).transpose()?.map(|named| named.name);
            let holder =
                holder.map(|id| lookup.named(SubjectKind::Organisation, id)).transpose()?.map(|named| named.name);
            Ok(say::cash_pool(lang, &fund, project.as_deref(), holder.as_deref()))
        }
        PoolParts::Goods { lot, site } => {
            let (item, _) = lookup.lot_item(lot)?;
            let place = station(lookup, lang, site)?;
            Ok(say::goods_pool(lang, &item.name, lot, &place))
        }
    }
}

/// A site by its name, or a waybill by where it goes.
pub(crate) fn station(lookup: &mut Lookup<'_>, lang: Lang, id: &str) -> Stored<String> {
    if let Some(entry) = lookup.subject(SubjectKind::Waybill, id)?
        && let Event::GoodsDispatched(event) = &entry.event
    {
        let to = lookup.named(SubjectKind::Site, event.to.as_str())?.name;
        return Ok(say::waybill(lang, id, &to));
    }
    Ok(lookup.named(SubjectKind::Site, id)?.name)
}

/// What an event reaches, for the question whether somebody may record it.
pub(crate) fn reach(lookup: &mut Lookup<'_>, event: &Event) -> Stored<Reach> {
    let mut reached = Reached { lookup, reach: Reach::default(), seen: BTreeSet::new() };
    reached.event(event, 0)?;
    Ok(reached.reach)
}

/// What a document about this reaches.
pub(crate) fn reach_of(lookup: &mut Lookup<'_>, kind: SubjectKind, id: &str) -> Stored<Reach> {
    let mut reached = Reached { lookup, reach: Reach::default(), seen: BTreeSet::new() };
    reached.subject(kind, id, 0)?;
    Ok(reached.reach)
}

struct Reached<'l, 't> {
    lookup: &'l mut Lookup<'t>,
    reach: Reach,
    /// Lots that were followed already.
    seen: BTreeSet<String>,
}

/// A reversal of a reversal of a reversal, and a kit within a kit, are followed so far.
const DEPTH: usize = 32;

impl Reached<'_, '_> {
    fn event(&mut self, event: &Event, depth: usize) -> Stored<()> {
        let site = |id: &ledger::value::Slug| Some(id.to_string());
        match event {
            Event::OrganisationRegistered(_) | Event::SiteRegistered(_) | Event::ItemRegistered(_) => {}
            Event::DocumentAttached(event) => self.subject(event.subject.kind, event.subject.id.as_str(), depth)?,
            Event::FundOpened(event) => {
                self.reach.funds.push((event.id.to_string(), BTreeSet::from([event.steward.to_string()])));
            }
            Event::FundClosed(event) => self.fund(event.id.as_str(), [None, None])?,
            Event::ProjectOpened(event) => self.fund(event.fund.as_str(), [None, None])?,
            Event::DonationReceived(event) => {
                let project = event.project.as_ref().map(|project| project.as_str());
                self.fund(event.fund.as_str(), [project, None])?;
            }
            Event::FeeCharged(event) => self.gift(event.gift.get())?,
            Event::DonationRefunded(event) => self.gift(event.gift.get())?,
            Event::AllocationMade(event) => self.fund(event.fund.as_str(), [None, None])?,
            // Whoever gets money need not agree to it.
            Event::TransferMade(event) => self.pool(&event.from)?,
            Event::PurchaseMade(event) => self.sources(&event.sources)?,
            Event::GiftInKindReceived(event) => {
                self.reach.site = site(&event.site);
                self.fund(event.fund.as_str(), [None, None])?;
            }
            Event::GoodsReceived(event) => {
                self.reach.site = site(&event.to);
                self.lot(event.lot.as_str(), depth)?;
            }
            Event::GoodsDispatched(event) => {
                self.reach.site = site(&event.from);
                self.lots(&event.lines, depth)?;
            }
            Event::KitPacked(event) => {
                self.reach.site = site(&event.site);
                self.lots(&event.inputs, depth)?;
            }
            Event::CostAdded(event) => {
                self.reach.site = site(&event.site);
                self.sources(&event.sources)?;
                self.lot(event.lot.as_str(), depth)?;
            }
            Event::GoodsLost(event) => {
                self.reach.site = site(&event.site);
                self.lot(event.lot.as_str(), depth)?;
            }
            Event::GoodsDistributed(event) => {
                self.reach.site = site(&event.site);
                self.lots(&event.lines, depth)?;
            }
            Event::CashDistributed(event) => self.pool(&event.from)?,
            Event::ExpensePaid(event) => self.pool(&event.from)?,
            Event::EntryReversed(event) => {
                if let Some(entry) = self.entry(event.reverses.get())? {
                    self.followed(&entry.event, depth)?;
                }
            }
        }
        Ok(())
    }

    fn followed(&mut self, event: &Event, depth: usize) -> Stored<()> {
        if depth < DEPTH { self.event(event, depth + 1) } else { self.nobodys("") }
    }

    /// What can't be followed is not therefore everybody's.
    fn nobodys(&mut self, id: &str) -> Stored<()> {
        self.reach.funds.push((id.to_owned(), BTreeSet::new()));
        Ok(())
    }

    /// What a document is about. Organisations, sites and kinds of goods are of no fund.
    fn subject(&mut self, kind: SubjectKind, id: &str, depth: usize) -> Stored<()> {
        match kind {
            SubjectKind::Gift => match GiftCode::parse(id) {
                Ok(code) => match self.entry(code.seq())? {
                    Some(entry) => self.followed(&entry.event, depth),
                    None => Ok(()),
                },
                Err(_) => Ok(()),
            },
            SubjectKind::Lot => self.lot(id, depth),
            _ => match self.lookup.subject(kind, id)? {
                Some(entry) => match &entry.event {
                    Event::ProjectOpened(event) => self.fund(event.fund.as_str(), [Some(event.id.as_str()), None]),
                    event => self.followed(event, depth),
                },
                None => Ok(()),
            },
        }
    }

    fn entry(&mut self, seq: u64) -> Stored<Option<ledger::Entry>> {
        use ledger::Past as _;
        self.lookup.tables().entry(seq)
    }

    /// A fund, with those who answer for it here: its steward, a project's implementer, a holder.
    fn fund(&mut self, fund: &str, [project, holder]: [Option<&str>; 2]) -> Stored<()> {
        let mut organisations = BTreeSet::new();
        organisations.extend(self.lookup.fund_record(fund)?.map(|record| record.fund.steward.to_string()));
        if let Some(project) = project {
            let record = self.lookup.tables().project(project)?;
            organisations.extend(record.map(|project| project.implementer.to_string()));
        }
        organisations.extend(holder.map(str::to_owned));
        self.reach.funds.push((fund.to_owned(), organisations));
        Ok(())
    }

    fn pool(&mut self, pool: &PoolName) -> Stored<()> {
        match pool.parts() {
            PoolParts::Cash { fund, project, holder } => self.fund(fund, [project, holder]),
            PoolParts::Goods { lot, .. } => self.lot(lot, 0),
        }
    }

    fn sources(&mut self, sources: &[ledger::event::Source]) -> Stored<()> {
        sources.iter().try_for_each(|source| self.pool(&source.pool))
    }

    fn lots(&mut self, lines: &[ledger::event::LotLine], depth: usize) -> Stored<()> {
        lines.iter().try_for_each(|line| self.lot(line.lot.as_str(), depth))
    }

    /// The funds whose goods a lot is: a kit is of all those whose goods were packed into it.
    fn lot(&mut self, lot: &str, depth: usize) -> Stored<()> {
        if !self.seen.insert(lot.to_owned()) {
            return Ok(());
        }
        let Some(entry) = self.lookup.subject(SubjectKind::Lot, lot)? else { return Ok(()) };
        let before = self.reach.funds.len();
        match &entry.event {
            _ if depth >= DEPTH => self.nobodys(lot)?,
            Event::PurchaseMade(event) => self.sources(&event.sources)?,
            Event::GiftInKindReceived(event) => self.fund(event.fund.as_str(), [None, None])?,
            Event::KitPacked(event) => self.lots(&event.inputs, depth + 1)?,
            _ => {}
        }
        self.join(before);
        Ok(())
    }

    /// Whoever answers for a part of a fund's share in a lot handles the lot: nobody carries it in parts.
    fn join(&mut self, first: usize) {
        let mut joined: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (fund, organisations) in self.reach.funds.split_off(first) {
            joined.entry(fund).or_default().extend(organisations);
        }
        self.reach.funds.extend(joined);
    }

    fn gift(&mut self, seq: u64) -> Stored<()> {
        let Some(entry) = self.entry(seq)? else { return Ok(()) };
        match &entry.event {
            Event::DonationReceived(event) => self.fund(event.fund.as_str(), [None, None]),
            Event::GiftInKindReceived(event) => self.fund(event.fund.as_str(), [None, None]),
            _ => Ok(()),
        }
    }
}
