//! State and event to entry and state, or refusal (section 4).
//!
//! [`State::record`] judges an event, derives its moves, and returns the entry. A refused event changes nothing: every
//! step on a pool is logged and undone, and what an event registers is written last.

use crate::entry::{ENTRY_BYTES_LIMIT, Entry, Hash, Move, Side, Told};
use crate::event::{Event, Source};
use crate::figures::{self, Delta};
use crate::past::Past;
use crate::pool::{Log, Pool, PoolId, Undo};
use crate::refusal::{Refusal, Rule, Unit};
use crate::span::{self, Span};
use crate::state::{Head, State, Station};
use crate::value::{Actor, Currency, Date, Key, PoolName, PoolParts, Slug, SubjectKind, Timestamp};

mod gifts;
mod goods;
mod handouts;
mod money;
mod registers;
mod reversal;

/// What a recorder sends, and when it came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Who records.
    pub actor: Actor,
    /// Who approved it, where a second person had to.
    pub approver: Option<Actor>,
    /// The recording time; an earlier one than the last entry's repeats that.
    pub at: Timestamp,
    /// What happened.
    pub event: Event,
    /// The recorder's idempotency key. That it is new is for the caller to know.
    pub key: Key,
}

/// An accepted event, with all that a store must write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The entry.
    pub entry: Entry,
    /// Its canonical bytes.
    pub json: String,
    /// Their hash: the new head.
    pub hash: Hash,
    /// Ids that the entry gave out.
    pub ids: Vec<(SubjectKind, Slug)>,
    /// The entry that this one reversed: its moves no longer count.
    pub reversed: Option<Entry>,
    /// What changes in the sums of funds.
    pub deltas: Vec<Delta>,
    /// Pools that changed, each with the first unit of a free span that is now there, gone, or ends elsewhere.
    pub touched: Vec<(PoolId, u64)>,
}

/// Why nothing was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure<E> {
    /// The event breaks a rule.
    Refused(Refusal),
    /// A look-up failed.
    Past(E),
}

/// The moves of each event, or the place of the one that is refused, and why.
pub type Foreseen<E> = Result<Vec<Vec<Move>>, (usize, Failure<E>)>;

impl<E> From<Refusal> for Failure<E> {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl State {
    /// Judges an event; if it stands, moves its units and returns the entry, now the head of the log.
    ///
    /// # Errors
    /// [`Failure::Refused`] or [`Failure::Past`]; either way the state is as before.
    pub fn record<P: Past>(&mut self, past: &mut P, request: Request) -> Result<Recorded, Failure<P::Error>> {
        let mut draft = Draft::new(self, past);
        let judged = draft.judge_request(&request).and_then(|()| draft.finish(request));
        if judged.is_err() {
            draft.roll_back();
        }
        judged
    }

    /// Judges events one after another and gives the moves that each would make; the state is as before.
    ///
    /// # Errors
    /// As [`State::record`], with the place of the event that is refused.
    pub fn preview<P: Past>(&mut self, past: &mut P, events: &[Event]) -> Foreseen<P::Error> {
        let mut draft = Draft::new(self, past);
        let judge = |(place, event)| match draft.judge(event) {
            Ok(()) => Ok(std::mem::take(&mut draft.moves)),
            Err(failure) => Err((place, failure)),
        };
        let judged = events.iter().enumerate().map(judge).collect();
        draft.roll_back();
        judged
    }
}

/// Why a recorded entry does not follow from those before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReplayFault<E> {
    /// The ledger would have refused it.
    Refused(Refusal),
    /// The ledger derives other bytes.
    Differs {
        /// The entry as the ledger derives it.
        derived: String,
    },
    /// A look-up failed.
    Past(E),
}

