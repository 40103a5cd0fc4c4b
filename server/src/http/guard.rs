//! Who may record: the bearer of a token that the private store knows.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use actix_web::HttpRequest;
use actix_web::http::header;

use ledger::refusal::Lang;
use ledger::value::Actor;

use super::problem::Problem;
use crate::desk::people::permission::{Grant, Role, Scope};
use crate::private::{Private, tokens};
use crate::store::Stored;

/// A token that was good is not looked up again for so long.
const GOOD_FOR: Duration = Duration::from_secs(10);

/// Tokens remembered at once; past that all are forgotten.
const REMEMBERED: usize = 1_024;

/// A program that may record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bearer {
    /// As whom.
    pub actor: Actor,
    /// What, and how much of it.
    pub grant: Grant,
}

/// Bearers by the hash of their token, and since when that is known.
type Known = HashMap<[u8; 32], (Bearer, Instant)>;

/// Knows tokens.
#[derive(Debug, Clone)]
pub struct Guard {
    private: Private,
    known: Arc<Mutex<Known>>,
}

impl Guard {
    /// Asks this store.
    #[must_use]
    pub fn new(private: Private) -> Self {
        Self { private, known: Arc::default() }
    }

    /// The program whose token the request bears.
    ///
    /// # Errors
    /// A [`Problem`]: no token, or a wrong one.
    pub async fn bearer(&self, request: &HttpRequest, lang: Lang) -> Result<Bearer, Problem> {
        let header = request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header
            .and_then(|header| header.split_once(' '))
            .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
        let Some((_, token)) = token else { return Err(Problem::no_token(lang)) };
        // Kept by hash: a dump of memory shows no token that was not just sent.
        let hash = ledger::Hash::of(token.trim().as_bytes()).0;
        if let Some(bearer) = self.remembered(&hash) {
            return Ok(bearer);
        }
        let token = token.trim().to_owned();
        let found: Stored<_> = self.private.run(move |db| tokens::holder(db, &token)).await;
        let found = found.map_err(|error| Problem::store(&error, lang))?;
        if let Some(row) = found.as_ref().filter(|row| row.is_use_due()) {
            self.note_use(row.hash.clone()).await;
        }
        let bearer = found.and_then(bearer_of).ok_or_else(|| Problem::wrong_token(lang))?;
        self.remember(hash, &bearer);
        Ok(bearer)
    }

    /// Writes down that a token was used. A note that fails, above all on a full disk, refuses nobody: the event itself
    /// is told of what is wrong, and by those who record it.
    async fn note_use(&self, hash: Vec<u8>) {
        let noted: Stored<()> = self.private.run(move |db| tokens::note_use(db, &hash)).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "the use of a token could not be noted");
        }
    }

    /// Forgets what it knows: a token was revoked.
    pub fn forget(&self) {
        if let Ok(mut known) = self.known.lock() {
            known.clear();
        }
    }

    fn remembered(&self, hash: &[u8; 32]) -> Option<Bearer> {
        let known = self.known.lock().ok()?;
        known.get(hash).filter(|(_, since)| since.elapsed() < GOOD_FOR).map(|(bearer, _)| bearer.clone())
    }

    fn remember(&self, hash: [u8; 32], bearer: &Bearer) {
        if let Ok(mut known) = self.known.lock() {
            if known.len() >= REMEMBERED {
                known.clear();
            }
            known.insert(hash, (bearer.clone(), Instant::now()));
        }
    }
}

/// A token's row as what its bearer may do; none where a row says what this program does not know.
pub(crate) fn bearer_of(row: tokens::TokenRow) -> Option<Bearer> {
    let actor = Actor::new(&row.actor).ok()?;
    let scope = match row.scope_kind.as_str() {
        "organisation" => Scope::Organisation,
        kind => Scope::of_words(kind, &row.scope_id)?,
    };
    let organisation = match scope {
        Scope::Organisation => row.scope_id,
        _ => row.actor.split('/').next().unwrap_or_default().to_owned(),
    };
    Some(Bearer { actor, grant: Grant { role: Role::of_word(&row.role)?, organisation, scope } })
}
