//! `/projects/ID`

use app::view::{Page, Project, Refused, Slice, SpendingLine};
use ledger::event::{Event, EventType};
use ledger::figures::FigureKind;
use ledger::trace::EndKind;
use ledger::value::{PoolParts, SubjectKind};

use super::{Lookup, ROWS, fund, fund_list, goods, place_name};
use crate::store::Stored;
use crate::store::query::Figure;
use crate::store::query_lists::{ListFilter, ListKind};

/// Expenses of a project that are added up by category; of more only the sum is told.
const EXPENSES: usize = 2_000;

/// The category of a budget that plans all goods together.
const GOODS: &str = "goods";

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
    let budget: Vec<(String, u64)> =
        event.budget.iter().flatten().map(|line| (line.category.to_string(), line.amount.get())).collect();
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
        spending: spending(lookup, id, &figures, &budget)?,
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

/// What a project spent by category: goods by the category of their item, or as goods where the budget has only those;
/// expenses by their own; fees, and cash handed out. None where its expenses are too many to be gone through.
fn spending(
    lookup: &mut Lookup<'_>,
    id: &str,
    figures: &[Figure],
    budget: &[(String, u64)],
) -> Stored<Option<Vec<SpendingLine>>> {
    let mut lines: Vec<SpendingLine> = Vec::new();
    let is_planned = |category: &str| budget.iter().any(|(planned, _)| planned == category);
    let expenses =
        lookup.tables.mentions(SubjectKind::Project, id, &[EventType::ExpensePaid], u64::MAX, EXPENSES + 1)?;
    if expenses.len() > EXPENSES {
        return Ok(None);
    }
    for entry in &expenses {
        let Event::ExpensePaid(event) = &entry.event else { continue };
        let is_ours = matches!(event.from.parts(), PoolParts::Cash { project: Some(project), .. } if project == id);
        if is_ours && lookup.tables.reversed_by(entry.seq)?.is_none() {
            add(&mut lines, event.category.as_str(), event.amount.get(), 0);
        }
    }
    for figure in figures {
        let FigureKind::Rests(end) = figure.kind else { continue };
        let amount = u64::try_from(figure.amount).unwrap_or(0);
        match (&figure.item, end) {
            (_, EndKind::Expense | EndKind::Refunded | EndKind::Unspent) => {}
            (Some(item), end) => {
                let own = category_of(lookup, item)?;
                let category = if !is_planned(&own) && is_planned(GOODS) { GOODS.to_owned() } else { own };
                if end.is_held() {
                    add(&mut lines, &category, 0, amount);
                } else {
                    add(&mut lines, &category, amount, 0);
                }
            }
            (None, EndKind::Fee) => add(&mut lines, "fee", amount, 0),
            (None, EndKind::CashDistributed) => add(&mut lines, "cash", amount, 0),
            (None, _) => {}
        }
    }
    lines.sort_by(|one, other| (other.spent, &one.category).cmp(&(one.spent, &other.category)));
    Ok(Some(lines))
}

fn category_of(lookup: &mut Lookup<'_>, item: &str) -> Stored<String> {
    Ok(lookup.item(item)?.map_or_else(|| GOODS.to_owned(), |item| item.category.as_str().to_owned()))
}

fn add(lines: &mut Vec<SpendingLine>, category: &str, spent: u64, in_goods: u64) {
    if spent == 0 && in_goods == 0 {
        return;
    }
    match lines.iter_mut().find(|line| line.category == category) {
        Some(line) => {
            line.spent = line.spent.saturating_add(spent);
            line.in_goods = line.in_goods.saturating_add(in_goods);
        }
        None => lines.push(SpendingLine { category: category.to_owned(), spent, in_goods }),
    }
}
