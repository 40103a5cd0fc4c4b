//! `/desk/bank/ID`: an account with its statements, and the file that somebody brings.

use actix_multipart::Multipart;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{AccountPage, Bulk, Content, MappingForm, StatementLine};
use ledger::value::{Currency, Key, Timestamp};

use super::super::statement::reopened;
use super::super::{account_line, funds};
use super::mapping::{mapping_form, start_of};
use super::{SECRET, own_account};
use crate::desk::bulk::bank::key::{account_secret, keys};
use crate::desk::bulk::bank::table::guess;
use crate::desk::bulk::bank::{Refused, Statement, camt, distinct, masked, table};
use crate::desk::bulk::sheet::looks::Looks;
use crate::desk::bulk::text::decode;
use crate::desk::bulk::upload::{self, Upload};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Visit};
use crate::http::Site;
use crate::private::bank::{self, AccountRow, File, Kept, KeptLine, StatementRow};
use crate::private::{left_out, secrets};

/// How many statements an account's page lists.
const STATEMENTS: i64 = 60;

#[derive(serde::Deserialize)]
pub(in crate::desk) struct Asked {
    /// Statements that were just brought in one file.
    brought: Option<u64>,
}

pub(in crate::desk) async fn show(
    request: HttpRequest,
    site: Data<Site>,
    id: Path<i64>,
    asked: Query<Asked>,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::RecordMoney).await?;
        let row = own_account(&visit, *id).await?;
        let page = view(&visit, &row, Vec::new(), None).await?;
        let page = AccountPage { brought: asked.brought, ..page };
        Ok(visit.show(200, Content::Bulk(Box::new(Bulk::Account(page)))))
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// The account with its statements; with what is wrong in a file, and how its table may be read.
pub(super) async fn page(
    visit: &Visit,
    status: u16,
    row: &AccountRow,
    faults: Vec<String>,
    mapping: Option<MappingForm>,
) -> Answered {
    let page = view(visit, row, faults, mapping).await?;
    Ok(visit.show(status, Content::Bulk(Box::new(Bulk::Account(page)))))
}

async fn view(
    visit: &Visit,
    row: &AccountRow,
    faults: Vec<String>,
    mapping: Option<MappingForm>,
) -> Result<AccountPage, HttpResponse> {
    let id = row.id;
    let statements: Vec<(StatementRow, Vec<KeptLine>)> = visit
        .keep(move |db| {
            let mut found = Vec::new();
            for statement in bank::statements(db, id, STATEMENTS)? {
                let lines = bank::lines(db, statement.id)?;
                found.push((statement, lines));
            }
            Ok(found)
        })
        .await?;
    let asked = visit.ask(move |lookup| {
        // A line whose entry was reversed is open again, under another key.
        let mut statements = statements;
        for (_, lines) in &mut statements {
            reopened(lookup, lines)?;
        }
        let keys = keys_of(&statements);
        Ok((statements, funds(lookup)?, lookup.tables().recorded_keys(&keys)?))
    });
    let (statements, all, recorded) = asked.await?;
    let keys = keys_of(&statements);
    let left_out = visit.keep(move |db| left_out::of(db, &keys)).await?;
    let is_settled = |key: &Key| recorded.contains_key(key) || left_out.contains_key(key);
    let is_open = |kept: &&KeptLine| kept.seq.is_none() && !is_settled(&kept.key);
    let statements: Vec<StatementLine> = statements
        .iter()
        .map(|(row, lines)| statement_line(row, lines, lines.iter().filter(is_open).count()))
        .collect();
    let latest = statements.iter().filter_map(|line| line.to).max();
    let account = account_line(row, &all, latest).map_err(|error| visit.failed(&error))?;
    // A mapping that is kept can be looked at and changed at any time.
    let mapping = mapping.or_else(|| row.mapping().map(|kept| mapping_form(&kept, &[], true)));
    Ok(AccountPage { account, statements, faults, mapping, brought: None })
}

fn keys_of(statements: &[(StatementRow, Vec<KeptLine>)]) -> Vec<Key> {
    statements.iter().flat_map(|(_, lines)| lines.iter().map(|kept| kept.key)).collect()
}

fn statement_line(row: &StatementRow, lines: &[KeptLine], open: usize) -> StatementLine {
    let days = || lines.iter().map(|kept| kept.line.booked_on);
    let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
    StatementLine {
        id: row.id,
        bank_id: row.bank_id.clone(),
        file: row.file_name.clone(),
        brought_at: Timestamp::from_ms(row.uploaded_at).unwrap_or(Timestamp::ZERO),
        by: row.uploaded_by.clone(),
        from: days().min().or(row.opening().map(|balance| balance.on)),
        to: days().max().or(row.closing().map(|balance| balance.on)),
        closing_minor: row.closing().map(|balance| balance.minor),
        lines: count(lines.len()),
        open: count(open),
    }
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
    let Upload { name, bytes, .. } = upload::read(form).await.unwrap_or_default();
    let secret = visit.keep(|db| secrets::named(db, SECRET)).await?;
    let currency = row.currency().map_err(|error| visit.failed(&error))?;
    if matches!(Looks::of(&bytes), Looks::Pdf | Looks::Picture | Looks::Archive | Looks::Other) {
        return page(&visit, 422, &row, Refused::NotText.say(lang), None).await;
    }
    let is_xml = decode(&bytes).is_some_and(|text| text.trim_start().starts_with('<'));
    let statements = if is_xml {
        camt_of(&bytes, &row, &secret, currency)
    } else {
        let Some(mapping) = row.mapping() else {
            let text = decode(&bytes);
            let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
                return page(&visit, 422, &row, Refused::NotText.say(lang), None).await;
            };
            let form = mapping_form(&guess(&text).0, &start_of(&text), false);
            return page(&visit, 422, &row, Vec::new(), Some(form)).await;
        };
        table::read(&bytes, &mapping, "", currency).map(|statement| vec![statement])
    };
    let statements = match statements {
        Ok(mut statements) => {
            distinct(&mut statements);
            statements
        }
        Err(refused) => {
            let mapping = match (&refused, decode(&bytes)) {
                (Refused::NoColumn { .. } | Refused::Lines(_), Some(text)) if !is_xml => {
                    row.mapping().map(|mapping| mapping_form(&mapping, &start_of(&text), true))
                }
                _ => None,
            };
            return page(&visit, 422, &row, refused.say(lang), mapping).await;
        }
    };
    let file = File { hash: ledger::Hash::of(&bytes).0, name, by: visit.staff.person.account() };
    let number = row.number_hash.clone();
    let kept = visit
        .keep(move |db| {
            let number: [u8; 32] = number.try_into().unwrap_or_default();
            let mut found = Vec::new();
            for statement in &statements {
                let keys = keys(&number, &statement.lines);
                found.push(bank::keep_statement(db, id, &file, statement, &keys)?);
            }
            Ok(found)
        })
        .await?;
    match kept.as_slice() {
        [Kept::New(one)] => Ok(visit.go(&format!("/desk/bank/statements/{one}"), None)),
        [Kept::Known(one)] => Ok(visit.go(&format!("/desk/bank/statements/{one}?again=true"), None)),
        several => {
            let new = several.iter().filter(|kept| matches!(kept, Kept::New(_))).count();
            Ok(visit.go(&format!("/desk/bank/{id}?brought={new}"), None))
        }
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
