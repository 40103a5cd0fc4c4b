//! Rows as events.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use serde_json::{Map, Value, json};

use app::view::desk::Told;
use ledger::Refusal;
use ledger::event::{Event, EventType};
use ledger::value::{Amount, Currency, Date, Key};

use super::column::Kind;
use super::fault::{Fault, Faults, Refused, Why};
use super::place::{SitePlace, country};
use super::row::Row;
use crate::desk::record::METHODS;
use crate::import::{hash_of, key};

/// What a sheet's words may mean.
#[derive(Debug, Clone, Default)]
pub struct Books {
    /// Funds: id, title, currency.
    pub funds: Vec<(String, String, Currency)>,
    /// Projects: id, title.
    pub projects: Vec<(String, String)>,
    /// Sites: id, name.
    pub sites: Vec<(String, String)>,
    /// Where sites are, by their ids; not all have a place.
    pub places: Vec<(String, SitePlace)>,
    /// What makes a key tell nothing about a number that is not published.
    pub secret: String,
}

/// One event that rows become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The rows it comes from.
    pub rows: Vec<u32>,
    /// Its idempotency key: the same rows have the same.
    pub key: Key,
    /// The event.
    pub event: Event,
    /// Where a receipt goes. Private.
    pub email: Option<String>,
    /// The reference that its row has, to be shown before it is recorded. Private.
    pub reference_said: Option<String>,
    /// A hash of the reference that its row has, with the fund: the same for whichever day.
    pub reference: Option<String>,
    /// The count that it settles.
    pub settles: Option<Settles>,
}

/// What was counted of a lot, and what the books said when it was looked at.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settles {
    /// The site.
    pub site: String,
    /// The lot.
    pub lot: String,
    /// How many were booked there.
    pub booked: u64,
    /// How many are there.
    pub counted: u64,
}

impl Step {
    /// The row that a refusal of its event is about.
    #[must_use]
    pub fn row_of(&self, refusal: &Refusal) -> u32 {
        let row = line_of(&refusal.field).and_then(|nth| self.rows.get(nth)).or_else(|| self.rows.first());
        row.copied().unwrap_or_default()
    }
}

/// What the rows of a sheet become, and what is wrong in others.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Planned {
    /// What good rows become.
    pub steps: Vec<Step>,
    /// All that is wrong in the others, in the order of the rows.
    pub faults: Vec<Fault>,
}

impl Planned {
    /// The steps, if nothing is wrong.
    ///
    /// # Errors
    /// [`Refused::Rows`].
    pub fn whole(self) -> Result<Vec<Step>, Refused> {
        if self.faults.is_empty() { Ok(self.steps) } else { Err(Refused::Rows(self.faults)) }
    }
}

/// The gifts of a sheet.
#[must_use]
pub fn gifts(rows: &[Row], books: &Books) -> Planned {
    let (mut counted, mut seen) = (Counted::default(), HashMap::new());
    let read = rows.iter().map(|row| {
        let twice = same_reference(row, books, &mut seen);
        match (gift(row, books, &mut counted), twice) {
            (read, None) => read,
            (Ok(_), Some(fault)) => Err(vec![fault]),
            (Err(mut faults), Some(fault)) => {
                faults.push(fault);
                Err(faults)
            }
        }
    });
    let (steps, faults) = all(read);
    Planned { steps, faults }
}

/// That a row above has the same reference for the same fund: both would be one gift.
fn same_reference(row: &Row, books: &Books, seen: &mut HashMap<(String, String), u32>) -> Option<Fault> {
    let reference = row.text("reference").ok().flatten()?;
    let (fund, _) = books.fund(row).ok()?;
    match seen.entry((fund, reference.clone())) {
        Entry::Occupied(first) => {
            Some(row.fault("reference", Why::SameReference { reference, first_row: *first.get() }))
        }
        Entry::Vacant(free) => {
            free.insert(row.number);
            None
        }
    }
}

