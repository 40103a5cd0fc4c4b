//! What waits for a second person, and what that person needs to decide.

use leptos::prelude::*;

use super::correction::changes;
use super::parts::{alert, described};
use super::preview::{effect, facts};
use super::{FORM_ID, Sheet};
use crate::page::moment::moment;
use crate::page::parts::{entry_link, section, table};
use crate::view::desk::{
    Correction, DraftLine, DraftPage, DraftState, EffectLine, EffectPlace, FundLimits, LimitFault, MayDecide, Raise,
    Waiting,
};
use crate::words::desk::{self as say, DeskWords};
use crate::words::{self, Lang};

pub(super) fn waiting(page: &Waiting, speak: &'static DeskWords) -> Sheet {
    let decide = if page.to_decide.is_empty() {
        view! { <p class="empty">{speak.nothing_to_decide}</p> }.into_any()
    } else {
        lines(&page.to_decide, speak)
    };
    let raises = (!page.raises.is_empty()).then(|| section("raises", speak.raises, raise_table(&page.raises, speak)));
    let own = (!page.own.is_empty()).then(|| section("own", speak.own_drafts, lines(&page.own, speak)));
    let others = (!page.others.is_empty()).then(|| section("others", speak.other_drafts, lines(&page.others, speak)));
    let limits = page.limits.as_ref().map(|funds| {
        let forms: Vec<_> = funds.iter().map(|fund| limit_form(fund, page, speak)).collect();
        section(
            "limits",
            speak.limits,
            view! { <p class="prose">{speak.limits_lead}" "{speak.limits_second}</p>{forms} },
        )
    });
    let main = view! {
        <h1>{speak.waiting}</h1>
        <p class="lead">{speak.waiting_lead}</p>
        {section("decide", speak.to_decide, decide)}
        {raises}{own}{others}{limits}
    }
    .into_any();
    Sheet { title: speak.waiting, main }
}

/// Drafts, each with what it is about and where it stands.
pub(super) fn lines(drafts: &[DraftLine], speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let rows: Vec<_> = drafts
        .iter()
        .map(|draft| {
            let href = format!("/desk/waiting/{}", draft.id);
            let correction = draft.is_correction.then(|| view! { <span class="tag">{speak.correction}</span> });
            view! {
                <li>
                    <span><a href=href><b>{words::event(lang, draft.event)}</b></a>{correction}" "{draft.gist.clone()}
                        {does(draft, speak)}{refused(draft, speak)}
                        <small class="desk-when"><span class="id">{draft.actor.clone()}</span>" "{moment(lang, draft.at)}</small></span>
                    {state(draft.state, speak)}
                </li>
            }
        })
        .collect();
    view! { <ul class="desk-list wide">{rows}</ul> }.into_any()
}

/// Who refused it, and why.
fn refused(draft: &DraftLine, speak: &'static DeskWords) -> Option<AnyView> {
    let (by, reason) = draft.refused.as_ref()?;
    Some(view! { <small class="desk-when">{say::refused_by(speak.lang, by, reason)}</small> }.into_any())
}

/// What others refused of one's own: each with its reason, and with what can be done about it.
pub(super) fn refused_own(drafts: &[DraftLine], speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let rows: Vec<_> = drafts
        .iter()
        .map(|draft| {
            let href = format!("/desk/waiting/{}", draft.id);
            view! {
                <li>
                    <span><a href=href><b>{words::event(lang, draft.event)}</b></a>" "{draft.gist.clone()}
                        {refused(draft, speak)}</span>
                    {over(draft, true, speak)}
                </li>
            }
        })
        .collect();
    view! { <ul class="desk-list wide">{rows}</ul> }.into_any()
}

