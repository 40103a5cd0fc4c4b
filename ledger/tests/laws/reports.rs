//! Reports, against the pools of a replay, against the traces, and against what a bundle of theirs derives.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use ledger::past::Memory;
use ledger::report::row::day_of;
use ledger::report::{Book, Direction, Question, Report, Unit, behind, derive};
use ledger::trace::EndKind;
use ledger::value::PoolName;
use ledger::{Entry, EventType, Hash, Span, State, Told, trace};
use proptest::prelude::*;

use crate::world::World;

/// Raw numbers that become a question about the world they meet.
pub(crate) fn picks() -> impl Strategy<Value = [u8; 12]> {
    any::<[u8; 12]>()
}

fn sure<T>(result: Result<T, Infallible>) -> T {
    match result {
        Ok(value) => value,
        Err(never) => match never {},
    }
}

/// Half of all questions leave a filter out.
fn choose<'t>(pick: u8, words: &[&'t str]) -> Option<&'t str> {
    words.get(usize::from(pick)).copied()
}

pub(crate) fn question_of(world: &World, picks: &[u8; 12]) -> Question {
    let few = |pick: u8| pick % 9;
    let mut pairs: Vec<(&str, String)> = Vec::new();
    let mut put = |name, value: Option<&str>| pairs.extend(value.map(|value| (name, value.to_owned())));
    put("fund", choose(few(picks[0]), &["flood", "quake", "storm"]));
    put("project", choose(few(picks[1]).saturating_mul(2), &["shelter", "water", "roofs"]));
    put("organisation", choose(few(picks[2]).saturating_mul(2), &["red-river", "partner"]));
    put("item", choose(few(picks[3]).saturating_mul(2), &["tent", "rice", "kit"]));
    put("site", choose(few(picks[4]).saturating_mul(2), &["maker", "chengdu", "yingxiu"]));
    put("place", choose(few(picks[5]).saturating_mul(3), &["CN", "CN-SC"]));
    let entries = world.past.entries();
    let day = |pick: u8| day_of(&entries[usize::from(pick) * 7 % entries.len()]).to_string();
    let (mut from, mut to) = (day(picks[6]), day(picks[7]));
    if from > to {
        std::mem::swap(&mut from, &mut to);
    }
    put("from", picks[8].is_multiple_of(3).then_some(from.as_str()));
    put("to", picks[9].is_multiple_of(3).then_some(to.as_str()));
    let kinds: Vec<&str> =
        EventType::ALL.iter().skip(usize::from(picks[10] % 20)).take(4).map(|kind| kind.word()).collect();
    put("kind", picks[10].is_multiple_of(4).then_some(kinds.join(",").as_str()));
    let gifts: Vec<u64> = crate::conservation::traces(world).iter().map(|trace| trace.seq).collect();
    let gift = gifts.get(usize::from(picks[11]) / 2).and_then(|seq| ledger::code::GiftCode::of_seq(*seq));
    put("gift", gift.map(|code| code.to_string()).filter(|_| picks[11].is_multiple_of(2)).as_deref());
    Question::read(pairs.iter().map(|(name, value)| (*name, value.as_str()))).expect("a question")
}

/// The ledger as it was, replayed.
fn replayed(world: &World, size: usize) -> (State, Memory, Book) {
    let (mut state, mut past, mut book) = (State::default(), Memory::default(), Book::default());
    for recorded in &world.log[..size] {
        let told = Told::from(recorded.entry.clone());
        let again = state.replay(&mut past, told, &recorded.json, recorded.hash).expect("the same again");
        book.take(&again.entry);
        past.keep(again);
    }
    (state, past, book)
}

pub(crate) fn add_up(world: &World, picks: &[u8; 12]) -> Result<(), TestCaseError> {
    let size = world.log.len() - usize::from(picks[0]) % (world.log.len() / 2).max(1);
    let (state, mut past, book) = replayed(world, size);
    let question = question_of(world, picks);
    let entries: Vec<Entry> = past.entries().to_vec();
    let end = (size as u64, world.log[size - 1].hash);
    let all = || entries.iter().cloned().map(Ok);
    let (report, behind) = sure(behind::derive_with_entries(&mut past, &book, &question, end, all));
    balances(&report, &state, &book, &entries)?;
    followed(&report, &mut past, &entries, &book)?;
    prop_assert_eq!(&Question::parse(&question.to_string()).expect("reads back"), &question);

    // The entries it rests on give the same figures to whoever has no others.
    let (mut slim, mut index) = (Book::default(), Kept::default());
    let kept: Vec<Entry> = behind.iter().map(|seq| entries[usize::try_from(*seq).expect("small")].clone()).collect();
    kept.iter().for_each(|entry| slim.take(entry));
    kept.iter().for_each(|entry| index.keep(entry));
    let again = sure(derive(&mut index, &slim, &question, end, kept.into_iter().map(Ok)));
    prop_assert_eq!(again.to_json(), report.to_json());
    Ok(())
}

