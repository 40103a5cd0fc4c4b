//! Which entry last concerned a page.
//!
//! A page is a function of the log up to the last entry that concerns it. A version is a number of entries: the log up
//! to there says all that the page says. Entries are sorted by what they can touch, on the safe side: what is not known
//! to be narrow concerns every page.
//!
//! - a gift of money concerns its fund, and no other gift
//! - a fee or a refund concerns its fund and that one gift
//! - what moves nothing but cash concerns the funds whose cash it is, and whatever is followed through cash
//! - everything else (registrations, goods, closings, documents) concerns every page
//!
//! Pages are looked up by the versions that were *shown* last; a page is made by the *exact* ones of its snapshot. Under
//! steady recording the shown ones advance a few times a second, so that a busy page is rendered as often and no more.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::{Duration, Instant};

use ledger::event::Event;
use ledger::value::PoolParts;
use ledger::{Entry, Past as _};

use crate::store::Stored;
use crate::store::past::Tables;

/// More new entries than this are not read one by one: then they concern every page.
const READ_AT_MOST: u64 = 4_096;

/// Gifts whose own last entry is remembered; past that each such entry concerns every gift.
const GIFTS_REMEMBERED: usize = 65_536;

/// How often the shown versions may be renewed at once on a request, and how fast that credit comes back. Whoever
/// records by hand sees the page renewed on the next look; a flood of entries renews it four times a second.
const CREDIT: u32 = 20;
const CREDIT_BACK_AFTER: Duration = Duration::from_millis(250);

/// What a page is about, and so which entries can change it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Concern {
    /// Nothing in the log.
    Nothing,
    /// One fund.
    Fund(String),
    /// One gift, by its entry.
    Gift(u64),
    /// One entry, which only a reversal changes, or a neighbour.
    Entry(u64),
    /// Things that change only where value moves on: lots, hand-outs.
    Moves,
    /// Everything.
    Log,
}

/// The last entries of each kind, as numbers of entries: 0 is before all of them.
#[derive(Debug, Clone, Default)]
struct Marks {
    size: u64,
    everything: u64,
    cash: u64,
    reversal: u64,
    funds: HashMap<String, u64>,
    gifts: HashMap<u64, u64>,
}

impl Marks {
    /// Nothing is known of the entries before: they may concern any page.
    fn unknown_before(size: u64) -> Self {
        Self { size, everything: size, reversal: size, ..Self::default() }
    }

    fn of(&self, concern: &Concern) -> u64 {
        let at = |mark: Option<&u64>| mark.copied().unwrap_or(0);
        match concern {
            Concern::Nothing => 0,
            Concern::Fund(id) => self.everything.max(at(self.funds.get(id))),
            Concern::Gift(seq) => self.everything.max(self.cash).max(at(self.gifts.get(seq))).max(self.own(*seq, 1)),
            Concern::Entry(seq) => self.reversal.max(self.own(*seq, 2)),
            Concern::Moves => self.everything.max(self.cash),
            Concern::Log => self.size,
        }
    }

    /// The version from an entry itself on, and so many entries behind it.
    fn own(&self, seq: u64, entries: u64) -> u64 {
        seq.saturating_add(entries).min(self.size)
    }

    fn take_in(&mut self, entry: &Entry) {
        let version = entry.seq + 1;
        self.size = version;
        if matches!(entry.event, Event::EntryReversed(_)) {
            self.reversal = version;
        }
        let Some(funds) = funds_of_cash(entry) else {
            self.everything = version;
            return;
        };
        for fund in funds {
            self.funds.insert(fund, version);
        }
        match &entry.event {
            Event::DonationReceived(_) => {}
            Event::FeeCharged(event) => self.mark_gift(event.gift.get(), version),
            Event::DonationRefunded(event) => self.mark_gift(event.gift.get(), version),
            _ => self.cash = version,
        }
    }

    fn mark_gift(&mut self, gift: u64, version: u64) {
        if self.gifts.len() >= GIFTS_REMEMBERED {
            self.gifts.clear();
            self.cash = version;
        }
        self.gifts.insert(gift, version);
    }

    /// Reads on up to the end of this snapshot.
    fn follow(&mut self, tables: &mut Tables, size: u64) -> Stored<()> {
        if size > self.size + READ_AT_MOST {
            *self = Self::unknown_before(size);
        }
        while self.size < size {
            let Some(entry) = tables.entry(self.size)? else { break };
            self.take_in(&entry);
        }
        Ok(())
    }
}

