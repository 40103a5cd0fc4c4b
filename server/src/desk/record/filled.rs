//! A form with what was typed into it, on its way through its steps.

use actix_web::HttpResponse;

use app::view::desk::{Blocking, Content, Field, FieldFault, Form, Input};
use ledger::code::GiftCode;
use ledger::event::{Event, EventType, Place};
use ledger::refusal::Lang;
use ledger::value::{Key, SubjectKind};

use super::choices::Chooser;
use super::description::{Described, Kind, describe, describe_part};
use super::form::{self, Setting};
use super::known::{Documents, Looking};
use super::read::{Faults, Typed, currency_at, fault_of, read};
use super::{only, sent, typed};
use crate::desk::bulk::day;
use crate::desk::documents;
use crate::desk::people::permission::{Action, Grant};
use crate::desk::visit::{Answered, Pairs, Visit};
use crate::http::api::new_key;
use crate::pages::{Lookup, correction};
use crate::private::documents as kept;
use crate::store::Stored;
use crate::store::write::now;

/// Fields of the form that are not the event's.
const STEP: &str = "step";
const KEY: &str = "key";
const SECOND_KEY: &str = "key2";
const CORRECTS: &str = "corrects";
const CORRECTION_REASON: &str = "correction_reason";
/// Before the hash of a document: what it was called by whoever fills in this form. Others may bring the same file under
/// another name meanwhile.
const NAME_OF: &str = "name-of.";
/// The site whose place was filled in by the machine: another site has another place.
const PLACE_OF: &str = "place-of";

/// A form with what was typed into it.
pub(super) struct Filled {
    pub(super) event: EventType,
    typed: Typed,
    pub(super) step: String,
    key: String,
    second_key: String,
    pub(super) corrects: Option<u64>,
    correction_reason: String,
    documents: Documents,
}

impl Filled {
    pub(super) fn new(event: EventType, pairs: Pairs) -> Self {
        let typed = Typed::new(pairs);
        let own = |name: &str| typed.get(name).to_owned();
        let made = |name: &str| if Key::new(typed.get(name)).is_ok() { own(name) } else { new_key().to_string() };
        let (key, second_key) = (made(KEY), made(SECOND_KEY));
        Self {
            event,
            step: own(STEP),
            key,
            second_key,
            corrects: typed.get(CORRECTS).parse().ok(),
            correction_reason: own(CORRECTION_REASON),
            documents: Documents::new(),
            typed,
        }
    }

    /// Whether this person may record such events anywhere, and correct where that is asked.
    #[allow(clippy::result_large_err)] // It is an answer, made once and sent.
    pub(super) fn may(&self, visit: &Visit) -> Result<(), HttpResponse> {
        let corrects = self.corrects.is_none() || visit.staff.may_somewhere(Action::Reverse);
        let may = corrects && visit.staff.may_record(self.event);
        if may { Ok(()) } else { Err(visit.forbidden()) }
    }

    /// Today, where a day must be said.
    pub(super) fn begin(&mut self) {
        let today = now().date().map(|date| date.to_string()).unwrap_or_default();
        for field in describe(self.event) {
            if field.kind == Kind::Date && !field.is_optional && self.typed.get(field.key).is_empty() {
                self.typed.set(field.key, today.clone());
            }
        }
    }

    /// What an empty form begins with, where there is but one thing to choose.
    pub(super) async fn choose_only(&mut self, visit: &Visit) -> Result<(), HttpResponse> {
        if self.corrects.is_some() {
            return Ok(());
        }
        let (event, typed, grants) = (self.event, self.typed.clone(), visit.staff.grants.clone());
        let chosen = visit.ask(move |lookup| only::choices(lookup, &grants, event, &typed)).await?;
        chosen.into_iter().for_each(|(path, value)| self.typed.set(&path, value));
        Ok(())
    }

    /// Their own organisation's id, where that is to be registered: under any other id its accounts have no say in it.
    pub(super) async fn offer_own(&mut self, visit: &Visit) -> Result<(), HttpResponse> {
        if self.event == EventType::OrganisationRegistered
            && self.corrects.is_none()
            && self.typed.get("id").is_empty()
            && let Some(id) = own_unregistered(visit).await?
        {
            self.typed.set("id", id);
        }
        Ok(())
    }

    /// What is wrong with the steward of a fund that somebody may not open.
    pub(super) fn not_yours(&self, visit: &Visit) -> Option<(String, FieldFault)> {
        let ours = visit.staff.organisations(Action::Register);
        let is_not = self.event == EventType::FundOpened
            && !ours.is_empty()
            && !ours.iter().any(|id| id == self.typed.get("steward"));
        is_not.then(|| ("steward".to_owned(), FieldFault::NotYours(ours)))
    }