fn gift(row: &Row, books: &Books, counted: &mut Counted) -> Result<Step, Vec<Fault>> {
    let mut faults = Faults::default();
    let fund = faults.take(books.fund(row));
    let amount = match &fund {
        Some((_, currency)) => faults.take(row.amount("amount", *currency)),
        None => {
            faults.take(row.amount_at_all("amount"));
            None
        }
    };
    let day = faults.take(row.day("received_on"));
    let method = faults.take(method(row)).unwrap_or("cash");
    let reference = faults.take(row.text("reference")).flatten();
    let email = faults.take(email(row)).flatten();
    let id = fund.as_ref().map_or("x", |(id, _)| id.as_str());
    // What could not be read is stood in for, so that the ledger judges the rest of the row.
    let mut fields = Map::new();
    fields.insert("type".into(), json!("donation_received"));
    fields.insert("fund".into(), json!(id));
    fields.insert("amount".into(), json!(amount.map_or(1, Amount::get)));
    fields.insert("received_on".into(), json!(day.unwrap_or(Date::EPOCH).to_string()));
    fields.insert("method".into(), json!(method));
    put(&mut fields, "project", faults.take(books.project(row)).flatten());
    put(&mut fields, "donor", faults.take(row.text("donor")).flatten());
    let event = judged(&[row], fields, &mut faults);
    let (Some((fund, _)), Some(day), Some(event), true) = (fund, day, event, faults.is_empty()) else {
        return Err(faults.into_vec());
    };
    let named =
        reference.as_ref().map(|text| hash_of("almoner-sheet-gift-1", &[&books.secret, &fund, "reference", text]));
    let hash = named.unwrap_or_else(|| counted.hash("almoner-sheet-gift-1", &[&books.secret, &event.to_json()]));
    let (reference_said, reference) = (reference, named.map(|hash| ledger::json::hex(&hash)));
    let key = key(Some(day), &hash);
    Ok(Step { rows: vec![row.number], key, event, email, reference_said, reference, settles: None })
}

/// One of the form's choices, as a word of the trade or in either language.
fn method(row: &Row) -> Result<&'static str, Fault> {
    let text = row.needed("method")?;
    let plain = text.to_lowercase().replace(' ', "_");
    let same = |word: &&&'static str| {
        let said = |lang: &ledger::Lang| app::words::term(*lang, word).eq_ignore_ascii_case(&text);
        **word == plain || [ledger::Lang::En, ledger::Lang::Zh].iter().any(said)
    };
    METHODS.iter().find(same).copied().ok_or_else(|| row.fault("method", Why::Method(text.clone())))
}

/// An address as mail programs take it: one `@`, something on both sides, a dot behind it.
fn email(row: &Row) -> Result<Option<String>, Fault> {
    let Some(text) = row.text("email")? else { return Ok(None) };
    match text.parse::<lettre::Address>() {
        Ok(address) if address.domain().contains('.') => Ok(Some(address.to_string())),
        _ => Err(row.fault("email", Why::Email(text))),
    }
}

/// The hand-outs of a sheet: rows with the same id are one.
#[must_use]
pub fn handouts(rows: &[Row], books: &Books) -> Planned {
    let mut groups: Vec<(Option<String>, Vec<&Row>)> = Vec::new();
    let mut unread = Vec::new();
    for row in rows {
        match row.text("id") {
            Err(fault) => unread.push(fault),
            Ok(id) => match groups.iter_mut().find(|(known, _)| id.is_some() && *known == id) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((id, vec![row])),
            },
        }
    }
    let mut counted = Counted::default();
    let (steps, mut faults) = all(groups.into_iter().map(|(id, rows)| handout(id, &rows, books, &mut counted)));
    faults.extend(unread);
    faults.sort_by_key(|fault| fault.row);
    Planned { steps, faults }
}

/// What all rows of one hand-out say alike.
const SHARED: [&str; 8] = ["site", "distributed_on", "country", "admin1", "place", "households", "people", "project"];

