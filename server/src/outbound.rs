//! Asking other servers: one way to make a client, and bounds on what they answer.
//!
//! Mirrors, witnesses and authorities are named by whoever runs this; what anybody else names goes by [`open_net`].

use std::error::Error as _;
use std::io::Read as _;
use std::sync::Once;
use std::time::Duration;

use reqwest::blocking::{Client, ClientBuilder, Response};

pub mod open_net;

/// Who asks.
const AGENT: &str = concat!("almoner/", env!("CARGO_PKG_VERSION"));

/// What every client begins as. TLS is by ring, which must be named once before the first.
pub fn builder() -> ClientBuilder {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        // A second installation changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    Client::builder().user_agent(AGENT)
}

/// A client whose requests end within a time.
///
/// # Errors
/// If the system's certificates can't be read.
pub fn client(within: Duration) -> reqwest::Result<Client> {
    builder().timeout(within).redirect(reqwest::redirect::Policy::limited(3)).build()
}

/// Whether an address has a name or a password in it.
#[must_use]
pub fn has_credentials(address: &str) -> bool {
    reqwest::Url::parse(address).is_ok_and(|url| !url.username().is_empty() || url.password().is_some())
}

/// Why nothing came, down to its cause: that a certificate is not believed stands two causes below "error sending request".
/// Without the address, which the caller knows.
#[must_use]
pub fn why(error: reqwest::Error) -> String {
    let error = error.without_url();
    let mut says = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let more = error.to_string();
        if !says.ends_with(&more) {
            says = format!("{says}: {more}");
        }
        cause = error.source();
    }
    says
}

/// An answer's bytes, at most so many.
///
/// # Errors
/// A sentence: it broke off, or is longer.
pub fn bytes(answer: Response, limit: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    answer.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length <= limit) {
        Ok(bytes)
    } else {
        Err(format!("the answer is longer than {limit} bytes"))
    }
}

/// An answer's text, at most so many bytes.
///
/// # Errors
/// As [`bytes`]; or it is not UTF-8.
pub fn text(answer: Response, limit: u64) -> Result<String, String> {
    String::from_utf8(bytes(answer, limit)?).map_err(|_| "the answer is not UTF-8".into())
}
