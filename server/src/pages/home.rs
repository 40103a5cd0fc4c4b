//! `/`: totals, funds, the latest entries.

use app::view::{Home, Page, Slice, Totals};

use super::{Lookup, ROWS, fund};
use crate::store::Stored;

/// The first page.
///
/// # Errors
/// The database's own.
pub fn home(lookup: &mut Lookup<'_>) -> Stored<Page> {
    let lines = fund::lines(lookup)?;
    let mut totals: Vec<Totals> = Vec::new();
    for line in &lines {
        let place = totals.iter().position(|known| known.currency == line.currency).unwrap_or_else(|| {
            totals.push(Totals { currency: line.currency, received: 0, handed_out: 0, in_hand: 0 });
            totals.len() - 1
        });
        if let Some(sum) = totals.get_mut(place) {
            sum.received += line.received;
            sum.handed_out += line.handed_out;
            sum.in_hand += line.in_hand;
        }
    }
    totals.sort_by_key(|sum| std::cmp::Reverse(sum.received));
    let total = lines.len() as u64;
    let next = (lines.len() > ROWS).then(|| "/funds".to_owned());
    let funds = Slice { rows: lines.into_iter().take(ROWS).collect(), total, next };
    let size = lookup.tables.head()?.size;
    let mut latest = Vec::new();
    for (entry, _) in lookup.tables.latest(size, ROWS)? {
        latest.push(lookup.entry_line(&entry)?);
    }
    Ok(Page::Home(Home { totals, funds, latest }))
}
