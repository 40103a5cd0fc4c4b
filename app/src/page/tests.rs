//! What holds for every page, in both languages.

use ledger::refusal::Lang;

use super::render;
use crate::view::sample;

fn each(check: impl Fn(&str, Lang, &str)) {
    for (name, path, page) in sample::pages() {
        for lang in [Lang::En, Lang::Zh] {
            check(name, lang, &render(&page, &sample::frame(lang, path)));
        }
    }
}

#[test]
fn every_page_is_a_whole_document_in_its_language() {
    each(|name, lang, html| {
        let tag = if lang == Lang::En { "<html lang=\"en\">" } else { "<html lang=\"zh-CN\">" };
        assert!(html.starts_with("<!DOCTYPE html><html") && html.contains(tag) && html.ends_with("</html>"), "{name}");
        assert_eq!(html.matches("<h1").count(), 1, "{name}");
        assert_eq!(html.matches("<main").count(), 1, "{name}");
        let other = if lang == Lang::En { "lang=zh" } else { "lang=en" };
        assert!(html.contains(other), "{name}");
    });
}

#[test]
fn no_page_needs_more_than_a_strict_policy_allows() {
    each(|name, _, html| {
        assert!(!html.contains(" style=") && !html.contains("<style"), "{name}");
        assert!(!html.contains(" onclick") && !html.contains("javascript:"), "{name}");
        for script in html.split("<script").skip(1) {
            let (open, rest) = script.split_once('>').expect("a tag ends");
            assert!(open.contains("src=") && rest.starts_with("</script>"), "{name}: {script}");
        }
    });
}

#[test]
fn the_same_view_model_gives_the_same_bytes() {
    each(|name, lang, html| {
        let (_, path, page) = sample::pages().into_iter().find(|(other, _, _)| *other == name).expect("the page");
        assert_eq!(html, render(&page, &sample::frame(lang, path)), "{name}");
    });
}

#[test]
fn what_people_recorded_is_escaped() {
    each(|name, _, html| {
        for raw in ["<Eagle>", "<i>", "invoice <12>"] {
            assert!(!html.contains(raw), "{name}: {raw}");
        }
    });
}

#[test]
fn no_english_phrase_is_left_on_a_chinese_page() {
    each(|name, lang, html| {
        if lang == Lang::Zh {
            for phrase in [" of ", "handed out", "Gift", "Entry ", "Nothing", " on the ", "entries,"] {
                let found = html.find(phrase).map(|place| html.get(place.saturating_sub(40)..).unwrap_or(html));
                assert!(found.is_none(), "{name}: {phrase}: {:.120}", found.unwrap_or_default());
            }
        }
    });
}

#[test]
fn what_has_a_card_says_how_to_put_it_on_a_page_where_the_site_has_an_address() {
    for (name, path, page) in sample::pages() {
        let mut frame = sample::frame(Lang::Zh, path);
        let html = render(&page, &frame);
        let has_card = matches!(page, crate::view::Page::Fund(_) | crate::view::Page::Gift(_));
        let code = format!("src=\"https://almoner.example/zh/embed{path}\"").replace('"', "&quot;");
        let written = html.replace('"', "&quot;");
        assert_eq!(written.contains(&code), has_card, "{name}");
        frame.origin = None;
        assert!(!render(&page, &frame).contains("class=\"embedding\""), "{name}");
    }
}

#[test]
fn a_gift_page_answers_first_and_its_ends_add_up() {
    let gift = sample::gift();
    assert_eq!(gift.ends.iter().map(|end| end.amount).sum::<u64>(), gift.amount);
    let page = crate::view::Page::Gift(Box::new(gift));
    let english = render(&page, &sample::frame(Lang::En, "/gifts/G-48KA-6KMQ"));
    assert!(english.contains("¥321.00 of your ¥500.00 has been handed out."), "{english}");
    assert!(english.contains(
        "3 of 200\u{a0}tents (Family tent 12 m², lot tents-0412), handed out at Yingxiu (China) on 3\u{a0}March 2026"
    ));
    assert!(english.contains("href=\"/entries/871\"") && english.contains("href=\"/method#rule\""));
    let chinese = render(&page, &sample::frame(Lang::Zh, "/gifts/G-48KA-6KMQ"));
    assert!(chinese.contains("您捐赠的 ¥500.00 中，¥321.00 已发放。"));
}

