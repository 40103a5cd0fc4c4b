//! The way from an empty ledger to the first hand-out.

use ledger::event::EventType;

/// A step of the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody gets a role that records: the step of an admin who has none.
    Roles,
    /// The organisation is registered.
    Organisation,
    /// It opens a fund.
    Fund,
    /// Where goods are bought.
    Supplier,
    /// Where they are kept.
    Store,
    /// Where they are handed out.
    Outpost,
    /// What they are.
    Goods,
    /// A donor gives.
    Gift,
    /// Goods are bought.
    Purchase,
    /// They come to the store.
    Arrival,
    /// They leave it.
    Dispatch,
    /// They come to where they are handed out.
    SecondArrival,
    /// They reach people.
    HandOut,
}

impl Step {
    /// The way of whoever records, in order.
    pub const CHAIN: [Self; 12] = [
        Self::Organisation,
        Self::Fund,
        Self::Supplier,
        Self::Store,
        Self::Outpost,
        Self::Goods,
        Self::Gift,
        Self::Purchase,
        Self::Arrival,
        Self::Dispatch,
        Self::SecondArrival,
        Self::HandOut,
    ];

    /// Where it is done.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Roles => "/desk/people",
            Self::Organisation => "/desk/record/organisation_registered",
            Self::Fund => "/desk/record/fund_opened",
            Self::Supplier => "/desk/record/site_registered?kind=supplier",
            Self::Store => "/desk/record/site_registered?kind=warehouse",
            Self::Outpost => "/desk/record/site_registered?kind=distribution_point",
            Self::Goods => "/desk/record/item_registered",
            Self::Gift => "/desk/record/donation_received",
            Self::Purchase => "/desk/record/purchase_made",
            Self::Arrival | Self::SecondArrival => "/desk/record/goods_received",
            Self::Dispatch => "/desk/record/goods_dispatched",
            Self::HandOut => "/desk/record/goods_distributed",
        }
    }

    /// The event that it is; none where it is no entry of the log.
    #[must_use]
    pub fn event(self) -> Option<EventType> {
        Some(match self {
            Self::Roles => return None,
            Self::Organisation => EventType::OrganisationRegistered,
            Self::Fund => EventType::FundOpened,
            Self::Supplier | Self::Store | Self::Outpost => EventType::SiteRegistered,
            Self::Goods => EventType::ItemRegistered,
            Self::Gift => EventType::DonationReceived,
            Self::Purchase => EventType::PurchaseMade,
            Self::Arrival | Self::SecondArrival => EventType::GoodsReceived,
            Self::Dispatch => EventType::GoodsDispatched,
            Self::HandOut => EventType::GoodsDistributed,
        })
    }
}

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    /// It was done.
    Done,
    /// It comes next.
    Next,
    /// It comes next, and is for somebody with another role.
    Theirs,
    /// It comes later.
    Later,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_leads_to_the_form_of_its_event() {
        for step in Step::CHAIN {
            let word = step.event().map(EventType::word).unwrap_or_default();
            let form = format!("/desk/record/{word}");
            assert_eq!(step.path().split('?').next(), Some(form.as_str()), "{step:?}");
        }
    }
}
