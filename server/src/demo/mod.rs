//! A demo ledger of any size: relief work as it could have been, the same for the same numbers.
//!
//! [`events`] streams what three invented organisations do between September 2025 and October 2026: gifts arrive,
//! some with fees, some refunded; money is set aside, transferred, spent; goods are bought, carried, packed, lost,
//! handed out. Every event is one that the ledger accepts: the generator keeps a mirror of the balances, small and of
//! a size that doesn't grow with the number of gifts.
//!
//! | module | what it knows |
//! |---|---|
//! | `book` | the fixed part: who, where, what |
//! | `stream` | time, order, keys |
//! | `opening` | what is registered before the first gift |
//! | `gift` | who gives how much |
//! | `spend` | what a desk does with the money in hand |
//! | `goods` | a purchase's way from the supplier to people |
//! | `drive` | a small fund from its first gift to its end |
//! | `pool` | the mirror of a cash pool |
//! | `fill` | the way into a database |
//! | `keep` | the way of the papers into the store of documents |
//! | `random`, `write`, `paper` | numbers from the seed; checked words; the papers' texts |

mod book;
mod drive;
mod fill;
mod gift;
mod goods;
mod keep;
mod opening;
mod paper;
mod pool;
mod random;
mod spend;
mod stream;
#[cfg(test)]
mod tests;
mod write;

use ledger::event::Event;
use ledger::value::{Actor, Key, Timestamp};

pub use fill::{fill, fill_with};
pub use keep::keep_papers;
pub use paper::paper;
pub use stream::Events;

/// The fewest gifts in which the whole story has room.
pub const GIFTS_MIN: u64 = 100;

/// The most gifts for which the sizes here were chosen: beyond, an entry could lie in too many pieces.
pub const GIFTS_MAX: u64 = 2_000_000;

/// Of 100 gifts, how many are for the one fund of a [`crowded`] ledger.
pub const CROWD_SHARE: u64 = 97;

/// One event with all that recording it takes. Its place in the stream, from 0, is the `seq` of its entry in a ledger
/// that holds nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoEvent {
    /// The recording time; always later than the event before.
    pub at: Timestamp,
    /// Who records.
    pub actor: Actor,
    /// The idempotency key, in the order of time.
    pub key: Key,
    /// What happened.
    pub event: Event,
}

/// Three gifts that show what a trace can say: the `seq` of their entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorthOpening {
    /// An early gift of money that became many things.
    pub spread_out: u64,
    /// A gift of money for one project.
    pub earmarked: u64,
    /// A gift of goods.
    pub in_kind: u64,
}

/// The events of a ledger with so many gifts, in money and in kind together. A number outside
/// [`GIFTS_MIN`]`..=`[`GIFTS_MAX`] counts as the nearer end.
#[must_use]
pub fn events(gifts: u64, seed: u64) -> Events {
    Events::new(gifts.clamp(GIFTS_MIN, GIFTS_MAX), seed)
}

/// As [`events`], with almost all gifts for one fund: to measure how a large fund does. Of 100 gifts at least
/// [`CROWD_SHARE`] are its own, but for the first hundred.
#[must_use]
pub fn crowded(gifts: u64, seed: u64) -> Events {
    events(gifts, seed).crowded()
}

/// The gifts worth opening in the ledger of the same numbers.
#[must_use]
pub fn worth_opening(gifts: u64, seed: u64) -> WorthOpening {
    let given = events(gifts, seed).zip(0_u64..).filter(|(demo, _)| is_gift(&demo.event)).map(|(_, seq)| seq);
    let early: Vec<u64> = given.take(gift::STORY_LENGTH).collect();
    let seq = |place: usize| early.get(place).copied().unwrap_or_default();
    WorthOpening { spread_out: seq(gift::SPREAD_OUT), earmarked: seq(gift::EARMARKED), in_kind: seq(gift::IN_KIND) }
}

fn is_gift(event: &Event) -> bool {
    matches!(event, Event::DonationReceived(_) | Event::GiftInKindReceived(_))
}
