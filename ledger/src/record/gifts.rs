//! Gifts of money and of goods, and what is taken from one gift alone.

use super::{Draft, Judged};
use crate::entry::{Entry, Move, Side};
use crate::event::{DonationReceived, DonationRefunded, Event, FeeCharged, GiftInKindReceived};
use crate::past::Past;
use crate::record::Failure;
use crate::refusal::{Refusal, Rule};
use crate::span::{self, Span};
use crate::value::{PoolName, SubjectKind};

impl<P: Past> Draft<'_, P> {
    pub(super) fn receive_donation(&mut self, event: &DonationReceived) -> Judged<P> {
        let currency = self.open_fund_named("fund", &event.fund)?;
        if let Some(project) = &event.project {
            self.project_of("project", project, &event.fund)?;
        }
        let same_currency = event.original.as_ref().filter(|original| original.currency == currency);
        if same_currency.is_some_and(|original| original.amount != event.amount) {
            let rule = Rule::CreditedNotNeeded { currency: currency.to_string() };
            return Err(Refusal::new("original", rule).into());
        }
        let pool = PoolName::cash(&event.fund, event.project.as_ref());
        let to = self.arrive(&pool, event.amount.get(), "amount")?;
        self.moves.push(Move { from: None, to: Some(to) });
        Ok(())
    }

    pub(super) fn receive_in_kind(&mut self, event: &GiftInKindReceived) -> Judged<P> {
        self.open_fund_named("fund", &event.fund)?;
        self.known_item("item", &event.item)?;
        self.site("site", &event.site)?;
        self.new_id("lot", SubjectKind::Lot, &event.lot)?;
        let to = self.arrive(&PoolName::goods(&event.lot, &event.site), event.quantity.get(), "quantity")?;
        self.moves.push(Move { from: None, to: Some(to) });
        Ok(())
    }

    pub(super) fn charge_fee(&mut self, event: &FeeCharged) -> Judged<P> {
        self.take_from_gift(event.gift.get(), event.amount.get())
    }

    pub(super) fn refund(&mut self, event: &DonationRefunded) -> Judged<P> {
        self.take_from_gift(event.gift.get(), event.amount.get())
    }

    /// The gift's own lowest units that are still where it arrived reach their end.
    fn take_from_gift(&mut self, seq: u64, amount: u64) -> Judged<P> {
        let Side { pool, spans } = self.gift_side(seq)?;
        let unit = self.unit_of(&pool);
        let free: Vec<Span> = match self.state.pool(&pool) {
            Some(known) => spans.iter().flat_map(|span| known.free_within(*span)).collect(),
            None => Vec::new(),
        };
        let have = span::units_of(&free);
        if amount > have {
            let rule = Rule::GiftSpent { gift: seq, have, want: amount, unit };
            return Err(Refusal::new("amount", rule).into());
        }
        let spans: Vec<Span> = span::at_places(&free, 0, amount).map(|(_, span)| span).collect();
        if let Some(id) = self.state.pool_id(&pool) {
            self.with_pool(id, |pool, log| pool.take_exactly(&spans, log));
        }
        self.moves.push(Move { from: Some(Side { pool, spans }), to: None });
        Ok(())
    }

    /// Where a gift of money arrived.
    fn gift_side(&mut self, seq: u64) -> Judged<P, Side> {
        let refuse = |rule| Failure::from(Refusal::new("gift", rule));
        if self.state.reversed.contains_key(&seq) {
            return Err(refuse(Rule::GiftReversed { seq }));
        }
        let entry = self.past.entry(seq).map_err(Failure::Past)?;
        match entry {
            Some(Entry { event: Event::DonationReceived(_), moves, .. }) => {
                moves.into_iter().next().and_then(|one| one.to).ok_or_else(|| refuse(Rule::NotAGift { seq }))
            }
            Some(_) => Err(refuse(Rule::NotAGift { seq })),
            None => Err(refuse(Rule::NoEntry { seq })),
        }
    }
}
