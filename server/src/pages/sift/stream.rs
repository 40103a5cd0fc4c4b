//! The lists that the store keeps, and which of them together hold all that fits.

use app::view::FigureKind as Shown;
use ledger::Entry;
use ledger::event::{Event, EventType};
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::SubjectKind;

use super::sieve::Sieve;
use super::sums::{kinds_of, moves_cash};
use crate::pages::Lookup;
use crate::store::Stored;
use crate::store::query::FundRecord;
use crate::store::query_lists::{ListFilter, ListKind};

/// A list that the store keeps, in the order of recording.
#[derive(Debug)]
pub(super) enum Stream {
    /// Behind one figure of a fund.
    Figure(u64, FigureKind),
    /// Of a fund's gifts or hand-outs, those of one project or place.
    Listed(u64, ListKind, ListFilter),
    /// Those that speak of something, of these types, or of all.
    Said(SubjectKind, String, Vec<EventType>),
    /// Of one type.
    Typed(EventType),
    /// All.
    Whole,
}

impl Stream {
    pub(super) fn read(&self, lookup: &mut Lookup<'_>, before: u64, limit: usize) -> Stored<Vec<Entry>> {
        let tables = &mut *lookup.tables;
        match self {
            Self::Figure(fund, kind) => tables.fund_entries(*fund, *kind, before, limit),
            Self::Listed(fund, list, filter) => match tables.listed_before(*fund, *list, filter, before, limit)? {
                Some(found) => Ok(found),
                // Too long a list stands thickly among all of its kind.
                None => {
                    let mut found = Vec::new();
                    for kind in figures_of(*list) {
                        found.extend(tables.fund_entries(*fund, *kind, before, limit)?);
                    }
                    Ok(found)
                }
            },
            Self::Said(kind, id, types) => tables.mentions(*kind, id, types, before, limit),
            Self::Typed(event) => tables.of_type(*event, before, limit),
            Self::Whole => Ok(tables.latest(before, limit)?.into_iter().map(|(entry, _)| entry).collect()),
        }
    }
}

/// The figures that put an entry into a list.
fn figures_of(list: ListKind) -> &'static [FigureKind] {
    match list {
        ListKind::Gifts => &[FigureKind::Received],
        ListKind::Handouts => &[FigureKind::Rests(EndKind::Distributed), FigureKind::Rests(EndKind::CashDistributed)],
    }
}

impl Sieve {
    /// The lists that together hold all that fits, and as little else as there is.
    pub(super) fn streams(&self, lookup: &mut Lookup<'_>) -> Stored<Vec<Stream>> {
        let asked = &self.asked;
        if let Some(about) = asked.about.first() {
            let types: Vec<EventType> = asked.event.into_iter().collect();
            let mut streams = vec![Stream::Said(about.kind, about.id.clone(), types)];
            if about.kind == SubjectKind::Project {
                streams.extend(self.money_of_project(lookup, &about.id)?);
            }
            return Ok(streams);
        }
        if let Some((word, _)) = &asked.place {
            let filter = ListFilter { place: Some(word.clone()), ..ListFilter::default() };
            let of_fund = |record: &FundRecord| Stream::Listed(record.seq, ListKind::Handouts, filter.clone());
            return Ok(self.funds.iter().map(of_fund).collect());
        }
        if let Some(kind) = asked.kind {
            let mut streams = self.figures(&kinds_of(kind));
            if moves_cash(kind) {
                streams.extend(self.funds.iter().map(|record| said_of(record, vec![EventType::AllocationMade])));
                streams.push(Stream::Typed(EventType::TransferMade));
            }
            return Ok(streams);
        }
        Ok(match asked.event {
            Some(EventType::DonationReceived) => self.figures(&[FigureKind::Received]),
            Some(EventType::FeeCharged) => self.figures(&[FigureKind::Rests(EndKind::Fee)]),
            Some(event) if self.restricted && event != EventType::TransferMade => {
                self.funds.iter().map(|record| said_of(record, vec![event])).collect()
            }
            Some(event) => vec![Stream::Typed(event)],
            None if self.restricted => {
                let mut streams = self.figures(&[FigureKind::Received, FigureKind::Rests(EndKind::Fee)]);
                streams.extend(self.funds.iter().map(|record| said_of(record, Vec::new())));
                streams.push(Stream::Typed(EventType::TransferMade));
                streams
            }
            None => vec![Stream::Whole],
        })
    }

    fn figures(&self, kinds: &[FigureKind]) -> Vec<Stream> {
        let of_fund = |record: &FundRecord| {
            let fund = record.seq;
            kinds.iter().map(move |kind| Stream::Figure(fund, *kind))
        };
        self.funds.iter().flat_map(of_fund).collect()
    }

    /// Gifts of money for a project, and fees on them, which no list of what speaks of it has.
    fn money_of_project(&self, lookup: &mut Lookup<'_>, project: &str) -> Stored<Vec<Stream>> {
        let Some(entry) = lookup.subject(SubjectKind::Project, project)? else { return Ok(Vec::new()) };
        let Event::ProjectOpened(opened) = &entry.event else { return Ok(Vec::new()) };
        let Some(fund) = lookup.fund_record(opened.fund.as_str())? else { return Ok(Vec::new()) };
        let (kind, event) = (self.asked.kind, self.asked.event);
        let mut streams = Vec::new();
        let wants_gifts = kind.is_none_or(|kind| kind == Shown::Received || moves_cash(kind));
        if wants_gifts && event.is_none_or(|event| event == EventType::DonationReceived) {
            let filter = ListFilter { project: Some(project.to_owned()), ..ListFilter::default() };
            streams.push(Stream::Listed(fund.seq, ListKind::Gifts, filter));
        }
        let wants_transfers = kind.is_none_or(moves_cash);
        if wants_transfers && event.is_none_or(|event| event == EventType::TransferMade) {
            streams.push(Stream::Typed(EventType::TransferMade));
        }
        // Fees are so many that only who asks for them has them looked through.
        let fee = FigureKind::Rests(EndKind::Fee);
        let wants_fees = kind.is_some_and(|kind| kinds_of(kind).contains(&fee));
        if wants_fees || (kind.is_none() && event == Some(EventType::FeeCharged)) {
            streams.push(Stream::Figure(fund.seq, fee));
        }
        Ok(streams)
    }
}

fn said_of(record: &FundRecord, types: Vec<EventType>) -> Stream {
    Stream::Said(SubjectKind::Fund, record.fund.id.to_string(), types)
}
