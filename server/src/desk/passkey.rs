//! Passkeys (Web Authentication): logging in without a password, by an authenticator that verified who holds it.
//!
//! The page carries a challenge; a script asks the browser, fills a form with what it answers, and sends it like any
//! other. A challenge is good for one answer and five minutes, and lies in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use app::view::desk::{Ceremony as Asked, Content, Desk, Done, LogIn, LogInFault, PasskeyFault, PasswordFault};

use self::verify::Expected;
use super::gate;
use super::people::permission::Action;
use super::people::{account, log_in};
use super::visit::{self, Answered, Pairs, Visit, failed, led, page, typed};
use crate::http::Site;
use crate::http::reader::Reader;
use crate::private::acts::{self, Act};
use crate::private::{passkeys, people};
use crate::store::Stored;

mod verify;

/// How long somebody may take to find their finger.
const GOOD_FOR: Duration = Duration::from_secs(300);

/// Challenges kept at once; past that those given first are forgotten with all others.
const KEPT: usize = 10_000;

/// What is kept of a passkey's name.
const NAME_CHARS: usize = 60;

/// Challenges that wait for their answer, each for whom: nobody yet, for a log-in.
#[derive(Debug, Default)]
pub(crate) struct Challenges(Mutex<HashMap<Vec<u8>, Given>>);

/// To whom, and when.
type Given = (Option<i64>, Instant);

impl Challenges {
    /// A new challenge; none if the system has no random numbers.
    fn give(&self, person: Option<i64>) -> Option<Vec<u8>> {
        let mut challenge = vec![0_u8; 32];
        getrandom::fill(&mut challenge).ok()?;
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.retain(|_, (_, since)| since.elapsed() < GOOD_FOR);
        }
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(challenge.clone(), (person, Instant::now()));
        Some(challenge)
    }

    /// Whether this challenge was given to that person, and not answered yet.
    fn take(&self, challenge: &[u8], person: Option<i64>) -> bool {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.remove(challenge).is_some_and(|(whose, since)| whose == person && since.elapsed() < GOOD_FOR)
    }
}

/// Where the page is, as the browser will say it, and the host that passkeys belong to.
fn place(request: &HttpRequest, site: &Site) -> (String, String) {
    let origin = site.origin().unwrap_or_else(|| {
        let connection = request.connection_info();
        format!("{}://{}", connection.scheme(), connection.host())
    });
    let host = origin.split_once("://").map_or(origin.as_str(), |(_, rest)| rest);
    let host = host.split(':').next().unwrap_or_default().to_owned();
    (origin, host)
}

/// What the page asks the browser.
pub(super) fn ask(request: &HttpRequest, site: &Site, person: Option<i64>) -> Option<Asked> {
    let (_, host) = place(request, site);
    // Browsers know no passkeys of bare addresses.
    if host.parse::<std::net::IpAddr>().is_ok() {
        return None;
    }
    let challenge = site.desk.challenges.give(person)?;
    Some(Asked { challenge: URL_SAFE_NO_PAD.encode(challenge), host })
}

/// What the browser answered, decoded; and what it should have signed, if the challenge was one of ours.
fn answer(
    request: &HttpRequest,
    site: &Site,
    form: &Pairs,
    person: Option<i64>,
) -> Option<(Vec<u8>, Vec<u8>, Expected)> {
    let bytes = |name| URL_SAFE_NO_PAD.decode(typed(form, name)).ok();
    let (client_data, data) = (bytes("client_data")?, bytes("data")?);
    let json: serde_json::Value = serde_json::from_slice(&client_data).ok()?;
    let challenge = URL_SAFE_NO_PAD.decode(json["challenge"].as_str()?).ok()?;
    if !site.desk.challenges.take(&challenge, person) {
        return None;
    }
    let (origin, host) = place(request, site);
    Some((client_data, data, Expected { challenge, origin, host }))
}

