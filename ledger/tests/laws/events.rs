//! The event that a step stands for in a given world.

use ledger::EventType;
use ledger::trace::EndKind;
use ledger::value::PoolParts;
use serde_json::{Value, json};

use crate::steps::{Slip, Step};
use crate::world::World;

/// Picks ids and amounts out of a world with the numbers of a step.
struct Draw<'a> {
    world: &'a World,
    step: &'a Step,
    drawn: usize,
}

const DAY: &str = "2026-03-01";

/// The JSON of a step's event.
pub(crate) fn event_of(world: &World, step: &Step) -> String {
    let mut event = Draw { world, step, drawn: 0 }.event();
    event["type"] = step.kind.word().into();
    event.to_string()
}

impl Draw<'_> {
    fn number(&mut self) -> usize {
        self.drawn += 1;
        usize::from(self.step.picks[self.drawn % self.step.picks.len()]) + self.drawn / self.step.picks.len()
    }

    /// Whether to take the rarer way.
    fn now_and_then(&mut self) -> bool {
        self.number().is_multiple_of(3)
    }

    fn slips(&self, slip: Slip) -> bool {
        self.step.slip == slip
    }

    /// One of these, or a stranger where there is none or the step slips.
    fn one_of(&mut self, known: &[String]) -> String {
        let number = self.number();
        match known.get(number % known.len().max(1)) {
            Some(id) if !self.slips(Slip::Stranger) => id.clone(),
            _ => "nobody".into(),
        }
    }

    fn one_of_these(&mut self, known: &[&str]) -> String {
        let known: Vec<String> = known.iter().map(|id| (*id).to_owned()).collect();
        self.one_of(&known)
    }

    fn new_id(&self, prefix: &str) -> String {
        let back = if self.slips(Slip::Taken) { u64::from(self.step.picks[0] % 16) } else { 0 };
        let number = self.world.sent.saturating_sub(back);
        format!("{prefix}-{number}")
    }

    fn day(&self) -> &'static str {
        if self.slips(Slip::Late) { "2031-01-01" } else { DAY }
    }

    /// Up to so many, all of them now and then, or one too many.
    fn units_of(&mut self, free: u64) -> u64 {
        match free {
            _ if self.slips(Slip::TooMuch) => (free + 1).min((1 << 53) - 1),
            0 => 1,
            free if self.now_and_then() => free,
            free => 1 + self.step.units % free,
        }
    }

    fn fund(&mut self) -> String {
        self.one_of_these(&["flood", "quake", "storm"])
    }

    /// A cash pool with something in it, and how much.
    fn purse(&mut self) -> (String, u64) {
        let pools = self.world.state.pools().iter();
        let cash = pools.filter(|pool| matches!(pool.name().parts(), PoolParts::Cash { .. }) && pool.free_units() > 0);
        let cash: Vec<String> = cash.map(|pool| pool.name().to_string()).collect();
        let name = self.one_of(&cash);
        let free = ledger::value::PoolName::parse(&name).and_then(|name| self.world.state.pool(&name));
        let free = free.map_or(0, |pool| pool.free_units());
        (if name == "nobody" { "cash/nobody".into() } else { name }, free)
    }

    /// A lot with something left, where that is, and how much; at a place of this kind if there is any.
    fn goods(&mut self, kind: Option<EndKind>) -> (String, String, u64) {
        let state = &self.world.state;
        let goods = state.pools().iter().filter(|pool| pool.free_units() > 0).filter_map(|pool| {
            let PoolParts::Goods { lot, site } = pool.name().parts() else { return None };
            let at = state.station(site).map(EndKind::at_station);
            (kind.is_none() || at == kind).then(|| (lot.to_owned(), site.to_owned(), pool.free_units()))
        });
        let goods: Vec<_> = goods.collect();
        let number = self.number();
        match goods.get(number % goods.len().max(1)) {
            Some((lot, site, free)) if !self.slips(Slip::Stranger) => (lot.clone(), site.clone(), *free),
            _ => ("nothing".into(), "chengdu".into(), 0),
        }
    }

    fn lot_lines(&mut self) -> (String, Value) {
        let (lot, site, free) = self.goods(Some(EndKind::InStock));
        let quantity = self.units_of(free);
        let mut lines = vec![json!({"lot": lot, "quantity": quantity})];
        for _ in 0..self.number() % 3 {
            let (lot, other, free) = self.goods(Some(EndKind::InStock));
            if other == site {
                // The same lot twice may be short: that is for the ledger to say.
                lines.push(json!({"lot": lot, "quantity": self.units_of(free).div_ceil(2)}));
            }
        }
        (site, lines.into())
    }

    fn sources(&mut self) -> (Vec<Value>, u64) {
        let (mut sources, mut sum) = (Vec::new(), 0_u64);
        for _ in 0..=self.number() % 3 {
            let (pool, free) = self.purse();
            let amount = self.units_of(free);
            sum += amount;
            sources.push(json!({"pool": pool, "amount": amount}));
        }
        (sources, sum)
    }

    /// A sum in up to three parts.
    fn parts(&mut self, sum: u64) -> Vec<u64> {
        let first = sum.div_ceil(u64::from(self.step.picks[1]) + 1);
        let second = (sum - first) / 3;
        [first, second, sum - first - second].into_iter().filter(|part| *part > 0).collect()
    }

    /// Households and people.
    fn reached(&mut self) -> (u64, u64) {
        if self.slips(Slip::TooMuch) { (5, 4) } else { (3, 3 + self.step.units % 9) }
    }

    fn gift(&mut self) -> (u64, u64) {
        let gifts = self.world.log.iter().filter(|recorded| {
            recorded.entry.event.event_type() == EventType::DonationReceived && !self.slips(Slip::Stranger)
        });
        let gifts: Vec<_> = gifts.collect();
        let number = self.number();
        let Some(gift) = gifts.get(number % gifts.len().max(1)) else { return (number as u64, 1) };
        let side = gift.entry.moves[0].to.as_ref().expect("an arrival");
        let free = self.world.state.pool(&side.pool).map_or(0, |pool| {
            side.spans.iter().flat_map(|span| pool.free_within(*span)).map(ledger::Span::units).sum()
        });
        (gift.entry.seq, free)
    }

    #[allow(clippy::too_many_lines)] // A table: an arm a type.
    fn event(&mut self) -> Value {
        let place = json!({"country": "CN", "name": "Yingxiu", "lat": 3106, "lon": 10349});
        match self.step.kind {
            EventType::OrganisationRegistered => json!({"id": self.new_id("org"), "name": "Name", "kind": "ngo"}),
            EventType::FundOpened => json!({"id": self.new_id("fund"), "title": "Title", "purpose": "Purpose",
                "steward": self.one_of_these(&["red-river", "partner"]), "currency": "CNY"}),
            EventType::FundClosed => {
                let mut event = json!({"id": self.fund(), "reason": "Done"});
                if !self.now_and_then() {
                    event["surplus_to"] = self.one_of_these(&["flood", "quake"]).into();
                }
                event
            }
            EventType::ProjectOpened => json!({"id": self.new_id("project"), "fund": self.fund(), "title": "Title",
                "implementer": self.one_of_these(&["red-river", "partner"])}),
            EventType::SiteRegistered => json!({"id": self.new_id("site"), "name": "Site", "kind": "warehouse"}),
            EventType::ItemRegistered => {
                json!({"id": self.new_id("item"), "name": "Item", "unit": "piece", "category": "c"})
            }
            EventType::DonationReceived => {
                let fund = self.fund();
                let mut event =
                    json!({"fund": fund, "amount": self.step.units, "method": "cash", "received_on": self.day()});
                if self.now_and_then() {
                    event["project"] = project_of(&fund).into();
                }
                event
            }
            EventType::FeeCharged => {
                let (gift, free) = self.gift();
                json!({"gift": gift, "amount": self.units_of(free), "category": "processor", "payee": "Bank"})
            }
            EventType::DonationRefunded => {
                let (gift, free) = self.gift();
                json!({"gift": gift, "amount": self.units_of(free), "reason": "Asked", "refunded_on": self.day()})
            }
            EventType::AllocationMade => {
                let fund = self.fund();
                let free = ledger::value::PoolName::parse(&format!("cash/{fund}"))
                    .and_then(|name| self.world.state.pool(&name))
                    .map_or(0, |pool| pool.free_units());
                json!({"id": self.new_id("allocation"), "fund": fund, "project": project_of(&fund),
                    "amount": self.units_of(free)})
            }
            EventType::TransferMade => {
                let (from, free) = self.purse();
                let fund = self.fund();
                let project = if self.now_and_then() { format!("/{}", project_of(&fund)) } else { String::new() };
                let holder = if self.now_and_then() { "@partner" } else { "" };
                let to = format!("cash/{fund}{project}{holder}");
                let mut event = json!({"id": self.new_id("transfer"), "from": from, "to": to,
                    "amount": self.units_of(free), "sent_on": DAY, "reason": "Needed there"});
                if from.contains("storm") != to.contains("storm") {
                    event["credited"] = (1 + self.step.units / 3).into();
                }
                event
            }
            EventType::PurchaseMade => {
                let (sources, sum) = self.sources();
                let lines = self.parts(sum).into_iter().enumerate().map(|(index, cost)| {
                    let quantity = 1 + (self.step.units >> index) % 50;
                    json!({"lot": format!("{}-{index}", self.new_id("lot")), "item": self.one_of_these(&["tent", "rice"]),
                        "quantity": quantity, "cost": cost})
                });
                let mut event = json!({"sources": sources, "lines": lines.collect::<Vec<_>>(), "supplier": "maker",
                    "purchased_on": DAY});
                if self.now_and_then() {
                    event["id"] = self.new_id("purchase").into();
                }
                event
            }
            EventType::GiftInKindReceived => {
                let mut event = json!({"fund": self.fund(), "lot": self.new_id("gift"), "quantity": self.step.units,
                    "item": self.one_of_these(&["tent", "rice"]), "site": self.one_of_these(&["chengdu", "yingxiu"]),
                    "received_on": DAY});
                if self.now_and_then() {
                    event["expires_on"] = "2027-06-30".into();
                }
                event
            }
            EventType::GoodsReceived => {
                let kind = [None, Some(EndKind::AtSupplier), Some(EndKind::InTransit)][self.number() % 3];
                let (lot, from, free) = self.goods(kind);
                json!({"id": self.new_id("receipt"), "lot": lot, "from": from, "quantity": self.units_of(free),
                    "to": self.one_of_these(&["chengdu", "yingxiu"]), "received_on": self.day()})
            }
            EventType::GoodsDispatched => {
                let (from, lines) = self.lot_lines();
                json!({"waybill": self.new_id("waybill"), "lines": lines, "from": from, "dispatched_on": self.day(),
                    "to": if from == "yingxiu" { "chengdu" } else { "yingxiu" }})
            }
            EventType::KitPacked => {
                let (site, inputs) = self.lot_lines();
                json!({"lot": self.new_id("kit"), "item": "kit", "quantity": 1 + self.step.units % 40, "site": site,
                    "inputs": inputs, "packed_on": self.day()})
            }
            EventType::CostAdded => {
                let (lot, site, _) = self.goods(None);
                json!({"id": self.new_id("cost"), "sources": self.sources().0, "lot": lot, "site": site,
                    "category": "transport"})
            }
            EventType::GoodsLost => {
                let (lot, site, free) = self.goods(None);
                json!({"id": self.new_id("loss"), "lot": lot, "site": site, "quantity": self.units_of(free),
                    "reason": "damaged", "found_on": DAY})
            }
            EventType::GoodsDistributed => {
                let (site, lines) = self.lot_lines();
                let (households, people) = self.reached();
                json!({"id": self.new_id("handout"), "site": site, "lines": lines, "place": place,
                    "households": households, "people": people, "distributed_on": self.day()})
            }
            EventType::CashDistributed => {
                let (from, free) = self.purse();
                let (households, people) = self.reached();
                json!({"id": self.new_id("handout"), "from": from, "amount": self.units_of(free), "place": place,
                    "households": households, "people": people, "distributed_on": self.day()})
            }
            EventType::ExpensePaid => {
                let (from, free) = self.purse();
                json!({"id": self.new_id("expense"), "from": from, "amount": self.units_of(free),
                    "category": "fuel", "payee": "Station", "paid_on": DAY})
            }
            EventType::DocumentAttached => {
                let (lot, ..) = self.goods(None);
                let file = json!({"sha3": "ab".repeat(32), "name": "slip", "media_type": "image/png", "bytes": 9});
                json!({"subject": {"kind": "lot", "id": lot}, "documents": [file]})
            }
            EventType::EntryReversed => {
                let size = self.world.log.len();
                let back = 1 + if self.now_and_then() { self.number() % size } else { self.number() % 4 };
                let seq = if self.slips(Slip::Stranger) { size + back } else { size - back };
                json!({"reverses": seq, "reason": "A slip"})
            }
        }
    }
}

fn project_of(fund: &str) -> &'static str {
    match fund {
        "flood" => "shelter",
        "quake" => "water",
        "storm" => "roofs",
        _ => "nothing",
    }
}
