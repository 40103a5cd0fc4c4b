//! What donors asked: where a receipt goes, and whether they want to hear what becomes of their gift.
//!
//! It is kept before the gift is recorded, by the key that the gift's entry will have; so nothing is forgotten if the
//! power goes in between.

use diesel::prelude::*;

use ledger::Lang;
use ledger::value::Key;

use super::bulk_schema::contacts;
use super::new_id;
use super::tokens::new_secret;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// A donor's wish.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ContactRow {
    /// The row's number.
    pub id: i64,
    /// The key of the gift's entry.
    pub idempotency: String,
    /// Where mail goes.
    pub address: String,
    /// The language's tag.
    pub lang: String,
    /// Whether they follow the gift: 0 or 1.
    pub follow: i64,
    /// The gift, once it is recorded.
    pub gift: Option<i64>,
    /// What stops it: it stands in each mail, and opens nothing else.
    pub secret: String,
    /// When they asked.
    pub created_at: i64,
    /// When they asked to hear no more.
    pub stopped_at: Option<i64>,
    /// Whether the address was typed on a public page and its reader has not said yes: 0 or 1.
    pub unconfirmed: i64,
}

impl ContactRow {
    /// The language of their mail.
    #[must_use]
    pub fn language(&self) -> Lang {
        if self.lang == app::words::tag(Lang::Zh) { Lang::Zh } else { Lang::En }
    }
}

/// Keeps a wish that staff heard from the donor. The same address for the same gift is one wish. Whoever stopped it is
/// left alone: their letters have the link that begins again. Whoever follows goes on following, whatever staff send once
/// more: only the donor stops that.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn ask(db: &mut Db, key: Key, address: &str, lang: Lang, follow: bool) -> Stored<i64> {
    let same = contacts::table
        .filter(contacts::idempotency.eq(key.to_string()))
        .filter(contacts::address.eq(address))
        .select(contacts::id);
    let known: Option<i64> = on!(db, db => same.first(db).optional())?;
    if let Some(known) = known {
        let row = contacts::table.filter(contacts::id.eq(known)).filter(contacts::stopped_at.is_null());
        let again = diesel::update(row).set((contacts::lang.eq(app::words::tag(lang)), contacts::unconfirmed.eq(0)));
        on!(db, db => again.execute(db))?;
        if follow {
            let row = contacts::table.filter(contacts::id.eq(known)).filter(contacts::stopped_at.is_null());
            on!(db, db => diesel::update(row).set(contacts::follow.eq(1)).execute(db))?;
        }
        return Ok(known);
    }
    new(db, key, address, lang, follow)
}

/// A new wish.
pub(super) fn new(db: &mut Db, key: Key, address: &str, lang: Lang, follow: bool) -> Stored<i64> {
    let id = new_id()?;
    let row = (
        contacts::id.eq(id),
        contacts::idempotency.eq(key.to_string()),
        contacts::address.eq(address),
        contacts::lang.eq(app::words::tag(lang)),
        contacts::follow.eq(i64::from(follow)),
        contacts::secret.eq(new_secret()?),
        contacts::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(contacts::table).values(row).execute(db))?;
    Ok(id)
}

/// The wishes for the gift with this key.
///
/// # Errors
/// The database's own.
pub fn of_key(db: &mut Db, key: Key) -> Stored<Vec<ContactRow>> {
    let query = contacts::table.filter(contacts::idempotency.eq(key.to_string())).order(contacts::created_at.asc());
    Ok(on!(db, db => query.load(db))?)
}

/// Says which entry a wish's gift is.
///
/// # Errors
/// The database's own.
pub fn recorded(db: &mut Db, id: i64, gift: u64) -> Stored<()> {
    let gift = i64::try_from(gift).ok();
    let query = diesel::update(contacts::table.find(id)).set(contacts::gift.eq(gift));
    on!(db, db => query.execute(db))?;
    Ok(())
}

/// One wish, by its row.
///
/// # Errors
/// The database's own.
pub fn by_id(db: &mut Db, id: i64) -> Stored<Option<ContactRow>> {
    Ok(on!(db, db => contacts::table.find(id).first(db).optional())?)
}

/// Who has this secret.
///
/// # Errors
/// The database's own.
pub fn by_secret(db: &mut Db, secret: &str) -> Stored<Option<ContactRow>> {
    Ok(on!(db, db => contacts::table.filter(contacts::secret.eq(secret)).first(db).optional())?)
}

/// No more mail for whoever has this secret; whether anybody has.
///
/// # Errors
/// The database's own.
pub fn stop(db: &mut Db, secret: &str) -> Stored<bool> {
    let query = diesel::update(contacts::table.filter(contacts::secret.eq(secret)))
        .set((contacts::stopped_at.eq(now().ms()), contacts::follow.eq(0)));
    Ok(on!(db, db => query.execute(db))? > 0)
}
