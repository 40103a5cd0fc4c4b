//! The lines of a statement held against what is recorded: which are entries, what the others may become, and whether
//! bank and ledger agree.

use app::view::desk::Compared;
use ledger::entry::Entry;
use ledger::event::Event;
use ledger::value::{Date, Key, Slug};

use super::super::FundHere;
use crate::answer::code_of;
use crate::desk::bulk::bank::balance::{Comparison, Moved, brought, compare};
use crate::desk::bulk::bank::proposal::{self, Known, Proposal, Purpose, Recent};
use crate::desk::bulk::bank::{BankLine, Flow, signed};
use crate::import::{hash_of, key};
use crate::pages::Lookup;
use crate::private::bank::{KeptLine, StatementRow};
use crate::store::Stored;

/// Entries looked through from the statement's first days on; beyond that nothing is compared.
const ENTRIES: u64 = 100_000;

/// Days before the first line in which an entry may already be one of the lines.
const DAYS_BEFORE: i64 = 7;

/// How often the entry of one line may be reversed and recorded anew.
const AGAIN: usize = 8;

/// A line whose entry was reversed is open again. The log takes no key twice, so that what it becomes then has a key of its
/// own, which follows from the first.
pub(in crate::desk::bulk::pages) fn reopened(lookup: &mut Lookup<'_>, lines: &mut [KeptLine]) -> Stored<()> {
    for _ in 0..AGAIN {
        let keys: Vec<Key> = lines.iter().map(|kept| kept.key).collect();
        let recorded = lookup.tables().recorded_keys(&keys)?;
        let mut changed = false;
        for kept in lines.iter_mut() {
            if let Some(seq) = kept.seq
                && lookup.tables().reversed_by(seq)?.is_some()
            {
                kept.seq = None;
            }
            if let Some(seq) = recorded.get(&kept.key)
                && lookup.tables().reversed_by(*seq)?.is_some()
            {
                let (before, entry) = (kept.key.to_string(), seq.to_string());
                kept.key = key(Some(kept.line.booked_on), &hash_of("almoner-bank-again-1", &[&before, &entry]));
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
    Ok(())
}

/// The lines against what is recorded.
pub(super) fn held_against(
    lookup: &mut Lookup<'_>,
    row: &StatementRow,
    lines: &[KeptLine],
    funds: &[FundHere],
) -> Stored<(Vec<Proposal>, Option<Compared>)> {
    let keys: Vec<Key> = lines.iter().map(|kept| kept.key).collect();
    let mut known = Known { recorded: lookup.tables().recorded_keys(&keys)?, ..Known::default() };
    for kept in lines {
        known.recorded.extend(kept.seq.map(|seq| (kept.key, seq)));
        for seq in proposal::codes(&kept.line) {
            let gift = ledger::Past::entry(lookup.tables(), seq)?;
            if let Some(Event::DonationReceived(gift)) = gift.map(|entry| entry.event) {
                known.gifts.insert(seq, (gift.fund.clone(), gift.project.clone()));
            }
        }
    }
    known.purposes = all_purposes(funds);
    let entries = entries_since(lookup, row, lines)?;
    let ids: Vec<&str> = funds.iter().map(|fund| fund.id.as_str()).collect();
    let moved: Vec<(Moved, &Entry)> = entries.iter().flatten().filter_map(|entry| moved(entry, &ids)).collect();
    known.recent = moved.iter().filter_map(|(moved, entry)| recent(*moved, entry)).collect();
    let bare: Vec<BankLine> = lines.iter().map(|kept| kept.line.clone()).collect();
    let proposals = proposal::propose(&bare, &keys, &known);
    let compared = match (row.closing(), entries.is_some()) {
        (Some(closing), true) => {
            let mut held: u64 = 0;
            for id in &ids {
                held = held.saturating_add(lookup.tables().cash_held(id)?);
            }
            let pairs: Vec<(&BankLine, Option<u64>)> =
                bare.iter().zip(&proposals).map(|(line, what)| (line, entry_of(what))).collect();
            let moved: Vec<Moved> = moved.iter().map(|(moved, _)| *moved).collect();
            let held = i64::try_from(held).unwrap_or(i64::MAX);
            compare(row.opening(), closing, &pairs, held, &moved).map(|found| compared_view(&found, lines))
        }
        _ => None,
    };
    Ok((proposals, compared))
}

/// The entry that a line is already.
pub(super) fn entry_of(proposal: &Proposal) -> Option<u64> {
    match proposal {
        Proposal::Recorded { seq } => Some(*seq),
        _ => None,
    }
}

fn compared_view(found: &Comparison, lines: &[KeptLine]) -> Compared {
    let only_bank: Vec<(i64, Date, i64)> = found
        .only_bank
        .iter()
        .filter_map(|place| lines.get(*place))
        .map(|kept| (kept.place, kept.line.booked_on, signed(kept.line.flow, kept.line.amount)))
        .collect();
    Compared {
        bank_minor: found.bank.minor,
        on: found.bank.on,
        ledger_minor: found.ledger_minor,
        only_bank_minor: only_bank.iter().map(|(_, _, minor)| minor).sum(),
        only_bank,
        only_ledger: found.only_ledger.iter().map(|one| (one.seq, one.on, one.minor)).collect(),
        earlier_minor: found.earlier_minor,
    }
}

fn all_purposes(funds: &[FundHere]) -> Vec<Purpose> {
    let mut found = Vec::new();
    for fund in funds {
        let Ok(id) = Slug::new(&fund.id) else { continue };
        for (project, title) in &fund.projects {
            let project = Slug::new(project).ok();
            found.push(Purpose { fund: id.clone(), project, title: title.clone() });
        }
        found.push(Purpose { fund: id, project: None, title: fund.title.clone() });
    }
    found
}

/// Entries recorded since shortly before the first line; none if they are too many to be looked through.
fn entries_since(lookup: &mut Lookup<'_>, row: &StatementRow, lines: &[KeptLine]) -> Stored<Option<Vec<Entry>>> {
    let days = lines.iter().map(|kept| kept.line.booked_on).chain(row.opening().map(|balance| balance.on));
    let first = days.chain(row.closing().map(|balance| balance.on)).min();
    let Some(first) = first.and_then(|day| Date::from_days(day.days() - DAYS_BEFORE)) else {
        return Ok(Some(Vec::new()));
    };
    let tables = lookup.tables();
    let (from, size) = (tables.first_since(first)?, tables.head()?.size);
    if size.saturating_sub(from) > ENTRIES {
        return Ok(None);
    }
    let mut found = Vec::new();
    for seq in from..size {
        found.extend(ledger::Past::entry(tables, seq)?);
    }
    let gone: Vec<u64> = found.iter().filter_map(reversed).collect();
    // An entry and its reversal moved nothing at the bank.
    found.retain(|entry| !gone.contains(&entry.seq) && reversed(entry).is_none());
    Ok(Some(found))
}

fn reversed(entry: &Entry) -> Option<u64> {
    match &entry.event {
        Event::EntryReversed(event) => Some(event.reverses.get()),
        _ => None,
    }
}

fn moved<'e>(entry: &'e Entry, funds: &[&str]) -> Option<(Moved, &'e Entry)> {
    let minor = brought(entry, funds);
    let on = match &entry.event {
        Event::PurchaseMade(event) => Some(event.purchased_on),
        _ => crate::store::derive::day_said(entry),
    }?;
    (minor != 0).then_some((Moved { seq: entry.seq, on, minor }, entry))
}

fn recent(moved: Moved, entry: &Entry) -> Option<Recent> {
    let names = match &entry.event {
        Event::DonationReceived(_) => vec![code_of(entry.seq)],
        Event::ExpensePaid(event) => vec![event.id.to_string()],
        Event::CashDistributed(event) => vec![event.id.to_string()],
        Event::TransferMade(event) => vec![event.id.to_string()],
        Event::PurchaseMade(event) => event.lines.iter().map(|line| line.lot.to_string()).collect(),
        _ => Vec::new(),
    };
    let flow = if moved.minor > 0 { Flow::In } else { Flow::Out };
    let amount = ledger::value::Amount::new(moved.minor.unsigned_abs())?;
    Some(Recent { seq: moved.seq, flow, amount, on: moved.on, names })
}