/// What whoever drafted it may do about what never becomes an entry.
fn over(draft: &DraftLine, may_put_away: bool, speak: &'static DeskWords) -> Option<AnyView> {
    if draft.again.is_none() && !may_put_away {
        return None;
    }
    let again = draft.again.clone().map(|href| view! { <a href=href>{speak.send_again}</a> });
    let put_away = may_put_away.then(|| {
        let label = words::told(speak.lang, speak.put_away, &draft.gist);
        view! {
            <form method="post" action=format!("/desk/waiting/{}/put-away", draft.id)>
                <button class="quiet" type="submit" aria-label=label>{speak.put_away}</button>
            </form>
        }
    });
    Some(view! { <div class="desk-acts">{again}{put_away}</div> }.into_any())
}

/// What it would do, and by what it is shown: for whoever decides.
fn does(draft: &DraftLine, speak: &'static DeskWords) -> Option<AnyView> {
    if draft.effect.is_empty() && draft.documents == 0 {
        return None;
    }
    let lang = speak.lang;
    let line = |line: &EffectLine| {
        let EffectPlace::Pool(place) = &line.place else { return None };
        let sign = if line.arrives { "+" } else { "−" };
        Some(words::told(lang, place, &format!("{sign}{}", words::amount(lang, line.units, &line.unit))))
    };
    let mut said: Vec<String> = draft.effect.iter().filter_map(line).collect();
    said.push(match u64::try_from(draft.documents) {
        Ok(0) | Err(_) => speak.no_evidence.to_owned(),
        Ok(number) => words::told(lang, speak.evidence_count, &words::count(number)),
    });
    Some(view! { <small class="desk-when">{said.join(" · ")}</small> }.into_any())
}

fn state(state: DraftState, speak: &'static DeskWords) -> AnyView {
    let (class, word) = match state {
        DraftState::Waiting(_) => ("tag held", speak.draft_waiting),
        DraftState::Approved => ("tag held", speak.draft_approved),
        DraftState::Recorded(seq) => {
            return view! {
                <span class="tag reached">{speak.draft_recorded}" "<a class="seq" href=format!("/entries/{seq}")>{format!("#{seq}")}</a></span>
            }
            .into_any();
        }
        DraftState::Refused => ("tag lost", speak.draft_refused),
        DraftState::Withdrawn => ("tag", speak.draft_withdrawn),
        DraftState::Expired => ("tag", speak.draft_expired),
    };
    view! { <span class=class>{word}</span> }.into_any()
}

/// Higher amounts, each with the two buttons that decide.
fn raise_table(raises: &[Raise], speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let rows = raises.iter().map(|raise| {
        let amount = |limit: Option<u64>| match limit {
            Some(limit) => words::money(limit, raise.currency),
            None => speak.no_limit.to_owned(),
        };
        let group = say::limit_group(lang, &raise.group);
        // Whoever agrees agrees to this, not to what was asked for since.
        let seen = raise.after.map_or_else(|| "-".to_owned(), |amount| amount.to_string());
        let press = |to: &'static str, word: &'static str, class: &'static str| {
            let label = words::told(lang, word, &format!("{}{}{group}", raise.fund.name, words::comma(lang)));
            view! {
                <form method="post" action=format!("/desk/waiting/limits/{to}")>
                    <input type="hidden" name="fund" value=raise.fund.id.clone()/>
                    <input type="hidden" name="event" value=raise.group.clone()/>
                    <input type="hidden" name="amount" value=seen.clone()/>
                    <button class=class type="submit" aria-label=label>{word}</button>
                </form>
            }
        };
        let decide = if raise.is_own {
            press("decline", speak.take_back, "quiet").into_any()
        } else {
            view! { {press("agree", speak.agree, "")}{press("decline", speak.decline, "quiet")} }.into_any()
        };
        vec![
            view! { {raise.fund.name.clone()}" · "{group} }.into_any(),
            amount(raise.before).into_any(),
            amount(raise.after).into_any(),
            view! { <span class="id">{raise.by.clone()}</span>" "{moment(lang, raise.at)} }.into_any(),
            view! { <div class="desk-acts">{decide}</div> }.into_any(),
        ]
    });
    let heads = [speak.limits, speak.until_now, speak.shall_be, speak.who, speak.to_decide];
    table(speak.raises, &heads, &[], rows.collect())
}

