//! Mail to donors: receipts, and what became of gifts that they follow.
//!
//! The log itself is the queue. What a donor asked is kept before their gift is recorded; [`gather`] reads the entries
//! behind its cursor, and in one transaction puts letters into the box and moves the cursor. So nothing is lost by a
//! crash between the two databases, and nothing is put there twice. [`post`] hands letters over; [`letter`] writes them.
//! Donors ask for letters themselves at `follow`, and at `choice`, to which every letter leads, for no more of them.
//!
//! Addresses never leave the private store but in the envelope of a letter, and are in no line of the program's own log.

use std::time::Duration;

use crate::http::Site;
use crate::store::write::now;
use crate::store::{StoreError, Stored};

pub(super) mod choice;
pub(super) mod follow;
pub mod gather;
pub mod letter;
pub mod post;

pub use post::{Post, Server, Settings};

/// How often the box is looked into when nothing is recorded: whoever has a receipt sent looks into their mail at once.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How long to wait after the first, second, … time that the other side did not take a letter. After that it is given
/// up: mail servers try for five days, and a receipt that comes later than a day and a half is better printed.
const PUT_OFF_S: [i64; 7] = [60, 300, 900, 3_600, 14_400, 43_200, 86_400];

/// Whether mail can go to what somebody typed: an address at a host of the open net.
pub(super) fn is_address(text: &str) -> bool {
    text.parse::<lettre::Address>().is_ok_and(|address| address.domain().contains('.'))
}

/// Begins to gather letters and, where a mail server is set up, to send them. Ends with the log.
///
/// # Errors
/// If the system gives no thread.
pub fn start(site: &Site, post: Option<Post>) -> std::io::Result<()> {
    let site = site.clone();
    std::thread::Builder::new().name("mail".into()).spawn(move || {
        match site.private.transaction(crate::private::outbox::give_up_doubtful) {
            Ok(0) => {}
            Ok(letters) => {
                tracing::warn!(letters, "letters were being sent when the program ended; they are not sent again");
            }
            Err(error) => tracing::error!(%error, "the box of letters could not be looked into"),
        }
        let mut size = 0;
        while let Some(now) = site.sequencer.wait_beyond_for(size, LOOK_EVERY) {
            size = now;
            if let Err(error) = gather::all(&site.private, &site.readers, &site.known) {
                tracing::error!(%error, "letters could not be gathered; it will be tried again");
            }
            if let Some(post) = &post
                && let Err(error) = deliver(&site, post)
            {
                tracing::error!(%error, "letters could not be sent; it will be tried again");
            }
        }
    })?;
    Ok(())
}

/// Hands over every letter that is due.
///
/// # Errors
/// The store's own.
pub fn deliver(site: &Site, post: &Post) -> Stored<usize> {
    let origin = site.origin().ok_or_else(|| StoreError::Database("mail needs --origin".into()))?;
    let mut sent = 0;
    while let Some((row, contact)) = site.private.transaction(|db| crate::private::outbox::take(db, now().ms()))? {
        let written = site.readers.ask(|tables| letter::write(tables, &row, &contact, &origin));
        let outcome = match &written {
            Ok(Some(letter)) => post.hand_over(&contact.address, letter),
            // The gift or the entry was taken back meanwhile.
            Ok(None) => Outcome::Refused("nothing to tell any more".into()),
            // Nothing of it can have arrived: left as being sent, it would be given up at the next start.
            Err(_) => Outcome::NotNow("the log could not be read".into()),
        };
        site.private.transaction::<_, StoreError>(|db| outcome.keep(db, &row))?;
        written?;
        sent += usize::from(outcome == Outcome::Sent);
    }
    Ok(sent)
}

/// What became of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has it.
    Sent,
    /// It plainly does not, but may take it later.
    NotNow(String),
    /// It never will.
    Refused(String),
    /// Nobody can tell whether it has it: it is not sent again.
    Unknown(String),
}

impl Outcome {
    fn keep(&self, db: &mut crate::store::Db, row: &crate::private::outbox::LetterRow) -> Stored<()> {
        use crate::private::outbox::{put_off, settle};
        let attempt = usize::try_from(row.attempts).unwrap_or(1).saturating_sub(1);
        match (self, PUT_OFF_S.get(attempt)) {
            (Self::Sent, _) => settle(db, row.id, "sent", ""),
            (Self::NotNow(why), Some(seconds)) => {
                put_off(db, row.id, now().ms().saturating_add(seconds.saturating_mul(1_000)), why)
            }
            (Self::NotNow(why) | Self::Refused(why) | Self::Unknown(why), _) => settle(db, row.id, "failed", why),
        }
    }
}
