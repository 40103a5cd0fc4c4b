//! One table in which a person says what each line of a statement becomes.

use leptos::prelude::*;

use super::{options, signed};
use crate::page::desk::parts::alert;
use crate::page::desk::{FORM_ID, Sheet};
use crate::page::moment::moment;
use crate::page::parts::{day, entry_link, section};
use crate::view::desk::{BankLine, Compared, LineState, OpenLine, Pick, StatementPage};
use crate::words::desk::{self as words, BulkWords, DeskWords};
use crate::words::money;

use ledger::value::Timestamp;

/// The form of the buttons beside lines that were left out.
const TAKE_UP: &str = "take-up";

pub(super) fn statement(page: &StatementPage, say: &'static BulkWords) -> Sheet {
    let currency = page.account.currency;
    let balance = |label: &'static str, balance: Option<(i64, ledger::value::Date)>| {
        balance.map(|(minor, on)| view! { <dt>{label}</dt><dd>{signed(minor, currency)}" · "{day(say.lang, on)}</dd> })
    };
    let unbooked =
        (page.unbooked > 0).then(|| view! { <p class="hint">{words::unbooked(say.lang, page.unbooked)}</p> });
    let file = (!page.file.is_empty()).then(|| view! { <dt>{say.file}</dt><dd>{page.file.clone()}</dd> });
    let again = page.again.then(|| view! { <p class="notice" role="status">{say.again}</p> });
    let recorded = page.recorded.map(|entries| {
        view! { <p class="notice done" role="status">{words::recorded(say.lang, entries)}</p> }
    });
    let compared = match &page.compared {
        Some(compared) => compare(compared, page, say),
        None => view! { <p class="empty">{say.nothing_compared}</p> }.into_any(),
    };
    let main = view! {
        <h1>{say.statement}" · "{page.account.label.clone()}</h1>
        <dl class="facts">
            <dt>{say.account}</dt><dd class="id">{page.account.masked.clone()}</dd>
            {file}
            <dt>{say.brought}</dt>
            <dd>{moment(say.lang, page.brought_at)}" · "<span class="id">{page.by.clone()}</span></dd>
            {balance(say.opening, page.opening)}
            {balance(say.closing, page.closing)}
        </dl>
        {again}{recorded}
        {page.fault.clone().map(alert)}
        {unbooked}
        {lines(page, say)}
        {section("compare", say.compare, compared)}
    };
    Sheet { title: say.statement, main: main.into_any() }
}

fn lines(page: &StatementPage, say: &'static BulkWords) -> AnyView {
    let rows: Vec<_> = page.lines.iter().map(|line| row(line, page, say)).collect();
    let open = page.lines.iter().any(|line| matches!(line.state, LineState::Open(_)));
    let shown = u64::try_from(page.lines.len()).unwrap_or(u64::MAX);
    let step = |from: u64, word: &'static str| {
        let href = format!("/desk/bank/statements/{}?from={from}", page.id);
        view! { <a href=href>{word}</a> }
    };
    let before = (page.from > 0).then(|| step(page.from.saturating_sub(shown.max(1)), say.previous));
    let after = (page.from + shown < page.total).then(|| step(page.from + shown, say.next));
    let range = (page.total > shown)
        .then(|| view! { <p>{words::line_range(say.lang, page.from + 1, page.from + shown, page.total)}" "{before}" "{after}</p> });
    let waits = page.lines.iter().any(|line| matches!(line.state, LineState::Waits { .. }));
    let left_out = page.lines.iter().any(|line| matches!(line.state, LineState::LeftOut { .. }));
    let press = if open {
        view! { <p class="desk-go"><button type="submit">{say.record}</button></p> }.into_any()
    } else if waits {
        view! { <p class="notice">{DeskWords::of(say.lang).waits_lead}</p> }.into_any()
    } else {
        let settled = if left_out { say.rest_left_out } else { say.nothing_open };
        view! { <p class="notice done">{settled}</p> }.into_any()
    };
    // A form of its own: in that of the lines, the key Enter would press the first button that it finds.
    let take_up = left_out.then(|| {
        view! {
            <form method="post" action=format!("/desk/bank/statements/{}", page.id) id=TAKE_UP>
                <input type="hidden" name="from" value=page.from.to_string()/>
            </form>
        }
    });
    view! {
        {take_up}
        <form method="post" action=format!("/desk/bank/statements/{}", page.id) id=FORM_ID>
            <input type="hidden" name="from" value=page.from.to_string()/>
            {range}
            <table class="bank-lines">
                <caption class="unseen">{say.lines}</caption>
                <thead><tr>
                    <th scope="col">{say.day}</th><th scope="col" class="number">{say.amount}</th>
                    <th scope="col">{say.bank_says}</th><th scope="col">{say.becomes}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {press}
        </form>
    }
    .into_any()
}

fn row(line: &BankLine, page: &StatementPage, say: &'static BulkWords) -> AnyView {
    let amount = money(line.amount, page.account.currency);
    let (sign, class) = if line.is_credit { ("+", "number in") } else { ("−", "number out") };
    let becomes = match &line.state {
        LineState::Recorded { seq } => view! { <p>{say.is_entry}" "{entry_link(*seq)}</p> }.into_any(),
        LineState::Waits { draft } => {
            view! { <p><a href=format!("/desk/waiting/{draft}")>{DeskWords::of(say.lang).waiting}</a></p> }.into_any()
        }
        LineState::LeftOut { by, at } => left_out(line, by, *at, say),
        LineState::Open(open) => decide(line, open, page, say),
    };
    view! {
        <tr id=format!("line-{}", line.place)>
            <th scope="row">{day(say.lang, line.on)}</th>
            <td class=class>{sign}{amount}</td>
            <td class="private">
                {line.counterparty.clone().map(|name| view! { <b>{name}</b><br/> })}
                {line.text.clone()}
            </td>
            <td>{becomes}</td>
        </tr>
    }
    .into_any()
}

