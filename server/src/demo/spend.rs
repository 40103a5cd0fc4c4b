//! What a desk does with the money in hand, by turns.

use ledger::event::{
    AllocationMade, CashDistributed, EntryReversed, ExpensePaid, PurchaseLine, PurchaseMade, Source, TransferMade,
};
use ledger::value::{Seq, Slug};

use super::GIFTS_MIN;
use super::book::{Good, KIT_PARTS};
use super::goods::{Chain, Lot};
use super::paper::document;
use super::stream::{Events, Task};
use super::write::{amount, count, line, prose, quantity, slug, term};

/// What comes when. Over one round every kind of spending happens.
#[derive(Debug, Clone, Copy)]
enum Action {
    Expense,
    Purchase,
    Kits,
    Allocation,
    ProjectPurchase,
    Cash,
    Transfer,
    PartnerExpense,
}

const ROUND: [Action; 10] = [
    Action::Expense,
    Action::Cash,
    Action::Purchase,
    Action::Allocation,
    Action::ProjectPurchase,
    Action::Kits,
    Action::Transfer,
    Action::PartnerExpense,
    Action::Purchase,
    Action::ProjectPurchase,
];

/// Where in the round each desk begins, so that a hundred gifts, which take no desk round once, see it all.
pub(super) const FIRST_TURNS: [usize; 3] = [0, 3, 6];

const EXPENSES: [(&str, &str); 5] = [
    ("vehicle_hire", "Three Gorges Car Hire · 三峡租车"),
    ("field_survey", "Lakeside Survey Office"),
    ("office_rent", "Old Granary House"),
    ("printing", "Bamboo Press · 竹简印务"),
    ("communications", "Plateau Telecom · 高原通信"),
];

/// Until so many gifts came, each purchase is of two cheap goods, and cash goes to few.
const EARLY: u64 = 60;
/// Households that get cash at one time, at first and later.
const CASH_HOUSEHOLDS: [u64; 2] = [12, 400];

/// Money to buy with: of a project first, then free money of the fund.
#[derive(Debug, Clone, Copy)]
struct Purse {
    project: Option<usize>,
    of_project: u64,
    free: u64,
}

impl Events {
    /// The desk's next action; one that there is no money for is passed over.
    pub(super) fn act(&mut self, desk: usize) {
        let turn = self.desks[desk].acted;
        self.desks[desk].acted += 1;
        let project = turn % 4 / 2;
        match ROUND[turn % ROUND.len()] {
            Action::Expense => self.pay_expense(desk),
            Action::Purchase => self.purchase(desk),
            Action::Kits => self.purchase_kits(desk),
            Action::Allocation => self.allocate(desk, 0),
            Action::ProjectPurchase => self.purchase_for(desk, project),
            Action::Cash => self.hand_out_cash(desk),
            Action::Transfer => self.transfer(desk),
            Action::PartnerExpense => self.spend_at_partner(desk),
        }
    }

    /// So much of the free money, in hundredths, as one entry can take.
    fn share_of_free(&mut self, desk: usize, least: u64, most: u64) -> u64 {
        let share = self.random.between(least, most);
        let free = &self.desks[desk].free;
        free.can_take(free.in_hand() * share / 100)
    }

    fn pay_expense(&mut self, desk: usize) {
        let much = self.share_of_free(desk, 1, 3);
        if much == 0 {
            return;
        }
        let (category, payee) = *self.random.pick(&EXPENSES);
        let today = self.today();
        let state = &mut self.desks[desk];
        state.free.take(much);
        let event = ExpensePaid {
            amount: amount(much),
            category: term(category),
            documents: None,
            from: state.free.name.clone(),
            id: slug(&state.paper_id("ex")),
            note: None,
            paid_on: today,
            payee: line(payee),
        };
        self.write(self.desks[desk].programme.actors[0], event);
    }

    fn allocate(&mut self, desk: usize, project: usize) {
        let much = self.share_of_free(desk, 30, 50);
        if much == 0 {
            return;
        }
        let state = &mut self.desks[desk];
        state.free.take(much);
        state.projects[project].arrive(much);
        let event = AllocationMade {
            amount: amount(much),
            fund: slug(state.programme.fund),
            id: slug(&state.paper_id("al")),
            note: None,
            project: slug(state.programme.projects[project].0),
        };
        self.write(self.desks[desk].programme.actors[0], event);
    }

