//! A form with what was typed into it, on its way through its steps.
//!
//! - `place`: the place of a site, filled in by the machine; `ids`: ids that were left empty
//! - `taken`: what an entry says, as people would type it; `meant`: what the ledger takes and nobody means

use actix_web::HttpResponse;

use app::view::desk::{Blocking, Content, Field, FieldFault, Form, Input};
use ledger::event::{Event, EventType};
use ledger::refusal::Lang;
use ledger::value::Key;

use super::choices::Chooser;
use super::description::{Kind, describe, describe_part};
use super::form::{self, Setting};
use super::known::{Documents, Looking};
use super::read::{Faults, Typed, currency_at, fault_of, read};
use super::{only, sent, typed};
use crate::desk::documents;
use crate::desk::people::permission::{Action, Grant};
use crate::desk::visit::{Answered, Pairs, Visit};
use crate::http::api::new_key;
use crate::pages::{Lookup, correction};
use crate::private::documents as kept;
use crate::store::Stored;
use crate::store::write::now;

mod ids;
mod meant;
mod place;
mod taken;

use meant::{happened, sensible};
use taken::Taken;

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
        self.show(visit, 422, vec![(path, fault)]).await
    }

    pub(super) async fn show(self, visit: &Visit, status: u16, faults: Faults) -> Answered {
        let (lang, grants) = (visit.lang(), visit.staff.grants.clone());
        let registers = self.event == EventType::OrganisationRegistered && self.corrects.is_none();
        let own_organisation = if registers { own_unregistered(visit).await? } else { None };
        let form = visit.ask(move |lookup| self.form(lookup, lang, &grants, &faults)).await?;
        let form = Form { own_organisation, ..form };
        Ok(visit.show(status, Content::Form(Box::new(form))))
    }

    /// The entry that would be reversed.
    fn takes_back(&self) -> Option<u64> {
        let named = || typed::whole(self.typed.get("reverses").trim_start_matches('#')).ok();
        self.corrects.or_else(|| (self.event == EventType::EntryReversed).then(named).flatten())
    }

    fn form(&self, lookup: &mut Lookup<'_>, lang: Lang, grants: &[Grant], faults: &Faults) -> Stored<Form> {
        let faults = &super::told::name_all(lookup, lang, faults)?;
        let blocking = match self.takes_back() {
            Some(seq) => super::blocking::of(lookup, seq)?,
            None => Blocking::default(),
        };
        let setting = Setting { event: self.event, typed: &self.typed, faults, documents: &self.documents };
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