#[test]
fn a_gift_says_how_it_came_and_whose_own_it_was() {
    let dollars = ledger::value::Currency::new("USD").expect("a currency");
    let gift = |method: &str| crate::view::Gift {
        method: Some(method.into()),
        note: Some("Shown at the <counter>".into()),
        original: Some((2_800, dollars)),
        ..sample::gift()
    };
    let page = |method: &str, lang| {
        let page = crate::view::Page::Gift(Box::new(gift(method)));
        render(&page, &sample::frame(lang, "/gifts/G-48KA-6KMQ"))
    };
    let english = page("bank_transfer", Lang::En);
    for said in ["Given as US$28.00 and credited as ¥500.00.", "Bank transfer", "Shown at the &lt;counter"] {
        assert!(english.contains(said), "{said}");
    }
    assert!(!english.contains("the reporting organisation put it in itself"));
    let own = page("own_contribution", Lang::En);
    assert!(own.contains("Own contribution") && own.contains("the reporting organisation put it in itself"));
    let chinese = page("own_contribution", Lang::Zh);
    assert!(chinese.contains("自有出资") && chinese.contains("捐赠时为 US$28.00，入账 ¥500.00。"));
}

#[test]
fn utc_stands_beside_the_time_of_the_place_without_a_pointer() {
    let gift = || crate::view::Page::Gift(Box::new(sample::gift()));
    let english = render(&gift(), &sample::frame(Lang::En, "/gifts/G-48KA-6KMQ"));
    assert!(english.contains("16:02 (Asia/Shanghai, UTC+8)</time>"), "{english}");
    assert!(english.contains("<small class=\"utc\">08:02 UTC</small>"), "{english}");
    let chinese = render(&gift(), &sample::frame(Lang::Zh, "/gifts/G-48KA-6KMQ"));
    assert!(chinese.contains("<small class=\"utc\">UTC 08:02</small>"));
}

#[test]
fn without_a_program_in_the_browser_the_check_names_what_can_be_done() {
    for (name, path, page) in sample::pages().into_iter().filter(|(name, ..)| matches!(*name, "gift" | "entry")) {
        let html = render(&page, &sample::frame(Lang::En, path));
        let (_, rest) = html.split_once("<noscript>").expect("words without a program");
        let (said, _) = rest.split_once("</noscript>").expect("their end");
        assert!(said.contains("almoner verify") && said.contains("/verify#terminal"), "{name}: {said}");
        assert!(said.contains("href=\"/log\""), "{name}: {said}");
        assert!(!said.contains("<button"), "{name}");
    }
}

#[test]
fn an_own_contribution_is_marked_in_a_list_of_gifts() {
    let (_, path, page) = sample::pages().into_iter().find(|(name, ..)| *name == "fund").expect("the page");
    assert_eq!(render(&page, &sample::frame(Lang::En, path)).matches(">own contribution<").count(), 1);
}

#[test]
fn an_own_contribution_is_marked_among_the_gifts_behind_goods() {
    for (lang, tag) in [(Lang::En, ">own contribution<"), (Lang::Zh, ">自有出资<")] {
        let (_, path, mut page) = sample::pages().into_iter().find(|(name, ..)| *name == "handout").expect("the page");
        assert!(!render(&page, &sample::frame(lang, path)).contains(tag));
        if let crate::view::Page::Handout(handout) = &mut page {
            handout.gifts.rows.last_mut().expect("a gift").own = true;
        }
        assert_eq!(render(&page, &sample::frame(lang, path)).matches(tag).count(), 1);
    }
}

