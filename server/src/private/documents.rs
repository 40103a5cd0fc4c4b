//! Documents that were uploaded: what they are called and whether the public may have them. The files lie in a folder.

use diesel::prelude::*;

use super::schema::documents;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// A document, as kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct DocumentRow {
    /// SHA3-256 of the file.
    pub hash: Vec<u8>,
    /// What it is called.
    pub name: String,
    /// As `application/pdf`.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
    /// The account that uploaded it.
    pub uploaded_by: String,
    /// When, in unix milliseconds.
    pub uploaded_at: i64,
    /// Since when an entry names it.
    pub published_at: Option<i64>,
}

/// A document to be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDocument {
    /// SHA3-256 of the file, in hex.
    pub sha3: String,
    /// What it is called.
    pub name: String,
    /// As `application/pdf`.
    pub media_type: String,
    /// Its size.
    pub bytes: i64,
    /// The account that uploaded it.
    pub by: String,
}

fn bytes_of(sha3: &str) -> Vec<u8> {
    let pairs = sha3.as_bytes().chunks_exact(2).map(|pair| std::str::from_utf8(pair).unwrap_or_default());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

/// Adds a document. Until an entry names it, one that is there already is called as it was brought last: what somebody
/// called it who recorded nothing is never public.
///
/// # Errors
/// The database's own.
pub fn add(db: &mut Db, new: &NewDocument) -> Stored<()> {
    if find(db, &new.sha3)?.is_some() {
        let row = documents::table.filter(documents::hash.eq(bytes_of(&new.sha3)));
        let row = row.filter(documents::published_at.is_null());
        let again = diesel::update(row).set((
            documents::name.eq(&new.name),
            documents::uploaded_by.eq(&new.by),
            documents::uploaded_at.eq(now().ms()),
        ));
        on!(db, db => again.execute(db))?;
        return Ok(());
    }
    let row = (
        documents::hash.eq(bytes_of(&new.sha3)),
        documents::name.eq(&new.name),
        documents::media_type.eq(&new.media_type),
        documents::bytes.eq(new.bytes),
        documents::uploaded_by.eq(&new.by),
        documents::uploaded_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(documents::table).values(row).execute(db))?;
    Ok(())
}

/// The document of that hash.
///
/// # Errors
/// The database's own.
pub fn find(db: &mut Db, sha3: &str) -> Stored<Option<DocumentRow>> {
    Ok(on!(db, db => documents::table.find(bytes_of(sha3)).first(db).optional())?)
}

/// What the public may have, by SHA3-256.
///
/// # Errors
/// The database's own.
pub fn published(db: &mut Db) -> Stored<Vec<Vec<u8>>> {
    let query = documents::table.filter(documents::published_at.is_not_null()).select(documents::hash);
    Ok(on!(db, db => query.load(db))?)
}

/// The public may have it: an entry names it, and so.
///
/// # Errors
/// The database's own.
pub fn publish(db: &mut Db, sha3: &str, name: &str) -> Stored<()> {
    let row = documents::table.filter(documents::hash.eq(bytes_of(sha3))).filter(documents::published_at.is_null());
    let published = diesel::update(row).set((documents::published_at.eq(now().ms()), documents::name.eq(name)));
    on!(db, db => published.execute(db))?;
    Ok(())
}
