//! Who and what there is: organisations, funds, projects, sites, items, documents.

use super::{Draft, Judged};
use crate::code::GiftCode;
use crate::event::{
    DocumentAttached, Event, FundClosed, FundOpened, ItemRegistered, OrganisationRegistered, ProjectOpened,
    SiteRegistered,
};
use crate::past::Past;
use crate::pool::Pool;
use crate::record::Failure;
use crate::refusal::{Refusal, Rule};
use crate::value::{PoolName, PoolParts, Slug, SubjectKind};

impl<P: Past> Draft<'_, P> {
    pub(super) fn register_organisation(&mut self, event: &OrganisationRegistered) -> Judged<P> {
        self.new_id("id", SubjectKind::Organisation, &event.id)
    }

    pub(super) fn open_fund(&mut self, event: &FundOpened) -> Judged<P> {
        self.known_organisation("steward", &event.steward)?;
        self.new_id("id", SubjectKind::Fund, &event.id)
    }

    pub(super) fn open_project(&mut self, event: &ProjectOpened) -> Judged<P> {
        self.open_fund_named("fund", &event.fund)?;
        self.known_organisation("implementer", &event.implementer)?;
        self.new_id("id", SubjectKind::Project, &event.id)
    }

    pub(super) fn register_site(&mut self, event: &SiteRegistered) -> Judged<P> {
        self.new_id("id", SubjectKind::Site, &event.id)
    }

    pub(super) fn register_item(&mut self, event: &ItemRegistered) -> Judged<P> {
        self.new_id("id", SubjectKind::Item, &event.id)
    }

    /// What is left of its money goes to the fund that takes over; its goods stay where they are, and can still be
    /// moved and handed out.
    pub(super) fn close_fund(&mut self, event: &FundClosed) -> Judged<P> {
        let currency = self.open_fund_named("id", &event.id)?;
        let held: Vec<(PoolName, u64)> =
            self.state.pools.iter().filter(|pool| self.belongs_to(pool, &event.id)).map(name_and_units).collect();
        let Some(heir) = &event.surplus_to else {
            return match held.first() {
                Some((pool, units)) => {
                    let unit = self.unit_of(pool);
                    let rule = Rule::StillHeld { pool: pool.to_string(), units: *units, unit };
                    Err(Refusal::new("surplus_to", rule).into())
                }
                None => Ok(()),
            };
        };
        if *heir == event.id {
            return Err(Refusal::new("surplus_to", Rule::SamePool).into());
        }
        let expected = self.open_fund_named("surplus_to", heir)?;
        if expected != currency {
            let rule = Rule::CurrencyMismatch { expected: currency.to_string(), given: expected.to_string() };
            return Err(Refusal::new("surplus_to", rule).into());
        }
        for (pool, units) in held {
            if let PoolParts::Cash { holder, .. } = pool.parts() {
                let to =
                    format!("cash/{heir}{}{}", if holder.is_some() { "@" } else { "" }, holder.unwrap_or_default());
                let to = PoolName::parse(&to).ok_or_else(|| Refusal::new("surplus_to", Rule::Pool))?;
                self.pass(&pool, &to, units, units, "surplus_to")?;
            }
        }
        Ok(())
    }

    fn belongs_to(&self, pool: &Pool, fund: &Slug) -> bool {
        pool.free_units() > 0
            && match pool.name().parts() {
                PoolParts::Cash { fund: owner, .. } => owner == fund.as_str(),
                PoolParts::Goods { lot, .. } => self.state.lot(lot).is_some_and(|lot| lot.fund == *fund),
            }
    }

    pub(super) fn attach(&mut self, event: &DocumentAttached) -> Judged<P> {
        let (kind, id) = (event.subject.kind, event.subject.id.as_str());
        let found = match kind {
            SubjectKind::Gift => match GiftCode::parse(id) {
                Ok(code) => {
                    let entry = self.past.entry(code.seq()).map_err(Failure::Past)?;
                    let gift =
                        |event: &Event| matches!(event, Event::DonationReceived(_) | Event::GiftInKindReceived(_));
                    code.to_string() == id && entry.is_some_and(|entry| gift(&entry.event))
                }
                Err(_) => false,
            },
            _ => self.past.holder(kind, id).map_err(Failure::Past)?.is_some(),
        };
        if found {
            return Ok(());
        }
        Err(Refusal::new("subject.id", Rule::Unknown { kind, id: id.to_owned() }).into())
    }
}

fn name_and_units(pool: &Pool) -> (PoolName, u64) {
    (pool.name().clone(), pool.free_units())
}
