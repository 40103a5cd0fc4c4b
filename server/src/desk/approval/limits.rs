//! From which amounts on a fund's events wait: set by an admin of its steward.

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::Done;

use super::list;
use super::need::Group;
use crate::desk::people::permission::Action;
use crate::desk::record::amount;
use crate::desk::visit::{Answered, Pairs, Visit, typed};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::thresholds;

pub(in crate::desk) async fn set(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    answer(&request, &site, &form).await.unwrap_or_else(|answer| answer)
}

async fn answer(request: &HttpRequest, site: &Site, form: &Pairs) -> Answered {
    let visit = Visit::act(request, site, Action::SetThresholds).await?;
    let fund = typed(form, "fund").to_owned();
    let wanted = fund.clone();
    let Some(record) = visit.ask(move |lookup| lookup.tables().fund(&wanted)).await? else {
        return Err(visit.not_found());
    };
    if !visit.staff.may_for(Action::SetThresholds, record.fund.steward.as_str()) {
        return Err(visit.forbidden());
    }
    let mut limits = Vec::new();
    for group in Group::ALL {
        let text = typed(form, group.word()).trim();
        let limit = match text {
            "" => None,
            text => match amount(text, record.fund.currency) {
                Ok(limit) => Some(limit),
                Err(_) => return list::page(&visit, 422, Some((fund, group.word()))).await,
            },
        };
        limits.push((group.word(), limit));
    }
    let by = visit.staff.person.account();
    let steward = record.fund.steward.to_string();
    visit
        .keep(move |db| {
            for (word, limit) in &limits {
                thresholds::set(db, &fund, word, *limit)?;
            }
            let said: Vec<String> =
                limits.iter().filter_map(|(word, limit)| limit.map(|limit| format!("{word} {limit}"))).collect();
            acts::add(db, &by, Act::ThresholdSet, &format!("{steward}/{fund}"), &said.join(", "))
        })
        .await?;
    Ok(visit.go("/desk/waiting", Some(Done::Limits)))
}
