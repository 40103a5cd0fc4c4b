//! Donors who follow a gift: as staff were told, or as they asked on its page themselves.
//!
//! Whoever types an address on a public page may type another's. So nothing is sent to it but one letter that asks, with
//! a link; only who presses there follows. When a gift is corrected, those who follow it follow the new entry.

use diesel::prelude::*;

use ledger::Lang;
use ledger::value::Key;

use super::bulk_schema::{contacts, corrected_gifts};
use super::contacts::{self as wishes, ContactRow};
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// Those who follow one of these gifts and have not stopped.
///
/// # Errors
/// The database's own.
pub fn of_gifts(db: &mut Db, gifts: &[u64]) -> Stored<Vec<ContactRow>> {
    let gifts: Vec<i64> = gifts.iter().filter_map(|gift| i64::try_from(*gift).ok()).collect();
    let mut found = Vec::new();
    for some in gifts.chunks(500) {
        let query = contacts::table
            .filter(contacts::gift.eq_any(some.to_vec()))
            .filter(contacts::follow.eq(1).and(contacts::stopped_at.is_null()));
        found.extend(on!(db, db => query.load::<ContactRow>(db))?);
    }
    Ok(found)
}

/// Whether anybody follows anything: else no gift is looked for.
///
/// # Errors
/// The database's own.
pub fn anybody(db: &mut Db) -> Stored<bool> {
    let query = contacts::table.filter(contacts::follow.eq(1).and(contacts::stopped_at.is_null())).count();
    let count: i64 = on!(db, db => query.get_result(db))?;
    Ok(count > 0)
}

/// Somebody typed an address on a gift's page: the contact to be asked by letter. None where there is nothing to ask:
/// they follow already, or they stopped (their letters still have the link that begins again).
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn ask(db: &mut Db, key: Key, gift: u64, address: &str, lang: Lang) -> Stored<Option<i64>> {
    let known = wishes::of_key(db, key)?.into_iter().find(|known| known.address == address);
    if let Some(known) = known {
        return Ok((known.follow == 0 && known.stopped_at.is_none()).then_some(known.id));
    }
    let id = wishes::new(db, key, address, lang, false)?;
    let asked = diesel::update(contacts::table.find(id)).set(contacts::unconfirmed.eq(1));
    on!(db, db => asked.execute(db))?;
    wishes::recorded(db, id, gift)?;
    Ok(Some(id))
}

/// Whoever has this secret follows from now on; whether anybody has.
///
/// # Errors
/// The database's own.
pub fn begin(db: &mut Db, secret: &str) -> Stored<bool> {
    let query = diesel::update(contacts::table.filter(contacts::secret.eq(secret))).set((
        contacts::follow.eq(1),
        contacts::unconfirmed.eq(0),
        contacts::stopped_at.eq(None::<i64>),
    ));
    Ok(on!(db, db => query.execute(db))? > 0)
}

/// A gift is about to be recorded anew, by an entry with this key. It is kept before the entry is: nothing is forgotten
/// if the power goes in between, and where the entry is refused nobody has moved.
///
/// # Errors
/// The database's own.
pub fn will_be_corrected(db: &mut Db, gift: u64, key: Key) -> Stored<()> {
    let Ok(gift) = i64::try_from(gift) else { return Ok(()) };
    let known = diesel::delete(corrected_gifts::table.find(key.to_string()));
    on!(db, db => known.execute(db))?;
    let row = (corrected_gifts::idempotency.eq(key.to_string()), corrected_gifts::gift.eq(gift));
    on!(db, db => diesel::insert_into(corrected_gifts::table).values(row).execute(db))?;
    Ok(())
}

/// The entry with this key is there: whoever wished something of the gift that it corrects wishes it of this one.
///
/// # Errors
/// The database's own.
pub fn move_over(db: &mut Db, key: Key) -> Stored<()> {
    let intended = corrected_gifts::table.find(key.to_string()).select(corrected_gifts::gift);
    let gift: Option<i64> = on!(db, db => intended.first(db).optional())?;
    let Some(gift) = gift else { return Ok(()) };
    let there: Vec<String> = wishes::of_key(db, key)?.into_iter().map(|wish| wish.address).collect();
    let before: Vec<ContactRow> = on!(db, db => contacts::table.filter(contacts::gift.eq(gift)).load(db))?;
    for wish in before.iter().filter(|wish| wish.stopped_at.is_none()) {
        if there.contains(&wish.address) {
            // Asked for with the correction itself: that wish stands, and follows if this one did.
            let same = contacts::idempotency.eq(key.to_string()).and(contacts::address.eq(&wish.address));
            let joined = diesel::update(contacts::table.filter(same).filter(contacts::follow.lt(wish.follow)));
            let joined = joined.set(contacts::follow.eq(wish.follow));
            on!(db, db => joined.execute(db))?;
        } else {
            let moved = diesel::update(contacts::table.find(wish.id));
            let moved = moved.set((contacts::idempotency.eq(key.to_string()), contacts::gift.eq(None::<i64>)));
            on!(db, db => moved.execute(db))?;
        }
    }
    let done = diesel::delete(corrected_gifts::table.find(key.to_string()));
    on!(db, db => done.execute(db))?;
    Ok(())
}

