//! Counted against booked, at one site.

use leptos::prelude::*;

use super::{faults, options};
use crate::page::desk::form::hidden;
use crate::page::desk::{FORM_ID, Sheet};
use crate::page::parts::{day, section};
use crate::view::desk::{FoundReason, Pick, Stock, StockCheck, StockDifference, StockLine};
use crate::words::desk::{self as words, BulkWords, StockWords};
use crate::words::{Lang, colon, loss_reason, quantity};

use ledger::value::LossReason;

pub(super) fn stock(page: &Stock, say: &'static BulkWords) -> Sheet {
    let chosen = page.site.as_ref().map(|site| site.id.clone()).unwrap_or_default();
    let recorded = page.recorded.map(|entries| {
        view! { <p class="notice done" role="status">{words::recorded(say.lang, entries)}</p> }
    });
    let list = page.site.as_ref().map(|site| {
        let lines = if page.lots.is_empty() {
            view! { <p class="empty">{say.nothing_there}</p> }.into_any()
        } else {
            lines(page, &chosen, say)
        };
        section("lots", &site.name, lines)
    });
    let main = view! {
        <h1>{say.stock}</h1>
        <p class="lead">{say.stock_lead}</p>
        {recorded}
        {faults(say.rows_wrong, &page.faults)}
        <form method="get" action="/desk/stock" class="desk-form">
            <div class="desk-field">
                <label for="site">{say.site}</label>
                <select id="site" name="site">{options(&page.sites, &chosen)}</select>
            </div>
            <p class="desk-go"><button type="submit">{say.show}</button></p>
        </form>
        {list}
    };
    Sheet { title: say.stock, main: main.into_any() }
}

fn lines(page: &Stock, site: &str, say: &'static BulkWords) -> AnyView {
    let rows: Vec<_> = page.lots.iter().enumerate().map(|(place, line)| row(place, line, say)).collect();
    view! {
        <form method="post" action="/desk/stock" id=FORM_ID>
            <input type="hidden" name="site" value=site.to_owned()/>
            <div class="desk-field stock-day">
                <label for="on">{say.counted_on}</label>
                <input id="on" name="on" type="date" value=page.on.clone() required/>
            </div>
            <table class="bank-lines">
                <caption class="unseen">{say.stock}</caption>
                <thead><tr>
                    <th scope="col">{say.lot}</th><th scope="col" class="number">{say.booked}</th>
                    <th scope="col">{say.counted}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="desk-go"><button type="submit" name="step" value="check">{StockWords::of(say.lang).compare}</button></p>
        </form>
    }
    .into_any()
}

fn row(place: usize, line: &StockLine, say: &'static BulkWords) -> AnyView {
    let label = |word: &str| format!("{word}{}{}", crate::words::comma(say.lang), line.lot);
    let id = |name: &str| format!("{name}-{place}");
    let fault_id = id("fault");
    let described = line.fault.as_ref().map(|_| fault_id.clone());
    let invalid = line.fault.is_some().then_some("true");
    view! {
        <tr>
            <th scope="row"><span class="id">{line.lot.clone()}</span><br/><small>{line.item.clone()}</small></th>
            <td class="number">{quantity(say.lang, line.booked, &line.unit)}{waits(line.waits, &line.unit, say)}</td>
            <td>
                <input type="hidden" name=id("lot") value=line.lot.clone()/>
                <input name=id("counted") inputmode="numeric" value=line.counted.clone() aria-label=label(say.counted) aria-describedby=described aria-invalid=invalid/>
                {line.fault.clone().map(|fault| view! { <p class="fault" id=fault_id>{fault}</p> })}
            </td>
        </tr>
    }
    .into_any()
}

/// What waits to be booked as lost, with the way to it.
pub(super) fn waits(number: u64, unit: &str, say: &'static BulkWords) -> Option<AnyView> {
    (number > 0).then(|| {
        let said = words::loss_waits(say.lang, &quantity(say.lang, number, unit));
        view! { <p class="hint"><a href="/desk/waiting">{said}</a></p> }.into_any()
    })
}

