//! Who gives how much: a few gifts of the story at fixed places, then many small and few large ones.

use ledger::event::{DonationReceived, DonationRefunded, FeeCharged, GiftInKindReceived, Money};
use ledger::value::{Currency, Date, Digest, FeeCategory, Line, Seq};

use super::CROWD_SHARE;
use super::book::{ALIAS_CHINESE, ALIAS_FIRST, ALIAS_SECOND, DRIVE, FIRMS, Good, PROGRAMMES};
use super::drive::DriveStage;
use super::goods::{Chain, Lot};
use super::stream::{Events, Task};
use super::write::{amount, line, prose, quantity, slug, term};

/// The desks by their place in [`PROGRAMMES`].
const SHELTER: usize = 0;
const FLOOD: usize = 1;
const FOOD: usize = 2;

/// Places in [`STORY`].
pub(super) const SPREAD_OUT: usize = 0;
pub(super) const EARMARKED: usize = 3;
pub(super) const IN_KIND: usize = 6;
pub(super) const STORY_LENGTH: usize = STORY.len();

/// The gift that was paid twice, and is refunded.
const PAID_TWICE: u64 = 26;

/// The gift that lets the shelter fund work in lorry loads: after the first gifts found their ends one by one.
const FIRST_LARGE: u64 = 30;

/// Of 1,000 minor units by card, what the processor keeps.
const CARD_FEE: u64 = 12;

/// Where a gift goes.
#[derive(Debug, Clone, Copy)]
enum To {
    Free(usize),
    Project(usize, usize),
    Drive,
    Goods(usize),
}

/// The first gifts: where to, minor units or how many, alias, method.
const STORY: [(To, u64, &str, &str); 20] = [
    (To::Free(SHELTER), 2_000_000, "Quiet Sparrow 204", "card"),
    (To::Free(FLOOD), 5_000_000, "Poyang Lake Fish Traders · 鄱阳湖渔行", "bank_transfer"),
    (To::Free(FOOD), 1_200_000, "Kingfisher Savings Club", "bank_transfer"),
    (To::Project(SHELTER, 0), 300_000, "河边的人", "bank_transfer"),
    (To::Drive, 600_000, "三年二班", "cash_box"),
    (To::Drive, 260_000, "", "wallet"),
    (To::Goods(FOOD), 600, "Harmattan Solar Workshop", ""),
    (To::Free(SHELTER), 20_000, "早起的鸟", "wallet"),
    (To::Project(FLOOD, 1), 120_000, "Rainy Ferry 51", "wallet"),
    (To::Free(SHELTER), 88_800, "", "card"),
    (To::Project(FOOD, 0), 80_000, "Patient Heron 12", "bank_transfer"),
    (To::Goods(FLOOD), 240, "Two Rivers Textile Mill · 双江纺织", ""),
    (To::Free(SHELTER), 5_000, "Second Kettle 7", "wallet"),
    (To::Free(SHELTER), 50_000, "夜班护士们", "bank_transfer"),
    (To::Free(SHELTER), 2_000, "", "wallet"),
    (To::Free(SHELTER), 16_800, "小面馆", "wallet"),
    (To::Free(SHELTER), 10_000, "Old Willow 330", "card"),
    (To::Free(SHELTER), 66_600, "合唱团", "cash_box"),
    (To::Free(SHELTER), 3_000, "山那边", "wallet"),
    (To::Free(SHELTER), 100_000, "", "bank_transfer"),
];

/// Amounts in whole yuan, from the many to the few: of 10,000 gifts, how many, and which.
const AMOUNTS: [(u64, &[u64]); 5] = [
    (4_000, &[20, 30, 50, 66, 88]),
    (3_300, &[100, 100, 150, 168, 200]),
    (1_900, &[300, 500, 500, 666, 888]),
    (660, &[1_000, 1_200, 1_680, 2_000, 3_000]),
    (132, &[5_000, 6_600, 8_000, 10_000, 20_000]),
];
/// Those of the remaining 8 in 10,000, always firms.
const LARGE_AMOUNTS: [u64; 5] = [100_000, 120_000, 200_000, 300_000, 500_000];

