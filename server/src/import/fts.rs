//! Flows of UN OCHA's Financial Tracking Service (CSV): each paid or committed flow becomes a gift to the organisation that
//! received it, in US dollars, with the amount and currency that were given.

use ledger::event::Money;
use ledger::value::{Currency, Date};

use super::amount::minor;
use super::organisation::Party;
use super::rows::{RowGift, Rows, kind_of, line, prose};
use super::unused::Reason;
use super::{FILE_BYTES_LIMIT, Flow, ImportError, Known, Plan};

/// Columns without which a row says nothing.
const NEEDED: &[&str] =
    &["id", "date", "amountUSD", "srcOrganization", "destOrganization", "status", "contributionType"];

/// Plans the import of a table of flows.
///
/// # Errors
/// An [`ImportError`] where the file as a whole can't be read. A row that can't be used is no error: it is listed.
pub fn plan_flows(csv: &str, ledger: &dyn Known) -> Result<Plan, ImportError> {
    if csv.len() > FILE_BYTES_LIMIT {
        return Err(ImportError::TooLong { limit: FILE_BYTES_LIMIT, given: csv.len() });
    }
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
    let headings = reader.headers().map_err(|error| ImportError::not_csv(&error))?.clone();
    if let Some(missing) = NEEDED.iter().find(|name| !headings.iter().any(|heading| heading == **name)) {
        return Err(ImportError::NotFlows { missing: (*missing).to_owned() });
    }
    let mut rows = Rows::new("almoner-fts-1", ledger);
    for (number, record) in (2_u32..).zip(reader.records()) {
        let record = record.map_err(|error| ImportError::not_csv(&error))?;
        // A second line of HXL tags is a heading too.
        if record.iter().any(|cell| cell.starts_with('#')) && number == 2 {
            rows.refuse(number, "row", Reason::NoField);
            continue;
        }
        let cell = |name: &str| {
            let place = headings.iter().position(|heading| heading == name);
            place.and_then(|place| record.get(place)).map(str::trim).unwrap_or_default()
        };
        if let Err((field, reason)) = read(&mut rows, number, &cell) {
            rows.refuse(number, format!("row/{field}"), reason);
        }
    }
    Ok(rows.finish())
}

type Field = &'static str;

fn read<'c>(rows: &mut Rows<'_>, number: u32, cell: &dyn Fn(&str) -> &'c str) -> Result<(), (Field, Reason)> {
    let needed = |field: Field| match cell(field) {
        "" => Err((field, Reason::Missing { what: field })),
        text => Ok(text),
    };
    let (flow, method) = match needed("status")? {
        "paid" => (Flow::IncomingFunds, "fts_paid"),
        "commitment" => (Flow::IncomingCommitment, "fts_commitment"),
        _ => return Err(("status", Reason::Plan)),
    };
    if needed("contributionType")? != "financial" {
        return Err(("contributionType", Reason::InKind));
    }
    let dollars = Currency::new("USD").ok_or(("amountUSD", Reason::Missing { what: "amountUSD" }))?;
    let amount = minor(needed("amountUSD")?, dollars).map_err(|fault| ("amountUSD", Reason::Amount(fault)))?;
    let date = needed("date")?;
    let day = date.get(..10).and_then(Date::parse).ok_or_else(|| ("date", Reason::Date { given: date.to_owned() }))?;
    let receiver = Party::named(number, needed("destOrganization")?, None, kind_of(cell("destOrganizationTypes")));
    let receiver = receiver.ok_or(("destOrganization", Reason::Nameless))?;
    let original = match (cell("originalAmount"), cell("originalCurrency")) {
        ("" | "0", _) | (_, "") => None,
        (given, code) => {
            let currency =
                Currency::new(code).ok_or_else(|| ("originalCurrency", Reason::Currency { given: code.to_owned() }))?;
            let amount = minor(given, currency).map_err(|fault| ("originalAmount", Reason::Amount(fault)))?;
            Some(Money { amount, currency })
        }
    };
    let steward = rows.organisation(&receiver, number, day);
    let purpose = format!("Flows to {} that the Financial Tracking Service of UN OCHA reports.", receiver.name);
    let fund = rows.fund(&steward, dollars, &receiver.name, &purpose, number, day);
    let id = needed("id")?;
    let reference = match cell("refCode") {
        "" => format!("FTS flow {id}"),
        code => format!("FTS flow {id}, ref. {code}"),
    };
    let plan = match cell("destPlan") {
        "" => String::new(),
        plan => format!("Plan: {plan}"),
    };
    let movement = RowGift {
        line: number,
        id,
        day,
        amount,
        currency: dollars,
        flow,
        method,
        donor: line(needed("srcOrganization")?),
        note: prose(&[reference, cell("description").to_owned(), plan]),
        original,
    };
    rows.gift(&fund, movement);
    Ok(())
}
