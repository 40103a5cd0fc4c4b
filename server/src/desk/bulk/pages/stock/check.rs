//! Counted against booked: each difference with its effect, and the reason that somebody has to give.

use actix_web::HttpResponse;

use app::view::Named;
use app::view::desk::{Bulk, Content, StockCheck, StockDifference};
use app::words::desk::StockWords;
use ledger::value::SubjectKind;

use super::super::sheets::books;
use super::held::stock_of;
use super::waiting;
use crate::desk::bulk::day;
use crate::desk::bulk::sheet::count::{self, Count, Difference, Stock};
use crate::desk::bulk::sheet::file::Line;
use crate::desk::bulk::sheet::plan::Planned;
use crate::desk::bulk::sheet::row::{Habits, rows};
use crate::desk::bulk::sheet::{Fault, Kind, Refused, Why};
use crate::desk::visit::{Answered, Pairs, Visit, typed};

/// What was counted, with what the ledger has.
pub(super) struct Counted {
    site: Named,
    lots: Vec<CountedLot>,
    /// What it becomes; its faults are reasons that are missing or wrong, and lots that are not there.
    pub(super) planned: Planned,
}

/// A lot that was counted.
struct CountedLot {
    count: Count,
    /// None where it never was at the site.
    stock: Option<Stock>,
    item: String,
    unit: String,
    /// How many of it wait to be booked as lost.
    waits: u64,
}

/// The lines of the form against the ledger; refused where a line can't be read.
///
/// # Errors
/// The answer in place of the page.
pub(super) async fn counted(
    visit: &Visit,
    lines: Vec<Line>,
    site: &str,
) -> Result<Result<Counted, Refused>, HttpResponse> {
    let waits = waiting::at(visit, site).await?;
    let site = site.to_owned();
    visit
        .ask(move |lookup| {
            let habits = Habits { latest: day::latest(), ..Habits::default() };
            let read = match rows(Kind::Counts, &lines, habits) {
                Ok(read) => read,
                Err(refused) => return Ok(Err(refused)),
            };
            let (counts, faults) = count::counts(&read, &books(lookup, String::new())?);
            if !faults.is_empty() {
                return Ok(Err(Refused::Rows(faults)));
            }
            let mut stock = Vec::new();
            for count in &counts {
                stock.push(stock_of(lookup, &count.site, &count.lot)?);
            }
            let planned = count::plan(&read, &counts, &stock, Vec::new());
            let mut lots = Vec::new();
            for (count, stock) in counts.into_iter().zip(stock) {
                let (item, unit) = match &stock {
                    Some(_) => lookup.lot_item(&count.lot).map(|(item, unit)| (item.name, unit))?,
                    None => (String::new(), String::new()),
                };
                let waits = waits.get(&count.lot).copied().unwrap_or_default();
                lots.push(CountedLot { count, stock, item, unit, waits });
            }
            let name = lookup.named(SubjectKind::Site, &site)?.name;
            Ok(Ok(Counted { site: Named { id: site, name }, lots, planned }))
        })
        .await
}

impl Counted {
    /// Whether nothing differs, and nothing is wrong.
    pub(super) fn agrees(&self) -> bool {
        self.planned.steps.is_empty() && self.planned.faults.is_empty()
    }

    /// The lots of which fewer were counted while a loss of them waits, and nobody said that this is another.
    pub(super) fn unsaid<'a>(&'a self, form: &'a Pairs) -> impl Iterator<Item = Fault> + 'a {
        let column = Kind::Counts.columns().iter().find(|column| column.name == "counted");
        let open = self.lots.iter().filter(move |lot| lost_already(lot) > 0 && !is_other(form, lot));
        open.map(move |lot| Fault { row: lot.count.row, column, why: Why::LossWaits { quantity: lot.waits } })
    }

