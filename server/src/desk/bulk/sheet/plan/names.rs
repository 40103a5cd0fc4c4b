//! What a cell's words mean: the id of a fund, a project or a site, or the name that only one of them has.

use ledger::value::Currency;

use super::Books;
use crate::desk::bulk::sheet::fault::{Fault, Why};
use crate::desk::bulk::sheet::row::Row;

impl Books {
    pub(super) fn fund(&self, row: &Row) -> Result<(String, Currency), Fault> {
        let text = row.needed("fund")?;
        let names = self.funds.iter().map(|(id, title, currency)| (id, title, *currency));
        let (id, currency) = one(row, "fund", &text, names)?;
        Ok((id, currency))
    }

    pub(super) fn project(&self, row: &Row) -> Result<Option<String>, Fault> {
        let Some(text) = row.text("project")? else { return Ok(None) };
        let names = self.projects.iter().map(|(id, title)| (id, title, ()));
        one(row, "project", &text, names).map(|(id, ())| Some(id))
    }

    pub(in crate::desk::bulk::sheet) fn site(&self, row: &Row) -> Result<String, Fault> {
        let text = row.needed("site")?;
        let names = self.sites.iter().map(|(id, name)| (id, name, ()));
        one(row, "site", &text, names).map(|(id, ())| id)
    }
}

/// What has this id, else the only thing with this name.
fn one<'b, T>(
    row: &Row,
    column: &str,
    text: &str,
    known: impl Iterator<Item = (&'b String, &'b String, T)>,
) -> Result<(String, T), Fault> {
    let mut named = Vec::new();
    for (id, name, more) in known {
        if id == text {
            return Ok((id.clone(), more));
        }
        if name.trim().to_lowercase() == text.to_lowercase() {
            named.push((id.clone(), more));
        }
    }
    match named.len() {
        1 => named.pop().ok_or_else(|| row.fault(column, Why::Unknown(text.to_owned()))),
        0 => Err(row.fault(column, Why::Unknown(text.to_owned()))),
        _ => Err(row.fault(column, Why::Ambiguous(text.to_owned()))),
    }
}
