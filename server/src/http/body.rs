//! A request's body, read whole before any handler runs: at most so long, within so much time, whatever its headers
//! promise. The framework closes connections whose headers come slowly, but waits for ever for a body.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::HttpMessage as _;
use actix_web::body::{BodySize, BoxBody, MessageBody, to_bytes};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::CONTENT_LENGTH;
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut, Data};
use futures_util::StreamExt as _;

use ledger::Refusal;
use ledger::event::EVENT_BYTES_LIMIT;
use ledger::log::witness::REQUEST_BYTES_LIMIT;
use ledger::refusal::Rule;

use super::Site;
use super::problem::{Problem, language};
use crate::desk::visit;

/// A body has this long to arrive.
pub const BODY_WITHIN: Duration = Duration::from_secs(8);

/// What staff send may hold files: a statement, a spreadsheet, a few photographs.
pub const FILES_BYTES_LIMIT: usize = 32 * 1024 * 1024;

/// Files come from phones, too.
pub const FILES_WITHIN: Duration = Duration::from_secs(120);

/// How much a body may hold, and how long it may take.
#[derive(Clone, Copy)]
struct Bounds {
    bytes: usize,
    within: Duration,
}

impl Bounds {
    const EVENT: Self = Self { bytes: EVENT_BYTES_LIMIT, within: BODY_WITHIN };
    const WITNESS: Self = Self { bytes: REQUEST_BYTES_LIMIT, within: BODY_WITHIN };
    const FILES: Self = Self { bytes: FILES_BYTES_LIMIT, within: FILES_WITHIN };

    /// More than an event only from staff who are logged in, so that nobody else fills the memory.
    async fn of(request: &ServiceRequest) -> Self {
        if asks_witness(request) {
            return Self::WITNESS;
        }
        let path = request.path();
        let path = path.strip_prefix("/en").or_else(|| path.strip_prefix("/zh")).unwrap_or(path);
        if !path.starts_with("/desk/") {
            return Self::EVENT;
        }
        let Some(site) = request.app_data::<Data<Site>>() else { return Self::EVENT };
        match visit::staff(request.request(), site).await {
            Ok(Some(_)) => Self::FILES,
            _ => Self::EVENT,
        }
    }
}

/// Whether a checkpoint is to be cosigned: those have a limit of their own, and plain answers.
fn asks_witness(request: &ServiceRequest) -> bool {
    matches!(request.path(), "/witness/add-checkpoint" | "/add-checkpoint")
}

enum Read {
    Whole(Bytes),
    TooLong,
    Broken,
}

/// Reads the body, then goes on; or refuses, and closes the connection.
///
/// # Errors
/// None of its own.
pub async fn read_whole(
    mut request: ServiceRequest,
    next: Next<BoxBody>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return next.call(request).await;
    }
    let lang = language(request.request());
    let bounds = Bounds::of(&request).await;
    let mut response = match tokio::time::timeout(bounds.within, read(&mut payload, bounds.bytes)).await {
        Ok(Read::Whole(bytes)) => {
            request.set_payload(Payload::from(bytes));
            return next.call(request).await;
        }
        Ok(Read::TooLong) if asks_witness(&request) => crate::witness::http::too_long(bounds.bytes),
        Ok(Read::TooLong) => Problem::refusal(&Refusal::new("", too_long(&request, bounds.bytes)), lang).response(),
        Ok(Read::Broken) => Problem::body_broken(lang).response(),
        Err(_) => Problem::body_too_slow(lang, bounds.within).response(),
    };
    response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
    let (response, text) = response.into_parts();
    let last_word = LastWord { text: to_bytes(text).await.ok(), _unread: payload };
    Ok(request.into_response(response.set_body(BoxBody::new(last_word))))
}

/// The body was not read to its end: how long it is stands in its headers, or nobody knows.
fn too_long(request: &ServiceRequest, limit: usize) -> Rule {
    let told: Option<usize> =
        request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    match told {
        Some(given) if given > limit => Rule::Oversized { limit, given },
        _ => Rule::LongerThan { limit },
    }
}

/// The text of a refusal, which holds the unread rest of the request until it is sent. The framework closes a
/// connection whose body somebody still holds; one that was let go it reads on, chunk by chunk, as long as they come.
struct LastWord {
    text: Option<Bytes>,
    _unread: Payload,
}

impl MessageBody for LastWord {
    type Error = Infallible;

    fn size(&self) -> BodySize {
        BodySize::Sized(self.text.as_ref().map_or(0, |text| text.len() as u64))
    }

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, Infallible>>> {
        Poll::Ready(self.get_mut().text.take().map(Ok))
    }
}

async fn read(payload: &mut Payload, limit: usize) -> Read {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let Ok(chunk) = chunk else { return Read::Broken };
        if body.len() + chunk.len() > limit {
            return Read::TooLong;
        }
        body.extend_from_slice(&chunk);
    }
    Read::Whole(body.freeze())
}