/// What was counted against what is booked: nothing is recorded before the reasons are given.
pub(super) fn check(page: &StockCheck, say: &'static BulkWords) -> Sheet {
    let words = StockWords::of(say.lang);
    let rows: Vec<_> = page.lines.iter().map(|line| difference(line, say)).collect();
    let agree = (page.agree > 0).then(|| view! { <p class="hint">{words::lots_agree(say.lang, page.agree)}</p> });
    let on = page.on.map(|on| view! { " · "{day(say.lang, on)} });
    let main = view! {
        <h1>{words.title}</h1>
        <p>{page.site.name.clone()}{on}</p>
        <p class="lead">{words.lead}</p>
        {faults(say.rows_wrong, &page.faults)}
        <form method="post" action="/desk/stock" id=FORM_ID>
            {hidden(&page.hidden)}
            <table class="bank-lines">
                <caption class="unseen">{words.title}</caption>
                <thead><tr>
                    <th scope="col">{say.lot}</th><th scope="col" class="number">{say.booked}</th>
                    <th scope="col" class="number">{say.counted}</th><th scope="col">{words.difference}</th>
                    <th scope="col">{words.why}</th><th scope="col">{words.effect}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {agree}
            <p class="desk-go">
                <button type="submit" name="step" value="save">{say.record}</button>
                <button type="submit" name="step" value="edit" class="quiet">{words.back}</button>
            </p>
        </form>
    };
    Sheet { title: words.title, main: main.into_any() }
}

fn difference(line: &StockDifference, say: &'static BulkWords) -> AnyView {
    let lang = say.lang;
    let goods = |number: u64| quantity(lang, number, &line.unit);
    let (by, fewer) = (line.booked.abs_diff(line.counted), line.counted < line.booked);
    let reasons: Vec<Pick> = if fewer {
        let all = [LossReason::Lost, LossReason::Damaged, LossReason::Expired, LossReason::Stolen];
        all.map(|reason| choice(reason.word(), loss_reason(lang, reason))).to_vec()
    } else {
        FoundReason::ALL.iter().map(|reason| choice(reason.word(), words::found_reason(lang, *reason))).collect()
    };
    let effect = if fewer {
        words::fewer_effect(lang, &goods(by), &goods(line.counted))
    } else {
        let still = line.loss.map(|(_, still)| still).filter(|still| *still > 0).map(goods);
        words::more_effect(lang, &goods(by), line.loss.map(|(seq, _)| (seq, still.as_deref())))
    };
    let (name, fault_id) = (format!("reason-{}", line.place), format!("fault-{}", line.place));
    let described = line.fault.as_ref().map(|_| fault_id.clone());
    let invalid = line.fault.is_some().then_some("true");
    let label = format!("{}{}{}", StockWords::of(lang).why, crate::words::comma(lang), line.lot);
    let other = (line.waits > 0).then(|| {
        let name = format!("other-{}", line.place);
        let (id, of) = (name.clone(), name.clone());
        view! {
            {waits(line.waits, &line.unit, say)}
            <p><label for=of><input type="checkbox" id=id name=name value="yes" checked=line.is_other/>" "
                {StockWords::of(lang).other_loss}</label></p>
        }
    });
    view! {
        <tr>
            <th scope="row"><span class="id">{line.lot.clone()}</span><br/><small>{line.item.clone()}</small></th>
            <td class="number">{narrow(say.booked, lang)}{goods(line.booked)}</td>
            <td class="number">{narrow(say.counted, lang)}{goods(line.counted)}</td>
            <td>{words::count_differs(lang, line.booked, line.counted)}</td>
            <td>
                <select name=name aria-label=label aria-describedby=described aria-invalid=invalid>
                    <option value="">{say.choose}</option>
                    {options(&reasons, &line.reason)}
                </select>
                {line.fault.clone().map(|fault| view! { <p class="fault" id=fault_id>{fault}</p> })}
            </td>
            <td>{effect}{other}</td>
        </tr>
    }
    .into_any()
}

/// The heading of a column, where the screen is too narrow for columns.
fn narrow(heading: &'static str, lang: Lang) -> AnyView {
    view! { <span class="narrow-only">{heading}{colon(lang)}</span> }.into_any()
}

fn choice(value: &str, word: &str) -> Pick {
    Pick { value: value.to_owned(), word: word.to_owned() }
}
