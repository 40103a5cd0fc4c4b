//! From the log to the box: which letters the latest entries ask for.
//!
//! On the way the private store is brought up to what the log says: who follows a gift follows the entry that corrects it,
//! and documents that an entry names are public, even where a program recorded it, or the disk was full; pages lead to them.

use ledger::event::Event;
use ledger::trace::{self, EndKind};
use ledger::value::Key;
use ledger::{Entry, Past as _};

use crate::pages::{Known, Lookup};
use crate::private::outbox::Kind;
use crate::private::{Private, contacts, documents, followers, outbox};
use crate::store::derive::documents_of;
use crate::store::past::Tables;
use crate::store::{Readers, StoreError, Stored};

/// Entries looked at in one go.
const BATCH: usize = 256;

/// What one entry may have to tell donors.
#[derive(Debug, Clone, PartialEq, Eq)]
struct News {
    seq: u64,
    key: Key,
    is_gift: bool,
    /// The gift in whose place this one stands, as the log says.
    corrects: Option<u64>,
    /// Documents that it names: their SHA3-256 in hex, and what it calls them.
    documents: Vec<(String, String)>,
    /// The gifts of which a part reached people or was spent.
    reached: Vec<u64>,
}

/// Looks at every entry that was not looked at; how many letters were put into the box. `known` hears of the documents that
/// are public from then on.
///
/// # Errors
/// The store's own.
pub fn all(private: &Private, readers: &Readers, known: &Known) -> Stored<usize> {
    let mut letters = 0;
    loop {
        let size = readers.ask::<_, StoreError>(|tables| Ok(tables.head()?.size))?;
        let (from, followed) = private.transaction::<_, StoreError>(|db| {
            let from = match outbox::cursor(db)? {
                Some(from) => from,
                // Whatever was recorded before anybody could ask for anything was asked for by nobody.
                None => {
                    outbox::move_cursor(db, size)?;
                    size
                }
            };
            Ok((from, followers::anybody(db)?))
        })?;
        if from >= size {
            return Ok(letters);
        }
        let news = readers.ask::<_, StoreError>(|tables| read(tables, from, followed))?;
        let Some(last) = news.last().map(|news| news.seq) else { return Ok(letters) };
        let (put, here) = private.transaction::<_, StoreError>(|db| {
            let (mut put, mut here) = (0, Vec::new());
            for one in &news {
                put += tell(db, one)?;
                here.extend(brought(db, one)?);
            }
            outbox::move_cursor(db, last + 1)?;
            Ok((put, here))
        })?;
        letters += put;
        here.into_iter().for_each(|sha3| known.add_document(sha3));
    }
}

fn read(tables: &mut Tables, from: u64, followed: bool) -> Stored<Vec<News>> {
    let mut found = Vec::new();
    for seq in from..from.saturating_add(BATCH as u64) {
        let Some(entry) = tables.entry(seq)? else { break };
        let is_gift = matches!(entry.event, Event::DonationReceived(_) | Event::GiftInKindReceived(_));
        let reached = if followed { gifts_reached(tables, &entry)? } else { Vec::new() };
        let corrects = if is_gift { Lookup::new(tables).in_place_of(&entry)? } else { None };
        let named = documents_of(&entry.event).iter();
        let documents =
            named.map(|document| (ledger::json::hex(&document.sha3.0), document.name.to_string())).collect();
        found.push(News { seq, key: entry.key, is_gift, corrects, documents, reached });
    }
    Ok(found)
}

/// The gifts of which an entry brought a part to people, or spent it; each once.
fn gifts_reached(tables: &mut Tables, entry: &Entry) -> Stored<Vec<u64>> {
    let mut gifts: Vec<u64> = shares(tables, entry)?.into_iter().map(|origin| origin.gift).collect();
    gifts.sort_unstable();
    gifts.dedup();
    Ok(gifts)
}

/// The gifts behind what an entry brought to its end.
///
/// # Errors
/// The store's own.
pub(super) fn shares(tables: &mut Tables, entry: &Entry) -> Stored<Vec<trace::Origin>> {
    let told = matches!(
        EndKind::of_event(&entry.event),
        Some(EndKind::Distributed | EndKind::CashDistributed | EndKind::Expense)
    );
    let mut found = Vec::new();
    for ended in entry.moves.iter().filter(|one| told && one.to.is_none()) {
        if let Some(side) = &ended.from {
            found.extend(trace::backward(tables, &side.pool, &side.spans)?);
        }
    }
    Ok(found)
}

/// The documents that an entry names and that are here.
fn brought(db: &mut crate::store::Db, news: &News) -> Stored<Vec<String>> {
    let mut here = Vec::new();
    for (sha3, _) in &news.documents {
        if documents::find(db, sha3)?.is_some() {
            here.push(sha3.clone());
        }
    }
    Ok(here)
}

fn tell(db: &mut crate::store::Db, news: &News) -> Stored<usize> {
    let mut letters = 0;
    for (sha3, name) in &news.documents {
        documents::publish(db, sha3, name)?;
    }
    if let Some(gift) = news.corrects {
        // The desk said so before; programs only say it in the entry itself.
        followers::will_be_corrected(db, gift, news.key)?;
    }
    if news.is_gift {
        followers::move_over(db, news.key)?;
        for contact in contacts::of_key(db, news.key)? {
            contacts::recorded(db, contact.id, news.seq)?;
            if contact.unconfirmed == 0 {
                letters += usize::from(outbox::put(db, contact.id, news.seq, Kind::Receipt)?);
            }
        }
    }
    for contact in followers::of_gifts(db, &news.reached)? {
        letters += usize::from(outbox::put(db, contact.id, news.seq, Kind::Notice)?);
    }
    Ok(letters)
}