/// The least time between two letters that ask the same: a page must not be a way to pester somebody.
const ASKED_AGAIN_AFTER_MS: i64 = 24 * 60 * 60 * 1_000;

/// Since when a question counts as asked just now.
#[must_use]
pub fn asked_lately() -> i64 {
    now().ms().saturating_sub(ASKED_AGAIN_AFTER_MS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::outbox::{self, Kind};
    use crate::private::test_store;

    fn keys() -> (Key, Key) {
        (Key::from_bytes([1; 16]), Key::from_bytes([2; 16]))
    }

    #[test]
    fn an_address_typed_on_a_page_hears_one_question_until_its_reader_says_yes() {
        let ((_folder, private), (gift, _)) = (test_store(), keys());
        let done: Stored<()> = private.transaction(|db| {
            let asked = ask(db, gift, 7, "li@example.org", Lang::En)?.expect("somebody to ask");
            assert!(outbox::put(db, asked, 7, Kind::Question)?);
            assert_eq!(ask(db, gift, 7, "li@example.org", Lang::En)?, Some(asked));
            assert!(!outbox::put(db, asked, 7, Kind::Question)?, "not twice a day");
            assert_eq!(of_gifts(db, &[7])?, []);
            let (letter, contact) = outbox::take(db, now().ms())?.expect("the question");
            assert_eq!((letter.kind.as_str(), contact.id), ("question", asked));
            outbox::put(db, asked, 9, Kind::Notice)?;
            assert_eq!(outbox::take(db, now().ms())?, None, "nothing else goes to who did not say yes");
            assert!(!begin(db, "guessed")?);
            assert!(begin(db, &contact.secret)?);
            assert_eq!(of_gifts(db, &[7])?.len(), 1);
            assert_eq!(ask(db, gift, 7, "li@example.org", Lang::En)?, None, "they follow already");
            assert!(wishes::stop(db, &contact.secret)?);
            assert_eq!(ask(db, gift, 7, "li@example.org", Lang::En)?, None, "who stopped is left alone");
            assert!(begin(db, &contact.secret)? && of_gifts(db, &[7])?.len() == 1, "but may come back");
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn a_receipt_sent_once_more_stops_nobody_from_following() {
        let ((_folder, private), (gift, _)) = (test_store(), keys());
        let done: Stored<()> = private.transaction(|db| {
            for follow in [false, true, false] {
                let wish = wishes::ask(db, gift, "li@example.org", Lang::En, follow)?;
                wishes::recorded(db, wish, 7)?;
            }
            assert_eq!(of_gifts(db, &[7])?.len(), 1);
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn who_follows_a_corrected_gift_follows_the_new_entry_and_who_stopped_does_not() {
        let ((_folder, private), (gift, anew)) = (test_store(), keys());
        let done: Stored<()> = private.transaction(|db| {
            for address in ["li@example.org", "wang@example.org", "zhou@example.org"] {
                let wish = wishes::ask(db, gift, address, Lang::Zh, true)?;
                wishes::recorded(db, wish, 7)?;
            }
            let stopped = wishes::of_key(db, gift)?.remove(2);
            wishes::stop(db, &stopped.secret)?;
            wishes::ask(db, anew, "wang@example.org", Lang::En, false)?;
            will_be_corrected(db, 7, anew)?;
            assert_eq!(of_gifts(db, &[7])?.len(), 2, "nobody moves before the entry is there");
            move_over(db, anew)?;
            move_over(db, anew)?;
            for wish in wishes::of_key(db, anew)? {
                wishes::recorded(db, wish.id, 9)?;
            }
            let mut told: Vec<String> = of_gifts(db, &[9])?.into_iter().map(|wish| wish.address).collect();
            told.sort();
            assert_eq!(told, ["li@example.org", "wang@example.org"]);
            Ok(())
        });
        done.expect("kept");
    }
}
