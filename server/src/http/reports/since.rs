//! What came after a frozen report: a picture that says whether anything did, and the page that says what.

use actix_web::http::header;
use actix_web::web::{Data, Path, block};
use actix_web::{HttpRequest, HttpResponse};

use app::view::{Page, ReportChanges, Reports};

use super::{Answered, Frozen, frozen, preview, refused};
use crate::http::Site;
use crate::http::show::show_about;
use crate::http::versions::Concern;
use crate::pages::{self, Lookup};
use crate::reports::changes::{Since, since};
use crate::reports::gather::ReportError;
use crate::store::StoreError;

/// Entries since that the page names.
const ENTRIES: usize = 50;

/// Whether newer figures exist, as a picture: frozen bytes point at it.
pub(super) async fn newer(request: HttpRequest, site: Data<Site>, size: Path<String>) -> Answered {
    let frozen = match frozen(&request, &site, &size, "now.svg")? {
        Ok(frozen) => frozen,
        Err(redirect) => return Ok(redirect),
    };
    let (there, lang) = (site.clone(), frozen.lang);
    let found = block(move || there.readers.ask(|tables| since(tables, &there.books, &frozen.asked))).await;
    let found = found.map_err(|error| StoreError::Database(error.to_string()))?;
    let Since { entries, all } = found.map_err(|error| refused(error, lang))?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml")
        .insert_header((header::CACHE_CONTROL, "public, max-age=5"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .body(app::report::newer_svg(lang, entries.len() as u64, all)))
}

/// A frozen report beside the same question today.
pub(super) async fn now(request: HttpRequest, site: Data<Site>, size: Path<String>) -> HttpResponse {
    let frozen = match frozen(&request, &site, &size, "now") {
        Ok(Ok(frozen)) => frozen,
        Ok(Err(redirect)) => return redirect,
        Err(problem) => return problem.response(),
    };
    let there = site.clone();
    show_about(&request, &site, Concern::Log, move |lookup| match changes(lookup, &there, &frozen) {
        Ok(page) => Ok(Page::ReportChanges(Box::new(page))),
        Err(ReportError::Store(error)) => Err(error),
        Err(ReportError::Refused(refusal)) => Ok(Page::Reports(Box::new(Reports {
            choices: pages::report_choices(lookup, &there.index, frozen.lang)?,
            chosen: Vec::new(),
            preview: None,
            refusal: Some(refusal),
        }))),
    })
    .await
}

fn changes(lookup: &mut Lookup<'_>, site: &Site, frozen: &Frozen) -> Result<ReportChanges, ReportError> {
    let head = lookup.tables().head()?.size;
    let then = preview(lookup, site, frozen.asked.size, &frozen.setting())?;
    let now = preview(lookup, site, head, &frozen.setting())?;
    let Since { entries, .. } = since(lookup.tables(), &site.books, &frozen.asked)?;
    let mut lines = Vec::new();
    for seq in entries.iter().rev().take(ENTRIES) {
        if let Some(entry) = ledger::Past::entry(lookup.tables(), *seq)? {
            lines.push(lookup.entry_line(&entry)?);
        }
    }
    Ok(ReportChanges { then: Box::new(then), now: Box::new(now), entries: lines, entries_total: entries.len() as u64 })
}
