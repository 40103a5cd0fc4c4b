//! Webhooks: programs elsewhere that are told of new entries over HTTP, as Standard Webhooks says.
//!
//! The log itself is the queue. [`gather`] reads the entries behind each webhook's cursor, and in one transaction puts
//! deliveries into the private store and moves the cursor; lanes take what is due and [`send`] it; [`sign`] says from whom
//! it is. So nothing is lost by a crash. What is promised: each entry at least once, always with the same `webhook-id`;
//! usually in the order of the log, but what failed does not hold up what comes after it. Whoever needs the order has `seq`.
//!
//! | attempt | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 |
//! |---|---|---|---|---|---|---|---|---|---|---|
//! | after the one before | at once | 5 s | 5 min | 30 min | 2 h | 5 h | 10 h | 14 h | 20 h | 24 h |
//!
//! Each wait is up to a tenth longer, so that those who failed together do not come back together; and as long as the other
//! side asked with `Retry-After`, up to a day. An answer of 2xx ends it; 410 stops the webhook; after the last attempt the
//! webhook stops too, and its admins read so at their desk. [`make`]: how one comes to be.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::view::desk::{DeliveryState, WebhookState};
use ledger::Past as _;

use crate::http::Site;
use crate::outbound::open_net::OpenNet;
use crate::private::acts::{self, Act};
use crate::private::attempts;
use crate::private::deliveries::{self, DeliveryRow, Told};
use crate::private::webhooks::{self, WebhookRow};
use crate::store::write::now;
use crate::store::{Db, StoreError, Stored};

pub mod gather;
pub mod make;
pub mod send;
pub mod sign;

use send::{Outcome, Sender};

/// How long to wait after the first, second, … attempt that failed, in seconds: three days in all.
const WAITS_S: [i64; 9] = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];

/// Attempts at once. Each holds a thread until the other side answers or time is up.
const LANES: usize = 4;

/// How often the queue is looked into when nobody says that there is something: what was put off becomes due meanwhile.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// Between two looks at the log: where thousands are recorded a second, one look finds hundreds of them.
const REST: Duration = Duration::from_millis(100);

/// What was settled is listed for so long; what is older is looked for so often.
const LISTED_FOR_MS: i64 = 30 * 24 * 60 * 60 * 1_000;
const FORGET_EVERY: Duration = Duration::from_secs(3_600);

/// As whom the program itself stands in the list of acts.
const PROGRAM: &str = "almoner";

/// What the handlers have at hand.
#[derive(Debug, Clone, Default)]
pub struct Webhooks {
    /// Which addresses may be told.
    pub net: OpenNet,
    bell: Arc<Bell>,
}

impl Webhooks {
    /// Those that may be told of entries at these addresses.
    #[must_use]
    pub fn within(net: OpenNet) -> Self {
        Self { net, bell: Arc::default() }
    }

    /// There is something in the queue.
    pub fn ring(&self) {
        let mut rung = self.bell.rung.lock().unwrap_or_else(PoisonError::into_inner);
        *rung = rung.wrapping_add(1);
        self.bell.told.notify_all();
    }

    /// Waits until it rang since the count that the listener has, at most so long; the count now.
    fn listen(&self, heard: u64, within: Duration) -> u64 {
        let rung = self.bell.rung.lock().unwrap_or_else(PoisonError::into_inner);
        match self.bell.told.wait_timeout_while(rung, within, |rung| *rung == heard) {
            Ok((rung, _)) => *rung,
            Err(poisoned) => *poisoned.into_inner().0,
        }
    }
}

/// Wakes the lanes.
#[derive(Debug, Default)]
struct Bell {
    /// How often it rang. Whoever rings changes it; lanes only read.
    rung: Mutex<u64>,
    told: Condvar,
}

/// Begins to gather entries and to send them. Ends with the log.
///
/// # Errors
/// If the system gives no thread.
pub fn start(site: &Site) -> std::io::Result<()> {
    let site = site.clone();
    // The client is made on a thread of its own: it may not be made where futures run.
    std::thread::Builder::new().name("webhooks".into()).spawn(move || {
        let sender = match Sender::new(site.webhooks.net) {
            Ok(sender) => sender,
            Err(error) => {
                let error = crate::outbound::why(error);
                tracing::error!(%error, "webhooks can't be sent: there is no client");
                return;
            }
        };
        match site.private.transaction(|db| deliveries::resume(db, i64::MAX)) {
            Ok(0) => {}
            Ok(count) => tracing::info!(count, "webhooks were being sent when the program ended; they are sent again"),
            Err(error) => tracing::error!(%error, "the webhooks under way could not be looked for"),
        }
        for lane in 0..LANES {
            let (site, sender) = (site.clone(), sender.clone());
            let made =
                std::thread::Builder::new().name(format!("webhook-{lane}")).spawn(move || deliver(&site, &sender));
            if let Err(error) = made {
                tracing::error!(%error, "a lane for webhooks could not be opened");
            }
        }
        follow(&site);
    })?;
    Ok(())
}

