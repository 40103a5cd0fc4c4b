//! A witness over HTTP: `POST add-checkpoint`, and the last checkpoint it cosigned of each log.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Bytes, Data, Path, PayloadConfig, ServiceConfig, get, post};

use ledger::log::Fault;
use ledger::log::witness::{REQUEST_BYTES_LIMIT, Refused};

use super::{Unsigned, Witness};

/// The routes, below wherever the witness is.
pub fn routes(config: &mut ServiceConfig) {
    config
        .app_data(PayloadConfig::new(REQUEST_BYTES_LIMIT))
        .route("/add-checkpoint", post().to(add_checkpoint))
        .route("/{address:[0-9a-f]{64}}/checkpoint", get().to(checkpoint))
        .route("/keys", get().to(keys));
}

fn plain(status: StatusCode, text: String) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("text/plain; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text)
}

/// A body that is longer than any request: malformed, as tlog-witness has it.
pub(crate) fn too_long(limit: usize) -> HttpResponse {
    plain(StatusCode::BAD_REQUEST, format!("{}\n", Fault::TooLong { limit }))
}

fn later(text: &'static str) -> HttpResponse {
    HttpResponse::ServiceUnavailable()
        .insert_header((header::RETRY_AFTER, "1"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .content_type("text/plain; charset=utf-8")
        .body(text)
}

async fn add_checkpoint(witness: Data<Witness>, body: Bytes) -> HttpResponse {
    let Ok(body) = std::str::from_utf8(&body) else {
        return plain(StatusCode::BAD_REQUEST, "the body is not UTF-8\n".into());
    };
    match witness.add_checkpoint(body).await {
        Ok(lines) => plain(StatusCode::OK, lines),
        Err(Unsigned::Refused(Refused::UnknownOrigin)) => {
            plain(StatusCode::NOT_FOUND, "this witness does not watch that log\n".into())
        }
        Err(Unsigned::Refused(Refused::Untrusted(fault))) => plain(StatusCode::FORBIDDEN, format!("{fault}\n")),
        Err(Unsigned::Refused(Refused::Malformed(fault))) => plain(StatusCode::BAD_REQUEST, format!("{fault}\n")),
        Err(Unsigned::Refused(Refused::Conflict(size))) => {
            HttpResponse::Conflict().content_type("text/x.tlog.size").body(format!("{size}\n"))
        }
        Err(Unsigned::Refused(Refused::Unproved(fault))) => {
            plain(StatusCode::UNPROCESSABLE_ENTITY, format!("{fault}\n"))
        }
        Err(Unsigned::Busy) => later("too many are waiting; try again in a second\n"),
        Err(Unsigned::Behind) => {
            later("the mirror here has not yet replayed so much of the log; try again in a second\n")
        }
        Err(Unsigned::Stopped) => plain(
            StatusCode::SERVICE_UNAVAILABLE,
            "the mirror here has stopped, with evidence: nothing more is cosigned\n".into(),
        ),
        Err(Unsigned::Failed(reason)) => failed(&reason),
    }
}

/// The reason names files of this machine: it is for the operator alone.
fn failed(reason: &str) -> HttpResponse {
    tracing::error!(reason, "a checkpoint was not cosigned");
    let told = "not signed: the witness could not keep what it judged; its operator was told\n";
    plain(StatusCode::INTERNAL_SERVER_ERROR, told.into())
}

async fn checkpoint(witness: Data<Witness>, address: Path<String>) -> HttpResponse {
    match witness.last(&address) {
        Some(note) => plain(StatusCode::OK, note),
        None => plain(StatusCode::NOT_FOUND, "this witness has cosigned nothing of that log\n".into()),
    }
}

async fn keys(witness: Data<Witness>) -> HttpResponse {
    plain(StatusCode::OK, witness.keys().iter().map(|key| format!("{key}\n")).collect())
}
