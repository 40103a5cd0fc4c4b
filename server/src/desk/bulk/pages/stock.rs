//! `/desk/stock`: what is booked at a site, and what was counted there.
//!
//! - `check`: counted against booked, before it is recorded
//! - `held`: what the ledger has of a lot
//! - `waiting`: losses that wait for a second person

mod check;
mod held;
mod waiting;

use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::Named;
use app::view::desk::{Bulk, Content, Pick, Stock as StockView, StockLine};
use ledger::Lang;
use ledger::event::Event;
use ledger::value::{Key, PoolParts, SubjectKind};

pub(super) use self::held::stock_of;
pub(super) use self::waiting::{Losses, everywhere as losses_waiting};

use super::by_name;
use crate::desk::bulk::record::{self, Done};
use crate::desk::bulk::sheet::cell::Cell;
use crate::desk::bulk::sheet::file::Line;
use crate::desk::bulk::sheet::{Fault, Kind, Refused};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::pages::Lookup;
use crate::store::Stored;
use crate::store::write::now;

/// Lots of one site that its page lists.
const LOTS: usize = 300;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    site: String,
    recorded: Option<u64>,
}

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::RecordGoods).await?;
        page(&visit, 200, &asked.site, &Pairs::new(), &[], asked.recorded).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn page(
    visit: &Visit,
    status: u16,
    site: &str,
    form: &Pairs,
    faults: &[Fault],
    recorded: Option<u64>,
) -> Answered {
    let (wanted, form, lang) = (site.to_owned(), form.clone(), visit.lang());
    let faults = faults.to_vec();
    let waits = waiting::at(visit, site).await?;
    let view = visit
        .ask(move |lookup| {
            let mut sites = Vec::new();
            for entry in lookup.tables().subjects(SubjectKind::Site)? {
                if let Event::SiteRegistered(site) = entry.event {
                    sites.push(Pick { value: site.id.to_string(), word: site.name.to_string() });
                }
            }
            let site = sites.iter().find(|choice| choice.value == wanted);
            let site = site.map(|choice| Named { id: choice.value.clone(), name: choice.word.clone() });
            let lots = match &site {
                Some(site) => lots(lookup, &site.id, &form, (faults.as_slice(), &waits), lang)?,
                None => Vec::new(),
            };
            let on = match typed(&form, "on") {
                "" => now().date().map(|day| day.to_string()).unwrap_or_default(),
                typed => typed.to_owned(),
            };
            let mut whole: Vec<String> = Vec::new();
            for said in faults.iter().filter(|fault| !is_of_lot(fault)).map(|fault| whole_fault(fault, lang)) {
                if !whole.contains(&said) {
                    whole.push(said);
                }
            }
            Ok(StockView { sites, site, lots, on, faults: whole, recorded })
        })
        .await?;
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Stock(view)))))
}

/// Whether a fault is one of a lot: the day and the site are those of all.
fn is_of_lot(fault: &Fault) -> bool {
    fault.column.is_some_and(|column| !matches!(column.name, "counted_on" | "site"))
}

/// A fault of the count as a whole, with the name of its field.
fn whole_fault(fault: &Fault, lang: Lang) -> String {
    match fault.column {
        Some(column) => match lang {
            Lang::En => format!("{}: {}", column.heading(lang), fault.why.said(lang)),
            Lang::Zh => format!("{}：{}", column.heading(lang), fault.why.said(lang)),
        },
        None => fault.why.said(lang),
    }
}