fn handout(id: Option<String>, rows: &[&Row], books: &Books, counted: &mut Counted) -> Result<Step, Vec<Fault>> {
    let Some((first, rest)) = rows.split_first() else { return Err(Vec::new()) };
    let mut faults = Faults::default();
    for row in rest {
        for name in SHARED.iter().filter(|name| row.cell(name) != first.cell(name)) {
            faults.push(row.fault(name, Why::Differs { first_row: first.number }));
        }
    }
    let day = faults.take(first.day("distributed_on"));
    let site = faults.take(books.site(first));
    let place = place_of(first, books, site.as_deref(), &mut faults);
    let households = faults.take(first.whole("households"));
    let people = faults.take(first.whole("people"));
    let lines: Vec<Value> = rows.iter().enumerate().map(|(nth, row)| line(nth, row, &mut faults)).collect();
    // What could not be read is stood in for, so that the ledger judges the rest of the rows.
    let mut fields = Map::new();
    fields.insert("type".into(), json!("goods_distributed"));
    fields.insert("site".into(), json!(site.as_deref().unwrap_or("x")));
    fields.insert("lines".into(), Value::Array(lines));
    fields.insert("place".into(), Value::Object(place));
    fields.insert("households".into(), json!(households.or(people).unwrap_or(1)));
    fields.insert("people".into(), json!(people.or(households).unwrap_or(1)));
    fields.insert("distributed_on".into(), json!(day.unwrap_or(Date::EPOCH).to_string()));
    put(&mut fields, "project", faults.take(books.project(first)).flatten());
    let hash = match &id {
        Some(id) => hash_of("almoner-sheet-handout-1", &["id", id]),
        None => counted.hash("almoner-sheet-handout-1", &[&Value::Object(fields.clone()).to_string()]),
    };
    let on = day.unwrap_or(Date::EPOCH).to_string();
    fields.insert("id".into(), json!(id.unwrap_or_else(|| short_id("handout", &on, &hash))));
    let event = judged(rows, fields, &mut faults);
    let (Some(event), Some(day), true) = (event, day, faults.is_empty()) else { return Err(faults.into_vec()) };
    let rows = rows.iter().map(|row| row.number).collect();
    let key = key(Some(day), &hash);
    Ok(Step { rows, key, event, email: None, reference_said: None, reference: None, settles: None })
}

fn line(nth: usize, row: &Row, faults: &mut Faults) -> Value {
    let lot = faults.take(row.needed("lot")).unwrap_or_else(|| format!("x-{nth}"));
    let quantity = faults.take(row.whole("quantity")).unwrap_or(1);
    json!({"lot": lot, "quantity": quantity})
}

/// The place that a row gives; where it gives no country, the country of the site, and the whole of the site's place where
/// it gives nothing at all.
fn place_of(row: &Row, books: &Books, site: Option<&str>, faults: &mut Faults) -> Map<String, Value> {
    let given = faults.take(row.text("country")).flatten();
    let admin1 = faults.take(row.text("admin1")).flatten().map(|code| code.to_uppercase());
    let name = faults.take(row.text("place")).flatten();
    let own = site.and_then(|site| books.places.iter().find(|(id, _)| id == site)).map(|(_, place)| place.clone());
    let (country, admin1, name) = match (given, own) {
        (Some(given), _) => {
            let found = country(&given).map(str::to_owned);
            let found = faults.take(found.ok_or_else(|| row.fault("country", Why::Country(given))));
            (found, admin1, name)
        }
        (None, Some(own)) if admin1.is_none() && name.is_none() => (Some(own.country), own.admin1, own.name),
        (None, Some(own)) => (Some(own.country), admin1, name),
        (None, None) => {
            // Of a site that nobody knows it can't be said where it is.
            if site.is_some() {
                faults.push(row.fault("country", Why::NoPlace));
            }
            (None, None, name)
        }
    };
    let mut place = Map::new();
    put(&mut place, "admin1", admin1.filter(|_| country.is_some()));
    place.insert("country".into(), json!(country.as_deref().unwrap_or("CN")));
    put(&mut place, "name", name);
    place
}

/// An id for what nobody gave one: `handout-20260301-1a2b3c4d`.
pub(super) fn short_id(what: &str, day: &str, hash: &[u8; 32]) -> String {
    let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{what}-{}-{hex}", day.replace('-', ""))
}

/// The event, as the ledger itself reads it; its refusals name the column where there is one.
pub(super) fn event(row: &Row, fields: Map<String, Value>) -> Result<Event, Fault> {
    let kind = type_of(&fields);
    let text = Value::Object(fields).to_string();
    Event::parse(text.as_bytes()).map_err(|refusal| Fault::of_ledger(row.kind(), row.number, kind, refusal))
}

