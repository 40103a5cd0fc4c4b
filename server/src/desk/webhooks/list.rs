//! All webhooks of the organisations that one manages, and the form that adds one.

use std::collections::BTreeSet;

use actix_web::web::{Data, Form, block};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Content, WebhookAdd, WebhookFault, Webhooks};
use ledger::event::EventType;

use super::{lines, one};
use crate::desk::people::permission::Action;
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
use crate::http::Site;
use crate::private::webhooks::{self, Filter, NewWebhook};
use crate::store::StoreError;
use crate::webhooks::make;

pub(super) async fn show(request: HttpRequest, site: Data<Site>) -> HttpResponse {
    let answered = async {
        let visit = Visit::look(&request, &site, Action::ManageWebhooks).await?;
        page(&visit, 200, WebhookAdd { filter: "all".into(), ..WebhookAdd::default() }).await
    };
    answered.await.unwrap_or_else(|answer| answer)
}

/// Every fund: id and title.
pub(super) async fn funds(visit: &Visit) -> Result<Vec<(String, String)>, HttpResponse> {
    let funds = visit.ask(|lookup| lookup.tables().funds()).await?;
    Ok(funds.iter().map(|record| (record.fund.id.to_string(), record.fund.title.to_string())).collect())
}

async fn page(visit: &Visit, status: u16, add: WebhookAdd) -> Answered {
    let (ours, funds) = (visit.staff.organisations(Action::ManageWebhooks), funds(visit).await?);
    let (managed, titles) = (ours.clone(), funds.clone());
    let webhooks = visit
        .keep(move |db| {
            let all = webhooks::all(db)?;
            let shown = all.iter().filter(|webhook| managed.contains(&webhook.organisation));
            shown.map(|webhook| lines::webhook(db, webhook, &titles)).collect()
        })
        .await?;
    let ours = visit.named(ours).await?;
    let add = WebhookAdd { organisations: ours, funds, ..add };
    Ok(visit.show(status, Content::Webhooks(Box::new(Webhooks { webhooks, add }))))
}

pub(super) async fn add(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    answer(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::ManageWebhooks).await?;
    let field = |name| typed(form, name).trim().to_owned();
    let add = WebhookAdd {
        organisation: field("organisation"),
        url: field("url"),
        filter: field("filter"),
        fund: field("fund"),
        types: form.iter().filter(|(name, _)| name == "type").map(|(_, word)| word.clone()).collect(),
        ..WebhookAdd::default()
    };
    if !visit.staff.may_for(Action::ManageWebhooks, &add.organisation) {
        return Err(visit.forbidden());
    }
    if is_shown_again(form) {
        let fault = read(&visit, &add).await?.err();
        return page(&visit, if fault.is_some() { 422 } else { 200 }, WebhookAdd { fault, ..add }).await;
    }
    let fault = match read(&visit, &add).await? {
        Err(fault) => fault,
        Ok(new) => match visit.keep(move |db| make::add(db, &new)).await? {
            Some((id, secret)) => return one::page(&visit, id, Some(secret)).await,
            None => WebhookFault::Many,
        },
    };
    page(&visit, 422, WebhookAdd { fault: Some(fault), ..add }).await
}

/// What was typed as a webhook, or what is wrong with it.
async fn read(visit: &Visit, add: &WebhookAdd) -> Result<Result<NewWebhook, WebhookFault>, HttpResponse> {
    // Looking a name up may take a while.
    let (net, url) = (visit.site.webhooks.net, add.url.clone());
    let looked_up = block(move || net.look_up(&url)).await;
    let url = match looked_up.map_err(|error| visit.failed(&StoreError::Database(error.to_string())))? {
        Ok(url) => url,
        Err(closed) => return Ok(Err(make::fault_of(closed))),
    };
    let funds = funds(visit).await?;
    let filter = match add.filter.as_str() {
        "all" => Filter::All,
        "fund" if funds.iter().any(|(id, _)| *id == add.fund) => Filter::Fund(add.fund.clone()),
        "fund" => return Ok(Err(WebhookFault::Fund)),
        "types" => {
            let chosen = |known: &EventType| add.types.iter().any(|word| word == known.word());
            let types: BTreeSet<EventType> = EventType::ALL.iter().copied().filter(chosen).collect();
            if types.is_empty() {
                return Ok(Err(WebhookFault::Types));
            }
            Filter::Types(types)
        }
        _ => return Ok(Err(WebhookFault::Filter)),
    };
    Ok(Ok(NewWebhook {
        organisation: add.organisation.clone(),
        url: url.into(),
        filter,
        next: visit.site.sequencer.size(),
        made_by: visit.staff.person.account(),
    }))
}