/// The funds whose cash an entry moves; none if it moves anything else, or nothing.
fn funds_of_cash(entry: &Entry) -> Option<BTreeSet<String>> {
    let registers = ledger::State::is_remembered(&entry.event) && !matches!(entry.event, Event::EntryReversed(_));
    if registers || entry.moves.is_empty() || matches!(entry.event, Event::CostAdded(_)) {
        return None;
    }
    let sides = entry.moves.iter().flat_map(|one| [one.from.as_ref(), one.to.as_ref()]).flatten();
    sides
        .map(|side| match side.pool.parts() {
            PoolParts::Cash { fund, .. } => Some(fund.to_owned()),
            PoolParts::Goods { .. } => None,
        })
        .collect()
}

/// How often the shown versions may still be renewed at once.
#[derive(Debug)]
struct Credit {
    left: u32,
    since: Instant,
}

impl Credit {
    fn take(&mut self) -> bool {
        let back = self.since.elapsed().as_millis() / CREDIT_BACK_AFTER.as_millis().max(1);
        if back > 0 {
            self.left = self.left.saturating_add(u32::try_from(back).unwrap_or(CREDIT)).min(CREDIT);
            self.since = Instant::now();
        }
        let some = self.left > 0;
        self.left = self.left.saturating_sub(1);
        some
    }
}

/// Follows the log. One a server, shared by its handlers.
#[derive(Debug)]
pub struct Versions {
    exact: Mutex<Marks>,
    shown: RwLock<Arc<Marks>>,
    shown_size: AtomicU64,
    credit: Mutex<Credit>,
    /// Whether anybody asked since the pulse last looked.
    pub(super) looked_at: AtomicBool,
}

impl Versions {
    /// Begins with a log of this size, of which nothing is known.
    #[must_use]
    pub fn new(size: u64) -> Self {
        let marks = Marks::unknown_before(size);
        Self {
            exact: Mutex::new(marks.clone()),
            shown: RwLock::new(Arc::new(marks)),
            shown_size: AtomicU64::new(size),
            credit: Mutex::new(Credit { left: CREDIT, since: Instant::now() }),
            looked_at: AtomicBool::new(false),
        }
    }

    /// The version by which a page is looked up.
    #[must_use]
    pub fn shown(&self, concern: &Concern) -> u64 {
        // Read before it is written: nearly always it is set already, and a write would take the line from the others.
        if !self.looked_at.load(Ordering::Relaxed) {
            self.looked_at.store(true, Ordering::Release);
        }
        self.shown.read().unwrap_or_else(PoisonError::into_inner).of(concern)
    }

    /// The version of a page made from this snapshot; none if others have seen a later entry that concerns it, so that
    /// the page must be made from a new snapshot.
    ///
    /// # Errors
    /// The database's own.
    pub fn exact(&self, tables: &mut Tables, concern: &Concern) -> Stored<Option<u64>> {
        let size = tables.head()?.size;
        let mut marks = lock(&self.exact);
        marks.follow(tables, size)?;
        let version = if matches!(concern, Concern::Log) { size } else { marks.of(concern) };
        Ok((version <= size).then_some(version))
    }

    /// Whether the log has grown beyond what is shown, and a request may have that mended at once.
    #[must_use]
    pub fn may_renew(&self, size: u64) -> bool {
        size > self.shown_size.load(Ordering::Acquire) && lock(&self.credit).take()
    }

    /// Shows the log as it is now.
    ///
    /// # Errors
    /// The database's own.
    pub fn renew(&self, tables: &mut Tables) -> Stored<()> {
        let size = tables.head()?.size;
        let mut marks = lock(&self.exact);
        marks.follow(tables, size)?;
        if marks.size > self.shown_size.load(Ordering::Acquire) {
            *self.shown.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(marks.clone());
            self.shown_size.store(marks.size, Ordering::Release);
        }
        Ok(())
    }
}

/// What is behind these locks is whole after each line: a panic elsewhere leaves nothing half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credit_runs_out_and_comes_back() {
        let mut credit = Credit { left: 2, since: Instant::now() };
        assert_eq!([credit.take(), credit.take(), credit.take()], [true, true, false]);
        credit.since = Instant::now().checked_sub(CREDIT_BACK_AFTER * 2).expect("the machine runs for a while");
        assert_eq!([credit.take(), credit.take(), credit.take()], [true, true, false]);
    }

    #[test]
    fn what_is_not_known_concerns_every_page() {
        let marks = Marks::unknown_before(9);
        for concern in [Concern::Fund("a".into()), Concern::Gift(3), Concern::Entry(8), Concern::Moves, Concern::Log] {
            assert_eq!(marks.of(&concern), 9, "{concern:?}");
        }
        assert_eq!(marks.of(&Concern::Nothing), 0);
    }
}
