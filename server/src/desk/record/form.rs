//! From the description and what was typed to the form as shown.

use app::view::desk::{Blocking, Choice, ChoiceName, Field, FieldFault, Form, Input};
use ledger::event::{EventType, FieldInfo};
use ledger::refusal::Lang;

use super::choices::Chooser;
use super::description::{Described, Kind, describe, describe_part};
use super::known::{Documents, Looking};
use super::read::{Faults, Typed, currency_at};
use crate::desk::people::permission::may_record;
use crate::store::Stored;

/// How many blank lines a list begins with.
const FIRST_LINES: usize = 1;

/// What else a form needs.
pub(super) struct Setting<'a> {
    pub(super) event: EventType,
    pub(super) typed: &'a Typed,
    pub(super) faults: &'a Faults,
    /// The documents that were uploaded already.
    pub(super) documents: &'a Documents,
}

/// The fields of a form.
///
/// # Errors
/// The database's own.
pub(super) fn fields(setting: &Setting<'_>, chooser: &mut Chooser<'_, '_>) -> Stored<Vec<Field>> {
    let typed = setting.typed;
    let at = ["from", "site"].map(|key| typed.get(key)).into_iter().find(|id| !id.is_empty());
    chooser.site = at.filter(|id| !id.contains('/')).map(str::to_owned);
    let mut making = Making { setting, chooser };
    making.part("", describe(setting.event))
}

/// What stands above all fields: a fault that belongs to none of them.
pub(super) fn whole_fault(form: &[Field], faults: &Faults) -> Option<FieldFault> {
    let shown = |path: &str| form.iter().any(|field| is_shown(field, path));
    faults.iter().find(|(path, _)| !shown(path)).map(|(_, fault)| fault.clone())
}

fn is_shown(field: &Field, path: &str) -> bool {
    match &field.input {
        _ if field.path == path => true,
        Input::Group(parts) => parts.iter().any(|part| is_shown(part, path)),
        Input::Lines(lines) => lines.iter().flatten().any(|part| is_shown(part, path)),
        _ => false,
    }
}

struct Making<'a, 'l, 't> {
    setting: &'a Setting<'a>,
    chooser: &'a mut Chooser<'l, 't>,
}

