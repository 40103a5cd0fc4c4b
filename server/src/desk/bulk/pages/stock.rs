//! `/desk/stock`: what is booked at a site, and what was counted there.

use actix_web::web::{Data, Form, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::Named;
use app::view::desk::{Bulk, Content, Pick, Stock as StockView, StockLine};
use ledger::Lang;
use ledger::event::{Event, EventType};
use ledger::value::{Key, PoolParts, SubjectKind};

use super::sheets::books;
use crate::desk::bulk::record::{self, Done};
use crate::desk::bulk::sheet::cell::Cell;
use crate::desk::bulk::sheet::count::{self, Stock};
use crate::desk::bulk::sheet::file::Line;
use crate::desk::bulk::sheet::plan::Step;
use crate::desk::bulk::sheet::row::{Habits, rows};
use crate::desk::bulk::sheet::{Fault, Kind, Refused, Why};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::http::Site;
use crate::pages::Lookup;
use crate::store::Stored;
use crate::store::write::now;

/// Lots of one site that its page lists.
const LOTS: usize = 300;

/// Losses at one site that are looked through, the latest first.
const LOSSES: usize = 500;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    #[serde(default)]
    site: String,
    recorded: Option<u64>,
}

/// What the ledger has of a lot at a site; none where it has no such lot.
///
/// # Errors
/// The database's own.
pub(super) fn stock_of(lookup: &mut Lookup<'_>, site: &str, lot: &str) -> Stored<Option<Stock>> {
    let pools = lookup.tables().lot_pools(lot)?;
    let here = pools.iter().find(|pool| matches!(pool.name.parts(), PoolParts::Goods { site: at, .. } if at == site));
    let Some(pool) = here else { return Ok(None) };
    let booked = pool.free_units();
    let (item, _) = lookup.lot_item(lot)?;
    let Some(fund) = fund_of(lookup, lot)? else { return Ok(None) };
    let mut losses = Vec::new();
    for entry in lookup.tables().mentions(SubjectKind::Site, site, &[EventType::GoodsLost], u64::MAX, LOSSES)? {
        let stands = lookup.tables().reversed_by(entry.seq)?.is_none();
        if let Event::GoodsLost(event) = entry.event
            && stands
            && event.site.as_str() == site
            && event.lot.as_str() == lot
        {
            losses.push((entry.seq, *event));
        }
    }
    Ok(Some(Stock { booked, item: item.id, fund, losses }))
}

/// The fund behind a lot: that of its gift, of the first money that bought it, or of the first lot packed into it.
fn fund_of(lookup: &mut Lookup<'_>, lot: &str) -> Stored<Option<String>> {
    let mut lot = lot.to_owned();
    // A kit of kits of kits.
    for _ in 0..8 {
        let Some(entry) = lookup.tables().subject(SubjectKind::Lot, &lot)? else { return Ok(None) };
        match entry.event {
            Event::GiftInKindReceived(event) => return Ok(Some(event.fund.to_string())),
            Event::PurchaseMade(event) => {
                let pool = event.sources.first().map(|source| source.pool.clone());
                return Ok(pool.and_then(|pool| match pool.parts() {
                    PoolParts::Cash { fund, .. } => Some(fund.to_owned()),
                    PoolParts::Goods { .. } => None,
                }));
            }
            Event::KitPacked(event) => match event.inputs.first() {
                Some(input) => lot = input.lot.to_string(),
                None => return Ok(None),
            },
            _ => return Ok(None),
        }
    }
    Ok(None)
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
                Some(site) => lots(lookup, &site.id, &form, &faults, lang)?,
                None => Vec::new(),
            };
            let on = match typed(&form, "on") {
                "" => now().date().map(|day| day.to_string()).unwrap_or_default(),
                typed => typed.to_owned(),
            };
            let whole =
                faults.iter().filter(|fault| fault.column.is_none()).map(|fault| fault.why.said(lang)).collect();
            Ok(StockView { sites, site, lots, on, faults: whole, recorded })
        })
        .await?;
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Stock(view)))))
}

/// What is booked at a site, by lot, with what was typed.
fn lots(lookup: &mut Lookup<'_>, site: &str, form: &Pairs, faults: &[Fault], lang: Lang) -> Stored<Vec<StockLine>> {
    let pools = lookup.tables().pools_holding(site, LOTS)?;
    let mut found = Vec::new();
    for pool in &pools {
        let PoolParts::Goods { lot, .. } = pool.name.parts() else { continue };
        let (item, unit) = lookup.lot_item(lot)?;
        let place = form.iter().find(|(name, value)| name.starts_with("lot-") && value == lot);
        let place = place.and_then(|(name, _)| name.strip_prefix("lot-")).unwrap_or("none");
        let number = place.parse::<u32>().map(|place| place + 2).unwrap_or_default();
        let fault = faults.iter().find(|fault| fault.row == number && fault.column.is_some());
        found.push(StockLine {
            lot: lot.to_owned(),
            item: item.name,
            unit,
            booked: pool.free_units(),
            counted: typed(form, &format!("counted-{place}")).to_owned(),
            reason: typed(form, &format!("reason-{place}")).to_owned(),
            fault: fault.map(|fault| fault.why.said(lang)),
        });
    }
    Ok(found)
}

pub(in crate::desk) async fn record(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    recorded(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

/// The form is a sheet whose rows are the lots that were counted.
async fn recorded(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::RecordGoods).await?;
    let at = typed(form, "site").to_owned();
    let lines = as_lines(form, &at);
    if lines.len() < 2 {
        return Ok(visit.go(&format!("/desk/stock?site={}&recorded=0", app::page::encode(&at)), None));
    }
    let planned = visit
        .ask(move |lookup| {
            let read = match rows(Kind::Counts, &lines, Habits::default()) {
                Ok(read) => read,
                Err(refused) => return Ok(Err(refused)),
            };
            let counts = match count::counts(&read, &books(lookup, String::new())?) {
                Ok(counts) => counts,
                Err(refused) => return Ok(Err(refused)),
            };
            let mut found = Vec::new();
            for count in &counts {
                found.push(stock_of(lookup, &count.site, &count.lot)?);
            }
            Ok(count::plan(&read, &counts, &found))
        })
        .await?;
    let steps: Vec<Step> = match planned {
        Ok(steps) => steps,
        Err(Refused::Rows(faults)) => return page(&visit, 422, &at, form, &faults, None).await,
        Err(_) => return Err(visit.not_found()),
    };
    let wanted: Vec<(Key, Event)> = steps.iter().map(|step| (step.key, step.event.clone())).collect();
    match record::together(&visit, &wanted).await? {
        Done::Recorded { new } => {
            Ok(visit.go(&format!("/desk/stock?site={}&recorded={new}", app::page::encode(&at)), None))
        }
        Done::Waiting => Ok(visit.go("/desk/waiting", Some(app::view::desk::Done::Waiting))),
        Done::Refused(refused) => {
            let fault = |(place, refusal): (usize, ledger::Refusal)| {
                let row = steps.get(place).and_then(|step| step.rows.first()).copied().unwrap_or_default();
                Fault { row, column: None, why: Why::Ledger(refusal) }
            };
            let faults: Vec<Fault> = refused.into_iter().map(fault).collect();
            page(&visit, 422, &at, form, &faults, None).await
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
