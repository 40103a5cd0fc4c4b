//! What the ledger refuses, with what people call the things that it names.

use app::view::desk::{FieldFault, Told};
use app::words::desk as say;
use ledger::refusal::{Lang, Rule};
use ledger::value::{PoolName, SubjectKind};

use super::names;
use super::read::Faults;
use crate::pages::Lookup;
use crate::store::Stored;

/// Finds the names of what a refusal speaks of.
///
/// # Errors
/// The database's own.
pub(crate) fn name(lookup: &mut Lookup<'_>, lang: Lang, told: &mut Told) -> Stored<()> {
    let rule = told.refusal.rule.clone();
    let found = match &rule {
        Rule::Short { pool, .. }
        | Rule::StillHeld { pool, .. }
        | Rule::NothingFree { pool }
        | Rule::PoolFull { pool } => {
            let Some(name) = PoolName::parse(pool) else { return Ok(()) };
            told.unit = names::unit(lookup, &name)?;
            vec![(pool.clone(), names::pool(lookup, lang, &name)?)]
        }
        Rule::FundClosed { fund } => vec![called(lookup, SubjectKind::Fund, fund)?],
        Rule::OtherFund { project, fund } => {
            vec![called(lookup, SubjectKind::Project, project)?, called(lookup, SubjectKind::Fund, fund)?]
        }
        Rule::NotASupplier { site } => vec![called(lookup, SubjectKind::Site, site)?],
        Rule::NotASite { waybill } => vec![(waybill.clone(), names::station(lookup, lang, waybill)?)],
        Rule::Expired { lot, .. } => {
            let (item, _) = lookup.lot_item(lot)?;
            vec![(lot.clone(), say::lot(lang, &item.name, lot))]
        }
        _ => Vec::new(),
    };
    told.names.extend(found);
    Ok(())
}

fn called(lookup: &mut Lookup<'_>, kind: SubjectKind, id: &str) -> Stored<(String, String)> {
    Ok((id.to_owned(), lookup.named(kind, id)?.name))
}

/// Finds the names for all that is wrong with a form.
///
/// # Errors
/// The database's own.
pub(super) fn name_all(lookup: &mut Lookup<'_>, lang: Lang, faults: &Faults) -> Stored<Faults> {
    let mut named = faults.clone();
    for (_, fault) in &mut named {
        if let FieldFault::Refused(told) = fault {
            name(lookup, lang, told)?;
        }
    }
    Ok(named)
}
