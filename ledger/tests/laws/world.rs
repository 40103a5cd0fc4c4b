//! A world: a state, its past and its sums, fed one event at a time.

use std::collections::BTreeMap;
use std::convert::Infallible;

use ledger::figures::{Delta, FigureKey};
use ledger::record::{Failure, Recorded, Request};
use ledger::value::{Actor, Key, PoolName, Timestamp};
use ledger::{Event, Memory, Refusal, Span, State};

/// The sums of all deltas so far, wide enough for any ledger: amounts and units.
pub(crate) type Figures = BTreeMap<FigureKey, (i128, i128)>;

#[derive(Debug, Clone, Default)]
pub(crate) struct World {
    pub(crate) state: State,
    pub(crate) past: Memory,
    pub(crate) log: Vec<Recorded>,
    pub(crate) figures: Figures,
    /// How many events were sent, accepted or not.
    pub(crate) sent: u64,
}

/// Who and what there is before anything moves: three funds in two currencies, a project each, sites and items.
const PREPARED: &[&str] = &[
    r#"{"type":"organisation_registered","id":"red-river","name":"Red River","kind":"ngo","country":"CN"}"#,
    r#"{"type":"organisation_registered","id":"partner","name":"Partner","kind":"community"}"#,
    r#"{"type":"fund_opened","id":"flood","title":"Flood","purpose":"Relief","currency":"CNY","steward":"red-river"}"#,
    r#"{"type":"fund_opened","id":"quake","title":"Quake","purpose":"Relief","currency":"CNY","steward":"red-river"}"#,
    r#"{"type":"fund_opened","id":"storm","title":"Storm","purpose":"Relief","currency":"USD","steward":"partner"}"#,
    r#"{"type":"project_opened","id":"shelter","fund":"flood","title":"Shelter","implementer":"partner"}"#,
    r#"{"type":"project_opened","id":"water","fund":"quake","title":"Water","implementer":"partner"}"#,
    r#"{"type":"project_opened","id":"roofs","fund":"storm","title":"Roofs","implementer":"partner"}"#,
    r#"{"type":"site_registered","id":"maker","name":"Maker","kind":"supplier"}"#,
    r#"{"type":"site_registered","id":"chengdu","name":"Chengdu","kind":"warehouse"}"#,
    r#"{"type":"site_registered","id":"yingxiu","name":"Yingxiu","kind":"distribution_point"}"#,
    r#"{"type":"item_registered","id":"tent","name":"Tent","unit":"tent","category":"shelter"}"#,
    r#"{"type":"item_registered","id":"rice","name":"Rice","unit":"kg","category":"food"}"#,
    r#"{"type":"item_registered","id":"kit","name":"Family kit","unit":"kit","category":"shelter"}"#,
];

impl World {
    pub(crate) fn prepared() -> Self {
        Self::default().prepare()
    }

    pub(crate) fn prepared_for_judging() -> Self {
        Self { past: Memory::for_judging(), ..Self::default() }.prepare()
    }

    fn prepare(self) -> Self {
        let mut world = self;
        for json in PREPARED {
            world.accept(json);
        }
        world
    }

    /// Sends an event and keeps what was recorded.
    pub(crate) fn send(&mut self, json: &str) -> Result<Recorded, Refusal> {
        self.sent += 1;
        let event = Event::parse(json.as_bytes())?;
        let request = self.request(event);
        let recorded = record(&mut self.state, &mut self.past, request)?;
        self.past.keep(recorded.clone());
        add_up(&mut self.figures, &recorded.deltas);
        self.log.push(recorded.clone());
        Ok(recorded)
    }

    /// Sends an event that must stand; its `seq`.
    pub(crate) fn accept(&mut self, json: &str) -> u64 {
        self.send(json).unwrap_or_else(|refusal| panic!("{json}: {refusal}")).entry.seq
    }

    fn request(&self, event: Event) -> Request {
        let mut key = [0; 16];
        key[8..].copy_from_slice(&self.sent.to_be_bytes());
        Request {
            actor: Actor::new("red-river/s7").expect("an actor"),
            approver: None,
            // Now and then the clock goes back.
            at: Timestamp::from_ms(1_795_166_102_123 + i64::try_from(self.sent * 7 % 50).expect("small"))
                .expect("in range"),
            event,
            key: Key::from_bytes(key),
        }
    }

    /// The free spans of a pool; none for a pool that nothing ever reached.
    pub(crate) fn free(&self, pool: &PoolName) -> Vec<Span> {
        self.state.pool(pool).map_or(Vec::new(), |pool| pool.free().collect())
    }

    /// Every pool that holds something, with its free spans.
    pub(crate) fn held(&self) -> BTreeMap<PoolName, Vec<Span>> {
        let pools = self.state.pools().iter().filter(|pool| pool.free_units() > 0);
        pools.map(|pool| (pool.name().clone(), pool.free().collect())).collect()
    }
}

/// Records in a state whose past is in memory.
fn record(state: &mut State, past: &mut Memory, request: Request) -> Result<Recorded, Refusal> {
    state.record(past, request).map_err(|failure: Failure<Infallible>| match failure {
        Failure::Refused(refusal) => refusal,
        Failure::Past(never) => match never {},
    })
}

/// Adds deltas to sums; a sum that is nothing again leaves no trace.
fn add_up(figures: &mut Figures, deltas: &[Delta]) {
    for delta in deltas {
        let slot = figures.entry(delta.key.clone()).or_default();
        slot.0 += i128::from(delta.amount);
        slot.1 += i128::from(delta.units);
        if *slot == (0, 0) {
            figures.remove(&delta.key);
        }
    }
}