#[test]
fn the_figures_of_a_fund_add_up_and_its_flow_agrees() {
    let fund = sample::fund();
    let sums = &fund.figures;
    let ends: u64 = crate::view::EndKind::ALL.iter().map(|kind| sums.at(*kind)).sum();
    assert_eq!(ends, sums.received + sums.transferred_in);
    assert_eq!(fund.flow.iter().map(|row| row.amount).sum::<u64>(), ends);
}

/// The heads and the rows of the table beside a fund's flow, without markup.
fn flow_table(fund: crate::view::Fund, lang: Lang) -> Vec<Vec<String>> {
    let html = render(&crate::view::Page::Fund(Box::new(fund)), &sample::frame(lang, "/funds/quake"));
    let (_, rest) = html.split_once("id=\"flow-table\"").expect("the table");
    let (table, _) = rest.split_once("</table>").expect("its end");
    let text = |markup: &str| {
        let pieces = markup.split('<').filter_map(|piece| piece.split_once('>'));
        pieces.map(|(_, text)| text).collect::<String>()
    };
    let cells = |row: &str| {
        let row = row.split("</tr>").next().unwrap_or_default().replace("<td", "<th");
        row.split("<th").skip(1).map(|cell| text(&format!("<th{cell}"))).collect::<Vec<String>>()
    };
    table.split("<tr>").skip(1).map(cells).collect()
}

#[test]
fn the_flow_goes_by_project_and_goods_and_where_there_is_no_project_by_goods_alone() {
    use crate::view::{FlowRow, Fund};
    for lang in [Lang::En, Lang::Zh] {
        let say = crate::words::Words::of(lang);
        let table = flow_table(sample::fund(), lang);
        assert_eq!(table[0], [say.from, say.project, say.goods_or_money, say.became, say.amount]);
        let distributed = crate::words::kind(lang, crate::view::EndKind::Distributed);
        let tents = table.iter().find(|row| row[1] == "Winter shelter" && row[3] == distributed).expect("a row");
        assert_eq!((tents[0].as_str(), tents[2].as_str()), (say.gifts, "Family tent 12 m²"));
        assert!(table.iter().any(|row| row[1] == say.no_project && row[2] == say.cash), "{table:?}");
        let sample = sample::fund();
        let free = sample.flow.iter().map(|row| FlowRow { project: None, ..row.clone() }).collect();
        let table = flow_table(Fund { flow: free, ..sample }, lang);
        assert_eq!(table[0], [say.from, say.goods_or_money, say.became, say.amount]);
    }
}

#[test]
fn the_table_beside_the_flow_adds_up_by_source_and_by_end_to_the_figures() {
    let fund = sample::fund();
    let say = crate::words::Words::of(Lang::En);
    let table = flow_table(sample::fund(), Lang::En);
    let cents = |row: &[String]| -> u64 {
        let digits: String = row[4].chars().filter(char::is_ascii_digit).collect();
        digits.parse().expect("an amount")
    };
    let sum = |column: usize, is: &str| -> u64 {
        table.iter().skip(1).filter(|row| row[column] == is).map(|row| cents(row)).sum()
    };
    assert_eq!(sum(0, say.gifts), fund.figures.received);
    assert_eq!(sum(0, say.transferred_in), fund.figures.transferred_in);
    for kind in crate::view::EndKind::ALL {
        assert_eq!(sum(3, crate::words::kind(Lang::En, *kind)), fund.figures.at(*kind), "{kind:?}");
    }
}

