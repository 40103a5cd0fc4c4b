//! `/funds`

use leptos::prelude::*;

use super::parts::choice;
use super::{Body, Place, lists};
use crate::view::Funds;
use crate::words::Words;

pub(super) fn funds(funds: &Funds, say: &'static Words) -> Body {
    // One fund needs no sieve.
    let sieve = (funds.funds.rows.len() > 1 || funds.asked.is_filtered()).then(|| sieve(funds, say));
    let list = if funds.funds.rows.is_empty() && funds.asked.is_filtered() {
        view! { <p class="empty">{say.none_such}</p> }.into_any()
    } else {
        lists::funds(&funds.funds, say)
    };
    let main = view! {
        <h1>{say.funds}</h1>
        <p class="lead">{say.funds_lead}</p>
        {sieve}
        <h2 class="unseen">{say.funds}</h2>
        {list}
    }
    .into_any();
    Body {
        title: say.funds.to_owned(),
        description: say.funds_lead.to_owned(),
        place: Place::Funds,
        indexed: !funds.asked.is_filtered(),
        main,
    }
}

/// The form: organisation, currency, open or closed, words.
fn sieve(funds: &Funds, say: &'static Words) -> AnyView {
    let asked = &funds.asked;
    let all = || Some(say.all.to_owned());
    let stewards = funds.stewards.iter().map(|steward| (steward.id.clone(), steward.name.clone())).collect();
    let currencies: Vec<_> =
        funds.currencies.iter().map(|currency| (currency.to_string(), currency.to_string())).collect();
    let code = asked.currency.map(|currency| currency.to_string());
    let currency = (currencies.len() > 1 || code.is_some())
        .then(|| choice("currency", say.currency, all(), currencies, code.as_deref()));
    let states = vec![("open".to_owned(), say.only_open.to_owned()), ("closed".to_owned(), say.only_closed.to_owned())];
    let state = asked.open.map(|open| if open { "open" } else { "closed" });
    let clear = asked.is_filtered().then(|| view! { <a href="/funds">{say.show_all}</a> });
    view! {
        <form class="sieve" method="get" action="/funds">
            <p class="field"><label for="text">{say.words_in_name}</label>
                <input id="text" name="text" type="search" value=asked.text.clone() maxlength="120"/></p>
            {choice("organisation", say.steward, all(), stewards, asked.steward.as_deref())}
            {currency}
            {choice("state", say.open_or_closed, all(), states, state)}
            <p class="sieve-go"><button type="submit">{say.show}</button>{clear}</p>
        </form>
    }
    .into_any()
}
