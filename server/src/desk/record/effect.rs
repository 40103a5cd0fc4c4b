//! What events would do to each pool, in the order in which the pools are met.

use app::view::Unit;
use app::view::desk::{EffectLine, EffectPlace};
use ledger::Past as _;
use ledger::event::Event;
use ledger::refusal::Lang;
use ledger::span::units_of;
use ledger::value::{PoolName, PoolParts, Slug};
use ledger::{Move, Side};

use super::names;
use crate::pages::Lookup;
use crate::store::Stored;

/// The lines that a preview shows.
///
/// # Errors
/// The database's own.
pub(crate) fn lines(
    lookup: &mut Lookup<'_>,
    lang: Lang,
    events: &[Event],
    moves: &[Vec<Move>],
) -> Stored<Vec<EffectLine>> {
    let mut sum = Sum::default();
    for (event, moves) in events.iter().zip(moves) {
        match event {
            // What it moved goes back.
            Event::EntryReversed(event) => {
                if let Some(entry) = lookup.tables().entry(event.reverses.get())? {
                    sum.add(&entry.event, &entry.moves, -1);
                }
            }
            _ => sum.add(event, moves, 1),
        }
    }
    sum.lines(lookup, lang, events)
}

/// The item of a lot that an event is about to make: nothing else knows it yet.
fn made_item<'e>(events: &'e [Event], lot: &str) -> Option<&'e Slug> {
    events.iter().find_map(|event| match event {
        Event::PurchaseMade(event) => event.lines.iter().find(|line| line.lot.as_str() == lot).map(|line| &line.item),
        Event::GiftInKindReceived(event) => (event.lot.as_str() == lot).then_some(&event.item),
        Event::KitPacked(event) => (event.lot.as_str() == lot).then_some(&event.item),
        _ => None,
    })
}

/// A pool by its name, and what it counts.
fn named(lookup: &mut Lookup<'_>, lang: Lang, events: &[Event], pool: &PoolName) -> Stored<(String, Unit)> {
    if let PoolParts::Goods { lot, site } = pool.parts()
        && let Some(item) = made_item(events, lot)
    {
        let (item, unit) = lookup.item_and_unit(item.as_str())?;
        let place = names::station(lookup, lang, site)?;
        return Ok((app::words::desk::goods_pool(lang, &item.name, lot, &place), Unit::Goods(unit)));
    }
    let unit = names::unit(lookup, pool)?.unwrap_or(Unit::Goods(String::new()));
    Ok((names::pool(lookup, lang, pool)?, unit))
}

#[derive(Default)]
struct Sum {
    /// Units by pool: those that leave are negative.
    pools: Vec<(PoolName, i128)>,
}

impl Sum {
    fn add(&mut self, event: &Event, moves: &[Move], sign: i128) {
        // A cost fills goods that are there already: no more of them come.
        let brings = !matches!(event, Event::CostAdded(_));
        // Several costs of one purchase fill the same units.
        let mut filled: Vec<&Side> = Vec::new();
        for one in moves {
            if let Some(from) = &one.from {
                self.pool(&from.pool, -sign * i128::from(units_of(&from.spans)));
            }
            if let Some(to) = one.to.as_ref().filter(|to| brings && !filled.contains(to)) {
                filled.push(to);
                self.pool(&to.pool, sign * i128::from(units_of(&to.spans)));
            }
        }
    }

    fn pool(&mut self, name: &PoolName, units: i128) {
        match self.pools.iter_mut().find(|(known, _)| known == name) {
            Some((_, sum)) => *sum += units,
            None => self.pools.push((name.clone(), units)),
        }
    }

    fn lines(self, lookup: &mut Lookup<'_>, lang: Lang, events: &[Event]) -> Stored<Vec<EffectLine>> {
        let mut lines = Vec::new();
        for (name, units) in self.pools.into_iter().filter(|(_, units)| *units != 0) {
            let there = lookup.tables().free_units(&name)?;
            let after = u64::try_from(i128::from(there) + units).ok();
            let (name, unit) = named(lookup, lang, events, &name)?;
            lines.push(EffectLine {
                place: EffectPlace::Pool(name),
                arrives: units > 0,
                units: u64::try_from(units.unsigned_abs()).unwrap_or(u64::MAX),
                unit,
                after,
            });
        }
        Ok(lines)
    }
}
