//! The money of one activity in one currency, and the events that move it.

use ledger::event::{DonationReceived, Event, ExpensePaid, TransferMade};
use ledger::value::{Amount, Currency, PoolName, Prose, Slug, Term};

use super::Flow;
use super::identity::payment_id;
use super::organisation::Party;
use super::transaction::Transaction;

/// What a gift of the reporting organisation itself says.
const OWN_CONTRIBUTION_NOTE: &str = "Recorded by the import: by this day the file shows more spent than received. \
    The reporting organisation itself contributed the difference.";

/// A fund as the file alone makes it, in minor units. What the ledger holds plays no part: a second run must come to
/// the same contributions.
pub(super) struct Fund {
    id: Slug,
    pub(super) currency: Currency,
    /// All that ever arrived: what the pool must be able to count.
    pub(super) received: u64,
    pub(super) in_hand: u64,
}

impl Fund {
    pub(super) fn new(id: Slug, currency: Currency) -> Self {
        Self { id, currency, received: 0, in_hand: 0 }
    }

    pub(super) fn gift(&self, donor: Option<&Party>, transaction: &Transaction<'_, '_>) -> Event {
        let (flow, amount) = (transaction.flow, transaction.amount);
        self.donation(flow, amount, donor, transaction, transaction.note.clone())
    }

    /// What the reporting organisation must have added for `transaction` to be paid.
    pub(super) fn own_contribution(
        &self,
        amount: Amount,
        reporter: &Party,
        transaction: &Transaction<'_, '_>,
    ) -> Event {
        let note = Prose::new(OWN_CONTRIBUTION_NOTE).ok();
        self.donation(Flow::OwnContribution, amount, Some(reporter), transaction, note)
    }

    fn donation(
        &self,
        flow: Flow,
        amount: Amount,
        donor: Option<&Party>,
        transaction: &Transaction<'_, '_>,
        note: Option<Prose>,
    ) -> Event {
        DonationReceived {
            amount,
            commitment: None,
            donor: donor.map(|party| party.name.clone()),
            fund: self.id.clone(),
            method: term(flow),
            note,
            original: None,
            project: None,
            received_on: transaction.date,
        }
        .into()
    }

    /// The receiver holds the money from here on.
    pub(super) fn transfer(&self, holder: &Slug, transaction: &Transaction<'_, '_>, hash: &[u8; 32]) -> Event {
        let from = PoolName::cash(&self.id, None);
        let to = PoolName::parse(&format!("{from}@{holder}")).expect("a pool, an at sign and a slug");
        TransferMade {
            amount: transaction.amount,
            credited: None,
            from,
            id: payment_id(&self.id, hash),
            note: transaction.note.clone(),
            reason: None,
            sent_on: transaction.date,
            to,
        }
        .into()
    }

    pub(super) fn expense(&self, payee: &Party, transaction: &Transaction<'_, '_>, hash: &[u8; 32]) -> Event {
        ExpensePaid {
            amount: transaction.amount,
            category: term(transaction.flow),
            documents: None,
            from: PoolName::cash(&self.id, None),
            id: payment_id(&self.id, hash),
            note: transaction.note.clone(),
            paid_on: transaction.date,
            payee: payee.name.clone(),
        }
        .into()
    }
}

fn term(flow: Flow) -> Term {
    Term::new(flow.word()).expect("a flow's word is a term")
}
