//! Money set aside, sent on, and spent.

use super::{Draft, Judged, split_off};
use crate::entry::{Move, Side};
use crate::event::{AllocationMade, CostAdded, ExpensePaid, PurchaseMade, TransferMade};
use crate::past::Past;
use crate::pool::Pool;
use crate::refusal::{Refusal, Rule, Unit};
use crate::span::{self, Span};
use crate::state::{Station, home_of};
use crate::value::{PoolName, SiteKind, SubjectKind};

impl<P: Past> Draft<'_, P> {
    pub(super) fn allocate(&mut self, event: &AllocationMade) -> Judged<P> {
        self.open_fund_named("fund", &event.fund)?;
        self.project_of("project", &event.project, &event.fund)?;
        self.new_id("id", SubjectKind::Allocation, &event.id)?;
        let from = PoolName::cash(&event.fund, None);
        let to = PoolName::cash(&event.fund, Some(&event.project));
        self.pass(&from, &to, event.amount.get(), event.amount.get(), "amount")
    }

    pub(super) fn transfer(&mut self, event: &TransferMade) -> Judged<P> {
        let from = self.cash_pool("from", &event.from)?;
        let to = self.cash_pool("to", &event.to)?;
        if event.from == event.to {
            return Err(Refusal::new("to", Rule::SamePool).into());
        }
        let other_fund = home_of(&event.from).map(|home| home.0) != home_of(&event.to).map(|home| home.0);
        if let Some((fund, _)) = home_of(&event.to) {
            self.open_fund_named("to", &fund)?;
        }
        if other_fund && event.reason.is_none() {
            return Err(Refusal::new("reason", Rule::ReasonNeeded).into());
        }
        let credited = match event.credited {
            None if from != to => {
                let rule = Rule::CreditedNeeded { from: from.to_string(), to: to.to_string() };
                return Err(Refusal::new("credited", rule).into());
            }
            Some(_) if from == to => {
                let rule = Rule::CreditedNotNeeded { currency: from.to_string() };
                return Err(Refusal::new("credited", rule).into());
            }
            credited => credited.unwrap_or(event.amount),
        };
        self.new_id("id", SubjectKind::Transfer, &event.id)?;
        self.pass(&event.from, &event.to, event.amount.get(), credited.get(), "amount")
    }

    /// The sources, in their order, pay the lines, in theirs: a lot gets a component from each source that reaches it,
    /// and nothing is divided, so nothing is rounded.
    pub(super) fn purchase(&mut self, event: &PurchaseMade) -> Judged<P> {
        match self.station("supplier", &event.supplier)? {
            Station::Site(SiteKind::Supplier) => {}
            _ => {
                let rule = Rule::NotASupplier { site: event.supplier.to_string() };
                return Err(Refusal::new("supplier", rule).into());
            }
        }
        let (currency, sources) = self.sources_sum(&event.sources)?;
        let costs = event.lines.iter().fold(0_u64, |sum, line| sum.saturating_add(line.cost.get()));
        if sources != costs {
            let rule = Rule::SumsDiffer { sources, costs, unit: Unit::Money(currency) };
            return Err(Refusal::new("lines", rule).into());
        }
        if let Some(id) = &event.id {
            self.new_id("id", SubjectKind::Purchase, id)?;
        }
        for (index, line) in event.lines.iter().enumerate() {
            self.known_item(&format!("lines[{index}].item"), &line.item)?;
            self.new_id(&format!("lines[{index}].lot"), SubjectKind::Lot, &line.lot)?;
        }
        let mut purses = self.take_sources(&event.sources)?;
        for (index, line) in event.lines.iter().enumerate() {
            let pool = PoolName::goods(&line.lot, &event.supplier);
            let to = self.arrive(&pool, line.quantity.get(), &format!("lines[{index}].quantity"))?;
            self.pay(&mut purses, line.cost.get(), &to);
        }
        Ok(())
    }

    /// Pays `cost` for the units of `to` out of the purses in order, a move each.
    fn pay(&mut self, purses: &mut [Side], cost: u64, to: &Side) {
        let mut due = cost;
        for purse in purses.iter_mut() {
            let part = span::units_of(&purse.spans).min(due);
            if part > 0 {
                let spans = split_off(purse, part);
                due = due.saturating_sub(part);
                let from = Side { pool: purse.pool.clone(), spans };
                self.moves.push(Move { from: Some(from), to: Some(to.clone()) });
            }
        }
    }

    pub(super) fn add_cost(&mut self, event: &CostAdded) -> Judged<P> {
        self.station("site", &event.site)?;
        self.known_lot("lot", &event.lot)?;
        self.sources_sum(&event.sources)?;
        self.new_id("id", SubjectKind::Cost, &event.id)?;
        let pool = PoolName::goods(&event.lot, &event.site);
        let spans: Vec<Span> = self.state.pool(&pool).map(|known| Pool::free(known).collect()).unwrap_or_default();
        if spans.is_empty() {
            return Err(Refusal::new("lot", Rule::NothingFree { pool: pool.to_string() }).into());
        }
        let to = Side { pool, spans };
        for from in self.take_sources(&event.sources)? {
            self.moves.push(Move { from: Some(from), to: Some(to.clone()) });
        }
        Ok(())
    }

    pub(super) fn pay_expense(&mut self, event: &ExpensePaid) -> Judged<P> {
        self.cash_pool("from", &event.from)?;
        self.new_id("id", SubjectKind::Expense, &event.id)?;
        self.end(&event.from, event.amount.get(), "amount")
    }
}
