//! The list of a hand-out that is still to come: who hands out what, and from where, is filled in; the rest is by hand.
//!
//! Nothing is recorded or kept by it, and it asks no more of people than the list of a hand-out that is recorded.

use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Bulk, Content, Labels, ListAsk, Paper, PaperKind, Pick};
use app::words::desk as say;
use ledger::Lang;
use ledger::event::Event;
use ledger::value::{Date, PoolParts, SubjectKind};

use super::fill::{self, ROWS_LIMIT};
use super::{files, pages};
use crate::desk::visit::{Answered, Visit};
use crate::http::Site;
use crate::pages::Lookup;
use crate::store::Stored;
use crate::store::write::now;

/// Lots of one site that a list has room for, as its page of stock has.
const LOTS: usize = 300;

/// Rows where nobody says how many.
const ROWS: &str = "30";

/// What is filled in with a pen.
const BY_HAND: &str = "____________";

#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    site: String,
    lots: String,
    on: String,
    rows: String,
}

/// The form with what was typed.
pub(super) async fn ask(visit: &Visit, asked: &Asked, fault: Option<String>) -> Result<ListAsk, HttpResponse> {
    let sites = visit.ask(sites).await?;
    let today = || now().date().map(|day| day.to_string()).unwrap_or_default();
    Ok(ListAsk {
        sites,
        site: asked.site.clone(),
        lots: asked.lots.clone(),
        on: if asked.on.is_empty() { today() } else { asked.on.clone() },
        rows: if asked.rows.is_empty() { ROWS.to_owned() } else { asked.rows.clone() },
        fault,
    })
}

fn sites(lookup: &mut Lookup<'_>) -> Stored<Vec<Pick>> {
    let mut found = Vec::new();
    for entry in lookup.tables().subjects(SubjectKind::Site)? {
        if let Event::SiteRegistered(site) = entry.event {
            found.push(Pick { value: site.id.to_string(), word: site.name.to_string() });
        }
    }
    Ok(found)
}

pub(super) async fn show(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = pages::look(&request, &site).await?;
        match made(&visit, pages::origin(&request, &site), &asked).await? {
            Ok(paper) => {
                let pdf = format!("/desk/papers/list.pdf?{}", request.query_string());
                Ok(visit.show(200, Content::Bulk(Box::new(Bulk::Paper(Paper { pdf, ..paper })))))
            }
            Err(fault) => refused(&visit, &asked, fault).await,
        }
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(super) async fn file(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let answered = async {
        let visit = pages::look(&request, &site).await?;
        match made(&visit, pages::origin(&request, &site), &asked).await? {
            Ok(paper) => files::paper(&visit, &paper).await,
            Err(fault) => refused(&visit, &asked, fault).await,
        }
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn refused(visit: &Visit, asked: &Asked, fault: String) -> Answered {
    let list = ask(visit, asked, Some(fault)).await?;
    let page = Labels { list, ..pages::view(visit, &pages::Asked::default(), None).await? };
    Ok(visit.show(422, Content::Bulk(Box::new(Bulk::Labels(page)))))
}

/// The list, or what is wrong with what was asked.
async fn made(visit: &Visit, origin: String, asked: &Asked) -> Result<Result<Paper, String>, HttpResponse> {
    let lang = visit.lang();
    let rows = match asked.rows.trim() {
        "" => ROWS.parse().unwrap_or(1),
        typed => typed.parse::<u64>().unwrap_or(0),
    };
    if rows == 0 || rows > ROWS_LIMIT {
        return Ok(Err(say::list_rows(lang, ROWS_LIMIT)));
    }
    let on = match asked.on.trim() {
        "" => BY_HAND.to_owned(),
        typed => match Date::parse(typed) {
            Some(day) => app::words::date(lang, day),
            None => return Ok(Err(say::field_fault(lang, &app::view::desk::FieldFault::NotDate))),
        },
    };
    let (site, organisation) = (asked.site.trim().to_owned(), visit.staff.person.organisation.clone());
    let lots: Vec<String> = pages::ids(&asked.lots);
    visit
        .ask(move |lookup| {
            if lookup.tables().site(&site)?.is_none() {
                return Ok(Err(say::unknown_id(lang, &site)));
            }
            let lines = match lines(lookup, &site, &lots, lang)? {
                Ok(lines) => lines,
                Err(fault) => return Ok(Err(fault)),
            };
            let name = lookup.named(SubjectKind::Site, &site)?.name;
            let organisation = lookup.named(SubjectKind::Organisation, &organisation)?.name;
            let facts = [
                ("handed_out_by", organisation),
                ("site", name),
                ("place", BY_HAND.to_owned()),
                ("distributed_on", on),
                ("households", BY_HAND.to_owned()),
                ("people", BY_HAND.to_owned()),
            ];
            let facts = facts.map(|(fact, value)| (say::paper_fact(lang, fact).to_owned(), value)).to_vec();
            let address = format!("{origin}/sites/{site}");
            let paper = fill::paper(PaperKind::HandoutList, &site, facts, &address, None);
            Ok(Ok(Paper { lines, blank_rows: u32::try_from(rows).unwrap_or(1), ..paper }))
        })
        .await
}

/// A lot, its item's name, and how much of it is there.
type LotLine = (String, String, String);

/// Each lot with how much of it is there: all of the site, or those that were named; or which of these is not there.
fn lines(lookup: &mut Lookup<'_>, site: &str, lots: &[String], lang: Lang) -> Stored<Result<Vec<LotLine>, String>> {
    let pools = lookup.tables().pools_holding(site, LOTS)?;
    let mut found = Vec::new();
    for pool in &pools {
        let PoolParts::Goods { lot, .. } = pool.name.parts() else { continue };
        if !lots.is_empty() && !lots.iter().any(|wanted| wanted == lot) {
            continue;
        }
        let (item, unit) = lookup.lot_item(lot)?;
        let there = app::words::quantity(lang, pool.free_units(), &unit);
        found.push((lot.to_owned(), item.name, say::list_quantity(lang, &there)));
    }
    let missing = lots.iter().find(|wanted| !found.iter().any(|(lot, ..)| lot == *wanted));
    Ok(match missing {
        Some(lot) => Err(say::lot_not_there(lang, lot)),
        None => Ok(found),
    })
}
