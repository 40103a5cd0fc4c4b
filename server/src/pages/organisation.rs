//! `/organisations/ID`

use app::view::{Holding, Organisation, Page, ProjectRow, Refused, Slice, Sum};
use ledger::event::{Event, EventType};
use ledger::value::{PoolParts, SubjectKind};

use super::{Lookup, ROWS, fund, place_name};
use crate::store::Stored;

/// Funds or projects that its page lists; past these it leads to its entries.
const LISTED: usize = 50;

/// One organisation.
///
/// # Errors
/// The database's own.
pub fn organisation(lookup: &mut Lookup<'_>, id: &str) -> Stored<Page> {
    let Some(entry) = lookup.tables.subject(SubjectKind::Organisation, id)? else {
        return Ok(Page::Refused(Refused::NotFound));
    };
    let Event::OrganisationRegistered(event) = &entry.event else { return Ok(Page::Refused(Refused::NotFound)) };
    Ok(Page::Organisation(Box::new(Organisation {
        organisation: lookup.named(SubjectKind::Organisation, id)?,
        kind: event.kind,
        country: event.country.map(|country| country.as_str().to_owned()),
        registration: event.registration.as_ref().map(ToString::to_string),
        url: event.url.as_ref().map(ToString::to_string),
        note: event.note.as_ref().map(ToString::to_string),
        seq: entry.seq,
        funds: funds(lookup, id)?,
        projects: projects(lookup, id)?,
        holds: holds(lookup, id)?,
        entries: lookup.entries_about(SubjectKind::Organisation, id)?,
    })))
}

/// Rows, and where the rest is if there are more than the page lists.
fn slice<T>(lookup: &mut Lookup<'_>, rows: Vec<T>, id: &str, event: EventType) -> Stored<Slice<T>> {
    let total = lookup.tables.mentions_count(SubjectKind::Organisation, id, event)?;
    let next = (total > rows.len() as u64).then(|| format!("/entries?organisation={id}&type={}", event.word()));
    Ok(Slice { rows, total, next })
}

fn funds(lookup: &mut Lookup<'_>, id: &str) -> Stored<Slice<app::view::FundLine>> {
    let opened = lookup.tables.mentions(SubjectKind::Organisation, id, &[EventType::FundOpened], u64::MAX, LISTED)?;
    let mut rows = Vec::new();
    for entry in opened {
        if let Event::FundOpened(event) = &entry.event
            && let Some(record) = lookup.fund_record(event.id.as_str())?
        {
            rows.push(fund::line(lookup, &record)?);
        }
    }
    slice(lookup, rows, id, EventType::FundOpened)
}

fn projects(lookup: &mut Lookup<'_>, id: &str) -> Stored<Slice<ProjectRow>> {
    let opened =
        lookup.tables.mentions(SubjectKind::Organisation, id, &[EventType::ProjectOpened], u64::MAX, LISTED)?;
    let mut rows = Vec::new();
    for entry in opened {
        let Event::ProjectOpened(event) = entry.event else { continue };
        rows.push(ProjectRow {
            project: lookup.named(SubjectKind::Project, event.id.as_str())?,
            fund: lookup.named(SubjectKind::Fund, event.fund.as_str())?,
            place: event.place.as_ref().map(place_name),
        });
    }
    slice(lookup, rows, id, EventType::ProjectOpened)
}

/// Money that it holds for funds now.
fn holds(lookup: &mut Lookup<'_>, id: &str) -> Stored<Vec<Holding>> {
    let mut rows = Vec::new();
    for pool in lookup.tables.pools_holding(id, ROWS)? {
        let PoolParts::Cash { fund, project, .. } = pool.name.parts() else { continue };
        let Some(record) = lookup.fund_record(fund)? else { continue };
        rows.push(Holding {
            fund: lookup.named(SubjectKind::Fund, fund)?,
            project: project.map(|project| lookup.named(SubjectKind::Project, project)).transpose()?,
            sum: Sum { amount: pool.free_units(), currency: record.fund.currency },
        });
    }
    Ok(rows)
}
