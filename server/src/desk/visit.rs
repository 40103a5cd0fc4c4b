//! Who asks, and what they may do; from a view model to an answer.

use actix_web::cookie::Cookie;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use app::view::desk::{Content, Desk, Done, Staff as StaffView, Tab};
use app::view::{Named, Page, Refused};
use ledger::event::EventType;
use ledger::refusal::Lang;
use ledger::value::SubjectKind;

use super::people::permission::{Action, Grant, Reach, may, may_for, may_record, may_somewhere};
use super::{gate, resume};
use crate::http::Site;
use crate::http::reader::Reader;
use crate::http::show::Setting;
use crate::pages::Lookup;
use crate::private::people::{self, Person};
use crate::private::sessions;
use crate::store::{StoreError, Stored};

/// Somebody who is logged in.
#[derive(Debug, Clone)]
pub struct Staff {
    /// Who.
    pub person: Person,
    /// What they may do.
    pub grants: Vec<Grant>,
    /// The hash of their session.
    pub session: Vec<u8>,
}

impl Staff {
    /// Whether they may do this anywhere.
    #[must_use]
    pub fn may_somewhere(&self, action: Action) -> bool {
        may_somewhere(&self.grants, action)
    }

    /// Whether they may record any event of this type.
    #[must_use]
    pub fn may_record(&self, event: EventType) -> bool {
        may_record(&self.grants, event)
    }

    /// Whether they may record anything.
    #[must_use]
    pub fn records(&self) -> bool {
        EventType::ALL.iter().any(|event| self.may_record(*event))
    }

    /// Whether they may do this to what is reached.
    #[must_use]
    pub fn may(&self, action: Action, reach: &Reach) -> bool {
        may(&self.grants, action, reach)
    }

    /// Whether they may do this for a whole organisation.
    #[must_use]
    pub fn may_for(&self, action: Action, organisation: &str) -> bool {
        may_for(&self.grants, action, organisation)
    }

    /// The organisations for which they may do this.
    #[must_use]
    pub fn organisations(&self, action: Action) -> Vec<String> {
        let mut ids: Vec<String> = self.grants.iter().map(|grant| grant.organisation.clone()).collect();
        ids.sort();
        ids.dedup();
        ids.retain(|id| self.may_for(action, id));
        ids
    }

    fn view(&self) -> StaffView {
        let mut tabs = vec![Tab::Home];
        if self.records() {
            tabs.push(Tab::Record);
        }
        tabs.push(Tab::Waiting);
        super::bulk::add_tabs(self, &mut tabs);
        if self.may_somewhere(Action::ManagePeople) || self.may_somewhere(Action::SeeActs) {
            tabs.push(Tab::People);
        }
        if self.may_somewhere(Action::ManageWebhooks) {
            tabs.push(Tab::Webhooks);
        }
        tabs.push(Tab::Account);
        StaffView { account: self.person.account(), name: self.person.name.clone(), tabs }
    }
}

/// A request by somebody who is logged in and may do what the page is for.
#[derive(Debug, Clone)]
pub struct Visit {
    /// The site.
    pub site: Site,
    /// Language and address.
    pub reader: Reader,
    /// Who asks.
    pub staff: Staff,
    done: Option<Done>,
}

/// The answer to a request: a page, or why not.
pub type Answered = Result<HttpResponse, HttpResponse>;

impl Visit {
    /// Somebody looks. Whoever is not logged in is led to the log-in, and back.
    ///
    /// # Errors
    /// The answer in place of the page.
    pub async fn look(request: &HttpRequest, site: &Site, action: Action) -> Result<Self, HttpResponse> {
        let back = |reader: &Reader| {
            let next = app::page::encode(gate::next(&reader.path));
            format!("/desk/log-in?next={next}")
        };
        Self::enter(request, site, action, back).await
    }

    /// `back` is where whoever is not logged in goes.
    async fn enter(
        request: &HttpRequest,
        site: &Site,
        action: Action,
        back: impl FnOnce(&Reader) -> String,
    ) -> Result<Self, HttpResponse> {
        let reader = Reader::of(request)?;
        if site.mirror.is_some() {
            return Err(refuse(site, &reader, &Page::Refused(Refused::NotFound)));
        }
        let Some(staff) = staff(request, site).await.map_err(|error| failed(site, &reader, &error))? else {
            return Err(to(&reader, &back(&reader)));
        };
        let done =
            request.query_string().split('&').find_map(|pair| pair.strip_prefix("done=")).and_then(Done::of_word);
        let visit = Self { site: site.clone(), reader, staff, done };
        if visit.staff.may_somewhere(action) { Ok(visit) } else { Err(visit.forbidden()) }
    }

