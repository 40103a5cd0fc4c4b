//! Time and order: gifts come at an even pace, work follows in days, and whatever is due first is written first.

use std::collections::{BTreeMap, VecDeque};

use ledger::event::{Event, Place};
use ledger::value::{Actor, Date, Key, Timestamp};

use super::DemoEvent;
use super::book::{DRIVE, PLACES, PROGRAMMES, Programme};
use super::drive::DriveStage;
use super::goods::{Chain, Leg};
use super::pool::Pool;
use super::random::Random;
use super::spend::FIRST_TURNS;
use super::write::place;

pub(super) const HOUR_MS: i64 = 3_600_000;

/// 2025-09-01T00:30:00Z.
const BEGIN_MS: i64 = 1_756_686_600_000;
/// 2026-10-31T20:00:00Z: what follows the last gift ends on the same day.
const END_MS: i64 = 1_793_476_800_000;
/// Two entries by one hand are at most this far apart.
const GAP_MS: i64 = 90_000;

/// Work that waits for its day.
#[derive(Debug)]
pub(super) enum Task {
    Receive(Chain),
    Prepare(Chain),
    Dispatch(Chain),
    Arrive(Leg),
    HandOut(Leg),
    Drive(DriveStage),
}

/// A fund's desk: its money, and how far it is in its work.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) programme: &'static Programme,
    pub(super) free: Pool,
    pub(super) projects: [Pool; 2],
    pub(super) partner: Pool,
    /// Gifts since the desk last acted.
    pub(super) waiting: u64,
    /// Turns so far, from the one it began with; says what comes next.
    pub(super) acted: usize,
    /// Lots bought or given so far; ids are made of it.
    pub(super) chains: u64,
    /// Papers other than those of a chain.
    pub(super) papers: u64,
}

impl Desk {
    fn new(programme: &'static Programme, first_turn: usize) -> Self {
        let fund = programme.fund;
        let [first, second] = programme.projects.each_ref().map(|(id, ..)| Pool::new(&format!("cash/{fund}/{id}")));
        Self {
            programme,
            free: Pool::new(&format!("cash/{fund}")),
            projects: [first, second],
            partner: Pool::new(&format!("cash/{fund}@{}", programme.partner)),
            waiting: 0,
            acted: first_turn,
            chains: 0,
            papers: 0,
        }
    }

    /// A new id: what kind of paper, whose desk, which number.
    pub(super) fn paper_id(&mut self, kind: &str) -> String {
        self.papers += 1;
        format!("{kind}-{}-{}", self.programme.letter, self.papers)
    }
}

/// The stream of a demo ledger's events.
#[derive(Debug)]
pub struct Events {
    pub(super) random: Random,
    pub(super) gifts: u64,
    /// Whether almost all gifts are for one fund.
    pub(super) crowded: bool,
    pub(super) given: u64,
    pub(super) desks: [Desk; 3],
    pub(super) drive: Pool,
    pub(super) places: Vec<Place>,
    /// Whether a purchase was entered wrongly yet: one must be, early on.
    pub(super) slipped: bool,
    /// Time of the gift or the work being written.
    now_ms: i64,
    /// Time of the last event.
    clock_ms: i64,
    gap_ms: i64,
    seq: u64,
    ready: VecDeque<DemoEvent>,
    tasks: BTreeMap<(i64, u64), Task>,
    tasks_made: u64,
    opened: bool,
    closed: bool,
}

impl Events {
    pub(super) fn new(gifts: u64, seed: u64) -> Self {
        let slot_ms = (END_MS - BEGIN_MS) / signed(gifts);
        Self {
            random: Random::new(seed),
            gifts,
            crowded: false,
            given: 0,
            desks: std::array::from_fn(|desk| Desk::new(&PROGRAMMES[desk], FIRST_TURNS[desk])),
            drive: Pool::new(&format!("cash/{DRIVE}")),
            places: PLACES.iter().map(|text| place(text)).collect(),
            slipped: false,
            now_ms: BEGIN_MS,
            clock_ms: BEGIN_MS,
            gap_ms: GAP_MS.min(slot_ms / 16),
            seq: 0,
            ready: VecDeque::new(),
            tasks: BTreeMap::new(),
            tasks_made: 0,
            opened: false,
            closed: false,
        }
    }

    /// The same with almost all gifts for one fund.
    pub(super) fn crowded(self) -> Self {
        Self { crowded: true, ..self }
    }

    /// The day of what is being written.
    pub(super) fn today(&self) -> Date {
        let now = Timestamp::from_ms(self.now_ms.max(self.clock_ms));
        now.and_then(Timestamp::date).expect("the demo's days are in this century")
    }

    /// Writes an event; returns the `seq` of its entry.
    pub(super) fn write(&mut self, actor: &str, event: impl Into<Event>) -> u64 {
        let gap = 1 + signed(self.random.below(self.gap_ms.unsigned_abs()));
        self.clock_ms = self.now_ms.max(self.clock_ms + gap);
        let mut bytes = [0_u8; 16];
        let [_, _, time @ ..] = self.clock_ms.to_be_bytes();
        let (first, second) = (self.random.next().to_be_bytes(), self.random.next().to_be_bytes());
        for (slot, byte) in bytes.iter_mut().zip(time.into_iter().chain(first).chain(second)) {
            *slot = byte;
        }
        self.ready.push_back(DemoEvent {
            at: Timestamp::from_ms(self.clock_ms).expect("the demo's moments are in this century"),
            actor: Actor::new(actor).expect("the demo's actors have a handle"),
            key: Key::from_bytes(bytes),
            event: event.into(),
        });
        self.seq += 1;
        self.seq - 1
    }

    /// Puts work off by some hours, from and to.
    pub(super) fn later(&mut self, least: u64, most: u64, task: Task) {
        let minutes = signed(self.random.between(least * 60, most * 60));
        self.tasks_made += 1;
        self.tasks.insert((self.now_ms.max(self.clock_ms) + minutes * (HOUR_MS / 60), self.tasks_made), task);
    }

    /// Writes what is due next.
    fn step(&mut self) {
        if !self.opened {
            self.opened = true;
            return self.open();
        }
        if self.given == self.gifts {
            // What is on its way when the demo ends stays on its way.
            self.closed = true;
            return;
        }
        let gift_ms = BEGIN_MS + signed(self.given + 1) * ((END_MS - BEGIN_MS) / signed(self.gifts));
        match self.tasks.first_key_value() {
            Some(((due_ms, _), _)) if *due_ms <= gift_ms => {
                if let Some(((due_ms, _), task)) = self.tasks.pop_first() {
                    self.now_ms = due_ms;
                    self.work(task);
                }
            }
            _ => {
                self.now_ms = gift_ms;
                self.give();
            }
        }
    }

    fn work(&mut self, task: Task) {
        match task {
            Task::Receive(chain) => self.receive(chain),
            Task::Prepare(chain) => self.prepare(chain),
            Task::Dispatch(chain) => self.dispatch(chain),
            Task::Arrive(leg) => self.arrive(leg),
            Task::HandOut(leg) => self.hand_out(leg),
            Task::Drive(stage) => self.run_drive(stage),
        }
    }
}

impl Iterator for Events {
    type Item = DemoEvent;

    fn next(&mut self) -> Option<DemoEvent> {
        while self.ready.is_empty() && !self.closed {
            self.step();
        }
        self.ready.pop_front()
    }
}

/// A number of the demo as a signed one; all are far below 2^63.
pub(super) fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
