//! Sheets in which nothing is wrong, until somebody records them.

use diesel::prelude::*;
use serde::{Deserialize, Serialize};

use ledger::event::Event;
use ledger::value::Key;

use super::bulk_schema::sheets;
use super::new_id;
use crate::desk::bulk::sheet::plan::{Settles, Step};
use crate::store::write::now;
use crate::store::{Db, StoreError, Stored, on};

/// A sheet that nobody recorded is forgotten after so long.
const KEPT_FOR_MS: i64 = 7 * 24 * 60 * 60 * 1_000;

/// A sheet as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// The row's number.
    pub id: i64,
    /// The word of its kind.
    pub kind: String,
    /// The file's name.
    pub name: String,
    /// What it becomes.
    pub steps: Vec<Step>,
}

#[derive(Serialize, Deserialize)]
struct StepText {
    rows: Vec<u32>,
    key: String,
    event: String,
    email: Option<String>,
    #[serde(default)]
    reference_said: Option<String>,
    #[serde(default)]
    reference: Option<String>,
    #[serde(default)]
    settles: Option<Settles>,
}

/// Keeps a sheet for the person who brought it; those of a week ago are forgotten.
///
/// # Errors
/// The database's own.
pub fn keep(db: &mut Db, kind: &str, name: &str, steps: &[Step], person: i64) -> Stored<i64> {
    let old = sheets::table.filter(sheets::created_at.lt(now().ms().saturating_sub(KEPT_FOR_MS)));
    on!(db, db => diesel::delete(old).execute(db))?;
    let text = |step: &Step| StepText {
        rows: step.rows.clone(),
        key: step.key.to_string(),
        event: step.event.to_json(),
        email: step.email.clone(),
        reference_said: step.reference_said.clone(),
        reference: step.reference.clone(),
        settles: step.settles.clone(),
    };
    let texts: Vec<StepText> = steps.iter().map(text).collect();
    let id = new_id()?;
    let row = (
        sheets::id.eq(id),
        sheets::kind.eq(kind),
        sheets::name.eq(name),
        sheets::steps.eq(serde_json::to_string(&texts).map_err(|_| spoiled())?),
        sheets::person.eq(person),
        sheets::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(sheets::table).values(row).execute(db))?;
    Ok(id)
}

/// A sheet that this person brought and that is not recorded.
///
/// # Errors
/// The database's own.
pub fn open(db: &mut Db, id: i64, person: i64) -> Stored<Option<Sheet>> {
    let query = sheets::table
        .filter(sheets::id.eq(id).and(sheets::person.eq(person)).and(sheets::recorded_at.is_null()))
        .select((sheets::kind, sheets::name, sheets::steps));
    let found: Option<(String, String, String)> = on!(db, db => query.first(db).optional())?;
    let Some((kind, name, steps)) = found else { return Ok(None) };
    let texts: Vec<StepText> = serde_json::from_str(&steps).map_err(|_| spoiled())?;
    let step = |text: StepText| {
        let key = Key::new(&text.key).map_err(|_| spoiled())?;
        let event = Event::parse(text.event.as_bytes()).map_err(|_| spoiled())?;
        let StepText { rows, email, reference_said, reference, settles, .. } = text;
        Ok(Step { rows, key, event, email, reference_said, reference, settles })
    };
    let steps = texts.into_iter().map(step).collect::<Stored<_>>()?;
    Ok(Some(Sheet { id, kind, name, steps }))
}

fn spoiled() -> StoreError {
    StoreError::Database("a sheet can't be read".into())
}

/// Says that a sheet is recorded; addresses in it are forgotten.
///
/// # Errors
/// The database's own.
pub fn recorded(db: &mut Db, id: i64) -> Stored<()> {
    let row = (sheets::recorded_at.eq(now().ms()), sheets::steps.eq("[]"));
    on!(db, db => diesel::update(sheets::table.find(id)).set(row).execute(db))?;
    Ok(())
}
