//! `/desk/bank`: accounts, and the form that brings a statement in.

use actix_multipart::Multipart;
use actix_web::web::{Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{
    AccountAdd, AccountFault, AccountPage, Bank, Bulk, Content, MappingField, MappingForm, Pick, StatementLine,
};
use ledger::value::{Currency, Date};

use super::{FundHere, account_line, funds};
use crate::desk::bulk::bank::key::{account_secret, keys};
use crate::desk::bulk::bank::table::{Mapping, guess};
use crate::desk::bulk::bank::{Refused, Statement, camt, masked, table};
use crate::desk::bulk::text::decode;
use crate::desk::bulk::upload;
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::http::Site;
use crate::private::bank::{self, AccountRow, NewAccount, StatementRow};
use crate::private::secrets;

/// How many statements an account's page lists.
const STATEMENTS: i64 = 60;

/// The name of the secret that goes into hashes of account numbers.
const SECRET: &str = "bank-accounts";

pub(in crate::desk) async fn list(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::RecordMoney).await?;
        list_page(&visit, 200, AccountAdd::default()).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn list_page(visit: &Visit, status: u16, add: AccountAdd) -> Answered {
    let ours = visit.staff.organisations(Action::RecordMoney);
    let all = visit.ask(funds).await?;
    let wanted = ours.clone();
    let rows = visit
        .keep(move |db| {
            let rows = bank::accounts(db, &wanted)?;
            let latest = |db: &mut _, row: &AccountRow| -> crate::store::Stored<Option<Date>> {
                let last = bank::statements(db, row.id, 1)?;
                Ok(last.first().and_then(StatementRow::closing).map(|balance| balance.on))
            };
            let mut found = Vec::new();
            for row in rows {
                let latest = latest(db, &row)?;
                found.push((row, latest));
            }
            Ok(found)
        })
        .await?;
    let lines = rows.iter().map(|(row, latest)| account_line(row, &all, *latest)).collect::<Result<_, _>>();
    let accounts = lines.map_err(|error| visit.failed(&error))?;
    let offered = all.iter().filter(|fund| ours.contains(&fund.steward));
    let choice =
        |fund: &FundHere| Pick { value: fund.id.clone(), word: format!("{} · {}", fund.title, fund.currency) };
    let add = AccountAdd { organisations: ours.clone(), funds: offered.map(choice).collect(), ..add };
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Bank(Bank { accounts, add })))))
}