    /// Whether the books are no longer what somebody saw who decided.
    pub(super) fn is_changed(&self, form: &Pairs) -> bool {
        let is_other = |lot: &CountedLot| {
            let seen = typed(form, &format!("seen-{}", place(&lot.count)));
            lot.stock.as_ref().is_some_and(|stock| stock.booked.to_string() != seen)
        };
        self.lots.iter().any(is_other)
    }
}

/// How many wait to be booked as lost, where fewer were counted than are booked.
fn lost_already(lot: &CountedLot) -> u64 {
    let is_fewer = |stock: &Stock| matches!(count::difference(&lot.count, stock), Difference::Fewer(_));
    if lot.stock.as_ref().is_some_and(is_fewer) { lot.waits } else { 0 }
}

/// Whether somebody said that others are missing than those that wait.
fn is_other(form: &Pairs, lot: &CountedLot) -> bool {
    typed(form, &format!("other-{}", place(&lot.count))) == "yes"
}

/// The number of a count in the form: rows are numbered as if headings stood above them.
fn place(count: &Count) -> u32 {
    count.row.saturating_sub(2)
}

#[allow(clippy::result_large_err)] // It is an answer, made once and sent.
pub(super) fn page(
    visit: &Visit,
    status: u16,
    form: &Pairs,
    counted: &Counted,
    faults: &[Fault],
    changed: bool,
) -> Answered {
    let lang = visit.lang();
    let lines: Vec<StockDifference> =
        counted.lots.iter().filter_map(|lot| differing(lot, form, faults, visit)).collect();
    let agree = counted.lots.iter().filter(|lot| is_as_booked(lot)).count();
    let shown =
        |fault: &Fault| fault.column.is_some() && lines.iter().any(|line| line.place.saturating_add(2) == fault.row);
    let whole = faults.iter().filter(|fault| !shown(fault)).map(|fault| fault.why.said(lang));
    let changed = changed.then(|| StockWords::of(lang).changed.to_owned());
    let view = StockCheck {
        site: counted.site.clone(),
        on: counted.lots.first().map(|lot| lot.count.on),
        agree: u64::try_from(agree).unwrap_or(u64::MAX),
        hidden: hidden(form, counted),
        faults: changed.into_iter().chain(whole).collect(),
        lines,
    };
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::StockCheck(view)))))
}

fn is_as_booked(lot: &CountedLot) -> bool {
    lot.stock.as_ref().is_some_and(|stock| count::difference(&lot.count, stock) == Difference::None)
}

fn differing(lot: &CountedLot, form: &Pairs, faults: &[Fault], visit: &Visit) -> Option<StockDifference> {
    let (count, stock) = (&lot.count, lot.stock.as_ref()?);
    let loss = match count::difference(count, stock) {
        Difference::None => return None,
        Difference::Fewer(_) => None,
        Difference::More { loss, .. } => loss,
    };
    let place = place(count);
    let fault = faults.iter().find(|fault| fault.row == count.row && fault.column.is_some());
    Some(StockDifference {
        place,
        lot: count.lot.clone(),
        item: lot.item.clone(),
        unit: lot.unit.clone(),
        booked: stock.booked,
        counted: count.counted,
        waits: lost_already(lot),
        is_other: is_other(form, lot),
        loss,
        reason: typed(form, &format!("reason-{place}")).to_owned(),
        fault: fault.map(|fault| fault.why.said(visit.lang())),
    })
}

/// What was typed, and what the books said when it was looked at.
fn hidden(form: &Pairs, counted: &Counted) -> Pairs {
    let is_typed =
        |name: &str| matches!(name, "site" | "on") || name.starts_with("lot-") || name.starts_with("counted-");
    let typed = form.iter().filter(|(name, _)| is_typed(name)).cloned();
    let seen = counted.lots.iter().filter_map(|lot| {
        let stock = lot.stock.as_ref()?;
        Some((format!("seen-{}", place(&lot.count)), stock.booked.to_string()))
    });
    typed.chain(seen).collect()
}
