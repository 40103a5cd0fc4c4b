//! From the log to the queue: of which entries each webhook is to be told.

use ledger::value::PoolParts;
use ledger::{Entry, Past as _};

use crate::desk::record::names;
use crate::pages::Lookup;
use crate::private::webhooks::{self, Filter, WebhookRow};
use crate::private::{Private, deliveries};
use crate::store::past::Tables;
use crate::store::{Readers, StoreError, Stored};

/// Entries looked at in one go.
const BATCH: u64 = 256;

/// Deliveries that wait for one webhook: the rest waits in the log, where it takes no room.
const WAITING_LIMIT: i64 = 1_000;

/// Looks at every entry that was not looked at; how many deliveries were put into the queue.
///
/// # Errors
/// The store's own.
pub fn all(private: &Private, readers: &Readers) -> Stored<usize> {
    let mut put = 0;
    for webhook in private.transaction(webhooks::active)? {
        put += one(private, readers, &webhook)?;
    }
    Ok(put)
}

fn one(private: &Private, readers: &Readers, webhook: &WebhookRow) -> Stored<usize> {
    let (filter, mut from, mut put) = (webhook.filter(), u64::try_from(webhook.next_seq).unwrap_or(0), 0);
    while private.transaction(|db| deliveries::waiting(db, webhook.id))? < WAITING_LIMIT {
        let (behind, entries) = readers.ask::<_, StoreError>(|tables| read(tables, from, &filter))?;
        if behind == from {
            break;
        }
        let moved = private.transaction::<_, StoreError>(|db| {
            let moved = webhooks::move_cursor(db, webhook.id, from, behind)?;
            for entry in entries.iter().filter(|_| moved) {
                deliveries::put(db, webhook.id, Some(*entry))?;
            }
            Ok(moved)
        })?;
        // It was paused or removed meanwhile.
        if !moved {
            break;
        }
        put += entries.len();
        from = behind;
    }
    Ok(put)
}

/// The entries from one on that pass the filter, and the first that was not looked at.
fn read(tables: &mut Tables, from: u64, filter: &Filter) -> Stored<(u64, Vec<u64>)> {
    let mut found = Vec::new();
    for seq in from..from.saturating_add(BATCH) {
        let Some(entry) = tables.entry(seq)? else { return Ok((seq, found)) };
        if passes(tables, &entry, filter)? {
            found.push(seq);
        }
    }
    Ok((from.saturating_add(BATCH), found))
}

fn passes(tables: &mut Tables, entry: &Entry, filter: &Filter) -> Stored<bool> {
    match filter {
        Filter::All => Ok(true),
        Filter::Types(types) => Ok(types.contains(&entry.event.event_type())),
        Filter::Fund(fund) => concerns(tables, entry, fund),
    }
}

/// Whether an entry concerns a fund: it moves the fund's money or goods, or says something of them.
fn concerns(tables: &mut Tables, entry: &Entry, fund: &str) -> Stored<bool> {
    let mut sides = entry.moves.iter().flat_map(|one| one.from.iter().chain(&one.to));
    let moves = |parts: PoolParts<'_>| matches!(parts, PoolParts::Cash { fund: of, .. } if of == fund);
    if sides.any(|side| moves(side.pool.parts())) {
        return Ok(true);
    }
    let reach = names::reach(&mut Lookup::new(tables), &entry.event)?;
    Ok(reach.funds.iter().any(|(id, _)| id == fund))
}
