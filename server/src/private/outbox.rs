//! Mail that is to go out, and what became of it.
//!
//! A letter is `waiting` until somebody begins to hand it over, `sending` meanwhile, and then `sent`, or `waiting` again
//! where the other side plainly did not take it. What was being handed over when the power went may have arrived: it
//! is never sent again, because a donor who gets a receipt twice believes that they gave twice.

use diesel::prelude::*;

use super::bulk_schema::{contacts, mail_cursor, outbox};
use super::contacts::ContactRow;
use super::followers::asked_lately;
use super::new_id;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

/// What a letter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// That a gift arrived.
    Receipt,
    /// What became of a part of it.
    Notice,
    /// Whether its reader wants to follow.
    Question,
}

impl Kind {
    /// Its word in the table.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Notice => "notice",
            Self::Question => "question",
        }
    }
}

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct LetterRow {
    /// The row's number.
    pub id: i64,
    /// To whom.
    pub contact: i64,
    /// What about.
    pub entry: i64,
    /// `receipt`, `notice` or `question`.
    pub kind: String,
    /// `waiting`, `sending`, `sent`, `failed` or `stopped`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i64,
    /// Not before.
    pub due_at: i64,
    /// When it was settled.
    pub done_at: Option<i64>,
    /// What the other side said last.
    pub problem: String,
}

/// Puts a letter into the box, unless this entry was told to this address before, or the question asked lately.
///
/// # Errors
/// The database's own.
pub fn put(db: &mut Db, contact: i64, entry: u64, kind: Kind) -> Stored<bool> {
    let entry = i64::try_from(entry).unwrap_or(i64::MAX);
    let same = outbox::table.filter(outbox::entry.eq(entry).and(outbox::contact.eq(contact)));
    let question = Kind::Question.word();
    let known: i64 = if kind == Kind::Question {
        let lately = same.filter(outbox::kind.eq(question).and(outbox::due_at.gt(asked_lately()))).count();
        on!(db, db => lately.get_result(db))?
    } else {
        on!(db, db => same.filter(outbox::kind.ne(question)).count().get_result(db))?
    };
    if known > 0 {
        return Ok(false);
    }
    let row = (
        outbox::id.eq(new_id()?),
        outbox::contact.eq(contact),
        outbox::entry.eq(entry),
        outbox::kind.eq(kind.word()),
        outbox::state.eq("waiting"),
        outbox::attempts.eq(0),
        outbox::due_at.eq(now().ms()),
        outbox::problem.eq(""),
    );
    on!(db, db => diesel::insert_into(outbox::table).values(row).execute(db))?;
    Ok(true)
}

/// The first entry that was not looked at; none before the first look.
///
/// # Errors
/// The database's own.
pub fn cursor(db: &mut Db) -> Stored<Option<u64>> {
    let next: Option<i64> =
        on!(db, db => mail_cursor::table.find(1_i64).select(mail_cursor::next).first(db).optional())?;
    Ok(next.and_then(|next| u64::try_from(next).ok()))
}

/// Moves the cursor.
///
/// # Errors
/// The database's own.
pub fn move_cursor(db: &mut Db, next: u64) -> Stored<()> {
    let next = i64::try_from(next).unwrap_or(i64::MAX);
    let moved = diesel::update(mail_cursor::table.find(1_i64)).set(mail_cursor::next.eq(next));
    if on!(db, db => moved.execute(db))? == 0 {
        let row = (mail_cursor::one.eq(1_i64), mail_cursor::next.eq(next));
        on!(db, db => diesel::insert_into(mail_cursor::table).values(row).execute(db))?;
    }
    Ok(())
}

/// Takes the next letter that is due, and marks it as being handed over. Letters to whoever stopped, or never said
/// yes, are put aside.
///
/// # Errors
/// The database's own.
pub fn take(db: &mut Db, at_ms: i64) -> Stored<Option<(LetterRow, ContactRow)>> {
    loop {
        let due = outbox::table
            .inner_join(contacts::table)
            .filter(outbox::state.eq("waiting").and(outbox::due_at.le(at_ms)))
            .order((outbox::due_at.asc(), outbox::id.asc()));
        let found: Option<(LetterRow, ContactRow)> = on!(db, db => due.first(db).optional())?;
        let Some((letter, contact)) = found else { return Ok(None) };
        if contact.stopped_at.is_some() || contact.unconfirmed == 1 && letter.kind != Kind::Question.word() {
            settle(db, letter.id, "stopped", "")?;
            continue;
        }
        // Another program on the same database may have taken it meanwhile: it is theirs.
        let waits = outbox::table.filter(outbox::id.eq(letter.id).and(outbox::state.eq("waiting")));
        let taken = diesel::update(waits).set((outbox::state.eq("sending"), outbox::attempts.eq(letter.attempts + 1)));
        if on!(db, db => taken.execute(db))? == 0 {
            continue;
        }
        return Ok(Some((LetterRow { attempts: letter.attempts + 1, ..letter }, contact)));
    }
}

