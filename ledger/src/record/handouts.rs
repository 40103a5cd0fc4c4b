//! Goods and money that reach people.

use super::{Draft, Judged};
use crate::event::{CashDistributed, GoodsDistributed};
use crate::past::Past;
use crate::refusal::{Refusal, Rule};
use crate::value::{Count, PoolName, SubjectKind};

impl<P: Past> Draft<'_, P> {
    pub(super) fn distribute_goods(&mut self, event: &GoodsDistributed) -> Judged<P> {
        Self::plausible(event.households, event.people)?;
        self.site("site", &event.site)?;
        if let Some(project) = event.project.as_ref().filter(|project| !self.state.projects.contains_key(*project)) {
            return Err(Self::unknown("project", SubjectKind::Project, project));
        }
        self.new_id("id", SubjectKind::Handout, &event.id)?;
        for (index, line) in event.lines.iter().enumerate() {
            self.lot_fresh_on(&format!("lines[{index}].lot"), &line.lot, event.distributed_on)?;
            let pool = PoolName::goods(&line.lot, &event.site);
            self.end(&pool, line.quantity.get(), &format!("lines[{index}].quantity"))?;
        }
        Ok(())
    }

    pub(super) fn distribute_cash(&mut self, event: &CashDistributed) -> Judged<P> {
        Self::plausible(event.households, event.people)?;
        self.cash_pool("from", &event.from)?;
        self.new_id("id", SubjectKind::Handout, &event.id)?;
        self.end(&event.from, event.amount.get(), "amount")
    }

    fn plausible(households: Count, people: Count) -> Judged<P> {
        if households <= people {
            return Ok(());
        }
        let rule = Rule::MoreHouseholds { households: households.get(), people: people.get() };
        Err(Refusal::new("households", rule).into())
    }
}
