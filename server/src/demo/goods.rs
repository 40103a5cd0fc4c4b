//! The way of goods from the supplier, or the giver, to people. A chain owns its lots: nothing else touches them, so
//! what is left of each is known without a ledger.

use ledger::event::{
    CostAdded, DocumentAttached, GoodsDispatched, GoodsDistributed, GoodsLost, GoodsReceived, KitPacked, LotLine,
    Recipients, Source, Subject,
};
use ledger::value::{CostCategory, Digest, LossReason, Slug, SubjectKind};

use super::book::{Good, KIT, KIT_PARTS, Site};
use super::paper::document;
use super::stream::{Events, Task};
use super::write::{amount, count, line, quantity, slug};

/// Of each desk's goods the first so many meet with everything that can happen.
const FIRST_CHAINS: u64 = 2;
/// Goods are handed out over several days only if there are so many for each.
const LEAST_HANDED_OUT: u64 = 8;

/// What is left of a lot where its chain or leg is.
#[derive(Debug)]
pub(super) struct Lot {
    pub(super) id: Slug,
    pub(super) good: &'static Good,
    pub(super) units: u64,
}

/// Goods bought or given together.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) desk: usize,
    pub(super) project: Option<usize>,
    pub(super) number: u64,
    /// `w12`: the desk's letter and the number.
    pub(super) id: String,
    pub(super) lots: Vec<Lot>,
    /// What it cost or is worth, in minor units.
    pub(super) worth: u64,
    /// Whether its parts shall become kits.
    pub(super) kits: bool,
    /// Journeys still to make.
    pub(super) legs: u64,
}

/// One journey, and the hand-outs at its end.
#[derive(Debug)]
pub(super) struct Leg {
    desk: usize,
    project: Option<usize>,
    /// `w12-2`.
    id: String,
    point: &'static Site,
    waybill: Slug,
    lots: Vec<Lot>,
    rounds: u64,
    /// Whether it is of the desk's [`FIRST_CHAINS`].
    first: bool,
}

impl Events {
    /// A chain without goods, with the desk's next number.
    pub(super) fn new_chain(&mut self, desk: usize, project: Option<usize>) -> Chain {
        let state = &mut self.desks[desk];
        let number = state.chains;
        state.chains += 1;
        let id = format!("{}{number}", state.programme.letter);
        let legs = self.random.between(1, 2);
        Chain { desk, project, number, id, lots: Vec::new(), worth: 0, kits: false, legs }
    }

    /// From the supplier to the warehouse.
    pub(super) fn receive(&mut self, chain: Chain) {
        let programme = self.desks[chain.desk].programme;
        for (place, lot) in chain.lots.iter().enumerate() {
            let event = GoodsReceived {
                condition: self.random.chance(300).then(|| line("Cartons whole and dry · 包装完好干燥")),
                from: slug(programme.supplier.id),
                id: slug(&format!("gr-{}-{place}", chain.id)),
                lot: lot.id.clone(),
                note: None,
                quantity: quantity(lot.units),
                received_on: self.today(),
                to: slug(programme.warehouse.id),
            };
            self.write(programme.actors[1], event);
        }
        self.later(6, 30, Task::Prepare(chain));
    }

    /// Kits are packed, the haulier is paid.
    pub(super) fn prepare(&mut self, mut chain: Chain) {
        if chain.kits {
            self.pack(&mut chain);
        }
        if chain.number < FIRST_CHAINS || self.random.chance(400) {
            self.pay_haulier(&chain);
        }
        self.later(6, 30, Task::Dispatch(chain));
    }

    fn pack(&mut self, chain: &mut Chain) {
        let programme = self.desks[chain.desk].programme;
        let kits = chain.lots.iter().zip(KIT_PARTS).map(|(lot, parts)| lot.units / parts).min().unwrap_or_default();
        // One kit in fifty less: some parts stay in stock, as they do.
        let kits = kits - kits / 50;
        if kits == 0 {
            return;
        }
        let inputs = chain.lots.iter().zip(KIT_PARTS);
        let inputs = inputs.map(|(lot, parts)| LotLine { lot: lot.id.clone(), quantity: quantity(parts * kits) });
        let lot = slug(&format!("{}-{}", KIT.item, chain.id));
        let event = KitPacked {
            inputs: inputs.collect(),
            item: slug(KIT.item),
            lot: lot.clone(),
            note: None,
            packed_on: self.today(),
            quantity: quantity(kits),
            site: slug(programme.warehouse.id),
        };
        self.write(programme.actors[1], event);
        chain.lots = vec![Lot { id: lot, good: &KIT, units: kits }];
    }

    fn pay_haulier(&mut self, chain: &Chain) {
        let Some(lot) = chain.lots.first() else { return };
        let share = self.random.between(2, 5);
        let haulier = self.random.word(&self.desks[chain.desk].programme.hauliers);
        let state = &mut self.desks[chain.desk];
        let much = state.free.can_take(chain.worth * share / 100);
        if much == 0 {
            return;
        }
        state.free.take(much);
        let event = CostAdded {
            category: CostCategory::Transport,
            documents: None,
            id: slug(&format!("tr-{}", chain.id)),
            lot: lot.id.clone(),
            note: Some(super::write::prose(haulier)),
            site: slug(state.programme.warehouse.id),
            sources: vec![Source { amount: amount(much), pool: state.free.name.clone() }],
        };
        self.write(self.desks[chain.desk].programme.actors[0], event);
    }

