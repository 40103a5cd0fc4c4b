//! `/gifts/CODE`: a sentence, the picture, the ends, what is still held, and by which rule it was traced.

use leptos::prelude::*;

use super::check::{self, Checked};
use super::moment::moment_and_zone;
use super::parts::{day, documents, entry_link, fact, link, mark, named, section};
use super::{Body, Place, gift_path, gift_words};
use crate::island::CopyCode;
use crate::view::{End, EndWords, Frame, Gift, Group, Unit};
use crate::words::{self, Lang, Words};
use ledger::value::SubjectKind;

/// Ends on one page; a gift can have hundreds.
const ENDS: usize = 50;

pub(super) fn gift(gift: &Gift, frame: &Frame, say: &'static Words) -> Body {
    let lang = say.lang;
    let sentence = gift_words::sentence(gift, lang);
    let (ended, held) = lists(gift, say);
    let own = gift.is_own_contribution().then(|| view! { <p class="notice">{say.own_contribution_is}</p> });
    let found = gift.is_found().then(|| view! { <p class="notice">{say.found_is}</p> });
    let reversed = gift.reversed_by.map(|seq| {
        let corrected = gift.corrected_as.clone().map(|code| {
            let stop = words::pick(lang, ". ", "。");
            view! { <b>{say.gift_corrected}" "<a class="code" href=format!("/gifts/{code}")>{code.clone()}</a></b>{stop} }
        });
        view! { <p class="notice lost">{corrected}{say.gift_reversed}" "{entry_link(seq)}</p> }
    });
    let main = view! {
        <p class="crumb">{say.gift}</p>
        <div class="gift-code"><h1 class="code">{gift.code.clone()}</h1>
            <CopyCode code=gift.code.clone() zh={lang == Lang::Zh}/></div>
        {reversed}{own}{found}
        <p class="lead answer" data-gift-amount=gift.amount.to_string()>{sentence.clone()}</p>
        {given(gift, lang)}
        {crate::picture::path(&gift_path::path_of(gift, say), say)}
        {ended.map(|ended| section("ends", say.what_became, ended))}
        {held.map(|held| section("held", say.still_held, held))}
        {gift.reversed_by.is_none().then(|| section("check", say.check_yourself, checking(gift, frame.signed, say)))}
        {section("about", say.about_gift, about(gift, say))}
        {(frame.has_desk && frame.can_mail && gift.reversed_by.is_none()).then(|| view! {
            <p class="follow"><a href=format!("/gifts/{}/follow", gift.code) rel="nofollow">{say.follow_gift}</a></p>
        })}
        <p class="rule" id="rule">{say.rule_line}" "<a href="/method#rule">{say.rule_link}</a></p>
    }
    .into_any();
    Body {
        title: format!("{} {}", say.gift, gift.code),
        description: sentence,
        place: Place::Elsewhere,
        indexed: false,
        main,
    }
}

/// The button, the bundle, the proof of the gift's own entry, and the page as a file that checks itself.
fn checking(gift: &Gift, signed: bool, say: &'static Words) -> AnyView {
    let links = signed.then(|| {
        view! { <a href=format!("/gifts/{}/copy.html", gift.code) download="">{say.keep_copy}</a>
        <a href=format!("/gifts/{}.bundle.json", gift.code) download="">{say.bundle_file}</a>
        <a href=format!("/entries/{}.tlog-proof", gift.seq) download="">{say.gift_proof_file}</a>
        <a href=format!("/entries/{}.json", gift.seq) download="">{say.gift_entry_file}</a>
        <a href="/log/policy" download="policy.txt">{say.policy_file}</a>
        <a href="/verify">{say.check_files}</a> }
    });
    view! {
        <p class="prose">{say.check_hint}" "{signed.then_some(say.copy_why)}</p>
        {check::place(&Checked::Gift(&gift.code), links.map(IntoAny::into_any), say)}
    }
    .into_any()
}

/// An end with its share of the gift, in tenths of a per cent.
type Shared<'a> = (&'a End, u64);

/// The ends that value reached, and those where it is still held, each as a table.
pub(super) fn lists(gift: &Gift, say: &'static Words) -> (Option<AnyView>, Option<AnyView>) {
    // Of both tables together: a reader adds them up.
    let amounts: Vec<u64> = gift.ends.iter().map(|end| end.amount).collect();
    let shared = gift.ends.iter().zip(words::shares(&amounts));
    let (mut held, mut ended): (Vec<Shared<'_>>, Vec<Shared<'_>>) =
        shared.partition(|(end, _)| end.kind().group() == Group::Held);
    // What reached people first, and of each kind the largest.
    for list in [&mut held, &mut ended] {
        list.sort_by_key(|(end, _)| (end.kind().group(), std::cmp::Reverse(end.amount)));
    }
    let ended = match (ended.is_empty(), gift.reversed_by) {
        (true, Some(_)) => None,
        (true, None) => Some(view! { <p class="empty">{say.nothing_ended}</p> }.into_any()),
        (false, _) => Some(ends(&ended, "ends", gift, say)),
    };
    let held = (!held.is_empty()).then(|| ends(&held, "held", gift, say));
    (ended, held)
}

