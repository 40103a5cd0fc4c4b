//! What holds for every picture, in both languages, on a world that is large enough to be hard to draw.

use ledger::value::{Currency, Date};
use leptos::prelude::*;

use super::{PagePath, Row, path, places, standalone, timeline};
use crate::view::{
    EndKind, GiftPath, PathColumn, PathNode, PathRibbon, PlaceLine, PlaceName, Places, Step, TimeLine, TimeStep, Unit,
};
use crate::words::{self, Lang, Words};

fn cny() -> Currency {
    Currency::new("CNY").expect("a currency")
}

fn time_line() -> TimeLine {
    let mut in_hand = 0_u64;
    let step = |number: u16| {
        let (year, month) = (2_024 + number / 12, u8::try_from(number % 12 + 1).expect("a month"));
        let received = (u64::from(number) * 7_919 % 97) * 1_200_000 / u64::from(number / 6 + 1);
        let handed_out = in_hand / 3;
        let costs = in_hand / 25;
        in_hand = in_hand + received - handed_out - costs;
        let from = Date::new(year, month, 1).expect("a day");
        TimeStep { from, to: Date::new(year, month, 28).expect("a day"), received, handed_out, costs, in_hand }
    };
    TimeLine { currency: cny(), step: Step::Month, steps: (0..36).map(step).collect() }
}

fn all_places() -> Places {
    let known = [
        ("Chengdu", 3_057, 10_407, 4_800_000),
        ("Yingxiu", 3_106, 10_349, 2_600_000),
        ("Weizhou, Wenchuan", 3_148, 10_359, 1_900_000),
        ("Luding", 2_991, 10_223, 900_000),
        ("Kangding", 3_005, 10_196, 700_000),
        ("Nanchang", 2_868, 11_586, 400_000),
        ("Hukou", 2_973, 11_622, 90_000),
    ];
    let line = |(name, lat, lon, amount): (&str, i64, i64, u64)| PlaceLine {
        place: PlaceName { name: Some(name.to_owned()), country: "CN".into() },
        admin1: Some("CN-SC".into()),
        at: Some((lat, lon)),
        amount,
        handouts: amount / 90_000,
        households: amount / 40_000,
        people: amount / 10_000,
        href: Some(format!("/funds/flood?place={name}#handouts")),
    };
    let mut lines: Vec<PlaceLine> = known.into_iter().map(line).collect();
    lines.push(PlaceLine { at: None, ..line(("Unmapped <village>", 0, 0, 5_000)) });
    Places { currency: Some(cny()), lines, total: 11 }
}

fn gift_path() -> GiftPath {
    use PathColumn::{End, Fund, Gift, Lot, Project, Purchase, Site};
    let node = |column, label: &str, end, amount| PathNode {
        column,
        label: label.to_owned(),
        note: Some("3 March 2026".into()),
        href: Some("/lots/tents".into()),
        end,
        amount,
    };
    let nodes = vec![
        node(Gift, "G-48KA-6KMQ", None, 50_000),
        node(Fund, "Sichuan earthquake 2026", None, 50_000),
        node(Project, "Shelter before winter", None, 38_000),
        node(Purchase, "Tents from Deyang Canvas Works", None, 30_000),
        node(Purchase, "Rice & oil", None, 6_000),
        node(Lot, "tents-0412", None, 30_000),
        node(Lot, "rice-0077", None, 6_000),
        node(Site, "Chengdu store", None, 9_000),
        node(Site, "Yingxiu", None, 24_000),
        node(End, "Yingxiu, 3 of 200 tents", Some(EndKind::Distributed), 24_000),
        node(End, "Chengdu store", Some(EndKind::InStock), 6_000),
        node(End, "Kangding, rice", Some(EndKind::Distributed), 3_000),
        node(End, "Torn on the road", Some(EndKind::Lost), 3_000),
        node(End, "Vehicle hire", Some(EndKind::Expense), 2_000),
        node(End, "Not yet set aside", Some(EndKind::Unspent), 12_000),
    ];
    let ribbons = [
        (0, 1, 50_000),
        (1, 2, 38_000),
        (1, 14, 12_000),
        (2, 3, 30_000),
        (2, 4, 6_000),
        (2, 13, 2_000),
        (3, 5, 30_000),
        (4, 6, 6_000),
        (5, 7, 6_000),
        (5, 8, 24_000),
        (6, 7, 3_000),
        (6, 12, 3_000),
        (7, 10, 6_000),
        (7, 11, 3_000),
        (8, 9, 24_000),
    ];
    let ribbons = ribbons.map(|(from, to, amount)| PathRibbon { from, to, amount }).to_vec();
    GiftPath { unit: Unit::Money(cny()), amount: 50_000, nodes, ribbons }
}

