//! `/funds` and `/funds/ID`.

use app::view::{
    EndKind, Figures, FlowRow, Fund, FundLine, Funds, GiftLine, HandoutLine, LotLine, Page, ProjectLine, Refused, Slice,
};
use ledger::Entry;
use ledger::event::Event;
use ledger::figures::FigureKind;
use ledger::trace;
use ledger::value::{PoolParts, SubjectKind};

use super::{Lookup, ROWS, goods, place_name, shown_kind};
use crate::answer::code_of;
use crate::store::Stored;
use crate::store::query::{Figure, FundRecord};

/// The list of funds.
///
/// # Errors
/// The database's own.
pub fn funds(lookup: &mut Lookup<'_>) -> Stored<Page> {
    Ok(Page::Funds(Funds { funds: Slice::whole(lines(lookup)?) }))
}

/// Every fund in a line, open ones first.
pub(super) fn lines(lookup: &mut Lookup<'_>) -> Stored<Vec<FundLine>> {
    let mut lines = Vec::new();
    for record in lookup.tables.funds()? {
        let figures = sums(&lookup.tables.figures(record.seq)?);
        let fund = lookup.named(SubjectKind::Fund, record.fund.id.as_str())?;
        let closed = lookup.tables.closing(&fund.id)?.is_some();
        lines.push(FundLine {
            steward: lookup.named(SubjectKind::Organisation, record.fund.steward.as_str())?,
            currency: record.fund.currency,
            received: figures.received,
            handed_out: figures.handed_out(),
            in_hand: figures.in_hand(),
            closed,
            fund,
        });
    }
    lines.sort_by_key(|line| line.closed);
    Ok(lines)
}

/// One fund.
///
/// # Errors
/// The database's own.
pub fn fund(lookup: &mut Lookup<'_>, id: &str) -> Stored<Page> {
    let Some(record) = lookup.fund_record(id)? else { return Ok(Page::Refused(Refused::NotFound)) };
    let figures = lookup.tables.figures(record.seq)?;
    let closing = lookup.tables.closing(id)?;
    let closed_on = closing.as_ref().and_then(|entry| entry.at.date());
    let opened = &record.fund;
    Ok(Page::Fund(Box::new(Fund {
        fund: lookup.named(SubjectKind::Fund, id)?,
        purpose: opened.purpose.to_string(),
        policy: opened.policy.as_ref().map(ToString::to_string),
        steward: lookup.named(SubjectKind::Organisation, opened.steward.as_str())?,
        currency: opened.currency,
        target: opened.target.map(ledger::value::Amount::get),
        opens_on: opened.opens_on,
        closes_on: closed_on.or(opened.closes_on),
        closed: closing.is_some(),
        flow: flow(lookup, &figures)?,
        projects: projects(lookup, id, &figures)?,
        gifts: gifts(lookup, &record, &figures)?,
        handouts: handouts(lookup, &record, &figures)?,
        lots: lots(lookup, &record, &figures)?,
        figures: sums(&figures),
    })))
}

fn amount(figure: &Figure) -> u64 {
    u64::try_from(figure.amount).unwrap_or(0)
}

/// A fund's sums over all projects and items.
fn sums(figures: &[Figure]) -> Figures {
    let sum = |kind| figures.iter().filter(|figure| figure.kind == kind).map(amount).sum();
    let rests = |end| sum(FigureKind::Rests(end));
    Figures {
        received: sum(FigureKind::Received),
        transferred_in: sum(FigureKind::TransferredIn),
        distributed: rests(trace::EndKind::Distributed),
        cash_distributed: rests(trace::EndKind::CashDistributed),
        expense: rests(trace::EndKind::Expense),
        fee: rests(trace::EndKind::Fee),
        in_stock: rests(trace::EndKind::InStock),
        in_transit: rests(trace::EndKind::InTransit),
        at_supplier: rests(trace::EndKind::AtSupplier),
        unspent: rests(trace::EndKind::Unspent),
        lost: rests(trace::EndKind::Lost),
        refunded: rests(trace::EndKind::Refunded),
        transferred_out: sum(FigureKind::TransferredOut),
    }
}

fn flow(lookup: &mut Lookup<'_>, figures: &[Figure]) -> Stored<Vec<FlowRow>> {
    let mut rows = Vec::new();
    for figure in figures.iter().filter(|figure| figure.amount > 0) {
        let kind = match figure.kind {
            FigureKind::Rests(end) => shown_kind(end),
            FigureKind::TransferredOut => EndKind::TransferredOut,
            FigureKind::Received | FigureKind::TransferredIn => continue,
        };
        let named = |lookup: &mut Lookup<'_>, kind, id: &Option<String>| {
            id.as_deref().map(|id| lookup.named(kind, id)).transpose()
        };
        rows.push(FlowRow {
            project: named(lookup, SubjectKind::Project, &figure.project)?,
            item: named(lookup, SubjectKind::Item, &figure.item)?,
            kind,
            amount: amount(figure),
        });
    }
    Ok(rows)
}

