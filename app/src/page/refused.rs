//! Pages for what can't be answered: what happened, and what to do now.

use ledger::code::{CodeFault, GiftCode};
use leptos::prelude::*;

use super::home::search;
use super::{Body, Place};
use crate::view::Refused;
use crate::words::{self, Lang, Words};

pub(super) fn refused(refused: &Refused, say: &'static Words) -> Body {
    let (title, lead) = match refused {
        Refused::NoGift { fault, .. } => (
            say.no_gift,
            match fault {
                Some(CodeFault::Check) => say.no_gift_check,
                Some(CodeFault::Shape) => say.no_gift_shape,
                None => say.no_gift_unknown,
            },
        ),
        Refused::NotFound => (say.not_found, say.not_found_lead),
        Refused::NotCopied => (say.not_copied, say.not_copied_lead),
        Refused::BadRequest | Refused::Asked { .. } => (say.bad_request, say.bad_request_lead),
        Refused::Rule(_) => (say.rule_refused, say.rule_refused_lead),
        Refused::Busy { .. } => (say.busy, say.busy_lead),
        Refused::DiskFull => (say.disk_full, say.disk_full_lead),
    };
    let main = view! {
        <p class="crumb">{refused.status().to_string()}</p>
        <h1>{title}</h1>
        <p class="lead">{counted(refused, say.lang)}{lead}</p>
        {detail(refused, say)}
    }
    .into_any();
    Body { title: title.to_owned(), description: lead.to_owned(), place: Place::Elsewhere, indexed: false, main }
}

/// How many characters of a code were given, where they are too few or too many.
fn counted(refused: &Refused, lang: Lang) -> Option<String> {
    let Refused::NoGift { typed, fault: Some(CodeFault::Shape), .. } = refused else { return None };
    let given = GiftCode::characters(typed).filter(|given| (1..=20).contains(given))?;
    let number = words::count(u64::try_from(given).unwrap_or(0));
    Some(match (lang, given) {
        (Lang::En, 7) => "Seven characters were given, not counting the G: one is missing. ".to_owned(),
        (Lang::En, 9) => "Nine characters were given, not counting the G: one is too many. ".to_owned(),
        (Lang::En, 1) => "Only one character was given, not counting the G. ".to_owned(),
        (Lang::En, _) => format!("{number} characters were given, not counting the G. "),
        (Lang::Zh, 7) => "除 G 以外只有七个字符，缺少一个。".to_owned(),
        (Lang::Zh, 9) => "除 G 以外有九个字符，多了一个。".to_owned(),
        (Lang::Zh, _) => format!("除 G 以外有 {number} 个字符。"),
    })
}

fn detail(refused: &Refused, say: &'static Words) -> AnyView {
    match refused {
        Refused::NoGift { typed, near, .. } => view! {
            <p class="typed">{say.you_typed}" "<code class="code">{typed.clone()}</code></p>
            {slips(near, say)}
            {search(typed, say)}
            <p class="prose">{say.no_gift_help}</p>
        }
        .into_any(),
        Refused::Rule(refusal) => view! {
            <p class="notice lost">{refusal.say(say.lang)}</p>
            <p class="prose">{say.rule_refused_help}</p>
        }
        .into_any(),
        Refused::Asked { refusal, list } => view! {
            <p class="notice lost">{refusal.say(say.lang)}</p>
            <p><a href=list.clone()>{say.show_all}</a></p>
        }
        .into_any(),
        Refused::Busy { retry_after_s } => {
            let text = match say.lang {
                Lang::En if *retry_after_s == 1 => "Try again in a second.".to_owned(),
                Lang::En => format!("Try again in {} seconds.", words::count(*retry_after_s)),
                Lang::Zh => format!("请在 {} 秒后重试。", words::count(*retry_after_s)),
            };
            view! { <p class="prose">{text}</p> }.into_any()
        }
        Refused::DiskFull => view! { <p class="prose">{say.disk_full_help}</p> }.into_any(),
        Refused::NotCopied => {
            view! { <p class="prose">{say.not_copied_help}" "<a href="/log">{say.log}</a></p> }.into_any()
        }
        Refused::NotFound | Refused::BadRequest => view! {
            {search("", say)}
            <p><a href="/">{say.nav_home}</a>" · "<a href="/funds">{say.funds}</a>" · "<a href="/entries">{say.log}</a></p>
        }
        .into_any(),
    }
}

fn slips(near: &[GiftCode], say: &'static Words) -> AnyView {
    if near.is_empty() {
        return ().into_any();
    }
    let near: Vec<_> = near
        .iter()
        .map(|code| {
            let code = code.to_string();
            view! { <li><a class="code" href=format!("/gifts/{code}")>{code.clone()}</a></li> }
        })
        .collect();
    view! { <h2>{say.one_slip}</h2><ul class="slips" role="list">{near}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_asked_of_a_list_is_said_by_name_with_the_way_back() {
        let refused = |rule| Refused::Asked { refusal: ledger::Refusal::new("from", rule), list: "/entries".into() };
        for (lang, said) in [(Lang::En, "from: must be a day"), (Lang::Zh, "from：")] {
            let page = crate::view::Page::Refused(refused(ledger::Rule::Date));
            let html = crate::page::render(&page, &crate::view::sample::frame(lang, "/entries?from=x"));
            assert!(html.contains(said) && html.contains("href=\"/entries\""), "{html}");
        }
        let unknown = ledger::Rule::Unknown { kind: ledger::value::SubjectKind::Fund, id: "x".into() };
        assert_eq!((refused(ledger::Rule::Date).status(), refused(unknown).status()), (400, 404));
    }

    #[test]
    fn a_code_too_short_or_too_long_says_so() {
        let said = |typed: &str, lang| {
            let refused =
                Refused::NoGift { typed: typed.into(), fault: GiftCode::parse(typed).err(), near: Vec::new() };
            counted(&refused, lang).unwrap_or_default()
        };
        assert!(said("G-YEGM-T86", Lang::En).starts_with("Seven characters were given"));
        assert!(said("G-ERRC-W84", Lang::Zh).contains("缺少一个"));
        assert!(said("G-48KA-6KMQQ", Lang::En).contains("one is too many"));
        assert_eq!(said("G-48KA-6KMP", Lang::En), "", "a slip, but of the right length");
        assert_eq!(said("G-48KA-6KMU", Lang::En), "", "U is no character of a code");
    }
}