/// Refusals of one event that are looked for: it has fewer columns.
const REFUSALS: usize = 16;

/// As [`event`], but all that the ledger refuses is gathered: what it names is stood in for, and the rest judged again.
fn judged(rows: &[&Row], mut fields: Map<String, Value>, faults: &mut Faults) -> Option<Event> {
    let mut refused = false;
    for _ in 0..REFUSALS {
        let text = Value::Object(fields.clone()).to_string();
        let refusal = match Event::parse(text.as_bytes()) {
            Ok(event) => return Some(event).filter(|_| !refused),
            Err(refusal) => refusal,
        };
        refused = true;
        let goes_on = stand_in(&mut fields, &refusal.field);
        faults.push(ledger_fault(rows, type_of(&fields), refusal));
        if !goes_on {
            break;
        }
    }
    None
}

/// Puts what every ledger takes into a field; false where there is no such thing.
fn stand_in(fields: &mut Map<String, Value>, path: &str) -> bool {
    let mut put = |name: &str, value: Value| {
        fields.insert(name.to_owned(), value);
        true
    };
    match path.split(['.', '[']).next().unwrap_or_default() {
        "method" => put("method", json!("cash")),
        "id" => put("id", json!("x")),
        "households" | "people" => put("households", json!(1)) && put("people", json!(1)),
        "donor" | "project" => fields.remove(path).is_some(),
        "place" => {
            let place = fields.get_mut("place").and_then(Value::as_object_mut);
            let part = path.strip_prefix("place.").unwrap_or_default();
            part != "country" && place.is_some_and(|place| place.remove(part).is_some())
        }
        "lines" => {
            let Some(nth) = line_of(path) else { return false };
            let lines = fields.get_mut("lines").and_then(Value::as_array_mut);
            let line = lines.and_then(|lines| lines.get_mut(nth)).and_then(Value::as_object_mut);
            let value = if path.ends_with(".lot") { json!(format!("x-{nth}")) } else { json!(1) };
            let name = path.rsplit('.').next().unwrap_or_default();
            line.is_some_and(|line| line.insert(name.to_owned(), value).is_some())
        }
        _ => false,
    }
}

/// Which line a path is about: 2 in `lines[2].quantity`.
fn line_of(path: &str) -> Option<usize> {
    path.strip_prefix("lines[")?.split(']').next()?.parse().ok()
}

/// A refusal at the row and column that it is about.
fn ledger_fault(rows: &[&Row], event: EventType, refusal: Refusal) -> Fault {
    let row = line_of(&refusal.field).and_then(|nth| rows.get(nth)).or_else(|| rows.first());
    match row {
        Some(row) => Fault::of_ledger(row.kind(), row.number, event, refusal),
        None => Fault { row: 0, column: None, why: Why::Ledger(Box::new(Told::new(event, refusal))) },
    }
}

/// The type of the event that these fields are of.
fn type_of(fields: &Map<String, Value>) -> EventType {
    let word = fields.get("type").and_then(Value::as_str).unwrap_or_default();
    let known = EventType::ALL.iter().copied().find(|event| event.word() == word);
    known.unwrap_or(EventType::DonationReceived)
}

pub(super) fn put(fields: &mut Map<String, Value>, name: &str, value: Option<String>) {
    if let Some(value) = value {
        fields.insert(name.into(), json!(value));
    }
}

/// Every step of good rows, and every fault of the others.
pub(super) fn all<T>(found: impl Iterator<Item = Result<T, Vec<Fault>>>) -> (Vec<T>, Vec<Fault>) {
    let (mut steps, mut faults) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Ok(step) => steps.push(step),
            Err(more) => faults.extend(more),
        }
    }
    (steps, faults)
}

/// Rows that are alike in everything are counted through, so that two equal gifts stay two.
#[derive(Default)]
struct Counted(HashMap<[u8; 32], u32>);

impl Counted {
    fn hash(&mut self, kind: &str, parts: &[&str]) -> [u8; 32] {
        let hash = hash_of(kind, parts);
        let earlier = self.0.entry(hash).or_insert(0);
        let nth = earlier.to_string();
        *earlier = earlier.saturating_add(1);
        let hex: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        hash_of(kind, &["nth", &hex, &nth])
    }
}

