//! One attempt: a request that goes to the open net, follows nobody, and reads nothing of the answer but its status.

use std::error::Error;
use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use actix_web::http::header::HttpDate;
use app::view::desk::DeliveryProblem;
use reqwest::blocking::Client;
use reqwest::redirect::Policy;

use super::sign;
use crate::outbound;
use crate::outbound::open_net::{Closed, OpenNet};
use crate::private::deliveries::Told;
use crate::private::webhooks::{WebhookRow, secret_bytes};
use crate::store::write::now;

/// Name, connection, TLS, request and the answer's head, all together: Standard Webhooks says 15 to 30 seconds.
const WITHIN: Duration = Duration::from_secs(15);

/// The longest wait that the other side may ask for: what we wait ourselves before the last attempt.
const ASKED_AT_MOST_MS: i64 = 24 * 60 * 60 * 1_000;

/// The name and the connection.
const CONNECTED_WITHIN: Duration = Duration::from_secs(5);

/// What became of an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The other side has it: an answer of 2xx.
    Delivered(u16),
    /// The other side wants nothing any more.
    Gone(Told),
    /// It may take it later.
    NotNow(Told),
    /// It may take it later, and asked for so many milliseconds until then.
    NotBefore(Told, i64),
}

impl Outcome {
    /// What the other side said.
    #[must_use]
    pub fn told(&self) -> Told {
        match *self {
            Self::Delivered(status) => Told { status: Some(status), problem: None },
            Self::Gone(told) | Self::NotNow(told) | Self::NotBefore(told, _) => told,
        }
    }
}

/// Sends. Clones share the client.
#[derive(Debug, Clone)]
pub struct Sender {
    client: Client,
    net: OpenNet,
}

impl Sender {
    /// Sends to these addresses. Not to be made where futures run.
    ///
    /// # Errors
    /// If the system's certificates can't be read.
    pub fn new(net: OpenNet) -> reqwest::Result<Self> {
        let client = outbound::builder()
            .timeout(WITHIN)
            .connect_timeout(CONNECTED_WITHIN)
            .redirect(Policy::none())
            // A proxy would connect for us, to wherever it likes.
            .no_proxy()
            // Each attempt resolves the name anew, and is held against the rule anew.
            .pool_max_idle_per_host(0)
            .dns_resolver(std::sync::Arc::new(net))
            .build()?;
        Ok(Self { client, net })
    }

    /// Makes one attempt.
    #[must_use]
    pub fn send(&self, webhook: &WebhookRow, message: &str, body: &str) -> Outcome {
        // The client asks no resolver where the host is no name.
        let Ok(url) = self.net.check(&webhook.url) else { return not_now(None, DeliveryProblem::Closed) };
        let at = now().ms();
        let secrets: Vec<Vec<u8>> = webhook.secrets(at).into_iter().filter_map(secret_bytes).collect();
        let at_s = at.div_euclid(1_000);
        let request = self.client.post(url).body(body.to_owned());
        let request = request.header("content-type", "application/json").header("webhook-id", message);
        let request = request.header("webhook-timestamp", at_s.to_string());
        let request = request.header("webhook-signature", sign::signatures(&secrets, message, at_s, body));
        match request.send() {
            Ok(answer) => {
                let asked = answer.headers().get("retry-after").and_then(|value| value.to_str().ok());
                outcome(answer.status().as_u16(), asked.and_then(|text| asked_ms(text, now().ms())))
            }
            Err(error) => not_now(None, problem(&error)),
        }
    }
}

fn not_now(status: Option<u16>, problem: DeliveryProblem) -> Outcome {
    Outcome::NotNow(Told { status, problem: Some(problem) })
}

