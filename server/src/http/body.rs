//! A request's body, read whole before any handler runs: at most so long, within so much time, whatever its headers
//! promise. The framework closes connections whose headers come slowly, but waits for ever for a body.

use std::time::Duration;

use actix_web::HttpMessage as _;
use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut};
use futures_util::StreamExt as _;

use ledger::Refusal;
use ledger::event::EVENT_BYTES_LIMIT;
use ledger::refusal::Rule;

use super::problem::{Problem, language};

/// A body has this long to arrive.
pub const BODY_WITHIN: Duration = Duration::from_secs(8);

enum Read {
    Whole(Bytes),
    TooLong(usize),
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
    let payload = request.take_payload();
    if matches!(payload, Payload::None) {
        return next.call(request).await;
    }
    let lang = language(request.request());
    let problem = match tokio::time::timeout(BODY_WITHIN, read(payload)).await {
        Ok(Read::Whole(bytes)) => {
            request.set_payload(Payload::from(bytes));
            return next.call(request).await;
        }
        Ok(Read::TooLong(given)) => {
            let rule = Rule::Oversized { limit: EVENT_BYTES_LIMIT, given };
            Problem::refusal(&Refusal::new("", rule), lang)
        }
        Ok(Read::Broken) => Problem::body_broken(lang),
        Err(_) => Problem::body_too_slow(lang, BODY_WITHIN),
    };
    let mut response = problem.response();
    response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
    Ok(request.into_response(response))
}

async fn read(mut payload: Payload) -> Read {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let Ok(chunk) = chunk else { return Read::Broken };
        if body.len() + chunk.len() > EVENT_BYTES_LIMIT {
            return Read::TooLong(body.len() + chunk.len());
        }
        body.extend_from_slice(&chunk);
    }
    Read::Whole(body.freeze())
}