    /// All that an entry says, as people would type it, but for the ids that it gave out: those stay given.
    pub(super) async fn take_over(&mut self, visit: &Visit, event: &Event) -> Result<(), HttpResponse> {
        let json: serde_json::Value = serde_json::from_str(&event.to_json()).unwrap_or_default();
        let mut taken = Taken { event: self.event, pairs: Vec::new(), amounts: Vec::new() };
        taken.part("", describe(self.event), &json);
        if let Some((_, note)) = taken.pairs.iter_mut().find(|(path, _)| path == "note") {
            *note = correction::unnoted(note).to_owned();
        }
        taken.pairs.into_iter().for_each(|(path, value)| self.typed.set(&path, value));
        self.typed.set(PLACE_OF, self.typed.get("site").to_owned());
        // What an amount's currency is follows from the rest.
        let (kind, typed, amounts) = (self.event, self.typed.clone(), taken.amounts);
        let amounts = visit.ask(move |lookup| {
            let documents = Documents::new();
            let mut known = Looking { lookup, documents: &documents };
            let text = |(path, minor): (String, u64)| {
                let currency = currency_at(kind, &path, &typed, &mut known)?;
                Ok((path, currency.map(|currency| typed::amount_text(minor, currency)).unwrap_or_default()))
            };
            amounts.into_iter().map(text).collect::<Stored<Pairs>>()
        });
        amounts.await?.into_iter().for_each(|(path, value)| self.typed.set(&path, value));
        Ok(())
    }

    pub(super) fn keys(&self) -> Vec<Key> {
        let keys = [&self.key, &self.second_key];
        keys.into_iter().filter_map(|key| Key::new(key).ok()).collect()
    }

    fn hidden(&self) -> Pairs {
        let mut hidden = vec![(KEY.to_owned(), self.key.clone()), (SECOND_KEY.to_owned(), self.second_key.clone())];
        hidden.extend(self.corrects.map(|seq| (CORRECTS.to_owned(), seq.to_string())));
        let name = |document: &serde_json::Value| document["name"].as_str().unwrap_or_default().to_owned();
        hidden.extend(self.documents.iter().map(|(sha3, document)| (format!("{NAME_OF}{sha3}"), name(document))));
        let place_of = self.typed.get(PLACE_OF);
        hidden.extend((!place_of.is_empty()).then(|| (PLACE_OF.to_owned(), place_of.to_owned())));
        hidden
    }

    /// Everything, for the step that follows.
    pub(super) fn hidden_all(&self) -> Pairs {
        let own = [STEP, KEY, SECOND_KEY, CORRECTS, PLACE_OF];
        let is_own = |name: &str| own.contains(&name) || name.starts_with(NAME_OF);
        let typed = self.typed.pairs().into_iter().filter(|(name, _)| !is_own(name));
        self.hidden().into_iter().chain(typed).collect()
    }

    /// Takes the files in; each is then known by its hash.
    pub(super) async fn take_files(&mut self, visit: &Visit, files: Vec<sent::File>) -> Result<Faults, HttpResponse> {
        let mut faults = Faults::new();
        let mut fault = |fault| faults.push(("documents".to_owned(), fault));
        for file in files {
            let Some(folder) = visit.site.documents.clone() else {
                fault(FieldFault::NoStore);
                break;
            };
            if file.bytes.len() > documents::FILE_BYTES {
                fault(FieldFault::FileTooLarge(documents::FILE_BYTES as u64));
                continue;
            }
            let Some(accepted) = documents::accept(&file.bytes) else {
                fault(FieldFault::FileType);
                continue;
            };
            let (by, called) = (visit.staff.person.account(), file.name.clone());
            let kept = documents::keep(&visit.site, folder, file.name, by, accepted).await;
            let sha3 = kept.map_err(|error| visit.failed(&error))?;
            self.typed.set(&format!("{NAME_OF}{sha3}"), called);
            let line = self.typed.lines("documents");
            self.typed.set(&format!("documents.{line}"), sha3);
        }
        let hashes: Vec<String> = (0..self.typed.lines("documents"))
            .map(|line| self.typed.get(&format!("documents.{line}")).to_owned())
            .collect();
        let rows =
            visit.keep(move |db| hashes.iter().map(|hash| kept::find(db, hash)).collect::<Stored<Vec<_>>>()).await?;
        self.documents = rows.iter().flatten().map(|row| document(row, &self.typed)).collect();
        Ok(faults)
    }