pub(super) async fn log_in_with(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    proved(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn proved(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    visit::own(request, site)?;
    let reader = Reader::of(request)?;
    let next = gate::next(typed(form, "next")).to_owned();
    let again = |status, fault| {
        let form =
            LogIn { next: next.clone(), fault: Some(fault), passkey: ask(request, site, None), ..LogIn::default() };
        page(site, &reader, Desk { staff: None, status, done: None, content: Content::LogIn(form) })
    };
    if let Err(seconds) = site.desk.throttle.allow_address(gate::address(request)) {
        return Err(again(429, LogInFault::Wait(seconds)));
    }
    let wrong = || again(422, LogInFault::Wrong);
    let (client_data, data, expected) = answer(request, site, form, None).ok_or_else(wrong)?;
    let decode = |name| URL_SAFE_NO_PAD.decode(typed(form, name)).ok();
    let (id, signature) = decode("id").zip(decode("signature")).ok_or_else(wrong)?;
    // Read, verified and counted in one transaction: two answers can't both be the next.
    let found: Stored<Option<people::Person>> = site
        .private
        .run(move |db| {
            let Some(passkey) = passkeys::find(db, &id)? else { return Ok(None) };
            let counted = u32::try_from(passkey.sign_count).unwrap_or(0);
            let proved = verify::proved(&client_data, &data, &signature, &passkey.public_key, counted, &expected);
            let counted = match proved {
                Ok(counted) => counted,
                Err(fault) => {
                    tracing::warn!(%fault, "a passkey was not accepted");
                    return Ok(None);
                }
            };
            let person = people::by_id(db, passkey.person)?.filter(|person| person.disabled_at.is_none());
            if person.is_some() {
                passkeys::used(db, &id, counted)?;
            }
            Ok(person)
        })
        .await;
    let Some(person) = found.map_err(|error| failed(site, &reader, &error))? else { return Err(wrong()) };
    let secret = log_in::begin(request, site, person.id).await.map_err(|error| failed(site, &reader, &error))?;
    site.desk.throttle.welcome(&person.account(), gate::address(request));
    Ok(led(&reader, &next, Some(gate::cookie(&secret))))
}

pub(super) async fn add(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::See).await?;
        let person = visit.staff.person.clone();
        let name: String = typed(&form, "name").trim().chars().take(NAME_CHARS).collect();
        if let Err(fault) = account::prove(&request, &visit, &form).await? {
            return refused(&request, &visit, PasskeyFault::Password(fault), name).await;
        }
        let made = answer(&request, &site, &form, Some(person.id))
            .and_then(|(client_data, data, expected)| verify::made(&client_data, &data, &expected).ok());
        let Some(made) = made else { return refused(&request, &visit, PasskeyFault::NotAccepted, name).await };
        let kept = name.clone();
        let added = visit
            .keep(move |db| {
                let added = passkeys::add(db, person.id, &name, &made.id, &made.public_key, made.sign_count)?;
                if added {
                    acts::add(db, &person.account(), Act::PasskeyAdded, &person.account(), &name)?;
                }
                Ok(added)
            })
            .await?;
        if !added {
            return refused(&request, &visit, PasskeyFault::NotAccepted, kept).await;
        }
        Ok(visit.go("/desk/account", Some(Done::PasskeyAdded)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// Why the passkeys stay as they are.
async fn refused(request: &HttpRequest, visit: &Visit, fault: PasskeyFault, name: String) -> Answered {
    let status = if matches!(fault, PasskeyFault::Password(PasswordFault::Wait(_))) { 429 } else { 422 };
    let refused = account::Refused { passkey: Some(fault), name, ..account::Refused::default() };
    account::page(request, visit, status, refused).await
}

pub(super) async fn remove(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<String>,
    form: Form<Pairs>,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::See).await?;
        if let Err(fault) = account::prove(&request, &visit, &form).await? {
            return refused(&request, &visit, PasskeyFault::Password(fault), String::new()).await;
        }
        let (person, id) = (visit.staff.person.clone(), URL_SAFE_NO_PAD.decode(id.as_str()).unwrap_or_default());
        let removed = visit
            .keep(move |db| {
                let removed = passkeys::remove(db, person.id, &id)?;
                if removed {
                    acts::add(db, &person.account(), Act::PasskeyRemoved, &person.account(), "")?;
                }
                Ok(removed)
            })
            .await?;
        if !removed {
            return Err(visit.not_found());
        }
        Ok(visit.go("/desk/account", Some(Done::PasskeyRemoved)))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_answered_once_and_by_whom_it_was_given_to() {
        let challenges = Challenges::default();
        let given = challenges.give(Some(7)).expect("a challenge");
        assert!(!challenges.take(&given, None), "not by somebody else");
        assert!(!challenges.take(&given, Some(7)), "and then by nobody any more");
        let given = challenges.give(None).expect("a challenge");
        assert!(challenges.take(&given, None));
        assert!(!challenges.take(&given, None));
        assert!(!challenges.take(&[0; 32], None));
    }
}