    /// A part of the goods leaves for a distribution point; the rest follows, or stays.
    pub(super) fn dispatch(&mut self, mut chain: Chain) {
        let programme = self.desks[chain.desk].programme;
        let keep = if self.random.chance(250) { 8 } else { 0 };
        let mut lots = Vec::with_capacity(chain.lots.len());
        for lot in &mut chain.lots {
            let units = if chain.legs > 1 { lot.units / chain.legs } else { lot.units - lot.units * keep / 100 };
            if units > 0 {
                lot.units -= units;
                lots.push(Lot { id: lot.id.clone(), good: lot.good, units });
            }
        }
        let id = format!("{}-{}", chain.id, chain.legs);
        let point = match chain.project {
            Some(project) => &programme.points[project],
            None => self.random.pick(&programme.points),
        };
        let waybill = slug(&format!("wb-{id}"));
        let (desk, project, first) = (chain.desk, chain.project, chain.number < FIRST_CHAINS);
        chain.legs -= 1;
        if !lots.is_empty() {
            let event = GoodsDispatched {
                carrier: Some(line(self.random.word(&programme.hauliers))),
                dispatched_on: self.today(),
                from: slug(programme.warehouse.id),
                lines: lines_of(&lots),
                note: None,
                to: slug(point.id),
                waybill: waybill.clone(),
            };
            self.write(programme.actors[1], event);
            let units: u64 = lots.iter().map(|lot| lot.units).sum();
            let rounds = self.random.between(2, 5).min(units / LEAST_HANDED_OUT).max(1);
            let leg = Leg { desk, project, id, point, waybill, lots, rounds, first };
            self.later(20, 50, Task::Arrive(leg));
        }
        if chain.legs > 0 {
            self.later(30, 90, Task::Dispatch(chain));
        }
    }

    /// The lorry is unloaded and counted; what is short is written off.
    pub(super) fn arrive(&mut self, mut leg: Leg) {
        let programme = self.desks[leg.desk].programme;
        let short = leg.first || self.random.chance(100);
        for place in 0..leg.lots.len() {
            let lot = &mut leg.lots[place];
            let missing = if short && place == 0 && lot.units > 1 { lot.units.div_ceil(40) } else { 0 };
            lot.units -= missing;
            let (id, units) = (lot.id.clone(), lot.units);
            let event = GoodsReceived {
                condition: (missing > 0).then(|| line("Seal broken, count short · 封条破损，数量不足")),
                from: leg.waybill.clone(),
                id: slug(&format!("gr-{}-{place}", leg.id)),
                lot: id.clone(),
                note: None,
                quantity: quantity(units),
                received_on: self.today(),
                to: slug(leg.point.id),
            };
            self.write(programme.actors[1], event);
            if missing > 0 {
                let site = leg.waybill.clone();
                self.lose(&leg, ("lw", LossReason::Lost), id, site, missing);
            }
        }
        self.later(6, 40, Task::HandOut(leg));
    }

    fn lose(&mut self, leg: &Leg, (kind, reason): (&str, LossReason), lot: Slug, site: Slug, units: u64) {
        let event = GoodsLost {
            documents: None,
            found_on: self.today(),
            id: slug(&format!("{kind}-{}", leg.id)),
            lot,
            note: None,
            quantity: quantity(units),
            reason,
            site,
        };
        self.write(self.desks[leg.desk].programme.actors[1], event);
    }

    /// One day of handing out; the last takes what is left.
    pub(super) fn hand_out(&mut self, mut leg: Leg) {
        let programme = self.desks[leg.desk].programme;
        let site = slug(leg.point.id);
        let spoils = leg.rounds == 1 && (leg.first || self.random.chance(60));
        if let Some(lot) = leg.lots.first_mut().filter(|lot| spoils && lot.units > 1) {
            let (spoilt, id) = (lot.units.div_ceil(50), lot.id.clone());
            lot.units -= spoilt;
            self.lose(&leg, ("ld", LossReason::Damaged), id, site.clone(), spoilt);
        }
        let mut lots = Vec::with_capacity(leg.lots.len());
        for lot in &mut leg.lots {
            let units = lot.units / leg.rounds;
            if units > 0 {
                lot.units -= units;
                lots.push(Lot { id: lot.id.clone(), good: lot.good, units });
            }
        }
        let households = lots.iter().map(|lot| lot.units.div_ceil(lot.good.share)).max().unwrap_or_default();
        let id = format!("ho-{}-{}", leg.id, leg.rounds);
        if households > 0 {
            let people = households * 3 + self.random.below(households + 1);
            let recipients = self.random.chance(500).then(|| self.commitment(households));
            let event = GoodsDistributed {
                distributed_on: self.today(),
                documents: None,
                households: count(households),
                id: slug(&id),
                lines: lines_of(&lots),
                note: None,
                people: count(people),
                place: self.places[leg.point.place].clone(),
                project: leg.project.map(|project| slug(programme.projects[project].0)),
                recipients,
                site,
            };
            self.write(programme.actors[1], event);
            if leg.rounds == 1 && (leg.first || self.random.chance(30)) {
                self.attach(leg.desk, &id);
            }
        }
        leg.rounds -= 1;
        if leg.rounds > 0 {
            self.later(18, 60, Task::HandOut(leg));
        }
    }

    fn attach(&mut self, desk: usize, handout: &str) {
        let event = DocumentAttached {
            documents: vec![document(&format!("signed-count-{handout}.txt"))],
            note: None,
            subject: Subject { id: line(handout), kind: SubjectKind::Handout },
        };
        self.write(self.desks[desk].programme.actors[1], event);
    }

    /// The commitment to a list of so many records. There are no records behind it in a demo.
    pub(super) fn commitment(&mut self, records: u64) -> Recipients {
        Recipients { count: count(records), root: Digest(self.random.bytes32()) }
    }
}

pub(super) fn lines_of(lots: &[Lot]) -> Vec<LotLine> {
    lots.iter().map(|lot| LotLine { lot: lot.id.clone(), quantity: quantity(lot.units) }).collect()
}
