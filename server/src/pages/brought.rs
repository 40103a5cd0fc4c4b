//! What an entry brings to a figure, as the store's sums count it: so that the entries behind a figure add up to it.
//!
//! What ended counts where it ended. What is merely held comes and goes: an entry brings so much of it as is still where
//! the entry put it. Every free unit was put there by one entry, and every added cost by one, so that these add up too.

use app::view::{EndKind, FigureKind as Shown, GoodsCount, Group, SignedSum};
use ledger::Entry;
use ledger::entry::Side;
use ledger::event::Event;
use ledger::figures::{Values, money_behind, money_brought};
use ledger::past::Past as _;
use ledger::span::units_of;
use ledger::trace;
use ledger::value::{PoolName, PoolParts, Slug, SubjectKind};

use super::{Lookup, shown_kind};
use crate::store::Stored;

/// Kits are packed of lots, and kits of kits end somewhere.
const PACKED_AT_MOST: usize = 16;

/// A part of what an entry brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    /// The fund.
    pub fund: String,
    /// The project whose money it is.
    pub project: Option<String>,
    /// The item, for goods.
    pub item: Option<String>,
    /// The figure, as narrow as there are.
    pub kind: Shown,
    /// In the fund's minor unit.
    pub amount: i64,
    /// Goods, in the item's base unit.
    pub units: u64,
    /// The pool where it is, or was last.
    pub pool: PoolName,
}

impl Part {
    /// The lot, for goods.
    fn lot(&self) -> Option<&str> {
        match self.pool.parts() {
            PoolParts::Goods { lot, .. } => Some(lot),
            PoolParts::Cash { .. } => None,
        }
    }

    /// The site or waybill, for goods.
    pub(super) fn site(&self) -> Option<&str> {
        match self.pool.parts() {
            PoolParts::Goods { site, .. } => Some(site),
            PoolParts::Cash { .. } => None,
        }
    }
}

/// What an entry brings to a figure. Whether it was reversed must be asked before.
pub(super) fn parts(lookup: &mut Lookup<'_>, entry: &Entry, figure: Shown) -> Stored<Vec<Part>> {
    let mut parts = Parts::default();
    let ends = figure.ends();
    if figure == Shown::SetAside {
        parts.set_aside(entry);
    } else if ends.iter().any(|end| end.group() == Group::Held) {
        parts.held(lookup, entry)?;
    } else {
        parts.ended(lookup, entry)?;
    }
    let fits = |part: &Part| part.kind == figure || matches!(part.kind, Shown::End(end) if ends.contains(&end));
    parts.0.retain(|part| fits(part) && (part.amount != 0 || part.units > 0));
    Ok(parts.0)
}

/// The money of some parts, by currency.
pub(super) fn sums(lookup: &mut Lookup<'_>, parts: &[Part]) -> Stored<Vec<SignedSum>> {
    let mut sums: Vec<SignedSum> = Vec::new();
    for part in parts.iter().filter(|part| part.amount != 0) {
        let Some(record) = lookup.fund_record(&part.fund)? else { continue };
        let currency = record.fund.currency;
        match sums.iter_mut().find(|sum| sum.currency == currency) {
            Some(sum) => sum.amount = sum.amount.saturating_add(part.amount),
            None => sums.push(SignedSum { amount: part.amount, currency }),
        }
    }
    Ok(sums)
}

/// The goods of some parts, by lot.
pub(super) fn goods(lookup: &mut Lookup<'_>, parts: &[Part]) -> Stored<Vec<GoodsCount>> {
    let mut found: Vec<GoodsCount> = Vec::new();
    for part in parts.iter().filter(|part| part.units > 0) {
        let Some(lot) = part.lot() else { continue };
        add_goods(lookup, &mut found, lot, part.units)?;
    }
    Ok(found)
}

/// Adds goods of a lot to those that are there.
pub(super) fn add_goods(lookup: &mut Lookup<'_>, found: &mut Vec<GoodsCount>, lot: &str, quantity: u64) -> Stored<()> {
    if let Some(known) = found.iter_mut().find(|known| known.lot == lot) {
        known.quantity = known.quantity.saturating_add(quantity);
        return Ok(());
    }
    let (item, unit) = lookup.lot_item(lot)?;
    found.push(GoodsCount { lot: lot.to_owned(), item, unit, quantity });
    Ok(())
}

/// The fund and project that a lot belongs to: those whose money paid first, or that it was given to.
pub(super) fn home_of_lot(lookup: &mut Lookup<'_>, lot: &str) -> Stored<Option<(String, Option<String>)>> {
    let mut lot = lot.to_owned();
    for _ in 0..PACKED_AT_MOST {
        let Some(entry) = lookup.subject(SubjectKind::Lot, &lot)? else { return Ok(None) };
        match &entry.event {
            Event::GiftInKindReceived(event) => return Ok(Some((event.fund.to_string(), None))),
            Event::PurchaseMade(event) => {
                let home = event.sources.first().and_then(|source| source.pool.home());
                return Ok(home.map(|(fund, project)| (fund.to_string(), project.map(|id| id.to_string()))));
            }
            Event::KitPacked(event) => match event.inputs.first() {
                Some(input) => lot = input.lot.to_string(),
                None => return Ok(None),
            },
            _ => return Ok(None),
        }
    }
    Ok(None)
}

