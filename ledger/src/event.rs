//! Every type of event and its fields (section 4).
//!
//! One declaration a record gives the struct, its strict reader, its canonical writer and [`EventType::fields`], from
//! which forms and documentation are made. Fields stand in the order of their JSON keys, because RFC 8785 sorts them;
//! a test says so.
//!
//! - `declare`: how a record is declared; `members`: how one is read
//! - `types`: the types of events; `parts`: what some of their fields are made of

#[macro_use]
mod declare;
mod members;
mod parts;
mod types;

use crate::json::{self, Fault, Malformed, Value};
use crate::refusal::{Refusal, Rule};
use crate::value::Datum;

pub use declare::FieldInfo;
pub(crate) use members::Members;
pub use parts::{BudgetLine, Document, LotLine, Money, Place, PurchaseLine, Recipients, Source, Subject};
pub use types::*;

/// An event's bytes, as sent, are at most this many.
pub const EVENT_BYTES_LIMIT: usize = 64 * 1024;

impl Event {
    /// Reads an event as it was sent.
    ///
    /// # Errors
    /// A [`Refusal`] naming the field and the rule: too long, not JSON, a duplicate key, an unknown type or field, or
    /// a value of the wrong shape.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        if bytes.len() > EVENT_BYTES_LIMIT {
            return Err(Refusal::new("", Rule::Oversized { limit: EVENT_BYTES_LIMIT, given: bytes.len() }));
        }
        let value = json::parse(bytes).map_err(refuse_malformed)?;
        Self::read(&value, "")
    }

    /// Reads an event from JSON that is already parsed; `field` is its place in a larger whole.
    ///
    /// # Errors
    /// As [`Event::parse`].
    pub fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        let members = Members::of(value, field)?;
        let word = match members.find("type") {
            Some(Value::Text(word)) => word,
            Some(_) => return Err(members.refuse("type", Rule::NotText)),
            None => return Err(members.refuse("type", Rule::Missing)),
        };
        Self::read_as(word, &members)
    }

    /// Its canonical JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::with_capacity(256);
        self.write(&mut out);
        out
    }
}

/// Turns a JSON reader's stop into a refusal.
#[must_use]
pub fn refuse_malformed(stop: Malformed) -> Refusal {
    match stop.fault {
        Fault::DuplicateKey(key) => Refusal::new(&key, Rule::DuplicateKey),
        Fault::NotUtf8 => Refusal::new("", Rule::NotUtf8 { at: stop.at }),
        Fault::Syntax | Fault::Trailing | Fault::TooDeep => Refusal::new("", Rule::Malformed { at: stop.at }),
    }
}

impl Datum for Event {
    fn read(value: &Value<'_>, field: &str) -> Result<Self, Refusal> {
        Self::read(value, field)
    }

    fn write(&self, out: &mut String) {
        Self::write(self, out);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn fields_stand_in_the_order_that_rfc_8785_sorts_them_into() {
        let records = [
            Document::FIELDS,
            Place::FIELDS,
            Money::FIELDS,
            BudgetLine::FIELDS,
            Source::FIELDS,
            PurchaseLine::FIELDS,
            LotLine::FIELDS,
            Recipients::FIELDS,
            Subject::FIELDS,
        ];
        for fields in records.into_iter().chain(EventType::ALL.iter().map(|kind| kind.fields())) {
            assert!(fields.is_sorted_by_key(|field| field.name), "{fields:?}");
        }
    }

    #[test]
    fn an_event_is_written_canonically_whatever_order_it_was_sent_in() {
        let sent = r#" {"type":"expense_paid", "payee":"Lorry hire \u00e9", "paid_on":"2026-03-01", "id":"e-1",
            "from":"cash/flood", "category":"vehicle_hire", "amount":1200} "#;
        let canonical = r#"{"amount":1200,"category":"vehicle_hire","from":"cash/flood","id":"e-1","paid_on":"2026-03-01","payee":"Lorry hire é","type":"expense_paid"}"#;
        assert_eq!(Event::parse(sent.as_bytes()).expect("reads").to_json(), canonical);
        let kit = r#"{"id":"i","name":"n","category":"c","unit":"kg","type":"item_registered"}"#;
        assert!(
            Event::parse(kit.as_bytes())
                .expect("reads")
                .to_json()
                .ends_with(r#""type":"item_registered","unit":"kg"}"#)
        );
    }

    #[test]
    fn each_bad_event_is_refused_with_its_field_and_rule() {
        let base = |field: &str, value: &str| {
            let mut fields = vec![
                ("amount", "5"),
                ("fund", "\"f\""),
                ("method", "\"cash\""),
                ("received_on", "\"2026-01-02\""),
                ("type", "\"donation_received\""),
            ];
            fields.retain(|(name, _)| *name != field);
            fields.push((field, value));
            let members: Vec<String> = fields.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
            format!("{{{}}}", members.join(","))
        };
        let cases = [
            ("amount", "-5", "negative"),
            ("amount", "1.5", "fractional"),
            ("amount", "\"5\"", "number_as_text"),
            ("amount", "9007199254740992", "too_big"),
            ("amount", "0", "out_of_range"),
            ("amount", "null", "not_a_number"),
            ("fund", "\"Flood\"", "slug"),
            ("fund", "7", "not_text"),
            ("received_on", "\"2026-02-30\"", "date"),
            ("surprise", "1", "unknown_field"),
            ("type", "\"gift\"", "unknown_type"),
            ("donor", "\"\"", "text_length"),
            ("donor", "\"a\\u0007\"", "control_character"),
            ("original", "{\"amount\":1,\"currency\":\"ZZZ\"}", "currency"),
        ];
        for (field, value, code) in cases {
            let refusal = Event::parse(base(field, value).as_bytes()).expect_err(value);
            assert_eq!(refusal.rule.code(), code, "{field} = {value}: {refusal}");
            assert!(refusal.field.starts_with(field), "{refusal:?}");
        }
        let missing = Event::parse(br#"{"type":"donation_received","amount":1}"#).expect_err("fields are missing");
        assert_eq!((missing.field.as_str(), missing.rule.code()), ("fund", "missing"));
        let twice = Event::parse(br#"{"type":"donation_received","amount":1,"amount":2}"#).expect_err("twice");
        assert_eq!((twice.field.as_str(), twice.rule.code()), ("amount", "duplicate_key"));
        assert_eq!(Event::parse(&vec![b' '; 70_000]).expect_err("long").rule.code(), "oversized");
    }
}
