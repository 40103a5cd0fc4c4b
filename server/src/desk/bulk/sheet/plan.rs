//! Rows as events.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use ledger::event::Event;
use ledger::value::{Currency, Key};

use super::column::Kind;
use super::row::{Fault, Refused, Row, Why};
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
}

/// The gifts of a sheet.
///
/// # Errors
/// [`Refused::Rows`]: every row that breaks a rule.
pub fn gifts(rows: &[Row], books: &Books) -> Result<Vec<Step>, Refused> {
    let mut counted = Counted::default();
    all(rows.iter().map(|row| gift(row, books, &mut counted)))
}

fn gift(row: &Row, books: &Books, counted: &mut Counted) -> Result<Step, Fault> {
    let (fund, currency) = books.fund(row)?;
    let amount = row.amount("amount", currency)?;
    let day = row.day("received_on")?;
    let mut fields = Map::new();
    fields.insert("type".into(), json!("donation_received"));
    fields.insert("fund".into(), json!(fund));
    fields.insert("amount".into(), json!(amount.get()));
    fields.insert("received_on".into(), json!(day.to_string()));
    fields.insert("method".into(), json!(method(&row.needed("method")?)));
    put(&mut fields, "project", books.project(row)?);
    put(&mut fields, "donor", row.text("donor")?);
    let event = event(row, fields)?;
    let hash = match row.text("reference")? {
        Some(reference) => hash_of("almoner-sheet-gift-1", &[&books.secret, &fund, "reference", &reference]),
        None => counted.hash("almoner-sheet-gift-1", &[&books.secret, &event.to_json()]),
    };
    Ok(Step { rows: vec![row.number], key: key(Some(day), &hash), event, email: email(row)? })
}

/// A word of the trade from either language, else the word itself.
fn method(text: &str) -> String {
    const KNOWN: [&str; 6] = ["bank_transfer", "cash", "card", "cheque", "alipay", "wechat_pay"];
    let same = |word: &&str| {
        [ledger::Lang::En, ledger::Lang::Zh].iter().any(|lang| app::words::term(*lang, word).eq_ignore_ascii_case(text))
    };
    match KNOWN.iter().find(|word| same(word)) {
        Some(word) => (*word).to_owned(),
        None => text.to_lowercase().replace(' ', "_"),
    }
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
///
/// # Errors
/// [`Refused::Rows`].
pub fn handouts(rows: &[Row], books: &Books) -> Result<Vec<Step>, Refused> {
    let mut groups: Vec<(Option<String>, Vec<&Row>)> = Vec::new();
    for row in rows {
        let id = row.text("id").map_err(|fault| Refused::Rows(vec![fault]))?;
        match groups.iter_mut().find(|(known, _)| id.is_some() && *known == id) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((id, vec![row])),
        }
    }
    let mut counted = Counted::default();
    all(groups.into_iter().map(|(id, rows)| handout(id, &rows, books, &mut counted)))
}

fn handout(id: Option<String>, rows: &[&Row], books: &Books, counted: &mut Counted) -> Result<Step, Fault> {
    let Some((first, rest)) = rows.split_first() else { unreachable!("a group has a row") };
    for row in rest {
        let differs = |name: &&str| row.cell(name) != first.cell(name);
        let shared = ["site", "distributed_on", "country", "admin1", "place", "households", "people", "project"];
        if let Some(name) = shared.iter().find(|name| differs(name)) {
            return Err(row.fault(name, Why::Differs { first_row: first.number }));
        }
    }
    let day = first.day("distributed_on")?;
    let site = books.site(first)?;
    let mut place = Map::new();
    place.insert("country".into(), json!(first.needed("country")?.to_uppercase()));
    put(&mut place, "admin1", first.text("admin1")?.map(|code| code.to_uppercase()));
    put(&mut place, "name", first.text("place")?);
    let line = |row: &&Row| -> Result<Value, Fault> {
        Ok(json!({"lot": row.needed("lot")?, "quantity": row.whole("quantity")?}))
    };
    let lines: Vec<Value> = rows.iter().map(line).collect::<Result<_, _>>()?;
    let mut fields = Map::new();
    fields.insert("type".into(), json!("goods_distributed"));
    fields.insert("site".into(), json!(site));
    fields.insert("lines".into(), Value::Array(lines));
    fields.insert("place".into(), Value::Object(place));
    fields.insert("households".into(), json!(first.whole("households")?));
    fields.insert("people".into(), json!(first.whole("people")?));
    fields.insert("distributed_on".into(), json!(day.to_string()));
    put(&mut fields, "project", books.project(first)?);
    let hash = match &id {
        Some(id) => hash_of("almoner-sheet-handout-1", &["id", id]),
        None => counted.hash("almoner-sheet-handout-1", &[&Value::Object(fields.clone()).to_string()]),
    };
    fields.insert("id".into(), json!(id.unwrap_or_else(|| short_id("handout", &day.to_string(), &hash))));
    let event = event(first, fields)?;
    Ok(Step { rows: rows.iter().map(|row| row.number).collect(), key: key(Some(day), &hash), event, email: None })
}

/// An id for what nobody gave one: `handout-20260301-1a2b3c4d`.
pub(super) fn short_id(what: &str, day: &str, hash: &[u8; 32]) -> String {
    let hex: String = hash.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
    format!("{what}-{}-{hex}", day.replace('-', ""))
}

/// The event, as the ledger itself reads it; its refusals name the column where there is one.
pub(super) fn event(row: &Row, fields: Map<String, Value>) -> Result<Event, Fault> {
    let text = Value::Object(fields).to_string();
    Event::parse(text.as_bytes()).map_err(|refusal| {
        let name = refusal.field.rsplit(['.', ']']).next().unwrap_or_default();
        let name = if name.is_empty() { refusal.field.split('[').next().unwrap_or_default() } else { name };
        let name = if refusal.field == "place.name" { "place" } else { name }.to_owned();
        row.fault(&name, Why::Ledger(refusal))
    })
}

pub(super) fn put(fields: &mut Map<String, Value>, name: &str, value: Option<String>) {
    if let Some(value) = value {
        fields.insert(name.into(), json!(value));
    }
}

/// Every step, or every fault.
pub(super) fn all<T>(found: impl Iterator<Item = Result<T, Fault>>) -> Result<Vec<T>, Refused> {
    let (mut steps, mut faults) = (Vec::new(), Vec::new());
    for one in found {
        match one {
            Ok(step) => steps.push(step),
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(steps) } else { Err(Refused::Rows(faults)) }
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
///
/// # Errors
/// [`Refused`].
pub fn plan(kind: Kind, rows: &[Row], books: &Books) -> Result<Vec<Step>, Refused> {
    match kind {
        Kind::Gifts => gifts(rows, books),
        Kind::Handouts => handouts(rows, books),
        Kind::Counts => Ok(Vec::new()),
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
            secret: "s".into(),
        }
    }

    pub(in super::super) fn read(kind: Kind, text: &str) -> Vec<Row> {
        row::rows(kind, &lines(text.as_bytes()).expect("a table"), Habits::default()).expect("rows")
    }

    fn planned(kind: Kind, text: &str) -> Result<Vec<Step>, Refused> {
        plan(kind, &read(kind, text), &books())
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
