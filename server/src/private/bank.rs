//! Bank accounts, and what banks said of them.

use diesel::prelude::*;

use ledger::value::{Currency, Date, Key};

use super::bulk_schema::{bank_accounts, bank_lines, bank_statements};
use super::new_id;
use crate::desk::bulk::bank::table::Mapping;
use crate::desk::bulk::bank::{Balance, BankLine, Statement};
use crate::store::write::now;
use crate::store::{Db, StoreError, Stored, on};

/// An account.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct AccountRow {
    /// The row's number.
    pub id: i64,
    /// Whose it is.
    pub organisation: String,
    /// What staff call it.
    pub label: String,
    /// Its number without its middle.
    pub masked: String,
    /// The hash by which the number is known again.
    pub number_hash: Vec<u8>,
    /// Its currency.
    pub currency: String,
    /// The funds whose money lies on it, with spaces between.
    pub funds: String,
    /// How its tables are read, in JSON; empty before the first.
    pub mapping: String,
    /// When it was added.
    pub created_at: i64,
}

impl AccountRow {
    /// The ids of its funds.
    pub fn fund_ids(&self) -> impl Iterator<Item = &str> {
        self.funds.split_whitespace()
    }

    /// Its currency.
    ///
    /// # Errors
    /// If the row was spoiled.
    pub fn currency(&self) -> Stored<Currency> {
        Currency::new(&self.currency).ok_or_else(|| spoiled("an account's currency"))
    }

    /// How its tables are read, if somebody said so.
    #[must_use]
    pub fn mapping(&self) -> Option<Mapping> {
        serde_json::from_str(&self.mapping).ok()
    }
}

fn spoiled(what: &str) -> StoreError {
    StoreError::Database(format!("{what} can't be read"))
}

/// The accounts of these organisations.
///
/// # Errors
/// The database's own.
pub fn accounts(db: &mut Db, organisations: &[String]) -> Stored<Vec<AccountRow>> {
    let query = bank_accounts::table.order(bank_accounts::label.asc());
    let rows: Vec<AccountRow> = on!(db, db => query.load(db))?;
    Ok(rows.into_iter().filter(|row| organisations.contains(&row.organisation)).collect())
}

/// One account.
///
/// # Errors
/// The database's own.
pub fn account(db: &mut Db, id: i64) -> Stored<Option<AccountRow>> {
    Ok(on!(db, db => bank_accounts::table.find(id).first(db).optional())?)
}

/// A new account.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Whose.
    pub organisation: String,
    /// What staff call it.
    pub label: String,
    /// Its number without its middle.
    pub masked: String,
    /// The hash of its number.
    pub number_hash: [u8; 32],
    /// Its currency.
    pub currency: Currency,
    /// The funds on it.
    pub funds: Vec<String>,
}

/// Whether there is an account whose number has this hash.
///
/// # Errors
/// The database's own.
pub fn is_known(db: &mut Db, number_hash: &[u8; 32]) -> Stored<bool> {
    let same = bank_accounts::table.filter(bank_accounts::number_hash.eq(number_hash.to_vec())).count();
    let known: i64 = on!(db, db => same.get_result(db))?;
    Ok(known > 0)
}

/// Adds an account; none if its number is known already.
///
/// # Errors
/// The database's own.
pub fn add_account(db: &mut Db, new: &NewAccount) -> Stored<Option<i64>> {
    if is_known(db, &new.number_hash)? {
        return Ok(None);
    }
    let hash = new.number_hash.to_vec();
    let id = new_id()?;
    let row = (
        bank_accounts::id.eq(id),
        bank_accounts::organisation.eq(&new.organisation),
        bank_accounts::label.eq(&new.label),
        bank_accounts::masked.eq(&new.masked),
        bank_accounts::number_hash.eq(&hash),
        bank_accounts::currency.eq(new.currency.as_str()),
        bank_accounts::funds.eq(new.funds.join(" ")),
        bank_accounts::mapping.eq(""),
        bank_accounts::created_at.eq(now().ms()),
    );
    on!(db, db => diesel::insert_into(bank_accounts::table).values(row).execute(db))?;
    Ok(Some(id))
}

