//! What stands in the way of a reversal: all later entries that used what an entry brought, and what used theirs.

use std::collections::BTreeSet;

use app::view::desk::Blocking;
use ledger::Past as _;
use ledger::past::Direction;

use crate::pages::Lookup;
use crate::store::Stored;

/// So many are followed: whoever has more in the way does not take back a gift, but refunds it or pays from elsewhere.
const FOLLOWED: usize = 200;

/// So many are shown.
const SHOWN: usize = 30;

/// The entries that would have to be reversed before this one, the latest first: in that order each can be.
///
/// # Errors
/// The database's own.
pub(super) fn of(lookup: &mut Lookup<'_>, seq: u64) -> Stored<Blocking> {
    let (found, is_cut) = followed(lookup, seq)?;
    let mut blocking = Blocking { entries: Vec::new(), has_more: is_cut || found.len() > SHOWN };
    for seq in found.into_iter().rev().take(SHOWN) {
        if let Some(entry) = lookup.tables().entry(seq)? {
            blocking.entries.push(lookup.entry_line(&entry)?);
        }
    }
    Ok(blocking)
}

fn followed(lookup: &mut Lookup<'_>, seq: u64) -> Stored<(BTreeSet<u64>, bool)> {
    let (mut found, mut open) = (BTreeSet::new(), vec![seq]);
    while let Some(next) = open.pop() {
        for by in users(lookup, next)? {
            if found.len() >= FOLLOWED {
                return Ok((found, true));
            }
            if found.insert(by) {
                open.push(by);
            }
        }
    }
    Ok((found, false))
}

/// The later entries that took units which this one delivered, or added a cost to them.
fn users(lookup: &mut Lookup<'_>, seq: u64) -> Stored<BTreeSet<u64>> {
    let mut users = BTreeSet::new();
    let Some(entry) = lookup.tables().entry(seq)? else { return Ok(users) };
    if lookup.tables().reversed_by(seq)?.is_some() {
        return Ok(users);
    }
    for side in entry.moves.iter().filter_map(|one| one.to.as_ref()) {
        for span in &side.spans {
            for direction in [Direction::Fill, Direction::Take] {
                let pieces = lookup.tables().pieces(direction, &side.pool, *span)?;
                users.extend(pieces.into_iter().map(|piece| piece.seq).filter(|by| *by > seq));
            }
        }
    }
    Ok(users)
}
