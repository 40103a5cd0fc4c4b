//! `/funds`

use leptos::prelude::*;

use super::{Body, Place, lists};
use crate::view::Funds;
use crate::words::Words;

pub(super) fn funds(funds: &Funds, say: &'static Words) -> Body {
    let main = view! {
        <h1>{say.funds}</h1>
        <p class="lead">{say.funds_lead}</p>
        <h2 class="unseen">{say.funds}</h2>
        {lists::funds(&funds.funds, say)}
    }
    .into_any();
    Body {
        title: say.funds.to_owned(),
        description: say.funds_lead.to_owned(),
        place: Place::Funds,
        indexed: true,
        main,
    }
}