    /// Fills in what follows from the rest: ids that were left empty, the place of a site.
    pub(super) async fn complete(&mut self, visit: &Visit) -> Result<(), HttpResponse> {
        for field in describe(self.event) {
            match field.kind {
                Kind::NewId(kind) => self.make_id(field.key, kind),
                Kind::Lines(parts) => {
                    let ids = describe_part(self.event, parts);
                    self.forget_made(field.key, &ids);
                    self.typed.close_up(field.key);
                    for (line, part) in
                        (0..self.typed.lines(field.key)).flat_map(|line| ids.iter().map(move |part| (line, part)))
                    {
                        if let Kind::NewId(kind) = part.kind {
                            self.make_id(&format!("{}.{line}.{}", field.key, part.key), kind);
                        }
                    }
                }
                _ => {}
            }
        }
        self.fill_place(visit).await
    }

    /// The place of the site, where none was typed; another site's, where the place is still that of the site before.
    async fn fill_place(&mut self, visit: &Visit) -> Result<(), HttpResponse> {
        let site = self.typed.get("site").to_owned();
        let before = self.typed.get(PLACE_OF).to_owned();
        if site.is_empty() || (site == before && !self.typed.get("place.country").is_empty()) {
            return Ok(());
        }
        let asked = (site.clone(), before);
        let (here, there) = visit
            .ask(move |lookup| {
                let mut chooser = Chooser::new(lookup, Lang::En, &[], Action::See);
                Ok((chooser.place_of(&asked.0)?, chooser.place_of(&asked.1)?))
            })
            .await?;
        if there.is_some_and(|there| self.is_at(&there)) {
            PLACE.iter().for_each(|path| self.typed.set(path, ""));
        }
        if self.typed.get("place.country").is_empty()
            && let Some(here) = here
        {
            // Where in the site it was, whoever typed a name or degrees knows better than the site.
            let is_own = ["place.name", "place.lat", "place.lon"].iter().all(|path| self.typed.get(path).is_empty());
            for (path, value) in place_pairs(&here) {
                let is_point = matches!(path, "place.lat" | "place.lon");
                if self.typed.get(path).is_empty() && (is_own || !is_point) {
                    self.typed.set(path, value);
                }
            }
            self.typed.set(PLACE_OF, site);
        }
        Ok(())
    }

    /// Whether what stands in the fields of the place is this one, as far as it was filled in.
    fn is_at(&self, place: &Place) -> bool {
        place_pairs(place).into_iter().all(|(path, value)| {
            let typed = self.typed.get(path);
            typed == value || (typed.is_empty() && matches!(path, "place.lat" | "place.lon"))
        })
    }

    /// A line of which nothing is left but the id that was made for it is empty: nobody typed it.
    fn forget_made(&mut self, list: &str, parts: &[Described]) {
        for line in 0..self.typed.lines(list) {
            let path = |part: &Described| format!("{list}.{line}.{}", part.key);
            let is_left = parts
                .iter()
                .any(|part| !matches!(part.kind, Kind::NewId(_)) && !self.typed.get(&path(part)).is_empty());
            if !is_left {
                parts.iter().for_each(|part| self.typed.set(&path(part), ""));
            }
        }
    }

    fn make_id(&mut self, path: &str, kind: SubjectKind) {
        if !self.typed.get(path).is_empty() {
            return;
        }
        let beside = |key: &str| match path.rsplit_once('.') {
            Some((line, _)) => self.typed.get(&format!("{line}.{key}")).to_owned(),
            None => self.typed.get(key).to_owned(),
        };
        let name = ["title", "name", "item"].map(beside).into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        // Of a name in another script only its figures would be left, and `2026` says nothing.
        let (slug, is_name) = (typed::slug(&name), typed::is_told_by_slug(&name));
        let stem = match slug {
            slug if slug.is_empty() => kind.word().to_owned(),
            slug if is_name => slug,
            slug => format!("{}-{slug}", kind.word()),
        };
        let registered = matches!(
            kind,
            SubjectKind::Organisation
                | SubjectKind::Fund
                | SubjectKind::Project
                | SubjectKind::Site
                | SubjectKind::Item
        );
        let id = if registered && is_name && stem != kind.word() { stem } else { format!("{stem}-{}", few_letters()) };
        self.typed.set(path, id);
    }

