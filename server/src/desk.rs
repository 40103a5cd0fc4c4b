//! The staff desk: whoever records, approves and manages, behind a log-in.
//!
//! - [`bulk`]: bank statements and spreadsheets
//! - [`mail`]: receipts and notices to donors
//! - [`paper`]: labels, waybills, receipts, hand-out lists
//! - [`people`]: staff, roles, passwords, sessions, tokens
//! - [`passkey`]: logging in without a password
//! - [`gate`]: where a request comes from, and where it may lead
//! - [`visit`]: who asks, and what they may do; from a view model to an answer
//! - [`record`]: a form an event
//! - [`resume`]: what becomes of a form whose session ended; [`approval`]: four eyes
//! - [`documents`]: files by their hash
//! - [`home`]: what waits; [`start`]: where to begin; [`webhooks`]: who is told of new entries
//!
//! Pages are filled here and made by `app`. Writes are plain forms: post, redirect, get; the form again with 422 and
//! everything typed kept. Events go to the sequencer like those of the open interface.

use std::sync::Arc;

use actix_web::web::{FormConfig, PayloadConfig, ServiceConfig, get, post};
use tokio::sync::Semaphore;

use self::people::throttle::Throttle;

pub(crate) mod approval;
pub mod bulk;
pub mod documents;
pub mod gate;
mod home;
pub mod mail;
pub mod paper;
pub(crate) mod passkey;
pub mod people;
pub(crate) mod record;
mod resume;
mod start;
pub mod visit;
mod webhooks;

/// Passwords hashed at once: each takes 19 MiB and a core.
const HASHES_AT_ONCE: usize = 2;

/// What a form without files may hold; longer than any event.
const FORM_BYTES: usize = 128 * 1024;

/// What the desk remembers between requests, in memory.
#[derive(Debug, Clone)]
pub struct State {
    /// How often somebody may try to log in.
    pub throttle: Arc<Throttle>,
    /// How often a letter may be asked for on a public page.
    pub(crate) letters: Arc<Throttle>,
    /// What passkeys are to sign.
    pub(crate) challenges: Arc<passkey::Challenges>,
    hashing: Arc<Semaphore>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            throttle: Arc::default(),
            letters: Arc::new(Throttle::for_letters()),
            challenges: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHES_AT_ONCE)),
        }
    }
}

impl State {
    /// Does what takes a password's hash, on a thread that may wait, and only so many at once.
    ///
    /// # Errors
    /// If the server is going down.
    pub(crate) async fn hashing<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, crate::store::StoreError> {
        let failed = |error: &dyn std::fmt::Display| crate::store::StoreError::Database(error.to_string());
        let _permit = self.hashing.acquire().await.map_err(|error| failed(&error))?;
        actix_web::web::block(work).await.map_err(|error| failed(&error))
    }
}

/// The routes, under no prefix and under that of each language.
pub fn routes(config: &mut ServiceConfig) {
    config.app_data(FormConfig::default().limit(FORM_BYTES));
    config.app_data(PayloadConfig::new(crate::http::body::FILES_BYTES_LIMIT));
    config.configure(bulk::pages::routes).configure(paper::pages::routes).configure(webhooks::routes);
    config
        .route("/desk", get().to(home::home))
        .route("/documents/{sha3}", get().to(documents::serve))
        .route("/desk/record", get().to(record::pages::menu))
        .route("/desk/record/{event}", get().to(record::pages::open))
        .route("/desk/record/{event}", post().to(record::pages::send))
        .route("/desk/recorded", get().to(record::pages::find))
        .route("/desk/recorded/{seq}", get().to(record::pages::recorded))
        .route("/desk/waiting", get().to(approval::list::show))
        .route("/desk/waiting/limits", post().to(approval::limits::set))
        .route("/desk/waiting/limits/agree", post().to(approval::raises::agree))
        .route("/desk/waiting/limits/decline", post().to(approval::raises::decline))
        .route("/desk/waiting/{id}", get().to(approval::list::one))
        .route("/desk/waiting/{id}/approve", post().to(approval::decide::approve))
        .route("/desk/waiting/{id}/refuse", post().to(approval::decide::refuse))
        .route("/desk/waiting/{id}/withdraw", post().to(approval::again::withdraw))
        .route("/desk/waiting/{id}/put-away", post().to(approval::again::put_away))
        .route("/desk/log-in", get().to(people::log_in::form))
        .route("/desk/log-in", post().to(people::log_in::log_in))
        .route("/desk/log-in/passkey", post().to(passkey::log_in_with))
        .route("/desk/account/passkeys", post().to(passkey::add))
        .route("/desk/account/passkeys/{id}/remove", post().to(passkey::remove))
        .route("/desk/log-out", post().to(people::log_in::log_out))
        .route("/desk/set-up", get().to(people::set_up::form))
        .route("/desk/set-up", post().to(people::set_up::set_up))
        .route("/desk/account", get().to(people::account::show))
        .route("/desk/account/password", post().to(people::account::change_password))
        .route("/desk/account/sessions/{id}/end", post().to(people::account::end_session))
        .route("/gifts/{code}/follow", get().to(mail::follow::show))
        .route("/gifts/{code}/follow", post().to(mail::follow::ask))
        .route("/mail/{secret}", get().to(mail::choice::show))
        .route("/mail/{secret}", post().to(mail::choice::stop))
        .route("/mail/{secret}/follow", post().to(mail::choice::follow))
        .route("/desk/people", get().to(people::list::show))
        .route("/desk/people", post().to(people::list::add))
        .route("/desk/people/{id}", get().to(people::one::show))
        .route("/desk/people/{id}/roles", post().to(people::one::give))
        .route("/desk/people/{id}/roles/take", post().to(people::one::take))
        .route("/desk/people/{id}/link", post().to(people::one::link))
        .route("/desk/people/{id}/disable", post().to(people::one::disable))
        .route("/desk/people/{id}/enable", post().to(people::one::enable))
        .route("/desk/people/{id}/sessions/{session}/end", post().to(people::one::end_session))
        .route("/desk/tokens", post().to(people::tokens::add))
        .route("/desk/tokens/{id}/revoke", post().to(people::tokens::revoke));
}
