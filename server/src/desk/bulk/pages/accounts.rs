//! `/desk/bank`: the accounts, and the form that adds one.
//!
//! - [`one`]: an account with its statements, and the file that somebody brings
//! - [`mapping`]: how its tables are read

pub(in crate::desk) mod mapping;
pub(in crate::desk) mod one;

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{AccountAdd, AccountFault, Bank, Bulk, Content, Pick};
use ledger::value::{Currency, Date};

use super::{FundHere, account_line, funds};
use crate::desk::bulk::bank::key::account_secret;
use crate::desk::bulk::bank::masked;
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::bank::{self, AccountRow, NewAccount, StatementRow};
use crate::private::secrets;

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
    let organisations = visit.named(ours.clone()).await?;
    let add = AccountAdd { organisations, funds: offered.map(choice).collect(), ..add };
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
    if is_shown_again(form) {
        let number = add.number.clone();
        let is_known = visit.keep(move |db| {
            let secret = secrets::named(db, SECRET)?;
            bank::is_known(db, &account_secret(&secret, &number))
        });
        let fault = is_known.await?.then_some(AccountFault::Known);
        let status = if fault.is_some() { 422 } else { 200 };
        return list_page(&visit, status, AccountAdd { fault, ..add }).await;
    }
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