impl Events {
    /// The next gift, with its fees, and whatever its desk then finds itself able to do.
    pub(super) fn give(&mut self) {
        let number = self.given;
        self.given += 1;
        let story = usize::try_from(number).ok().and_then(|place| STORY.get(place));
        if let Some((to, much, alias, method)) = story {
            let donor = (!alias.is_empty()).then(|| line(alias));
            match *to {
                To::Goods(desk) => self.give_goods(desk, *much, donor),
                to => self.give_money(to, *much, donor, method, false),
            }
        } else if self.given == self.gifts {
            self.give_last();
        } else if self.is_goods(number) {
            let desk = self.random_desk();
            let many = self.random.between(4, 40) * 10;
            let donor = line(self.random.word(&FIRMS));
            self.give_goods(desk, many, Some(donor));
        } else if number + 1 == PAID_TWICE || number == PAID_TWICE {
            let to = To::Free(FLOOD);
            self.give_money(to, 20_000, Some(line("一碗米")), "wallet", number == PAID_TWICE);
        } else if number == FIRST_LARGE {
            let donor = Some(line("Qingyi Machinery Works · 青衣机械厂"));
            self.give_money(To::Free(SHELTER), 15_000_000, donor, "bank_transfer", false);
        } else {
            self.give_at_random();
        }
    }

    /// One in 24 of the first thousand, so that small demos have some, then one in 200.
    fn is_goods(&mut self, number: u64) -> bool {
        if number < 1_000 { number % 24 == 18 } else { self.random.chance(5) }
    }

    fn random_desk(&mut self) -> usize {
        let [shelter, flood, _] = &PROGRAMMES;
        let (sheltered, flooded) = match self.crowded {
            true => (CROWD_SHARE + 1, 1),
            false => (shelter.weight, flood.weight),
        };
        match self.random.below(100) {
            roll if roll < sheltered => SHELTER,
            roll if roll < sheltered + flooded => FLOOD,
            _ => FOOD,
        }
    }

    fn give_at_random(&mut self) {
        let desk = self.random_desk();
        let mut roll = self.random.below(10_000);
        let band = AMOUNTS.iter().find(|(share, _)| {
            let here = roll < *share;
            roll = roll.saturating_sub(*share);
            here
        });
        let yuan = *self.random.pick(band.map_or(LARGE_AMOUNTS.as_slice(), |(_, amounts)| amounts));
        // In euros people give about a fifth of the number that they give in yuan.
        let minor = if desk == FOOD { yuan * 20 } else { yuan * 100 };
        let donor = if band.is_none() { Some(line(self.random.word(&FIRMS))) } else { self.alias() };
        let method = match self.random.below(100) {
            _ if band.is_none() => "bank_transfer",
            0..14 => "card",
            14..75 => "wallet",
            75..97 => "bank_transfer",
            _ => "cash_box",
        };
        let to = match self.random.below(100) {
            0..7 => To::Project(desk, 0),
            7..13 => To::Project(desk, 1),
            _ => To::Free(desk),
        };
        let refund = self.random.chance(2);
        self.give_money(to, minor, donor, method, refund);
    }

    /// A public alias; two in five give none.
    fn alias(&mut self) -> Option<Line> {
        match self.random.below(100) {
            0..40 => None,
            40..70 => {
                let (first, second) = (self.random.word(&ALIAS_FIRST), self.random.word(&ALIAS_SECOND));
                Some(line(&format!("{first} {second} {}", self.random.between(1, 999))))
            }
            70..85 => Some(line(self.random.word(&ALIAS_CHINESE))),
            _ => Some(line(&format!("{} {}", self.random.word(&ALIAS_CHINESE), self.random.between(1, 999)))),
        }
    }

    fn give_money(&mut self, to: To, minor: u64, donor: Option<Line>, method: &str, refund: bool) {
        let (fund, project, desk) = match to {
            To::Free(desk) | To::Goods(desk) => (PROGRAMMES[desk].fund, None, desk),
            To::Project(desk, project) => (PROGRAMMES[desk].fund, Some(PROGRAMMES[desk].projects[project].0), desk),
            To::Drive => (DRIVE, None, SHELTER),
        };
        let actor = PROGRAMMES[desk].actors[0];
        let today = self.today();
        let event = DonationReceived {
            amount: amount(minor),
            commitment: self.random.chance(60).then(|| Digest(self.random.bytes32())),
            donor,
            fund: slug(fund),
            method: term(method),
            note: None,
            original: self.original(desk, minor, method),
            project: project.map(slug),
            received_on: today,
        };
        let seq = self.write(actor, event);
        let mut holes = Vec::new();
        if method == "card" {
            holes.push(self.fee(actor, seq, (minor * CARD_FEE / 1_000).max(1), FeeCategory::Processor));
        }
        if method == "bank_transfer" && self.random.chance(20) && minor >= 100 {
            holes.push(self.fee(actor, seq, minor / 20, FeeCategory::Overhead));
        }
        if refund {
            let rest = minor - holes.iter().sum::<u64>();
            holes.push(self.refund(actor, seq, rest, today));
        }
        let pool = match to {
            To::Free(desk) | To::Goods(desk) => &mut self.desks[desk].free,
            To::Project(desk, project) => &mut self.desks[desk].projects[project],
            To::Drive => &mut self.drive,
        };
        pool.arrive(minor);
        for hole in holes {
            pool.leave_hole(hole);
        }
        match to {
            To::Drive if self.drive.in_hand() > 600_000 => self.later(20, 60, Task::Drive(DriveStage::Buy)),
            To::Drive => {}
            _ => self.gift_counts(desk),
        }
    }

