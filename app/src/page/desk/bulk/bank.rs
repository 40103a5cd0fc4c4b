//! Accounts, and the form that brings a statement in.

use leptos::prelude::*;

use super::{faults, options, signed};
use crate::page::desk::parts::{Text, alert, select};
use crate::page::desk::{FORM_ID, Sheet};
use crate::page::moment::moment;
use crate::page::parts::{day, section, table};
use crate::view::desk::{
    AccountAdd, AccountFault, AccountLine, AccountPage, Bank, MappingField, MappingForm, StatementLine, TableStart,
};
use crate::words::desk::{self as words, BulkWords};

pub(super) fn bank(page: &Bank, say: &'static BulkWords) -> Sheet {
    let accounts = if page.accounts.is_empty() {
        view! { <p class="empty">{say.no_accounts}</p> }.into_any()
    } else {
        let rows = page.accounts.iter().map(|account| {
            let latest = account.latest.map(|on| day(say.lang, on));
            vec![
                view! { <a href=format!("/desk/bank/{}", account.id)>{account.label.clone()}</a> }.into_any(),
                view! { <span class="id">{account.masked.clone()}</span> }.into_any(),
                account.currency.to_string().into_any(),
                fund_names(account).into_any(),
                latest.into_any(),
            ]
        });
        let heads = [say.account, say.number, say.currency, say.funds, say.last_statement];
        table(say.accounts, &heads, &[], rows.collect())
    };
    let add = (!page.add.organisations.is_empty()).then(|| section("add", say.add_account, add_form(&page.add, say)));
    let main = view! {
        <h1>{say.bank}</h1>
        <p class="lead">{say.bank_lead}</p>
        {section("accounts", say.accounts, accounts)}
        {add}
    };
    Sheet { title: say.bank, main: main.into_any() }
}

fn fund_names(account: &AccountLine) -> String {
    account.funds.iter().map(|fund| fund.name.as_str()).collect::<Vec<_>>().join(" · ")
}

fn add_form(add: &AccountAdd, say: &'static BulkWords) -> AnyView {
    let fault = |wanted: &[AccountFault]| {
        add.fault.filter(|fault| wanted.contains(fault)).map(|fault| words::account_fault(say.lang, fault).to_owned())
    };
    let boxes: Vec<_> = add
        .funds
        .iter()
        .map(|fund| {
            let checked = add.chosen.contains(&fund.value);
            view! {
                <label class="desk-check">
                    <input type="checkbox" name="fund" value=fund.value.clone() checked=checked/>" "{fund.word.clone()}
                </label>
            }
        })
        .collect();
    let organisations = add.organisations.iter().map(|one| (one.id.clone(), one.name.clone())).collect();
    let label = Text { value: &add.label, fault: fault(&[AccountFault::Label]), ..Text::new("label", say.label) };
    let number = Text {
        value: &add.number,
        help: Some(say.number_help),
        fault: fault(&[AccountFault::Number, AccountFault::Known]),
        ..Text::new("number", say.number)
    };
    let funds_fault = fault(&[AccountFault::Funds, AccountFault::Currencies]);
    view! {
        <form method="post" action="/desk/bank" class="desk-form" id=FORM_ID>
            {add.fault.map(|fault| alert(words::account_fault(say.lang, fault).to_owned()))}
            {select("organisation", say.organisation, organisations, &add.organisation, None)}
            {label.view()}
            {number.view()}
            <fieldset class="desk-set">
                <legend>{say.funds}</legend>
                <div>{boxes}</div>
                <p class="hint">{say.funds_help}</p>
                {funds_fault.map(|fault| view! { <p class="fault">{fault}</p> })}
            </fieldset>
            <p class="desk-go"><button type="submit">{say.add}</button></p>
        </form>
    }
    .into_any()
}

