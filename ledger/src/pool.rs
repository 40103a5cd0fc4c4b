//! A pool: a queue of interchangeable units (section 3).

use std::collections::BTreeMap;

use crate::span::Span;
use crate::value::PoolName;

/// Where a pool stands in the order of first appearance in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PoolId(pub u32);

/// The units that one holder has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pool {
    name: PoolName,
    extent: u64,
    /// Free spans by their first unit: disjoint, never touching. A map, because a fee on each of a million gifts
    /// leaves a million holes, and cutting one more must not move the others.
    free: BTreeMap<u64, u64>,
    free_units: u64,
}

/// One step of a change, with what was there before, so that a refused event leaves nothing behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Undo {
    /// The free span that began at `from` ended at `was`, or there was none.
    Free { from: u64, was: Option<u64> },
    /// The extent was this.
    Extent { was: u64 },
}

impl Pool {
    /// A pool that nothing ever reached.
    #[must_use]
    pub fn new(name: PoolName) -> Self {
        Self { name, extent: 0, free: BTreeMap::new(), free_units: 0 }
    }

    /// A pool as it was kept; `free` disjoint and in order.
    #[must_use]
    pub fn restored(name: PoolName, extent: u64, free: &[Span]) -> Self {
        let free_units = crate::span::units_of(free);
        Self { name, extent, free: free.iter().map(|span| (span.from, span.to)).collect(), free_units }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &PoolName {
        &self.name
    }

    /// Units that ever arrived.
    #[must_use]
    pub fn extent(&self) -> u64 {
        self.extent
    }

    /// How many units are free.
    #[must_use]
    pub fn free_units(&self) -> u64 {
        self.free_units
    }

    /// The free spans in order.
    pub fn free(&self) -> impl Iterator<Item = Span> + '_ {
        self.free.iter().map(|(from, to)| Span { from: *from, to: *to })
    }

    /// Where the free span that begins at `from` ends, if one begins there.
    #[must_use]
    pub fn free_span_at(&self, from: u64) -> Option<u64> {
        self.free.get(&from).copied()
    }

    /// The free units within a span, in order.
    #[must_use]
    pub fn free_within(&self, span: Span) -> Vec<Span> {
        let before = self.free.range(..=span.from).next_back();
        let inside = self.free.range(span.from.saturating_add(1)..span.to);
        before.into_iter().chain(inside).filter_map(|(from, to)| Span { from: *from, to: *to }.overlap(span)).collect()
    }

    /// Adds units at the end; none if the pool could not count them.
    pub(crate) fn arrive(&mut self, units: u64, log: &mut Vec<Undo>) -> Option<Span> {
        let from = self.extent;
        let to = from.checked_add(units).filter(|to| *to < crate::json::NUMBER_LIMIT.unsigned_abs())?;
        log.push(Undo::Extent { was: from });
        self.extent = to;
        let span = Span { from, to };
        self.put_back(span, log);
        Some(span)
    }

    /// The lowest free units leave; none if there are too few.
    pub(crate) fn take(&mut self, units: u64, log: &mut Vec<Undo>) -> Option<Vec<Span>> {
        if units > self.free_units {
            return None;
        }
        let mut spans = Vec::new();
        let mut due = units;
        for span in self.free() {
            if due == 0 {
                break;
            }
            let part = span.units().min(due);
            spans.push(Span { from: span.from, to: span.from.saturating_add(part) });
            due = due.saturating_sub(part);
        }
        for span in &spans {
            self.cut(*span, log);
        }
        Some(spans)
    }

    /// Whether all of these units are free.
    pub(crate) fn all_free(&self, spans: &[Span]) -> bool {
        spans.iter().all(|span| self.holder_of(*span).is_some())
    }

    /// Exactly these units leave; nothing happens unless all are free.
    pub(crate) fn take_exactly(&mut self, spans: &[Span], log: &mut Vec<Undo>) -> Option<()> {
        if !self.all_free(spans) {
            return None;
        }
        for span in spans {
            self.cut(*span, log);
        }
        Some(())
    }