fn projects(lookup: &mut Lookup<'_>, fund: &str, figures: &[Figure]) -> Stored<Slice<ProjectLine>> {
    let mut lines = Vec::new();
    for entry in lookup.tables.subjects(SubjectKind::Project)? {
        let Event::ProjectOpened(event) = entry.event else { continue };
        if event.fund.as_str() != fund {
            continue;
        }
        let ours = || figures.iter().filter(|figure| figure.project.as_deref() == Some(event.id.as_str()));
        // All that was set aside rests somewhere: what a project got is what rests, and what it passed on.
        let got = ours().filter(|figure| !matches!(figure.kind, FigureKind::Received | FigureKind::TransferredIn));
        let reached = ours().filter(|figure| {
            matches!(figure.kind, FigureKind::Rests(trace::EndKind::Distributed | trace::EndKind::CashDistributed))
        });
        let budget = event.budget.as_ref().map(|lines| lines.iter().map(|line| line.amount.get()).sum());
        lines.push(ProjectLine {
            project: lookup.named(SubjectKind::Project, event.id.as_str())?,
            implementer: lookup.named(SubjectKind::Organisation, event.implementer.as_str())?,
            place: event.place.as_ref().map(place_name),
            budget,
            allocated: got.map(amount).sum(),
            handed_out: reached.map(amount).sum(),
        });
    }
    Ok(Slice::whole(lines))
}

/// How many entries stand behind some figures.
fn behind(figures: &[Figure], kinds: &[FigureKind]) -> u64 {
    let ours = figures.iter().filter(|figure| kinds.contains(&figure.kind));
    ours.map(|figure| u64::try_from(figure.events).unwrap_or(0)).sum()
}

fn more(record: &FundRecord, kind: &str, shown: usize, total: u64) -> Option<String> {
    (total > shown as u64).then(|| format!("/entries?fund={}&kind={kind}", record.fund.id))
}

fn gifts(lookup: &mut Lookup<'_>, record: &FundRecord, figures: &[Figure]) -> Stored<Slice<GiftLine>> {
    let mut rows = Vec::new();
    for entry in lookup.tables.fund_entries(record.seq, FigureKind::Received, u64::MAX, ROWS)? {
        let Some((unit, _)) = lookup.gift_unit(&entry)? else { continue };
        let code = code_of(entry.seq);
        rows.extend(match entry.event {
            Event::DonationReceived(event) => Some(GiftLine {
                code,
                received_on: event.received_on,
                donor: event.donor.map(|donor| donor.to_string()),
                amount: event.amount.get(),
                unit,
            }),
            Event::GiftInKindReceived(event) => Some(GiftLine {
                code,
                received_on: event.received_on,
                donor: event.donor.map(|donor| donor.to_string()),
                amount: event.quantity.get(),
                unit,
            }),
            _ => None,
        });
    }
    let total = behind(figures, &[FigureKind::Received]);
    let next = more(record, "received", rows.len(), total);
    Ok(Slice { rows, total, next })
}

fn handouts(lookup: &mut Lookup<'_>, record: &FundRecord, figures: &[Figure]) -> Stored<Slice<HandoutLine>> {
    let kinds = [trace::EndKind::Distributed, trace::EndKind::CashDistributed].map(FigureKind::Rests);
    let mut entries: Vec<Entry> = Vec::new();
    for kind in kinds {
        entries.extend(lookup.tables.fund_entries(record.seq, kind, u64::MAX, ROWS)?);
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.seq));
    let mut rows = Vec::new();
    for entry in entries.iter().take(ROWS) {
        rows.extend(goods::handout_line(lookup, entry)?);
    }
    // A hand-out of two items, or for two projects, stands behind two figures but is one entry.
    let total = if rows.len() < ROWS { rows.len() as u64 } else { behind(figures, &kinds).max(ROWS as u64) };
    let next = more(record, "handed_out", rows.len(), total);
    Ok(Slice { rows, total, next })
}

/// The lots that money of the fund bought last, and those it was given.
fn lots(lookup: &mut Lookup<'_>, record: &FundRecord, figures: &[Figure]) -> Stored<Slice<LotLine>> {
    let bought = FigureKind::Rests(trace::EndKind::AtSupplier);
    let mut ids: Vec<(u64, String)> = Vec::new();
    for entry in lookup.tables.fund_entries(record.seq, bought, u64::MAX, ROWS)? {
        for pool in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
            if let PoolParts::Goods { lot, .. } = pool.pool.parts() {
                ids.push((entry.seq, lot.to_owned()));
            }
        }
    }
    let purchases = ids.len();
    ids.sort_by(|left, right| right.cmp(left));
    ids.dedup_by(|left, right| left.1 == right.1);
    let mut rows = Vec::new();
    for (_, id) in ids.iter().take(ROWS) {
        rows.extend(goods::lot_line(lookup, id)?);
    }
    let total = if purchases < ROWS { rows.len() as u64 } else { behind(figures, &[bought]).max(rows.len() as u64) };
    let next = more(record, "at_supplier", rows.len(), total);
    Ok(Slice { rows, total, next })
}