pub(in crate::desk) async fn add(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    added(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn added(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::RecordMoney).await?;
    let add = AccountAdd {
        organisation: typed(form, "organisation").to_owned(),
        label: typed(form, "label").trim().chars().take(80).collect(),
        number: typed(form, "number").trim().to_owned(),
        chosen: form.iter().filter(|(name, _)| name == "fund").map(|(_, value)| value.clone()).collect(),
        ..AccountAdd::default()
    };
    if !visit.staff.may_for(Action::RecordMoney, &add.organisation) {
        return Err(visit.forbidden());
    }
    let all = visit.ask(funds).await?;
    let currency = match judge(&add, &all) {
        Ok(currency) => currency,
        Err(fault) => return list_page(&visit, 422, AccountAdd { fault: Some(fault), ..add }).await,
    };
    let (typed, chosen) = (add.clone(), add.chosen.clone());
    let made = visit
        .keep(move |db| {
            let secret = secrets::named(db, SECRET)?;
            let new = NewAccount {
                organisation: typed.organisation,
                label: typed.label,
                masked: masked(&typed.number),
                number_hash: account_secret(&secret, &typed.number),
                currency,
                funds: chosen,
            };
            bank::add_account(db, &new)
        })
        .await?;
    match made {
        Some(id) => Ok(visit.go(&format!("/desk/bank/{id}"), None)),
        None => list_page(&visit, 422, AccountAdd { fault: Some(AccountFault::Known), ..add }).await,
    }
}

fn judge(add: &AccountAdd, all: &[FundHere]) -> Result<Currency, AccountFault> {
    let letters = add.number.chars().filter(|letter| !letter.is_whitespace());
    let plain = letters.clone().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    if add.label.is_empty() {
        return Err(AccountFault::Label);
    }
    if !plain || !(5..=34).contains(&letters.count()) {
        return Err(AccountFault::Number);
    }
    let ours = |id: &String| all.iter().find(|fund| &fund.id == id && fund.steward == add.organisation);
    let chosen: Option<Vec<&FundHere>> = add.chosen.iter().map(ours).collect();
    let chosen = chosen.filter(|chosen| !chosen.is_empty()).ok_or(AccountFault::Funds)?;
    let currency = chosen.first().map(|fund| fund.currency).ok_or(AccountFault::Funds)?;
    let same = chosen.iter().all(|fund| fund.currency == currency);
    if same { Ok(currency) } else { Err(AccountFault::Currencies) }
}

/// The account, if it is one of an organisation for which this person may record.
pub(super) async fn own_account(visit: &Visit, id: i64) -> Result<AccountRow, HttpResponse> {
    let found = visit.keep(move |db| bank::account(db, id)).await?;
    let ours = |row: &AccountRow| visit.staff.may_for(Action::RecordMoney, &row.organisation);
    found.filter(ours).ok_or_else(|| visit.not_found())
}

pub(in crate::desk) async fn show(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::RecordMoney).await?;
        let row = own_account(&visit, *id).await?;
        page(&visit, 200, &row, Vec::new(), None).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

async fn page(
    visit: &Visit,
    status: u16,
    row: &AccountRow,
    faults: Vec<String>,
    mapping: Option<MappingForm>,
) -> Answered {
    let all = visit.ask(funds).await?;
    let id = row.id;
    let statements = visit
        .keep(move |db| {
            let mut found = Vec::new();
            for statement in bank::statements(db, id, STATEMENTS)? {
                let lines = bank::lines(db, statement.id)?;
                found.push((statement, lines));
            }
            Ok(found)
        })
        .await?;
    let line = |(row, lines): &(StatementRow, Vec<bank::KeptLine>)| {
        let days = || lines.iter().map(|kept| kept.line.booked_on);
        StatementLine {
            id: row.id,
            bank_id: row.bank_id.clone(),
            from: days().min().or(row.opening().map(|balance| balance.on)),
            to: days().max().or(row.closing().map(|balance| balance.on)),
            closing_minor: row.closing().map(|balance| balance.minor),
            lines: u64::try_from(lines.len()).unwrap_or(u64::MAX),
        }
    };
    let statements: Vec<StatementLine> = statements.iter().map(line).collect();
    let latest = statements.iter().filter_map(|line| line.to).max();
    let account = account_line(row, &all, latest).map_err(|error| visit.failed(&error))?;
    let page = AccountPage { account, statements, faults, mapping };
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Account(page)))))
}

pub(in crate::desk) async fn bring(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Multipart,
) -> HttpResponse {
    brought(&request, &site, *id, form).await.unwrap_or_else(|answer| answer)
}

/// A file came: it is read whole or not at all, and what was read is looked at before anything is recorded.
async fn brought(request: &HttpRequest, site: &Site, id: i64, form: Multipart) -> Answered {
    let visit = Visit::act(request, site, Action::RecordMoney).await?;
    let row = own_account(&visit, id).await?;
    let lang = visit.lang();
    let bytes = upload::read(form).await.map(|upload| upload.bytes).unwrap_or_default();
    let secret = visit.keep(|db| secrets::named(db, SECRET)).await?;
    let currency = row.currency().map_err(|error| visit.failed(&error))?;
    let is_xml = decode(&bytes).is_some_and(|text| text.trim_start().starts_with('<'));
    let statements = if is_xml {
        camt_of(&bytes, &row, &secret, currency)
    } else {
        let Some(mapping) = row.mapping() else {
            let text = decode(&bytes);
            let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
                return page(&visit, 422, &row, Refused::NotText.say(lang), None).await;
            };
            let (mapping, headings) = guess(&text);
            return page(&visit, 422, &row, Vec::new(), Some(mapping_form(&mapping, &headings))).await;
        };
        table::read(&bytes, &mapping, "", currency).map(|statement| vec![statement])
    };
    let statements = match statements {
        Ok(statements) => statements,
        Err(refused) => {
            let mapping = match (&refused, decode(&bytes)) {
                (Refused::NoColumn { .. } | Refused::Lines(_), Some(text)) if !is_xml => {
                    row.mapping().map(|mapping| mapping_form(&mapping, &guess(&text).1))
                }
                _ => None,
            };
            return page(&visit, 422, &row, refused.say(lang), mapping).await;
        }
    };
    let (file_hash, by, number) = (ledger::Hash::of(&bytes).0, visit.staff.person.account(), row.number_hash.clone());
    let kept = visit
        .keep(move |db| {
            let number: [u8; 32] = number.try_into().unwrap_or_default();
            let mut ids = Vec::new();
            for statement in &statements {
                let keys = keys(&number, &statement.lines);
                ids.push(bank::keep_statement(db, id, file_hash, statement, &keys, &by)?);
            }
            Ok(ids)
        })
        .await?;
    match kept.as_slice() {
        [one] => Ok(visit.go(&format!("/desk/bank/statements/{one}"), None)),
        _ => Ok(visit.go(&format!("/desk/bank/{id}"), None)),
    }
}