pub(super) fn account(page: &AccountPage, say: &'static BulkWords) -> Sheet {
    let AccountPage { account, statements, mapping, .. } = page;
    let upload = view! {
        <form method="post" action=format!("/desk/bank/{}", account.id) enctype="multipart/form-data" class="desk-form">
            <div class="desk-field">
                <label for="file">{say.file}</label>
                <input id="file" name="file" type="file" accept=".xml,.csv,.txt,text/csv,application/xml" required aria-describedby="file-help"/>
                <p class="hint" id="file-help">{say.file_help}</p>
            </div>
            <p class="desk-go"><button type="submit">{say.look}</button></p>
        </form>
    };
    let file_once = (!page.faults.is_empty()).then(|| view! { <p class="hint">{say.file_once}</p> });
    let brought = page.brought.map(|statements| {
        view! { <p class="notice done" role="status">{words::statements_brought(say.lang, statements)}</p> }
    });
    // One that has to be looked at now stands above the rest.
    let is_asked =
        page.mapping.as_ref().is_some_and(|form| !form.kept || form.fault.is_some()) || !page.faults.is_empty();
    let mapping = mapping.as_ref().map(|form| section("mapping", say.mapping, mapping_form(account.id, form, say)));
    let (first, last) = if is_asked { (mapping, None) } else { (None, mapping) };
    let main = view! {
        <h1>{account.label.clone()}</h1>
        <p class="lead"><span class="id">{account.masked.clone()}</span>" · "{account.currency.to_string()}" · "{fund_names(account)}</p>
        {brought}
        {faults(say.nothing_taken, &page.faults)}
        {file_once}
        {first}
        {section("bring", say.bring, upload)}
        {section("statements", say.statements, statement_table(account, statements, say))}
        {last}
    };
    Sheet { title: say.account, main: main.into_any() }
}

fn statement_table(account: &AccountLine, statements: &[StatementLine], say: &'static BulkWords) -> AnyView {
    if statements.is_empty() {
        return view! { <p class="empty">{say.no_statements}</p> }.into_any();
    }
    let rows = statements.iter().map(|line| {
        let name = if line.bank_id.is_empty() { say.statement.to_owned() } else { line.bank_id.clone() };
        let brought = view! { {moment(say.lang, line.brought_at)}<br/><span class="id">{line.by.clone()}</span> };
        let (from, to) = (line.from.map(|on| day(say.lang, on)), line.to.map(|on| day(say.lang, on)));
        vec![
            view! { <a href=format!("/desk/bank/statements/{}", line.id)>{name}</a> }.into_any(),
            line.file.clone().into_any(),
            brought.into_any(),
            view! { {from}" – "{to} }.into_any(),
            line.closing_minor.map(|minor| signed(minor, account.currency)).into_any(),
            crate::words::count(line.lines).into_any(),
            crate::words::count(line.open).into_any(),
        ]
    });
    let heads = [say.statement, say.file, say.brought, say.days, say.closing, say.lines, say.open_lines];
    table(say.statements, &heads, &[4, 5, 6], rows.collect())
}

fn mapping_form(id: i64, form: &MappingForm, say: &'static BulkWords) -> AnyView {
    let field = |field: &MappingField| {
        let (label, name) = (words::mapping_field(say.lang, field.name), field.name);
        let input = if field.choices.is_empty() {
            view! { <input id=name name=name value=field.value.clone()/> }.into_any()
        } else {
            view! { <select id=name name=name>{options(&field.choices, &field.value)}</select> }.into_any()
        };
        view! { <div class="desk-field"><label for=name>{label}</label>{input}</div> }
    };
    let fields: Vec<_> = form.fields.iter().map(field).collect();
    let help = if form.kept { say.mapping_kept } else { say.mapping_help };
    let forget = form
        .kept
        .then(|| view! { <button type="submit" name="step" value="forget" class="quiet">{say.forget}</button> });
    let start = form.start.as_ref().map(|start| table_start(start, say));
    let sent = form.start.as_ref().map(|start| view! { <input type="hidden" name="seen" value=start.sent.clone()/> });
    view! {
        <p>{help}</p>
        {start}
        {form.fault.clone().map(alert)}
        <form method="post" action=format!("/desk/bank/{id}/mapping") class="desk-form" id=FORM_ID>
            {sent}
            <div class="desk-line">{fields}</div>
            <p class="desk-go"><button type="submit" name="step" value="keep">{say.keep}</button>{forget}</p>
        </form>
    }
    .into_any()
}

/// How the table begins, as it stands in the file.
fn table_start(start: &TableStart, say: &'static BulkWords) -> AnyView {
    let none = |text: &String| if text.is_empty() { "–".to_owned() } else { text.clone() };
    let heads: Vec<String> = start.heads.iter().map(none).collect();
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let rows = start.rows.iter().map(|row| row.iter().map(|cell| none(cell).into_any()).collect::<Vec<_>>());
    view! { <h3>{say.table_start}</h3>{table(say.table_start, &heads, &[], rows.collect())} }.into_any()
}
