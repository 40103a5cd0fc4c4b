//! From a form's typed fields to an event, or to what is wrong with which field.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use app::view::desk::{FieldFault, Told};
use ledger::Event;
use ledger::Refusal;
use ledger::code::GiftCode;
use ledger::event::{EventType, FieldInfo};
use ledger::refusal::Rule;
use ledger::value::{Currency, PoolName, PoolParts};

use super::description::{Described, Kind, describe, describe_part};
use super::typed::{amount, currency, date, degrees, whole};
use crate::store::Stored;

/// What was typed, by the fields' paths: `amount`, `place.country`, `lines.0.lot`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Typed(BTreeMap<String, String>);

impl Typed {
    pub(crate) fn new(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        // Browsers end the lines of a longer text with two characters, of which the ledger keeps one.
        Self(pairs.into_iter().map(|(path, value)| (path, value.trim().replace("\r\n", "\n"))).collect())
    }

    pub(crate) fn get(&self, path: &str) -> &str {
        self.0.get(path).map_or("", String::as_str)
    }

    pub(crate) fn set(&mut self, path: &str, value: impl Into<String>) {
        self.0.insert(path.to_owned(), value.into());
    }

    /// What was typed into any field below this one.
    fn is_blank(&self, path: &str) -> bool {
        let below = format!("{path}.");
        self.0.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below)).all(|(_, value)| value.is_empty())
    }

    /// How many lines a list has.
    pub(crate) fn lines(&self, path: &str) -> usize {
        let below = format!("{path}.");
        let number = |key: &String| key.strip_prefix(&below)?.split('.').next()?.parse::<usize>().ok();
        self.0.keys().filter_map(number).max().map_or(0, |last| last.min(LINES_LIMIT) + 1)
    }

    /// Blank lines go; those behind them move up.
    pub(crate) fn close_up(&mut self, path: &str) {
        let kept: Vec<usize> = (0..self.lines(path)).filter(|line| !self.is_blank(&format!("{path}.{line}"))).collect();
        let mut moved = BTreeMap::new();
        for (new, old) in kept.into_iter().enumerate() {
            let below = format!("{path}.{old}.");
            for (key, value) in self.0.iter().filter(|(key, _)| key.starts_with(&below)) {
                let rest = key.strip_prefix(&below).unwrap_or_default();
                moved.insert(format!("{path}.{new}.{rest}"), value.clone());
            }
        }
        let below = format!("{path}.");
        self.0.retain(|key, _| !key.starts_with(&below));
        self.0.extend(moved);
    }

    /// Everything, to be sent along.
    pub(crate) fn pairs(&self) -> Vec<(String, String)> {
        self.0.iter().filter(|(_, value)| !value.is_empty()).map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}

/// A form has at most so many lines of a kind; more come by spreadsheet.
const LINES_LIMIT: usize = 49;

/// The looks that reading needs.
pub(crate) trait Known {
    /// A fund's currency.
    fn fund_currency(&mut self, fund: &str) -> Stored<Option<Currency>>;
    /// The currency of a gift of money, by its entry.
    fn gift_currency(&mut self, gift: u64) -> Stored<Option<Currency>>;
    /// A document that was uploaded, as the event has it.
    fn document(&mut self, sha3: &str) -> Stored<Option<Value>>;
}

/// What is wrong with which field.
pub(crate) type Faults = Vec<(String, FieldFault)>;

/// Reads a form.
///
/// # Errors
/// The look-ups' own.
pub(crate) fn read(event: EventType, typed: &Typed, known: &mut dyn Known) -> Stored<Result<Event, Faults>> {
    let mut reading = Reading { event, typed, known, faults: Vec::new() };
    let mut members = reading.members("", describe(event))?;
    if !reading.faults.is_empty() {
        let is_at = |faults: &Faults, at: &str| faults.iter().any(|(path, _)| path == at);
        let (own, original) = (is_at(&reading.faults, "currency"), is_at(&reading.faults, "original.currency"));
        // What is wrong is the currency, and not the amount that is in it.
        reading.faults.retain(|(path, fault)| {
            let follows = if path.starts_with("original.") { original } else { own };
            !(follows && matches!(fault, FieldFault::NoCurrency))
        });
        return Ok(Err(reading.faults));
    }
    members.insert("type".into(), event.word().into());
    let json = Value::Object(members).to_string();
    Ok(Event::parse(json.as_bytes()).map_err(|refusal| vec![fault_of(event, refusal)]))
}

