//! `report.csv`: the table is sent while it is read, so that its first rows are there before the last are looked at, and no
//! more of it lies in memory than is on its way.
//!
//! Its digest is known once it was read to the end, and headers come first. So a table that fits into one chunk has it at
//! once; a longer one has it where it was read before, or where somebody asks for it (`HEAD`, or RFC 9530's
//! `Want-Repr-Digest`): then it is read twice, first to be hashed, and starts as much later. It could come behind the bytes
//! as a trailer (RFC 9110, section 6.5), but actix-http 3 ends every chunked body with an empty one.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use actix_web::http::header::HeaderValue;
use actix_web::web::{Bytes, Data, block};
use actix_web::{HttpMessage as _, HttpRequest};
use futures_util::stream;
use sha2::{Digest as _, Sha256};
use tokio::sync::mpsc;

use super::{Answered, Frozen, headers, refused};
use crate::formats::{rows, table};
use crate::http::Site;
use crate::http::head::HeadOnly;
use crate::reports::gather::{Reading, ReportError};
use crate::store::StoreError;
use crate::store::past::Tables;

/// The file.
pub(super) const NAME: &str = "report.csv";

/// Bytes in a chunk of a table that is sent as it is read.
const CHUNK_BYTES: usize = 64 * 1024;

/// Chunks that wait for a slow reader.
const CHUNKS: usize = 4;

/// Digests that are remembered: some 200 bytes each.
const DIGESTS: usize = 1_000;

/// Digests of tables by their addresses, the last that were made. An address keeps its bytes, so none is ever wrong.
#[derive(Debug, Default)]
pub struct Digests(Mutex<VecDeque<(String, String)>>);

impl Digests {
    fn of(&self, path: &str) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(other, _)| other == path).map(|(_, digest)| digest.clone())
    }

    fn keep(&self, path: String, digest: String) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.iter().any(|(other, _)| *other == path) {
            return;
        }
        kept.truncate(DIGESTS - 1);
        kept.push_front((path, digest));
    }
}

pub(super) async fn answer(request: &HttpRequest, site: Data<Site>, frozen: Frozen, etag: HeaderValue) -> Answered {
    let is_head = request.extensions().contains::<HeadOnly>();
    let path = frozen.path(NAME);
    let digest = match site.digests.of(&path) {
        None if is_head || headers::wants_digest(request) => Some(hashed(&site, frozen.clone()).await?),
        known => known,
    };
    let mut answer = headers::frozen(table::MEDIA_TYPE, NAME, frozen.asked.size, etag);
    if let Some(digest) = &digest {
        headers::digested(&mut answer, digest);
    }
    if is_head {
        return Ok(answer.streaming(stream::empty::<Result<Bytes, std::io::Error>>()));
    }
    let lang = frozen.lang;
    let mut told = reading(site, frozen);
    // What is refused is refused before anything was sent.
    let first = match told.recv().await {
        Some(Ok(first)) => first,
        Some(Err(error)) => return Err(refused(error, lang)),
        None => return Err(StoreError::Database("a table could not be made".into()).into()),
    };
    if first.len() < CHUNK_BYTES {
        return Ok(headers::whole(answer, first.to_vec()));
    }
    Ok(answer.streaming(Box::pin(following(first, told))))
}

type Told = mpsc::Receiver<Result<Bytes, ReportError>>;

fn following(first: Bytes, told: Told) -> impl stream::Stream<Item = Result<Bytes, std::io::Error>> {
    stream::unfold((Some(first), told), |(first, mut told)| async move {
        let chunk = match first {
            Some(first) => Ok(first),
            None => told.recv().await?.map_err(|error| {
                tracing::error!(%error, "a table broke off");
                std::io::Error::other("the log could not be read")
            }),
        };
        Some((chunk, (None, told)))
    })
}

/// Reads in a thread that may wait; remembers the digest once all was taken.
fn reading(site: Data<Site>, frozen: Frozen) -> Told {
    let (tell, told) = mpsc::channel(CHUNKS);
    actix_web::rt::task::spawn_blocking(move || {
        let mut hash = Sha256::new();
        let made = site.readers.ask(|tables| {
            write(tables, &site, &frozen, |chunk| {
                hash.update(&chunk);
                tell.blocking_send(Ok(chunk.into())).is_ok()
            })
        });
        match made {
            Ok(true) => site.digests.keep(frozen.path(NAME), headers::in_base64(hash)),
            Ok(false) => {}
            Err(error) => drop(tell.blocking_send(Err(error))),
        }
    });
    told
}

/// The digest of a table that nobody is sent.
async fn hashed(site: &Data<Site>, frozen: Frozen) -> Result<String, crate::http::problem::Problem> {
    let (there, lang) = (site.clone(), frozen.lang);
    let made = block(move || {
        let mut hash = Sha256::new();
        there.readers.ask(|tables| {
            write(tables, &there, &frozen, |chunk| {
                hash.update(&chunk);
                true
            })
        })?;
        let digest = headers::in_base64(hash);
        there.digests.keep(frozen.path(NAME), digest.clone());
        Ok::<_, ReportError>(digest)
    });
    let made = made.await.map_err(|error| StoreError::Database(error.to_string()))?;
    made.map_err(|error| refused(error, lang))
}

/// Gives out the table chunk by chunk, each but the last of [`CHUNK_BYTES`] at least, until nobody takes them any more.
/// Answers whether all were taken.
fn write(
    tables: &mut Tables,
    site: &Site,
    frozen: &Frozen,
    mut give: impl FnMut(String) -> bool,
) -> Result<bool, ReportError> {
    let lang = frozen.lang;
    let reading = Reading::open(tables, &site.books, frozen.asked.clone())?;
    let mut out = table::headings(&rows::columns(lang));
    let report = reading.report(|book, entry, found| {
        for row in &found {
            table::write_line(&mut out, &rows::values(lang, book, entry, row));
        }
        out.len() < CHUNK_BYTES || give(std::mem::take(&mut out))
    })?;
    let Some(report) = report else { return Ok(false) };
    for total in table::totals_rows(&report, lang) {
        table::write_line(&mut out, &total);
    }
    Ok(give(out))
}