/// Every account adds up, and holds at its end what a replay says that the pool holds.
fn balances(report: &Report, state: &State, book: &Book, entries: &[Entry]) -> Result<(), TestCaseError> {
    let question = &report.question;
    for account in &report.accounts {
        let signed = |units: u64| i64::try_from(units).expect("small");
        let (came, went) = (account.asked_in + account.other_in, account.asked_out + account.other_out);
        prop_assert_eq!(account.opening + signed(came) - signed(went), account.closing, "{:?}", account);
        prop_assert!(book.is_asked(question, &account.pool));
        if question.to.is_none() {
            let free = state.pool(&account.pool).expect("a pool").free_units();
            prop_assert_eq!(account.closing, signed(free), "{}", account.pool);
        }
    }
    // A question about pools alone leaves none out that still holds something.
    if question.is_of_pools() && question.from.is_none() && question.to.is_none() {
        let held = state.pools().iter().filter(|pool| pool.free_units() > 0 && book.is_asked(question, pool.name()));
        for pool in held {
            prop_assert!(report.accounts.iter().any(|account| &account.pool == pool.name()), "{}", pool.name());
        }
    }
    let mut sums: BTreeMap<&Unit, (i128, i128)> = BTreeMap::new();
    for account in &report.accounts {
        let slot = sums.entry(&account.unit).or_default();
        slot.0 += i128::from(account.opening);
        slot.1 += i128::from(account.closing);
    }
    prop_assert_eq!(sums.len(), report.totals.len());
    for total in &report.totals {
        let (opening, closing) = sums[&total.unit];
        prop_assert_eq!((i128::from(total.opening), i128::from(total.closing)), (opening, closing));
        prop_assert_eq!(opening + i128::from(total.all_in) - i128::from(total.all_out), closing);
        let asked = |direction| {
            let flows = report.flows.iter().filter(move |flow| flow.direction == direction && flow.unit == total.unit);
            flows.map(|flow| flow.units).sum::<u64>()
        };
        prop_assert!(asked(Direction::In) <= total.all_in && asked(Direction::Out) <= total.all_out);
        prop_assert!(total.from_elsewhere <= asked(Direction::In) && total.to_elsewhere <= asked(Direction::Out));
        // What is not from or to elsewhere is between the report's pools: pictures of flows begin with the difference.
        let elsewhere = |direction| {
            let flows = report.flows.iter().filter(move |flow| flow.direction == direction && flow.unit == total.unit);
            flows.map(|flow| flow.units - flow.within).sum::<u64>()
        };
        prop_assert_eq!(elsewhere(Direction::In), total.from_elsewhere);
        prop_assert_eq!(elsewhere(Direction::Out), total.to_elsewhere);
    }
    prop_assert_eq!(report.flows.iter().map(|flow| flow.rows).sum::<u64>(), report.rows);
    let last = entries.last().map(|entry| Hash::of(entry.to_json().as_bytes()));
    prop_assert_eq!(Some(report.head), last);
    Ok(())
}

/// The ends add up to what came in, and the gifts behind what went out are those that a trace of each unit finds.
fn followed(report: &Report, past: &mut Memory, entries: &[Entry], book: &Book) -> Result<(), TestCaseError> {
    let Some(followed) = &report.followed else { return Ok(()) };
    for total in &report.totals {
        let ends = followed.ends.iter().filter(|end| end.unit == total.unit).map(|end| end.amount).sum::<u64>();
        prop_assert_eq!(ends, total.from_elsewhere, "{:?}", total.unit);
    }
    let mut by_pool: BTreeMap<(&Unit, EndKind), u64> = BTreeMap::new();
    for path in &followed.paths {
        *by_pool.entry((&path.unit, path.kind)).or_default() += path.amount;
    }
    let ends: BTreeMap<(&Unit, EndKind), u64> =
        followed.ends.iter().map(|end| ((&end.unit, end.kind), end.amount)).collect();
    prop_assert_eq!(by_pool, ends, "pool by pool the ends are the same");
    let mut tally =
        ledger::report::Tally::new(book, &report.question, sure(ledger::report::path_of(past, &report.question)));
    let mut went: BTreeMap<PoolName, Vec<Span>> = BTreeMap::new();
    for row in entries.iter().flat_map(|entry| tally.take(entry)) {
        if row.direction == Direction::Out && !row.within {
            went.entry(row.pool).or_default().extend(row.spans);
        }
    }
    let mut sources: BTreeMap<u64, u64> = BTreeMap::new();
    for (pool, spans) in &went {
        for span in spans {
            for origin in sure(trace::backward(past, pool, &[*span])) {
                *sources.entry(origin.gift).or_default() += origin.amount;
            }
        }
    }
    sources.retain(|_, amount| *amount > 0);
    let found: BTreeMap<u64, u64> = followed.sources.iter().map(|source| (source.gift, source.amount)).collect();
    prop_assert_eq!(found, sources);
    Ok(())
}

/// What somebody knows who has some entries and no others.
#[derive(Default)]
struct Kept {
    entries: BTreeMap<u64, Entry>,
    index: ledger::past::PieceIndex,
    ids: BTreeSet<u64>,
}

impl Kept {
    fn keep(&mut self, entry: &Entry) {
        self.index.add(entry);
        self.ids.insert(entry.seq);
        self.entries.insert(entry.seq, entry.clone());
    }
}

impl ledger::Past for Kept {
    type Error = Infallible;

    fn entry(&mut self, seq: u64) -> Result<Option<Entry>, Infallible> {
        Ok(self.entries.get(&seq).cloned())
    }

    fn holder(&mut self, kind: ledger::value::SubjectKind, id: &str) -> Result<Option<u64>, Infallible> {
        use ledger::Event;
        use ledger::value::SubjectKind as Kind;
        let gives = |entry: &&Entry| match (&entry.event, kind) {
            (Event::FundOpened(event), Kind::Fund) => event.id.as_str() == id,
            (Event::SiteRegistered(event), Kind::Site) => event.id.as_str() == id,
            (Event::GoodsDispatched(event), Kind::Waybill) => event.waybill.as_str() == id,
            _ => false,
        };
        Ok(self.entries.values().find(gives).map(|entry| entry.seq))
    }

    fn pieces(
        &mut self,
        direction: ledger::past::Direction,
        pool: &PoolName,
        span: Span,
    ) -> Result<Vec<ledger::past::Piece>, Infallible> {
        Ok(self.index.find(direction, pool, span))
    }
}