impl Books {
    fn fund(&self, row: &Row) -> Result<(String, Currency), Fault> {
        let text = row.needed("fund")?;
        let names = self.funds.iter().map(|(id, title, currency)| (id, title, *currency));
        let (id, currency) = one(row, "fund", &text, names)?;
        Ok((id, currency))
    }

    fn project(&self, row: &Row) -> Result<Option<String>, Fault> {
        let Some(text) = row.text("project")? else { return Ok(None) };
        let names = self.projects.iter().map(|(id, title)| (id, title, ()));
        one(row, "project", &text, names).map(|(id, ())| Some(id))
    }

    pub(super) fn site(&self, row: &Row) -> Result<String, Fault> {
        let text = row.needed("site")?;
        let names = self.sites.iter().map(|(id, name)| (id, name, ()));
        one(row, "site", &text, names).map(|(id, ())| id)
    }
}

/// What has this id, else the only thing with this name.
fn one<'b, T>(
    row: &Row,
    column: &str,
    text: &str,
    known: impl Iterator<Item = (&'b String, &'b String, T)>,
) -> Result<(String, T), Fault> {
    let mut named = Vec::new();
    for (id, name, more) in known {
        if id == text {
            return Ok((id.clone(), more));
        }
        if name.trim().to_lowercase() == text.to_lowercase() {
            named.push((id.clone(), more));
        }
    }
    match named.len() {
        1 => named.pop().ok_or_else(|| row.fault(column, Why::Unknown(text.to_owned()))),
        0 => Err(row.fault(column, Why::Unknown(text.to_owned()))),
        _ => Err(row.fault(column, Why::Ambiguous(text.to_owned()))),
    }
}

