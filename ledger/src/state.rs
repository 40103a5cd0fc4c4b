//! What the ledger must remember to judge the next event: who and what is registered, and what each pool holds.
//!
//! It grows with funds, projects, sites, lots and pools, never with gifts: those are looked up in the [`crate::Past`].

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher};

use crate::entry::{Entry, Hash};
use crate::event::Event;
use crate::pool::{Pool, PoolId};
use crate::value::{Currency, Date, PoolName, SiteKind, Slug, Timestamp};

/// Where the log ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// The number that the next entry will have: how many there are.
    pub size: u64,
    /// The hash of the last entry.
    pub hash: Hash,
    /// When the last entry was recorded.
    pub at: Timestamp,
}

impl Head {
    /// The head of an empty log.
    pub const EMPTY: Self = Self { size: 0, hash: Hash::ZERO, at: Timestamp::ZERO };
}

/// A fund.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fund {
    /// Its one currency.
    pub currency: Currency,
    /// Who answers for it.
    pub steward: Slug,
    /// The entry that closed it.
    pub closed_by: Option<u64>,
}

/// Where goods can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Station {
    /// A registered site.
    Site(SiteKind),
    /// A waybill, on its way.
    Waybill,
}

/// A lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// What it is.
    pub item: Slug,
    /// The fund whose goods these are: the first that paid, or the one the gift was for.
    pub fund: Slug,
    /// The project, if its money was set aside for one.
    pub project: Option<Slug>,
    /// The last day on which it may be handed out.
    pub expires_on: Option<Date>,
}

/// What grows with a ledger and is asked by name. Its hash has no random key, and nobody walks through it: it answers
/// alike everywhere.
pub(crate) type ByName<K, V> = HashMap<K, V, BuildHasherDefault<DefaultHasher>>;

/// Everything that judging the next event needs, but for single past entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    pub(crate) head: Head,
    pub(crate) organisations: BTreeMap<Slug, ()>,
    pub(crate) funds: BTreeMap<Slug, Fund>,
    pub(crate) projects: BTreeMap<Slug, Slug>,
    pub(crate) stations: ByName<Slug, Station>,
    pub(crate) items: BTreeMap<Slug, ()>,
    pub(crate) lots: ByName<Slug, Lot>,
    pub(crate) reversed: BTreeMap<u64, u64>,
    pub(crate) pools: Vec<Pool>,
    pub(crate) pool_ids: ByName<PoolName, PoolId>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            head: Head::EMPTY,
            organisations: BTreeMap::new(),
            funds: BTreeMap::new(),
            projects: BTreeMap::new(),
            stations: ByName::default(),
            items: BTreeMap::new(),
            lots: ByName::default(),
            reversed: BTreeMap::new(),
            pools: Vec::new(),
            pool_ids: ByName::default(),
        }
    }
}

impl State {
    /// The state at `head`, with these pools in the order of their first appearance. Registrations follow by
    /// [`State::remember`].
    #[must_use]
    pub fn restored(head: Head, pools: Vec<Pool>) -> Self {
        let pool_ids = pools.iter().zip(0_u32..).map(|(pool, id)| (pool.name().clone(), PoolId(id))).collect();
        Self { head, pools, pool_ids, ..Self::default() }
    }

    /// Where the log ends.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    /// A pool by name.
    #[must_use]
    pub fn pool(&self, name: &PoolName) -> Option<&Pool> {
        self.pool_ids.get(name).and_then(|id| self.pool_by_id(*id))
    }

    /// The number of a pool.
    #[must_use]
    pub fn pool_id(&self, name: &PoolName) -> Option<PoolId> {
        self.pool_ids.get(name).copied()
    }

    /// A pool by number.
    #[must_use]
    pub fn pool_by_id(&self, id: PoolId) -> Option<&Pool> {
        usize::try_from(id.0).ok().and_then(|id| self.pools.get(id))
    }

    /// Every pool, in the order of first appearance.
    #[must_use]
    pub fn pools(&self) -> &[Pool] {
        &self.pools
    }

    /// A fund.
    #[must_use]
    pub fn fund(&self, id: &str) -> Option<&Fund> {
        self.funds.get(id)
    }

