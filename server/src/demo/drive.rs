//! A small fund from its first gift to its end: all of it is spent, handed out or passed on, so that it can close.

use ledger::event::{FundClosed, GoodsDistributed, GoodsReceived, PurchaseLine, PurchaseMade, Source, TransferMade};
use ledger::value::Slug;

use super::book::{DRIVE, DRIVE_POINT, PROGRAMMES};
use super::goods::{Lot, lines_of};
use super::stream::{Events, Task};
use super::write::{amount, count, prose, quantity, slug};

/// What a quilt of this fund costs, in minor units.
const QUILT_COST: u64 = 12_400;

/// How far it is.
#[derive(Debug, Clone, Copy)]
pub(super) enum DriveStage {
    Buy,
    /// So many quilts are on their way.
    Receive(u64),
    /// So many are to be handed out.
    HandOut(u64),
    Close,
}

impl Events {
    pub(super) fn run_drive(&mut self, stage: DriveStage) {
        match stage {
            DriveStage::Buy => self.buy_quilts(),
            DriveStage::Receive(quilts) => self.receive_quilts(quilts),
            DriveStage::HandOut(quilts) => self.hand_out_quilts(quilts),
            DriveStage::Close => self.close_drive(),
        }
    }

    fn buy_quilts(&mut self) {
        let quilts = self.drive.in_hand() / QUILT_COST;
        let cost = amount(quilts * QUILT_COST);
        self.drive.take(cost.get());
        let [shelter, ..] = &PROGRAMMES;
        let event = PurchaseMade {
            documents: None,
            id: None,
            lines: vec![PurchaseLine { cost, item: slug("quilt"), lot: quilt_lot(), quantity: quantity(quilts) }],
            note: None,
            purchased_on: self.today(),
            sources: vec![Source { amount: cost, pool: self.drive.name.clone() }],
            supplier: slug(shelter.supplier.id),
        };
        self.write(shelter.actors[0], event);
        self.later(24, 60, Task::Drive(DriveStage::Receive(quilts)));
    }

    fn receive_quilts(&mut self, quilts: u64) {
        let [shelter, ..] = &PROGRAMMES;
        let event = GoodsReceived {
            condition: None,
            from: slug(shelter.supplier.id),
            id: slug("gr-drive"),
            lot: quilt_lot(),
            note: Some(prose("Straight from the works to the square · 从工厂直送广场")),
            quantity: quantity(quilts),
            received_on: self.today(),
            to: slug(DRIVE_POINT.id),
        };
        self.write(shelter.actors[1], event);
        self.later(4, 8, Task::Drive(DriveStage::HandOut(quilts)));
    }

    fn hand_out_quilts(&mut self, quilts: u64) {
        let [shelter, ..] = &PROGRAMMES;
        let households = quilts.div_ceil(2);
        let recipients = Some(self.commitment(households));
        let lots = [Lot { id: quilt_lot(), good: &shelter.goods[1], units: quilts }];
        let event = GoodsDistributed {
            distributed_on: self.today(),
            documents: None,
            households: count(households),
            id: slug("ho-drive"),
            lines: lines_of(&lots),
            note: None,
            people: count(households * 4),
            place: self.places[DRIVE_POINT.place].clone(),
            project: None,
            recipients,
            site: slug(DRIVE_POINT.id),
        };
        self.write(shelter.actors[1], event);
        self.later(48, 96, Task::Drive(DriveStage::Close));
    }

    /// What was too little for a quilt goes to the shelter fund; then nothing is held.
    fn close_drive(&mut self) {
        let [shelter, ..] = &PROGRAMMES;
        let rest = self.drive.in_hand();
        if rest > 0 {
            self.drive.take(rest);
            let [desk, ..] = &mut self.desks;
            desk.free.arrive(rest);
            let to = desk.free.name.clone();
            let event = TransferMade {
                amount: amount(rest),
                credited: None,
                from: self.drive.name.clone(),
                id: slug("tf-drive"),
                note: None,
                reason: Some(prose("Less than a quilt is left; the drive ends. 余款不足一床棉被，募集结束。")),
                sent_on: self.today(),
                to,
            };
            self.write(shelter.actors[0], event);
        }
        let event = FundClosed {
            id: slug(DRIVE),
            note: None,
            reason: prose("Every quilt has been handed out. 棉被已全部发放。"),
            surplus_to: Some(slug(shelter.fund)),
        };
        self.write(shelter.actors[0], event);
    }
}

fn quilt_lot() -> Slug {
    slug("quilt-luding")
}
