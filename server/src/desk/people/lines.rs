//! People, sessions and tokens as they are shown.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use app::view::desk::{ActLine, GrantLine, GrantScope, PasskeyLine, PasswordFault, PersonLine, SessionLine, TokenLine};
use ledger::json;
use ledger::value::Timestamp;

use super::password::Weak;
use super::permission::{Grant, Role, Scope};
use crate::private::acts::ActRow;
use crate::private::passkeys::Passkey;
use crate::private::people::{self, Person};
use crate::private::sessions::Session;
use crate::private::tokens::TokenRow;
use crate::store::write::now;
use crate::store::{Db, Stored};

pub(super) fn roles() -> Vec<&'static str> {
    Role::ALL.iter().map(|role| role.word()).collect()
}

pub(super) fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms).unwrap_or(Timestamp::ZERO)
}

pub(super) fn grant(grant: &Grant) -> GrantLine {
    GrantLine { role: grant.role.word(), organisation: grant.organisation.clone(), scope: scope(&grant.scope) }
}

fn scope(scope: &Scope) -> GrantScope {
    match scope {
        Scope::All => GrantScope::All,
        Scope::Organisation => GrantScope::Organisation,
        Scope::Fund(id) => GrantScope::Fund(id.clone()),
        Scope::Site(id) => GrantScope::Site(id.clone()),
    }
}

pub(super) fn person(db: &mut Db, person: &Person) -> Stored<PersonLine> {
    Ok(PersonLine {
        id: person.id,
        account: person.account(),
        name: person.name.clone(),
        grants: people::grants(db, person.id)?.iter().map(grant).collect(),
        is_set_up: person.password.is_some(),
        is_disabled: person.disabled_at.is_some(),
    })
}

pub(super) fn session(session: &Session, asking: &[u8]) -> SessionLine {
    SessionLine {
        id: json::hex(&session.hash),
        is_this: session.hash == asking,
        since: at(session.created_at),
        seen: at(session.seen_at),
        address: session.address.clone(),
        agent: session.agent.clone(),
    }
}

pub(super) fn passkey(passkey: &Passkey) -> PasskeyLine {
    PasskeyLine {
        id: URL_SAFE_NO_PAD.encode(&passkey.id),
        name: passkey.name.clone(),
        created: at(passkey.created_at),
        used: passkey.last_used_at.map(at),
    }
}

pub(super) fn token(token: &TokenRow) -> TokenLine {
    TokenLine {
        id: json::hex(&token.hash),
        name: token.name.clone(),
        actor: token.actor.clone(),
        role: token.role.clone(),
        scope: Scope::of_words(&token.scope_kind, &token.scope_id).map_or(GrantScope::All, |found| scope(&found)),
        created: at(token.created_at),
        expires: token.expires_at.map(at),
        used: token.last_used_at.map(at),
        is_over: !token.is_good(now().ms()),
    }
}

pub(super) fn act(row: ActRow) -> ActLine {
    ActLine { at: at(row.at), actor: row.actor, act: row.act, subject: row.subject, detail: row.detail, currency: None }
}

pub(super) fn weak(weak: Weak) -> PasswordFault {
    match weak {
        Weak::Short => PasswordFault::Short,
        Weak::Long => PasswordFault::Long,
        Weak::Common => PasswordFault::Common,
        Weak::Repeated => PasswordFault::Repeated,
        Weak::Account => PasswordFault::Account,
    }
}

/// Bytes from lower-case hex; none where it is not that.
pub(super) fn bytes_of(hex: &str) -> Option<Vec<u8>> {
    if !hex.len().is_multiple_of(2) || !hex.is_ascii() {
        return None;
    }
    (0..hex.len()).step_by(2).map(|place| u8::from_str_radix(hex.get(place..place + 2)?, 16).ok()).collect()
}