/// What was typed for this fund, where it was refused.
fn refused_of<'a>(fund: &FundLimits, page: &'a Waiting) -> Option<&'a LimitFault> {
    page.limit_fault.as_ref().filter(|refused| refused.fund == fund.fund.id)
}

fn limit_form(fund: &FundLimits, page: &Waiting, speak: &'static DeskWords) -> AnyView {
    let lang = speak.lang;
    let fields: Vec<_> = fund
        .limits
        .iter()
        .map(|(group, limit)| {
            let id = format!("{}-{group}", fund.fund.id);
            let (sign, fault_id) = (words::symbol(fund.currency), format!("{id}-fault"));
            let value =
                limit.map(|limit| words::money(limit, fund.currency).replacen(&sign, "", 1)).unwrap_or_default();
            let refused = refused_of(fund, page);
            let typed = refused.and_then(|refused| refused.typed.iter().find(|(of, _)| of == group));
            let value = typed.map_or(value, |(_, typed)| typed.clone());
            let wrong = refused.is_some_and(|refused| refused.groups.contains(group));
            let fault = wrong.then(|| {
                let said = say::field_fault(lang, &crate::view::desk::FieldFault::NotAmount);
                view! { <p class="fault" id=fault_id.clone()>{said}</p> }
            });
            let told = described(None, wrong.then_some(fault_id));
            view! {
                <div class="desk-field">
                    <label for=id.clone()>{say::limit_group(lang, group)}" "<span class="optional">{sign}</span></label>
                    <input id=id name=*group value=value inputmode="decimal" autocomplete="off"
                        aria-describedby=told aria-invalid=wrong.then_some("true")/>
                    {fault}
                </div>
            }
        })
        .collect();
    view! {
        <form method="post" action="/desk/waiting/limits" class="desk-form" id=refused_of(fund, page).map(|_| FORM_ID)>
            <input type="hidden" name="fund" value=fund.fund.id.clone()/>
            <fieldset class="desk-set"><legend>{fund.fund.name.clone()}</legend>
                <div class="desk-line">{fields}</div>
                <p><button type="submit" class="quiet">{speak.set_limits}</button></p>
            </fieldset>
        </form>
    }
    .into_any()
}

pub(super) fn draft(page: &DraftPage, speak: &'static DeskWords) -> Sheet {
    let lang = speak.lang;
    let said = match &page.correction {
        Some(correction) => section("said", speak.what_changes, corrected(page, correction, speak)),
        None => {
            let said: Vec<_> = page
                .events
                .iter()
                .map(|(event, told)| view! { <h3>{words::event(lang, *event)}</h3>{facts(*event, told, speak)} })
                .collect();
            section("said", speak.you_said_of(lang), said)
        }
    };
    let is_open = matches!(page.line.state, DraftState::Waiting(_) | DraftState::Approved);
    let obstacle = page.obstacle.as_ref().map(|refusal| {
        view! { <div class="notice lost"><p><b>{speak.obstacle}</b></p><p>{say::refused(lang, refusal)}</p></div> }
    });
    let gone = (is_open && page.drafter_gone).then(|| alert(speak.drafter_gone.to_owned()));
    let interrupted =
        (page.line.state == DraftState::Approved).then(|| view! { <p class="hint">{speak.approved_by_other}</p> });
    let decided = page.decided.as_ref().map(|(by, reason)| {
        view! { <p class="prose">{speak.decided_by}" "<span class="id">{by.clone()}</span>" "{reason.clone()}</p> }
    });
    let effects = is_open.then(|| section("effect", speak.effect, effect(&page.effect, speak)));
    let act = is_open.then(|| decide(page, speak));
    let refused = page.line.refused.as_ref().map(|(by, reason)| {
        view! { <p class="prose">{say::refused_by(lang, by, reason)}</p> }
    });
    let over = over(&page.line, page.may_put_away, speak);
    let anew = page.sent_anew.map(|id| {
        let href = format!("/desk/waiting/{id}");
        view! { <p class="prose">{speak.sent_anew}" "<a href=href>{speak.see_draft}</a></p> }
    });
    let main = view! {
        <p class="crumb"><a href="/desk/waiting">{speak.waiting}</a></p>
        <h1>{words::event(lang, page.line.event)}</h1>
        <p class="lead">{speak.drafted_by}" "<span class="id">{page.line.actor.clone()}</span>{words::comma(lang)}{moment(lang, page.line.at)}</p>
        <p>{state(page.line.state, speak)}</p>
        {decided}{refused}{anew}{over}{interrupted}{gone}{obstacle}
        {said}
        {effects}
        {section("evidence", speak.evidence, evidence(page, speak))}
        {act}
    }
    .into_any();
    Sheet { title: speak.waiting, main }
}

