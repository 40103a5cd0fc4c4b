//! What admins did to people and keys: a list that only grows, for admins and auditors.

use diesel::prelude::*;

use super::new_id;
use super::schema::acts;
use crate::store::write::now;
use crate::store::{Db, Stored, on};

app::worded! {
    /// What was done.
    pub enum Act {
        /// A person was added.
        PersonAdded = "person_added",
        /// A link to set a password was given out.
        LinkMade = "link_made",
        /// A password was set or changed.
        PasswordSet = "password_set",
        /// A role was given.
        RoleGiven = "role_given",
        /// A role was taken.
        RoleTaken = "role_taken",
        /// A person may no longer log in.
        PersonDisabled = "person_disabled",
        /// A person may log in again.
        PersonEnabled = "person_enabled",
        /// Another's session was ended.
        SessionEnded = "session_ended",
        /// A token was made.
        TokenMade = "token_made",
        /// A token was revoked.
        TokenRevoked = "token_revoked",
        /// A passkey was added.
        PasskeyAdded = "passkey_added",
        /// A passkey was removed.
        PasskeyRemoved = "passkey_removed",
        /// The amount from which a second person is needed was set.
        ThresholdSet = "threshold_set",
        /// A higher amount was asked for: it waits for a second person.
        ThresholdProposed = "threshold_proposed",
        /// A second person agreed to it.
        ThresholdAgreed = "threshold_agreed",
        /// Somebody declined it, or who asked for it took it back.
        ThresholdDeclined = "threshold_declined",
        /// A webhook was added.
        WebhookAdded = "webhook_added",
        /// A test was sent.
        WebhookTested = "webhook_tested",
        /// A webhook was paused.
        WebhookPaused = "webhook_paused",
        /// It goes on.
        WebhookResumed = "webhook_resumed",
        /// It was given a new secret.
        WebhookSecret = "webhook_secret",
        /// Something was sent there again.
        WebhookAgain = "webhook_again",
        /// A webhook was removed.
        WebhookRemoved = "webhook_removed",
        /// The program stopped it: the other side took nothing for three days, or said that it is gone.
        WebhookStopped = "webhook_stopped",
    }
}

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ActRow {
    /// The row's number.
    pub id: i64,
    /// When, in unix milliseconds.
    pub at: i64,
    /// Who did it.
    pub actor: String,
    /// The act's name.
    pub act: String,
    /// To whom or what.
    pub subject: String,
    /// More.
    pub detail: String,
}

/// Adds a line.
///
/// # Errors
/// The database's own.
pub fn add(db: &mut Db, actor: &str, act: Act, subject: &str, detail: &str) -> Stored<()> {
    let row = (
        acts::id.eq(new_id()?),
        acts::at.eq(now().ms()),
        acts::actor.eq(actor),
        acts::act.eq(act.word()),
        acts::subject.eq(subject),
        acts::detail.eq(detail),
    );
    on!(db, db => diesel::insert_into(acts::table).values(row).execute(db))?;
    Ok(())
}

/// Whether somebody ever did this to that.
///
/// # Errors
/// The database's own.
pub fn did(db: &mut Db, actor: &str, act: Act, subject: &str) -> Stored<bool> {
    let same = acts::actor.eq(actor).and(acts::act.eq(act.word())).and(acts::subject.eq(subject));
    let count: i64 = on!(db, db => acts::table.filter(same).count().get_result(db))?;
    Ok(count > 0)
}

/// The last lines, latest first.
///
/// # Errors
/// The database's own.
pub fn latest(db: &mut Db, limit: i64) -> Stored<Vec<ActRow>> {
    let query = acts::table.order((acts::at.desc(), acts::id.desc())).limit(limit);
    Ok(on!(db, db => query.load(db))?)
}

/// Rows read at once while those of some organisations are looked for.
const BATCH: i64 = 500;

/// The last lines by or about accounts of these organisations, latest first: however much others did since.
///
/// # Errors
/// The database's own.
pub fn latest_of(db: &mut Db, organisations: &[String], limit: usize) -> Stored<Vec<ActRow>> {
    let is_of = |account: &str| {
        let organisation = account.split_once('/').map(|(organisation, _)| organisation);
        organisation.is_some_and(|organisation| organisations.iter().any(|ours| ours == organisation))
    };
    let (mut found, mut passed) = (Vec::new(), 0_i64);
    loop {
        let query = acts::table.order((acts::at.desc(), acts::id.desc())).limit(BATCH).offset(passed);
        let rows: Vec<ActRow> = on!(db, db => query.load(db))?;
        let is_last = i64::try_from(rows.len()).is_ok_and(|read| read < BATCH);
        found.extend(rows.into_iter().filter(|row| is_of(&row.actor) || is_of(&row.subject)));
        if is_last || found.len() >= limit {
            found.truncate(limit);
            return Ok(found);
        }
        passed = passed.saturating_add(BATCH);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::test_store;

    #[test]
    fn what_others_did_since_pushes_nothing_off_the_list() {
        let (_folder, private) = test_store();
        let done: Stored<()> = private.transaction(|db| {
            add(db, "red-river/ada", Act::RoleGiven, "red-river/mei", "approver")?;
            add(db, "command line", Act::LinkMade, "red-river/mei", "")?;
            for _ in 0..BATCH {
                add(db, "han-aid/lin", Act::WebhookTested, "han-aid/7", "")?;
            }
            let ours = latest_of(db, &["red-river".to_owned()], 10)?;
            assert_eq!(ours.len(), 2, "{ours:?}");
            assert_eq!(latest_of(db, &["han-aid".to_owned()], 10)?.len(), 10);
            assert_eq!(latest_of(db, &[], 10)?, []);
            Ok(())
        });
        done.expect("kept");
    }

    #[test]
    fn every_act_is_found_by_its_word() {
        assert!(Act::ALL.iter().all(|act| Act::of_word(act.word()) == Some(*act)));
    }
}
