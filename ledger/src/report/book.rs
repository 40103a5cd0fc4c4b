//! Who and what is registered: what a report must know to say what a pool belongs to.

use std::collections::BTreeMap;

use super::question::{Question, Region};
use crate::entry::Entry;
use crate::event::{Event, Place};
use crate::state::State;
use crate::value::{Currency, PoolName, PoolParts, Slug};

/// What the units of a pool are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Minor units of a currency.
    Money(Currency),
    /// Base units of an item.
    Goods(Slug),
}

impl Unit {
    /// The currency's code, or the item's id.
    #[must_use]
    pub fn word(&self) -> &str {
        match self {
            Self::Money(currency) => currency.as_str(),
            Self::Goods(item) => item.as_str(),
        }
    }
}

/// All registrations that a report met.
#[derive(Debug, Clone, Default)]
pub struct Book {
    state: State,
    places: BTreeMap<Slug, Place>,
}

impl Book {
    /// Takes in an entry, in the order of the log; those that register nothing leave it as it is.
    pub fn take(&mut self, entry: &Entry) {
        if State::is_remembered(&entry.event) {
            self.state.remember(entry);
        }
        if let Event::SiteRegistered(site) = &entry.event
            && let Some(place) = &site.place
        {
            self.places.insert(site.id.clone(), place.clone());
        }
    }

    /// Lots, funds and stations by name.
    #[must_use]
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The entries known to have been reversed.
    #[must_use]
    pub fn is_reversed(&self, seq: u64) -> bool {
        self.state.reversed_by(seq).is_some()
    }

    /// What a pool counts; none where its fund or lot is not registered here.
    #[must_use]
    pub fn unit_of(&self, pool: &PoolName) -> Option<Unit> {
        match pool.parts() {
            PoolParts::Cash { fund, .. } => self.state.fund(fund).map(|fund| Unit::Money(fund.currency)),
            PoolParts::Goods { lot, .. } => self.state.lot(lot).map(|lot| Unit::Goods(lot.item.clone())),
        }
    }

    /// Where the goods of a pool are.
    #[must_use]
    pub fn place_of(&self, pool: &PoolName) -> Option<&Place> {
        match pool.parts() {
            PoolParts::Cash { .. } => None,
            PoolParts::Goods { site, .. } => self.places.get(site),
        }
    }

    /// The fund and project of a pool.
    #[must_use]
    pub fn home_of<'s>(&'s self, pool: &'s PoolName) -> Option<(&'s str, Option<&'s str>)> {
        match pool.parts() {
            PoolParts::Cash { fund, project, .. } => Some((fund, project)),
            PoolParts::Goods { lot, .. } => {
                let lot = self.state.lot(lot)?;
                Some((lot.fund.as_str(), lot.project.as_ref().map(Slug::as_str)))
            }
        }
    }

    /// Whether a question is about a pool, by all that it asks of pools.
    #[must_use]
    pub fn is_asked(&self, question: &Question, pool: &PoolName) -> bool {
        let Some((fund, project)) = self.home_of(pool) else { return question.is_whole() };
        let same = |asked: &Option<Slug>, given: Option<&str>| {
            asked.as_ref().is_none_or(|asked| given == Some(asked.as_str()))
        };
        let (item, site) = match pool.parts() {
            PoolParts::Cash { .. } => (None, None),
            PoolParts::Goods { lot, site } => (self.state.lot(lot).map(|lot| lot.item.as_str()), Some(site)),
        };
        same(&question.fund, Some(fund))
            && same(&question.project, project)
            && same(&question.item, item)
            && same(&question.site, site)
            && (question.organisation.is_none() || same(&question.organisation, self.holder_of(pool, fund)))
    }

    /// Who holds a pool: the partner that its name says, else the fund's steward.
    fn holder_of<'s>(&'s self, pool: &'s PoolName, fund: &str) -> Option<&'s str> {
        match pool.parts() {
            PoolParts::Cash { holder: Some(holder), .. } => Some(holder),
            _ => self.state.fund(fund).map(|fund| fund.steward.as_str()),
        }
    }

    /// Whether something of an entry happened in a region: its hand-out, or else at the site of one of its pools.
    #[must_use]
    pub fn is_in(&self, region: &Region, entry: &Entry) -> bool {
        match place_said(&entry.event) {
            Some(place) => region.has(place),
            None => {
                let sides = entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to));
                sides.filter_map(|side| self.place_of(&side.pool)).any(|place| region.has(place))
            }
        }
    }
}

/// Where a hand-out took place.
#[must_use]
pub fn place_said(event: &Event) -> Option<&Place> {
    match event {
        Event::GoodsDistributed(event) => Some(&event.place),
        Event::CashDistributed(event) => Some(&event.place),
        _ => None,
    }
}