    /// These units, taken before, are free again at their old places.
    pub(crate) fn put_back(&mut self, span: Span, log: &mut Vec<Undo>) {
        let Span { mut from, mut to } = span;
        let before = self.free.range(..from).next_back().map(|(from, to)| (*from, *to));
        if let Some((neighbour, end)) = before.filter(|(_, end)| *end == from) {
            log.push(Undo::Free { from: neighbour, was: Some(end) });
            self.free.remove(&neighbour);
            from = neighbour;
        }
        if let Some(end) = self.free.remove(&to) {
            log.push(Undo::Free { from: to, was: Some(end) });
            to = end;
        }
        self.set(from, Some(to), log);
        self.free_units = self.free_units.saturating_add(span.units());
    }

    fn holder_of(&self, span: Span) -> Option<Span> {
        let (from, to) = self.free.range(..=span.from).next_back()?;
        (*to >= span.to).then_some(Span { from: *from, to: *to })
    }

    fn cut(&mut self, span: Span, log: &mut Vec<Undo>) {
        let Some(holder) = self.holder_of(span) else { return };
        self.set(holder.from, Span::new(holder.from, span.from).map(|left| left.to), log);
        if span.to < holder.to {
            self.set(span.to, Some(holder.to), log);
        }
        self.free_units = self.free_units.saturating_sub(span.units());
    }

    fn set(&mut self, from: u64, to: Option<u64>, log: &mut Vec<Undo>) {
        let was = match to {
            Some(to) => self.free.insert(from, to),
            None => self.free.remove(&from),
        };
        log.push(Undo::Free { from, was });
    }

    pub(crate) fn undo(&mut self, step: Undo) {
        match step {
            Undo::Extent { was } => self.extent = was,
            Undo::Free { from, was } => {
                let now = self.free.get(&from).copied();
                let units = |to: Option<u64>| to.map_or(0, |to| to.saturating_sub(from));
                self.free_units = self.free_units.saturating_sub(units(now)).saturating_add(units(was));
                match was {
                    Some(to) => self.free.insert(from, to),
                    None => self.free.remove(&from),
                };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn pool() -> Pool {
        Pool::new(PoolName::parse("cash/f").expect("a name"))
    }

    #[test]
    fn units_leave_first_in_first_out_through_holes() {
        let mut pool = pool();
        let log = &mut Vec::new();
        pool.arrive(10, log);
        pool.take_exactly(&[Span { from: 2, to: 4 }], log).expect("free");
        assert_eq!(pool.take(5, log), Some(vec![Span { from: 0, to: 2 }, Span { from: 4, to: 7 }]));
        assert_eq!(pool.take(4, log), None);
        assert_eq!(pool.free_units(), 3);
        pool.put_back(Span { from: 4, to: 7 }, log);
        assert_eq!(pool.free().collect::<Vec<_>>(), [Span { from: 4, to: 10 }]);
    }

    proptest::proptest! {
        #[test]
        fn undoing_every_step_restores_the_pool(steps in proptest::collection::vec((0_u8..4, 1_u64..40, 0_u64..60), 1..40)) {
            let mut pool = pool();
            let mut states = vec![pool.clone()];
            let mut logs = Vec::new();
            let mut taken: Vec<Span> = Vec::new();
            for (kind, units, at) in steps {
                let mut log = Vec::new();
                match kind {
                    0 => { pool.arrive(units, &mut log); }
                    1 => if let Some(spans) = pool.take(units, &mut log) { taken.extend(spans); }
                    2 => {
                        let span = Span { from: at, to: at + units };
                        if pool.take_exactly(&[span], &mut log).is_some() { taken.push(span); }
                    }
                    _ => if let Some(span) = taken.pop() { pool.put_back(span, &mut log); }
                }
                let free: Vec<Span> = pool.free().collect();
                proptest::prop_assert!(free.windows(2).all(|pair| pair[0].to < pair[1].from));
                proptest::prop_assert_eq!(crate::span::units_of(&free), pool.free_units());
                logs.push(log);
                states.push(pool.clone());
            }
            for log in logs.into_iter().rev() {
                states.pop();
                for step in log.into_iter().rev() { pool.undo(step); }
                proptest::prop_assert_eq!(Some(&pool), states.last());
            }
        }
    }
}
