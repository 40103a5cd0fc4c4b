//! Steps of a random ledger: raw numbers that become an event of the world they meet, sound most of the time.

use ledger::EventType;
use proptest::prelude::*;

use crate::world::World;

/// What is wrong with a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    /// Nothing that was meant to be.
    None,
    /// It names something that is not there.
    Stranger,
    /// It asks for more than there is, or for what must not be asked.
    TooMuch,
    /// It gives out an id that may be in use.
    Taken,
    /// It happens long after every lot has expired.
    Late,
}

/// One step: what to try, and the numbers to make it of.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    pub(crate) kind: EventType,
    pub(crate) slip: Slip,
    pub(crate) picks: [u8; 8],
    pub(crate) units: u64,
}

/// Some gifts, then up to `most` steps.
pub(crate) fn steps(most: usize) -> impl Strategy<Value = Vec<Step>> {
    let slip = prop_oneof![
        20 => Just(Slip::None),
        1 => Just(Slip::Stranger),
        1 => Just(Slip::TooMuch),
        1 => Just(Slip::Taken),
        1 => Just(Slip::Late),
    ];
    let units = prop_oneof![8 => 1_u64..100, 4 => 1_u64..100_000, 1 => (1_u64 << 52)..(1 << 53)];
    let parts = (slip, any::<[u8; 8]>(), units);
    let step = (kind(), parts).prop_map(|(kind, (slip, picks, units))| Step { kind, slip, picks, units });
    let gift = (any::<bool>(), any::<[u8; 8]>(), 1_u64..100_000).prop_map(|(in_kind, picks, units)| Step {
        kind: if in_kind { EventType::GiftInKindReceived } else { EventType::DonationReceived },
        slip: Slip::None,
        picks,
        units,
    });
    let gifts = prop::collection::vec(gift, 0..12);
    (gifts, prop::collection::vec(step, 1..most)).prop_map(|(gifts, steps)| [gifts, steps].concat())
}

fn kind() -> impl Strategy<Value = EventType> {
    use EventType as E;
    let often = [E::DonationReceived, E::PurchaseMade, E::GoodsReceived, E::GiftInKindReceived];
    let now_and_then = [
        E::FeeCharged,
        E::DonationRefunded,
        E::AllocationMade,
        E::TransferMade,
        E::GoodsDispatched,
        E::KitPacked,
        E::CostAdded,
        E::GoodsLost,
        E::GoodsDistributed,
        E::CashDistributed,
        E::ExpensePaid,
        E::EntryReversed,
    ];
    prop_oneof![
        8 => prop::sample::select(often.to_vec()),
        12 => prop::sample::select(now_and_then.to_vec()),
        2 => prop::sample::select(E::ALL.to_vec()),
        1 => Just(E::FundClosed),
    ]
}

/// The world after these steps, whatever became of each.
pub(crate) fn played(steps: &[Step]) -> World {
    let mut world = World::prepared();
    for step in steps {
        let json = crate::events::event_of(&world, step);
        let _ = world.send(&json);
    }
    world
}
