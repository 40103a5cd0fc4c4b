//! `/projects/ID`

use app::view::{Page, Project, Refused, Slice};
use ledger::event::Event;
use ledger::value::SubjectKind;

use super::{Lookup, ROWS, fund, fund_list, goods, place_name};
use crate::store::Stored;
use crate::store::query::Figure;
use crate::store::query_lists::{ListFilter, ListKind};

/// One project.
///
/// # Errors
/// The database's own.
pub fn project(lookup: &mut Lookup<'_>, id: &str) -> Stored<Page> {
    let Some(entry) = lookup.tables.subject(SubjectKind::Project, id)? else {
        return Ok(Page::Refused(Refused::NotFound));
    };
    let Event::ProjectOpened(event) = &entry.event else { return Ok(Page::Refused(Refused::NotFound)) };
    let Some(record) = lookup.fund_record(event.fund.as_str())? else { return Ok(Page::Refused(Refused::NotFound)) };
    let all = lookup.tables.figures(record.seq)?;
    let figures: Vec<Figure> = all.into_iter().filter(|figure| figure.project.as_deref() == Some(id)).collect();
    let budget = event.budget.iter().flatten().map(|line| (line.category.to_string(), line.amount.get())).collect();
    let filter = ListFilter { project: Some(id.to_owned()), ..ListFilter::default() };
    let listed = lookup.tables.listed(record.seq, ListKind::Gifts, &filter, ROWS)?;
    let gifts = fund_list::gift_lines(lookup, &listed.entries)?;
    let more = |kind: &str| format!("/funds/{}/{kind}?project={id}", event.fund);
    let gifts = open_slice(gifts, listed.next.is_some(), more("gifts"));
    let listed = lookup.tables.listed(record.seq, ListKind::Handouts, &filter, ROWS)?;
    let mut handouts = Vec::new();
    for entry in &listed.entries {
        handouts.extend(goods::handout_line(lookup, entry)?);
    }
    let handouts = open_slice(handouts, listed.next.is_some(), more("handouts"));
    Ok(Page::Project(Box::new(Project {
        project: lookup.named(SubjectKind::Project, id)?,
        fund: lookup.named(SubjectKind::Fund, event.fund.as_str())?,
        implementer: lookup.named(SubjectKind::Organisation, event.implementer.as_str())?,
        place: event.place.as_ref().map(place_name),
        note: event.note.as_ref().map(ToString::to_string),
        seq: entry.seq,
        currency: record.fund.currency,
        budget,
        goods: fund::goods_lines(lookup, &figures)?,
        figures: fund::sums(&figures),
        gifts,
        handouts,
        documents: lookup.documents_about(SubjectKind::Project, id)?,
        entries: lookup.entries_about(SubjectKind::Project, id)?,
    })))
}

/// The first rows of a list that is not counted.
fn open_slice<T>(rows: Vec<T>, more: bool, next: String) -> Slice<T> {
    let total = rows.len() as u64;
    Slice { rows, total, next: more.then_some(next) }
}
