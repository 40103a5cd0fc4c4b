//! `GET /live`: the head of the log as server-sent events, on connecting and after commits. [`entries`]: the entries too.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Bytes, Data, block};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use tokio::sync::watch;

use ledger::state::Head;

use super::Site;
use super::problem::{Problem, language};
use crate::store::StoreError;

pub mod entries;

/// Listeners at once: each holds a connection and a little memory for as long as its page is open.
pub const LISTENERS: usize = 1_000;

/// A comment is sent after so much silence, so that a connection that broke off is noticed on both ends.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What the listeners wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum News {
    Head(Option<Head>),
    Closing,
}

/// Tells listeners. Clones share them.
#[derive(Debug, Clone)]
pub struct Live {
    news: Arc<watch::Sender<News>>,
    listeners: Arc<AtomicUsize>,
}

impl Default for Live {
    fn default() -> Self {
        Self { news: Arc::new(watch::Sender::new(News::Head(None))), listeners: Arc::default() }
    }
}

/// A place among the listeners, given back when it is dropped.
struct Seat(Arc<AtomicUsize>);

impl Drop for Seat {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

impl Live {
    /// Whether anybody listens.
    #[must_use]
    pub fn has_listeners(&self) -> bool {
        self.listeners.load(Ordering::Acquire) > 0
    }

    /// Tells the head to all that listen, if it is another than before.
    pub fn tell(&self, head: Head) {
        self.news.send_if_modified(|news| match news {
            News::Closing => false,
            News::Head(old) => old.replace(head) != Some(head),
        });
    }

    /// Ends every stream: the server is going down.
    pub fn close(&self) {
        self.news.send_replace(News::Closing);
    }

    fn seat(&self) -> Option<Seat> {
        let taken = self
            .listeners
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, |taken| (taken < LISTENERS).then_some(taken + 1));
        taken.is_ok().then(|| Seat(Arc::clone(&self.listeners)))
    }
}

/// A listener's state between two events.
struct Listener {
    news: watch::Receiver<News>,
    told: Option<Head>,
    _seat: Seat,
}

/// The stream.
pub async fn live(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let Some(seat) = site.live.seat() else { return Problem::busy(language(&request)).response() };
    let news = site.live.news.subscribe();
    let readers = site.readers.clone();
    let head = block(move || readers.ask::<_, StoreError>(|tables| tables.head())).await;
    let Ok(Ok(head)) = head else { return Problem::busy(language(&request)).response() };
    let first = stream::once(std::future::ready(Ok::<_, std::convert::Infallible>(event(&head))));
    let listener = Listener { news, told: Some(head), _seat: seat };
    let rest = stream::unfold(listener, next);
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Any site may follow, as it may read.
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        // A proxy that gathers answers before it sends them would hold the news back.
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(futures_util::StreamExt::chain(first, rest))
}

async fn next(mut listener: Listener) -> Option<(Result<Bytes, std::convert::Infallible>, Listener)> {
    loop {
        let news = *listener.news.borrow_and_update();
        match news {
            News::Closing => return None,
            // What is older was read before this listener came.
            News::Head(Some(head)) if listener.told.is_none_or(|told| told.size < head.size) => {
                listener.told = Some(head);
                return Some((Ok(event(&head)), listener));
            }
            News::Head(_) => {}
        }
        match tokio::time::timeout(HEARTBEAT, listener.news.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            Err(_) => return Some((Ok(Bytes::from_static(b": still here\n\n")), listener)),
        }
    }
}

fn event(head: &Head) -> Bytes {
    let data = serde_json::json!({"size": head.size, "hash": head.hash.to_string(), "at": head.at.to_string()});
    format!("event: head\nid: {}\ndata: {data}\n\n", head.size).into()
}
