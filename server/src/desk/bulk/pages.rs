//! The pages about what comes in bulk: from the private store and the log to view models, and from forms to events.

pub mod accounts;
pub mod sheets;
pub mod statement;
pub mod stock;

use actix_web::HttpResponse;
use actix_web::web::{ServiceConfig, get, post};

use app::view::Named;
use app::view::desk::{AccountLine, Pick};
use ledger::event::Event;
use ledger::value::{Currency, SubjectKind};

use super::sheet::{Fault, Why};
use crate::desk::record::told;
use crate::desk::visit::Visit;
use crate::pages::Lookup;
use crate::private::bank::AccountRow;
use crate::store::Stored;

/// The routes, under no prefix and under that of each language.
pub fn routes(config: &mut ServiceConfig) {
    config
        .route("/desk/bank", get().to(accounts::list))
        .route("/desk/bank", post().to(accounts::add))
        .route("/desk/bank/statements/{id}", get().to(statement::show))
        .route("/desk/bank/statements/{id}", post().to(statement::press::record))
        .route("/desk/bank/{id}", get().to(accounts::one::show))
        .route("/desk/bank/{id}", post().to(accounts::one::bring))
        .route("/desk/bank/{id}/mapping", post().to(accounts::mapping::send))
        .route("/desk/sheets", get().to(sheets::show))
        .route("/desk/sheets", post().to(sheets::bring))
        .route("/desk/sheets/templates/{name}", get().to(sheets::template))
        .route("/desk/sheets/{id}", post().to(sheets::record))
        .route("/desk/stock", get().to(stock::show))
        .route("/desk/stock", post().to(stock::record));
}

/// A fund that somebody may put money into or take it from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FundHere {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its currency.
    pub currency: Currency,
    /// Who answers for it.
    pub steward: String,
    /// Its projects: id and title.
    pub projects: Vec<(String, String)>,
}

/// Every fund with its projects.
///
/// # Errors
/// The database's own.
pub fn funds(lookup: &mut Lookup<'_>) -> Stored<Vec<FundHere>> {
    let mut found: Vec<FundHere> = Vec::new();
    for record in lookup.tables().funds()? {
        found.push(FundHere {
            id: record.fund.id.to_string(),
            title: record.fund.title.to_string(),
            currency: record.fund.currency,
            steward: record.fund.steward.to_string(),
            projects: Vec::new(),
        });
    }
    for entry in lookup.tables().subjects(SubjectKind::Project)? {
        let Event::ProjectOpened(project) = entry.event else { continue };
        if let Some(fund) = found.iter_mut().find(|fund| fund.id == project.fund.as_str()) {
            fund.projects.push((project.id.to_string(), project.title.to_string()));
        }
    }
    Ok(found)
}

/// Faults with what people call the things that the ledger's refusals speak of.
///
/// # Errors
/// The answer in place of the page.
async fn by_name(visit: &Visit, faults: Vec<Fault>) -> Result<Vec<Fault>, HttpResponse> {
    let lang = visit.lang();
    visit
        .ask(move |lookup| {
            let mut faults = faults;
            for fault in &mut faults {
                if let Why::Ledger(told) = &mut fault.why {
                    told::name(lookup, lang, told)?;
                }
            }
            Ok(faults)
        })
        .await
}

/// Funds and their projects as choices: `FUND`, `FUND/PROJECT`.
fn purposes(funds: &[FundHere]) -> Vec<Pick> {
    let mut choices = Vec::new();
    for fund in funds {
        choices.push(Pick { value: fund.id.clone(), word: fund.title.clone() });
        for (id, title) in &fund.projects {
            choices.push(Pick { value: format!("{}/{id}", fund.id), word: format!("{} · {title}", fund.title) });
        }
    }
    choices
}

/// An account as pages show it.
fn account_line(row: &AccountRow, funds: &[FundHere], latest: Option<ledger::value::Date>) -> Stored<AccountLine> {
    let named = |id: &str| {
        let title = funds.iter().find(|fund| fund.id == id).map_or(id, |fund| fund.title.as_str());
        Named { id: id.to_owned(), name: title.to_owned() }
    };
    Ok(AccountLine {
        id: row.id,
        label: row.label.clone(),
        masked: row.masked.clone(),
        currency: row.currency()?,
        funds: row.fund_ids().map(named).collect(),
        latest,
    })
}
