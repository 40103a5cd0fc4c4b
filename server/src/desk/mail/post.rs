//! Handing letters over to a mail server (RFC 5321).

use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::extension::ClientId;

use super::Outcome;
use super::letter::Letter;

/// How long the other side may take to answer.
const TIMEOUT: Duration = Duration::from_secs(30);

/// How the connection is kept secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte.
    Tls,
    /// TLS after `STARTTLS`.
    StartTls,
    /// None: only on this machine.
    Plain,
}

/// A mail server.
#[derive(Clone, PartialEq, Eq)]
pub struct Server {
    host: String,
    port: u16,
    security: Security,
    credentials: Option<(String, String)>,
}

/// Neither name nor password is ever shown.
impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("host", &self.host).field("port", &self.port).finish_non_exhaustive()
    }
}

/// Why mail can't be set up so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MailFault {
    /// Not an address of a mail server.
    #[error("the mail server must be smtps://HOST, smtp+starttls://HOST or, on this machine, smtp://127.0.0.1")]
    Server,
    /// Without TLS, everybody on the way could read letters and password.
    #[error("smtp:// without TLS is for this machine only: use smtps:// or smtp+starttls://")]
    NoTls,
    /// Not an address to send from.
    #[error("\"{0}\" is no address that mail can come from")]
    From(String),
    /// Letters name whole addresses.
    #[error("mail needs --origin: letters link to this site")]
    NoOrigin,
    /// What the library said.
    #[error("TLS can't be set up: {0}")]
    Tls(String),
}

impl Server {
    /// Reads `smtps://user:password@host:465` and the like. What stands in a password with a meaning in addresses is
    /// written as `%40`.
    ///
    /// # Errors
    /// [`MailFault`].
    pub fn parse(text: &str) -> Result<Self, MailFault> {
        let url = reqwest::Url::parse(text).map_err(|_| MailFault::Server)?;
        let (security, usual) = match url.scheme() {
            "smtps" => (Security::Tls, 465),
            "smtp+starttls" => (Security::StartTls, 587),
            "smtp" => (Security::Plain, 25),
            _ => return Err(MailFault::Server),
        };
        let host = url.host_str().filter(|host| !host.is_empty()).ok_or(MailFault::Server)?;
        let here = host == "localhost"
            || host.trim_matches(['[', ']']).parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback());
        if security == Security::Plain && !here {
            return Err(MailFault::NoTls);
        }
        let plain = |text: &str| decoded(text).ok_or(MailFault::Server);
        let credentials = match url.username() {
            "" => None,
            name => Some((plain(name)?, plain(url.password().unwrap_or_default())?)),
        };
        Ok(Self {
            host: host.trim_matches(['[', ']']).to_owned(),
            port: url.port().unwrap_or(usual),
            security,
            credentials,
        })
    }
}

/// The text with `%40` and the like as the bytes they stand for.
fn decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, more @ ..] = rest {
        rest = more;
        if *first == b'%' {
            let (digits, after) = more.split_at_checked(2)?;
            bytes.push(u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// What is needed to send mail.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where letters are handed over.
    pub server: Server,
    /// Who they are from.
    pub from: String,
}

/// Hands letters over.
#[derive(Clone)]
pub struct Post {
    server: Server,
    from: Mailbox,
    tls: Option<TlsParameters>,
}

impl fmt::Debug for Post {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Post").field("server", &self.server).field("from", &self.from).finish_non_exhaustive()
    }
}

impl Post {
    /// Ready to send.
    ///
    /// # Errors
    /// [`MailFault`].
    pub fn new(settings: &Settings) -> Result<Self, MailFault> {
        let from = settings.from.parse().map_err(|_| MailFault::From(settings.from.clone()))?;
        let server = settings.server.clone();
        let tls = match server.security {
            Security::Plain => None,
            _ => Some(TlsParameters::new(server.host.clone()).map_err(|error| MailFault::Tls(error.to_string()))?),
        };
        Ok(Self { server, from, tls })
    }

    /// Hands one letter over.
    #[must_use]
    pub fn hand_over(&self, to: &str, letter: &Letter) -> Outcome {
        let Some(message) = self.message(to, letter) else { return Outcome::Refused("no valid address".into()) };
        // Until the letter is begun, nothing of it can have arrived.
        let mut connection = match self.connect() {
            Ok(connection) => connection,
            Err(error) => return Outcome::NotNow(told(&error)),
        };
        let outcome = match connection.send(message.envelope(), &message.formatted()) {
            Ok(_) => Outcome::Sent,
            Err(error) if error.is_transient() => Outcome::NotNow(told(&error)),
            Err(error) if error.is_permanent() || error.is_client() => Outcome::Refused(told(&error)),
            Err(error) => Outcome::Unknown(told(&error)),
        };
        connection.abort();
        outcome
    }

    fn connect(&self) -> Result<SmtpConnection, Error> {
        let Server { host, port, security, credentials } = &self.server;
        let hello = ClientId::default();
        let at_once = self.tls.as_ref().filter(|_| *security == Security::Tls);
        let mut connection = SmtpConnection::connect((host.as_str(), *port), Some(TIMEOUT), &hello, at_once, None)?;
        if let (Security::StartTls, Some(tls)) = (security, &self.tls) {
            connection.starttls(tls, &hello)?;
        }
        if let Some((name, password)) = credentials {
            let credentials = Credentials::new(name.clone(), password.clone());
            connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials)?;
        }
        Ok(connection)
    }

    fn message(&self, to: &str, letter: &Letter) -> Option<Message> {
        let to: Address = to.parse().ok()?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(letter.subject.clone())
            .message_id(Some(letter.id.clone()))
            .header(ContentType::TEXT_PLAIN)
            // RFC 8058: one press in the mail program itself.
            .raw_header(header("List-Unsubscribe", format!("<{}>", letter.stop)))
            .raw_header(header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()))
            .raw_header(header("Content-Language", letter.lang.into()))
            // RFC 3834: nobody's holiday note shall answer it.
            .raw_header(header("Auto-Submitted", "auto-generated".into()))
            .body(letter.body.clone())
            .ok()
    }
}

/// What the other side said, without any address in it.
fn told(error: &Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server did not answer in time".into(),
        None if error.is_tls() => "no TLS with the mail server".into(),
        None => "the mail server could not be reached".into(),
    }
}

/// A header that the library has no type for.
fn header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}

#[cfg(test)]
mod tests;
