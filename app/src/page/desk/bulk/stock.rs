//! Counted against booked, at one site.

use leptos::prelude::*;

use super::{faults, options};
use crate::page::desk::Sheet;
use crate::page::parts::section;
use crate::view::desk::{Pick, Stock, StockLine};
use crate::words::desk::{self as words, BulkWords};
use crate::words::{loss_reason, quantity};

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
        <form method="post" action="/desk/stock">
            <input type="hidden" name="site" value=site.to_owned()/>
            <div class="desk-field stock-day">
                <label for="on">{say.counted_on}</label>
                <input id="on" name="on" type="date" value=page.on.clone() required/>
            </div>
            <table class="bank-lines">
                <caption class="unseen">{say.stock}</caption>
                <thead><tr>
                    <th scope="col">{say.lot}</th><th scope="col" class="number">{say.booked}</th>
                    <th scope="col">{say.counted}</th><th scope="col">{say.reason}</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            <p class="desk-go"><button type="submit">{say.record}</button></p>
        </form>
    }
    .into_any()
}

fn row(place: usize, line: &StockLine, say: &'static BulkWords) -> AnyView {
    let label = |word: &str| format!("{word}, {}", line.lot);
    let id = |name: &str| format!("{name}-{place}");
    let reasons = [LossReason::Lost, LossReason::Damaged, LossReason::Expired, LossReason::Stolen]
        .map(|reason| Pick { value: reason.word().to_owned(), word: loss_reason(say.lang, reason).to_owned() });
    let fault_id = id("fault");
    let described = line.fault.as_ref().map(|_| fault_id.clone());
    let invalid = line.fault.is_some().then_some("true");
    view! {
        <tr>
            <th scope="row"><span class="id">{line.lot.clone()}</span><br/><small>{line.item.clone()}</small></th>
            <td class="number">{quantity(say.lang, line.booked, &line.unit)}</td>
            <td>
                <input type="hidden" name=id("lot") value=line.lot.clone()/>
                <input name=id("counted") inputmode="numeric" value=line.counted.clone() aria-label=label(say.counted) aria-describedby=described aria-invalid=invalid/>
                {line.fault.clone().map(|fault| view! { <p class="fault" id=fault_id>{fault}</p> })}
            </td>
            <td><select name=id("reason") aria-label=label(say.reason)><option value="">"–"</option>{options(&reasons, &line.reason)}</select></td>
        </tr>
    }
    .into_any()
}
