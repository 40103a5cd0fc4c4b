//! Higher amounts, and none at all: they wait for a second person, an admin or an approver of the fund. Else whoever
//! sets amounts could set them above what they are about to record.

use actix_web::web::{Data, Form};
use actix_web::{HttpRequest, HttpResponse};

use app::view::Named;
use app::view::desk::{Done, Raise};
use ledger::value::Timestamp;

use super::list;
use crate::desk::people::permission::{Action, Reach};
use crate::desk::visit::{Answered, Pairs, Staff, Visit, typed};
use crate::http::Site;
use crate::private::acts::{self, Act};
use crate::private::thresholds::{self, Proposal};

/// What a new amount is against the one until now; none: no event waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Same,
    /// More waits than before: it holds at once.
    Lower,
    /// Less waits than before.
    Higher,
}

pub(super) fn change(before: Option<u64>, after: Option<u64>) -> Change {
    // An amount that is never reached stands for none.
    match after.unwrap_or(u64::MAX).cmp(&before.unwrap_or(u64::MAX)) {
        std::cmp::Ordering::Equal => Change::Same,
        std::cmp::Ordering::Less => Change::Lower,
        std::cmp::Ordering::Greater => Change::Higher,
    }
}

/// Whether somebody answers for a fund's amounts: who sets them for its steward, or approves what waits because of them.
fn may_decide(staff: &Staff, fund: &str, steward: &str) -> bool {
    let reach = Reach { funds: vec![(fund.to_owned(), [steward.to_owned()].into())], site: None };
    staff.may_for(Action::SetThresholds, steward) || staff.may(Action::Approve, &reach)
}

/// Those that this person answers for.
pub(super) async fn lines(visit: &Visit) -> Result<Vec<Raise>, HttpResponse> {
    let (proposals, now) = visit.keep(|db| Ok((thresholds::proposals(db)?, thresholds::all(db)?))).await?;
    let staff = visit.staff.clone();
    visit
        .ask(move |lookup| {
            let mut found = Vec::new();
            for proposal in proposals {
                let Some(record) = lookup.tables().fund(&proposal.fund)? else { continue };
                if !may_decide(&staff, &proposal.fund, record.fund.steward.as_str()) {
                    continue;
                }
                let of_it =
                    |(fund, word, _): &&(String, String, u64)| *fund == proposal.fund && *word == proposal.event;
                found.push(Raise {
                    fund: Named { id: proposal.fund.clone(), name: record.fund.title.to_string() },
                    currency: record.fund.currency,
                    before: now.iter().find(of_it).map(|(.., amount)| *amount),
                    after: proposal.amount,
                    is_own: proposal.person == staff.person.id,
                    at: Timestamp::from_ms(proposal.proposed_at).unwrap_or(Timestamp::ZERO),
                    group: proposal.event,
                    by: proposal.proposed_by,
                });
            }
            Ok(found)
        })
        .await
}

pub(in crate::desk) async fn agree(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    decide(&request, &site, &form, true).await.unwrap_or_else(|answer| answer)
}

pub(in crate::desk) async fn decline(request: HttpRequest, site: Data<Site>, form: Form<Pairs>) -> HttpResponse {
    decide(&request, &site, &form, false).await.unwrap_or_else(|answer| answer)
}

async fn decide(request: &HttpRequest, site: &Site, form: &Pairs, agreed: bool) -> Answered {
    let visit = Visit::act(request, site, Action::See).await?;
    let (fund, event) = (typed(form, "fund").to_owned(), typed(form, "event").to_owned());
    let wanted = fund.clone();
    let record = visit.ask(move |lookup| lookup.tables().fund(&wanted)).await?;
    let steward = record.map(|record| record.fund.steward.to_string()).unwrap_or_default();
    if !may_decide(&visit.staff, &fund, &steward) {
        return Err(visit.forbidden());
    }
    let (person, seen) = (visit.staff.person.clone(), typed(form, "amount").to_owned());
    let decided = visit.keep(move |db| {
        let is_it = |one: &Proposal| one.fund == fund && one.event == event;
        let Some(proposal) = thresholds::proposals(db)?.into_iter().find(is_it) else { return Ok(Decided::Nothing) };
        // Never one's own, under whatever role.
        if agreed && proposal.person == person.id {
            return Ok(Decided::Own);
        }
        // Whoever asked may have asked for more since the list was looked at.
        if agreed && said(proposal.amount) != seen {
            return Ok(Decided::Other);
        }
        thresholds::withdraw(db, &fund, &event)?;
        if agreed {
            thresholds::set(db, &fund, &event, proposal.amount)?;
        }
        let act = if agreed { Act::ThresholdAgreed } else { Act::ThresholdDeclined };
        let detail = format!("{event} {}, {}", said(proposal.amount), proposal.proposed_by);
        acts::add(db, &person.account(), act, &format!("{steward}/{fund}"), &detail)?;
        Ok(Decided::Done)
    });
    match decided.await? {
        Decided::Done => Ok(visit.go("/desk/waiting", Some(if agreed { Done::Limits } else { Done::LimitsDeclined }))),
        Decided::Own => Err(visit.forbidden()),
        Decided::Other => list::page(&visit, 409, None).await,
        Decided::Nothing => Err(visit.not_found()),
    }
}

/// What became of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Decided {
    Done,
    /// Nobody agrees to what they asked for themselves.
    Own,
    /// Another amount waits than the one that was seen.
    Other,
    /// Nothing waits.
    Nothing,
}

/// An amount in the list of acts.
pub(super) fn said(amount: Option<u64>) -> String {
    amount.map_or_else(|| "-".to_owned(), |amount| amount.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_lets_more_pass_is_higher() {
        let rows = [
            (None, None, Change::Same),
            (Some(5), Some(5), Change::Same),
            (None, Some(0), Change::Lower),
            (Some(5), Some(4), Change::Lower),
            (Some(0), Some(1), Change::Higher),
            (Some(5), None, Change::Higher),
        ];
        for (before, after, expected) in rows {
            assert_eq!(change(before, after), expected, "{before:?} {after:?}");
        }
    }
}
