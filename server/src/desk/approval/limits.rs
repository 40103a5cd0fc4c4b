//! From which amounts on a fund's events wait: set by an admin of its steward. Lower amounts hold at once; higher ones
//! wait for a second person at [`super::raises`].

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

use app::view::desk::{Done, LimitFault};

use super::list;
use super::need::Group;
use super::raises::{self, Change, change};
use crate::desk::people::permission::Action;
use crate::desk::record::amount;
use crate::desk::visit::{Answered, Pairs, Visit, is_shown_again, typed};
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
    let (mut limits, mut wrong) = (Vec::new(), Vec::new());
    for group in Group::ALL {
        let text = typed(form, group.word()).trim();
        let limit = match text {
            "" => None,
            text => match amount(text, record.fund.currency) {
                Ok(limit) => Some(limit),
                Err(_) => {
                    wrong.push(group.word());
                    None
                }
            },
        };
        limits.push((group.word(), limit));
    }
    if !wrong.is_empty() || is_shown_again(form) {
        let status = if wrong.is_empty() { 200 } else { 422 };
        let said = |group: &Group| (group.word(), typed(form, group.word()).trim().to_owned());
        let fault = LimitFault { fund, groups: wrong, typed: Group::ALL.iter().map(said).collect() };
        return list::page(&visit, status, Some(fault)).await;
    }
    let (person, steward) = (visit.staff.person.clone(), record.fund.steward.to_string());
    let asked = visit
        .keep(move |db| {
            let (before, by) = (thresholds::all(db)?, person.account());
            let (mut set, mut asked) = (Vec::new(), Vec::new());
            for (word, after) in &limits {
                let known = before.iter().find(|(of, event, _)| *of == fund && event == word);
                match change(known.map(|(.., amount)| *amount), *after) {
                    Change::Same => {}
                    Change::Lower => {
                        thresholds::withdraw(db, &fund, word)?;
                        thresholds::set(db, &fund, word, *after)?;
                        set.push(format!("{word} {}", raises::said(*after)));
                    }
                    Change::Higher => {
                        thresholds::propose(db, &fund, word, *after, (person.id, &by))?;
                        asked.push(format!("{word} {}", raises::said(*after)));
                    }
                }
            }
            for (act, said) in [(Act::ThresholdSet, &set), (Act::ThresholdProposed, &asked)] {
                if !said.is_empty() {
                    acts::add(db, &by, act, &format!("{steward}/{fund}"), &said.join(", "))?;
                }
            }
            Ok(!asked.is_empty())
        })
        .await?;
    Ok(visit.go("/desk/waiting", Some(if asked { Done::LimitsAsked } else { Done::Limits })))
}