    /// Somebody sends a form of ours. Whoever is not logged in any more is told so, and led back to its page.
    ///
    /// # Errors
    /// The answer in place of the act: nothing was changed.
    pub async fn act(request: &HttpRequest, site: &Site, action: Action) -> Result<Self, HttpResponse> {
        Self::act_keeping(request, site, action, &Pairs::new()).await
    }

    /// As [`Self::act`], and what was typed is there again after the log-in.
    ///
    /// # Errors
    /// The answer in place of the act: nothing was changed.
    pub(super) async fn act_keeping(
        request: &HttpRequest,
        site: &Site,
        action: Action,
        typed: &Pairs,
    ) -> Result<Self, HttpResponse> {
        own(request, site)?;
        let back = |reader: &Reader| {
            let next = resume::next(&reader.path, typed);
            let next = app::page::encode(gate::next(&next));
            format!("/desk/log-in?next={next}&done={}", Done::SessionOver.word())
        };
        let mut visit = Self::enter(request, site, action, back).await?;
        // Some forms are sent to addresses that show nothing: the way to the other language is that of their page.
        visit.reader.path = resume::page_of(&visit.reader.path);
        Ok(visit)
    }

    /// The reader's language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.reader.lang
    }

    /// A page of the desk.
    #[must_use]
    pub fn show(&self, status: u16, content: Content) -> HttpResponse {
        let desk = Desk { staff: Some(self.staff.view()), status, done: self.done.filter(|_| status == 200), content };
        page(&self.site, &self.reader, desk)
    }

    /// Not for this person.
    #[must_use]
    pub fn forbidden(&self) -> HttpResponse {
        self.show(403, Content::Forbidden)
    }

    /// Nothing is there.
    #[must_use]
    pub fn not_found(&self) -> HttpResponse {
        refuse(&self.site, &self.reader, &Page::Refused(Refused::NotFound))
    }

    /// What was sent is no form.
    #[must_use]
    pub fn bad_request(&self) -> HttpResponse {
        refuse(&self.site, &self.reader, &Page::Refused(Refused::BadRequest))
    }

    /// The store did not answer: said once in the log, and to the reader that nothing was changed.
    #[must_use]
    pub fn failed(&self, error: &StoreError) -> HttpResponse {
        failed(&self.site, &self.reader, error)
    }

    /// On to a page, in the language of this address.
    #[must_use]
    pub fn go(&self, path: &str, done: Option<Done>) -> HttpResponse {
        let sign = if path.contains('?') { '&' } else { '?' };
        match done {
            Some(done) => to(&self.reader, &format!("{path}{sign}done={}", done.word())),
            None => to(&self.reader, path),
        }
    }

    /// Asks the log, on a thread that may wait.
    ///
    /// # Errors
    /// The answer in place of the page.
    pub async fn ask<T: Send + 'static>(
        &self,
        question: impl FnOnce(&mut Lookup<'_>) -> Stored<T> + Send + 'static,
    ) -> Result<T, HttpResponse> {
        let site = self.site.clone();
        let asked = actix_web::web::block(move || {
            site.readers.ask(|tables| question(&mut Lookup::sharing(tables, &site.known)))
        });
        match asked.await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(self.failed(&error)),
            Err(error) => Err(self.failed(&StoreError::Database(error.to_string()))),
        }
    }

    /// Organisations with their names; the id where one is not registered yet.
    ///
    /// # Errors
    /// The answer in place of the page.
    pub async fn named(&self, organisations: Vec<String>) -> Result<Vec<Named>, HttpResponse> {
        self.ask(move |lookup| {
            let name = |id: &String| -> Stored<Named> {
                let name = lookup.named(SubjectKind::Organisation, id)?.name;
                Ok(Named { id: id.clone(), name })
            };
            organisations.iter().map(name).collect()
        })
        .await
    }

    /// Does something in the private store, whole or not at all.
    ///
    /// # Errors
    /// The answer in place of the page.
    pub async fn keep<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut crate::store::Db) -> Stored<T> + Send + 'static,
    ) -> Result<T, HttpResponse> {
        self.site.private.run(act).await.map_err(|error| self.failed(&error))
    }

    /// Notes something in the private store behind entries that are in. Whoever recorded them hears so whatever becomes of
    /// this: on a full disk it fails, and "nothing was recorded" would be untrue. Only for what mends itself, or what the
    /// next press of the same button does once more.
    pub async fn note(&self, act: impl FnOnce(&mut crate::store::Db) -> Stored<()> + Send + 'static) {
        let noted: Stored<()> = self.site.private.run(act).await;
        if let Err(error) = noted {
            tracing::warn!(%error, "entries are in, but what belongs to them could not be noted yet");
        }
    }
}