    fn transfer(&mut self, desk: usize) {
        let much = self.share_of_free(desk, 5, 10);
        if much == 0 {
            return;
        }
        let today = self.today();
        let state = &mut self.desks[desk];
        state.free.take(much);
        state.partner.arrive(much);
        let event = TransferMade {
            amount: amount(much),
            credited: None,
            from: state.free.name.clone(),
            id: slug(&state.paper_id("tf")),
            note: Some(prose("For the partner's own staff and lorries in the field · 供合作机构的现场人员和车辆使用")),
            reason: None,
            sent_on: today,
            to: state.partner.name.clone(),
        };
        self.write(self.desks[desk].programme.actors[0], event);
    }

    fn spend_at_partner(&mut self, desk: usize) {
        let partner = &self.desks[desk].partner;
        let share = self.random.between(50, 90);
        let much = partner.can_take(partner.in_hand() * share / 100);
        if much == 0 {
            return;
        }
        let today = self.today();
        let state = &mut self.desks[desk];
        state.partner.take(much);
        let event = ExpensePaid {
            amount: amount(much),
            category: term("field_staff"),
            documents: None,
            from: state.partner.name.clone(),
            id: slug(&state.paper_id("ex")),
            note: None,
            paid_on: today,
            payee: line("Day labourers, by list · 按名册发放的临工工资"),
        };
        let actor = format!("{}/p4", state.programme.partner);
        self.write(&actor, event);
    }

    fn hand_out_cash(&mut self, desk: usize) {
        let programme = self.desks[desk].programme;
        let most = CASH_HOUSEHOLDS[usize::from(self.given >= EARLY)];
        let households = most.min(self.share_of_free(desk, 15, 25) / programme.cash_share);
        if households == 0 {
            return;
        }
        let much = households * programme.cash_share;
        let point = self.random.pick(&programme.points).place;
        let people = households * 3 + self.random.below(households + 1);
        let recipients = Some(self.commitment(households));
        let (today, place) = (self.today(), self.places[point].clone());
        let state = &mut self.desks[desk];
        state.free.take(much);
        let event = CashDistributed {
            amount: amount(much),
            distributed_on: today,
            documents: None,
            from: state.free.name.clone(),
            households: count(households),
            id: slug(&state.paper_id("hc")),
            note: None,
            people: count(people),
            place,
            recipients,
        };
        self.write(programme.actors[1], event);
    }

    fn purchase(&mut self, desk: usize) {
        let free = self.share_of_free(desk, 70, 90);
        let programme = self.desks[desk].programme;
        let first = usize::from(self.random.chance(500));
        let goods = if self.given < EARLY {
            // The first gifts are opened most: let them become several things.
            vec![&programme.goods[1], &programme.goods[2]]
        } else if self.random.chance(500) {
            vec![&programme.goods[first]]
        } else {
            vec![&programme.goods[first], &programme.goods[first + 2]]
        };
        self.buy(desk, Purse { project: None, of_project: 0, free }, &goods, false);
    }

    fn purchase_for(&mut self, desk: usize, project: usize) {
        let free = self.share_of_free(desk, 5, 15);
        let pool = &self.desks[desk].projects[project];
        let of_project = pool.can_take(pool.in_hand() * 95 / 100);
        let goods = vec![self.random.pick(&self.desks[desk].programme.goods)];
        self.buy(desk, Purse { project: Some(project), of_project, free }, &goods, false);
    }

    fn purchase_kits(&mut self, desk: usize) {
        let free = self.share_of_free(desk, 60, 80);
        let goods: Vec<&'static Good> = self.desks[desk].programme.parts.iter().collect();
        self.buy(desk, Purse { project: None, of_project: 0, free }, &goods, true);
    }

    /// The last purchase of all, by the desk with most in hand: it leaves half.
    pub(super) fn buy_last(&mut self) {
        let desk = (0..self.desks.len()).max_by_key(|desk| self.desks[*desk].free.in_hand()).unwrap_or_default();
        let free = self.share_of_free(desk, 50, 50);
        let goods = vec![&self.desks[desk].programme.goods[2]];
        self.buy(desk, Purse { project: None, of_project: 0, free }, &goods, false);
    }

