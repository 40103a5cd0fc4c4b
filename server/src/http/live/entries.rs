//! `GET /live/entries`: the change feed. Each entry is an event whose id is its number, and whose data are its bytes.
//!
//! It begins behind `Last-Event-ID`, which browsers send by themselves when they come back, else at `from`, else with what
//! is recorded next. So whoever follows misses nothing, and gets nothing twice.

use std::convert::Infallible;
use std::fmt::Write as _;

use actix_web::http::header;
use actix_web::web::{Bytes, Data, block};
use actix_web::{HttpRequest, HttpResponse};
use futures_util::stream;
use ledger::refusal::{Lang, Refusal, Rule};
use tokio::sync::watch;

use super::{HEARTBEAT, News, Seat};
use crate::http::Site;
use crate::http::problem::{Problem, language};
use crate::store::{Readers, StoreError};

/// Entries read at once.
const BATCH: usize = 100;

/// A listener's state between two answers.
struct Follower {
    news: watch::Receiver<News>,
    readers: Readers,
    /// The first entry that was not sent.
    next: u64,
    _seat: Seat,
}

/// The stream.
pub async fn entries(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let from = match begin(&request, language(&request)) {
        Ok(from) => from.unwrap_or_else(|| site.sequencer.size()),
        Err(problem) => return problem.response(),
    };
    let Some(seat) = site.live.seat() else { return Problem::busy(language(&request)).response() };
    let follower =
        Follower { news: site.live.news.subscribe(), readers: site.readers.clone(), next: from, _seat: seat };
    // Something comes at once: else a proxy may hold the answer's head back until there is news.
    let first = stream::once(std::future::ready(Ok::<_, Infallible>(Bytes::from_static(b": following\n\n"))));
    HttpResponse::Ok()
        .content_type("text/event-stream")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("X-Accel-Buffering", "no"))
        .streaming(futures_util::StreamExt::chain(first, stream::unfold(follower, next)))
}

/// The first entry that is wanted, where that was said.
fn begin(request: &HttpRequest, lang: Lang) -> Result<Option<u64>, Problem> {
    let number = |text: &str| text.parse::<u64>().map_err(|_| Problem::bad_parameter(lang, "from"));
    if let Some(last) = request.headers().get("Last-Event-ID") {
        return number(last.to_str().unwrap_or_default()).map(|last| Some(last.saturating_add(1)));
    }
    let pairs: Vec<(String, String)> =
        serde_urlencoded::from_str(request.query_string()).map_err(|_| Problem::bad_query(lang))?;
    if let Some((name, _)) = pairs.iter().find(|(name, _)| name != "from") {
        let name: String = name.chars().take(40).collect();
        return Err(Problem::asked(&Refusal::new(&name, Rule::UnknownFilter { words: &["from"] }), lang));
    }
    pairs.first().map(|(_, from)| number(from)).transpose()
}

async fn next(mut follower: Follower) -> Option<(Result<Bytes, Infallible>, Follower)> {
    loop {
        // Seen before the log is read: what comes meanwhile wakes it again.
        if *follower.news.borrow_and_update() == News::Closing {
            return None;
        }
        let (readers, from) = (follower.readers.clone(), follower.next);
        let read = block(move || readers.ask::<_, StoreError>(|tables| tables.json_from(from, BATCH))).await;
        // Whoever follows comes back, and says what they had.
        let Ok(Ok(entries)) = read else { return None };
        if !entries.is_empty() {
            follower.next = from.saturating_add(u64::try_from(entries.len()).unwrap_or(0));
            return Some((Ok(events(from, &entries)), follower));
        }
        match tokio::time::timeout(HEARTBEAT, follower.news.changed()).await {
            Ok(Ok(())) => {}
            Ok(Err(_)) => return None,
            Err(_) => return Some((Ok(Bytes::from_static(b": still here\n\n")), follower)),
        }
    }
}

/// An entry has no line break in it.
fn events(from: u64, entries: &[String]) -> Bytes {
    let mut out = String::new();
    for (seq, json) in (from..).zip(entries) {
        let _ = write!(out, "event: entry\nid: {seq}\ndata: {json}\n\n");
    }
    out.into()
}
