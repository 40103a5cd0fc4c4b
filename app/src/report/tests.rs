//! A frozen report as a document, in both languages.

use super::pictures::{Medium, flows, places};
use super::*;
use crate::view::sample;

fn each(check: impl Fn(Lang, &str)) {
    for lang in [Lang::En, Lang::Zh] {
        check(lang, &document(&sample::report::report(), lang).expect("a document"));
    }
}

#[test]
fn a_frozen_report_is_a_whole_document_that_a_strict_policy_allows() {
    each(|lang, html| {
        assert!(html.starts_with("<!DOCTYPE html>") && html.contains(&format!("lang=\"{}\"", words::tag(lang))));
        assert!(html.contains(STYLE_ADDRESS) && html.matches("<h1").count() == 1);
        assert!(!html.contains(" style=") && !html.contains("<style") && !html.contains("<script"), "{html}");
        assert!(!html.contains("<i>"), "a name is escaped");
        assert_eq!(html, document(&sample::report::report(), lang).expect("a document"));
    });
}

#[test]
fn what_runs_nothing_carries_nothing_for_a_program() {
    each(|lang, html| {
        assert!(!html.contains("data-total") && !html.contains("data-end"), "a frozen copy");
        let shown = figures(&sample::report::report(), lang).expect("figures");
        let report = sample::report::report();
        assert_eq!(shown.matches("<tr data-total=\"").count(), report.totals.len());
        assert!(shown.contains("<tr data-end=\"CNY distributed 60000\">"), "{shown}");
        assert_eq!(shown.replace(" data-", "").matches("<table").count(), html.matches("<table").count());
    });
}

#[test]
fn no_two_parts_of_a_report_have_one_id_and_every_name_leads_to_one() {
    each(|_, html| {
        let ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|part| part.split('"').next()).collect();
        let unique: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
        assert!(ids.len() > 8 && ids.len() == unique.len(), "{ids:?}");
        let named = html.split("aria-labelledby=\"").skip(1).filter_map(|part| part.split('"').next());
        for id in named.flat_map(|ids| ids.split(' ')) {
            assert!(unique.contains(id), "{id}");
        }
        for id in html.split("url(#").skip(1).filter_map(|part| part.split(')').next()) {
            assert!(unique.contains(id), "{id}");
        }
    });
}

#[test]
fn flows_and_places_are_drawn_and_each_has_a_table() {
    each(|lang, html| {
        let report = sample::report::report();
        let drawn = flows(&report, lang, Medium::Page);
        assert_eq!(drawn.len(), 2, "money, and tents");
        for drawing in &drawn {
            assert!(html.contains(&drawing.wide) && html.contains(&drawing.narrow));
            assert!(!drawing.rows.is_empty() && !drawing.alt.is_empty());
            let (_, _, amount) = &drawing.rows[0];
            assert!(html.contains(amount.as_str()), "{amount}");
        }
        let map = places(&report, lang, Medium::Page).expect("a map");
        assert!(html.contains(&map.wide));
        assert_eq!(map.wide.matches("<circle").count(), 2, "two places have coordinates");
        assert!(!drawn.iter().any(|drawing| drawing.wide.contains("<a ")), "nothing leads out of a frozen picture");
    });
}

#[test]
fn a_picture_does_not_tell_what_the_table_hides() {
    let map = places(&sample::report::report(), Lang::En, Medium::Page).expect("a map");
    assert!(map.wide.contains("Yingxiu (China): 2 hand-outs, 20 households, 80 people"), "{}", map.wide);
    assert!(map.wide.contains("<title>Wenchuan (China): 1 hand-out</title>"), "{}", map.wide);
}

#[test]
fn on_paper_a_picture_has_the_fonts_that_the_server_brings_along() {
    let report = sample::report::report();
    for drawing in flows(&report, Lang::Zh, Medium::Paper).into_iter().chain(places(&report, Lang::Zh, Medium::Paper)) {
        assert!(drawing.wide.contains(&format!("font-family=\"{SANS}\"")), "{}", drawing.wide);
    }
}

#[test]
fn a_long_table_is_folded_and_a_short_one_is_open() {
    let mut report = sample::report::report();
    let short = document(&report, Lang::En).expect("a document");
    let account = report.accounts[0].clone();
    report.accounts = vec![account; SHORT + 1];
    let long = document(&report, Lang::En).expect("a document");
    let open = |html: &str| html.matches("<details class=\"fold\" open>").count();
    assert_eq!(open(&short), open(&long) + 1);
    assert!(long.contains("(13)</summary>"), "how many there are stands beside it");
}

#[test]
fn a_place_that_was_asked_for_is_said_by_its_name() {
    let said = |lang, code: &str| asked_value(lang, &crate::view::AskedLine { name: "place", value: code.to_owned() });
    assert_eq!((said(Lang::En, "CN-SC"), said(Lang::Zh, "CN-SC")), ("Sichuan".to_owned(), "四川".to_owned()));
    assert_eq!((said(Lang::En, "NG-BO"), said(Lang::Zh, "NG")), ("Borno".to_owned(), "尼日利亚".to_owned()));
    assert_eq!(said(Lang::En, "NG-ZZZ"), "NG-ZZZ");
}

#[test]
fn an_own_contribution_is_marked_among_the_gifts_behind_a_report() {
    for (lang, mark) in [(Lang::En, "</a> (own contribution)"), (Lang::Zh, "</a>（自有出资）")] {
        let mut report = sample::report::report();
        assert!(!document(&report, lang).expect("a document").contains(mark));
        let followed = report.followed.as_mut().expect("followed");
        followed.largest.first_mut().expect("a gift").own = true;
        assert_eq!(document(&report, lang).expect("a document").matches(mark).count(), 1);
    }
}