    /// Buys for what the purse holds, in equal parts, and sends the goods on their way.
    fn buy(&mut self, desk: usize, purse: Purse, goods: &[&'static Good], kits: bool) {
        let prices: Vec<u64> = goods.iter().map(|good| self.random.between(good.price.0, good.price.1)).collect();
        let budget = purse.of_project + purse.free;
        let units: Vec<u64> = if kits {
            let kit: u64 = prices.iter().zip(KIT_PARTS).map(|(price, parts)| price * parts).sum();
            KIT_PARTS.iter().map(|parts| budget / kit * parts).collect()
        } else {
            prices.iter().map(|price| budget / goods.len() as u64 / price).collect()
        };
        let bought: Vec<(&'static Good, u64, u64)> =
            goods.iter().zip(units).zip(&prices).map(|((good, units), price)| (*good, units, units * price)).collect();
        if bought.iter().any(|(_, units, _)| *units == 0) {
            return;
        }
        let due = !self.slipped && self.given > GIFTS_MIN / 3;
        if due || self.random.chance(10) {
            self.slipped = true;
            self.buy_wrongly(desk, purse, &bought);
        }

        let mut chain = self.new_chain(desk, purse.project);
        let event = self.purchase_event(&chain, purse, &bought, 1);
        let spent: u64 = bought.iter().map(|(.., cost)| cost).sum();
        let of_project = spent.min(purse.of_project);
        let state = &mut self.desks[desk];
        state.free.take(spent - of_project);
        if let Some(project) = purse.project {
            state.projects[project].take(of_project);
        }
        let actor = state.programme.actors[0];
        self.write(actor, event);
        chain.lots =
            bought.iter().map(|(good, units, _)| Lot { id: lot_id(good, &chain), good, units: *units }).collect();
        chain.worth = spent;
        chain.kits = kits;
        self.later(24, 72, Task::Receive(chain));
    }

    /// The same purchase with a nought too many, and its reversal. Nothing came between: the money is as it was.
    fn buy_wrongly(&mut self, desk: usize, purse: Purse, bought: &[(&'static Good, u64, u64)]) {
        let chain = self.new_chain(desk, purse.project);
        let event = self.purchase_event(&chain, purse, bought, 10);
        let actor = self.desks[desk].programme.actors[0];
        let wrong = self.write(actor, event);
        let event = EntryReversed {
            note: None,
            reason: prose("The quantity was entered with a nought too many. 数量多输了一个零。"),
            reverses: Seq::new(wrong).expect("the demo's entries are fewer than 2^53"),
        };
        self.write(actor, event);
    }

    fn purchase_event(
        &mut self,
        chain: &Chain,
        purse: Purse,
        bought: &[(&'static Good, u64, u64)],
        slip: u64,
    ) -> PurchaseMade {
        let state = &self.desks[chain.desk];
        let spent: u64 = bought.iter().map(|(.., cost)| cost).sum();
        let of_project = spent.min(purse.of_project);
        let pools = [
            (purse.project.map(|project| &state.projects[project]), of_project),
            (Some(&state.free), spent - of_project),
        ];
        let sources = pools.into_iter().filter_map(|(pool, much)| {
            let pool = pool.filter(|_| much > 0)?;
            Some(Source { amount: amount(much), pool: pool.name.clone() })
        });
        let lines = bought.iter().map(|(good, units, cost)| PurchaseLine {
            cost: amount(*cost),
            item: slug(good.item),
            lot: lot_id(good, chain),
            quantity: quantity(units * slip),
        });
        let invoice = slip == 1 && (chain.number < 3 || chain.number.is_multiple_of(16));
        PurchaseMade {
            documents: invoice.then(|| vec![document(&format!("invoice-{}.txt", chain.id))]),
            id: None,
            lines: lines.collect(),
            note: None,
            purchased_on: self.today(),
            sources: sources.collect(),
            supplier: slug(state.programme.supplier.id),
        }
    }
}

fn lot_id(good: &Good, chain: &Chain) -> Slug {
    slug(&format!("{}-{}", good.item, chain.id))
}