    /// A lot.
    #[must_use]
    pub fn lot(&self, id: &str) -> Option<&Lot> {
        self.lots.get(id)
    }

    /// What kind of place a site or waybill is.
    #[must_use]
    pub fn station(&self, id: &str) -> Option<Station> {
        self.stations.get(id).copied()
    }

    /// The entry that reversed this one.
    #[must_use]
    pub fn reversed_by(&self, seq: u64) -> Option<u64> {
        self.reversed.get(&seq).copied()
    }

    /// Whether an entry of this kind must be shown to [`State::remember`] when a state is restored.
    #[must_use]
    pub fn is_remembered(event: &Event) -> bool {
        matches!(
            event,
            Event::OrganisationRegistered(_)
                | Event::FundOpened(_)
                | Event::FundClosed(_)
                | Event::ProjectOpened(_)
                | Event::SiteRegistered(_)
                | Event::ItemRegistered(_)
                | Event::PurchaseMade(_)
                | Event::GiftInKindReceived(_)
                | Event::KitPacked(_)
                | Event::GoodsDispatched(_)
                | Event::EntryReversed(_)
        )
    }

    /// Takes in what an accepted entry registers, closes or reverses; it leaves head and pools alone.
    pub fn remember(&mut self, entry: &Entry) {
        match &entry.event {
            Event::OrganisationRegistered(event) => drop(self.organisations.insert(event.id.clone(), ())),
            Event::FundOpened(event) => {
                let fund = Fund { currency: event.currency, steward: event.steward.clone(), closed_by: None };
                self.funds.insert(event.id.clone(), fund);
            }
            Event::FundClosed(event) => {
                if let Some(fund) = self.funds.get_mut(&event.id) {
                    fund.closed_by = Some(entry.seq);
                }
            }
            Event::ProjectOpened(event) => drop(self.projects.insert(event.id.clone(), event.fund.clone())),
            Event::SiteRegistered(event) => drop(self.stations.insert(event.id.clone(), Station::Site(event.kind))),
            Event::ItemRegistered(event) => drop(self.items.insert(event.id.clone(), ())),
            Event::GoodsDispatched(event) => drop(self.stations.insert(event.waybill.clone(), Station::Waybill)),
            Event::EntryReversed(event) => {
                self.reversed.insert(event.reverses.get(), entry.seq);
                let closed = self.funds.values_mut().find(|fund| fund.closed_by == Some(event.reverses.get()));
                if let Some(fund) = closed {
                    fund.closed_by = None;
                }
            }
            Event::PurchaseMade(_) | Event::GiftInKindReceived(_) | Event::KitPacked(_) => self.remember_lots(entry),
            _ => {}
        }
    }

    fn remember_lots(&mut self, entry: &Entry) {
        match &entry.event {
            Event::PurchaseMade(event) => {
                let Some((fund, project)) = event.sources.first().and_then(|source| home_of(&source.pool)) else {
                    return;
                };
                for line in &event.lines {
                    let lot =
                        Lot { item: line.item.clone(), fund: fund.clone(), project: project.clone(), expires_on: None };
                    self.lots.insert(line.lot.clone(), lot);
                }
            }
            Event::GiftInKindReceived(event) => {
                let lot = Lot {
                    item: event.item.clone(),
                    fund: event.fund.clone(),
                    project: None,
                    expires_on: event.expires_on,
                };
                self.lots.insert(event.lot.clone(), lot);
            }
            Event::KitPacked(event) => {
                let inputs = || event.inputs.iter().filter_map(|input| self.lots.get(&input.lot));
                let Some(first) = inputs().next() else { return };
                let lot = Lot {
                    item: event.item.clone(),
                    fund: first.fund.clone(),
                    project: first.project.clone(),
                    expires_on: inputs().filter_map(|lot| lot.expires_on).min(),
                };
                self.lots.insert(event.lot.clone(), lot);
            }
            _ => {}
        }
    }
}

/// The fund and project of a cash pool's name.
pub(crate) fn home_of(pool: &PoolName) -> Option<(Slug, Option<Slug>)> {
    pool.home()
}