fn flow(say: &'static Words) -> AnyView {
    let mut rows = Vec::new();
    for item in 0..14_u64 {
        for (place, kind) in EndKind::ALL.iter().enumerate() {
            let place = u64::try_from(place).unwrap_or(0);
            let amount = ((item * 37 + place * 11) % 19).saturating_sub(9) * 1_000_000 / (place * place + item + 1);
            let through = |label: String| super::Through { label, href: Some("/entries".into()) };
            let by = [through(format!("Project number {}", item % 3)), through(format!("Item number {item}"))];
            rows.push(Row { by, kind: *kind, amount });
        }
    }
    let amount = |minor| words::money(minor, cny());
    let sources = [say.gifts.to_owned(), say.transferred_in.to_owned()];
    let captions = super::Captions {
        id: "flow",
        title: say.flow_title,
        description: say.flow_title,
        from: say.from,
        by: [say.project, say.goods_or_money],
        became: say.became,
        sources: &sources,
        source_link: &|_| None,
        others: say.others,
        end: &|kind| words::kind(say.lang, kind).to_owned(),
        end_link: &|kind| Some(format!("/entries?kind={}", kind.word())),
        table_link: "#flow-table",
        amount: &amount,
    };
    let drawings = super::draw(&super::layout(&[5_000_000, 700_000], &rows), &captions);
    super::framed("flow", drawings, "", false, ().into_any(), say)
}

fn each(check: impl Fn(&str, Lang, &str)) {
    for lang in [Lang::En, Lang::Zh] {
        let say = Words::of(lang);
        let owner = Owner::new_root(None);
        owner.with(|| {
            provide_context(PagePath("/funds/flood".into()));
            check("flow", lang, &flow(say).to_html());
            check("path", lang, &path(&gift_path(), say).to_html());
            check("timeline", lang, &timeline(&time_line(), say).to_html());
            check("places", lang, &places(&all_places(), say).to_html());
        });
        owner.cleanup();
    }
}

#[test]
fn both_files_of_a_picture_have_one_name() {
    each(|name, _, html| {
        assert!(html.contains(&format!("download=\"funds-flood-{name}.svg\"")), "{name}");
        assert!(html.contains(&format!("download=\"funds-flood-{name}.png\"")), "{name}");
    });
}

#[test]
fn every_picture_has_a_title_a_table_and_nothing_that_a_strict_policy_forbids() {
    each(|name, _, html| {
        assert_eq!(html.matches("<svg").count(), 2, "{name}: one drawing for each width");
        for form in ["wide", "narrow"] {
            assert!(html.contains(&format!("<title id=\"{name}-{form}-title\">")), "{name}");
            assert!(html.contains(&format!("<desc id=\"{name}-{form}-desc\">")), "{name}");
        }
        assert!(html.contains(&format!("id=\"{name}-table\"")), "{name}");
        assert!(!html.contains("style=") && !html.contains("<style") && !html.contains("onclick"), "{name}");
        assert!(html.contains(&format!("href=\"/funds/flood/{name}.svg\"")), "{name}");
        assert!(!html.contains("<village>"), "{name}");
        assert!(html.len() < 60_000, "{name}: {} bytes", html.len());
    });
}

#[test]
fn the_same_figures_give_the_same_picture() {
    let draw = || path(&gift_path(), Words::of(Lang::En)).to_html() + &flow(Words::of(Lang::Zh)).to_html();
    assert_eq!(draw(), draw());
}

#[test]
fn every_picture_can_stand_alone() {
    each(|name, _, html| {
        let file = standalone(html, name).expect("a picture");
        assert!(file.contains("<svg xmlns=\"http://www.w3.org/2000/svg\"") && !file.contains("class="), "{name}");
        assert!(!file.contains("fill=\"\""), "{name}");
    });
}

/// Writes every picture into the folder that `ALMONER_SAMPLE_PAGES` names, to be looked at in a browser.
#[test]
fn pictures_can_be_looked_at() {
    let Ok(folder) = std::env::var("ALMONER_SAMPLE_PAGES") else { return };
    let write = |name: String, text: &str| std::fs::write(format!("{folder}/{name}"), text).expect("a folder");
    each(|name, lang, html| {
        let tag = words::tag(lang);
        let head = format!(
            "<!DOCTYPE html><html lang={tag}><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
             <link rel=stylesheet href=site.css>"
        );
        write(format!("picture-{name}.{tag}.html"), &format!("{head}<main class=page>{html}</main>"));
        write(format!("{name}.{tag}.svg"), &standalone(html, name).expect("a picture"));
    });
}