/// Keeps how an account's tables are read.
///
/// # Errors
/// The database's own.
pub fn keep_mapping(db: &mut Db, account: i64, mapping: &Mapping) -> Stored<()> {
    let text = serde_json::to_string(mapping).map_err(|_| spoiled("a mapping"))?;
    let query = diesel::update(bank_accounts::table.find(account)).set(bank_accounts::mapping.eq(text));
    on!(db, db => query.execute(db))?;
    Ok(())
}

/// Forgets how an account's tables are read: the next is looked at anew.
///
/// # Errors
/// The database's own.
pub fn forget_mapping(db: &mut Db, account: i64) -> Stored<()> {
    let query = diesel::update(bank_accounts::table.find(account)).set(bank_accounts::mapping.eq(""));
    on!(db, db => query.execute(db))?;
    Ok(())
}

/// A statement as kept.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct StatementRow {
    /// The row's number.
    pub id: i64,
    /// The account's.
    pub account: i64,
    /// The bank's own number.
    pub bank_id: String,
    /// SHA3-256 of the file.
    pub file_hash: Vec<u8>,
    /// At the beginning.
    pub opening_minor: Option<i64>,
    /// Of this day.
    pub opening_on: Option<String>,
    /// At the end.
    pub closing_minor: Option<i64>,
    /// Of this day.
    pub closing_on: Option<String>,
    /// Lines that were no money yet.
    pub unbooked: i64,
    /// Who brought it.
    pub uploaded_by: String,
    /// When.
    pub uploaded_at: i64,
    /// What the file was called.
    pub file_name: String,
}

impl StatementRow {
    /// At the beginning.
    #[must_use]
    pub fn opening(&self) -> Option<Balance> {
        balance(self.opening_minor, self.opening_on.as_deref())
    }

    /// At the end.
    #[must_use]
    pub fn closing(&self) -> Option<Balance> {
        balance(self.closing_minor, self.closing_on.as_deref())
    }
}

fn balance(minor: Option<i64>, on: Option<&str>) -> Option<Balance> {
    Some(Balance { minor: minor?, on: Date::parse(on?)? })
}

/// A line as kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptLine {
    /// Its place in the statement.
    pub place: i64,
    /// The key that its entry has or will have.
    pub key: Key,
    /// What the bank said.
    pub line: BankLine,
    /// The entry that somebody said it is.
    pub seq: Option<u64>,
}

/// The file that a statement comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// SHA3-256 of it.
    pub hash: [u8; 32],
    /// What it is called where it comes from.
    pub name: String,
    /// Who brought it.
    pub by: String,
}

/// A statement that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// It came for the first time.
    New(i64),
    /// The same file came before.
    Known(i64),
}

impl Kept {
    /// The row's number.
    #[must_use]
    pub fn id(self) -> i64 {
        match self {
            Self::New(id) | Self::Known(id) => id,
        }
    }
}

