//! `GET /live`: the head of the log as server-sent events, on connecting and after commits. [`entries`]: the entries too.
//!
//! `?fund=ID` or `?gift=CODE` tells only how much of the log concerns that page, and only when that grows.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Query, block};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use tokio::sync::watch;

use ledger::code::GiftCode;
use ledger::state::Head;

use super::Site;
use super::problem::{Problem, language};
use super::versions::{Concern, Versions};
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

/// What of the log a listener wants to hear of. Left empty: all.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(default)]
pub struct Asked {
    fund: String,
    gift: String,
}

impl Asked {
    /// The page that it is about, if it is about one.
    fn concern(&self) -> Result<Option<Concern>, ledger::code::CodeFault> {
        match (self.fund.as_str(), self.gift.as_str()) {
            ("", "") => Ok(None),
            ("", code) => Ok(Some(Concern::Gift(GiftCode::parse(code)?.seq()))),
            (fund, _) => Ok(Some(Concern::Fund(fund.to_owned()))),
        }
    }
}

/// A page that a listener reads, and how much of the log it knows to concern it.
struct Page {
    concern: Concern,
    versions: Arc<Versions>,
    told: u64,
}

/// A listener's state between two events.
struct Listener {
    news: watch::Receiver<News>,
    told: Option<Head>,
    page: Option<Page>,
    _seat: Seat,
}

impl Listener {
    /// What there is to tell of a new head; nothing, where it does not concern the page.
    fn hears(&mut self, head: &Head) -> Option<Bytes> {
        let Some(page) = &mut self.page else { return Some(event(head)) };
        let version = page.versions.shown(&page.concern);
        if version <= page.told {
            return None;
        }
        page.told = version;
        Some(event_of_page(version))
    }
}

/// The stream.
pub async fn live(request: HttpRequest, site: Data<Site>, asked: Query<Asked>) -> HttpResponse {
    let Ok(concern) = asked.concern() else { return Problem::not_found(language(&request)).response() };
    let Some(seat) = site.live.seat() else { return Problem::busy(language(&request)).response() };
    let news = site.live.news.subscribe();
    let (readers, versions) = (site.readers.clone(), Arc::clone(&site.versions));
    let known = block(move || {
        readers.ask::<_, StoreError>(|tables| {
            let head = tables.head()?;
            let page = match concern {
                Some(concern) => {
                    let told = versions.exact(tables, &concern)?.unwrap_or(head.size);
                    Some(Page { concern, versions, told })
                }
                None => None,
            };
            Ok((head, page))
        })
    })
    .await;
    let Ok(Ok((head, page))) = known else { return Problem::busy(language(&request)).response() };
    let first = page.as_ref().map_or_else(|| event(&head), |page| event_of_page(page.told));
    let first = stream::once(std::future::ready(Ok::<_, std::convert::Infallible>(first)));
    let listener = Listener { news, told: Some(head), page, _seat: seat };
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
                if let Some(event) = listener.hears(&head) {
                    return Some((Ok(event), listener));
                }
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

/// How much of the log concerns a page: up to this entry, and none after it.
fn event_of_page(version: u64) -> Bytes {
    format!("event: head\nid: {version}\ndata: {{\"size\":{version}}}\n\n").into()
}