/// What became of a letter, for good.
///
/// # Errors
/// The database's own.
pub fn settle(db: &mut Db, id: i64, state: &str, problem: &str) -> Stored<()> {
    let row = (outbox::state.eq(state), outbox::done_at.eq(now().ms()), outbox::problem.eq(problem));
    on!(db, db => diesel::update(outbox::table.find(id)).set(row).execute(db))?;
    Ok(())
}

/// The other side did not take it: not before `due_at`.
///
/// # Errors
/// The database's own.
pub fn put_off(db: &mut Db, id: i64, due_at: i64, problem: &str) -> Stored<()> {
    let row = (outbox::state.eq("waiting"), outbox::due_at.eq(due_at), outbox::problem.eq(problem));
    on!(db, db => diesel::update(outbox::table.find(id)).set(row).execute(db))?;
    Ok(())
}

/// After a start: what was being handed over may have arrived. How many letters that is.
///
/// # Errors
/// The database's own.
pub fn give_up_doubtful(db: &mut Db) -> Stored<usize> {
    let row = (outbox::state.eq("failed"), outbox::done_at.eq(now().ms()), outbox::problem.eq("interrupted"));
    Ok(on!(db, db => diesel::update(outbox::table.filter(outbox::state.eq("sending"))).set(row).execute(db))?)
}

/// The letters about an entry, with their contacts.
///
/// # Errors
/// The database's own.
pub fn of_contact(db: &mut Db, contact: i64) -> Stored<Vec<LetterRow>> {
    let query = outbox::table.filter(outbox::contact.eq(contact)).order(outbox::entry.asc());
    Ok(on!(db, db => query.load(db))?)
}

/// When the next letter is due.
///
/// # Errors
/// The database's own.
pub fn next_due(db: &mut Db) -> Stored<Option<i64>> {
    let query = outbox::table.filter(outbox::state.eq("waiting")).order(outbox::due_at.asc()).select(outbox::due_at);
    Ok(on!(db, db => query.first(db).optional())?)
}

#[cfg(test)]
mod tests {
    use ledger::Lang;
    use ledger::value::Key;

    use super::*;
    use crate::private::{contacts, test_store};

    fn contact(db: &mut Db, address: &str) -> i64 {
        contacts::ask(db, Key::from_bytes([1; 16]), address, Lang::En, true).expect("a contact")
    }

    #[test]
    fn an_entry_is_told_to_an_address_once() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let (li, wang) = (contact(db, "li@example.org"), contact(db, "wang@example.org"));
            assert_eq!(li, contact(db, "li@example.org"), "asked twice is one wish");
            assert!(put(db, li, 41, Kind::Receipt)?);
            assert!(!put(db, li, 41, Kind::Notice)?);
            assert!(put(db, wang, 41, Kind::Receipt)?);
            assert!(put(db, li, 42, Kind::Notice)?);
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn what_may_have_arrived_is_never_sent_again_and_what_did_not_is() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let li = contact(db, "li@example.org");
            put(db, li, 41, Kind::Receipt)?;
            let later = now().ms() + 60_000;
            let (letter, _) = take(db, later)?.expect("a letter");
            assert_eq!(letter.attempts, 1);
            assert_eq!(take(db, later)?, None, "it is being sent");
            put_off(db, letter.id, later, "busy")?;
            assert_eq!(take(db, later - 1)?, None, "not yet");
            assert_eq!(take(db, later)?.map(|(letter, _)| letter.attempts), Some(2));
            assert_eq!(give_up_doubtful(db)?, 1);
            assert_eq!(take(db, later)?, None);
            assert_eq!(of_contact(db, li)?.first().map(|row| row.state.clone()).as_deref(), Some("failed"));
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn whoever_stopped_gets_nothing_that_was_waiting() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            let li = contact(db, "li@example.org");
            put(db, li, 41, Kind::Receipt)?;
            let secret = contacts::by_id(db, li)?.expect("a contact").secret;
            assert!(!contacts::stop(db, "guessed")?);
            assert!(contacts::stop(db, &secret)?);
            assert_eq!(contact(db, "li@example.org"), li);
            let wish = contacts::by_id(db, li)?.expect("a contact");
            assert!(wish.stopped_at.is_some() && wish.follow == 0, "staff do not undo it: {wish:?}");
            assert_eq!(take(db, now().ms() + 1)?, None);
            assert_eq!(of_contact(db, li)?.first().map(|row| row.state.clone()).as_deref(), Some("stopped"));
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn the_cursor_moves_and_stays() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            assert_eq!(cursor(db)?, None);
            move_cursor(db, 7)?;
            move_cursor(db, 9)?;
            assert_eq!(cursor(db)?, Some(9));
            Ok(())
        });
        done.expect("kept");
    }
}
