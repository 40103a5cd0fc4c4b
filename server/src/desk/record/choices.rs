//! What can be chosen, and what is there: choices in place of ids.

use std::collections::BTreeMap;

use app::view::Unit;
use app::view::desk::{Choice, ChoiceName};
use app::words;
use app::words::desk as say;
use ledger::Entry;
use ledger::event::Event;
use ledger::refusal::Lang;
use ledger::value::{PoolName, PoolParts, SiteKind, Slug, SubjectKind};

use super::{names, taken_back};
use crate::desk::people::permission::{Action, Grant, Reach, may};
use crate::pages::Lookup;
use crate::store::Stored;

/// How many pools are offered; whoever has more finds the others by the site they are at.
const POOLS: usize = 500;

/// How many of the latest entries are looked at for suggestions; any other can be typed.
const LOOKED_THROUGH: usize = 100;

/// How many of them are suggested.
const SUGGESTED: usize = 20;

/// What choices are made for.
pub(super) struct Chooser<'l, 't> {
    pub(super) lookup: &'l mut Lookup<'t>,
    pub(super) lang: Lang,
    pub(super) grants: &'l [Grant],
    pub(super) action: Action,
    /// The site at which the event happens, where it was typed already.
    pub(super) site: Option<String>,
    goods: Option<Vec<(PoolName, u64)>>,
    cash: Option<BTreeMap<PoolName, u64>>,
}

fn choice(value: impl Into<String>, name: impl Into<String>) -> Choice {
    Choice { value: value.into(), name: ChoiceName::Named(name.into()), there: None, group: None }
}

impl<'l, 't> Chooser<'l, 't> {
    pub(super) fn new(lookup: &'l mut Lookup<'t>, lang: Lang, grants: &'l [Grant], action: Action) -> Self {
        Self { lookup, lang, grants, action, site: None, goods: None, cash: None }
    }

    fn reaches(&self, fund: &str, organisations: impl IntoIterator<Item = String>) -> bool {
        let funds = vec![(fund.to_owned(), organisations.into_iter().collect())];
        // A site is asked for only when the event is known.
        let sites = self.grants.iter().filter_map(|grant| grant.scope.site().map(str::to_owned)).map(Some);
        sites.chain([None]).any(|site| may(self.grants, self.action, &Reach { funds: funds.clone(), site }))
    }

    /// Funds that are open, with what they have free.
    pub(super) fn funds(&mut self) -> Stored<Vec<Choice>> {
        let mut found = Vec::new();
        for record in self.lookup.tables().funds()? {
            let id = record.fund.id.as_str();
            if !self.reaches(id, [record.fund.steward.to_string()]) || self.lookup.tables().closing(id)?.is_some() {
                continue;
            }
            let free = self.cash()?.get(&PoolName::cash(&record.fund.id, None)).copied().unwrap_or(0);
            let there = Some((free, Unit::Money(record.fund.currency)));
            found.push(Choice { there, ..choice(id, record.fund.title.to_string()) });
        }
        Ok(found)
    }

    pub(super) fn projects(&mut self) -> Stored<Vec<Choice>> {
        let mut found = Vec::new();
        for entry in self.lookup.tables().subjects(SubjectKind::Project)? {
            let Event::ProjectOpened(event) = &entry.event else { continue };
            let group = Some(self.lookup.named(SubjectKind::Fund, event.fund.as_str())?.name);
            found.push(Choice { group, ..choice(event.id.as_str(), event.title.to_string()) });
        }
        Ok(found)
    }

    pub(super) fn organisations(&mut self) -> Stored<Vec<Choice>> {
        let entries = self.lookup.tables().subjects(SubjectKind::Organisation)?;
        let named = entries.iter().filter_map(|entry| match &entry.event {
            Event::OrganisationRegistered(event) => Some(choice(event.id.as_str(), event.name.to_string())),
            _ => None,
        });
        Ok(named.collect())
    }

    /// Organisations for which this person may open funds.
    pub(super) fn stewards(&mut self) -> Stored<Vec<Choice>> {
        let mut found = self.organisations()?;
        found.retain(|choice| {
            let funds = vec![(String::new(), std::iter::once(choice.value.clone()).collect())];
            may(self.grants, self.action, &Reach { funds, site: None })
        });
        Ok(found)
    }

    pub(super) fn items(&mut self) -> Stored<Vec<Choice>> {
        let entries = self.lookup.tables().subjects(SubjectKind::Item)?;
        let named = entries.iter().filter_map(|entry| match &entry.event {
            Event::ItemRegistered(event) => {
                let name = say::item_and_unit(self.lang, event.name.as_str(), event.unit.as_str());
                Some(choice(event.id.as_str(), name))
            }
            _ => None,
        });
        Ok(named.collect())
    }

    /// Sites by what they are for; suppliers alone, or all.
    pub(super) fn sites(&mut self, suppliers: bool) -> Stored<Vec<Choice>> {
        let lang = self.lang;
        let entries = self.lookup.tables().subjects(SubjectKind::Site)?;
        let mut found: Vec<(SiteKind, Choice)> = entries
            .iter()
            .filter_map(|entry| match &entry.event {
                Event::SiteRegistered(event) if !suppliers || event.kind == SiteKind::Supplier => {
                    let group = Some(words::site_kind(lang, event.kind).to_owned());
                    Some((event.kind, Choice { group, ..choice(event.id.as_str(), event.name.to_string()) }))
                }
                _ => None,
            })
            .collect();
        found.sort_by_key(|(kind, _)| *kind);
        Ok(found.into_iter().map(|(_, choice)| choice).collect())
    }