    /// The events: a reversal before, where one is corrected.
    pub(super) async fn read(&self, visit: &Visit) -> Result<Result<Vec<Event>, Faults>, HttpResponse> {
        let (event, mut typed, documents) = (self.event, self.typed.clone(), self.documents.clone());
        // The log itself says which entry is corrected.
        if let Some(seq) = self.corrects {
            let noted = correction::noted(typed.get("note"), seq);
            typed.set("note", noted);
        }
        let read = visit.ask(move |lookup| read(event, &typed, &mut Looking { lookup, documents: &documents })).await?;
        let read = read.and_then(happened).and_then(sensible);
        let Some(seq) = self.corrects else { return Ok(read.map(|event| vec![event])) };
        let reversal = serde_json::json!({"type": "entry_reversed", "reverses": seq, "reason": self.correction_reason});
        let reversal = if self.correction_reason.is_empty() {
            Err(vec![(CORRECTION_REASON.to_owned(), FieldFault::Missing)])
        } else {
            Event::parse(reversal.to_string().as_bytes()).map_err(|refusal| {
                let (_, fault) = fault_of(EventType::EntryReversed, refusal);
                vec![(CORRECTION_REASON.to_owned(), fault)]
            })
        };
        Ok(match (reversal, read) {
            (Ok(reversal), Ok(event)) => Ok(vec![reversal, event]),
            (reversal, read) => Err([reversal.err(), read.err()].into_iter().flatten().flatten().collect()),
        })
    }

    /// The form again, with what the ledger says at its field.
    pub(super) async fn refused(self, visit: &Visit, place: usize, of: usize, refusal: ledger::Refusal) -> Answered {
        // What is wrong with the reversal is wrong with the correction as a whole.
        let of_reversal = place + 1 < of;
        let refusal = if of_reversal { ledger::Refusal { field: String::new(), ..refusal } } else { refusal };
        let event = if of_reversal { EventType::EntryReversed } else { self.event };
        let (path, fault) = fault_of(event, refusal);
        self.show(visit, 422, vec![(path, fault)], false).await
    }

    pub(super) async fn show(self, visit: &Visit, status: u16, faults: Faults, more_lines: bool) -> Answered {
        let (lang, grants) = (visit.lang(), visit.staff.grants.clone());
        let registers = self.event == EventType::OrganisationRegistered && self.corrects.is_none();
        let own_organisation = if registers { own_unregistered(visit).await? } else { None };
        let form = visit.ask(move |lookup| self.form(lookup, lang, &grants, &faults, more_lines)).await?;
        let form = Form { own_organisation, ..form };
        Ok(visit.show(status, Content::Form(Box::new(form))))
    }

    /// The entry that would be reversed.
    fn takes_back(&self) -> Option<u64> {
        let named = || typed::whole(self.typed.get("reverses").trim_start_matches('#')).ok();
        self.corrects.or_else(|| (self.event == EventType::EntryReversed).then(named).flatten())
    }

    fn form(
        &self,
        lookup: &mut Lookup<'_>,
        lang: Lang,
        grants: &[Grant],
        faults: &Faults,
        more_lines: bool,
    ) -> Stored<Form> {
        let faults = &super::told::name_all(lookup, lang, faults)?;
        let blocking = match self.takes_back() {
            Some(seq) => super::blocking::of(lookup, seq)?,
            None => Blocking::default(),
        };
        let setting = Setting { event: self.event, typed: &self.typed, faults, documents: &self.documents, more_lines };
        let mut chooser = Chooser::new(lookup, lang, grants, Action::of(self.event));
        let mut form = form::form(&setting, &mut chooser, self.hidden(), self.corrects)?;
        form.blocking = blocking;
        if self.corrects.is_some() {
            let fault = faults.iter().find(|(path, _)| path == CORRECTION_REASON).map(|(_, fault)| fault.clone());
            let reason = Field {
                path: CORRECTION_REASON.to_owned(),
                key: CORRECTION_REASON,
                input: Input::Prose,
                value: self.correction_reason.clone(),
                is_required: true,
                maker: None,
                fault,
            };
            form.fields.insert(0, reason);
            form.fault = form::whole_fault(&form.fields, faults);
        }
        super::finish::finish(self.event, &mut form.fields);
        Ok(form)
    }
}

/// The first organisation for which somebody registers things and which is not in the ledger itself.
async fn own_unregistered(visit: &Visit) -> Result<Option<String>, HttpResponse> {
    let ours = visit.staff.organisations(Action::Register);
    visit
        .ask(move |lookup| {
            for id in ours {
                if lookup.tables().organisation(&id)?.is_none() {
                    return Ok(Some(id));
                }
            }
            Ok(None)
        })
        .await
}