/// Looks at every new entry.
fn follow(site: &Site) {
    let (mut size, mut forgot) = (0, None::<Instant>);
    while let Some(grown) = site.sequencer.wait_beyond_for(size, LOOK_EVERY) {
        size = grown;
        match gather::all(&site.private, &site.readers) {
            Ok(0) => {}
            Ok(_) => site.webhooks.ring(),
            Err(error) => tracing::error!(%error, "entries could not be gathered for webhooks; it will be tried again"),
        }
        if forgot.is_none_or(|since| since.elapsed() >= FORGET_EVERY) {
            forgot = Some(Instant::now());
            forget(site);
        }
        std::thread::sleep(REST);
    }
}

fn forget(site: &Site) {
    let before = now().ms().saturating_sub(LISTED_FOR_MS);
    if let Err(error) = site.private.transaction(|db| deliveries::forget(db, before)) {
        tracing::error!(%error, "old deliveries of webhooks could not be forgotten");
    }
}

/// Sends what is due, one after another.
fn deliver(site: &Site, sender: &Sender) {
    let mut heard = 0;
    while !site.sequencer.is_closed() {
        match next(site, sender) {
            Ok(true) => {}
            Ok(false) => heard = site.webhooks.listen(heard, LOOK_EVERY),
            Err(error) => {
                tracing::error!(%error, "a webhook could not be sent; it will be tried again");
                heard = site.webhooks.listen(heard, LOOK_EVERY);
            }
        }
    }
}

/// Sends one delivery; whether there was one.
fn next(site: &Site, sender: &Sender) -> Stored<bool> {
    let Some((row, webhook)) = site.private.transaction(|db| deliveries::take(db, now().ms()))? else {
        return Ok(false);
    };
    // Where the log can't be read, the delivery is found again after a while.
    let outcome = match body(site, &row)? {
        Some(body) => sender.send(&webhook, &row.message(), &body),
        None => Outcome::NotNow(Told::default()),
    };
    site.private.transaction(|db| keep(db, &row, &webhook, &outcome, random()))?;
    // Another of the same webhook may have waited for this one.
    site.webhooks.ring();
    Ok(true)
}

/// What is sent.
fn body(site: &Site, row: &DeliveryRow) -> Stored<Option<String>> {
    let Some(seq) = row.entry else { return Ok(Some(sign::test_body(row.webhook, now()))) };
    let Ok(seq) = u64::try_from(seq) else { return Ok(None) };
    let entry = site.readers.ask::<_, StoreError>(|tables| tables.entry(seq))?;
    Ok(entry.as_ref().map(sign::body))
}

/// What becomes of a delivery, and of its webhook, after an attempt.
fn keep(db: &mut Db, row: &DeliveryRow, webhook: &WebhookRow, outcome: &Outcome, random: u16) -> Stored<()> {
    let (at, told) = (now().ms(), outcome.told());
    attempts::note(db, row.id, at, told)?;
    let (stops, wait) = match *outcome {
        Outcome::Delivered(_) => return deliveries::settle(db, row.id, DeliveryState::Delivered, at, told),
        Outcome::Gone(_) => (WebhookState::Gone, None),
        Outcome::NotNow(_) => (WebhookState::Failing, wait_ms(row.attempts, random)),
        Outcome::NotBefore(_, asked) => {
            (WebhookState::Failing, wait_ms(row.attempts, random).map(|wait| wait.max(asked)))
        }
    };
    // A test is tried once: somebody looks at the page.
    if let Some(wait) = wait.filter(|_| row.entry.is_some()) {
        return deliveries::settle(db, row.id, DeliveryState::Waiting, at.saturating_add(wait), told);
    }
    deliveries::settle(db, row.id, DeliveryState::Failed, at, told)?;
    if row.entry.is_some() && webhooks::change(db, webhook.id, &[WebhookState::Active], stops)? {
        acts::add(db, PROGRAM, Act::WebhookStopped, &webhook.subject(), stops.word())?;
    }
    Ok(())
}

