//! The files of a frozen report that are made whole, each by its name.

use ledger::refusal::{Refusal, Rule};

use super::{Frozen, preview, with_first_rows};
use crate::formats::material::Material;
use crate::formats::{epcis, figures, hxl, iati, ocds, pdf, rows, table, threesixty, workbook};
use crate::http::Site;
use crate::pages::Lookup;
use crate::reports::gather::{Reading, ReportError};
use crate::reports::view;
use crate::store::StoreError;
use crate::store::past::Tables;

/// A media type and the bytes.
pub(super) type Made = Option<(&'static str, Vec<u8>)>;

const JSON: &str = "application/json; charset=utf-8";

/// Makes a file; none where there is none of this name.
pub(super) fn make(tables: &mut Tables, site: &Site, frozen: &Frozen, name: &str) -> Result<Made, ReportError> {
    let lang = frozen.lang;
    Ok(Some(match name {
        "report.html" => {
            let model = preview(&mut Lookup::new(tables), site, frozen.asked.size, &frozen.setting())?;
            let html = app::report::document(&model, lang);
            let html = html.map_err(|error| StoreError::Database(error.to_string()))?;
            ("text/html; charset=utf-8", html.into_bytes())
        }
        "report.pdf" => {
            let model = preview(&mut Lookup::new(tables), site, frozen.asked.size, &frozen.setting())?;
            let file = pdf::document(&model, lang);
            (pdf::MEDIA_TYPE, file.map_err(|error| StoreError::Database(error.to_string()))?)
        }
        "people.csv" => {
            let (report, _) = with_first_rows(tables, site, frozen.asked.clone())?;
            (table::MEDIA_TYPE, table::people(&report, lang).into_bytes())
        }
        "datapackage.json" => {
            let (report, _) = with_first_rows(tables, site, frozen.asked.clone())?;
            let model = view::report(&mut Lookup::new(tables), &report, &[], &frozen.setting())?;
            let title = app::report::title(&model, lang);
            (JSON, pretty(&table::data_package(&report, &title, &model.base, &model.query, lang)))
        }
        "report.json" => (JSON, json(tables, site, frozen)?),
        "report.xlsx" => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx(tables, site, frozen)?)
        }
        "iati.xml" | "360giving.json" | "hxl.csv" | "epcis.jsonld" | "ocds.json" => {
            let material = Material::gather(tables, &site.books, &frozen.asked, frozen.origin.as_deref())?;
            match name {
                "iati.xml" => ("application/xml; charset=utf-8", iati::document(&material)),
                "360giving.json" => (JSON, pretty(&threesixty::package(&material))),
                "hxl.csv" => (table::MEDIA_TYPE, hxl::table(&material).into_bytes()),
                "epcis.jsonld" => ("application/ld+json; charset=utf-8", pretty(&epcis::document(&material))),
                _ => (JSON, pretty(&ocds::package(&material))),
            }
        }
        _ => return Ok(None),
    }))
}

fn pretty(value: &serde_json::Value) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn json(tables: &mut Tables, site: &Site, frozen: &Frozen) -> Result<Vec<u8>, ReportError> {
    let mut lines = Vec::new();
    let report = Reading::open(tables, &site.books, frozen.asked.clone())?.report(|_, entry, rows| {
        let room = figures::ROWS_LIMIT.saturating_sub(lines.len());
        lines.extend(rows.iter().take(room).map(|row| figures::row(row, rows::party(&entry.event))));
        true
    })?;
    let Some(report) = report else { return Ok(Vec::new()) };
    let model = view::report(&mut Lookup::new(tables), &report, &[], &frozen.setting())?;
    let lang = frozen.lang;
    let said = figures::Said {
        title: &app::report::title(&model, lang),
        question: &app::report::question(&model, lang),
        citation: &app::report::citation(&model, lang),
        address: &model.file("report.json"),
        rules: &app::report::rules(lang),
    };
    Ok(pretty(&figures::document(&report, &said, &lines)))
}

fn xlsx(tables: &mut Tables, site: &Site, frozen: &Frozen) -> Result<Vec<u8>, ReportError> {
    let lang = frozen.lang;
    let mut lines: Vec<[rows::Value; 18]> = Vec::new();
    let report = Reading::open(tables, &site.books, frozen.asked.clone())?.report(|book, entry, found| {
        lines.extend(found.iter().map(|row| rows::values(lang, book, entry, row)));
        lines.len() <= workbook::ROWS_LIMIT
    })?;
    let limit = workbook::ROWS_LIMIT as u64;
    let too_large = || Refusal::new("", Rule::ReportTooLarge { limit });
    let report = report.ok_or_else(too_large)?;
    let model = view::report(&mut Lookup::new(tables), &report, &[], &frozen.setting())?;
    let made_from = app::words::made_from(lang, &app::words::count(model.size), &model.at.to_string());
    let content = workbook::Content {
        report: &report,
        title: &app::report::title(&model, lang),
        question: &app::report::question(&model, lang),
        citation: &app::report::citation(&model, lang),
        made_from: &made_from,
        rows: &lines,
    };
    Ok(workbook::workbook(&content, lang).map_err(|error| StoreError::Database(error.to_string()))?)
}
