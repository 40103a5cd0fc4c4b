//! Where to begin: the way from an empty ledger to the first hand-out, how far it has come, and what comes next.

use app::view::desk::{Step, StepState};
use ledger::event::{Event, EventType};
use ledger::figures::FigureKind;
use ledger::value::{SiteKind, SubjectKind};

use super::people::permission::Action;
use super::visit::Staff;
use crate::pages::Lookup;
use crate::store::Stored;

/// The way as somebody sees it; empty where it was walked, or where they neither record nor let others record.
///
/// # Errors
/// The database's own.
pub(super) fn steps(lookup: &mut Lookup<'_>, staff: &Staff) -> Stored<Vec<(Step, StepState)>> {
    let records = staff.records();
    if !records && !staff.may_somewhere(Action::ManagePeople) {
        return Ok(Vec::new());
    }
    let done = done(lookup, &staff.person.organisation)?;
    let Some(next) = Step::CHAIN.into_iter().find(|step| !done.contains(step)) else { return Ok(Vec::new()) };
    if !records {
        return Ok(vec![(Step::Roles, StepState::Next)]);
    }
    let may = next.event().is_some_and(|event| staff.may_record(event));
    let state = |step: Step| match step {
        _ if done.contains(&step) => StepState::Done,
        _ if step != next => StepState::Later,
        _ if may => StepState::Next,
        _ => StepState::Theirs,
    };
    Ok(Step::CHAIN.map(|step| (step, state(step))).to_vec())
}

/// What comes next, where that is for this person.
///
/// # Errors
/// The database's own.
pub(super) fn next(lookup: &mut Lookup<'_>, staff: &Staff) -> Stored<Option<Step>> {
    let steps = steps(lookup, staff)?;
    Ok(steps.into_iter().find(|(_, state)| *state == StepState::Next).map(|(step, _)| step))
}

/// The steps that were done: the first two by this organisation, the others by anybody.
fn done(lookup: &mut Lookup<'_>, organisation: &str) -> Stored<Vec<Step>> {
    let mut done = Vec::new();
    if lookup.tables().organisation(organisation)?.is_some() {
        done.push(Step::Organisation);
    }
    let funds = lookup.tables().funds()?;
    if funds.iter().any(|record| record.fund.steward.as_str() == organisation) {
        done.push(Step::Fund);
    }
    if latest(lookup, &[EventType::GoodsDistributed, EventType::CashDistributed])?.is_some() {
        done.extend(Step::CHAIN.into_iter().skip(2));
        return Ok(done);
    }
    done.extend(places(lookup)?);
    if latest(lookup, &[EventType::ItemRegistered])?.is_some() {
        done.push(Step::Goods);
    }
    let given = latest(lookup, &[EventType::GiftInKindReceived])?;
    let mut gave = given.is_some();
    for fund in funds {
        let figures = lookup.tables().figures(fund.seq)?;
        gave = gave || figures.iter().any(|figure| figure.kind == FigureKind::Received && figure.events > 0);
    }
    let came = latest(lookup, &[EventType::GoodsReceived])?;
    let sent = latest(lookup, &[EventType::GoodsDispatched])?;
    let bought = given.or(latest(lookup, &[EventType::PurchaseMade])?);
    let rest = [
        (Step::Gift, gave),
        (Step::Purchase, bought.is_some()),
        // What donors bring is there at once.
        (Step::Arrival, came.or(given).is_some()),
        (Step::Dispatch, sent.is_some()),
        (Step::SecondArrival, sent.is_some_and(|sent| came.is_some_and(|came| came > sent))),
    ];
    done.extend(rest.into_iter().filter(|(_, is_done)| *is_done).map(|(step, _)| step));
    Ok(done)
}

/// Which of the three places there are.
fn places(lookup: &mut Lookup<'_>) -> Stored<Vec<Step>> {
    let entries = lookup.tables().subjects(SubjectKind::Site)?;
    let is_supplier = entries.iter().filter_map(|entry| match &entry.event {
        Event::SiteRegistered(site) => Some(site.kind == SiteKind::Supplier),
        _ => None,
    });
    let (suppliers, others): (Vec<bool>, Vec<bool>) = is_supplier.partition(|is_supplier| *is_supplier);
    let there =
        [(Step::Supplier, !suppliers.is_empty()), (Step::Store, !others.is_empty()), (Step::Outpost, others.len() > 1)];
    Ok(there.into_iter().filter(|(_, is_there)| *is_there).map(|(step, _)| step).collect())
}

/// The latest entry of any of these types.
fn latest(lookup: &mut Lookup<'_>, types: &[EventType]) -> Stored<Option<u64>> {
    let mut found: Option<u64> = None;
    for event in types {
        let entries = lookup.tables().of_type(*event, u64::MAX, 1)?;
        found = found.max(entries.first().map(|entry| entry.seq));
    }
    Ok(found)
}