/// What is booked at a site, by lot, with what was typed.
fn lots(
    lookup: &mut Lookup<'_>,
    site: &str,
    form: &Pairs,
    (faults, waits): (&[Fault], &waiting::Waiting),
    lang: Lang,
) -> Stored<Vec<StockLine>> {
    let pools = lookup.tables().pools_holding(site, LOTS)?;
    let mut found = Vec::new();
    for pool in &pools {
        let PoolParts::Goods { lot, .. } = pool.name.parts() else { continue };
        let (item, unit) = lookup.lot_item(lot)?;
        let place = form.iter().find(|(name, value)| name.starts_with("lot-") && value == lot);
        let place = place.and_then(|(name, _)| name.strip_prefix("lot-")).unwrap_or("none");
        let number = place.parse::<u32>().map(|place| place.saturating_add(2)).unwrap_or_default();
        let fault = faults.iter().find(|fault| fault.row == number && is_of_lot(fault));
        found.push(StockLine {
            lot: lot.to_owned(),
            item: item.name,
            unit,
            booked: pool.free_units(),
            waits: waits.get(lot).copied().unwrap_or_default(),
            counted: typed(form, &format!("counted-{place}")).to_owned(),
            fault: fault.map(|fault| fault.why.said(lang)),
        });
    }
    Ok(found)
}

pub(in crate::desk) async fn record(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    recorded(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

/// The form is a sheet whose rows are the lots that were counted. Its steps: `check` holds it against the books and asks for
/// reasons, `save` records, `edit` goes back.
async fn recorded(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::RecordGoods).await?;
    let at = typed(form, "site").to_owned();
    let step = typed(form, "step");
    if step == "edit" {
        return page(&visit, 200, &at, form, &[], None).await;
    }
    let nothing = || visit.go(&format!("/desk/stock?site={}&recorded=0", app::page::encode(&at)), None);
    let lines = as_lines(form, &at);
    if lines.len() < 2 {
        return Ok(nothing());
    }
    let counted = match check::counted(&visit, lines, &at).await? {
        Ok(counted) => counted,
        Err(Refused::Rows(faults)) => return page(&visit, 422, &at, form, &faults, None).await,
        Err(_) => return Err(visit.not_found()),
    };
    if counted.agrees() {
        return Ok(nothing());
    }
    // Shown in the other language, a count that was refused is judged once more.
    let is_judged = step == "save" || is_shown_again(form);
    let changed = is_judged && counted.is_changed(form);
    let wrong: Vec<Fault> = counted.planned.faults.iter().cloned().chain(counted.unsaid(form)).collect();
    if step != "save" || changed || !wrong.is_empty() {
        let faults: &[Fault] = if is_judged { &wrong } else { &[] };
        let status = if changed || !faults.is_empty() { 422 } else { 200 };
        return check::page(&visit, status, form, &counted, faults, changed);
    }
    let steps = &counted.planned.steps;
    let wanted: Vec<(Key, Event)> = steps.iter().map(|step| (step.key, step.event.clone())).collect();
    match record::together(&visit, &wanted).await? {
        Done::Recorded { new } => {
            Ok(visit.go(&format!("/desk/stock?site={}&recorded={new}", app::page::encode(&at)), None))
        }
        Done::Waiting => Ok(visit.go("/desk/waiting", Some(app::view::desk::Done::Waiting))),
        Done::Refused(refused) => {
            let fault = |(place, refusal): (usize, ledger::Refusal)| {
                let step = steps.get(place)?;
                Some(Fault::of_ledger(Kind::Counts, step.row_of(&refusal), step.event.event_type(), refusal))
            };
            let faults = by_name(&visit, refused.into_iter().filter_map(fault).collect()).await?;
            check::page(&visit, 422, form, &counted, &faults, false)
        }
    }
}

/// The rows of the form: those in which something was counted, numbered by their place in it.
fn as_lines(form: &Pairs, site: &str) -> Vec<Line> {
    let headings = ["site", "lot", "counted", "counted_on", "reason"].map(Cell::text).to_vec();
    let mut lines = vec![Line { number: 1, cells: headings }];
    for (name, lot) in form {
        let Some(place) = name.strip_prefix("lot-").and_then(|place| place.parse::<u32>().ok()) else { continue };
        let field = |name: &str| typed(form, &format!("{name}-{place}")).trim();
        if !field("counted").is_empty() {
            let cells = [site, lot, field("counted"), typed(form, "on"), field("reason")];
            lines.push(Line { number: place.saturating_add(2), cells: cells.map(Cell::text).to_vec() });
        }
    }
    lines
}