impl State {
    /// Derives a recorded entry anew and compares it byte for byte. `hash` is the SHA3-256 of `json`, which the caller
    /// has taken, so that it is taken once.
    ///
    /// # Errors
    /// [`ReplayFault`]; the state is then of no further use.
    pub fn replay<P: Past>(
        &mut self,
        past: &mut P,
        told: Told,
        json: &str,
        hash: Hash,
    ) -> Result<Recorded, ReplayFault<P::Error>> {
        let Told { actor, approver, at, event, key, .. } = told;
        let mut draft = Draft::new(self, past);
        draft.known = Some((json, hash));
        let request = Request { actor, approver, at, event, key };
        let recorded =
            draft.judge_request(&request).and_then(|()| draft.finish(request)).map_err(|failure| match failure {
                Failure::Refused(refusal) => ReplayFault::Refused(refusal),
                Failure::Past(error) => ReplayFault::Past(error),
            })?;
        if recorded.json == json { Ok(recorded) } else { Err(ReplayFault::Differs { derived: recorded.json }) }
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
impl State {
    /// Records with moves of a test's own making in place of those that the event would derive.
    fn record_with<P: Past>(
        &mut self,
        past: &mut P,
        request: Request,
        judge: impl FnOnce(&mut Draft<'_, P>) -> Judged<P>,
    ) -> Result<Recorded, Failure<P::Error>> {
        let mut draft = Draft::new(self, past);
        judge(&mut draft)?;
        draft.finish(request)
    }
}

/// They are read from a file, which wasm has none of.
#[cfg(all(test, not(target_arch = "wasm32")))]
mod vectors;

/// An event being judged.
struct Draft<'a, P: Past> {
    state: &'a mut State,
    past: &'a mut P,
    moves: Vec<Move>,
    ids: Vec<(SubjectKind, Slug)>,
    reversed: Option<Entry>,
    deltas: Vec<Delta>,
    log: Log,
    pools_before: usize,
    /// Bytes that are expected, and their hash.
    known: Option<(&'a str, Hash)>,
}

/// The outcome of judging: nothing, or why not.
type Judged<P, T = ()> = Result<T, Failure<<P as Past>::Error>>;

impl<'a, P: Past> Draft<'a, P> {
    fn new(state: &'a mut State, past: &'a mut P) -> Self {
        let pools_before = state.pools.len();
        Self {
            state,
            past,
            moves: Vec::new(),
            ids: Vec::new(),
            reversed: None,
            deltas: Vec::new(),
            log: Log::default(),
            pools_before,
            known: None,
        }
    }

    fn judge_request(&mut self, request: &Request) -> Judged<P> {
        if request.approver.as_ref() == Some(&request.actor) {
            return Err(Refusal::new("approver", Rule::OwnApproval).into());
        }
        self.judge(&request.event)
    }

    fn judge(&mut self, event: &Event) -> Judged<P> {
        match event {
            Event::OrganisationRegistered(event) => self.register_organisation(event),
            Event::FundOpened(event) => self.open_fund(event),
            Event::FundClosed(event) => self.close_fund(event),
            Event::ProjectOpened(event) => self.open_project(event),
            Event::SiteRegistered(event) => self.register_site(event),
            Event::ItemRegistered(event) => self.register_item(event),
            Event::DonationReceived(event) => self.receive_donation(event),
            Event::FeeCharged(event) => self.charge_fee(event),
            Event::DonationRefunded(event) => self.refund(event),
            Event::GiftInKindReceived(event) => self.receive_in_kind(event),
            Event::AllocationMade(event) => self.allocate(event),
            Event::TransferMade(event) => self.transfer(event),
            Event::PurchaseMade(event) => self.purchase(event),
            Event::CostAdded(event) => self.add_cost(event),
            Event::ExpensePaid(event) => self.pay_expense(event),
            Event::GoodsReceived(event) => self.receive_goods(event),
            Event::GoodsDispatched(event) => self.dispatch(event),
            Event::KitPacked(event) => self.pack_kit(event),
            Event::GoodsLost(event) => self.lose_goods(event),
            Event::GoodsDistributed(event) => self.distribute_goods(event),
            Event::CashDistributed(event) => self.distribute_cash(event),
            Event::DocumentAttached(event) => self.attach(event),
            Event::EntryReversed(event) => self.reverse(event),
        }
    }

    fn finish(&mut self, request: Request) -> Judged<P, Recorded> {
        let Head { size, hash, at } = self.state.head;
        let entry = Entry {
            actor: request.actor,
            approver: request.approver,
            at: request.at.max(at),
            event: request.event,
            key: request.key,
            moves: std::mem::take(&mut self.moves),
            prev: hash,
            seq: size,
        };
        let json = entry.to_json();
        if json.len() > ENTRY_BYTES_LIMIT {
            let rule = Rule::TooFragmented { limit: ENTRY_BYTES_LIMIT, given: json.len() };
            return Err(Refusal::new("", rule).into());
        }
        let values = figures::values_of(self.past, &entry).map_err(Failure::Past)?;
        let hash = match self.known {
            Some((known, hash)) if known == json => hash,
            _ => Hash::of(json.as_bytes()),
        };
        self.state.head = Head { size: size.saturating_add(1), hash, at: entry.at };
        if State::is_remembered(&entry.event) {
            self.state.remember(&entry);
        }
        if self.reversed.is_none() {
            self.deltas = figures::deltas(self.state, &entry, &values);
        }
        let touched = self.log.steps.iter().filter_map(|(pool, step)| match step {
            Undo::Free { from, .. } => Some((*pool, *from)),
            Undo::Extent { .. } => None,
        });
        Ok(Recorded {
            json,
            hash,
            ids: std::mem::take(&mut self.ids),
            reversed: self.reversed.take(),
            deltas: std::mem::take(&mut self.deltas),
            touched: touched.collect(),
            entry,
        })
    }

    fn roll_back(&mut self) {
        while let Some((pool, step)) = self.log.steps.pop() {
            if let Some(pool) = slot(&mut self.state.pools, pool) {
                pool.undo(step);
            }
        }
        while self.state.pools.len() > self.pools_before {
            if let Some(pool) = self.state.pools.pop() {
                self.state.pool_ids.remove(pool.name());
            }
        }
    }

    // ── pools ──

    fn with_pool<T>(&mut self, id: PoolId, act: impl FnOnce(&mut Pool, &mut Log) -> Option<T>) -> Option<T> {
        let pool = slot(&mut self.state.pools, id)?;
        self.log.pool = id;
        act(pool, &mut self.log)
    }

    fn pool_for_arrival(&mut self, name: &PoolName) -> PoolId {
        if let Some(id) = self.state.pool_ids.get(name) {
            return *id;
        }
        let id = PoolId(u32::try_from(self.state.pools.len()).unwrap_or(u32::MAX));
        self.state.pools.push(Pool::new(name.clone()));
        self.state.pool_ids.insert(name.clone(), id);
        id
    }

    /// Units arrive in a pool.
    fn arrive(&mut self, name: &PoolName, units: u64, field: &str) -> Judged<P, Side> {
        let id = self.pool_for_arrival(name);
        let span = self.with_pool(id, |pool, log| pool.arrive(units, log));
        let full = || Refusal::new(field, Rule::PoolFull { pool: name.to_string() });
        Ok(Side { pool: name.clone(), spans: vec![span.ok_or_else(full)?] })
    }

    /// The lowest free units leave a pool.
    fn take(&mut self, name: &PoolName, units: u64, field: &str) -> Judged<P, Side> {
        let id = self.state.pool_ids.get(name).copied();
        if let Some(spans) = id.and_then(|id| self.with_pool(id, |pool, log| pool.take(units, log))) {
            return Ok(Side { pool: name.clone(), spans });
        }
        let have = self.state.pool(name).map_or(0, Pool::free_units);
        let unit = self.unit_of(name);
        Err(Refusal::new(field, Rule::Short { pool: name.to_string(), have, want: units, unit }).into())
    }

    /// What a pool counts.
    fn unit_of(&self, name: &PoolName) -> Unit {
        match name.parts() {
            PoolParts::Cash { fund, .. } => {
                self.state.fund(fund).map_or(Unit::Goods, |fund| Unit::Money(fund.currency))
            }
            PoolParts::Goods { .. } => Unit::Goods,
        }
    }

    /// Units leave one pool and arrive in another, as many as `credited` says.
    fn pass(&mut self, from: &PoolName, to: &PoolName, units: u64, credited: u64, field: &str) -> Judged<P> {
        let from = self.take(from, units, field)?;
        let to = self.arrive(to, credited, field)?;
        self.moves.push(Move { from: Some(from), to: Some(to) });
        Ok(())
    }

    /// Units reach their end.
    fn end(&mut self, from: &PoolName, units: u64, field: &str) -> Judged<P> {
        let from = self.take(from, units, field)?;
        self.moves.push(Move { from: Some(from), to: None });
        Ok(())
    }

    // ── what must be there, what must not ──

    fn unknown(field: &str, kind: SubjectKind, id: &Slug) -> Failure<P::Error> {
        Refusal::new(field, Rule::Unknown { kind, id: id.to_string() }).into()
    }

    fn known_organisation(&self, field: &str, id: &Slug) -> Judged<P> {
        let known = self.state.organisations.contains_key(id);
        if known { Ok(()) } else { Err(Self::unknown(field, SubjectKind::Organisation, id)) }
    }

    fn open_fund_named(&self, field: &str, id: &Slug) -> Judged<P, Currency> {
        let fund = self.state.funds.get(id).ok_or_else(|| Self::unknown(field, SubjectKind::Fund, id))?;
        match fund.closed_by {
            Some(_) => Err(Refusal::new(field, Rule::FundClosed { fund: id.to_string() }).into()),
            None => Ok(fund.currency),
        }
    }

    fn project_of(&self, field: &str, project: &Slug, fund: &Slug) -> Judged<P> {
        let owner = self.state.projects.get(project);
        let owner = owner.ok_or_else(|| Self::unknown(field, SubjectKind::Project, project))?;
        if owner == fund {
            return Ok(());
        }
        let rule = Rule::OtherFund { project: project.to_string(), fund: owner.to_string() };
        Err(Refusal::new(field, rule).into())
    }

    fn station(&self, field: &str, id: &Slug) -> Judged<P, Station> {
        self.state.stations.get(id).copied().ok_or_else(|| Self::unknown(field, SubjectKind::Site, id))
    }

    fn site(&self, field: &str, id: &Slug) -> Judged<P> {
        match self.station(field, id)? {
            Station::Site(_) => Ok(()),
            Station::Waybill => Err(Refusal::new(field, Rule::NotASite { waybill: id.to_string() }).into()),
        }
    }

    fn known_item(&self, field: &str, id: &Slug) -> Judged<P> {
        if self.state.items.contains_key(id) { Ok(()) } else { Err(Self::unknown(field, SubjectKind::Item, id)) }
    }

    fn known_lot(&self, field: &str, id: &Slug) -> Judged<P> {
        if self.state.lots.contains_key(id) { Ok(()) } else { Err(Self::unknown(field, SubjectKind::Lot, id)) }
    }

    fn lot_fresh_on(&self, field: &str, id: &Slug, day: Date) -> Judged<P> {
        let lot = self.state.lots.get(id).ok_or_else(|| Self::unknown(field, SubjectKind::Lot, id))?;
        match lot.expires_on {
            Some(last) if last < day => {
                let rule = Rule::Expired { lot: id.to_string(), expires_on: last.to_string() };
                Err(Refusal::new(field, rule).into())
            }
            _ => Ok(()),
        }
    }

    /// A cash pool whose fund, project and holder exist; its currency.
    fn cash_pool(&self, field: &str, pool: &PoolName) -> Judged<P, Currency> {
        let PoolParts::Cash { fund, project, holder } = pool.parts() else {
            return Err(Refusal::new(field, Rule::NotCash).into());
        };
        let slug = |part: &str| Slug::new(part).map_err(|rule| Failure::from(Refusal::new(field, rule)));
        let fund = slug(fund)?;
        let known = self.state.funds.get(&fund).ok_or_else(|| Self::unknown(field, SubjectKind::Fund, &fund))?;
        if let Some(project) = project {
            self.project_of(field, &slug(project)?, &fund)?;
        }
        if let Some(holder) = holder {
            self.known_organisation(field, &slug(holder)?)?;
        }
        Ok(known.currency)
    }

    /// Gives out an id, unless it is in use.
    fn new_id(&mut self, field: &str, kind: SubjectKind, id: &Slug) -> Judged<P> {
        let state = &self.state;
        let taken = match kind {
            SubjectKind::Organisation => state.organisations.contains_key(id),
            SubjectKind::Fund => state.funds.contains_key(id),
            SubjectKind::Project => state.projects.contains_key(id),
            SubjectKind::Site | SubjectKind::Waybill => state.stations.contains_key(id),
            SubjectKind::Item => state.items.contains_key(id),
            SubjectKind::Lot => state.lots.contains_key(id),
            _ => self.past.holder(kind, id.as_str()).map_err(Failure::Past)?.is_some(),
        };
        if taken || self.ids.iter().any(|(known, given)| *known == kind && given == id) {
            return Err(Refusal::new(field, Rule::Taken { kind, id: id.to_string() }).into());
        }
        self.ids.push((kind, id.clone()));
        Ok(())
    }

    /// The sources' pools exist, in one currency; their sum.
    fn sources_sum(&self, sources: &[Source]) -> Judged<P, (Currency, u64)> {
        let mut currency = None;
        let mut sum = 0_u64;
        for (index, source) in sources.iter().enumerate() {
            let field = format!("sources[{index}].pool");
            let given = self.cash_pool(&field, &source.pool)?;
            let expected = *currency.get_or_insert(given);
            if expected != given {
                let rule = Rule::CurrencyMismatch { expected: expected.to_string(), given: given.to_string() };
                return Err(Refusal::new(&field, rule).into());
            }
            sum = sum.saturating_add(source.amount.get());
        }
        let currency = currency.ok_or_else(|| Refusal::new("sources", Rule::Missing))?;
        Ok((currency, sum))
    }

    /// The sources' units, taken: one side a source.
    fn take_sources(&mut self, sources: &[Source]) -> Judged<P, Vec<Side>> {
        let take = |(index, source): (usize, &Source)| {
            self.take(&source.pool, source.amount.get(), &format!("sources[{index}].amount"))
        };
        sources.iter().enumerate().map(take).collect()
    }
}

fn slot(pools: &mut [Pool], id: PoolId) -> Option<&mut Pool> {
    usize::try_from(id.0).ok().and_then(|id| pools.get_mut(id))
}

/// The first `units` of a side's remaining units, which keeps the rest.
fn split_off(side: &mut Side, units: u64) -> Vec<Span> {
    let total = span::units_of(&side.spans);
    let taken = span::at_places(&side.spans, 0, units).map(|(_, span)| span).collect();
    side.spans = span::at_places(&side.spans, units, total).map(|(_, span)| span).collect();
    taken
}