impl DeskWords {
    /// What a draft says: for its second person not "what you said".
    fn you_said_of(&self, lang: Lang) -> &'static str {
        words::pick(lang, "What it says", "内容")
    }
}

/// The entry that is to be reversed, and what is to stand in its place.
fn corrected(page: &DraftPage, correction: &Correction, speak: &'static DeskWords) -> AnyView {
    view! {
        <p class="notice">{speak.corrects_lead}" "{entry_link(correction.seq)}</p>
        {changes(page.line.event, correction, speak)}
    }
    .into_any()
}

fn evidence(page: &DraftPage, speak: &'static DeskWords) -> AnyView {
    if page.documents.is_empty() {
        return view! { <p class="empty">{speak.no_evidence}</p> }.into_any();
    }
    let rows: Vec<_> = page
        .documents
        .iter()
        .map(|document| {
            let href = format!("/documents/{}", document.sha3);
            view! { <li><a href=href>{document.name.clone()}</a><small>{words::bytes(speak.lang, document.bytes)}</small></li> }
        })
        .collect();
    view! { <ul class="desk-list">{rows}</ul> }.into_any()
}

/// What whoever drafted it may do while it waits: take it back.
fn own(page: &DraftPage, speak: &'static DeskWords) -> AnyView {
    let withdraw = matches!(page.line.state, DraftState::Waiting(_)).then(|| {
        view! {
            <form method="post" action=format!("/desk/waiting/{}/withdraw", page.line.id) class="desk-act">
                <button type="submit" class="second">{speak.withdraw}</button><p class="hint">{speak.withdraw_help}</p>
            </form>
        }
    });
    view! { <p class="notice">{speak.draft_own}</p>{withdraw} }.into_any()
}

fn decide(page: &DraftPage, speak: &'static DeskWords) -> AnyView {
    match page.may_decide {
        MayDecide::Own => return own(page, speak),
        MayDecide::OwnProgram => return view! { <p class="notice">{speak.draft_own_program}</p> }.into_any(),
        MayDecide::No => return view! { <p class="notice">{speak.draft_no}</p> }.into_any(),
        MayDecide::Yes => {}
    }
    let below = format!("/desk/waiting/{}", page.line.id);
    let fault = page.reason_missing.then(|| alert(speak.refuse_reason_missing.to_owned()));
    let told = described(None, page.reason_missing.then(|| "reason-fault".to_owned()));
    view! {
        <div class="desk-acts">
            <form method="post" action=format!("{below}/approve")>
                <button type="submit" disabled=page.obstacle.is_some() || page.drafter_gone>{speak.approve}</button>
            </form>
            <details class="desk-more" open=page.reason_missing>
                <summary>{speak.refuse}</summary>
                <form method="post" action=format!("{below}/refuse") class="desk-form">
                    <div class="desk-field">
                        <label for="reason">{speak.refuse_reason}</label>
                        <textarea id="reason" name="reason" rows="3" aria-describedby=told></textarea>
                        <div id="reason-fault">{fault}</div>
                    </div>
                    <p><button type="submit" class="second">{speak.refuse}</button></p>
                </form>
            </details>
        </div>
    }
    .into_any()
}