/// A refusal at the field that it names: `lines[0].quantity` is `lines.0.quantity`.
pub(crate) fn fault_of(event: EventType, refusal: Refusal) -> (String, FieldFault) {
    let path = refusal.field.replace('[', ".").replace(']', "");
    (path, FieldFault::Refused(Box::new(Told::new(event, refusal))))
}

struct Reading<'a> {
    event: EventType,
    typed: &'a Typed,
    known: &'a mut dyn Known,
    faults: Faults,
}

impl Reading<'_> {
    fn members(&mut self, below: &str, fields: Vec<Described>) -> Stored<Map<String, Value>> {
        let mut members = Map::new();
        for field in fields {
            let path = format!("{below}{}", field.key);
            if let Some(value) = self.field(&path, &field)? {
                members.insert(field.key.to_owned(), value);
            }
        }
        Ok(members)
    }

    fn field(&mut self, path: &str, field: &Described) -> Stored<Option<Value>> {
        match field.kind {
            Kind::Untyped => return Ok(None),
            Kind::Group(parts) => return self.group(path, field, parts),
            Kind::Lines(parts) => return self.lines(path, field, parts),
            Kind::Documents => return self.documents(path),
            _ => {}
        }
        let text = self.typed.get(path).to_owned();
        if text.is_empty() {
            if !field.is_optional {
                self.faults.push((path.to_owned(), FieldFault::Missing));
            }
            return Ok(None);
        }
        match self.value(path, field.kind, &text)? {
            Ok(value) => Ok(Some(value)),
            Err(fault) => {
                self.faults.push((path.to_owned(), fault));
                Ok(None)
            }
        }
    }

    fn value(&mut self, path: &str, kind: Kind, text: &str) -> Stored<Result<Value, FieldFault>> {
        Ok(match kind {
            Kind::Amount => match self.currency(path)? {
                Some(currency) => amount(text, currency).map(Value::from),
                None => Err(FieldFault::NoCurrency),
            },
            Kind::Quantity | Kind::Count => whole(text).map(Value::from),
            // As lists write it: #41.
            Kind::Entry => whole(text.trim_start_matches('#')).map(Value::from),
            Kind::Date => date(text).map(Value::from),
            Kind::Degrees => degrees(text).map(Value::from),
            Kind::Gift => GiftCode::parse(text).map(|code| code.seq().into()).map_err(|_| FieldFault::NotCode),
            Kind::NewId(_) => Ok(text.to_lowercase().into()),
            Kind::Currency => match currency(text) {
                Some(currency) => Ok(currency.as_str().into()),
                None => Err(fault_of(self.event, Refusal::new(path, Rule::Currency)).1),
            },
            Kind::Country | Kind::Region => Ok(text.to_uppercase().into()),
            _ => Ok(text.into()),
        })
    }

    fn group(&mut self, path: &str, field: &Described, parts: &'static [FieldInfo]) -> Stored<Option<Value>> {
        if field.is_optional && self.typed.is_blank(path) {
            return Ok(None);
        }
        let parts = describe_part(self.event, parts);
        Ok(Some(Value::Object(self.members(&format!("{path}."), parts)?)))
    }

    fn lines(&mut self, path: &str, field: &Described, parts: &'static [FieldInfo]) -> Stored<Option<Value>> {
        let mut lines = Vec::new();
        for line in 0..self.typed.lines(path) {
            let below = format!("{path}.{line}");
            if !self.typed.is_blank(&below) {
                let parts = describe_part(self.event, parts);
                lines.push(Value::Object(self.members(&format!("{below}."), parts)?));
            }
        }
        if lines.is_empty() {
            if !field.is_optional {
                self.faults.push((path.to_owned(), FieldFault::Missing));
            }
            return Ok(None);
        }
        Ok(Some(Value::Array(lines)))
    }

    fn documents(&mut self, path: &str) -> Stored<Option<Value>> {
        let mut documents = Vec::new();
        for line in 0..self.typed.lines(path) {
            let sha3 = self.typed.get(&format!("{path}.{line}")).to_owned();
            if !sha3.is_empty() {
                documents.extend(self.known.document(&sha3)?);
            }
        }
        Ok((!documents.is_empty()).then_some(Value::Array(documents)))
    }

    /// The currency of an amount, which other fields decide.
    fn currency(&mut self, path: &str) -> Stored<Option<Currency>> {
        currency_at(self.event, path, self.typed, self.known)
    }
}