impl Making<'_, '_, '_> {
    fn part(&mut self, below: &str, fields: Vec<Described>) -> Stored<Vec<Field>> {
        let shown = fields.into_iter().filter(|field| field.kind != Kind::Untyped);
        shown.map(|field| self.field(format!("{below}{}", field.key), &field)).collect()
    }

    fn field(&mut self, path: String, field: &Described) -> Stored<Field> {
        let input = self.input(&path, field)?;
        let maker = match &input {
            Input::Choice(choices) if choices.is_empty() => self.maker(field.kind)?,
            _ => None,
        };
        let fault = self.setting.faults.iter().find(|(at, _)| *at == path).map(|(_, fault)| fault.clone());
        let is_required = !field.is_optional && !matches!(field.kind, Kind::NewId(_));
        let value = self.setting.typed.get(&path).to_owned();
        Ok(Field { path, key: field.key, input, value, is_required, maker, fault })
    }

    /// The event by which there would be something to choose, where this person may record it.
    fn maker(&mut self, kind: Kind) -> Stored<Option<EventType>> {
        let event = match kind {
            Kind::Organisation => EventType::OrganisationRegistered,
            Kind::Fund => EventType::FundOpened,
            Kind::Project => EventType::ProjectOpened,
            Kind::Site { .. } => EventType::SiteRegistered,
            Kind::Item => EventType::ItemRegistered,
            Kind::Station | Kind::Lot => EventType::PurchaseMade,
            Kind::CashPool if self.chooser.lookup.tables().funds()?.is_empty() => EventType::FundOpened,
            Kind::CashPool => EventType::DonationReceived,
            _ => return Ok(None),
        };
        Ok(may_record(self.chooser.grants, event).then_some(event))
    }

    fn input(&mut self, path: &str, field: &Described) -> Stored<Input> {
        Ok(match field.kind {
            Kind::NewId(_) => Input::NewId,
            Kind::Organisation if field.key == "steward" => Input::Choice(self.chooser.stewards()?),
            Kind::Organisation => Input::Choice(self.chooser.organisations()?),
            Kind::Fund => Input::Choice(self.chooser.funds()?),
            Kind::Project => Input::Choice(self.chooser.projects()?),
            Kind::Site { supplier } => Input::Choice(self.chooser.sites(supplier)?),
            Kind::Station => Input::Choice(self.chooser.stations()?),
            Kind::Item => Input::Choice(self.chooser.items()?),
            Kind::Lot => Input::Choice(self.chooser.lots()?),
            Kind::CashPool => Input::Choice(self.chooser.cash_pools(field.key == "to")?),
            Kind::Line => Input::Line,
            Kind::Region => Input::Suggestion(regions(self.chooser.lang)),
            Kind::Gift => Input::Suggestion(self.chooser.latest_gifts()?),
            Kind::Entry => Input::Suggestion(self.chooser.latest()?),
            Kind::Subject => Input::Suggestion(self.chooser.subjects()?),
            Kind::Quantity | Kind::Count => Input::Whole,
            Kind::Amount => {
                let mut known = Looking { lookup: self.chooser.lookup, documents: self.setting.documents };
                Input::Amount(currency_at(self.setting.event, path, self.setting.typed, &mut known)?)
            }
            Kind::Date => Input::Date,
            Kind::Prose => Input::Prose,
            Kind::Degrees => Input::Degrees,
            Kind::Word(words) => Input::Choice(words_of(words)),
            Kind::Term(words) => Input::Choice(words_of(words)),
            Kind::Country => Input::Choice(countries(self.chooser.lang)),
            Kind::Currency => Input::Suggestion(currencies()),
            Kind::Documents => Input::Files(self.files(path)),
            Kind::Group(parts) => {
                let parts = describe_part(self.setting.event, parts);
                Input::Group(self.part(&format!("{path}."), parts)?)
            }
            Kind::Lines(parts) => Input::Lines(self.lines(path, parts)?),
            Kind::Untyped => Input::Line,
        })
    }

    fn lines(&mut self, path: &str, parts: &'static [FieldInfo]) -> Stored<Vec<Vec<Field>>> {
        let shown = self.setting.typed.lines(path).max(FIRST_LINES);
        let line = |line| self.part(&format!("{path}.{line}."), describe_part(self.setting.event, parts));
        (0..shown).map(line).collect()
    }

    fn files(&self, path: &str) -> Vec<(String, String, u64)> {
        let hashes = (0..self.setting.typed.lines(path)).map(|line| self.setting.typed.get(&format!("{path}.{line}")));
        let kept = hashes.filter_map(|sha3| {
            let document = self.setting.documents.get(sha3)?;
            let name = document["name"].as_str().unwrap_or_default().to_owned();
            Some((sha3.to_owned(), name, document["bytes"].as_u64().unwrap_or(0)))
        });
        kept.collect()
    }
}

fn words_of(words: &'static [&'static str]) -> Vec<Choice> {
    let choice = |word: &&'static str| Choice {
        value: (*word).to_owned(),
        name: ChoiceName::Word(word),
        there: None,
        group: None,
    };
    words.iter().map(choice).collect()
}

fn countries(lang: Lang) -> Vec<Choice> {
    let choice =
        |code: &'static str| Choice { value: code.to_owned(), name: ChoiceName::Country, there: None, group: None };
    app::words::countries_by_name(lang).map(choice).collect()
}

/// The regions of China; those of other countries can be typed.
fn regions(lang: Lang) -> Vec<Choice> {
    let choice = |(code, name): (&str, &str)| Choice {
        value: code.to_owned(),
        name: ChoiceName::Named(name.to_owned()),
        there: None,
        group: None,
    };
    app::words::provinces(lang).map(choice).collect()
}

/// The currencies that most gifts are in; any other of ISO 4217 can be typed.
fn currencies() -> Vec<Choice> {
    ["CNY", "USD", "EUR", "GBP", "HKD", "JPY", "CHF", "NPR", "INR", "KWD"]
        .into_iter()
        .map(|code| Choice {
            value: code.to_owned(),
            name: ChoiceName::Named(code.to_owned()),
            there: None,
            group: None,
        })
        .collect()
}

/// The form with nothing typed, or with all that was.
pub(super) fn form(
    setting: &Setting<'_>,
    chooser: &mut Chooser<'_, '_>,
    hidden: Vec<(String, String)>,
    corrects: Option<u64>,
) -> Stored<Form> {
    let fields = fields(setting, chooser)?;
    let fault = whole_fault(&fields, setting.faults);
    let action = format!("/desk/record/{}", setting.event.word());
    let blocking = Blocking::default();
    Ok(Form { event: setting.event, fields, hidden, fault, corrects, blocking, own_organisation: None, action })
}