/// What the donor gave where the bank changed it, beside the answer.
pub(super) fn given(gift: &Gift, lang: Lang) -> Option<AnyView> {
    gift_words::given_as(gift, lang).map(|text| view! { <p class="given-as">{text}</p> }.into_any())
}

/// Ends as a table that becomes a list of cards on a narrow screen: the words are too long for columns there.
fn ends(ends: &[Shared<'_>], list: &'static str, gift: &Gift, say: &'static Words) -> AnyView {
    let rows: Vec<_> =
        ends.iter().skip(gift.passed_over).take(ENDS).map(|(end, share)| row(end, *share, gift, say)).collect();
    let to = |from: usize| format!("/gifts/{}?ends={from}#{list}", gift.code);
    let before = gift.passed_over.min(ends.len());
    let earlier =
        (before > 0).then(|| view! { <a rel="prev" href=to(before.saturating_sub(ENDS))>"← "{say.earlier_ends}</a> });
    let behind = before.saturating_add(ENDS);
    let later = (behind < ends.len()).then(|| view! { <a rel="next" href=to(behind)>{say.later_ends}" →"</a> });
    let ways = (earlier.is_some() || later.is_some()).then(|| {
        let shown = format!("{}–{}", before.saturating_add(1).min(ends.len()), behind.min(ends.len()));
        let text = match say.lang {
            Lang::En => format!("{shown} of {}", ends.len()),
            Lang::Zh => format!("共 {} 项，第 {shown} 项", ends.len()),
        };
        view! { <nav class="neighbours" aria-label=say.neighbours data-part="">{earlier}<span>{text}</span>{later}</nav> }
    });
    view! {
        <table class="ends">
            <thead><tr><th scope="col">{say.became}</th><th scope="col" class="number">{say.amount}</th>
                <th scope="col">{say.what_exactly}</th><th scope="col">{say.entries_passed}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {ways}
    }
    .into_any()
}

fn row(end: &End, share: u64, gift: &Gift, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let mut passed = end.path.clone();
    passed.extend(end.seq.filter(|seq| !end.path.contains(seq)));
    let passed: Vec<_> = passed.into_iter().map(|seq| view! { <li>{entry_link(seq)}</li> }).collect();
    let kind = end.kind();
    view! {
        <tr data-kind=kind.word() data-amount=end.amount.to_string()>
            <th scope="row" class="end-kind">{mark(kind.group())}<span class="end-name">{words::kind(lang, kind)}</span></th>
            <td class="number end-amount"><span class="end-figure">{words::amount(lang, end.amount, &gift.unit)}</span>
                <small>{words::tenths(lang, share, end.amount, gift.amount)}</small></td>
            <td class="end-words"><span class="end-says">{words::end_sentence(lang, &end.what)}</span>{evidence(end, say)}</td>
            <td class="end-path"><ol class="path" role="list">{passed}</ol></td>
        </tr>
    }
    .into_any()
}

/// The pages of the things behind an end.
fn evidence(end: &End, say: &'static Words) -> AnyView {
    let handout = match &end.what {
        EndWords::Distributed { handout, .. } | EndWords::CashDistributed { handout, .. } => Some(handout),
        _ => None,
    };
    let handout = handout.map(|id| link(SubjectKind::Handout, id, say.see_handout));
    let lot = end.what.goods().map(|goods| link(SubjectKind::Lot, &goods.lot, say.see_lot));
    let papers = (!end.documents.is_empty()).then(|| documents(&end.documents, say));
    if handout.is_none() && lot.is_none() {
        return papers.into_any();
    }
    view! { <span class="evidence">{handout}{lot}</span>{papers} }.into_any()
}

/// What a check in the browser holds against the entries, letter by letter.
fn checked(word: &'static str, text: impl IntoView + 'static) -> AnyView {
    view! { <span data-fact=word>{text.into_any()}</span> }.into_any()
}

pub(super) fn about(gift: &Gift, say: &'static Words) -> AnyView {
    let lang = say.lang;
    let fund = checked("fund", link(SubjectKind::Fund, &gift.fund.id, &gift.fund.name));
    let nobody = if gift.is_found() { say.found_in_count } else { say.anonymous };
    let donor = gift.donor.clone().map_or_else(|| nobody.into_any(), |donor| checked("donor", donor));
    let item = gift.item.as_ref().map(|item| fact(say.item, named(SubjectKind::Item, item)));
    let currency = match &gift.unit {
        Unit::Money(currency) => Some(fact(say.currency, currency.to_string())),
        Unit::Goods(_) => None,
    };
    let original =
        gift.original.map(|(minor, currency)| fact(say.given_in, checked("original", words::money(minor, currency))));
    let method = gift.method.as_deref().map(|method| fact(say.paid_by_way, words::capital(&words::term(lang, method))));
    let note = gift.note.clone().map(|note| fact(say.note, note));
    view! {
        <dl class="facts">
            {fact(say.amount, checked("amount", words::amount(lang, gift.amount, &gift.unit)))}
            {item}{currency}{original}
            {fact(say.donor, donor)}
            {fact(say.fund, fund)}
            {method}
            {fact(say.received_on, checked("day", day(lang, gift.received_on)))}
            {fact(say.recorded, view! { {entry_link(gift.seq)}" "{moment_and_zone(lang, gift.recorded_at)} })}
            {note}
        </dl>
    }
    .into_any()
}