/// How long to wait after so many attempts, in milliseconds; none after the last. `random` makes it up to a tenth longer.
fn wait_ms(attempts: i64, random: u16) -> Option<i64> {
    let place = usize::try_from(attempts.checked_sub(1)?).ok()?;
    let wait_ms = WAITS_S.get(place)?.saturating_mul(1_000);
    let more = wait_ms.saturating_mul(i64::from(random)) / (i64::from(u16::MAX) * 10);
    Some(wait_ms.saturating_add(more))
}

/// Any number; where the system has none, waits are not made longer.
fn random() -> u16 {
    let mut bytes = [0_u8; 2];
    getrandom::fill(&mut bytes).map_or(0, |()| u16::from_be_bytes(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::private::test_store;
    use crate::private::webhooks::{Filter, NewWebhook};

    #[test]
    fn waits_grow_over_three_days_and_end() {
        let waits: Vec<i64> = (1..).map_while(|attempts| wait_ms(attempts, 0)).collect();
        assert_eq!(waits.len(), WAITS_S.len());
        assert!(waits.is_sorted(), "{waits:?}");
        let hours = waits.iter().sum::<i64>() / 3_600_000;
        assert!((72..=80).contains(&hours), "{hours} hours");
        for (place, wait) in waits.iter().enumerate() {
            let attempts = i64::try_from(place).expect("few") + 1;
            assert_eq!(wait_ms(attempts, u16::MAX), Some(wait + wait / 10), "at most a tenth longer");
        }
        for attempts in [-1, 0, 10, i64::MIN, i64::MAX] {
            assert_eq!(wait_ms(attempts, 0), None, "{attempts}");
        }
    }

    /// What one attempt does to a delivery and its webhook.
    fn after(attempts: i64, is_test: bool, outcome: Outcome) -> (String, String, usize) {
        let (_folder, private) = test_store();
        let kept: Stored<_> = private.transaction(|db| {
            let new = NewWebhook {
                organisation: "red-river".into(),
                url: "https://hooks.example/".into(),
                filter: Filter::All,
                next: 0,
                made_by: "red-river/ada".into(),
            };
            let (id, _) = webhooks::add(db, &new)?;
            deliveries::put(db, id, (!is_test).then_some(7))?;
            let (row, webhook) = deliveries::take(db, now().ms() + 1)?.expect("a delivery");
            keep(db, &DeliveryRow { attempts, ..row }, &webhook, &outcome, 0)?;
            let kept = deliveries::latest(db, id, 1)?.remove(0);
            let tried = attempts::of(db, &[kept.id])?;
            assert!(tried.len() == 1 && tried[0].status == kept.status && tried[0].problem == kept.problem);
            if let Outcome::NotBefore(_, asked) = outcome {
                assert!(kept.state != "waiting" || kept.due_at >= tried[0].at + asked, "as long as was asked");
            }
            let state = kept.state;
            let webhook = webhooks::by_id(db, id)?.expect("a webhook").state;
            Ok((state, webhook, acts::latest(db, 9)?.len()))
        });
        kept.expect("kept")
    }

    #[test]
    fn an_attempt_ends_waits_or_stops_the_webhook() {
        let not_now = || Outcome::NotNow(Told { status: Some(500), problem: None });
        let gone = || Outcome::Gone(Told { status: Some(410), problem: None });
        let full = Told { status: Some(503), problem: None };
        let rows = [
            (1, false, Outcome::Delivered(204), ("delivered", "active", 0)),
            (1, false, not_now(), ("waiting", "active", 0)),
            (9, false, not_now(), ("waiting", "active", 0)),
            (10, false, not_now(), ("failed", "failing", 1)),
            (1, false, Outcome::NotBefore(full, 90_000), ("waiting", "active", 0)),
            (10, false, Outcome::NotBefore(full, 90_000), ("failed", "failing", 1)),
            (1, false, gone(), ("failed", "gone", 1)),
            (1, true, not_now(), ("failed", "active", 0)),
            (1, true, gone(), ("failed", "active", 0)),
        ];
        for (attempts, is_test, outcome, (delivery, webhook, acts)) in rows {
            let shown = format!("{attempts} {is_test} {outcome:?}");
            assert_eq!(after(attempts, is_test, outcome), (delivery.into(), webhook.into(), acts), "{shown}");
        }
    }
}
