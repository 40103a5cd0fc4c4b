//! How a webhook comes to be, by the form of the desk or by a program: with the same bound, and written down.

use app::view::desk::WebhookFault;

use crate::outbound::open_net::Closed;
use crate::private::acts::{self, Act};
use crate::private::webhooks::{self, NewWebhook, WebhookRow};
use crate::store::{Db, Stored};

/// Webhooks of one organisation: each costs a look at every entry.
const OF_ONE_ORGANISATION: usize = 20;

/// What an address that may not be asked is to whoever gave it.
#[must_use]
pub fn fault_of(closed: Closed) -> WebhookFault {
    match closed {
        Closed::Malformed => WebhookFault::Url,
        Closed::Scheme => WebhookFault::Scheme,
        Closed::Credentials => WebhookFault::Credentials,
        Closed::Port => WebhookFault::Port,
        Closed::Private => WebhookFault::Private,
        Closed::Nowhere => WebhookFault::Name,
    }
}

/// Its number and its secret; none where the organisation has as many as it may.
///
/// # Errors
/// The database's own, or that the system has no random numbers.
pub fn add(db: &mut Db, new: &NewWebhook) -> Stored<Option<(i64, String)>> {
    let theirs = webhooks::all(db)?.iter().filter(|known| known.organisation == new.organisation).count();
    if theirs >= OF_ONE_ORGANISATION {
        return Ok(None);
    }
    let (id, secret) = webhooks::add(db, new)?;
    if let Some(row) = webhooks::by_id(db, id)? {
        acts::add(db, &new.made_by, Act::WebhookAdded, &row.subject(), new.filter.words().0)?;
    }
    Ok(Some((id, secret)))
}

/// Removes a webhook with all that waits for it.
///
/// # Errors
/// The database's own.
pub fn remove(db: &mut Db, row: &WebhookRow, by: &str) -> Stored<()> {
    webhooks::remove(db, row.id)?;
    acts::add(db, by, Act::WebhookRemoved, &row.subject(), "")
}