#[test]
fn stations_of_the_flow_lead_to_the_project_the_goods_and_the_entries() {
    let page = crate::view::Page::Fund(Box::new(sample::fund()));
    let html = render(&page, &sample::frame(Lang::En, "/funds/quake"));
    let (_, rest) = html.split_once("id=\"flow-picture\"").expect("the picture");
    let (picture, _) = rest.split_once("</figure>").expect("its end");
    for end in [
        "/funds/quake/gifts\"",
        "/entries?fund=quake&amp;kind=transferred_in\"",
        "/projects/p\"",
        "/entries?fund=quake&amp;item=tent\"",
        "/entries?fund=quake&amp;kind=distributed\"",
    ] {
        assert_eq!(picture.matches(end).count() % 2, 0, "{end}: in both drawings");
        assert!(picture.contains(end), "{end}");
    }
    assert!(picture.contains("each is shown in proportion."), "two sources are mixed");
}

#[test]
fn a_fund_that_received_nothing_says_so() {
    use crate::view::Fund;
    let sentence = |fund: &Fund| [Lang::En, Lang::Zh].map(|lang| super::fund_sentence(fund, lang));
    let empty = Fund { figures: crate::view::Figures::default(), ..sample::fund() };
    assert_eq!(sentence(&empty), ["No money has been received yet.", "尚未收到款项。"]);
    let figures = crate::view::Figures { transferred_in: 50_000, ..crate::view::Figures::default() };
    let moved = Fund { figures, ..sample::fund() };
    assert!(sentence(&moved)[0].contains("of ¥500.00 from other funds has reached people"), "{:?}", sentence(&moved));
    assert!(sentence(&moved)[1].starts_with("由其他基金转入 ¥500.00，"), "{:?}", sentence(&moved));
}

/// Writes every sample page into the folder that `ALMONER_SAMPLE_PAGES` names, to be looked at in a browser.
#[test]
fn sample_pages_can_be_looked_at() {
    let Ok(folder) = std::env::var("ALMONER_SAMPLE_PAGES") else { return };
    for (name, path, page) in sample::pages() {
        for (lang, word) in [(Lang::En, "en"), (Lang::Zh, "zh")] {
            let html = render(&page, &sample::frame(lang, path)).replace("=\"/site.css", "=\"site.css");
            std::fs::write(format!("{folder}/{name}.{word}.html"), html).expect("the folder can be written to");
        }
    }
}

#[test]
fn a_report_that_is_shown_can_be_checked_where_it_stands() {
    for lang in [Lang::En, Lang::Zh] {
        let bundle = match lang {
            Lang::En => "data-bundle=\"/en/reports/1200/report.bundle.json?fund=quake\"",
            Lang::Zh => "data-bundle=\"/zh/reports/1200/report.bundle.json?fund=quake\"",
        };
        let pages = sample::pages().into_iter().map(|(_, path, page)| render(&page, &sample::frame(lang, path)));
        let checked: Vec<String> = pages.filter(|html| html.contains("data-check=\"report\"")).collect();
        assert!(!checked.is_empty(), "no report can be checked");
        for html in checked {
            assert!(html.contains(bundle) && html.contains("data-report=\"1200 fund=quake\""), "{html}");
            assert!(html.contains("<tr data-total=\"CNY "), "{html}");
        }
    }
}

#[test]
fn gift_and_entry_lead_to_the_files_that_a_check_elsewhere_needs() {
    for (name, path, page) in sample::pages().into_iter().filter(|(name, ..)| matches!(*name, "gift" | "entry")) {
        let html = render(&page, &sample::frame(Lang::Zh, path));
        for file in [".tlog-proof\" download", ".json\" download", "href=\"/log/policy\" download=\"policy.txt\""] {
            assert!(html.contains(file), "{name}: {file}");
        }
        let mut unsigned = sample::frame(Lang::Zh, path);
        unsigned.signed = false;
        let html = render(&page, &unsigned);
        assert!(!html.contains(".tlog-proof\" download") && !html.contains("/log/policy"), "{name}");
        assert_eq!(html.contains("/entries/302.json"), name == "entry", "{name}");
    }
}