    /// What a card from abroad paid before the bank changed it.
    fn original(&mut self, desk: usize, minor: u64, method: &str) -> Option<Money> {
        if method != "card" || !self.random.chance(150) {
            return None;
        }
        let (numerator, denominator) = if desk == FOOD { (117, 100) } else { (14, 100) };
        Some(Money { amount: amount((minor * numerator / denominator).max(1)), currency: Currency::new("USD")? })
    }

    fn fee(&mut self, actor: &str, seq: u64, minor: u64, category: FeeCategory) -> u64 {
        let payee = match category {
            FeeCategory::Processor => "Hanshui Payments · 汉水支付",
            FeeCategory::Overhead => "Running costs · 机构运行费",
        };
        let event = FeeCharged { amount: amount(minor), category, gift: gift(seq), note: None, payee: line(payee) };
        self.write(actor, event);
        minor
    }

    fn refund(&mut self, actor: &str, seq: u64, minor: u64, today: Date) -> u64 {
        let reason =
            prose("Paid twice by mistake; the donor asked for the second payment back. 重复付款，应捐款人要求退回。");
        let refunded_on = today;
        self.write(actor, DonationRefunded { amount: amount(minor), gift: gift(seq), note: None, reason, refunded_on });
        minor
    }

    fn give_goods(&mut self, desk: usize, many: u64, donor: Option<Line>) {
        let chain = self.receive_gift(desk, many, donor);
        self.later(20, 70, Task::Prepare(chain));
        self.gift_counts(desk);
    }

    /// A gift of goods at the desk's warehouse.
    fn receive_gift(&mut self, desk: usize, many: u64, donor: Option<Line>) -> Chain {
        let programme = self.desks[desk].programme;
        let good: &'static Good = self.random.pick(&programme.in_kind);
        let worth = many * self.random.between(good.price.0, good.price.1);
        let mut chain = self.new_chain(desk, None);
        let lot = slug(&format!("{}-{}", good.item, chain.id));
        // Medicine is given with about a year left, which is far longer than any way to a household.
        let salts = good.item == "rehydration-salts";
        let expires_on = salts.then(|| Date::from_days(self.today().days() + 380)).flatten();
        let event = GiftInKindReceived {
            batch: salts.then(|| line(&format!("B{:05}", self.random.below(100_000)))),
            donor,
            expires_on,
            fund: slug(programme.fund),
            item: slug(good.item),
            lot: lot.clone(),
            note: None,
            quantity: quantity(many),
            received_on: self.today(),
            site: slug(programme.warehouse.id),
            value: Some(amount(worth)),
        };
        self.write(programme.actors[1], event);
        chain.lots.push(Lot { id: lot, good, units: many });
        chain.worth = worth;
        chain
    }

    /// The last gift stays in stock in part, and is on its way in part; a last purchase waits at the supplier's.
    fn give_last(&mut self) {
        let chain = self.receive_gift(FOOD, 400, Some(line("Ferrymen's Mutual · 摆渡人互助社")));
        self.dispatch(Chain { legs: 2, ..chain });
        self.buy_last();
    }

    /// A desk acts when enough gifts came: often in the beginning, so that a small demo has all of it.
    fn gift_counts(&mut self, desk: usize) {
        self.desks[desk].waiting += 1;
        let enough = (4 + self.given.saturating_sub(100) / 20).min(70);
        if self.desks[desk].waiting >= enough {
            self.desks[desk].waiting = 0;
            self.act(desk);
        }
    }
}

fn gift(seq: u64) -> Seq {
    Seq::new(seq).expect("the demo's entries are fewer than 2^53")
}