/// `Retry-After` as RFC 9110 (section 10.2.3) has it: seconds, or a moment; within bounds.
fn asked_ms(text: &str, at_ms: i64) -> Option<i64> {
    let text = text.trim();
    let wait_ms = match text.parse::<u32>() {
        Ok(seconds) => i64::from(seconds).saturating_mul(1_000),
        Err(_) => {
            let moment: SystemTime = text.parse::<HttpDate>().ok()?.into();
            let since = moment.duration_since(UNIX_EPOCH).ok()?;
            i64::try_from(since.as_millis()).ok()?.saturating_sub(at_ms)
        }
    };
    Some(wait_ms.clamp(0, ASKED_AT_MOST_MS))
}

fn outcome(status: u16, asked_ms: Option<i64>) -> Outcome {
    match (status, asked_ms) {
        (429 | 503, Some(asked_ms)) => {
            let told = Told { status: Some(status), problem: Some(DeliveryProblem::Status) };
            Outcome::NotBefore(told, asked_ms)
        }
        (status, _) => outcome_of(status),
    }
}

fn outcome_of(status: u16) -> Outcome {
    match status {
        200..=299 => Outcome::Delivered(status),
        410 => Outcome::Gone(Told { status: Some(410), problem: Some(DeliveryProblem::Gone) }),
        300..=399 => not_now(Some(status), DeliveryProblem::Redirect),
        _ => not_now(Some(status), DeliveryProblem::Status),
    }
}

/// Why nothing came, by the causes below the error.
fn problem(error: &reqwest::Error) -> DeliveryProblem {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<Closed>() {
            return DeliveryProblem::Closed;
        }
        // What an I/O error carries is not among its causes.
        let carried = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        if error.is::<rustls::Error>() || carried.is_some_and(|inner| inner.is::<rustls::Error>()) {
            return DeliveryProblem::Tls;
        }
        cause = error.source();
    }
    match error {
        error if error.is_timeout() => DeliveryProblem::Timeout,
        error if error.is_dns() => DeliveryProblem::Name,
        error if error.is_connect() => DeliveryProblem::Connect,
        _ => DeliveryProblem::Broken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_at_its_word() {
        let told = |status, problem| Told { status: Some(status), problem: Some(problem) };
        let rows = [
            (200, Outcome::Delivered(200)),
            (204, Outcome::Delivered(204)),
            (299, Outcome::Delivered(299)),
            (301, Outcome::NotNow(told(301, DeliveryProblem::Redirect))),
            (404, Outcome::NotNow(told(404, DeliveryProblem::Status))),
            (410, Outcome::Gone(told(410, DeliveryProblem::Gone))),
            (429, Outcome::NotNow(told(429, DeliveryProblem::Status))),
            (500, Outcome::NotNow(told(500, DeliveryProblem::Status))),
        ];
        for (status, expected) in rows {
            assert_eq!(outcome(status, None), expected, "{status}");
        }
        let full = |status| Outcome::NotBefore(told(status, DeliveryProblem::Status), 7_000);
        assert_eq!((outcome(429, Some(7_000)), outcome(503, Some(7_000))), (full(429), full(503)));
        assert_eq!(outcome(500, Some(7_000)), outcome(500, None), "only where it is said to be too much");
        assert_eq!(outcome(200, Some(7_000)), Outcome::Delivered(200));
    }

    #[test]
    fn a_wait_is_asked_for_in_seconds_or_by_a_moment_and_is_bounded() {
        let rows = [
            ("120", Some(120_000)),
            (" 0 ", Some(0)),
            ("4000000000", Some(ASKED_AT_MOST_MS)),
            ("Thu, 01 Jan 1970 00:02:00 GMT", Some(60_000)),
            ("Thu, 01 Jan 1970 00:00:00 GMT", Some(0)),
            ("Fri, 01 Jan 2100 00:00:00 GMT", Some(ASKED_AT_MOST_MS)),
            ("-5", None),
            ("soon", None),
            ("", None),
        ];
        for (text, expected) in rows {
            assert_eq!(asked_ms(text, 60_000), expected, "{text}");
        }
    }
}