/// Who left a line out, and the way back.
fn left_out(line: &BankLine, by: &str, at: Timestamp, say: &'static BulkWords) -> AnyView {
    let label = format!("{}{}{} {}", say.take_up, crate::words::comma(say.lang), say.row, line.place + 1);
    view! {
        <p>{say.left_out}" · "<span class="id">{by.to_owned()}</span>" · "{moment(say.lang, at)}</p>
        <p><button type="submit" form=TAKE_UP name="again" value=line.place.to_string() class="quiet" aria-label=label>
            {say.take_up}</button></p>
    }
    .into_any()
}

/// What one line may become: each control says in its label which line it is of.
fn decide(line: &BankLine, open: &OpenLine, page: &StatementPage, say: &'static BulkWords) -> AnyView {
    let place = line.place;
    let label = |word: &str| format!("{word}{}{} {}", crate::words::comma(say.lang), say.row, place + 1);
    let id = |name: &str| format!("{name}-{place}");
    let kind = if line.is_credit { say.gift } else { say.payment };
    let mut acts =
        vec![("record", kind.to_owned()), ("later", say.later.to_owned()), ("skip", say.leave_out.to_owned())];
    if let Some(seq) = open.looks {
        acts.insert(1, ("same", format!("{} {seq}", say.same_as)));
    }
    if open.takes_back {
        acts.remove(0);
    }
    let acts: Vec<Pick> = acts.into_iter().map(|(value, word)| Pick { value: value.to_owned(), word }).collect();
    let hint = match (open.takes_back, open.looks) {
        (true, _) => Some(say.took_back.into_any()),
        (false, Some(seq)) if open.from_statement => {
            Some(view! { {say.from_statement}" "{entry_link(seq)} }.into_any())
        }
        (false, Some(seq)) => Some(view! { {say.looks_alike}" "{entry_link(seq)} }.into_any()),
        (false, None) => open
            .other_fund
            .as_ref()
            .map(|fund| view! { {say.other_fund}" "<span class="id">{fund.clone()}</span> }.into_any()),
    };
    let name = if line.is_credit { say.public_name } else { say.payee };
    let category = (!line.is_credit).then(|| {
        view! {
            <select name=id("category") aria-label=label(say.category)>
                <option value="">{say.choose_category}</option>
                {options(&page.categories, &open.category)}
            </select>
        }
    });
    let (fault_id, invalid) = (id("fault"), open.fault.is_some().then_some("true"));
    let described = open.fault.as_ref().map(|_| fault_id.clone());
    view! {
        <div class="bank-decide">
            <select name=id("act") aria-label=label(say.becomes) aria-describedby=described aria-invalid=invalid>{options(&acts, &open.act)}</select>
            <select name=id("purpose") aria-label=label(say.purpose)>
                <option value="">{say.choose}</option>
                {options(&page.purposes, &open.purpose)}
            </select>
            <input name=id("name") value=open.name.clone() aria-label=label(name) placeholder=name/>
            {category}
        </div>
        {hint.map(|hint| view! { <p class="hint">{hint}</p> })}
        {open.fault.clone().map(|fault| view! { <p class="fault" id=fault_id>{fault}</p> })}
    }
    .into_any()
}

fn compare(compared: &Compared, page: &StatementPage, say: &'static BulkWords) -> AnyView {
    let currency = page.account.currency;
    let difference = compared.bank_minor - compared.ledger_minor;
    let entries: Vec<_> = compared
        .only_ledger
        .iter()
        .map(|(seq, on, minor)| {
            view! { <li>{entry_link(*seq)}" · "{day(say.lang, *on)}" · "{signed(*minor, currency)}</li> }
        })
        .collect();
    let line = |word: &'static str, minor: i64| {
        view! { <tr><th scope="row">{word}</th><td class="number">{signed(minor, currency)}</td></tr> }.into_any()
    };
    let only_ledger: i64 = compared.only_ledger.iter().map(|(_, _, minor)| minor).sum();
    let mut rows = vec![
        line(say.bank_balance, compared.bank_minor),
        line(say.ledger_balance, compared.ledger_minor),
        line(say.difference, difference),
    ];
    if difference != 0 || !compared.only_bank.is_empty() || !entries.is_empty() {
        rows.push(line(say.only_bank, compared.only_bank_minor));
        rows.push(line(say.only_ledger, -only_ledger));
        rows.push(line(say.earlier, compared.earlier_minor));
    }
    let agrees = (difference == 0).then(|| view! { <p class="notice done">{say.agrees}</p> });
    let lines: Vec<_> = compared
        .only_bank
        .iter()
        .map(|(place, on, minor)| {
            // The page of the statement on which the line stands is one that begins with it.
            let href = format!("/desk/bank/statements/{}?from={place}#line-{place}", page.id);
            let name = format!("{} {}", say.row, place + 1);
            view! { <li><a href=href>{name}</a>" · "{day(say.lang, *on)}" · "{signed(*minor, currency)}</li> }
        })
        .collect();
    let unrecorded = (!lines.is_empty()).then(|| view! { <h3>{say.only_bank}</h3><ul>{lines}</ul> });
    let listed = (!entries.is_empty()).then(|| view! { <h3>{say.only_ledger}</h3><ul>{entries}</ul> });
    view! {
        {agrees}
        <p>{day(say.lang, compared.on)}</p>
        <table class="bank-compare"><caption class="unseen">{say.compare}</caption><tbody>{rows}</tbody></table>
        {unrecorded}
        {listed}
    }
    .into_any()
}
