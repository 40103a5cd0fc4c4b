//! Goods on their way: received, dispatched, packed, lost.

use super::{Draft, Judged};
use crate::entry::Move;
use crate::event::{GoodsDispatched, GoodsLost, GoodsReceived, KitPacked};
use crate::past::Past;
use crate::refusal::{Refusal, Rule};
use crate::value::{PoolName, SubjectKind};

impl<P: Past> Draft<'_, P> {
    pub(super) fn receive_goods(&mut self, event: &GoodsReceived) -> Judged<P> {
        self.known_lot("lot", &event.lot)?;
        self.station("from", &event.from)?;
        self.site("to", &event.to)?;
        if event.from == event.to {
            return Err(Refusal::new("to", Rule::SamePool).into());
        }
        self.new_id("id", SubjectKind::Receipt, &event.id)?;
        let from = PoolName::goods(&event.lot, &event.from);
        let to = PoolName::goods(&event.lot, &event.to);
        self.pass(&from, &to, event.quantity.get(), event.quantity.get(), "quantity")
    }

    pub(super) fn dispatch(&mut self, event: &GoodsDispatched) -> Judged<P> {
        self.site("from", &event.from)?;
        self.site("to", &event.to)?;
        if event.from == event.to {
            return Err(Refusal::new("to", Rule::SamePool).into());
        }
        self.new_id("waybill", SubjectKind::Waybill, &event.waybill)?;
        for (index, line) in event.lines.iter().enumerate() {
            self.lot_fresh_on(&format!("lines[{index}].lot"), &line.lot, event.dispatched_on)?;
            let from = PoolName::goods(&line.lot, &event.from);
            let to = PoolName::goods(&line.lot, &event.waybill);
            let units = line.quantity.get();
            self.pass(&from, &to, units, units, &format!("lines[{index}].quantity"))?;
        }
        Ok(())
    }

    pub(super) fn pack_kit(&mut self, event: &KitPacked) -> Judged<P> {
        self.site("site", &event.site)?;
        self.known_item("item", &event.item)?;
        self.new_id("lot", SubjectKind::Lot, &event.lot)?;
        let mut inputs = Vec::with_capacity(event.inputs.len());
        for (index, input) in event.inputs.iter().enumerate() {
            self.known_lot(&format!("inputs[{index}].lot"), &input.lot)?;
            let pool = PoolName::goods(&input.lot, &event.site);
            inputs.push(self.take(&pool, input.quantity.get(), &format!("inputs[{index}].quantity"))?);
        }
        let to = self.arrive(&PoolName::goods(&event.lot, &event.site), event.quantity.get(), "quantity")?;
        for from in inputs {
            self.moves.push(Move { from: Some(from), to: Some(to.clone()) });
        }
        Ok(())
    }

    pub(super) fn lose_goods(&mut self, event: &GoodsLost) -> Judged<P> {
        self.known_lot("lot", &event.lot)?;
        self.station("site", &event.site)?;
        self.new_id("id", SubjectKind::Loss, &event.id)?;
        self.end(&PoolName::goods(&event.lot, &event.site), event.quantity.get(), "quantity")
    }
}
