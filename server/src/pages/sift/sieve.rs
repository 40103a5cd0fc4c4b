//! What is asked of the log, and whether an entry fits all of it.

use app::view::{About, EntriesAsked};
use ledger::Entry;
use ledger::event::{Event, Place};
use ledger::value::{PoolParts, SubjectKind};

use crate::pages::Lookup;
use crate::pages::brought::{self, Part};
use crate::store::Stored;
use crate::store::derive::place_word;
use crate::store::query::FundRecord;

/// What was asked, with the funds that it is of.
#[derive(Debug)]
pub(super) struct Sieve {
    pub(super) asked: EntriesAsked,
    /// The funds asked for: one, those of a currency, or all.
    pub(super) funds: Vec<FundRecord>,
    /// Whether these are fewer than all.
    pub(super) restricted: bool,
}

impl Sieve {
    pub(super) fn new(asked: EntriesAsked, all: Vec<FundRecord>) -> Self {
        let restricted = asked.fund.is_some() || asked.currency.is_some();
        let ours = |record: &FundRecord| {
            asked.fund.as_ref().is_none_or(|fund| record.fund.id.as_str() == fund.id)
                && asked.currency.is_none_or(|currency| record.fund.currency == currency)
        };
        let funds = all.into_iter().filter(ours).collect();
        Self { asked, funds, restricted }
    }

    /// Whether an entry fits all that was asked; if so, what it brings to the figure.
    pub(super) fn lets_through(&self, lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<Option<Vec<Part>>> {
        let asked = &self.asked;
        if asked.event.is_some_and(|event| entry.event.event_type() != event) {
            return Ok(None);
        }
        if let Some((word, _)) = &asked.place
            && place_of(&entry.event).is_none_or(|place| place_word(place) != *word)
        {
            return Ok(None);
        }
        for about in &asked.about {
            if !speaks_of(lookup, entry, about.kind, &about.id)? {
                return Ok(None);
            }
        }
        // The lists of funds are theirs alone; those of other things, and of transfers, are not.
        let is_shared = !asked.about.is_empty() || matches!(entry.event, Event::TransferMade(_));
        if self.restricted && is_shared && !self.is_of_funds(lookup, entry)? {
            return Ok(None);
        }
        let Some(kind) = asked.kind else { return Ok(Some(Vec::new())) };
        let is_reversal = matches!(entry.event, Event::EntryReversed(_));
        if is_reversal || lookup.tables.reversed_by(entry.seq)?.is_some() {
            return Ok(None);
        }
        let mut parts = brought::parts(lookup, entry, kind)?;
        parts.retain(|part| self.counts(part));
        Ok((!parts.is_empty()).then_some(parts))
    }

    fn is_of_funds(&self, lookup: &mut Lookup<'_>, entry: &Entry) -> Stored<bool> {
        for record in &self.funds {
            if speaks_of(lookup, entry, SubjectKind::Fund, record.fund.id.as_str())? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether a part of what an entry brings is of that which was asked for.
    fn counts(&self, part: &Part) -> bool {
        let of = |about: &About| match about.kind {
            SubjectKind::Project => part.project.as_deref() == Some(about.id.as_str()),
            SubjectKind::Item => part.item.as_deref() == Some(about.id.as_str()),
            SubjectKind::Site => part.site() == Some(about.id.as_str()),
            _ => true,
        };
        self.asked.about.iter().all(of)
            && (!self.restricted || self.funds.iter().any(|record| record.fund.id.as_str() == part.fund))
    }

    /// Whether the sums of the store answer what was asked: they are kept by fund, project, item and kind.
    pub(super) fn is_summed(&self) -> bool {
        let asked = &self.asked;
        let kept = |about: &About| matches!(about.kind, SubjectKind::Project | SubjectKind::Item);
        asked.event.is_none()
            && asked.from.is_none()
            && asked.to.is_none()
            && asked.place.is_none()
            && asked.about.iter().all(kept)
    }
}

/// Whether an entry speaks of something: as the store's lists say. Gifts of money and fees are in none, and transfers to
/// a partner, which change no sum, are in none of their fund's: they tell it themselves.
fn speaks_of(lookup: &mut Lookup<'_>, entry: &Entry, kind: SubjectKind, id: &str) -> Stored<bool> {
    let is_cash = matches!(entry.event, Event::DonationReceived(_) | Event::FeeCharged(_) | Event::TransferMade(_));
    if !is_cash {
        return lookup.tables.speaks_of(entry, kind, id);
    }
    let mut pools = entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)).map(|side| &side.pool);
    Ok(pools.any(|pool| match (kind, pool.parts()) {
        (SubjectKind::Fund, PoolParts::Cash { fund, .. }) => fund == id,
        (SubjectKind::Project, PoolParts::Cash { project, .. }) => project == Some(id),
        (SubjectKind::Organisation, PoolParts::Cash { holder, .. }) => holder == Some(id),
        _ => false,
    }))
}

/// Where a hand-out was.
fn place_of(event: &Event) -> Option<&Place> {
    match event {
        Event::GoodsDistributed(event) => Some(&event.place),
        Event::CashDistributed(event) => Some(&event.place),
        _ => None,
    }
}
