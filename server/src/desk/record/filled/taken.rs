//! What an entry says, as people would type it.

use ledger::code::GiftCode;
use ledger::event::EventType;

use crate::desk::record::description::{Described, Kind, describe_part};
use crate::desk::record::typed;
use crate::desk::visit::Pairs;

/// The members of an event as a form has them.
pub(super) struct Taken {
    pub(super) event: EventType,
    pub(super) pairs: Pairs,
    /// In the minor unit of a currency that the rest decides.
    pub(super) amounts: Vec<(String, u64)>,
}

impl Taken {
    pub(super) fn part(&mut self, below: &str, fields: Vec<Described>, json: &serde_json::Value) {
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