/// The currency of the amount at this path, where what decides it was typed already.
///
/// # Errors
/// The look-ups' own.
pub(crate) fn currency_at(
    event: EventType,
    path: &str,
    typed: &Typed,
    known: &mut dyn Known,
) -> Stored<Option<Currency>> {
    let of_pool = |field: &str, known: &mut dyn Known| match PoolName::parse(typed.get(field)) {
        Some(pool) => match pool.parts() {
            PoolParts::Cash { fund, .. } => known.fund_currency(fund),
            PoolParts::Goods { .. } => Ok(None),
        },
        None => Ok(None),
    };
    if let Some(line) = path.strip_prefix("sources.").and_then(|rest| rest.strip_suffix(".amount")) {
        return of_pool(&format!("sources.{line}.pool"), known);
    }
    match (event, path) {
        (_, "original.amount") => Ok(currency(typed.get("original.currency"))),
        (EventType::FundOpened, _) => Ok(currency(typed.get("currency"))),
        (EventType::PurchaseMade, _) => of_pool("sources.0.pool", known),
        (EventType::TransferMade, "credited") => of_pool("to", known),
        (EventType::TransferMade | EventType::ExpensePaid | EventType::CashDistributed, _) => of_pool("from", known),
        (EventType::FeeCharged | EventType::DonationRefunded, _) => match GiftCode::parse(typed.get("gift")) {
            Ok(code) => known.gift_currency(code.seq()),
            Err(_) => Ok(None),
        },
        _ => known.fund_currency(typed.get("fund")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Known for Nothing {
        fn fund_currency(&mut self, fund: &str) -> Stored<Option<Currency>> {
            Ok(Currency::new(if fund == "flood-2026" { "CNY" } else { "JPY" }).filter(|_| !fund.is_empty()))
        }
        fn gift_currency(&mut self, gift: u64) -> Stored<Option<Currency>> {
            Ok(Currency::new("CNY").filter(|_| gift == 41))
        }
        fn document(&mut self, _: &str) -> Stored<Option<Value>> {
            Ok(None)
        }
    }

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::new(pairs.iter().map(|(path, value)| ((*path).to_owned(), (*value).to_owned())))
    }

    fn read_as(event: EventType, pairs: &[(&str, &str)]) -> Result<String, Faults> {
        read(event, &typed(pairs), &mut Nothing).expect("a look").map(|event| event.to_json())
    }

    #[test]
    fn a_gift_as_typed_becomes_the_event() {
        let gift = [
            ("fund", "flood-2026"),
            ("amount", "12,300.00"),
            ("method", "bank_transfer"),
            ("received_on", "2026/11/20"),
            ("donor", " "),
            ("original.currency", ""),
        ];
        let json = r#"{"amount":1230000,"fund":"flood-2026","method":"bank_transfer","received_on":"2026-11-20","type":"donation_received"}"#;
        assert_eq!(read_as(EventType::DonationReceived, &gift).as_deref(), Ok(json));
    }

    #[test]
    fn a_wrong_currency_is_told_of_itself_and_its_name_is_understood() {
        let fund = |currency| {
            [
                ("id", "flood"),
                ("title", "Flood"),
                ("steward", "red-river"),
                ("purpose", "Tents"),
                ("target", "12.50"),
                ("currency", currency),
            ]
        };
        let at = |currency| {
            let faults = read_as(EventType::FundOpened, &fund(currency)).expect_err("faults");
            faults.into_iter().map(|(path, _)| path).collect::<Vec<_>>()
        };
        assert_eq!(at("shells"), ["currency"]);
        assert_eq!(at(""), ["currency"]);
        for named in ["人民币", "cny", "RMB"] {
            let json = read_as(EventType::FundOpened, &fund(named)).expect("an event");
            assert!(json.contains(r#""currency":"CNY""#) && json.contains(r#""target":1250"#), "{json}");
        }
    }

    #[test]
    fn each_fault_stands_at_its_field() {
        let faults = read_as(
            EventType::PurchaseMade,
            &[
                ("sources.0.pool", "cash/flood-2026"),
                ("sources.0.amount", "1.005"),
                ("supplier", ""),
                ("lines.0.item", "tent"),
                ("lines.0.lot", "t-1"),
                ("lines.0.quantity", "a few"),
                ("lines.0.cost", "5"),
                ("purchased_on", "20.11.2026"),
            ],
        );
        let mut at: Vec<String> = faults.expect_err("faults").into_iter().map(|(path, _)| path).collect();
        at.sort();
        assert_eq!(at, ["lines.0.quantity", "purchased_on", "sources.0.amount", "supplier"]);
    }

    #[test]
    fn what_the_ledger_refuses_stands_at_its_line() {
        let faults = read_as(
            EventType::GoodsDispatched,
            &[
                ("waybill", "WB 1"),
                ("from", "a"),
                ("to", "b"),
                ("dispatched_on", "2026-11-20"),
                ("lines.1.lot", "t-1"),
                ("lines.1.quantity", "3"),
            ],
        );
        assert_eq!(faults.expect_err("a fault").first().map(|(path, _)| path.as_str()), Some("waybill"));
    }

    #[test]
    fn an_entry_is_named_with_or_without_its_sign_and_lines_end_as_the_ledger_keeps_them() {
        let reversal = [("reverses", "#41"), ("reason", "One.\r\nTwo.")];
        let json = r#"{"reason":"One.\nTwo.","reverses":41,"type":"entry_reversed"}"#;
        assert_eq!(read_as(EventType::EntryReversed, &reversal).as_deref(), Ok(json));
    }

    #[test]
    fn blank_lines_go_and_the_others_close_up() {
        let mut lines = typed(&[("lines.0.lot", ""), ("lines.1.lot", "a"), ("lines.4.lot", "b"), ("note", "n")]);
        lines.close_up("lines");
        assert_eq!((lines.get("lines.0.lot"), lines.get("lines.1.lot"), lines.lines("lines")), ("a", "b", 2));
        assert_eq!(lines.get("note"), "n");
    }

    #[test]
    fn an_amount_whose_currency_is_open_is_not_read() {
        let fee = [("gift", "G-48KA-6KMQ"), ("amount", "1.50"), ("category", "processor"), ("payee", "Bank")];
        let json = r#"{"amount":150,"category":"processor","gift":41,"payee":"Bank","type":"fee_charged"}"#;
        assert_eq!(read_as(EventType::FeeCharged, &fee).as_deref(), Ok(json));
        let slip = [("gift", "G-48KA-6KMX"), ("amount", "1.50"), ("category", "processor"), ("payee", "Bank")];
        let faults = read_as(EventType::FeeCharged, &slip).expect_err("faults");
        assert!(faults.contains(&("gift".into(), FieldFault::NotCode)), "{faults:?}");
        assert!(faults.contains(&("amount".into(), FieldFault::NoCurrency)), "{faults:?}");
    }
}
