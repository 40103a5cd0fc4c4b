//! What an event says, in words: a line a field, with names in place of ids.

use serde_json::Value;

use app::words;
use ledger::Past as _;
use ledger::code::GiftCode;
use ledger::event::{Event, EventType};
use ledger::refusal::Lang;
use ledger::value::{Currency, Date, PoolName, SubjectKind};

use super::description::{Described, Kind, describe, describe_part};
use super::known::{Documents, Looking};
use super::names;
use super::read::{Typed, currency_at};
use crate::pages::Lookup;
use crate::store::Stored;

/// A line: the keys that lead to it, and what stands there.
pub(crate) type Fact = (Vec<&'static str>, String);

/// The lines of an event.
///
/// # Errors
/// The database's own.
pub(crate) fn of(lookup: &mut Lookup<'_>, lang: Lang, event: &Event) -> Stored<Vec<Fact>> {
    let json: Value = serde_json::from_str(&event.to_json()).unwrap_or_default();
    let mut telling = Telling { lookup, lang, event: event.event_type(), typed: flat(&json), facts: Vec::new() };
    telling.part(&[], "", describe(event.event_type()), &json)?;
    Ok(telling.facts)
}

/// The event's members by path, as a form would have them: by these the currency of each amount is found.
fn flat(json: &Value) -> Typed {
    fn walk(path: &str, value: &Value, pairs: &mut Vec<(String, String)>) {
        let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| walk(&below(key), value, pairs)),
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(place, value)| walk(&below(&place.to_string()), value, pairs));
            }
            Value::String(text) => pairs.push((path.to_owned(), text.clone())),
            Value::Number(number) if path == "gift" => {
                let code = number.as_u64().and_then(GiftCode::of_seq);
                pairs.extend(code.map(|code| (path.to_owned(), code.to_string())));
            }
            other => pairs.push((path.to_owned(), other.to_string())),
        }
    }
    let mut pairs = Vec::new();
    walk("", json, &mut pairs);
    Typed::new(pairs)
}

struct Telling<'l, 't> {
    lookup: &'l mut Lookup<'t>,
    lang: Lang,
    event: EventType,
    typed: Typed,
    facts: Vec<Fact>,
}

impl Telling<'_, '_> {
    fn part(&mut self, keys: &[&'static str], path: &str, fields: Vec<Described>, json: &Value) -> Stored<()> {
        for field in fields {
            let Some(value) = json.get(field.key) else { continue };
            let mut keys = keys.to_vec();
            keys.push(field.key);
            let path = if path.is_empty() { field.key.to_owned() } else { format!("{path}.{}", field.key) };
            match field.kind {
                Kind::Group(parts) => self.part(&keys, &path, describe_part(self.event, parts), value)?,
                Kind::Lines(parts) => self.lines(&keys, &path, parts, value)?,
                Kind::Documents => {
                    let names = value.as_array().into_iter().flatten().filter_map(|document| document["name"].as_str());
                    let names: Vec<&str> = names.collect();
                    self.facts.push((keys, names.join(words::comma(self.lang))));
                }
                kind => {
                    let said = self.value(kind, &path, value)?;
                    self.facts.push((keys, said));
                }
            }
        }
        Ok(())
    }

    /// Each line of a list in one.
    fn lines(
        &mut self,
        keys: &[&'static str],
        path: &str,
        parts: &'static [ledger::event::FieldInfo],
        value: &Value,
    ) -> Stored<()> {
        for (place, line) in value.as_array().into_iter().flatten().enumerate() {
            let mut said = Vec::new();
            for field in describe_part(self.event, parts) {
                if let Some(value) = line.get(field.key) {
                    said.push(self.value(field.kind, &format!("{path}.{place}.{}", field.key), value)?);
                }
            }
            self.facts.push((keys.to_vec(), said.join(" · ")));
        }
        Ok(())
    }

    fn value(&mut self, kind: Kind, path: &str, value: &Value) -> Stored<String> {
        let lang = self.lang;
        let number = value.as_u64().unwrap_or(0);
        let Some(text) = value.as_str() else {
            return Ok(match kind {
                Kind::Amount => match self.currency(path)? {
                    Some(currency) => words::money(number, currency),
                    None => words::count(number),
                },
                Kind::Gift => {
                    let code = GiftCode::of_seq(number).map_or_else(|| number.to_string(), |code| code.to_string());
                    self.entry(code, number)?
                }
                Kind::Entry => self.entry(format!("#{number}"), number)?,
                Kind::Degrees => super::typed::degrees_text(value.as_i64().unwrap_or(0)),
                _ => words::count(number),
            });
        };
        Ok(match kind {
            Kind::Organisation => self.lookup.named(SubjectKind::Organisation, text)?.name,
            Kind::Fund => self.lookup.named(SubjectKind::Fund, text)?.name,
            Kind::Project => self.lookup.named(SubjectKind::Project, text)?.name,
            Kind::Item => self.lookup.named(SubjectKind::Item, text)?.name,
            Kind::Site { .. } | Kind::Station => names::station(self.lookup, lang, text)?,
            Kind::Lot => {
                let (item, _) = self.lookup.lot_item(text)?;
                words::desk::lot(lang, &item.name, text)
            }
            Kind::CashPool => match PoolName::parse(text) {
                Some(pool) => names::pool(self.lookup, lang, &pool)?,
                None => text.to_owned(),
            },
            Kind::Date => Date::parse(text).map_or_else(|| text.to_owned(), |date| words::date(lang, date)),
            Kind::Country => words::country(lang, text),
            Kind::Word(_) | Kind::Term(_) => {
                let key = path.rsplit('.').next().unwrap_or_default();
                words::desk::word(lang, key, text)
            }
            _ => text.to_owned(),
        })
    }

    /// An entry that is spoken of: what it is, and its sum.
    fn entry(&mut self, name: String, seq: u64) -> Stored<String> {
        let Some(entry) = self.lookup.tables().entry(seq)? else { return Ok(name) };
        let line = self.lookup.entry_line(&entry)?;
        let sum = line.sum.map(|sum| words::money(sum.amount, sum.currency));
        let said = [Some(name), Some(words::event(self.lang, line.event).to_owned()), sum];
        Ok(said.into_iter().flatten().collect::<Vec<_>>().join(" · "))
    }

    fn currency(&mut self, path: &str) -> Stored<Option<Currency>> {
        let documents = Documents::new();
        let mut known = Looking { lookup: self.lookup, documents: &documents };
        currency_at(self.event, path, &self.typed, &mut known)
    }
}
