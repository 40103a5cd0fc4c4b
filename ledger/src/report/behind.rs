//! The entries that a report rests on: with these alone the same figures come out.

use std::collections::BTreeSet;

use super::book::Book;
use super::follow::Witnessed;
use super::question::Question;
use super::{Report, derive, row};
use crate::entry::{Entry, Hash};
use crate::event::Event;
use crate::past::Past;
use crate::value::{PoolName, PoolParts, SubjectKind};

/// Derives a report, and gathers what it rests on. The entries are asked for twice.
///
/// # Errors
/// The store's own.
pub fn derive_with_entries<P: Past, I: IntoIterator<Item = Result<Entry, P::Error>>>(
    past: &mut P,
    book: &Book,
    question: &Question,
    (size, head): (u64, Hash),
    mut entries: impl FnMut() -> I,
) -> Result<(Report, BTreeSet<u64>), P::Error> {
    let mut witnessed = Witnessed::new(past);
    let report = derive(&mut witnessed, book, question, (size, head), entries())?;
    let mut behind = witnessed.into_seen();
    behind.extend(size.checked_sub(1));
    let kept: BTreeSet<&PoolName> = report.accounts.iter().map(|account| &account.pool).collect();
    let of_pools = question.is_of_pools();
    for entry in entries() {
        let entry = entry?;
        if entry.seq >= size || book.is_reversed(entry.seq) {
            continue;
        }
        let rows = row::rows(book, &entry, |pool| book.is_asked(question, pool));
        if rows.iter().any(|row| of_pools || kept.contains(&row.pool)) {
            behind.insert(entry.seq);
        }
    }
    add_registrations(past, &mut behind)?;
    Ok((report, behind))
}

/// Adds what says of every pool that the entries name what it is. Whoever reads them must not take a pool for another's,
/// because they know the second lot of a kit and not the first.
fn add_registrations<P: Past>(past: &mut P, behind: &mut BTreeSet<u64>) -> Result<(), P::Error> {
    let mut due: Vec<u64> = behind.iter().copied().collect();
    let mut known: BTreeSet<PoolName> = BTreeSet::new();
    while let Some(seq) = due.pop() {
        let Some(entry) = past.entry(seq)? else { continue };
        let mut found = BTreeSet::new();
        for side in entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to)) {
            if known.insert(side.pool.clone()) {
                registrations(past, &side.pool, &mut found)?;
            }
        }
        due.extend(found.into_iter().filter(|seq| behind.insert(*seq)));
    }
    Ok(())
}

/// What says what a pool is: its fund; its lot, the lots that this was packed from, and its site.
fn registrations<P: Past>(past: &mut P, pool: &PoolName, behind: &mut BTreeSet<u64>) -> Result<(), P::Error> {
    match pool.parts() {
        PoolParts::Cash { fund, .. } => behind.extend(past.holder(SubjectKind::Fund, fund)?),
        PoolParts::Goods { lot, site } => {
            for kind in [SubjectKind::Site, SubjectKind::Waybill] {
                behind.extend(past.holder(kind, site)?);
            }
            lots(past, lot, behind)?;
        }
    }
    Ok(())
}

fn lots<P: Past>(past: &mut P, lot: &str, behind: &mut BTreeSet<u64>) -> Result<(), P::Error> {
    let mut due = vec![lot.to_owned()];
    while let Some(lot) = due.pop() {
        let Some(holder) = past.holder(SubjectKind::Lot, &lot)? else { continue };
        behind.insert(holder);
        let Some(entry) = past.entry(holder)? else { continue };
        let fund = match &entry.event {
            Event::KitPacked(event) => {
                due.extend(event.inputs.iter().map(|input| input.lot.to_string()));
                None
            }
            Event::GiftInKindReceived(event) => Some(event.fund.to_string()),
            Event::PurchaseMade(event) => {
                event.sources.first().and_then(|source| source.pool.home()).map(|(fund, _)| fund.to_string())
            }
            _ => None,
        };
        if let Some(fund) = fund {
            behind.extend(past.holder(SubjectKind::Fund, &fund)?);
        }
    }
    Ok(())
}
