//! One attempt: a request that goes to the open net, follows nobody, and reads nothing of the answer but its status.

use std::error::Error;
use std::io;
use std::time::Duration;

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
            Ok(answer) => outcome(answer.status().as_u16()),
            Err(error) => not_now(None, problem(&error)),
        }
    }
}

fn not_now(status: Option<u16>, problem: DeliveryProblem) -> Outcome {
    Outcome::NotNow(Told { status, problem: Some(problem) })
}

fn outcome(status: u16) -> Outcome {
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
            assert_eq!(outcome(status), expected, "{status}");
        }
    }
}
