//! What an entry speaks of.

use ledger::Entry;
use ledger::event::{Document, Event};
use ledger::record::Recorded;
use ledger::state::{State, Station};
use ledger::value::{PoolParts, SubjectKind};

use super::super::Stored;
use super::super::rows::{ALL, DOCUMENTS, MentionRow, column, event_column, subject_column};

/// The subjects of an entry that have pages with lists of entries, each once.
pub(super) fn of(state: &State, recorded: &Recorded) -> Stored<Vec<MentionRow>> {
    let entry = &recorded.entry;
    // The most there are by far, and found by their fund.
    if matches!(entry.event, Event::DonationReceived(_) | Event::FeeCharged(_)) {
        return Ok(Vec::new());
    }
    let mut found = Found { rows: Vec::new(), event: event_column(entry.event.event_type()), seq: column(entry.seq)? };
    found.put(ALL, "");
    found.said(&entry.event);
    let source = recorded.reversed.as_ref().unwrap_or(entry);
    found.moved(state, source);
    for delta in &recorded.deltas {
        found.add(SubjectKind::Fund, delta.key.fund.as_str());
        delta.key.project.iter().for_each(|id| found.add(SubjectKind::Project, id.as_str()));
        delta.key.item.iter().for_each(|id| found.add(SubjectKind::Item, id.as_str()));
    }
    found.documented(&entry.event);
    Ok(found.rows)
}

struct Found {
    rows: Vec<MentionRow>,
    event: i64,
    seq: i64,
}

impl Found {
    fn add(&mut self, kind: SubjectKind, id: &str) {
        self.put(subject_column(kind), id);
    }

    fn put(&mut self, kind: i64, id: &str) {
        if !self.rows.iter().any(|row| row.kind == kind && row.id == id) {
            self.rows.push(MentionRow { kind, id: id.to_owned(), event: self.event, seq: self.seq });
        }
    }

    /// What the event names.
    fn said(&mut self, event: &Event) {
        use SubjectKind as Kind;
        match event {
            Event::OrganisationRegistered(event) => self.add(Kind::Organisation, event.id.as_str()),
            Event::FundOpened(event) => {
                self.add(Kind::Fund, event.id.as_str());
                self.add(Kind::Organisation, event.steward.as_str());
            }
            Event::FundClosed(event) => self.add(Kind::Fund, event.id.as_str()),
            Event::ProjectOpened(event) => {
                self.add(Kind::Project, event.id.as_str());
                self.add(Kind::Fund, event.fund.as_str());
                self.add(Kind::Organisation, event.implementer.as_str());
            }
            Event::SiteRegistered(event) => self.add(Kind::Site, event.id.as_str()),
            Event::ItemRegistered(event) => self.add(Kind::Item, event.id.as_str()),
            Event::GoodsDispatched(event) => self.add(Kind::Site, event.to.as_str()),
            Event::GoodsDistributed(event) => {
                event.project.iter().for_each(|id| self.add(Kind::Project, id.as_str()));
            }
            Event::DocumentAttached(event) => self.add(event.subject.kind, event.subject.id.as_str()),
            _ => {}
        }
    }

    /// The sites and partners whose pools it moves something into or out of.
    fn moved(&mut self, state: &State, entry: &Entry) {
        for side in entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)) {
            match side.pool.parts() {
                PoolParts::Goods { site, .. } if matches!(state.station(site), Some(Station::Site(_))) => {
                    self.add(SubjectKind::Site, site);
                }
                PoolParts::Cash { holder: Some(holder), .. } => self.add(SubjectKind::Organisation, holder),
                _ => {}
            }
        }
    }

    /// The funds that the entry brings documents to.
    fn documented(&mut self, event: &Event) {
        let fund_column = subject_column(SubjectKind::Fund);
        if documents_of(event).is_empty() {
            return;
        }
        let funds: Vec<String> =
            self.rows.iter().filter(|row| row.kind == fund_column).map(|row| row.id.clone()).collect();
        for fund in funds {
            self.put(DOCUMENTS, &fund);
        }
    }
}

/// The documents that an event brings.
pub(crate) fn documents_of(event: &Event) -> &[Document] {
    match event {
        Event::PurchaseMade(event) => event.documents.as_deref().unwrap_or_default(),
        Event::CostAdded(event) => event.documents.as_deref().unwrap_or_default(),
        Event::GoodsLost(event) => event.documents.as_deref().unwrap_or_default(),
        Event::GoodsDistributed(event) => event.documents.as_deref().unwrap_or_default(),
        Event::CashDistributed(event) => event.documents.as_deref().unwrap_or_default(),
        Event::ExpensePaid(event) => event.documents.as_deref().unwrap_or_default(),
        Event::DocumentAttached(event) => &event.documents,
        _ => &[],
    }
}