/// Refuses a form that no page of ours sent.
///
/// # Errors
/// The answer.
#[allow(clippy::result_large_err)] // It is an answer, made once and sent.
pub fn own(request: &HttpRequest, site: &Site) -> Result<(), HttpResponse> {
    if gate::is_ours(request, site.origin().as_deref()) {
        return Ok(());
    }
    let reader = Reader::of(request)?;
    Err(page(site, &reader, Desk { staff: None, status: 403, done: None, content: Content::Foreign }))
}

/// Who is logged in.
///
/// # Errors
/// The store's own.
pub async fn staff(request: &HttpRequest, site: &Site) -> Stored<Option<Staff>> {
    let Some(secret) = gate::secret(request) else { return Ok(None) };
    let found: Stored<_> = site
        .private
        .run(move |db| {
            let Some((session, person)) = sessions::holder(db, &secret)? else { return Ok(None) };
            let grants = people::grants(db, person.id)?;
            Ok(Some((session.is_use_due(), Staff { person, grants, session: session.hash })))
        })
        .await;
    let Some((is_use_due, staff)) = found? else { return Ok(None) };
    if is_use_due {
        note_use(site, staff.session.clone()).await;
    }
    Ok(Some(staff))
}

/// A note that fails, above all on a full disk, sends nobody away: looking goes on, and whoever records is told.
async fn note_use(site: &Site, session: Vec<u8>) {
    let noted: Stored<()> = site.private.run(move |db| sessions::note_use(db, &session)).await;
    if let Err(error) = noted {
        tracing::warn!(%error, "the use of a session could not be noted");
    }
}

/// A page of the desk: nobody keeps it.
#[must_use]
pub fn page(site: &Site, reader: &Reader, desk: Desk) -> HttpResponse {
    let status = StatusCode::from_u16(desk.status).unwrap_or(StatusCode::OK);
    let mut answer = HttpResponse::build(status);
    fill(&mut answer, site, reader, &Page::Desk(Box::new(desk)))
}

fn refuse(site: &Site, reader: &Reader, page: &Page) -> HttpResponse {
    let status = StatusCode::from_u16(page.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    fill(&mut HttpResponse::build(status), site, reader, page)
}

/// The store did not answer.
#[must_use]
pub fn failed(site: &Site, reader: &Reader, error: &StoreError) -> HttpResponse {
    // What stands behind `?`, or behind the folder of letters, is a secret of whoever has it.
    let path = reader.path.split('?').next().unwrap_or_default();
    let path = if path.starts_with("/mail/") { "/mail/…" } else { path };
    tracing::error!(%error, path, "a page of the desk could not be made");
    let why = match error {
        StoreError::DiskFull => Refused::DiskFull,
        _ => Refused::Busy { retry_after_s: 5 },
    };
    refuse(site, reader, &Page::Refused(why))
}

fn fill(answer: &mut HttpResponseBuilder, site: &Site, reader: &Reader, page: &Page) -> HttpResponse {
    let setting = Setting::of(site, reader, None);
    let made = setting.document(page, None);
    answer.insert_header((header::CONTENT_TYPE, made.media_type));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    answer.insert_header((header::VARY, reader.vary()));
    answer.body(made.body)
}

/// On to another page, in the language of this address.
#[must_use]
pub fn to(reader: &Reader, path: &str) -> HttpResponse {
    led(reader, path, None)
}

/// As [`to`], with a cookie.
#[must_use]
pub fn led(reader: &Reader, path: &str, cookie: Option<Cookie<'static>>) -> HttpResponse {
    let mut answer = HttpResponse::SeeOther();
    answer.insert_header((header::LOCATION, format!("{}{path}", reader.prefix())));
    answer.insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(cookie) = cookie {
        answer.cookie(cookie);
    }
    answer.finish()
}

/// What was typed into a form, in order.
pub type Pairs = Vec<(String, String)>;

/// Whether a form that was refused is only to be shown in the other language: it is judged once more, and nothing done.
#[must_use]
pub fn is_shown_again(pairs: &Pairs) -> bool {
    typed(pairs, "step") == "again"
}

/// What was typed into a field; nothing where it was left out.
#[must_use]
pub fn typed<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value.as_str())
}
