//! One webhook: its deliveries, and what an admin does with it. What is done stands in the list of acts.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, Done, WebhookPage, WebhookState};

use super::{lines, list};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Visit};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::webhooks::{self, WebhookRow};
use crate::private::{attempts, deliveries};
use crate::store::write::now;
use crate::store::{Db, Stored};

/// Deliveries on the page.
const SHOWN: i64 = 100;

pub(super) async fn show(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::ManageWebhooks).await?;
        page(&visit, *id, None).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// A webhook of an organisation that one manages.
async fn found(visit: &Visit, id: i64) -> Result<WebhookRow, HttpResponse> {
    let row = visit.keep(move |db| webhooks::by_id(db, id)).await?;
    let row = row.ok_or_else(|| visit.not_found())?;
    match visit.staff.may_for(Action::ManageWebhooks, &row.organisation) {
        true => Ok(row),
        false => Err(visit.forbidden()),
    }
}

/// The page; with a secret that was just made, the only time.
pub(super) async fn page(visit: &Visit, id: i64, secret: Option<String>) -> Answered {
    let (row, funds) = (found(visit, id).await?, list::funds(visit).await?);
    let (made_by, made) = (row.made_by.clone(), lines::at(row.created_at));
    let old_until = row.old_until.filter(|until| now().ms() < *until).map(lines::at);
    let (webhook, deliveries) = visit
        .keep(move |db| {
            let latest = deliveries::latest(db, id, SHOWN)?;
            let ids: Vec<i64> = latest.iter().map(|delivery| delivery.id).collect();
            let tried = attempts::of(db, &ids)?;
            let shown = latest.iter().map(|delivery| lines::delivery(delivery, &tried)).collect();
            Ok((lines::webhook(db, &row, &funds)?, shown))
        })
        .await?;
    let page = WebhookPage { webhook, made_by, made, secret, old_until, deliveries };
    Ok(visit.show(200, Content::Webhook(Box::new(page))))
}

/// Does something with a webhook and writes it down, where there was something to do.
async fn act<T: Send + 'static>(
    visit: &Visit,
    id: i64,
    what: Act,
    act: impl FnOnce(&mut Db, &WebhookRow) -> Stored<Option<T>> + Send + 'static,
) -> Result<Option<T>, HttpResponse> {
    let (row, by) = (found(visit, id).await?, visit.staff.person.account());
    let done = visit
        .keep(move |db| {
            let done = act(db, &row)?;
            if done.is_some() {
                acts::add(db, &by, what, &row.subject(), "")?;
            }
            Ok(done)
        })
        .await?;
    visit.site.webhooks.ring();
    Ok(done)
}

/// As [`act`], by a form, and back to the webhook.
async fn pressed(
    request: &HttpRequest,
    site: &Site,
    id: i64,
    (what, done): (Act, Done),
    press: impl FnOnce(&mut Db, &WebhookRow) -> Stored<bool> + Send + 'static,
) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(request, site, Action::ManageWebhooks).await?;
        act(&visit, id, what, |db, row| Ok(press(db, row)?.then_some(()))).await?;
        Ok(visit.go(&format!("/desk/webhooks/{id}"), Some(done)))
    };
    answered.await.unwrap_or_else(|answer: HttpResponse| answer)
}

pub(super) async fn test(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    pressed(&request, &site, *id, (Act::WebhookTested, Done::WebhookTested), |db, row| {
        deliveries::put(db, row.id, None).map(|_| true)
    })
    .await
}

pub(super) async fn pause(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    pressed(&request, &site, *id, (Act::WebhookPaused, Done::WebhookPaused), |db, row| {
        webhooks::change(db, row.id, &[WebhookState::Active], WebhookState::Paused)
    })
    .await
}

pub(super) async fn resume(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    pressed(&request, &site, *id, (Act::WebhookResumed, Done::WebhookResumed), |db, row| {
        let stopped = [WebhookState::Paused, WebhookState::Failing, WebhookState::Gone];
        let goes_on = webhooks::change(db, row.id, &stopped, WebhookState::Active)?;
        if goes_on {
            deliveries::retry(db, row.id)?;
        }
        Ok(goes_on)
    })
    .await
}

pub(super) async fn again(request: HttpRequest, site: Data<Site>, ids: Path<(i64, i64)>) -> HttpResponse {
    let (id, delivery) = ids.into_inner();
    pressed(&request, &site, id, (Act::WebhookAgain, Done::WebhookAgain), move |db, row| {
        deliveries::again(db, row.id, delivery)
    })
    .await
}

pub(super) async fn secret(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::ManageWebhooks).await?;
        let made = act(&visit, *id, Act::WebhookSecret, |db, row| webhooks::new_secret_for(db, row).map(Some)).await?;
        page(&visit, *id, made).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

pub(super) async fn remove(request: HttpRequest, site: Data<Site>, id: Path<i64>) -> HttpResponse {
    let answered = async {
        let visit = Visit::act(&request, &site, Action::ManageWebhooks).await?;
        act(&visit, *id, Act::WebhookRemoved, |db, row| webhooks::remove(db, row.id).map(Some)).await?;
        Ok(visit.go("/desk/webhooks", Some(Done::WebhookRemoved)))
    };
    answered.await.unwrap_or_else(|answer: HttpResponse| answer)
}
