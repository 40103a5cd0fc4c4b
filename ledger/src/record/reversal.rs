//! Reversing an entry: its moves no longer count (section 3, "Reverse").

use super::{Draft, Failure, Judged};
use crate::entry::{Entry, Side};
use crate::event::{EntryReversed, Event};
use crate::figures;
use crate::past::{Direction, Past};
use crate::refusal::{Refusal, Rule};
use crate::span::Span;

impl<P: Past> Draft<'_, P> {
    pub(super) fn reverse(&mut self, event: &EntryReversed) -> Judged<P> {
        let seq = event.reverses.get();
        let refuse = |rule| Failure::from(Refusal::new("reverses", rule));
        if let Some(by) = self.state.reversed_by(seq) {
            return Err(refuse(Rule::AlreadyReversed { seq, by }));
        }
        let entry = self.past.entry(seq).map_err(Failure::Past)?.filter(|entry| entry.seq < self.state.head.size);
        let entry = entry.ok_or_else(|| refuse(Rule::NoEntry { seq }))?;
        // Closing an empty fund moves nothing, and can be undone all the same.
        if entry.moves.is_empty() && !matches!(entry.event, Event::FundClosed(_)) {
            return Err(refuse(Rule::NothingToReverse { seq }));
        }
        for side in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
            if let Some(by) = self.in_the_way(&entry, side)? {
                return Err(refuse(Rule::InTheWay { by }));
            }
        }
        let values = figures::values_of(self.past, &entry).map_err(Failure::Past)?;
        self.deltas = figures::deltas(self.state, &entry, &values).into_iter().map(figures::Delta::negated).collect();
        self.void_arrivals(&entry);
        self.put_back_taken(&entry);
        self.reversed = Some(entry);
        Ok(())
    }

    /// The latest entry that used units which this one delivered, or added a cost to them.
    fn in_the_way(&mut self, entry: &Entry, side: &Side) -> Judged<P, Option<u64>> {
        let mut latest = None;
        for span in &side.spans {
            let free = self.state.pool(&side.pool).is_some_and(|pool| pool.all_free(&[*span]));
            let mut later = self.past.pieces(Direction::Fill, &side.pool, *span).map_err(Failure::Past)?;
            if !free {
                later.extend(self.past.pieces(Direction::Take, &side.pool, *span).map_err(Failure::Past)?);
            }
            let by = later.into_iter().map(|piece| piece.seq).filter(|by| *by > entry.seq).max();
            latest = latest.max(by);
            if !free && latest.is_none() {
                latest = Some(entry.seq);
            }
        }
        Ok(latest)
    }

    /// Units that arrived with the entry are never free again. A cost added later delivered none.
    fn void_arrivals(&mut self, entry: &Entry) {
        if matches!(entry.event, Event::CostAdded(_)) {
            return;
        }
        let mut voided: Vec<(&Side, Span)> = Vec::new();
        for side in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
            for span in &side.spans {
                // The components of one arrival fill the same units: void them once.
                if !voided.iter().any(|(known, done)| known.pool == side.pool && done == span) {
                    voided.push((side, *span));
                }
            }
        }
        for (side, span) in voided {
            if let Some(id) = self.state.pool_id(&side.pool) {
                self.with_pool(id, |pool, log| pool.take_exactly(&[span], log));
            }
        }
    }

    fn put_back_taken(&mut self, entry: &Entry) {
        for side in entry.moves.iter().filter_map(|one| one.from.as_ref()) {
            let Some(id) = self.state.pool_id(&side.pool) else { continue };
            for span in &side.spans {
                self.with_pool(id, |pool, log| {
                    pool.put_back(*span, log);
                    Some(())
                });
            }
        }
    }
}
