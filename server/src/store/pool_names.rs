//! Names and numbers of pools, learnt once for all connections that share them: a pool keeps both for ever.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use ledger::value::PoolName;

use super::rows::column;
use super::{StoreError, Stored};

/// What is known so far; clones share it. It grows with the pools, as the ledger's own state does.
#[derive(Debug, Clone, Default)]
pub(crate) struct PoolNames(Arc<RwLock<Known>>);

/// Pools are numbered from 0 in the order of their first appearance: a number is a place in the list.
#[derive(Debug, Default)]
struct Known {
    names: Vec<PoolName>,
    numbers: HashMap<PoolName, i64>,
}

impl PoolNames {
    pub(crate) fn number(&self, name: &PoolName) -> Option<i64> {
        self.read().numbers.get(name).copied()
    }

    pub(crate) fn name(&self, number: i64) -> Option<PoolName> {
        usize::try_from(number).ok().and_then(|place| self.read().names.get(place).cloned())
    }

    /// The number of the first pool that is not known.
    pub(crate) fn next(&self) -> Stored<i64> {
        column(self.read().names.len() as u64)
    }

    /// Takes in pools in the order of their numbers. Another connection may have learnt some of them meanwhile.
    pub(crate) fn learn(&self, pools: Vec<(i64, String)>) -> Stored<()> {
        let mut known = self.write();
        for (number, text) in pools {
            if number == column(known.names.len() as u64)? {
                let bad = || StoreError::Database(format!("pool {number} has no good name"));
                let name = PoolName::parse(&text).ok_or_else(bad)?;
                known.numbers.insert(name.clone(), number);
                known.names.push(name);
            }
        }
        Ok(())
    }

    /// Forgets all: a transaction that named new pools was rolled back.
    pub(crate) fn forget(&self) {
        *self.write() = Known::default();
    }

    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}