/// The rows as events: of gifts and hand-outs; counts need what is booked ([`super::count`]).
#[must_use]
pub fn plan(kind: Kind, rows: &[Row], books: &Books) -> Planned {
    match kind {
        Kind::Gifts => gifts(rows, books),
        Kind::Handouts => handouts(rows, books),
        Kind::Counts => Planned::default(),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::file::lines;
    use super::super::row::{self, Habits};
    use super::*;

    pub(in super::super) fn books() -> Books {
        let yuan = Currency::new("CNY").expect("a currency");
        let fund = |id: &str, title: &str| (id.to_owned(), title.to_owned(), yuan);
        let site = |id: &str, name: &str| (id.to_owned(), name.to_owned());
        Books {
            funds: vec![fund("flood", "洪水救援"), fund("food", "Food")],
            projects: vec![site("tents", "Tents")],
            sites: vec![site("chengdu", "Chengdu warehouse"), site("s-1", "School"), site("s-2", "School")],
            places: vec![(
                "chengdu".into(),
                SitePlace { country: "CN".into(), admin1: Some("CN-SC".into()), name: Some("Chengdu".into()) },
            )],
            secret: "s".into(),
        }
    }

    pub(in super::super) fn read(kind: Kind, text: &str) -> Vec<Row> {
        row::rows(kind, &lines(text.as_bytes()).expect("a table"), Habits::default()).expect("rows")
    }

    fn planned(kind: Kind, text: &str) -> Result<Vec<Step>, Refused> {
        plan(kind, &read(kind, text), &books()).whole()
    }

    const GIFTS: &str = "fund,amount,received_on,method,donor,reference,email\n";

    #[test]
    fn a_row_becomes_a_gift_and_the_address_stays_out_of_it() {
        let text = format!("{GIFTS}洪水救援,500.00,2026-03-01,银行转账,Class 3b,R-1,li@example.org\n");
        let steps = planned(Kind::Gifts, &text).expect("plans");
        assert_eq!(
            steps[0].event.to_json(),
            r#"{"amount":50000,"donor":"Class 3b","fund":"flood","method":"bank_transfer","received_on":"2026-03-01","type":"donation_received"}"#
        );
        assert_eq!(steps[0].email.as_deref(), Some("li@example.org"));
    }

    #[test]
    fn a_method_that_no_form_has_is_refused_with_those_that_there_are() {
        let text = format!("{GIFTS}flood,5,2026-03-01,barter,,,\nflood,5,2026-03-01,Bank transfer,,,\n");
        let planned = plan(Kind::Gifts, &read(Kind::Gifts, &text), &books());
        assert_eq!((named(&planned.faults), planned.steps.len()), (vec![(2, "method")], 1));
        let said = planned.faults[0].say(ledger::Lang::En);
        assert!(said.contains("“barter” is none of: bank transfer, cash, card, cheque"), "{said}");
    }

    #[test]
    fn the_same_rows_have_the_same_keys_and_equal_rows_stay_apart() {
        let equal = format!("{GIFTS}flood,5.00,2026-03-01,cash,,,\nflood,5.00,2026-03-01,cash,,,\n");
        let keys = |text: &str| -> Vec<Key> {
            planned(Kind::Gifts, text).expect("plans").iter().map(|step| step.key).collect()
        };
        let first = keys(&equal);
        assert_ne!(first[0], first[1]);
        assert_eq!(first, keys(&equal));
        let numbered = |amount: &str| keys(&format!("{GIFTS}flood,{amount},2026-03-01,cash,,R-1,\n"));
        assert_eq!(numbered("5.00"), numbered("6.00"), "a reference is one gift, whatever else is said");
    }

    #[test]
    fn every_bad_row_is_named_with_column_and_reason() {
        let text = format!(
            "{GIFTS}winter,5,2026-03-01,cash,,,\nflood,5.005,2026-03-01,cash,,,\nflood,,2026-03-01,cash,,,\n\
             flood,5,1.3.2026,cash,,,\nflood,5,2026-03-01,cash,,,nobody\nflood,5,2026-03-01,£,,,\nflood,5,2026-03-01,cash,,,\n"
        );
        let Err(Refused::Rows(faults)) = planned(Kind::Gifts, &text) else { panic!("refused") };
        let named: Vec<(u32, &str)> =
            faults.iter().map(|fault| (fault.row, fault.column.map_or("", |column| column.name))).collect();
        assert_eq!(named, [(2, "fund"), (3, "amount"), (4, "amount"), (5, "received_on"), (6, "email"), (7, "method")]);
        assert_eq!(faults[1].say(ledger::Lang::En), "Row 3, Amount: the currency has 2 digits behind the point");
    }

    /// Row and column of each fault.
    fn named(faults: &[Fault]) -> Vec<(u32, &str)> {
        faults.iter().map(|fault| (fault.row, fault.column.map_or("", |column| column.name))).collect()
    }

    #[test]
    fn all_that_is_wrong_in_a_row_is_named_and_good_rows_are_planned_beside_it() {
        let text = format!(
            "{GIFTS}winter,x,1.3.2026,cash,,,nobody\nflood,5.005,,£,{},,\nflood,5,2026-03-01,cash,,,\n",
            "a".repeat(300)
        );
        let planned = plan(Kind::Gifts, &read(Kind::Gifts, &text), &books());
        let expected = [
            (2, "fund"),
            (2, "amount"),
            (2, "received_on"),
            (2, "email"),
            (3, "amount"),
            (3, "received_on"),
            (3, "donor"),
            (3, "method"),
        ];
        let mut found = named(&planned.faults);
        found.sort_unstable();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected);
        assert_eq!(planned.steps.len(), 1, "the last row is good");
    }

    #[test]
    fn two_rows_with_one_reference_are_both_named() {
        let text = format!(
            "{GIFTS}flood,5,2026-03-01,cash,,R-1,\nfood,5,2026-03-01,cash,,R-1,\n洪水救援,6,2026-03-02,cash,,R-1,\n"
        );
        let Err(Refused::Rows(faults)) = planned(Kind::Gifts, &text) else { panic!("refused") };
        assert_eq!(named(&faults), [(4, "reference")], "another fund's reference is another");
        assert_eq!(
            faults[0].say(ledger::Lang::En),
            "Row 4, Your reference: “R-1” stands in row 2, too: each gift has a reference of its own"
        );
    }

    const HANDOUTS: &str = "id,site,lot,quantity,distributed_on,country,admin1,place,households,people\n";

    #[test]
    fn rows_of_one_hand_out_are_one_event() {
        let text = format!(
            "{HANDOUTS}y-1,Chengdu Warehouse,tents,40,2026-03-03,cn,CN-SC,Yingxiu,40,163\n\
             y-1,Chengdu Warehouse,rice,800,2026-03-03,cn,CN-SC,Yingxiu,40,163\n"
        );
        let steps = planned(Kind::Handouts, &text).expect("plans");
        assert_eq!((steps.len(), steps[0].rows.as_slice()), (1, &[2, 3][..]));
        let Event::GoodsDistributed(event) = &steps[0].event else { panic!("a hand-out") };
        assert_eq!((event.id.as_str(), event.site.as_str(), event.lines.len()), ("y-1", "chengdu", 2));
        let differs =
            text.replace("rice,800,2026-03-03,cn,CN-SC,Yingxiu,40,163", "rice,800,2026-03-03,cn,CN-SC,Yingxiu,41,163");
        let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &differs) else { panic!("refused") };
        assert_eq!((faults[0].row, &faults[0].why), (3, &Why::Differs { first_row: 2 }));
    }

    #[test]
    fn a_hand_out_is_where_its_site_is_unless_it_says_otherwise() {
        let place = |country: &str, admin1: &str, name: &str| {
            let text = format!("{HANDOUTS},chengdu,tents,40,2026-03-03,{country},{admin1},{name},40,163\n");
            match &planned(Kind::Handouts, &text).expect("plans")[0].event {
                Event::GoodsDistributed(event) => (
                    event.place.country.as_str().to_owned(),
                    event.place.admin1.as_ref().map(|part| part.as_str().to_owned()),
                    event.place.name.as_ref().map(ToString::to_string),
                ),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(place("", "", ""), ("CN".into(), Some("CN-SC".into()), Some("Chengdu".into())));
        assert_eq!(place("", "", "Yingxiu"), ("CN".into(), None, Some("Yingxiu".into())));
        assert_eq!(place("尼泊尔", "", ""), ("NP".into(), None, None));
        assert_eq!(place("Nepal", "", "Barpak"), ("NP".into(), None, Some("Barpak".into())));
        let mut books = books();
        books.places.clear();
        let text =
            format!("{HANDOUTS},chengdu,tents,40,2026-03-03,,,,40,163\n,chengdu,t,4,2026-03-03,Atlantis,,,4,16\n");
        let planned = plan(Kind::Handouts, &read(Kind::Handouts, &text), &books);
        assert_eq!(named(&planned.faults), [(2, "country"), (3, "country")]);
        assert_eq!(planned.faults[0].why, Why::NoPlace);
        assert_eq!(planned.faults[1].why, Why::Country("Atlantis".into()));
    }

    #[test]
    fn a_line_that_the_ledger_refuses_is_named_by_its_own_row() {
        let text = format!(
            "{HANDOUTS}y-1,chengdu,tents,40,2026-03-03,CN,,,40,163\ny-1,chengdu,RICE !,0,2026-03-03,CN,,,40,163\n\
             y-1,chengdu,oil,0,2026-03-03,CN,,,40,163\n"
        );
        let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &text) else { panic!("refused") };
        let rows: Vec<u32> = faults.iter().map(|fault| fault.row).collect();
        assert_eq!(rows, [3, 3, 4], "{faults:?}");
    }

    #[test]
    fn a_name_that_two_sites_have_is_not_guessed() {
        let text =
            format!("{HANDOUTS},School,tents,40,2026-03-03,CN,,,40,163\n,Nowhere,tents,40,2026-03-03,CN,,,40,163\n");
        let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &text) else { panic!("refused") };
        assert_eq!(faults[0].why, Why::Ambiguous("School".into()));
        assert_eq!(faults[1].why, Why::Unknown("Nowhere".into()));
    }

    #[test]
    fn what_the_ledger_refuses_is_told_by_the_column() {
        let text =
            format!("{HANDOUTS},chengdu,tents,0,2026-03-03,CN,,,40,163\n,chengdu,tents,1,2026-03-03,XX,,,40,163\n");
        let Err(Refused::Rows(faults)) = planned(Kind::Handouts, &text) else { panic!("refused") };
        let named: Vec<Option<&str>> = faults.iter().map(|fault| fault.column.map(|column| column.name)).collect();
        assert_eq!(named, [Some("quantity"), Some("country")]);
    }
}