/// Keeps a statement with its lines; the same file again is the same statement.
///
/// # Errors
/// The database's own.
pub fn keep_statement(db: &mut Db, account: i64, file: &File, statement: &Statement, keys: &[Key]) -> Stored<Kept> {
    let same = bank_statements::table
        .filter(bank_statements::account.eq(account))
        .filter(bank_statements::file_hash.eq(file.hash.to_vec()))
        .filter(bank_statements::bank_id.eq(&statement.id))
        .select(bank_statements::id);
    let known: Option<i64> = on!(db, db => same.first(db).optional())?;
    if let Some(known) = known {
        return Ok(Kept::Known(known));
    }
    let id = new_id()?;
    let row = (
        bank_statements::id.eq(id),
        bank_statements::account.eq(account),
        bank_statements::bank_id.eq(&statement.id),
        bank_statements::file_hash.eq(file.hash.to_vec()),
        bank_statements::opening_minor.eq(statement.opening.map(|balance| balance.minor)),
        bank_statements::opening_on.eq(statement.opening.map(|balance| balance.on.to_string())),
        bank_statements::closing_minor.eq(statement.closing.map(|balance| balance.minor)),
        bank_statements::closing_on.eq(statement.closing.map(|balance| balance.on.to_string())),
        bank_statements::unbooked.eq(i64::try_from(statement.unbooked.len()).unwrap_or(i64::MAX)),
        bank_statements::uploaded_by.eq(&file.by),
        bank_statements::uploaded_at.eq(now().ms()),
        bank_statements::file_name.eq(&file.name),
    );
    on!(db, db => diesel::insert_into(bank_statements::table).values(row).execute(db))?;
    for ((place, line), key) in (0_i64..).zip(&statement.lines).zip(keys) {
        let body = serde_json::to_string(line).map_err(|_| spoiled("a line"))?;
        let row = (
            bank_lines::statement.eq(id),
            bank_lines::place.eq(place),
            bank_lines::idempotency.eq(key.to_string()),
            bank_lines::body.eq(body),
        );
        on!(db, db => diesel::insert_into(bank_lines::table).values(row).execute(db))?;
    }
    Ok(Kept::New(id))
}

/// A statement, with its account.
///
/// # Errors
/// The database's own.
pub fn statement(db: &mut Db, id: i64) -> Stored<Option<(StatementRow, AccountRow)>> {
    let found: Option<StatementRow> = on!(db, db => bank_statements::table.find(id).first(db).optional())?;
    let Some(found) = found else { return Ok(None) };
    Ok(account(db, found.account)?.map(|account| (found, account)))
}

/// The latest statements of an account.
///
/// # Errors
/// The database's own.
pub fn statements(db: &mut Db, account: i64, limit: i64) -> Stored<Vec<StatementRow>> {
    let query = bank_statements::table
        .filter(bank_statements::account.eq(account))
        .order((bank_statements::closing_on.desc(), bank_statements::uploaded_at.desc()))
        .limit(limit);
    Ok(on!(db, db => query.load(db))?)
}

/// The lines of a statement, in its order.
///
/// # Errors
/// The database's own.
pub fn lines(db: &mut Db, statement: i64) -> Stored<Vec<KeptLine>> {
    let query = bank_lines::table.filter(bank_lines::statement.eq(statement)).order(bank_lines::place.asc()).select((
        bank_lines::place,
        bank_lines::idempotency,
        bank_lines::body,
        bank_lines::seq,
    ));
    let rows: Vec<(i64, String, String, Option<i64>)> = on!(db, db => query.load(db))?;
    let read = |(place, key, body, seq): (i64, String, String, Option<i64>)| {
        let key = Key::new(&key).map_err(|_| spoiled("a line's key"))?;
        let line = serde_json::from_str(&body).map_err(|_| spoiled("a line"))?;
        Ok(KeptLine { place, key, line, seq: seq.and_then(|seq| u64::try_from(seq).ok()) })
    };
    rows.into_iter().map(read).collect()
}

/// Whether a line of any statement has this key.
///
/// # Errors
/// The database's own.
pub fn is_line(db: &mut Db, key: &Key) -> Stored<bool> {
    let query = bank_lines::table.filter(bank_lines::idempotency.eq(key.to_string())).select(bank_lines::place);
    let found: Option<i64> = on!(db, db => query.first(db).optional())?;
    Ok(found.is_some())
}

/// Says which entry a line is; none: no entry after all.
///
/// # Errors
/// The database's own.
pub fn match_line(db: &mut Db, statement: i64, place: i64, seq: Option<u64>) -> Stored<()> {
    let seq = seq.and_then(|seq| i64::try_from(seq).ok());
    let query = diesel::update(bank_lines::table.find((statement, place))).set(bank_lines::seq.eq(seq));
    on!(db, db => query.execute(db))?;
    Ok(())
}
