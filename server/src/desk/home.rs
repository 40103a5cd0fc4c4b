//! `/desk`: where to begin, what waits for whoever is logged in, and what their organisation recorded last.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, Home, WebhookState};

use super::approval::list::waiting;
use super::people::permission::Action;
use super::start;
use super::visit::{Answered, Visit};
use crate::http::Site;
use crate::private::webhooks;

/// How many of the latest entries are shown, and among how many they are looked for.
const SHOWN: usize = 8;
const LOOKED_THROUGH: usize = 400;

pub(super) async fn home(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    answer(&request, &site).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site) -> Answered {
    let visit = Visit::look(request, site, Action::See).await?;
    let organisation = format!("{}/", visit.staff.person.organisation);
    let latest = visit
        .ask(move |lookup| {
            let head = lookup.tables().head()?;
            let entries = lookup.tables().latest(head.size, LOOKED_THROUGH)?;
            let ours = entries.iter().filter(|(entry, _)| entry.actor.as_str().starts_with(&organisation));
            ours.take(SHOWN).map(|(entry, _)| lookup.entry_line(entry)).collect()
        })
        .await?;
    let staff = visit.staff.clone();
    let steps = visit.ask(move |lookup| start::steps(lookup, &staff)).await?;
    let waiting = waiting(&visit).await?;
    let stopped_webhooks = stopped_webhooks(&visit).await?;
    Ok(visit.show(200, Content::Home(Home { steps, waiting, latest, stopped_webhooks })))
}

/// Those that the program stopped, of the organisations that one manages.
async fn stopped_webhooks(visit: &Visit) -> Result<Vec<(i64, String)>, HttpResponse> {
    let ours = visit.staff.organisations(Action::ManageWebhooks);
    if ours.is_empty() {
        return Ok(Vec::new());
    }
    let all = visit.keep(webhooks::all).await?;
    let stopped = all.into_iter().filter(|webhook| {
        matches!(webhook.state(), WebhookState::Failing | WebhookState::Gone) && ours.contains(&webhook.organisation)
    });
    Ok(stopped.map(|webhook| (webhook.id, webhook.subject())).collect())
}