/// The statements of a file that are of this account; those of others are refused, because somebody chose the wrong one.
fn camt_of(bytes: &[u8], row: &AccountRow, secret: &str, currency: Currency) -> Result<Vec<Statement>, Refused> {
    let text = decode(bytes).ok_or(Refused::NotText)?;
    let statements = camt::read(text.trim_start_matches('\u{feff}'))?;
    for statement in &statements {
        let same = account_secret(secret, &statement.account).as_slice() == row.number_hash;
        if !same || statement.currency != currency {
            let given = format!("{} {}", masked(&statement.account), statement.currency);
            return Err(Refused::OtherAccount { given, account: format!("{} {currency}", row.masked) });
        }
    }
    Ok(statements)
}

/// The fields of a mapping, with the headings of the table as choices.
fn mapping_form(mapping: &Mapping, headings: &[String]) -> MappingForm {
    let value = serde_json::to_value(mapping).unwrap_or_default();
    let said = |name: &str| match value.get(name) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None => String::new(),
    };
    let choice = |value: &str, word: &str| Pick { value: value.to_owned(), word: word.to_owned() };
    let of_headings = || {
        let none = std::iter::once(choice("", "–"));
        none.chain(headings.iter().map(|heading| choice(heading, heading))).collect::<Vec<_>>()
    };
    let field = |name: &'static str, choices: Vec<Pick>| MappingField { name, value: said(name), choices };
    let mut fields = vec![
        field("delimiter", vec![choice("comma", ","), choice("semicolon", ";"), choice("tab", "⇥")]),
        field("lines_above", Vec::new()),
        field("decimal", vec![choice("point", "12,300.00"), choice("comma", "12.300,00")]),
        field(
            "dates",
            vec![
                choice("year_first", "2026-03-01"),
                choice("day_first", "01/03/2026"),
                choice("month_first", "03/01/2026"),
            ],
        ),
    ];
    for name in COLUMNS {
        fields.push(field(name, if name == "credit_word" { Vec::new() } else { of_headings() }));
    }
    MappingForm { fields }
}

/// The fields of a mapping that name columns.
const COLUMNS: [&str; 12] = [
    "date",
    "amount",
    "direction",
    "credit_word",
    "credit",
    "debit",
    "currency",
    "balance",
    "remittance",
    "reference",
    "counterparty",
    "bank_id",
];

pub(in crate::desk) async fn keep_mapping(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    form: Form<Pairs>,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::RecordMoney).await?;
        let row = own_account(&visit, *id).await?;
        let mut fields = serde_json::Map::new();
        for (name, value) in form.iter() {
            let value = value.trim();
            let number = || value.parse::<u32>().unwrap_or_default().min(200);
            let value = if name == "lines_above" { serde_json::json!(number()) } else { serde_json::json!(value) };
            fields.insert(name.clone(), value);
        }
        let Ok(mapping) = serde_json::from_value::<Mapping>(serde_json::Value::Object(fields)) else {
            return page(&visit, 422, &row, Vec::new(), Some(mapping_form(&Mapping::default(), &[]))).await;
        };
        let id = row.id;
        visit.keep(move |db| bank::keep_mapping(db, id, &mapping)).await?;
        Ok(visit.go(&format!("/desk/bank/{id}"), None))
    };
    answered.await.unwrap_or_else(|answer| answer)
}
