//! 360Giving: grants that a funder awarded. Each becomes money of the funder's own and its passage to the recipient.

use ledger::value::{Currency, Date};
use serde_json::Value;

use super::amount::minor;
use super::organisation::Party;
use super::rows::{RowGift, Rows, kind_of, line, prose};
use super::unused::Reason;
use super::{FILE_BYTES_LIMIT, Flow, ImportError, Known, Plan};

/// Fields that become a part of the ledger, or of a remark.
const USED: &[&str] = &[
    "id",
    "title",
    "description",
    "currency",
    "amountAwarded",
    "awardDate",
    "recipientOrganization",
    "fundingOrganization",
    "grantProgramme",
];

/// Plans the import of a grant package (JSON).
///
/// # Errors
/// An [`ImportError`] where the file as a whole can't be read. A grant that can't be used is no error: it is listed.
pub fn plan_grants(json: &str, ledger: &dyn Known) -> Result<Plan, ImportError> {
    if json.len() > FILE_BYTES_LIMIT {
        return Err(ImportError::TooLong { limit: FILE_BYTES_LIMIT, given: json.len() });
    }
    let package: Value = serde_json::from_str(json).map_err(|error| ImportError::not_json(&error))?;
    let Some(Value::Array(grants)) = package.get("grants") else { return Err(ImportError::NotGrants) };
    let mut rows = Rows::new("almoner-360giving-1", ledger);
    let mut aside: Vec<&str> = Vec::new();
    for (number, grant) in (1_u32..).zip(grants) {
        if let Err((field, reason)) = read(&mut rows, number, grant) {
            rows.refuse(number, format!("grants/{field}"), reason);
            continue;
        }
        // Each field that has no place is listed once, with the first grant that has it.
        for field in grant.as_object().into_iter().flat_map(|grant| grant.keys()) {
            if !USED.contains(&field.as_str()) && !aside.contains(&field.as_str()) {
                aside.push(field);
                rows.refuse(number, format!("grants/{field}"), Reason::NoField);
            }
        }
    }
    Ok(rows.finish())
}

type Field = &'static str;

fn read(rows: &mut Rows<'_>, number: u32, grant: &Value) -> Result<(), (Field, Reason)> {
    let text = |field: Field| {
        let text = grant.get(field).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
        text.ok_or((field, Reason::Missing { what: field }))
    };
    if grant.get("recipientIndividual").is_some() {
        return Err(("recipientIndividual", Reason::PersonalData));
    }
    let id = text("id")?;
    let code = text("currency")?;
    let currency = Currency::new(code).ok_or_else(|| ("currency", Reason::Currency { given: code.to_owned() }))?;
    let awarded = grant.get("amountAwarded").filter(|value| value.is_number());
    let awarded = awarded.ok_or(("amountAwarded", Reason::Missing { what: "amountAwarded" }))?.to_string();
    let amount = minor(&awarded, currency).map_err(|fault| ("amountAwarded", Reason::Amount(fault)))?;
    let date = text("awardDate")?;
    let day = date.get(..10).and_then(Date::parse);
    let day = day.ok_or_else(|| ("awardDate", Reason::Date { given: date.chars().take(40).collect() }))?;
    let funder = party(grant, "fundingOrganization", number)?;
    let recipient = party(grant, "recipientOrganization", number)?;

    let steward = rows.organisation(&funder, number, day);
    let purpose = format!("Grants that {} published in the 360Giving standard.", funder.name);
    let fund = rows.fund(&steward, currency, &funder.name, &purpose, number, day);
    let holder = rows.organisation(&recipient, number, day);
    let programme = grant
        .get("grantProgramme")
        .and_then(|list| list.get(0))
        .and_then(|one| one.get("title"))
        .and_then(Value::as_str);
    let parts = [
        format!("{id}: {}", text("title")?),
        text("description")?.to_owned(),
        programme.unwrap_or_default().to_owned(),
    ];
    let note = prose(&parts);
    let movement = |donor| RowGift {
        line: number,
        id,
        day,
        amount,
        currency,
        flow: Flow::OwnContribution,
        method: Flow::OwnContribution.word(),
        donor,
        note: note.clone(),
        original: None,
    };
    rows.gift(&fund, movement(Some(funder.name.clone())));
    rows.grant(&fund, &holder, movement(None));
    Ok(())
}

/// The first organisation of a list: the standard allows several, publishers name one.
fn party(grant: &Value, field: Field, number: u32) -> Result<Party, (Field, Reason)> {
    let one = grant.get(field).and_then(|list| list.get(0)).ok_or((field, Reason::Missing { what: field }))?;
    let text = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
    let kind = kind_of(text("organisationType"));
    Party::named(number, text("name"), Some(text("id")), kind).ok_or((field, Reason::Nameless))
}

/// A party's name and reference as lines.
impl Party {
    pub(super) fn named(
        number: u32,
        name: &str,
        reference: Option<&str>,
        kind: ledger::value::OrganisationKind,
    ) -> Option<Self> {
        let reference = reference.and_then(line);
        let name = line(name).or_else(|| reference.clone())?;
        Some(Self::of(number, name, reference, kind))
    }
}