#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn put(&mut self, purse: &(Slug, Option<Slug>), item: Option<&str>, kind: Shown, amount: i64, pool: &PoolName) {
        self.0.push(Part {
            fund: purse.0.to_string(),
            project: purse.1.as_ref().map(ToString::to_string),
            item: item.map(str::to_owned),
            kind,
            amount,
            units: 0,
            pool: pool.clone(),
        });
    }

    fn put_money(&mut self, values: &Values, item: Option<&str>, kind: Shown, pool: &PoolName) {
        for (purse, amount) in values {
            self.put(purse, item, kind, *amount, pool);
        }
    }

    /// Goods count in their own units, under the fund and project that the lot belongs to.
    fn put_units(
        &mut self,
        lookup: &mut Lookup<'_>,
        (lot, item): (&str, &str),
        kind: Shown,
        units: u64,
        pool: &PoolName,
    ) -> Stored<()> {
        if let Some((fund, project)) = home_of_lot(lookup, lot)? {
            let item = Some(item.to_owned());
            self.0.push(Part { fund, project, item, kind, amount: 0, units, pool: pool.clone() });
        }
        Ok(())
    }

    /// What came in, went to other funds, or reached its end.
    fn ended(&mut self, lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<()> {
        let end = trace::EndKind::of_event(&entry.event).map(shown_kind);
        for one in &entry.moves {
            match (&one.from, &one.to) {
                (None, Some(to)) => self.rest(lookup, to, Shown::Received)?,
                (Some(from), None) => {
                    if let Some(end) = end {
                        self.rest(lookup, from, Shown::End(end))?;
                    }
                }
                (Some(from), Some(to)) => self.transferred(from, to),
                (None, None) => {}
            }
        }
        Ok(())
    }

    /// One side of a move, with the money behind it.
    fn rest(&mut self, lookup: &mut Lookup<'_>, side: &Side, kind: Shown) -> Stored<()> {
        match side.pool.parts() {
            PoolParts::Cash { .. } => {
                if let Some(purse) = side.pool.home() {
                    self.put(&purse, None, kind, signed(units_of(&side.spans)), &side.pool);
                }
            }
            PoolParts::Goods { lot, .. } => {
                let item = lookup.lot_item(lot)?.0.id;
                // What was given is worth no money when it comes in; what carries it later costs some.
                if kind != Shown::Received {
                    let values = money_behind(lookup.tables, &side.pool, &side.spans)?;
                    self.put_money(&values, Some(&item), kind, &side.pool);
                }
                self.put_units(lookup, (lot, item.as_str()), kind, units_of(&side.spans), &side.pool)?;
            }
        }
        Ok(())
    }

    /// Cash to the cash of another fund: each counts in its own currency.
    fn transferred(&mut self, from: &Side, to: &Side) {
        let (Some(sender), Some(receiver)) = (from.pool.home(), to.pool.home()) else { return };
        if sender.0 != receiver.0 {
            let (sent, came) = (signed(units_of(&from.spans)), signed(units_of(&to.spans)));
            self.put(&sender, None, Shown::End(EndKind::TransferredOut), sent, &from.pool);
            self.put(&receiver, None, Shown::TransferredIn, came, &to.pool);
        }
    }

    /// What is still where the entry put it.
    fn held(&mut self, lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<()> {
        let adds_cost = matches!(entry.event, Event::CostAdded(_));
        let mut seen: Vec<&Side> = Vec::new();
        for to in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
            // The components of one arrival fill the same units.
            if seen.contains(&to) {
                continue;
            }
            seen.push(to);
            let here = lookup.tables.free_of(&to.pool, &to.spans)?;
            if here.is_empty() {
                continue;
            }
            match to.pool.parts() {
                PoolParts::Cash { .. } => {
                    if let Some(purse) = to.pool.home() {
                        self.put(&purse, None, Shown::End(EndKind::Unspent), signed(units_of(&here)), &to.pool);
                    }
                }
                PoolParts::Goods { lot, site } => {
                    let held = lookup.tables.station(site)?.map_or(trace::EndKind::InStock, trace::EndKind::at_station);
                    let kind = Shown::End(shown_kind(held));
                    let item = lookup.lot_item(lot)?.0.id;
                    let values = money_brought(lookup.tables, &to.pool, &here, entry.seq)?;
                    self.put_money(&values, Some(&item), kind, &to.pool);
                    if !adds_cost {
                        self.put_units(lookup, (lot, item.as_str()), kind, units_of(&here), &to.pool)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// What came to a project's cash from outside the project, less what went back or on within the fund.
    fn set_aside(&mut self, entry: &Entry) {
        for one in &entry.moves {
            let to = one.to.as_ref().and_then(|side| Some((side, side.pool.home()?)));
            let from = one.from.as_ref().and_then(|side| Some((side, side.pool.home()?)));
            if let (Some((_, sender)), Some((_, receiver))) = (&from, &to)
                && sender == receiver
            {
                continue;
            }
            if let Some((side, receiver)) = &to
                && receiver.1.is_some()
            {
                self.put(receiver, None, Shown::SetAside, signed(units_of(&side.spans)), &side.pool);
            }
            // What went to another fund, was spent or given back still counts as set aside.
            if let (Some((side, sender)), Some((_, receiver))) = (&from, &to)
                && sender.1.is_some()
                && sender.0 == receiver.0
            {
                let gone = signed(units_of(&side.spans)).saturating_neg();
                self.put(sender, None, Shown::SetAside, gone, &side.pool);
            }
        }
    }
}

fn signed(units: u64) -> i64 {
    i64::try_from(units).unwrap_or(i64::MAX)
}
