//! What people call what is in a report.

use app::view::{Measure, PoolWords};
use ledger::report::Unit;
use ledger::value::{PoolName, PoolParts, SubjectKind};

use crate::pages::Lookup;
use crate::store::Stored;

/// What a unit counts.
///
/// # Errors
/// The database's own.
pub fn measure(lookup: &mut Lookup<'_>, unit: &Unit) -> Stored<Measure> {
    Ok(match unit {
        Unit::Money(currency) => Measure::Money(*currency),
        Unit::Goods(item) => {
            let (item, unit) = lookup.item_and_unit(item.as_str())?;
            Measure::Goods { item, unit }
        }
    })
}

/// A pool by the names of what it belongs to.
///
/// # Errors
/// The database's own.
pub fn pool(lookup: &mut Lookup<'_>, pool: &PoolName) -> Stored<PoolWords> {
    Ok(match pool.parts() {
        PoolParts::Cash { fund, project, holder } => PoolWords::Cash {
            fund: lookup.named(SubjectKind::Fund, fund)?,
            project: project.map(|id| lookup.named(SubjectKind::Project, id)).transpose()?,
            holder: holder.map(|id| lookup.named(SubjectKind::Organisation, id)).transpose()?,
        },
        PoolParts::Goods { lot, site } => PoolWords::Goods {
            lot: lot.to_owned(),
            item: lookup.lot_item(lot)?.0,
            site: lookup.named(SubjectKind::Site, site)?,
        },
    })
}
