//! Webhooks and deliveries as they are shown.

use app::view::desk::{AttemptLine, DeliveryLine, DeliveryProblem, DeliveryState, WebhookFilter, WebhookLine};
use ledger::value::Timestamp;

use crate::private::attempts::AttemptRow;
use crate::private::deliveries::{self, DeliveryRow};
use crate::private::webhooks::{Filter, WebhookRow};
use crate::store::{Db, Stored};

pub(super) fn at(ms: i64) -> Timestamp {
    Timestamp::from_ms(ms).unwrap_or(Timestamp::ZERO)
}

fn number(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// With what waits for it. `funds` are ids with their titles.
pub(super) fn webhook(db: &mut Db, row: &WebhookRow, funds: &[(String, String)]) -> Stored<WebhookLine> {
    let filter = match row.filter() {
        Filter::All => WebhookFilter::All,
        Filter::Fund(id) => {
            let title = funds.iter().find(|(known, _)| *known == id).map(|(_, title)| title.clone());
            WebhookFilter::Fund(title.unwrap_or(id))
        }
        Filter::Types(types) => WebhookFilter::Types(types.into_iter().collect()),
    };
    Ok(WebhookLine {
        id: row.id,
        organisation: row.organisation.clone(),
        url: row.url.clone(),
        filter,
        state: row.state(),
        waiting: number(deliveries::waiting(db, row.id)?),
    })
}

fn status(status: Option<i64>) -> Option<u16> {
    status.and_then(|status| u16::try_from(status).ok())
}

fn attempt(row: &AttemptRow) -> AttemptLine {
    AttemptLine { at: at(row.at), status: status(row.status), problem: DeliveryProblem::of_word(&row.problem) }
}

/// With its own among these attempts.
pub(super) fn delivery(row: &DeliveryRow, attempts: &[AttemptRow]) -> DeliveryLine {
    let state = DeliveryState::of_word(&row.state).unwrap_or(DeliveryState::Waiting);
    DeliveryLine {
        id: row.id,
        message: row.message(),
        entry: row.entry.map(number),
        state,
        attempts: number(row.attempts),
        at: at(row.tried_at.unwrap_or(row.made_at)),
        next: (state == DeliveryState::Waiting).then(|| at(row.due_at)),
        status: status(row.status),
        problem: DeliveryProblem::of_word(&row.problem),
        tries: attempts.iter().filter(|tried| tried.delivery == row.id).map(attempt).collect(),
    }
}
