//! A bounded number of read-only connections, each lent for one question at a time.

use std::time::Duration;

use diesel::r2d2::{self, ManageConnection};

use super::past::Tables;
use super::pool_names::PoolNames;
use super::{Access, Location, StoreError, Stored};

/// More than this many questions at once wait: each holds a page cache, and there are few cores.
const CONNECTIONS: u32 = 8;

/// How long a question waits for a connection.
const WAIT: Duration = Duration::from_secs(5);

/// Lends connections.
#[derive(Debug, Clone)]
pub struct Readers {
    pool: r2d2::Pool<Manager>,
    location: Location,
    pool_names: PoolNames,
}

#[derive(Debug)]
struct Manager {
    location: Location,
    pool_names: PoolNames,
}

#[derive(Debug)]
struct OpenError(StoreError);

impl std::fmt::Display for OpenError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for OpenError {}

impl ManageConnection for Manager {
    type Connection = Tables;
    type Error = OpenError;

    fn connect(&self) -> Result<Tables, OpenError> {
        let opened = self.location.open(Access::Read).map_err(OpenError)?;
        Ok(Tables::sharing(opened, self.pool_names.clone()))
    }

    fn is_valid(&self, _: &mut Tables) -> Result<(), OpenError> {
        Ok(())
    }

    fn has_broken(&self, _: &mut Tables) -> bool {
        false
    }
}

impl Readers {
    /// Makes the connections as they are needed.
    ///
    /// # Errors
    /// If the first can't be opened.
    pub fn new(location: &Location) -> Stored<Self> {
        location.open(Access::Read)?;
        let pool = r2d2::Pool::builder().max_size(CONNECTIONS).min_idle(Some(1)).connection_timeout(WAIT);
        let pool_names = PoolNames::default();
        let manager = Manager { location: location.clone(), pool_names: pool_names.clone() };
        let pool = pool.build(manager).map_err(|error| StoreError::Database(error.to_string()))?;
        Ok(Self { pool, location: location.clone(), pool_names })
    }

    /// Asks a question; all its look-ups see the same state of the log.
    ///
    /// # Errors
    /// The question's own, or that no connection was to be had.
    pub fn ask<T, E: From<StoreError>>(&self, question: impl FnOnce(&mut Tables) -> Result<T, E>) -> Result<T, E> {
        let mut tables = self.pool.get().map_err(|error| E::from(StoreError::Database(error.to_string())))?;
        if tables.db.begin_snapshot().is_err() {
            // The database was restarted, or the last question ended in a panic.
            *tables = Tables::sharing(self.location.open(Access::Read)?, self.pool_names.clone());
            tables.db.begin_snapshot()?;
        }
        let answer = question(&mut tables);
        // Where this fails, the next question gets a new connection.
        let _ = tables.db.execute("ROLLBACK");
        answer
    }
}