    /// Where goods are now: sites and waybills that hold something.
    pub(super) fn stations(&mut self) -> Stored<Vec<Choice>> {
        let mut ids: Vec<String> = Vec::new();
        for (pool, _) in self.goods()? {
            if let PoolParts::Goods { site, .. } = pool.parts()
                && !ids.iter().any(|known| known == site)
            {
                ids.push(site.to_owned());
            }
        }
        ids.into_iter().map(|id| Ok(choice(&id, names::station(self.lookup, self.lang, &id)?))).collect()
    }

    /// Lots that are somewhere, with how much; only those at the site that was typed, where one was.
    pub(super) fn lots(&mut self) -> Stored<Vec<Choice>> {
        let mut found = Vec::new();
        for (pool, units) in self.goods()? {
            let PoolParts::Goods { lot, site } = pool.parts() else { continue };
            if self.site.as_deref().is_some_and(|ours| !ours.is_empty() && ours != site) {
                continue;
            }
            let (item, unit) = self.lookup.lot_item(lot)?;
            let group = Some(names::station(self.lookup, self.lang, site)?);
            let name = say::lot(self.lang, &item.name, lot);
            found.push(Choice { there: Some((units, Unit::Goods(unit))), group, ..choice(lot, name) });
        }
        found.sort_by(|one, other| one.group.cmp(&other.group));
        Ok(found)
    }

    /// Money that is somewhere, with how much; for money that arrives, every pool of the funds and projects too.
    pub(super) fn cash_pools(&mut self, arrives: bool) -> Stored<Vec<Choice>> {
        let mut pools = self.cash()?.clone();
        if arrives {
            for record in self.lookup.tables().funds()? {
                pools.entry(PoolName::cash(&record.fund.id, None)).or_default();
            }
            for entry in self.lookup.tables().subjects(SubjectKind::Project)? {
                if let Event::ProjectOpened(event) = &entry.event {
                    pools.entry(PoolName::cash(&event.fund, Some(&event.id))).or_default();
                }
            }
        }
        let mut found = Vec::new();
        for (pool, units) in pools {
            let PoolParts::Cash { fund, project, holder } = pool.parts() else { continue };
            let Some(record) = self.lookup.fund_record(fund)? else { continue };
            let implementer = match project {
                Some(project) => self.lookup.tables().project(project)?.map(|project| project.implementer.to_string()),
                None => None,
            };
            let steward = record.fund.steward.to_string();
            let organisations = [Some(steward), implementer, holder.map(str::to_owned)].into_iter().flatten();
            if !arrives && !self.reaches(fund, organisations) {
                continue;
            }
            let name = names::pool(self.lookup, self.lang, &pool)?;
            let there = Some((units, Unit::Money(record.fund.currency)));
            found.push(Choice { there, ..choice(pool.as_str(), name) });
        }
        Ok(found)
    }

    /// The latest entries that count and moved something, by their numbers.
    pub(super) fn latest(&mut self) -> Stored<Vec<Choice>> {
        self.entries(|entry| (!entry.moves.is_empty()).then(|| entry.seq.to_string()))
    }

    /// The latest gifts, by their receipt codes.
    pub(super) fn latest_gifts(&mut self) -> Stored<Vec<Choice>> {
        self.entries(|entry| taken_back::code(entry.event.event_type(), entry.seq))
    }

    /// Things of which documents may be, the latest first.
    pub(super) fn subjects(&mut self) -> Stored<Vec<Choice>> {
        let lang = self.lang;
        let mut found = Vec::new();
        for entry in self.look_back()? {
            let Some((kind, id)) = taken_back::subject(&entry.event, entry.seq) else { continue };
            let reach = names::reach_of(self.lookup, kind, &id)?;
            if !may(self.grants, self.action, &reach) {
                continue;
            }
            let name = self.lookup.named(kind, &id)?.name;
            found.push(choice(id, words::told(lang, words::subject(lang, kind), &name)));
        }
        Ok(found)
    }

    fn entries(&mut self, value: impl Fn(&Entry) -> Option<String>) -> Stored<Vec<Choice>> {
        let mut found = Vec::new();
        for entry in self.look_back()? {
            let Some(value) = value(&entry) else { continue };
            if found.len() == SUGGESTED || self.lookup.tables().reversed_by(entry.seq)?.is_some() {
                continue;
            }
            let line = self.lookup.entry_line(&entry)?;
            let what = words::event(self.lang, line.event).to_owned();
            let sum = line.sum.map(|sum| words::money(sum.amount, sum.currency));
            found.push(choice(value, [Some(what), sum].into_iter().flatten().collect::<Vec<_>>().join(" · ")));
        }
        Ok(found)
    }

    fn look_back(&mut self) -> Stored<Vec<Entry>> {
        let size = self.lookup.tables().head()?.size;
        Ok(self.lookup.tables().latest(size, LOOKED_THROUGH)?.into_iter().map(|(entry, _)| entry).collect())
    }

    fn goods(&mut self) -> Stored<Vec<(PoolName, u64)>> {
        if self.goods.is_none() {
            self.goods = Some(self.lookup.tables().holding("lot/", POOLS)?);
        }
        Ok(self.goods.clone().unwrap_or_default())
    }

    fn cash(&mut self) -> Stored<&BTreeMap<PoolName, u64>> {
        if self.cash.is_none() {
            self.cash = Some(self.lookup.tables().holding("cash/", POOLS)?.into_iter().collect());
        }
        Ok(self.cash.get_or_insert_default())
    }

    /// The country and region of a site, for what happens there.
    pub(super) fn place_of(&mut self, site: &str) -> Stored<Option<ledger::event::Place>> {
        if Slug::new(site).is_err() {
            return Ok(None);
        }
        Ok(self.lookup.tables().site(site)?.and_then(|site| site.place))
    }
}