/// The event, unless it says a day that is still to come.
fn happened(event: Event) -> Result<Event, Faults> {
    match day::ahead(&event, day::latest()) {
        Some((field, on)) => Err(vec![(field.to_owned(), FieldFault::Ahead(on))]),
        None => Ok(event),
    }
}

/// The event, unless it says what the ledger takes and nobody means.
fn sensible(event: Event) -> Result<Event, Faults> {
    let fault = match &event {
        Event::FundOpened(fund) => {
            let days = fund.opens_on.zip(fund.closes_on);
            days.filter(|(opens, closes)| closes < opens).map(|_| ("closes_on", FieldFault::BeforeOpening))
        }
        Event::OrganisationRegistered(organisation) => {
            let is_url = |text: &str| {
                let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
                rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
            };
            let url = organisation.url.as_ref().map(|url| url.as_str());
            url.filter(|url| !is_url(url)).map(|_| ("url", FieldFault::NotUrl))
        }
        _ => None,
    };
    match fault {
        Some((field, fault)) => Err(vec![(field.to_owned(), fault)]),
        None => Ok(event),
    }
}

/// The fields of a place.
const PLACE: [&str; 5] = ["place.country", "place.name", "place.admin1", "place.lat", "place.lon"];

/// A place as people would type it; nothing where it does not say.
fn place_pairs(place: &Place) -> [(&'static str, String); 5] {
    let degrees = |hundredths: Option<i64>| hundredths.map(typed::degrees_text).unwrap_or_default();
    [
        ("place.country", place.country.as_str().to_owned()),
        ("place.name", place.name.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("place.admin1", place.admin1.as_ref().map(|part| part.as_str().to_owned()).unwrap_or_default()),
        ("place.lat", degrees(place.lat.as_ref().map(|lat| lat.0))),
        ("place.lon", degrees(place.lon.as_ref().map(|lon| lon.0))),
    ]
}

/// A document as an event has it, called as in this form.
fn document(row: &kept::DocumentRow, typed: &Typed) -> (String, serde_json::Value) {
    let sha3 = ledger::json::hex(&row.hash);
    let called = typed.get(&format!("{NAME_OF}{sha3}"));
    let name = if called.is_empty() { row.name.as_str() } else { called };
    let value = serde_json::json!({
        "bytes": row.bytes, "media_type": row.media_type, "name": name, "sha3": sha3,
    });
    (sha3, value)
}

/// Four letters and digits that are hard to mistake for each other.
fn few_letters() -> String {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz";
    let mut bytes = [0_u8; 4];
    // Without random numbers the id is the same each time, and the ledger says that it is taken.
    let _ = getrandom::fill(&mut bytes);
    bytes
        .iter()
        .filter_map(|byte| LETTERS.get(usize::from(*byte) % LETTERS.len()))
        .map(|letter| char::from(*letter))
        .collect()
}

/// The members of an event as a form has them.
struct Taken {
    event: EventType,
    pairs: Pairs,
    /// In the minor unit of a currency that the rest decides.
    amounts: Vec<(String, u64)>,
}

impl Taken {
    fn part(&mut self, below: &str, fields: Vec<Described>, json: &serde_json::Value) {
        for field in fields {
            let value = &json[field.key];
            if !value.is_null() {
                self.field(format!("{below}{}", field.key), field.kind, value);
            }
        }
    }

    fn field(&mut self, path: String, kind: Kind, value: &serde_json::Value) {
        let items = || value.as_array().into_iter().flatten().enumerate();
        match kind {
            Kind::NewId(_) | Kind::Untyped => {}
            Kind::Group(parts) => self.part(&format!("{path}."), describe_part(self.event, parts), value),
            Kind::Lines(parts) => {
                for (line, value) in items() {
                    self.part(&format!("{path}.{line}."), describe_part(self.event, parts), value);
                }
            }
            Kind::Documents => {
                let hashes = items().filter_map(|(line, document)| Some((line, document["sha3"].as_str()?)));
                self.pairs.extend(hashes.map(|(line, hash)| (format!("{path}.{line}"), hash.to_owned())));
            }
            Kind::Gift => {
                let code = value.as_u64().and_then(GiftCode::of_seq);
                self.pairs.extend(code.map(|code| (path, code.to_string())));
            }
            Kind::Degrees => self.pairs.push((path, typed::degrees_text(value.as_i64().unwrap_or(0)))),
            Kind::Amount => self.amounts.push((path, value.as_u64().unwrap_or(0))),
            _ => match value {
                serde_json::Value::String(text) => self.pairs.push((path, text.clone())),
                other => self.pairs.push((path, other.to_string())),
            },
        }
    }
}
